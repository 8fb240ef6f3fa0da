"""A message or a reminder for later, and the list of what is to come."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError, ErrorCode
from services.domain.models import ChatView
from services.domain.sending import Late, Scheduled, ScheduledKind, ScheduledState
from ui import formats
from ui.dialogs import Dialog
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label
from ui.widgets.whole_rows import RowList

# in the order of the lists; Qt would make plain texts of the enumerations
_KINDS = (ScheduledKind.MESSAGE, ScheduledKind.REMINDER)
_LATE = (Late.ASK, Late.SEND, Late.SKIP)


class ScheduleDialog(Dialog):
    """``taken`` tells that what was typed has been scheduled."""

    taken = Signal()

    def __init__(
        self, parent: QWidget, look: Look, services: Services, crossing: Crossing, chat: ChatView, typed: str
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._chat = services, crossing, chat
        self._items: tuple[Scheduled, ...] = ()
        self._changing: Scheduled | None = None
        self.setWindowTitle(self.tr("Schedule"))
        self.resize(560, 640)
        self.kind = QComboBox()
        self.kind.addItems([self.tr("Message to the customer"), self.tr("Reminder for me")])
        self.text = QPlainTextEdit(typed)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(76)
        self._typed = typed
        self.when = QDateTimeEdit(self._soon())
        self.when.setCalendarPopup(True)
        self.when.setMinimumDateTime(QDateTime.currentDateTime())
        self.when.setDisplayFormat(QLocale().dateTimeFormat(QLocale.FormatType.ShortFormat))
        self.late = QComboBox()
        self.late.addItems([self.tr("ask me"), self.tr("send it all the same"), self.tr("do not send it")])
        self.told = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Scheduled"))
        self.list.currentRowChanged.connect(lambda _row: self._refresh())
        self.list.itemActivated.connect(lambda _item: self._on_change())
        self._build(look)
        self._load()

    def _build(self, look: Look) -> None:
        self.heading = plain_label(formats.one_line(self._chat.title, 80), look=look, role=Type.TITLE)
        note = plain_label(
            self.tr(
                "This computer has to be on and Balcão running at that time. If it is not, this is decided when "
                "Balcão starts again."
            ),
            look=look, role=Type.SMALL, tone="soft", wrap=True,
        )  # fmt: skip
        form = QFormLayout()
        form.setSpacing(Space.S)
        for words, widget in (
            (self.tr("What"), self.kind), (self.tr("Text"), self.text), (self.tr("When"), self.when),
            (self.tr("If it is late"), self.late),
        ):  # fmt: skip
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        self.add = button(self.tr("Schedule"), kind="primary")
        self.add.setDefault(True)
        self.add.clicked.connect(self._on_add)
        row = QHBoxLayout()
        self.leave = button(self.tr("Leave it as it was"), kind="ghost")
        self.leave.clicked.connect(self._stop_changing)
        self.leave.hide()
        row.addWidget(self.told, 1)
        row.addWidget(self.leave)
        row.addWidget(self.add)
        self.now = button(self.tr("Send now"))
        self.now.clicked.connect(self._on_now)
        self.remove = button(self.tr("Delete"), kind="danger")
        self.remove.clicked.connect(self._on_remove)
        close = button(self.tr("Close"))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        self.change = button(self.tr("Change"))
        self.change.clicked.connect(self._on_change)
        foot.addWidget(self.change)
        foot.addWidget(self.now)
        foot.addWidget(self.remove)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.heading)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addLayout(row)
        self.listed = plain_label(look=look, role=Type.SMALL_STRONG)
        layout.addWidget(self.listed)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)

    def _on_add(self) -> None:
        schedule, changing = self._services.schedule, self._changing
        text, when = self.text.toPlainText(), self.when.dateTime().toMSecsSinceEpoch()
        late = _LATE[self.late.currentIndex()]
        if changing is not None:
            work = schedule.change(changing.id, text, when, late)
        else:
            work = schedule.add(self._chat.id, _KINDS[self.kind.currentIndex()], text, when, late)
        done = self._on_added if changing is None else self._on_changed
        self._crossing.spawn(self, work, done=done, failed=self._failed, busy=self.add, keep=True)

    def _on_changed(self, item: Scheduled) -> None:
        if self._changing is not None and self._changing.id == item.id:
            self._stop_changing()
        self._load()

    def _on_change(self) -> None:
        item = self._chosen()
        if item is None:
            return
        if self._changing is None:
            self._typed = self.text.toPlainText()
        self._changing = item
        self.heading.setText(formats.one_line(item.title, 80))
        self.kind.setCurrentIndex(_KINDS.index(item.kind))
        self.text.setPlainText(item.text)
        self.when.setDateTime(QDateTime.fromMSecsSinceEpoch(max(item.due_at_ms, self._soon().toMSecsSinceEpoch())))
        self.late.setCurrentIndex(_LATE.index(item.late))
        self._show_changing()
        self.text.setFocus()

    def _stop_changing(self) -> None:
        self._changing = None
        self.heading.setText(formats.one_line(self._chat.title, 80))
        self.text.setPlainText(self._typed)
        self.when.setDateTime(self._soon())
        self.told.setText("")
        self._show_changing()

    def _show_changing(self) -> None:
        changing = self._changing is not None
        self.kind.setEnabled(not changing)
        self.leave.setVisible(changing)
        self.add.setText(self.tr("Save the change") if changing else self.tr("Schedule"))

    @staticmethod
    def _soon() -> QDateTime:
        soon = QDateTime.currentDateTime().addSecs(3600)
        soon.setTime(soon.time().addSecs(-soon.time().second()))
        return soon

    def _on_added(self, item: Scheduled) -> None:
        if item.kind is ScheduledKind.MESSAGE:
            self.taken.emit()
        self.text.clear()
        self.told.setText("")
        self._load()

    def _failed(self, error: AppError) -> None:
        words = {"text": self.tr("Write a text."), "due_at": self.tr("Choose a time in the future, within a year.")}
        self.told.setText(words.get(error.text, failure_words(error)) if error.code is ErrorCode.INVALID else failure_words(error))

    def _load(self) -> None:
        self._crossing.spawn(self, self._services.schedule.open(), done=self._show, failed=self._failed)

    def _show(self, items: tuple[Scheduled, ...]) -> None:
        self._items = items
        self.list.clear()
        for item in items:
            when = QLocale().toString(QDateTime.fromMSecsSinceEpoch(item.due_at_ms), QLocale.FormatType.ShortFormat)
            what = self.tr("Reminder") if item.kind is ScheduledKind.REMINDER else self.tr("Message")
            state = state_of(item)
            line = f"{when} · {formats.one_line(item.title, 30)} · {what}{state}\n{formats.one_line(item.text, 80)}"
            self.list.addItem(QListWidgetItem(line))
        self.listed.setText(self.tr("Scheduled") if items else self.tr("Nothing is scheduled yet"))
        if items:
            self.list.setCurrentRow(0)
        self._refresh()

    def _refresh(self) -> None:
        item = self._chosen()
        self.remove.setEnabled(item is not None)
        self.change.setEnabled(item is not None and item.state is not ScheduledState.DONE)
        self.now.setEnabled(item is not None and item.kind is ScheduledKind.MESSAGE)

    def _chosen(self) -> Scheduled | None:
        at = self.list.currentRow()
        return self._items[at] if 0 <= at < len(self._items) else None

    def _on_now(self) -> None:
        item = self._chosen()
        if item is not None:
            self._run(self._services.schedule.send_now(item.id))

    def _on_remove(self) -> None:
        item = self._chosen()
        if item is not None:
            if self._changing is not None and self._changing.id == item.id:
                self._stop_changing()
            self._run(self._services.schedule.remove(item.id))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._crossing.spawn(self, work, done=lambda _none: self._load(), failed=self._failed, keep=True)


def state_of(item: Scheduled) -> str:
    """How it stands, in words to be put behind what it is."""
    words = {
        ScheduledState.ASKING: QCoreApplication.translate("ScheduleDialog", "waits for your decision"),
        ScheduledState.SKIPPED: QCoreApplication.translate("ScheduleDialog", "not sent, it was too late"),
        ScheduledState.FAILED: QCoreApplication.translate("ScheduleDialog", "could not be sent"),
    }
    return f" · {words[item.state]}" if item.state in words else ""

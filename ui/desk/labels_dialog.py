"""The labels of one or many conversations: found, ticked, made, renamed, recoloured, taken away with a way back."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from services.api import Services
from services.domain import search
from services.domain.errors import AppError
from services.domain.ids import LabelId
from services.domain.labels import MAX_NAME, Label, RemovedLabel, same
from services.domain.models import ChatView
from ui import formats
from ui.desk.lists import DeskLists
from ui.dialogs import Dialog
from ui.messages import naming_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.colours import ColourRow, dot
from ui.widgets.labels import no_mnemonic, plain_label, tell
from ui.widgets.whole_rows import RowList

_ID = Qt.ItemDataRole.UserRole
_On = Qt.CheckState.Checked
T = TypeVar("T")


class LabelsDialog(Dialog):
    """``put`` carries a Label and whether it is put on or taken off; without chats it only manages them."""

    put = Signal(object, bool)

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        lists: DeskLists,
        chats: Sequence[ChatView] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look, self._services, self._crossing, self._lists = look, services, crossing, lists
        self.chats = tuple(chats)
        self._removed: RemovedLabel | None = None
        self._filling = False
        self.setWindowTitle(self.tr("Labels"))
        self.resize(400, 520)
        whose = formats.one_line(chats[0].title, 60) if len(self.chats) == 1 else self.tr("%n conversation(s)", "", len(self.chats))
        heading = plain_label(whose if self.chats else self.tr("All labels"), look=look, role=Type.TITLE, wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_NAME)
        self.field.setPlaceholderText(self.tr("Find a label or name a new one"))
        self.field.setAccessibleName(self.tr("Find a label or name a new one"))
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.installEventFilter(self)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Labels"))
        self.list.setIconSize(QSize(14, 14) * look.px(100) / 100)
        self.list.itemChanged.connect(self._on_item_changed)
        self.list.itemActivated.connect(self._on_item_activated)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_deeds())
        self.told = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.told.hide()
        self.undo = button(self.tr("Undo"), kind="ghost")
        self.undo.clicked.connect(self._on_undo)
        self.undo.hide()
        self.colours = ColourRow(self.tr("Colour"))
        self.colours.chosen.connect(self._on_colour_chosen)
        self.make = button(kind="primary")
        self.make.clicked.connect(self._on_create)
        self.rename = button(self.tr("Rename"))
        self.rename.clicked.connect(self._on_rename)
        self.remove = button(self.tr("Delete"), kind="danger")
        self.remove.clicked.connect(self._on_remove)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.undo)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        for each in (self.rename, self.remove):
            foot.addWidget(each)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.S)
        for widget in (heading, self.field, self.make):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.colours)
        layout.addLayout(said)
        layout.addLayout(foot)
        lists.changed.connect(self._fill)
        self._fill()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the list, Enter ticks the only one that begins so, or makes a new one."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.list.count():
                self.list.setFocus()
                self.list.setCurrentRow(max(0, self.list.currentRow()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                only = self.list.item(0) if self.list.count() == 1 else None
                # the beginning of a name means that label; a new one that is called so is made by its button
                begun = only is not None and search.fold(only.text()).startswith(search.fold(self.field.text().strip()))
                if only is not None and (begun or self.make.isHidden()) and self.chats:
                    self._on_item_activated(only)
                elif not self.make.isHidden():
                    self._on_create()
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        self._filling = True
        chosen = self._chosen()
        typed = self.field.text()
        wanted = search.fold(typed.strip())
        self.list.clear()
        for label in sorted(self._lists.labels.values(), key=lambda each: same(each.name)):
            if wanted not in search.fold(label.name):
                continue
            item = QListWidgetItem(dot(label.colour), formats.one_line(label.name))
            item.setData(_ID, label.id)
            if self.chats:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(self._state(label.id))
            else:
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, self.tr("%n conversation(s)", "", label.chats))
            self.list.addItem(item)
            if chosen is not None and label.id == chosen.id:
                self.list.setCurrentItem(item)
        exact = any(same(label.name) == same(typed.strip()) for label in self._lists.labels.values())
        self.make.setVisible(bool(typed.strip()) and not exact)
        self.make.setText(no_mnemonic(self.tr("Create “{name}”").replace("{name}", formats.one_line(typed, 24))))
        self._filling = False
        self._show_deeds()

    def _state(self, label_id: LabelId) -> Qt.CheckState:
        carrying = sum(label_id in chat.labels for chat in self.chats)
        if carrying in (0, len(self.chats)):
            return _On if carrying else Qt.CheckState.Unchecked
        return Qt.CheckState.PartiallyChecked

    def _chosen(self) -> Label | None:
        item = self.list.currentItem()
        return self._lists.labels.get(item.data(_ID)) if item is not None else None

    def _show_deeds(self) -> None:
        if self._filling:
            return
        label = self._chosen()
        for each in (self.rename, self.remove):
            each.setEnabled(label is not None)
        if label is not None:
            self.colours.choose(label.colour)

    def _on_item_activated(self, item: QListWidgetItem) -> None:
        if self.chats:
            item.setCheckState(Qt.CheckState.Unchecked if item.checkState() is _On else _On)

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        if self._filling or not self.chats:
            return
        label_id, on = item.data(_ID), item.checkState() is _On
        label = self._lists.labels.get(label_id)
        if label is None:
            return
        self.put.emit(label, on)
        others = tuple(tuple(each for each in chat.labels if each != label_id) for chat in self.chats)
        self.chats = tuple(
            msgspec.structs.replace(chat, labels=(*rest, label_id) if on else rest)
            for chat, rest in zip(self.chats, others, strict=True)
        )

    def _on_create(self) -> None:
        name = self.field.text().strip()
        if name:
            self._run(self._services.labels.create(name, self.colours.colour()), self._on_created)

    def _on_created(self, label: Label) -> None:
        self.field.clear()
        if self.chats:
            self.put.emit(label, True)
            self.chats = tuple(msgspec.structs.replace(chat, labels=(*chat.labels, label.id)) for chat in self.chats)
        self.field.setFocus()

    def _on_rename(self) -> None:
        label, name = self._chosen(), self.field.text().strip()
        if label is None:
            return
        if not name or (same(name) == same(label.name) and name == label.name):
            self.field.setText(label.name)
            self.field.selectAll()
            self.field.setFocus()
            self._say(self.tr("Write the new name above, then press Rename again."), "soft")
            return
        self._run(self._services.labels.change(label.id, name, label.colour), lambda _label: self.field.clear())

    def _on_colour_chosen(self, colour: str) -> None:
        label = self._chosen()
        if label is not None and self.make.isHidden():
            self._run(self._services.labels.change(label.id, label.name, colour), lambda _label: None)

    def _on_remove(self) -> None:
        label = self._chosen()
        if label is not None:
            self._run(self._services.labels.remove(label.id), self._on_removed)

    def _on_removed(self, removed: RemovedLabel) -> None:
        self._removed = removed
        self._say(self.tr("{label} is deleted.").replace("{label}", formats.one_line(removed.label.name, 40)), "soft")
        self.undo.show()

    def _on_undo(self) -> None:
        removed, self._removed = self._removed, None
        self.undo.hide()
        self.told.hide()
        if removed is not None:
            self._run(self._services.labels.restore(removed), lambda _label: None)

    def _run(self, work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        self.told.hide()
        self.undo.hide()
        self._crossing.spawn(self, work, done=done, failed=self._on_failed, keep=True)

    def _on_failed(self, error: AppError) -> None:
        self._say(naming_words(error, self.tr("There is a label of this name already.")), "danger")

    def _say(self, words: str, tone: str) -> None:
        tell(self.told, words, tone)

"""The people at this computer: who they are, their colours and PINs, and that they leave or come back."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.agents import MAX_NAME, PIN_DIGITS, Agent
from services.domain.errors import AppError, ErrorCode
from services.domain.labels import PALETTE
from ui import formats
from ui.desk.lists import DeskLists
from ui.dialogs import Dialog
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.colours import ColourRow, dot
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.whole_rows import RowList

T = TypeVar("T")
_ID = Qt.ItemDataRole.UserRole


class AgentsDialog(Dialog):
    """A list on the left, the chosen one's data on the right. ``audit_requested`` carries the Agent."""

    audit_requested = Signal(object)

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing, lists: DeskLists) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._lists = services, crossing, lists
        self._new = not lists.here()
        self.setWindowTitle(self.tr("Agents"))
        self.resize(680, 480)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Agents"))
        self.list.setIconSize(QSize(14, 14) * look.px(100) / 100)
        self.list.setMinimumWidth(200)
        # not the current item, which Tab alone sets: it would empty the name of a new agent
        self.list.itemSelectionChanged.connect(self._on_chosen)
        self.add = button(self.tr("New agent"))
        self.add.clicked.connect(self._on_new)
        self.former = QCheckBox(self.tr("Show who left"))
        self.former.toggled.connect(lambda _on: self._fill())
        self.heading = plain_label(look=look, role=Type.TITLE)
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.colours = ColourRow(self.tr("Colour"))
        self.admin = QCheckBox(self.tr("May see technical details"))
        self.pin, self.current = self._pin_field(), self._pin_field()
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.note = plain_label(
            self.tr(
                "Technical details are the deliveries and what a gateway sent; where no agent may see them, everybody does. "
                "A PIN of 4 to 12 digits tells agents apart. It does not protect what is stored on this computer."
            ),
            look=look, role=Type.SMALL, tone="soft", wrap=True,
        )  # fmt: skip
        self.save = button(kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        self.set_pin = button(self.tr("Change the PIN"))
        self.set_pin.clicked.connect(self._on_set_pin)
        self.leave = button(kind="danger")
        self.leave.clicked.connect(self._on_leave)
        self.audit = button(self.tr("What was done…"))
        self.audit.clicked.connect(lambda: self.audit_requested.emit(self._chosen()))
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        self._lay_out(close)
        lists.changed.connect(self._fill)
        self._fill()
        (self.name if self._new else self.list).setFocus()

    def _pin_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(PIN_DIGITS[1])
        return field

    def _lay_out(self, close: QWidget) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(Space.M)
        for words, widget in (
            (self.tr("Name"), self.name), (self.tr("Colour"), self.colours), ("", self.admin),
            (self.tr("PIN"), self.pin), (self.tr("Present PIN"), self.current),
        ):  # fmt: skip
            if words:
                widget.setAccessibleName(words)
            self.form.addRow(words, widget)
        acts = QHBoxLayout()
        acts.setSpacing(Space.S)
        for each in (self.save, self.set_pin, self.leave):
            acts.addWidget(each)
        acts.addStretch()
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self.list, 1)
        left.addWidget(self.former)
        left.addWidget(self.add)
        right = QVBoxLayout()
        right.setSpacing(Space.M)
        right.addWidget(self.heading)
        right.addLayout(self.form)
        right.addWidget(self.note)
        right.addLayout(acts)
        right.addWidget(self.told)
        right.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(self.audit)
        foot.addStretch()
        foot.addWidget(close)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.XL)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)

    def _fill(self) -> None:
        chosen = self._chosen()
        self.list.blockSignals(True)
        self.list.clear()
        for agent in self._lists.agents.values():
            if agent.removed and not self.former.isChecked():
                continue
            words = formats.one_line(agent.name, 60)
            if agent.active:
                words = self.tr("{agent} (at the counter)").replace("{agent}", words)
            elif agent.removed:
                words = self.tr("{agent} (left)").replace("{agent}", words)
            item = QListWidgetItem(dot(agent.colour), words)
            item.setData(_ID, agent.id)
            self.list.addItem(item)
            if chosen is not None and agent.id == chosen.id:
                self.list.setCurrentItem(item)
        if not self.list.selectedItems() and self.list.count() and not self._new:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._show()

    def _chosen(self) -> Agent | None:
        chosen = self.list.selectedItems()
        return self._lists.agents.get(chosen[0].data(_ID)) if chosen else None

    def _on_chosen(self) -> None:
        if self.list.selectedItems():
            self._new = False
        self.told.clear()
        self._show()

    def _show(self) -> None:
        agent = None if self._new else self._chosen()
        self.heading.setText(self.tr("New agent") if agent is None else formats.one_line(agent.name, 40))
        if agent is not None and not self.name.hasFocus():
            self.name.setText(agent.name)
        if agent is not None:
            self.colours.choose(agent.colour)
        gone = agent is not None and agent.removed
        first = not self._lists.here()
        # the first one is an admin whatever anybody says
        self.admin.setChecked(first if agent is None else agent.admin)
        self.admin.setEnabled(self._lists.sees_details and not gone and not first)
        self.save.setText(self.tr("Add") if agent is None else self.tr("Save"))
        self.save.setEnabled(not gone)
        self.set_pin.setVisible(agent is not None and not gone)
        self.leave.setVisible(agent is not None)
        self.leave.setEnabled(agent is None or not agent.admin or self._lists.sees_details)
        self.leave.setText(self.tr("Bring back") if gone else self.tr("Has left"))
        self.audit.setVisible(agent is not None)
        self.form.setRowVisible(self.current, agent is not None and agent.has_pin)
        self.form.setRowVisible(self.pin, not gone)

    def _on_new(self) -> None:
        self._new = True
        self.list.clearSelection()
        for field in (self.name, self.pin, self.current):
            field.clear()
        used = {agent.colour for agent in self._lists.here()}
        self.colours.choose(next((colour for colour in PALETTE if colour not in used), PALETTE[0]))
        self.told.clear()
        self._show()
        self.name.setFocus()

    def _on_save(self) -> None:
        agent, name, colour = self._chosen(), self.name.text(), self.colours.colour()
        agents, admin = self._services.agents, self.admin.isChecked()

        async def admitted(work: Coroutine[Any, Any, Agent]) -> Agent:
            kept = await work
            return kept if kept.admin == admin else await agents.set_admin(kept.id, admin)

        if self._new or agent is None:
            self._run(admitted(agents.create(name, colour, self.pin.text())), self._on_created)
        else:
            saved = self.tr("Saved.")
            self._run(admitted(agents.change(agent.id, name, colour)), lambda _agent: self._say(saved, "success"))

    def _on_created(self, agent: Agent) -> None:
        self._new = False
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) == agent.id:
                self.list.setCurrentRow(row)
        self.pin.clear()
        self._say(self.tr("{agent} can answer now.").replace("{agent}", formats.one_line(agent.name, 40)), "success")
        self.add.setFocus()

    def _on_set_pin(self) -> None:
        agent = self._chosen()
        if agent is not None:
            work = self._services.agents.set_pin(agent.id, self.pin.text(), self.current.text())
            self._run(work, lambda _none: self._on_pin_set())

    def _on_pin_set(self) -> None:
        removed = not self.pin.text()
        self.pin.clear()
        self.current.clear()
        self._say(self.tr("The PIN is taken away.") if removed else self.tr("The PIN is changed."), "success")

    def _on_leave(self) -> None:
        agent = self._chosen()
        if agent is None:
            return
        if agent.removed:
            self._run(self._services.agents.restore(agent.id), lambda _agent: None)
            return
        words = self.tr("{agent} has left. With “Show who left” they can be brought back.")
        said = words.replace("{agent}", formats.one_line(agent.name, 40))
        self._run(self._services.agents.remove(agent.id), lambda _none: self._say(said, "soft"))

    def _run(self, work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        self._crossing.spawn(self, work, done=done, failed=self._on_failed, keep=True)

    def _on_failed(self, error: AppError) -> None:
        if error.code is ErrorCode.CONFLICT:
            self._say(self.tr("There is an agent of this name already."), "danger")
        elif error.code is ErrorCode.INVALID:
            self._say(
                {
                    "name": self.tr("This cannot be a name."),
                    "pin": self.tr("A PIN has 4 to 12 digits."),
                    "current": self.tr("The present PIN is another one."),
                    "admin": self.tr("Only who may see technical details can decide that."),
                }.get(error.text or "", failure_words(error)),
                "danger",
            )
        else:
            self._say(failure_words(error), "danger")

    def _say(self, words: str, tone: str) -> None:
        self.told.setText(words)
        self.told.setAccessibleName(words)
        set_tone(self.told, tone)

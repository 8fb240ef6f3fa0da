"""Who is at the counter now: choose somebody, with their PIN where they have one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from services.api import Services
from services.domain.agents import PIN_DIGITS, Agent
from services.domain.errors import AppError, ErrorCode, RateLimited
from ui import formats
from ui.desk.lists import DeskLists
from ui.dialogs import Dialog
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.colours import dot
from ui.widgets.labels import plain_label
from ui.widgets.whole_rows import RowList

_ID = Qt.ItemDataRole.UserRole


class SwitchDialog(Dialog):
    """``agents_wanted`` asks for the dialog in which agents are made and changed."""

    agents_wanted = Signal()

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing, lists: DeskLists) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._lists = services, crossing, lists
        self.setWindowTitle(self.tr("Who is at the counter?"))
        self.resize(380, 420)
        heading = plain_label(self.tr("Who is at the counter?"), look=look, role=Type.TITLE)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Agents"))
        self.list.setIconSize(QSize(14, 14) * look.px(100) / 100)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show())
        self.list.itemActivated.connect(lambda _item: self._on_go())
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_DIGITS[1])
        self.pin.setPlaceholderText(self.tr("PIN"))
        self.pin.setAccessibleName(self.tr("PIN"))
        self.told = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.go = button(self.tr("Take over"), kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
        more = button(self.tr("Agents…"), kind="ghost")
        more.clicked.connect(self._on_more)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(more)
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(heading)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.pin)
        layout.addWidget(self.told)
        layout.addLayout(foot)
        self._fill()
        self._show()
        self.list.setFocus()

    def _fill(self) -> None:
        # once it is in its dialog: before, the rows are measured without the style sheet
        self.list.ensurePolished()
        for agent in self._lists.here():
            item = QListWidgetItem(dot(agent.colour), formats.one_line(agent.name, 60))
            item.setData(_ID, agent.id)
            self.list.addItem(item)
            if agent.active:
                self.list.setCurrentItem(item)
        nobody = QListWidgetItem(self.tr("Nobody"))
        self.list.addItem(nobody)
        if self.list.currentRow() < 0:
            self.list.setCurrentItem(nobody)

    def _chosen(self) -> Agent | None:
        item = self.list.currentItem()
        wanted = item.data(_ID) if item is not None else None
        return self._lists.agents.get(wanted) if wanted is not None else None

    def _show(self) -> None:
        agent = self._chosen()
        self.pin.clear()
        self.told.clear()
        self.pin.setVisible(agent is not None and agent.has_pin)

    def _on_go(self) -> None:
        agent = self._chosen()
        if agent is not None and agent.has_pin and not self.pin.text():
            self.pin.setFocus()
            return
        self._crossing.spawn(
            self,
            self._services.agents.switch(agent.id if agent is not None else None, self.pin.text()),
            done=lambda _agent: self.accept(),
            failed=self._on_failed,
            busy=self.go,
        )

    def _on_failed(self, error: AppError) -> None:
        if isinstance(error, RateLimited):
            words = self.tr("Too many wrong PINs. Wait a moment before you try again.")
        elif error.code is ErrorCode.INVALID:
            words = self.tr("This is not the PIN.")
        else:
            words = failure_words(error)
        self.told.setText(words)
        self.told.setAccessibleName(words)
        self.pin.setFocus()
        self.pin.selectAll()

    def _on_more(self) -> None:
        self.reject()
        self.agents_wanted.emit()

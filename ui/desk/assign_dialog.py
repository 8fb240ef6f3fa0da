"""Whose conversations these are: one of the agents or nobody, with a note for who takes them over."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from services.domain.agents import MAX_NOTE
from services.domain.models import ChatView
from ui import formats
from ui.desk.lists import DeskLists
from ui.dialogs import Dialog
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.colours import dot
from ui.widgets.labels import plain_label
from ui.widgets.whole_rows import RowList

_ID = Qt.ItemDataRole.UserRole


class AssignDialog(Dialog):
    """``assigned`` carries an AgentId (None: nobody) and a note, ``agents_wanted`` asks for the dialog that makes agents."""

    assigned = Signal(object, str)
    agents_wanted = Signal()

    def __init__(self, parent: QWidget, look: Look, lists: DeskLists, chats: Sequence[ChatView]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Assign"))
        self.resize(400, 460)
        whose = formats.one_line(chats[0].title, 60) if len(chats) == 1 else self.tr("%n conversation(s)", "", len(chats))
        heading = plain_label(whose, look=look, role=Type.TITLE, wrap=True)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Agents"))
        self.list.setIconSize(QSize(14, 14) * look.px(100) / 100)
        self.list.itemActivated.connect(lambda _item: self._on_go())
        agents = lists.here()
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(72)
        self.note.setPlaceholderText(self.tr("Note for who takes it over (only the team sees it)"))
        self.note.setAccessibleName(self.tr("Note for who takes it over (only the team sees it)"))
        none_yet = plain_label(
            self.tr("No agents yet. Add the people who answer at this computer."),
            look=look, role=Type.SMALL, tone="soft", wrap=True,
        )
        none_yet.setVisible(not agents)
        more = button(self.tr("Agents…"), kind="ghost")
        more.clicked.connect(self._on_more)
        self.go = button(self.tr("Assign"), kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
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
        layout.addWidget(none_yet)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note)
        layout.addLayout(foot)
        self._fill(lists, chats)
        self.list.setFocus()

    def _fill(self, lists: DeskLists, chats: Sequence[ChatView]) -> None:
        # once it is in its dialog: before, the rows are measured without the style sheet
        self.list.ensurePolished()
        present = chats[0].agent_id if chats else None
        for agent in sorted(lists.here(), key=lambda each: not each.active):
            name = formats.one_line(agent.name, 60)
            item = QListWidgetItem(dot(agent.colour), self.tr("{agent} (me)").replace("{agent}", name) if agent.active else name)
            item.setData(_ID, agent.id)
            self.list.addItem(item)
            if agent.id == present:
                self.list.setCurrentItem(item)
        nobody = QListWidgetItem(self.tr("Nobody"))
        self.list.addItem(nobody)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _on_go(self) -> None:
        item = self.list.currentItem()
        agent = item.data(_ID) if item is not None else None
        note = self.note.toPlainText()[:MAX_NOTE] if agent is not None else ""
        self.accept()
        self.assigned.emit(agent, note)

    def _on_more(self) -> None:
        self.reject()
        self.agents_wanted.emit()

"""How the work on a conversation stands: its state, whose it is, its labels, and what can be done about that."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from services.domain.models import ChatState, ChatView
from ui import formats
from ui.desk.lists import DeskLists
from ui.keymap import Keymap
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tip
from ui.widgets.pills import Pills


class WorkBox(QWidget):
    """``wanted`` carries the id of a deed of the keymap."""

    wanted = Signal(str)

    def __init__(self, look: Look, lists: DeskLists, keymap: Keymap) -> None:
        super().__init__()
        self._lists, self._keymap = lists, keymap
        self._chat: ChatView | None = None
        self.state = plain_label(look=look, role=Type.BODY, wrap=True)
        self.agent = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.pills = Pills(look)
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        self._buttons = {name: button() for name in ("chat.resolve", "chat.snooze", "chat.assign", "chat.labels")}
        for at, (name, made) in enumerate(self._buttons.items()):
            made.clicked.connect(lambda _on=False, deed=name: self.wanted.emit(deed))
            grid.addWidget(made, at // 2, at % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        for widget in (self.state, self.agent, self.pills):
            layout.addWidget(widget)
        layout.addLayout(grid)
        lists.changed.connect(self._show)

    def button(self, name: str) -> QWidget:
        """The one for a deed."""
        return self._buttons[name]

    def show_chat(self, chat: ChatView) -> None:
        """Which."""
        self._chat = chat
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)

    def _show(self) -> None:
        chat = self._chat
        if chat is None:
            return
        self.state.setText(self._state_words(chat))
        agent = self._lists.agent_name(chat.agent_id)
        self.agent.setText(self.tr("With {agent}").replace("{agent}", agent) if agent else self.tr("With nobody"))
        labels = self._lists.labels_of(chat.labels)
        self.pills.show_labels(labels)
        self.pills.setVisible(bool(labels))
        resolved = chat.state is ChatState.RESOLVED
        words = {
            "chat.resolve": self.tr("Open again") if resolved else self.tr("Resolve"),
            "chat.snooze": self.tr("Snooze"),
            "chat.assign": self.tr("Assign…"),
            "chat.labels": self.tr("Labels…"),
        }
        for name, said in words.items():
            self._buttons[name].setText(said)
            hint = self._keymap.hint(name)
            set_tip(self._buttons[name], f"{said} ({hint})" if hint else said)

    def _state_words(self, chat: ChatView) -> str:
        if chat.snoozed_until_ms is not None:
            until = chat.snoozed_until_ms
            when = f"{formats.full_date(formats.local_day(until))}, {formats.time_of_day(until)}"
            return self.tr("Snoozed until {moment}").format(moment=when)
        if chat.state is ChatState.RESOLVED:
            return self.tr("Resolved")
        if chat.archived:
            return self.tr("Archived")
        if chat.waiting_since_ms is not None:
            return self.tr("Waiting for our answer")
        return self.tr("Open")

"""The conversation with the contact's panel beside it, or in its place where there is no room for both."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from services.api import Services
from services.domain.models import ChatView
from ui.bridge import Bridge
from ui.desk.lists import DeskLists
from ui.formats import Clock
from ui.keymap import Keymap
from ui.media.desk import Desk
from ui.people.contact_panel import WIDTH, ContactPanel
from ui.tasks import Crossing
from ui.theme import Look

# what a conversation needs to be read
_LEAST = 400
_ANY = 16_777_215


class Beside(QWidget):
    """``hold`` takes the conversation. ``left`` tells that the panel was closed and the keyboard has to go elsewhere."""

    left = Signal()

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        clock: Clock,
        lists: DeskLists,
        keymap: Keymap,
        desk: Desk,
    ) -> None:
        super().__init__()
        self._look = look
        self._conversation: QWidget | None = None
        self._chat: ChatView | None = None
        self._wanted = False
        self.panel = ContactPanel(services, bridge, crossing, look, clock, lists, keymap, desk)
        self.panel.closed.connect(self._on_closed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.panel)
        look.changed.connect(self._lay_out)

    @property
    def is_wanted(self) -> bool:
        """Whether the panel is to be seen beside a conversation."""
        return self._wanted

    def hold(self, conversation: QWidget) -> None:
        """What it stands beside."""
        self._conversation = conversation
        self._row.insertWidget(0, conversation, 1)

    def show_chat(self, chat: ChatView | None) -> None:
        """Another conversation is open, or none."""
        self._chat = chat
        self.panel.keep()
        self.panel.show_chat(chat)
        self._lay_out()

    def show_panel(self, on: bool) -> None:
        """Show it beside each conversation, or no longer."""
        self._wanted = on
        self._lay_out()

    def toggle(self) -> None:
        """Show it, or put it away."""
        self.show_panel(not self._wanted)
        if self._wanted:
            self.panel.close_button.setFocus()
        else:
            self.left.emit()

    def write_note(self) -> None:
        """Show it with the cursor in the field for private notes."""
        self.show_panel(True)
        self.panel.write_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for both now, or no longer."""
        super().resizeEvent(event)
        self._lay_out()

    def _on_closed(self) -> None:
        self.show_panel(False)
        self.left.emit()

    def _lay_out(self) -> None:
        if self._conversation is None:
            return
        seen = self._wanted and self._chat is not None
        tight = self.width() < self._look.px(WIDTH + _LEAST)
        self.panel.setMaximumWidth(_ANY if tight else self._look.px(WIDTH))
        self._conversation.setVisible(not (seen and tight))
        if seen and self.panel.isHidden():
            self.panel.reveal()
        elif not seen:
            self.panel.keep()
            self.panel.hide()

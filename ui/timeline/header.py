"""Above a conversation: who it is with, what they do just now, and over which number."""

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from services.domain.changes import Presence
from services.domain.events import ConnectionState, PresenceState
from services.domain.models import ChatView, InstanceView
from ui import formats
from ui.keymap import native
from ui.messages import state_words
from ui.theme import Look, Space, Type
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.page_head import HEIGHT

PRESENCE_MS = 6000


class ChatHeader(QFrame):
    """Avatar, name, and a second line: typing, else number and the instance it came over; stars and a menu.

    ``menu_requested`` carries the ChatView and the place on the screen, ``details_requested`` wants the contact.
    """

    menu_requested = Signal(object, QPoint)
    details_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("header")
        self._chat: ChatView | None = None
        self._instance: InstanceView | None = None
        self._presence: Presence | None = None
        self._note = ""
        self.setFixedHeight(HEIGHT)
        # for where the list is not beside it
        self.back = IconButton(look, "back")
        self.back.hide()
        self._avatar = Avatar(look, 40)
        self.title = ElidedLabel(look, Type.TITLE)
        self.subtitle = ElidedLabel(look, Type.SMALL, "text_soft")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, 0, Space.L, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.back)
        layout.addWidget(self._avatar)
        layout.addLayout(words, 1)
        # the buttons have room of their own about their icons, which the name needs more
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        layout.addLayout(buttons)
        self.starred = IconButton(look, "star")
        buttons.addWidget(self.starred)
        self.details = IconButton(look, "side")
        self.details.clicked.connect(self.details_requested)
        buttons.addWidget(self.details)
        self.more = IconButton(look, "dots")
        self.more.clicked.connect(self._on_more_clicked)
        buttons.addWidget(self.more)
        self._name_buttons()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PRESENCE_MS)
        self._timer.timeout.connect(self._forget_presence)

    def show_chat(self, chat: ChatView, instance: InstanceView | None) -> None:
        """Whose conversation it is."""
        if self._chat is None or self._chat.id != chat.id:
            self._presence = None
        self._chat, self._instance = chat, instance
        self._avatar.show_person(chat.title, str(chat.address), chat.is_group)
        self.title.set_text(formats.one_line(chat.title))
        self._refresh()

    def show_presence(self, presence: Presence) -> None:
        """What the other side does; forgotten after six seconds."""
        busy = presence.state in (PresenceState.TYPING, PresenceState.RECORDING)
        self._presence = presence if busy or presence.state is PresenceState.ONLINE else None
        self._timer.start()
        self._refresh()

    def show_note(self, words: str) -> None:
        """What else is to be known, in few words: how long the customer can still be answered freely."""
        self._note = words
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name_buttons()
            self._refresh()
        super().changeEvent(event)

    def _name_buttons(self) -> None:
        self.back.name_it(self.tr("Back to the conversations"), native("Esc"))
        self.starred.name_it(self.tr("Starred messages"))
        self.details.name_it(self.tr("Show or hide the contact"), native("Alt+I"))
        self.more.name_it(self.tr("More about this conversation"))

    def _on_more_clicked(self) -> None:
        if self._chat is not None:
            self.menu_requested.emit(self._chat, self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _forget_presence(self) -> None:
        self._presence = None
        self._refresh()

    def _refresh(self) -> None:
        chat = self._chat
        if chat is None:
            return
        if self._presence is not None:
            self.subtitle.set_text(self._presence_words(self._presence), "accent")
            return
        parts: list[str] = []
        if chat.is_group:
            parts.append(self.tr("Group"))
        elif chat.phone and formats.phone(chat.phone) != formats.one_line(chat.title):
            parts.append(formats.phone(chat.phone))
        if self._instance is not None:
            parts.append(self.tr("via {number}").format(number=formats.one_line(self._instance.label or self._instance.name, 60)))
            if self._instance.state is not ConnectionState.CONNECTED:
                parts.append(state_words(self._instance.state))
        if self._note:
            parts.insert(0, self._note)
        self.subtitle.set_text(" · ".join(parts), "text_soft")

    def _presence_words(self, presence: Presence) -> str:
        if presence.state is PresenceState.RECORDING:
            words = self.tr("recording audio…")
        elif presence.state is PresenceState.TYPING:
            words = self.tr("typing…")
        else:
            words = self.tr("online")
        group = self._chat is not None and self._chat.is_group
        return f"{formats.one_line(presence.who, 60)} {words}" if group and presence.who else words

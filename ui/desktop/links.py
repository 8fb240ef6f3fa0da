"""Follows ``balcao://`` links: opens a conversation, offers a text as a draft, and never sends anything."""

from PySide6.QtCore import QObject, Signal

from services.api import Services
from services.domain import deep_links, phone
from services.domain.deep_links import DeepLink
from services.domain.models import ChatView
from ui.main_window import MainWindow
from ui.notices import Shown
from ui.tasks import Crossing

_CAUSE = "link"


class Links(QObject):
    """``chat_wanted`` names the conversation to go to."""

    chat_wanted = Signal(object)

    def __init__(self, window: MainWindow, services: Services, crossing: Crossing, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._services, self._crossing = window, services, crossing

    def follow(self, link: str) -> None:
        """Go where it leads; what is no link of ours is said to be none, without repeating it."""
        wanted = deep_links.read(link)
        if wanted is None:
            words = self.tr("A link was opened that Balcão does not understand. Nothing was done.")
            self._window.board.put(Shown(_CAUSE, "warning", lambda: words, passing=True))
            return
        # the number as it stands there first, then as WhatsApp may know the same one: with or without the ninth digit
        same = dict.fromkeys((wanted.phone, *phone.spellings(phone.glance(f"+{wanted.phone}") or wanted.phone)))
        self._look(wanted, tuple(same))

    def _look(self, wanted: DeepLink, numbers: tuple[str, ...]) -> None:
        self._crossing.spawn(
            self,
            self._services.search.chats(numbers[0], limit=20),
            done=lambda found: self._on_found(wanted, numbers, found),
        )

    def _on_found(self, wanted: DeepLink, numbers: tuple[str, ...], found: tuple[ChatView, ...]) -> None:
        chat = next((each for each in found if not each.is_group and each.phone == numbers[0]), None)
        if chat is not None:
            self._offer(chat, wanted.text)
            return
        if numbers[1:]:
            self._look(wanted, numbers[1:])
            return
        # nobody we know: a person decides whether to begin, and over which number
        dialog = self._window.contacts.start_with(f"+{wanted.phone}")
        dialog.started.connect(lambda started: self._offer(started.chat, wanted.text))

    def _offer(self, chat: ChatView, text: str) -> None:
        self.chat_wanted.emit(chat.id)
        if not text:
            return
        if chat.draft:
            words = self.tr("The link's text was left out: there is a draft of yours in this conversation.")
            self._window.board.put(Shown(_CAUSE, "info", lambda: words, passing=True))
        else:
            self._window.timeline.composer.give_back(chat.id, text)

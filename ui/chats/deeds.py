"""What can be done with a conversation as a whole: each at once, said with a way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from services.api import Services
from services.domain.models import ChatView
from ui import formats
from ui.notices import Action, NoticeBoard, Shown
from ui.tasks import Crossing

_CAUSE = "chat-deed"


class Deeds(QObject):
    """Archive, pin, mute, mark unread; each does the opposite where it is so already.

    ``window_requested`` carries a conversation that is to have a window of its own.
    """

    window_requested = Signal(object)

    def __init__(self, services: Services, crossing: Crossing, board: NoticeBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._board, self._window = services, crossing, board, parent

    def archive(self, chat: ChatView) -> None:
        """Into the archive, or out of it."""
        on = not chat.archived
        words = self.tr("{chat} is archived.") if on else self.tr("{chat} is no longer archived.")
        self._do(chat, words, lambda: self._archive(chat, on), lambda: self._archive(chat, not on))

    def pin(self, chat: ChatView) -> None:
        """To the top, or no longer."""
        on = not chat.pinned
        words = self.tr("{chat} is pinned.") if on else self.tr("{chat} is no longer pinned.")
        self._do(chat, words, lambda: self._pin(chat, on), lambda: self._pin(chat, not on))

    def mute(self, chat: ChatView) -> None:
        """Silent, or no longer."""
        on = not chat.muted
        words = self.tr("{chat} is muted.") if on else self.tr("{chat} is no longer muted.")
        self._do(chat, words, lambda: self._mute(chat, on), lambda: self._mute(chat, not on))

    def mark(self, chat: ChatView) -> None:
        """Unread, to come back to it; or read."""
        if chat.unread or chat.marked_unread:
            words = self.tr("{chat} is marked as read.")
            self._do(chat, words, lambda: self._read(chat), lambda: self._unread(chat))
        else:
            words = self.tr("{chat} is marked as unread.")
            self._do(chat, words, lambda: self._unread(chat), lambda: self._read(chat))

    def show_menu(self, chat: ChatView, at: QPoint) -> None:
        """All of them as a menu at a place of the screen."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        unread = bool(chat.unread or chat.marked_unread)
        for words, keys, run in (
            (self.tr("Mark as read") if unread else self.tr("Mark as unread"), "Ctrl+Shift+U", self.mark),
            (self.tr("Unpin") if chat.pinned else self.tr("Pin"), "Ctrl+Shift+P", self.pin),
            (self.tr("Unmute") if chat.muted else self.tr("Mute"), "Ctrl+Shift+M", self.mute),
            (self.tr("Take out of the archive") if chat.archived else self.tr("Archive"), "Ctrl+E", self.archive),
            (self.tr("Open in a window of its own"), "Ctrl+Shift+N", self.window_requested.emit),
        ):
            # after the tab only words: the shortcuts themselves are the window's
            action = menu.addAction(f"{words}\t{keys}")
            action.triggered.connect(lambda _on=False, deed=run: deed(chat))
        menu.popup(at)

    def _do(self, chat: ChatView, words: str, run: Callable[[], None], back: Callable[[], None]) -> None:
        said = words.format(chat=formats.one_line(chat.title, 60))

        def undo() -> None:
            self._board.clear(_CAUSE)
            back()

        run()
        undoing = self.tr("Undo")
        self._board.put(Shown(_CAUSE, "info", lambda: said, (Action(lambda: undoing, undo),), passing=True))

    def _archive(self, chat: ChatView, on: bool) -> None:
        self._crossing.spawn(self, self._services.chats.archive(chat.id, on), keep=True)

    def _pin(self, chat: ChatView, on: bool) -> None:
        self._crossing.spawn(self, self._services.chats.pin(chat.id, on), keep=True)

    def _mute(self, chat: ChatView, on: bool) -> None:
        self._crossing.spawn(self, self._services.chats.mute(chat.id, on), keep=True)

    def _read(self, chat: ChatView) -> None:
        self._crossing.spawn(self, self._services.chats.mark_read(chat.id), keep=True)

    def _unread(self, chat: ChatView) -> None:
        self._crossing.spawn(self, self._services.chats.mark_unread(chat.id), keep=True)

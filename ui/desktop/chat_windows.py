"""All conversations that have a window of their own."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.changes import ChangeSet
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView
from services.settings.schema import MAX_CHAT_WINDOWS, ChatWindowLeft
from ui.bridge import Bridge
from ui.desk.lists import DeskLists
from ui.desktop.chat_window import ChatWindow
from ui.formats import Clock
from ui.keymap import Keymap
from ui.tasks import Crossing
from ui.theme import Look

_STEP = 36


class ChatWindows(QObject):
    """The windows by their conversations.

    ``chat_found`` carries a ChatView to go to, ``chat_wanted`` a ChatId and the id of a message or None,
    ``merge_wanted`` a ContactId, ``agents_wanted`` the list of agents.
    """

    chat_found = Signal(object)
    chat_wanted = Signal(object, object)
    merge_wanted = Signal(object)
    agents_wanted = Signal()

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock, keymap: Keymap,
        lists: DeskLists,
        numbers: Callable[[], tuple[Mapping[InstanceId, InstanceView], Mapping[str, ProviderView]]],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._services, self._bridge, self._crossing = services, bridge, crossing
        self._look, self._clock, self._keymap, self._lists, self._numbers = look, clock, keymap, lists, numbers
        self._waiting: dict[ChatId, ChatWindowLeft] = {}
        self.windows: dict[ChatId, ChatWindow] = {}
        bridge.changed.connect(self._on_bridge_changed)

    def open(self, chat: ChatView) -> ChatWindow:
        """A window for it in front of the others, or the one it has."""
        window = self.windows.get(chat.id)
        if window is None:
            window = self._made(chat)
            self._place(window)
            self._show(window)
        window.raise_()
        window.activateWindow()
        return window

    def show(self, chat_id: ChatId, message_id: MessageId | None = None) -> bool:
        """Bring its window to the front; False where it has none."""
        window = self.windows.get(chat_id)
        if window is None:
            return False
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if message_id is not None:
            window.timeline.go_to(message_id)
        window.timeline.composer.text.setFocus()
        return True

    def remember(self, left: tuple[ChatWindowLeft, ...]) -> None:
        """The windows of last time; they stay remembered until ``bring_back``."""
        self._waiting = {ChatId(each.chat): each for each in left}

    def bring_back(self) -> None:
        """Open those of last time whose conversations still exist, behind what has the keyboard."""
        waiting = self._waiting
        if not waiting:
            return

        def done(chats: tuple[ChatView, ...]) -> None:
            self._waiting = {}
            for chat in chats:
                if chat.id in waiting and chat.id not in self.windows:
                    window = self._made(chat)
                    window.put_back(waiting[chat.id])
                    self._show(window)
                    # from now on it comes forward like any other
                    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

        self._crossing.spawn(self, self._services.chats.get(tuple(waiting)), done=done)

    def left(self) -> tuple[ChatWindowLeft, ...]:
        """What brings all of them back."""
        open_ones = {chat: window.left() for chat, window in self.windows.items()}
        return tuple({**self._waiting, **open_ones}.values())[:MAX_CHAT_WINDOWS]

    def set_instances(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        """What is known of the numbers."""
        for window in self.windows.values():
            window.set_instances(instances, providers)

    def close(self) -> None:
        """Close all."""
        for window in tuple(self.windows.values()):
            window.close()

    def in_view(self) -> frozenset[ChatId]:
        """Those that have the keyboard."""
        return frozenset(chat for chat, window in self.windows.items() if window.isActiveWindow() and window.isVisible())

    def _made(self, chat: ChatView) -> ChatWindow:
        window = ChatWindow(
            self._services, self._bridge, self._crossing, self._look, self._clock, self._keymap, self._lists, chat
        )
        window.closed.connect(self._on_closed)
        window.timeline.chat_found.connect(self.chat_found)
        window.chat_wanted.connect(self.chat_wanted)
        window.merge_wanted.connect(self.merge_wanted)
        window.agents_wanted.connect(self.agents_wanted)
        window.set_instances(*self._numbers())
        self.windows[chat.id] = window
        return window

    def _show(self, window: ChatWindow) -> None:
        window.show()
        window.timeline.open(window.chat)

    def _place(self, window: ChatWindow) -> None:
        # not one over the other
        parent = self.parent()
        if isinstance(parent, QWidget):
            at = parent.geometry().topLeft()
            offset = _STEP * (len(self.windows) % 8)
            window.move(at.x() + offset, at.y() + offset)

    def _on_closed(self, window: ChatWindow) -> None:
        self.windows.pop(window.chat.id, None)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        ours = tuple(chat for chat in changes.chats if chat in self.windows)
        if ours:
            self._crossing.spawn(self, self._services.chats.get(ours), done=lambda chats: self._on_chats(ours, chats))
        for gone, into in changes.chats_merged:
            if gone in self.windows:
                self.windows[gone].close()
                self._crossing.spawn(self, self._services.chats.get((into,)), done=self._open_all)

    def _open_all(self, chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            self.open(chat)

    def _on_chats(self, asked: tuple[ChatId, ...], chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            if chat.id in self.windows:
                self.windows[chat.id].refresh(chat)
        for gone in {*asked} - {chat.id for chat in chats}:
            if gone in self.windows:
                self.windows[gone].close()

"""A conversation in a window of its own, and all such windows together."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.changes import ChangeSet
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView
from ui import formats, zoom
from ui.bridge import Bridge
from ui.formats import Clock
from ui.keymap import Keymap
from ui.people.menu import ChatMenu
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.panel import TimelinePanel
from ui.widgets.buttons import pressed_by
from ui.widgets.icons import app_icon

_USUAL = QSize(620, 720)
_STEP = 36


class ChatWindow(QWidget):
    """The same timeline and composer as in the main window; ``closed`` carries itself."""

    closed = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock, keymap: Keymap, chat: ChatView
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chat_id = chat.id
        # its keys work in it alone, so it has a map of its own that follows the other
        self._keymap, self._keys = keymap, Keymap(parent=self)
        self._follow_keys()
        keymap.changed.connect(self._follow_keys)
        self.timeline = TimelinePanel(services, bridge, crossing, look, clock, self._keys)
        self.menu = ChatMenu(self, services, crossing, look, self.timeline.desk, clock)
        self.timeline.header.menu_requested.connect(self.menu.show)
        # what is known of the contact stands beside the conversation in the main window alone
        self.timeline.header.details.hide()
        self.menu.message_requested.connect(self.timeline.go_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.timeline)
        for key in ("Ctrl+W", "Esc"):
            QShortcut(QKeySequence(key), self, self.close)
        self.setWindowIcon(app_icon())
        self.setMinimumSize(420, 420)
        self.resize(_USUAL * zoom.percent() / zoom.USUAL)
        zoom.fit(self)
        self.refresh(chat)

    def refresh(self, chat: ChatView) -> None:
        """The same conversation with other facts."""
        # Qt puts the name of the program behind it where the system does so
        self.setWindowTitle(formats.one_line(chat.title, 80))
        self.timeline.refresh(chat)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand over what is typed."""
        self.timeline.composer.flush()
        self.timeline.open(None)
        self.closed.emit(self)
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard."""
        if not pressed_by(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Being looked at again."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.timeline.seen()
        super().changeEvent(event)

    def _follow_keys(self) -> None:
        self._keys.load(self._keymap.stored())


class ChatWindows(QObject):
    """The windows by their conversations. ``failed`` carries AppErrors, ``chat_found`` a ChatView to go to."""

    failed = Signal(object)
    chat_found = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock, keymap: Keymap,
        numbers: Callable[[], tuple[Mapping[InstanceId, InstanceView], Mapping[str, ProviderView]]],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._services, self._bridge, self._crossing = services, bridge, crossing
        self._look, self._clock, self._keymap, self._numbers = look, clock, keymap, numbers
        self.windows: dict[ChatId, ChatWindow] = {}
        bridge.changed.connect(self._on_bridge_changed)

    def open(self, chat: ChatView) -> ChatWindow:
        """A window for it, or the one it has."""
        window = self.windows.get(chat.id)
        if window is None:
            window = ChatWindow(
                self._services, self._bridge, self._crossing, self._look, self._clock, self._keymap, chat
            )
            window.closed.connect(self._on_closed)
            window.timeline.failed.connect(self.failed)
            window.timeline.chat_found.connect(self.chat_found)
            window.timeline.set_instances(*self._numbers())
            self._place(window)
            self.windows[chat.id] = window
            window.show()
            window.timeline.open(chat)
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

    def set_instances(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        """What is known of the numbers."""
        for window in self.windows.values():
            window.timeline.set_instances(instances, providers)

    def flush(self) -> None:
        """Hand what is typed to the services."""
        for window in self.windows.values():
            window.timeline.composer.flush()

    def close(self) -> None:
        """Close all."""
        for window in tuple(self.windows.values()):
            window.close()

    def in_view(self) -> frozenset[ChatId]:
        """Those that have the keyboard."""
        return frozenset(chat for chat, window in self.windows.items() if window.isActiveWindow() and window.isVisible())

    def _place(self, window: ChatWindow) -> None:
        # not one over the other
        parent = self.parent()
        if isinstance(parent, QWidget):
            at = parent.geometry().topLeft()
            offset = _STEP * (1 + len(self.windows) % 8)
            window.move(at.x() + offset, at.y() + offset)

    def _on_closed(self, window: ChatWindow) -> None:
        self.windows.pop(window.chat_id, None)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        ours = tuple(chat for chat in changes.chats if chat in self.windows)
        if ours:
            self._crossing.spawn(self, self._services.chats.get(ours), done=self._on_chats)
        for gone, into in changes.chats_merged:
            if gone in self.windows:
                self.windows[gone].close()
                self._crossing.spawn(self, self._services.chats.get((into,)), done=self._open_all)

    def _open_all(self, chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            self.open(chat)

    def _on_chats(self, chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            if chat.id in self.windows:
                self.windows[chat.id].refresh(chat)

"""The window among the other programs: what is told, locked, hidden and opened from outside, put together."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from time import time
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from services.api import Services
from services.api.locking import Lock
from services.api.numbers import ProviderView
from services.domain.changes import ChangeSet
from services.domain.events import ConnectionState
from services.domain.ids import ChatId, ContactId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView
from services.settings.desktop import Notifications
from services.settings.schema import ChatWindowLeft
from ui.bridge import Bridge
from ui.desktop.balloons import Balloons
from ui.desktop.chat_windows import ChatWindows
from ui.desktop.links import Links
from ui.desktop.locker import Locker
from ui.desktop.notifier import Notifier
from ui.desktop.sounds import Sound, Sounds
from ui.desktop.tray import Health, Tray
from ui.formats import Clock
from ui.main_window import MainWindow
from ui.number_notices import TROUBLE
from ui.tasks import Crossing
from ui.theme import Look

if TYPE_CHECKING:
    from ui.desktop.freedesktop import Freedesktop

_LOOK_FOR_TRAY_MS = 10_000
_MORNING = 6


class Desktop(QObject):
    """Lives as long as the window. ``get`` and ``put`` read and store a setting; ``quit_requested`` ends the program."""

    quit_requested = Signal()

    def __init__(
        self, app: QApplication, window: MainWindow, services: Services, bridge: Bridge, crossing: Crossing, look: Look,
        lock: Lock, get: Callable[[str], object], put: Callable[[str, object], None], clock: Clock = time,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._app, self._window, self._services, self._crossing, self._look = app, window, services, crossing, look
        self._lock, self._get, self._put, self._clock, self._bridge = lock, get, put, clock, bridge
        self._numbers: tuple[Mapping[InstanceId, InstanceView], Mapping[str, ProviderView]] = ({}, {})
        self._states: dict[InstanceId, ConnectionState] = {}
        self._wanted_after: Callable[[], object] | None = None
        self._answering = False
        self._paused_until = 0.0
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(lambda: self.pause(0))
        self._lost = QTimer(self, interval=_LOOK_FOR_TRAY_MS)
        self._lost.timeout.connect(self._look_for_tray)
        self.sounds = Sounds(self)
        self.locker = Locker(app, window, look, lock, crossing, self._idle_min, self)
        self.tray = Tray(look, self._can_lock, self)
        self.chats = ChatWindows(
            services, bridge, crossing, look, clock, window.keymap, window.lists, lambda: self._numbers, window
        )
        self.chats.remember(msgspec.convert(get("window.chats"), tuple[ChatWindowLeft, ...]))
        self.notifier = Notifier(services, bridge, crossing, self, self._notifications, clock, self)
        self.links = Links(window, services, crossing, self)
        self._daemon: Freedesktop | None = None
        self._connect()

    # ------------------------------------------------------------------ for the application

    def open(self, *, hidden: bool) -> None:
        """Show what is to be shown first: nothing of customers before the PIN, ``hidden`` only the tray where it is."""
        if self._lock.has_pin():
            self.locker.lock()
            if not hidden:
                self.locker.show()
        elif not hidden:
            self._window.show()
        self.tray.start()
        if hidden and self.tray.there():
            self._lost.start()
        elif hidden:
            self.come(minimised=True)

    async def settle(self) -> None:
        """Find out who shows notifications."""
        self._daemon = await _daemon(self)
        self.notifier.show_on(self._daemon or Balloons(self.tray.icon, self))

    async def stop(self) -> None:
        """Take away everything that would outlive the window."""
        self.tray.stop()
        self.sounds.stop()
        self.locker.cover.hide()
        self.chats.close()
        if self._daemon is not None:
            await self._daemon.stop()

    def come(self, *, minimised: bool = False) -> None:
        """To the front: the lock where it is locked, else the window."""
        self._lost.stop()
        if self.locker.locked:
            self.locker.show()
            return
        window = self._window
        if minimised:
            window.showMinimized()
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self._bring_back()

    def answering(self) -> None:
        """The services are open: windows of last time can be filled again."""
        self._answering = True
        self._bring_back()

    def left(self) -> Mapping[str, object]:
        """The settings that bring the other windows back as they are now."""
        return {"window.chats": self.chats.left()}

    def open_link(self, link: str) -> None:
        """A link from outside; it waits until the lock is open."""
        self.come()
        self._once_open(lambda: self.links.follow(link))

    def pause(self, seconds: int) -> None:
        """No notifications for so long; 0 goes on, -1 is until tomorrow morning."""
        if seconds < 0:
            now = datetime.fromtimestamp(self._clock())
            morning = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
            morning += timedelta(days=0 if now.hour < _MORNING else 1)
            seconds = max(1, int((morning - now).total_seconds()))
        self._paused_until = self._clock() + seconds if seconds else 0.0
        self._pause.stop()
        if seconds:
            self._pause.start(seconds * 1000)
        self.tray.show_pause(bool(seconds))

    # ------------------------------------------------------------------ what the notifier asks

    def in_view(self) -> frozenset[ChatId]:
        """Conversations that are in a window which has the keyboard."""
        window, chat = self._window, self._window.timeline.chat
        if chat is not None and window.isActiveWindow() and window.timeline.isVisible():
            return self.chats.in_view() | {chat.id}
        return self.chats.in_view()

    def looked_at(self) -> bool:
        """Whether one of the windows has the keyboard."""
        return self._app.activeWindow() is not None and not self.locker.locked

    def secret(self) -> bool:
        """Whether nothing of customers may be shown."""
        return self.locker.locked

    def paused(self) -> bool:
        """Whether a person wants no notifications for a while."""
        return self._clock() < self._paused_until

    # ------------------------------------------------------------------ inside

    def _connect(self) -> None:
        window, tray = self._window, self.tray
        window.close_requested.connect(self._on_close_requested)
        window.unread_changed.connect(self._on_unread_changed)
        window.lock_requested.connect(self._on_lock_requested)
        window.pin_requested.connect(self._on_pin_requested)
        window.window_requested.connect(self._on_window_requested)
        window.numbers.instances_loaded.connect(self._on_instances_loaded)
        self.chats.chat_wanted.connect(self._on_chat_of_window_wanted)
        self.chats.merge_wanted.connect(self._on_merge_wanted)
        self.chats.agents_wanted.connect(self._on_agents_wanted)
        self.chats.chat_found.connect(lambda chat: self._go(chat.id))
        self.locker.cover.close_requested.connect(self._on_close_requested)
        self.locker.cover.quit_requested.connect(self.quit_requested)
        self.locker.changed.connect(self._on_locker_changed)
        self.notifier.chat_wanted.connect(self._on_chat_wanted)
        self.notifier.rang.connect(self._on_rang)
        self.notifier.failed.connect(window.board.take_error)
        self.links.chat_wanted.connect(self._go)
        tray.open_requested.connect(self.come)
        tray.quit_requested.connect(self.quit_requested)
        tray.pause_requested.connect(self.pause)
        tray.lock_requested.connect(self._on_lock_requested)
        self._bridge.changed.connect(self._on_bridge_changed)

    def _notifications(self) -> Notifications:
        names = (field.name for field in msgspec.structs.fields(Notifications))
        return msgspec.convert({name: self._get(f"notifications.{name}") for name in names}, Notifications)

    def _can_lock(self) -> bool:
        return self._lock.has_pin() and not self.locker.locked

    def _idle_min(self) -> int:
        minutes = self._get("lock.idle_min")
        return minutes if isinstance(minutes, int) else 0

    def _go(self, chat_id: ChatId) -> None:
        if not self.chats.show(chat_id):
            self._window.open_chat(chat_id)

    def _bring_back(self) -> None:
        # never before the main window, which may be only beside the clock, and nothing of customers before the PIN
        if self._answering and not self.locker.locked and self._window.isVisible():
            self.chats.bring_back()

    def _on_chat_of_window_wanted(self, chat_id: ChatId, message_id: MessageId | None) -> None:
        if not self.chats.show(chat_id, message_id):
            self.come()
            self._window.open_chat(chat_id, message_id)

    def _on_merge_wanted(self, contact_id: ContactId) -> None:
        self.come()
        self._window.contacts.merge_number(contact_id)

    def _on_agents_wanted(self) -> None:
        self.come()
        self._window.team.agents()

    def _once_open(self, run: Callable[[], object]) -> None:
        if self.locker.locked:
            self._wanted_after = run
        else:
            run()

    def _on_chat_wanted(self, chat_id: ChatId | None) -> None:
        # its own window comes alone, without the others before it
        if chat_id is None or self.locker.locked or chat_id not in self.chats.windows:
            self.come()
        if chat_id is not None:
            self._once_open(partial(self._go, chat_id))

    def _on_window_requested(self, chat: ChatView) -> None:
        timeline = self._window.timeline
        if timeline.chat is not None and timeline.chat.id == chat.id:
            typed = timeline.composer.text.toPlainText()
            chat = msgspec.structs.replace(chat, draft=typed or None)
            self._window.chats.leave()
        timeline.composer.forget(chat.id)
        self.chats.open(chat)

    def _on_close_requested(self) -> None:
        if not self._get("desktop.close_to_tray") or not self.tray.there():
            self.quit_requested.emit()
        elif self._get("desktop.tray_explained") or self.locker.locked:
            self._hide()
        else:
            from ui.desktop.closing import CloseDialog  # not needed at the start

            dialog = CloseDialog(self._window, self._look)
            dialog.stay_chosen.connect(self._on_stay_chosen)
            dialog.quit_chosen.connect(self._on_quit_chosen)
            dialog.open()

    def _on_stay_chosen(self) -> None:
        self._put("desktop.tray_explained", True)
        self._hide()

    def _on_quit_chosen(self) -> None:
        self._put("desktop.close_to_tray", False)
        self.quit_requested.emit()

    def _hide(self) -> None:
        self._window.hide()
        self.locker.cover.hide()
        self._lost.start()

    def _look_for_tray(self) -> None:
        # a program that nobody can reach would be worse than a window that nobody asked for
        if not self.tray.there():
            self.come(minimised=True)

    def _on_lock_requested(self) -> None:
        if not self.locker.lock():
            self._on_pin_requested(self._window)

    def _on_pin_requested(self, over: QWidget) -> None:
        from ui.desktop.pin_dialog import PinDialog  # not needed at the start

        dialog = PinDialog(over, self._look, self._lock, self._crossing)
        # the lock works without the services, so they cannot tell of it
        dialog.changed.connect(lambda: self._bridge.changed.emit(ChangeSet(settings=frozenset({"lock.has_pin"}))))
        dialog.open()

    def _on_locker_changed(self, locked: bool) -> None:
        if locked:
            for chat in tuple(self.notifier.told()):
                self.notifier.withdraw(chat)
            return
        self._bring_back()
        if self._wanted_after is not None:
            run, self._wanted_after = self._wanted_after, None
            run()

    def _on_unread_changed(self, count: int) -> None:
        self.tray.show_unread(count)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(count)

    def _on_instances_loaded(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        self._numbers = (instances, providers)
        self.chats.set_instances(instances, providers)
        fell = [
            number for number, view in instances.items()
            if view.state in TROUBLE and self._states.get(number) is ConnectionState.CONNECTED
        ]  # fmt: skip
        self._states = {number: view.state for number, view in instances.items()}
        if any(view.state in TROUBLE for view in instances.values()):
            self.tray.show_health(Health.TROUBLE)
        else:
            paused = any(view.paused for view in instances.values())
            self.tray.show_health(Health.PAUSED if paused else Health.FINE)
        if fell and self._get("notifications.sound_offline") and not self.notifier.silent():
            self.sounds.play(Sound.OFFLINE, self._notifications().volume)

    def _on_rang(self, here: bool) -> None:
        settings = self._notifications()
        if settings.sound_here if here else settings.sound_elsewhere:
            self.sounds.play(Sound.HERE if here else Sound.ELSEWHERE, settings.volume)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if any(key.startswith("lock.") for key in changes.settings):
            self.locker.renew()


async def _daemon(parent: QObject) -> "Freedesktop | None":
    if not sys.platform.startswith("linux"):
        return None
    # it brings the bus with it, for which the first picture of the window need not wait
    from ui.desktop.freedesktop import Freedesktop

    found = Freedesktop(parent)
    return found if await found.start() else None

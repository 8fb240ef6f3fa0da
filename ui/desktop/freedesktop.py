"""Notifications of a Linux desktop: the daemon on the session bus, with answers where it can.

Source: Desktop Notifications Specification 1.2; ``inline-reply`` and ``NotificationReplied`` are those of KDE's and
other daemons that name the capability. A body is markup where the daemon says so, so texts are escaped then.
"""

import asyncio
import logging
from collections.abc import Coroutine
from html import escape
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, MatchRule, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusRouter, open_dbus_router
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QCoreApplication, QObject, Signal

import resources
from ui.desktop.rules import Bubble

_log = logging.getLogger(__name__)
_NAME = "org.freedesktop.Notifications"
_DAEMON = DBusAddress("/org/freedesktop/Notifications", bus_name=_NAME, interface=_NAME)
_ANSWER_S = 3.0
_TROUBLE = (OSError, EOFError, LookupError, TypeError, ValueError, TimeoutError, RouterClosed, DBusErrorResponse)

translate = QCoreApplication.translate


class Freedesktop(QObject):
    """Shows bubbles by their keys. ``opened`` and ``answered`` name the key that a person pressed or wrote to."""

    opened = Signal(str)
    answered = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._router: DBusRouter | None = None
        self._left = asyncio.Event()
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ids: dict[str, int] = {}
        # by its file: from a checkout no icon is installed under a name
        self._icon = resources.path("icons", "balcao.svg").as_uri()
        self.can: frozenset[str] = frozenset()

    async def start(self) -> bool:
        """Find the daemon; False where there is no session bus, or nobody on it who shows notifications."""
        found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._spawn(self._live(found))
        return await found

    async def stop(self) -> None:
        """Take away what is shown and leave the bus."""
        for key in tuple(self._ids):
            await self._close(key)
        self._left.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_ANSWER_S)

    def show(self, bubble: Bubble) -> None:
        """Show it, in place of an earlier one with its key."""
        self._spawn(self._show(bubble))

    def withdraw(self, key: str) -> None:
        """Take it away, where it is still shown."""
        self._spawn(self._close(key))

    async def _live(self, found: "asyncio.Future[bool]") -> None:
        """Stay on the bus until ``stop``; ``found`` is told first whether there is a daemon."""
        try:
            async with open_dbus_router("SESSION") as router:
                self._router = router
                self.can = frozenset(str(each) for each in (await self._ask("GetCapabilities"))[0])
                rule = MatchRule(type="signal", interface=_NAME, path=_DAEMON.object_path)
                heard: asyncio.Queue[Any] = asyncio.Queue()
                with router.filter(rule, queue=heard):
                    unwrap_msg(await asyncio.wait_for(router.send_and_get_reply(message_bus.AddMatch(rule)), _ANSWER_S))
                    found.set_result(True)
                    listening = asyncio.get_running_loop().create_task(self._listen(heard))
                    try:
                        await self._left.wait()
                    finally:
                        listening.cancel()
        except _TROUBLE as error:
            _log.info("notifications of the desktop cannot be used: %s", type(error).__name__)
        finally:
            self._router = None
            if not found.done():
                found.set_result(False)

    async def _listen(self, heard: "asyncio.Queue[Any]") -> None:
        while True:
            message = await heard.get()
            member = message.header.fields.get(HeaderFields.member)
            # whoever is on the bus can send this: numbers that are not ours and odd bodies are nothing
            body = message.body
            key = next((key for key, number in self._ids.items() if body and number == body[0]), None)
            if key is None:
                continue
            if member == "NotificationClosed":
                self._ids.pop(key)
            elif member == "ActionInvoked" and len(body) > 1 and body[1] == "default":
                self.opened.emit(key)
            elif member == "NotificationReplied" and len(body) > 1 and isinstance(body[1], str):
                self.answered.emit(key, body[1])

    async def _show(self, bubble: Bubble) -> None:
        # one after the other: the next one has to know the number of the one it replaces
        async with self._turn:
            body = escape(bubble.body, quote=False) if "body-markup" in self.can else bubble.body
            actions = ["default", translate("Desktop", "Open")]
            # the program has sounds of its own
            hints: dict[str, tuple[str, Any]] = {
                "desktop-entry": ("s", "balcao"), "category": ("s", "im.received"), "suppress-sound": ("b", True),
            }  # fmt: skip
            if bubble.answerable and "inline-reply" in self.can:
                actions += ["inline-reply", translate("Desktop", "Answer")]
                hints["x-kde-reply-placeholder-text"] = ("s", translate("Desktop", "Write an answer"))
            replaced = self._ids.get(bubble.key, 0)
            arguments = ("Balcão", replaced, self._icon, bubble.title, body, actions, hints, -1)
            try:
                self._ids[bubble.key] = int((await self._ask("Notify", "susssasa{sv}i", arguments))[0])
            except _TROUBLE as error:
                _log.warning("a notification could not be shown: %s", type(error).__name__)

    async def _close(self, key: str) -> None:
        async with self._turn:
            number = self._ids.pop(key, None)
            if number is not None:
                try:
                    await self._ask("CloseNotification", "u", (number,))
                except _TROUBLE as error:
                    _log.info("a notification could not be taken away: %s", type(error).__name__)

    async def _ask(self, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        if self._router is None:
            raise OSError("not on the bus")
        call = new_method_call(_DAEMON, method, signature, body)
        answer: tuple[Any, ...] = unwrap_msg(await asyncio.wait_for(self._router.send_and_get_reply(call), _ANSWER_S))
        return answer

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

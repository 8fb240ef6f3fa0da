"""Notifications on a real session bus, against a small server that speaks the desktop's language."""

import asyncio
import shutil
import subprocess
import sys
import threading

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the session bus is what Linux has", allow_module_level=True)

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from services.domain.changes import ChangeKind, ChangeSet, MessageChange
from services.settings.desktop import Notifications
from tests.ui.fake_services import chat, message
from tests.ui.test_notifications import Place
from ui.desktop.freedesktop import Freedesktop
from ui.desktop.notifier import Notifier
from ui.desktop.rules import Bubble

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


@pytest.fixture
def bus(monkeypatch):
    """The address of a bus of its own, as a desktop has it."""
    if shutil.which("dbus-daemon") is None:
        pytest.fail("dbus-daemon missing: `python3 -m tests` installs it, or apt-get install dbus")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    address = daemon.stdout.readline().strip()
    assert address, "the bus did not start"
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.kill()
    daemon.communicate()


class Server:
    """Takes notifications as a desktop's daemon does, and lets a test press them."""

    def __init__(self, capabilities):
        self._can, self._ids = capabilities, 0
        self.shown, self.closed = {}, []
        self._connection = open_dbus_connection("SESSION")
        self._connection.send_and_get_reply(message_bus.RequestName(NAME))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._ended.set()
        self._thread.join(5)
        self._connection.close()

    def tell(self, member, signature, *body):
        self._connection.send(new_signal(DBusAddress(PATH, interface=NAME), member, signature, body))

    def _serve(self):
        while not self._ended.is_set():
            try:
                call = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if call.header.message_type is not MessageType.method_call:
                continue
            member = call.header.fields[HeaderFields.member]
            if member == "GetCapabilities":
                self._connection.send(new_method_return(call, "as", (self._can,)))
            elif member == "Notify":
                assert call.header.fields[HeaderFields.signature] == "susssasa{sv}i"
                number = call.body[1]
                if not number:
                    self._ids += 1
                    number = self._ids
                self.shown[number] = call.body
                self._connection.send(new_method_return(call, "u", (number,)))
            elif member == "CloseNotification":
                self.closed.append(call.body[0])
                self._connection.send(new_method_return(call))
                self.tell("NotificationClosed", "uu", call.body[0], 3)


@pytest.fixture
def server(bus):
    made = Server(["body", "body-markup", "actions", "inline-reply"])
    yield made
    made.close()


async def until(what, seconds=10):
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.01)


async def test_told_clicked_answered_and_taken_away(stage, server):
    daemon = Freedesktop()
    assert await daemon.start()
    notifier = Notifier(
        stage.services, stage.bridge, stage.crossing, Place(), Notifications, stage.clock, gather_ms=1
    )
    notifier.show_on(daemon)
    wanted = []
    notifier.chat_wanted.connect(wanted.append)
    hostile = '<img src="file:///etc/passwd"> & <b>Ana</b>'
    stage.services.put(chat(1, hostile, unread=1), message(1, "<a href='x'>clique</a>"))
    stage.services.publish(ChangeSet(messages=(MessageChange(ChangeKind.ADDED, 1, 1, True),)))
    await until(lambda: server.shown)
    _, replaced, _, title, body, actions, hints, _ = server.shown[1]
    # a title is plain text to a daemon, a body is markup
    assert (replaced, title, body) == (0, hostile, "&lt;a href='x'&gt;clique&lt;/a&gt;")
    assert actions[::2] == ["default", "inline-reply"]
    assert hints["category"] == ("s", "im.received")

    stage.services.put(message(2, "de novo"), chat(1, hostile, unread=2))
    stage.services.publish(ChangeSet(messages=(MessageChange(ChangeKind.ADDED, 1, 2, True),)))
    await until(lambda: server.shown[1][1] == 1)
    assert list(server.shown) == [1], "the same conversation keeps its notification"

    # of others, and nonsense: nothing happens
    server.tell("ActionInvoked", "us", 99, "default")
    server.tell("NotificationReplied", "us", 99, "não")
    server.tell("ActionInvoked", "s", "default")
    server.tell("ActionInvoked", "us", 1, "default")
    await until(lambda: wanted == [1])

    server.tell("NotificationReplied", "us", 1, "Olá! Já saiu.")
    await until(lambda: stage.services.named("chats.mark_read") == [[1]])
    assert [args[:2] for args in stage.services.named("messages.send_text")] == [[1, "Olá! Já saiu."]]
    await until(lambda: server.closed == [1])
    await daemon.stop()


async def test_read_it_is_withdrawn_and_at_the_end_nothing_is_left(stage, server):
    daemon = Freedesktop()
    assert await daemon.start()
    daemon.show(Bubble(key="chat:1", title="Ana", body="oi"))
    daemon.show(Bubble(key="chat:2", title="Bia", body="oi", answerable=True))
    await until(lambda: len(server.shown) == 2)
    daemon.withdraw("chat:1")
    await until(lambda: server.closed == [1])
    assert [body[5][::2] for body in server.shown.values()] == [["default"], ["default", "inline-reply"]]
    await daemon.stop()
    assert server.closed == [1, 2]


async def test_without_markup_nothing_is_escaped(stage, bus):
    plain = Server(["body"])
    daemon = Freedesktop()
    assert await daemon.start()
    daemon.show(Bubble(key="chat:1", title="Ana", body="1 < 2 & 3"))
    await until(lambda: plain.shown)
    assert plain.shown[1][4] == "1 < 2 & 3"
    await daemon.stop()
    plain.close()


async def test_a_bus_without_a_daemon_and_no_bus_at_all(stage, bus, monkeypatch):
    assert await Freedesktop().start() is False
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert await Freedesktop().start() is False

"""Calls from the window to the services' loop, and what comes back."""

import asyncio
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QWidget

from services.domain.changes import ChangeKind, ChangeSet, MessageChange, Notice, Presence
from services.domain.errors import NotConnected
from services.domain.events import PresenceState
from services.domain.ids import ChatId, MessageId


def test_a_result_comes_back_on_the_gui_thread(stage, qtbot):
    owner, got = QObject(), []

    async def work():
        return threading.current_thread().name

    stage.crossing.spawn(owner, work(), done=lambda name: got.append((name, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("services", threading.main_thread())]
    assert stage.crossing.pending == 0


def test_the_busy_widget_is_disabled_meanwhile(stage, qtbot):
    gate = asyncio.Event()
    widget = QPushButton()
    qtbot.addWidget(widget)
    stage.crossing.spawn(widget, gate.wait(), busy=widget)
    assert not widget.isEnabled()
    stage.services_loop.loop.call_soon_threadsafe(gate.set)
    qtbot.waitUntil(widget.isEnabled)


def test_the_busy_widget_gets_the_keyboard_back_unless_somebody_went_on(stage, qtbot):
    box, gate = QWidget(), asyncio.Event()
    first, second, third = (QPushButton(box) for _ in range(3))
    qtbot.addWidget(box)
    box.show()
    box.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    stage.crossing.spawn(box, asyncio.sleep(0), busy=first)
    assert not first.hasFocus()
    qtbot.waitUntil(first.hasFocus)
    stage.crossing.spawn(box, gate.wait(), busy=first)
    third.setFocus()
    stage.services_loop.loop.call_soon_threadsafe(gate.set)
    qtbot.waitUntil(first.isEnabled)
    assert third.hasFocus() and not second.hasFocus()


def test_nothing_is_called_back_once_the_owner_is_gone(stage, qtbot):
    gate, got, cancelled = asyncio.Event(), [], []

    async def work():
        try:
            await gate.wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    owner = QObject()
    stage.crossing.spawn(owner, work(), done=got.append)
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), stage.services_loop.loop).result(5)
    owner.deleteLater()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    qtbot.waitUntil(lambda: bool(cancelled))
    assert got == []


def test_a_write_is_finished_though_its_owner_is_gone(stage, qtbot):
    gate, written = asyncio.Event(), []

    async def work():
        await gate.wait()
        written.append(True)

    owner = QObject()
    stage.crossing.spawn(owner, work(), keep=True)
    owner.deleteLater()
    stage.services_loop.loop.call_soon_threadsafe(gate.set)
    qtbot.waitUntil(lambda: bool(written) and stage.crossing.pending == 0)


def test_an_expected_failure_goes_to_who_asked_or_to_the_notices(stage, qtbot):
    async def fail():
        raise NotConnected("gateway's words")

    owner, mine, notices = QObject(), [], []
    stage.crossing.error_raised.connect(notices.append)
    stage.crossing.spawn(owner, fail(), failed=mine.append)
    stage.crossing.spawn(owner, fail())
    qtbot.waitUntil(lambda: bool(mine) and bool(notices))
    assert [type(e) for e in (*mine, *notices)] == [NotConnected, NotConnected]


def test_a_bug_goes_to_the_crash_callback(stage, qtbot):
    async def bug():
        raise ZeroDivisionError

    owner = QObject()
    stage.crossing.spawn(owner, bug(), failed=lambda _error: None)
    qtbot.waitUntil(lambda: bool(stage.crashes))
    assert isinstance(stage.crashes.pop(), ZeroDivisionError)


async def test_a_coroutine_of_the_window_can_await_the_services(stage):
    async def work():
        return 41

    owner, got = QObject(), []

    async def ask():
        got.append(await stage.crossing.call(work()) + 1)

    stage.crossing.start(owner, ask())
    while stage.crossing.pending:
        await asyncio.sleep(0.01)
    assert got == [42]


def _added(number):
    change = MessageChange(ChangeKind.ADDED, ChatId(1), MessageId(number))
    return ChangeSet(chats=frozenset({ChatId(1)}), messages=(change,))


def test_many_changes_come_as_few_merged_ones(stage, qtbot):
    rounds = []
    stage.bridge.changed.connect(rounds.append)
    for number in range(200):
        stage.services.publish(_added(number))
    qtbot.waitUntil(lambda: sum(len(r.messages) for r in rounds) == 200)
    assert len(rounds) <= 4


def test_of_several_facts_about_one_thing_the_last_is_shown(stage, qtbot):
    seen, notices = [], []
    stage.bridge.presence.connect(seen.append)
    stage.bridge.notice.connect(notices.append)

    def publish_all():
        stage.bus.publish(Presence(ChatId(1), PresenceState.TYPING))
        stage.bus.publish(Presence(ChatId(1), PresenceState.PAUSED))
        stage.bus.publish(Notice(level="error", code="disk_full"))
        stage.bus.publish(Notice(level="error", code="storage"))

    stage.services_loop.loop.call_soon_threadsafe(publish_all)
    qtbot.waitUntil(lambda: len(notices) == 2)
    assert [p.state for p in seen] == [PresenceState.PAUSED]


def test_a_closed_bridge_hears_nothing(stage, qtbot):
    rounds = []
    stage.bridge.changed.connect(rounds.append)
    stage.bridge.close()
    stage.services.publish(_added(1))
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), stage.services_loop.loop).result(5)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    assert rounds == []

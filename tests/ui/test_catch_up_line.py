"""What came while nobody was there: how far its fetching is, how to stop it, what may be missing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from services.domain.changes import CatchUpProgress
from services.domain.ids import InstanceId
from services.domain.models import GapView
from tests.ui.fake_services import DAY, HOUR, NOW_MS, instance
from ui.chats.panel import ChatListPanel
from ui.instances.panel import InstancesPanel

LEFT = Qt.MouseButton.LeftButton


def progress(number=1, chats=12, total=40, messages=14, **facts):
    return CatchUpProgress(instance_id=InstanceId(number), chats_done=chats, chats_total=total, messages=messages, **facts)


@pytest.fixture
def panel(stage, qtbot):
    stage.services.put(instance(1), instance(2, label="Loja Norte"))
    made = InstancesPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(1000, 800)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and made.detail.instance is not None)
    return made


def test_it_is_shown_for_its_number_alone_and_goes_by_itself(stage, panel, qtbot):
    line = panel.detail.catch_up
    stage.services.publish(progress())
    qtbot.waitUntil(line.isVisible)
    assert line.text() == "Fetching what came while you were away: 12 of 40 conversations · 14 new messages"
    panel.show_instance(InstanceId(2))
    assert not line.isVisible()
    panel.show_instance(InstanceId(1))
    assert line.isVisible()
    stage.services.publish(progress(chats=40, messages=15))
    stage.services.publish(progress(done=True))
    qtbot.waitUntil(lambda: not line.isVisible())


def test_it_can_be_stopped(stage, panel, qtbot):
    line = panel.detail.catch_up
    stage.services.publish(progress(total=None, messages=0))
    qtbot.waitUntil(line.isVisible)
    assert line.text() == "Looking for what came while you were away…"
    QTest.mouseClick(line.cancel_button, LEFT)
    qtbot.waitUntil(lambda: stage.services.named("instances.cancel_catch_up") == [[1]] and not line.isVisible())


def test_it_is_asked_for_in_the_menu(stage, panel, qtbot):
    next(a for a in panel.detail.menu.actions() if a.text() == "Look for missed messages").trigger()
    qtbot.waitUntil(lambda: stage.services.named("instances.catch_up") == [[1]])


def test_what_takes_a_moment_is_not_worth_a_line(stage, panel, qtbot):
    line = panel.detail.catch_up
    stage.services.publish(progress())
    qtbot.waitUntil(line._show_soon.isActive)
    stage.services.publish(progress(done=True))
    qtbot.waitUntil(lambda: not line._show_soon.isActive())
    assert line.isHidden()


def test_above_the_list_it_says_which_number_where_there_are_several(stage, qtbot):
    chats = ChatListPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    qtbot.addWidget(chats)
    chats.show()
    chats.set_instances({1: instance(1), 2: instance(2, label="Loja Norte")}, NOW_MS / 1000)
    stage.services.publish(progress(2))
    qtbot.waitUntil(chats.catch_up.isVisible)
    assert chats.catch_up.text().startswith("Loja Norte · Fetching")
    QTest.mouseClick(chats.catch_up.cancel_button, LEFT)
    qtbot.waitUntil(lambda: stage.services.named("instances.cancel_catch_up") == [[2]])
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


def test_what_may_be_missing_is_noted_with_its_day(stage, panel, qtbot):
    gaps = tuple(GapView(from_ms=NOW_MS - n * DAY - HOUR, to_ms=NOW_MS - n * DAY, reason="no_history") for n in range(5))
    stage.services.put(instance(1, gaps=gaps))
    panel.reload()
    qtbot.waitUntil(lambda: panel.detail._gaps.isVisible())
    lines = panel.detail._gaps.text().splitlines()
    assert len(lines) == 3 and "3/12/2026, 2:30" in lines[0] and "3/11" in lines[1]

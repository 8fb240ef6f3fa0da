"""A time of which messages may be missing is noted, with its dates, where an agent looks."""

from services.domain.ids import InstanceId
from services.domain.models import GapView
from tests.ui.fake_services import DAY, HOUR, NOW_MS, instance
from ui.chats.panel import ChatListPanel


def test_the_newest_gap_stands_above_the_list_and_an_old_one_does_not(stage, qtbot):
    panel = ChatListPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    qtbot.addWidget(panel)
    gap = GapView(from_ms=NOW_MS - 3 * HOUR, to_ms=NOW_MS - HOUR, reason="no_history")
    old = GapView(from_ms=NOW_MS - 30 * DAY, to_ms=NOW_MS - 29 * DAY, reason="no_history")
    number = InstanceId(1)
    panel.set_instances({number: instance(1, gaps=(gap, old))}, NOW_MS / 1000)
    assert not panel.gap_note.isHidden()
    assert instance(1).label in panel.gap_note.text()
    panel.set_instances({number: instance(1, gaps=(old,))}, NOW_MS / 1000)
    assert panel.gap_note.isHidden()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)

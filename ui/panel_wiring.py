"""What a contact's panel asks of the window it stands in: the same beside every conversation."""

from ui.chats.deeds import Deeds
from ui.desk.team import Team
from ui.notices import NoticeBoard
from ui.people.contact_panel import ContactPanel
from ui.people.menu import ChatMenu
from ui.timeline.panel import TimelinePanel


def connect_panel(
    panel: ContactPanel, timeline: TimelinePanel, deeds: Deeds, menu: ChatMenu, team: Team, board: NoticeBoard
) -> None:
    """Everything but other conversations and contacts, which lie outside the window's own conversation."""
    panel.deed_requested.connect(deeds.do)
    panel.message_requested.connect(timeline.go_to)
    panel.export_requested.connect(menu.export)
    panel.audit_requested.connect(team.audit_of)
    panel.failed.connect(board.take_error)
    panel.told.connect(board.tell)

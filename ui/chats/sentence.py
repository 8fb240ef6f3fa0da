"""One conversation of the list as a sentence, for screen readers."""

from PySide6.QtCore import QCoreApplication

from services.domain.changes import Presence
from services.domain.content import Direction
from services.domain.events import PresenceState
from services.domain.models import ChatState, ChatView
from services.domain.status import Status
from ui import formats
from ui.desk.lists import DeskLists
from ui.messages import preview_words, status_words

translate = QCoreApplication.translate


def sentence(
    chat: ChatView, unread: str, presence: Presence | None, lists: DeskLists | None, clock: formats.Clock
) -> str:
    """Name, unread, marks, labels, agent, what was said last, when; ``unread`` says how many are."""
    parts = [formats.one_line(chat.title)]
    if chat.is_group:
        parts.append(translate("ChatListModel", "Group"))
    if chat.unread:
        parts.append(unread)
    elif chat.marked_unread:
        parts.append(translate("ChatListModel", "Marked as unread"))
    if chat.pinned:
        parts.append(translate("ChatListModel", "Pinned"))
    if chat.muted:
        parts.append(translate("ChatListModel", "Muted"))
    if chat.archived:
        parts.append(translate("ChatListModel", "Archived"))
    if chat.ignored:
        parts.append(translate("ChatListModel", "Ignored"))
    parts += _desk_words(chat, lists)
    if presence is not None:
        parts.append(presence_words(presence))
    elif chat.draft:
        parts.append(translate("ChatListModel", "Draft: {text}").format(text=formats.one_line(chat.draft)))
    elif chat.preview_kind is not None:
        text = preview_words(chat)
        if chat.is_group and chat.preview_author and chat.preview_direction is Direction.IN:
            text = f"{formats.one_line(chat.preview_author, 60)}: {text}"
        if chat.preview_direction is Direction.OUT:
            text = translate("ChatListModel", "You: {text}").format(text=text)
            if isinstance(chat.preview_status, Status):
                text = f"{text}, {status_words(chat.preview_status)}"
        parts.append(text)
    if chat.last_at_ms:
        parts.append(formats.moment(chat.last_at_ms, formats.local_day(int(clock() * 1000))))
    return formats.spoken(parts)


def presence_words(presence: Presence) -> str:
    """That somebody types or records."""
    if presence.state is PresenceState.RECORDING:
        return translate("ChatListModel", "recording audio…")
    return translate("ChatListModel", "typing…")


def _desk_words(chat: ChatView, lists: DeskLists | None) -> list[str]:
    parts = []
    if chat.snoozed_until_ms is not None:
        until = chat.snoozed_until_ms
        when = f"{formats.full_date(formats.local_day(until))}, {formats.time_of_day(until)}"
        parts.append(translate("ChatListModel", "Snoozed until {moment}").format(moment=when))
    if chat.state is ChatState.RESOLVED:
        parts.append(translate("ChatListModel", "Resolved"))
    if lists is None:
        return parts
    names = [formats.one_line(label.name, 60) for label in lists.labels_of(chat.labels)]
    if names:
        parts.append(translate("ChatListModel", "Labels: {names}").format(names=", ".join(names)))
    agent = lists.agent_name(chat.agent_id)
    if agent:
        parts.append(translate("ChatListModel", "With {agent}").format(agent=agent))
    return parts

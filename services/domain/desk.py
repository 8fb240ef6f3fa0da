"""The desk's own order of things: lists and saved views, what is done to many conversations, and its undoing."""

from enum import StrEnum

import msgspec

from services.domain.ids import AgentId, ChatId, InstanceId, LabelId, ViewId
from services.domain.models import ChatFilter, ChatState, ChatView

MAX_BULK = 10_000
MAX_VIEW_NAME = 60


class ChatSort(StrEnum):
    """In which order a list shows its conversations; pinned ones always come first."""

    LATEST = "latest"
    OLDEST_WAITING = "oldest_waiting"
    UNREAD_FIRST = "unread_first"


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a list shows, all conditions together; ``agent_id`` is whose conversations (any filter)."""

    which: ChatFilter = ChatFilter.ALL
    instance_id: InstanceId | None = None
    label_id: LabelId | None = None
    agent_id: AgentId | None = None
    sort: ChatSort = ChatSort.LATEST

    def shows(self, chat: ChatView, me: AgentId | None = None) -> bool:
        """Whether a conversation belongs in it; ``me`` is the active agent. An instance is taken by its id."""
        return (
            chat.is_in(self.which, me)
            and self.instance_id in (None, chat.instance_id)
            and (self.label_id is None or self.label_id in chat.labels)
            and self.agent_id in (None, chat.agent_id)
        )

    def place(self, chat: ChatView) -> tuple[int, ...]:
        """Sorts ascending into the order in which the list shows its conversations."""
        latest = (-(chat.last_at_ms or 0), -chat.id)
        match self.sort:
            case ChatSort.OLDEST_WAITING:
                since = chat.waiting_since_ms if chat.state is ChatState.OPEN else None
                return (-chat.pinned, _NEVER if since is None else since, *latest)
            case ChatSort.UNREAD_FIRST:
                return (-chat.pinned, -(chat.unread > 0 or chat.marked_unread), *latest)
            case _:
                return (-chat.pinned, *latest)


_NEVER = 1 << 62


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A listing with a name, in the place where its agents put it."""

    id: ViewId
    name: str
    listing: Listing


class Resolve(msgspec.Struct, frozen=True, tag="state"):
    """The work stands there now; whatever was put off is no longer."""

    state: ChatState = ChatState.RESOLVED


class Snooze(msgspec.Struct, frozen=True, tag="snooze"):
    """Out of sight until then (UTC ms) or until the customer writes; None brings it back now."""

    until_ms: int | None


class Archive(msgspec.Struct, frozen=True, tag="archive"):
    """Into the archive, or out of it."""

    on: bool = True


class Mute(msgspec.Struct, frozen=True, tag="mute"):
    """Silent, or no longer."""

    on: bool = True


class Pin(msgspec.Struct, frozen=True, tag="pin"):
    """At the top, or no longer."""

    on: bool = True


class MarkRead(msgspec.Struct, frozen=True, tag="read"):
    """All has been seen (``read``), or somebody wants to come back to it."""

    read: bool = True


class PutLabel(msgspec.Struct, frozen=True, tag="label"):
    """Put a label on, or take it off."""

    label_id: LabelId
    on: bool = True


class Assign(msgspec.Struct, frozen=True, tag="assign"):
    """Give it to an agent, or to nobody; ``note`` becomes a private note that names the new one."""

    agent_id: AgentId | None
    note: str = ""


class Ignore(msgspec.Struct, frozen=True, tag="ignore"):
    """Keep what comes in, show and announce nothing of it; for groups."""

    on: bool = True


Action = Resolve | Snooze | Archive | Mute | Pin | MarkRead | PutLabel | Assign | Ignore


class ChatBefore(msgspec.Struct, frozen=True, kw_only=True):
    """How a conversation was before an action."""

    chat_id: ChatId
    archived: bool = False
    muted: bool = False
    pinned: bool = False
    ignored: bool = False
    marked_unread: bool = False
    read_at_ms: int = 0
    state: ChatState = ChatState.OPEN
    snoozed_until_ms: int | None = None
    agent_id: AgentId | None = None
    labelled: bool = False


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    """What was done and how the conversations that it changed were before; given back to take it back."""

    action: Action
    chats: tuple[ChatBefore, ...]
    notes: tuple[int, ...] = ()

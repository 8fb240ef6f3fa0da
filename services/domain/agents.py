"""The people at the counter of one computer, what they tell one another, and who did what."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from services.domain.ids import AgentId, ChatId, MessageId, NoteId

MAX_NAME = 60
MAX_NOTE = 8_000
PIN_DIGITS = (4, 12)


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """An agent. ``removed`` ones keep their name for what they did; they cannot be chosen any more.

    ``admin`` may see what gateways sent; where no agent is one, everybody may (see ``sees_details``).
    """

    id: AgentId
    name: str
    colour: str
    has_pin: bool = False
    active: bool = False
    removed: bool = False
    admin: bool = False


def sees_details(agents: Iterable[Agent]) -> bool:
    """Whether who is at the counter may see what gateways sent: an admin, or anybody where none of these is one."""
    admins = [agent for agent in agents if agent.admin and not agent.removed]
    return not admins or any(agent.active for agent in admins)


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A private note on a conversation: it never leaves the program. ``mentions`` are agents it calls."""

    id: NoteId
    chat_id: ChatId
    text: str
    at_ms: int
    agent_id: AgentId | None = None
    edited_at_ms: int | None = None
    mentions: tuple[AgentId, ...] = ()


class Deed(StrEnum):
    """What an agent did."""

    SENT = "sent"
    FORWARDED = "forwarded"
    REACTED = "reacted"
    EDITED = "edited"
    DELETED = "deleted"
    RETRIED = "retried"
    ASSIGNED = "assigned"
    STATE = "state"
    SNOOZED = "snoozed"
    ARCHIVED = "archived"
    LABELLED = "labelled"
    IGNORED = "ignored"
    UNDONE = "undone"
    NOTED = "noted"
    BLOCKED = "blocked"
    RENAMED = "renamed"
    SWITCHED = "switched"


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One deed. ``agent_id`` None is a program through the local API, or nobody had been chosen.

    ``detail`` is the deed's own word: a state, a label's name, the other agent's id, ``on`` or ``off``.
    """

    id: int
    at_ms: int
    deed: Deed
    agent_id: AgentId | None = None
    chat_id: ChatId | None = None
    message_id: MessageId | None = None
    detail: str = ""

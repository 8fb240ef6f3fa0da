"""What a committed transaction changed, so that every view can refresh just that."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from services.domain.events import PresenceState
from services.domain.ids import ChatId, ContactId, InstanceId, MessageId
from services.domain.models import DiagnosisStep, TrafficView, TunnelView


class ChangeKind(StrEnum):
    """What happened to a message row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class MessageChange(msgspec.Struct, frozen=True):
    """One message row; ``notify`` marks a fresh incoming message worth a notification."""

    kind: ChangeKind
    chat_id: ChatId
    message_id: MessageId
    notify: bool = False


class Listed(StrEnum):
    """The desk's own lists, read anew as a whole when they change."""

    LABELS = "labels"
    AGENTS = "agents"
    VIEWS = "views"
    FIELDS = "fields"


class ChangeSet(msgspec.Struct, frozen=True, kw_only=True):
    """Published on the bus after commit. ``chats_merged`` maps a chat that is gone to the one that took over.

    ``notes`` are chats whose private notes changed, ``contacts`` people whose details did, ``lists`` the desk's own
    lists; AGENTS also tells that another agent is active.
    """

    instances: frozenset[InstanceId] = frozenset()
    chats: frozenset[ChatId] = frozenset()
    messages: tuple[MessageChange, ...] = ()
    chats_merged: tuple[tuple[ChatId, ChatId], ...] = ()
    deliveries: bool = False
    settings: frozenset[str] = frozenset()
    scheduled: bool = False
    contacts: frozenset[ContactId] = frozenset()
    notes: frozenset[ChatId] = frozenset()
    lists: frozenset[Listed] = frozenset()

    def __bool__(self) -> bool:
        return bool(
            self.instances
            or self.chats
            or self.messages
            or self.chats_merged
            or self.deliveries
            or self.settings
            or self.scheduled
            or self.contacts
            or self.notes
            or self.lists
        )


def merge(sets: Iterable[ChangeSet]) -> ChangeSet:
    """One ChangeSet for several, in order; a message that changed often is named once, a chat that is gone never."""
    instances: set[InstanceId] = set()
    chats: set[ChatId] = set()
    messages: dict[MessageId, MessageChange] = {}
    merged: list[tuple[ChatId, ChatId]] = []
    settings: set[str] = set()
    deliveries = scheduled = False
    contacts: set[ContactId] = set()
    notes: set[ChatId] = set()
    lists: set[Listed] = set()
    for each in sets:
        instances |= each.instances
        chats |= each.chats
        merged.extend(each.chats_merged)
        settings |= each.settings
        deliveries = deliveries or each.deliveries
        scheduled = scheduled or each.scheduled
        contacts |= each.contacts
        notes |= each.notes
        lists |= each.lists
        for change in each.messages:
            first = messages.get(change.message_id)
            if first is not None and first.kind is ChangeKind.ADDED and change.kind is ChangeKind.CHANGED:
                continue
            messages[change.message_id] = change
    for gone, into in merged:
        for named in (chats, notes):
            if gone in named:
                named.discard(gone)
                named.add(into)
    return ChangeSet(
        instances=frozenset(instances),
        chats=frozenset(chats),
        messages=tuple(_followed(change, merged) for change in messages.values()),
        chats_merged=tuple(merged),
        deliveries=deliveries,
        settings=frozenset(settings),
        scheduled=scheduled,
        contacts=frozenset(contacts),
        notes=frozenset(notes),
        lists=frozenset(lists),
    )


def _followed(change: MessageChange, merged: list[tuple[ChatId, ChatId]]) -> MessageChange:
    chat = change.chat_id
    for gone, into in merged:
        if chat == gone:
            chat = into
    return change if chat == change.chat_id else msgspec.structs.replace(change, chat_id=chat)


class Presence(msgspec.Struct, frozen=True):
    """Published on the bus, never stored: somebody types, records, is online."""

    chat_id: ChatId
    state: PresenceState
    who: str | None = None


class QrShown(msgspec.Struct, frozen=True, kw_only=True):
    """Published on the bus: the present QR or pairing code of an instance."""

    instance_id: InstanceId
    text: str | None = None
    image_base64: str | None = None
    pairing_code: str | None = None
    expires_at_ms: int | None = None
    attempt: int | None = None


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Published on the bus: something a person should know. ``replaces`` keeps one notice per cause."""

    level: str
    code: str
    text: str | None = None
    instance_id: InstanceId | None = None
    replaces: str | None = None
    resolved: bool = False


class SnoozeEnded(msgspec.Struct, frozen=True):
    """Published on the bus: conversations that were put off are back, because their time has come."""

    chats: tuple[ChatId, ...]


class CatchUpProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Published on the bus while the history of an instance is fetched."""

    instance_id: InstanceId
    chats_done: int
    chats_total: int | None
    messages: int
    done: bool = False
    error: str | None = None


class FileProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Published on the bus while a message's file comes (``incoming``) or goes, four times a second at most.

    ``done`` and ``total`` are bytes of the file, ``total`` None where nobody tells. That it ended, and how, is
    told as a change of the message.
    """

    chat_id: ChatId
    message_id: MessageId
    incoming: bool
    done: int
    total: int | None = None


class TunnelChanged(msgspec.Struct, frozen=True):
    """Published on the bus: the tunnel's state or address is another one now."""

    view: TunnelView


class TrafficChanged(msgspec.Struct, frozen=True):
    """Published on the bus: the meter was read anew."""

    view: TrafficView


class Diagnosed(msgspec.Struct, frozen=True):
    """Published on the bus while a diagnosis runs, step by step; ``run`` tells runs apart."""

    run: int
    step: DiagnosisStep

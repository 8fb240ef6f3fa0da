"""What the window and the local API show: frozen rows, ready to read, made by storage queries."""

from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.content import Content, Direction, MessageKind, Origin
from services.domain.events import ConnectionState
from services.domain.ids import AgentId, ChatId, ContactId, DeliveryId, GatewayId, InstanceId, LabelId, MessageId
from services.domain.status import Status

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A keyset page; ``next`` is an opaque cursor, None at the end."""

    items: tuple[T, ...]
    next: str | None = None


class GapView(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which messages may have come that nobody can fetch any more."""

    from_ms: int
    to_ms: int
    reason: str


class ChannelKind(StrEnum):
    """The way in which an instance's messages reach us now."""

    WEBHOOK = "webhook"
    SOCKET = "socket"
    POLLING = "polling"
    NONE = "none"


class InstanceView(msgspec.Struct, frozen=True, kw_only=True):
    """A number on a gateway as the panel shows it. ``hook_token`` is a secret: masked in lists."""

    id: InstanceId
    gateway_id: GatewayId
    provider: str
    name: str
    label: str
    base_url: str
    state: ConnectionState
    state_reason: str | None = None
    state_since_ms: int = 0
    next_retry_at_ms: int | None = None
    own_address: Address | None = None
    own_name: str | None = None
    picture_url: str | None = None
    last_event_at_ms: int | None = None
    hook_token: str = ""
    colour: str | None = None
    demo: bool = False
    paused: bool = False
    gaps: tuple[GapView, ...] = ()
    channel: ChannelKind = ChannelKind.NONE


# nobody is answered there
NOT_CONVERSATIONS = frozenset({AddressKind.STORY, AddressKind.NEWSLETTER, AddressKind.BROADCAST})


class ChatState(StrEnum):
    """Where the work on a conversation stands; a new message of the customer makes it OPEN again."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"


class ChatFilter(StrEnum):
    """Which conversations a list shows; channels are in none, snoozed ones in SNOOZED (and ARCHIVED) alone.

    Archived ones are in UNREAD and ARCHIVED only, ignored ones in IGNORED only, resolved ones in ALL, UNREAD,
    GROUPS and RESOLVED. WAITING is for our answer, WAITING_FOR_THEM for the customer's; MINE is the active agent's.
    """

    ALL = "all"
    UNREAD = "unread"
    WAITING = "waiting"
    WAITING_FOR_THEM = "waiting_for_them"
    MINE = "mine"
    GROUPS = "groups"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    ARCHIVED = "archived"
    IGNORED = "ignored"


class ChatView(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the conversations list. ``revision`` grows with every change.

    ``waiting_since_ms`` is the customer's first message that nobody has answered; None in groups.
    """

    id: ChatId
    instance_id: InstanceId
    contact_id: ContactId
    title: str
    address: Address
    phone: str | None = None
    is_group: bool = False
    preview: str | None = None
    preview_kind: MessageKind | None = None
    preview_direction: Direction | None = None
    preview_status: Status | None = None
    preview_author: str | None = None
    preview_deleted: bool = False
    last_at_ms: int | None = None
    unread: int = 0
    draft: str | None = None
    archived: bool = False
    pinned: bool = False
    muted: bool = False
    marked_unread: bool = False
    ignored: bool = False
    state: ChatState = ChatState.OPEN
    snoozed_until_ms: int | None = None
    waiting_since_ms: int | None = None
    agent_id: AgentId | None = None
    labels: tuple[LabelId, ...] = ()
    revision: int = 0

    def is_in(self, which: ChatFilter, me: AgentId | None = None) -> bool:
        """Whether a list of these shows it; ``me`` is the active agent."""
        if self.address.kind in NOT_CONVERSATIONS:
            return False
        if self.ignored:
            return which is ChatFilter.IGNORED
        if which is ChatFilter.ARCHIVED:
            return self.archived
        if which is ChatFilter.SNOOZED or self.snoozed_until_ms is not None:
            return which is ChatFilter.SNOOZED and self.snoozed_until_ms is not None and not self.archived
        if which is ChatFilter.UNREAD:
            return self.unread > 0 or self.marked_unread
        return not self.archived and self._is_at(which, me)

    def _is_at(self, which: ChatFilter, me: AgentId | None) -> bool:
        resolved = self.state is ChatState.RESOLVED
        waits_for_us = self.waiting_since_ms is not None and self.state is ChatState.OPEN
        match which:
            case ChatFilter.ALL:
                return True
            case ChatFilter.GROUPS:
                return self.is_group
            case ChatFilter.RESOLVED:
                return resolved
            case ChatFilter.WAITING:
                return waits_for_us and not self.is_group
            case ChatFilter.WAITING_FOR_THEM:
                return not (waits_for_us or resolved or self.is_group)
            case ChatFilter.MINE:
                return me is not None and self.agent_id == me and not resolved
            case _:
                return False


class ReactionView(msgspec.Struct, frozen=True, kw_only=True):
    """One person's present reaction."""

    emoji: str
    from_me: bool
    actor: str | None = None


class VoteView(msgspec.Struct, frozen=True, kw_only=True):
    """One person's present choice in a poll."""

    options: tuple[str, ...]
    voter: str | None = None


class EditView(msgspec.Struct, frozen=True, kw_only=True):
    """A text that a message had; ``original`` is what was sent first."""

    at_ms: int
    text: str | None
    original: bool = False


class QuotedView(msgspec.Struct, frozen=True, kw_only=True):
    """The quoted message; ``message_id`` None where it is not stored. ``author`` is a name where one is known.

    ``phone`` is the author's, digits, where it is known.
    """

    stanza_id: str
    message_id: MessageId | None = None
    author: str | None = None
    phone: str | None = None
    from_me: bool = False
    kind: MessageKind | None = None
    text: str | None = None


class MediaState(StrEnum):
    """Where a file is on its way to the disk."""

    NONE = "none"
    PENDING = "pending"
    DOWNLOADING = "downloading"
    READY = "ready"
    FAILED = "failed"
    REFUSED = "refused"


class MediaView(msgspec.Struct, frozen=True, kw_only=True):
    """A message's file as told and as stored; ``path`` is relative to the media folder."""

    mime: str | None = None
    size: int | None = None
    file_name: str | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    waveform_base64: str | None = None
    thumbnail_base64: str | None = None
    animated: bool = False
    state: MediaState = MediaState.NONE
    path: str | None = None
    error: str | None = None


class AuthorView(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote it: None fields where unknown."""

    name: str | None = None
    phone: str | None = None


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """One message, whole. ``status`` and ``agent_id`` (who sent it from here) are for outgoing ones only."""

    id: MessageId
    chat_id: ChatId
    direction: Direction
    kind: MessageKind
    sent_at_ms: int
    stanza_id: str | None = None
    provider_message_id: str | None = None
    client_id: str | None = None
    text: str | None = None
    author: AuthorView = AuthorView()
    status: Status | None = None
    error_code: str | None = None
    error_text: str | None = None
    origin: Origin | None = None
    edited: bool = False
    deleted: bool = False
    time_inferred: bool = False
    quoted: QuotedView | None = None
    reactions: tuple[ReactionView, ...] = ()
    votes: tuple[VoteView, ...] = ()
    media: MediaView | None = None
    content: Content | None = None
    delivery_id: DeliveryId | None = None
    agent_id: AgentId | None = None
    revision: int = 0
    starred: bool = False


class MessagePage(msgspec.Struct, frozen=True, kw_only=True):
    """A contiguous stretch of one chat, oldest first, and whether more lies beyond either end."""

    items: tuple[MessageView, ...]
    has_older: bool = False
    has_newer: bool = False


class DeliveryState(StrEnum):
    """``new`` waits; ``done`` was applied; ``bad`` could not be parsed; ``parked`` names no known instance."""

    NEW = "new"
    DONE = "done"
    BAD = "bad"
    PARKED = "parked"


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """One webhook request in the journal.

    ``conflicts`` are messages in it that were known otherwise: another text under an id that was taken.
    """

    id: DeliveryId
    instance_id: InstanceId | None
    provider: str | None
    event: str | None
    state: DeliveryState
    received_at_ms: int
    size: int
    path: str = ""
    error: str | None = None
    duplicates: int = 0
    attempts: int = 0
    conflicts: int = 0


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What the status bar and ``GET /health`` tell. ``turned_away`` counts, since the start, requests of senders that

    are not among the allowed ones; ``last_turned_away`` is the last one's address.
    """

    version: str
    hooks_url: str | None
    api_url: str | None
    deliveries_new: int = 0
    deliveries_bad: int = 0
    deliveries_parked: int = 0
    turned_away: int = 0
    last_turned_away: str | None = None
    problems: tuple[str, ...] = ()


class ChildHealth(msgspec.Struct, frozen=True, kw_only=True):
    """One supervised background job."""

    name: str
    running: bool
    failures: int = 0
    last_error: str | None = None


class TunnelState(StrEnum):
    """Where the public address is."""

    OFF = "off"
    DOWNLOADING = "downloading"
    CONNECTING = "connecting"
    ONLINE = "online"
    RECONNECTING = "reconnecting"
    ERROR = "error"


class TunnelView(msgspec.Struct, frozen=True, kw_only=True):
    """The tunnel now. ``public_url`` is there only while it leads here.

    ``code`` is a cause (``Diagnosis.causes`` has its words), ``text`` the other side's own words; in the state
    ERROR ``next_retry_at_ms`` None means that a person has to act.
    """

    kind: str
    state: TunnelState
    since_ms: int = 0
    public_url: str | None = None
    code: str | None = None
    text: str | None = None
    next_retry_at_ms: int | None = None


class TrafficLevel(StrEnum):
    """How the month's allowance stands; SOON means three days or less."""

    OK = "ok"
    WATCH = "watch"
    SOON = "soon"
    OVER = "over"


class NoisyEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that could be left out of the webhook, and its share (0 to 1) of the month's requests."""

    name: str
    share: float


class TrafficView(msgspec.Struct, frozen=True, kw_only=True):
    """Requests through the tunnel this month against the plan's limit, and how it goes on.

    ``exhausted_at_ms`` is the moment at which the allowance is expected to end, None if it lasts.
    ``advice`` are codes, best first: ``prune_events``, ``websocket``, ``paid_plan``.
    """

    used: int
    limit: int
    per_day: float
    resets_at_ms: int
    level: TrafficLevel = TrafficLevel.OK
    exhausted_at_ms: int | None = None
    advice: tuple[str, ...] = ()
    noisy: tuple[NoisyEvent, ...] = ()


class StepStatus(StrEnum):
    """How a step of a diagnosis ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


class DiagnosisStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step: what was looked at, how it went, in how many ms; ``cause`` is a stable code.

    ``text`` holds the other side's own words, or a short fact such as a version; never a secret.
    ``instance_id`` is None for steps about the program itself.
    """

    step: str
    status: StepStatus
    duration_ms: int = 0
    cause: str | None = None
    text: str | None = None
    instance_id: InstanceId | None = None


class CauseView(msgspec.Struct, frozen=True, kw_only=True):
    """A cause in words: what is wrong and what to do, in English and in Portuguese."""

    code: str
    what_en: str
    fix_en: str
    what_pt: str
    fix_pt: str

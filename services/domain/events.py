"""Canonical events: what every provider's deliveries, history pages and socket frames are parsed into.

Frozen msgspec structs, so that a contract case is plain JSON and comparing is equality. Moments are
integer milliseconds since 1970 UTC (``_at_ms``): parsers and the database both speak them, and a
round trip through ``datetime`` for each event would cost more than the rest of the parse.
None always means "the gateway did not say"; empty strings are not used for that.
"""

from enum import StrEnum

import msgspec

from services.domain.address import Address
from services.domain.content import Content, Direction, Media, MessageKind, Origin, Peer, ProviderProblem, Quoted
from services.domain.status import Status


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="event"):
    """What all events share. ``raw_kind`` is the provider's own event name, for the delivery log."""

    occurred_at_ms: int | None = None
    raw_kind: str | None = None


class MessageSeen(Event, frozen=True, kw_only=True, tag="message"):
    """A message in either direction, live or from history.

    ``stanza_id`` is WhatsApp's own id, equal whichever gateway or event shows the message;
    ``provider_message_id`` is what this gateway's REST wants back (None: the same).
    ``author`` is None where it is the chat itself (direct, incoming) or us (outgoing).
    ``chat`` None means the gateway did not say: the message is parked, never filed by guess.
    """

    stanza_id: str
    chat: Peer | None
    direction: Direction
    kind: MessageKind
    provider_message_id: str | None = None
    author: Peer | None = None
    direction_inferred: bool = False
    origin: Origin | None = None
    text: str | None = None
    media: Media | None = None
    quoted: Quoted | None = None
    content: Content | None = None
    status: Status | None = None
    problem: ProviderProblem | None = None
    client_ref: str | None = None
    edited: bool = False


class MediaSeen(Event, frozen=True, kw_only=True, tag="media"):
    """The file of a message that came, or will come, in another event."""

    stanza_id: str
    media: Media


class AckSeen(Event, frozen=True, kw_only=True, tag="ack"):
    """A tick for messages of ours. ``participant`` names the reader in a group."""

    stanza_ids: tuple[str, ...]
    status: Status
    chat: Address | None = None
    participant: Address | None = None
    client_ref: str | None = None
    problem: ProviderProblem | None = None


class ChatReadSeen(Event, frozen=True, kw_only=True, tag="chat_read"):
    """We read the chat on another device: its unread counter falls, no tick changes."""

    chat: Address | None = None
    stanza_ids: tuple[str, ...] = ()


class MessageEdited(Event, frozen=True, kw_only=True, tag="edited"):
    """New text (or caption) for a message; the old one is kept as history."""

    stanza_id: str
    text: str | None = None
    chat: Address | None = None


class MessageRevoked(Event, frozen=True, kw_only=True, tag="revoked"):
    """Deleted by its author (``for_everyone``) or only on our side; the content stays stored, marked."""

    stanza_ids: tuple[str, ...]
    by: Address | None = None
    chat: Address | None = None
    for_everyone: bool = True


class ReactionSeen(Event, frozen=True, kw_only=True, tag="reaction"):
    """``emoji`` None takes the actor's reaction away. ``actor`` None with ``from_me`` is ourselves."""

    stanza_id: str
    emoji: str | None
    actor: Peer | None = None
    from_me: bool = False
    chat: Address | None = None


class PollVoteSeen(Event, frozen=True, kw_only=True, tag="poll_vote"):
    """The voter's whole present choice; ``undecrypted`` where the gateway could not read it."""

    stanza_id: str
    voter: Peer
    options: tuple[str, ...] = ()
    undecrypted: bool = False
    chat: Address | None = None


class ConnectionState(StrEnum):
    """The life of an instance, as the panel explains it."""

    CREATED = "created"
    CONNECTING = "connecting"
    AWAITING_QR = "awaiting_qr"
    AWAITING_CODE = "awaiting_code"
    AWAITING_PASSKEY = "awaiting_passkey"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    LOGGED_OUT = "logged_out"
    BANNED = "banned"
    AUTH_REJECTED = "auth_rejected"
    MISCONFIGURED = "misconfigured"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"


class ConnectionSeen(Event, frozen=True, kw_only=True, tag="connection"):
    """The session's state by its gateway; ``reason`` is the gateway's code or words."""

    state: ConnectionState
    reason: str | None = None
    own_address: Address | None = None
    own_lid: Address | None = None
    own_name: str | None = None
    own_picture_url: str | None = None


class QrSeen(Event, frozen=True, kw_only=True, tag="qr"):
    """Something to link the phone with: QR text (drawn by us), the gateway's picture, or a pairing code."""

    text: str | None = None
    image_base64: str | None = None
    pairing_code: str | None = None
    expires_s: int | None = None
    attempt: int | None = None


class ContactSeen(Event, frozen=True, kw_only=True, tag="contact"):
    """Names, pictures and aliases of a person; ``old`` when the number changed."""

    contact: Peer
    old: Address | None = None
    blocked: bool | None = None
    about: str | None = None


class ChatSeen(Event, frozen=True, kw_only=True, tag="chat"):
    """What the gateway says of a chat as a whole."""

    chat: Peer
    archived: bool | None = None
    pinned: bool | None = None
    muted: bool | None = None
    unread: int | None = None
    deleted: bool | None = None


class GroupSeen(Event, frozen=True, kw_only=True, tag="group"):
    """Something happened in a group.

    ``action``: joined, add, remove, leave, promote, demote, subject, description, settings, picture,
    invite, request or snapshot.
    """

    group: Peer
    action: str
    actor: Peer | None = None
    members: tuple[Peer, ...] = ()
    subject: str | None = None
    description: str | None = None


class PresenceState(StrEnum):
    """What the other side is doing just now."""

    TYPING = "typing"
    RECORDING = "recording"
    PAUSED = "paused"
    ONLINE = "online"
    OFFLINE = "offline"


class PresenceSeen(Event, frozen=True, kw_only=True, tag="presence"):
    """Never stored; shown for a few seconds."""

    chat: Address
    state: PresenceState
    who: Address | None = None
    last_seen_at_ms: int | None = None


class CallSeen(Event, frozen=True, kw_only=True, tag="call"):
    """A call's phase: offer, ringing, accepted, rejected, missed, ended."""

    call_id: str
    phase: str
    caller: Peer | None = None
    video: bool | None = None
    group: bool = False
    duration_s: int | None = None


class LabelSeen(Event, frozen=True, kw_only=True, tag="label"):
    """A label made, renamed, removed, or put on a chat or message by the gateway.

    ``label_id`` is the gateway's own and belongs to the account. ``colour`` is ``#rrggbb``, ``colour_index`` its
    place among WhatsApp's twenty (``services.domain.gateway_labels.PALETTE``). ``assigned`` is True where it was put on
    ``chat`` (or on the message ``stanza_id``), False where it was taken off, None where the label itself is told of.
    """

    label_id: str
    name: str | None = None
    colour: str | None = None
    colour_index: int | None = None
    deleted: bool = False
    chat: Address | None = None
    stanza_id: str | None = None
    assigned: bool | None = None


class ChatLabelsSeen(Event, frozen=True, kw_only=True, tag="chat_labels"):
    """All labels that a chat has now; those it had besides were taken off."""

    chat: Address
    label_ids: tuple[str, ...] = ()


class NoticeSeen(Event, frozen=True, kw_only=True, tag="notice"):
    """Something the admin should read: quality, template status, gateway errors. ``level`` info/warning/error."""

    level: str
    code: str
    title: str | None = None
    text: str | None = None


class HistoryProgress(Event, frozen=True, kw_only=True, tag="history"):
    """How far a history sync is; its messages are events of their own with origin HISTORY."""

    percent: int | None = None
    complete: bool | None = None


class PingSeen(Event, frozen=True, kw_only=True, tag="ping"):
    """A gateway's "test webhook" button, or our own probe (``nonce``)."""

    nonce: str | None = None


class Unrecognised(Event, frozen=True, kw_only=True, tag="unrecognised"):
    """An event, or one item of a batch, that the parser has no reading for; the raw delivery stays.

    ``problem`` True means it should have been readable (a broken item), so the delivery is marked bad
    and can be replayed; False means simply unknown to us.
    """

    name: str
    reason: str | None = None
    problem: bool = False


AnyEvent = (
    MessageSeen
    | MediaSeen
    | AckSeen
    | ChatReadSeen
    | MessageEdited
    | MessageRevoked
    | ReactionSeen
    | PollVoteSeen
    | ConnectionSeen
    | QrSeen
    | ContactSeen
    | ChatSeen
    | GroupSeen
    | PresenceSeen
    | CallSeen
    | LabelSeen
    | ChatLabelsSeen
    | NoticeSeen
    | HistoryProgress
    | PingSeen
    | Unrecognised
)

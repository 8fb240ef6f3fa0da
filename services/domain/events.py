"""Canonical events: what every provider's deliveries, history pages and socket frames are parsed into.

Frozen msgspec structs, so that a contract case is plain JSON and comparing is equality. Moments are
integer milliseconds since 1970 UTC (``_at_ms``): parsers and the database both speak them, and a
round trip through ``datetime`` for each event would cost more than the rest of the parse.
None always means "the gateway did not say"; empty strings are not used for that.
"""

import re
from enum import StrEnum
from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.status import Status


class Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all event parts."""


class Direction(StrEnum):
    """Seen from the business: ``in`` came from the customer, ``out`` left our number."""

    IN = "in"
    OUT = "out"


class Origin(StrEnum):
    """Who made an outgoing message, where the gateway tells."""

    API = "api"
    PHONE = "phone"
    HISTORY = "history"


class MessageKind(StrEnum):
    """What a message is; every provider's types map onto these, UNSUPPORTED keeps the rest visible."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    GIF = "gif"
    VIDEO_NOTE = "video_note"
    AUDIO = "audio"
    VOICE = "voice"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    LIVE_LOCATION = "live_location"
    CONTACTS = "contacts"
    POLL = "poll"
    BUTTONS = "buttons"
    LIST = "list"
    TEMPLATE = "template"
    INTERACTIVE_REPLY = "interactive_reply"
    ORDER = "order"
    PRODUCT = "product"
    PAYMENT = "payment"
    GROUP_INVITE = "group_invite"
    EVENT = "event"
    CALL = "call"
    SYSTEM = "system"
    UNDECRYPTED = "undecrypted"
    UNSUPPORTED = "unsupported"


MEDIA_KINDS = frozenset(
    {
        MessageKind.IMAGE,
        MessageKind.VIDEO,
        MessageKind.GIF,
        MessageKind.VIDEO_NOTE,
        MessageKind.AUDIO,
        MessageKind.VOICE,
        MessageKind.DOCUMENT,
        MessageKind.STICKER,
    }
)


class Peer(Struct, frozen=True):
    """A person or a group as one event names it.

    ``aliases`` are further addresses of the same person found in the same event (LID beside number):
    the applier ties them together. Names are as told; ``push_name`` is what the person calls themself.
    """

    address: Address
    aliases: tuple[Address, ...] = ()
    name: str | None = None
    push_name: str | None = None
    business_name: str | None = None
    picture_url: str | None = None


class Media(Struct, frozen=True):
    """A file that belongs to a message; the bytes come later, through ``ref`` or ``url`` or ``inline_base64``.

    ``stored_path`` is set by Balcão alone once the bytes are in the media folder; no parser may set it.
    """

    mime: str | None = None
    size: int | None = None
    file_name: str | None = None
    sha256: str | None = None
    url: str | None = None
    ref: dict[str, Any] | None = None
    inline_base64: str | None = None
    stored_path: str | None = None
    thumbnail_base64: str | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    waveform_base64: str | None = None
    animated: bool = False


class Quoted(Struct, frozen=True):
    """The message that is answered to, as far as the event tells."""

    stanza_id: str
    author: Address | None = None
    from_me: bool | None = None
    kind: MessageKind | None = None
    text: str | None = None


class Location(Struct, frozen=True):
    """Degrees (WGS 84); ``live_s`` is how long a live location is shared."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    url: str | None = None
    live_s: int | None = None


class ContactCard(Struct, frozen=True):
    """One shared contact."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organisation: str | None = None
    vcard: str | None = None

    @property
    def dialable(self) -> str | None:
        """The first number WhatsApp can reach, as digits with the country code; a bare local one is Brazilian."""
        told = re.search(r"waid=(\d{8,15})", (self.vcard or "")[:20_000], re.ASCII)
        if told is not None:
            return told.group(1)
        for phone in self.phones:
            digits = re.sub(r"\D+", "", phone[:60], flags=re.ASCII)
            if not phone.strip().startswith("+") and len(digits) in (10, 11):
                digits = "55" + digits
            if 10 <= len(digits) <= 15:
                return digits
        return None


class Poll(Struct, frozen=True):
    """A question with options; ``selectable`` 0 means any number."""

    question: str
    options: tuple[str, ...] = ()
    selectable: int = 0


class Choice(Struct, frozen=True):
    """One button, list row or quick reply that a message offers."""

    title: str
    id: str | None = None
    description: str | None = None
    url: str | None = None
    phone: str | None = None
    section: str | None = None


class Menu(Struct, frozen=True):
    """Buttons, list or template as shown: header, body is the message text, footer, choices."""

    title: str | None = None
    footer: str | None = None
    button: str | None = None
    choices: tuple[Choice, ...] = ()
    template: str | None = None


class Reply(Struct, frozen=True):
    """What the customer chose from a menu; the message text repeats the title."""

    source: str
    id: str | None = None
    title: str | None = None
    description: str | None = None
    payload: dict[str, Any] | None = None


class OrderItem(Struct, frozen=True):
    """One line of an order; ``price`` in the order's currency."""

    name: str
    quantity: int = 1
    price: float | None = None
    product_id: str | None = None


class Order(Struct, frozen=True):
    """A catalogue order or a single product (one item)."""

    id: str | None = None
    title: str | None = None
    currency: str | None = None
    total: float | None = None
    items: tuple[OrderItem, ...] = ()
    note: str | None = None


class LinkPreview(Struct, frozen=True):
    """The preview that came with the message; never fetched by us."""

    url: str
    title: str | None = None
    description: str | None = None
    thumbnail_base64: str | None = None


class Referral(Struct, frozen=True):
    """The advertisement or post a customer came from."""

    url: str | None = None
    title: str | None = None
    body: str | None = None
    source_id: str | None = None
    source_type: str | None = None
    click_id: str | None = None


class GroupInvite(Struct, frozen=True):
    """An invitation to a group."""

    group_name: str | None = None
    code: str | None = None
    group: Address | None = None
    expires_at_ms: int | None = None


class SystemNotice(Struct, frozen=True):
    """A line the app writes itself in the reader's language: ``code`` with its arguments."""

    code: str
    actor: str | None = None
    subjects: tuple[str, ...] = ()
    value: str | None = None


class CallNotice(Struct, frozen=True):
    """A call shown as a message: ``phase`` is offer, accepted, rejected, missed or ended."""

    phase: str
    video: bool | None = None
    group: bool = False
    duration_s: int | None = None


class Content(Struct, frozen=True):
    """What a message holds beyond text and file; stored as JSON with the message.

    ``starts_at_ms`` is when that begins what an invitation to an event invites to.
    """

    location: Location | None = None
    contacts: tuple[ContactCard, ...] = ()
    poll: Poll | None = None
    menu: Menu | None = None
    reply: Reply | None = None
    order: Order | None = None
    link_preview: LinkPreview | None = None
    referral: Referral | None = None
    group_invite: GroupInvite | None = None
    system: SystemNotice | None = None
    call: CallNotice | None = None
    starts_at_ms: int | None = None
    mentions: tuple[str, ...] = ()
    forwarded: int = 0
    view_once: bool = False
    ephemeral_s: int | None = None
    raw_kind: str | None = None


class ProviderProblem(Struct, frozen=True):
    """A failure in the gateway's own words."""

    code: str
    text: str | None = None


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

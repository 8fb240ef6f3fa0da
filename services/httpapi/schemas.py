"""What goes over the wire: the one source of the local API's checks and of its OpenAPI document.

Times are UTC and end in ``Z``. Answers have every field, null where unknown; requests refuse fields
that they do not know.
"""

import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from services.domain.content import Content, Direction, MessageKind, Origin
from services.domain.events import ConnectionState
from services.domain.models import ChannelKind, DeliveryState, MediaState, StepStatus

MAX_ID = 2**63 - 1
MAX_TEXT = 65_536

Id = Annotated[int, Meta(ge=1, le=MAX_ID)]
Time = Annotated[datetime.datetime, Meta(tz=True)]
Limit = Annotated[int, Meta(ge=1, le=200, description="How many items a page has at most.")]
# what is only spaces or NUL says nothing
Text = Annotated[str, Meta(min_length=1, max_length=MAX_TEXT, pattern=r"[^\s\x00]")]
# "$" lets a line break pass behind it, as a key pasted from a terminal has: it is stripped later
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")]
Secret = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[!-~]+$")]
BaseUrl = Annotated[
    str,
    Meta(
        max_length=500,
        pattern=r"^https?://[A-Za-z0-9\[][!-~]*$",
        description="Where the gateway's own API is; no user or password in it.",
    ),
]
Cursor = Annotated[
    str, Meta(min_length=1, max_length=500, description="`next` of the page before; the first page has none.")
]


class MessageStatus(StrEnum):
    """How far an outgoing message has come, in this order. ``unknown``: it may or may not have left."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything that is answered."""


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of queries and bodies."""


# requests -----------------------------------------------------------------------------------------


class NoQuery(Request, frozen=True):
    """Takes no query parameters."""


class ChatsQuery(Request, frozen=True):
    """Which chats."""

    instance: Annotated[int, Meta(ge=1, le=MAX_ID, description="Only chats of this instance.")] | UnsetType = UNSET
    limit: Limit = 50
    cursor: Cursor | UnsetType = UNSET


class MessagesQuery(Request, frozen=True):
    """Which messages."""

    before: (
        Annotated[int, Meta(ge=1, le=MAX_ID, description="`next` of the page before: older ones only.")] | UnsetType
    ) = UNSET
    limit: Limit = 50


class DeliveriesQuery(Request, frozen=True):
    """Which deliveries."""

    state: DeliveryState | UnsetType = UNSET
    instance: Annotated[int, Meta(ge=1, le=MAX_ID, description="Only those of this instance.")] | UnsetType = UNSET
    limit: Limit = 50
    cursor: Cursor | UnsetType = UNSET


class DiagnosisQuery(Request, frozen=True):
    """What to look at."""

    instance: Annotated[int, Meta(ge=1, le=MAX_ID, description="This number; without it the program itself.")] | UnsetType = (
        UNSET
    )


class RemoveQuery(Request, frozen=True):
    """How to remove."""

    keep_history: Annotated[bool, Meta(description="Whether its chats and messages stay.")] = True


class NewInstance(Request, frozen=True):
    """A number on a gateway. ``name`` is the gateway's own name for it."""

    provider: str
    name: Name
    base_url: BaseUrl | UnsetType = UNSET
    api_key: Secret | UnsetType = UNSET
    secrets: Annotated[
        dict[str, Secret], Meta(description="Further credentials, by the names that `GET /providers` gives.")
    ] = {}
    label: Annotated[str, Meta(max_length=200)] = ""


class NewMessage(Request, frozen=True):
    """An answer to send. The same ``client_id`` again gives the message that is there already."""

    text: Text
    client_id: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")] | UnsetType = UNSET


class Assignment(Request, frozen=True):
    """The instance that a parked delivery belongs to."""

    instance_id: Id


# answers ------------------------------------------------------------------------------------------


class DeliveryCounts(Answer, frozen=True):
    """Deliveries that are not applied: waiting, unreadable, of no known instance."""

    new: int
    bad: int
    parked: int


class Job(Answer, frozen=True):
    """A background job."""

    name: str
    running: bool
    failures: int
    last_error: str | None


class Health(Answer, frozen=True):
    """How the program is; ``ok`` is false where a person should look."""

    ok: bool
    version: str
    hooks_url: str | None
    api_url: str | None
    deliveries: DeliveryCounts
    problems: tuple[str, ...]
    jobs: tuple[Job, ...]


class DiagnosisStep(Answer, frozen=True):
    """One step of a diagnosis; ``cause`` is a stable code, ``text`` the other side's own words or a short fact."""

    step: str
    status: StepStatus
    duration_ms: int
    cause: str | None
    text: str | None


class Diagnosis(Answer, frozen=True):
    """Every step, in order."""

    items: tuple[DiagnosisStep, ...]


class Credential(Answer, frozen=True):
    """One thing to know for connecting."""

    name: str
    secret: bool
    required: bool


class Provider(Answer, frozen=True):
    """A kind of gateway."""

    kind: str
    display_name: str
    capabilities: tuple[str, ...]
    credentials: tuple[Credential, ...]
    default_base_url: str | None


class Instance(Answer, frozen=True):
    """A number on a gateway."""

    id: Id
    provider: str
    name: str
    label: str
    base_url: str
    state: ConnectionState
    state_reason: str | None
    state_since: Time | None
    next_retry_at: Time | None
    own_phone: str | None
    own_name: str | None
    last_event_at: Time | None
    demo: bool
    paused: bool
    channel: ChannelKind


class InstanceWithHook(Instance, frozen=True):
    """One instance with what its gateway must be told. ``hook_token`` is a secret."""

    hook_url: str | None
    hook_token: str


class Qr(Answer, frozen=True):
    """What there is to link the phone with just now; all null where there is nothing to scan."""

    state: ConnectionState
    text: str | None
    image_base64: str | None
    pairing_code: str | None
    expires_at: Time | None
    attempt: int | None


class Preview(Answer, frozen=True):
    """The last message of a chat, shortened."""

    text: str | None
    kind: MessageKind | None
    direction: Direction | None
    status: MessageStatus | None
    author: str | None
    deleted: bool


class Chat(Answer, frozen=True):
    """A conversation. ``address`` is WhatsApp's, ``phone`` its digits where it is a number."""

    id: Id
    instance_id: Id
    title: str
    address: str
    phone: str | None
    is_group: bool
    last_message: Preview | None
    last_at: Time | None
    unread: int
    draft: str | None
    archived: bool
    pinned: bool
    muted: bool


class Author(Answer, frozen=True):
    """Who wrote it."""

    name: str | None
    phone: str | None


class Reaction(Answer, frozen=True):
    """One person's present reaction."""

    emoji: str
    from_me: bool
    actor: str | None


class QuotedMessage(Answer, frozen=True):
    """The message that is answered to; ``message_id`` is null where it is not stored."""

    provider_message_id: str
    message_id: Id | None
    author: str | None
    from_me: bool
    kind: MessageKind | None
    text: str | None


class Media(Answer, frozen=True):
    """The file of a message, as told by the gateway, and how far its download is."""

    mime: str | None
    size: int | None
    file_name: str | None
    duration_s: float | None
    width: int | None
    height: int | None
    pages: int | None
    animated: bool
    state: MediaState
    error: str | None


class Message(Answer, frozen=True):
    """One message. ``status`` is for outgoing ones; ``text`` is plain text as it was written."""

    id: Id
    provider_message_id: str | None
    client_id: str | None
    chat_id: Id
    direction: Direction
    kind: MessageKind
    text: str | None
    author: Author
    sent_at: Time
    status: MessageStatus | None
    error_code: str | None
    error_text: str | None
    origin: Origin | None
    reactions: tuple[Reaction, ...]
    edited: bool
    deleted: bool
    quoted: QuotedMessage | None
    media: Media | None
    content: Content | None


class Delivery(Answer, frozen=True):
    """One webhook request in the journal."""

    id: Id
    instance_id: Id | None
    provider: str | None
    event: str | None
    state: DeliveryState
    received_at: Time
    size: int
    path: str
    error: str | None
    duplicates: int
    attempts: int
    conflicts: int


Next = Annotated[str | None, Meta(description="Asks for the following page; null at the end.")]


class Providers(Answer, frozen=True):
    """All providers."""

    items: tuple[Provider, ...]
    next: Next


class Instances(Answer, frozen=True):
    """All instances."""

    items: tuple[Instance, ...]
    next: Next


class Chats(Answer, frozen=True):
    """A page of chats, latest first."""

    items: tuple[Chat, ...]
    next: Next


class Messages(Answer, frozen=True):
    """A page of messages, newest first; ``next`` is passed back as ``before``."""

    items: tuple[Message, ...]
    next: Next


class Deliveries(Answer, frozen=True):
    """A page of deliveries, newest first."""

    items: tuple[Delivery, ...]
    next: Next


Document = dict[str, Any]

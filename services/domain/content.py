"""What a message is and what it holds, and the people that events name, as every provider's words are read.

Frozen msgspec structs: ``Content`` is stored as JSON with its message, and a contract case is plain JSON.
None always means "the gateway did not say"; empty strings are not used for that.
"""

import re
from enum import StrEnum
from typing import Any

import msgspec

from services.domain.address import Address


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

"""What we ask a gateway to do to a chat, and what came of it."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.content import Choice, ContactCard, Location, Poll
from services.domain.errors import ErrorCode
from services.domain.status import Status


class OutgoingKind(StrEnum):
    """Everything that goes through the outbox."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACTS = "contacts"
    POLL = "poll"
    BUTTONS = "buttons"
    LIST = "list"
    TEMPLATE = "template"
    FORWARD = "forward"
    REACTION = "reaction"
    EDIT = "edit"
    REVOKE = "revoke"


class MessageRef(msgspec.Struct, frozen=True, kw_only=True):
    """A stored message as a gateway can find it again."""

    stanza_id: str
    provider_message_id: str
    chat: Address
    from_me: bool
    author: Address | None = None
    text: str | None = None


class OutgoingMedia(msgspec.Struct, frozen=True, kw_only=True):
    """A local file to send; ``mime`` was sniffed from its bytes, ``file_name`` is what the customer sees."""

    path: Path
    mime: str
    file_name: str
    size: int
    duration_s: float | None = None


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A Cloud API template with its parameters; ``components`` as Meta's reference names them."""

    name: str
    language: str
    # Any, not object: msgspec reads it back as it is
    components: tuple[dict[str, Any], ...] = ()


class TemplateField(msgspec.Struct, frozen=True, kw_only=True):
    """One value that a template asks for: ``part`` is header, body or button; of a button also which and its kind

    (``url``: the end of its address, ``copy_code``: the code to be copied) and the words on it.
    """

    part: str
    name: str
    index: int = 0
    kind: str = "text"
    words: str = ""


class TemplateOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A template the account has. ``text`` holds its placeholders (``{{1}}``); only ``approved`` ones may go out.

    ``header_file`` is the kind of file its header wants (image, video, document), None where it wants none.
    """

    name: str
    language: str
    approved: bool
    category: str | None = None
    status: str | None = None
    header: str | None = None
    text: str | None = None
    footer: str | None = None
    buttons: tuple[str, ...] = ()
    fields: tuple[TemplateField, ...] = ()
    header_file: str | None = None


class OutgoingMenu(msgspec.Struct, frozen=True, kw_only=True):
    """Buttons or a list; the body is the message's text."""

    title: str | None = None
    footer: str | None = None
    button: str | None = None
    choices: tuple[Choice, ...] = ()


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to send. ``client_id`` is ours, made before sending, given to gateways that keep it."""

    client_id: str
    chat: Address
    kind: OutgoingKind
    text: str | None = None
    media: OutgoingMedia | None = None
    location: Location | None = None
    contacts: tuple[ContactCard, ...] = ()
    poll: Poll | None = None
    menu: OutgoingMenu | None = None
    template: Template | None = None
    quoted: MessageRef | None = None
    target: MessageRef | None = None
    emoji: str | None = None
    mentions: tuple[Address, ...] = ()


class Accepted(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The gateway took it. ``stanza_id`` None where the answer names no id (the echo will)."""

    provider_message_id: str | None = None
    stanza_id: str | None = None
    status: Status = Status.SENT


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A permanent no; shown as failed with its reason."""

    code: ErrorCode
    text: str = ""


class NotSent(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Certainly not sent; safe to try again by itself, after ``retry_after_s`` if given."""

    code: ErrorCode
    text: str = ""
    retry_after_s: float | None = None


class Uncertain(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Nobody knows whether it was sent; never repeated by itself."""

    text: str = ""


Outcome = Accepted | Refused | NotSent | Uncertain

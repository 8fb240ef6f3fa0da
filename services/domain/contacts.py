"""Contacts as the window shows them, and what can be asked about them: frozen data."""

from enum import StrEnum

import msgspec

from services.domain.address import Address
from services.domain.ids import ChatId, ContactId
from services.domain.models import ChatView


class ContactView(msgspec.Struct, frozen=True, kw_only=True):
    """One person. ``title`` is the name to show, ``chat_id`` the conversation that was written in last.

    ``phone`` are digits with country code, None where only WhatsApp's own id is known.
    """

    id: ContactId
    title: str
    address: Address
    phone: str | None = None
    own_name: str | None = None
    name: str | None = None
    business_name: str | None = None
    push_name: str | None = None
    blocked: bool = False
    chat_id: ChatId | None = None
    last_at_ms: int | None = None


class SharedKind(StrEnum):
    """What of a conversation is looked through."""

    PICTURES = "pictures"
    DOCUMENTS = "documents"
    LINKS = "links"


class NumberCheck(StrEnum):
    """What is known of a number before anybody writes to it."""

    ON_WHATSAPP = "on_whatsapp"
    NOT_ASKED = "not_asked"


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation to go to. ``existed`` where there was one with that person over that number before."""

    chat: ChatView
    check: NumberCheck
    existed: bool = False


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """A merge that was done; ``undo`` takes it back by its ``id``."""

    id: int
    contact: ContactView
    gone_title: str


class Twins(msgspec.Struct, frozen=True, kw_only=True):
    """Two contacts that are likely one person; ``reason`` is ``number`` or ``name``."""

    first: ContactView
    second: ContactView
    reason: str

"""A person as the desk knows them: names, numbers, notes and the desk's own fields."""

import math
from datetime import date
from enum import StrEnum

import msgspec

from services.domain.address import Address
from services.domain.errors import Invalid
from services.domain.ids import ContactId, FieldId, LabelId
from services.domain.models import ChatView

MAX_NAME = 120
MAX_NOTE = 8_000
MAX_VALUE = 1_000
MAX_CHOICES = 50
MAX_FIELDS = 50


class FieldKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class FieldDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A custom field of contacts; ``choices`` for CHOICE. Id 0 is a new one."""

    id: FieldId = FieldId(0)
    name: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the contacts page. ``title`` is what is shown: own name, profile names, else number or id."""

    id: ContactId
    title: str
    own_name: str | None = None
    profile_name: str | None = None
    phones: tuple[str, ...] = ()
    is_group: bool = False
    blocked: bool = False
    picture_path: str | None = None
    last_at_ms: int | None = None
    labels: tuple[LabelId, ...] = ()


class ContactDetails(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the contact panel shows.

    ``saved_name`` is what the phone's address book says, ``push_name`` what the person calls themselves.
    ``values`` are the custom fields that are filled: numbers as ``1234.5``, dates as ``2026-11-22``.
    ``picture_path`` is relative to the media folder (``Messages.file``). ``chats`` are all conversations with them.
    """

    contact: Contact
    addresses: tuple[Address, ...] = ()
    saved_name: str | None = None
    business_name: str | None = None
    push_name: str | None = None
    about: str | None = None
    note: str = ""
    values: tuple[tuple[FieldId, str], ...] = ()
    chats: tuple[ChatView, ...] = ()
    can_block: bool = False
    can_refresh: bool = False


def checked_value(field: FieldDefinition, value: str) -> str:
    """A value in the form in which it is kept; empty clears it. Raises Invalid (value)."""
    value = value.replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if not value:
        return ""
    if len(value) > MAX_VALUE:
        raise Invalid("value")
    match field.kind:
        case FieldKind.TEXT:
            return value
        case FieldKind.CHOICE:
            if value not in field.choices:
                raise Invalid("value")
            return value
        case FieldKind.DATE:
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                raise Invalid("value") from None
        case FieldKind.NUMBER:
            return _number(value)


def _number(value: str) -> str:
    # 1.234,5 and 1234.5 are the same number to different people
    if "," in value:
        value = value.replace(".", "").replace(",", ".")
    try:
        number = float(value)
    except ValueError:
        raise Invalid("value") from None
    if not math.isfinite(number) or abs(number) >= 1e15:
        raise Invalid("value")
    return repr(int(number)) if number == int(number) else repr(number)

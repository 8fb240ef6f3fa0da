"""Everything about a contact."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from services.domain import address as addresses
from services.domain import phone
from services.domain.address import Address
from services.domain.errors import NotFound
from services.domain.ids import ChatId, ContactId, FieldId, InstanceId, LabelId
from services.domain.models import ChatView
from services.domain.people import Contact, ContactDetails, FieldDefinition, FieldKind
from services.storage.queries import chats
from services.storage.queries.names import SHOWN

_CHATS = 200
_CONTACT = f"""SELECT p.id, {SHOWN}, p.own_name, coalesce(p.name, p.business_name, p.push_name), p.kind = 'group',
  p.blocked, p.picture_path, (SELECT max(last_at) FROM chat WHERE contact_id = p.id),
  (SELECT json_group_array(address) FROM alias WHERE contact_id = p.id),
  (SELECT json_group_array(DISTINCT l.label_id) FROM chat c JOIN chat_label l ON l.chat_id = c.id
    WHERE c.contact_id = p.id) FROM contact p"""
_texts = msgspec.json.Decoder(tuple[str, ...])
_labels = msgspec.json.Decoder(tuple[LabelId, ...])
_choices = msgspec.json.Decoder(tuple[str, ...])


def finding(wanted: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The condition on ``p`` that all words are in the names, or that all are digits of a number; and its values."""
    digits = "".join(wanted)
    names = " AND ".join("instr(p.folded, ?)" for _ in wanted)
    if len(digits) < 3 or not digits.isdigit():
        return f"({names})", list(wanted)
    return f"({names} OR p.id IN (SELECT contact_id FROM alias WHERE instr(address, ?)))", [*wanted, digits]


def contacts(connection: sqlite3.Connection, ids: tuple[ContactId, ...]) -> tuple[Contact, ...]:
    """These contacts in this order; unknown ids are left out."""
    found: list[Contact] = []
    for contact in ids:
        row = connection.execute(f"{_CONTACT} WHERE p.id = ?", (contact,)).fetchone()
        if row is not None:
            found.append(_contact(row))
    return tuple(found)


def details(connection: sqlite3.Connection, contact: ContactId) -> ContactDetails:
    """Everything about one. Raises NotFound."""
    row = connection.execute(f"{_CONTACT} WHERE p.id = ?", (contact,)).fetchone()
    if row is None:
        raise NotFound(f"contact {contact}")
    saved, business, push, about, note = connection.execute(
        "SELECT name, business_name, push_name, about, note FROM contact WHERE id = ?", (contact,)
    ).fetchone()
    values = connection.execute(
        """SELECT v.field_id, v.value FROM field_value v JOIN field f ON f.id = v.field_id
           WHERE v.contact_id = ? AND f.removed = 0 ORDER BY v.field_id""",
        (contact,),
    ).fetchall()
    return ContactDetails(
        contact=_contact(row),
        addresses=_addresses(row[8]),
        saved_name=saved,
        business_name=business,
        push_name=push,
        about=about,
        note=note,
        values=tuple((FieldId(field), value) for field, value in values),
        chats=_chats_of(connection, contact),
    )


def reach(connection: sqlite3.Connection, contact: ContactId) -> tuple[tuple[ChatId, InstanceId, Address], ...]:
    """In which chats, by which instances and at which address they are written to, the latest first. Raises NotFound."""
    if connection.execute("SELECT 1 FROM contact WHERE id = ?", (contact,)).fetchone() is None:
        raise NotFound(f"contact {contact}")
    return tuple((chat.id, chat.instance_id, chat.address) for chat in _chats_of(connection, contact))


def nameless_groups(connection: sqlite3.Connection, chats: Iterable[ChatId]) -> tuple[ContactId, ...]:
    """Those of these chats that are groups whose name nobody told."""
    rows = connection.execute(
        """SELECT p.id FROM chat c JOIN contact p ON p.id = c.contact_id
           WHERE c.id IN (SELECT value FROM json_each(?)) AND c.is_group = 1
             AND coalesce(p.own_name, p.name, p.push_name, p.business_name) IS NULL ORDER BY c.id""",
        (json.dumps(sorted(chats)),),
    ).fetchall()
    return tuple(ContactId(row[0]) for row in rows)


def fields(connection: sqlite3.Connection) -> tuple[FieldDefinition, ...]:
    """The custom fields in the order in which they were made."""
    rows = connection.execute("SELECT id, name, kind, choices FROM field WHERE removed = 0 ORDER BY id").fetchall()
    return tuple(
        FieldDefinition(id=FieldId(row[0]), name=row[1], kind=FieldKind(row[2]), choices=_choices.decode(row[3]))
        for row in rows
    )


def _chats_of(connection: sqlite3.Connection, contact: ContactId) -> tuple[ChatView, ...]:
    rows = connection.execute("SELECT id FROM chat WHERE contact_id = ? LIMIT ?", (contact, _CHATS)).fetchall()
    found = chats.get(connection, tuple(ChatId(row[0]) for row in rows))
    return tuple(sorted(found, key=lambda chat: (-(chat.last_at_ms or 0), -chat.id)))


def _contact(row: Any) -> Contact:
    known = _addresses(row[8])
    phones = tuple(each.phone for each in known if each.phone is not None)
    return Contact(
        id=ContactId(row[0]),
        title=row[1] or (phone.display(phones[0]) if phones else known[0].id if known else str(row[0])),
        own_name=row[2],
        profile_name=row[3],
        phones=phones,
        is_group=bool(row[4]),
        blocked=bool(row[5]),
        picture_path=row[6],
        last_at_ms=row[7],
        labels=_labels.decode(row[9]),
    )


def _addresses(raw: str) -> tuple[Address, ...]:
    """Numbers first; of the two spellings of a Brazilian mobile the longer one alone."""
    parsed = [each for each in map(addresses.parse, _texts.decode(raw)) if each is not None]
    best: dict[str, Address] = {}
    for each in sorted(parsed, key=lambda a: (a.phone is None, -len(a.id), a.id)):
        best.setdefault(each.match_key, each)
    return tuple(best.values())

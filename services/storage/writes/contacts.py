"""What the desk itself knows of people: own names, notes, custom fields."""

import sqlite3
from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.agents import Deed
from services.domain.changes import ChangeSet, Listed
from services.domain.content import Peer
from services.domain.errors import Conflict, Invalid, NotFound
from services.domain.events import ContactSeen
from services.domain.ids import ContactId, FieldId
from services.domain.labels import same
from services.domain.people import MAX_FIELDS, FieldDefinition, FieldKind
from services.storage.database import Tx, Written
from services.storage.writes import audit, names, people
from services.storage.writes.changed import Changed

_NEWS = ChangeSet(lists=frozenset({Listed.FIELDS}))


def rename(tx: Tx, contact: ContactId, name: str | None, now: int) -> Written[None]:
    """The desk's own name, None for none. Raises NotFound."""
    changed = Changed()
    _name(tx, changed, contact, name, now)
    return Written(None, changed.freeze())


def name_address(tx: Tx, address: Address, name: str, now: int) -> Written[None]:
    """The person of an address, known or not, is called so from now on, whatever gateways told before."""
    changed = Changed()
    _name(tx, changed, people.contact_of(tx, changed, Peer(address=address), now, now), name, now)
    return Written(None, changed.freeze())


def _name(tx: Tx, changed: Changed, contact: ContactId, name: str | None, now: int) -> None:
    _update(tx, contact, own_name=name)
    names.follow(tx, changed, contact)
    audit.note_deed(tx, Deed.RENAMED, now, detail=name or "")


def set_note(tx: Tx, contact: ContactId, text: str) -> Written[None]:
    """What to know about them. Raises NotFound."""
    _update(tx, contact, note=text)
    return Written(None, ChangeSet(contacts=frozenset({contact})))


def set_blocked(tx: Tx, contact: ContactId, on: bool, now: int) -> Written[None]:
    """The gateway has blocked or unblocked them. Raises NotFound."""
    _update(tx, contact, blocked=on)
    audit.note_deed(tx, Deed.BLOCKED, now, detail="on" if on else "off")
    return Written(None, ChangeSet(contacts=frozenset({contact})))


def set_picture(tx: Tx, contact: ContactId, path: str) -> Written[None]:
    """Where their picture is kept. Raises NotFound."""
    _update(tx, contact, picture_path=path)
    return Written(None, ChangeSet(contacts=frozenset({contact})))


def learn(tx: Tx, event: ContactSeen, now: int) -> Written[None]:
    """What a gateway answered about a person."""
    changed = Changed()
    people.learn_contact(tx, changed, event, now, now)
    return Written(None, changed.freeze())


def set_value(tx: Tx, contact: ContactId, field: FieldId, value: str) -> Written[None]:
    """Fill a field, empty clears it. Raises NotFound."""
    if tx.one("SELECT 1 FROM contact WHERE id = ?", contact) is None:
        raise NotFound(f"contact {contact}")
    if tx.one("SELECT 1 FROM field WHERE id = ? AND removed = 0", field) is None:
        raise NotFound(f"field {field}")
    if value:
        tx.execute(
            "INSERT OR REPLACE INTO field_value (contact_id, field_id, value) VALUES (?, ?, ?)", (contact, field, value)
        )
    else:
        tx.execute("DELETE FROM field_value WHERE contact_id = ? AND field_id = ?", (contact, field))
    return Written(None, ChangeSet(contacts=frozenset({contact})))


def save_field(tx: Tx, field: FieldDefinition) -> Written[FieldId]:
    """A new field (id 0) or a change; the kind of one that exists stays. Raises Invalid (kind, name), Conflict, NotFound."""
    choices = msgspec.json.encode(field.choices if field.kind is FieldKind.CHOICE else ())
    try:
        if not field.id:
            if tx.one("SELECT count(*) FROM field WHERE removed = 0")[0] >= MAX_FIELDS:
                raise Invalid("name")
            made = tx.execute(
                "INSERT INTO field (name, same, kind, choices) VALUES (?, ?, ?, ?)",
                (field.name, same(field.name), field.kind.value, choices),
            ).lastrowid
            return Written(FieldId(made or 0), _NEWS)
        row = tx.one("SELECT kind FROM field WHERE id = ? AND removed = 0", field.id)
        if row is None:
            raise NotFound(f"field {field.id}")
        if row[0] != field.kind.value:
            raise Invalid("kind")
        tx.execute(
            "UPDATE field SET name = ?, same = ?, choices = ? WHERE id = ?",
            (field.name, same(field.name), choices, field.id),
        )
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    return Written(field.id, _NEWS)


def set_field_removed(tx: Tx, field: FieldId, removed: bool) -> Written[None]:
    """Hide a field, or bring it back with its values. Raises NotFound, Conflict (name)."""
    try:
        count = tx.execute(
            "UPDATE field SET removed = ? WHERE id = ? AND removed <> ?", (removed, field, removed)
        ).rowcount
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    if not count:
        raise NotFound(f"field {field}")
    return Written(None, _NEWS)


def _update(tx: Tx, contact: ContactId, **columns: Any) -> None:
    names_of = ", ".join(f"{name} = ?" for name in columns)
    if not tx.execute(f"UPDATE contact SET {names_of} WHERE id = ?", (*columns.values(), contact)).rowcount:
        raise NotFound(f"contact {contact}")

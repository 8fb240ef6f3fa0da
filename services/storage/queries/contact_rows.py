"""Contacts as rows of a table, for export."""

import sqlite3

import msgspec

from services.domain import address as addresses


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person: the desk's own name or what they are called, digits, note, WhatsApp's name, field values by id.

    ``labels`` are those of all conversations with them, by name.
    """

    id: int
    name: str
    digits: str
    note: str
    push_name: str
    values: dict[int, str] = {}
    labels: tuple[str, ...] = ()


def after(connection: sqlite3.Connection, last: int, limit: int) -> tuple[ContactRow, ...]:
    """The people after an id that have a telephone number."""
    found = connection.execute(
        """SELECT p.id, coalesce(p.own_name, p.name, p.business_name, ''), ifnull(p.push_name, ''), p.note,
             (SELECT max(a.address) FROM alias a WHERE a.contact_id = p.id AND a.address LIKE '%@s.whatsapp.net')
           FROM contact p WHERE p.id > ? AND p.kind = 'person' ORDER BY p.id LIMIT ?""",
        (last, limit),
    ).fetchall()
    values: dict[int, dict[int, str]] = {}
    labels: dict[int, list[str]] = {}
    if found:
        for contact, field, value in connection.execute(
            "SELECT contact_id, field_id, value FROM field_value WHERE contact_id BETWEEN ? AND ?", (found[0][0], found[-1][0])
        ).fetchall():
            values.setdefault(contact, {})[field] = value
        for contact, name in connection.execute(
            """SELECT DISTINCT c.contact_id, l.name FROM chat c JOIN chat_label t ON t.chat_id = c.id
               JOIN label l ON l.id = t.label_id WHERE c.contact_id BETWEEN ? AND ? ORDER BY l.folded, l.same""",
            (found[0][0], found[-1][0]),
        ).fetchall():
            labels.setdefault(contact, []).append(name)
    return tuple(
        ContactRow(
            id=row[0], name=row[1], push_name=row[2], note=row[3], digits=_digits(row[4]), values=values.get(row[0], {}),
            labels=tuple(labels.get(row[0], ())),
        )
        for row in found
    )


def _digits(stored: str | None) -> str:
    address = addresses.parse(stored)
    return (address.phone or "") if address is not None else ""

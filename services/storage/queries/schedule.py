"""What is to come, soonest first."""

import sqlite3
from typing import Any

from services.domain import address as addresses
from services.domain import phone
from services.domain.address import Address, AddressKind
from services.domain.errors import NotFound
from services.domain.ids import ChatId
from services.domain.sending import Late, Scheduled, ScheduledKind, ScheduledState

_COLUMNS = """s.id, s.chat_id, coalesce(p.own_name, p.name, p.business_name, p.push_name), s.kind, s.text,
  s.due_at, s.late, s.state, s.error, c.address"""
_FROM = "FROM scheduled s JOIN chat c ON c.id = s.chat_id JOIN contact p ON p.id = c.contact_id"


def still_open(connection: sqlite3.Connection) -> tuple[Scheduled, ...]:
    """All that waits, asks, was skipped or failed."""
    rows = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE s.state <> 'done' ORDER BY s.due_at, s.id").fetchall()
    return tuple(_item(row) for row in rows)


def one(connection: sqlite3.Connection, item: int) -> Scheduled:
    """One of them. Raises NotFound."""
    row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE s.id = ?", (item,)).fetchone()
    if row is None:
        raise NotFound(f"scheduled {item}")
    return _item(row)


def client_id(connection: sqlite3.Connection, item: int) -> str:
    """The id under which its message is sent, so that it goes out once. Raises NotFound."""
    row = connection.execute("SELECT client_id FROM scheduled WHERE id = ?", (item,)).fetchone()
    if row is None:
        raise NotFound(f"scheduled {item}")
    return str(row[0])


def next_waiting(connection: sqlite3.Connection) -> Scheduled | None:
    """The one whose time comes first."""
    row = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE s.state = 'waiting' ORDER BY s.due_at LIMIT 1"
    ).fetchone()
    return None if row is None else _item(row)


def _item(row: Any) -> Scheduled:
    address = addresses.parse(row[9]) or Address(AddressKind.RAW, row[9])
    return Scheduled(
        id=row[0],
        chat_id=ChatId(row[1]),
        title=row[2] or (phone.display(address.phone) if address.phone else address.id),
        kind=ScheduledKind(row[3]),
        text=row[4],
        due_at_ms=row[5],
        late=Late(row[6]),
        state=ScheduledState(row[7]),
        error=row[8],
    )

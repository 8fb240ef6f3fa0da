"""Pages of the conversations list."""

import sqlite3
from typing import Any

from services.domain import address as addresses
from services.domain import phone
from services.domain.address import Address, AddressKind
from services.domain.events import Direction, MessageKind
from services.domain.ids import ChatId, ContactId, InstanceId
from services.domain.models import ChatFilter, ChatView, Page
from services.domain.status import Status
from services.storage.queries import cursors

_COLUMNS = """c.id, c.instance_id, c.contact_id, p.name, p.business_name, p.push_name, c.address, c.is_group, c.preview,
  c.preview_kind, c.preview_direction, c.preview_status, c.preview_author, c.preview_deleted, c.last_at, c.unread,
  d.text, c.archived, c.pinned, c.muted, c.revision, c.marked,
  CASE WHEN c.address LIKE '%@lid' THEN (SELECT a.address FROM alias a WHERE a.contact_id = c.contact_id
    AND a.address LIKE '%@s.whatsapp.net' LIMIT 1) END"""
_FROM = "FROM chat c JOIN contact p ON p.id = c.contact_id LEFT JOIN draft d ON d.chat_id = c.id"


# the same as ChatView.is_in
_SHOWN = "c.address NOT LIKE '%@newsletter' AND c.address NOT LIKE '%@broadcast'"
_FILTERS = {
    ChatFilter.ALL: "c.archived = 0",
    ChatFilter.UNREAD: "(c.unread > 0 OR c.marked)",
    ChatFilter.WAITING: "c.archived = 0 AND c.is_group = 0 AND c.preview_direction = 'in'",
    ChatFilter.GROUPS: "c.archived = 0 AND c.is_group",
    ChatFilter.ARCHIVED: "c.archived",
}


def page(
    connection: sqlite3.Connection,
    instance: InstanceId | None,
    cursor: str | None,
    limit: int,
    which: ChatFilter | None = None,
) -> Page[ChatView]:
    """Pinned ones, then latest first; ``instance`` narrows to the chats of that instance's number."""
    conditions, parameters = ["c.last_at IS NOT NULL"], []
    if instance is not None:
        conditions.append("c.account_id = (SELECT account_id FROM instance WHERE id = ?)")
        parameters.append(int(instance))
    if cursor is not None:
        conditions.append("(c.pinned, c.last_at, c.id) < (?, ?, ?)")
        parameters += [value or 0 for value in cursors.decode(cursor, 3)]
    if which is not None:
        conditions += [_SHOWN, _FILTERS[which]]
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(conditions)} ORDER BY c.pinned DESC, c.last_at DESC, c.id DESC LIMIT ?",
        (*parameters, limit + 1),
    ).fetchall()
    items = tuple(_view(row) for row in rows[:limit])
    more = len(rows) > limit and bool(items)
    return Page(items, cursors.encode(int(items[-1].pinned), items[-1].last_at_ms, items[-1].id) if more else None)


def get(connection: sqlite3.Connection, ids: tuple[ChatId, ...]) -> tuple[ChatView, ...]:
    """These chats, in no particular order."""
    if not ids:
        return ()
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE c.id IN ({marks})", ids).fetchall()
    return tuple(_view(row) for row in rows)


def totals(connection: sqlite3.Connection) -> tuple[int, int]:
    """(unread messages, chats that have some), muted chats left out."""
    row = connection.execute(
        "SELECT ifnull(sum(unread), 0), count(*) FROM chat WHERE unread > 0 AND muted = 0"
    ).fetchone()
    return row[0], row[1]


def _view(row: Any) -> ChatView:
    address = addresses.parse(row[6]) or Address(AddressKind.RAW, row[6])
    known_phone = address.phone or _phone_of(row[22])
    return ChatView(
        id=ChatId(row[0]),
        instance_id=InstanceId(row[1]),
        contact_id=ContactId(row[2]),
        title=row[3] or row[4] or row[5] or (phone.display(known_phone) if known_phone else address.id),
        address=address,
        phone=known_phone,
        is_group=bool(row[7]),
        preview=row[8],
        preview_kind=MessageKind(row[9]) if row[9] else None,
        preview_direction=Direction(row[10]) if row[10] else None,
        preview_status=Status(row[11]) if row[11] else None,
        preview_author=row[12],
        preview_deleted=bool(row[13]),
        last_at_ms=row[14],
        unread=row[15],
        draft=row[16],
        archived=bool(row[17]),
        pinned=bool(row[18]),
        muted=bool(row[19]),
        marked_unread=bool(row[21]),
        revision=row[20],
    )


def _phone_of(stored: str | None) -> str | None:
    address = addresses.parse(stored)
    return address.phone if address is not None else None

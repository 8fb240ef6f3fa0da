"""Pages of the conversations list."""

import sqlite3
from typing import Any

import msgspec

from services.domain import address as addresses
from services.domain import phone
from services.domain.address import Address, AddressKind
from services.domain.content import Direction, MessageKind
from services.domain.desk import ChatSort, Listing
from services.domain.ids import AgentId, ChatId, ContactId, InstanceId, LabelId
from services.domain.models import ChatFilter, ChatState, ChatView, Page
from services.domain.status import Status
from services.storage.queries import cursors
from services.storage.queries.names import SHOWN

_COLUMNS = f"""c.id, c.instance_id, c.contact_id, {SHOWN}, c.address, c.is_group, c.preview,
  c.preview_kind, c.preview_direction, c.preview_status, c.preview_author, c.preview_deleted, c.last_at,
  CASE WHEN c.ignored THEN 0 ELSE c.unread END, d.text, c.archived, c.pinned, c.muted, c.revision,
  c.marked AND NOT c.ignored,
  CASE WHEN c.address LIKE '%@lid' THEN (SELECT a.address FROM alias a WHERE a.contact_id = c.contact_id
    AND a.address LIKE '%@s.whatsapp.net' LIMIT 1) END,
  c.ignored, c.state, c.snoozed_until, c.waiting_since, c.agent_id,
  (SELECT json_group_array(label_id) FROM chat_label WHERE chat_id = c.id)"""
_FROM = "FROM chat c JOIN contact p ON p.id = c.contact_id LEFT JOIN draft d ON d.chat_id = c.id"
_labels = msgspec.json.Decoder(tuple[LabelId, ...])

# the bits of ``chat.lists``, see migration 2; the same as ChatView.is_in
_BITS = {
    ChatFilter.ALL: 1,
    ChatFilter.UNREAD: 2,
    ChatFilter.WAITING: 4,
    ChatFilter.WAITING_FOR_THEM: 8,
    ChatFilter.GROUPS: 16,
    ChatFilter.SNOOZED: 32,
    ChatFilter.RESOLVED: 64,
    ChatFilter.ARCHIVED: 128,
    ChatFilter.IGNORED: 256,
    ChatFilter.MINE: 512,
}
# the columns of each order, all falling, and the index that holds them with everything that is filtered by
_ORDERS = {
    ChatSort.LATEST: (("pinned", "last_at", "id"), "chat_latest"),
    ChatSort.OLDEST_WAITING: (("pinned", "urgency", "last_at", "id"), "chat_urgent"),
    ChatSort.UNREAD_FIRST: (("pinned", "fresh", "last_at", "id"), "chat_fresh"),
}
# a label on fewer conversations than this is quicker sorted than looked for along the list
_FEW = 3_000


def page(
    connection: sqlite3.Connection,
    instance: InstanceId | None,
    cursor: str | None,
    limit: int,
    which: ChatFilter | None = None,
) -> Page[ChatView]:
    """Pinned ones, then latest first; ``instance`` narrows to the chats of that instance's number."""
    listing = Listing(instance_id=instance) if which is None else Listing(which=which, instance_id=instance)
    return _page(connection, listing, cursor, limit, None if which is None else _BITS[which], None)


def listed(
    connection: sqlite3.Connection, listing: Listing, me: AgentId | None, cursor: str | None, limit: int
) -> Page[ChatView]:
    """A page of a list; ``me`` is the active agent. Raises Invalid for a cursor of another order."""
    if listing.which is ChatFilter.MINE:
        if me is None or listing.agent_id not in (None, me):
            return Page(())
        return _page(connection, listing, cursor, limit, _BITS[listing.which], me)
    return _page(connection, listing, cursor, limit, _BITS[listing.which], listing.agent_id)


def _page(
    connection: sqlite3.Connection,
    listing: Listing,
    cursor: str | None,
    limit: int,
    bit: int | None,
    agent: AgentId | None,
) -> Page[ChatView]:
    columns, index = _ORDERS[listing.sort]
    conditions, parameters = ["c.last_at IS NOT NULL"], list[Any]()
    source = f"chat c INDEXED BY {index}"
    if listing.instance_id is not None:
        row = connection.execute("SELECT account_id FROM instance WHERE id = ?", (listing.instance_id,)).fetchone()
        if row is None:
            return Page(())
        conditions.append("c.account_id = ?")
        parameters.append(row[0])
        if listing.sort is ChatSort.LATEST:
            source = "chat c INDEXED BY chat_account"
    if listing.label_id is not None:
        parameters.append(int(listing.label_id))
        if _carriers(connection, listing.label_id) < _FEW:
            source = "chat_label l CROSS JOIN chat c ON c.id = l.chat_id"
            conditions.append("l.label_id = ?")
        else:
            conditions.append("EXISTS (SELECT 1 FROM chat_label WHERE chat_id = c.id AND label_id = ?)")
    if agent is not None:
        conditions.append("c.agent_id = ?")
        parameters.append(int(agent))
    if bit is not None:
        conditions.append(f"c.lists & {bit}")
    if cursor is not None:
        conditions.append(f"({', '.join(f'c.{name}' for name in columns)}) < ({', '.join('?' * len(columns))})")
        parameters += [value or 0 for value in cursors.decode(cursor, len(columns))]
    rows = connection.execute(
        f"""SELECT {", ".join(f"c.{name}" for name in columns)} FROM {source} WHERE {" AND ".join(conditions)}
            ORDER BY {", ".join(f"c.{name} DESC" for name in columns)} LIMIT ?""",
        (*parameters, limit + 1),
    ).fetchall()
    shown = rows[:limit]
    views = {view.id: view for view in get(connection, tuple(ChatId(row[-1]) for row in shown))}
    items = tuple(views[ChatId(row[-1])] for row in shown)
    return Page(items, cursors.encode(*shown[-1]) if len(rows) > limit and shown else None)


def _carriers(connection: sqlite3.Connection, label: LabelId) -> int:
    row = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM chat_label WHERE label_id = ? LIMIT ?)", (label, _FEW)
    ).fetchone()
    return int(row[0])


def get(connection: sqlite3.Connection, ids: tuple[ChatId, ...]) -> tuple[ChatView, ...]:
    """These chats, in no particular order."""
    if not ids:
        return ()
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE c.id IN ({marks})", ids).fetchall()
    return tuple(_view(row) for row in rows)


def next_snoozed(connection: sqlite3.Connection) -> int | None:
    """When the next snooze ends."""
    row = connection.execute("SELECT min(snoozed_until) FROM chat WHERE snoozed_until IS NOT NULL").fetchone()
    return None if row is None else row[0]


def totals(connection: sqlite3.Connection) -> tuple[int, int]:
    """(unread messages, chats that have some); muted, ignored and snoozed chats left out."""
    row = connection.execute(
        """SELECT ifnull(sum(unread), 0), count(*) FROM chat
           WHERE unread > 0 AND muted = 0 AND ignored = 0 AND snoozed_until IS NULL"""
    ).fetchone()
    return row[0], row[1]


def _view(row: Any) -> ChatView:
    address = addresses.parse(row[4]) or Address(AddressKind.RAW, row[4])
    known_phone = address.phone or _phone_of(row[20])
    return ChatView(
        id=ChatId(row[0]),
        instance_id=InstanceId(row[1]),
        contact_id=ContactId(row[2]),
        title=row[3] or (phone.display(known_phone) if known_phone else address.id),
        address=address,
        phone=known_phone,
        is_group=bool(row[5]),
        preview=row[6],
        preview_kind=MessageKind(row[7]) if row[7] else None,
        preview_direction=Direction(row[8]) if row[8] else None,
        preview_status=Status(row[9]) if row[9] else None,
        preview_author=row[10],
        preview_deleted=bool(row[11]),
        last_at_ms=row[12],
        unread=row[13],
        draft=row[14],
        archived=bool(row[15]),
        pinned=bool(row[16]),
        muted=bool(row[17]),
        revision=row[18],
        marked_unread=bool(row[19]),
        ignored=bool(row[21]),
        state=ChatState(row[22]),
        snoozed_until_ms=row[23],
        waiting_since_ms=row[24],
        agent_id=row[25],
        labels=_labels.decode(row[26]),
    )


def _phone_of(stored: str | None) -> str | None:
    address = addresses.parse(stored)
    return address.phone if address is not None else None

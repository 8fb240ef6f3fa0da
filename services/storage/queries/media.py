"""Files that still have to be fetched."""

import sqlite3
from typing import Any

import msgspec

from services.domain.ids import ChatId, InstanceId, MessageId


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One file to fetch."""

    message_id: MessageId
    chat_id: ChatId
    instance_id: InstanceId
    ref: dict[str, Any] | None
    url: str | None
    attempts: int
    mime: str | None = None


def pending(connection: sqlite3.Connection, now: int, limit: int) -> tuple[Wanted, ...]:
    """The newest files that may be fetched now."""
    rows = connection.execute(
        """SELECT f.message_id, m.instance_id, f.ref, f.url, f.attempts, f.mime, m.chat_id
           FROM media f JOIN message m ON m.id = f.message_id
           WHERE f.state = 'pending' AND ifnull(f.next_at, 0) <= ? ORDER BY f.message_id DESC LIMIT ?""",
        (now, limit),
    ).fetchall()
    return tuple(
        Wanted(
            message_id=MessageId(row[0]),
            instance_id=InstanceId(row[1]),
            ref=msgspec.json.decode(row[2]) if row[2] else None,
            url=row[3],
            attempts=row[4],
            mime=row[5],
            chat_id=ChatId(row[6]),
        )
        for row in rows
    )


def next_due(connection: sqlite3.Connection) -> int | None:
    """When (ms) the next waiting file may be tried again."""
    row = connection.execute("SELECT min(ifnull(next_at, 0)) FROM media WHERE state = 'pending'").fetchone()
    return None if row[0] is None else int(row[0])

"""Ready answers, the ones used last first."""

import sqlite3
from pathlib import Path

import msgspec

from services.domain.sending import QuickReply


def all_replies(connection: sqlite3.Connection) -> tuple[QuickReply, ...]:
    """Every one of them; paths are relative to their folder."""
    rows = connection.execute(
        "SELECT id, shortcut, title, folder, text, files FROM quick_reply ORDER BY used_at DESC, shortcut"
    ).fetchall()
    return tuple(
        QuickReply(
            id=row[0],
            shortcut=row[1],
            title=row[2],
            folder=row[3],
            text=row[4],
            files=tuple((name, Path(path)) for name, path in msgspec.json.decode(row[5], type=list[tuple[str, str]])),
        )
        for row in rows
    )


def fields(connection: sqlite3.Connection) -> dict[str, str]:
    """The shop's own fields."""
    row = connection.execute("SELECT value FROM mark WHERE key = 'reply_fields'").fetchone()
    return {} if row is None else msgspec.json.decode(row[0], type=dict[str, str])

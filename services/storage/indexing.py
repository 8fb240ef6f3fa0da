"""The search index, and the newest messages that are not in it yet.

A message that comes in is only stored: the index would write a piece of its own for each, and join pieces the more,
the larger it is. ``message_indexed`` says up to which id the index goes; the writer takes in the rest some hundreds at
once, in transactions of their own. A search looks through those that wait beside the index, so it never matters
when that is. Ids only grow and are never given out twice: whatever is killed in between, what waits is known.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

# so many may wait: a search takes them in for itself in a millisecond
WAITING = 256
_AT_ONCE = 1_024
_TOKENS = 'tokenize = "unicode61 remove_diacritics 2"'
_INDEXED = "text IS NOT NULL AND id <= (SELECT up_to FROM message_indexed)"


def is_due(connection: sqlite3.Connection) -> bool:
    """Whether enough messages wait for the index."""
    last, up_to = _ends(connection)
    return last - up_to >= WAITING


def catch_up(connection: sqlite3.Connection, at_once: int = _AT_ONCE) -> None:
    """Take in the oldest of those that wait, inside a transaction of the writer."""
    last, up_to = _ends(connection)
    to = min(last, up_to + at_once)
    connection.execute(
        "INSERT INTO message_fts (rowid, text, chat) SELECT id, text, chat FROM message_text WHERE id > ? AND id <= ?",
        (up_to, to),
    )
    connection.execute("UPDATE message_indexed SET up_to = max(up_to, ?)", (to,))


def forget(connection: sqlite3.Connection, which: str, parameters: Sequence[Any]) -> None:
    """Take messages out of the index, before they change or go; ``which`` is a condition on ``message``."""
    connection.execute(
        f"""INSERT INTO message_fts (message_fts, rowid, text, chat) SELECT 'delete', id, text, 'chat' || chat_id
            FROM message WHERE {which} AND {_INDEXED}""",
        parameters,
    )


def restore(connection: sqlite3.Connection, which: str, parameters: Sequence[Any]) -> None:
    """Put them back as they are now; those that never were in the index still wait."""
    connection.execute(
        f"""INSERT INTO message_fts (rowid, text, chat) SELECT id, text, 'chat' || chat_id
            FROM message WHERE {which} AND {_INDEXED}""",
        parameters,
    )


def move(connection: sqlite3.Connection, which: str, parameters: Sequence[Any], chat: int) -> None:
    """Messages are about to be another conversation's."""
    forget(connection, which, parameters)
    connection.execute(
        f"""INSERT INTO message_fts (rowid, text, chat) SELECT id, text, 'chat{chat:d}'
            FROM message WHERE {which} AND {_INDEXED}""",
        parameters,
    )


def waiting(connection: sqlite3.Connection, matched: str) -> list[int]:
    """Of the messages that wait those that an expression of FTS5 finds: by an index of their own, so by the same rules."""
    rows = connection.execute(
        "SELECT id, text, chat FROM message_text WHERE id > (SELECT up_to FROM message_indexed)"
    ).fetchall()
    if not rows:
        return []
    small = sqlite3.connect(":memory:", isolation_level=None)
    try:
        small.execute("BEGIN")
        small.execute(f"CREATE VIRTUAL TABLE waiting USING fts5 (text, chat, content = '', columnsize = 0, {_TOKENS})")
        small.executemany("INSERT INTO waiting (rowid, text, chat) VALUES (?, ?, ?)", rows)
        found = small.execute("SELECT rowid FROM waiting WHERE waiting MATCH ?", (matched,)).fetchall()
    finally:
        small.close()
    return [row[0] for row in found]


def _ends(connection: sqlite3.Connection) -> tuple[int, int]:
    last, up_to = connection.execute("SELECT (SELECT max(id) FROM message), up_to FROM message_indexed").fetchone()
    return last or 0, up_to

"""Version 6: for the search, time spans of smaller blocks of ids, latest first, and an index of beginnings of words."""

import sqlite3

# a block has so many ids, as a power of two
BITS = 8
# beginnings of words up to here are kept in the index
INDEXED_LETTERS = 3
_SPAN = f"""INSERT INTO message_span VALUES (new.id >> {BITS}, new.sent_at, new.sent_at)
    ON CONFLICT (block) DO UPDATE SET from_at = min(from_at, excluded.from_at), to_at = max(to_at, excluded.to_at)
    WHERE excluded.from_at < from_at OR excluded.to_at > to_at;"""


def migrate(connection: sqlite3.Connection) -> None:
    """Look once at every message; half a minute for five million."""
    for statement in (
        "DROP TRIGGER message_span_added",
        "DROP TRIGGER message_span_moved",
        "DROP TABLE message_span",
        "CREATE TABLE message_span (block INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL)",
        f"""INSERT INTO message_span SELECT id >> {BITS}, min(sent_at), max(sent_at) FROM message INDEXED BY message_page
            GROUP BY id >> {BITS}""",
        "CREATE INDEX message_span_latest ON message_span (to_at, block, from_at)",
        f"CREATE TRIGGER message_span_added AFTER INSERT ON message BEGIN {_SPAN} END",
        f"CREATE TRIGGER message_span_moved AFTER UPDATE OF sent_at ON message BEGIN {_SPAN} END",
        "DROP TABLE message_fts",
        """CREATE VIRTUAL TABLE message_fts USING fts5 (
            text, chat, content = 'message_text', content_rowid = 'id', columnsize = 0, prefix = '2 3',
            tokenize = "unicode61 remove_diacritics 2")""",
        "INSERT INTO message_fts (message_fts) VALUES ('rebuild')",
        "CREATE VIRTUAL TABLE message_word USING fts5vocab (message_fts, instance)",
    ):
        connection.execute(statement)

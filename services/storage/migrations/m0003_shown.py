"""What a person decided about single messages: stars, what is hidden here; and how far customers were told we read."""

import sqlite3

_STATEMENTS = (
    # hidden rows stay: they are what tells a replay or catch-up that the message is known
    "ALTER TABLE message ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE message ADD COLUMN starred INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX message_starred ON message (chat_id, sent_at, id) WHERE starred = 1",
    "ALTER TABLE chat ADD COLUMN receipt_at INTEGER NOT NULL DEFAULT 0",
    # of what was read before this version nobody is told now
    "UPDATE chat SET receipt_at = read_at",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Add the columns."""
    for statement in _STATEMENTS:
        connection.execute(statement)

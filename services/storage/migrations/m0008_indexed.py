"""Version 8: up to which message the search index goes. Newer ones wait for it and are looked through by themselves."""

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """All that is there is indexed; nothing is read but the last id."""
    connection.execute("CREATE TABLE message_indexed (up_to INTEGER NOT NULL)")
    connection.execute("INSERT INTO message_indexed SELECT ifnull(max(id), 0) FROM message")

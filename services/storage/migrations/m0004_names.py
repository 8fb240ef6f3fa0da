"""Version 4: when each name of a contact was told, so that an old history page does not undo a newer name."""

import sqlite3

COLUMNS = ("name_at", "business_name_at", "push_name_at", "picture_at")


def migrate(connection: sqlite3.Connection) -> None:
    """What is known by now counts as told now: nobody wrote down when it was."""
    for column in COLUMNS:
        connection.execute(f"ALTER TABLE contact ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    connection.execute("UPDATE contact SET " + ", ".join(f"{column} = unixepoch() * 1000" for column in COLUMNS))

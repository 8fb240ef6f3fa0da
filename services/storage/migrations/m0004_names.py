"""Version 4: when each name of a contact was told, so that an old history page does not undo a newer name; and
deliveries that nobody could use by their age, so that the oldest can be let go."""

import sqlite3

COLUMNS = ("name_at", "business_name_at", "push_name_at", "picture_at")


def migrate(connection: sqlite3.Connection) -> None:
    """What names are known by now count as told now: nobody wrote down when it was."""
    for column in COLUMNS:
        connection.execute(f"ALTER TABLE contact ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    connection.execute("UPDATE contact SET " + ", ".join(f"{column} = unixepoch() * 1000" for column in COLUMNS))
    connection.execute(
        """CREATE INDEX delivery_useless ON delivery (last_received_at, size, body_file)
           WHERE state IN ('bad', 'parked')"""
    )

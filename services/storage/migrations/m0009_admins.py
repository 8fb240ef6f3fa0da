"""Version 7: which agents may see what gateways sent."""

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Who was made first among those present is one."""
    connection.execute("ALTER TABLE agent ADD COLUMN admin INTEGER NOT NULL DEFAULT 0")
    connection.execute("UPDATE agent SET admin = 1 WHERE id = (SELECT min(id) FROM agent WHERE removed = 0)")

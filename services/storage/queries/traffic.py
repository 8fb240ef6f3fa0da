"""The month's requests: the roll-up and what came since."""

import sqlite3

from services.storage.writes import traffic
from services.storage.writes.traffic import RollUp


def counted(connection: sqlite3.Connection) -> RollUp:
    """Requests up to now; only the deliveries behind the roll-up are counted one by one."""
    row = connection.execute("SELECT value FROM mark WHERE key = ?", (traffic.KEY,)).fetchone()
    kept = traffic.decoded(row[0] if row is not None else None)
    for day, event, count in connection.execute(traffic.COUNT, (kept.after, 2**62)).fetchall():
        kept.add(day, event, count)
    return kept

"""What the journal and the outbox know of an instance's troubles."""

import sqlite3

from services.domain.ids import InstanceId


def latest_failure(
    connection: sqlite3.Connection, instance: InstanceId, codes: tuple[str, ...], since_ms: int
) -> tuple[str, str | None, int] | None:
    """The newest failed attempt with one of these codes since then: (code, words, when); None if there is none."""
    marks = ",".join("?" * len(codes))
    row = connection.execute(
        f"""SELECT error_code, error_text, finished_at FROM attempt
            WHERE instance_id = ? AND error_code IN ({marks}) AND finished_at >= ? ORDER BY id DESC LIMIT 1""",
        (instance, *codes, since_ms),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])


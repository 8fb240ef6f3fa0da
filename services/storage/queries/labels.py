"""Labels by name, and how many conversations carry each."""

import sqlite3

from services.domain.errors import NotFound
from services.domain.ids import LabelId
from services.domain.labels import Label

_SELECT = "SELECT id, name, colour, (SELECT count(*) FROM chat_label WHERE label_id = label.id) FROM label"


def all_labels(connection: sqlite3.Connection) -> tuple[Label, ...]:
    """Every label by name."""
    rows = connection.execute(f"{_SELECT} ORDER BY folded, same").fetchall()
    return tuple(Label(id=LabelId(row[0]), name=row[1], colour=row[2], chats=row[3]) for row in rows)


def one(connection: sqlite3.Connection, label: LabelId) -> Label:
    """One of them. Raises NotFound."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (label,)).fetchone()
    if row is None:
        raise NotFound(f"label {label}")
    return Label(id=LabelId(row[0]), name=row[1], colour=row[2], chats=row[3])

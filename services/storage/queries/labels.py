"""Labels by name, and how many conversations carry each."""

import sqlite3

import msgspec

from services.domain.errors import NotFound
from services.domain.ids import AccountId, InstanceId, LabelId
from services.domain.labels import Label


class Untold(msgspec.Struct, frozen=True):
    """A label that an agent put on a chat or took off, of which the gateway has not been told."""

    account_id: AccountId
    remote_id: str
    match_key: str
    on: bool
    at: int
    instance_id: InstanceId
    address: str


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


def untold(connection: sqlite3.Connection) -> tuple[Untold, ...]:
    """The oldest of them, each with the chat's instance and address."""
    rows = connection.execute(
        """SELECT DISTINCT g.account_id, g.remote_id, g.match_key, g.assigned, g.at, c.instance_id, c.address
           FROM gateway_label_chat g JOIN alias a ON a.match_key = g.match_key
           JOIN chat c ON c.contact_id = a.contact_id AND c.account_id = g.account_id
           WHERE g.told = 0 ORDER BY g.at LIMIT 200"""
    ).fetchall()
    return tuple(
        Untold(AccountId(row[0]), row[1], row[2], bool(row[3]), row[4], InstanceId(row[5]), row[6]) for row in rows
    )

"""The desk's own labels."""

import sqlite3

from services.domain import search
from services.domain.changes import Listed
from services.domain.errors import Conflict, NotFound
from services.domain.ids import ChatId, LabelId
from services.domain.labels import RemovedLabel, same
from services.storage.database import Tx, Written
from services.storage.queries import labels as queries
from services.storage.writes import gateway_labels
from services.storage.writes.changed import Changed


def create(tx: Tx, name: str, colour: str) -> Written[LabelId]:
    """A new one; a gateway's label of that name is linked to it. Raises Conflict (name)."""
    label, changed = insert(tx, name, colour), _listed()
    gateway_labels.relink(tx, changed, label, name)
    return Written(label, changed.freeze())


def insert(tx: Tx, name: str, colour: str, number: LabelId | None = None) -> LabelId:
    """Store one inside a running transaction, under the number it had where it comes back. Raises Conflict (name)."""
    try:
        made = tx.execute(
            "INSERT INTO label (id, name, same, folded, colour) VALUES (?, ?, ?, ?, ?)",
            (number, name, same(name), search.fold(name), colour),
        ).lastrowid
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    return LabelId(made or 0)


def change(tx: Tx, label: LabelId, name: str, colour: str) -> Written[None]:
    """Another name and colour. Raises NotFound, Conflict (name)."""
    try:
        count = tx.execute(
            "UPDATE label SET name = ?, same = ?, folded = ?, colour = ? WHERE id = ?",
            (name, same(name), search.fold(name), colour, label),
        ).rowcount
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    if not count:
        raise NotFound(f"label {label}")
    # once a person has named it, it is theirs
    tx.execute("UPDATE gateway_label SET made = 0 WHERE label_id = ?", (label,))
    return Written(None, _listed().freeze())


def remove(tx: Tx, label: LabelId) -> Written[RemovedLabel]:
    """Take it off everywhere and let it go. Raises NotFound."""
    found = queries.one(tx.connection, label)
    chats = tuple(ChatId(c) for (c,) in tx.all("SELECT chat_id FROM chat_label WHERE label_id = ?", label))
    tx.execute("DELETE FROM label WHERE id = ?", (label,))
    changed = _listed()
    _touch(tx, changed, chats)
    return Written(RemovedLabel(label=found, chats=chats), changed.freeze())


def restore(tx: Tx, removed: RemovedLabel) -> Written[LabelId]:
    """Bring it back under its number, on the conversations that are still there. Raises Conflict (name)."""
    label = insert(tx, removed.label.name, removed.label.colour, removed.label.id)
    tx.executemany(
        "INSERT OR IGNORE INTO chat_label (chat_id, label_id) SELECT id, ? FROM chat WHERE id = ?",
        ((label, chat) for chat in removed.chats),
    )
    changed = _listed()
    gateway_labels.relink(tx, changed, label, removed.label.name)
    _touch(tx, changed, removed.chats)
    return Written(label, changed.freeze())


def _touch(tx: Tx, changed: Changed, chats: tuple[ChatId, ...]) -> None:
    tx.executemany("UPDATE chat SET revision = revision + 1 WHERE id = ?", ((chat,) for chat in chats))
    changed.chats.update(chats)


def _listed() -> Changed:
    changed = Changed()
    changed.lists.add(Listed.LABELS)
    return changed

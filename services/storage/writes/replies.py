"""Ready answers and the fields that stand in them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from services.domain.errors import Conflict, NotFound
from services.domain.sending import QuickReply
from services.storage.database import Tx, Written

_FIELDS = "reply_fields"


def save(tx: Tx, reply: QuickReply) -> Written[int]:
    """Store a new one, or another content for one that is there; returns its id. Raises Conflict, NotFound."""
    other = tx.one("SELECT id FROM quick_reply WHERE shortcut = ?", reply.shortcut)
    if other is not None and other[0] != reply.id:
        raise Conflict("shortcut")
    values = (reply.shortcut, reply.title, reply.folder, reply.text, _encode(reply.files))
    if not reply.id:
        made = tx.execute(
            "INSERT INTO quick_reply (shortcut, title, folder, text, files) VALUES (?, ?, ?, ?, ?)", values
        ).lastrowid
        return Written(made or 0)
    count = tx.execute(
        "UPDATE quick_reply SET shortcut = ?, title = ?, folder = ?, text = ?, files = ? WHERE id = ?",
        (*values, reply.id),
    ).rowcount
    if not count:
        raise NotFound(f"quick reply {reply.id}")
    return Written(reply.id)


def add_all(tx: Tx, replies: Iterable[QuickReply]) -> Written[int]:
    """Take over many; one of the same shortcut gets the new content. Returns how many."""
    count = 0
    for reply in replies:
        known = tx.one("SELECT id FROM quick_reply WHERE shortcut = ?", reply.shortcut)
        save(tx, msgspec.structs.replace(reply, id=known[0] if known is not None else 0))
        count += 1
    return Written(count)


def remove(tx: Tx, reply: int) -> Written[None]:
    """Let one go."""
    tx.execute("DELETE FROM quick_reply WHERE id = ?", (reply,))
    return Written(None)


def used(tx: Tx, reply: int, now: int) -> Written[None]:
    """It was put into an answer: it comes first the next time."""
    tx.execute("UPDATE quick_reply SET used_at = ? WHERE id = ?", (now, reply))
    return Written(None)


def save_fields(tx: Tx, fields: Mapping[str, str]) -> Written[None]:
    """The shop's own fields: name to value."""
    tx.execute("INSERT OR REPLACE INTO mark (key, value) VALUES (?, ?)", (_FIELDS, msgspec.json.encode(fields).decode()))
    return Written(None)


def _encode(files: tuple[tuple[str, Path], ...]) -> bytes:
    return msgspec.json.encode([(name, path.as_posix()) for name, path in files])

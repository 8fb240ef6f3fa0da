"""What a contact is called and looks like: of each name the one told last stands, whatever came in first.

Whatever changes is at once in what shows and finds them.
"""

from typing import Any

from services.domain import search
from services.domain.content import Peer
from services.domain.ids import ChatId, ContactId
from services.storage.database import Tx
from services.storage.writes.changed import Changed

# a value and the moment (ms) it was told; of two told at once the greater stays, so that order decides nothing
Told = tuple[str | None, int]
_READ = """SELECT name, name_at, business_name, business_name_at, push_name, push_name_at, picture_url, picture_at
           FROM contact WHERE id = ?"""
_WRITE = """UPDATE contact SET name = ?, name_at = ?, business_name = ?, business_name_at = ?, push_name = ?,
            push_name_at = ?, picture_url = ?, picture_at = ? WHERE id = ?"""
_WRITE_MOMENTS = "UPDATE contact SET name_at = ?, business_name_at = ?, push_name_at = ?, picture_at = ? WHERE id = ?"


def learn(tx: Tx, changed: Changed, contact: ContactId, peer: Peer, at: int) -> None:
    """Keep what ``peer`` tells, told at ``at`` (ms); nothing told never erases a name."""
    told = (peer.name, peer.business_name, peer.push_name, peer.picture_url)
    if told == (None, None, None, None):
        return
    _store(tx, changed, contact, tuple((value, at) for value in told))


def inherit(tx: Tx, changed: Changed, into: ContactId, gone: ContactId) -> None:
    """Two contacts are one person: the later of each name stays."""
    _store(tx, changed, into, _known(tx, gone))


def folded(*names: str | None) -> str:
    """All names of a contact as the search compares them."""
    return search.fold("\n".join(each for each in names if each))


def follow(tx: Tx, changed: Changed, contact: ContactId) -> None:
    """A name is another one: the search finds it, every title that shows it is renewed."""
    row = tx.one("SELECT own_name, name, business_name, push_name FROM contact WHERE id = ?", contact)
    tx.execute("UPDATE contact SET folded = ?1 WHERE id = ?2 AND folded IS NOT ?1", (folded(*row), contact))
    tx.execute("UPDATE chat SET revision = revision + 1 WHERE contact_id = ?", (contact,))
    for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", contact):
        changed.chats.add(ChatId(chat))
    changed.contacts.add(contact)


def _store(tx: Tx, changed: Changed, contact: ContactId, told: tuple[Told, ...]) -> None:
    before = _known(tx, contact)
    after = tuple(_later(old, new) for old, new in zip(before, told, strict=True))
    if after == before:
        return
    if all(old[0] == new[0] for old, new in zip(before, after, strict=True)):
        # by far the most often: no index of a name is touched
        tx.execute(_WRITE_MOMENTS, (*(at for _, at in after), contact))
        return
    tx.execute(_WRITE, (*(part for pair in after for part in pair), contact))
    follow(tx, changed, contact)


def _later(old: Told, new: Told) -> Told:
    if new[0] is None:
        return old
    return new if old[0] is None or (new[1], new[0]) > (old[1], old[0]) else old


def _known(tx: Tx, contact: ContactId) -> tuple[Told, ...]:
    row: Any = tx.one(_READ, contact)
    return tuple((row[at], row[at + 1]) for at in range(0, 8, 2))

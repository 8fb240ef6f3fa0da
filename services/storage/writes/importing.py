"""Contacts from a file, a batch at a time; the same batch twice changes nothing more."""

from collections.abc import Sequence

import msgspec

from services.domain import address
from services.domain.changes import Listed
from services.domain.contact_files import Row
from services.domain.content import Peer
from services.domain.desk import PutLabel
from services.domain.ids import ChatId, ContactId, LabelId
from services.domain.labels import PALETTE, same
from services.storage.database import Tx, Written
from services.storage.writes import gateway_labels, labels, names, people, workflow
from services.storage.writes.changed import Changed


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch; ``unlabelled`` are contacts whose labels found no conversation to stand on."""

    made: int = 0
    completed: int = 0
    same: int = 0
    labels: int = 0
    unlabelled: int = 0


def import_rows(tx: Tx, rows: tuple[Row, ...], now: int) -> Written[Stored]:
    """Store them by number."""
    made = completed = unchanged = unlabelled = 0
    changed = Changed()
    known = _known_labels(tx) if any(row.labels for row in rows) else {}
    before = len(known)
    for row in rows:
        peer = Peer(address=address.user(row.digits))
        found = people.find(tx, peer.address)
        contact = found if found is not None else people.contact_of(tx, changed, peer, now)
        different = _fill(tx, changed, contact, row)
        if row.labels:
            put = _label(tx, changed, contact, [_label_of(tx, changed, known, name) for name in row.labels], now)
            unlabelled += put is None
            different |= bool(put)
        if found is None:
            made += 1
        elif different:
            completed += 1
        else:
            unchanged += 1
            continue
        changed.contacts.add(contact)
    told = Stored(
        made=made, completed=completed, same=unchanged, labels=len(known) - before, unlabelled=unlabelled
    )
    return Written(told, changed.freeze())


def _known_labels(tx: Tx) -> dict[str, LabelId]:
    return {known: LabelId(number) for number, known in tx.all("SELECT id, same FROM label")}


def _label_of(tx: Tx, changed: Changed, known: dict[str, LabelId], name: str) -> LabelId:
    """The label of this name, made where there is none."""
    found = known.get(same(name))
    if found is None:
        found = labels.insert(tx, name, PALETTE[len(known) % len(PALETTE)])
        gateway_labels.relink(tx, changed, found, name)
        changed.lists.add(Listed.LABELS)
        known[same(name)] = found
    return found


def _label(tx: Tx, changed: Changed, contact: ContactId, wanted: Sequence[LabelId], now: int) -> bool | None:
    """Put them on every conversation with this person; whether that changed any, None where there is none."""
    chats = tuple(ChatId(chat) for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", contact))
    if not chats:
        return None
    different = False
    for label in wanted:
        done = workflow.apply(tx, chats, PutLabel(label, True), now).result.chats
        changed.chats.update(before.chat_id for before in done)
        different |= bool(done)
    return different


def _fill(tx: Tx, changed: Changed, contact: ContactId, row: Row) -> bool:
    own, note = tx.one("SELECT own_name, note FROM contact WHERE id = ?", contact)
    different = bool(tx.execute("UPDATE contact SET kept = 1 WHERE id = ? AND kept = 0", (contact,)).rowcount)
    if row.name and row.name != own:
        tx.execute("UPDATE contact SET own_name = ? WHERE id = ?", (row.name, contact))
        names.follow(tx, changed, contact)
        different = True
    # what was noted here is never lost to a file
    if row.note and row.note not in note:
        tx.execute("UPDATE contact SET note = ? WHERE id = ?", (f"{note}\n{row.note}" if note else row.note, contact))
        different = True
    for field, value in row.values:
        different |= bool(
            tx.execute(
                """INSERT INTO field_value (contact_id, field_id, value) SELECT ?1, id, ?3 FROM field
                   WHERE id = ?2 AND removed = 0
                   ON CONFLICT (contact_id, field_id) DO UPDATE SET value = excluded.value WHERE value <> excluded.value""",
                (contact, field, value),
            ).rowcount
        )
    return different

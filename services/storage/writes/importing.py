"""Contacts from a file, a batch at a time; the same batch twice changes nothing more."""

from services.domain import address
from services.domain.contact_files import Row
from services.domain.events import Peer
from services.domain.ids import ContactId
from services.storage.database import Tx, Written
from services.storage.writes import names, people
from services.storage.writes.changed import Changed


def import_rows(tx: Tx, rows: tuple[Row, ...], now: int) -> Written[tuple[int, int, int]]:
    """Store them by number; returns how many were made, changed, and the same before."""
    made = completed = same = 0
    changed = Changed()
    for row in rows:
        peer = Peer(address=address.user(row.digits))
        known = people.find(tx, peer.address)
        contact = known if known is not None else people.contact_of(tx, changed, peer, now)
        different = _fill(tx, changed, contact, row)
        if known is None:
            made += 1
        elif different:
            completed += 1
        else:
            same += 1
            continue
        changed.contacts.add(contact)
    return Written((made, completed, same), changed.freeze())


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

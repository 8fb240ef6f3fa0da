"""How long deliveries stay that nobody could use: unreadable ones, and ones that are nobody's."""

import msgspec

from services.storage.database import Tx, Written
from services.storage.writes.changed import Changed

_AT_ONCE = 500
# what waits to be applied is never let go, and what was applied has its own time (``deliveries.purge``)
_USELESS = "state IN ('bad', 'parked')"


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """Age and size, whichever is reached first; the oldest go first."""

    days: int = 90
    megabytes: int = 200


def purge_useless(tx: Tx, now: int, keep: Retention) -> Written[tuple[tuple[str, ...], bool]]:
    """Let the oldest go; returns the body files to delete and whether there is more to do."""
    # a range over its own index: no body is touched
    (total,) = tx.one(f"SELECT ifnull(sum(size), 0) FROM delivery WHERE {_USELESS} AND last_received_at > 0") or (0,)
    too_much = total - keep.megabytes * 1024 * 1024
    before = now - keep.days * 86_400_000
    gone: list[tuple[int]] = []
    files: list[str] = []
    rows = tx.all(
        f"""SELECT id, size, body_file, last_received_at FROM delivery WHERE {_USELESS} AND (? OR last_received_at < ?)
            ORDER BY last_received_at LIMIT ?""",
        too_much > 0,
        before,
        _AT_ONCE,
    )
    for row, size, body_file, last_received_at in rows:
        if too_much > 0 or last_received_at < before:
            too_much -= size
            gone.append((row,))
            files += [body_file] if body_file else []
    tx.executemany("DELETE FROM delivery WHERE id = ?", gone)
    changed = Changed()
    changed.deliveries = bool(gone)
    return Written((tuple(files), len(gone) == _AT_ONCE), changed.freeze())

"""Saved lists."""

import sqlite3

import msgspec

from services.domain.changes import ChangeSet, Listed
from services.domain.desk import Listing
from services.domain.errors import Conflict, NotFound
from services.domain.ids import ViewId
from services.domain.labels import same
from services.storage.database import Tx, Written

_NEWS = ChangeSet(lists=frozenset({Listed.VIEWS}))


def save(tx: Tx, name: str, listing: Listing, view: ViewId | None) -> Written[ViewId]:
    """A new one at the end, or a change. Raises Conflict (name), NotFound."""
    raw = msgspec.json.encode(listing)
    try:
        if view is None:
            made = tx.execute(
                """INSERT INTO saved_view (name, same, listing, position)
                   SELECT ?, ?, ?, ifnull(max(position), 0) + 1 FROM saved_view""",
                (name, same(name), raw),
            ).lastrowid
            return Written(ViewId(made or 0), _NEWS)
        count = tx.execute(
            "UPDATE saved_view SET name = ?, same = ?, listing = ? WHERE id = ?", (name, same(name), raw, view)
        ).rowcount
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    if not count:
        raise NotFound(f"view {view}")
    return Written(view, _NEWS)


def remove(tx: Tx, view: ViewId) -> Written[None]:
    """Let it go. Raises NotFound."""
    if not tx.execute("DELETE FROM saved_view WHERE id = ?", (view,)).rowcount:
        raise NotFound(f"view {view}")
    return Written(None, _NEWS)


def order(tx: Tx, views: tuple[ViewId, ...]) -> Written[None]:
    """These first, in this order; the others after them as they were."""
    known = [ViewId(row[0]) for row in tx.all("SELECT id FROM saved_view ORDER BY position, id")]
    wanted = [view for view in dict.fromkeys(views) if view in known]
    wanted += [view for view in known if view not in wanted]
    tx.executemany("UPDATE saved_view SET position = ? WHERE id = ?", enumerate(wanted, start=1))
    return Written(None, _NEWS)

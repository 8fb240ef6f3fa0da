"""Saved lists in their order."""

import sqlite3
from typing import Any

import msgspec

from services.domain.desk import Listing, SavedView
from services.domain.errors import NotFound
from services.domain.ids import ViewId

_SELECT = "SELECT id, name, listing FROM saved_view"
_listing = msgspec.json.Decoder(Listing)


def all_views(connection: sqlite3.Connection) -> tuple[SavedView, ...]:
    """In their order."""
    return tuple(_view(row) for row in connection.execute(f"{_SELECT} ORDER BY position, id").fetchall())


def one(connection: sqlite3.Connection, view: ViewId) -> SavedView:
    """One of them. Raises NotFound."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (view,)).fetchone()
    if row is None:
        raise NotFound(f"view {view}")
    return _view(row)


def _view(row: Any) -> SavedView:
    return SavedView(id=ViewId(row[0]), name=row[1], listing=_listing.decode(row[2]))

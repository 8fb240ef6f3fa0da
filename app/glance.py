"""What the file says while the services are still opening: the window's list need not wait for servers.

Only the first page of conversations and the unread counters; everything else, and everything where
there is the least doubt, waits. The window asks for both again once the services are open.
"""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from app.later import NOTHING
from services.domain.models import ChatFilter, Page
from services.storage import migrations
from services.storage.queries import chats


class Glance:
    """Reads the database at ``path`` without writing; made and asked on the services' thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: Mapping[str, Callable[..., object]] = {"chats.page": self._page, "chats.totals": self._totals}

    def answer(self, call: str, arguments: Mapping[str, object]) -> object:
        """What ``call`` ("chats.page") gives, or NOTHING. ``arguments`` are its keywords."""
        if call not in self._known or not arguments.keys() <= {"limit", "which"}:
            return NOTHING
        if not self._path.exists():
            return Page(items=()) if call == "chats.page" else (0, 0)
        try:
            connection = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, timeout=0.1)
            try:
                if connection.execute("PRAGMA user_version").fetchone() != (migrations.LATEST,):
                    return NOTHING
                return self._known[call](connection, **arguments)
            finally:
                connection.close()
        except sqlite3.Error:
            # whoever opens it for good finds out what it is
            return NOTHING

    def _page(self, connection: sqlite3.Connection, limit: int = 50, which: ChatFilter | None = None) -> object:
        page = chats.page(connection, None, None, limit, which)
        if not page.items and connection.execute("SELECT 1 FROM instance").fetchone() is not None:
            # without conversations the window's look depends on the numbers
            return NOTHING
        return page

    def _totals(self, connection: sqlite3.Connection) -> object:
        return chats.totals(connection)

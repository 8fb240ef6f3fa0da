"""Ordered migrations. Each runs in one transaction with the version mark; a backup is made before the first."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from services.domain.errors import ErrorCode, StorageProblem
from services.storage.migrations import (
    m0001_initial,
    m0002_people,
    m0003_shown,
    m0004_names,
    m0006_contacts,
    m0007_spans,
    m0008_indexed,
    m0009_admins,
)

_log = logging.getLogger(__name__)

Migration = Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[Migration, ...] = (
    m0001_initial.migrate,
    m0002_people.migrate,
    m0003_shown.migrate,
    m0004_names.migrate,
    m0006_contacts.migrate,
    m0007_spans.migrate,
    m0009_admins.migrate,
    m0008_indexed.migrate,
)
LATEST = len(MIGRATIONS)


def verify(connection: sqlite3.Connection, application_id: int, latest: int = LATEST) -> None:
    """Refuse what we must not touch, before anything is written to it.

    Raises StorageProblem(NEWER_DATABASE) where a newer Balcão wrote it, StorageProblem where it is
    not a Balcão database at all.
    """
    found_id: int = connection.execute("PRAGMA application_id").fetchone()[0]
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if found_id != application_id and (tables or found_id):
        raise StorageProblem("this file is not a Balcão database")
    version = _version(connection)
    if version > latest:
        raise StorageProblem(f"version {version}, this program knows {latest}", code=ErrorCode.NEWER_DATABASE)


def migrate(
    connection: sqlite3.Connection, path: Path, application_id: int, steps: Sequence[Migration] = MIGRATIONS
) -> None:
    """Run the steps that the file has not seen yet; a step that fails leaves the version before it."""
    version = _version(connection)
    if version >= len(steps):
        return
    if version:
        _back_up(connection, path, version)
    for number, step in enumerate(steps[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute(f"PRAGMA application_id={application_id}")
            connection.execute(f"PRAGMA user_version={number}")
            connection.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself where the disk is full
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        _log.info("database migrated to version %d", number)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    target = path.with_name(f"{path.stem}-before-v{version + 1}.db")
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        connection.backup(copy)
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StorageProblem("the backup before the migration is damaged")
    finally:
        copy.close()
    part.replace(target)

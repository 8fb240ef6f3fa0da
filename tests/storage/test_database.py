"""The file and its threads: what is committed is there, what fails harms nobody else, what we must not touch stays."""

import asyncio
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import peewee
import pytest

from services.domain.changes import ChangeSet
from services.domain.errors import ErrorCode, Invalid, StorageProblem
from services.domain.ids import ChatId
from services.storage import database as database_module
from services.storage import migrations
from services.storage.database import APPLICATION_ID, Database, DatabaseClosed, Tx, Written
from services.storage.queries import chats, instances, messages
from services.storage.writes import apply, compose, deliveries, outbox
from services.storage.writes import chats as chat_writes
from services.storage.writes import instances as instance_writes
from services.storage.writes.context import Context
from tests.factories import NOON_MS, delivery, echo, message, new_instance


def note(tx: Tx, key: str, value: str = "x") -> Written[str]:
    tx.execute("INSERT INTO mark (key, value) VALUES (?, ?)", (key, value))
    return Written(key, ChangeSet(chats=frozenset({ChatId(int(key[1:] or 0))})) if key[:1] == "c" else None)


def poison(tx: Tx, key: str) -> Written[None]:
    note(tx, key)
    raise Invalid(key)


def keys(connection: sqlite3.Connection) -> list[str]:
    return [key for (key,) in connection.execute("SELECT key FROM mark ORDER BY key").fetchall()]


async def test_many_writes_share_a_commit(database: Database) -> None:
    before = database.commits
    results = await asyncio.gather(*(database.write(note, f"k{n:03}") for n in range(300)))
    assert results == [f"k{n:03}" for n in range(300)]
    assert database.commits - before <= 3
    assert len(await database.read(keys)) == 300


async def test_one_poison_write_harms_nobody_and_only_its_caller_hears_of_it(
    database: Database, published: list[ChangeSet]
) -> None:
    writes = [database.write(poison if n in (3, 7) else note, f"c{n}") for n in range(10)]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [n for n, result in enumerate(results) if isinstance(result, Exception)] == [3, 7]
    assert all(isinstance(results[n], Invalid) for n in (3, 7))
    assert await database.read(keys) == [f"c{n}" for n in range(10) if n not in (3, 7)]
    assert frozenset[ChatId]().union(*(p.chats for p in published)) == {0, 1, 2, 4, 5, 6, 8, 9}


async def test_our_own_mistake_is_not_called_a_problem_of_the_disk(database: Database) -> None:
    await database.write(note, "a")
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(note, "a")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.read(lambda connection: connection.execute("SELECT 1 FROM nowhere").fetchall())


async def test_caches_of_a_failed_transaction_are_forgotten(database: Database) -> None:
    def remember(tx: Tx) -> Written[None]:
        tx.cache["what"] = "never committed"
        raise Invalid("no")

    with pytest.raises(Invalid):
        await database.write(remember)
    assert await database.write(lambda tx: Written(dict(tx.cache))) == {}


async def test_changes_are_published_after_the_commit_and_merged(database_path: Path) -> None:
    heard: list[tuple[ChangeSet, int]] = []

    def publish(change: ChangeSet) -> None:
        with sqlite3.connect(database_path) as other:
            heard.append((change, other.execute("SELECT count(*) FROM mark").fetchone()[0]))
        other.close()

    opened = Database(database_path, publish=publish, durable=False)
    await opened.open()
    await asyncio.gather(*(opened.write(note, f"c{n}") for n in range(50)))
    await opened.close()
    assert len(heard) <= 3
    assert heard[-1][1] == 50
    assert frozenset[ChatId]().union(*(change.chats for change, _ in heard)) == set(range(50))


async def test_who_gives_up_waiting_loses_nothing(database: Database) -> None:
    waiting = asyncio.ensure_future(database.write(note, "a"))
    await asyncio.sleep(0)
    waiting.cancel()
    await database.write(note, "b")
    assert await database.read(keys) == ["a", "b"]


async def test_too_many_waiting_writes_are_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "MAX_QUEUED", 5)
    results = await asyncio.gather(*(database.write(note, f"k{n}") for n in range(8)), return_exceptions=True)
    assert [isinstance(r, StorageProblem) for r in results] == [False] * 5 + [True] * 3
    await database.write(note, "later")


async def test_closed_is_closed(database_path: Path) -> None:
    opened = Database(database_path, durable=False)
    await opened.open()
    last = asyncio.ensure_future(opened.write(note, "last"))
    await asyncio.sleep(0)
    await opened.close()
    await opened.close()
    assert await last == "last"
    with pytest.raises(DatabaseClosed):
        await opened.write(note, "x")
    with pytest.raises(DatabaseClosed):
        await opened.read(keys)
    assert [p.name for p in database_path.parent.iterdir()] == ["balcao.db"], "no log is left behind"


async def test_closing_waits_for_no_long_read(database_path: Path) -> None:
    opened = Database(database_path, durable=False)
    await opened.open()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    started = threading.Event()

    def read(connection: sqlite3.Connection) -> Any:
        started.set()
        return connection.execute(endless).fetchone()

    reading = asyncio.ensure_future(opened.read(read))
    await asyncio.to_thread(started.wait)
    async with asyncio.timeout(5):
        await opened.close()
    with pytest.raises(DatabaseClosed):
        await reading


async def test_a_reader_sees_one_snapshot_while_a_long_write_runs(database: Database) -> None:
    await database.write(note, "a")
    inside, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> Written[None]:
        note(tx, "b")
        inside.set()
        go_on.wait(10)
        return Written(None)

    writing = asyncio.ensure_future(database.write(slow))
    await asyncio.to_thread(inside.wait)
    async with asyncio.timeout(2):
        assert await database.read(keys) == ["a"]
    go_on.set()
    await writing
    assert await database.read(keys) == ["a", "b"]


async def test_all_statements_of_one_read_see_the_same(database: Database) -> None:
    first_done, go_on = threading.Event(), threading.Event()

    def twice(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
        first = keys(connection)
        first_done.set()
        go_on.wait(10)
        return first, keys(connection)

    reading = asyncio.ensure_future(database.read(twice))
    await asyncio.to_thread(first_done.wait)
    await database.write(note, "a")
    go_on.set()
    assert await reading == ([], [])


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StorageProblem, match="readonly"):
        await database.read(lambda connection: connection.execute("INSERT INTO mark VALUES ('a', 'b')"))
    assert await database.read(keys) == []


async def test_a_full_disk_is_said_and_survived(database: Database) -> None:
    def limit(tx: Tx, more: int) -> Written[None]:
        pages = tx.one("PRAGMA page_count")[0]
        tx.execute(f"PRAGMA max_page_count={pages + more}")
        return Written(None)

    await database.write(note, "before")
    await database.write(limit, 20)
    results = await asyncio.gather(
        *(database.write(note, f"k{n:02}", "x" * 20_000) for n in range(20)), return_exceptions=True
    )
    problems = [r for r in results if isinstance(r, StorageProblem)]
    assert problems and {p.code for p in problems} == {ErrorCode.DISK_FULL}
    assert len(problems) < 20, "what still fits is stored"
    assert await database.read(keys) == ["before", *(r for r in results if isinstance(r, str))]
    await database.write(limit, 10_000)
    await database.write(note, "after", "x" * 20_000)
    assert (await database.read(lambda c: c.execute("PRAGMA integrity_check").fetchone()[0])) == "ok"


async def test_another_program_that_locks_the_file_is_waited_for_once(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Database(database_path, durable=False)
    await opened.open()
    await opened.write(lambda tx: Written(tx.execute("PRAGMA busy_timeout=200").fetchall()) and Written(None))
    blocker = sqlite3.connect(database_path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(3):
        results = await asyncio.gather(*(opened.write(note, f"k{n}") for n in range(50)), return_exceptions=True)
    assert all(isinstance(r, StorageProblem) and "locked" in r.text for r in results)
    blocker.execute("ROLLBACK")
    blocker.close()
    await opened.write(note, "after")
    await opened.close()


async def test_the_log_does_not_grow_without_end_under_unbroken_load(
    database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_AUTO_CHECKPOINT_PAGES", 100)
    monkeypatch.setattr(database_module, "_IDLE_BEFORE_CHECKPOINT_S", 3600)
    opened = Database(database_path, durable=False)
    await opened.open()
    for n in range(100):
        await opened.write(note, f"k{n:03}", "x" * 50_000)
    size = database_path.with_name("balcao.db-wal").stat().st_size
    await opened.close()
    assert size < 2_000_000


async def fails_to_open(path: Path) -> StorageProblem:
    opened = Database(path, durable=False)
    with pytest.raises(StorageProblem) as caught:
        await opened.open()
    with pytest.raises(DatabaseClosed):
        await opened.write(note, "x")
    await opened.close()
    return caught.value


async def test_a_newer_database_is_refused_and_left_alone(database_path: Path) -> None:
    with sqlite3.connect(database_path) as connection:
        connection.execute("PRAGMA user_version=999")
    connection.close()
    before = database_path.read_bytes()
    assert (await fails_to_open(database_path)).code is ErrorCode.NEWER_DATABASE
    assert database_path.read_bytes() == before


async def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    assert "not a Balcão" in (await fails_to_open(path)).text
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "balcao.db"
    path.write_bytes(b"%PDF-1.7 " * 1000)
    assert (await fails_to_open(path)).code is ErrorCode.STORAGE
    assert path.read_bytes() == b"%PDF-1.7 " * 1000


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert (await fails_to_open(tmp_path / "gone" / "balcao.db")).code is ErrorCode.STORAGE


@pytest.fixture
def read_only_folder(database_path: Path) -> Iterator[Path]:
    """A folder with a database in which the running user may write nothing, also where that is root."""
    folder = Path(tempfile.mkdtemp())
    shutil.copyfile(database_path, folder / "balcao.db")
    (folder / "balcao.db").chmod(0o444)
    folder.chmod(0o555)
    was_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    yield folder
    if was_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such mode there")
async def test_a_read_only_folder_is_said(read_only_folder: Path) -> None:
    assert (await fails_to_open(read_only_folder / "balcao.db")).code is ErrorCode.STORAGE
    assert (await fails_to_open(read_only_folder / "new.db")).code is ErrorCode.STORAGE


async def test_a_damaged_database_is_found_where_it_is_looked_for(database_path: Path) -> None:
    opened = Database(database_path, durable=False)
    await opened.open()
    for n in range(200):
        await opened.write(note, f"k{n:03}", "x" * 1000)
    await opened.close()
    data = bytearray(database_path.read_bytes())
    data[-40 * 1024 : -8 * 1024] = random.Random(1).randbytes(32 * 1024)
    database_path.write_bytes(data)
    checked = Database(database_path, durable=False)
    with pytest.raises(StorageProblem):
        await checked.open(check=True)
    await checked.close()


async def test_a_fresh_file_is_made_durable_and_ours(tmp_path: Path) -> None:
    opened = Database(tmp_path / "balcao.db")
    await opened.open(check=True)

    def pragmas(tx: Tx) -> Written[dict[str, Any]]:
        names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "application_id", "user_version")
        return Written({name: tx.one(f"PRAGMA {name}")[0] for name in names})

    assert await opened.write(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "application_id": APPLICATION_ID,
        "user_version": migrations.LATEST,
    }
    # what may be done again does not wait for the disk; whatever shares its commit does
    assert (await opened.write(pragmas, durable=False))["synchronous"] == 1
    shared = await asyncio.gather(opened.write(pragmas, durable=False), opened.write(pragmas))
    assert [found["synchronous"] for found in shared] == [2, 2]
    await opened.close()


def rename_mark(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE mark RENAME TO keyed")


def fail_half_way(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (id INTEGER)")
    connection.execute("DROP TABLE keyed")
    raise RuntimeError("the process ends here")


def names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master").fetchall()}


def test_a_migration_backs_up_first_and_runs_each_step_once(database_path: Path) -> None:
    connection = sqlite3.connect(database_path, isolation_level=None)
    connection.execute("INSERT INTO mark VALUES ('kept', 'yes')")
    steps = (*migrations.MIGRATIONS, rename_mark)
    migrations.migrate(connection, database_path, APPLICATION_ID, steps)
    migrations.migrate(connection, database_path, APPLICATION_ID, steps)
    assert connection.execute("SELECT * FROM keyed").fetchall() == [("kept", "yes")]
    connection.close()
    backup = sqlite3.connect(database_path.with_name(f"balcao-before-v{migrations.LATEST + 1}.db"))
    assert backup.execute("SELECT * FROM mark").fetchall() == [("kept", "yes")]
    assert backup.execute("PRAGMA user_version").fetchone()[0] == migrations.LATEST
    backup.close()
    assert not list(database_path.parent.glob("*.part*"))


def test_a_migration_that_ends_half_way_leaves_the_old_version_usable(database_path: Path) -> None:
    connection = sqlite3.connect(database_path, isolation_level=None)
    with pytest.raises(RuntimeError):
        migrations.migrate(
            connection, database_path, APPLICATION_ID, (*migrations.MIGRATIONS, rename_mark, fail_half_way)
        )
    assert connection.execute("PRAGMA user_version").fetchone()[0] == migrations.LATEST + 1
    assert "keyed" in names(connection) and "half" not in names(connection)
    migrations.migrate(connection, database_path, APPLICATION_ID, (*migrations.MIGRATIONS, rename_mark, lambda _: None))
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


class Ending:
    """A connection whose program ends at its n-th statement."""

    def __init__(self, connection: sqlite3.Connection, end_at: int) -> None:
        self.connection, self.left = connection, end_at

    def execute(self, *args: Any) -> Any:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return self.connection.execute(*args)


@pytest.mark.parametrize("number", range(1, migrations.LATEST + 1))
def test_a_migration_may_end_at_each_of_its_statements(tmp_path: Path, number: int) -> None:
    path = tmp_path / "balcao.db"
    connection = sqlite3.connect(path, isolation_level=None)
    *earlier, step = migrations.MIGRATIONS[:number]
    migrations.migrate(connection, path, APPLICATION_ID, earlier)
    before = names(connection)
    for end_at in range(1000):

        def ending(real: sqlite3.Connection, end_at: int = end_at) -> None:
            step(Ending(real, end_at))  # type: ignore[arg-type]

        try:
            migrations.migrate(connection, path, APPLICATION_ID, (*earlier, ending))
            break
        except KeyboardInterrupt:
            assert names(connection) == before
    assert end_at > 1
    assert connection.execute("PRAGMA user_version").fetchone()[0] == number
    connection.close()


@pytest.mark.parametrize("damage", ["cut", "flip"])
async def test_a_log_with_a_torn_tail_opens_with_a_prefix_of_the_commits(
    database_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(database_module, "_IDLE_BEFORE_CHECKPOINT_S", 3600)
    opened = Database(database_path, durable=False)
    await opened.open()
    for n in range(40):
        await opened.write(note, f"k{n:02}", "x" * 3000)
    log = database_path.with_name("balcao.db-wal").read_bytes()
    data = database_path.read_bytes()
    await opened.close()
    rng = random.Random(7)
    for _ in range(12):
        torn = bytearray(log)
        at = rng.randrange(40, len(log))
        if damage == "cut":
            del torn[at:]
        else:
            torn[at] ^= 0xFF
        copy = tmp_path / "copy"
        copy.mkdir()
        (copy / "balcao.db").write_bytes(data)
        (copy / "balcao.db-wal").write_bytes(torn)
        again = Database(copy / "balcao.db", durable=False)
        await again.open(check=True)
        found = await again.read(keys)
        assert found == [f"k{n:02}" for n in range(len(found))]
        assert (await again.read(lambda c: c.execute("PRAGMA integrity_check").fetchone()[0])) == "ok"
        await again.write(note, "z")
        await again.close()
        shutil.rmtree(copy)


PLAIN = (str, int, float, bool, bytes, type(None))


def assert_plain(value: Any) -> None:
    """Frozen data of our own all the way down: nothing of SQLite or Peewee leaves the storage."""
    assert not isinstance(value, (sqlite3.Row, sqlite3.Cursor, peewee.Model, peewee.ModelSelect))
    if isinstance(value, msgspec.Struct):
        assert type(value).__struct_config__.frozen, type(value)
        for field in type(value).__struct_fields__:
            assert_plain(getattr(value, field))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            assert_plain(each)
    elif isinstance(value, dict):
        for pair in value.items():
            assert_plain(pair)
    else:
        assert isinstance(value, PLAIN), type(value)


async def test_only_plain_frozen_data_leave_the_storage(database: Database) -> None:
    instance = await database.write(instance_writes.add_instance, new_instance())
    (route,) = await database.read(instances.routes)
    context = Context(instance_id=instance, account_id=route.account_id, received_at_ms=NOON_MS)
    assert_plain(await database.write(apply.apply_events, context, [message("A"), echo("B")]))
    stored = await database.write(deliveries.store_delivery, delivery(b"{}", instance))
    (chat,) = (await database.read(chats.page, None, None, 10)).items
    composed, _ = await database.write(compose.compose_text, chat.id, "x", "c1", None, NOON_MS)
    await database.write(compose.compose_text, chat.id, "y", "c2", None, NOON_MS)
    assert_plain(await database.write(outbox.claim_attempt, instance, "boot", NOON_MS))
    await database.write(chat_writes.mark_chat_read, chat.id)
    for function, *args in (
        (chats.page, None, None, 10),
        (chats.page, instance, None, 10),
        (chats.get, (chat.id,)),
        (chats.totals,),
        (messages.latest, chat.id, 10),
        (messages.before, chat.id, composed, 10),
        (messages.after, chat.id, composed, 10),
        (messages.around, composed, 10),
        (messages.get, (composed,)),
        (instances.views,),
        (instances.view, instance),
        (instances.routes,),
        (instances.deliveries, None, None, None, 10),
        (instances.delivery, stored.delivery_id),
        (instances.waiting, 10),
        (instances.counts,),
        (instances.floors,),
    ):
        found = await database.read(function, *args)
        assert found, function
        assert_plain(found)

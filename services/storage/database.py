"""The database file: one writer thread that commits in groups, a few read-only readers.

Functions given to ``write`` run on the writer thread inside one transaction together with whatever
else is queued at that moment; they must not keep state of their own, because on a failure of one of
them the whole group is rolled back and every function is run again by itself.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from peewee import PeeweeException, SqliteDatabase

from services.domain import changes
from services.domain.changes import ChangeSet
from services.domain.errors import ErrorCode, StorageProblem
from services.storage import indexing, migrations

R = TypeVar("R")
_log = logging.getLogger(__name__)

APPLICATION_ID = 0x42414C43  # "BALC"
READERS = 2
MAX_QUEUED = 20_000
MAX_GROUP = 512
_TRUNCATE_OVER_PAGES = 8_000
# the writer checkpoints when it is idle; under unbroken load SQLite does it at this size of the log
_AUTO_CHECKPOINT_PAGES = 8_000
_IDLE_BEFORE_CHECKPOINT_S = 0.2
_OPERATIONS_BETWEEN_LOOKS = 50_000
_CACHE_KIB, _READER_CACHE_KIB = 8_192, 4_096


class Written(msgspec.Struct, Generic[R], frozen=True):
    """What a write function returns: its result, and what it changed (published after the commit)."""

    result: R
    changes: ChangeSet | None = None


class Tx:
    """The writer's side of one transaction: raw SQL, and caches that die with a rollback."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.executemany = connection.executemany
        self.cache: dict[Any, Any] = {}

    def one(self, sql: str, *parameters: Any) -> Any:
        """The first row, or None."""
        return self.connection.execute(sql, parameters).fetchone()

    def all(self, sql: str, *parameters: Any) -> list[Any]:
        """All rows."""
        return self.connection.execute(sql, parameters).fetchall()


WriteFunction = Callable[..., Written[Any]]


class _Write:
    __slots__ = ("args", "durable", "error", "function", "future", "written")

    def __init__(
        self, function: WriteFunction, args: tuple[Any, ...], durable: bool, future: "asyncio.Future[Any]"
    ) -> None:
        self.function, self.args, self.durable, self.future = function, args, durable, future
        self.written: Written[Any] | None = None
        self.error: Exception | None = None


class DatabaseClosed(StorageProblem):
    """Asked after ``close``."""


_ENVIRONMENT = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


def translate(error: sqlite3.Error) -> Exception:
    """SQLite's error as one a person can act on; what is our own mistake (a constraint, bad SQL) stays as it is."""
    text = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        if not isinstance(error, sqlite3.OperationalError):
            return error
        code = sqlite3.SQLITE_FULL if "full" in text else sqlite3.SQLITE_IOERR
    code &= 0xFF  # the low byte is the primary code
    if code == sqlite3.SQLITE_FULL:
        return StorageProblem(text, code=ErrorCode.DISK_FULL)
    return StorageProblem(text) if code in _ENVIRONMENT else error


class Database:
    """Open once; ``write`` and ``read`` from the services' loop only."""

    def __init__(
        self,
        path: Path,
        *,
        publish: Callable[[ChangeSet], None] = lambda _: None,
        durable: bool = True,
        fail_point: Callable[[str, str], None] = lambda _function, _moment: None,
    ) -> None:
        self._path = path
        self._publish = publish
        self._durable = durable
        self._fail_point = fail_point
        self._peewee = SqliteDatabase(None, autoconnect=False, check_same_thread=False)
        self._queue: queue.SimpleQueue[list[_Write] | None] = queue.SimpleQueue()
        self._read_connections: list[sqlite3.Connection] = []
        self._queued = 0
        self._readers: ThreadPoolExecutor | None = None
        self._writer: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False
        self._pending: list[_Write] = []
        self._kicked = False
        self._usable = True
        self._synced = True
        self.commits = 0

    async def open(self, *, check: bool = False) -> None:
        """Open, migrate (with a backup first) and start the threads.

        ``check`` runs SQLite's quick check (after an unclean exit). Raises StorageProblem, with
        NEWER_DATABASE if a newer Balcão wrote the file.
        """
        self._loop = asyncio.get_running_loop()
        self._peewee.init(
            str(self._path),
            pragmas=[
                ("synchronous", "full" if self._durable else "off"),
                ("fullfsync", 1),
                ("checkpoint_fullfsync", 1),
                ("foreign_keys", 1),
                ("busy_timeout", 5000),
                ("trusted_schema", 0),
                ("cell_size_check", 1),
                ("mmap_size", 0),
                ("cache_size", -_CACHE_KIB),
                ("wal_autocheckpoint", _AUTO_CHECKPOINT_PAGES),
            ],
        )
        started: asyncio.Future[None] = self._loop.create_future()
        self._writer = threading.Thread(target=self._run_writer, args=(started, check), name="db-writer", daemon=True)
        self._writer.start()
        try:
            await started
        except BaseException:
            self._closing = True
            self._queue.put(None)
            raise
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="db-reader", initializer=self._open_reader)

    @property
    def queued(self) -> int:
        """Writes that wait; over MAX_QUEUED new ones are refused."""
        return self._queued

    async def write(self, function: Callable[..., Written[R]], *args: Any, durable: bool = True) -> R:
        """Run on the writer thread and return its result once it is durably committed.

        Without ``durable`` it is committed, but the disk is not waited for: for what is done again by itself should
        the power fail. It is on the disk with the next durable write at the latest, and never without what came before.

        Raises StorageProblem where SQLite failed, or whatever AppError the function raised.
        """
        if self._closing or self._loop is None:
            raise DatabaseClosed("the database is closed")
        if self._queued >= MAX_QUEUED:
            raise StorageProblem("too many writes are waiting")
        write = _Write(function, args, durable, self._loop.create_future())
        self._queued += 1
        self._pending.append(write)
        if not self._kicked:
            self._kicked = True
            # one hand-over per loop turn: requests read in the same turn share a commit
            self._loop.call_soon(self._loop.call_soon, self._hand_over)
        result: R = await write.future
        return result

    def _hand_over(self) -> None:
        self._kicked = False
        pending, self._pending = self._pending, []
        if pending:
            self._queue.put(pending)

    async def read(self, function: Callable[..., R], *args: Any) -> R:
        """Run on a reader thread with a read-only connection; ``function(connection, *args)``."""
        if self._closing or self._readers is None or self._loop is None:
            raise DatabaseClosed("the database is closed")
        try:
            return await self._loop.run_in_executor(self._readers, self._run_read, function, args)
        except BrokenExecutor as error:
            raise StorageProblem(f"no reader could open the file: {error}") from error
        except sqlite3.Error as error:
            if self._closing:
                raise DatabaseClosed("closed while reading") from error
            problem = translate(error)
            if problem is error:
                raise
            raise problem from error

    def _open_reader(self) -> None:
        self._peewee.connect()
        connection: sqlite3.Connection = self._peewee.connection()
        connection.execute("PRAGMA query_only=1")
        connection.execute(f"PRAGMA cache_size=-{_READER_CACHE_KIB}")
        # a long search ends when the program does
        connection.set_progress_handler(lambda: int(self._closing), _OPERATIONS_BETWEEN_LOOKS)
        self._read_connections.append(connection)

    def _run_read(self, function: Callable[..., R], args: tuple[Any, ...]) -> R:
        connection: sqlite3.Connection = self._peewee.connection()
        # one snapshot for all statements of the function
        connection.execute("BEGIN")
        try:
            return function(connection, *args)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    async def close(self, deadline_s: float = 2.0) -> None:
        """Finish what is queued, checkpoint, close. Idempotent."""
        if self._closing or self._writer is None:
            return
        self._hand_over()
        self._closing = True
        await asyncio.to_thread(self._stop_threads, self._writer, deadline_s)

    def _stop_threads(self, writer: threading.Thread, deadline_s: float) -> None:
        self._queue.put(None)
        if self._readers is not None:
            self._readers.shutdown(wait=True, cancel_futures=True)
            for connection in self._read_connections:
                connection.close()
        writer.join(deadline_s)
        if writer.is_alive():
            _log.warning("the database's writer did not finish in %.1f s", deadline_s)

    # writer thread ------------------------------------------------------------------------------

    def _run_writer(self, started: "asyncio.Future[None]", check: bool) -> None:
        assert self._loop is not None
        try:
            self._peewee.connect()
            connection: sqlite3.Connection = self._peewee.connection()
            migrations.verify(connection, APPLICATION_ID)
            # not before it is known to be ours: this rewrites the header
            connection.execute("PRAGMA journal_mode=wal")
            migrations.migrate(connection, self._path, APPLICATION_ID)
            if check:
                problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                if problem != "ok":
                    raise StorageProblem(f"quick_check: {problem}")
        except Exception as error:  # noqa: BLE001 - handed to whoever opens
            # what fails while Peewee connects comes in a wrapper of its own
            cause = error.__context__ if isinstance(error, PeeweeException) else error
            wrapped = translate(cause) if isinstance(cause, sqlite3.Error) else error
            self._peewee.close()
            self._loop.call_soon_threadsafe(_fail, started, wrapped)
            return
        self._loop.call_soon_threadsafe(_succeed, started, None)
        tx = Tx(connection)
        dirty_pages = False
        behind = True
        while True:
            try:
                first = self._queue.get(timeout=0 if behind else _IDLE_BEFORE_CHECKPOINT_S if dirty_pages else None)
            except queue.Empty:
                if behind:
                    behind, dirty_pages = self._follow(tx), True
                    continue
                self._checkpoint(connection)
                dirty_pages = False
                continue
            if first is None:
                break
            group = list(first)
            closing = False
            while len(group) < MAX_GROUP:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    closing = True
                    break
                group.extend(following)
            self._commit(tx, group)
            dirty_pages = True
            if closing:
                break
            behind = self._follow(tx)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            _log.warning("the last checkpoint failed: %s", error)
        self._peewee.close()

    def _commit(self, tx: Tx, group: list[_Write]) -> None:
        if not self._try_group(tx, group) and len(group) > 1 and self._usable:
            for write in group:
                write.error = None
                write.written = None
                self._try_group(tx, [write])
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._resolve, group)
        except RuntimeError:  # the loop is gone: everything committed stays committed
            _log.warning("%d writes finished after the loop had ended", len(group))

    def _try_group(self, tx: Tx, group: list[_Write]) -> bool:
        """One transaction. False where it was rolled back; the error is then on the write that caused it."""
        current: _Write | None = None
        self._usable = False
        try:
            self._sync(tx, any(write.durable for write in group))
            tx.execute("BEGIN IMMEDIATE")
            # where this fails (locked by another program) trying one by one would only wait many times over
            self._usable = True
            for write in group:
                current = write
                write.written = write.function(tx, *write.args)
            current = None
            for write in group:
                self._fail_point(write.function.__name__, "before_commit")
            tx.execute("COMMIT")
            for write in group:
                self._fail_point(write.function.__name__, "after_commit")
            self.commits += 1
            return True
        except Exception as error:  # noqa: BLE001 - every error goes to the caller that waits
            try:
                if tx.connection.in_transaction:
                    tx.execute("ROLLBACK")
            except sqlite3.Error:
                _log.exception("rollback failed")
            tx.cache.clear()
            wrapped = translate(error) if isinstance(error, sqlite3.Error) else error
            for write in group if current is None else [current]:
                write.error = wrapped
            return False

    def _sync(self, tx: Tx, wanted: bool) -> None:
        """Whether the next commit waits for the disk."""
        if self._durable and wanted is not self._synced:
            tx.execute(f"PRAGMA synchronous={'full' if wanted else 'normal'}")
            self._synced = wanted

    def _follow(self, tx: Tx) -> bool:
        """Let the search index follow, after whoever waited has their answer. True while more waits for it."""
        try:
            if not indexing.is_due(tx.connection):
                return False
            # what is not on the disk when the power fails is taken in again
            self._sync(tx, wanted=False)
            tx.execute("BEGIN IMMEDIATE")
            indexing.catch_up(tx.connection)
            self._fail_point("catch_up", "before_commit")
            tx.execute("COMMIT")
            self._fail_point("catch_up", "after_commit")
            return indexing.is_due(tx.connection)
        except Exception as error:  # noqa: BLE001 - what waits is found all the same
            try:
                if tx.connection.in_transaction:
                    tx.execute("ROLLBACK")
            except sqlite3.Error:
                _log.exception("rollback failed")
            _log.warning("the search index does not follow: %s", error)
            return False

    def _resolve(self, group: list[_Write]) -> None:
        self._queued -= len(group)
        facts = []
        for write in group:
            if write.error is not None:
                _fail(write.future, write.error)
            elif write.written is not None:
                if write.written.changes:
                    facts.append(write.written.changes)
                _succeed(write.future, write.written.result)
        if facts:
            self._publish(facts[0] if len(facts) == 1 else changes.merge(facts))

    def _checkpoint(self, connection: sqlite3.Connection) -> None:
        try:
            busy, log_pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if not busy and log_pages > _TRUNCATE_OVER_PAGES:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            _log.warning("checkpoint failed: %s", error)


def _succeed(future: "asyncio.Future[Any]", result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)


def now_ms() -> int:
    """The present moment in milliseconds since 1970 UTC."""
    return int(time.time() * 1000)

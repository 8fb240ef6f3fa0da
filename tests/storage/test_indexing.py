"""The search index follows behind the writer: what still waits is found, whatever stops it loses nothing."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from services.domain.ids import InstanceId
from services.storage import indexing
from services.storage.database import Database
from services.storage.queries import search
from services.storage.writes import apply, instances
from services.storage.writes.context import Context
from tests.crash.served import ROOT
from tests.factories import NOON_MS, message, new_instance

_MESSAGES = indexing.WAITING + 64
_AT_ONCE = 64


async def write_all(database: Database) -> None:
    """Numbered messages in groups; each group's last number is told once it is committed."""
    instance = await database.write(instances.add_instance, new_instance())
    context = Context(instance_id=InstanceId(instance), account_id=1, received_at_ms=NOON_MS)  # type: ignore[arg-type]
    for first in range(0, _MESSAGES, _AT_ONCE):
        new = [message(f"M{n}", n % 5, f"pedido número {n}", at=n) for n in range(first, first + _AT_ONCE)]
        await database.write(apply.apply_events, context, new)
        print(first + _AT_ONCE, flush=True)


def up_to(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT up_to FROM message_indexed").fetchone()[0])


async def found(database: Database) -> set[str]:
    """Every number by itself, and all of them by the word that they share."""
    everything = await database.read(search.everything, "pedido ", 2 * _MESSAGES)
    alone = {hit.text for n in (0, 70, 255, 256) for hit in (await database.read(search.everything, f"numero {n} ", 9)).messages}
    told = {hit.text for hit in everything.messages}
    assert alone == told & {f"pedido número {n}" for n in (0, 70, 255, 256)}
    return told


async def test_the_index_follows_in_pieces_and_what_waits_is_found(database: Database) -> None:
    await write_all(database)
    while not await database.read(up_to):
        await asyncio.sleep(0.005)
    assert indexing.WAITING <= await database.read(up_to) <= _MESSAGES
    assert await found(database) == {f"pedido número {n}" for n in range(_MESSAGES)}


async def test_an_index_that_cannot_follow_keeps_no_message_from_being_stored_and_found(database_path: Path) -> None:
    def full(function: str, moment: str) -> None:
        if (function, moment) == ("catch_up", "before_commit"):
            raise sqlite3.OperationalError("database or disk is full")

    database = Database(database_path, durable=False, fail_point=full)
    await database.open()
    try:
        await write_all(database)
        assert await database.read(up_to) == 0
        assert await found(database) == {f"pedido número {n}" for n in range(_MESSAGES)}
    finally:
        await database.close()


@pytest.mark.skipif("sys.platform == 'win32'", reason="needs kill -9")
@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
async def test_killed_while_the_index_follows(database_path: Path, moment: str) -> None:
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-m", "tests.storage.test_indexing", str(database_path), moment], cwd=ROOT,
        stdout=subprocess.PIPE, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    told = int(done.stdout.split()[-1])
    # the last group may have been committed without a chance to tell
    assert told >= indexing.WAITING - _AT_ONCE
    database = Database(database_path, durable=False)
    await database.open(check=True)
    try:
        while not await database.read(up_to):
            await asyncio.sleep(0.005)
        assert {f"pedido número {n}" for n in range(told)} <= await found(database)
    finally:
        await database.close()
    connection = sqlite3.connect(database_path)
    indexing.catch_up(connection)
    connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)")
    connection.close()


async def _until_killed(path: str, last: str) -> None:
    def kill(function: str, moment: str) -> None:
        if (function, moment) == ("catch_up", last):
            signal.raise_signal(signal.SIGKILL)

    database = Database(Path(path), durable=False, fail_point=kill)
    await database.open()
    await write_all(database)


if __name__ == "__main__":
    asyncio.run(_until_killed(*sys.argv[1:]))

"""What the window asks of the database, in a small and in a large one, and what a message costs to store.

With BALCAO_BENCH_HUGE=1 also at five million messages.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from services.domain.events import MessageSeen
from services.domain.ids import ChatId, InstanceId, MessageId
from services.storage.database import Database, Tx, Written
from services.storage.queries import chats, messages
from services.storage.writes import deliveries
from tests.bench import dataset
from tests.bench.frame import Row, percentile
from tests.bench.search import HUGE
from tests.factories import NOON_MS, delivery, message, peer

SMALL, LARGE = 10_000, 1_000_000
_ROUNDS = 200
_BATCH = 64
# so many batches are one measure: the search index follows about once in it
_BATCHES = 4
_TARGETS_MS = {"chat list": 1.0, "open chat": 5.0, "older page": 5.0, "search a word": 5.0, "search in a chat": 5.0}
_APPLY, _WHOLE = "apply a message", "the same with commit and search index"
_SAID = dataset.WORDS[:60]
_WORDS = ("preco", "bolo", "amanha", "entrega", "cartao", "gluten")

Times = dict[str, list[float]]


def run(quick: bool) -> list[Row]:
    """Latencies at 10 thousand and 1 million messages (quick: 10 thousand only), and storing in batches of 64."""
    small = asyncio.run(_measured(SMALL))
    rows = _rows(SMALL, small, {})
    if not quick:
        for size in (LARGE, HUGE) if os.environ.get("BALCAO_BENCH_HUGE") else (LARGE,):
            rows += _rows(size, asyncio.run(_measured(size)), small)
    return rows


def _rows(size: int, times: Times, smaller: Times) -> list[Row]:
    rows = []
    for figure, values in times.items():
        middle, high = percentile(values, 0.5), percentile(values, 0.95)
        before = percentile(smaller[figure], 0.5) if smaller else None
        limit, unit = (60.0, "µs") if figure in (_APPLY, _WHOLE) else (_TARGETS_MS[figure], "ms")
        rows.append(
            Row(
                bench="storage",
                figure=f"{figure}, {size:,} messages, p50",
                value=middle,
                unit=unit,
                against=None if before is None else f"{SMALL:,} messages",
                against_value=before,
                ratio=None if before is None else middle / before,
                target=f"≤ {limit:g} {unit}",
                met=middle <= limit,
                note=f"p95 {high:.3g} {unit}",
            )
        )
    return rows


async def _measured(size: int) -> Times:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "balcao.db"
        shutil.copyfile(dataset.cached(size), path)
        database = Database(path)
        await database.open()
        try:
            reads, (applied, whole) = await _reads(database), await _writes(database)
            return {**reads, _APPLY: applied, _WHOLE: whole}
        finally:
            await database.close()


async def _reads(database: Database) -> Times:
    rng = random.Random(1)
    page = (await database.read(chats.page, None, None, 200)).items
    biggest = ChatId(await database.read(_biggest))
    ids = [chat.id for chat in page]
    places: list[tuple[ChatId, MessageId]] = await database.read(_places, biggest)

    async def older() -> None:
        chat, message_id = rng.choice(places)
        await database.read(messages.before, chat, message_id, 50)

    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "chat list": lambda: database.read(chats.page, None, None, 50),
        "open chat": lambda: database.read(messages.latest, rng.choice(ids), 50),
        "older page": older,
        "search a word": lambda: database.read(_search, f"text : {rng.choice(_WORDS)}"),
        "search in a chat": lambda: database.read(_search, f"text : {rng.choice(_WORDS)} AND chat : chat{rng.choice(ids)}"),
    }
    return {name: [await _timed(step) for _ in range(_ROUNDS)] for name, step in steps.items()}


async def _timed(step: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await step()
    return (time.perf_counter() - start) * 1000


def _biggest(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT chat_id FROM message GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").fetchone()[0])


def _places(connection: sqlite3.Connection, chat: ChatId) -> list[tuple[ChatId, MessageId]]:
    rows = connection.execute("SELECT id FROM message WHERE chat_id = ? ORDER BY sent_at", (chat,)).fetchall()
    return [(chat, MessageId(row[0])) for row in rows[:: max(1, len(rows) // 500)]]


def _search(connection: sqlite3.Connection, query: str) -> list[int]:
    rows = connection.execute(
        "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT 50", (query,)
    ).fetchall()
    return [row[0] for row in rows]


def _clock(tx: Tx) -> Written[float]:
    """The processor time of the writer's thread, in seconds."""
    return Written(time.thread_time())


async def _writes(database: Database) -> tuple[list[float], list[float]]:
    """Microseconds of the writer's thread for each message, in batches of 64 deliveries that are applied at once.

    First applying alone, then with its commit and what the search index takes afterwards.
    """
    instance, rng, spent, whole, sums = InstanceId(1), random.Random(), list[float](), list[float](), 0.0

    def apply(tx: Tx, group: list[deliveries.Parsed]) -> Written[deliveries.Processed]:
        start = time.thread_time()
        written = deliveries.apply_deliveries(tx, group)
        spent.append((time.thread_time() - start) / len(group) * 1e6)
        return written

    for batch in range(40 * _BATCHES):
        new = [delivery(b"%d %d" % (batch, n), instance) for n in range(_BATCH)]
        stored = await asyncio.gather(*(database.write(deliveries.store_delivery, each) for each in new))
        parsed = [
            deliveries.Parsed(
                delivery_id=each.delivery_id,
                instance_id=instance,
                received_at_ms=NOON_MS,
                provider="evolution",
                events=(_new(rng, batch * _BATCH + n),),
            )
            for n, each in enumerate(stored)
        ]
        before = await database.write(_clock)
        await database.write(apply, parsed)
        sums += await database.write(_clock) - before
        if batch % _BATCHES == _BATCHES - 1:
            whole.append(sums / (_BATCHES * _BATCH) * 1e6)
            sums = 0.0
    return spent, whole


def _new(rng: random.Random, at: int) -> MessageSeen:
    """A message as a shop gets it, with an id as WhatsApp gives it: anywhere in the index of ids."""
    text = " ".join(rng.choices(_SAID, range(len(_SAID), 0, -1), k=7))
    return message(f"3EB0{rng.getrandbits(72):018X}", peer(rng.randrange(1, 2000)), text, at=at)

"""From what is typed to what is found, through the real queries, in a small and in a large database.

The rows are elapsed time, with whatever else the machine does; the reader's own processor time stands beside it.

``python -m tests.bench search``; with BALCAO_BENCH_HUGE=1 also at five million messages.
"""

import asyncio
import os
import random
import sqlite3
import time
from collections.abc import Callable

from services.domain.ids import ChatId
from services.storage.database import Database
from services.storage.queries import search
from tests.bench import dataset
from tests.bench.frame import Row, percentile

SIZES = (10_000, 1_000_000)
HUGE = 5_000_000
_ROUNDS = 60
_TARGET_MS = 20.0
_RARE = ("glúten ", "maracujá ", "parcelado ", "cancelar ")
_COMMON = ("bom ", "dia ", "quero ", "não ")


def run(quick: bool) -> list[Row]:
    """p95 of every way to search (quick: 10 thousand messages only)."""
    sizes = SIZES[:1] if quick else (*SIZES, HUGE) if os.environ.get("BALCAO_BENCH_HUGE") else SIZES
    return [row for size in sizes for row in asyncio.run(_measured(size))]


async def _measured(size: int) -> list[Row]:
    database = Database(dataset.cached(size))
    await database.open()
    rng = random.Random(1)
    kinds: dict[str, Callable[[], str]] = {
        "a rare word": lambda: rng.choice(_RARE),
        "a word in every third message": lambda: rng.choice(_COMMON),
        "two letters so far": lambda: rng.choice(("pr", "ma", "ca", "bo")),
        "two words": lambda: rng.choice(_COMMON) + rng.choice(_RARE),
        "a phrase": lambda: '"bom dia"',
        "from a person": lambda: f"quero from:{rng.choice(('ana', 'bruno', 'carla'))} ",
        "in chats by digits": lambda: f"bolo in:{rng.randrange(100, 999)} ",
        "in chats by name": lambda: f"bolo in:{rng.choice(('ana', 'bruno', 'carla'))} ",
        "from people by digits": lambda: f"bolo from:{rng.randrange(100, 999)} ",
        "with a file": lambda: rng.choice(_COMMON) + "has:file ",
        "before a day": lambda: "entrega before:2025-06-01 ",
        "a number": lambda: str(rng.randrange(1000, 9999)),
    }
    try:
        rows = []
        for figure, typed in kinds.items():
            times = [await database.read(_timed, search.everything, typed(), 50) for _ in range(_ROUNDS)]
            rows.append(_row(size, figure, times))
        times = [
            await database.read(_timed, search.in_chat, ChatId(rng.randrange(1, 5000)), rng.choice(_RARE), 2000)
            for _ in range(_ROUNDS)
        ]
        return [*rows, _row(size, "in the open chat", times)]
    finally:
        await database.close()


def _timed(connection: sqlite3.Connection, find: Callable[..., object], *asked: object) -> tuple[float, float]:
    """Elapsed and processor time in milliseconds."""
    elapsed, processor = time.perf_counter(), time.thread_time()
    find(connection, *asked)
    return (time.perf_counter() - elapsed) * 1000, (time.thread_time() - processor) * 1000


def _row(size: int, figure: str, times: list[tuple[float, float]]) -> Row:
    elapsed, processor = ([each[n] for each in times] for n in (0, 1))
    high, own = percentile(elapsed, 0.95), percentile(processor, 0.95)
    return Row(
        bench="search",
        figure=f"{figure}, {size:,} messages, p95",
        value=high,
        unit="ms",
        against="processor time",
        against_value=own,
        ratio=high / own,
        target=f"≤ {_TARGET_MS:g} ms",
        met=high <= _TARGET_MS,
        note=f"p50 {percentile(elapsed, 0.5):.3g} ms, of the processor {percentile(processor, 0.5):.3g} ms",
    )

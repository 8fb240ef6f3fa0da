"""From what is typed to what is found, through the real queries, in a small and in a large database.

``python -m tests.bench search``; with BALCAO_BENCH_HUGE=1 also at five million messages.
"""

import asyncio
import os
import random
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
_TARGET_MS = 100.0
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
        "in a chat": lambda: f"bolo in:{rng.randrange(100, 999)} ",
        "before a day": lambda: "entrega before:2025-06-01 ",
        "a number": lambda: str(rng.randrange(1000, 9999)),
    }
    try:
        rows = []
        for figure, typed in kinds.items():
            times = []
            for _ in range(_ROUNDS):
                start = time.perf_counter()
                await database.read(search.everything, typed(), 50)
                times.append((time.perf_counter() - start) * 1000)
            rows.append(_row(size, figure, times))
        times = []
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            await database.read(search.in_chat, ChatId(rng.randrange(1, 5000)), rng.choice(_RARE), 2000)
            times.append((time.perf_counter() - start) * 1000)
        return [*rows, _row(size, "in the open chat", times)]
    finally:
        await database.close()


def _row(size: int, figure: str, times: list[float]) -> Row:
    high = percentile(times, 0.95)
    return Row(
        bench="search",
        figure=f"{figure}, {size:,} messages, p95",
        value=high,
        unit="ms",
        target=f"≤ {_TARGET_MS:g} ms",
        met=high <= _TARGET_MS,
        note=f"p50 {percentile(times, 0.5):.3g} ms",
    )

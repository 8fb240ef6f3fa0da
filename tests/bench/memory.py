"""Memory after the start, with many messages stored, and after a day's worth of opened conversations."""

import time

from tests.bench.desk import Desk, desk
from tests.bench.filled import folder
from tests.bench.frame import Row

_MOST_MB = 180


def run(quick: bool) -> list[Row]:
    """The rows; resident size in MB of 10^6 bytes."""
    sizes, clicks = ((2_000, 10_000), 30) if quick else ((10_000, 1_000_000), 300)
    found: dict[int, tuple[float, float]] = {}
    for size in sizes:
        with desk(folder(size)) as window:
            window.until("open")
            time.sleep(4)
            started = _resident(window)
            window.ask("load", "loaded", chats=190)
            window.ask("open_many", "opened_many", count=clicks, seed=1)
            time.sleep(1)
            found[size] = (started, _resident(window))
    small, large = sizes
    names = ("after the start", f"after {clicks} opened conversations")
    return [
        Row(bench="memory", figure=f"resident, 10 numbers, {large:,} messages, {name}", value=found[large][at], unit="MB",
            against=f"{small:,} messages", against_value=found[small][at], ratio=found[large][at] / found[small][at],
            target=f"≤ {_MOST_MB} MB", met=found[large][at] <= _MOST_MB)
        for at, name in enumerate(names)
    ]  # fmt: skip


def _resident(window: Desk) -> float:
    size: int = window.inner.memory_info().rss
    return size / 1e6

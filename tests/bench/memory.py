"""Memory after the start, with many messages stored, after hundreds of opened conversations, and after a day's messages."""

import time

from tests.bench.desk import Desk, desk
from tests.bench.filled import folder
from tests.bench.frame import Row
from tests.bench.window import posted, poster

_MOST_MB = 180
_RATE = 50.0


def run(quick: bool) -> list[Row]:
    """The rows; resident size in MB of 10^6 bytes."""
    sizes, clicks = ((2_000, 10_000), 30) if quick else ((10_000, 1_000_000), 300)
    arriving_s = 6.0 if quick else 40.0
    found: dict[int, tuple[float, ...]] = {}
    for size in sizes:
        data = folder(size)
        with desk(data) as window:
            window.until("open")
            time.sleep(4)
            started = _resident(window)
            window.ask("load", "loaded", chats=190)
            window.ask("open_many", "opened_many", count=clicks, seed=1)
            time.sleep(1)
            opened = _resident(window)
            posted(poster(window, data, _RATE, arriving_s))
            window.ask("open_many", "opened_many", count=clicks, seed=2)
            for word in ("bom", "maracujá"):
                window.ask("type", "typed", place="finder", word=word)
            time.sleep(1)
            found[size] = (started, opened, _resident(window))
    small, large = sizes
    names = ("after the start", f"after {clicks} opened conversations",
             f"after {_RATE * arriving_s:.0f} more messages, {clicks} more opened, two searches")  # fmt: skip
    return [
        Row(bench="memory", figure=f"resident, 10 numbers, {large:,} messages, {name}", value=found[large][at], unit="MB",
            against=f"{small:,} messages", against_value=found[small][at], ratio=found[large][at] / found[small][at],
            target=f"≤ {_MOST_MB} MB", met=found[large][at] <= _MOST_MB)
        for at, name in enumerate(names)
    ]  # fmt: skip


def _resident(window: Desk) -> float:
    size: int = window.inner.memory_info().rss
    return size / 1e6

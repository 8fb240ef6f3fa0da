"""Click a conversation in the list until its messages are painted, at two sizes of the database.

With BALCAO_BENCH_HUGE=1 the larger has five million messages.
"""

import os

from tests.bench.desk import desk
from tests.bench.filled import folder
from tests.bench.frame import Row, percentile
from tests.bench.search import HUGE


def run(quick: bool) -> list[Row]:
    """The rows."""
    sizes, clicks = ((2_000, 10_000), 30) if quick else ((10_000, HUGE if os.environ.get("BALCAO_BENCH_HUGE") else 1_000_000), 200)
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    for seed in range(1 if quick else 3):
        for size in sizes:
            with desk(folder(size)) as window:
                window.until("usable")
                window.until("open")
                window.ask("load", "loaded", chats=190)
                window.ask("open_many", "opened_many", count=10, seed=seed)  # warm
                taken[size] += window.ask("open_many", "opened_many", count=clicks, seed=seed + 100)["ms"]
    small, large = sizes
    rows = []
    for share, name, most in ((0.5, "median", None), (0.95, "95 %", 40)):
        few, many = percentile(taken[small], share), percentile(taken[large], share)
        rows.append(
            Row(bench="open_chat", figure=f"click to painted, {large:,} messages, {name}", value=many, unit="ms",
                against=f"{small:,} messages", against_value=few, ratio=many / few,
                target=f"≤ {most} ms" if most else None, met=many <= most if most else None,
                note=f"{len(taken[large])} clicks, longest {max(taken[large]):.0f} ms")
        )  # fmt: skip
    return rows

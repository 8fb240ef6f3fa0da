"""What the program does to the computer while nothing happens: processor and disk, ten numbers connected."""

import time

from tests.bench.desk import Desk, desk
from tests.bench.filled import folder
from tests.bench.frame import Row

_SETTLES_S = 45.0  # the look back that follows a connection is over by then


def run(quick: bool) -> list[Row]:
    """The rows; the processor's share is of one core."""
    seconds = 10.0 if quick else 60.0
    with desk(folder(2_000 if quick else 1_000_000)) as window:
        window.until("open")
        time.sleep(5 if quick else _SETTLES_S)
        before = _now(window)
        time.sleep(seconds)
        after = _now(window)
    share = (after[0] - before[0]) / seconds * 100
    written = (after[1] - before[1]) / 1000
    return [
        Row(bench="idle", figure=f"processor over {seconds:.0f} s", value=share, unit="% of a core", target="≤ 0.5 %",
            met=share <= 0.5),
        Row(bench="idle", figure=f"written to disk in {seconds:.0f} s", value=written, unit="kB", target="none",
            met=written == 0, note=f"{after[2] - before[2]} calls of write, pipes and wake-ups included"),
    ]  # fmt: skip


def _now(window: Desk) -> tuple[float, int, int]:
    times, io = window.inner.cpu_times(), window.inner.io_counters()
    return times.user + times.system, io.write_bytes, io.write_count

"""Messages pour in over HTTP while a person looks at the chat they go to: does the window stay smooth, and prompt?

Half of the events go to the open chat, the others to forty more, so that the list moves as well.
"""

import itertools
import statistics
import subprocess
import sys
import time
from typing import Any

import msgspec

from tests.app.processes import ROOT
from tests.bench.desk import Desk, desk
from tests.bench.filled import Folder, folder
from tests.bench.frame import Row, percentile
from tests.bench.poster import Job, Posted

RATES = (50, 200, 500)
_LONG_MS = 33.0
_ids = itertools.count(int(time.time()) * 1_000_000)


def run(quick: bool) -> list[Row]:
    """The rows; some two minutes, or twenty seconds when quick."""
    data = folder(10_000 if quick else 1_000_000)
    rounds, seconds = (1, 3.0) if quick else (3, 8.0)
    with desk(data) as window:
        window.until("usable")
        found = window.ask("find", "found", phone=data.busy_phone)
        window.ask("open", "opened", row=found["row"])
        time.sleep(2)
        _watched(window, data, 50, 1.0)  # warm
        idle, loads = [], {rate: [] for rate in RATES}  # type: ignore[var-annotated]
        for _ in range(rounds):
            idle.append(_watched(window, data, 0, seconds))
            for rate in RATES:
                loads[rate].append(_watched(window, data, rate, seconds))
        stalled = [_stalled(window, data, 200, 3 if quick else 8) for _ in range(1 if quick else 2)]
    still = _middle(idle, "frame_p99")
    rows = [_frame_row("frame gap while nothing arrives", idle, still)]
    for rate, measured in loads.items():
        rows.append(_frame_row(f"frame gap at {rate} events/s", measured, still, target=True))
        share = _middle(measured, "long_share")
        rows.append(
            Row(bench="window", figure=f"frames over 33 ms at {rate} events/s", value=share * 100, unit="%",
                against="idle", against_value=_middle(idle, "long_share") * 100, target="0 %", met=share == 0,
                note=f"longest {_middle(measured, 'frame_max'):.0f} ms; idle {_middle(idle, 'frame_max'):.0f} ms")
        )  # fmt: skip
        shown = _middle(measured, "shown_p95")
        rows.append(
            Row(bench="window", figure=f"event due to painted at {rate} events/s, 95 %", value=shown, unit="ms",
                target="≤ 120 ms", met=shown <= 120, note=f"median {_middle(measured, 'shown_p50'):.0f} ms")
        )  # fmt: skip
        ack = _middle(measured, "ack_p99")
        most = {200: 15, 500: 20}.get(rate)
        rows.append(
            Row(bench="window", figure=f"acknowledged at {rate} events/s, window open, 99 %", value=ack, unit="ms",
                target=f"≤ {most} ms" if most else None, met=ack <= most if most else None,
                note=f"median {_middle(measured, 'ack_p50'):.1f} ms")
        )  # fmt: skip
    within = statistics.median(stalled)
    rows.append(
        Row(bench="window", figure="acknowledged while the window computes for 250 ms, 99 %", value=within, unit="ms",
            against="no stall", against_value=_middle(loads[200], "ack_p99"), target="≤ 50 ms", met=within <= 50,
            ratio=within / max(0.001, _middle(loads[200], "ack_p99")))
    )  # fmt: skip
    return rows


def _frame_row(figure: str, measured: list[dict[str, float]], still: float, *, target: bool = False) -> Row:
    p99 = _middle(measured, "frame_p99")
    return Row(
        bench="window", figure=f"{figure}, 99 %", value=p99, unit="ms",
        against="idle" if target else None, against_value=still if target else None,
        ratio=p99 / still if target else None, target="≤ 20 ms" if target else None,
        met=p99 <= 20 if target else None,
        note=f"median {_middle(measured, 'frame_p50'):.1f} ms; the window's own thread computes for "
        f"{_middle(measured, 'work_p99'):.1f} ms of it, the rest is waiting for the interpreter and for a core",
    )  # fmt: skip


def _middle(measured: list[dict[str, float]], name: str) -> float:
    return statistics.median(each[name] for each in measured)


def poster(window: Desk, data: Folder, rate: float, seconds: float) -> "subprocess.Popen[bytes]":
    """A gateway that begins to post to the window's port: ``rate`` messages a second, for ``seconds``."""
    first = next(_ids)
    for _ in range(int(rate * seconds)):
        next(_ids)
    job = Job(port=window.port, token=data.token, rate=rate, seconds=seconds, busy=data.busy_phone,
              others=data.other_phones, first=first)  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.poster"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(job))
    process.stdin.close()
    return process


def posted(process: "subprocess.Popen[bytes]") -> Posted:
    """What it says at its end. Raises RuntimeError where a request failed."""
    assert process.stdout is not None
    told = msgspec.json.decode(process.stdout.read(), type=Posted)
    if process.wait() or told.failed:
        raise RuntimeError(f"{told.failed} requests failed")
    return told


def _watched(window: Desk, data: Folder, rate: float, seconds: float) -> dict[str, float]:
    """Frames, ages and acknowledgements of one spell, in milliseconds."""
    found: dict[str, float] = {}
    process = poster(window, data, rate, seconds) if rate else None
    time.sleep(0.5)  # the poster starts
    window.order("watch")
    if process is None:
        time.sleep(seconds)
    else:
        told = posted(process)
        found["ack_p50"] = percentile(told.took, 0.5) * 1000
        found["ack_p99"] = percentile(told.took, 0.99) * 1000
    measured: dict[str, Any] = window.ask("report", "measured")
    time.sleep(0.5)  # what is left settles outside of what was measured
    frames = [each * 1000 for each in measured["frames"][1:]]
    found["frame_p50"], found["frame_p99"] = percentile(frames, 0.5), percentile(frames, 0.99)
    found["frame_max"] = max(frames)
    found["work_p99"] = percentile([each * 1000 for each in measured["work"][1:]], 0.99)
    found["long_share"] = sum(each > _LONG_MS for each in frames) / len(frames)
    if measured["shown"]:
        shown = [each * 1000 for each in measured["shown"]]
        found["shown_p50"], found["shown_p95"] = percentile(shown, 0.5), percentile(shown, 0.95)
    return found


def _stalled(window: Desk, data: Folder, rate: float, times: int) -> float:
    """The 99th percentile in ms of what was due while the GUI thread was busy with Python for 250 ms."""
    process = poster(window, data, rate, times + 1.0)
    time.sleep(0.5)
    spans = window.ask("stall", "stalled", ms=250, times=times)["spans"]
    told = posted(process)
    both = zip(told.due, told.took, strict=True)
    return percentile([took * 1000 for due, took in both if any(a <= due <= b for a, b in spans)], 0.99)

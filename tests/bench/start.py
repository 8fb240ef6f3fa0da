"""From the start of the process to a window with its conversations in it, beside a bare QMainWindow."""

import statistics
import subprocess
import sys
import time

from tests.app.processes import ROOT, environment
from tests.bench.desk import desk
from tests.bench.filled import MANY, MANY_QUICK, Folder, folder
from tests.bench.frame import Row

_BARE = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QListView, QMainWindow
app = QApplication([])
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self, app.quit)
        return False
window, view = QMainWindow(), QListView()
window.setCentralWidget(view)
watch = Watch()
view.viewport().installEventFilter(watch)
window.resize(1180, 780)
window.show()
app.exec()
print(time.perf_counter(), flush=True)
"""


def run(quick: bool) -> list[Row]:
    """The rows; each is the median of several starts, after one that warms the disk's cache."""
    rounds = 3 if quick else 11
    folders = {"empty": folder(0, 0), f"{'10 k' if quick else '1 M'} messages": folder(10_000 if quick else 1_000_000)}
    folders[f"{'5' if quick else '50'} k chats"] = folder(*MANY_QUICK if quick else MANY)
    bare: list[float] = []
    usable: dict[str, list[float]] = {name: [] for name in folders}
    opened: dict[str, list[float]] = {name: [] for name in folders}
    for at in range(rounds + 1):
        found = [_bare()]
        for data in folders.values():
            found += _ours(data)
        if at:
            bare.append(found[0])
            for number, name in enumerate(folders):
                usable[name].append(found[1 + 2 * number])
                opened[name].append(found[2 + 2 * number])
    plain = statistics.median(bare)
    rows = []
    for name, most in zip(folders, (600, 700, 700), strict=True):
        middle = statistics.median(usable[name])
        rows.append(
            Row(bench="start", figure=f"usable window, {name}", value=middle, unit="ms", against="bare QMainWindow",
                against_value=plain, ratio=middle / plain, target=f"≤ {most} ms", met=middle <= most,
                note=f"best {min(usable[name]):.0f} ms, bare window's best {min(bare):.0f} ms")
        )  # fmt: skip
        rows.append(
            Row(bench="start", figure=f"webhooks are taken, {name}", value=statistics.median(opened[name]), unit="ms",
                against="bare QMainWindow", against_value=plain, ratio=statistics.median(opened[name]) / plain)
        )  # fmt: skip
    return rows


def _bare() -> float:
    env = environment()
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", _BARE], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
    return (float(told.stdout) - started) * 1000


def _ours(data: Folder) -> tuple[float, float]:
    with desk(data) as window:
        heard = window.until("usable")
        opened = window.until("open")
        return (heard["at"] - window.started) * 1000, (opened["at"] - window.started) * 1000

"""Measuring a page of messages a few milliseconds at a time, so that putting it in is one short frame."""

from collections import deque
from collections.abc import Callable, Iterable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from ui.timeline.rows import Row

SLICE_S = 0.004


class Preparing(QObject):
    """``measure`` keeps what it finds out; one page after the other."""

    def __init__(self, parent: QObject, measure: Callable[[Row], object]) -> None:
        super().__init__(parent)
        self._measure = measure
        self._todo: deque[tuple[deque[Row], Callable[[], None]]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def prepare(self, rows: Iterable[Row], done: Callable[[], None]) -> None:
        """Measure these, then call ``done`` from the event loop."""
        self._todo.append((deque(rows), done))
        self._timer.start()

    def _go_on(self) -> None:
        rows, done = self._todo[0]
        until = perf_counter() + SLICE_S
        while rows and perf_counter() < until:
            self._measure(rows.popleft())
        if not rows:
            self._todo.popleft()
            done()
        if self._todo:
            self._timer.start()

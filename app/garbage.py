"""Python's cycles are collected on the window's thread alone.

Python collects on whichever thread happens to allocate. An object of Qt that ends on another thread than its own leaves
its timers and notifiers behind, and the next one that fires takes the program down.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 1000


def collect_due(limits: tuple[int, int, int]) -> None:
    """Collect the oldest generation that counts more than its limit, if one does."""
    counts = gc.get_count()
    generation = next((each for each in (2, 1, 0) if counts[each] > limits[each]), None)
    if generation is not None:
        gc.collect(generation)


class Garbage(QObject):
    """From now on until ``stop`` nothing else collects. To be made on the window's thread, before any other starts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collected_by_itself = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due by Python's own limits."""
        collect_due(gc.get_threshold())

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._collected_by_itself:
            gc.enable()

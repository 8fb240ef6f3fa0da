"""What Qt owns ends on the window's thread, whoever allocates."""

import threading
import weakref

from PySide6.QtCore import QObject, QTimer

from app.garbage import Garbage


class Ring(QObject):
    """A cycle with a timer that runs."""

    def __init__(self):
        super().__init__()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.tick)
        self.timer.start(1)
        self.itself = self

    def tick(self):
        """Nothing."""


def test_cycles_with_timers_end_where_their_timers_run(qapp):
    garbage = Garbage()
    ended = []
    kept = []
    try:
        for _ in range(50):
            weakref.finalize(Ring(), lambda: ended.append(threading.current_thread()))
        busy = threading.Thread(target=lambda: kept.extend([number] for number in range(200_000)))
        busy.start()
        busy.join()
        assert not ended
        garbage.look()
        qapp.processEvents()
    finally:
        garbage.stop()
    assert ended and set(ended) == {threading.main_thread()}

"""What Qt owns ends on the window's thread, whoever allocates."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QTimer

from app.garbage import Garbage


class Ring(QObject):
    """A cycle with a timer, which does not run: ended elsewhere it fails the test, and does not end the process."""

    def __init__(self):
        super().__init__()
        self.timer = QTimer(self)
        self.itself = self


def test_cycles_with_timers_end_where_their_timers_run(qapp):
    # as a program begins; between tests it is off
    gc.enable()
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
        by_itself = gc.isenabled()
        gc.disable()
    assert by_itself
    assert ended and set(ended) == {threading.main_thread()}

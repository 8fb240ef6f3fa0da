"""Notices when a loop does not get to run: logs where its thread was, and for how long."""

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable

_log = logging.getLogger(__name__)

_BEAT_S = 0.1
# a thread that has nothing to do is asked less often: ten wake-ups a second would be most of what an idle program does
_QUIET_S = 1.0
_QUIET_SHARE = 0.02


class StallWatch:
    """Watches one thread, the one that calls ``beat``: ten times a second while it works, once while it is quiet.

    A gap of more than ``limit_s`` between two beats that were due logs that thread's stack once, and its length when
    it is over.
    """

    def __init__(self, name: str, *, limit_s: float = 0.25, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._limit_s = limit_s
        self._monotonic = monotonic
        self._last = monotonic()
        self._worked_s = 0.0
        self._pace_s = _BEAT_S
        self._thread_id = threading.get_ident()
        self._stopped = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name=f"stall-{name}", daemon=True)

    def start(self) -> None:
        """Begin to watch the calling thread."""
        self._thread_id = threading.get_ident()
        self._last, self._worked_s = self._monotonic(), time.thread_time()
        self._watcher.start()

    def beat(self) -> float:
        """Say that the thread is alive; called on the watched thread. Returns in how many seconds it has to be said again."""
        now, worked_s = self._monotonic(), time.thread_time()
        quiet = worked_s - self._worked_s < _QUIET_SHARE * (now - self._last)
        self._last, self._worked_s = now, worked_s
        self._pace_s = _QUIET_S if quiet else _BEAT_S
        return self._pace_s

    async def run(self) -> None:
        """Beat from a coroutine of the watched loop until cancelled; a job for the supervisor."""
        self.start()
        try:
            while True:
                pace_s = self.beat()
                await asyncio.sleep(pace_s)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the watching; idempotent."""
        self._stopped.set()

    def _watch(self) -> None:
        stalled_at: float | None = None
        while not self._stopped.wait(self._pace_s):
            last = self._last
            if stalled_at is not None and last != stalled_at:
                _log.warning("%s went on after at least %.0f ms", self._name, (last - stalled_at) * 1000)
                stalled_at = None
            if stalled_at is None and self._monotonic() - last > self._pace_s + self._limit_s:
                stalled_at = last
                _log.warning("%s stands still:\n%s", self._name, self._stack())

    def _stack(self) -> str:
        frame = sys._current_frames().get(self._thread_id)
        return "".join(traceback.format_stack(frame)) if frame else "its thread has ended"

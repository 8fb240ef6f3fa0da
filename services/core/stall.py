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


class StallWatch:
    """Watches one thread, the one that calls ``beat``, at least ten times a second.

    A gap of more than ``limit_s`` logs that thread's stack once, and its length when it is over.
    """

    def __init__(self, name: str, *, limit_s: float = 0.25, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._limit_s = limit_s
        self._monotonic = monotonic
        self._last = monotonic()
        self._thread_id = threading.get_ident()
        self._stopped = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name=f"stall-{name}", daemon=True)

    def start(self) -> None:
        """Begin to watch the calling thread."""
        self._thread_id = threading.get_ident()
        self._last = self._monotonic()
        self._watcher.start()

    def beat(self) -> None:
        """Say that the thread is alive; called on the watched thread."""
        self._last = self._monotonic()

    async def run(self) -> None:
        """Beat from a coroutine of the watched loop until cancelled; a job for the supervisor."""
        self.start()
        try:
            while True:
                self.beat()
                await asyncio.sleep(_BEAT_S)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the watching; idempotent."""
        self._stopped.set()

    def _watch(self) -> None:
        stalled_at: float | None = None
        while not self._stopped.wait(_BEAT_S):
            last = self._last
            if stalled_at is not None and last != stalled_at:
                _log.warning("%s went on after at least %.0f ms", self._name, (last - stalled_at) * 1000)
                stalled_at = None
            if stalled_at is None and self._monotonic() - last > _BEAT_S + self._limit_s:
                stalled_at = last
                _log.warning("%s stands still:\n%s", self._name, self._stack())

    def _stack(self) -> str:
        frame = sys._current_frames().get(self._thread_id)
        return "".join(traceback.format_stack(frame)) if frame else "its thread has ended"

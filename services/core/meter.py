"""Telling of bytes on their way without flooding who listens."""

from collections.abc import Callable

INTERVAL_S = 0.25


class Meter:
    """Hands (done, total) on, the first at once, then at most one per ``INTERVAL_S``; ``monotonic`` is in seconds."""

    def __init__(self, tell: Callable[[int, int | None], None], monotonic: Callable[[], float]) -> None:
        self._tell = tell
        self._monotonic = monotonic
        self._next_at: float | None = None

    def at(self, done: int, total: int | None) -> None:
        """So many bytes are done, of so many (None: nobody knows)."""
        now = self._monotonic()
        if self._next_at is None or now >= self._next_at:
            self._next_at = now + INTERVAL_S
            self._tell(done, total)

"""How often and how fast: waiting longer after each failure, and a token bucket for every source."""

import random
from collections import OrderedDict
from collections.abc import Callable

import msgspec


class Backoff(msgspec.Struct, frozen=True, kw_only=True):
    """Exponential waiting between tries; ``jitter`` is the share by which a wait may be shorter or longer."""

    first_s: float = 0.5
    longest_s: float = 60.0
    factor: float = 2.0
    jitter: float = 0.2

    def delay_s(self, failures: int, draw: Callable[[], float] = random.random) -> float:
        """Seconds to wait after the ``failures``-th failure in a row (1 is the first)."""
        # bounded exponent: a job may fail for weeks
        exact = min(self.longest_s, self.first_s * self.factor ** min(max(failures, 1) - 1, 64))
        return min(self.longest_s, exact * (1 + self.jitter * (2 * draw() - 1)))


class RateLimiter:
    """A token bucket per key, refilled evenly; memory is bounded by dropping the key unused for longest.

    ``per_minute`` 0 lets nothing through. ``burst`` is what a key may take at once, one minute's worth
    where not given.
    """

    def __init__(self, per_minute: int, *, burst: int | None = None, max_keys: int = 10_000) -> None:
        self._rate = per_minute / 60
        self._burst = float(per_minute if burst is None else burst)
        self._max_keys = max_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def allow(self, key: str, now: float) -> float | None:
        """Take one token at monotonic second ``now``: None if there was one, else seconds until there is."""
        tokens, at = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + max(0.0, now - at) * self._rate)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > self._max_keys:
            self._buckets.popitem(last=False)
        if allowed:
            return None
        return (1 - tokens) / self._rate if self._rate > 0 and self._burst >= 1 else 60.0

"""Sleep and standstill of the computer, noticed by the clock: a short nap that took long."""

import logging
from collections.abc import Callable

from services.core.clock import Clock

_log = logging.getLogger(__name__)

NAP_S = 5.0
SLEPT_S = 30.0


async def watch(clock: Clock, woke: Callable[[int], None], *, nap_s: float = NAP_S, slept_s: float = SLEPT_S) -> None:
    """Work until cancelled; ``woke`` is told since when (ms) the computer was away.

    The wall clock is what counts: the monotonic one stands still in sleep on some systems. A clock that
    somebody sets forward looks the same, and costs one look at the gateways.
    """
    while True:
        before = clock.now_ms()
        await clock.sleep(nap_s)
        away_ms = clock.now_ms() - before
        if away_ms > (nap_s + slept_s) * 1000:
            _log.info("the computer was away for %.0f s", away_ms / 1000)
            woke(before)

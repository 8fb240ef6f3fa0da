"""Time as a dependency."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Wall time for what is stored, monotonic time for what is measured."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC; may jump when somebody sets the computer's clock."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow; their start means nothing."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once ``monotonic()`` has grown by ``seconds``."""
        ...


class SystemClock:
    """The computer's clock."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

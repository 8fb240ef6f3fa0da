"""Receiving without a public address: the gateway's own socket, into the same journal as webhooks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec

from services.core.clock import Clock
from services.core.limits import Backoff
from services.domain.errors import AppError, ErrorCode, NotSupported

_log = logging.getLogger(__name__)

BACKOFF = Backoff(first_s=1.0, longest_s=60.0)
SETTLED_S = 60.0
_FINAL = (ErrorCode.AUTH_REJECTED, ErrorCode.MISCONFIGURED, ErrorCode.NOT_FOUND, ErrorCode.NOT_SUPPORTED)
_FINAL_WAIT_S = 300.0

Frames = Callable[[], AsyncIterator[Any]]
Store = Callable[[bytes], Awaitable[None]]


class Channel:
    """One supervised job: connect, journal every frame, connect again with back-off.

    ``reconnected`` is told each time the socket is open again after having been away, so that the
    history can fill the hole: sockets do not replay. ``polling`` is told while there is no socket.
    """

    def __init__(
        self,
        *,
        frames: Frames,
        store: Store,
        reconnected: Callable[[int], None],
        polling: Callable[[], Awaitable[None]] | None,
        clock: Clock,
    ) -> None:
        self._frames = frames
        self._store = store
        self._reconnected = reconnected
        self._polling = polling
        self._clock = clock
        self.open = False
        self.last_error: str | None = None

    async def run(self) -> None:
        """Work until cancelled; ends by itself only where the provider has no socket after all."""
        failures = 0
        lost_at: int | None = None
        while True:
            started = self._clock.monotonic()
            try:
                lost_at = await self._listen(lost_at)
                failures = 0
                await self._clock.sleep(BACKOFF.delay_s(1))
            except NotSupported:
                raise
            except AppError as error:
                self.last_error = error.text or error.code.value
                failures = 1 if self._clock.monotonic() - started > SETTLED_S else failures + 1
                wait = error.retry_after_s or BACKOFF.delay_s(failures)
                if error.code in _FINAL:
                    wait = _FINAL_WAIT_S
                lost_at = lost_at if lost_at is not None else self._clock.now_ms()
                _log.info("the socket is closed (%s), next try in %.0f s", self.last_error, wait)
                await self._wait(wait)
            finally:
                self.open = False

    async def _listen(self, lost_at: int | None) -> int:
        """Journal frames until the connection ends; returns when it ended (ms)."""
        frames = self._frames()
        try:
            async for frame in frames:
                if not self.open:
                    self.open, self.last_error = True, None
                    if lost_at is not None:
                        self._reconnected(lost_at)
                await self._store(msgspec.json.encode(frame))
        except AppError:
            raise
        finally:
            await _close(frames)
        return self._clock.now_ms()

    async def _wait(self, seconds: float) -> None:
        if self._polling is not None and seconds >= BACKOFF.longest_s / 2:
            # away for long: the history is asked meanwhile, so that nobody waits for the socket
            await self._polling()
        await self._clock.sleep(seconds)


async def _close(frames: AsyncIterator[Any]) -> None:
    closing = getattr(frames, "aclose", None)
    if closing is not None:
        async with asyncio.timeout(5):
            await closing()

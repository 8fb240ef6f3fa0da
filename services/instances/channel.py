"""The way an instance's messages take to us: webhook, the gateway's own socket, or asking for its history.

Whatever the way, everything ends in the same journal or the same rows, so two ways at once double nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import msgspec

from services.core.clock import Clock
from services.domain.errors import AppError, ErrorCode, NotSupported
from services.domain.models import ChannelKind
from services.instances.pace import Pace

_log = logging.getLogger(__name__)

SETTLED_S = 60.0
PROVEN_S = 1.0
AWAY_S = 5.0
LOOK_AGAIN_S = 60.0
_FINAL = (ErrorCode.AUTH_REJECTED, ErrorCode.MISCONFIGURED, ErrorCode.NOT_FOUND, ErrorCode.NOT_SUPPORTED)
_FINAL_WAIT_S = 300.0

Store = Callable[[bytes], Awaitable[None]]
Poll = Callable[[int], Awaitable[bool]]


class OpenSocket(Protocol):
    """``Descriptor.frames`` with its credentials given."""

    def __call__(self, *, connected: Callable[[], None]) -> AsyncIterator[Any]:
        """Bodies like the webhooks', until the connection ends."""
        ...


class Channel:
    """One supervised job. ``kind`` is the way in use, ``changed`` is told when it becomes another.

    ``webhook`` says whether the gateway can reach us by its webhook; while it can, no socket is kept, and one
    that stands is kept until ``hooked``. ``store`` journals one body. ``missed`` is told from when on (ms)
    something may have been lost while no line stood: sockets do not replay. ``poll`` takes what came since a
    moment (ms) and says whether it could; None where the gateway has no history.
    """

    def __init__(
        self,
        *,
        webhook: Callable[[], bool],
        socket: OpenSocket | None,
        store: Store,
        missed: Callable[[int], None],
        poll: Poll | None,
        changed: Callable[[], None],
        clock: Clock,
        pace: Pace,
    ) -> None:
        self._webhook = webhook
        self._socket = socket
        self._store = store
        self._missed = missed
        self._poll = poll
        self._changed = changed
        self._clock = clock
        self._pace = pace
        self._poke = asyncio.Event()
        self._look = asyncio.Event()
        self._proof: asyncio.Task[None] | None = None
        self._lost_at: int | None = None
        self._open = False
        self._hooked = False
        self.kind = ChannelKind.NONE
        self.last_error: str | None = None

    def reconsider(self) -> None:
        """Whether the webhook reaches us may be otherwise now."""
        self._poke.set()

    def look(self) -> None:
        """The session's state is another: what could not be had before may be had now."""
        self._look.set()

    def hooked(self) -> None:
        """The gateway has our address, seen by reading it back: nothing else is needed."""
        self._hooked = True
        self._poke.set()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            while True:
                if not self._webhook():
                    self._lost_at = self._clock.now_ms()
                    await self._without_webhook()
                self._now(ChannelKind.WEBHOOK)
                await self._until(lambda: not self._webhook())
        finally:
            self._now(ChannelKind.NONE)

    async def _without_webhook(self) -> None:
        """Receive otherwise, until the webhook reaches us."""
        self._hooked = False
        work = asyncio.create_task(self._otherwise())
        reached = asyncio.create_task(self._until(lambda: self._hooked and self._webhook()))
        try:
            await asyncio.wait((work, reached), return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                await work
        finally:
            for task in (work, reached):
                task.cancel()
            await asyncio.wait((work, reached))

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._poke.clear()
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):
                    await self._poke.wait()
            except TimeoutError:
                continue

    async def _otherwise(self) -> None:
        if self._socket is not None:
            try:
                await self._stay_connected(self._socket)
            except NotSupported as error:
                self.last_error = error.text
        while True:
            await self._away(self._pace.poll_s)

    async def _stay_connected(self, socket: OpenSocket) -> None:
        failures = 0
        while True:
            began = self._clock.monotonic()
            try:
                await self._listen(socket)
                error = AppError("the connection ended", code=ErrorCode.UNAVAILABLE)
            except NotSupported:
                raise
            except AppError as told:
                error = told
            finally:
                was_open, self._open = self._open, False
                if self._proof is not None:
                    self._proof.cancel()
            if was_open:
                self._lost_at = self._clock.now_ms()
            failures = 1 if self._clock.monotonic() - began > SETTLED_S else failures + 1
            wait = _FINAL_WAIT_S if error.code in _FINAL else error.retry_after_s or self._pace.reconnect.delay_s(failures)
            told_before, self.last_error = self.last_error, error.text or error.code.value
            if self.last_error != told_before:
                _log.info("the socket is closed (%s), next try in %.0f s", self.last_error, wait)
            await self._away(wait, at_once=wait > AWAY_S)

    async def _listen(self, socket: OpenSocket) -> None:
        """Journal frames until the connection ends."""
        frames = socket(connected=self._stands)
        try:
            async for frame in frames:
                self._proven()
                await self._store(msgspec.json.encode(frame))
        finally:
            await _close(frames)

    def _stands(self) -> None:
        """The line stands, which some servers say before they close it; or something was missed on one that stands."""
        if self._open:
            self._missed(self._clock.now_ms())
            return
        if self._proof is not None:
            self._proof.cancel()
        self._proof = asyncio.create_task(self._prove())

    async def _prove(self) -> None:
        await self._clock.sleep(PROVEN_S)
        self._proven()

    def _proven(self) -> None:
        if self._open:
            return
        self._open, self.last_error = True, None
        self._now(ChannelKind.SOCKET)
        if self._lost_at is not None:
            self._missed(self._lost_at)
            self._lost_at = None

    async def _away(self, seconds: float, *, at_once: bool = True) -> None:
        """Wait without a line; where that is for long the history is asked meanwhile."""
        if at_once and self._poll is None:
            self._now(ChannelKind.NONE)
        left = seconds
        while left > 0:
            if at_once and self._poll is not None:
                self._now(ChannelKind.POLLING)
                asked_at = self._clock.now_ms()
                if await self._poll(asked_at if self._lost_at is None else self._lost_at):
                    self._lost_at = asked_at
            left -= await self._nap(min(left, self._pace.poll_s))

    async def _nap(self, seconds: float) -> float:
        """Sleep, unless somebody says that a look is worth it now; returns how long (s) it was meant to be."""
        # states may flap: not even then are gateways asked all the time
        least = min(seconds, self._pace.settled_s)
        await self._clock.sleep(least)
        self._look.clear()
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds - least))
        called = asyncio.ensure_future(self._look.wait())
        try:
            await asyncio.wait((sleeping, called), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            called.cancel()
        return seconds

    def _now(self, kind: ChannelKind) -> None:
        if self.kind is not kind:
            self.kind = kind
            self._changed()


async def _close(frames: AsyncIterator[Any]) -> None:
    closing = getattr(frames, "aclose", None)
    if closing is not None:
        async with asyncio.timeout(5):
            await closing()

"""What came while we were away: the gateway's own history, from the last moment we were there.

Nothing is ever marked read, and messages that are known already change nothing, so running it too
often costs time only.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import msgspec

from services.core.clock import Clock
from services.core.limits import Backoff
from services.domain.changes import CatchUpProgress
from services.domain.errors import AppError, ErrorCode
from services.domain.events import AnyEvent, MessageSeen, Peer
from services.domain.ids import InstanceId
from services.providers.base import Client

_log = logging.getLogger(__name__)

OVERLAP_MS = 10 * 60_000
PAGE = 100
CHATS = 1_000
AT_ONCE = 3
TRIES = 4
PROGRESS_EVERY_S = 0.25
BACKOFF = Backoff(first_s=1.0, longest_s=30.0)
_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED)

R = TypeVar("R")
Apply = Callable[[tuple[AnyEvent, ...]], Awaitable[int]]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages newly came in, of how many chats; ``failed`` chats could not be read to the end."""

    messages: int
    chats: int
    failed: int = 0


class CatchUp:
    """One run for one instance. ``apply`` stores a page and returns how many messages were new."""

    def __init__(
        self,
        instance: InstanceId,
        *,
        client: Client,
        apply: Apply,
        progress: Callable[[CatchUpProgress], None],
        clock: Clock,
    ) -> None:
        self._instance = instance
        self._client = client
        self._apply = apply
        self._progress = progress
        self._clock = clock
        self._messages = 0
        self._done = 0
        self._failed = 0
        self._told = float("-inf")

    async def run(self, since_ms: int) -> Result:
        """Fetch everything since ``since_ms`` (minus an overlap) in every chat that moved.

        Cancel it at any time: what is stored stays, the next run takes the rest. Raises AppError where
        not even the list of chats can be had.
        """
        floor = max(0, since_ms - OVERLAP_MS)
        listed = await self._patiently(partial(self._client.chats, limit=CHATS))
        moved = [peer for peer, last in listed if peer.address.is_customer and (last is None or last >= floor)]
        self._tell(len(moved))
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(peer: Peer) -> None:
            async with gate:
                try:
                    await self._chat(peer, floor)
                except AppError as error:
                    self._failed += 1
                    _log.warning("the history of a chat could not be fetched: %s", error.text or error.code)
                self._done += 1
                self._tell(len(moved))

        async with asyncio.TaskGroup() as group:
            for peer in moved:
                group.create_task(one(peer))
        self._tell(len(moved), done=True)
        return Result(messages=self._messages, chats=len(moved), failed=self._failed)

    async def _chat(self, peer: Peer, floor: int) -> None:
        cursor: str | None = None
        while True:
            page = await self._patiently(
                partial(self._client.history, peer.address, since_ms=floor, cursor=cursor, limit=PAGE)
            )
            events, cursor = page.events, page.next
            wanted = tuple(event for event in events if (event.occurred_at_ms or floor) >= floor)
            if wanted:
                self._messages += await self._apply(wanted)
            moments = [e.occurred_at_ms for e in events if isinstance(e, MessageSeen) and e.occurred_at_ms]
            if cursor is None or (moments and min(moments) < floor):
                return

    async def _patiently(self, call: Callable[[], Awaitable[R]]) -> R:
        for attempt in range(1, TRIES + 1):
            try:
                return await call()
            except AppError as error:
                if error.code not in _PASSING or attempt == TRIES:
                    raise
                await self._clock.sleep(error.retry_after_s or BACKOFF.delay_s(attempt))
        raise AssertionError("unreachable")

    def _tell(self, total: int, *, done: bool = False) -> None:
        now = self._clock.monotonic()
        if done or now - self._told >= PROGRESS_EVERY_S:
            self._told = now
            self._progress(
                CatchUpProgress(
                    instance_id=self._instance,
                    chats_done=self._done,
                    chats_total=total,
                    messages=self._messages,
                    done=done,
                    error=f"{self._failed}" if done and self._failed else None,
                )
            )

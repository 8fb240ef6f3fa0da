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
from services.domain.address import Address
from services.domain.changes import CatchUpProgress
from services.domain.content import Origin, Peer
from services.domain.errors import AppError, ErrorCode
from services.domain.events import AnyEvent, MessageSeen
from services.domain.ids import InstanceId
from services.providers.base import Client

_log = logging.getLogger(__name__)

OVERLAP_MS = 10 * 60_000
PAGE = 100
CHATS_PAGE = 100
MAX_CHATS = 20_000
AT_ONCE = 3
HELD = 5_000
STORED_AT_ONCE = 200
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
    """One run for one instance. ``apply`` stores events and returns how many messages of customers were new.

    At most ``AT_ONCE`` requests are under way, and a gateway that says "too fast" is waited for.
    """

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
        moved = await self._moved(floor)
        self._tell(len(moved))
        waiting = iter(moved)

        async def work() -> None:
            for peer in waiting:
                try:
                    await self._chat(peer, floor)
                except AppError as error:
                    if error.code is ErrorCode.STORAGE:
                        raise
                    self._failed += 1
                    _log.warning("the history of a chat could not be fetched: %s", error.text or error.code)
                self._done += 1
                self._tell(len(moved))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(work())
        except* AppError as errors:
            raise errors.exceptions[0] from None
        self._tell(len(moved), done=True)
        return Result(messages=self._messages, chats=len(moved), failed=self._failed)

    async def _moved(self, floor: int) -> list[Peer]:
        """The customers' chats with something since ``floor``, or of which the gateway does not tell; latest first."""
        moved: dict[Address, Peer] = {}
        for offset in range(0, MAX_CHATS, CHATS_PAGE):
            listed = await self._patiently(
                partial(self._client.chats, cursor=str(offset) if offset else None, limit=CHATS_PAGE)
            )
            recent = [peer for peer, last in listed if last is None or last >= floor]
            fresh = [peer for peer in recent if peer.address not in moved]
            moved.update((peer.address, peer) for peer in fresh)
            # no word of the page's length: gateways join rows of one person
            if not fresh:
                break
        return [peer for peer in moved.values() if peer.address.is_customer]

    async def _chat(self, peer: Peer, floor: int) -> None:
        await self._pages(peer.address, floor)
        for alias in peer.aliases:
            # older servers keep what came by LID under the LID (evolution dossier §4.5)
            try:
                await self._pages(alias, floor)
            except AppError as error:
                if error.code not in (ErrorCode.NOT_FOUND, ErrorCode.REJECTED):
                    raise

    async def _pages(self, address: Address, floor: int) -> None:
        """Pages come newest first and are stored oldest first: two messages of one second keep their order."""
        cursor: str | None = None
        held: list[AnyEvent] = []
        while True:
            page = await self._patiently(
                partial(self._client.history, address, since_ms=floor, cursor=cursor, limit=PAGE)
            )
            held.extend(_news(event) for event in page.events if (event.occurred_at_ms or floor) >= floor)
            moments = [e.occurred_at_ms for e in page.events if isinstance(e, MessageSeen) and e.occurred_at_ms]
            at_end = page.next is None or page.next == cursor or (moments and min(moments) < floor)
            cursor = page.next
            if held and (at_end or len(held) >= HELD):
                held.reverse()
                for start in range(0, len(held), STORED_AT_ONCE):
                    # small transactions: webhooks wait for the same writer
                    new = await self._apply(tuple(held[start : start + STORED_AT_ONCE]))
                    self._messages += new
                held.clear()
            if at_end:
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


def _news(event: AnyEvent) -> AnyEvent:
    """It stands in the history of the gateway, but to us it is news: unread, like any message that comes."""
    if isinstance(event, MessageSeen) and event.origin is Origin.HISTORY:
        return msgspec.structs.replace(event, origin=None)
    return event

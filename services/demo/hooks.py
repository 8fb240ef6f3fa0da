"""Posts webhooks as Evolution does: at once, concurrently, repeated with growing waits, dropped on some refusals."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import msgspec

from services.demo.state import Instance

_log = logging.getLogger(__name__)
WAITS_S = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 300.0, 300.0)
NOT_REPEATED = frozenset({400, 401, 403, 404, 422})
TIMEOUT_S = 30.0

Sleep = Callable[[float], Awaitable[None]]


def slug(event: str) -> str:
    """``messages.upsert`` → ``messages-upsert``, the path of a webhook by events."""
    return event.replace("_", "-").replace(".", "-").lower()


def name_of(event: str) -> str:
    """``messages.upsert`` → ``MESSAGES_UPSERT``, the name in a webhook's list."""
    return event.replace(".", "_").replace("-", "_").upper()


class Hooks:
    """All posts of one server; ``copies`` posts each event that many times (a global webhook beside ours)."""

    def __init__(self, *, sleep: Sleep, waits_s: tuple[float, ...] = WAITS_S, copies: int = 1) -> None:
        self._sleep = sleep
        self._waits_s = waits_s
        self._copies = copies
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def post(self, instance: Instance, event: str, body: dict[str, Any]) -> None:
        """Post the event if the instance's webhook wants it; returns at once."""
        hook = instance.webhook
        if not hook or not hook.get("enabled") or not hook.get("url"):
            return
        if name_of(event) not in hook.get("events", ()):
            return
        url = str(hook["url"]) + (f"/{slug(event)}" if hook.get("byEvents") else "")
        headers = {str(k): str(v) for k, v in (hook.get("headers") or {}).items() if k != "jwt_key"}
        raw = msgspec.json.encode(body)
        for _ in range(self._copies):
            task = asyncio.create_task(self._deliver(url, headers, raw))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, url: str, headers: dict[str, str], raw: bytes) -> None:
        for wait in (*self._waits_s, None):
            if await self._once(url, headers, raw) or wait is None:
                return
            await self._sleep(wait)

    async def _once(self, url: str, headers: dict[str, str], raw: bytes) -> bool:
        """Whether it is over: taken, or refused for good."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        sent = {"Content-Type": "application/json", "User-Agent": "axios/1.12.2", **headers}
        try:
            async with self._session.post(url, data=raw, headers=sent, allow_redirects=False) as answer:
                await answer.read()
                return 200 <= answer.status < 300 or answer.status in NOT_REPEATED
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _log.debug("the demo's webhook was not taken: %s", error)
            return False

    async def close(self) -> None:
        """Drop what was not delivered: as on the real server, it lives in memory only."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

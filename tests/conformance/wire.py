"""What went over the wire to a fake gateway, and how it goes wrong on demand; the same for every dialect."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web


@dataclass(frozen=True)
class Seen:
    """One request as it arrived. A multipart body is the fake's own to read, so its ``raw`` is empty."""

    method: str
    path: str
    raw: bytes = b""

    @property
    def body(self) -> Any:
        """The JSON of the request, None without any."""
        return json.loads(self.raw) if self.raw else None

    def says(self, words: str) -> bool:
        """Whether the words stand in the path, the query, or a string of the body."""
        if words in unquote(self.path):
            return True
        return any(words in text for text in strings(self.body))


@dataclass
class Fault:
    """What happens to a request: done or not (``after``), then an answer, a silence, or a broken line."""

    path: str
    status: int = 500
    body: Any = None
    html: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    slow: bool = False
    cut: bool = False


class Wire:
    """The outermost middleware of a fake: records every request, breaks those it was told to."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._faults: list[Fault] = []
        self._released = asyncio.Event()
        self.instead: dict[str, Any] = {}
        """Handlers that answer requests whose path holds their key, in the fake's place."""

        self.held: dict[str, asyncio.Event] = {}
        """A request whose path holds the key is not read before the event comes, so that it stays half handed over."""

    def fail(self, path: str, **how: Any) -> None:
        """The next request whose path holds ``path`` goes wrong."""
        self._faults.append(Fault(path=path, **how))

    def release(self) -> None:
        """Let go of requests that are kept waiting."""
        self._released.set()

    def to(self, path: str) -> list[Seen]:
        """The requests whose path holds ``path``."""
        return [each for each in self.seen if path in each.path]

    def saying(self, words: str) -> list[Seen]:
        """The requests that carry these words."""
        return [each for each in self.seen if each.says(words)]

    @property
    def middleware(self) -> Any:
        """To be given to the fake as its first middleware."""

        @web.middleware
        async def handle(request: web.Request, handler: Any) -> web.StreamResponse:
            gate = next((event for path, event in self.held.items() if path in request.path), None)
            if gate is not None:
                await gate.wait()
            multipart = request.content_type.startswith("multipart/")
            raw = b"" if multipart else await request.read()
            self.seen.append(Seen(request.method, request.path_qs, raw))
            other = next((answer for path, answer in self.instead.items() if path in request.path), None)
            if other is not None:
                told: web.StreamResponse = await other(request)
                return told
            fault = next((each for each in self._faults if each.path in request.path), None)
            if fault is None:
                answer: web.StreamResponse = await handler(request)
                return answer
            self._faults.remove(fault)
            return await self._break(fault, request, handler)

        return handle

    async def _break(self, fault: Fault, request: web.Request, handler: Any) -> web.StreamResponse:
        if fault.slow or fault.cut:
            # the gateway did it; only its answer never comes
            await handler(request)
            if fault.slow:
                await self._released.wait()
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.html is not None:
            return web.Response(status=fault.status, text=fault.html, content_type="text/html", headers=fault.headers)
        return web.json_response(fault.body, status=fault.status, headers=fault.headers)


def strings(value: Any) -> list[str]:
    """Every string (and number, as text) inside a JSON value, keys left out."""
    if isinstance(value, dict):
        return [found for inner in value.values() for found in strings(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in strings(inner)]
    return [] if value is None else [str(value)]

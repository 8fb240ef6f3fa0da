"""The demo's Evolution server, made quick and made to fail on demand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import web

from services.demo.gateway import Behaviour, Server

API_KEY = "chave-inventada-para-testes"


@dataclass
class Fault:
    """What happens to a request: ``slow`` (seconds), ``cut`` before or after it is done, a status, a body."""

    slow: float = 0.0
    cut: str = ""
    status: int | None = None
    body: Any = None
    html: bool = False
    headers: dict[str, str] | None = None


class Faults:
    """Faults waiting for requests whose path begins so; each happens ``times`` times. Records all requests."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Fault]] = []
        self.requests: list[tuple[str, str, Any]] = []

    def add(self, path: str, fault: Fault, *, times: int = 1) -> None:
        """The next requests to ``path`` go wrong like this."""
        self._waiting += [(path, fault)] * times

    def bodies(self, path: str) -> list[Any]:
        """What was sent to a path, in order."""
        return [body for _, asked, body in self.requests if asked.startswith(path)]

    def middleware(self) -> Any:
        """To be given to the server."""

        @web.middleware
        async def handle(request: web.Request, handler: Any) -> web.StreamResponse:
            raw = await request.read()
            self.requests.append((request.method, request.path, msgspec.json.decode(raw) if raw else None))
            found = next((f for f in self._waiting if request.path.startswith(f[0])), None)
            if found is None:
                return await handler(request)
            self._waiting.remove(found)
            return await self._go_wrong(found[1], request, handler)

        return handle

    async def _go_wrong(self, fault: Fault, request: web.Request, handler: Any) -> web.StreamResponse:
        if fault.cut == "before":
            request.transport.close()
            return web.Response()
        await asyncio.sleep(fault.slow)
        if fault.html:
            return web.Response(status=fault.status or 200, text="<html>proxy</html>", content_type="text/html")
        if fault.status is not None:
            return web.json_response(fault.body or {}, status=fault.status, headers=fault.headers)
        answer = await handler(request)
        if fault.cut == "after":
            request.transport.close()
        return answer


@asynccontextmanager
async def evolution(
    *, behaviour: Behaviour | None = None, pace: float = 0.0, outer: tuple[Any, ...] = ()
) -> AsyncIterator[tuple[Server, Faults]]:
    """A running server; its waits last ``pace`` times as long as they should (0: one turn of the loop).

    ``outer`` are middlewares around everything.
    """
    faults = Faults()

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds * pace)

    server = Server(API_KEY, behaviour=behaviour, sleep=sleep, middlewares=(*outer, faults.middleware()))
    await server.start()
    try:
        yield server, faults
    finally:
        await server.stop()


class Receiver:
    """A webhook receiver that keeps what it gets; ``answers`` are used up first, then all is 200."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.answers: list[int] = []
        self._changed = asyncio.Event()

    def events(self, name: str) -> list[Any]:
        """The ``data`` of every event of this name."""
        return [body["data"] for body in self.got if body["event"] == name]

    async def until(self, condition: Any, seconds: float = 5.0) -> None:
        """Wait for ``condition(self)``; TimeoutError after ``seconds``."""
        async with asyncio.timeout(seconds):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    async def handle(self, request: web.Request) -> web.Response:
        """One delivery."""
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.got.append(await request.json())
            self.paths.append(request.path)
        self._changed.set()
        return web.Response(status=status)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens on loopback."""
    receiver = Receiver()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{tail:.*}", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/abc"
    try:
        yield receiver
    finally:
        await runner.cleanup()

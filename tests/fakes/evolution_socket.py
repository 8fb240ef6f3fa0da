"""Evolution's Socket.IO beside the demo's server: every event it posts is emitted too (evolution dossier §5)."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import socketio
from aiohttp import web

from services.demo import dialect
from services.demo.gateway import Server
from services.demo.hooks import name_of
from services.demo.state import Instance

# whole seconds: the library tells no others
PING_S = 1


class SocketSide:
    """``on`` is the server's WEBSOCKET_ENABLED, ``everything`` its WEBSOCKET_GLOBAL_EVENTS."""

    def __init__(
        self, *, on: bool = True, everything: bool = False, ping_s: int = PING_S, prefix: str = ""
    ) -> None:
        self.prefix = prefix
        self.paths: list[str] = []
        self.on = on
        self.everything = everything
        self.settings: dict[str, dict[str, Any]] = {}
        self.keys: list[str | None] = []
        self.redirect: str | None = None
        self.status: int | None = None
        self.refuses_names: tuple[str, ...] = ()
        # what an engine that has stopped does: the line stands and nothing comes
        self.mute = False
        self.io = socketio.AsyncServer(async_mode="aiohttp", ping_interval=ping_s, ping_timeout=ping_s)
        # Node's server has this namespace always
        self.io.on("connect", lambda *_: None, namespace="/")
        self._server: Server | None = None
        self._emitted: list[str] = []

    def attach(self, server: Server) -> None:
        """Emit what the server posts."""
        self._server = server
        post = server.post

        def both(instance: Instance, event: str, data: Any) -> None:
            post(instance, event, data)
            self.emit(instance, event, data)

        server.post = both  # type: ignore[method-assign]

    def emit(self, instance: Instance, event: str, data: Any) -> None:
        """Emit only: the webhook of this one is lost."""
        assert self._server is not None
        server = self._server
        body = dialect.envelope(instance, event, data, server.base_url, datetime.fromtimestamp(server.now_s(), UTC))
        del body["destination"]
        server.spawn(self._emit(instance, event, body))

    async def _emit(self, instance: Instance, event: str, body: dict[str, Any]) -> None:
        if not self.on or self.mute:
            return
        if self.everything:
            await self.io.emit(event, body, namespace="/")
        row = self.settings.get(instance.name)
        if row and row["enabled"] and name_of(event) in row["events"]:
            namespace = f"/{instance.name}"
            # only now does it exist: nobody is in it yet
            self.io.on("connect", lambda *_: None, namespace=namespace)
            await self.io.emit(event, body, namespace=namespace)

    def open_namespace(self, name: str) -> None:
        """As if the instance had had an event before."""
        self.io.on("connect", lambda *_: None, namespace=f"/{name}")

    async def drop(self) -> None:
        """End every connection."""
        for sid in tuple(self.io.eio.sockets):
            await self.io.eio.disconnect(sid)

    async def stop(self) -> None:
        """End it, with the library's own tasks that would sleep on."""
        await self.io.shutdown()
        left = [task for task in asyncio.all_tasks() if "AsyncSocket." in getattr(task.get_coro(), "__qualname__", "")]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @property
    def connections(self) -> int:
        """How many clients are there."""
        return len(self.io.eio.sockets)

    def middleware(self) -> Any:
        """To be given to the server."""

        @web.middleware
        async def handle(request: web.Request, handler: Any) -> web.StreamResponse:
            if request.path.rstrip("/").endswith("/socket.io"):
                return await self._handshake(request)
            if request.path.startswith(f"{self.prefix}/websocket/"):
                return await self._setting(request)
            return await handler(request)

        return handle

    async def _handshake(self, request: web.Request) -> web.StreamResponse:
        assert self._server is not None
        self.paths.append(request.path)
        self.keys.append(request.headers.get("apikey") or request.query.get("apikey"))
        if self.redirect is not None:
            raise web.HTTPFound(self.redirect)
        if self.status is not None:
            return web.Response(status=self.status)
        if not self.on:
            raise web.HTTPNotFound
        tokens = {each.token for each in self._server.instances.values()}
        if self.keys[-1] not in {self._server.api_key} | tokens:
            return web.json_response({"code": 4, "message": "Invalid global token"}, status=403)
        return await self.io.handle_request(request)

    async def _setting(self, request: web.Request) -> web.Response:
        assert self._server is not None
        verb, name = request.path.split("/")[-2:]
        if request.headers.get("apikey") != self._server.api_key:
            return web.json_response(dialect.refusal(401, "Unauthorized"), status=401)
        if name not in self._server.instances:
            told = dialect.refusal(404, [f'The "{name}" instance does not exist'])
            return web.json_response(told, status=404)
        if verb == "find":
            return web.json_response(self.settings.get(name))
        wish = (await request.json()).get("websocket")
        if not isinstance(wish, dict):
            return web.json_response(dialect.refusal(400, [['instance requires property "websocket"']]), status=400)
        known = [each for each in dialect.EVENTS if each not in self.refuses_names]
        wrong = [each for each in wish["events"] if each not in known]
        if wrong:
            told = dialect.refusal(400, [[f"websocket.events[0] is not one of enum values: {','.join(known)}"]])
            return web.json_response(told, status=400)
        self.settings[name] = wish
        return web.json_response({"id": "c1", **wish} if self.on else {}, status=201)

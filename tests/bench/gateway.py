"""A gateway on loopback at which every number is connected: just enough of Evolution API to keep a session content."""

import asyncio
import functools
import threading
from concurrent.futures import Future
from typing import Any

from aiohttp import web


@functools.cache
def open_gateway() -> str:
    """Its base URL; it serves from a thread until the process ends."""
    found: Future[str] = Future()
    threading.Thread(target=lambda: asyncio.run(_serve(found)), name="gateway", daemon=True).start()
    return found.result(10)


async def _serve(found: "Future[str]") -> None:
    hooks: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        parts = request.path.strip("/").split("/")
        name = parts[-1]
        match parts[:2]:
            case ["instance", "connectionState"]:
                return web.json_response({"instance": {"instanceName": name, "state": "open"}})
            case ["instance", "fetchInstances"]:
                wanted = request.query.get("instanceName", "loja-0")
                owner = f"55119400{int(wanted.rpartition('-')[2]):05}@s.whatsapp.net"
                return web.json_response([{"name": wanted, "connectionStatus": "open", "ownerJid": owner}])
            case ["webhook", "set"]:
                hooks[name] = (await request.json()).get("webhook", {})
                return web.json_response(hooks[name], status=201)
            case ["webhook", "find"]:
                return web.json_response(hooks.get(name))
            case ["chat", "findChats"]:
                return web.json_response([])
            case ["chat", _]:
                return web.json_response({"messages": {"total": 0, "pages": 0, "currentPage": 1, "records": []}})
        return web.json_response({"status": 200, "message": "Welcome to the Evolution API", "version": "2.3.7"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.set_result(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await asyncio.Event().wait()

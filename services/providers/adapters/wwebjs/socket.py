"""The server's WebSocket: the webhooks' bodies over a connection of ours, without a public address.

Source: others.md §5.1. It asks for no key: whoever reaches the port reads everything.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

import aiohttp
from yarl import URL

from services.domain.errors import Unavailable
from services.providers.base import Credentials
from services.providers.http import base_of, segment
from services.providers.websocket import HEARTBEAT_S, listening, objects

# with no base path set, the maintained server listens at the second
_PATHS = ("/ws/", "//ws/")


async def frames(
    credentials: Credentials, *, connected: Callable[[], None] = lambda: None, heartbeat_s: float = HEARTBEAT_S
) -> AsyncGenerator[dict[str, Any], None]:
    """Bodies as they come, until the connection ends; nothing is replayed after a break.

    Raises Unavailable, also where the WebSocket is switched off (``ENABLE_WEBSOCKET``) or the session is
    not started: the server then closes the line without a word. Frames that are no JSON object are left out.
    """
    async with listening() as session, await _connect(session, credentials, heartbeat_s) as connection:
        connected()
        async with aclosing(objects(connection)) as bodies:
            async for body in bodies:
                yield body
        raise Unavailable(f"the WebSocket was closed ({connection.close_code})")


async def _connect(
    session: aiohttp.ClientSession, credentials: Credentials, heartbeat_s: float
) -> aiohttp.ClientWebSocketResponse:
    base = f"ws{base_of(credentials.base_url).removeprefix('http')}"
    for path in _PATHS:
        url = URL(f"{base}{path}{segment(credentials.name)}", encoded=True)
        try:
            # no size limit: a file comes as base64 inside
            return await session.ws_connect(url, heartbeat=heartbeat_s, max_msg_size=0)
        except (aiohttp.WSServerHandshakeError, aiohttp.ServerDisconnectedError, ConnectionResetError):
            continue
    raise Unavailable("no WebSocket for this session: is it started, and ENABLE_WEBSOCKET set?")

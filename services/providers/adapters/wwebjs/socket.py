"""The server's WebSocket: the webhooks' bodies over a connection of ours, without a public address.

Source: others.md §5.1. It asks for no key: whoever reaches the port reads everything.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import aiohttp
from yarl import URL

from services.domain.errors import ParseError, Unavailable
from services.providers.answers import connection_error
from services.providers.base import Credentials
from services.providers.http import CONNECT_S, base_of, segment
from services.providers.reading import decode

HEARTBEAT_S = 30.0
# with no base path set, the maintained server listens at the second
_PATHS = ("/ws/", "//ws/")


async def frames(
    credentials: Credentials, *, connected: Callable[[], None] = lambda: None, heartbeat_s: float = HEARTBEAT_S
) -> AsyncGenerator[dict[str, Any], None]:
    """Bodies as they come, until the connection ends; nothing is replayed after a break.

    Raises Unavailable, also where the WebSocket is switched off (``ENABLE_WEBSOCKET``) or the session is
    not started: the server then closes the line without a word. Frames that are no JSON object are left out.
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            connection = await _connect(session, credentials, heartbeat_s)
            async with connection:
                connected()
                async for frame in connection:
                    body = _body(frame)
                    if body is not None:
                        yield body
                raise Unavailable(f"the WebSocket was closed ({connection.close_code})")
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise connection_error(error) from error


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


def _body(frame: aiohttp.WSMessage) -> dict[str, Any] | None:
    if frame.type is aiohttp.WSMsgType.TEXT:
        raw = frame.data.encode("utf-8", "replace")
    elif frame.type is aiohttp.WSMsgType.BINARY:
        raw = frame.data
    else:
        return None
    try:
        body = decode(raw)
    except ParseError:
        return None
    return body if isinstance(body, dict) else None

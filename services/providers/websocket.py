"""What every gateway's own WebSocket shares: a session without time limit, its failures as typed errors, JSON frames."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from services.domain.errors import AppError, AuthRejected, Misconfigured, NotFound, ParseError, Unavailable
from services.providers.answers import connection_error
from services.providers.http import CONNECT_S
from services.providers.reading import decode

HEARTBEAT_S = 30.0


@asynccontextmanager
async def listening() -> AsyncIterator[aiohttp.ClientSession]:
    """A session to open a WebSocket with. What goes wrong inside is raised as AppErrors.

    AuthRejected (wrong key: do not try again by itself), NotFound (no such endpoint), Misconfigured (no
    WebSocket there), Unavailable (all that may pass).
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            yield session
        except aiohttp.WSServerHandshakeError as error:
            raise _refused(error.status) from error
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise connection_error(error) from error


async def objects(connection: aiohttp.ClientWebSocketResponse) -> AsyncGenerator[dict[str, Any], None]:
    """The JSON objects that come, until the connection ends; other frames are left out."""
    async for frame in connection:
        if frame.type is aiohttp.WSMsgType.TEXT:
            raw = frame.data.encode("utf-8", "replace")
        elif frame.type is aiohttp.WSMsgType.BINARY:
            raw = frame.data
        else:
            continue
        try:
            body = decode(raw)
        except ParseError:
            continue
        if isinstance(body, dict):
            yield body


def _refused(status: int) -> AppError:
    if status in (401, 403):
        return AuthRejected(f"HTTP {status}")
    if status == 404:
        return NotFound("no WebSocket there")
    if status >= 500:
        return Unavailable(f"HTTP {status}")
    return Misconfigured(f"HTTP {status} instead of a WebSocket")

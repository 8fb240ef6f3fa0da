"""WAHA's ``/ws``: the webhooks' envelopes over a connection of ours, without a public address (dossier §5)."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import aiohttp
from yarl import URL

from services.domain.errors import AuthRejected, Misconfigured, NotFound, ParseError, Unavailable
from services.providers.adapters.waha.api import DEFAULT_SESSION
from services.providers.adapters.waha.webhook_config import DEFAULT_EVENTS
from services.providers.answers import connection_error
from services.providers.base import Credentials
from services.providers.http import CONNECT_S, base_of
from services.providers.reading import decode

HEARTBEAT_S = 30.0
_REFUSED = 1008


async def frames(
    credentials: Credentials,
    events: Sequence[str] = DEFAULT_EVENTS,
    *,
    connected: Callable[[], None] = lambda: None,
    heartbeat_s: float = HEARTBEAT_S,
) -> AsyncIterator[dict[str, Any]]:
    """Envelopes as they come, until the connection ends; whoever calls connects again and catches up.

    There is no replay: what happened in between is only in the history. Raises AuthRejected (wrong
    key: do not try again by itself), Misconfigured (no such endpoint), Unavailable (all that may pass,
    the server's regular closing included). A dead line is noticed within ``heartbeat_s`` and a half.
    Frames that are no JSON object are left out.
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            # no size limit: an envelope carries the engine's raw message with its thumbnails
            async with session.ws_connect(
                address(credentials, events), heartbeat=heartbeat_s, max_msg_size=0, autoping=True
            ) as connection:
                connected()
                async for frame in connection:
                    envelope = _envelope(frame)
                    if envelope is not None:
                        yield envelope
                if connection.close_code == _REFUSED:
                    raise AuthRejected("the server closed the WebSocket: wrong key, or not for this session")
                raise Unavailable(f"the WebSocket was closed ({connection.close_code})")
        except aiohttp.WSServerHandshakeError as error:
            if error.status in (401, 403):
                raise AuthRejected(f"HTTP {error.status}") from error
            if error.status == 404:
                raise NotFound("no WebSocket at /ws") from error
            if error.status >= 500:
                raise Unavailable(f"HTTP {error.status}") from error
            raise Misconfigured(f"HTTP {error.status} instead of a WebSocket") from error
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise connection_error(error) from error


def address(credentials: Credentials, events: Sequence[str]) -> URL:
    """The socket's address. The key has to go in the query, a header does not work: never log this."""
    base = base_of(credentials.base_url)
    query: list[tuple[str, str]] = [("session", credentials.name or DEFAULT_SESSION)]
    query += [("events", name) for name in events or DEFAULT_EVENTS]
    key = credentials.secrets.get("api_key")
    if key:
        query.append(("x-api-key", key))
    return URL(f"ws{base.removeprefix('http')}/ws", encoded=True).with_query(query)


def _envelope(frame: aiohttp.WSMessage) -> dict[str, Any] | None:
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

"""WAHA's ``/ws``: the webhooks' envelopes over a connection of ours, without a public address (dossier §5)."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Any

from yarl import URL

from services.domain.errors import AuthRejected, Unavailable
from services.providers.adapters.waha.api import DEFAULT_SESSION
from services.providers.adapters.waha.webhook_config import DEFAULT_EVENTS
from services.providers.base import Credentials
from services.providers.http import base_of
from services.providers.websocket import HEARTBEAT_S, listening, objects

_REFUSED = 1008


async def frames(
    credentials: Credentials,
    events: Sequence[str] = DEFAULT_EVENTS,
    *,
    connected: Callable[[], None] = lambda: None,
    heartbeat_s: float = HEARTBEAT_S,
) -> AsyncIterator[dict[str, Any]]:
    """Envelopes as they come, until the connection ends; whoever calls connects again and catches up.

    There is no replay: what happened in between is only in the history. Raises as ``websocket.listening``;
    the server's regular closing is Unavailable. A dead line is noticed within ``heartbeat_s`` and a half.
    Frames that are no JSON object are left out.
    """
    async with (
        listening() as session,
        # no size limit: an envelope carries the engine's raw message with its thumbnails
        session.ws_connect(
            address(credentials, events), heartbeat=heartbeat_s, max_msg_size=0, autoping=True
        ) as connection,
    ):
        connected()
        async with aclosing(objects(connection)) as bodies:
            async for envelope in bodies:
                yield envelope
        if connection.close_code == _REFUSED:
            raise AuthRejected("the server closed the WebSocket: wrong key, or not for this session")
        raise Unavailable(f"the WebSocket was closed ({connection.close_code})")


def address(credentials: Credentials, events: Sequence[str]) -> URL:
    """The socket's address. The key has to go in the query, a header does not work: never log this."""
    base = base_of(credentials.base_url)
    query: list[tuple[str, str]] = [("session", credentials.name or DEFAULT_SESSION)]
    query += [("events", name) for name in events or DEFAULT_EVENTS]
    key = credentials.secrets.get("api_key")
    if key:
        query.append(("x-api-key", key))
    return URL(f"ws{base.removeprefix('http')}/ws", encoded=True).with_query(query)

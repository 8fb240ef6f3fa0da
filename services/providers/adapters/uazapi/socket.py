"""Uazapi's event stream, for who has no public address (others dossier §2.3, the frames' shape is unverified)."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp

from services.domain.errors import ParseError, Unavailable
from services.providers.adapters.uazapi.access import Access
from services.providers.answers import connection_error
from services.providers.base import Credentials
from services.providers.reading import decode

EVENTS = (
    "connection",
    "messages",
    "messages_update",
    "call",
    "contacts",
    "presence",
    "groups",
    "labels",
    "chats",
    "chat_labels",
    "blocks",
    "history",
)
MAX_FRAME = 20 * 1024 * 1024
# whether the server sends signs of life is not known; a line that says nothing for so long is made anew
SILENCE_S = 150.0


async def frames(
    credentials: Credentials, *, connected: Callable[[], None] = lambda: None
) -> AsyncIterator[dict[str, Any]]:
    """The frames of one connection, each as ``parse`` takes it; nothing is replayed after a break.

    Raises AuthRejected for a wrong token and Unavailable when the stream breaks, ends or falls silent:
    the caller comes back later. A frame that is no JSON object is left out.
    """
    access = Access(credentials, timeout_s=SILENCE_S / 2)
    try:
        # the server takes the token in the query only; it must not reach a log
        query = {**await access.instance_headers(), "events": ",".join(EVENTS)}
        response = await access.http.open("/sse", params=query, headers={"Accept": "text/event-stream"})
        try:
            connected()
            async for data in _events(response.content):
                frame = _frame(data)
                if frame is not None:
                    yield frame
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(str(connection_error(error))) from error
        finally:
            response.close()
        raise Unavailable("the stream ended")
    finally:
        await access.http.close()


async def _events(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    """The ``data`` of each event: its lines joined, comments and other fields left out."""
    rest, lines, size = b"", [], 0
    async for chunk in content.iter_any():
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) + size > MAX_FRAME:
            raise Unavailable(f"a frame over {MAX_FRAME} bytes")
        for line in whole:
            line = line.rstrip(b"\r")
            if line.startswith(b"data:"):
                lines.append(line[5:].removeprefix(b" "))
                size += len(line)
            elif not line and lines:
                yield b"\n".join(lines)
                lines, size = [], 0


def _frame(data: bytes) -> dict[str, Any] | None:
    try:
        value = decode(data)
    except ParseError:
        return None
    return value if isinstance(value, dict) else None

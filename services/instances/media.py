"""Files of messages: fetched right away, because their links expire, into the media folder."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Protocol

from services.core.clock import Clock
from services.core.limits import Backoff
from services.domain.errors import AppError, ErrorCode
from services.domain.ids import InstanceId
from services.domain.models import MediaState
from services.providers.base import Client, Download
from services.storage.database import Database
from services.storage.queries import media as queries
from services.storage.writes import media as writes

_log = logging.getLogger(__name__)

AT_ONCE = 3
TRIES = 4
MAX_BYTES = 110 * 1024 * 1024
TOTAL_S = 600.0
BACKOFF = Backoff(first_s=2.0, longest_s=120.0)
_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.NOT_CONNECTED)
_REFUSED = (ErrorCode.BLOCKED_ADDRESS, ErrorCode.TOO_LARGE, ErrorCode.MISCONFIGURED)

OpenUrl = Callable[[str], Awaitable[Download]]


class Sink(Protocol):
    """The media folder: takes a stream, returns the path relative to itself and the size."""

    async def receive(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[str, int]: ...


class MediaJob:
    """One background job for all instances: newest files first, a few at once."""

    def __init__(
        self,
        *,
        database: Database,
        client_of: Callable[[InstanceId], Client | None],
        open_url: OpenUrl,
        sink: Sink,
        clock: Clock,
    ) -> None:
        self._database = database
        self._client_of = client_of
        self._open_url = open_url
        self._sink = sink
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A message with a file came, or a person asked again."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; what a crash left half done starts again."""
        await self._database.write(writes.restart_downloads)
        while True:
            self._wake.clear()
            wanted = await self._database.read(queries.pending, self._clock.now_ms(), AT_ONCE * 8)
            if not wanted:
                due = await self._database.read(queries.next_due)
                await self._sleep(due)
                continue
            gate = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                for each in wanted:
                    group.create_task(self._one(each, gate))

    async def _sleep(self, due: int | None) -> None:
        seconds = 3600.0 if due is None else max(0.2, (due - self._clock.now_ms()) / 1000)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _one(self, wanted: queries.Wanted, gate: asyncio.Semaphore) -> None:
        async with gate:
            await self._database.write(writes.set_media_state, wanted.message_id, MediaState.DOWNLOADING, None, None)
            try:
                async with asyncio.timeout(TOTAL_S):
                    download = await self._open(wanted)
                    path, size = await self._sink.receive(download.chunks(), MAX_BYTES)
            except AppError as error:
                await self._failed(wanted, error.code, error.text, error.retry_after_s)
            except (TimeoutError, OSError) as error:
                await self._failed(wanted, ErrorCode.UNAVAILABLE, str(error), None)
            except Exception as error:  # noqa: BLE001 - one file must not stop the others
                _log.exception("a download failed in an unforeseen way")
                await self._failed(wanted, ErrorCode.REJECTED, type(error).__name__, None)
            else:
                stored = writes.StoredFile(path=path, size=size, mime=download.mime, file_name=download.file_name)
                await self._database.write(writes.finish_media, wanted.message_id, stored)

    async def _open(self, wanted: queries.Wanted) -> Download:
        client = self._client_of(wanted.instance_id)
        if wanted.ref is not None and client is not None:
            return await client.download(_with_url(wanted.ref, wanted.url))
        if wanted.url is not None:
            return await self._open_url(wanted.url)
        raise AppError("nobody can fetch it", code=ErrorCode.MEDIA_GONE)

    async def _failed(self, wanted: queries.Wanted, code: ErrorCode, text: str, retry_after_s: float | None) -> None:
        if code in _PASSING and wanted.attempts + 1 < TRIES:
            wait = retry_after_s or BACKOFF.delay_s(wanted.attempts + 1)
            next_at = self._clock.now_ms() + int(wait * 1000)
            await self._database.write(
                writes.set_media_state, wanted.message_id, MediaState.PENDING, code.value, next_at
            )
            return
        state = MediaState.REFUSED if code in _REFUSED else MediaState.FAILED
        await self._database.write(writes.set_media_state, wanted.message_id, state, code.value, None)


def _with_url(ref: Mapping[str, Any], url: str | None) -> Mapping[str, Any]:
    return ref if url is None or "url" in ref else {**ref, "url": url}

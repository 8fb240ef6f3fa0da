"""Files of messages: fetched right away, because their links expire, into the media folder."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any, Protocol

from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.meter import Meter
from services.core.sniff import HEAD, shown_as
from services.core.tasks import woken
from services.domain.changes import FileProgress
from services.domain.errors import AppError, ErrorCode
from services.domain.ids import InstanceId, MessageId
from services.domain.models import MediaState
from services.providers.base import Client, Download
from services.storage.database import Database
from services.storage.queries import media as queries
from services.storage.writes import media as writes

_log = logging.getLogger(__name__)

AT_ONCE = 3
TRIES = 9
MAX_BYTES = 110 * 1024 * 1024
# a slow line may take its time; one that says nothing is given up by the download itself
TOTAL_S = 1800.0
NOT_RUNNING_S = 15.0
BACKOFF = Backoff(first_s=2.0, longest_s=900.0)
_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.NOT_CONNECTED)
_REFUSED = (ErrorCode.BLOCKED_ADDRESS, ErrorCode.TOO_LARGE, ErrorCode.MISCONFIGURED)

OpenUrl = Callable[[str], Awaitable[Download]]


class Sink(Protocol):
    """The media folder: takes a stream, returns the path relative to itself and the size."""

    async def receive(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[str, int]:
        """Keep what comes, at most ``limit`` bytes. Raises Rejected (TOO_LARGE, MEDIA_GONE), OSError."""
        ...


class MediaJob:
    """One background job for all instances: newest files first, a few at once, a slow one holds up no other.

    ``client_of`` is an instance's client while it runs: it sends the gateway's credentials to the gateway's own
    host alone. ``open_url`` opens what only an address tells of, without credentials.
    """

    def __init__(
        self,
        *,
        database: Database,
        client_of: Callable[[InstanceId], Client | None],
        open_url: OpenUrl,
        sink: Sink,
        clock: Clock,
        publish: Callable[[FileProgress], None] = lambda _: None,
        backoff: Backoff = BACKOFF,
    ) -> None:
        self._database = database
        self._client_of = client_of
        self._open_url = open_url
        self._sink = sink
        self._clock = clock
        self._publish = publish
        self._backoff = backoff
        self._wake = asyncio.Event()
        self._running: dict[MessageId, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """A message with a file came, or a person asked again."""
        self._wake.set()

    async def cancel(self, message: MessageId) -> None:
        """Stop fetching this file until a person asks for it again. Raises NotFound, Invalid where it is over."""
        task = self._running.get(message)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self._database.write(writes.cancel_media, message)

    async def run(self) -> None:
        """Work until cancelled; what a crash left half done starts again."""
        await self._database.write(writes.restart_downloads)
        try:
            while True:
                self._wake.clear()
                await self._begin()
                due = await self._database.read(queries.next_due) if len(self._running) < AT_ONCE else None
                await self._sleep(due)
        finally:
            tasks = tuple(self._running.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _begin(self) -> None:
        """Fill the free places."""
        if len(self._running) >= AT_ONCE:
            return
        for each in await self._database.read(queries.pending, self._clock.now_ms(), AT_ONCE * 2):
            if len(self._running) < AT_ONCE and each.message_id not in self._running:
                task = asyncio.create_task(self._one(each))
                self._running[each.message_id] = task
                task.add_done_callback(partial(self._ended, each.message_id))

    def _ended(self, message: MessageId, task: asyncio.Task[None]) -> None:
        del self._running[message]
        self._wake.set()
        if not task.cancelled() and task.exception() is not None:
            _log.error("a download could not be recorded", exc_info=task.exception())

    async def _sleep(self, due: int | None) -> None:
        seconds = 3600.0 if due is None else max(0.2, (due - self._clock.now_ms()) / 1000)
        await woken(self._wake, seconds)

    async def _one(self, wanted: queries.Wanted) -> None:
        client = self._client_of(wanted.instance_id)
        if wanted.ref is not None and client is None:
            # nobody's failure: it is paused, or the program is just starting
            later = self._clock.now_ms() + int(NOT_RUNNING_S * 1000)
            await self._database.write(writes.postpone_media, wanted.message_id, later)
            return
        await self._database.write(writes.set_media_state, wanted.message_id, MediaState.DOWNLOADING, None, None)
        try:
            async with asyncio.timeout(TOTAL_S):
                download = await self._open(wanted, client)
                stream = _Stream(download.chunks(), self._meter(wanted, download.size))
                async with aclosing(stream.chunks()) as chunks:
                    path, size = await self._sink.receive(chunks, MAX_BYTES)
        except AppError as error:
            await self._failed(wanted, error.code, error.text, error.retry_after_s)
        except (TimeoutError, OSError) as error:
            await self._failed(wanted, ErrorCode.UNAVAILABLE, str(error), None)
        except Exception as error:  # noqa: BLE001 - one file must not stop the others
            _log.exception("a download failed in an unforeseen way")
            await self._failed(wanted, ErrorCode.REJECTED, type(error).__name__, None)
        else:
            mime = shown_as(wanted.mime or download.mime, stream.head)
            stored = writes.StoredFile(path=path, size=size, mime=mime, file_name=download.file_name)
            await self._database.write(writes.finish_media, wanted.message_id, stored)

    def _meter(self, wanted: queries.Wanted, total: int | None) -> Callable[[int], None]:
        def tell(done: int, total: int | None) -> None:
            self._publish(
                FileProgress(
                    chat_id=wanted.chat_id, message_id=wanted.message_id, incoming=True, done=done, total=total
                )
            )

        meter = Meter(tell, self._clock.monotonic)
        return lambda done: meter.at(done, total)

    async def _open(self, wanted: queries.Wanted, client: Client | None) -> Download:
        if wanted.ref is not None and client is not None:
            return await client.download(_with_url(wanted.ref, wanted.url))
        if wanted.url is not None:
            return await self._open_url(wanted.url)
        raise AppError("nobody can fetch it", code=ErrorCode.MEDIA_GONE)

    async def _failed(self, wanted: queries.Wanted, code: ErrorCode, text: str, retry_after_s: float | None) -> None:
        if code in _PASSING and wanted.attempts + 1 < TRIES:
            wait = retry_after_s or self._backoff.delay_s(wanted.attempts + 1)
            next_at = self._clock.now_ms() + int(wait * 1000)
            await self._database.write(
                writes.set_media_state, wanted.message_id, MediaState.PENDING, code.value, next_at
            )
            return
        state = MediaState.REFUSED if code in _REFUSED else MediaState.FAILED
        await self._database.write(writes.set_media_state, wanted.message_id, state, code.value, None)


class _Stream:
    """Chunks passed on and counted, the first bytes of which are kept to be looked at."""

    def __init__(self, chunks: AsyncIterator[bytes], passed: Callable[[int], None]) -> None:
        self._chunks = chunks
        self._passed = passed
        self.head = b""

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """As they came; closing this closes the connection."""
        done = 0
        try:
            async for chunk in self._chunks:
                if len(self.head) < HEAD:
                    self.head += chunk[: HEAD - len(self.head)]
                done += len(chunk)
                self._passed(done)
                yield chunk
        finally:
            closing = getattr(self._chunks, "aclose", None)
            if closing is not None:
                await closing()


def _with_url(ref: Mapping[str, Any], url: str | None) -> Mapping[str, Any]:
    return ref if url is None or "url" in ref else {**ref, "url": url}

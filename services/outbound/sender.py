"""One instance's outbox: claim, send, record what became of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.meter import Meter
from services.core.tasks import woken
from services.domain.changes import FileProgress
from services.domain.errors import AppError, ErrorCode
from services.domain.ids import InstanceId, MessageId
from services.domain.outgoing import NotSent, Outcome, Outgoing, Refused, Uncertain
from services.providers import uploads
from services.storage.database import Database
from services.storage.writes import outbox

_log = logging.getLogger(__name__)

BACKOFF = Backoff(first_s=1.0, longest_s=60.0)
_IDLE_S = 3600.0

Send = Callable[[Outgoing], Awaitable[Outcome]]


class _UnderWay:
    """The one request that has begun and not ended."""

    def __init__(self, message_id: MessageId, task: asyncio.Task[Outcome], upload: uploads.Upload) -> None:
        self.message_id, self.task, self.upload = message_id, task, upload
        self.withdrawn = False


class Sender:
    """``file`` gives the place of a stored path, ``refused`` is told of an act that was taken back.

    ``told`` hears how much of a file has left.

    ``ready`` is awaited before each claim (the session must be connected); ``send`` is the gateway's client.

    ``fail_point`` names the moments between commits for the crash tests.
    """

    def __init__(
        self,
        instance: InstanceId,
        *,
        database: Database,
        ready: Callable[[], Awaitable[None]],
        send: Send,
        clock: Clock,
        boot_id: str,
        interval_s: float = 0.0,
        file: Callable[[str], Path] = Path,
        refused: Callable[[Refused], None] = lambda _refused: None,
        told: Callable[[FileProgress], None] = lambda _progress: None,
        fail_point: Callable[[str, str], None] = lambda _where, _moment: None,
    ) -> None:
        self._instance = instance
        self._database = database
        self._ready = ready
        self._send = send
        self._clock = clock
        self._boot_id = boot_id
        self._interval_s = interval_s
        self._file = file
        self._refused = refused
        self._told = told
        self._fail_point = fail_point
        self._wake = asyncio.Event()
        self._in_flight = asyncio.Event()
        self._stopping = False
        self._in_flight.set()
        self._under_way: _UnderWay | None = None

    def wake(self) -> None:
        """An answer was queued."""
        self._wake.set()

    async def withdraw(self, message: MessageId) -> bool:
        """Stop sending this message; False where the gateway may have it already, or it is not under way.

        When this returns True it is recorded as not sent.
        """
        under_way = self._under_way
        if under_way is None or under_way.message_id != message or under_way.upload.whole:
            return False
        under_way.withdrawn = True
        under_way.task.cancel()
        await self._in_flight.wait()
        return not under_way.upload.whole

    async def drain(self) -> None:
        """Claim nothing more; return when the request under way, if any, has ended."""
        self._stopping = True
        self._wake.set()
        await self._in_flight.wait()

    async def run(self) -> None:
        """Work until cancelled or drained. What an earlier run left in the middle is uncertain, and holds nobody up."""
        await self._database.write(outbox.recover, self._boot_id, self._clock.now_ms(), self._instance)
        while not self._stopping:
            await self._ready()
            self._wake.clear()
            if self._stopping:
                return
            claimed, due = await self._database.write(
                outbox.claim_attempt, self._instance, self._boot_id, self._clock.now_ms()
            )
            if claimed is None:
                await self._sleep(due)
                continue
            self._in_flight.clear()
            try:
                await self._deliver(claimed)
            finally:
                self._in_flight.set()
            if self._interval_s:
                await self._clock.sleep(self._interval_s)

    async def _sleep(self, due: int | None) -> None:
        seconds = _IDLE_S if due is None else max(0.05, (due - self._clock.now_ms()) / 1000)
        await woken(self._wake, seconds)

    async def _deliver(self, claimed: outbox.Claimed) -> None:
        self._fail_point("outbox", "after_claim")
        outcome = await self._outcome_unless_withdrawn(claimed)
        self._fail_point("outbox", "after_response")
        retry_at = None
        if isinstance(outcome, NotSent):
            wait = outcome.retry_after_s if outcome.retry_after_s is not None else BACKOFF.delay_s(claimed.n)
            retry_at = self._clock.now_ms() + int(wait * 1000)
        self._fail_point("outbox", "before_link")
        await self._database.write(outbox.finish_attempt, claimed, outcome, self._clock.now_ms(), retry_at)
        if claimed.undo is not None and isinstance(outcome, Refused):
            self._refused(outcome)

    async def _outcome_unless_withdrawn(self, claimed: outbox.Claimed) -> Outcome:
        upload = self._upload(claimed)
        with uploads.measured(upload):
            task = asyncio.create_task(self._outcome(self._with_place(claimed.outgoing)))
        under_way = self._under_way = _UnderWay(claimed.message_id, task, upload)
        try:
            return await task
        except asyncio.CancelledError:
            ours = asyncio.current_task()
            if not under_way.withdrawn or (ours is not None and ours.cancelling()):
                raise
            # its last bytes may have left while it was being stopped
            if upload.whole:
                return Uncertain(text="stopped too late")
            return Refused(code=ErrorCode.CANCELLED, text="")
        finally:
            self._under_way = None

    def _upload(self, claimed: outbox.Claimed) -> uploads.Upload:
        media = claimed.outgoing.media
        size = media.size if media is not None else 0
        meter = Meter(
            lambda done, total: self._told(
                FileProgress(
                    chat_id=claimed.chat_id, message_id=claimed.message_id, incoming=False, done=done, total=total
                )
            ),
            self._clock.monotonic,
        )
        return uploads.Upload(size, lambda done: meter.at(done, size))

    def _with_place(self, outgoing: Outgoing) -> Outgoing:
        """Stored paths are relative, so that the data folder may be moved."""
        if outgoing.media is None:
            return outgoing
        media = msgspec.structs.replace(outgoing.media, path=self._file(outgoing.media.path.as_posix()))
        return msgspec.structs.replace(outgoing, media=media)

    async def _outcome(self, outgoing: Outgoing) -> Outcome:
        try:
            return await self._send(outgoing)
        except AppError as error:
            if error.code in (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.NOT_CONNECTED):
                return NotSent(code=error.code, text=error.text, retry_after_s=error.retry_after_s)
            return Refused(code=error.code, text=error.text)
        except Exception as error:  # noqa: BLE001 - a client's bug: nobody knows what reached the gateway
            _log.exception("sending failed in an unforeseen way")
            return Uncertain(text=f"{type(error).__name__}: {error}")

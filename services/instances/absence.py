"""Times in which we were not there: noticed, remembered through crashes, filled from the gateway's history.

Where a gateway has no history the time is noted as a gap.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.tasks import Handle, Supervisor
from services.domain.capabilities import Capability
from services.domain.changes import CatchUpProgress, Notice
from services.domain.errors import AppError, ErrorCode, NotFound, NotSupported
from services.domain.events import AnyEvent, ConnectionState
from services.domain.ids import InstanceId
from services.instances.catchup import CatchUp
from services.instances.pace import Pace
from services.providers.base import Client, Descriptor
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.writes import sessions as writes

_log = logging.getLogger(__name__)
GAP_WORTH_TELLING_MS = 120_000
TRIES = 4
_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.NOT_CONNECTED)

Gateway = tuple[Client, Descriptor]


class Absences:
    """Of all instances. ``gateway`` is an instance's client and descriptor while it runs, ``state`` its present one.

    ``apply`` stores events of the history and returns how many messages of customers were new.
    """

    def __init__(
        self,
        *,
        database: Database,
        bus: Bus,
        clock: Clock,
        supervisor: Supervisor,
        gateway: Callable[[InstanceId], Gateway | None],
        state: Callable[[InstanceId], ConnectionState | None],
        apply: Callable[[InstanceId, tuple[AnyEvent, ...]], Awaitable[int]],
        pace: Pace,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._supervisor = supervisor
        self._gateway = gateway
        self._state = state
        self._apply = apply
        self._pace = pace
        self._away_since: dict[InstanceId, int] = {}
        self._floors: dict[InstanceId, int] = {}
        self._settling: set[InstanceId] = set()
        self._fell: set[InstanceId] = set()
        self._wanted: dict[InstanceId, int] = {}
        self._fetching: dict[InstanceId, int] = {}
        self._runs: dict[InstanceId, Handle] = {}
        self._kept: dict[InstanceId, int | None] = {}
        self._keeping: set[asyncio.Task[None]] = set()

    async def remember_floors(self) -> None:
        """Note, before any new delivery is taken, up to when each instance's messages are known."""
        self._floors = await self._database.read(queries.floors)

    def was_off(self, instance: InstanceId) -> None:
        """The program has just started: all since the last known message is unknown."""
        self._away_since[instance] = self._floors.get(instance) or self._clock.now_ms()
        self._remember(instance)

    def left(self, instance: InstanceId) -> None:
        """It was connected and is not any more."""
        self._fell.add(instance)
        self._away_since.setdefault(instance, self._clock.now_ms())
        self._remember(instance)

    def returned(self, instance: InstanceId) -> None:
        """Connected again: once that has held for a moment, take what came meanwhile."""
        if instance in self._away_since and instance not in self._settling:
            self._settling.add(instance)
            self._supervisor.start(f"return of {instance}", partial(self._return, instance))

    def missed(self, instance: InstanceId, since_ms: int) -> None:
        """Something may have been lost since then: fetched now, or once it is connected; noted where that cannot be."""
        known = self._away_since.get(instance)
        self._away_since[instance] = since_ms if known is None else min(known, since_ms)
        self._remember(instance)
        if self._state(instance) is ConnectionState.CONNECTED:
            self.returned(instance)

    async def poll(self, instance: InstanceId, since_ms: int) -> bool:
        """Take what came since then, without a word about it; False where that could not be done to the end."""
        gateway = self._gateway(instance)
        if gateway is None or self._state(instance) is not ConnectionState.CONNECTED or instance in self._fetching:
            return False
        try:
            result = await self._run(instance, gateway, lambda _: None).run(since_ms)
        except AppError as error:
            _log.debug("asking instance %d for its history failed: %s", instance, error.text or error.code)
            return False
        return not result.failed

    def catch_up(self, instance: InstanceId, since_ms: int) -> None:
        """Fetch what came since then, in the background; one run at a time, and another after it if asked meanwhile.

        Raises NotFound where the instance does not run, NotSupported where its gateway has no history.
        """
        gateway = self._gateway(instance)
        if gateway is None:
            raise NotFound(f"instance {instance}")
        if not has_history(gateway[1]):
            raise NotSupported("history")
        self._wanted[instance] = min(since_ms, self._wanted.get(instance, since_ms))
        self._remember(instance)
        present = self._runs.get(instance)
        if present is None or not present.running:
            self._runs[instance] = self._supervisor.start(f"catch-up {instance}", partial(self._work, instance))

    def stop(self, instance: InstanceId) -> None:
        """Cancel a run; what it stored stays, and the next one takes the rest. Nothing where none is under way."""
        since = self._wanted.pop(instance, None)
        handle = self._runs.pop(instance, None)
        if handle is None or not handle.running or handle.task is None:
            return
        handle.task.cancel()
        since = self._fetching.get(instance) if since is None else min(since, self._fetching.get(instance, since))
        if since is not None:
            known = self._away_since.get(instance, since)
            self._away_since[instance] = min(known, since)
            self._remember(instance)
        self._bus.publish(
            CatchUpProgress(
                instance_id=instance, chats_done=0, chats_total=None, messages=0, done=True, error=ErrorCode.CANCELLED
            )
        )

    def forget(self, instance: InstanceId) -> None:
        """The instance is removed."""
        self.stop(instance)
        for known in (self._away_since, self._floors, self._kept):
            known.pop(instance, None)

    async def _return(self, instance: InstanceId) -> None:
        # a session that flaps connects a dozen times a second: one catch-up when it holds is enough
        fell = True
        while fell:
            self._fell.discard(instance)
            await self._clock.sleep(self._pace.settled_s)
            fell = instance in self._fell
        self._settling.discard(instance)
        gateway = self._gateway(instance)
        if gateway is None or self._state(instance) is not ConnectionState.CONNECTED:
            return
        since = self._away_since.pop(instance, None)
        if since is None:
            return
        if has_history(gateway[1]):
            self.catch_up(instance, since)
            return
        if self._clock.now_ms() - since > GAP_WORTH_TELLING_MS:
            await self._database.write(writes.note_gap, instance, since, self._clock.now_ms(), "no_history")
        self._remember(instance)

    async def _work(self, instance: InstanceId) -> None:
        while (since := self._wanted.pop(instance, None)) is not None:
            self._fetching[instance] = since
            try:
                await self._fetch(instance, since)
            finally:
                # a run that was stopped may end after the next one has begun
                self._fetching.pop(instance, None)
            self._remember(instance)

    async def _fetch(self, instance: InstanceId, since: int) -> None:
        """One absence to its end: tried again where it fails, and what is then still missing noted as a gap."""
        until, messages = self._clock.now_ms(), 0
        for attempt in range(1, TRIES + 1):
            gateway = self._gateway(instance)
            if gateway is None:
                return
            try:
                result = await self._run(instance, gateway, self._bus.publish).run(since)
            except AppError as error:
                _log.warning("catch-up of instance %d failed: %s", instance, error.text or error.code)
                self._bus.publish(CatchUpProgress(
                    instance_id=instance, chats_done=0, chats_total=None, messages=messages, done=True, error=error.code,
                ))  # fmt: skip
                self._tell(instance, "warning", "catch_up_failed", error.text)
                if error.code not in _PASSING:
                    self._away_since.setdefault(instance, since)
                    return
            else:
                messages += result.messages
                if messages:
                    self._tell(instance, "info", "caught_up", str(messages))
                if not result.failed:
                    return
            if attempt < TRIES:
                await self._clock.sleep(self._pace.again.delay_s(attempt))
        if self._state(instance) is ConnectionState.CONNECTED:
            await self._database.write(writes.note_gap, instance, since, until, "catch_up_failed")
        else:
            self._away_since.setdefault(instance, since)

    def _run(self, instance: InstanceId, gateway: Gateway, progress: Callable[[CatchUpProgress], None]) -> CatchUp:
        return CatchUp(
            instance,
            client=gateway[0],
            apply=partial(self._apply, instance),
            progress=progress,
            clock=self._clock,
        )

    def _tell(self, instance: InstanceId, level: str, code: str, text: str) -> None:
        self._bus.publish(
            Notice(level=level, code=code, text=text, instance_id=instance, replaces=f"catch_up_{instance}")
        )

    def _remember(self, instance: InstanceId) -> None:
        """Keep the earliest moment that is still to be fetched where a crash does not reach it."""
        open_ones = [
            moments[instance] for moments in (self._away_since, self._wanted, self._fetching) if instance in moments
        ]
        since = min(open_ones, default=None)
        if self._kept.get(instance) != since:
            self._kept[instance] = since
            task = asyncio.get_running_loop().create_task(self._keep(instance, since))
            self._keeping.add(task)
            task.add_done_callback(self._keeping.discard)

    async def _keep(self, instance: InstanceId, since: int | None) -> None:
        try:
            await self._database.write(writes.keep_absence, instance, since)
        except AppError as error:
            self._kept.pop(instance, None)
            _log.warning("an absence could not be remembered: %s", error.text)


def has_history(descriptor: Descriptor) -> bool:
    """Whether what came while we were away can be fetched."""
    return {Capability.HISTORY, Capability.LIST_CHATS} <= descriptor.capabilities

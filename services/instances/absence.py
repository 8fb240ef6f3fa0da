"""Times in which we were not there: noticed, and filled from the gateway's history, or noted as a gap."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.tasks import Handle, Supervisor
from services.domain.capabilities import Capability
from services.domain.changes import Notice
from services.domain.errors import AppError, NotFound
from services.domain.events import AnyEvent, ConnectionState
from services.domain.ids import InstanceId
from services.instances.catchup import CatchUp
from services.providers.base import Client, Descriptor
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.writes import instances as writes

_log = logging.getLogger(__name__)
SETTLED_S = 2.0
GAP_WORTH_TELLING_MS = 120_000


class Absences:
    """Of all instances. ``gateway`` is an instance's client and descriptor while it runs, ``state`` its present one."""

    def __init__(
        self,
        *,
        database: Database,
        bus: Bus,
        clock: Clock,
        supervisor: Supervisor,
        gateway: Callable[[InstanceId], tuple[Client, Descriptor] | None],
        state: Callable[[InstanceId], ConnectionState | None],
        apply: Callable[[InstanceId, tuple[AnyEvent, ...]], Awaitable[int]],
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._supervisor = supervisor
        self._gateway = gateway
        self._state = state
        self._apply = apply
        self._away_since: dict[InstanceId, int] = {}
        self._floors: dict[InstanceId, int] = {}
        self._settling: set[InstanceId] = set()
        self._catching_up: dict[InstanceId, Handle] = {}

    async def remember_floors(self) -> None:
        """Note, before any new delivery is taken, up to when each instance's messages are known."""
        self._floors = await self._database.read(queries.floors)

    def was_off(self, instance: InstanceId) -> None:
        """The program has just started: all since the last known message is unknown."""
        self._away_since[instance] = self._floors.get(instance) or self._clock.now_ms()

    def left(self, instance: InstanceId) -> None:
        """It was connected and is not any more."""
        self._away_since.setdefault(instance, self._clock.now_ms())

    def returned(self, instance: InstanceId) -> None:
        """Connected again: once that has held for a moment, take what came meanwhile."""
        if instance in self._away_since and instance not in self._settling:
            self._settling.add(instance)
            self._supervisor.start(f"return of {instance}", partial(self._return, instance))

    def fill(self, instance: InstanceId, since_ms: int) -> None:
        """Catch up where the gateway has a history; nothing where it has none."""
        gateway = self._gateway(instance)
        if gateway is not None and _has_history(gateway[1]):
            self.catch_up(instance, since_ms)

    async def poll(self, instance: InstanceId) -> None:
        """While neither webhook nor socket reaches us, the history is the way in."""
        self.fill(instance, self._clock.now_ms())

    def catch_up(self, instance: InstanceId, since_ms: int) -> None:
        """Fetch what came since then, in the background; one run at a time for each instance. Raises NotFound."""
        gateway = self._gateway(instance)
        if gateway is None:
            raise NotFound(f"instance {instance}")
        present = self._catching_up.get(instance)
        if present is not None and present.running:
            return
        run = CatchUp(
            instance,
            client=gateway[0],
            apply=lambda events: self._apply(instance, events),
            progress=self._bus.publish,
            clock=self._clock,
        )

        async def work() -> None:
            try:
                result = await run.run(since_ms)
            except AppError as error:
                _log.warning("catch-up of instance %d failed: %s", instance, error.text or error.code)
                self._away_since.setdefault(instance, since_ms)
                self._bus.publish(
                    Notice(
                        level="warning",
                        code="catch_up_failed",
                        text=error.text,
                        instance_id=instance,
                        replaces=f"catch_up_{instance}",
                    )
                )
                return
            if result.messages or result.failed:
                self._bus.publish(
                    Notice(
                        level="info",
                        code="caught_up",
                        text=str(result.messages),
                        instance_id=instance,
                        replaces=f"catch_up_{instance}",
                    )
                )

        self._catching_up[instance] = self._supervisor.start(f"catch-up {instance}", work)

    def stop(self, instance: InstanceId) -> None:
        """Cancel a run; what it stored stays."""
        handle = self._catching_up.pop(instance, None)
        if handle is not None and handle.task is not None:
            handle.task.cancel()

    async def _return(self, instance: InstanceId) -> None:
        # a session that flaps connects a dozen times a second: one catch-up when it holds is enough
        await self._clock.sleep(SETTLED_S)
        self._settling.discard(instance)
        gateway = self._gateway(instance)
        if gateway is None or self._state(instance) is not ConnectionState.CONNECTED:
            return
        since = self._away_since.pop(instance, None)
        if since is None:
            return
        if _has_history(gateway[1]):
            self.catch_up(instance, since)
        elif self._clock.now_ms() - since > GAP_WORTH_TELLING_MS:
            await self._database.write(writes.note_gap, instance, since, self._clock.now_ms(), "no_history")


def _has_history(descriptor: Descriptor) -> bool:
    return {Capability.HISTORY, Capability.LIST_CHATS} <= descriptor.capabilities

"""What is built and started for one instance: its client, its session, its sender, its channel."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

import msgspec

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.tasks import Handle, Supervisor
from services.domain.capabilities import Capability
from services.domain.changes import ChangeSet
from services.domain.errors import ErrorCode, NotFound, Unavailable
from services.domain.events import AnyEvent, ConnectionState
from services.domain.ids import InstanceId, MessageId
from services.domain.models import InstanceView
from services.instances.absence import Absences, has_history
from services.instances.access import Access
from services.instances.addresses import Addresses
from services.instances.channel import Channel
from services.instances.keys import Keys
from services.instances.pace import Pace
from services.instances.session import Session
from services.providers.base import Client, Created, Descriptor
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.writes import instances as writes
from services.storage.writes import sessions

RESTART = Backoff(first_s=1.0, longest_s=60.0)


class Outbox(Protocol):
    """One instance's sender."""

    def wake(self) -> None:
        """An answer was queued."""
        ...

    async def withdraw(self, message: MessageId) -> bool:
        """Stop sending this message; False where it is too late."""
        ...

    async def run(self) -> None:
        """Work until cancelled or drained."""
        ...

    async def drain(self) -> None:
        """Finish the request under way, start no other."""
        ...


SenderFactory = Callable[[InstanceId, Session, Client, Descriptor], Outbox]


class Running:
    """What runs for one instance. ``hooked``: its webhook was seen as wanted in this run; ``resigned_at``: monotonic seconds."""

    def __init__(
        self,
        descriptor: Descriptor,
        client: Client,
        session: Session,
        sender: Outbox,
        channel: Channel,
        jobs: tuple[Handle, ...],
    ) -> None:
        self.descriptor, self.client, self.session = descriptor, client, session
        self.sender, self.channel, self.jobs = sender, channel, jobs
        self.hooked = False
        self.resigned_at = float("-inf")

    async def stop(self) -> None:
        """End its jobs and close its client."""
        for job in self.jobs:
            await job.cancel()
        await self.client.close()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Where what a session and a channel find out goes.

    ``events`` the gateway answered, ``frame`` of its socket, the webhook ``hooked`` (and whether it had to be
    written), what the server ``learned`` to lack.
    """

    events: Callable[[InstanceId, tuple[AnyEvent, ...]], Awaitable[None]]
    frame: Callable[[InstanceId, bytes], Awaitable[None]]
    hooked: Callable[[InstanceId, bool], None]
    learned: Callable[[InstanceId, frozenset[Capability]], None]


class Starter:
    """Builds what runs for an instance and hands its jobs to the supervisor.

    ``shut``: the instances that do not run because the keyring kept back what they need.
    """

    def __init__(
        self,
        *,
        database: Database,
        keys: Keys,
        access: Access,
        addresses: Addresses,
        absences: Absences,
        bus: Bus,
        clock: Clock,
        supervisor: Supervisor,
        sender: SenderFactory,
        told: Told,
        pace: Pace,
    ) -> None:
        self._database = database
        self._keys = keys
        self._access = access
        self._addresses = addresses
        self._absences = absences
        self._bus = bus
        self._clock = clock
        self._supervisor = supervisor
        self._sender = sender
        self._told = told
        self._pace = pace
        self.shut: set[InstanceId] = set()

    def forget(self, instance: InstanceId) -> None:
        """It is gone."""
        self.shut.discard(instance)

    async def start(self, view: InstanceView, descriptor: Descriptor, state: ConnectionState) -> Running | None:
        """Start it from the state it is known to be in; None for what has no client, is paused, has no address or no keys."""
        if descriptor.client is None or view.paused or not view.base_url:
            return None
        try:
            credentials = await self._access.credentials(view, descriptor)
            await self._addresses.load_wish(view, descriptor)
        except Unavailable:
            # conversations can be read all the same; a person opens the keyring and asks to go on
            self.shut.add(view.id)
            await self._report(view.id, ConnectionState.MISCONFIGURED, ErrorCode.KEYRING_LOCKED.value, None)
            return None
        self.shut.discard(view.id)
        client = descriptor.client(credentials)
        session = self._session(view, descriptor, client)
        session.noticed(state)
        sender = self._sender(view.id, session, client, descriptor)
        channel = Channel(
            webhook=partial(self._addresses.reached, view, descriptor),
            socket=partial(descriptor.frames, credentials) if descriptor.frames is not None else None,
            store=partial(self._told.frame, view.id),
            missed=partial(self._absences.missed, view.id),
            poll=partial(self._absences.poll, view.id) if has_history(descriptor) else None,
            changed=lambda: self._bus.publish(ChangeSet(instances=frozenset({view.id}))),
            clock=self._clock,
            pace=self._pace,
        )
        work = {"session": session.run, "sender": sender.run, "channel": channel.run}
        jobs = [self._supervisor.start(f"{name} {view.id}", run, restart=RESTART) for name, run in work.items()]
        return Running(descriptor, client, session, sender, channel, tuple(jobs))

    def _session(self, view: InstanceView, descriptor: Descriptor, client: Client) -> Session:
        return Session(
            client=client,
            descriptor=descriptor,
            wanted_webhook=partial(self._addresses.wanted_webhook, view),
            state=partial(self._stored_state, view.id),
            report=partial(self._report, view.id),
            apply=partial(self._told.events, view.id),
            keep=partial(self._keep_created, descriptor, view),
            clock=self._clock,
            hooked=partial(self._told.hooked, view.id),
            learned=partial(self._told.learned, view.id),
        )

    async def _stored_state(self, instance: InstanceId) -> ConnectionState:
        # our own copy may lag behind, and a session that takes it for connected waits for a minute
        try:
            return (await self._database.read(queries.view, instance)).state
        except NotFound:
            return ConnectionState.CREATED

    async def _report(
        self, instance: InstanceId, state: ConnectionState, reason: str | None, next_retry_at: int | None
    ) -> None:
        await self._database.write(sessions.set_state, instance, state, reason, self._clock.now_ms(), next_retry_at)

    async def _keep_created(self, descriptor: Descriptor, view: InstanceView, created: Created) -> None:
        await self._keys.keep(descriptor, view, created.secrets)
        if created.name is not None and created.name != view.name:
            await self._database.write(writes.name_by_gateway, view.id, created.name)
            await self._addresses.refresh()

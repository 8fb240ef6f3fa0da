"""All instances: what runs for each, started, stopped, removed; and what happens to one, passed on to the right part."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.tasks import Supervisor
from services.domain.capabilities import Capability
from services.domain.changes import ChangeSet, QrShown
from services.domain.errors import Invalid, NotFound
from services.domain.events import AnyEvent, ConnectionState
from services.domain.ids import InstanceId, MessageId
from services.domain.models import ChannelKind, InstanceView
from services.instances.absence import Absences
from services.instances.access import Access
from services.instances.addresses import Addresses, Routing
from services.instances.keys import Keys, SecretStore
from services.instances.means import Means
from services.instances.pace import Pace
from services.instances.rehooking import Rehooking
from services.instances.session import Session
from services.instances.starting import Running, SenderFactory, Starter, Told
from services.instances.states import States
from services.providers.base import Client, Descriptor
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.writes import apply
from services.storage.writes import instances as writes
from services.storage.writes.context import Context

ON_DEMAND_MS = 86_400_000


class NewInstance(msgspec.Struct, frozen=True, kw_only=True):
    """A checked wish for an instance."""

    descriptor: Descriptor
    name: str
    base_url: str
    secrets: Mapping[str, str]
    label: str = ""
    demo: bool = False


class Manager:
    """Runs on the services' loop; its public coroutines are what the façade offers."""

    def __init__(
        self,
        *,
        database: Database,
        secrets: SecretStore,
        descriptors: Mapping[str, Descriptor],
        routing: Routing,
        hash_token: Callable[[str], bytes],
        bus: Bus,
        clock: Clock,
        supervisor: Supervisor,
        sender: SenderFactory,
        hook_base: Callable[[], str | None],
        discard: Callable[[writes.Leftovers], None],
        take_frame: Callable[[InstanceId, bytes], Awaitable[None]],
        pace: Pace = Pace(),  # noqa: B008 - it is frozen
    ) -> None:
        keys = Keys(secrets)
        self._database = database
        self._keys = keys
        self._descriptors = descriptors
        self._bus = bus
        self._clock = clock
        self._discard = discard
        self._running: dict[InstanceId, Running] = {}
        self.means = Means(descriptors)
        self.access = Access(database=database, keys=keys, descriptors=descriptors)
        self.addresses = Addresses(
            database=database,
            keys=keys,
            descriptors=descriptors,
            means=self.means,
            routing=routing,
            hash_token=hash_token,
            hook_base=hook_base,
        )
        self._states = States(
            database=database,
            bus=bus,
            clock=clock,
            refresh_s=pace.refresh_s,
            turned=self._turned,
            moved=self.addresses.refresh,
        )
        self._absences = Absences(
            database=database,
            bus=bus,
            clock=clock,
            supervisor=supervisor,
            gateway=self._gateway,
            state=self._states.of,
            apply=self._apply,
            pace=pace,
        )
        self.rehooking = Rehooking(
            running=self._running, states=self._states, absences=self._absences, bus=bus, clock=clock
        )
        self._starter = Starter(
            database=database,
            keys=keys,
            access=self.access,
            addresses=self.addresses,
            absences=self._absences,
            bus=bus,
            clock=clock,
            supervisor=supervisor,
            sender=sender,
            told=Told(events=self.take, frame=take_frame, hooked=self.rehooking.hooked, learned=self._learned),
            pace=pace,
        )

    async def start(self) -> None:
        """Load the routes, then start a session and a sender for every instance that has a client."""
        await self.addresses.refresh()
        for view in await self._database.read(queries.views):
            self._states.put(view)
            self._absences.was_off(view.id)
            await self._start_one(view)
            if view.state is ConnectionState.CONNECTED:
                self._absences.returned(view.id)

    async def prepare(self) -> None:
        """Know every instance without starting any, for who only looks. Raises Unavailable (KEYRING_LOCKED)."""
        await self.addresses.refresh()
        for view in await self._database.read(queries.views):
            descriptor = self._descriptors.get(view.provider)
            if descriptor is not None:
                await self.addresses.load_wish(view, descriptor)

    async def remember_floors(self) -> None:
        """Note, before any new delivery is taken, up to when each instance's messages are known."""
        await self._absences.remember_floors()

    async def create(self, new: NewInstance) -> InstanceView:
        """Store the instance, its credentials in the keyring, and start it. Raises Invalid, Conflict."""
        missing = [f.name for f in new.descriptor.credentials if f.required and not new.secrets.get(f.name)]
        if missing and new.descriptor.client is not None:
            raise Invalid(missing[0])
        token, hashed = self.addresses.new_token()
        instance = await self._database.write(
            writes.add_instance,
            writes.NewInstanceRow(
                provider=new.descriptor.kind,
                base_url=new.base_url.rstrip("/"),
                name=new.name,
                label=new.label,
                hook_hash=hashed,
                demo=new.demo,
                now_ms=self._clock.now_ms(),
            ),
        )
        view = await self._database.read(queries.view, instance)
        await self._keys.set_hook_token(instance, token)
        await self._keys.keep(new.descriptor, view, new.secrets)
        await self.addresses.refresh()
        self._states.put(view)
        await self._start_one(view)
        return await self.get(instance)

    async def get(self, instance: InstanceId) -> InstanceView:
        """One instance with its hook token and channel. Raises NotFound."""
        view = await self._database.read(queries.view, instance)
        return self._completed(view)

    async def all(self) -> tuple[InstanceView, ...]:
        """Every instance with its hook token and channel."""
        views = await self._database.read(queries.views)
        return tuple(self._completed(view) for view in views)

    def _completed(self, view: InstanceView) -> InstanceView:
        """With what is not in the database: the secret path and the channel in use."""
        running, descriptor = self._running.get(view.id), self._descriptors.get(view.provider)
        channel = ChannelKind.NONE
        if running is not None:
            channel = running.channel.kind
        elif descriptor is not None and descriptor.client is None and not view.paused:
            # nothing is known of such a gateway but that it posts to us
            channel = ChannelKind.WEBHOOK
        return msgspec.structs.replace(view, hook_token=self.addresses.token(view.id), channel=channel)

    async def remove(self, instance: InstanceId, *, keep_history: bool) -> None:
        """Stop it, forget it and its credentials. Raises NotFound."""
        view = await self._database.read(queries.view, instance)
        self._absences.forget(instance)
        await self._stop_one(instance)
        leftovers = await self._database.write(writes.remove_instance, instance, keep_history)
        await asyncio.to_thread(self._discard, leftovers)
        others = await self._database.read(queries.views)
        gateway_stays = any(other.gateway_id == view.gateway_id for other in others)
        await self._keys.forget(self._descriptors.get(view.provider), view, gateway_stays=gateway_stays)
        for part in (self.addresses, self._states, self.means, self._starter):
            part.forget(instance)
        await self.addresses.refresh()

    async def reopen(self, instance: InstanceId) -> InstanceView:
        """Take up what is stored now: another address, other credentials, paused or not. Raises NotFound."""
        running = self._running.get(instance)
        if running is not None:
            await running.sender.drain()
        await self._stop_one(instance)
        self.means.forget(instance)
        self._states.forget_qr(instance)
        view = await self._database.read(queries.view, instance)
        self._states.put(view)
        await self._start_one(view)
        return await self.get(instance)

    def pair(self, instance: InstanceId, phone: str | None) -> None:
        """Codes come for this phone number from now on, or QRs again. Raises NotFound."""
        self._session(instance).pair(phone)

    def rest(self, instance: InstanceId) -> None:
        """Ask for no QR until somebody wants one. Raises NotFound."""
        self._session(instance).rest()

    def _session(self, instance: InstanceId) -> Session:
        running = self._running.get(instance)
        if running is None:
            raise NotFound(f"instance {instance}")
        return running.session

    async def link(self, instance: InstanceId) -> None:
        """Ask for a QR now; what the keyring kept back is asked for once more. Raises NotFound."""
        if instance in self._starter.shut:
            await self.addresses.refresh()
            await self.reopen(instance)
        if instance not in self._starter.shut:
            self._session(instance).link()

    def qr(self, instance: InstanceId) -> QrShown | None:
        """The present QR, unless it has expired or the phone is linked."""
        return self._states.qr(instance)

    async def can_send(self, instance: InstanceId) -> bool:
        """Whether its provider can send text; an instance that is gone is left to the outbox to replace."""
        try:
            view = await self._database.read(queries.view, instance)
        except NotFound:
            return True
        descriptor = self._descriptors.get(view.provider)
        return descriptor is not None and Capability.SEND_TEXT in descriptor.capabilities

    def wake(self, instance: InstanceId) -> None:
        """An answer was queued for this instance."""
        running = self._running.get(instance)
        if running is not None:
            running.sender.wake()

    async def withdraw(self, instance: InstanceId, message: MessageId) -> bool:
        """Stop sending this message; False where it is too late."""
        running = self._running.get(instance)
        return running is not None and await running.sender.withdraw(message)

    def client_of(self, instance: InstanceId) -> Client | None:
        """The instance's client, while it runs."""
        running = self._running.get(instance)
        return running.client if running is not None else None

    def _learned(self, instance: InstanceId, lacking: frozenset[Capability]) -> None:
        """What is offered follows what the server can do."""
        if self.means.learn(instance, lacking):
            self._bus.publish(ChangeSet(instances=frozenset({instance})))

    async def catch_up(self, instance: InstanceId) -> None:
        """A person asks: fetch what the last day and every absence left out. Raises NotFound, NotSupported."""
        floors = await self._database.read(queries.floors)
        a_day_ago = self._clock.now_ms() - ON_DEMAND_MS
        self._absences.catch_up(instance, min(floors.get(instance, a_day_ago), a_day_ago))

    def woke(self, since_ms: int) -> None:
        """The computer slept since then (ms): every connected instance may have missed something."""
        for each in self._running:
            if self._states.connected(each):
                self._absences.missed(each, since_ms)

    def stop_catch_up(self, instance: InstanceId) -> None:
        """Cancel a run; what it stored stays."""
        self._absences.stop(instance)

    def _gateway(self, instance: InstanceId) -> tuple[Client, Descriptor] | None:
        running = self._running.get(instance)
        return (running.client, running.descriptor) if running is not None else None

    async def drain(self) -> None:
        """Let requests under way end; start no other."""
        self._states.close()
        await asyncio.gather(*(running.sender.drain() for running in self._running.values()))

    async def stop(self) -> None:
        """End everything."""
        self._states.close()
        for instance in tuple(self._running):
            await self._stop_one(instance)

    async def _start_one(self, view: InstanceView) -> None:
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None:
            return
        running = await self._starter.start(view, descriptor, self._states.of(view.id) or view.state)
        if running is not None:
            self._running[view.id] = running

    async def _stop_one(self, instance: InstanceId) -> None:
        running = self._running.pop(instance, None)
        if running is not None:
            await running.stop()

    async def _apply(self, instance: InstanceId, events: tuple[AnyEvent, ...]) -> int:
        routes = await self._database.read(queries.routes)
        route = next((each for each in routes if each.instance_id == instance), None)
        if route is None:
            return 0
        context = Context(instance_id=instance, account_id=route.account_id, received_at_ms=self._clock.now_ms())
        applied = await self._database.write(apply.apply_events, context, events)
        for fact in applied.fleeting:
            self._bus.publish(fact)
        return applied.new_messages

    async def take(self, instance: InstanceId, events: tuple[AnyEvent, ...]) -> None:
        """Apply what a gateway answered."""
        await self._apply(instance, events)

    def _turned(self, view: InstanceView, before: ConnectionState | None) -> None:
        """It is in another state than before."""
        if before is ConnectionState.CONNECTED:
            self._absences.left(view.id)
        if view.state is ConnectionState.CONNECTED:
            self._absences.returned(view.id)
        running = self._running.get(view.id)
        if running is not None:
            running.session.noticed(view.state)
            if view.state is ConnectionState.CONNECTED:
                running.channel.look()

"""All instances: their routes in memory, one session and one sender each, started, stopped, removed."""

import asyncio
import secrets as random_secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.tasks import Handle, Supervisor
from services.domain.capabilities import Capability
from services.domain.changes import ChangeSet, Notice, QrShown
from services.domain.errors import ErrorCode, Invalid, NotFound, Unavailable
from services.domain.events import AnyEvent, ConnectionState
from services.domain.gateways import WebhookWish
from services.domain.ids import InstanceId, MessageId
from services.domain.models import ChannelKind, InstanceView
from services.instances import hooks
from services.instances.absence import Absences, has_history
from services.instances.channel import Channel
from services.instances.keys import Keys, SecretStore
from services.instances.means import Means
from services.instances.pace import Pace
from services.instances.session import Session
from services.providers.base import Client, Created, Credentials, Descriptor, WantedWebhook
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.queries.instances import Route
from services.storage.writes import apply
from services.storage.writes import instances as writes
from services.storage.writes.context import Context

ON_DEMAND_MS = 86_400_000
VERIFY_TOKEN = "verify_token"
SIGNING = "webhook_secret"
RESIGN_S = 60.0
RESTART = Backoff(first_s=1.0, longest_s=60.0)


class Routing(Protocol):
    """The receiver's table, as far as the manager keeps it up to date."""

    def load(
        self, routes: tuple[Route, ...], keys: Mapping[InstanceId, tuple[str | None, str | None, str | None] | None]
    ) -> None:
        """Take over all instances; ``keys`` are (hook token, signing key, verify token), None where the keyring is shut."""
        ...


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


class _Running:
    """What runs for one instance."""

    def __init__(
        self,
        view: InstanceView,
        descriptor: Descriptor,
        client: Client,
        session: Session,
        sender: Outbox,
        channel: Channel,
        jobs: list[Handle],
    ) -> None:
        self.view, self.descriptor, self.client, self.session = view, descriptor, client, session
        self.sender, self.channel, self.jobs = sender, channel, jobs
        self.hooked = False
        self.resigned_at = float("-inf")

    @property
    def by_hand(self) -> bool:
        """Whether no call sets the webhook: a person pastes it."""
        return Capability.WEBHOOK_CONFIG not in self.descriptor.capabilities


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
        self._pace = pace
        self._database = database
        self._keys = Keys(secrets)
        self._descriptors = descriptors
        self.means = Means(descriptors)
        self._routing = routing
        self._hash_token = hash_token
        self._bus = bus
        self._clock = clock
        self._supervisor = supervisor
        self._sender = sender
        self._hook_base = hook_base
        self._discard = discard
        self._take_frame = take_frame
        self._running: dict[InstanceId, _Running] = {}
        self._tokens: dict[InstanceId, str] = {}
        self._states: dict[InstanceId, ConnectionState] = {}
        self._qrs: dict[InstanceId, QrShown] = {}
        self._wishes: dict[InstanceId, tuple[WebhookWish | None, str | None]] = {}
        self._absences = Absences(
            database=database,
            bus=bus,
            clock=clock,
            supervisor=supervisor,
            gateway=self._gateway,
            state=self._states.get,
            apply=self._apply,
            pace=pace,
        )
        self._shut: set[InstanceId] = set()
        self._refreshing: asyncio.Task[None] | None = None
        self._closing = False
        self._refreshed_at = float("-inf")
        bus.subscribe(ChangeSet, self._on_changes)
        bus.subscribe(QrShown, self._on_qr)

    async def start(self) -> None:
        """Load the routes, then start a session and a sender for every instance that has a client."""
        await self.refresh_routes()
        for view in await self._database.read(queries.views):
            self._states[view.id] = view.state
            self._absences.was_off(view.id)
            await self._start_one(view)
            if view.state is ConnectionState.CONNECTED:
                self._absences.returned(view.id)

    async def prepare(self) -> None:
        """Know every instance without starting any, for who only looks. Raises Unavailable (KEYRING_LOCKED)."""
        await self.refresh_routes()
        for view in await self._database.read(queries.views):
            descriptor = self._descriptors.get(view.provider)
            if descriptor is not None:
                self._wishes[view.id] = await self._stored_wish(view, descriptor)

    async def remember_floors(self) -> None:
        """Note, before any new delivery is taken, up to when each instance's messages are known."""
        await self._absences.remember_floors()

    async def refresh_routes(self) -> None:
        """Bring the receiver's table up to date with the database and the keyring, as far as that one is open."""
        routes = await self._database.read(queries.routes)
        keys: dict[InstanceId, tuple[str | None, str | None, str | None] | None] = {}
        for route in routes:
            try:
                keys[route.instance_id] = await self._keys_of(route)
            except Unavailable:
                keys[route.instance_id] = None
        self._routing.load(routes, keys)

    async def _keys_of(self, route: Route) -> tuple[str | None, str | None, str | None]:
        token = await self._keys.hook_token(route.instance_id)
        if token is not None:
            self._tokens[route.instance_id] = token
        descriptor = self._descriptors.get(route.provider)
        signing = verify = None
        if descriptor is not None:
            owner = (route.gateway_id, route.instance_id)
            signing = await self._keys.one(descriptor, descriptor.signing_secret, *owner)
            if descriptor.challenge is not None:
                verify = await self._keys.one(descriptor, VERIFY_TOKEN, *owner)
        return token, signing, verify

    async def create(self, new: NewInstance) -> InstanceView:
        """Store the instance, its credentials in the keyring, and start it. Raises Invalid, Conflict."""
        missing = [f.name for f in new.descriptor.credentials if f.required and not new.secrets.get(f.name)]
        if missing and new.descriptor.client is not None:
            raise Invalid(missing[0])
        token = random_secrets.token_urlsafe(32)
        instance = await self._database.write(
            writes.add_instance,
            writes.NewInstanceRow(
                provider=new.descriptor.kind,
                base_url=new.base_url.rstrip("/"),
                name=new.name,
                label=new.label,
                hook_hash=self._hash_token(token),
                demo=new.demo,
                now_ms=self._clock.now_ms(),
            ),
        )
        view = await self._database.read(queries.view, instance)
        await self._keys.set_hook_token(instance, token)
        await self._keys.keep(new.descriptor, view, new.secrets)
        await self.refresh_routes()
        self._states[instance] = view.state
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
        return msgspec.structs.replace(view, hook_token=self._tokens.get(view.id, ""), channel=channel)

    def hook_url(self, view: InstanceView) -> str | None:
        """The address with the secret path, or None while nothing listens."""
        base, token = self._hook_base(), view.hook_token or self._tokens.get(view.id)
        return f"{base}/hooks/{token}" if base and token else None

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
        for known in (self._tokens, self._states, self._qrs, self._wishes):
            known.pop(instance, None)
        self.means.forget(instance)
        self._shut.discard(instance)
        await self.refresh_routes()

    async def reopen(self, instance: InstanceId) -> InstanceView:
        """Take up what is stored now: another address, other credentials, paused or not. Raises NotFound."""
        running = self._running.get(instance)
        if running is not None:
            await running.sender.drain()
        await self._stop_one(instance)
        self.means.forget(instance)
        self._qrs.pop(instance, None)
        view = await self._database.read(queries.view, instance)
        self._states[instance] = view.state
        await self._start_one(view)
        return await self.get(instance)

    async def renew_token(self, instance: InstanceId) -> None:
        """Another path secret; the one before it opens nothing any more. Raises NotFound."""
        token = random_secrets.token_urlsafe(32)
        await self._database.write(writes.set_hook_hash, instance, self._hash_token(token))
        await self._keys.set_hook_token(instance, token)
        await self.refresh_routes()

    async def wish_for(self, instance: InstanceId, wish: WebhookWish | None, hmac_key: str | None) -> None:
        """How the webhook is wanted from now on, and what it is signed with; the route learns the key, too."""
        self._wishes[instance] = (wish, hmac_key)
        await self.refresh_routes()

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
        if instance in self._shut:
            await self.refresh_routes()
            await self.reopen(instance)
        if instance not in self._shut:
            self._session(instance).link()

    def qr(self, instance: InstanceId) -> QrShown | None:
        """The present QR, unless it has expired or the phone is linked."""
        shown = self._qrs.get(instance)
        if shown is None or self._states.get(instance) is ConnectionState.CONNECTED:
            return None
        return shown if (shown.expires_at_ms or 0) > self._clock.now_ms() else None

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

    async def new_client(self, view: InstanceView) -> Client | None:
        """A client of its own for a look from outside; the caller closes it. None where there is no REST API.

        Raises Unavailable (KEYRING_LOCKED).
        """
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None or descriptor.client is None:
            return None
        return descriptor.client(
            Credentials(base_url=view.base_url, name=view.name, secrets=await self._keys.all(descriptor, view))
        )

    async def missing_credential(self, view: InstanceView) -> str | None:
        """The first required credential that is not kept. Raises Unavailable (KEYRING_LOCKED)."""
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None:
            return None
        kept = await self._keys.all(descriptor, view)
        return next((field.name for field in descriptor.credentials if field.required and not kept.get(field.name)), None)

    async def signing_key(self, view: InstanceView) -> str | None:
        """What deliveries of this instance are signed with, if they are. Raises Unavailable (KEYRING_LOCKED)."""
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None:
            return None
        return await self._keys.one(descriptor, descriptor.signing_secret, view.gateway_id, view.id)

    async def secrets(self) -> tuple[str, ...]:
        """Every credential in use, so that it can be taken out of what leaves the computer."""
        found = list(self._tokens.values())
        for view in await self._database.read(queries.views):
            descriptor = self._descriptors.get(view.provider)
            found += (await self._keys.all(descriptor, view)).values() if descriptor is not None else ()
            found += (await self._keys.headers(view.id)).values()
        return tuple(found)

    def cut_off(self) -> None:
        """Our address leads nowhere just now: what comes meanwhile is fetched later, sockets step in."""
        for each, running in self._running.items():
            if self._states.get(each) is ConnectionState.CONNECTED:
                self._absences.left(each)
            running.channel.reconsider()

    def rehook(self, instance: InstanceId | None = None) -> None:
        """Our address is another one, or back, or a webhook was touched: look at the webhooks now."""
        for each, running in self._running.items():
            if instance in (None, each):
                running.session.rehook()
                if running.by_hand:
                    running.channel.hooked()
                else:
                    running.channel.reconsider()
                if self._states.get(each) is ConnectionState.CONNECTED:
                    self._absences.returned(each)

    def resign(self, instance: InstanceId) -> None:
        """What this number's webhook is signed with is another secret now, here or there: write it there again.

        At most once a minute: whoever knows the address could ask for it with every request.
        """
        running, now = self._running.get(instance), self._clock.monotonic()
        if running is None or not any(field.name == SIGNING for field in running.descriptor.credentials):
            return
        if now - running.resigned_at >= RESIGN_S:
            running.resigned_at = now
            running.session.rehook(rewrite=True)

    def _hooked(self, instance: InstanceId, written: bool) -> None:
        """The webhook is as wanted now: the socket is not needed, and a repair is told."""
        running = self._running.get(instance)
        if running is None:
            return
        running.channel.hooked()
        if written:
            # what came while it was another was posted elsewhere
            self._absences.missed(instance, self._clock.now_ms())
        if written and running.hooked:
            self._bus.publish(
                Notice(
                    level="info", code="webhook_renewed", instance_id=instance, replaces=f"webhook_renewed_{instance}"
                )
            )
        running.hooked = True

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
            if self._states.get(each) is ConnectionState.CONNECTED:
                self._absences.missed(each, since_ms)

    def stop_catch_up(self, instance: InstanceId) -> None:
        """Cancel a run; what it stored stays."""
        self._absences.stop(instance)

    def _gateway(self, instance: InstanceId) -> tuple[Client, Descriptor] | None:
        running = self._running.get(instance)
        return (running.client, running.descriptor) if running is not None else None

    async def drain(self) -> None:
        """Let requests under way end; start no other."""
        self._closing = True
        if self._refreshing is not None:
            self._refreshing.cancel()
        await asyncio.gather(*(running.sender.drain() for running in self._running.values()))

    async def stop(self) -> None:
        """End everything."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        for instance in tuple(self._running):
            await self._stop_one(instance)

    async def _start_one(self, view: InstanceView) -> None:
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None or descriptor.client is None or view.paused or not view.base_url:
            return
        try:
            credentials = Credentials(
                base_url=view.base_url, name=view.name, secrets=await self._keys.all(descriptor, view)
            )
            self._wishes[view.id] = await self._stored_wish(view, descriptor)
        except Unavailable:
            # conversations can be read all the same; a person opens the keyring and asks to go on
            self._shut.add(view.id)
            await self._report(view.id, ConnectionState.MISCONFIGURED, ErrorCode.KEYRING_LOCKED.value, None)
            return
        self._shut.discard(view.id)
        client = descriptor.client(credentials)
        session = Session(
            client=client,
            descriptor=descriptor,
            wanted_webhook=lambda: self.wanted_webhook(view),
            state=lambda: self._stored_state(view.id),
            report=lambda state, reason, retry: self._report(view.id, state, reason, retry),
            apply=lambda events: self.take(view.id, events),
            keep=lambda created: self._keep_created(descriptor, view, created),
            clock=self._clock,
            hooked=partial(self._hooked, view.id),
            learned=partial(self._learned, view.id),
        )
        session.noticed(self._states.get(view.id, view.state))
        sender = self._sender(view.id, session, client, descriptor)
        jobs = [
            self._supervisor.start(f"session {view.id}", session.run, restart=RESTART),
            self._supervisor.start(f"sender {view.id}", sender.run, restart=RESTART),
        ]
        channel = Channel(
            webhook=partial(self._reached_by_webhook, view, descriptor),
            socket=partial(descriptor.frames, credentials) if descriptor.frames is not None else None,
            store=partial(self._take_frame, view.id),
            missed=partial(self._absences.missed, view.id),
            poll=partial(self._absences.poll, view.id) if has_history(descriptor) else None,
            changed=lambda: self._bus.publish(ChangeSet(instances=frozenset({view.id}))),
            clock=self._clock,
            pace=self._pace,
        )
        jobs.append(self._supervisor.start(f"channel {view.id}", channel.run, restart=RESTART))
        self._running[view.id] = _Running(view, descriptor, client, session, sender, channel, jobs)

    async def _keep_created(self, descriptor: Descriptor, view: InstanceView, created: Created) -> None:
        await self._keys.keep(descriptor, view, created.secrets)
        if created.name is not None and created.name != view.name:
            await self._database.write(writes.name_by_gateway, view.id, created.name)
            await self.refresh_routes()

    async def _stop_one(self, instance: InstanceId) -> None:
        running = self._running.pop(instance, None)
        if running is None:
            return
        for job in running.jobs:
            await job.cancel()
        await running.client.close()

    def wanted_webhook(self, view: InstanceView) -> WantedWebhook | None:
        """The webhook to set, or None where the gateway could not reach us by it."""
        descriptor = self.means.descriptor(view)
        base, token = self._hook_base(), self._tokens.get(view.id)
        if descriptor is None or not base or not token or (is_loopback(base) and not is_loopback(view.base_url)):
            return None
        wish, hmac_key = self._wishes.get(view.id, (None, None))
        return hooks.wanted_webhook(descriptor, f"{base}/hooks/{token}", wish, hmac_key)

    async def _stored_wish(self, view: InstanceView, descriptor: Descriptor) -> tuple[WebhookWish | None, str | None]:
        kept = await self._database.read(queries.webhook_wish, view.id)
        key = await self._keys.one(descriptor, SIGNING, view.gateway_id, view.id)
        if kept is None:
            return None, key
        wish = msgspec.json.decode(kept, type=WebhookWish)
        return msgspec.structs.replace(wish, headers=await self._keys.headers(view.id)), key

    def _reached_by_webhook(self, view: InstanceView, descriptor: Descriptor) -> bool:
        """Whether what the gateway posts finds us; one pasted by a person is not relied upon where there is a socket."""
        by_hand = Capability.WEBHOOK_CONFIG not in descriptor.capabilities
        if by_hand and descriptor.frames is not None:
            return False
        return self.wanted_webhook(view) is not None

    async def _stored_state(self, instance: InstanceId) -> ConnectionState:
        # our own copy may lag behind, and a session that takes it for connected waits for a minute
        try:
            return (await self._database.read(queries.view, instance)).state
        except NotFound:
            return ConnectionState.CREATED

    async def _report(
        self, instance: InstanceId, state: ConnectionState, reason: str | None, next_retry_at: int | None
    ) -> None:
        await self._database.write(writes.set_state, instance, state, reason, self._clock.now_ms(), next_retry_at)

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

    def _on_qr(self, shown: QrShown) -> None:
        self._qrs[shown.instance_id] = shown

    def _on_changes(self, changes: ChangeSet) -> None:
        if changes.instances and self._refreshing is None and not self._closing:
            self._refreshing = asyncio.get_running_loop().create_task(self._refresh_states())

    async def _refresh_states(self) -> None:
        """Our copy of the states, and own addresses in the routes, follow what was committed."""
        # a session may flap twenty times a second
        await self._clock.sleep(self._pace.refresh_s - (self._clock.monotonic() - self._refreshed_at))
        self._refreshed_at = self._clock.monotonic()
        self._refreshing = None
        views = await self._database.read(queries.views)
        if self._closing:
            return
        moved = False
        for view in views:
            before = self._states.get(view.id)
            if before is not view.state:
                self._states[view.id] = view.state
                if before is ConnectionState.CONNECTED:
                    self._absences.left(view.id)
                if view.state is ConnectionState.CONNECTED:
                    self._absences.returned(view.id)
                running = self._running.get(view.id)
                if running is not None:
                    running.session.noticed(view.state)
                    if view.state is ConnectionState.CONNECTED:
                        running.channel.look()
                moved = True
        if moved:
            await self.refresh_routes()


def is_loopback(url: str) -> bool:
    """Whether an address names this very machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")

"""Everything is built here, top to bottom, and taken down in the opposite order."""

import asyncio
import logging
import secrets as random_secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from urllib.parse import urlsplit

import msgspec

from app import __version__
from app.cli import portuguese
from app.wiring.inbound import inbound_for
from app.wiring.running import Facade, Running
from services.api import parts
from services.api.agents import Agents
from services.api.cards import Cards
from services.api.contact_files import ContactFiles
from services.api.contacts import Contacts
from services.api.demo import Demo
from services.api.diagnosis import Diagnosis
from services.api.exports import Exports
from services.api.groups import Groups
from services.api.instances import Instances
from services.api.labels import Labels
from services.api.notes import Notes
from services.api.people import People
from services.api.replies import Replies
from services.api.schedule import Schedule
from services.api.search import Search
from services.api.sending import Sending
from services.api.shown import Shown
from services.api.tunnel import Tunnel
from services.api.views import Views
from services.api.workflow import Workflow
from services.core import failpoint
from services.core.bus import Bus
from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.paths import Paths
from services.core.tasks import Supervisor
from services.demo.demo import DemoGateway
from services.domain import networks
from services.domain.changes import ChangeKind, ChangeSet, Notice, TunnelChanged
from services.domain.errors import Unavailable
from services.domain.ids import ChatId, InstanceId
from services.domain.models import DiagnosisStep
from services.httpapi import server as httpapi
from services.httpapi import token as api_token
from services.inbound.routes import hook_hash
from services.inbound.server import HooksServer
from services.instances import portraits, wake
from services.instances.control import Control
from services.instances.diagnosis.bundle import DELIVERIES, Material
from services.instances.diagnosis.doctor import Doctor
from services.instances.diagnosis.program import Program
from services.instances.group_names import GroupNames
from services.instances.keys import Keys
from services.instances.manager import Manager
from services.instances.media import MediaJob
from services.instances.passkey import Passkeys
from services.instances.portraits import Portraits
from services.instances.session import Session
from services.instances.tunnel import choice
from services.instances.tunnel import runner as tunnels
from services.instances.tunnel.follow import Follower
from services.instances.tunnel.meter import Meter
from services.instances.webhooks import Webhooks
from services.outbound.labels import LabelTeller
from services.outbound.receipts import Receipts
from services.outbound.schedule import Scheduler
from services.outbound.sender import Sender
from services.outbound.snooze import Snoozes
from services.providers.base import Client, Descriptor
from services.providers.downloads import open_public_url
from services.providers.registry import DEMO, DESCRIPTORS
from services.settings import private_files
from services.settings.preferences import Preferences
from services.settings.schema import FIELDS, PREFERRED_HOOKS_PORT, ReadReceipts, TunnelKind
from services.settings.secrets import Secrets
from services.settings.store import Store
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.writes import outbox
from services.storage.writes.instances import Leftovers

_log = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"
_DRAIN_S = 3.0
_JOBS_S = 1.0
_WRITER_S = 2.0
_RESTART = Backoff()


@asynccontextmanager
async def open_services(
    paths: Paths,
    settings: Store,
    secrets: Secrets,
    *,
    hooks_port: int | None,
    api_port: int | None,
    clock: Clock,
    safe_mode: bool = False,
    unclean: bool = False,
) -> AsyncIterator[Running]:
    """Open the database, then the processor, the outboxes, the servers; stop them in stages.

    Ports: None takes the setting, 0 any free one. Raises StorageProblem, OSError.
    """
    fail = failpoint.from_environment()
    boot_id = random_secrets.token_hex(8)
    bus = Bus()
    problems: dict[str, str] = {}
    early: list[Notice] = []
    heard_early = bus.subscribe(Notice, early.append)
    descriptors = {each.kind: each for each in DESCRIPTORS}
    supervisor = Supervisor(clock)
    database = Database(paths.database, publish=bus.publish, fail_point=fail)
    await database.open(check=unclean)
    media = MediaStore(paths.media)
    await asyncio.to_thread(media.remove_parts)
    recovered = await database.write(outbox.recover, boot_id, clock.now_ms())
    if recovered:
        _log.warning("%d answers were under way when the program ended; they are marked as uncertain", recovered)

    inbound = inbound_for(
        database=database,
        descriptors=descriptors,
        media=media,
        bus=bus,
        clock=clock,
        paths=paths,
        settings=settings,
        resign=lambda instance: manager.resign(instance),
    )
    hooks, processor = inbound.hooks, inbound.processor

    def make_sender(instance: InstanceId, session: Session, client: Client, descriptor: Descriptor) -> Sender:
        return Sender(
            instance,
            database=database,
            ready=session.ready,
            send=client.send,
            clock=clock,
            boot_id=boot_id,
            interval_s=descriptor.send_interval_s,
            file=media.path,
            refused=lambda refused: bus.publish(
                Notice(level="error", code=refused.code.value, instance_id=instance, replaces="act_refused")
            ),
            told=bus.publish,
            fail_point=fail,
        )

    runner = tunnels.Tunnel(
        kind=lambda: str(settings.get("tunnel.kind")),
        line=lambda: choice.line_for(settings.get, folder=paths.tunnel, token=lambda: secrets.get(choice.TOKEN_KEY)),
        port=lambda: urlsplit(hooks.url).port if hooks.url else None,
        publish=bus.publish,
        clock=clock,
    )

    def public_url() -> str | None:
        return runner.public_url or str(settings.get("server.public_url")).rstrip("/") or None

    def hook_base() -> str | None:
        return public_url() or hooks.url

    manager = Manager(
        database=database,
        secrets=secrets,
        descriptors=descriptors,
        routing=inbound.routes,
        hash_token=hook_hash,
        bus=bus,
        clock=clock,
        supervisor=supervisor,
        sender=make_sender,
        hook_base=hook_base,
        discard=lambda leftovers: _discard(paths, leftovers),
        take_frame=inbound.receiver.take_frame,
    )
    files = MediaJob(
        database=database,
        client_of=manager.client_of,
        open_url=open_public_url,
        sink=media,
        clock=clock,
        publish=bus.publish,
    )

    def look_for_files(changes: ChangeSet) -> None:
        if any(change.kind is not ChangeKind.REMOVED for change in changes.messages):
            files.wake()

    bus.subscribe(ChangeSet, look_for_files)
    bus.subscribe(TunnelChanged, Follower(manager).follow)

    def look_at_settings(changes: ChangeSet) -> None:
        if any(key.startswith("tunnel.") for key in changes.settings):
            runner.renew()
        if "server.allowed_sources" in changes.settings:
            hooks.allow(networks.parse(settings.get("server.allowed_sources")))
        if "server.public_url" in changes.settings:
            runner.renew()
            manager.rehook()

    bus.subscribe(ChangeSet, look_at_settings)

    def metered() -> bool:
        return TunnelKind(settings.get("tunnel.kind")) is TunnelKind.NGROK

    meter = Meter(database=database, descriptors=descriptors, metered=metered, bus=bus, clock=clock)
    running_api: httpapi.Running | None = None
    keys = Keys(secrets)
    control = Control(manager=manager, database=database, keys=keys, descriptors=descriptors, clock=clock)
    instances = Instances(
        manager,
        control,
        Webhooks(manager=manager, database=database, keys=keys, bus=bus, clock=clock),
        descriptors,
        Portraits(
            media=paths.media,
            instance=manager.get,
            client_of=manager.client_of,
            open_url=partial(open_public_url, max_bytes=portraits.MAX_BYTES),
        ),
    )
    demo = Demo(
        instances,
        provider=DEMO,
        make_gateway=lambda key: DemoGateway(key, language=_demo_language(settings)),
        settled=processor.settled,
    )
    diagnostics = parts.Diagnostics(
        database,
        supervisor,
        version=__version__,
        addresses=lambda: (hooks.url, running_api.url if running_api is not None else None),
        problems=lambda: tuple(problems.values()),
        turned_away=lambda: (hooks.turned_away, hooks.last_turned_away),
    )
    examined = Program(
        health=diagnostics.health,
        children=diagnostics.children,
        keyring=secrets,
        data=paths.data,
        tunnel=lambda: runner.view,
        public_url=public_url,
        port_taken=lambda: problems.get("port"),
        host_missing=lambda: problems.get("host"),
        traffic=meter.read,
        metered=metered,
    )
    doctor = Doctor(
        instances=manager, database=database, bus=bus, clock=clock, program=examined.steps
    )

    async def support_material(steps: tuple[DiagnosisStep, ...]) -> Material:
        return Material(
            version=__version__,
            settings={key: settings.get(key) for key in FIELDS},
            instances=await instances.all(),
            deliveries=(await services.deliveries.page(limit=DELIVERIES)).items,
            steps=steps,
            health=await diagnostics.health(),
            jobs=await diagnostics.children(),
            tunnel=runner.view,
            logs=paths.logs,
            secrets=(*await manager.secrets(), await secrets.get(choice.TOKEN_KEY) or ""),
        )

    async def instance_ids() -> tuple[InstanceId, ...]:
        return tuple(each.id for each in await instances.all())

    make_sending = partial(
        Sending,
        database,
        media,
        clock,
        queued=manager.wake,
        withdraw=manager.withdraw,
        instance=manager.get,
        client_of=manager.client_of,
        descriptor=manager.means.descriptor,
    )
    by_clock = make_sending()
    receipts = Receipts(
        database,
        clock,
        policy=lambda: ReadReceipts(settings.get("chat.read_receipts")),
        abilities=by_clock.abilities,
        client_of=manager.client_of,
    )
    sending = make_sending(answered=receipts.answered)

    async def send_later(chat: ChatId, text: str, client_id: str) -> None:
        await by_clock.send_text(chat, text, client_id=client_id)

    scheduler = Scheduler(database, send_later, clock)
    snoozes = Snoozes(database, bus.publish, clock)
    labels = LabelTeller(database, manager.client_of)
    people = People(
        database, media, clock, abilities=sending.abilities, client_of=manager.client_of, open_url=open_public_url
    )
    group_names = GroupNames(database, people.refresh)
    bus.subscribe(ChangeSet, group_names.look)
    make_messages = partial(
        parts.Messages, database, clock, manager.wake, manager.can_send, media.path, files.cancel, receipts.answered
    )
    services = Facade(
        chats=parts.Chats(database, clock, receipts.opened),
        messages=make_messages(),
        search=Search(database),
        instances=instances,
        passkeys=Passkeys(instance=manager.get, client_of=manager.client_of, able=control.capabilities),
        deliveries=parts.Deliveries(database, paths.spool, processor.wake),
        demo=demo,
        diagnostics=diagnostics,
        tunnel=Tunnel(runner, meter, secrets, settings.get),
        diagnosis=Diagnosis(
            doctor, publish=bus.publish, rehook=manager.rehook, instances=instance_ids, material=support_material
        ),
        preferences=Preferences(settings, bus.publish),
        sending=sending,
        replies=Replies(database, MediaStore(paths.replies), clock),
        schedule=Schedule(database, scheduler, clock),
        shown=Shown(database),
        cards=Cards(database, clock),
        contacts=Contacts(
            database, clock, instance=manager.get, client_of=manager.client_of, capabilities=instances.capabilities
        ),
        workflow=Workflow(database, clock, snoozes.wake, labels.wake),
        labels=Labels(database),
        agents=Agents(database, clock),
        notes=Notes(database, clock),
        people=people,
        groups=Groups(
            database, clock, abilities=sending.abilities, instance=manager.get, client_of=manager.client_of
        ),
        views=Views(database),
        exports=Exports(database, clock, media.path),
        contact_files=ContactFiles(database, clock),
    )
    try:
        await manager.remember_floors()
        # what waits from before is read by its instance's provider: the routes come first
        await manager.refresh_routes()
        supervisor.start("processor", processor.run, restart=_RESTART)
        supervisor.start("files", files.run, restart=_RESTART)
        supervisor.start("receipts", receipts.run, restart=_RESTART)
        supervisor.start("snoozes", snoozes.run, restart=_RESTART)
        supervisor.start("group names", group_names.run, restart=_RESTART)
        supervisor.start("wake", lambda: wake.watch(clock, manager.woke), restart=_RESTART)
        await _listen(hooks, settings, hooks_port, problems, early)
        token = await asyncio.to_thread(api_token.ensure, paths.api_token)
        api_wanted = int(settings.get("server.api_port")) if api_port is None else api_port
        # what a program sends is not the agent's who happens to be at the counter
        by_program = msgspec.structs.replace(services, messages=make_messages(agent=None))
        running_api = await httpapi.start(by_program, token, "127.0.0.1", api_wanted)
        await asyncio.to_thread(private_files.write, paths.api_address, running_api.url.encode())
        supervisor.start("tunnel", runner.run, restart=_RESTART)
        supervisor.start("meter", meter.run, restart=_RESTART)
        if safe_mode:
            # a shut keyring is one of the things that this mode is for
            with suppress(Unavailable):
                await manager.prepare()
        else:
            await manager.start()
            supervisor.start("schedule", scheduler.run, restart=_RESTART)
            supervisor.start("labels", labels.run, restart=_RESTART)
            await demo.clean_up()
            if settings.get("tunnel.start_with_app"):
                runner.start()
        heard_early()
        yield Running(
            services=services,
            bus=bus,
            hooks_url=hooks.url or "",
            api_url=running_api.url,
            supervisor=supervisor,
            notices=tuple(early),
        )
    finally:
        await asyncio.to_thread(paths.api_address.unlink, missing_ok=True)
        await _stop(hooks, running_api, demo, manager, supervisor, database)


async def _listen(
    hooks: HooksServer, settings: Store, hooks_port: int | None, problems: dict[str, str], early: list[Notice]
) -> None:
    """Take deliveries; what could not be had as wished is a problem to show and a notice to give."""
    host = str(settings.get("server.bind_host"))
    # the same port at every start: what leads here from outside was told it
    chosen_port = int(settings.get("server.hooks_port")) or PREFERRED_HOOKS_PORT
    wanted_port = chosen_port if hooks_port is None else hooks_port
    hooks.allow(networks.parse(settings.get("server.allowed_sources")))
    try:
        chosen = await hooks.start(host, wanted_port)
    except OSError as error:
        if host == LOOPBACK:
            raise
        # a laptop in another network has another address: better here alone than not at all
        _log.warning("%s cannot be listened at: %s", host, error)
        chosen = await hooks.start(LOOPBACK, wanted_port)
        problems["host"] = f"{host} is no address of this computer now, using {LOOPBACK}"
        early.append(Notice(level="warning", code="host_missing", text=host, replaces="host_missing"))
    if wanted_port and chosen != wanted_port:
        problems["port"] = f"port {wanted_port} is taken, using {chosen}"
        early.append(
            Notice(level="warning", code="port_taken", text=f"{wanted_port} → {chosen}", replaces="port_taken")
        )


async def _stop(
    hooks: HooksServer,
    api: httpapi.Running | None,
    demo: Demo,
    manager: Manager,
    supervisor: Supervisor,
    database: Database,
) -> None:
    """Refuse new work, let requests under way end, cancel the jobs, drain the writer; each with a deadline."""
    await hooks.stop()
    if api is not None:
        await api.stop()
    try:
        async with asyncio.timeout(_DRAIN_S):
            await manager.drain()
    except TimeoutError:
        _log.warning("a request was still under way; its answer will be marked as uncertain")
    await demo.close()
    await supervisor.stop(_JOBS_S)
    await manager.stop()
    await database.close(_WRITER_S)


def _discard(paths: Paths, leftovers: Leftovers) -> None:
    """Delete files that nothing names any more."""
    for name in leftovers.bodies:
        (paths.spool / name).unlink(missing_ok=True)
    for name in leftovers.media:
        (paths.media / name).unlink(missing_ok=True)


def _demo_language(settings: Store) -> str:
    chosen = str(settings.get("appearance.language"))
    return ("pt_BR" if portuguese() else "en") if chosen == "system" else chosen

"""Everything is built here, top to bottom, and taken down in the opposite order."""

import asyncio
import logging
import secrets as random_secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import msgspec

from app import __version__
from app.cli import portuguese
from services.api import parts
from services.api.demo import Demo
from services.api.replies import Replies
from services.api.schedule import Schedule
from services.api.sending import Sending
from services.core import failpoint
from services.core.bus import Bus
from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.paths import Paths
from services.core.tasks import Supervisor
from services.demo.demo import DemoGateway
from services.domain.changes import ChangeKind, ChangeSet, Notice
from services.domain.ids import ChatId, InstanceId
from services.httpapi import server as httpapi
from services.inbound.processor import Opened, Processor, opener
from services.inbound.receiver import Receiver
from services.inbound.redact import Redactor
from services.inbound.routes import Decision, RouteTable, hook_hash
from services.inbound.server import HooksServer, Limits
from services.instances.manager import Manager
from services.instances.media import MediaJob
from services.instances.session import Session
from services.outbound.schedule import Scheduler
from services.outbound.sender import Sender
from services.providers import detect
from services.providers.base import Client, Descriptor, Inbound
from services.providers.downloads import open_public_url
from services.providers.registry import DEMO, DESCRIPTORS
from services.settings.preferences import Preferences
from services.settings.private_files import ensure_token
from services.settings.secrets import Secrets
from services.settings.store import Store
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.writes import outbox
from services.storage.writes.instances import Leftovers

_log = logging.getLogger(__name__)
_DRAIN_S = 3.0
_JOBS_S = 1.0
_WRITER_S = 2.0
_RESTART = Backoff()


class Facade(msgspec.Struct, frozen=True, kw_only=True):
    """Implements ``services.api.Services``."""

    chats: parts.Chats
    messages: parts.Messages
    instances: parts.Instances
    deliveries: parts.Deliveries
    demo: Demo
    diagnostics: parts.Diagnostics
    preferences: Preferences
    sending: Sending
    replies: Replies
    schedule: Schedule


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The services while they run; ``notices`` are those of the start, before anybody could hear the bus."""

    services: Facade
    bus: Bus
    hooks_url: str
    api_url: str
    supervisor: Supervisor
    notices: tuple[Notice, ...] = ()


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
    descriptors = {each.kind: each for each in DESCRIPTORS}
    supervisor = Supervisor(clock)
    database = Database(paths.database, publish=bus.publish, fail_point=fail)
    await database.open(check=unclean)
    media = MediaStore(paths.media)
    await asyncio.to_thread(media.remove_parts)
    recovered = await database.write(outbox.recover, boot_id, clock.now_ms())
    if recovered:
        _log.warning("%d answers were under way when the program ended; they are marked as uncertain", recovered)

    routes = RouteTable(descriptors)
    redact = Redactor.by_provider({each.kind: each.redact_keys for each in DESCRIPTORS})
    processor = Processor(
        database=database,
        routes=routes,
        opener=opener(detect.decode_delivery, _detect),
        media=media,
        bus=bus,
        clock=clock,
        spool=paths.spool,
    )

    def refused(decision: Decision) -> None:
        instance = decision.route.instance_id if decision.route is not None else None
        bus.publish(
            Notice(
                level="error", code="hook_refused", text=decision.reason, instance_id=instance, replaces="hook_refused"
            )
        )

    receiver = Receiver(
        database=database,
        routes=routes,
        redact=redact,
        names_in=_names_in,
        spool=paths.spool,
        clock=clock,
        stored=processor.wake,
        refused=refused,
    )
    hooks = HooksServer(
        receiver,
        clock,
        Limits(
            body_bytes=int(settings.get("server.body_limit_mb")) * 1024 * 1024,
            per_minute=int(settings.get("server.rate_per_minute")),
            per_minute_unauthenticated=int(settings.get("server.rate_per_minute_unauthenticated")),
        ),
        challenge=routes.challenge,
    )

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
            fail_point=fail,
        )

    def hook_base() -> str | None:
        return str(settings.get("server.public_url")).rstrip("/") or hooks.url

    manager = Manager(
        database=database,
        secrets=secrets,
        descriptors=descriptors,
        routing=routes,
        hash_token=hook_hash,
        bus=bus,
        clock=clock,
        supervisor=supervisor,
        sender=make_sender,
        hook_base=hook_base,
        discard=lambda leftovers: _discard(paths, leftovers),
        take_frame=receiver.take_frame,
    )
    files = MediaJob(
        database=database,
        client_of=manager.client_of,
        open_url=open_public_url,
        sink=media,
        clock=clock,
    )

    def look_for_files(changes: ChangeSet) -> None:
        if any(change.kind is not ChangeKind.REMOVED for change in changes.messages):
            files.wake()

    bus.subscribe(ChangeSet, look_for_files)
    running_api: httpapi.Running | None = None
    instances = parts.Instances(manager, descriptors)
    demo = Demo(
        instances,
        provider=DEMO,
        make_gateway=lambda key: DemoGateway(key, language=_demo_language(settings)),
        settled=processor.settled,
    )
    sending = Sending(
        database,
        media,
        clock,
        queued=manager.wake,
        instance=manager.get,
        client_of=manager.client_of,
        descriptors=descriptors,
    )

    async def send_later(chat: ChatId, text: str, client_id: str) -> None:
        await sending.send_text(chat, text, client_id=client_id)

    scheduler = Scheduler(database, send_later, clock)
    services = Facade(
        chats=parts.Chats(database, clock),
        messages=parts.Messages(database, clock, manager.wake, manager.can_send),
        instances=instances,
        deliveries=parts.Deliveries(database, paths.spool, processor.wake),
        demo=demo,
        diagnostics=parts.Diagnostics(
            database,
            supervisor,
            version=__version__,
            addresses=lambda: (hooks.url, running_api.url if running_api is not None else None),
            problems=lambda: tuple(problems.values()),
        ),
        preferences=Preferences(settings, bus.publish),
        sending=sending,
        replies=Replies(database, MediaStore(paths.replies), clock),
        schedule=Schedule(database, scheduler, clock),
    )
    try:
        await manager.remember_floors()
        # what waits from before is read by its instance's provider: the routes come first
        await manager.refresh_routes()
        supervisor.start("processor", processor.run, restart=_RESTART)
        supervisor.start("files", files.run, restart=_RESTART)
        host = str(settings.get("server.bind_host"))
        wanted_port = int(settings.get("server.hooks_port")) if hooks_port is None else hooks_port
        chosen = await hooks.start(host, wanted_port)
        if wanted_port and chosen != wanted_port:
            problems["port"] = f"port {wanted_port} is taken, using {chosen}"
            bus.publish(
                Notice(level="warning", code="port_taken", text=f"{wanted_port} → {chosen}", replaces="port_taken")
            )
        token = await asyncio.to_thread(ensure_token, paths.api_token)
        api_wanted = int(settings.get("server.api_port")) if api_port is None else api_port
        running_api = await httpapi.start(services, token, "127.0.0.1", api_wanted)
        if not safe_mode:
            await manager.start()
            supervisor.start("schedule", scheduler.run, restart=_RESTART)
            await demo.clean_up()
        yield Running(
            services=services,
            bus=bus,
            hooks_url=hooks.url or "",
            api_url=running_api.url,
            supervisor=supervisor,
            notices=tuple(early),
        )
    finally:
        await _stop(hooks, running_api, demo, manager, supervisor, database)


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


def _detect(inbound: Inbound, configured: str) -> Opened:
    found = detect.detect(inbound, DESCRIPTORS, configured=configured)
    return Opened(provider=found.kind, keys=found.instance_keys, events=found.parse)


def _names_in(raw: bytes, headers: Mapping[str, str], path: str) -> tuple[str, ...]:
    body = detect.decode_delivery(raw, headers)
    return detect.detect(Inbound(body=body, headers=headers, path=path), DESCRIPTORS).instance_keys

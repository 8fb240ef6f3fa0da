"""Everything is built here, top to bottom, and taken down in the opposite order."""

import asyncio
import logging
import secrets as random_secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.wiring import ports
from app.wiring.base import Base
from app.wiring.diagnosing import diagnosis_for, diagnostics_for
from app.wiring.facade import facades_for
from app.wiring.inbound import inbound_for
from app.wiring.numbers import control_for, demo_for, instances_for, manager_for
from app.wiring.outbound import outbound_for
from app.wiring.reach import follow, reach_for
from app.wiring.running import Running
from services.api import parts
from services.core import failpoint
from services.core.bus import Bus
from services.core.clock import Clock
from services.core.limits import Backoff
from services.core.paths import Paths
from services.core.tasks import Supervisor
from services.domain.changes import ChangeKind, ChangeSet, Notice
from services.domain.errors import Unavailable
from services.httpapi import server as httpapi
from services.httpapi import token as api_token
from services.instances import wake
from services.instances.group_names import GroupNames
from services.instances.media import MediaJob
from services.providers.downloads import open_public_url
from services.providers.registry import DESCRIPTORS
from services.settings import private_files
from services.settings.secrets import Secrets
from services.settings.store import Store
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.writes import outbox

_log = logging.getLogger(__name__)
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
    bus = Bus()
    problems: dict[str, str] = {}
    early: list[Notice] = []
    heard_early = bus.subscribe(Notice, early.append)
    fail = failpoint.from_environment()
    base = Base(
        paths=paths,
        settings=settings,
        secrets=secrets,
        clock=clock,
        bus=bus,
        supervisor=Supervisor(clock),
        database=Database(paths.database, publish=bus.publish, fail_point=fail),
        media=MediaStore(paths.media),
        descriptors={each.kind: each for each in DESCRIPTORS},
        boot_id=random_secrets.token_hex(8),
        fail=fail,
    )
    supervisor, database = base.supervisor, base.database
    await database.open(check=unclean)
    await asyncio.to_thread(base.media.remove_parts)
    recovered = await database.write(outbox.recover, base.boot_id, clock.now_ms())
    if recovered:
        _log.warning("%d answers were under way when the program ended; they are marked as uncertain", recovered)

    inbound = inbound_for(base, resign=lambda instance: manager.rehooking.resign(instance))
    hooks, processor = inbound.hooks, inbound.processor
    reach = reach_for(base, hooks)
    manager = manager_for(base, inbound, reach)
    files = MediaJob(
        database=database,
        client_of=manager.client_of,
        open_url=open_public_url,
        sink=base.media,
        clock=clock,
        publish=bus.publish,
    )

    def look_for_files(changes: ChangeSet) -> None:
        if any(change.kind is not ChangeKind.REMOVED for change in changes.messages):
            files.wake()

    bus.subscribe(ChangeSet, look_for_files)
    follow(reach, manager.rehooking)
    running_api: httpapi.Running | None = None
    control = control_for(base, manager)
    instances = instances_for(base, manager, control)
    demo = demo_for(base, inbound, instances)
    outbound = outbound_for(base, manager)
    diagnostics = diagnostics_for(
        reach, api_url=lambda: running_api.url if running_api is not None else None, problems=problems
    )
    deliveries = parts.Deliveries(database, paths.spool, processor.wake)
    services = facades_for(
        base,
        manager=manager,
        control=control,
        instances=instances,
        demo=demo,
        reach=reach,
        outbound=outbound,
        files=files,
        deliveries=deliveries,
        diagnostics=diagnostics,
        diagnosis=diagnosis_for(reach, manager, diagnostics, deliveries, problems),
    )
    group_names = GroupNames(database, services.for_people.people.refresh)
    bus.subscribe(ChangeSet, group_names.look)
    try:
        await manager.remember_floors()
        # what waits from before is read by its instance's provider: the routes come first
        await manager.addresses.refresh()
        supervisor.start("processor", processor.run, restart=_RESTART)
        supervisor.start("files", files.run, restart=_RESTART)
        supervisor.start("receipts", outbound.receipts.run, restart=_RESTART)
        supervisor.start("snoozes", outbound.snoozes.run, restart=_RESTART)
        supervisor.start("group names", group_names.run, restart=_RESTART)
        supervisor.start("wake", lambda: wake.watch(clock, manager.woke), restart=_RESTART)
        await ports.listen(hooks, settings, hooks_port, problems, early)
        token = await asyncio.to_thread(api_token.ensure, paths.api_token)
        api_wanted = int(settings.get("server.api_port")) if api_port is None else api_port
        running_api = await httpapi.start(services.for_programs, token, ports.LOOPBACK, api_wanted)
        await asyncio.to_thread(private_files.write, paths.api_address, running_api.url.encode())
        supervisor.start("tunnel", reach.runner.run, restart=_RESTART)
        supervisor.start("meter", reach.meter.run, restart=_RESTART)
        if safe_mode:
            # a shut keyring is one of the things that this mode is for
            with suppress(Unavailable):
                await manager.prepare()
        else:
            await manager.start()
            supervisor.start("schedule", outbound.scheduler.run, restart=_RESTART)
            supervisor.start("labels", outbound.labels.run, restart=_RESTART)
            await demo.clean_up()
            if settings.get("tunnel.start_with_app"):
                reach.runner.start()
        heard_early()
        yield Running(
            services=services.for_people,
            bus=bus,
            hooks_url=hooks.url or "",
            api_url=running_api.url,
            supervisor=supervisor,
            notices=tuple(early),
        )
    finally:
        await asyncio.to_thread(paths.api_address.unlink, missing_ok=True)
        await ports.stop(hooks, running_api, demo, manager, supervisor, database)

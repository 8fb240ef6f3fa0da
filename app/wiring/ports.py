"""The beginning and the end of listening: what could not be had as wished is said, what is under way may finish."""

import asyncio
import logging

from services.api.demo import Demo
from services.core.tasks import Supervisor
from services.domain import networks
from services.domain.changes import Notice
from services.httpapi import server as httpapi
from services.inbound.server import HooksServer
from services.instances.manager import Manager
from services.settings.schema import PREFERRED_HOOKS_PORT
from services.settings.store import Store
from services.storage.database import Database

_log = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"
_DRAIN_S = 3.0
_JOBS_S = 1.0
_WRITER_S = 2.0


async def listen(
    hooks: HooksServer, settings: Store, hooks_port: int | None, problems: dict[str, str], early: list[Notice]
) -> None:
    """Take deliveries; what could not be had as wished is a problem to show and a notice to give.

    ``hooks_port`` None takes the setting, 0 any free one. Raises OSError.
    """
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


async def stop(
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

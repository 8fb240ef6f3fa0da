"""The steps about the program itself: its port, its keys, its disk, its tunnel, its journal."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from services.domain.errors import AppError
from services.domain.models import ChildHealth, Health, TrafficLevel, TrafficView, TunnelState, TunnelView
from services.instances.diagnosis import reach
from services.instances.diagnosis.finding import Finding, fail, of_error, ok, skipped, warn

LOW_DISK_BYTES = 500 * 1024 * 1024


class Keyring(Protocol):
    """Where credentials live."""

    async def in_keyring(self) -> bool:
        """Whether it is the system's keyring, not a file. Raises Unavailable."""
        ...


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """What the steps look at; everything is asked when its turn comes."""

    health: Callable[[], Awaitable[Health]]
    children: Callable[[], Awaitable[tuple[ChildHealth, ...]]]
    keyring: Keyring
    data: Path
    tunnel: Callable[[], TunnelView]
    public_url: Callable[[], str | None]
    port_taken: Callable[[], str | None]
    host_missing: Callable[[], str | None] = lambda: None
    traffic: Callable[[], Awaitable[TrafficView]]
    metered: Callable[[], bool]

    def steps(self) -> Mapping[str, Callable[[], Awaitable[Finding]]]:
        """By name, in order."""
        return {
            "hooks": self._hooks,
            "keyring": self._keys,
            "disk": self._disk,
            "jobs": self._jobs,
            "deliveries": self._deliveries,
            "tunnel": self._tunnel,
            "public": self._public,
            "traffic": self._traffic,
        }

    async def _hooks(self) -> Finding:
        health = await self.health()
        if health.hooks_url is None:
            return fail("hooks_not_listening")
        lost, taken = self.host_missing(), self.port_taken()
        if lost or taken:
            return warn("host_missing", lost) if lost else warn("port_taken", taken)
        if health.turned_away:
            return warn("senders_refused", f"{health.turned_away}: {health.last_turned_away}")
        return ok(health.hooks_url)

    async def _keys(self) -> Finding:
        try:
            inside = await self.keyring.in_keyring()
        except AppError as error:
            return of_error(error)
        return ok() if inside else warn("keyring_file")

    async def _disk(self) -> Finding:
        free = (await asyncio.to_thread(shutil.disk_usage, self.data)).free
        text = f"{free // (1024 * 1024)} MB"
        return warn("disk_low", text) if free < LOW_DISK_BYTES else ok(text)

    async def _jobs(self) -> Finding:
        children = await self.children()
        lost = [child for child in children if not child.running]
        if lost:
            return warn("job_failed", f"{lost[0].name}: {lost[0].last_error or ''}"[:200])
        return ok(str(len(children)))

    async def _deliveries(self) -> Finding:
        health = await self.health()
        if health.deliveries_bad:
            return warn("deliveries_bad", str(health.deliveries_bad))
        return warn("deliveries_parked", str(health.deliveries_parked)) if health.deliveries_parked else ok()

    async def _tunnel(self) -> Finding:
        view = self.tunnel()
        match view.state:
            case TunnelState.ONLINE:
                return ok(view.public_url)
            case TunnelState.OFF:
                return skipped() if view.kind == "none" else warn("tunnel_off", view.kind)
            case TunnelState.CONNECTING | TunnelState.DOWNLOADING:
                return warn("tunnel_connecting", view.kind)
            case _:
                return fail(view.code or "tunnel_connecting", view.text)

    async def _public(self) -> Finding:
        url = self.public_url()
        return skipped() if url is None else await reach.public(f"{url}/webhook")

    async def _traffic(self) -> Finding:
        if not self.metered():
            return skipped()
        view = await self.traffic()
        text = f"{view.used}/{view.limit}"
        return ok(text) if view.level is TrafficLevel.OK else warn(f"traffic_{view.level.value}", text)

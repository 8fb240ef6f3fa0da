"""The free plan's meter: reads the journal's roll-up, forecasts, advises, warns in time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime

from services.core.bus import Bus
from services.core.clock import Clock
from services.domain.capabilities import Capability
from services.domain.changes import Notice, TrafficChanged
from services.domain.models import NoisyEvent, TrafficLevel, TrafficView
from services.instances.tunnel.forecast import forecast
from services.providers.base import Descriptor, EventGroup
from services.storage.database import Database
from services.storage.queries import instances, traffic
from services.storage.writes import traffic as traffic_writes
from services.storage.writes.traffic import RollUp

EVERY_S = 900.0
# what a counter can do without: no message is lost with them
_SPARE = (EventGroup.PRESENCE, EventGroup.CONTACTS, EventGroup.LABELS, EventGroup.OTHER)
_WORTH_PRUNING = 0.05
_WARN = {TrafficLevel.WATCH: "warning", TrafficLevel.SOON: "warning", TrafficLevel.OVER: "error"}


class Meter:
    """One supervised job. ``metered`` says whether requests count just now (ngrok's plans do)."""

    def __init__(
        self,
        *,
        database: Database,
        descriptors: Mapping[str, Descriptor],
        metered: Callable[[], bool],
        bus: Bus,
        clock: Clock,
    ) -> None:
        self._database = database
        self._descriptors = descriptors
        self._metered = metered
        self._bus = bus
        self._clock = clock
        self._level = TrafficLevel.OK

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            while await self._database.write(traffic_writes.roll_up, self._clock.now_ms()):
                pass
            if self._metered():
                self._tell(await self.read())
            await self._clock.sleep(EVERY_S)

    async def read(self) -> TrafficView:
        """The month so far and how it goes on."""
        counted = await self._database.read(traffic.counted)
        views = await self._database.read(instances.views)
        used_by = [self._descriptors[view.provider] for view in views if view.provider in self._descriptors]
        return traffic_view(counted, used_by, self._clock.now_ms())

    def _tell(self, view: TrafficView) -> None:
        self._bus.publish(TrafficChanged(view))
        if view.level is self._level:
            return
        self._level = view.level
        self._bus.publish(
            Notice(
                level=_WARN.get(view.level, "info"),
                code=f"traffic_{view.level.value}",
                text=f"{view.used}/{view.limit}",
                replaces="traffic",
                resolved=view.level is TrafficLevel.OK,
            )
        )


def traffic_view(counted: RollUp, used_by: Iterable[Descriptor], now_ms: int) -> TrafficView:
    """The meter's reading with its advice. Pure."""
    used_by = tuple(used_by)
    seen = forecast({date.fromisoformat(day): count for day, count in counted.days.items()}, now_ms)
    month = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m")
    noisy = _noisy(counted.events.get(month, {}), used_by)
    advice = []
    if seen.level is not TrafficLevel.OK:
        if sum(each.share for each in noisy) >= _WORTH_PRUNING:
            advice.append("prune_events")
        if any(Capability.SOCKET in each.capabilities for each in used_by):
            advice.append("websocket")
        advice.append("paid_plan")
    return TrafficView(
        used=seen.used,
        limit=seen.limit,
        per_day=seen.per_day,
        resets_at_ms=seen.resets_at_ms,
        level=seen.level,
        exhausted_at_ms=seen.exhausted_at_ms,
        advice=tuple(advice),
        noisy=noisy,
    )


def _noisy(events: Mapping[str, int], used_by: Iterable[Descriptor]) -> tuple[NoisyEvent, ...]:
    total = sum(events.values())
    spare = {_plain(e.name) for each in used_by for e in each.webhook_events if e.group in _SPARE}
    shares = ((name, count / total) for name, count in events.items() if _plain(name) in spare)
    return tuple(NoisyEvent(name=name, share=share) for name, share in sorted(shares, key=lambda s: -s[1])[:5])


def _plain(name: str) -> str:
    """One spelling for PRESENCE_UPDATE and presence.update."""
    return name.casefold().replace("_", ".")

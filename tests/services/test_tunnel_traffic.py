"""The free plan's meter: counted from the journal without scanning it, and warned of in time."""

import asyncio
import datetime
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.bus import Bus
from services.domain.changes import Notice, TrafficChanged
from services.domain.ids import InstanceId
from services.domain.models import DeliveryState, TrafficLevel, TrafficView
from services.instances.tunnel.forecast import FREE_LIMIT, forecast
from services.instances.tunnel.meter import Meter, traffic_view
from services.providers.registry import DESCRIPTORS
from services.storage.database import Database, Tx, Written
from services.storage.queries import traffic
from services.storage.writes import deliveries
from services.storage.writes import traffic as traffic_writes
from services.storage.writes.traffic import RollUp
from tests.fakes.clock import ManualClock

UTC = datetime.UTC
DAY_MS = 86_400_000


def ms(*moment: int) -> int:
    return int(datetime.datetime(*moment, tzinfo=UTC).timestamp() * 1000)


def shop(day: datetime.date, busy: float, noise: random.Random) -> int:
    """A shop's requests: busy weekdays, a shorter Saturday, a quiet Sunday."""
    shape = (1.0, 0.95, 1.0, 1.05, 1.2, 0.7, 0.2)[day.weekday()]
    return round(busy * shape * noise.uniform(0.85, 1.15))


def first_warning(month: datetime.date, busy: float, seed: int) -> tuple[float | None, float | None]:
    """(when the meter first warns, when the allowance really ends), in days of the month, seen every six hours."""
    noise = random.Random(seed)
    days: dict[datetime.date, int] = {}
    warned = ended = None
    # the tunnel has been in use since the week before
    for back in range(7, 0, -1):
        day = month - datetime.timedelta(days=back)
        days[day] = shop(day, busy, noise)
    for number in range(31):
        day = month + datetime.timedelta(days=number)
        if day.month != month.month:
            break
        whole = shop(day, busy, noise)
        for quarter in range(1, 5):
            days[day] = whole * quarter // 4
            at = number + quarter / 4
            now = int((datetime.datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + quarter * 21_599) * 1000)
            seen = forecast(days, now)
            if warned is None and seen.level is not TrafficLevel.OK:
                warned = at
            if ended is None and seen.used >= FREE_LIMIT:
                ended = at
    return warned, ended


@pytest.mark.parametrize("busy", [800, 900, 1200, 2500, 4500])
@pytest.mark.parametrize("month", [datetime.date(2026, 3, 1), datetime.date(2026, 2, 1), datetime.date(2026, 5, 1)])
def test_a_month_that_will_not_last_is_warned_of_three_days_before(busy: float, month: datetime.date) -> None:
    warned, ended = first_warning(month, busy, seed=7)
    assert ended is None or (warned is not None and ended - warned >= 3), (warned, ended)


@given(st.floats(750, 4200), st.integers(0, 10_000), st.integers(1, 12))
def test_no_shop_is_warned_too_late(busy: float, seed: int, month: int) -> None:
    warned, ended = first_warning(datetime.date(2026, month, 1), busy, seed)
    if ended is not None:
        assert warned is not None
        assert ended - warned >= 3


def test_a_quiet_shop_is_left_in_peace() -> None:
    warned, ended = first_warning(datetime.date(2026, 3, 1), 400, seed=3)
    assert (warned, ended) == (None, None)


def test_the_day_of_exhaustion_is_where_the_rate_leads() -> None:
    days = {datetime.date(2026, 3, day): 1000 for day in range(1, 11)}
    seen = forecast(days, ms(2026, 3, 11, 0))
    assert seen.used == 10_000
    assert seen.per_day == 1000
    assert seen.exhausted_at_ms == ms(2026, 3, 21, 0)
    assert seen.level is TrafficLevel.WATCH
    assert seen.resets_at_ms == ms(2026, 4, 1)
    days |= {datetime.date(2026, 3, day): 1000 for day in range(11, 19)}
    assert forecast(days, ms(2026, 3, 19, 0)).level is TrafficLevel.SOON
    days |= {datetime.date(2026, 3, day): 1000 for day in range(19, 21)}
    assert forecast(days, ms(2026, 3, 21, 0)).level is TrafficLevel.OVER


def test_a_new_month_starts_from_nothing_with_last_months_pace() -> None:
    days = {datetime.date(2026, 3, day): 900 for day in range(1, 32)}
    seen = forecast(days, ms(2026, 4, 1, 6))
    assert (seen.used, seen.per_day, seen.level) == (0, 900, TrafficLevel.WATCH)


def test_nothing_yet_is_no_alarm() -> None:
    seen = forecast({}, ms(2026, 3, 11))
    assert (seen.used, seen.per_day, seen.exhausted_at_ms, seen.level) == (0, 0, None, TrafficLevel.OK)


def test_the_advice_names_the_events_that_could_be_spared_and_the_socket_where_there_is_one() -> None:
    counted = RollUp(
        days={f"2026-03-{day:02}": 1500 for day in range(1, 11)},
        events={"2026-03": {"presence.update": 9000, "messages.upsert": 5000, "contacts.update": 1000}},
    )
    evolution = [each for each in DESCRIPTORS if each.kind == "evolution"]
    view = traffic_view(counted, evolution, ms(2026, 3, 11))
    assert view.advice == ("prune_events", "websocket", "paid_plan")
    assert [(each.name, each.share) for each in view.noisy] == [
        ("presence.update", 0.6),
        ("contacts.update", pytest.approx(1 / 15)),
    ]
    waha = [each for each in DESCRIPTORS if each.kind == "waha"]
    assert "websocket" in traffic_view(counted, waha, ms(2026, 3, 11)).advice


async def store(database: Database, at_ms: int, number: int, *, source: str = "webhook") -> None:
    await database.write(
        deliveries.store_delivery,
        deliveries.NewDelivery(
            instance_id=InstanceId(1),
            provider="evolution",
            state=DeliveryState.NEW,
            source=source,
            received_at_ms=at_ms,
            digest=number.to_bytes(20, "big"),
            path="",
            headers=b"{}",
            body=b"{}",
            body_file=None,
            size=2,
        ),
    )


async def test_the_roll_up_counts_every_request_once_repeated_ones_too(database: Database) -> None:
    now = ms(2026, 3, 10, 12)
    for number in range(10):
        await store(database, now - 2 * DAY_MS, number)
    await store(database, now - 2 * DAY_MS + 60_000, 3)  # the same body again: a request like any other
    await store(database, now - 60_000, 100)
    await store(database, now - 2 * DAY_MS, 101, source="socket")
    before = await database.read(traffic.counted)
    assert before.days == {"2026-03-08": 11, "2026-03-10": 1}
    while await database.write(traffic_writes.roll_up, now):
        pass
    assert await database.read(traffic.counted) == msgspec_replace_after(before, await database.read(traffic.counted))
    # purged rows stay counted, later ones are added
    await database.write(deliveries.purge, now + 20 * DAY_MS)
    await store(database, now, 102)
    assert (await database.read(traffic.counted)).days == {"2026-03-08": 11, "2026-03-10": 2}
    while await database.write(traffic_writes.roll_up, now + DAY_MS):
        pass
    kept = await database.read(traffic.counted)
    assert kept.days == {"2026-03-08": 11, "2026-03-10": 2}


def msgspec_replace_after(view: RollUp, other: RollUp) -> RollUp:
    """Where the roll-up ends is its own affair."""
    return RollUp(after=other.after, days=view.days, events=view.events)


async def test_reading_the_meter_looks_at_nothing_that_is_rolled_up(database: Database) -> None:
    now = ms(2026, 3, 10, 12)
    for number in range(30):
        await store(database, now - DAY_MS, number)
    while await database.write(traffic_writes.roll_up, now):
        pass

    def plan(connection):  # type: ignore[no-untyped-def]
        rows = connection.execute("EXPLAIN QUERY PLAN " + traffic_writes.COUNT, (0, 1)).fetchall()
        return " ".join(str(row[3]) for row in rows)

    assert "INTEGER PRIMARY KEY" in await database.read(plan)
    kept = await database.read(traffic.counted)
    assert kept.after >= 30


async def test_the_meter_warns_once_for_each_level_and_not_at_all_without_ngrok(database: Database) -> None:
    clock = ManualClock(ms(2026, 3, 11))
    metered = False
    told: list[Notice] = []
    shown: list[TrafficView] = []
    bus = Bus()
    bus.subscribe(Notice, told.append)
    bus.subscribe(TrafficChanged, lambda fact: shown.append(fact.view))
    meter = Meter(
        database=database, descriptors={each.kind: each for each in DESCRIPTORS}, metered=lambda: metered, bus=bus,
        clock=clock,
    )  # fmt: skip

    def keep(tx: Tx, count: int) -> Written[None]:
        kept = RollUp(days={f"2026-03-{day:02}": count for day in range(1, 11)})
        value = msgspec.json.encode(kept).decode()
        tx.execute("INSERT OR REPLACE INTO mark (key, value) VALUES (?, ?)", (traffic_writes.KEY, value))
        return Written(None)

    async def next_reading() -> None:
        before = len(shown)
        async with asyncio.timeout(5):
            while clock.sleeping == 0:
                await asyncio.sleep(0.01)
            clock.advance(900)
            while metered and len(shown) == before:
                await asyncio.sleep(0.01)

    await database.write(keep, 1500)
    job = asyncio.create_task(meter.run())
    await next_reading()
    assert (told, shown) == ([], [])
    metered = True
    await next_reading()
    await next_reading()
    assert [(notice.code, notice.level, notice.text) for notice in told] == [("traffic_watch", "warning", "15000/20000")]
    await database.write(keep, 2000)
    await next_reading()
    assert told[-1].code == "traffic_over"
    await database.write(keep, 10)
    await next_reading()
    assert (told[-1].code, told[-1].resolved) == ("traffic_ok", True)
    job.cancel()
    await asyncio.wait((job,))

"""Supervised jobs: restarted with patience, reported, stopped together."""

import asyncio

import pytest

from services.core.limits import Backoff
from services.core.tasks import Supervisor
from tests.fakes.clock import ManualClock

STEADY = Backoff(first_s=1, longest_s=8, jitter=0)


@pytest.fixture
def clock():
    return ManualClock()


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_failed_job_starts_again_after_a_growing_wait(clock):
    supervisor = Supervisor(clock)
    starts = []

    async def job():
        starts.append(clock.monotonic())
        raise RuntimeError("broken")

    supervisor.start("poller", job, restart=STEADY)
    for _ in range(5):
        await settle()
        clock.advance(8)
    await settle()
    assert starts == [0, 8, 16, 24, 32, 40]
    health = supervisor.health()[0]
    assert (health.name, health.running, health.failures) == ("poller", True, 6)
    assert health.last_error == "RuntimeError: broken"
    await supervisor.stop(1)


async def test_the_wait_doubles_and_starts_short_again_after_a_good_hour(clock):
    supervisor = Supervisor(clock)
    waits, good = [], [0, 0, 0, 3600, 0]

    async def job():
        await clock.sleep(good.pop(0) if good else 9e9)
        waits.append(clock.monotonic())
        raise OSError

    supervisor.start("session", job, restart=STEADY)
    moments = []
    for _ in range(3700):
        await settle()
        clock.advance(1)
        moments = list(waits)
    # failures at 0, 1 (+1 s), 3 (+2 s), then 4 s later an hour that goes well, then 1 s again
    assert moments[:3] == [0, 1, 3]
    assert moments[3] == 7 + 3600
    assert moments[4] == moments[3] + 1
    await supervisor.stop(1)


async def test_a_job_that_returns_or_is_ended_is_done(clock):
    supervisor = Supervisor(clock)
    handle = supervisor.start("once", lambda: asyncio.sleep(0), restart=STEADY)
    await settle()
    assert not handle.running
    assert supervisor.health() == ()
    # a number that was removed: its jobs have not failed, whether they had begun or not
    for begun in (True, False):
        ended = supervisor.start("session 1", asyncio.Event().wait, restart=STEADY)
        if begun:
            await settle()
        await ended.cancel()
        await settle()
        assert not ended.running
        assert supervisor.health() == ()


async def test_five_failures_within_a_minute_are_reported_once_per_series(clock):
    told = []
    supervisor = Supervisor(clock, on_unstable=told.append)

    async def job():
        raise ValueError

    supervisor.start("tunnel", job, restart=Backoff(first_s=5, longest_s=5, jitter=0))
    for _ in range(9):
        await settle()
        clock.advance(5)
    assert [health.name for health in told] == ["tunnel"]
    await settle()
    assert len(told) == 2
    await supervisor.stop(1)


async def test_rare_failures_are_not_unstable(clock):
    told = []
    supervisor = Supervisor(clock, on_unstable=told.append)

    async def job():
        raise ValueError

    supervisor.start("tunnel", job, restart=Backoff(first_s=20, longest_s=20, jitter=0))
    for _ in range(20):
        await settle()
        clock.advance(20)
    assert told == []
    await supervisor.stop(1)


async def test_a_critical_job_that_is_lost_is_told(clock):
    lost = []
    supervisor = Supervisor(clock, on_lost=lost.append)

    async def job():
        raise KeyError("gone")

    supervisor.start("writer", job, critical=True)
    supervisor.start("other", job)
    await settle()
    assert [health.name for health in lost] == ["writer"]
    assert [health.running for health in supervisor.health()] == [False, False]


async def test_a_listener_that_fails_harms_no_job(clock):
    def broken(health):
        raise RuntimeError

    supervisor = Supervisor(clock, on_unstable=broken)
    runs = []

    async def job():
        runs.append(1)
        raise ValueError

    supervisor.start("job", job, restart=Backoff(first_s=1, longest_s=1, jitter=0))
    for _ in range(8):
        await settle()
        clock.advance(1)
    assert len(runs) == 8
    await supervisor.stop(1)


async def test_stop_ends_all_and_names_who_is_late(clock):
    supervisor = Supervisor(clock)
    ended, release = [], asyncio.Event()

    async def good():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("good")

    async def stubborn():
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    supervisor.start("good", good)
    handle = supervisor.start("stubborn", stubborn)
    await settle()
    assert await supervisor.stop(0.05) == ("stubborn",)
    assert ended == ["good"]
    with pytest.raises(RuntimeError):
        supervisor.start("late", good)
    release.set()
    await handle.task


async def test_a_name_runs_once(clock):
    supervisor = Supervisor(clock)
    handle = supervisor.start("session 3", asyncio.Event().wait)
    with pytest.raises(ValueError, match="session 3"):
        supervisor.start("session 3", asyncio.Event().wait)
    await handle.cancel()
    await handle.cancel()
    assert not handle.running
    supervisor.start("session 3", asyncio.Event().wait)
    await supervisor.stop(1)

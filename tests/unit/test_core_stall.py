"""A loop that stands still leaves a trace of where."""

import asyncio
import logging
import time

from services.core.clock import SystemClock
from services.core.stall import StallWatch
from tests.fakes.clock import ManualClock


async def until(condition, deadline_s=10):
    end = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        await asyncio.sleep(0.01)


async def test_where_the_loop_stood_still_is_logged_with_how_long(caplog):
    watch = asyncio.create_task(StallWatch("the loop", limit_s=0.1).run())
    await asyncio.sleep(0)

    def blocks_the_loop():
        end = time.monotonic() + 10
        while not any("stands still" in record.message for record in caplog.records):
            assert time.monotonic() < end
            time.sleep(0.01)

    with caplog.at_level(logging.WARNING):
        blocks_the_loop()
        await until(lambda: len(caplog.records) >= 2)
    watch.cancel()
    assert "blocks_the_loop" in caplog.records[0].message
    assert "went on after" in caplog.records[1].message


async def test_manual_time_wakes_sleepers_in_order():
    clock, woken = ManualClock(1000), []

    async def sleeper(name, seconds):
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper(*each)) for each in (("late", 5), ("early", 2), ("now", 0))]
    for _ in range(3):
        await asyncio.sleep(0)
    assert clock.sleeping == 2
    tasks[0].cancel()
    for _ in range(3):
        clock.advance(2)
        await asyncio.sleep(0)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert woken == [("now", 0), ("early", 2)]
    assert clock.now_ms() == 7000


async def test_the_systems_clock_goes_forward():
    clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(0.01)
    assert clock.monotonic() > before
    assert abs(clock.now_ms() / 1000 - time.time()) < 5


async def test_a_loop_that_runs_leaves_no_trace(caplog):
    watch = asyncio.create_task(StallWatch("the loop", limit_s=5).run())
    await asyncio.sleep(0.3)
    watch.cancel()
    assert not caplog.records

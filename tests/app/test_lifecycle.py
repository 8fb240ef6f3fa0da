"""Phases, stages that are late, the watchdog, and the thread of the services."""

import asyncio
import threading
import time
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from app.lifecycle import EXIT_STUCK, Lifecycle, Phase, RunMark, Stage, Watchdog
from app.services_thread import ServicesThread


class Ends:
    """Stands for the end of the process."""

    def __init__(self):
        self.code = None
        self.reached = threading.Event()

    def __call__(self, code):
        self.code = code
        self.reached.set()


def lifecycle(after_s=60.0):
    ends = Ends()
    return Lifecycle(Watchdog(None, after_s=after_s, end=ends)), ends


async def test_stages_run_in_order_and_the_late_and_the_broken_are_left_behind():
    life, ends = lifecycle()
    phases, ran = [], []

    def stage(name):
        async def run():
            ran.append(name)
            phases.append(life.phase)
            if name == "late":
                await asyncio.Event().wait()
            if name == "broken":
                raise RuntimeError

        return Stage(name, 0.05, run)

    waiting = asyncio.create_task(life.run([stage(name) for name in ("first", "late", "broken", "last")]))
    await asyncio.sleep(0)
    assert life.phase is Phase.RUNNING
    threading.Thread(target=life.request_stop, args=("the window was closed",)).start()
    assert await waiting == ("late", "broken")
    assert ran == ["first", "late", "broken", "last"]
    assert phases == [Phase.STOPPING] * 4 and life.phase is Phase.STOPPED
    life.request_stop("again")
    assert life.reason == "the window was closed"
    life.finished()
    assert not ends.reached.is_set()


async def test_a_stop_that_was_asked_before_the_start_counts():
    life, _ = lifecycle()
    life.request_stop("at once")
    assert await life.run([]) == ()
    life.finished()


async def test_the_watchdog_ends_what_does_not_end(tmp_path, capfd):
    with (tmp_path / "stacks.txt").open("w") as stacks:
        ends = Ends()
        Watchdog(stacks, after_s=0.05, end=ends).arm()
        await asyncio.to_thread(ends.reached.wait, 10)
    assert ends.code == EXIT_STUCK
    assert "test_the_watchdog_ends" in (tmp_path / "stacks.txt").read_text() or "Thread" in (
        tmp_path / "stacks.txt"
    ).read_text()
    assert "all threads" in capfd.readouterr().err


def test_the_mark_tells_whether_the_last_run_ended_as_meant(tmp_path):
    mark = RunMark(tmp_path / "running")
    assert mark.unclean_since() is None
    mark.set()
    assert mark.unclean_since() == pytest.approx(time.time(), abs=60)
    mark.clear()
    mark.clear()
    assert mark.unclean_since() is None


def opener(log, *, fails=None):
    @asynccontextmanager
    async def open_services():
        if fails is not None:
            raise fails
        log.append(("open", threading.current_thread().name))
        yield SimpleNamespace()
        log.append(("close", threading.current_thread().name))

    return open_services


def test_the_services_open_and_close_on_their_own_thread():
    log = []
    thread = ServicesThread(opener(log))
    thread.start()
    thread.started.result(10)
    answer = asyncio.run_coroutine_threadsafe(asyncio.sleep(0, "pong"), thread.loop)
    assert answer.result(10) == "pong"
    thread.request_stop()
    assert thread.ended.result(10) is None
    assert thread.join(10)
    thread.request_stop()
    assert log == [("open", "services"), ("close", "services")]


def test_a_stop_before_they_are_open_closes_them_again():
    log = []
    thread = ServicesThread(opener(log))
    thread.request_stop()
    thread.start()
    thread.ended.result(10)
    assert [what for what, _ in log] == ["open", "close"]
    assert thread.join(10)


def test_why_they_could_not_be_opened_reaches_the_other_side():
    thread = ServicesThread(opener([], fails=OSError("no space")))
    thread.start()
    with pytest.raises(OSError, match="no space"):
        thread.started.result(10)
    assert isinstance(thread.ended.result(10), OSError)
    assert thread.join(10)

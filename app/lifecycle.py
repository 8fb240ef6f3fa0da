"""The phases, the stages of stopping with their deadlines, and what ends a stop that hangs."""

import asyncio
import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import msgspec

_log = logging.getLogger(__name__)

EXIT_STUCK = 70
WATCHDOG_S = 10.0


class Phase(StrEnum):
    """Where the program is; it only goes forward."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Stage(msgspec.Struct, frozen=True):
    """One step of stopping: it is left behind when it takes longer than ``deadline_s``."""

    name: str
    deadline_s: float
    run: Callable[[], Awaitable[object]]


class Watchdog:
    """Ends the process when stopping does not come to an end: all stacks to ``stacks``, then exit code 70."""

    def __init__(
        self,
        stacks: TextIO | None,
        *,
        after_s: float = WATCHDOG_S,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        self._stacks = stacks
        self._after_s = after_s
        self._end = end
        self._calm = threading.Event()

    def arm(self) -> None:
        """Start counting."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def disarm(self) -> None:
        """The end was reached; idempotent."""
        self._calm.set()

    def _watch(self) -> None:
        if self._calm.wait(self._after_s):
            return
        for target in (self._stacks, sys.stderr):
            if target is not None:
                try:
                    target.write(f"Stopping took longer than {self._after_s:g} s; all threads:\n")
                    target.flush()
                    faulthandler.dump_traceback(target, all_threads=True)
                    target.flush()
                except (OSError, ValueError):
                    continue
        self._end(EXIT_STUCK)


class RunMark:
    """A file that is there while the program runs: found at a start, the last run did not end as meant."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def unclean_since(self) -> float | None:
        """When the last run began (seconds since 1970) if it did not end as meant, else None."""
        try:
            return self._path.stat().st_mtime
        except FileNotFoundError:
            return None

    def set(self) -> None:
        """Mark this run. Raises OSError."""
        self._path.write_text(f"{os.getpid()} {time.strftime('%Y-%m-%dT%H:%M:%S%z')}\n", encoding="ascii")

    def clear(self) -> None:
        """This run ended cleanly."""
        self._path.unlink(missing_ok=True)


class Lifecycle:
    """The phase, and the one place where the end is asked for; belongs to the loop that awaits ``run``."""

    def __init__(self, watchdog: Watchdog) -> None:
        self._watchdog = watchdog
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked: asyncio.Event | None = None
        self._lock = threading.Lock()
        self.phase = Phase.STARTING
        self.reason: str | None = None

    def request_stop(self, reason: str) -> None:
        """Ask for the end, from any thread or signal handler; the first reason counts."""
        with self._lock:
            if self.reason is not None:
                return
            self.reason = reason
            loop, asked = self._loop, self._asked
        if loop is not None and asked is not None:
            loop.call_soon_threadsafe(asked.set)

    async def run(self, stages: Sequence[Stage]) -> tuple[str, ...]:
        """Wait for ``request_stop``, then run the stages in order; returns those that were late or failed."""
        with self._lock:
            self._loop, self._asked = asyncio.get_running_loop(), asyncio.Event()
            if self.reason is not None:
                self._asked.set()
        self.phase = Phase.RUNNING
        await self._asked.wait()
        _log.info("stopping: %s", self.reason)
        self._watchdog.arm()
        self.phase = Phase.STOPPING
        troubled = []
        for stage in stages:
            if not await self._pass(stage):
                troubled.append(stage.name)
        self.phase = Phase.STOPPED
        return tuple(troubled)

    def finished(self) -> None:
        """Everything is closed, the process may take its time to end."""
        self._watchdog.disarm()

    async def _pass(self, stage: Stage) -> bool:
        began = time.monotonic()
        try:
            async with asyncio.timeout(stage.deadline_s):
                await stage.run()
        except TimeoutError:
            _log.error("%s did not stop within %g s", stage.name, stage.deadline_s)
            return False
        except Exception:  # noqa: BLE001 - the stages behind it have to run all the same
            _log.exception("%s failed to stop", stage.name)
            return False
        _log.info("%s stopped in %.0f ms", stage.name, (time.monotonic() - began) * 1000)
        return True

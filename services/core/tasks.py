"""The long-lived background jobs: started by name, restarted after a failure, stopped together."""

import asyncio
import contextlib
import logging
import random
import sys
from collections import deque
from collections.abc import Awaitable, Callable

from services.core.clock import Clock, SystemClock
from services.core.limits import Backoff
from services.domain.models import ChildHealth

_log = logging.getLogger(__name__)

# a job that ran this long is well again: its next failure waits the shortest time
_SETTLED_S = 60.0
_UNSTABLE_FAILURES, _UNSTABLE_WITHIN_S = 5, 60.0


class Handle:
    """One started job."""

    def __init__(self, name: str, creator: str) -> None:
        self.name = name
        self.creator = creator
        self.failures = 0
        self.last_error: str | None = None
        self.task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether it runs, or waits to be started again."""
        return self.task is not None and not self.task.done()

    async def cancel(self) -> None:
        """End it and wait until it has; idempotent."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait((self.task,))

    def health(self) -> ChildHealth:
        """How it is."""
        return ChildHealth(name=self.name, running=self.running, failures=self.failures, last_error=self.last_error)


class Supervisor:
    """Runs jobs on the loop it is used on.

    ``on_unstable`` is told once each time a job has failed five times within a minute, ``on_lost`` when a
    critical job has ended by a failure and is not going to be started again.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        on_unstable: Callable[[ChildHealth], None] | None = None,
        on_lost: Callable[[ChildHealth], None] | None = None,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._clock: Clock = clock or SystemClock()
        self._on_unstable = on_unstable
        self._on_lost = on_lost
        self._draw = draw
        self._children: dict[str, Handle] = {}
        self._stopping = False

    def start(
        self,
        name: str,
        factory: Callable[[], Awaitable[None]],
        *,
        restart: Backoff | None = None,
        critical: bool = False,
    ) -> Handle:
        """Run ``factory()`` as a job; with ``restart`` a failure starts it again, a return never does.

        Raises RuntimeError while stopping and ValueError when a job of that name runs.
        """
        if self._stopping:
            raise RuntimeError(f"{name}: stopping, nothing is started any more")
        present = self._children.get(name)
        if present is not None and present.running:
            raise ValueError(f"{name} runs already")
        handle = Handle(name, _caller())
        self._children[name] = handle
        handle.task = asyncio.get_running_loop().create_task(self._run(handle, factory, restart, critical), name=name)
        # ended because somebody asked: that is no failure to tell of
        handle.task.add_done_callback(lambda task: self._forget(handle) if task.cancelled() else None)
        return handle

    def health(self) -> tuple[ChildHealth, ...]:
        """The jobs that run and those that ended by a failure, in the order of their start."""
        return tuple(child.health() for child in self._children.values())

    async def stop(self, deadline_s: float) -> tuple[str, ...]:
        """Cancel all jobs together; returns the names of those that had not ended by the deadline."""
        self._stopping = True
        tasks = {child.task: child for child in self._children.values() if child.task and child.running}
        for task in tasks:
            task.cancel()
        if not tasks:
            return ()
        _, pending = await asyncio.wait(tasks, timeout=deadline_s)
        late = tuple(tasks[task].name for task in pending)
        if late:
            _log.warning("still running after %s s: %s", deadline_s, ", ".join(late))
        return late

    async def _run(
        self,
        handle: Handle,
        factory: Callable[[], Awaitable[None]],
        restart: Backoff | None,
        critical: bool,
    ) -> None:
        in_a_row = 0
        recent: deque[float] = deque(maxlen=_UNSTABLE_FAILURES)
        while True:
            began = self._clock.monotonic()
            try:
                await factory()
            except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
                handle.failures += 1
                handle.last_error = f"{type(error).__name__}: {error}"
                _log.exception("%s (started by %s) failed", handle.name, handle.creator)
            else:
                # ended as meant: nothing to watch any more
                self._forget(handle)
                return
            now = self._clock.monotonic()
            in_a_row = 1 if now - began >= _SETTLED_S else in_a_row + 1
            recent.append(now)
            if restart is None:
                if critical:
                    self._tell(self._on_lost, handle)
                return
            if len(recent) == _UNSTABLE_FAILURES and now - recent[0] <= _UNSTABLE_WITHIN_S:
                recent.clear()
                self._tell(self._on_unstable, handle)
            await self._clock.sleep(restart.delay_s(in_a_row, self._draw))

    def _forget(self, handle: Handle) -> None:
        if self._children.get(handle.name) is handle:
            del self._children[handle.name]

    def _tell(self, listener: Callable[[ChildHealth], None] | None, handle: Handle) -> None:
        if listener is None:
            return
        try:
            listener(handle.health())
        except Exception:  # noqa: BLE001 - nor may a listener harm the jobs
            _log.exception("a listener of the supervisor failed")


def _caller() -> str:
    """Where ``start`` was called from, for the log: a job's own stack does not show it."""
    with contextlib.suppress(ValueError):
        frame = sys._getframe(2)
        return f"{frame.f_globals.get('__name__', '?')}:{frame.f_lineno}"
    return "?"


async def woken(wake: asyncio.Event, seconds: float | None) -> None:
    """Return when ``wake`` is set, at the latest after so many seconds (None: without end)."""
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return

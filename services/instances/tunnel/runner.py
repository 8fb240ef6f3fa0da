"""The tunnel's life: connect, stay, come back with growing patience; everybody is told."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from services.core.clock import Clock
from services.core.limits import Backoff
from services.domain.changes import TunnelChanged
from services.domain.models import TunnelState, TunnelView
from services.instances.tunnel.line import Line, Told, TunnelProblem

_log = logging.getLogger(__name__)

BACKOFF = Backoff(first_s=1.0, longest_s=60.0)
SETTLED_S = 60.0
_NO_SERVER = TunnelProblem("tunnel_no_server", retry_after_s=1.0)


class Tunnel:
    """One supervised job (``run``). ``line`` makes the configured way anew at each try, None without one.

    ``port`` is the hooks server's, None while nothing listens. Use it on the services' loop.
    """

    def __init__(
        self,
        *,
        kind: Callable[[], str],
        line: Callable[[], Line | None],
        port: Callable[[], int | None],
        publish: Callable[[TunnelChanged], None],
        clock: Clock,
        backoff: Backoff = BACKOFF,
    ) -> None:
        self._kind = kind
        self._line = line
        self._port = port
        self._publish = publish
        self._clock = clock
        self._backoff = backoff
        self._wanted = False
        self._poke = asyncio.Event()
        self._was_online = False
        self._online_at: float | None = None
        self.view = TunnelView(kind=kind(), state=TunnelState.OFF, since_ms=clock.now_ms())

    @property
    def public_url(self) -> str | None:
        """The address that leads here now."""
        return self.view.public_url

    def start(self) -> None:
        """Be reachable from now on; also the way to try again at once."""
        self._wanted = True
        self._poke.set()

    def stop(self) -> None:
        """Close it; it stays closed until ``start``."""
        self._wanted = False
        self._poke.set()

    def renew(self) -> None:
        """A setting or credential changed: begin anew, if it is wanted at all."""
        self._poke.set()

    async def run(self) -> None:
        """Work until cancelled."""
        failures = 0
        while True:
            self._poke.clear()
            line = self._line() if self._wanted else None
            if line is None:
                self._was_online = False
                self._show(Told(state=TunnelState.OFF))
                await self._poke.wait()
                failures = 0
                continue
            problem = await self._hold(line)
            if problem is None:
                failures, self._was_online = 0, False
                continue
            settled = self._online_at is not None and self._clock.monotonic() - self._online_at >= SETTLED_S
            failures = 1 if settled else failures + 1
            await self._rest(problem, failures)

    async def _hold(self, line: Line) -> TunnelProblem | None:
        """Run the line until it fails (the problem) or something else is wanted (None)."""
        port = self._port()
        if port is None:
            return _NO_SERVER
        self._online_at = None
        self._show(Told(state=TunnelState.RECONNECTING if self._was_online else TunnelState.CONNECTING))
        running = asyncio.ensure_future(line.run(port, self._told))
        poked = asyncio.ensure_future(self._poke.wait())
        try:
            await asyncio.wait((running, poked), return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended = running.done()
            for task in (running, poked):
                task.cancel()
            # the line puts its program away before anything else is started
            await asyncio.wait((running, poked))
        if not ended:
            return None
        error = running.exception()
        if isinstance(error, TunnelProblem):
            return error
        if error is not None:
            _log.error("the tunnel failed", exc_info=error)
        return TunnelProblem("tunnel_failed", type(error).__name__ if error is not None else "ended")

    async def _rest(self, problem: TunnelProblem, failures: int) -> None:
        wait = problem.retry_after_s or self._backoff.delay_s(failures)
        lost = self._online_at is not None
        _log.warning("no tunnel (%s), next try in %s", problem, f"{wait:.0f} s" if problem.retry else "nobody knows")
        self._show(
            Told(
                state=TunnelState.RECONNECTING if lost and problem.retry else TunnelState.ERROR,
                code=problem.code,
                text=problem.text or None,
            ),
            next_retry_at_ms=self._clock.now_ms() + int(wait * 1000) if problem.retry else None,
        )
        sleep = asyncio.ensure_future(self._clock.sleep(wait) if problem.retry else asyncio.Event().wait())
        poked = asyncio.ensure_future(self._poke.wait())
        try:
            await asyncio.wait((sleep, poked), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            poked.cancel()
            await asyncio.wait((sleep, poked))

    def _told(self, told: Told) -> None:
        if told.state is TunnelState.ONLINE:
            if self._online_at is None:
                self._online_at = self._clock.monotonic()
            self._was_online = True
        self._show(told)

    def _show(self, told: Told, *, next_retry_at_ms: int | None = None) -> None:
        view = TunnelView(
            kind=self._kind(),
            state=told.state,
            since_ms=self.view.since_ms,
            public_url=told.public_url,
            code=told.code,
            text=told.text,
            next_retry_at_ms=next_retry_at_ms,
        )
        if view == self.view:
            return
        if view.state is not self.view.state:
            view = msgspec.structs.replace(view, since_ms=self._clock.now_ms())
        self.view = view
        self._publish(TunnelChanged(view))

"""The services on a plain asyncio loop: in a thread of their own under the window, or on the main thread."""

import asyncio
import concurrent.futures
import contextlib
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from services.api import Services
from services.core.bus import Bus
from services.core.stall import StallWatch
from services.core.tasks import Supervisor
from services.domain.changes import Notice


class Running(Protocol):
    """The open services, as ``app.container.open_services`` yields them."""

    @property
    def services(self) -> Services:
        """The façade."""
        ...

    @property
    def bus(self) -> Bus:
        """Where facts come back."""
        ...

    @property
    def hooks_url(self) -> str | None:
        """Where gateways post to; None while nothing listens."""
        ...

    @property
    def api_url(self) -> str | None:
        """Where the local API answers; None while it does not."""
        ...

    @property
    def supervisor(self) -> Supervisor:
        """The background jobs."""
        ...

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Those of the start."""
        ...


# everything is bound already; calling it may take long (it imports), entering what it returns opens the
# services on the running loop, leaving it closes them
Opener = Callable[[], AbstractAsyncContextManager[Running]]


async def serve_until(opener: Opener, started: Callable[[Running], None], stop: asyncio.Event) -> None:
    """Open the services, say so, keep them until ``stop`` is set, close them."""
    # a task, not a supervised job: it watches the supervisor's own closing as well
    watch = asyncio.get_running_loop().create_task(StallWatch("the services' loop").run())
    try:
        async with opener() as running:
            started(running)
            await stop.wait()
    finally:
        watch.cancel()
        await asyncio.wait((watch,))


OnError = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]


class ServicesThread:
    """Runs ``serve_until`` on a loop of its own in a thread. Its methods are for the other threads."""

    def __init__(self, opener: Opener, *, on_error: OnError | None = None) -> None:
        self._opener = opener
        self._stop = asyncio.Event()
        # made here, so that the window can hold on to it before the services are open
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(on_error)
        self.started: concurrent.futures.Future[Running] = concurrent.futures.Future()
        # its result is what ended them before their time, None when they were stopped
        self.ended: concurrent.futures.Future[BaseException | None] = concurrent.futures.Future()
        # a daemon: a stop that does not come to an end must not keep the process
        self._thread = threading.Thread(target=self._main, name="services", daemon=True)

    def start(self) -> None:
        """Begin to open the services; ``started`` tells when they are open, or why they are not."""
        self._thread.start()

    def request_stop(self) -> None:
        """Ask for the end; ``ended`` tells when it is reached. Idempotent, also while they open."""
        with contextlib.suppress(RuntimeError):  # ended already
            self.loop.call_soon_threadsafe(self._stop.set)

    def join(self, deadline_s: float) -> bool:
        """Wait for the thread; whether it has ended by the deadline."""
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _main(self) -> None:
        error: BaseException | None = None
        try:
            with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
                runner.run(self._serve())
        except BaseException as raised:  # noqa: BLE001 - handed to who waits on the other thread
            error = raised
        self.ended.set_result(error)

    async def _serve(self) -> None:
        try:
            # what was asked for before the start is begun with first, two turns of the loop do that;
            # then the slow imports run beside the loop, not on it
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            opened = await asyncio.to_thread(self._opener)
            await serve_until(lambda: opened, self.started.set_result, self._stop)
        except BaseException as error:
            # told before the loop is closed, which cancels everybody who waits for it here
            if not self.started.done():
                self.started.set_exception(error)
            raise

"""`balcao serve`: the services on the main thread, without a window and without Qt."""

import asyncio
import contextlib
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TextIO

from app.excepthooks import loop_handler
from app.groundwork import Groundwork
from app.lifecycle import Lifecycle, Stage, Watchdog
from app.services_thread import Opener, Running, serve_until
from services.domain.errors import AppError

_log = logging.getLogger(__name__)

_CLOSE_S = 9.0


def run(ground: Groundwork, opener: Opener, output: TextIO | None) -> int:
    """Serve until SIGTERM or SIGINT; prints the ready line on ``output``. Returns the exit code."""
    lifecycle = Lifecycle(Watchdog(ground.stacks))
    code = asyncio.run(_serve(ground, opener, lifecycle, lambda running: _say_ready(running, output)))
    lifecycle.finished()
    return code


def _say_ready(running: Running, output: TextIO | None) -> None:
    line = json.dumps({"ready": True, "hooks": running.hooks_url, "api": running.api_url})
    # whoever started it may not listen
    with contextlib.suppress(OSError, ValueError):
        if output is not None:
            output.write(f"{line}\n")
            output.flush()
    _log.info("ready: hooks %s, api %s", running.hooks_url, running.api_url)


async def _serve(
    ground: Groundwork, opener: Opener, lifecycle: Lifecycle, ready: Callable[[Running], None]
) -> int:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(loop_handler(ground.reports))
    stop = asyncio.Event()
    task = loop.create_task(serve_until(opener, ready, stop), name="services")
    task.add_done_callback(lambda _: lifecycle.request_stop("the services ended"))

    async def close() -> None:
        stop.set()
        await asyncio.wait((task,))

    with _signals(loop, lifecycle):
        late = await lifecycle.run([Stage("services", _CLOSE_S, close)])
    if not late:
        ground.mark.clear()
    error = None if late or task.cancelled() else task.exception()
    if isinstance(error, AppError):
        _log.error("the services could not be opened: %s %s", error.code, error.text)
    elif error is not None:
        ground.reports.record("the services failed", error)
    return 1 if late or error is not None else 0


@contextlib.contextmanager
def _signals(loop: asyncio.AbstractEventLoop, lifecycle: Lifecycle) -> Iterator[None]:
    """Let the signals that end a program ask for the end instead."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        numbers.append(signal.SIGBREAK)
    before = {}
    for number in numbers:
        try:
            loop.add_signal_handler(number, lifecycle.request_stop, number.name)
        except NotImplementedError:
            # Windows: the loop is woken by the interpreter's own wake-up socket
            before[number] = signal.signal(number, _asking(lifecycle))
    try:
        yield
    finally:
        for number in numbers:
            if number in before:
                signal.signal(number, before[number])
            else:
                loop.remove_signal_handler(number)


def _asking(lifecycle: Lifecycle) -> Callable[[int, FrameType | None], None]:
    return lambda number, frame: lifecycle.request_stop(signal.Signals(number).name)

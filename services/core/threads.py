"""Calls that may never come back, on threads that nobody waits for at the end."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def start(
    name: str, call: Callable[[], T], *, back: Callable[[], None] = lambda: None
) -> "asyncio.Future[T]":
    """Run ``call`` on a daemon thread of its own; the future gets what it returns or raises.

    ``back`` is told, on the loop, that the call has come back, also where nobody waits for it any more.

    The loop's own executor would make the program's end wait for a call that hangs.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        back()
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work(tell: Callable[[T | None, BaseException | None], None]) -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = call()
        except Exception as raised:  # noqa: BLE001 - handed to who waits
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop may be gone by now
            loop.call_soon_threadsafe(tell, result, error)
        # an error keeps this frame: were the future known here, both and what the call left open would keep one another
        del tell, error

    threading.Thread(target=work, args=(settle,), name=name, daemon=True).start()
    # an error that comes after everybody has stopped waiting is no news
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    return future

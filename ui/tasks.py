"""The only crossing from the window to the services: their coroutines run on their own loop, elsewhere."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from services.domain.errors import AppError

T = TypeVar("T")


class Call:
    """One coroutine on its way; ``cancel()`` gives it up, nothing is called back afterwards."""

    def __init__(
        self,
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[AppError], None] | None,
        busy: QWidget | None,
        keep: bool,
    ) -> None:
        self.owner = owner
        self.done = done
        self.failed = failed
        self.busy = busy
        self.focus_went_to: QWidget | None = None
        self.keep = keep
        self.abandoned = False
        self.future: Future[Any] | None = None

    def cancel(self) -> None:
        """Give it up; a call started with ``keep`` runs to its end, unheard."""
        self.abandoned = True
        if self.future is not None and not self.keep:
            self.future.cancel()


class Crossing(QObject):
    """Starts services' coroutines for the window and brings their results back to the GUI thread.

    ``loop`` is the services' loop, running in another thread. An ``AppError`` nobody handles is
    emitted as ``error_raised``; anything else is a bug and goes to ``on_crash``.
    """

    error_raised = Signal(object)
    _settled = Signal(object)

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        on_crash: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._loop = loop
        self._on_crash = on_crash
        self._calls: set[Call] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)

    def spawn(
        self,
        owner: QObject,
        coro: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
        busy: QWidget | None = None,
        keep: bool = False,
    ) -> Call:
        """Run ``coro`` on the services' loop; its life is tied to ``owner``.

        ``done`` gets the result and ``failed`` an AppError, both on the GUI thread and only while
        ``owner`` lives; ``busy`` is disabled meanwhile. ``keep`` is for writes that must be finished
        even if the owner is gone.
        """
        call = Call(owner, done, failed, busy, keep)
        if self._loop.is_closed():
            coro.close()
            return call
        if busy is not None:
            had_focus = busy.hasFocus()
            busy.setEnabled(False)
            call.focus_went_to = QApplication.focusWidget() if had_focus else None
        call.future = asyncio.run_coroutine_threadsafe(coro, self._loop)
        self._calls.add(call)
        owner.destroyed.connect(call.cancel)
        call.future.add_done_callback(lambda _future: self._report(call))
        return call

    async def call(self, coro: Coroutine[Any, Any, T]) -> T:
        """Await a services' coroutine from a coroutine of the window; raises what it raises."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coro, self._loop))

    def start(self, owner: QObject, coro: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine of the window itself (one that asks in a dialog, say) while ``owner`` lives."""
        task = asyncio.get_running_loop().create_task(coro)
        self._tasks.add(task)
        owner.destroyed.connect(task.cancel)

        def ended(finished: asyncio.Task[None]) -> None:
            self._tasks.discard(finished)
            if isValid(owner):
                owner.destroyed.disconnect(task.cancel)
            error = None if finished.cancelled() else finished.exception()
            if error is not None:
                self._tell(error)

        task.add_done_callback(ended)

    @property
    def pending(self) -> int:
        """How many calls are under way."""
        return len(self._calls) + len(self._tasks)

    def _report(self, call: Call) -> None:
        try:
            self._settled.emit(call)
        except RuntimeError:  # the window went first
            self._calls.discard(call)

    @Slot(object)
    def _on_settled(self, call: Call) -> None:
        self._calls.discard(call)
        alive = isValid(call.owner)
        if alive:
            call.owner.destroyed.disconnect(call.cancel)
        if call.busy is not None and isValid(call.busy):
            call.busy.setEnabled(True)
            # Qt gave the keyboard to a neighbour, which a person did not ask for
            if call.focus_went_to is not None and QApplication.focusWidget() is call.focus_went_to:
                call.busy.setFocus()
        future = call.future
        if future is None or future.cancelled():
            return
        error = future.exception()
        unheard = call.abandoned or not alive
        if error is None:
            if call.done is not None and not unheard:
                call.done(future.result())
        elif isinstance(error, AppError) and call.failed is not None:
            if not unheard:
                call.failed(error)
        elif not (unheard and isinstance(error, AppError)):
            self._tell(error)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.error_raised.emit(error)
        else:
            self._on_crash(error)

"""The services as the window may hold them before they are open: calls wait, or are answered by a glance."""

import asyncio
import concurrent.futures
from collections.abc import Callable
from typing import Any, cast

from app.services_thread import Running
from services.api import Services
from services.domain.errors import AppError, StorageProblem

# what is asked at once, not awaited, and its answer while nothing is open
_AT_ONCE: dict[str, object] = {
    "demo.running": False,
    "instances.hook_url": None,
    "instances.dashboard_url": None,
    "instances.capabilities": (),
    "messages.file": None,
    "preferences.get": None,
    "preferences.fixed": False,
}


# looks up (call, keyword arguments) while nothing is open; NOTHING where it has to wait
Look = Callable[[str, dict[str, object]], object]
NOTHING = object()


class _Part:
    def __init__(self, name: str, opened: "concurrent.futures.Future[Running]", look: Look) -> None:
        self._name = name
        self._opened = opened
        self._look = look

    def __getattr__(self, method: str) -> Callable[..., Any]:
        whole = f"{self._name}.{method}"
        if self._opened.done() and self._opened.exception() is None:
            return cast(Callable[..., Any], getattr(getattr(self._opened.result().services, self._name), method))
        if whole in _AT_ONCE:
            return lambda *args, **kwargs: _AT_ONCE[whole]

        async def call(*args: object, **kwargs: object) -> Any:
            if not self._opened.done() and not args:
                seen = self._look(whole, kwargs)
                if seen is not NOTHING:
                    return seen
            try:
                # shielded: giving up one call must not cancel the opening for all
                running = await asyncio.shield(asyncio.wrap_future(self._opened))
            except AppError:
                raise
            except Exception as error:  # noqa: BLE001 - recorded by whoever opened them
                raise StorageProblem(str(error)) from None
            return await getattr(getattr(running.services, self._name), method)(*args, **kwargs)

        return call


class _Later:
    def __init__(self, opened: "concurrent.futures.Future[Running]", look: Look) -> None:
        self._opened = opened
        self._look = look

    def __getattr__(self, name: str) -> _Part:
        return _Part(name, self._opened, self._look)


def services_later(
    opened: "concurrent.futures.Future[Running]", look: Look = lambda _call, _arguments: NOTHING
) -> Services:
    """The façade over services that ``opened`` will hold; calls raise its AppError if it fails.

    ``look`` may answer for them before; it is called on the services' loop.
    """
    return cast(Services, _Later(opened, look))


class BusLater:
    """A bus to subscribe to before there is one: the subscribers hear the one that opens later."""

    def __init__(self) -> None:
        self._subscribers: list[tuple[type[Any], Callable[[Any], None]]] = []

    def subscribe(self, topic: type[Any], function: Callable[[Any], None]) -> Callable[[], None]:
        """Call ``function`` with every object of this class; returns the undo."""
        subscriber = (topic, function)
        self._subscribers.append(subscriber)

        def undo() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return undo

    def attach_to(self, opened: "concurrent.futures.Future[Running]") -> None:
        """Pass on what the real bus publishes from the moment it is there."""
        opened.add_done_callback(self._on_opened)

    def _on_opened(self, opened: "concurrent.futures.Future[Running]") -> None:
        # called on the services' loop, before it goes on, so nothing published after is missed
        if opened.cancelled() or opened.exception() is not None:
            return
        for topic in {topic for topic, _ in self._subscribers}:
            opened.result().bus.subscribe(topic, self._pass_on)
        for notice in opened.result().notices:
            self._pass_on(notice)

    def _pass_on(self, fact: object) -> None:
        for topic, function in tuple(self._subscribers):
            if topic is type(fact):
                function(fact)

"""In-process publish/subscribe on the services' loop; topics are classes."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Bus:
    """Synchronous subscribers, called in order; one that raises is logged and harms nobody.

    What is published while publishing waits its turn, so everybody sees facts in the same order.
    """

    def __init__(self) -> None:
        self._subscribers: dict[type, list[Callable[[Any], None]]] = {}
        self._waiting: deque[object] = deque()
        self._publishing = False

    def subscribe(self, topic: type[T], function: Callable[[T], None]) -> Callable[[], None]:
        """Call ``function`` with every published object of exactly this class; returns the undo."""
        functions = self._subscribers.setdefault(topic, [])
        functions.append(function)

        def unsubscribe() -> None:
            if function in functions:
                functions.remove(function)

        return unsubscribe

    def publish(self, fact: object) -> None:
        """Hand a frozen fact to its subscribers. Call on the services' loop only."""
        self._waiting.append(fact)
        if self._publishing:
            return
        self._publishing = True
        try:
            while self._waiting:
                current = self._waiting.popleft()
                functions = self._subscribers.get(type(current), [])
                for function in tuple(functions):
                    if function not in functions:
                        continue  # it left while the others were told
                    try:
                        function(current)
                    except Exception:  # noqa: BLE001 - a broken subscriber must not stop the others
                        _log.exception("a subscriber of %s failed", type(current).__name__)
        finally:
            self._publishing = False

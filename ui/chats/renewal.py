"""Asking for the conversations that changed, no more often than anybody can read."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from services.api import Services
from services.domain.ids import ChatId
from services.domain.models import ChatView
from ui.tasks import Crossing

# to ask for so many would cost more than to begin anew
_MOST = 20_000
# nobody reads a list that changes more often, and each change of order paints all of it
REST_MS = 150

Ids = tuple[ChatId, ...]


class Renewal(QObject):
    """One request at a time, and a rest between two: what changes meanwhile is asked for together afterwards.

    ``take`` is given what came and the ids that were asked for. ``too_many`` begins anew instead and says which are to be
    asked for all the same.
    """

    def __init__(
        self,
        services: Services,
        crossing: Crossing,
        take: Callable[[tuple[ChatView, ...], Ids], None],
        too_many: Callable[[Ids], Ids],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing
        self._take, self._too_many = take, too_many
        self._waiting: set[ChatId] = set()
        self._asking = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)

    def want(self, ids: Iterable[ChatId]) -> None:
        """Ask for these, now or with the next request."""
        self._waiting.update(ids)
        self._ask()

    def _ask(self) -> None:
        if self._asking or self._rest.isActive() or not self._waiting:
            return
        ids = tuple(self._waiting)
        self._waiting.clear()
        if len(ids) > _MOST:
            ids = self._too_many(ids)
        self._asking = True
        self._crossing.spawn(
            self, self._services.chats.get(ids), done=self._answer_for(ids), failed=lambda _error: self._answered()
        )

    def _answer_for(self, ids: Ids) -> Callable[[tuple[ChatView, ...]], None]:
        def answer(views: tuple[ChatView, ...]) -> None:
            self._take(views, ids)
            self._answered()

        # in a turn of its own: the open chat's messages come at the same time, and both painted at once is a long frame
        return lambda views: QTimer.singleShot(0, self, lambda: answer(views))

    def _answered(self) -> None:
        self._asking = False
        self._rest.start()

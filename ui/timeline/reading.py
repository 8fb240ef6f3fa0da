"""Saying that a conversation was read: at once where it was quiet, else once for all that came meanwhile."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer

from services.domain.ids import ChatId
from ui.tasks import Crossing

_MARKING_MS = 300


class Reading(QObject):
    """``mark`` is called for each chat that was read; each call is a write to the disk."""

    def __init__(self, parent: QObject, crossing: Crossing, mark: Callable[[ChatId], Coroutine[Any, Any, None]]) -> None:
        super().__init__(parent)
        self._crossing, self._mark = crossing, mark
        self._chat: ChatId | None = None
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MARKING_MS)
        self._timer.timeout.connect(self._mark_rest)

    def read(self, chat: ChatId) -> None:
        """All of a chat was seen."""
        if self._timer.isActive() and self._chat == chat:
            self._again = True
            return
        self._mark_rest()
        self._chat, self._again = chat, True
        self._mark_rest()

    def _mark_rest(self) -> None:
        if self._again and self._chat is not None:
            self._again = False
            self._crossing.spawn(self, self._mark(self._chat), keep=True)
            self._timer.start()

"""Who types in which conversation just now; each is forgotten after six seconds."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from services.domain.changes import Presence
from services.domain.events import PresenceState
from services.domain.ids import ChatId

PRESENCE_MS = 6000
_BUSY = (PresenceState.TYPING, PresenceState.RECORDING)


class Typing(QObject):
    """``changed`` carries the id of a chat in which somebody began or ended."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now: dict[ChatId, tuple[Presence, QTimer]] = {}

    def of(self, chat_id: ChatId) -> Presence | None:
        """What is done there now."""
        known = self._now.get(chat_id)
        return known[0] if known is not None else None

    def take(self, presence: Presence) -> None:
        """Somebody types or records, or no longer."""
        if presence.state not in _BUSY:
            self._forget(presence.chat_id)
            return
        known = self._now.get(presence.chat_id)
        timer = known[1] if known is not None else QTimer(self, singleShot=True, interval=PRESENCE_MS)
        if known is None:
            timer.timeout.connect(partial(self._forget, presence.chat_id))
        timer.start()
        self._now[presence.chat_id] = (presence, timer)
        if known is None or known[0] != presence:
            self.changed.emit(presence.chat_id)

    def _forget(self, chat_id: ChatId) -> None:
        known = self._now.pop(chat_id, None)
        if known is not None:
            known[1].stop()
            known[1].deleteLater()
            self.changed.emit(chat_id)

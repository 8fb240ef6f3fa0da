"""How many messages nobody has read yet."""

from PySide6.QtCore import QObject, QTimer, Signal

from services.api import Services
from services.domain.changes import ChangeSet
from ui.bridge import Bridge
from ui.tasks import Crossing

# nobody reads a number that changes more often, and the title, the tray and the dock are drawn with it
REST_MS = 300


class Unread(QObject):
    """Counts anew when conversations change, with a rest between two; ``changed`` carries another number."""

    changed = Signal(int)

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing
        self.messages = 0
        self._counting = self._count_again = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rested)
        bridge.changed.connect(self._on_bridge_changed)

    def count(self) -> None:
        """Ask the services; what is asked meanwhile is asked once more afterwards."""
        if self._counting or self._rest.isActive():
            self._count_again = True
            return
        self._counting = True
        self._crossing.spawn(self, self._services.chats.totals(), done=self._on_totals)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.chats or changes.chats_merged:
            self.count()

    def _on_totals(self, totals: tuple[int, int]) -> None:
        self._counting = False
        self._rest.start()
        if totals[0] != self.messages:
            self.messages = totals[0]
            self.changed.emit(self.messages)

    def _on_rested(self) -> None:
        if self._count_again:
            self._count_again = False
            self.count()

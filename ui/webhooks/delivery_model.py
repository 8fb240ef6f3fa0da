"""The deliveries as a table, newest first, paged."""

from datetime import date
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from services.domain.ids import InstanceId
from services.domain.models import DeliveryState, DeliveryView, Page
from ui import formats
from ui.messages import delivery_words
from ui.theme import Look

MAX_ROWS = 1000
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """What a column shows."""

    STATE = 0
    TIME = 1
    NUMBER = 2
    PROVIDER = 3
    EVENT = 4
    SIZE = 5
    ERROR = 6


_TONES = {
    DeliveryState.NEW: "warning",
    DeliveryState.DONE: "success",
    DeliveryState.BAD: "danger",
    DeliveryState.PARKED: "info",
}


class DeliveryModel(QAbstractTableModel):
    """Holds DeliveryViews. ``page_requested`` carries the cursor of the page that follows."""

    page_requested = Signal(str)

    def __init__(self, look: Look, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock
        self._items: list[DeliveryView] = []
        self._numbers: dict[InstanceId, str] = {}
        self._providers: dict[str, str] = {}
        self._next: str | None = None
        self._asked = False

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many are loaded."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Seven."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = {
            Column.STATE: self.tr("State"),
            Column.TIME: self.tr("Time"),
            Column.NUMBER: self.tr("Number"),
            Column.PROVIDER: self.tr("Gateway"),
            Column.EVENT: self.tr("Event"),
            Column.SIZE: self.tr("Size"),
            Column.ERROR: self.tr("Error"),
        }
        return names[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item, column = self._items[index.row()], Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(item, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            name = _TONES[item.state] if column is Column.STATE else "danger" if column is Column.ERROR else "text"
            return QColor(str(getattr(self._look.colours, name)))
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.SIZE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more and there is room."""
        return not parent.isValid() and self._next is not None and not self._asked and len(self._items) < MAX_ROWS

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.page_requested.emit(self._next)

    def delivery(self, row: int) -> DeliveryView | None:
        """The one in a row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def names(self, numbers: dict[InstanceId, str], providers: dict[str, str]) -> None:
        """What instances and providers are called."""
        self._numbers, self._providers = numbers, providers
        if self._items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._items) - 1, len(Column) - 1))

    def reset(self, page: Page[DeliveryView]) -> None:
        """Begin anew. Where only new ones came on top, they are put there and nothing else moves."""
        known = {item.id: at for at, item in enumerate(self._items)}
        fresh = [item for item in page.items if item.id not in known]
        head = len(fresh)
        same = [item.id for item in page.items[head:]] == [i.id for i in self._items[: len(page.items) - head]]
        if self._items and same and fresh == list(page.items[:head]) and head < len(page.items):
            if fresh:
                self.beginInsertRows(_ROOT, 0, head - 1)
                self._items[0:0] = fresh
                self.endInsertRows()
            self._items[head : len(page.items)] = page.items[head:]
            self.dataChanged.emit(self.index(0, 0), self.index(len(page.items) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._items, self._next, self._asked = list(page.items), page.next, False
        self.endResetModel()

    def append(self, page: Page[DeliveryView]) -> None:
        """The page asked for."""
        self._asked, self._next = False, page.next
        known = {item.id for item in self._items}
        fresh = [item for item in page.items if item.id not in known]
        if fresh:
            self.beginInsertRows(_ROOT, len(self._items), len(self._items) + len(fresh) - 1)
            self._items.extend(fresh)
            self.endInsertRows()

    def replace(self, item: DeliveryView) -> None:
        """This one changed."""
        for at, old in enumerate(self._items):
            if old.id == item.id:
                self._items[at] = item
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(Column) - 1))

    def _today(self) -> date:
        return formats.local_day(int(self._clock() * 1000))

    def _cell(self, item: DeliveryView, column: Column) -> str:
        if column is Column.STATE:
            return delivery_words(item.state)
        if column is Column.TIME:
            day = formats.local_day(item.received_at_ms)
            clock = formats.seconds(item.received_at_ms)
            return clock if day == self._today() else f"{formats.day_name(day, self._today())}, {clock}"
        if column is Column.NUMBER:
            return self._numbers.get(item.instance_id, "") if item.instance_id is not None else ""
        if column is Column.PROVIDER:
            return self._providers.get(item.provider, item.provider) if item.provider else ""
        if column is Column.EVENT:
            return formats.one_line(item.event or item.path, 120)
        if column is Column.SIZE:
            return formats.size(item.size)
        return formats.one_line(item.error or "", 200)

"""Rows that come page after page as somebody scrolls."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Signal

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
T = TypeVar("T")


class PagedModel(QAbstractListModel, Generic[T]):
    """Holds the loaded rows. ``page_requested`` asks for what follows the cursor it carries."""

    page_requested = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[T] = []
        self._next: str | None = None
        self._asked = False

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list goes on."""
        return not parent.isValid() and self._next is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.page_requested.emit(self._next)

    def page_failed(self) -> None:
        """It did not come; scrolling asks again."""
        self._asked = False

    def item(self, row: int) -> T | None:
        """What is in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _begin(self, rows: Sequence[T], following: str | None) -> None:
        """Hold these alone."""
        self.beginResetModel()
        self._rows = list(rows)
        self._next = following
        self._asked = False
        self.endResetModel()

    def _go_on(self, rows: Sequence[T], following: str | None) -> None:
        """Hold these, too."""
        self._asked = False
        self._next = following
        if rows:
            first = len(self._rows)
            self.beginInsertRows(ROOT, first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

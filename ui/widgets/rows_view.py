"""A list whose rows are all alike in height: what it costs follows what is in sight, not how many rows there are."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_Hint = QAbstractItemView.ScrollHint
_AHEAD = 2  # screens


class RowsView(QListView):
    """A QListView that works out places instead of laying out every row, which takes it half a second for 50 thousand.

    ``key_typed`` carries what was typed over it. More rows are asked for two screens before the end.
    """

    key_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._high = 0
        super().__init__(parent)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def row_height(self) -> int:
        """Of every row, as the delegate has it for the first one."""
        if not self._high:
            model = self.model()
            if model is None or not model.rowCount():
                return 1
            option = QStyleOptionViewItem()
            self._high = max(1, self.itemDelegate().sizeHint(option, self._index(0)).height())
        return self._high

    def forget_height(self) -> None:
        """The rows are of another size now."""
        self._high = 0
        self.scheduleDelayedItemsLayout()

    def doItemsLayout(self) -> None:
        """Nothing is laid out: only how far one can scroll."""
        self.updateGeometries()
        self.viewport().update()
        self._want_more()

    def updateGeometries(self) -> None:
        """How far one can scroll."""
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(seen)
        bar.setRange(0, max(0, self._rows() * self.row_height() - seen))

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Never sideways."""
        return 0

    def visualRect(self, index: Index) -> QRect:
        """Where a row is."""
        if not index.isValid():
            return QRect()
        high = self.row_height()
        return QRect(0, index.row() * high - self.verticalOffset(), self.viewport().width(), high)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a place."""
        row = (point.y() + self.verticalOffset()) // self.row_height()
        return self._index(row) if 0 <= row < self._rows() else QModelIndex()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:
        """Bring a row into sight."""
        if not index.isValid():
            return
        bar, high, seen = self.verticalScrollBar(), self.row_height(), self.viewport().height()
        self.updateGeometries()
        top = index.row() * high
        if hint is _Hint.PositionAtTop or (hint is _Hint.EnsureVisible and top < bar.value()):
            bar.setValue(top)
        elif hint is _Hint.PositionAtBottom or (hint is _Hint.EnsureVisible and top + high > bar.value() + seen):
            bar.setValue(top + high - seen)
        elif hint is _Hint.PositionAtCenter:
            bar.setValue(top + high // 2 - seen // 2)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where the arrows lead."""
        acts, here, last = QAbstractItemView.CursorAction, self.currentIndex().row(), self._rows() - 1
        if last < 0:
            return QModelIndex()
        page = max(1, self.viewport().height() // self.row_height() - 1)
        to = {
            acts.MoveUp: here - 1, acts.MovePrevious: here - 1, acts.MoveDown: here + 1, acts.MoveNext: here + 1,
            acts.MovePageUp: here - page, acts.MovePageDown: here + page, acts.MoveHome: 0, acts.MoveEnd: last,
        }.get(action, here)  # fmt: skip
        return self._index(min(max(to, 0), last))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows that a rectangle touches."""
        area = rect.normalized().translated(0, self.verticalOffset())
        high, last = self.row_height(), self._rows() - 1
        first, end = max(0, area.top() // high), min(last, area.bottom() // high)
        chosen = QItemSelection(self._index(first), self._index(end)) if first <= end else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        """All that is in sight: it is painted from pictures that are kept."""
        return QRegion(self.viewport().rect())

    def isIndexHidden(self, _index: Index) -> bool:
        """None is."""
        return False

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew, and ask for more in time."""
        self.viewport().update()
        self._want_more()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row; the right button is for the menu alone, which chooses nothing."""
        if event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of it."""
        if event.button() is not Qt.MouseButton.RightButton:
            super().mouseReleaseEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """What is typed is for whoever finds; Qt would read every row here."""
        if search.strip():
            self.key_typed.emit(search)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight."""
        rows, high, offset = self._rows(), self.row_height(), self.verticalOffset()
        first = max(0, (event.rect().top() + offset) // high)
        last = min(rows - 1, (event.rect().bottom() + offset) // high)
        if first > last:
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain: QStyle.StateFlag = option.state & ~(_State.State_HasFocus | _State.State_Selected | _State.State_MouseOver)
        viewport, chosen = self.viewport(), self.selectionModel()
        under = self.indexAt(viewport.mapFromGlobal(self.cursor().pos())) if viewport.underMouse() else QModelIndex()
        current = self.currentIndex().row() if self.hasFocus() else -1
        painter = QPainter(viewport)
        for row in range(first, last + 1):
            index, state = self._index(row), plain
            if chosen.isSelected(index):
                state |= _State.State_Selected
            if row == current:
                state |= _State.State_HasFocus
            if under.isValid() and under.row() == row:
                state |= _State.State_MouseOver
            option.state = state
            option.rect = QRect(0, row * high - offset, viewport.width(), high)
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def _rows(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0

    def _index(self, row: int) -> QModelIndex:
        return self.model().index(row, 0)

    def _want_more(self) -> None:
        bar, model = self.verticalScrollBar(), self.model()
        root = self.rootIndex()
        if bar.value() > bar.maximum() - _AHEAD * self.viewport().height() and model.canFetchMore(root):
            model.fetchMore(root)

"""A list of rows with an exact layout of our own under QListView's selection, keys and accessibility.

QListView's own layout asks the size of every row at every insertion. Here each row is measured once,
tops are kept as running sums, and what is on screen stays where it is when rows come or go above it.
"""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.timeline.layout import BOTTOM_PAD, TOP_PAD, Held, Key, RowLayout
from ui.timeline.model import TimelineModel
from ui.timeline.moving import move_painted
from ui.timeline.rows import Row, RowKind

NEAR_END = 24
_WIDE = 980
_OVER = 3


class Surface(QListView):
    """Rows of a TimelineModel one below the other; those who draw them say how high each one is."""

    def __init__(self, model: TimelineModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._model = model
        self._layout = RowLayout()
        self._held: Held | None = None
        self._seen: dict[Key, tuple[Row, QRect]] = {}
        self._stick = True
        self._moving = False
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAutoScroll(False)
        # its place is kept, so that nothing moves when it comes, and it is not drawn with nothing to scroll
        bar = self.verticalScrollBar()
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        # all of it is painted: so what is scrolled is moved, and only what comes into sight is drawn
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        model.modelReset.connect(self._on_model_reset)
        model.changing.connect(self._on_model_changing)
        model.changed.connect(self._on_model_changed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.dataChanged.connect(self._on_data_changed)

    # ------------------------------------------------------------------ for those who draw

    def _height(self, row: Row) -> float:
        """How high a row is at the present width."""
        raise NotImplementedError

    def _after_move(self) -> None:
        """The rows in sight are others now."""
        raise NotImplementedError

    def _width(self) -> int:
        return min(self.viewport().width(), _WIDE)

    # ------------------------------------------------------------------ where it is

    def at_bottom(self) -> bool:
        """Whether the newest loaded row is in sight (within a few pixels)."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - NEAR_END

    def to_bottom(self) -> None:
        """Go to the newest loaded row and stay there."""
        self._stick = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def to_top(self) -> None:
        """Go to the oldest loaded row."""
        self.verticalScrollBar().setValue(0)

    def show_row(self, row: int, share: float = 0.25) -> None:
        """Scroll so that a row's top is ``share`` of the height below the upper edge."""
        self._stick = False
        self.verticalScrollBar().setValue(round(self._layout.top(row) - share * self.viewport().height()))

    def _layout_all(self) -> None:
        held = self._hold()
        self._reset_layout()
        self._seen.clear()
        self._settle(held)

    def _reset_layout(self) -> None:
        rows = self._model.rows
        heights = [self._height(row) for row in rows]
        self._layout.reset([row.key for row in rows], heights, self.viewport().height())

    def _hold(self) -> Held:
        """What is in sight, before it may move."""
        rows, fits = self._model.rows, len(self._model.rows) == len(self._layout)
        self._seen = {rows[at].key: (rows[at], self._rect(at)) for at in self._rows_within(self.viewport().rect()) if fits}
        return self._layout.hold(self.verticalScrollBar().value(), self.viewport().height())

    def _settle(self, held: Held) -> None:
        """Fit the scroll bar to the rows, and put what was in sight back where it was (or stay at the end)."""
        bar, view = self.verticalScrollBar(), self.viewport().height()
        self._moving = True
        bar.setPageStep(view)
        bar.setSingleStep(40)
        bar.setRange(0, max(0, self._layout.total - view))
        place = self._layout.scroll_for(held)
        if self._stick:
            bar.setValue(bar.maximum())
        elif place is not None:
            bar.setValue(round(place))
        self._moving = False
        self._paint_moved()
        self._after_move()

    def _paint_moved(self) -> None:
        """Move what is painted already and draw the rest, where all that stays moved alike; else draw all."""
        seen, self._seen = self._seen, {}
        area = self.viewport().rect()
        shifts: set[int] = set()
        kept, others = QRegion(), QRegion()
        for at in self._rows_within(area):
            row, rect = self._model.rows[at], self._rect(at)
            before = seen.get(row.key)
            if before is not None and before[0] is row and before[1].size() == rect.size():
                shift = rect.top() - before[1].top()
                shifts.add(shift)
                kept += self._band(before[1]).intersected(area).translated(0, shift)
            else:
                others += self.touched(rect)
        if len(shifts) != 1:
            self.viewport().update()
            return
        shift = shifts.pop()
        if shift:
            move_painted(self, shift)
        self.viewport().update(QRegion(area) - (kept - others))

    def _band(self, rect: QRect) -> QRect:
        """A row's rectangle from edge to edge of the viewport."""
        return QRect(0, rect.top(), self.viewport().width(), rect.height())

    def touched(self, rect: QRect) -> QRect:
        """All that a row may paint on: shadows and the ring of the current one reach over its edges."""
        return self._band(rect).adjusted(0, -_OVER, 0, _OVER)

    def _rows_within(self, area: QRect) -> range:
        """The rows that a part of the viewport shows."""
        scroll, count = self.verticalScrollBar().value(), len(self._layout)
        first = max(0, self._layout.row_at(area.top() + scroll))
        return range(first, min(count, self._layout.row_at(area.bottom() + scroll) + 1))

    def _rect(self, row: int) -> QRect:
        scroll = self.verticalScrollBar().value()
        left = (self.viewport().width() - self._width()) // 2
        return QRect(left, round(self._layout.top(row) - scroll), self._width(), int(self._layout.heights[row]))

    # ------------------------------------------------------------------ the model changes

    def _on_model_reset(self) -> None:
        self._reset_layout()
        self._stick = not self._model.has_newer
        self._settle(())

    def _on_model_changing(self) -> None:
        self._held = self._hold()

    def _on_model_changed(self) -> None:
        held, self._held = self._held or (), None
        self._settle(held)

    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        fresh = self._model.rows[first : last + 1]
        self._layout.insert(first, [row.key for row in fresh], [self._height(row) for row in fresh])

    def _on_rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._layout.remove(first, last)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        held = self._hold() if self._held is None else ()
        news = False
        for at in range(first.row(), last.row() + 1):
            news = self._layout.resize(at, self._height(self._model.rows[at])) or news
            self.viewport().update(self.touched(self._rect(at)))
        if news and self._held is None:
            self._settle(held)

    # ------------------------------------------------------------------ what QListView would do itself

    def doItemsLayout(self) -> None:
        """Nothing: rows are laid out as they come."""

    def updateGeometries(self) -> None:
        """Nothing: ``_settle`` sets the scroll bar."""

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Where a row is in the viewport, also outside of what is seen."""
        if not index.isValid() or index.row() >= len(self._layout):
            return QRect()
        return self._rect(index.row())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row under a point."""
        at = self._layout.row_at(point.y() + self.verticalScrollBar().value())
        return self._model.index(at) if 0 <= at < len(self._layout) else QModelIndex()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into sight with the smallest move."""
        if not index.isValid() or index.row() >= len(self._layout):
            return
        bar, rect = self.verticalScrollBar(), self._rect(index.row())
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - self.viewport().height() // 2)
        elif rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - TOP_PAD)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + min(rect.top(), rect.bottom() - self.viewport().height() + BOTTOM_PAD))

    def horizontalOffset(self) -> int:
        """Never scrolled sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Never."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Up and down go from message to message, page keys by what fits on screen."""
        actions = QAbstractItemView.CursorAction
        rows = self._model.rows
        current = self.currentIndex().row()
        if not rows:
            return QModelIndex()
        if action is actions.MoveHome:
            return self._message_from(0, 1)
        if action is actions.MoveEnd:
            return self._message_from(len(rows) - 1, -1)
        if current < 0:
            return self._message_from(len(rows) - 1, -1)
        if action in (actions.MoveUp, actions.MovePrevious, actions.MoveLeft):
            return self._message_from(current - 1, -1)
        if action in (actions.MoveDown, actions.MoveNext, actions.MoveRight):
            return self._message_from(current + 1, 1)
        page = self.viewport().height() * (-1 if action is actions.MovePageUp else 1)
        at = self._layout.row_at(self._layout.top(current) + page)
        return self._message_from(min(max(at, 0), len(rows) - 1), 1 if page < 0 else -1)

    def _message_from(self, row: int, by: int) -> QModelIndex:
        rows = self._model.rows
        while 0 <= row < len(rows):
            if rows[row].kind is RowKind.MESSAGE:
                return self._model.index(row)
            row += by
        return self.currentIndex()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        """Move what is painted and paint the rest."""
        if dy and not self._moving:
            move_painted(self, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure for the new width; what is in sight stays."""
        stick = self._stick
        super().resizeEvent(event)
        self._stick = stick
        self._layout_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pixels where the device counts them, else three lines a notch."""
        pixels = event.pixelDelta().y() or event.angleDelta().y() * 0.9
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - round(pixels))
        event.accept()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """The rows that a rectangle of the viewport touches."""
        rows = self._rows_within(rect)
        chosen = QItemSelection()
        if rows:
            chosen.select(self._model.index(rows[0]), self._model.index(rows[-1]))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        """All of it: several rows change at once."""
        return QRegion(self.viewport().rect())

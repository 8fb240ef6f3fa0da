"""The scrolling conversation: QListView's selection, keys and accessibility over an exact layout of our own.

QListView's own layout asks the size of every row at every insertion. Here each row is measured once,
tops are kept as running sums, and what is on screen stays where it is when rows come or go above it.
"""

from collections import OrderedDict
from datetime import date

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from services.domain.ids import MessageId
from services.domain.models import MessageView
from ui import formats
from ui.messages import caption
from ui.theme import Look
from ui.timeline import bubble, chips
from ui.timeline.bubble import Bubble
from ui.timeline.layout import BOTTOM_PAD, TOP_PAD, Held, RowLayout
from ui.timeline.model import TimelineModel
from ui.timeline.parts.base import Wish
from ui.timeline.parts.text import TextCache
from ui.timeline.rows import CHIP_KINDS, Row, RowKind

NEAR_END = 24
_REMEMBERED = 900
_WIDE = 980
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TimelineView(QListView):
    """Shows a TimelineModel. Wishes of the person come out as signals."""

    older_requested = Signal()
    newer_requested = Signal()
    at_bottom_changed = Signal(bool)
    wish_made = Signal(object, object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, model: TimelineModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self._model = model
        self._look = look
        self._texts = TextCache(look)
        self._bubbles: OrderedDict[tuple[int, int], tuple[Row, int, bool, Bubble]] = OrderedDict()
        self._layout = RowLayout()
        self._held: Held | None = None
        self._unfolded: set[MessageId] = set()
        self._stick = True
        self._moving = False
        self._by_key = False
        self._was_at_bottom = True
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        model.modelReset.connect(self._on_model_reset)
        model.changing.connect(self._on_model_changing)
        model.changed.connect(self._on_model_changed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.dataChanged.connect(self._on_data_changed)
        look.changed.connect(self.remeasure)
        # pages are asked for from the event loop, never from inside a change of the model
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(0)
        self._ask.timeout.connect(self._ask_for_pages)

    # ------------------------------------------------------------------ what others ask

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

    def unfold(self, message_id: MessageId) -> None:
        """Show the whole text of a message."""
        self._unfolded.add(message_id)
        row = self._model.row_of(message_id)
        if row is None:
            return
        # what was clicked stays where it is, and the text grows downwards
        scroll = self.verticalScrollBar().value()
        self._layout.resize(row, self._height(self._model.rows[row]))
        self._stick = False
        self._settle(())
        self.verticalScrollBar().setValue(scroll)

    def remeasure(self) -> None:
        """Measure everything anew, keeping the first row in sight where it is."""
        self._bubbles.clear()
        self._layout_all()

    # ------------------------------------------------------------------ measuring

    def _width(self) -> int:
        return min(self.viewport().width(), _WIDE)

    def _bubble(self, row: Row) -> Bubble:
        message = row.message
        assert message is not None
        width, unfolded = self._width(), message.id in self._unfolded
        known = self._bubbles.get(row.key)
        if known is not None and known[0] is row and known[1] == width and known[2] == unfolded:
            self._bubbles.move_to_end(row.key)
            return known[3]
        made = bubble.measure(
            message,
            first=row.first,
            last=row.last,
            group=self._model.is_group,
            width=width,
            unfolded=unfolded,
            texts=self._texts,
            look=self._look,
        )
        self._bubbles[row.key] = (row, width, unfolded, made)
        if len(self._bubbles) > _REMEMBERED:
            self._bubbles.popitem(last=False)
        return made

    def _height(self, row: Row) -> float:
        if row.kind is RowKind.DATE:
            return chips.DATE_HEIGHT
        if row.kind is RowKind.UNREAD or row.message is None:
            return chips.UNREAD_HEIGHT
        if row.message.kind in CHIP_KINDS:
            return chips.NOTICE_HEIGHT
        return self._bubble(row).height

    def _layout_all(self) -> None:
        held = self._hold()
        self._reset_layout()
        self._settle(held)

    def _reset_layout(self) -> None:
        rows = self._model.rows
        heights = [self._height(row) for row in rows]
        self._layout.reset([row.key for row in rows], heights, self.viewport().height())

    def _hold(self) -> Held:
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
        self.viewport().update()
        self._after_move()

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
            self.viewport().update(self._rect(at))
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
        if dy:
            self.viewport().scroll(0, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure for the new width; what is in sight stays."""
        stick = self._stick
        super().resizeEvent(event)
        self._stick = stick
        self._layout_all()

    # ------------------------------------------------------------------ the person

    def _on_scrolled(self) -> None:
        if not self._moving:
            self._stick = self.at_bottom() and not self._model.has_newer
            self._after_move()

    def _after_move(self) -> None:
        at_bottom = self.at_bottom()
        if at_bottom != self._was_at_bottom:
            self._was_at_bottom = at_bottom
            self.at_bottom_changed.emit(at_bottom)
        if not self._ask.isActive():
            self._ask.start()

    def _ask_for_pages(self) -> None:
        if not len(self._layout):
            return
        bar, ahead = self.verticalScrollBar(), 2 * self.viewport().height()
        if self._model.has_older and bar.value() < ahead:
            self.older_requested.emit()
        if self._model.has_newer and bar.value() > bar.maximum() - ahead:
            self.newer_requested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pixels where the device counts them, else three lines a notch."""
        pixels = event.pixelDelta().y() or event.angleDelta().y() * 0.9
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - round(pixels))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the message; what is no movement is left to others."""
        row = self._current()
        if event.matches(QKeySequence.StandardKey.Copy):
            if row is not None and row.message is not None:
                QGuiApplication.clipboard().setText(caption(row.message))
            return
        if event.text() and event.text().isprintable() and not event.modifiers() & _COMMANDS:
            event.ignore()  # the panel gives it to the composer
            return
        self._by_key = True
        super().keyPressEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on something in a bubble is a wish."""
        self._by_key = False
        if event.button() is Qt.MouseButton.LeftButton:
            found = self._wish_at(event.position())
            if found is not None:
                self.wish_made.emit(*found)
                return
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over what can be clicked."""
        hand = self._wish_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the message under the mouse, or of the current one."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        row = self._model.rows[index.row()] if index.isValid() else None
        if row is not None and row.message is not None:
            at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(row.message, at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard shows where it is."""
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def _current(self) -> Row | None:
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def _wish_at(self, position: QPointF) -> tuple[Wish, MessageView] | None:
        index = self.indexAt(position.toPoint())
        if not index.isValid():
            return None
        row = self._model.rows[index.row()]
        if row.message is None or row.message.kind in CHIP_KINDS:
            return None
        wish = bubble.hit(self._bubble(row), QRectF(self._rect(index.row())), position)
        return None if wish is None else (wish, row.message)

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = event.rect()
        painter.fillRect(dirty, self._look.colour("canvas"))
        scroll = self.verticalScrollBar().value()
        at = max(0, self._layout.row_at(dirty.top() + scroll))
        current = self.currentIndex().row() if self._by_key and self.hasFocus() else -1
        today = self._model.today()
        while at < len(self._layout) and self._layout.top(at) - scroll <= dirty.bottom():
            self._paint_row(painter, at, at == current, today)
            at += 1
        painter.end()

    def _paint_row(self, painter: QPainter, at: int, current: bool, today: date) -> None:
        row, rect = self._model.rows[at], QRectF(self._rect(at))
        if row.kind is RowKind.DATE:
            chips.paint_chip(painter, rect, formats.day_name(row.day, today), self._look)
        elif row.kind is RowKind.UNREAD or row.message is None:
            chips.paint_unread(painter, rect, self._look)
        elif row.message.kind in CHIP_KINDS:
            chips.paint_chip(painter, rect, chips.notice_words(row.message), self._look)
        else:
            made = self._bubble(row)
            bubble.paint(painter, made, rect, self._look)
            if current:
                bubble.paint_focus(painter, made, rect, self._look)

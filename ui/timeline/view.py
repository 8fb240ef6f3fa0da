"""The scrolling conversation: bubbles and chips over the exact layout, and what a person does with them."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
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
)
from PySide6.QtWidgets import QWidget

from services.domain.ids import MessageId
from services.domain.models import MessagePage, MessageView
from ui import formats
from ui.media.desk import Desk, nowhere
from ui.messages import caption
from ui.theme import Look
from ui.timeline import bubble, chips
from ui.timeline.bubble import Bubble, Room
from ui.timeline.contents import main_click
from ui.timeline.floating_date import FloatingDate
from ui.timeline.marking import as_text
from ui.timeline.model import TimelineModel
from ui.timeline.parts.base import Click, Wish
from ui.timeline.parts.text import TextCache
from ui.timeline.prepare import Preparing
from ui.timeline.rows import CHIP_KINDS, Row, RowKind, build
from ui.timeline.surface import Surface
from ui.timeline.touch import Touch
from ui.zoom import px

FLASH_MS = 1000
_SEEK_S = 5
# all that the model holds, and the page that is to come
_REMEMBERED = 400
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TimelineView(Surface):
    """Shows a TimelineModel. Wishes of the person come out as signals."""

    older_requested = Signal()
    newer_requested = Signal()
    at_bottom_changed = Signal(bool)
    wish_made = Signal(object, object)
    menu_requested = Signal(object, QPoint)
    chosen_changed = Signal(int)

    def __init__(
        self, model: TimelineModel, look: Look, desk: Desk | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, parent)
        self.setObjectName("timeline")
        self._look = look
        self._desk = desk if desk is not None else nowhere(self)
        self.room = Room(TextCache(look), self._desk, look)
        self._touch = Touch(self)
        self._flash: MessageId | None = None
        self.floating = FloatingDate(look, self)
        self._bubbles: OrderedDict[tuple[int, int], tuple[MessageView, tuple[bool, int, bool], Bubble]] = OrderedDict()
        self._preparing = Preparing(self, self._height)
        self._unfolded: set[MessageId] = set()
        self._by_key = False
        self._choosing = False
        self._was_at_bottom = True
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        look.changed.connect(self.remeasure)
        self._desk.changed.connect(self._on_desk_changed)
        self._desk.pictures.arrived.connect(self._on_pictures_arrived)
        self._flash_timer = QTimer(self)
        self._flash_timer.setSingleShot(True)
        self._flash_timer.setInterval(FLASH_MS)
        self._flash_timer.timeout.connect(self._end_flash)
        # pages are asked for from the event loop, never from inside a change of the model
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(0)
        self._ask.timeout.connect(self._ask_for_pages)

    # ------------------------------------------------------------------ what others ask

    @property
    def shown(self) -> TimelineModel:
        """The model it shows."""
        return self._model

    def current_message(self) -> MessageView | None:
        """The message the keyboard is on."""
        row = self._current()
        return row.message if row is not None else None

    def first_message(self) -> MessageView | None:
        """The topmost message in sight."""
        rows = self._model.rows
        return next((m for at in self._rows_within(self.viewport().rect()) if (m := rows[at].message) is not None), None)

    def message_at(self, point: QPoint) -> MessageView | None:
        """The message in a bubble whose row is under a point; None for chips."""
        index = self.indexAt(point)
        message = self._model.rows[index.row()].message if index.isValid() else None
        return None if message is None or message.kind in CHIP_KINDS else message

    def box_of_message(self, message: MessageView) -> QRectF | None:
        """Where its bubble stands in the viewport."""
        at = self._model.row_of(message.id)
        if at is None:
            return None
        return bubble.box_of(self._bubble(self._model.rows[at]), QRectF(self._rect(at)))

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

    def flash(self, message_id: MessageId) -> None:
        """Point out a message for a second."""
        self._flash = message_id
        self._flash_timer.start()
        self.viewport().update()

    def chosen(self) -> list[MessageView]:
        """The selected messages, oldest first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [m for at in rows if (m := self._model.rows[at].message) is not None]

    def choose(self, message: MessageView) -> None:
        """Begin to choose several with this one: each click takes one more, or one less."""
        row = self._model.row_of(message.id)
        if row is not None:
            self._choosing = True
            self._touch.clear()
            self._take(self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.chosen_changed.emit(len(self.chosen()))

    def choose_none(self) -> None:
        """Clicks are clicks again."""
        self._touch.clear()
        self.clearSelection()
        if self._choosing:
            self._choosing = False
            self.chosen_changed.emit(0)

    def _take(self, index: QModelIndex, how: QItemSelectionModel.SelectionFlag) -> None:
        row = self._model.rows[index.row()] if index.isValid() else None
        if row is not None and row.message is not None and row.message.kind not in CHIP_KINDS:
            self.selectionModel().setCurrentIndex(index, how)
            self.viewport().update()

    def _on_selection_changed(self) -> None:
        count = len(self.chosen())
        if self._choosing and not count:
            self.choose_none()
        elif self._choosing or count > 1:
            self._choosing = True
            self.chosen_changed.emit(count)

    def marked_text(self, message_id: MessageId) -> str:
        """What of a message's text is selected."""
        marked = self._touch.marked
        return marked.text if marked is not None and marked.message == message_id else ""

    def copy(self) -> None:
        """Put what is selected on the clipboard: a part of a text, several messages, or one."""
        marked, chosen = self._touch.marked, self.chosen()
        row = self._current()
        if marked is not None and marked.text:
            QGuiApplication.clipboard().setText(marked.text)
        elif len(chosen) > 1:
            QGuiApplication.clipboard().setText(as_text(chosen))
        elif row is not None and row.message is not None:
            QGuiApplication.clipboard().setText(caption(row.message))

    def prepare(self, page: MessagePage, done: Callable[[], None]) -> None:
        """Measure a page that is to come, a little at a time; ``done`` is called from the event loop."""
        self._preparing.prepare(build(page.items, None, {}), done)

    def offer_raw(self, on: bool) -> None:
        """Whether what a gateway sent may be looked at, in a bubble that says no more."""
        if on != self.room.raw:
            self.room = replace(self.room, raw=on)
            self.remeasure()

    def remeasure(self) -> None:
        """Measure everything anew, keeping the first row in sight where it is."""
        self._bubbles.clear()
        self._layout_all()

    # ------------------------------------------------------------------ measuring

    def _bubble(self, row: Row) -> Bubble:
        message = row.message
        assert message is not None
        width, unfolded = self._width(), message.id in self._unfolded
        how = (row.first, width, unfolded)
        known = self._bubbles.get(row.key)
        if known is not None and known[0] is message and known[1] == how:
            self._bubbles.move_to_end(row.key)
            return known[2]
        made = bubble.measure(
            message,
            first=row.first,
            group=self._model.is_group,
            width=width,
            unfolded=unfolded,
            room=self.room,
        )
        self._bubbles[row.key] = (message, how, made)
        if len(self._bubbles) > _REMEMBERED:
            self._bubbles.popitem(last=False)
        return made

    def _height(self, row: Row) -> float:
        if row.kind is RowKind.DATE:
            return px(chips.DATE_HEIGHT)
        if row.kind is RowKind.GAP:
            return px(chips.NOTICE_HEIGHT)
        if row.kind is RowKind.UNREAD or row.message is None:
            return px(chips.UNREAD_HEIGHT)
        if row.message.kind in CHIP_KINDS:
            return px(chips.NOTICE_HEIGHT)
        return self._bubble(row).height

    # ------------------------------------------------------------------ the person

    def _on_scrolled(self) -> None:
        if not self._moving:
            self._stick = self.at_bottom() and not self._model.has_newer
            self._after_move()
            self._say_day()

    def _after_move(self) -> None:
        at_bottom = self.at_bottom()
        if at_bottom != self._was_at_bottom:
            self._was_at_bottom = at_bottom
            self.at_bottom_changed.emit(at_bottom)
        if not self._ask.isActive():
            self._ask.start()

    def _say_day(self) -> None:
        # only where the day's own chip is out of sight
        at = max(0, self._layout.row_at(self.verticalScrollBar().value()))
        if at >= len(self._model.rows) or self.at_bottom():
            self.floating.say("", 0)
            return
        near = self._model.rows[at : at + 2]
        named = any(row.kind is RowKind.DATE for row in near)
        day = formats.day_name(self._model.rows[at].day, self._model.today())
        self.floating.say("" if named else day, self.viewport().width())

    def _ask_for_pages(self) -> None:
        if not len(self._layout):
            return
        bar, ahead = self.verticalScrollBar(), 2 * self.viewport().height()
        if self._model.has_older and bar.value() < ahead:
            self.older_requested.emit()
        if self._model.has_newer and bar.value() > bar.maximum() - ahead:
            self.newer_requested.emit()

    def event(self, event: QEvent) -> bool:
        """Esc gives up what is chosen before it leaves the conversation."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        asked = event.type() == QEvent.Type.ShortcutOverride and escape
        if asked and (self._touch.marked is not None or self._choosing):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies, Enter does what a message is for; what is no movement is left to others."""
        row = self._current()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None and row.message is not None:
            click = main_click(row.message)
            if click is not None:
                self.wish_made.emit(click, row.message)
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row is not None and self._seek(row, event.key()):
            return
        if event.key() == Qt.Key.Key_Escape and (self._touch.marked is not None or self._choosing):
            self.choose_none()
            return
        if event.key() == Qt.Key.Key_Space and self._choosing:
            self._take(self.currentIndex(), QItemSelectionModel.SelectionFlag.Toggle)
            return
        if event.text() and event.text().isprintable() and not event.modifiers() & _COMMANDS:
            event.ignore()  # the panel gives it to the composer
            return
        self._by_key = True
        super().keyPressEvent(event)
        self.viewport().update()

    def _seek(self, row: Row, key: int) -> bool:
        """Left and right go back and forth in the sound that plays; False where none does."""
        message = row.message
        now = self._desk.sound.state(message.id) if message is not None else None
        if now is None or not now.length_s:
            return False
        step = -_SEEK_S if key == Qt.Key.Key_Left else _SEEK_S
        share = min(max((now.position_s + step) / now.length_s, 0.0), 1.0)
        self.wish_made.emit(Click(Wish.SEEK, f"{share:.4f}"), message)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is clicked is decided when the button comes up: until then it may become a selection."""
        self._by_key = False
        plain = not event.modifiers() & (_COMMANDS | Qt.KeyboardModifier.ShiftModifier)
        if event.button() is Qt.MouseButton.LeftButton and plain and self._choosing:
            self._take(self.indexAt(event.position().toPoint()), QItemSelectionModel.SelectionFlag.Toggle)
            return
        if event.button() is Qt.MouseButton.LeftButton and plain:
            self._touch.press(event.position())
        if not self._touch.busy:
            super().mousePressEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over what can be clicked, the beam over text; a moving picture moves."""
        self._touch.move(event.position(), down=bool(event.buttons() & Qt.MouseButton.LeftButton))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on something in a bubble is a wish."""
        if event.button() is Qt.MouseButton.LeftButton and self._touch.busy:
            found = self._touch.release(event.position())
            if found is not None:
                self.wish_made.emit(*found)
            return
        if not self._choosing:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        if self._choosing:
            self.mousePressEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._touch.double(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing moves any more."""
        self._desk.move(None, None, QSize())
        super().leaveEvent(event)

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

    def bubble_at(self, position: QPointF) -> tuple[Bubble, QRectF, MessageView] | None:
        """The bubble in whose row a place is, and that row."""
        index = self.indexAt(position.toPoint())
        if not index.isValid():
            return None
        row = self._model.rows[index.row()]
        if row.message is None or row.message.kind in CHIP_KINDS:
            return None
        return self._bubble(row), QRectF(self._rect(index.row())), row.message

    # ------------------------------------------------------------------ files

    def _on_desk_changed(self, message_id: MessageId) -> None:
        at = self._model.row_of(message_id)
        if at is not None:
            rect = self._rect(at)
            if rect.intersects(self.viewport().rect()):
                self.viewport().update(self.touched(rect))

    def _on_pictures_arrived(self, message_id: MessageId) -> None:
        # only now is it known how large the picture really is
        at = self._model.row_of(message_id)
        if at is None or at >= len(self._layout):
            return
        self._bubbles.pop(self._model.rows[at].key, None)
        height = self._height(self._model.rows[at])
        if height != self._layout.heights[at]:
            held = self._hold()
            self._layout.resize(at, height)
            self._settle(held)

    def _end_flash(self) -> None:
        self._flash = None
        self.viewport().update()

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = event.region()
        painter.fillRect(event.rect(), self._look.colour("canvas"))
        current = self.currentIndex().row() if self._by_key and self.hasFocus() else -1
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        today = self._model.today()
        # a strip that came into sight and what was uncovered elsewhere: not all that lies between them
        for at in sorted({at for rect in area for at in self._rows_within(self.touched(rect))}):  # type: ignore[attr-defined]  # the stubs lack it
            row = self._model.rows[at]
            flashed = row.message is not None and row.message.id == self._flash
            if flashed or (self._choosing and at in chosen):
                painter.fillRect(self._band(self._rect(at)), self._look.colour("accent_soft"))
            self._paint_row(painter, at, at == current, today)
        painter.end()

    def _paint_row(self, painter: QPainter, at: int, current: bool, today: date) -> None:
        row, rect = self._model.rows[at], QRectF(self._rect(at))
        if row.kind is RowKind.DATE:
            chips.paint_chip(painter, rect, formats.day_name(row.day, today), self._look)
        elif row.gap is not None:
            chips.paint_gap(painter, rect, row.gap, self._look)
        elif row.kind is RowKind.UNREAD or row.message is None:
            chips.paint_unread(painter, rect, self._look)
        elif row.message.kind in CHIP_KINDS:
            chips.paint_chip(painter, rect, chips.notice_words(row.message), self._look)
        else:
            made = self._bubble(row)
            bubble.paint(painter, made, rect, self._look, self._desk, self._touch.span_of(row.message.id))
            if current:
                bubble.paint_focus(painter, made, rect, self._look)

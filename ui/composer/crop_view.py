"""A picture with a frame around what stays of it; the frame is moved by mouse or by keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from ui.composer.pictures import Change
from ui.theme import Look

_REACH = 14
_SMALLEST = 0.05
_STEP = 0.02
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class CropView(QWidget):
    """``changed`` when the frame was moved; ``change`` says how it stands. Arrows move it, Shift+arrows size it."""

    changed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image: QImage | None = None
        self._turned: QImage | None = None
        self.change = Change()
        self._grip = ""
        self._from = QPointF()
        self._part = QRectF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(360, 300))

    def show_image(self, image: QImage) -> None:
        """The upright picture."""
        self._image = image
        self.show_change(self.change)

    def show_change(self, change: Change) -> None:
        """Turned and framed like this."""
        if self._image is not None and (self._turned is None or change.turns != self.change.turns):
            self._turned = self._image.transformed(QTransform().rotate(90 * change.turns))
        self.change = change
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture is painted."""
        if self._turned is None:
            return QRectF()
        room = QRectF(self.rect()).adjusted(_REACH, _REACH, -_REACH, -_REACH)
        size = self._turned.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        return place

    def frame_rect(self) -> QRectF:
        """Where the frame is."""
        place, part = self.picture_rect(), self.change.part
        return QRectF(
            place.x() + part.x() * place.width(), place.y() + part.y() * place.height(),
            part.width() * place.width(), part.height() * place.height(),
        )  # fmt: skip

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, dimmed where it goes, and the frame with its corners."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        if self._turned is None:
            return
        place, frame = self.picture_rect(), self.frame_rect()
        painter.drawImage(place, self._turned)
        shade = QColor(0, 0, 0, 150)
        painter.fillRect(QRectF(place.topLeft(), QPointF(place.right(), frame.top())), shade)
        painter.fillRect(QRectF(QPointF(place.left(), frame.bottom()), place.bottomRight()), shade)
        painter.fillRect(QRectF(QPointF(place.left(), frame.top()), QPointF(frame.left(), frame.bottom())), shade)
        painter.fillRect(QRectF(QPointF(frame.right(), frame.top()), QPointF(place.right(), frame.bottom())), shade)
        accent = QColor(self._look.colours.accent)
        painter.setPen(QPen(QColor("white"), 1))
        for third in (1, 2):
            x, y = frame.x() + third * frame.width() / 3, frame.y() + third * frame.height() / 3
            painter.setOpacity(0.35)
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        painter.setOpacity(1)
        painter.setPen(QPen(accent if self.hasFocus() else QColor("white"), 2))
        painter.drawRect(frame)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        for corner in (frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight()):
            painter.drawEllipse(corner, 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an edge, a corner, or the whole frame."""
        self._grip = self._grip_at(event.position())
        self._from, self._part = event.position(), self.change.part

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        if not event.buttons():
            self.setCursor(_CURSORS.get(self._grip_at(event.position()), Qt.CursorShape.ArrowCursor))
            return
        place = self.picture_rect()
        if self._grip and place.width() and place.height():
            moved = event.position() - self._from
            self._put(_moved(self._part, self._grip, moved.x() / place.width(), moved.y() / place.height()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go; one movement is one change."""
        if self._grip and self.change.part != self._part:
            self.changed.emit(self.change)
        self._grip = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the frame, with Shift they move its lower right corner."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        sizing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        before = self.change.part
        self._put(_moved(before, "rb" if sizing else "lrtb", *step))
        if self.change.part != before:
            self.changed.emit(self.change)

    def _put(self, part: QRectF) -> None:
        self.show_change(self.change.cut(part))

    def _grip_at(self, at: QPointF) -> str:
        frame = self.frame_rect()
        if not frame.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(at):
            return ""
        grip = ""
        grip += "l" if abs(at.x() - frame.left()) < _REACH else "r" if abs(at.x() - frame.right()) < _REACH else ""
        grip += "t" if abs(at.y() - frame.top()) < _REACH else "b" if abs(at.y() - frame.bottom()) < _REACH else ""
        return grip or "lrtb"


_CURSORS = {
    "l": Qt.CursorShape.SizeHorCursor, "r": Qt.CursorShape.SizeHorCursor,
    "t": Qt.CursorShape.SizeVerCursor, "b": Qt.CursorShape.SizeVerCursor,
    "lt": Qt.CursorShape.SizeFDiagCursor, "rb": Qt.CursorShape.SizeFDiagCursor,
    "rt": Qt.CursorShape.SizeBDiagCursor, "lb": Qt.CursorShape.SizeBDiagCursor,
    "lrtb": Qt.CursorShape.SizeAllCursor,
}  # fmt: skip


def _moved(part: QRectF, grip: str, dx: float, dy: float) -> QRectF:
    left, top, right, bottom = part.left(), part.top(), part.right(), part.bottom()
    if grip == "lrtb":
        dx, dy = min(max(dx, -left), 1 - right), min(max(dy, -top), 1 - bottom)
        return part.translated(dx, dy)
    if "l" in grip:
        left = min(max(left + dx, 0.0), right - _SMALLEST)
    if "r" in grip:
        right = max(min(right + dx, 1.0), left + _SMALLEST)
    if "t" in grip:
        top = min(max(top + dy, 0.0), bottom - _SMALLEST)
    if "b" in grip:
        bottom = max(min(bottom + dy, 1.0), top + _SMALLEST)
    return QRectF(left, top, right - left, bottom - top)

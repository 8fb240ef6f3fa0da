"""The day of what is in sight, over the messages while they are scrolled."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Look, Type
from ui.timeline.chips import DATE_HEIGHT, paint_chip
from ui.zoom import px

HIDE_MS = 1000


class FloatingDate(QWidget):
    """Lets the mouse through; gone a second after the last move."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HIDE_MS)
        self._timer.timeout.connect(self.hide)

    def say(self, text: str, width: int) -> None:
        """Show this day in the middle of ``width`` pixels; an empty text hides it."""
        if not text:
            self.hide()
            return
        if text != self.text or not self.isVisible():
            self.text = text
            wide = QFontMetrics(self._look.font(Type.CAPTION)).horizontalAdvance(text) + 30
            self.setGeometry((width - wide) // 2, 2, wide, px(DATE_HEIGHT) - 8)
            self.show()
            self.update()
        self._timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The same pill as between the messages."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # as wide as if there were room on both sides
        paint_chip(painter, QRectF(self.rect()).adjusted(-60, 0, 60, 0), self.text, self._look)
        painter.end()

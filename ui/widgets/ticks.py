"""The ticks of an outgoing message: clock, one, two, two blue, a red mark, or a question."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from services.domain.status import Status
from ui.theme import Colours
from ui.zoom import percent

# at 100 %
WIDTH = 17
HEIGHT = 12


def paint_tick(painter: QPainter, x: float, y: float, status: Status, colours: Colours, soft: str) -> None:
    """Draw it into a box of ``px(WIDTH)`` x ``px(HEIGHT)`` at (x, y); ``soft`` is the colour of grey ticks."""
    painter.save()
    painter.setTransform(QTransform.fromTranslate(x, y).scale(percent() / 100, percent() / 100), True)
    x = y = 0.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if status in (Status.QUEUED, Status.SENDING):
        painter.setPen(_pen(soft, 1.3))
        painter.drawEllipse(QRectF(x + 4.5, y + 1, 10, 10))
        painter.drawPolyline([QPointF(x + 9.5, y + 3.4), QPointF(x + 9.5, y + 6.2), QPointF(x + 11.6, y + 7.4)])
    elif status is Status.FAILED:
        _disc(painter, x, y, colours.danger, "!", colours)
    elif status is Status.UNKNOWN:
        _disc(painter, x, y, colours.warning, "?", colours)
    else:
        blue = status in (Status.READ, Status.PLAYED)
        painter.setPen(_pen(colours.tick_read if blue else soft, 1.6))
        if status is Status.SENT:
            _check(painter, x + 4, y)
        else:
            _check(painter, x + 1, y)
            painter.drawPolyline(
                [QPointF(x + 8.3, y + 8.6), QPointF(x + 9.4, y + 9.8), QPointF(x + 16, y + 2.4)]
            )
    painter.restore()


def _check(painter: QPainter, x: float, y: float) -> None:
    painter.drawPolyline([QPointF(x, y + 6.4), QPointF(x + 3.4, y + 9.8), QPointF(x + 10, y + 2.4)])


def _disc(painter: QPainter, x: float, y: float, colour: str, sign: str, colours: Colours) -> None:
    box = QRectF(x + 3, y - 0.5, 13, 13)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(box)
    font = QFont(painter.font())
    font.setPixelSize(10)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor("#14211F" if colours.dark else "#FFFFFF"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen

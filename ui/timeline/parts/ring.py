"""How far a file has come, as a ring with a cross to stop it."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from services.domain.changes import FileProgress
from ui import formats

_WAITING = 0.04


def share_of(progress: FileProgress | None) -> float | None:
    """From 0 to 1; None where nobody knows."""
    if progress is None or not progress.total:
        return None
    return min(max(progress.done / progress.total, 0.0), 1.0)


def progress_words(progress: FileProgress | None) -> str:
    """“45 % of 12 MB”, the size so far where the whole is not known, empty where nothing is."""
    if progress is None:
        return ""
    share = share_of(progress)
    if share is None or progress.total is None:
        return formats.size(progress.done)
    words = QCoreApplication.translate("Media", "{percent} % of {size}")
    return words.format(percent=int(share * 100), size=formats.size(progress.total))


def paint_ring(painter: QPainter, middle: QPointF, radius: float, progress: FileProgress | None, ground: QColor) -> None:
    """A disc with the ring and the cross; without a known share only the beginning of a ring."""
    share = share_of(progress)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(middle, radius, radius)
    white = QColor(Qt.GlobalColor.white)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    faint = QColor(white)
    faint.setAlpha(70)
    box = QRectF(middle.x() - radius + 3, middle.y() - radius + 3, 2 * radius - 6, 2 * radius - 6)
    painter.setPen(QPen(faint, 2.5))
    painter.drawEllipse(box)
    painter.setPen(QPen(white, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(box, 90 * 16, -round(max(share or 0.0, _WAITING) * 360 * 16))
    arm = radius * 0.24
    painter.setPen(QPen(white, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm))
    painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm))

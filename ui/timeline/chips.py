"""Rows that are no bubbles: dates, the unread line, and notices in the middle."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from services.domain.models import MessageView
from ui import formats
from ui.messages import caption, title
from ui.theme import Look, Type

DATE_HEIGHT = 44
UNREAD_HEIGHT = 40
NOTICE_HEIGHT = 38


def notice_words(message: MessageView) -> str:
    """What a notice in the middle says."""
    words = formats.one_line(caption(message))
    return f"{title(message)} · {words}" if words else title(message)


def paint_chip(painter: QPainter, row: QRectF, text: str, look: Look) -> None:
    """A pill in the middle of its row."""
    colours = look.colours
    font = look.font(Type.CAPTION)
    metrics = QFontMetrics(font)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(row.width() - 80))
    width, height = metrics.horizontalAdvance(text) + 26, 25
    box = QRectF(row.center().x() - width / 2, row.center().y() - height / 2 + 3, width, height)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QColor(colours.chip))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(QColor(colours.chip_text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_unread(painter: QPainter, row: QRectF, look: Look) -> None:
    """A line across with its words in the middle."""
    colours = look.colours
    font = look.font(Type.SMALL_STRONG)
    text = QCoreApplication.translate("Timeline", "Unread messages")
    metrics = QFontMetrics(font)
    middle = row.center().y() + 3
    band = QRectF(row.left(), middle - 14, row.width(), 28)
    painter.fillRect(band, QColor(colours.accent_soft))
    painter.setFont(font)
    painter.setPen(QColor(colours.accent))
    wide = metrics.horizontalAdvance(text)
    painter.drawText(
        QRectF(row.center().x() - wide / 2 - 8, middle - 14, wide + 16, 28), Qt.AlignmentFlag.AlignCenter, text
    )

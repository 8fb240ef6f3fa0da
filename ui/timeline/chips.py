"""Rows that are no bubbles: dates, the unread line, and notices in the middle."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from services.domain.models import GapView, MessageView
from ui import formats
from ui.messages import caption, gap_words, title
from ui.theme import Look, Type
from ui.timeline.notices import sentence
from ui.zoom import px

DATE_HEIGHT = 44
UNREAD_HEIGHT = 40
NOTICE_HEIGHT = 38


def paint_gap(painter: QPainter, row: QRectF, gap: GapView, look: Look) -> None:
    """A pill of warning in the middle of its row."""
    paint_chip(painter, row, gap_words(gap), look, ground="warning_soft", ink="warning")


def notice_words(message: MessageView) -> str:
    """What a notice in the middle says: a sentence for what happened, else the kind and what came with it."""
    notice = message.content.system if message.content is not None else None
    if notice is not None:
        said = sentence(notice)
        if said is not None:
            return formats.one_line(said, 300)
    words = formats.one_line(caption(message))
    return f"{title(message)} · {words}" if words else title(message)


def paint_chip(
    painter: QPainter, row: QRectF, text: str, look: Look, *, ground: str = "chip", ink: str = "chip_text"
) -> None:
    """A pill in the middle of its row."""
    colours = look.colours
    font = look.font(Type.CAPTION)
    metrics = QFontMetrics(font)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(row.width() - 80))
    width, height = metrics.horizontalAdvance(text) + px(26), min(px(25), int(row.height()) - 6)
    box = QRectF(row.center().x() - width / 2, row.center().y() - height / 2 + 3, width, height)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(look.colour(ink))
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

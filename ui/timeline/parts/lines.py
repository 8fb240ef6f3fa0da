"""Single lines of a bubble: who wrote it, that it was forwarded or deleted, and what to do about a failure."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink
from ui.widgets.icons import pixmap
from ui.zoom import px


@dataclass(frozen=True, slots=True)
class AuthorPart:
    """The name over a bubble in a group."""

    name: str
    colour_at: int
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw the name in its colour."""
        painter.setFont(ink.look.font(Type.SMALL_STRONG))
        painter.setPen(QColor(ink.look.colours.authors[self.colour_at]))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self.name, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QPointF(x, y + metrics.ascent()), text)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Nothing to click."""
        return None


@dataclass(frozen=True, slots=True)
class MarkPart:
    """An icon with a few words; ``tone`` is a colour of the palette, empty for the small print's."""

    picture: str
    text: str
    tone: str
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it."""
        colour = str(getattr(ink.look.colours, self.tone)) if self.tone else ink.soft
        side = px(15)
        image = pixmap(self.picture, colour, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(int(x), int(y + (self.height - side) / 2), side, side, image)
        painter.setFont(ink.look.font(Type.SMALL))
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, int(width - px(20)))
        painter.drawText(QPointF(x + px(20), y + metrics.ascent()), text)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Nothing to click."""
        return None


def mark_part(picture: str, text: str, limit: int, look: Look, tone: str = "") -> MarkPart:
    """An icon with a few words, at most ``limit`` pixels wide."""
    metrics = QFontMetrics(look.font(Type.SMALL))
    width = min(float(limit), metrics.horizontalAdvance(text) + float(px(22)))
    return MarkPart(picture, text, tone, width, metrics.height() + 2)


@dataclass(frozen=True, slots=True)
class ButtonsPart:
    """Small buttons in a bubble."""

    buttons: tuple[tuple[Click, str, float], ...]
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw them in a row."""
        colours = ink.look.colours
        painter.setFont(ink.look.font(Type.SMALL_STRONG))
        for _click, text, wide in self.buttons:
            box = QRectF(x + 0.5, y + 4.5, wide - 1, self.height - 7)
            painter.setBrush(QColor(colours.bubble_in))
            painter.setPen(QPen(QColor(colours.border_strong), 1))
            painter.drawRoundedRect(box, 8, 8)
            painter.setPen(QColor(colours.accent))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += wide + 8

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Which button it is."""
        left = 0.0
        for click, _text, wide in self.buttons:
            if left <= x <= left + wide:
                return click
            left += wide + 8
        return None


def buttons_part(choices: tuple[tuple[Click, str], ...], look: Look) -> ButtonsPart:
    """One button per choice."""
    metrics = QFontMetrics(look.font(Type.SMALL_STRONG))
    buttons = tuple((click, text, metrics.horizontalAdvance(text) + float(px(26))) for click, text in choices)
    return ButtonsPart(buttons, sum(wide + 8 for *_rest, wide in buttons) - 8, float(px(34)))

"""Rows inside a bubble: the options of a poll with their votes, the lines of an order, the choices of a menu."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from ui import formats
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink

_RIGHT = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a poll and how many gave it; ``share`` of all voters."""

    text: str
    votes: int
    share: float


@dataclass(frozen=True, slots=True)
class PollPart:
    """The options one below the other, each with its bar."""

    options: tuple[Option, ...]
    click: Click | None
    step: float
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw words, count and bar of each."""
        colours = ink.look.colours
        painter.setFont(ink.look.font(Type.BODY))
        metrics = painter.fontMetrics()
        for at, option in enumerate(self.options):
            top = y + at * self.step
            count = str(option.votes)
            wide = metrics.horizontalAdvance(count)
            painter.setPen(QColor(colours.bubble_text))
            text = metrics.elidedText(option.text, _RIGHT, int(width - wide - 12))
            painter.drawText(QPointF(x, top + metrics.ascent()), text)
            painter.drawText(QPointF(x + width - wide, top + metrics.ascent()), count)
            bar = QRectF(x, top + metrics.height() + 4, width, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.bubble_inset))
            painter.drawRoundedRect(bar, 3, 3)
            if option.votes:
                painter.setBrush(QColor(colours.accent))
                painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * option.share), 6), 3, 3)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Who voted for what."""
        return self.click


def poll_part(options: tuple[Option, ...], limit: int, look: Look, click: Click | None) -> PollPart:
    """A poll's options, at most ``limit`` pixels wide."""
    metrics = QFontMetrics(look.font(Type.BODY))
    shown = tuple(Option(formats.one_line(o.text, 100), o.votes, o.share) for o in options)
    longest = max((metrics.horizontalAdvance(o.text) for o in shown), default=0)
    step = metrics.height() + 20.0
    return PollPart(shown, click, step, float(min(limit, max(longest + 50, 240))), max(step * len(shown) - 6, 0.0))


@dataclass(frozen=True, slots=True)
class TablePart:
    """Two columns; the last row stands out where ``total``."""

    rows: tuple[tuple[str, str], ...]
    total: bool
    step: float
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw the rows; amounts at the right end."""
        colours = ink.look.colours
        for at, (left, right) in enumerate(self.rows):
            last = self.total and at == len(self.rows) - 1
            painter.setFont(ink.look.font(Type.STRONG if last else Type.BODY))
            metrics = painter.fontMetrics()
            top = y + at * self.step
            if last:
                painter.fillRect(QRectF(x, top - 1, width, 1), QColor(colours.border_strong))
            painter.setPen(QColor(colours.bubble_text))
            wide = metrics.horizontalAdvance(right)
            base = top + 3 + metrics.ascent()
            painter.drawText(QPointF(x, base), metrics.elidedText(left, _RIGHT, int(width - wide - 16)))
            painter.drawText(QPointF(x + width - wide, base), right)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Nothing to click."""
        return None


def table_part(rows: tuple[tuple[str, str], ...], limit: int, look: Look, *, total: bool) -> TablePart:
    """Rows at most ``limit`` pixels wide."""
    rows = tuple((formats.one_line(left, 120), right) for left, right in rows)
    metrics = QFontMetrics(look.font(Type.STRONG))
    longest = max((metrics.horizontalAdvance(a) + metrics.horizontalAdvance(b) for a, b in rows), default=0)
    step = metrics.height() + 7.0
    return TablePart(rows, total, step, float(min(limit, max(longest + 34, 220))), step * len(rows))


@dataclass(frozen=True, slots=True)
class ChoicesPart:
    """What a message offers to choose from: shown, not pressed, as only the customer can choose."""

    choices: tuple[tuple[str, str, Click | None], ...]
    heights: tuple[float, ...]
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw each as a box with its words."""
        colours = ink.look.colours
        strong, small = QFontMetrics(ink.look.font(Type.SMALL_STRONG)), QFontMetrics(ink.look.font(Type.SMALL))
        for (title, detail, click), high in zip(self.choices, self.heights, strict=True):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.border_strong), 1))
            painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, width - 1, high - 5), 8, 8)
            painter.setFont(ink.look.font(Type.SMALL_STRONG))
            painter.setPen(QColor(colours.accent if click is not None else colours.bubble_text))
            text = strong.elidedText(title, _RIGHT, int(width - 20))
            painter.drawText(QPointF(x + 10, y + 6 + strong.ascent()), text)
            if detail:
                painter.setFont(ink.look.font(Type.SMALL))
                painter.setPen(QColor(ink.soft))
                text = small.elidedText(detail, _RIGHT, int(width - 20))
                painter.drawText(QPointF(x + 10, y + 7 + strong.height() + small.ascent()), text)
            y += high

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """A button with a link or a number opens it."""
        for (_title, _detail, click), high in zip(self.choices, self.heights, strict=True):
            if y < high:
                return click
            y -= high
        return None


def choices_part(choices: tuple[tuple[str, str, Click | None], ...], limit: int, look: Look) -> ChoicesPart:
    """Choices (title, detail, what a click does), at most ``limit`` pixels wide."""
    shown = tuple((formats.one_line(t, 100), formats.one_line(d, 140), c) for t, d, c in choices[:60])
    strong, small = QFontMetrics(look.font(Type.SMALL_STRONG)), QFontMetrics(look.font(Type.SMALL))
    longest = max(
        (max(strong.horizontalAdvance(t), small.horizontalAdvance(d)) for t, d, _click in shown), default=0
    )
    heights = tuple(strong.height() + 17.0 + (small.height() + 1 if d else 0) for _t, d, _click in shown)
    return ChoicesPart(shown, heights, float(min(limit, max(longest + 22, 200))), sum(heights) - 4)

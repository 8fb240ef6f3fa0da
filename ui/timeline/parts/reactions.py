"""Reactions: a pill over the lower edge of the bubble."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from services.domain.models import ReactionView
from ui.theme import Look, Type
from ui.timeline.parts.base import Ink
from ui.zoom import px

HEIGHT = 24
OVERLAP = 8
_KINDS = 4


@dataclass(frozen=True, slots=True)
class Pill:
    """The pill's text and width."""

    text: str
    width: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float) -> None:
        """Draw it with its left top at (x, y)."""
        colours = ink.look.colours
        box = QRectF(x + 0.5, y + 0.5, self.width - 1, px(HEIGHT) - 1)
        painter.setBrush(QColor(colours.chip))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawRoundedRect(box, px(HEIGHT) / 2, px(HEIGHT) / 2)
        painter.setFont(ink.look.font(Type.SMALL))
        painter.setPen(QColor(colours.chip_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)


def pill(reactions: Sequence[ReactionView], look: Look) -> Pill | None:
    """The pill, or None without reactions."""
    if not reactions:
        return None
    counts = Counter(r.emoji[:16] for r in reactions)
    text = " ".join(emoji for emoji, _count in counts.most_common(_KINDS))
    if len(reactions) > 1:
        text += f" {len(reactions)}"
    return Pill(text, QFontMetrics(look.font(Type.SMALL)).horizontalAdvance(text) + float(px(18)))

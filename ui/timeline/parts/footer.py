"""The small print of a bubble: edited, the time, the tick."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from services.domain.events import Direction
from services.domain.models import MessageView
from services.domain.status import Status
from ui import formats
from ui.theme import Look, Type
from ui.timeline.parts.base import Ink, Wish
from ui.widgets import ticks


@dataclass(frozen=True, slots=True)
class FooterPart:
    """Stands at the right end, behind the last line where there is room."""

    text: str
    status: Status | None
    width: float
    height: float
    ascent: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it at the right end of ``width``."""
        left = x + width - self.width
        painter.setFont(ink.look.font(Type.CAPTION))
        painter.setPen(QColor(ink.soft))
        painter.drawText(QPointF(left, y + self.ascent), self.text)
        if self.status is not None:
            at = x + width - ticks.WIDTH
            top = y + (self.height - ticks.HEIGHT) / 2
            ticks.paint_tick(painter, at, top, self.status, ink.look.colours, ink.look.colours.tick)

    def hit(self, x: float, y: float) -> Wish | None:
        """Nothing to click."""
        return None


def footer_part(message: MessageView, look: Look) -> FooterPart:
    """Edited, time and tick of a message."""
    text = formats.time_of_day(message.sent_at_ms)
    if message.edited and not message.deleted:
        text = QCoreApplication.translate("Timeline", "edited") + "  " + text
    metrics = QFontMetrics(look.font(Type.CAPTION))
    status = message.status if message.direction is Direction.OUT else None
    width = metrics.horizontalAdvance(text) + (ticks.WIDTH + 4 if status is not None else 0)
    return FooterPart(text, status, width, metrics.height(), metrics.ascent())

"""The small print of a bubble: edited, the time, the tick."""

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from services.domain.content import Direction
from services.domain.models import MessageView
from services.domain.status import Status
from ui import formats
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink, Wish
from ui.widgets import ticks


@dataclass(frozen=True, slots=True)
class FooterPart:
    """Stands at the right end, behind the last line where there is room."""

    text: str
    status: Status | None
    width: float
    height: float
    ascent: float
    edited: bool = False

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it at the right end of ``width``."""
        left, px = x + width - self.width, ink.look.px
        painter.setFont(ink.look.font(Type.CAPTION))
        painter.setPen(QColor(ink.soft))
        painter.drawText(QPointF(left, y + self.ascent), self.text)
        if self.status is not None:
            at = x + width - px(ticks.WIDTH)
            top = y + (self.height - px(ticks.HEIGHT)) / 2
            ticks.paint_tick(painter, at, top, self.status, ink.look.colours, ink.look.colours.tick)

    def paint_over(self, painter: QPainter, ink: Ink, x: float, y: float, width: float, *, bare: bool) -> None:
        """Draw it on a picture: light on a dark pill (on a sticker: in the bubble's own colours)."""
        colours = ink.look.colours
        box = QRectF(x + width - self.width - 7, y - 2, self.width + 14, self.height + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.ground) if bare else QColor(0, 0, 0, 140))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if bare:
            self.paint(painter, ink, x, y, width)
            return
        painter.setFont(ink.look.font(Type.CAPTION))
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(QPointF(x + width - self.width, y + self.ascent), self.text)
        if self.status is not None:
            px = ink.look.px
            top = y + (self.height - px(ticks.HEIGHT)) / 2
            light = msgspec.structs.replace(colours, tick_read="#7CC4FF")
            ticks.paint_tick(painter, x + width - px(ticks.WIDTH), top, self.status, light, "#FFFFFF")

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """*edited* leads to what it said before."""
        inside = self.edited and width - self.width <= x <= width and 0 <= y <= self.height
        return Click(Wish.SHOW_HISTORY) if inside else None


def footer_part(message: MessageView, look: Look) -> FooterPart:
    """Edited, time and tick of a message."""
    text = formats.time_of_day(message.sent_at_ms)
    if message.edited and not message.deleted:
        text = QCoreApplication.translate("Timeline", "edited") + "  " + text
    if message.starred:
        text = "★ " + text
    metrics = QFontMetrics(look.font(Type.CAPTION))
    status = message.status if message.direction is Direction.OUT else None
    width = metrics.horizontalAdvance(text) + (look.px(ticks.WIDTH + 4) if status is not None else 0)
    return FooterPart(text, status, width, metrics.height(), metrics.ascent(), message.edited and not message.deleted)

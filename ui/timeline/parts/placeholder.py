"""A message that cannot be shown: icon, word, and what is known of it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from services.domain.models import MediaState, MessageView
from ui import formats
from ui.messages import KIND_ICONS, caption, title
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink
from ui.timeline.parts.picture import state_words
from ui.widgets.icons import pixmap
from ui.zoom import px

_SIDE = 38


@dataclass(frozen=True, slots=True)
class PlaceholderPart:
    """A round icon, the kind, and one line about it."""

    picture: str
    title: str
    detail: str
    title_height: float
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it."""
        colours = ink.look.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bubble_inset))
        painter.drawEllipse(QRectF(x, y, px(_SIDE), px(_SIDE)))
        side = px(20)
        image = pixmap(self.picture, colours.accent, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(int(x + (px(_SIDE) - side) / 2), int(y + (px(_SIDE) - side) / 2), side, side, image)
        left, room = x + px(_SIDE) + 10, int(width - px(_SIDE) - 10)
        elide = Qt.TextElideMode.ElideMiddle
        small = QFontMetrics(ink.look.font(Type.SMALL))
        used = self.title_height + (small.height() + 1 if self.detail else 0)
        top = y + (self.height - used) / 2
        painter.setFont(ink.look.font(Type.STRONG))
        painter.setPen(QColor(colours.bubble_text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(left, top, room, self.title_height), flags, self.title)
        if self.detail:
            top += self.title_height + 1
            painter.setFont(ink.look.font(Type.SMALL))
            painter.setPen(QColor(ink.soft))
            painter.drawText(QPointF(left, top + small.ascent()), small.elidedText(self.detail, elide, room))

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Nothing to click."""
        return None


def placeholder_part(message: MessageView, limit: int, look: Look) -> PlaceholderPart:
    """The block for a message, at most ``limit`` pixels wide."""
    heading = title(message)
    facts: list[str] = []
    media = message.media
    if not message.text and caption(message):
        facts.append(formats.one_line(caption(message)))
    if media is not None and media.state is MediaState.NONE:
        facts.append(state_words(media))
    if media is not None and media.duration_s:
        facts.append(formats.duration(media.duration_s))
    if media is not None and media.size:
        facts.append(formats.size(media.size))
    detail = " · ".join(facts)
    strong, small = QFontMetrics(look.font(Type.STRONG)), QFontMetrics(look.font(Type.SMALL))
    needed = max(strong.horizontalAdvance(heading), small.horizontalAdvance(detail)) + px(_SIDE) + 12
    width = min(float(limit), needed)
    # one line mostly; a long one in a narrow window takes as many as it needs
    room = QRectF(0, 0, max(width - px(_SIDE) - 11, 40), 10_000)
    high = strong.boundingRect(room.toRect(), Qt.TextFlag.TextWordWrap, heading).height()
    height = max(px(_SIDE), high + (small.height() + 1 if detail else 0))
    return PlaceholderPart(KIND_ICONS.get(message.kind, "unknown"), heading, detail, float(high), width, float(height))

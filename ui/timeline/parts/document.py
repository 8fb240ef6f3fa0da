"""A document: its kind, its name with nothing hidden, its size, and where it is."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from services.domain import file_names
from services.domain.ids import MessageId
from services.domain.models import MediaState, MediaView, MessageView
from services.domain.status import Status
from ui import formats
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink, Wish
from ui.timeline.parts.picture import state_words, under_way
from ui.timeline.parts.ring import paint_ring, progress_words
from ui.zoom import px

_WIDE, _HIGH = 40.0, 46.0
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A sheet with the extension, the name, what is known of it."""

    message: MessageId
    media: MediaView
    name: str
    ending: str
    detail: str
    ready: bool
    can_fetch: bool
    sending: bool
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it over the whole width."""
        colours = ink.look.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bubble_inset))
        painter.drawRoundedRect(QRectF(x, y, width, self.height), 8, 8)
        sheet = QRectF(x + 8, y + 7, px(_WIDE), px(_HIGH))
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(sheet, 6, 6)
        progress = ink.desk.progress(self.message) if under_way(self.media) or self.sending else None
        if under_way(self.media) or progress is not None:
            paint_ring(painter, sheet.center(), px(_WIDE) / 2 - 3, progress, QColor(0, 0, 0, 60))
        else:
            painter.setFont(ink.look.font(Type.CAPTION))
            painter.setPen(QColor(colours.on_accent))
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, self.ending)
        left, room = x + px(_WIDE) + 18, int(width - px(_WIDE) - 28)
        strong, small = QFontMetrics(ink.look.font(Type.STRONG)), QFontMetrics(ink.look.font(Type.SMALL))
        top = y + (self.height - strong.height() - small.height() - 2) / 2
        painter.setFont(ink.look.font(Type.STRONG))
        painter.setPen(QColor(colours.bubble_text))
        name = strong.elidedText(self.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QPointF(left, top + strong.ascent()), name)
        painter.setFont(ink.look.font(Type.SMALL))
        painter.setPen(QColor(ink.soft))
        detail = small.elidedText(progress_words(progress) or self.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, top + strong.height() + 2 + small.ascent()), detail)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Open or save it, stop it, or fetch it again."""
        if self.sending and x <= px(_WIDE) + 16:
            return Click(Wish.STOP_SENDING)
        if self.ready:
            return Click(Wish.OPEN_FILE)
        if under_way(self.media):
            return Click(Wish.STOP_FETCHING)
        return Click(Wish.FETCH) if self.can_fetch else None


def document_part(message: MessageView, media: MediaView, limit: int, look: Look) -> DocumentPart:
    """The document of a message, at most ``limit`` pixels wide."""
    can_fetch = media.state is MediaState.FAILED
    name = " ".join(file_names.shown_name(media.file_name or "").split()) or translate("Media", "Document")
    ending = file_names.extension(media.file_name or "") or file_names.extension_of_mime(media.mime)
    facts: list[str] = []
    if media.size:
        facts.append(formats.size(media.size))
    if media.pages:
        facts.append(translate("Media", "Pages: {count}").format(count=media.pages))
    words = state_words(media)
    if words:
        facts.append(words)
    detail = " · ".join(facts)
    strong, small = QFontMetrics(look.font(Type.STRONG)), QFontMetrics(look.font(Type.SMALL))
    needed = max(strong.horizontalAdvance(name), small.horizontalAdvance(detail), 150) + px(_WIDE) + 30
    ready = media.state is MediaState.READY and bool(media.path)
    sending = message.status is Status.SENDING
    width = min(float(limit), needed)
    high = max(px(_HIGH) + 14, strong.height() + small.height() + 14)
    return DocumentPart(message.id, media, name, ending[:5].upper(), detail, ready, can_fetch, sending, width, float(high))

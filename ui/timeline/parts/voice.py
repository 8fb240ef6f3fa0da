"""A voice message or a song: play, the shape of the sound, where it is, how fast."""

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF

from services.domain.content import MessageKind
from services.domain.ids import MessageId
from services.domain.models import MediaState, MediaView, MessageView
from services.domain.status import Status
from ui import formats
from ui.media.waveform import BARS, from_base64
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink, Wish
from ui.timeline.parts.picture import state_words, under_way
from ui.timeline.parts.ring import paint_ring, progress_words
from ui.widgets.icons import pixmap
from ui.zoom import px

_SIDE, _LEFT, _SPEED = 40.0, 52.0, 40.0
_BARS_HEIGHT = 26.0


@dataclass(frozen=True, slots=True)
class VoicePart:
    """``bars`` are those that came with the message; None means that the file is measured."""

    message: MessageId
    media: MediaView
    bars: tuple[float, ...] | None
    words: str
    can_fetch: bool
    sending: bool
    width: float
    height: float

    @property
    def ready(self) -> bool:
        """Whether it can be played."""
        return self.media.state is MediaState.READY and bool(self.media.path)

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw the button, the bars and the times."""
        colours = ink.look.colours
        now = ink.desk.sound.state(self.message)
        middle = QPointF(x + px(_SIDE) / 2, y + px(_SIDE) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if self.ready else colours.bubble_inset))
        painter.drawEllipse(middle, px(_SIDE) / 2, px(_SIDE) / 2)
        progress = ink.desk.progress(self.message) if under_way(self.media) or self.sending else None
        if under_way(self.media) or progress is not None:
            paint_ring(painter, middle, px(_SIDE) / 2, progress, QColor(0, 0, 0, 110))
        else:
            self._paint_sign(painter, ink, middle, running=now is not None and now.running)
        measured = ink.desk.waveforms.seconds(self.media.path or "")
        length = (now.length_s if now is not None else 0) or self.media.duration_s or measured
        share = min(now.position_s / length, 1.0) if now is not None and length else 0.0
        room = self._bars_width(width)
        self._paint_bars(painter, ink, x + px(_LEFT), y, room, share)
        painter.setFont(ink.look.font(Type.CAPTION))
        painter.setPen(QColor(ink.soft))
        metrics = painter.fontMetrics()
        words = progress_words(progress) or self.words or formats.duration(now.position_s if now is not None else length)
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(x + px(_LEFT), y + px(_BARS_HEIGHT) + 4 + metrics.ascent()), text)
        if now is not None:
            box = QRectF(x + width - px(_SPEED), y + 4, px(_SPEED), px(22))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.bubble_inset))
            painter.drawRoundedRect(box, px(11), px(11))
            painter.setPen(QColor(colours.bubble_text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{QLocale().toString(now.speed, 'g', 3)}×")

    def _bars_width(self, width: float) -> float:
        return width - px(_LEFT) - px(_SPEED) - 8

    def _paint_sign(self, painter: QPainter, ink: Ink, middle: QPointF, *, running: bool) -> None:
        x, y = middle.x(), middle.y()
        if not self.ready:
            name = "refresh" if self.can_fetch else "voice"
            side = px(20)
            image = pixmap(name, ink.soft, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(x - side / 2, y - side / 2), image)
            return
        painter.setBrush(QColor(ink.look.colours.on_accent))
        if running:
            painter.drawRect(QRectF(x - 6, y - 7, 4, 14))
            painter.drawRect(QRectF(x + 2, y - 7, 4, 14))
        else:
            painter.drawPolygon(QPolygonF([QPointF(x - 5, y - 8), QPointF(x - 5, y + 8), QPointF(x + 9, y)]))

    def _paint_bars(self, painter: QPainter, ink: Ink, x: float, y: float, width: float, share: float) -> None:
        bars = self.bars
        if bars is None and self.ready:
            bars = ink.desk.waveforms.of_file(self.media.path or "", self.message)
        bars = bars or (0.12,) * BARS
        done, rest = ink.look.colour("accent"), QColor(ink.soft)
        rest.setAlpha(120)
        step = width / len(bars)
        thick = max(2.0, min(step - 1.5, 4.0))
        base = y + 2 + px(_BARS_HEIGHT) / 2
        for at, level in enumerate(bars):
            high = max(3.0, level * px(_BARS_HEIGHT))
            painter.fillRect(QRectF(x + at * step, base - high / 2, thick, high), done if at / len(bars) < share else rest)
        if share:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(done)
            painter.drawEllipse(QPointF(x + share * width, base), 6, 6)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Play, stop it from leaving, go to a place, another speed."""
        if self.sending and x <= px(_SIDE):
            return Click(Wish.STOP_SENDING)
        if under_way(self.media):
            return Click(Wish.STOP_FETCHING) if x <= px(_SIDE) else None
        if not self.ready:
            return Click(Wish.FETCH) if self.can_fetch and x <= px(_SIDE) else None
        room = self._bars_width(width)
        if x <= px(_SIDE) + 4:
            return Click(Wish.PLAY)
        if x >= width - px(_SPEED) and y <= px(30):
            return Click(Wish.SPEED)
        if px(_LEFT) <= x <= px(_LEFT) + room and y <= px(_BARS_HEIGHT) + 6:
            return Click(Wish.SEEK, f"{(x - px(_LEFT)) / room:.4f}")
        return None


def voice_part(message: MessageView, media: MediaView, limit: int, look: Look) -> VoicePart:
    """The player of a message, at most ``limit`` pixels wide."""
    can_fetch = media.state is MediaState.FAILED
    bars = from_base64(media.waveform_base64) if message.kind is MessageKind.VOICE else None
    height = px(_BARS_HEIGHT) + 6 + QFontMetrics(look.font(Type.CAPTION)).height()
    return VoicePart(
        message.id, media, bars, state_words(media), can_fetch, message.status is Status.SENDING,
        min(float(limit), float(px(300))), float(max(height, px(_SIDE))),
    )  # fmt: skip

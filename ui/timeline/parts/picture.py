"""Pictures, stickers and films in a bubble: the small picture first, then the stored one, and what is missing."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap, QPolygonF

from services.domain.content import MessageKind
from services.domain.errors import ErrorCode
from services.domain.ids import MessageId
from services.domain.models import MediaState, MediaView, MessageView
from services.domain.status import Status
from ui import formats
from ui.media.desk import Desk
from ui.media.pictures import Shape
from ui.messages import KIND_ICONS, kind_words
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink, Wish
from ui.timeline.parts.ring import paint_ring, progress_words
from ui.widgets.icons import pixmap
from ui.zoom import px

MAX_SIDE, MIN_WIDTH, MIN_HEIGHT, STICKER = 330, 170, 110, 160
_FILMS = frozenset({MessageKind.VIDEO, MessageKind.GIF, MessageKind.VIDEO_NOTE})
PICTURE_KINDS = _FILMS | {MessageKind.IMAGE, MessageKind.STICKER}
_SHADE = QColor(0, 0, 0, 140)
_RING = 24.0
translate = QCoreApplication.translate


def under_way(media: MediaView) -> bool:
    """Whether the file is on its way to us."""
    return media.state in (MediaState.PENDING, MediaState.DOWNLOADING)


def state_words(media: MediaView) -> str:
    """What is to be said of a file that is not here; empty where it is."""
    if media.state is MediaState.READY:
        return ""
    if under_way(media):
        return translate("Media", "Downloading…")
    if media.state is MediaState.REFUSED:
        return translate("Media", "Not downloaded: too large, or from an address that is not allowed")
    if media.state is MediaState.FAILED and media.error == ErrorCode.CANCELLED:
        return translate("Media", "Not downloaded. Click to download")
    if media.state is MediaState.FAILED:
        return translate("Media", "Not downloaded. Try again")
    return translate("Media", "The file did not come with the message")


@dataclass(frozen=True, slots=True)
class PicturePart:
    """Fills the bubble from edge to edge. ``film`` has a button to play; ``word`` stands in its corner."""

    message: MessageId
    kind: MessageKind
    media: MediaView
    shape: Shape
    word: str
    words: str
    can_fetch: bool
    sending: bool = False

    @property
    def width(self) -> float:
        """As wide as it is painted."""
        return float(self.shape.width)

    @property
    def height(self) -> float:
        """As high as it is painted."""
        return float(self.shape.height)

    @property
    def sticker(self) -> bool:
        """Whether it stands without a bubble."""
        return self.kind is MessageKind.STICKER

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw the best that is there."""
        ratio = painter.device().devicePixelRatioF()
        box = QRectF(x, y, self.shape.width, self.shape.height)
        frame = ink.desk.frame(self.message)
        image = None
        if frame is not None and not frame.isNull():
            self._paint_frame(painter, box, frame)
        else:
            image = self._image(ink.desk, ratio)
            if image is not None:
                left = x + (self.shape.width - image.width() / ratio) / 2
                painter.drawPixmap(QPointF(left, y + (self.shape.height - image.height() / ratio) / 2), image)
            else:
                self._paint_missing(painter, ink, box, ratio)
        if under_way(self.media) or (self.sending and ink.desk.progress(self.message) is not None):
            self._paint_progress(painter, ink, box)
        elif self.words and image is not None:
            self._paint_word(painter, ink, box, self.words, middle=True)
        elif self.kind in _FILMS and not self.words and frame is None:
            self._paint_button(painter, box)
        if self.word and not under_way(self.media) and (image is not None or not self.words):
            self._paint_word(painter, ink, box, self.word, middle=False)

    def _image(self, desk: Desk, ratio: float) -> QPixmap | None:
        stored = self.media.path if self.media.state is MediaState.READY and self.kind not in _FILMS else None
        found = desk.pictures.stored(self.message, stored, self.shape, ratio) if stored else None
        if found is None and self.media.thumbnail_base64:
            found = desk.pictures.thumbnail(self.message, self.media.thumbnail_base64, self.shape, ratio)
        return found

    def _paint_frame(self, painter: QPainter, box: QRectF, frame: QPixmap) -> None:
        painter.save()
        painter.setClipRect(box)
        left = box.center().x() - frame.width() / 2
        painter.drawPixmap(QPointF(left, box.center().y() - frame.height() / 2), frame)
        painter.restore()

    def _paint_missing(self, painter: QPainter, ink: Ink, box: QRectF, ratio: float) -> None:
        colours = ink.look.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bubble_inset))
        painter.drawRoundedRect(box, self.shape.radius, self.shape.radius)
        path = self.media.path
        broken = bool(path) and self.kind not in _FILMS and ink.desk.pictures.bad(path or "", self.shape, ratio)
        words = self.words or (translate("Media", "This file holds no picture") if broken else "")
        if under_way(self.media):
            return
        if self.kind in _FILMS and not words:
            return
        side = 30
        name = "refresh" if self.words and self.can_fetch else KIND_ICONS.get(self.kind, "image")
        icon = pixmap(name, ink.soft, side, ratio)
        top = box.center().y() - side / 2 - (12 if words else 0)
        painter.drawPixmap(QPointF(box.center().x() - side / 2, top), icon)
        painter.setFont(ink.look.font(Type.SMALL))
        painter.setPen(QColor(ink.soft))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(8, top - box.top() + side + 4, -8, -4), flags, words)

    def _paint_progress(self, painter: QPainter, ink: Ink, box: QRectF) -> None:
        progress = ink.desk.progress(self.message)
        paint_ring(painter, box.center(), _RING, progress, _SHADE)
        words = progress_words(progress) or self.words
        if words and not self.sticker:
            self._paint_word(painter, ink, box, words, middle=False)

    def _paint_button(self, painter: QPainter, box: QRectF) -> None:
        middle, radius = box.center(), 24.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawEllipse(middle, radius, radius)
        painter.setBrush(Qt.GlobalColor.white)
        x, y = middle.x(), middle.y()
        painter.drawPolygon(QPolygonF([QPointF(x - 7, y - 10), QPointF(x - 7, y + 10), QPointF(x + 11, y)]))

    def _paint_word(self, painter: QPainter, ink: Ink, box: QRectF, word: str, *, middle: bool) -> None:
        font = ink.look.font(Type.CAPTION)
        metrics = QFontMetrics(font)
        word = metrics.elidedText(word, Qt.TextElideMode.ElideRight, int(box.width() - 40))
        wide, high = metrics.horizontalAdvance(word) + 14, 20
        if middle:
            pill = QRectF(box.center().x() - wide / 2, box.center().y() - high / 2, wide, high)
        else:
            pill = QRectF(box.left() + 6, box.bottom() - high - 6, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """To look at it, to stop it, or to fetch it again."""
        if x > self.shape.width:
            return None
        middle = QPointF(self.shape.width / 2, self.shape.height / 2)
        if self.sending and (QPointF(x, y) - middle).manhattanLength() <= 2 * _RING:
            return Click(Wish.STOP_SENDING)
        if self.media.state is MediaState.READY:
            return None if self.sticker else Click(Wish.LOOK_AT)
        if under_way(self.media):
            return Click(Wish.STOP_FETCHING)
        return Click(Wish.FETCH) if self.can_fetch else None


def picture_part(message: MessageView, media: MediaView, limit: int, desk: Desk, look: Look) -> PicturePart:
    """The picture of a message, at most ``limit`` pixels wide."""
    can_fetch = media.state is MediaState.FAILED
    words = state_words(media)
    kind = message.kind
    sending = message.status is Status.SENDING
    if kind is MessageKind.STICKER:
        return PicturePart(message.id, kind, media, Shape(px(STICKER), px(STICKER), 10, whole=True), "", words, can_fetch)
    size = _proportions(media, desk).scaled(min(limit, px(MAX_SIDE)), px(MAX_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
    wide = max(size.width(), min(px(MIN_WIDTH), limit))
    if message.text:
        wide = max(wide, min(limit, 240))
    high = min(max(size.height() * wide // max(size.width(), 1), px(MIN_HEIGHT)), px(MAX_SIDE))
    word = ""
    if kind in _FILMS:
        length = formats.duration(media.duration_s) if media.duration_s else ""
        word = kind_words(kind) if kind is not MessageKind.VIDEO else length
    return PicturePart(message.id, kind, media, Shape(wide, high), word, words, can_fetch, sending)


def _proportions(media: MediaView, desk: Desk) -> QSize:
    known = desk.pictures.size_of(media.path) or desk.pictures.size_of(media.thumbnail_base64)
    if known is not None and not known.isEmpty():
        return known
    if media.width and media.height and 0 < media.width < 100_000 and 0 < media.height < 100_000:
        return QSize(media.width, media.height)
    return QSize(4, 3) * 80

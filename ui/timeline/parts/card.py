"""A card in a bubble: a place, a contact, an invitation, the preview of a link; an icon or picture, title, lines."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from services.domain.ids import MessageId
from ui import formats
from ui.media.pictures import Shape
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink
from ui.widgets.icons import pixmap
from ui.zoom import px

_PAD, _SIDE, _PICTURE = 10.0, 40.0, 64
_ACTION = 36.0


@dataclass(frozen=True, slots=True)
class Action:
    """A word under a card that can be clicked; ``says`` for screen readers and narrow cards is the same."""

    words: str
    click: Click


@dataclass(frozen=True, slots=True)
class CardPart:
    """``picture`` is an icon's name; ``thumbnail`` (base64) is shown in its place where there is one."""

    message: MessageId
    picture: str
    thumbnail: str | None
    title: str
    lines: tuple[str, ...]
    actions: tuple[Action, ...]
    click: Click | None
    width: float
    height: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw it over the whole width."""
        colours, ratio = ink.look.colours, painter.device().devicePixelRatioF()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bubble_inset))
        painter.drawRoundedRect(QRectF(x, y, width, self.height), 8, 8)
        left = x + px(_PAD) + self._paint_picture(painter, ink, x + px(_PAD), y + px(_PAD), ratio) + px(_PAD)
        room = int(x + width - left - px(_PAD))
        strong, small = QFontMetrics(ink.look.font(Type.STRONG)), QFontMetrics(ink.look.font(Type.SMALL))
        body = self._body(strong, small)
        top = y + px(_PAD) + max(0.0, (self._side() - body) / 2)
        right = Qt.TextElideMode.ElideRight
        painter.setFont(ink.look.font(Type.STRONG))
        painter.setPen(QColor(colours.bubble_text))
        painter.drawText(QPointF(left, top + strong.ascent()), strong.elidedText(self.title, right, room))
        top += strong.height() + 1
        painter.setFont(ink.look.font(Type.SMALL))
        painter.setPen(QColor(ink.soft))
        for line in self.lines:
            painter.drawText(QPointF(left, top + small.ascent()), small.elidedText(line, right, room))
            top += small.height() + 1
        self._paint_actions(painter, ink, x, y + self.height - px(_ACTION), width)

    def _paint_picture(self, painter: QPainter, ink: Ink, x: float, y: float, ratio: float) -> float:
        if self.thumbnail:
            shape = Shape(px(_PICTURE), px(_PICTURE), 6)
            image = ink.desk.pictures.thumbnail(self.message, self.thumbnail, shape, ratio)
            if image is not None:
                painter.drawPixmap(QPointF(x, y), image)
            return px(_PICTURE)
        painter.setBrush(QColor(ink.look.colours.accent_soft))
        painter.drawEllipse(QRectF(x, y, px(_SIDE), px(_SIDE)))
        side = px(22)
        image = pixmap(self.picture, ink.look.colours.accent, side, ratio)
        painter.drawPixmap(QPointF(x + (px(_SIDE) - side) / 2, y + (px(_SIDE) - side) / 2), image)
        return px(_SIDE)

    def _side(self) -> float:
        return px(_PICTURE) if self.thumbnail else px(_SIDE)

    def _body(self, strong: QFontMetrics, small: QFontMetrics) -> float:
        return strong.height() + 1 + len(self.lines) * (small.height() + 1)

    def _paint_actions(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        if not self.actions:
            return
        colours = ink.look.colours
        painter.fillRect(QRectF(x, y, width, 1), QColor(colours.bubble_inset))
        painter.setFont(ink.look.font(Type.SMALL_STRONG))
        painter.setPen(QColor(colours.accent))
        step = width / len(self.actions)
        metrics = painter.fontMetrics()
        for at, action in enumerate(self.actions):
            words = metrics.elidedText(action.words, Qt.TextElideMode.ElideRight, int(step - 12))
            painter.drawText(QRectF(x + at * step, y, step, px(_ACTION)), Qt.AlignmentFlag.AlignCenter, words)

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """The action under the place, else what the card itself does."""
        if self.actions and y >= self.height - px(_ACTION):
            return self.actions[min(int(x * len(self.actions) / max(width, 1)), len(self.actions) - 1)].click
        return self.click


def card_part(
    message: MessageId,
    picture: str,
    title: str,
    lines: tuple[str, ...],
    limit: int,
    look: Look,
    *,
    actions: tuple[Action, ...] = (),
    thumbnail: str | None = None,
    click: Click | None = None,
) -> CardPart:
    """A card at most ``limit`` pixels wide; texts from outside are cut to one line each."""
    title = formats.one_line(title, 120)
    lines = tuple(line for line in (formats.one_line(each, 200) for each in lines) if line)
    strong, small = QFontMetrics(look.font(Type.STRONG)), QFontMetrics(look.font(Type.SMALL))
    side = px(_PICTURE) if thumbnail else px(_SIDE)
    longest = max([strong.horizontalAdvance(title), *(small.horizontalAdvance(line) for line in lines)])
    words = QFontMetrics(look.font(Type.SMALL_STRONG))
    # they share the width evenly
    asked = len(actions) * max((words.horizontalAdvance(action.words) + 28 for action in actions), default=0)
    body = strong.height() + 1 + len(lines) * (small.height() + 1)
    return CardPart(
        message, picture, thumbnail, title, lines, actions, click,
        float(min(limit, max(longest + side + 3 * px(_PAD) + 4, asked, 200))),
        max(body, side) + 2 * px(_PAD) + (px(_ACTION) if actions else 0),
    )  # fmt: skip

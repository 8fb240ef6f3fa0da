"""The message that is answered to, as a block with a bar."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath

from services.domain.content import MessageKind
from services.domain.models import QuotedView
from ui import formats
from ui.messages import KIND_ICONS, kind_words
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink, Wish
from ui.widgets.avatar import colour_index
from ui.widgets.icons import pixmap
from ui.zoom import px

_PAD = 8
_BAR = 4


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """Author in one line, what was said in another; ``key`` gives the colour they have over their own messages too."""

    author: str
    key: str
    text: str
    picture: str | None
    from_me: bool
    known: bool
    width: float
    height: float
    line: float

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw the block over the whole width."""
        colours = ink.look.colours
        box = QRectF(x, y, width, self.height)
        clip = QPainterPath()
        clip.addRoundedRect(box, 7, 7)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(box, QColor(colours.bubble_inset))
        authors = colours.authors
        tone = colours.authors[0] if self.from_me else authors[colour_index(self.key, len(authors))]
        painter.fillRect(QRectF(x, y, px(_BAR), self.height), QColor(tone))
        painter.restore()
        left, room = x + px(_BAR) + px(_PAD), width - px(_BAR) - 2 * px(_PAD)
        painter.setFont(ink.look.font(Type.SMALL_STRONG))
        painter.setPen(QColor(tone))
        metrics = painter.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        top = y + 6
        painter.drawText(QPointF(left, top + metrics.ascent()), metrics.elidedText(self.author, elide, int(room)))
        top += self.line
        painter.setFont(ink.look.font(Type.SMALL))
        painter.setPen(QColor(ink.soft))
        if self.picture is not None:
            side = px(15)
            image = pixmap(self.picture, ink.soft, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(int(left), int(top + 1), side, side, image)
            left, room = left + px(20), room - px(20)
        metrics = painter.fontMetrics()
        painter.drawText(QPointF(left, top + metrics.ascent()), metrics.elidedText(self.text, elide, int(room)))

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """Going to the quoted message, where it is stored."""
        return Click(Wish.GO_TO_QUOTED) if self.known and 0 <= y <= self.height else None


def quoted_part(quoted: QuotedView, limit: int, look: Look) -> QuotedPart:
    """The block for a quotation, at most ``limit`` pixels wide."""
    translate = QCoreApplication.translate
    author = translate("Timeline", "You") if quoted.from_me else formats.one_line(quoted.author or "", 80)
    author = author or translate("Timeline", "Customer")
    kind = quoted.kind or MessageKind.TEXT
    text = formats.unmarked_line(quoted.text or "")
    picture = KIND_ICONS.get(kind)
    if not text:
        text = kind_words(kind) if kind is not MessageKind.TEXT else translate("Timeline", "Original message")
    strong, small = QFontMetrics(look.font(Type.SMALL_STRONG)), QFontMetrics(look.font(Type.SMALL))
    needed = max(
        strong.horizontalAdvance(author), small.horizontalAdvance(text) + (px(20) if picture is not None else 0)
    )
    line = strong.height() + 2
    return QuotedPart(
        author, quoted.phone or author, text, picture, quoted.from_me, quoted.message_id is not None,
        min(float(limit), needed + px(_BAR) + 2 * px(_PAD) + 2), 6 + line + small.height() + 6, line,
    )  # fmt: skip

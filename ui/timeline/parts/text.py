"""The text of a message: laid out once, folded where it is very long, always plain."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextLayout,
    QTextOption,
)

from ui.theme import Look, Type
from ui.timeline.parts.base import Ink, Wish

FOLD_CHARS = 1500
FOLD_LINES = 40
UNFOLD_CHARS = 20_000
_ENOUGH = 1e6


def folded(text: str) -> tuple[str, bool]:
    """The text as it is shown at first, and whether something was left out."""
    short = text[:FOLD_CHARS]
    lines = short.split("\n", FOLD_LINES)
    if len(lines) > FOLD_LINES:
        short = "\n".join(lines[:FOLD_LINES])
    return (short, False) if len(short) == len(text) else (short.rstrip() + "…", True)


@dataclass(frozen=True, slots=True)
class Laid:
    """A text laid out within ``limit`` pixels; ``wrapped`` where that broke a line."""

    layout: QTextLayout
    limit: int
    wrapped: bool
    width: float
    height: float
    last_width: float

    def fits(self, width: int) -> bool:
        """Whether it would come out the same within another width."""
        return width == self.limit or (not self.wrapped and width >= self.width)


class TextCache:
    """Laid out texts, the least recently used thrown away first."""

    def __init__(self, look: Look, limit: int = 600) -> None:
        self._look = look
        self._limit = limit
        self._laid: OrderedDict[tuple[str, Type], Laid] = OrderedDict()
        look.changed.connect(self._laid.clear)

    def __len__(self) -> int:
        return len(self._laid)

    def get(self, text: str, width: int, role: Type = Type.BODY) -> Laid:
        """The text within ``width`` pixels."""
        key = (text, role)
        laid = self._laid.get(key)
        if laid is None or not laid.fits(width):
            laid = self._laid[key] = lay_out(text, self._look.font(role), width)
            if len(self._laid) > self._limit:
                self._laid.popitem(last=False)
        self._laid.move_to_end(key)
        return laid


_WRAP = QTextOption()
_WRAP.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
_WRAP.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)


def lay_out(text: str, font: QFont, width: int) -> Laid:
    """Break a text into lines of at most ``width`` pixels."""
    leading = max(0.0, QFontMetrics(font).leading()) + 2
    rtl = is_right_to_left(text)
    layout = QTextLayout(text.replace("\r\n", "\n").replace("\n", "\u2028"), font)
    layout.setTextOption(_WRAP)
    layout.setCacheEnabled(True)
    laid = _break(layout, width, leading)
    if rtl:
        # such lines stand at the right end of the width, so that has to be the width they use
        tight = _break(layout, ceil(laid.width), leading)
        return Laid(layout, width, True, tight.width, tight.height, _ENOUGH)
    return laid


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is of a script written from the right."""
    for character in text[:200]:
        direction = bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _break(layout: QTextLayout, width: int, leading: float) -> Laid:
    height = used = last = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() + leading
        last = line.naturalTextWidth()
        used = max(used, last)
    layout.endLayout()
    wrapped = layout.lineCount() > layout.text().count("\u2028") + 1
    return Laid(layout, width, wrapped, float(ceil(used)), max(0.0, height - leading), last)


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text in a bubble; ``more`` is the line that unfolds it."""

    laid: Laid
    more: str = ""
    more_height: float = 0.0
    soft: bool = False

    @property
    def width(self) -> float:
        """The longest line."""
        return self.laid.width

    @property
    def height(self) -> float:
        """All lines, and the one that unfolds."""
        return self.laid.height + self.more_height

    @property
    def last_width(self) -> float:
        """How far the last line reaches: the time may stand behind it."""
        return _ENOUGH if self.more else self.laid.last_width

    def paint(self, painter: QPainter, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw the lines."""
        painter.setPen(QColor(ink.soft if self.soft else ink.look.colours.bubble_text))
        self.laid.layout.draw(painter, QPointF(x, y))
        if self.more:
            painter.setFont(ink.look.font(Type.SMALL_STRONG))
            painter.setPen(QColor(ink.look.colours.link))
            top = y + self.laid.height
            painter.drawText(QPointF(x, top + self.more_height - 5), self.more)

    def hit(self, x: float, y: float) -> Wish | None:
        """The unfolding line."""
        return Wish.UNFOLD if self.more and y >= self.laid.height else None


def text_part(
    text: str,
    width: int,
    texts: TextCache,
    look: Look,
    *,
    unfolded: bool,
    soft: bool = False,
    role: Type = Type.BODY,
) -> TextPart:
    """The text of a message, folded unless it was unfolded."""
    shown, cut = (text[:UNFOLD_CHARS], len(text) > UNFOLD_CHARS) if unfolded else folded(text)
    if not cut:
        return TextPart(texts.get(shown, width, role), soft=soft)
    more = QCoreApplication.translate("Timeline", "Read more")
    height = QFontMetrics(look.font(Type.SMALL_STRONG)).height() + 8
    return TextPart(texts.get(shown, width, role), more, height, soft)

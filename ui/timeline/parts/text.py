"""The text of a message: WhatsApp's marks drawn from tokens, laid out once, folded where it is very long."""

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from services.domain import formatting
from services.domain.formatting import BlockKind, Formatted, Style
from services.domain.links import Link
from ui.theme import Look, Type
from ui.timeline.parts.base import Click, Ink, Wish
from ui.zoom import px

FOLD_CHARS = 1500
FOLD_LINES = 40
UNFOLD_CHARS = 20_000
_ENOUGH = 1e6
_QUOTE_INDENT = 12
_LARGE = {1: 42, 2: 38, 3: 34}


def folded(text: str) -> tuple[str, bool]:
    """The text as it is shown at first, and whether something was left out."""
    short = text[:FOLD_CHARS]
    lines = short.split("\n", FOLD_LINES)
    if len(lines) > FOLD_LINES:
        short = "\n".join(lines[:FOLD_LINES])
    return (short, False) if len(short) == len(text) else (short.rstrip() + "…", True)


@dataclass(frozen=True, slots=True)
class Laid:
    """A text laid out within ``limit`` pixels; ``wrapped`` where that broke a line.

    Positions are UTF-16 units, as Qt counts. ``bars`` and ``boxes`` are what stands beside quotes and
    behind code: top and height.
    """

    layout: QTextLayout
    limit: int
    wrapped: bool
    width: float
    height: float
    last_width: float
    links: tuple[Link, ...] = ()
    bars: tuple[tuple[float, float], ...] = ()
    boxes: tuple[tuple[float, float], ...] = ()

    def fits(self, width: int) -> bool:
        """Whether it would come out the same within another width."""
        return width == self.limit or (not self.wrapped and width >= self.width)

    def position(self, x: float, y: float) -> int:
        """The position between two characters nearest to a place."""
        line = self._line(y)
        return line.xToCursor(x) if line is not None else 0

    def link_at(self, x: float, y: float) -> Link | None:
        """The link under a place."""
        if not self.links:
            return None
        line = self._line(y)
        if line is None or not line.naturalTextRect().adjusted(0, -3, 0, 3).contains(QPointF(x, y)):
            return None
        at = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        return next((link for link in self.links if link.start <= at < link.end), None)

    def text(self, start: int, end: int) -> str:
        """What is written between two positions."""
        units = self.layout.text().encode("utf-16-le", "surrogatepass")[2 * start : 2 * end]
        return units.decode("utf-16-le", "replace").replace("\u2028", "\n")

    def word(self, position: int) -> tuple[int, int]:
        """Where the word at a position begins and ends."""
        units = self.layout.text().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        if any(ord(c) > 0xFFFF for c in units):
            return self._word_by_qt(position)
        start = end = min(position, len(units))
        while start > 0 and (units[start - 1].isalnum() or units[start - 1] == "_"):
            start -= 1
        while end < len(units) and (units[end].isalnum() or units[end] == "_"):
            end += 1
        return start, max(end, start)

    def _word_by_qt(self, position: int) -> tuple[int, int]:
        mode = QTextLayout.CursorMode.SkipWords
        start = self.layout.previousCursorPosition(position + 1, mode)
        end = self.layout.nextCursorPosition(start, mode)
        return start, max(start, end - (len(self.text(start, end)) - len(self.text(start, end).rstrip())))

    def _line(self, y: float) -> QTextLine | None:
        count = self.layout.lineCount()
        if not count:
            return None
        tops = [self.layout.lineAt(at).y() for at in range(count)]
        return self.layout.lineAt(max(0, bisect_right(tops, y) - 1))


class TextCache:
    """Laid out texts, the least recently used thrown away first."""

    def __init__(self, look: Look, limit: int = 400) -> None:
        self._look = look
        self._limit = limit
        self._laid: OrderedDict[tuple[str, Type, bool], Laid] = OrderedDict()
        look.changed.connect(self._laid.clear)

    def __len__(self) -> int:
        return len(self._laid)

    def get(self, text: str, width: int, role: Type = Type.BODY, *, rich: bool = False) -> Laid:
        """The text within ``width`` pixels; ``rich`` reads WhatsApp's marks and links."""
        key = (text, role, rich)
        laid = self._laid.get(key)
        if laid is None or not laid.fits(width):
            laid = self._laid[key] = lay_out(text, self._look, role, width, rich=rich)
            if len(self._laid) > self._limit:
                self._laid.popitem(last=False)
        self._laid.move_to_end(key)
        return laid


_WRAP = QTextOption()
_WRAP.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
_WRAP.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)


def lay_out(text: str, look: Look, role: Type, width: int, *, rich: bool) -> Laid:
    """Break a text into lines of at most ``width`` pixels."""
    font = look.font(role)
    text = text.replace("\r\n", "\n")
    read = formatting.read(text) if rich else Formatted(text)
    large = _LARGE.get(formatting.emoji_count(text, 3)) if rich and len(text) < 64 else None
    if large is not None:
        font = QFont(font)
        font.setPixelSize(px(large))
    shown = read.text
    layout = QTextLayout(shown.replace("\n", "\u2028"), font)
    layout.setTextOption(_WRAP)
    layout.setCacheEnabled(True)
    quotes: list[tuple[int, int]] = []
    codes: list[tuple[int, int]] = []
    links: tuple[Link, ...] = ()
    if read.spans or read.links or read.blocks:
        units = _Units(shown)
        layout.setFormats(_formats(read, units, look))
        quotes = [(units.at(b.start), units.at(b.end)) for b in read.blocks if b.kind is BlockKind.QUOTE]
        codes = [(units.at(b.start), units.at(b.end)) for b in read.blocks if b.kind is BlockKind.CODE]
        links = tuple(Link(units.at(link.start), units.at(link.end), link.url) for link in read.links)
    leading = max(0.0, QFontMetrics(font).leading()) + 2
    breaker = _Breaker(layout, leading, quotes, codes, links)
    laid = breaker.run(width, width)
    if is_right_to_left(shown):
        # such lines stand at the right end of the width, so that has to be the width they use
        laid = breaker.run(ceil(laid.width), width, right=True)
    return laid


class _Units:
    """From code points to UTF-16 units."""

    def __init__(self, text: str) -> None:
        wide = not text.isascii() and max(text) > "\uffff"
        self._sums = list(accumulate((2 if c > "\uffff" else 1 for c in text), initial=0)) if wide else None

    def at(self, position: int) -> int:
        return position if self._sums is None else self._sums[position]


def _formats(read: Formatted, units: _Units, look: Look) -> list[QTextLayout.FormatRange]:
    ranges: list[QTextLayout.FormatRange] = []

    def add(start: int, end: int, how: QTextCharFormat) -> None:
        each = QTextLayout.FormatRange()
        each.start, each.length = units.at(start), units.at(end) - units.at(start)
        each.format = how
        ranges.append(each)

    for span in read.spans:
        how = QTextCharFormat()
        if span.style & Style.BOLD:
            how.setFontWeight(QFont.Weight.Bold)
        if span.style & Style.ITALIC:
            how.setFontItalic(True)
        if span.style & Style.STRIKE:
            how.setFontStrikeOut(True)
        if span.style & Style.MONO:
            how.setFontFamilies([look.font(Type.MONO).family()])
            how.setFontFixedPitch(True)
        add(span.start, span.end, how)
    for link in read.links:
        how = QTextCharFormat()
        how.setForeground(look.colour("link"))
        how.setFontUnderline(True)
        add(link.start, link.end, how)
    return ranges


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is of a script written from the right."""
    for character in text[:200]:
        direction = bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Breaker:
    layout: QTextLayout
    leading: float
    quotes: list[tuple[int, int]]
    codes: list[tuple[int, int]]
    links: tuple[Link, ...]

    def run(self, width: int, limit: int, *, right: bool = False) -> Laid:
        height = used = last = 0.0
        bars: list[tuple[float, float]] = []
        boxes: list[tuple[float, float]] = []
        layout = self.layout
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            start = line.textStart()
            quoted = bool(self.quotes) and any(a <= start < b for a, b in self.quotes)
            coded = bool(self.codes) and any(a <= start < b for a, b in self.codes)
            indent = _QUOTE_INDENT if quoted else 8 if coded else 0
            line.setLineWidth(width - indent)
            line.setPosition(QPointF(0 if right else indent, height))
            step = line.height() + self.leading
            if quoted:
                bars.append((height, step))
            if coded:
                joined = bool(boxes) and boxes[-1][0] + boxes[-1][1] == height
                before = boxes.pop() if joined else (height, 0.0)
                boxes.append((before[0], before[1] + step))
            height += step
            last = line.naturalTextWidth() + indent
            used = max(used, last + (8 if coded else 0))
        layout.endLayout()
        wrapped = right or layout.lineCount() > layout.text().count("\u2028") + 1
        if right:
            last = _ENOUGH
        return Laid(
            layout, limit, wrapped, float(ceil(used)), max(0.0, height - self.leading), last, self.links,
            tuple(bars), tuple(boxes),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text in a bubble; ``more`` is the line that unfolds it. ``selectable`` marks the message's own words."""

    laid: Laid
    more: str = ""
    more_width: float = 0.0
    more_height: float = 0.0
    soft: bool = False
    selectable: bool = False

    @property
    def width(self) -> float:
        """The longest line."""
        return max(self.laid.width, self.more_width)

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
        colours = ink.look.colours
        for top, high in self.laid.boxes:
            painter.fillRect(QRectF(x, y + top, width, high + 1), QColor(colours.bubble_inset))
        for top, high in self.laid.bars:
            painter.fillRect(QRectF(x, y + top, 3, high), QColor(colours.accent))
        painter.setPen(QColor(ink.soft if self.soft else colours.bubble_text))
        self.laid.layout.draw(painter, QPointF(x, y), self._marked(ink))
        if self.more:
            painter.setFont(ink.look.font(Type.SMALL_STRONG))
            painter.setPen(QColor(colours.link))
            top = y + self.laid.height
            painter.drawText(QPointF(x, top + self.more_height - 5), self.more)

    def _marked(self, ink: Ink) -> list[QTextLayout.FormatRange]:
        if ink.marked is None or not self.selectable:
            return []
        first, last = sorted(ink.marked)
        each = QTextLayout.FormatRange()
        each.start, each.length = first, last - first
        how = QTextCharFormat()
        how.setBackground(ink.look.colour("accent"))
        how.setForeground(ink.look.colour("on_accent"))
        each.format = how
        return [each]

    def hit(self, x: float, y: float, width: float) -> Click | None:
        """A link, or the unfolding line."""
        if y >= self.laid.height:
            return Click(Wish.UNFOLD) if self.more else None
        link = self.laid.link_at(x, y)
        return Click(Wish.OPEN_LINK, link.url) if link is not None else None


def text_part(
    text: str,
    width: int,
    texts: TextCache,
    look: Look,
    *,
    unfolded: bool,
    soft: bool = False,
    role: Type = Type.BODY,
    rich: bool = False,
) -> TextPart:
    """A text, folded unless it was unfolded; ``rich`` for what people write."""
    shown, cut = (text[:UNFOLD_CHARS], len(text) > UNFOLD_CHARS) if unfolded else folded(text)
    laid = texts.get(shown, width, role, rich=rich)
    if not cut:
        return TextPart(laid, soft=soft, selectable=rich)
    more = QCoreApplication.translate("Timeline", "Read more")
    metrics = QFontMetrics(look.font(Type.SMALL_STRONG))
    wide = metrics.horizontalAdvance(more) + 1.0
    return TextPart(laid, more, wide, metrics.height() + 8, soft, selectable=rich)

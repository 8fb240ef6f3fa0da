"""The rows of the finder, and how they are drawn: outside text as plain text, hits in bold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from services.domain.content import Direction, MessageKind
from services.domain.models import ChatView
from services.domain.search import Hit
from ui import formats
from ui.messages import kind_words, preview_words
from ui.search.completion import Offer
from ui.theme import Look, Radius, Space, Type
from ui.widgets.avatar import paint_avatar
from ui.widgets.whole_rows import WholeRows, cut_lines

_HEAD, _OFFER, _ROW = 30, 36, 54
_AVATAR = 34
_WORDLESS = (MessageKind.VOICE, MessageKind.VIDEO_NOTE, MessageKind.STICKER)
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_Elide = Qt.TextElideMode.ElideRight
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ENTRY = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Command:
    """Something that can be done from anywhere; ``keys`` as Qt writes them, "" where there are none."""

    name: str
    keys: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Entry:
    """One row: a heading, a conversation, a message, a command, or what may be typed next."""

    heading: str = ""
    offer: Offer | None = None
    chat: ChatView | None = None
    hit: Hit | None = None
    command: Command | None = None

    def sentence(self, today: int) -> str:
        """All of it for a screen reader."""
        if self.chat is not None:
            return formats.one_line(self.chat.title)
        if self.hit is not None:
            when = formats.list_time(self.hit.sent_at_ms, formats.local_day(today))
            return f"{formats.one_line(self.hit.chat_title)}. {_words(self.hit)}. {when}"
        if self.offer is not None:
            return f"{self.offer.text.strip()}. {self.offer.about}" if self.offer.about else self.offer.text.strip()
        return self.command.name if self.command is not None else self.heading


class Entries(QAbstractListModel):
    """What was found, in sections; headings cannot be chosen."""

    def __init__(self, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: Sequence[Entry] = ()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Headings included."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The Entry, and its words."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.sentence(int(self._clock() * 1000))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are only read."""
        entry = self.entry(index.row())
        if entry is None or entry.heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show(self, entries: Sequence[Entry]) -> None:
        """Begin anew."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def next_row(self, row: int, by: int) -> int | None:
        """The next row in this direction that can be chosen, or None."""
        row += by
        while 0 <= row < len(self._entries):
            if not self._entries[row].heading:
                return row
            row += by
        return None


class EntryDelegate(WholeRows):
    """Draws entries."""

    def __init__(self, look: Look, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings and what may be typed are lower."""
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return QSize(200, self._look.px(_ROW))
        return QSize(200, self._look.px(_HEAD if entry.heading else _OFFER if entry.offer is not None else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._look.px
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if entry.heading:
            painter.setFont(self._look.font(Type.SMALL_STRONG))
            painter.setPen(self._look.colour("text_soft"))
            painter.drawText(rect.adjusted(px(Space.L), 0, -px(Space.L), 0), _LINE, entry.heading)
        else:
            box = QRectF(rect).adjusted(px(Space.S), 1, -px(Space.S), -1)
            if state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._look.colour("selected"))
                painter.drawRoundedRect(box, px(Radius.M), px(Radius.M))
            self._row(painter, entry, box.toRect().adjusted(px(Space.S), 0, -px(Space.M), 0))
        painter.restore()

    def cut_words(self, option: QStyleOptionViewItem, index: Index) -> str:
        """What a screen reader is told, where the row is too short for it."""
        rect: QRect = option.rect
        words = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
        return cut_lines(((words, self._look.font(Type.STRONG)),), rect.width() - self._look.px(90))

    def _row(self, painter: QPainter, entry: Entry, box: QRect) -> None:
        px = self._look.px
        if entry.command is not None:
            self._line(painter, box, entry.command.name, entry.command.keys)
            return
        if entry.offer is not None:
            self._line(painter, box, entry.offer.text.strip(), entry.offer.about)
            return
        chat, hit = entry.chat, entry.hit
        if chat is not None:
            title, address, is_group = chat.title, str(chat.address), chat.is_group
            at, text = chat.last_at_ms, preview_words(chat)
        elif hit is not None:
            title, address, is_group, at, text = hit.chat_title, hit.address, hit.is_group, hit.sent_at_ms, hit.text
        else:
            return
        side = px(_AVATAR)
        avatar = QRectF(box.left(), box.center().y() - side / 2, side, side)
        paint_avatar(
            painter, avatar, title, address, is_group, self._look.colours, self._look.font(Type.SMALL_STRONG)
        )
        left, middle = box.left() + side + px(Space.M), box.center().y()
        top = QRect(left, middle - px(21), box.right() - left, px(21))
        under = QRect(left, middle + px(1), box.right() - left, px(20))
        if at:
            today = formats.local_day(int(self._clock() * 1000))
            top.setWidth(top.width() - self._right(painter, top, formats.list_time(at, today)))
        painter.setFont(self._look.font(Type.STRONG))
        painter.setPen(self._look.colour("text"))
        painter.drawText(top, _LINE, painter.fontMetrics().elidedText(formats.one_line(title), _Elide, top.width()))
        if hit is not None:
            self._marked(painter, under, hit)
        else:
            painter.setFont(self._look.font(Type.SMALL))
            painter.setPen(self._look.colour("text_soft"))
            painter.drawText(under, _LINE, painter.fontMetrics().elidedText(text, _Elide, under.width()))

    def _line(self, painter: QPainter, box: QRect, text: str, beside: str) -> None:
        words = box.adjusted(self._look.px(Space.S), 0, -self._right(painter, box, beside), 0)
        painter.setFont(self._look.font(Type.BODY))
        painter.setPen(self._look.colour("text"))
        painter.drawText(words, _LINE, painter.fontMetrics().elidedText(text, _Elide, words.width()))

    def _right(self, painter: QPainter, line: QRect, text: str) -> int:
        painter.setFont(self._look.font(Type.CAPTION))
        painter.setPen(self._look.colour("text_soft"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        return painter.fontMetrics().horizontalAdvance(text) + self._look.px(Space.S) if text else 0

    def _marked(self, painter: QPainter, line: QRect, hit: Hit) -> None:
        soft, strong = self._look.font(Type.SMALL), self._look.font(Type.SMALL_STRONG)
        pieces = _pieces(hit)
        if hit.direction is Direction.OUT:
            pieces = [(self.tr("You: {text}").format(text=""), False), *pieces]
        left = line.left()
        for text, marked in pieces:
            font = strong if marked else soft
            metrics = QFontMetrics(font)
            room = line.right() - left
            if room <= 8:
                return
            shown = metrics.elidedText(text, _Elide, room)
            painter.setFont(font)
            width = metrics.horizontalAdvance(shown)
            if marked:
                painter.fillRect(QRect(left, line.top() + 1, width, line.height() - 2), self._look.colour("accent_soft"))
            painter.setPen(QColor(self._look.colour("text" if marked else "text_soft")))
            painter.drawText(QRect(left, line.top(), room, line.height()), _LINE, shown)
            left += width


def _words(hit: Hit) -> str:
    # what has no text of its own comes with the name of its file, which says nothing unless it was looked for
    if hit.text and (hit.marks or hit.kind not in _WORDLESS):
        return hit.text
    return kind_words(hit.kind) if hit.kind is not MessageKind.TEXT else ""


def _pieces(hit: Hit) -> list[tuple[str, bool]]:
    if not hit.marks:
        return [(_words(hit), False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for begin, end in hit.marks:
        pieces += [(hit.text[at:begin], False), (hit.text[begin:end], True)]
        at = end
    return [(text, marked) for text, marked in [*pieces, (hit.text[at:], False)] if text]

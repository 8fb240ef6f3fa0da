"""How one conversation looks in the list: every row the same height, everything drawn as plain text."""

from math import ceil, floor

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from services.domain.changes import Presence
from services.domain.content import Direction
from services.domain.ids import ChatId
from services.domain.models import ChatState, ChatView
from ui import formats
from ui.chats.chat_list_model import Role
from ui.chats.sentence import presence_words
from ui.desk.lists import DeskLists
from ui.messages import KIND_ICONS, preview_words
from ui.theme import Look, Space, Type
from ui.widgets import ticks
from ui.widgets.avatar import initials, paint_avatar
from ui.widgets.colours import readable_on
from ui.widgets.icons import pixmap
from ui.widgets.row_ground import paint_row_ground
from ui.widgets.whole_rows import Index, WholeRows, cut_lines

ROW_HEIGHT = 72
_AVATAR = 46
_BESIDE = 8
_AVATARS = 64
_DOTS = 4
_SHOWN = (
    QStyle.StateFlag.State_Selected
    | QStyle.StateFlag.State_MouseOver
    | QStyle.StateFlag.State_HasFocus
    | QStyle.StateFlag.State_KeyboardFocusChange
)
_Elide = Qt.TextElideMode.ElideRight
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ChatDelegate(WholeRows):
    """Avatar, name, time; tick, preview, labels, agent, badge."""

    def __init__(
        self, look: Look, clock: formats.Clock, parent: QObject | None = None, lists: DeskLists | None = None
    ) -> None:
        super().__init__(parent)
        self._lists = lists
        self._look = look
        self._clock = clock
        # a list in which one row changes or moves is painted whole; the others need not be drawn anew
        self._pictures: dict[ChatId, tuple[tuple[object, ...], QPixmap]] = {}
        self._height = 0
        self._avatars: dict[tuple[object, ...], QPixmap] = {}
        look.changed.connect(self.forget)
        if lists is not None:
            lists.changed.connect(self.forget)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(self._look.px(240), self._look.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        chat = index.data(Role.CHAT)
        if not isinstance(chat, ChatView):
            return
        rect: QRect = option.rect
        self._height = max(self._height, rect.bottom())
        state: QStyle.StateFlag = option.state
        ratio = painter.device().devicePixelRatioF()
        presence = index.data(Role.PRESENCE)
        wanted = (chat, presence, rect.size(), state & _SHOWN, ratio, formats.local_day(int(self._clock() * 1000)))
        known = self._pictures.get(chat.id)
        if known is None or known[0] != wanted:
            picture = QPixmap(rect.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            self._draw(inner, chat, presence, QRect(QPoint(0, 0), rect.size()), state)
            inner.end()
            self._pictures.pop(chat.id, None)  # those drawn last stand last
            known = self._pictures[chat.id] = (wanted, picture)
            if len(self._pictures) > self._height // rect.height() + _BESIDE:
                del self._pictures[next(iter(self._pictures))]
        painter.drawPixmap(rect.topLeft(), known[1])

    def forget(self) -> None:
        """Draw all anew: other colours, or another language."""
        self._pictures.clear()
        self._avatars.clear()

    def _draw(
        self, painter: QPainter, chat: ChatView, presence: Presence | None, rect: QRect, state: QStyle.StateFlag
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._look.px
        box = QRectF(rect).adjusted(px(6), 2, -px(6), -2)
        paint_row_ground(painter, box, state, self._look)
        side = px(_AVATAR)
        avatar = QRectF(box.left() + px(10), box.center().y() - side / 2, side, side)
        self._avatar(painter, chat, avatar)
        left = round(avatar.right()) + px(Space.M)
        right = round(box.right()) - px(Space.M)
        middle = round(box.center().y())
        self._first_line(painter, chat, QRect(left, middle - px(23), right - left, px(22)))
        self._second_line(painter, chat, presence, QRect(left, middle + px(1), right - left, px(22)))

    def _avatar(self, painter: QPainter, chat: ChatView, place: QRectF) -> None:
        """Kept as it was drawn: of a row that changes it is the one thing that does not."""
        corner, ratio = QPointF(floor(place.left()), floor(place.top())), painter.device().devicePixelRatioF()
        within = place.translated(-corner)
        key = (chat.title, chat.address, chat.is_group, within.x(), within.y(), ratio)
        image = self._avatars.get(key)
        if image is None:
            side = ceil(place.width()) + 1
            image = QPixmap(QSize(side, side) * ratio)
            image.setDevicePixelRatio(ratio)
            image.fill(Qt.GlobalColor.transparent)
            inner, look = QPainter(image), self._look
            paint_avatar(inner, within, chat.title, str(chat.address), chat.is_group, look.colours, look.font(Type.STRONG))
            inner.end()
            self._avatars[key] = image
            if len(self._avatars) > _AVATARS:
                del self._avatars[next(iter(self._avatars))]
        painter.drawPixmap(corner, image)

    def cut_words(self, option: QStyleOptionViewItem, index: Index) -> str:
        """The name, where the time beside it leaves too little room."""
        chat, px, rect = index.data(Role.CHAT), self._look.px, option.rect
        today = formats.local_day(int(self._clock() * 1000))
        when = formats.list_time(chat.last_at_ms, today) if chat.last_at_ms else ""
        beside = px(22) + px(_AVATAR) + 2 * px(Space.M) + px(Space.S)
        beside += QFontMetrics(self._look.font(Type.CAPTION)).horizontalAdvance(when)
        beside += px(24) * (chat.muted + (chat.snoozed_until_ms is not None or chat.state is ChatState.RESOLVED))
        room: int = rect.width() - beside
        return cut_lines(((formats.one_line(chat.title), self._look.font(Type.STRONG)),), room)

    def _first_line(self, painter: QPainter, chat: ChatView, line: QRect) -> None:
        colours = self._look.colours
        if chat.last_at_ms:
            today = formats.local_day(int(self._clock() * 1000))
            text = formats.list_time(chat.last_at_ms, today)
            painter.setFont(self._look.font(Type.CAPTION))
            painter.setPen(QColor(colours.accent if chat.unread else colours.text_soft))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
            line = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(text) - self._look.px(Space.S), 0)
        if chat.muted:
            line = self._mark(painter, line, "muted")
        if chat.snoozed_until_ms is not None:
            line = self._mark(painter, line, "clock")
        elif chat.state is ChatState.RESOLVED:
            line = self._mark(painter, line, "check")
        painter.setFont(self._look.font(Type.STRONG))
        painter.setPen(QColor(colours.text))
        title = formats.one_line(chat.title)
        painter.drawText(line, _LINE, painter.fontMetrics().elidedText(title, _Elide, line.width()))

    def _second_line(self, painter: QPainter, chat: ChatView, presence: Presence | None, line: QRect) -> None:
        colours, px = self._look.colours, self._look.px
        if chat.unread:
            line = self._badge(painter, chat, line)
        elif chat.marked_unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            dot = px(12)
            painter.drawEllipse(QRectF(line.right() - dot - 1, line.center().y() - dot / 2 + 1, dot, dot))
            line = line.adjusted(0, 0, -dot - px(Space.S), 0)
        if chat.pinned:
            line = self._mark(painter, line, "pin")
        line = self._agent(painter, chat, line)
        line = self._dots(painter, chat, line)
        font = self._look.font(Type.SMALL)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        if presence is not None:
            self._rest(painter, metrics, line, presence_words(presence), colours.accent)
            return
        if chat.draft:
            word = self.tr("Draft:")
            painter.setPen(QColor(colours.danger))
            painter.drawText(line, _LINE, word)
            line = line.adjusted(metrics.horizontalAdvance(word) + 5, 0, 0, 0)
            self._rest(painter, metrics, line, formats.one_line(chat.draft), colours.text_soft)
            return
        if chat.preview_kind is None:
            return
        if chat.preview_direction is Direction.OUT and chat.preview_status is not None and not chat.preview_deleted:
            top = line.center().y() - px(ticks.HEIGHT) / 2 + 1
            ticks.paint_tick(painter, line.left() - 2, top, chat.preview_status, colours, colours.text_soft)
            line = line.adjusted(px(ticks.WIDTH) + 3, 0, 0, 0)
        tone = colours.text if chat.unread else colours.text_soft
        if chat.is_group and chat.preview_author and chat.preview_direction is Direction.IN:
            author = metrics.elidedText(formats.one_line(chat.preview_author, 60), _Elide, line.width() // 2) + ":"
            painter.setPen(QColor(tone))
            painter.drawText(line, _LINE, author)
            line = line.adjusted(metrics.horizontalAdvance(author) + 4, 0, 0, 0)
        picture = "block" if chat.preview_deleted else KIND_ICONS.get(chat.preview_kind)
        if picture is not None:
            side = px(16)
            image = pixmap(picture, tone, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(line.left(), line.center().y() - side // 2 + 1, side, side, image)
            line = line.adjusted(px(21), 0, 0, 0)
        self._rest(painter, metrics, line, preview_words(chat), tone)

    @staticmethod
    def _rest(painter: QPainter, metrics: QFontMetrics, line: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.drawText(line, _LINE, metrics.elidedText(text, _Elide, line.width()))

    def _dots(self, painter: QPainter, chat: ChatView, line: QRect) -> QRect:
        if self._lists is None or not chat.labels:
            return line
        px, side = self._look.px, self._look.px(10)
        painter.setPen(QPen(QColor(self._look.colours.surface), 1))
        # the last one drawn is the first label
        for label in reversed(self._lists.labels_of(chat.labels)[:_DOTS]):
            painter.setBrush(QColor(label.colour))
            painter.drawEllipse(QRectF(line.right() - side, line.center().y() - side / 2 + 1, side, side))
            line = line.adjusted(0, 0, -side - px(3), 0)
        return line.adjusted(0, 0, -px(5), 0)

    def _agent(self, painter: QPainter, chat: ChatView, line: QRect) -> QRect:
        agent = self._lists.agents.get(chat.agent_id) if self._lists is not None and chat.agent_id is not None else None
        if agent is None:
            return line
        side = self._look.px(18)
        circle = QRectF(line.right() - side, line.center().y() - side / 2 + 1, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(agent.colour))
        painter.drawEllipse(circle)
        font = QFont(self._look.font(Type.CAPTION))
        font.setPixelSize(self._look.px(9))
        painter.setFont(font)
        painter.setPen(QColor(readable_on(agent.colour)))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(agent.name) or "•")
        return line.adjusted(0, 0, -side - self._look.px(6), 0)

    def _mark(self, painter: QPainter, line: QRect, name: str) -> QRect:
        side = self._look.px(14)
        image = pixmap(name, self._look.colours.text_soft, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(line.right() - side, line.center().y() - side // 2 + 1, side, side, image)
        return line.adjusted(0, 0, -side - self._look.px(Space.S), 0)

    def _badge(self, painter: QPainter, chat: ChatView, line: QRect) -> QRect:
        colours, px = self._look.colours, self._look.px
        text = "999+" if chat.unread > 999 else str(chat.unread)
        painter.setFont(self._look.font(Type.CAPTION))
        high = px(20)
        width = max(high, painter.fontMetrics().horizontalAdvance(text) + px(12))
        pill = QRectF(line.right() - width + 1, line.center().y() - high / 2 + 1, width, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.text_soft if chat.muted else colours.accent))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(QColor(colours.surface if chat.muted else colours.on_accent))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return line.adjusted(0, 0, -width - px(Space.S), 0)

"""How one number looks in the list: its name, and its state in a colour and in words."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from services.domain.events import ConnectionState
from ui.messages import state_words
from ui.theme import Look, Radius, Type
from ui.widgets.whole_rows import Index, WholeRows, cut_lines

STATE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COLOUR_ROLE = STATE_ROLE + 1
_BAD = frozenset(
    {
        ConnectionState.LOGGED_OUT,
        ConnectionState.BANNED,
        ConnectionState.AUTH_REJECTED,
        ConnectionState.MISCONFIGURED,
        ConnectionState.UNREACHABLE,
    }
)


def tone(state: ConnectionState) -> str:
    """The colour role of a state."""
    if state is ConnectionState.CONNECTED:
        return "success"
    return "danger" if state in _BAD else "warning"


class InstanceDelegate(WholeRows):
    """Two lines: name; dot and state."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(self._look.px(200), self._look.px(62))

    def cut_words(self, option: QStyleOptionViewItem, index: Index) -> str:
        """Name and state, where one of them is cut."""
        rect: QRect = option.rect
        state = state_words(ConnectionState(index.data(STATE_ROLE)))
        lines = ((str(index.data()), Type.STRONG), (state, Type.SMALL))
        room = rect.width() - self._look.px(36 + 16)
        return cut_lines(((text, self._look.font(role)) for text, role in lines), room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, px = self._look.colours, self._look.px
        rect: QRect = option.rect
        box = QRectF(rect).adjusted(6, 2, -6, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if selected else colours.hover))
            painter.drawRoundedRect(box, px(Radius.M), px(Radius.M))
        line = rect.adjusted(px(18), 0, -px(18), 0)
        middle = rect.center().y()
        state = ConnectionState(index.data(STATE_ROLE))
        colour = QColor(str(getattr(colours, tone(state))))
        for role, pen, text, left, top in (
            (Type.STRONG, QColor(colours.text), str(index.data()), 0, middle - px(22)),
            (Type.SMALL, QColor(colours.text_soft), state_words(state), px(16), middle),
        ):
            painter.setFont(self._look.font(role))
            painter.setPen(pen)
            room = line.width() - left
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(line.left() + left, top, room, px(22)), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(Qt.PenStyle.NoPen)
        own = index.data(COLOUR_ROLE)
        if own:
            painter.setBrush(QColor(str(own)))
            painter.drawRoundedRect(QRectF(box.left() + px(3), box.top() + px(8), px(4), box.height() - px(16)), 2, 2)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(line.left(), middle + px(7), px(8), px(8)))
        painter.restore()

"""How one contact looks in the list: every row the same height, everything drawn as plain text."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from services.domain.contacts import ContactView
from ui import formats
from ui.contacts.model import ContactsModel, Role
from ui.theme import Look, Space, Type
from ui.widgets.avatar import paint_avatar
from ui.widgets.row_ground import paint_row_ground
from ui.widgets.whole_rows import Index, WholeRows, cut_lines

ROW_HEIGHT = 62
_AVATAR = 40
_Elide = Qt.TextElideMode.ElideRight
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ContactDelegate(WholeRows):
    """Avatar, name; number and last message."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(self._look.px(240), self._look.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        contact, model = index.data(Role.CONTACT), index.model()
        if not isinstance(contact, ContactView) or not isinstance(model, ContactsModel):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours, px = self._look.colours, self._look.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(px(6), 2, -px(6), -2)
        paint_row_ground(painter, box, state, self._look)
        side = px(_AVATAR)
        avatar = QRectF(box.left() + px(10), box.center().y() - side / 2, side, side)
        paint_avatar(painter, avatar, contact.title, str(contact.address), False, colours, self._look.font(Type.STRONG))
        left, right = round(avatar.right()) + px(Space.M), round(box.right()) - px(Space.M)
        middle = round(box.center().y())
        self._line(painter, QRect(left, middle - px(21), right - left, px(20)), contact.title, Type.STRONG, colours.text)
        self._line(painter, QRect(left, middle, right - left, px(20)), model.detail(contact), Type.SMALL, colours.text_soft)
        painter.restore()

    def cut_words(self, option: QStyleOptionViewItem, index: Index) -> str:
        """Both lines, where one of them is cut."""
        contact, model, px = index.data(Role.CONTACT), index.model(), self._look.px
        if not isinstance(contact, ContactView) or not isinstance(model, ContactsModel):
            return ""
        rect: QRect = option.rect
        lines = ((formats.one_line(contact.title), Type.STRONG), (model.detail(contact), Type.SMALL))
        room = rect.width() - px(22) - px(_AVATAR) - 2 * px(Space.M)
        return cut_lines(((text, self._look.font(role)) for text, role in lines), room)

    def _line(self, painter: QPainter, line: QRect, text: str, role: Type, colour: str) -> None:
        painter.setFont(self._look.font(role))
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(formats.one_line(text), _Elide, line.width())
        painter.drawText(line, _LINE, shown)

"""What a conversation holds of one kind, newest first: the rows of the grid and of the lists, and how they look."""

from enum import IntEnum

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from services.domain import file_names, links
from services.domain.contacts import SharedKind
from services.domain.content import Direction, MessageKind
from services.domain.models import MediaState, MessageView, Page
from ui import formats
from ui.media.desk import Desk
from ui.media.pictures import Shape
from ui.messages import KIND_ICONS, kind_words
from ui.theme import Look, Radius, Space, Type
from ui.widgets.icons import pixmap
from ui.widgets.paged_model import Index, PagedModel

TILE = 116
ROW_HEIGHT = 58
_GAP = 4
_ICON = 26
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Role(IntEnum):
    """What a delegate asks for."""

    MESSAGE = int(Qt.ItemDataRole.UserRole) + 1


class SharedModel(PagedModel[MessageView]):
    """Holds MessageViews."""

    def __init__(self, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.kind = SharedKind.PICTURES

    @property
    def messages(self) -> tuple[MessageView, ...]:
        """What is loaded."""
        return tuple(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Its name, the sentence for a screen reader, or the whole message."""
        message = self.item(index.row()) if index.isValid() else None
        if message is None:
            return None
        if role == Role.MESSAGE:
            return message
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(message)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(message)}. {self.detail(message)}"
        return None

    def title(self, message: MessageView) -> str:
        """A link's address, a document's name, else the kind."""
        if self.kind is SharedKind.LINKS:
            return formats.one_line(link_in(message) or message.text or "")
        if message.media is not None and message.media.file_name:
            return formats.one_line(file_names.shown_name(message.media.file_name))
        return kind_words(message.kind)

    def detail(self, message: MessageView) -> str:
        """Who sent it, when, how large."""
        today = formats.local_day(int(self._clock() * 1000))
        who = self.tr("You") if message.direction is Direction.OUT else formats.one_line(message.author.name or "", 60)
        parts = [who, formats.moment(message.sent_at_ms, today)]
        if message.media is not None and message.media.size:
            parts.append(formats.size(message.media.size))
        if message.media is not None and message.media.state is not MediaState.READY:
            parts.append(self.tr("not on this computer"))
        return " · ".join(part for part in parts if part)

    def reset(self, kind: SharedKind, page: Page[MessageView]) -> None:
        """Begin anew with a first page."""
        self.kind = kind
        self._begin(self._shown(page), page.next)

    def append(self, page: Page[MessageView]) -> None:
        """The page asked for."""
        self._go_on(self._shown(page), page.next)

    def _shown(self, page: Page[MessageView]) -> list[MessageView]:
        # the index finds what may be a link; only what is one is shown
        return [m for m in page.items if self.kind is not SharedKind.LINKS or link_in(m) is not None]


def link_in(message: MessageView) -> str | None:
    """The first link of a message."""
    found = links.find((message.text or "")[:20_000])
    return found[0].url if found else None


class SharedDelegate(QStyledItemDelegate):
    """A tile with the picture, or a row with name and particulars."""

    def __init__(self, look: Look, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._desk = look, desk

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike."""
        model = index.model()
        grid = isinstance(model, SharedModel) and model.kind is SharedKind.PICTURES
        return QSize(TILE, TILE) if grid else QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw one."""
        message, model = index.data(Role.MESSAGE), index.model()
        if not isinstance(message, MessageView) or not isinstance(model, SharedModel):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if model.kind is SharedKind.PICTURES:
            self._tile(painter, rect, message, state)
        else:
            self._row(painter, rect, model, message, state)
        painter.restore()

    def _tile(self, painter: QPainter, rect: QRect, message: MessageView, state: QStyle.StateFlag) -> None:
        colours = self._look.colours
        box = QRectF(rect).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.surface_alt))
        painter.drawRoundedRect(box, Radius.S, Radius.S)
        ratio = painter.device().devicePixelRatioF()
        shape = Shape(round(box.width()), round(box.height()), Radius.S)
        media = message.media
        picture = None
        if media is not None:
            if media.path and media.state is MediaState.READY and message.kind in (MessageKind.IMAGE, MessageKind.GIF):
                picture = self._desk.pictures.stored(message.id, media.path, shape, ratio)
            if picture is None and media.thumbnail_base64:
                picture = self._desk.pictures.thumbnail(message.id, media.thumbnail_base64, shape, ratio)
        if picture is not None:
            painter.drawPixmap(box.topLeft(), picture)
        moving = message.kind is not MessageKind.IMAGE
        if picture is None or moving:
            centre = box.center()
            if picture is not None:
                painter.setBrush(QColor(0, 0, 0, 120))
                painter.drawEllipse(centre, 20, 20)
            name = "play" if moving else "image"
            image = pixmap(name, "#FFFFFF" if picture is not None else colours.text_soft, _ICON, ratio)
            painter.drawPixmap(round(centre.x() - _ICON / 2), round(centre.y() - _ICON / 2), _ICON, _ICON, image)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), Radius.S, Radius.S)

    def _row(
        self, painter: QPainter, rect: QRect, model: SharedModel, message: MessageView, state: QStyle.StateFlag
    ) -> None:
        colours = self._look.colours
        box = QRectF(rect).adjusted(4, 2, -4, -2)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if selected else colours.hover))
            painter.drawRoundedRect(box, Radius.M, Radius.M)
        name = "link" if model.kind is SharedKind.LINKS else KIND_ICONS.get(message.kind, "document")
        image = pixmap(name, colours.accent, _ICON, painter.device().devicePixelRatioF())
        middle = round(box.center().y())
        painter.drawPixmap(round(box.left()) + Space.M, middle - _ICON // 2, _ICON, _ICON, image)
        left, right = round(box.left()) + Space.M + _ICON + Space.M, round(box.right()) - Space.M
        for top, text, role, colour in (
            (middle - 21, model.title(message), Type.BODY, colours.text),
            (middle, model.detail(message), Type.SMALL, colours.text_soft),
        ):
            painter.setFont(self._look.font(role))
            painter.setPen(QColor(colour))
            line = QRect(left, top, right - left, 20)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, _LINE, shown)

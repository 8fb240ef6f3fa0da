"""A contact's picture, round; the circle with initials while there is none."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from services.domain.ids import MessageId
from ui.media.desk import Desk
from ui.media.pictures import Shape
from ui.theme import Look, Type
from ui.widgets.avatar import paint_avatar

_SIDE = 88


class Portrait(QWidget):
    """``show_person`` fills it; the picture is decoded in another thread."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self._name = self._key = ""
        self._group = False
        self._path: str | None = None
        self.setFixedSize(QSize(_SIDE, _SIDE))
        desk.pictures.arrived.connect(lambda _message: self.update())
        look.changed.connect(self.update)

    def show_person(self, name: str, key: str, group: bool, path: str | None) -> None:
        """Whose; ``path`` is relative to the media folder."""
        self._name, self._key, self._group, self._path = name, key, group, path
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, side, ratio = QPainter(self), self.width(), self.devicePixelRatioF()
        shape = Shape(side, side, side // 2)
        picture = self._desk.pictures.stored(MessageId(0), self._path, shape, ratio) if self._path else None
        if picture is not None:
            painter.drawPixmap(0, 0, side, side, picture)
        else:
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_avatar(painter, rect, self._name, self._key, self._group, self._look.colours, self._look.font(Type.STRONG))
        painter.end()

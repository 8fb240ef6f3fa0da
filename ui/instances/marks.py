"""Small painted things about a number: its state as a dot, itself as a circle."""

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from services.domain.ids import MessageId
from ui.media.pictures import Pictures, Shape
from ui.theme import Look, Type
from ui.widgets.avatar import paint_avatar

# pictures are asked for in a message's name; these belong to none
NOBODY = MessageId(0)


class Dot(QWidget):
    """The state as a coloured dot; the words stand beside it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tone = "text_soft"
        self.setFixedSize(10, 10)
        look.changed.connect(self.update)

    def show_tone(self, tone: str) -> None:
        """A colour role."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(str(getattr(self._look.colours, self._tone))))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class NumberMark(QWidget):
    """The number's own picture; until there is one its initials, on its own colour or the one its name stands for."""

    def __init__(self, look: Look, side: int, pictures: Pictures) -> None:
        super().__init__()
        self._look, self._pictures = look, pictures
        self._name, self._colour = "", ""
        self._shape = Shape(side, side, side // 2)
        self._path: str | None = None
        self.setFixedSize(side, side)
        look.changed.connect(self.update)
        pictures.arrived.connect(lambda _whose: self.update())

    def show_name(self, name: str, colour: str) -> None:
        """Whose it is; "" leaves the colour to the name."""
        self._name, self._colour = name, colour
        self.update()

    def show_picture(self, path: str | None) -> None:
        """A stored path; it is decoded elsewhere and painted when it is ready."""
        self._path = path
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        own = self._pictures.stored(NOBODY, self._path, self._shape, ratio) if self._path else None
        if own is not None:
            painter.drawPixmap(self.rect(), own)
            painter.end()
            return
        colours = self._look.colours
        if self._colour:
            colours = msgspec.structs.replace(colours, avatars=(self._colour,))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_avatar(painter, rect, self._name, self._name, False, colours, self._look.font(Type.STRONG))
        painter.end()

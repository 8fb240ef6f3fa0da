"""Small painted things about a number: its state as a dot, itself as a circle."""

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Look, Type
from ui.widgets.avatar import paint_avatar


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
    """The number's initials on its own colour, or on the colour that its name stands for."""

    def __init__(self, look: Look, side: int) -> None:
        super().__init__()
        self._look = look
        self._name, self._colour = "", ""
        self.setFixedSize(side, side)
        look.changed.connect(self.update)

    def show_name(self, name: str, colour: str) -> None:
        """Whose it is; "" leaves the colour to the name."""
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        colours = self._look.colours
        if self._colour:
            colours = msgspec.structs.replace(colours, avatars=(self._colour,))
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_avatar(painter, rect, self._name, self._name, False, colours, self._look.font(Type.STRONG))
        painter.end()

"""A person or group as a coloured circle with initials; the colour stays with the address."""

import unicodedata
import zlib

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Colours, Look, Type
from ui.widgets.icons import pixmap


def colour_index(key: str, count: int) -> int:
    """Which of ``count`` colours belongs to this key, the same on every start."""
    return zlib.crc32(key.encode("utf-8", "replace")) % count


def initials(name: str) -> str:
    """One or two letters of a name; empty where it has none (numbers, emoji)."""
    words = [w for w in name[:200].split() if w and unicodedata.category(w[0])[0] == "L"]
    if not words:
        return ""
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def paint_avatar(
    painter: QPainter, rect: QRectF, name: str, key: str, group: bool, colours: Colours, font: QFont
) -> None:
    """Draw it into ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.avatars[colour_index(key, len(colours.avatars))]))
    painter.drawEllipse(rect)
    letters = "" if group else initials(name)
    if letters:
        big = QFont(font)
        big.setPixelSize(max(9, round(rect.height() * 0.38)))
        big.setWeight(QFont.Weight.DemiBold)
        painter.setFont(big)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters)
    else:
        side = round(rect.height() * 0.55)
        image = pixmap("group" if group else "contact", "#FFFFFF", side, painter.device().devicePixelRatioF())
        painter.drawPixmap(
            round(rect.center().x() - side / 2), round(rect.center().y() - side / 2), side, side, image
        )
    painter.restore()


class Avatar(QWidget):
    """The circle as a widget of its own."""

    def __init__(self, look: Look, side: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._name, self._key, self._group = "", "", False
        self.setFixedSize(QSize(side, side))
        look.changed.connect(self.update)

    def show_person(self, name: str, key: str, group: bool = False) -> None:
        """Whose it is."""
        self._name, self._key, self._group = name, key, group
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_avatar(
            painter, rect, self._name, self._key, self._group, self._look.colours, self._look.font(Type.STRONG)
        )
        painter.end()

"""Labels as coloured pills in as many lines as they need."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.domain.labels import Label
from ui import formats
from ui.theme import Look, Type

_HIGH, _GAP = 24, 6


class Pills(QWidget):
    """Each a dot of its colour and its name: any colour is legible so, in every theme."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._labels: tuple[Label, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def show_labels(self, labels: tuple[Label, ...]) -> None:
        """These."""
        self._labels = labels
        self.setAccessibleName(", ".join(formats.one_line(label.name, 60) for label in labels))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the present width needs."""
        return QSize(self._look.px(120), self.heightForWidth(max(self.width(), self._look.px(120))))

    def hasHeightForWidth(self) -> bool:
        """It is."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So high are the lines."""
        return max((rect.bottom() + 1 for _label, rect, _text in self._places(width)), default=0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        colours, px = self._look.colours, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font(Type.SMALL))
        for label, rect, text in self._places(self.width()):
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.setBrush(QColor(colours.surface_alt))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2, rect.height() / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(label.colour))
            side = px(10)
            painter.drawEllipse(QRectF(rect.left() + px(8), rect.center().y() - side / 2 + 0.5, side, side))
            painter.setPen(QColor(colours.text))
            painter.drawText(rect.adjusted(px(23), 0, -px(8), 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _places(self, width: int) -> Iterator[tuple[Label, QRect, str]]:
        px, metrics = self._look.px, QFontMetrics(self._look.font(Type.SMALL))
        x = y = 0
        around = px(31)
        for label in self._labels:
            name = formats.one_line(label.name, 60)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(px(30), width - around))
            wide = min(width, metrics.horizontalAdvance(text) + around)
            if x and x + wide > width:
                x, y = 0, y + px(_HIGH + _GAP)
            yield label, QRect(x, y, wide, px(_HIGH)), text
            x += wide + px(_GAP)

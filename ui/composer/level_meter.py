"""The last seconds of what a microphone hears, as bars."""

from collections import deque

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Look

_BAR, _GAP = 3, 2
_KEPT = 400


class LevelMeter(QWidget):
    """``take`` adds a loudness (0 to 1) at the right; still and grey while nothing is heard."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._levels: deque[float] = deque(maxlen=_KEPT)
        self.live = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)
        look.changed.connect(self.update)

    @property
    def level(self) -> float:
        """What was heard last."""
        return self._levels[-1] if self._levels else 0.0

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, 30)

    def clear(self) -> None:
        """Begin anew."""
        self._levels.clear()
        self.update()

    def take(self, level: float) -> None:
        """One more moment."""
        self._levels.append(level)
        self.update()

    def set_live(self, live: bool) -> None:
        """Whether something is being recorded now."""
        self.live = live
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The newest bar at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = self._look.colours
        painter.setBrush(QColor(colours.accent if self.live else colours.text_soft))
        middle, x = self.height() / 2, float(self.width() - _BAR)
        for level in reversed(self._levels):
            if x < 0:
                break
            # what is spoken lies low in a linear scale
            height = max(3.0, (level**0.6) * (self.height() - 4))
            painter.drawRoundedRect(QRectF(x, middle - height / 2, _BAR, height), 1.5, 1.5)
            x -= _BAR + _GAP

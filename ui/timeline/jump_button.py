"""Back to the newest message, with how many came meanwhile."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Look, Type
from ui.widgets.buttons import IconButton

SIDE = 40
_BADGE = 20


class JumpButton(IconButton):
    """A round button over the conversation's lower right corner."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, "down", side=20, parent=parent)
        self.setObjectName("jump")
        self._count = 0
        self._key = ""
        self.setFixedSize(SIDE, SIDE)
        self.hide()
        self.name()

    @property
    def count(self) -> int:
        """How many came."""
        return self._count

    def show_count(self, count: int) -> None:
        """How many came."""
        self._count = count
        self.name()
        self.update()

    def show_key(self, key: str) -> None:
        """The key that does the same, as the platform writes it."""
        self._key = key
        self.name()

    def name(self) -> None:
        """Say what it does, with the count."""
        words = self.tr("Go to the newest message")
        if self._count:
            words = self.tr("%n new message(s)", "", self._count)
        self.name_it(words, self._key)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.name()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the count in its corner."""
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = "99+" if self._count > 99 else str(self._count)
        painter.setFont(self._look.font(Type.CAPTION))
        width = max(_BADGE, painter.fontMetrics().horizontalAdvance(text) + 10)
        box = QRectF(SIDE - width, 0, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.colours.accent))
        painter.drawRoundedRect(box, _BADGE / 2, _BADGE / 2)
        painter.setPen(QColor(self._look.colours.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

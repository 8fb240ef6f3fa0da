"""What an empty place says: what it is for and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import Look, Space, Type
from ui.widgets.icons import pixmap
from ui.widgets.labels import plain_label

_WIDE = 420
_SIDE = 72


class EmptyState(QWidget):
    """A picture, a line, a sentence, and buttons; where it is tight the picture is left out."""

    def __init__(self, look: Look, picture: str, buttons: tuple[QPushButton, ...] = (), width: int = 420) -> None:
        super().__init__()
        self._look = look
        self._picture = picture
        self._icon = plain_label()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = plain_label(look=look, role=Type.TITLE)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setWordWrap(True)
        self._text = plain_label(look=look, role=Type.BODY, tone="soft", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        block = QWidget()
        block.setMaximumWidth(width)
        inner = QVBoxLayout(block)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        inner.addWidget(self._icon)
        inner.addSpacing(Space.S)
        inner.addWidget(self._title)
        inner.addWidget(self._text)
        inner.addSpacing(Space.L)
        # two words beside one another fit into the wide ones only, in a large type or a long language
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if width >= _WIDE else QBoxLayout.Direction.TopToBottom)
        row.setSpacing(Space.M if width >= _WIDE else Space.S)
        row.addStretch()
        for each in buttons:
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignCenter)
        row.addStretch()
        inner.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(block, 20)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        look.changed.connect(self._repaint)
        self._repaint()

    def say(self, title: str, text: str) -> None:
        """The words."""
        self._title.setText(title)
        self._text.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words and buttons need the room more than the picture."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            here = self._icon.isVisibleTo(self)
            needs = layout.totalMinimumHeightForWidth(self.width()) + (0 if here else self._look.px(_SIDE + Space.S))
            self._icon.setVisible(needs <= self.height())

    def _repaint(self) -> None:
        side = self._look.px(_SIDE)
        self._icon.setPixmap(pixmap(self._picture, self._look.colours.accent, side, self.devicePixelRatioF()))

"""Buttons in the three or four forms the program knows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from ui.theme import Look
from ui.widgets.icons import icon
from ui.widgets.labels import set_tip


def button(text: str = "", *, kind: str = "secondary", parent: QWidget | None = None) -> QPushButton:
    """A push button: primary, secondary, ghost or danger."""
    made = PushButton(text, parent)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    return made


class PushButton(QPushButton):
    """Enter presses it where it has the keyboard; Qt leaves that to each desktop."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as well as the space bar."""
        if not _pressed_by(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """Enter presses it where it has the keyboard."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as well as the space bar."""
        if not _pressed_by(self, event):
            super().keyPressEvent(event)


def _pressed_by(target: QAbstractButton, event: QKeyEvent) -> bool:
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    event.accept()
    target.click()
    return True


class IconButton(ToolButton):
    """A button that is only an icon; ``name_it`` gives it a name for screen readers and a tooltip."""

    def __init__(
        self, look: Look, name: str, *, colour: str = "text_soft", side: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._name = name
        self._colour = colour
        self._side = side
        self.setIconSize(QSize(side, side))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._repaint_icon)
        self._repaint_icon()

    def name_it(self, text: str, shortcut: str = "") -> None:
        """What it does, in words."""
        self.setAccessibleName(text)
        set_tip(self, f"{text} ({shortcut})" if shortcut else text)

    def show_icon(self, name: str) -> None:
        """Another picture."""
        if name != self._name:
            self._name = name
            self._repaint_icon()

    def _repaint_icon(self) -> None:
        colours = self._look.colours
        # a pale one of what stands on the accent's colour would be lost on the ground of a disabled button
        disabled = colours.text_soft if self._colour == "on_accent" else None
        self.setIcon(icon(self._name, str(getattr(colours, self._colour)), self._side, disabled=disabled))

"""A field that narrows the list below it: Esc empties it, Down and Enter go into the list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from services.domain.search import MAX_TYPED
from ui.theme import Look
from ui.widgets.clear_field import ClearField


class FindField(ClearField):
    """``down`` wants the list to have the keyboard, ``entered`` its first row opened."""

    down = Signal()
    entered = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setMaxLength(MAX_TYPED)

    def event(self, event: QEvent) -> bool:
        """Esc is the field's while there is something in it, else it would leave the page."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The three keys that are not text."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

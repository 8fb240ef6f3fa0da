"""A field of one line with a cross that empties it; Qt's own has neither name nor colour."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui.theme import Look
from ui.widgets.icons import icon
from ui.widgets.labels import set_tip


class ClearField(QLineEdit):
    """As every field, and the cross is named and can be seen in every look."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setClearButtonEnabled(True)
        self._cross = self.findChild(QToolButton)
        look.changed.connect(self._show_cross)
        self._show_cross()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show_cross()
        super().changeEvent(event)

    def _show_cross(self) -> None:
        if self._cross is not None:
            words = self.tr("Empty the field")
            self._cross.setIcon(icon("close", self._look.colours.text_soft, 16))
            self._cross.setAccessibleName(words)
            set_tip(self._cross, words)

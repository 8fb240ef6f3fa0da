"""The lock's PIN among the settings: whether there is one, and the way to its dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class PinRow(QWidget):
    """``wanted`` asks for the dialog that sets, changes or removes it. It looks like the rows of other settings."""

    wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._has = False
        self._label = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._help = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.button = button()
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.M)
        column.setSpacing(3)
        column.addWidget(self._label)
        column.addWidget(self._help)
        column.addSpacing(Space.XS)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def show_pin(self, has_pin: bool) -> None:
        """Whether there is one."""
        self._has = has_pin
        self.retranslate()

    def words(self) -> str:
        """All it says, to be searched."""
        return " ".join((self._label.text(), self._help.text(), self.button.text()))

    def retranslate(self) -> None:
        """Say it in the present language."""
        self._label.setText(self.tr("PIN of the lock"))
        if self._has:
            self._help.setText(self.tr("A PIN is set. Ctrl+L locks at once; after a restart Balcão begins locked."))
            self.button.setText(self.tr("Change or remove the PIN…"))
        else:
            self._help.setText(self.tr("No PIN is set, so everybody at this computer can read the conversations."))
            self.button.setText(self.tr("Set a PIN…"))
        self.button.setAccessibleDescription(self._help.text())

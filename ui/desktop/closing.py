"""The first time the window is closed: says that the program goes on beside the clock, and lets choose."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs import Dialog
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class CloseDialog(Dialog):
    """``stay_chosen`` or ``quit_chosen``; Esc leaves the window as it is."""

    stay_chosen = Signal()
    quit_chosen = Signal()

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Close the window"))
        self.setMinimumWidth(440)
        self.stay = button(self.tr("Keep it running"), kind="primary")
        self.stay.setDefault(True)
        self.quit = button(self.tr("Quit"))
        self.stay.clicked.connect(self.accept)
        self.stay.clicked.connect(self.stay_chosen)
        self.quit.clicked.connect(self.accept)
        self.quit.clicked.connect(self.quit_chosen)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.quit)
        row.addWidget(self.stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(plain_label(self.tr("Balcão can go on beside the clock"), look=look, role=Type.TITLE, wrap=True))
        for text in (
            self.tr("It then keeps receiving messages and tells you of them. Otherwise nothing arrives until you open it again."),
            self.tr("A click on its symbol brings the window back; the symbol's menu quits. You can change this in the settings."),
        ):
            layout.addWidget(plain_label(text, look=look, role=Type.BODY, tone="soft", wrap=True))
        layout.addSpacing(Space.S)
        layout.addLayout(row)

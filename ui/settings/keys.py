"""Every shortcut there is, in words (Ctrl+/)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class KeysDialog(QDialog):
    """Shows sections of (what it does, its keys as Qt writes them)."""

    def __init__(
        self, parent: QWidget, look: Look, sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(560, 620)
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        for title, rows in sections:
            grid.addWidget(plain_label(title, look=look, role=Type.STRONG), grid.rowCount(), 0, 1, 2)
            for words, keys in rows:
                row = grid.rowCount()
                shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
                grid.addWidget(plain_label(words, look=look, role=Type.BODY, wrap=True), row, 0)
                grid.addWidget(plain_label(shown or keys, look=look, role=Type.SMALL, tone="soft"), row, 1)
            grid.setRowMinimumHeight(grid.rowCount(), Space.M)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        layout.addWidget(plain_label(self.tr("Keyboard shortcuts"), look=look, role=Type.TITLE))
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

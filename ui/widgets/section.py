"""A heading that opens and closes what is under it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Look, Space, Type
from ui.widgets.buttons import ToolButton
from ui.widgets.icons import icon


class Section(QWidget):
    """``words`` name it; ``opened`` tells that its content is seen now."""

    opened = Signal()

    def __init__(self, look: Look, content: QWidget, *, open_at_first: bool = True, act: QWidget | None = None) -> None:
        super().__init__()
        self._look, self._content = look, content
        self.head = ToolButton()
        self.head.setObjectName("sectionHead")
        self.head.setCheckable(True)
        self.head.setChecked(open_at_first)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        look.write(self.head, Type.SMALL_STRONG)
        self.head.toggled.connect(self._on_toggled)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.head)
        row.addStretch()
        if act is not None:
            row.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(row)
        layout.addWidget(content)
        content.setVisible(open_at_first)
        look.changed.connect(self._repaint)
        self._repaint()

    @property
    def is_open(self) -> bool:
        """Whether its content is to be seen."""
        return self.head.isChecked()

    def name_it(self, words: str) -> None:
        """The heading."""
        self.head.setText(words)
        self.head.setAccessibleName(words)

    def _on_toggled(self, on: bool) -> None:
        self._content.setVisible(on)
        self._repaint()
        if on:
            self.opened.emit()

    def _repaint(self) -> None:
        self.head.setIcon(icon("down" if self.head.isChecked() else "next", self._look.colours.text_soft, 14))

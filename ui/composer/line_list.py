"""A short list of lines to fill in; a new one appears while the last is being written."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import Space


class LineList(QWidget):
    """``texts()`` are the lines that say something. ``name_of`` gives a line's name by its number."""

    changed = Signal()

    def __init__(self, name_of: Callable[[int], str], *, least: int, most: int, longest: int) -> None:
        super().__init__()
        self._name_of, self._most, self._longest = name_of, most, longest
        self.lines: list[QLineEdit] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        for _each in range(least):
            self._add()

    def texts(self) -> tuple[str, ...]:
        """What is written, in order."""
        return tuple(text for line in self.lines if (text := line.text().strip()))

    def limit(self, most: int, longest: int) -> None:
        """How many lines there may be, and how long each; what is written beyond stays for the writer to shorten."""
        self._most, self._longest = most, longest
        for line in self.lines:
            line.setMaxLength(max(longest, len(line.text())))
        while len(self.lines) > most and not self.lines[-1].text():
            line = self.lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._grow()

    def _add(self) -> None:
        line = QLineEdit()
        line.setMaxLength(self._longest)
        words = self._name_of(len(self.lines) + 1)
        line.setPlaceholderText(words)
        line.setAccessibleName(words)
        line.textEdited.connect(self._on_line_edited)
        self.lines.append(line)
        self._column.addWidget(line)

    def _on_line_edited(self, _text: str) -> None:
        self._grow()
        self.changed.emit()

    def _grow(self) -> None:
        if len(self.lines) < self._most and self.lines[-1].text().strip():
            self._add()

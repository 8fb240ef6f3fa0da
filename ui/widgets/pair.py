"""A list and what is chosen in it: side by side, or one at a time where there is no room for both."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ui import zoom
from ui.theme import Look, Space
from ui.widgets.buttons import button
from ui.widgets.icons import icon

# what both need to be read, at 100 %
_BOTH = 660


class Pair(QSplitter):
    """``turn`` says which of the two is wanted; it matters only while the pair is folded, which ``folded`` tells.

    ``wide`` is how wide the list is at 100 %, as the person drew it. ``home`` is what takes the keyboard in the list.
    """

    folded = Signal(bool)

    def __init__(self, look: Look, side: QWidget, main: QWidget, home: QWidget, wide: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._side, self._home, self.wide = look, side, home, wide
        self._zoom = zoom.USUAL
        self._turned = self._folded = False
        self.back: QPushButton = button(kind="ghost")
        self.back.clicked.connect(lambda: self.turn(False))
        self._bar = QWidget()
        beside = QHBoxLayout(self._bar)
        beside.setContentsMargins(Space.M, Space.S, Space.M, 0)
        beside.addWidget(self.back)
        beside.addStretch()
        self._bar.hide()
        self._main = QWidget()
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(main, 1)
        self.setChildrenCollapsible(False)
        self.addWidget(side)
        self.addWidget(self._main)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._on_moved)
        look.changed.connect(self._on_look_changed)
        self._show_icon()

    @property
    def is_folded(self) -> bool:
        """Whether only one of the two is seen."""
        return self._folded

    def name_back(self, words: str) -> None:
        """A way back to the list above what is chosen, while folded; without words there is none."""
        self.back.setText(words)
        self._bar.setVisible(self._folded and bool(words))

    def first(self) -> QWidget:
        """What takes the keyboard when one comes here."""
        return self.back if self._folded and self._turned and self._bar.isVisibleTo(self._main) else self._home

    def turn(self, to_chosen: bool) -> None:
        """Show what is chosen, or the list, where both do not fit."""
        self._turned = to_chosen
        self._place()

    def share(self) -> None:
        """Give the list its width; what is chosen keeps at least half."""
        whole = self.width()
        side = min(self._look.px(self.wide), whole // 2)
        self.setSizes([side, max(1, whole - side)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for both now, or no longer."""
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            self.share()
        self._place()

    def _place(self) -> None:
        folded = 0 < self.width() < self._look.px(_BOTH)
        before, self._folded = self._folded, folded
        self._bar.setVisible(folded and bool(self.back.text()))
        wanted, other = (self._main, self._side) if self._turned else (self._side, self._main)
        wanted.show()
        at = self.window().focusWidget()
        if folded and at is not None and other.isAncestorOf(at):
            self.first().setFocus()
        other.setVisible(not folded)
        if before is not folded:
            if not folded:
                self.share()
            self.folded.emit(folded)

    def _on_moved(self, at: int, _handle: int) -> None:
        self.wide = at * zoom.USUAL / self._look.zoom

    def _on_look_changed(self) -> None:
        self._show_icon()
        if self._zoom != self._look.zoom:
            self._zoom = self._look.zoom
            self.share()
            self._place()

    def _show_icon(self) -> None:
        self.back.setIcon(icon("back", self._look.colours.accent, 18))

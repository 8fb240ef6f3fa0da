"""“Deleted. Undo” at the foot of the conversation, for five seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label
from ui.zoom import px

UNDO_MS = 5000


class UndoStrip(QFrame):
    """Tells what was done, and takes it back where that is possible."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._host = parent
        self._take_back: Callable[[], None] | None = None
        self.words = plain_label(look=look, role=Type.BODY)
        self.undo = button(kind="ghost")
        self.undo.clicked.connect(self._on_undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        row.addWidget(self.words)
        row.addWidget(self.undo)
        parent.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self._leave)
        self.hide()

    def offer(self, words: str, take_back: Callable[[], None] | None = None) -> None:
        """Show it; without ``take_back`` it only tells."""
        self._take_back = take_back
        self.words.setText(words)
        self.undo.setText(self.tr("Undo"))
        self.undo.setAccessibleName(f"{self.undo.text()}: {words}")
        self.undo.setVisible(take_back is not None)
        self.setMinimumHeight(self.undo.sizeHint().height() + 2 * Space.XS)
        self._place()
        self.raise_()
        self.show()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it stands over has another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        host = self._host
        room = max(1, host.width() - 2 * Space.M)
        wide = self.words.fontMetrics().horizontalAdvance(self.words.text()) + self.undo.sizeHint().width()
        self.words.setWordWrap(wide + px(2 * Space.XL) > room)
        self.setMaximumWidth(room)
        self.adjustSize()
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - Space.M)

    def go_back(self) -> bool:
        """Take it back as long as that is offered; False where nothing is."""
        offered = self.isVisible() and self._take_back is not None
        if offered:
            self._on_undo()
        return offered

    def changeEvent(self, event: QEvent) -> None:
        """What was said is not said anew in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.hide()
        super().changeEvent(event)

    def _leave(self) -> None:
        # hidden with the keyboard in it, the strip would hand that to anybody
        if self.undo.hasFocus():
            self._host.setFocus()
        self.hide()

    def _on_undo(self) -> None:
        self._leave()
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            take_back()

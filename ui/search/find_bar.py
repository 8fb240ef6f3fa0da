"""Searching in the open conversation: a field above it, how many, the next and the previous one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from services.api import Services
from services.domain.ids import ChatId, MessageId
from services.domain.search import MAX_TYPED
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.clear_field import ClearField
from ui.widgets.labels import plain_label

_PAUSE_MS = 150


class FindBar(QFrame):
    """``found`` carries the MessageId to go to; ``closed`` says that the keyboard may go back.

    ``chat`` says which conversation is open.
    """

    found = Signal(object)
    closed = Signal()

    def __init__(
        self, services: Services, crossing: Crossing, look: Look, chat: Callable[[], ChatId | None]
    ) -> None:
        super().__init__()
        self.setObjectName("header")
        self._services, self._crossing, self._chat = services, crossing, chat
        self._hits: tuple[MessageId, ...] = ()
        self._at = 0
        self._call: Call | None = None
        self.field = ClearField(look)
        self.field.setMaxLength(MAX_TYPED)
        self.count = plain_label(look=look, role=Type.SMALL, tone="soft")
        self.older = IconButton(look, "up", side=18)
        self.newer = IconButton(look, "down", side=18)
        self._close = IconButton(look, "close", side=18)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for each in (self.older, self.newer, self._close):
            layout.addWidget(each)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.installEventFilter(self)
        self.older.clicked.connect(lambda: self.step(1))
        self.newer.clicked.connect(lambda: self.step(-1))
        self._close.clicked.connect(self.close_it)
        self._retranslate()
        self.hide()

    def open_it(self) -> None:
        """Show it and type; nothing happens where no conversation is open."""
        if self._chat() is None:
            return
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def close_it(self) -> None:
        """Hide it."""
        if self.isVisible():
            self._reset()
            self.hide()
            self.closed.emit()

    def chat_changed(self) -> None:
        """Another conversation is open: what was found is not in it."""
        self._reset()
        self.hide()

    def step(self, by: int) -> None:
        """Go to the next older (1) or newer (-1) one; after the last comes the first."""
        if self._timer.isActive():
            self._timer.stop()
            self._ask()
        elif self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next older one, Shift+Enter back, Esc closes."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            # else Esc would leave the conversation
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step(1 if key == Qt.Key.Key_Up else -1)
                return True
            if key == Qt.Key.Key_Escape:
                self.close_it()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        words = self.tr("Search in this conversation")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.older.name_it(self.tr("Previous result"), "Enter")
        self.newer.name_it(self.tr("Next result"), "Shift+Enter")
        self._close.name_it(self.tr("Close the search"), "Esc")
        self._say()

    def _reset(self) -> None:
        self._timer.stop()
        if self._call is not None:
            self._call.cancel()
            self._call = None
        self._hits = ()
        self._say()

    def _ask(self) -> None:
        chat = self._chat()
        self._reset()
        if chat is None or not self.field.text().strip():
            return

        def done(hits: tuple[MessageId, ...]) -> None:
            self._hits, self._at = hits, 0
            self._say()
            if hits:
                self._go()

        self._call = self._crossing.spawn(self, self._services.search.in_chat(chat, self.field.text()), done=done)

    def _go(self) -> None:
        self._say()
        self.found.emit(self._hits[self._at])

    def _say(self) -> None:
        typed = bool(self.field.text().strip())
        if self._hits:
            words = self.tr("{number} of {count}").format(number=self._at + 1, count=len(self._hits))
        else:
            words = self.tr("No result") if typed and not self._timer.isActive() else ""
        self.count.setText(words)
        for each in (self.older, self.newer):
            each.setEnabled(bool(self._hits))

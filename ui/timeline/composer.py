"""Where answers are written: grows to six lines, Enter sends, and what is typed is never lost."""

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from services.domain.ids import ChatId
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label

DRAFT_MS = 1000
MAX_LINES = 6
# WhatsApp's own limit of a text
MAX_TEXT = 65_536


class ComposerText(QPlainTextEdit):
    """The text field: plain text only, as high as what is in it."""

    sent = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("composerText")
        self._look = look
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self.fit)
        look.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as high as the text, within six lines."""
        lines = min(max(round(self.document().size().height()), 1), MAX_LINES)
        full = round(self.document().size().height()) > MAX_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 24)

    def event(self, event: QEvent) -> bool:
        """Top and bottom of the chat are the window's keys, unless there are lines to move in."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            ends = (QKeySequence.StandardKey.MoveToStartOfDocument, QKeySequence.StandardKey.MoveToEndOfDocument)
            if any(event.matches(key) for key in ends) and self.document().blockCount() == 1:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Shift+Enter begins a line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keypad = Qt.KeyboardModifier.KeypadModifier
            if event.modifiers() & ~keypad == Qt.KeyboardModifier.NoModifier:
                self.sent.emit()
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere: fit again."""
        super().resizeEvent(event)
        self.fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Whatever is pasted or dropped, its plain text is taken."""
        if source.hasText():
            room = MAX_TEXT - len(self.toPlainText())
            self.insertPlainText(source.text().replace("\x00", "")[: max(0, room)])


class Composer(QFrame):
    """Field and button for one chat at a time. Drafts come out as ``draft_typed`` a second after the last key."""

    send_requested = Signal(object, str)
    draft_typed = Signal(object, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("composer")
        self._chat: ChatId | None = None
        self._saved: dict[ChatId, str] = {}
        self._restoring = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self.flush)
        self.text = ComposerText(look)
        self.send_button = IconButton(look, "send", colour="on_accent", side=20)
        self.send_button.setObjectName("send")
        self.hint = plain_label(look=look, role=Type.CAPTION, tone="soft", wrap=True)
        self.hint.hide()
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.text, 1)
        row.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.hint)
        layout.addLayout(row)
        self.text.textChanged.connect(self._on_text_changed)
        self.text.sent.connect(self.send)
        self.send_button.clicked.connect(self.send)
        self._blocked = False
        self._retranslate()
        self._on_text_changed()

    def open(self, chat_id: ChatId | None, draft: str | None) -> None:
        """Write to another chat; what was typed in the last one is saved, what was left here comes back."""
        if chat_id == self._chat:
            return
        self.flush()
        self._chat = chat_id
        text = "" if chat_id is None else self._saved.get(chat_id, draft or "")
        if chat_id is not None:
            self._saved[chat_id] = text
        self._put(text)

    def give_back(self, chat_id: ChatId, text: str) -> None:
        """It could not be taken: put it back where it was typed, unless there is something new."""
        if chat_id == self._chat and not self.text.toPlainText():
            self._put(text)
            self._timer.start()
        elif not self._saved.get(chat_id):
            self._saved[chat_id] = text
            self.draft_typed.emit(chat_id, text)

    def flush(self) -> None:
        """Save what is typed now."""
        self._timer.stop()
        text = self.text.toPlainText()
        if self._chat is not None and self._saved.get(self._chat, "") != text:
            self._saved[self._chat] = text
            self.draft_typed.emit(self._chat, text)

    def send(self) -> None:
        """Hand the text out and clear the field."""
        text = self.text.toPlainText().strip()
        if not text or self._chat is None or self._blocked:
            return
        self._timer.stop()
        # sending removes the stored draft, so there is nothing to save here
        self._saved[self._chat] = ""
        self._put("")
        self.send_requested.emit(self._chat, text)

    def say(self, hint: str, *, blocked: bool) -> None:
        """Why nothing can be sent (``blocked``), or what happens to what is sent; empty for nothing special."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._blocked = blocked
        self.text.setEnabled(not blocked)
        self._on_text_changed()

    def type_into(self, text: str) -> None:
        """Somebody began to type elsewhere."""
        self.text.setFocus()
        self.text.insertPlainText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.text.setPlaceholderText(self.tr("Write a message"))
        self.text.setAccessibleName(self.tr("Message"))
        self.send_button.name_it(self.tr("Send"), "Enter")

    def _put(self, text: str) -> None:
        self._restoring = True
        self.text.setPlainText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._restoring = False

    def _on_text_changed(self) -> None:
        self.send_button.setEnabled(not self._blocked and bool(self.text.toPlainText().strip()))
        if not self._restoring and self._chat is not None:
            self._timer.start()

"""The field one writes in: plain text, as high as what is in it, with WhatsApp's marks by key."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui.keymap import Run
from ui.theme import Look
from ui.zoom import px

MAX_LINES = 6
# what the style sheet puts above and below, at 100 %, and what the document does
_FRAME, _MARGIN = 20, 2
# WhatsApp's own limit of a text
MAX_TEXT = 65_536
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class ComposerText(QPlainTextEdit):
    """``enter_sends`` decides what Enter does; ``keys_first`` may take a key before the field does,

    ``escape_matters`` says whether Esc is for the field and not for the window, and ``deed_of`` what keys mean that
    people may change, such as those of the marks.
    """

    sent = Signal()
    files_given = Signal(object)
    image_given = Signal(object)
    earlier_wanted = Signal(int)
    last_wanted = Signal()
    escaped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("composerText")
        self._inviting = ("", "")
        self.enter_sends = True
        self.escape_matters: Callable[[], bool] = lambda: False
        self.keys_first: Callable[[QKeyEvent], bool] = lambda _event: False
        self.deed_of: Callable[[QKeyCombination], Run | None] = lambda _pressed: None
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_MARGIN)
        self.textChanged.connect(self.fit)
        look.changed.connect(self.fit)
        self.fit()

    def invite(self, words: str, short: str) -> None:
        """What stands in it while it is empty; ``short`` where there is no room for more."""
        self._inviting = (words, short)
        self._show_invitation()

    def _show_invitation(self) -> None:
        words, short = self._inviting
        room = self.viewport().width() - 2 * (_MARGIN + 1)
        self.setPlaceholderText(words if self.fontMetrics().horizontalAdvance(words) <= room else short)

    def fit(self) -> None:
        """Be as high as the text, within six lines."""
        written = round(self.document().size().height())
        # in a low window the conversation needs its share
        most = min(MAX_LINES, max(2, self.window().height() // 5 // self.fontMetrics().lineSpacing()))
        lines = min(max(written, 1), most)
        full = written > most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + px(_FRAME) + 2 * _MARGIN)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something else to the window are this field's while one writes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            ends = (QKeySequence.StandardKey.MoveToStartOfDocument, QKeySequence.StandardKey.MoveToEndOfDocument)
            if any(event.matches(key) for key in ends) and self.document().blockCount() == 1:
                event.ignore()
                return False
            escape = event.key() == Qt.Key.Key_Escape and self.escape_matters()
            if self.deed_of(event.keyCombination()) is not None or escape:
                event.accept()
                return True
        tab = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
        if tab and isinstance(event, QKeyEvent) and self.keys_first(event):
            # an open list takes it before the focus goes on
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sending, new lines, marks; Ctrl+Up answers an earlier message, Up in an empty field edits the last."""
        if self.keys_first(event):
            return
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key, deed = event.key(), self.deed_of(event.keyCombination())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(bare)
        elif deed is not None:
            deed()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and bare == _CTRL:
            self.earlier_wanted.emit(1 if key == Qt.Key.Key_Up else -1)
        elif key == Qt.Key.Key_Up and not bare and not self.toPlainText():
            self.last_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self, bare: Qt.KeyboardModifier) -> None:
        none = Qt.KeyboardModifier.NoModifier
        if bare == (none if self.enter_sends else _CTRL):
            self.sent.emit()
        elif bare in (_SHIFT, none):
            self.insertPlainText("\n")
            self.ensureCursorVisible()

    def wrap(self, mark: str) -> None:
        """Put a mark around what is selected, or take it away; with nothing selected stand between two.

        What was selected stays so: the same key takes the mark away again, another one adds to it.
        """
        cursor = self.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n")
        size = len(mark)
        if chosen.startswith(mark) and chosen.endswith(mark) and len(chosen) > 2 * size:
            first = cursor.selectionStart()
            cursor.insertText(chosen[size:-size])
            cursor.setPosition(first, QTextCursor.MoveMode.KeepAnchor)
        else:
            # spaces at the edges stay outside, or WhatsApp does not see the mark
            inner = chosen.strip()
            before = chosen[: len(chosen) - len(chosen.lstrip())]
            after = chosen[len(chosen.rstrip()) :] if inner else ""
            cursor.insertText(f"{before}{mark}{inner}{mark}{after}")
            cursor.setPosition(cursor.position() - len(after) - (0 if inner else size))
            if inner:
                marked = len(inner.encode("utf-16-le")) // 2 + 2 * size
                cursor.setPosition(cursor.position() - marked, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere: fit again."""
        super().resizeEvent(event)
        self._show_invitation()
        self.fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Texts, pictures and files."""
        return source.hasText() or source.hasImage() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Files and pictures go to the attachments; of anything else the plain text is taken."""
        files = local_files(source)
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            image = source.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.image_given.emit(image)
        elif source.hasText():
            room = MAX_TEXT - len(self.toPlainText())
            self.insertPlainText(source.text().replace("\x00", "")[: max(0, room)])


def local_files(source: QMimeData) -> list[str]:
    """Files of this computer in what is pasted or dropped."""
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []

"""Where answers are written: field, buttons, the strip of the quoted message; what is typed is never lost."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from services.domain.address import Address
from services.domain.ids import ChatId
from services.domain.models import MessageView
from ui.composer.context_bar import ContextBar
from ui.composer.text_field import MAX_TEXT, ComposerText
from ui.messages import author_words
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label, set_tone
from ui.zoom import px

DRAFT_MS = 1000
_COUNTED = 200
# narrower than this at 100 %, the field has a line of its own above the buttons
_NARROW = 360
_MIDDLE, _ALL = 2, 5


class Composer(QFrame):
    """Field and buttons for one chat at a time. Drafts come out as ``draft_typed`` a second after the last key.

    ``send_requested`` carries chat and text; what is answered to is ``take_quoted()``, who is mentioned
    ``take_mentions(text)``. ``edit_requested`` carries the message and its new text.
    """

    send_requested = Signal(object, str)
    draft_typed = Signal(object, str)
    edit_requested = Signal(object, str)
    locked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("composer")
        self._chat: ChatId | None = None
        self._saved: dict[ChatId, str] = {}
        self._restoring = False
        self._mentions: dict[str, Address] = {}
        self._set_aside = ""
        self._blocked = False
        self._max_text = MAX_TEXT
        self._keys = ("", "", "")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self.flush)
        self.text = ComposerText(look)
        self.send_button = IconButton(look, "send", colour="on_accent", side=20)
        self.send_button.setObjectName("send")
        self.attach_button = IconButton(look, "plus", side=22)
        self.emoji_button = IconButton(look, "emoji", side=22)
        self.voice_button = IconButton(look, "voice", side=22)
        self.voice_button.hide()
        self.hint = plain_label(look=look, role=Type.CAPTION, tone="soft", wrap=True)
        self.hint.hide()
        self.hint_button = button(kind="ghost")
        self.hint_button.hide()
        self.counter = plain_label(look=look, role=Type.CAPTION, tone="soft")
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counter.hide()
        self.bar = ContextBar(look)
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.XS)
        self._grid.setColumnStretch(_MIDDLE, 1)
        places = {0: self.attach_button, 1: self.emoji_button, 3: self.voice_button, 4: self.send_button}
        for column, made in places.items():
            self._grid.addWidget(made, 1, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(self.text, 1, _MIDDLE)
        self._narrow = False
        said = QHBoxLayout()
        said.addWidget(self.hint, 1)
        said.addWidget(self.hint_button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self.column.setSpacing(Space.XS)
        self.column.addLayout(said)
        self.column.addWidget(self.bar)
        self.column.addLayout(self._grid)
        self.column.addWidget(self.counter)
        self.text.textChanged.connect(self._on_text_changed)
        self.text.sent.connect(self.send)
        self.send_button.clicked.connect(self.send)
        self.bar.closed.connect(self.drop_context)
        look.changed.connect(self._place_field)
        self._retranslate()
        self._on_text_changed()

    @property
    def chat(self) -> ChatId | None:
        """The chat that is written to."""
        return self._chat

    @property
    def blocked(self) -> bool:
        """Whether nothing can be sent just now."""
        return self._blocked

    def open(self, chat_id: ChatId | None, draft: str | None) -> None:
        """Write to another chat; what was typed in the last one is saved, what was left here comes back."""
        if chat_id == self._chat:
            return
        self.drop_context()
        self.flush()
        self._mentions.clear()
        self._chat = chat_id
        text = "" if chat_id is None else self._saved.get(chat_id, draft or "")
        if chat_id is not None:
            self._saved[chat_id] = text
        self._put(text)

    def forget(self, chat_id: ChatId) -> None:
        """It is written elsewhere from now on: what its conversation says counts when it is opened here again."""
        if chat_id != self._chat:
            self._saved.pop(chat_id, None)

    def give_back(self, chat_id: ChatId, text: str) -> None:
        """It could not be taken: put it back where it was typed, unless there is something new."""
        if chat_id == self._chat and not self.text.toPlainText():
            self._put(text)
            self._timer.start()
        elif not self._saved.get(chat_id):
            self._saved[chat_id] = text
            self.draft_typed.emit(chat_id, text)

    def flush(self) -> None:
        """Save what is typed now; the text of an edit is no draft."""
        self._timer.stop()
        text = self._set_aside if self.bar.editing else self.text.toPlainText()
        if self._chat is not None and self._saved.get(self._chat, "") != text:
            self._saved[self._chat] = text
            self.draft_typed.emit(self._chat, text)

    def send(self) -> None:
        """Hand the text out and clear the field."""
        text = self.text.toPlainText().strip()
        if not text or self._chat is None or self._blocked or len(text) > self._max_text:
            return
        if self.bar.editing:
            message = self.bar.message
            self.drop_context()
            if message is not None and text != (message.text or ""):
                self.edit_requested.emit(message, text)
            return
        self._timer.stop()
        # sending removes the stored draft, so there is nothing to save here
        self._saved[self._chat] = ""
        self._put("")
        self.send_requested.emit(self._chat, text)

    def answer_to(self, message: MessageView) -> None:
        """Quote this message in the next answer."""
        if self.bar.editing:
            self.drop_context()
        self.bar.show_message(message, author_words(message))
        self.text.setFocus()

    def edit(self, message: MessageView) -> None:
        """Write this message anew; what was typed comes back afterwards."""
        if not self.bar.editing:
            self._set_aside = self.text.toPlainText()
        self.bar.show_message(message, editing=True)
        self._put(message.text or "")
        self.text.setFocus()
        self._retranslate()

    def drop_context(self) -> None:
        """Answer to nothing, edit nothing."""
        editing = self.bar.editing
        self.bar.show_message(None)
        if editing:
            self._put(self._set_aside)
            self._set_aside = ""
            self._retranslate()

    def take_quoted(self) -> MessageView | None:
        """The quoted message, once."""
        message = None if self.bar.editing else self.bar.message
        if message is not None:
            self.bar.show_message(None)
        return message

    def mention(self, name: str, address: Address) -> None:
        """Somebody's name that stands in the text with an ``@``."""
        self._mentions[name] = address

    def take_mentions(self, text: str) -> tuple[str, tuple[Address, ...]]:
        """The text with numbers in place of the mentioned names, as WhatsApp wants it, and who they are."""
        found: list[Address] = []
        for name in sorted(self._mentions, key=len, reverse=True):
            if f"@{name}" in text:
                text = text.replace(f"@{name}", f"@{self._mentions[name].id}")
                found.append(self._mentions[name])
        self._mentions.clear()
        return text, tuple(found)

    def say(self, hint: str, *, blocked: bool) -> None:
        """Why nothing can be sent (``blocked``), or what happens to what is sent; empty for nothing special."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._blocked = blocked
        if blocked and self.text.hasFocus():
            # disabled with the keyboard in it, the field would hand that to whatever comes next in the window
            self.locked.emit()
        for widget in (self.text, self.attach_button, self.emoji_button, self.voice_button):
            widget.setEnabled(not blocked)
        self._on_text_changed()

    def offer(self, words: str) -> None:
        """The button beside the hint; empty hides it."""
        self.hint_button.setText(words)
        self.hint_button.setVisible(bool(words))

    def type_into(self, text: str) -> None:
        """Somebody began to type elsewhere, or chose an emoji."""
        self.text.setFocus()
        self.text.insertPlainText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field wide enough to write in."""
        super().resizeEvent(event)
        self._place_field()

    def _place_field(self) -> None:
        narrow = self.width() < px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._grid.removeWidget(self.text)
            self._grid.addWidget(self.text, *((0, 0, 1, _ALL) if narrow else (1, _MIDDLE)))

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.text.invite(self.tr("Write a message"), self.tr("Message"))
        self.text.setAccessibleName(self.tr("Message"))
        self.send_button.name_it(
            self.tr("Save") if self.bar.editing else self.tr("Send"), "Enter" if self.text.enter_sends else "Ctrl+Enter"
        )
        self.attach_button.name_it(self.tr("Attach and more"), self._keys[0])
        self.emoji_button.name_it(self.tr("Emoji"), self._keys[1])
        self.voice_button.name_it(self.tr("Record a voice message"), self._keys[2])

    def name_keys(self, attach: str, emoji: str, voice: str) -> None:
        """The keys of the three buttons, for their tooltips."""
        self._keys = (attach, emoji, voice)
        self._retranslate()

    def set_max_text(self, most: int) -> None:
        """How many characters a message may have; near it they are counted, beyond it nothing is sent."""
        self._max_text = most
        self._on_text_changed()

    def set_enter_sends(self, enter_sends: bool) -> None:
        """Whether Enter or Ctrl+Enter sends."""
        self.text.enter_sends = enter_sends
        self._retranslate()

    def _count(self, left: int) -> None:
        self.counter.setVisible(left < _COUNTED)
        if left >= 0:
            self.counter.setText(self.tr("%n character(s) left", "", left))
        else:
            self.counter.setText(self.tr("%n character(s) too many: shorten it or send it in parts", "", -left))
        set_tone(self.counter, "soft" if left >= 0 else "danger")

    def _put(self, text: str) -> None:
        self._restoring = True
        self.text.setPlainText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._restoring = False

    def _on_text_changed(self) -> None:
        text = self.text.toPlainText().strip()
        left = self._max_text - len(text)
        self.send_button.setEnabled(not self._blocked and bool(text) and left >= 0)
        self._count(left)
        if not self._restoring and self._chat is not None and not self.bar.editing:
            self._timer.start()

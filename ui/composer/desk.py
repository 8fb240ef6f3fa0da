"""What the composer's field and keys do: texts, mentions, completion, emoji, voice, the 24-hour window."""

import time
from functools import partial

from PySide6.QtCore import QLocale, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from services.api import Services
from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.changes import ChangeSet
from services.domain.errors import AppError
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView, MessageView
from services.domain.sending import Abilities, Member, NewFile, QuickReply
from ui import formats
from ui.bridge import Bridge
from ui.composer import emoji as emojis
from ui.composer.answers import NoneYet, ReadyAnswers
from ui.composer.completion import Choice, Completion, Token
from ui.composer.composer import Composer
from ui.composer.drop_zones import DropZones
from ui.composer.emoji_picker import EmojiPicker
from ui.composer.files import FileSending
from ui.composer.here import Here, Outlet, new_id
from ui.composer.menu import ComposerMenu
from ui.composer.voice import VoiceBar
from ui.keymap import Keymap
from ui.tasks import Crossing
from ui.theme import Look

_MARKS = {"write.bold": "*", "write.italic": "_", "write.strike": "~", "write.mono": "```"}
_COUNTDOWN_MS = 30_000
_NEAR_END_S = 3 * 3600


class ComposerDesk(QObject):
    """Serves one Composer. ``sent`` carries messages that were queued, ``failed`` AppErrors.

    ``countdown_changed`` tells in words how long one may answer freely, empty where there is no such window.
    """

    sent = Signal(object)
    failed = Signal(object)
    abilities_changed = Signal(object)
    countdown_changed = Signal(str)

    def __init__(
        self,
        composer: Composer,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        host: QWidget,
        keymap: Keymap,
    ) -> None:
        super().__init__(host)
        self.composer = composer
        self._services, self._crossing = services, crossing
        outlet = Outlet(self)
        outlet.sent.connect(self.sent)
        outlet.failed.connect(self.failed)
        self._here = Here(composer, services, crossing, look, host, outlet)
        self.files = FileSending(self._here, self)
        self.answers = ReadyAnswers(self._here, self.files, self)
        self.menu = ComposerMenu(self._here, self.files, self.answers, self)
        self._members: tuple[Member, ...] = ()
        self._recording_for: ChatId | None = None
        self._said = ("", False)
        self.picker = EmojiPicker(look, composer, stays=True)
        self.completion = Completion(look, host)
        self.completion.finders = {":": self._find_emoji, "/": self.answers.find, "@": self._find_members}
        self.zones = DropZones(look, host, self.files.allowed)
        self.voice = VoiceBar(look, crossing)
        self.voice.hide()
        composer.column.addWidget(self.voice)
        self._connect()
        # over the messages Ctrl+Shift+R answers the chosen one, so recording is the composer's alone
        keymap.bind("write.attach", self.menu.open, host)
        keymap.bind("write.emoji", self._open_picker, host)
        keymap.bind("write.voice", self.record, composer)
        for name, mark in _MARKS.items():
            keymap.entrust(name, partial(composer.text.wrap, mark))
        composer.text.deed_of = keymap.entrusted
        self._keymap = keymap
        keymap.changed.connect(self._name_keys)
        self._name_keys()
        bridge.changed.connect(self._on_bridge_changed)
        self._clock = QTimer(self)
        self._clock.setInterval(_COUNTDOWN_MS)
        self._clock.timeout.connect(self._show_window)

    def _name_keys(self) -> None:
        self.composer.name_keys(*map(self._keymap.hint, ("write.attach", "write.emoji", "write.voice")))

    def _connect(self) -> None:
        composer, text = self.composer, self.composer.text
        text.keys_first = self._take_key
        text.escape_matters = lambda: self.completion.isVisible() or composer.bar.message is not None
        text.textChanged.connect(self._follow)
        text.cursorPositionChanged.connect(self._follow)
        text.files_given.connect(lambda names: self.files.attach(names))
        text.image_given.connect(self.files.paste)
        text.escaped.connect(composer.drop_context)
        composer.emoji_button.clicked.connect(self._open_picker)
        composer.attach_button.clicked.connect(self.menu.open)
        composer.voice_button.clicked.connect(self.record)
        composer.hint_button.clicked.connect(self.menu.choose_template)
        self.voice.finished.connect(self._on_voice_finished)
        self.voice.closed.connect(self._on_voice_closed)
        self.voice.reopened.connect(self._show_row)
        self.completion.chosen.connect(self._on_completion_chosen)
        self.picker.picked.connect(self._on_picker_picked)
        self.picker.tone_chosen.connect(lambda tone: self._set("chat.skin_tone", tone))
        self.zones.dropped.connect(lambda names, as_document: self.files.attach(names, as_document=as_document))

    @property
    def abilities(self) -> Abilities:
        """What the chat's number can do."""
        return self._here.abilities

    # ------------------------------------------------------------------ the chat

    def open(self, chat: ChatView | None) -> None:
        """Another chat: what can be done there is asked anew."""
        self._here.chat = chat
        self.completion.hide()
        self._keep_recording(chat)
        self._show_row()
        self._members = ()
        self._take_abilities(Abilities())
        if chat is None:
            return
        here = chat.id
        # the services are there once a chat is: before that a preference cannot be asked
        self._take_preferences()
        self._ask_abilities()
        self.answers.load()
        if chat.is_group:
            self._crossing.spawn(
                self, self._services.sending.members(here), done=lambda found: self._keep_members(here, found)
            )

    def _ask_abilities(self) -> None:
        chat = self._here.chat
        if chat is None:
            return

        def done(abilities: Abilities) -> None:
            if self._here.chat is not None and self._here.chat.id == chat.id:
                self._take_abilities(abilities)

        self._crossing.spawn(self, self._services.sending.abilities(chat.id), done=done, failed=lambda _error: None)

    def _take_abilities(self, abilities: Abilities) -> None:
        self._here.abilities = abilities
        self.composer.set_max_text(abilities.max_text)
        self._show_row()
        if abilities.window_ends_at_ms is None:
            self._clock.stop()
        else:
            self._clock.start()
        self._show_window()
        self.abilities_changed.emit(abilities)

    def _keep_members(self, chat_id: ChatId, found: tuple[Member, ...]) -> None:
        if self._here.chat is not None and self._here.chat.id == chat_id:
            self._members = found

    def say(self, hint: str, *, blocked: bool) -> None:
        """What the connection allows; the 24-hour window may allow less."""
        self._said = (hint, blocked)
        self._show_window()

    def _show_window(self) -> None:
        hint, blocked = self._said
        end = self.abilities.window_ends_at_ms
        offer = countdown = ""
        if end is not None:
            left = end / 1000 - time.time()
            hours, minutes = divmod(max(0, int(left)) // 60, 60)
            words = self.tr("{hours} h {minutes} min") if hours else self.tr("{minutes} min")
            words = words.format(hours=hours, minutes=minutes)
            if left <= 0:
                countdown = self.tr("24 hours are over")
            else:
                countdown = self.tr("{time} to answer").format(time=words)
            if left <= 0 and not blocked:
                hint, blocked = self.tr("24 hours have passed since the customer wrote; only a template can be sent."), True
                offer = self.tr("Send template…") if self.abilities.can(Capability.SEND_TEMPLATE) else ""
            elif left < _NEAR_END_S and not blocked:
                hint = self.tr("You can answer freely for another {time}.").format(time=words)
        self.countdown_changed.emit(countdown)
        self.composer.say(hint, blocked=blocked)
        self.composer.offer(offer)

    # ------------------------------------------------------------------ texts

    def send_text(self, chat_id: ChatId, text: str) -> None:
        """Queue an answer with its quote and mentions; what cannot be taken is given back."""
        quoted = self.composer.take_quoted()
        written, (text, mentions) = text, self.composer.take_mentions(text)
        quoted_id = quoted.id if quoted is not None else None

        def failed(error: AppError) -> None:
            self.composer.give_back(chat_id, written)
            if quoted is not None and self.composer.chat == chat_id:
                self.composer.answer_to(quoted)
            self.failed.emit(error)

        self._crossing.spawn(
            self, self._queue(chat_id, text, quoted_id, mentions), done=self.sent.emit, failed=failed, keep=True
        )

    async def _queue(
        self, chat_id: ChatId, text: str, quoted: MessageId | None, mentions: tuple[Address, ...]
    ) -> MessageView:
        return await self._services.sending.send_text(
            chat_id, text, client_id=new_id(), quoted=quoted, mentions=mentions
        )

    # ------------------------------------------------------------------ completion

    def _take_key(self, event: QKeyEvent) -> bool:
        return self.completion.take_key(event)

    def _follow(self) -> None:
        cursor = self.composer.text.textCursor()
        if cursor.hasSelection() or not self.composer.text.hasFocus():
            self.completion.hide()
            return
        self.completion.follow(self.composer.text.toPlainText(), cursor.position(), self.composer.text)

    def _find_emoji(self, words: str) -> list[Choice]:
        if len(words) < 2:
            return []
        tone, language = self._tone(), QLocale().name()
        return [
            Choice(f"{e.toned(tone)}  {e.name(language)}", e.toned(tone)) for e in emojis.search(words, limit=20)
        ]

    def _find_members(self, words: str) -> list[Choice]:
        if not self.abilities.can(Capability.MENTION):
            return []
        wanted = emojis.plain(words)
        return [Choice(f"@{m.name}", m) for m in self._members if emojis.plain(m.name).startswith(wanted)][:30]

    def _on_completion_chosen(self, token: Token, value: object) -> None:
        cursor = self.composer.text.textCursor()
        end = cursor.position()
        cursor.setPosition(token.start)
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.composer.text.setTextCursor(cursor)
        if isinstance(value, QuickReply):
            self.answers.use(value)
        elif isinstance(value, NoneYet):
            self.answers.manage()
        elif isinstance(value, Member):
            name = formats.one_line(value.name, 60)
            self.composer.mention(name, value.address)
            self.composer.type_into(f"@{name} ")
        else:
            self._on_picker_picked(str(value))

    # ------------------------------------------------------------------ emoji

    def _tone(self) -> int:
        tone = self._services.preferences.get("chat.skin_tone")
        return tone if isinstance(tone, int) else 0

    def _recent(self) -> str:
        recent = self._services.preferences.get("chat.recent_emoji")
        return recent if isinstance(recent, str) else ""

    def _open_picker(self) -> None:
        if not self.composer.blocked:
            self.picker.ask(self.composer.emoji_button.mapToGlobal(QPoint(0, -6)), self._recent(), self._tone())

    def _on_picker_picked(self, text: str) -> None:
        self.composer.type_into(text)
        self._set("chat.recent_emoji", emojis.remember(self._recent(), text))

    # ------------------------------------------------------------------ voice

    def record(self) -> None:
        """Begin a voice message."""
        if self._here.can(Capability.SEND_VOICE) and not self.voice.busy:
            self._recording_for = self.composer.chat
            self.voice.start()
            self.voice.show()
            self.voice.setFocus()
            self._show_row()

    def _keep_recording(self, chat: ChatView | None) -> None:
        """What was being said waits, paused, until its conversation is opened again."""
        if not self.voice.holds:
            self.voice.forget()
        elif chat is not None and chat.id == self._recording_for:
            self.voice.bring_back()
        else:
            self.voice.set_aside()

    def _show_row(self) -> None:
        recording = self.voice.busy
        composer = self.composer
        for widget in (composer.text, composer.attach_button, composer.emoji_button, composer.send_button):
            widget.setVisible(not recording)
        composer.voice_button.setVisible(self.abilities.can(Capability.SEND_VOICE) and not recording)

    def _on_voice_closed(self) -> None:
        self._show_row()
        self.composer.text.setFocus()

    def _on_voice_finished(self, path: object, seconds: float, waveform: str) -> None:
        chat = self._here.chat
        self.voice.forget()
        self._on_voice_closed()
        if chat is not None:
            file = NewFile(path=path, voice=True, duration_s=seconds, waveform_base64=waveform or None)  # type: ignore[arg-type]
            self.files.send(chat.id, [file])

    # ------------------------------------------------------------------ preferences

    def _set(self, key: str, value: object) -> None:
        self._crossing.spawn(self, self._services.preferences.set(key, value), keep=True)

    def _take_preferences(self) -> None:
        self.composer.set_enter_sends(self._services.preferences.get("chat.enter_sends") is not False)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if "chat.enter_sends" in changes.settings:
            self._take_preferences()
        chat = self._here.chat
        if chat is not None and self.abilities.window_ends_at_ms is not None and chat.id in changes.chats:
            self._ask_abilities()

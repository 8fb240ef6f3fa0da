"""What the composer's buttons and keys do: texts, files, emoji, completion, ready answers, the 24-hour window."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QDate, QLocale, QObject, QPoint, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from services.api import Services
from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.changes import ChangeSet
from services.domain.errors import AppError
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView, MessageView
from services.domain.replies import fill, first_name, greeting_code
from services.domain.sending import Abilities, Member, NewFile, QuickReply
from ui import formats
from ui.bridge import Bridge
from ui.composer import emoji as emojis
from ui.composer.attach_dialog import AttachDialog
from ui.composer.completion import Choice, Completion, Token
from ui.composer.emoji_picker import EmojiPicker
from ui.composer.replies_dialog import RepliesDialog
from ui.composer.schedule_dialog import ScheduleDialog
from ui.composer.template_dialog import TemplateDialog
from ui.composer.voice import VoiceBar, can_record
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.composer import Composer
from ui.timeline.composer_drop import DropZones

_SEND_FILES = (Capability.SEND_IMAGE, Capability.SEND_VIDEO, Capability.SEND_AUDIO, Capability.SEND_DOCUMENT)
_COUNTDOWN_MS = 30_000
_NEAR_END_S = 3 * 3600


class ComposerDesk(QObject):
    """Serves one Composer. ``sent`` carries messages that were queued, ``failed`` AppErrors."""

    sent = Signal(object)
    failed = Signal(object)
    abilities_changed = Signal(object)

    def __init__(
        self, composer: Composer, services: Services, bridge: Bridge, crossing: Crossing, look: Look, host: QWidget
    ) -> None:
        super().__init__(host)
        self.composer, self.abilities = composer, Abilities()
        self._services, self._crossing, self._look, self._host = services, crossing, look, host
        self._chat: ChatView | None = None
        self._members: tuple[Member, ...] = ()
        self._replies: tuple[QuickReply, ...] = ()
        self._fields: dict[str, str] = {}
        self._folder: QTemporaryDir | None = None
        self._said = ("", False)
        self.picker = EmojiPicker(look, composer)
        self.completion = Completion(look, host)
        self.completion.finders = {":": self._find_emoji, "/": self._find_replies, "@": self._find_members}
        self.zones = DropZones(look, host, lambda: self._may_attach())
        self.voice = VoiceBar(look)
        self.voice.hide()
        composer.column.addWidget(self.voice)
        text = composer.text
        text.keys_first = self._take_key
        text.escape_matters = lambda: self.completion.isVisible() or composer.bar.message is not None
        text.textChanged.connect(self._follow)
        text.cursorPositionChanged.connect(self._follow)
        text.files_given.connect(lambda names: self.attach(names))
        text.image_given.connect(self._on_image)
        text.escaped.connect(composer.drop_context)
        composer.emoji_button.clicked.connect(self._open_picker)
        composer.attach_button.clicked.connect(self.open_menu)
        composer.voice_button.clicked.connect(self._record)
        composer.hint_button.clicked.connect(self.choose_template)
        self.voice.finished.connect(self._on_voice)
        self.voice.closed.connect(lambda: self._show_voice(False))
        self.completion.chosen.connect(self._on_chosen)
        self.picker.picked.connect(self._on_emoji)
        self.picker.tone_chosen.connect(lambda tone: self._set("chat.skin_tone", tone))
        self.zones.dropped.connect(lambda names, as_document: self.attach(names, as_document=as_document))
        # over the messages Ctrl+Shift+R answers the chosen one, so recording is the composer's alone
        for keys, run, where in (
            ("Ctrl+U", self.open_menu, host),
            ("Ctrl+Shift+J", self._open_picker, host),
            ("Ctrl+Shift+R", self._record, composer),
        ):
            shortcut = QShortcut(QKeySequence(keys), where)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        bridge.changed.connect(self._on_bridge_changed)
        self._clock = QTimer(self)
        self._clock.setInterval(_COUNTDOWN_MS)
        self._clock.timeout.connect(self._show_window)

    # ------------------------------------------------------------------ the chat

    def open(self, chat: ChatView | None) -> None:
        """Another chat: what can be done there is asked anew."""
        self._chat = chat
        self.completion.hide()
        self._show_voice(False)
        self._members = ()
        self._take_abilities(Abilities())
        if chat is None:
            return
        here = chat.id
        # the services are there once a chat is: before that a preference cannot be asked
        self._take_preferences()
        self._ask_abilities()
        self._load_replies()
        if chat.is_group:
            self._crossing.spawn(
                self, self._services.sending.members(here), done=lambda found: self._keep_members(here, found)
            )

    def _ask_abilities(self) -> None:
        chat = self._chat
        if chat is None:
            return

        def done(abilities: Abilities) -> None:
            if self._chat is not None and self._chat.id == chat.id:
                self._take_abilities(abilities)

        self._crossing.spawn(self, self._services.sending.abilities(chat.id), done=done, failed=lambda _error: None)

    def _take_abilities(self, abilities: Abilities) -> None:
        self.abilities = abilities
        self.composer.voice_button.setVisible(abilities.can(Capability.SEND_VOICE) and can_record())
        if abilities.window_ends_at_ms is None:
            self._clock.stop()
        else:
            self._clock.start()
        self._show_window()
        self.abilities_changed.emit(abilities)

    def _keep_members(self, chat_id: ChatId, found: tuple[Member, ...]) -> None:
        if self._chat is not None and self._chat.id == chat_id:
            self._members = found

    def say(self, hint: str, *, blocked: bool) -> None:
        """What the connection allows; the 24-hour window may allow less."""
        self._said = (hint, blocked)
        self._show_window()

    def _show_window(self) -> None:
        hint, blocked = self._said
        end = self.abilities.window_ends_at_ms
        offer = ""
        if end is not None and not blocked:
            left = end / 1000 - time.time()
            if left <= 0:
                hint, blocked = self.tr("24 hours have passed since the customer wrote; only a template can be sent."), True
                offer = self.tr("Send template…") if self.abilities.can(Capability.SEND_TEMPLATE) else ""
            elif left < _NEAR_END_S:
                hours, minutes = divmod(int(left) // 60, 60)
                hint = self.tr("You can answer freely for another {hours} h {minutes} min.").format(
                    hours=hours, minutes=minutes
                )
        self.composer.say(hint, blocked=blocked)
        self.composer.offer(offer)

    # ------------------------------------------------------------------ texts and files

    def send_text(self, chat_id: ChatId, text: str) -> None:
        """Queue an answer with its quote and mentions; what cannot be taken is given back."""
        quoted = self.composer.take_quoted()
        written, (text, mentions) = text, self.composer.take_mentions(text)
        client_id = str(uuid4())
        quoted_id = quoted.id if quoted is not None else None

        def failed(error: AppError) -> None:
            self.composer.give_back(chat_id, written)
            if quoted is not None and self.composer.chat == chat_id:
                self.composer.answer_to(quoted)
            self.failed.emit(error)

        self._crossing.spawn(
            self, self._queue(chat_id, text, client_id, quoted_id, mentions), done=self.sent.emit, failed=failed, keep=True
        )

    async def _queue(
        self, chat_id: ChatId, text: str, client_id: str, quoted: MessageId | None, mentions: tuple[Address, ...]
    ) -> MessageView:
        if mentions:
            return await self._services.sending.send_text(
                chat_id, text, client_id=client_id, quoted=quoted, mentions=mentions
            )
        return await self._services.messages.send_text(chat_id, text, client_id=client_id, quoted=quoted)

    def _may_attach(self) -> bool:
        return self._chat is not None and not self.composer.blocked and any(map(self.abilities.can, _SEND_FILES))

    def attach(self, names: Iterable[str], *, as_document: bool = False) -> None:
        """Show what is about to be sent, then send it."""
        files = [NewFile(path=Path(name), as_document=as_document) for name in names if Path(name).is_file()]
        if files and self._may_attach():
            self._preview(files)

    def _preview(self, files: list[NewFile]) -> None:
        chat = self._chat
        if chat is None:
            return
        if len(files) == 1 and (typed := self.composer.text.toPlainText().strip()):
            files = [NewFile(path=files[0].path, as_document=files[0].as_document, caption=typed)]
        dialog = AttachDialog(self._host, self._look, self._services, self._crossing, self.abilities, files)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            chosen = dialog.files()
            if any(file.caption == self.composer.text.toPlainText().strip() for file in chosen):
                self.composer.text.clear()
            self.send_files(chat.id, chosen)

        dialog.accepted.connect(accepted)
        dialog.open()

    def send_files(self, chat_id: ChatId, files: Iterable[NewFile]) -> None:
        """Queue files one after the other, in their order."""
        quoted = self.composer.take_quoted()
        first = quoted.id if quoted is not None else None
        self._crossing.spawn(
            self, self._queue_files(chat_id, tuple(files), first), done=self._all_sent, failed=self.failed.emit, keep=True
        )

    async def _queue_files(
        self, chat_id: ChatId, files: tuple[NewFile, ...], quoted: MessageId | None
    ) -> tuple[MessageView, ...]:
        made = []
        for file in files:
            made.append(await self._services.sending.send_file(chat_id, file, client_id=str(uuid4()), quoted=quoted))
            quoted = None
        return tuple(made)

    def _all_sent(self, messages: tuple[MessageView, ...]) -> None:
        for message in messages:
            self.sent.emit(message)

    def _on_image(self, image: QImage) -> None:
        if self._folder is None:
            self._folder = QTemporaryDir()
        name = Path(self._folder.path()) / datetime.now().strftime("imagem-%Y%m%d-%H%M%S-%f.png")
        if image.save(str(name)):
            self.attach([str(name)])

    def choose_files(self, *, as_document: bool) -> None:
        """Pick files of this computer."""
        chooser = QFileDialog(self._host, self.tr("Choose files"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if not as_document:
            media = "*.jpg *.jpeg *.png *.webp *.mp4 *.3gp *.mp3 *.ogg *.m4a"
            chooser.setNameFilters([self.tr("Photos, videos and sounds ({patterns})").format(patterns=media)])
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.filesSelected.connect(lambda names: self.attach(names, as_document=as_document))
        chooser.open()

    # ------------------------------------------------------------------ the menu

    def open_menu(self) -> None:
        """What can be added to an answer, or done instead of one."""
        if self._chat is None or self.composer.blocked:
            return
        menu = QMenu(self.composer)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._may_attach():
            menu.addAction(self.tr("Photos and videos…")).triggered.connect(lambda: self.choose_files(as_document=False))
            menu.addAction(self.tr("Files…")).triggered.connect(lambda: self.choose_files(as_document=True))
            menu.addSeparator()
        menu.addAction(self.tr("Quick replies…")).triggered.connect(self.manage_replies)
        menu.addAction(self.tr("Schedule…")).triggered.connect(self.schedule)
        if self.abilities.can(Capability.SEND_TEMPLATE):
            menu.addAction(self.tr("Send template…")).triggered.connect(self.choose_template)
        menu.addSeparator()
        enter = menu.addAction(self.tr("Enter sends"))
        enter.setCheckable(True)
        enter.setChecked(self.composer.text.enter_sends)
        enter.triggered.connect(lambda on: self._set("chat.enter_sends", on))
        button = self.composer.attach_button
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def manage_replies(self) -> None:
        """Write, sort and share ready answers."""
        dialog = RepliesDialog(self._host, self._look, self._services, self._crossing, self._replies, self._fields)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _code: self._load_replies())
        dialog.use.connect(self._use_reply)
        dialog.open()

    def schedule(self) -> None:
        """Send it later, or be reminded."""
        if self._chat is None:
            return
        typed = self.composer.text.toPlainText()
        dialog = ScheduleDialog(self._host, self._look, self._services, self._crossing, self._chat, typed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(self.composer.text.clear)
        dialog.open()

    def choose_template(self) -> None:
        """Pick an approved template and fill it."""
        chat = self._chat
        if chat is None or not self.abilities.can(Capability.SEND_TEMPLATE):
            return
        dialog = TemplateDialog(self._host, self._look, self._services, self._crossing, chat)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            wanted = dialog.template()
            if wanted is not None:
                self._crossing.spawn(
                    self,
                    self._services.sending.send_template(chat.id, wanted[0], wanted[1], client_id=str(uuid4())),
                    done=self.sent.emit,
                    failed=self.failed.emit,
                    keep=True,
                )

        dialog.accepted.connect(accepted)
        dialog.open()

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

    def _find_replies(self, words: str) -> list[Choice]:
        wanted = emojis.plain(words)
        found = [
            reply
            for reply in self._replies
            if reply.shortcut.startswith(wanted) or wanted in emojis.plain(f"{reply.title} {reply.folder}")
        ]
        return [Choice(f"/{r.shortcut}  {formats.one_line(r.title or r.text, 60)}", r) for r in found[:30]]

    def _find_members(self, words: str) -> list[Choice]:
        if not self.abilities.can(Capability.MENTION):
            return []
        wanted = emojis.plain(words)
        return [Choice(f"@{m.name}", m) for m in self._members if emojis.plain(m.name).startswith(wanted)][:30]

    def _on_chosen(self, token: Token, value: object) -> None:
        cursor = self.composer.text.textCursor()
        end = cursor.position()
        cursor.setPosition(token.start)
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.composer.text.setTextCursor(cursor)
        if isinstance(value, QuickReply):
            self._use_reply(value)
        elif isinstance(value, Member):
            name = formats.one_line(value.name, 60)
            self.composer.mention(name, value.address)
            self.composer.type_into(f"@{name} ")
        else:
            self._on_emoji(str(value))

    def _use_reply(self, reply: QuickReply) -> None:
        self._crossing.spawn(self, self._services.replies.used(reply.id), keep=True)
        self.composer.type_into(fill(reply.text, self.values()))
        if reply.files and self._may_attach():
            self._preview([NewFile(path=path, file_name=name) for name, path in reply.files])

    def values(self) -> dict[str, str]:
        """What the fields of a ready answer stand for in this chat."""
        chat, now = self._chat, datetime.now()
        greetings = {
            "morning": self.tr("Good morning"), "afternoon": self.tr("Good afternoon"), "evening": self.tr("Good evening"),
        }  # fmt: skip
        name = chat.title if chat is not None and not chat.is_group else ""
        locale = QLocale()
        return {
            **self._fields,
            "name": name if first_name(name) else "",
            "first_name": first_name(name),
            "phone": formats.phone(chat.phone) if chat is not None and chat.phone else "",
            "greeting": greetings[greeting_code(now.hour)],
            "date": locale.toString(QDate.currentDate(), QLocale.FormatType.ShortFormat),
            "time": now.strftime("%H:%M"),
        }

    def _load_replies(self) -> None:
        def done(replies: tuple[QuickReply, ...]) -> None:
            self._replies = replies

        def took(fields: Mapping[str, str]) -> None:
            self._fields = dict(fields)

        self._crossing.spawn(self, self._services.replies.all(), done=done)
        self._crossing.spawn(self, self._services.replies.fields(), done=took)

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

    def _on_emoji(self, text: str) -> None:
        self.composer.type_into(text)
        self._set("chat.recent_emoji", emojis.remember(self._recent(), text))

    # ------------------------------------------------------------------ voice

    def _record(self) -> None:
        if self._chat is not None and self.abilities.can(Capability.SEND_VOICE) and can_record():
            self._show_voice(True)
            self.voice.start()

    def _show_voice(self, on: bool) -> None:
        self.voice.setVisible(on)
        if not on:
            self.voice.discard()
        for at in range(self.composer.row.count()):
            item = self.composer.row.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.composer.voice_button:
                widget.setVisible(not on)
        may = self.abilities.can(Capability.SEND_VOICE) and can_record()
        self.composer.voice_button.setVisible(may and not on)

    def _on_voice(self, path: Path, seconds: float, waveform: str) -> None:
        self.voice.hide()
        chat = self._chat
        self._show_voice(False)
        if chat is not None:
            self.send_files(
                chat.id, [NewFile(path=path, voice=True, duration_s=seconds, waveform_base64=waveform or None)]
            )

    # ------------------------------------------------------------------ preferences

    def _set(self, key: str, value: object) -> None:
        self._crossing.spawn(self, self._services.preferences.set(key, value), keep=True)

    def _take_preferences(self) -> None:
        self.composer.set_enter_sends(self._services.preferences.get("chat.enter_sends") is not False)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if "chat.enter_sends" in changes.settings:
            self._take_preferences()
        chat = self._chat
        if chat is not None and self.abilities.window_ends_at_ms is not None and chat.id in changes.chats:
            self._ask_abilities()



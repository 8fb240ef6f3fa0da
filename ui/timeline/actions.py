"""What can be done to a message: the menu, the bar under the mouse, the keys; only what its gateway can."""

import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from services.api import Services
from services.domain.capabilities import Capability
from services.domain.content import Direction, MessageKind
from services.domain.errors import AppError
from services.domain.models import MediaState, MessageView
from services.domain.sending import EDIT_WITHIN_MS, Abilities, MessageInfo
from services.domain.status import Status
from ui import formats
from ui.composer.composer import Composer
from ui.composer.emoji_picker import EmojiPicker
from ui.keymap import Keymap
from ui.messages import author_words, caption
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.hover import Hovering, ReactionBar
from ui.timeline.marking import as_text
from ui.timeline.parts.base import Click, Wish
from ui.timeline.rows import CHIP_KINDS
from ui.timeline.undo_strip import UNDO_MS, UndoStrip
from ui.timeline.view import TimelineView
from ui.widgets.labels import no_mnemonic

_COPYABLE = frozenset(
    {
        MessageKind.TEXT, MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.GIF, MessageKind.VIDEO_NOTE, MessageKind.AUDIO,
        MessageKind.VOICE, MessageKind.DOCUMENT, MessageKind.STICKER, MessageKind.LOCATION, MessageKind.CONTACTS,
    }
)  # fmt: skip


class MessageActions(QObject):
    """Serves one view and its composer. ``wish_made`` passes on what the panel does itself (resend, settle).

    ``raw`` is whether what a gateway sent may be looked at.
    """

    failed = Signal(object)
    wish_made = Signal(object, object)

    def __init__(
        self,
        view: TimelineView,
        composer: Composer,
        services: Services,
        crossing: Crossing,
        look: Look,
        host: QWidget,
        keymap: Keymap,
    ) -> None:
        super().__init__(host)
        self._view, self._composer, self._services, self._crossing = view, composer, services, crossing
        self._look, self._host = look, host
        self._abilities = Abilities()
        self._target: MessageView | None = None
        self.raw = True
        self.hovering = Hovering(view, look, self)
        self.reactions = ReactionBar(look, host)
        self.picker = EmojiPicker(look, host)
        self.undo = UndoStrip(look, view)
        self.hovering.react_wanted.connect(self.react)
        self.hovering.answer_wanted.connect(self.answer)
        self.reactions.picked.connect(self._on_reaction)
        self.reactions.more_wanted.connect(self._open_picker)
        self.picker.picked.connect(self._on_reaction)
        composer.text.earlier_wanted.connect(self._on_earlier)
        composer.text.last_wanted.connect(self.edit_last)
        composer.edit_requested.connect(self._on_edit)
        for name, run in (
            ("reply", self._one(self.answer)), ("react", self._one(self.react)), ("forward", self.forward),
            ("info", self._one(self.info)), ("star", self.star), ("delete", self.delete), ("hide", self.hide),
        ):  # fmt: skip
            keymap.bind(f"message.{name}", partial(self._on_chosen, run), view, alone=True)

    def set_abilities(self, abilities: Abilities) -> None:
        """What the chat's number can do."""
        self._abilities = abilities
        self.hovering.bar.hide()

    # ------------------------------------------------------------------ what is possible

    def can(self, capability: Capability, message: MessageView) -> bool:
        """Whether this can be done to this message now."""
        known = message.stanza_id is not None and not message.deleted and message.kind not in CHIP_KINDS
        if not known or not self._abilities.can(capability):
            return False
        ours = message.direction is Direction.OUT and message.status not in (Status.FAILED, None)
        if capability in (Capability.EDIT, Capability.REVOKE) and not ours:
            return False
        if capability is Capability.EDIT:
            fresh = time.time() * 1000 - message.sent_at_ms < EDIT_WITHIN_MS
            return fresh and message.kind is MessageKind.TEXT
        return True

    def can_forward(self, message: MessageView) -> bool:
        """Whether it can be copied to another chat."""
        file = message.media
        if message.deleted or message.kind not in _COPYABLE or not self._abilities.can(Capability.SEND_TEXT):
            return False
        return file is None or file.state is MediaState.READY

    def _can_be_written_to(self, message: MessageView) -> bool:
        """Whether its author has a conversation of their own besides this group, or can have one."""
        known = message.direction is Direction.IN and message.author.phone is not None
        return known and self._view.shown.is_group and self._abilities.can(Capability.SEND_TEXT)

    def fill(self, menu: QMenu, message: MessageView, words: str) -> None:
        """Put what can be done into a menu; ``words`` are what is copied."""
        entries = (
            (Capability.REPLY, self.tr("Reply"), self.answer),
            (Capability.REACT, self.tr("React…"), self.react),
            (Capability.EDIT, self.tr("Edit"), self._composer.edit),
        )
        for capability, name, run in entries:
            if self.can(capability, message):
                menu.addAction(name).triggered.connect(lambda _on=False, run=run: run(message))
        if self.can_forward(message):
            menu.addAction(self.tr("Forward…")).triggered.connect(lambda: self.forward([message]))
        if self._can_be_written_to(message):
            words_of = self.tr("Open the conversation with {name}").format(name=formats.isolated(author_words(message), 40))
            wish = Click(Wish.CHAT_WITH_AUTHOR)
            menu.addAction(no_mnemonic(words_of)).triggered.connect(lambda: self.wish_made.emit(wish, message))
        if message.kind not in CHIP_KINDS:
            starred = self.tr("Take the star away") if message.starred else self.tr("Star")
            menu.addAction(starred).triggered.connect(lambda: self.star([message]))
        copy = menu.addAction(self.tr("Copy"))
        copy.setEnabled(bool(words))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(words))
        out = message.direction is Direction.OUT
        if out and message.status in (Status.FAILED, Status.UNKNOWN):
            menu.addAction(self.tr("Resend")).triggered.connect(lambda: self.wish_made.emit(Click(Wish.RESEND), message))
        if out and message.status is Status.UNKNOWN:
            menu.addAction(self.tr("It was sent")).triggered.connect(lambda: self.wish_made.emit(Click(Wish.SETTLE), message))
        if out and message.status is Status.QUEUED:
            menu.addAction(self.tr("Cancel sending")).triggered.connect(lambda: self.cancel(message))
        elif _leaves(message):
            menu.addAction(self.tr("Stop sending")).triggered.connect(lambda: self._stop_sending(message))
        if message.kind not in CHIP_KINDS:
            menu.addAction(self.tr("Information")).triggered.connect(lambda: self.info(message))
            menu.addAction(self.tr("Select")).triggered.connect(lambda: self._view.choose(message))

    def finish(self, menu: QMenu, message: MessageView) -> None:
        """What stands last in its menu: deleting, and what the gateway cannot do."""
        self.fill_deletion(menu, [message])
        self._say_what_is_missing(menu, message)

    def _say_what_is_missing(self, menu: QMenu, message: MessageView) -> None:
        """Why something that people know from their phone is not there."""
        if message.deleted or message.kind in CHIP_KINDS or not self._abilities.capabilities:
            return
        ours = message.direction is Direction.OUT
        text = message.kind is MessageKind.TEXT
        names = (
            (Capability.REPLY, self.tr("quoted answers"), True),
            (Capability.REACT, self.tr("reactions"), True),
            (Capability.EDIT, self.tr("editing"), ours and text),
            (Capability.REVOKE, self.tr("deleting for everyone"), ours),
        )
        lacking = [name for capability, name, asked in names if asked and not self._abilities.can(capability)]
        told = []
        if lacking:
            told.append(self.tr("This number's gateway cannot do: {things}").format(things=", ".join(lacking)))
        known = message.stanza_id is not None and message.status is not Status.FAILED
        late = time.time() * 1000 - message.sent_at_ms >= EDIT_WITHIN_MS
        if ours and text and known and late and self._abilities.can(Capability.EDIT):
            told.append(self.tr("A message can be edited for 15 minutes after it was sent"))
        if told:
            menu.addSeparator()
        for words in told:
            menu.addAction(words).setEnabled(False)

    def fill_for(self, menu: QMenu, messages: Sequence[MessageView]) -> None:
        """The same for several chosen messages: what can be done to every one of them."""
        count = len(messages)
        menu.addAction(self.tr("Copy %n messages", None, count)).triggered.connect(lambda: self.copy(messages))
        if all(self.can_forward(m) for m in messages):
            menu.addAction(self.tr("Forward…")).triggered.connect(lambda: self.forward(messages))
        starred = self.tr("Take the star away") if all(m.starred for m in messages) else self.tr("Star")
        menu.addAction(starred).triggered.connect(lambda: self.star(messages))
        self.fill_deletion(menu, messages)

    def able(self, messages: Sequence[MessageView]) -> frozenset[str]:
        """What can be done to every one of these: "copy", "forward", "star", "delete"."""
        can = {"copy", "star"}
        if all(self.can_forward(m) for m in messages):
            can.add("forward")
        if all(self.can(Capability.REVOKE, m) for m in messages) or all(_can_hide(m) for m in messages):
            can.add("delete")
        return frozenset(can)

    def fill_deletion(self, menu: QMenu, messages: Sequence[MessageView]) -> None:
        """Deleting here and for everyone, as far as every one of them can be."""
        everyone = all(self.can(Capability.REVOKE, m) for m in messages)
        here = all(_can_hide(m) for m in messages)
        if everyone or here:
            menu.addSeparator()
        if here:
            menu.addAction(self.tr("Delete for me")).triggered.connect(lambda: self.hide(messages))
        if everyone:
            menu.addAction(self.tr("Delete for everyone")).triggered.connect(lambda: self.delete(messages))

    # ------------------------------------------------------------------ doing it

    def copy(self, messages: Sequence[MessageView]) -> None:
        """Put them on the clipboard: the words of one, several with who said them and when."""
        words = as_text(messages) if len(messages) > 1 else "".join(caption(m) for m in messages)
        QGuiApplication.clipboard().setText(words)
        self.undo.offer(self.tr("%n messages copied", None, len(messages)))

    def answer(self, message: MessageView) -> None:
        """Quote it in the next answer."""
        if self.can(Capability.REPLY, message):
            self._composer.answer_to(message)

    def react(self, message: MessageView, at: QPoint | None = None) -> None:
        """Choose a reaction; the same one again takes it away."""
        if not self.can(Capability.REACT, message):
            return
        self._target = message
        place = at or self._place_of(message)
        self.reactions.adjustSize()
        self.reactions.more.name_it(self.tr("All emoji"))
        self.reactions.move(place - QPoint(self.reactions.width() // 2, self.reactions.height() + 4))
        self.reactions.show()
        first = self.reactions.findChild(QToolButton)
        if first is not None:
            first.setFocus()

    def forward(self, messages: Sequence[MessageView]) -> None:
        """Choose conversations and send copies."""
        if not messages or not all(self.can_forward(m) for m in messages):
            return
        ids = tuple(m.id for m in messages)
        from ui.composer.forward_dialog import ForwardDialog  # not needed at the start

        dialog = ForwardDialog(self._host, self._look, self._services, self._crossing)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._run(self._services.sending.forward(ids, dialog.chats())))
        dialog.open()

    def star(self, messages: Sequence[MessageView]) -> None:
        """Put a star on them; away where all have one."""
        ids = tuple(m.id for m in messages if m.kind not in CHIP_KINDS)
        if ids:
            self._run(self._services.shown.star(ids, not all(m.starred for m in messages)))

    def hide(self, messages: Sequence[MessageView]) -> None:
        """Delete for me: they go at once, and can be had back for five seconds."""
        if not messages or not all(_can_hide(m) for m in messages):
            return
        ids = tuple(m.id for m in messages)
        self._run(self._services.shown.hide(ids))
        words = self.tr("Deleted for you") if len(ids) == 1 else self.tr("%n messages deleted for you", None, len(ids))
        self.undo.offer(words, lambda: self._run(self._services.shown.unhide(ids)))

    def delete(self, messages: Sequence[MessageView]) -> None:
        """Delete for everyone; it leaves after five seconds. A file that is on its way is stopped at once."""
        if len(messages) == 1 and _leaves(messages[0]):
            self._stop_sending(messages[0])
            return
        if not messages or not all(self.can(Capability.REVOKE, m) for m in messages):
            return
        sending = self._services.sending
        for message in messages:
            self._run(sending.revoke(message.id, undo_ms=UNDO_MS))

        def take_back() -> None:
            for message in messages:
                self._run(sending.undo_revoke(message.id))

        many = self.tr("%n messages deleted for everyone", None, len(messages))
        self.undo.offer(self.tr("Deleted for everyone") if len(messages) == 1 else many, take_back)

    def _stop_sending(self, message: MessageView) -> None:
        self.wish_made.emit(Click(Wish.STOP_SENDING), message)

    def cancel(self, message: MessageView) -> None:
        """Take it out of the queue."""
        self._run(self._services.sending.cancel(message.id))

    def info(self, message: MessageView) -> None:
        """Show its way."""

        def done(info: MessageInfo) -> None:
            from ui.composer.info_dialog import InfoDialog  # not needed at the start

            dialog = InfoDialog(self._host, self._look, message, info, raw=self.raw)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.raw_requested.connect(lambda: self.wish_made.emit(Click(Wish.SHOW_RAW), message))
            dialog.open()

        self._crossing.spawn(self, self._services.sending.info(message.id), done=done, failed=self._fail)

    def edit_last(self) -> None:
        """Up in an empty field: our last message, if it may still be edited."""
        for message in reversed(self._view_messages()):
            if message.direction is Direction.OUT:
                if self.can(Capability.EDIT, message):
                    self._composer.edit(message)
                return

    def _run(self, work: Coroutine[Any, Any, object]) -> None:
        self._crossing.spawn(self, work, failed=self._fail, keep=True)

    def _fail(self, error: AppError) -> None:
        self.failed.emit(error)

    def _on_edit(self, message: MessageView, text: str) -> None:
        self._run(self._services.sending.edit(message.id, text))

    def _on_reaction(self, text: str) -> None:
        message = self._target
        if message is None:
            return
        mine = next((r.emoji for r in message.reactions if r.from_me), None)
        self._run(self._services.sending.react(message.id, None if mine == text else text))

    def _open_picker(self) -> None:
        if self._target is not None:
            tone = self._services.preferences.get("chat.skin_tone")
            recent = self._services.preferences.get("chat.recent_emoji")
            place = self._place_of(self._target)
            self.picker.ask(
                place, recent if isinstance(recent, str) else "", tone if isinstance(tone, int) else 0
            )

    def _on_earlier(self, step: int) -> None:
        """Ctrl+Up quotes the message before the quoted one, Ctrl+Down the one after; past the end none."""
        if not self._abilities.can(Capability.REPLY):
            return
        messages = [m for m in self._view_messages() if self.can(Capability.REPLY, m)]
        quoted = self._composer.bar.message
        ids = [m.id for m in messages]
        at = ids.index(quoted.id) if quoted is not None and quoted.id in ids else len(ids)
        at -= step
        if 0 <= at < len(messages):
            self._composer.answer_to(messages[at])
            row = self._view.shown.row_of(messages[at].id)
            if row is not None:
                self._view.scrollTo(self._view.shown.index(row))
        elif at >= len(messages):
            self._composer.drop_context()

    def _view_messages(self) -> list[MessageView]:
        return list(self._view.shown.messages)

    @staticmethod
    def _one(run: Callable[[MessageView], None]) -> Callable[[Sequence[MessageView]], None]:
        """For what is done to a single message."""

        def done(messages: Sequence[MessageView]) -> None:
            if len(messages) == 1:
                run(messages[0])

        return done

    def _on_chosen(self, run: Callable[[Sequence[MessageView]], None]) -> None:
        chosen, message = self._view.chosen(), self._view.current_message()
        if len(chosen) > 1:
            run(chosen)
        elif message is not None:
            run([message])

    def _place_of(self, message: MessageView) -> QPoint:
        row = self._view.shown.row_of(message.id)
        rect = self._view.visualRect(self._view.shown.index(row)) if row is not None else self._view.rect()
        y = min(max(rect.top(), 60), self._view.viewport().height() - 10)
        out = message.direction is Direction.OUT
        return self._view.viewport().mapToGlobal(QPoint(rect.right() - 180 if out else rect.left() + 180, y))


def _leaves(message: MessageView) -> bool:
    """Whether a file is on its way to the gateway; a text is there before anybody could stop it."""
    return message.direction is Direction.OUT and message.status is Status.SENDING and message.media is not None


def _can_hide(message: MessageView) -> bool:
    """What still waits to be sent is cancelled, not hidden."""
    waits = message.direction is Direction.OUT and message.status in (Status.QUEUED, Status.SENDING)
    return not waits and message.kind not in CHIP_KINDS

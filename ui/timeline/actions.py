"""What can be done to a message: the menu, the bar under the mouse, the keys; only what its gateway can."""

import time
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from services.api import Services
from services.domain.capabilities import Capability
from services.domain.errors import AppError
from services.domain.events import Direction, MessageKind
from services.domain.models import MediaState, MessageView
from services.domain.sending import EDIT_WITHIN_MS, Abilities, MessageInfo
from services.domain.status import Status
from ui.composer import emoji as emojis
from ui.composer.composer import Composer
from ui.composer.emoji_picker import EmojiPicker
from ui.composer.forward_dialog import ForwardDialog
from ui.composer.info_dialog import InfoDialog
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.timeline.parts.base import Click, Wish
from ui.timeline.rows import CHIP_KINDS
from ui.timeline.view import TimelineView
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label

QUICK = ("👍", "❤️", "😂", "😮", "😢", "🙏")
UNDO_MS = 5000
_COPYABLE = frozenset(
    {
        MessageKind.TEXT, MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.GIF, MessageKind.VIDEO_NOTE, MessageKind.AUDIO,
        MessageKind.VOICE, MessageKind.DOCUMENT, MessageKind.STICKER, MessageKind.LOCATION, MessageKind.CONTACTS,
    }
)  # fmt: skip


class HoverBar(QFrame):
    """Beside the bubble under the mouse: react, answer, more."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hoverBar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.react = IconButton(look, "emoji", side=18)
        self.answer = IconButton(look, "reply", side=18)
        self.more = IconButton(look, "more", side=18)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 1, 3, 1)
        row.setSpacing(0)
        for each in (self.react, self.answer, self.more):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(each)
        self.hide()


class ReactionBar(QFrame):
    """Six reactions and the way to all others."""

    picked = Signal(str)
    more_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.setSpacing(0)
        for text in QUICK:
            made = QToolButton()
            made.setText(text)
            made.setStyleSheet("QToolButton { font-size: 22px; padding: 4px; }")
            known = emojis.by_text().get(text)
            made.setAccessibleName(known.name(self.locale().name()) if known is not None else text)
            made.clicked.connect(lambda _on=False, chosen=text: self._pick(chosen))
            row.addWidget(made)
        self.more = IconButton(look, "plus", side=20)
        self.more.clicked.connect(self._more)
        row.addWidget(self.more)

    def event(self, event: QEvent) -> bool:
        """Esc closes this and nothing behind it."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def _pick(self, text: str) -> None:
        self.hide()
        self.picked.emit(text)

    def _more(self) -> None:
        self.hide()
        self.more_wanted.emit()


class UndoStrip(QFrame):
    """“Deleted. Undo” for five seconds."""

    undone = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._host = parent
        self._message: MessageView | None = None
        self.words = plain_label(look=look, role=Type.BODY)
        self.undo = button(kind="ghost")
        self.undo.clicked.connect(self._on_undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        row.addWidget(self.words)
        row.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def offer(self, message: MessageView) -> None:
        """Show it at the foot of the conversation."""
        self._message = message
        self.words.setText(self.tr("Deleted for everyone"))
        self.undo.setText(self.tr("Undo"))
        self.adjustSize()
        host = self._host
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - Space.M)
        self.raise_()
        self.show()
        self._timer.start()

    def _on_undo(self) -> None:
        self.hide()
        if self._message is not None:
            self.undone.emit(self._message)


class MessageActions(QObject):
    """Serves one view and its composer. ``wish_made`` passes on what the panel does itself (resend, settle)."""

    failed = Signal(object)
    wish_made = Signal(object, object)

    def __init__(
        self, view: TimelineView, composer: Composer, services: Services, crossing: Crossing, look: Look, host: QWidget
    ) -> None:
        super().__init__(host)
        self._view, self._composer, self._services, self._crossing = view, composer, services, crossing
        self._look, self._host = look, host
        self._abilities = Abilities()
        self._target: MessageView | None = None
        self._hovered: MessageView | None = None
        self.bar = HoverBar(look, view.viewport())
        self.reactions = ReactionBar(look, host)
        self.picker = EmojiPicker(look, host)
        self.undo = UndoStrip(look, view)
        self.bar.react.clicked.connect(self._on_bar_react)
        self.bar.answer.clicked.connect(lambda: self._hovered is not None and self.answer(self._hovered))
        self.bar.more.clicked.connect(self._on_bar_more)
        self.reactions.picked.connect(self._on_reaction)
        self.reactions.more_wanted.connect(self._open_picker)
        self.picker.picked.connect(self._on_reaction)
        self.undo.undone.connect(self._on_undone)
        composer.text.earlier_wanted.connect(self._on_earlier)
        composer.text.last_wanted.connect(self.edit_last)
        composer.edit_requested.connect(self._on_edit)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.bar.hide())
        for keys, run in (
            ("Ctrl+Shift+R", self.answer), ("Ctrl+Shift+E", self.react), ("Ctrl+Shift+S", self.forward),
            ("Ctrl+D", self.info), ("Delete", self.delete),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda run=run: self._on_current(run))

    def set_abilities(self, abilities: Abilities) -> None:
        """What the chat's number can do."""
        self._abilities = abilities
        self.bar.hide()

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
            menu.addAction(self.tr("Forward…")).triggered.connect(lambda: self.forward(message))
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
        if message.kind not in CHIP_KINDS:
            menu.addAction(self.tr("Information")).triggered.connect(lambda: self.info(message))
        if self.can(Capability.REVOKE, message):
            menu.addSeparator()
            menu.addAction(self.tr("Delete for everyone")).triggered.connect(lambda: self.delete(message))

    # ------------------------------------------------------------------ doing it

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

    def forward(self, message: MessageView) -> None:
        """Choose conversations and send copies."""
        if not self.can_forward(message):
            return
        dialog = ForwardDialog(self._host, self._look, self._services, self._crossing)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._run(self._services.sending.forward((message.id,), dialog.chats()))
        )
        dialog.open()

    def delete(self, message: MessageView) -> None:
        """Delete for everyone; it leaves after five seconds."""
        if self.can(Capability.REVOKE, message):
            self._run(self._services.sending.revoke(message.id, undo_ms=UNDO_MS))
            self.undo.offer(message)

    def cancel(self, message: MessageView) -> None:
        """Take it out of the queue."""
        self._run(self._services.sending.cancel(message.id))

    def info(self, message: MessageView) -> None:
        """Show its way."""

        def done(info: MessageInfo) -> None:
            dialog = InfoDialog(self._host, self._look, message, info)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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

    def _on_undone(self, message: MessageView) -> None:
        self._run(self._services.sending.undo_revoke(message.id))

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

    def _on_current(self, run: Callable[[MessageView], None]) -> None:
        message = self._view.current_message()
        if message is not None:
            run(message)

    def _place_of(self, message: MessageView) -> QPoint:
        row = self._view.shown.row_of(message.id)
        rect = self._view.visualRect(self._view.shown.index(row)) if row is not None else self._view.rect()
        y = min(max(rect.top(), 60), self._view.viewport().height() - 10)
        out = message.direction is Direction.OUT
        return self._view.viewport().mapToGlobal(QPoint(rect.right() - 180 if out else rect.left() + 180, y))

    # ------------------------------------------------------------------ the bar under the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the conversation; a double click answers."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(event.position().toPoint())
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Resize):
            self.bar.hide()
        elif event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            message = self._view.message_at(event.position().toPoint())
            if message is not None:
                self.answer(message)
        return False

    def _hover(self, point: QPoint) -> None:
        message = self._view.message_at(point)
        if message is None:
            self.bar.hide()
            return
        if self.bar.isVisible() and self._hovered is not None and self._hovered.id == message.id:
            return
        self._hovered = message
        self.bar.react.setVisible(self.can(Capability.REACT, message))
        self.bar.answer.setVisible(self.can(Capability.REPLY, message))
        self.bar.react.name_it(self.tr("React"))
        self.bar.answer.name_it(self.tr("Reply"))
        self.bar.more.name_it(self.tr("More"))
        self.bar.adjustSize()
        box = self._view.box_of_message(message)
        if box is None:
            self.bar.hide()
            return
        out = message.direction is Direction.OUT
        x = box.left() - self.bar.width() - 6 if out else box.right() + 6
        self.bar.move(round(x), round(max(box.top() + 1, 0)))
        self.bar.raise_()
        self.bar.show()

    def _on_bar_react(self) -> None:
        if self._hovered is not None:
            self.react(self._hovered, self.bar.mapToGlobal(QPoint(self.bar.width() // 2, 0)))

    def _on_bar_more(self) -> None:
        if self._hovered is not None:
            self._view.menu_requested.emit(self._hovered, self.bar.mapToGlobal(QPoint(0, self.bar.height())))

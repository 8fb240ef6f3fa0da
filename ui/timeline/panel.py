"""One conversation as a whole: header, timeline, composer, and the pages and changes that feed them."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from services.api import ProviderView, Services
from services.domain.capabilities import Capability
from services.domain.changes import ChangeKind, ChangeSet, Presence
from services.domain.errors import AppError
from services.domain.events import ConnectionState, Direction
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView, MessagePage, MessageView
from ui.bridge import Bridge
from ui.composer.composer import Composer
from ui.composer.desk import ComposerDesk
from ui.dialogs import TextDialog
from ui.formats import Clock
from ui.media.desk import Desk
from ui.messages import caption
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.actions import MessageActions
from ui.timeline.header import ChatHeader
from ui.timeline.jump_button import SIDE, JumpButton
from ui.timeline.marking import as_text
from ui.timeline.model import TimelineModel
from ui.timeline.parts.base import Click, Wish
from ui.timeline.parts.text import UNFOLD_CHARS
from ui.timeline.rows import first_unread
from ui.timeline.view import TimelineView
from ui.timeline.wishes import Wishes
from ui.widgets.empty_state import EmptyState

PAGE = 50
TAKEN_AT_ONCE = 8
_MARKING_MS = 300
_NO_PAGE = MessagePage(items=())


class TimelinePanel(QWidget):
    """Shows the chat that ``open`` is given; ``failed`` carries AppErrors for the notices."""

    failed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services = services
        self._crossing = crossing
        self._chat: ChatView | None = None
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._providers: Mapping[str, ProviderView] = {}
        self._visit = 0
        self._ready = False
        self._older = self._newer = self._asking = False
        self._waiting: dict[MessageId, bool] = {}
        self._marked: ChatId | None = None
        self._mark_again = False
        self._marking = QTimer(self, singleShot=True, interval=_MARKING_MS)
        self._marking.timeout.connect(self._mark_rest)
        self._unseen = 0
        self.model = TimelineModel(clock, self)
        self.header = ChatHeader(look)
        self.desk = Desk(self._file_of, self)
        self.view = TimelineView(self.model, look, self.desk)
        self.wishes = Wishes(self, services, crossing, look, self.desk, self.model)
        self.wishes.failed.connect(self.failed)
        self.composer = Composer(look)
        self.jump = JumpButton(look, self.view)
        self._empty = EmptyState(look, "chats")
        chat = QWidget()
        column = QVBoxLayout(chat)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.view, 1)
        column.addWidget(self.composer)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(chat)
        self.view.older_requested.connect(self._on_view_older_requested)
        self.view.newer_requested.connect(self._on_view_newer_requested)
        self.view.at_bottom_changed.connect(self._on_view_at_bottom_changed)
        self.view.wish_made.connect(self._on_view_wish_made)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.jump.clicked.connect(self.to_newest)
        self.writing = ComposerDesk(self.composer, services, bridge, crossing, look, self)
        self.writing.sent.connect(self._on_desk_sent)
        self.writing.failed.connect(self.failed)
        self.actions_desk = MessageActions(self.view, self.composer, services, crossing, look, self)
        self.actions_desk.failed.connect(self.failed)
        self.actions_desk.wish_made.connect(self._on_view_wish_made)
        self.writing.abilities_changed.connect(self.actions_desk.set_abilities)
        self.writing.countdown_changed.connect(self.header.show_note)
        self.composer.send_requested.connect(self._on_composer_send_requested)
        self.composer.draft_typed.connect(self._on_composer_draft_typed)
        bridge.changed.connect(self._on_bridge_changed)
        bridge.presence.connect(self._on_bridge_presence)
        self._retranslate()

    @property
    def chat(self) -> ChatView | None:
        """The chat that is shown."""
        return self._chat

    def open(self, chat: ChatView | None, at: MessageId | None = None) -> None:
        """Show a conversation from its newest message or the first unread one, or around the message ``at``."""
        if self._chat is None or chat is None or chat.id != self._chat.id:
            self.desk.sound.stop()
        self._visit += 1
        self._chat = chat
        self._ready = self._older = self._newer = self._asking = False
        self._waiting.clear()
        self._count_unseen(0)
        self.composer.open(chat.id if chat is not None else None, chat.draft if chat is not None else None)
        self.writing.open(chat)
        self._stack.setCurrentIndex(0 if chat is None else 1)
        if chat is None:
            self.model.reset(None, _NO_PAGE)
            return
        if self.model.chat_id != chat.id:
            self.model.reset(chat.id, _NO_PAGE, is_group=chat.is_group)
        self.refresh(chat)
        if at is None:
            self._load_latest(chat)
        else:
            self.go_to(at)
        self.composer.text.setFocus()

    def refresh(self, chat: ChatView) -> None:
        """The same chat with other facts."""
        if self._chat is None or chat.id != self._chat.id:
            return
        self._chat = chat
        instance = self._instances.get(chat.instance_id)
        self.header.show_chat(chat, instance)
        self.model.set_gaps(instance.gaps if instance is not None else ())
        self._say_what_is_possible(instance)

    def set_instances(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        """What is known of the numbers: for the header, and whether it can be answered over them."""
        self._instances, self._providers = instances, providers
        if self._chat is not None:
            self.refresh(self._chat)

    def to_newest(self) -> None:
        """Go to the newest message, which may have to be fetched."""
        if self.model.has_newer and self._chat is not None:
            self._load_latest(self._chat, at_end=True)
        else:
            self.view.to_bottom()
            self._count_unseen(0)

    def to_oldest_loaded(self) -> None:
        """Go up to the end of what is loaded; more comes."""
        self.view.to_top()

    def seen(self) -> None:
        """The window was looked at again: what is in sight is read."""
        if self._chat is not None and self._watched() and self.view.at_bottom() and self._chat.unread:
            self._mark_read()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed over the conversation are meant for the composer."""
        text = event.text()
        if self._chat is not None and text and text.isprintable() and self.composer.text.isEnabled():
            self.composer.type_into(text)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the jump button in its corner."""
        super().resizeEvent(event)
        self._place_jump()

    # ------------------------------------------------------------------ pages

    def _load_latest(self, chat: ChatView, *, at_end: bool = False) -> None:
        visit = self._visit
        limit = min(max(PAGE, chat.unread + 20), 200)

        def done(page: MessagePage) -> None:
            if visit != self._visit:
                return
            unread_from = None if at_end else first_unread(page.items, chat.unread)
            self.model.reset(chat.id, page, unread_from=unread_from, is_group=chat.is_group)
            self._ready = True
            line = self.model.unread_row()
            if line is not None:
                self.view.show_row(line)
                if self.view.at_bottom():
                    self.view.to_bottom()
            else:
                self.view.to_bottom()
            self._count_unseen(0)
            if chat.unread and self._watched():
                self._mark_read()
            self._ask()

        self._crossing.spawn(self, self._services.messages.latest(chat.id, limit), done=done)

    def _on_view_older_requested(self) -> None:
        if not self._ready or self._older or not self.model.messages:
            return
        self._older, visit = True, self._visit
        oldest = self.model.messages[0].id

        def done(page: MessagePage) -> None:
            if visit == self._visit:
                self._older = False
                self.model.prepend(page)

        self._crossing.spawn(
            self,
            self._services.messages.before(self.model.messages[0].chat_id, oldest, PAGE),
            done=done,
            failed=self._page_failed,
        )

    def _on_view_newer_requested(self) -> None:
        if not self._ready or self._newer or not self.model.messages:
            return
        self._newer, visit = True, self._visit
        newest = self.model.messages[-1]

        def done(page: MessagePage) -> None:
            if visit == self._visit:
                self._newer = False
                self.model.append(page)
                self._on_view_at_bottom_changed(self.view.at_bottom())

        self._crossing.spawn(
            self, self._services.messages.after(newest.chat_id, newest.id, PAGE), done=done, failed=self._page_failed
        )

    def _page_failed(self, error: AppError) -> None:
        # the flags stay set until the chat is opened again, or it would be asked for without end
        self.failed.emit(error)

    def go_to(self, message_id: MessageId) -> None:
        """Go to a message of this conversation, which may have to be fetched."""
        row = self.model.row_of(message_id)
        if row is not None:
            self.view.show_row(row)
            self.view.setCurrentIndex(self.model.index(row))
            self.view.flash(message_id)
            return
        visit, chat = self._visit, self._chat

        def done(page: MessagePage) -> None:
            if visit == self._visit and chat is not None:
                self.model.reset(chat.id, page, is_group=chat.is_group)
                self._ready = True
                if self.model.row_of(message_id) is not None:
                    self.go_to(message_id)
                self._ask()

        self._crossing.spawn(self, self._services.messages.around(message_id, PAGE), done=done)

    # ------------------------------------------------------------------ changes

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._chat is None:
            return
        removed: list[MessageId] = []
        for change in changes.messages:
            if change.chat_id != self._chat.id:
                continue
            if change.kind is ChangeKind.REMOVED:
                removed.append(change.message_id)
                self._waiting.pop(change.message_id, None)
            else:
                self._waiting[change.message_id] = True
        if removed:
            self.model.remove(removed)
        self._ask()

    def _ask(self) -> None:
        # one request at a time, and none before the page is there that they belong to
        if self._asking or not self._ready or not self._waiting:
            return
        # few at a time: what is measured and painted in one go is one frame
        ids = tuple(islice(self._waiting, TAKEN_AT_ONCE))
        for each in ids:
            del self._waiting[each]
        self._asking, visit = True, self._visit

        def done(messages: tuple[MessageView, ...]) -> None:
            if visit == self._visit:
                self._asking = False
                self._take(messages)
                self._ask()

        def failed(error: AppError) -> None:
            self._asking = False
            self.failed.emit(error)

        self._crossing.spawn(self, self._services.messages.get(ids), done=done, failed=failed)

    def _take(self, messages: tuple[MessageView, ...]) -> None:
        chat = self._chat
        if chat is None:
            return
        at_bottom = self.view.at_bottom() and not self.model.has_newer
        arrived = self.model.upsert(m for m in messages if m.chat_id == chat.id)
        incoming = sum(1 for m in arrived if m.direction is Direction.IN)
        if any(m.direction is Direction.OUT for m in arrived) and at_bottom:
            self.model.drop_unread_line()
        if incoming and at_bottom and self._watched():
            self._mark_read()
        elif incoming and not at_bottom:
            self._count_unseen(self._unseen + incoming)

    def _on_bridge_presence(self, presence: Presence) -> None:
        if self._chat is not None and presence.chat_id == self._chat.id:
            self.header.show_presence(presence)

    def _mark_read(self) -> None:
        """At once where it was quiet, else once for all that came meanwhile: each is a write to the disk."""
        if self._chat is None:
            return
        if self._marking.isActive() and self._marked == self._chat.id:
            self._mark_again = True
            return
        self._mark_rest()
        self._marked, self._mark_again = self._chat.id, True
        self._mark_rest()

    def _mark_rest(self) -> None:
        if self._mark_again and self._marked is not None:
            self._mark_again = False
            self._crossing.spawn(self, self._services.chats.mark_read(self._marked), keep=True)
            self._marking.start()

    def _watched(self) -> bool:
        return self.isVisible() and self.window().isActiveWindow()

    def _on_view_at_bottom_changed(self, at_bottom: bool) -> None:
        down = at_bottom and not self.model.has_newer
        if down:
            self._count_unseen(0)
            self.seen()
        self.jump.setVisible(self._chat is not None and not down and bool(self.model.messages))
        self._place_jump()

    def _count_unseen(self, count: int) -> None:
        self._unseen = count
        self.jump.show_count(count)

    def _place_jump(self) -> None:
        self.jump.move(self.view.width() - SIDE - 22, self.view.height() - SIDE - 14)

    # ------------------------------------------------------------------ wishes

    def _on_composer_send_requested(self, chat_id: ChatId, text: str) -> None:
        if self._chat is not None and self._chat.id == chat_id:
            self.model.drop_unread_line()
            self.to_newest()
        self.writing.send_text(chat_id, text)

    def _on_desk_sent(self, message: MessageView) -> None:
        if self._chat is not None and self._chat.id == message.chat_id and self._ready:
            self._take((message,))

    def _on_composer_draft_typed(self, chat_id: ChatId, text: str) -> None:
        self._crossing.spawn(self, self._services.chats.save_draft(chat_id, text), keep=True)

    def _on_view_wish_made(self, click: Click, message: MessageView) -> None:
        wish = click.wish
        if self.wishes.fulfil(click, message):
            return
        if wish is Wish.UNFOLD:
            self._unfold(message)
        elif wish is Wish.GO_TO_QUOTED:
            if message.quoted is not None and message.quoted.message_id is not None:
                self.go_to(message.quoted.message_id)
        elif wish is Wish.RESEND:
            self._crossing.spawn(self, self._services.messages.retry(message.id), done=self._take_one, keep=True)
        elif wish is Wish.SETTLE:
            self._crossing.spawn(self, self._services.messages.settle(message.id), done=self._take_one, keep=True)
        elif wish is Wish.FETCH:
            self._crossing.spawn(self, self._services.messages.fetch_media(message.id), done=self._take_one, keep=True)

    def _take_one(self, message: MessageView) -> None:
        if self._ready:
            self._take((message,))

    def _unfold(self, message: MessageView) -> None:
        text = message.text or ""
        if len(text) > UNFOLD_CHARS:
            TextDialog(self, self.tr("Whole message"), text).open()
        else:
            self.view.unfold(message.id)

    def _on_view_menu_requested(self, message: MessageView, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.view.chosen()
        if len(chosen) > 1 and any(m.id == message.id for m in chosen):
            copy = menu.addAction(self.tr("Copy %n messages", None, len(chosen)))
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(as_text(chosen)))
        else:
            self.actions_desk.fill(menu, message, self.view.marked_text(message.id) or caption(message))
            self.wishes.fill_menu(menu, message)
        menu.popup(at)

    def _file_of(self, path: str) -> Path | None:
        try:
            return self._services.messages.file(path)
        except AppError:
            return None

    def _say_what_is_possible(self, instance: InstanceView | None) -> None:
        provider = self._providers.get(instance.provider) if instance is not None else None
        if instance is None:
            self.writing.say(
                self.tr("This number is no longer connected here.") if self._instances else "",
                blocked=bool(self._instances),
            )
        elif provider is not None and Capability.SEND_TEXT not in provider.capabilities:
            self.writing.say(self.tr("Messages can only be received over this number."), blocked=True)
        elif instance.state is ConnectionState.BANNED:
            self.writing.say(self.tr("WhatsApp has banned this number; nothing can be sent."), blocked=True)
        elif instance.state is not ConnectionState.CONNECTED:
            self.writing.say(
                self.tr("The number is not connected. What you write is sent when it is."), blocked=False
            )
        else:
            self.writing.say("", blocked=False)

    def _retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Messages"))
        self._empty.say(
            self.tr("Choose a conversation"), self.tr("Pick one on the left, or press Alt+Down to go to the first.")
        )
        if self._chat is not None:
            self.refresh(self._chat)
        self.view.remeasure()

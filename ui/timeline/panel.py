"""One conversation as a whole: header, timeline, composer, and the pages and changes that feed them."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.capabilities import Capability
from services.domain.changes import FileProgress, Presence
from services.domain.errors import AppError, ErrorCode
from services.domain.events import ConnectionState
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView, MessageView
from ui.bridge import Bridge
from ui.composer.composer import Composer
from ui.composer.desk import ComposerDesk
from ui.dialogs import TextDialog
from ui.formats import Clock
from ui.keymap import Keymap
from ui.media.desk import Desk
from ui.messages import caption
from ui.tasks import Crossing
from ui.theme import Look, Type
from ui.timeline.actions import MessageActions
from ui.timeline.header import ChatHeader
from ui.timeline.jump_button import SIDE, JumpButton
from ui.timeline.model import TimelineModel
from ui.timeline.paging import Pages
from ui.timeline.parts.base import Click, Wish
from ui.timeline.parts.text import UNFOLD_CHARS
from ui.timeline.reading import Reading
from ui.timeline.view import TimelineView
from ui.timeline.wishes import Wishes
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import plain_label


class TimelinePanel(QWidget):
    """Shows the chat that ``open`` is given; ``failed`` carries AppErrors for the notices."""

    failed = Signal(object)
    chat_found = Signal(object)

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        clock: Clock,
        keymap: Keymap | None = None,
    ) -> None:
        super().__init__()
        keymap = keymap or Keymap(parent=self)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services = services
        self._crossing = crossing
        self._look = look
        self._chat: ChatView | None = None
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._providers: Mapping[str, ProviderView] = {}
        self._reading = Reading(self, crossing, services.chats.mark_read)
        self._unseen = 0
        self.model = TimelineModel(clock, self)
        self.header = ChatHeader(look)
        self.desk = Desk(self._file_of, self)
        self.view = TimelineView(self.model, look, self.desk)
        self.wishes = Wishes(self, services, crossing, look, self.desk, self.model)
        self.wishes.failed.connect(self.failed)
        self.wishes.chat_wanted.connect(self._on_wishes_chat_wanted)
        self.wishes.wish_made.connect(self._on_view_wish_made)
        self.composer = Composer(look)
        self.jump = JumpButton(look, self.view)
        self._empty = EmptyState(look, "chats")
        self.nothing = plain_label(look=look, role=Type.BODY, tone="soft")
        self.nothing.setParent(self.view)
        self.nothing.hide()
        for signal in (self.model.rowsInserted, self.model.modelReset):
            signal.connect(self._hide_nothing)
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
        self.pages = Pages(self.view, services, crossing)
        self.pages.failed.connect(self.failed)
        self.pages.opened.connect(self._on_pages_opened)
        self.pages.came.connect(self._on_pages_came)
        self.view.at_bottom_changed.connect(self._on_view_at_bottom_changed)
        self.view.wish_made.connect(self._on_view_wish_made)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.jump.clicked.connect(self.to_newest)
        self.writing = ComposerDesk(self.composer, services, bridge, crossing, look, self, keymap)
        self.writing.sent.connect(self._on_desk_sent)
        self.writing.failed.connect(self.failed)
        self.actions_desk = MessageActions(self.view, self.composer, services, crossing, look, self, keymap)
        self.actions_desk.failed.connect(self.failed)
        self.actions_desk.wish_made.connect(self._on_view_wish_made)
        self.writing.abilities_changed.connect(self.actions_desk.set_abilities)
        self.writing.countdown_changed.connect(self.header.show_note)
        self.composer.send_requested.connect(self._on_composer_send_requested)
        self.composer.draft_typed.connect(self._on_composer_draft_typed)
        self.wishes.told.connect(self.actions_desk.undo.offer)
        self.header.starred.clicked.connect(self.show_starred)
        bridge.changed.connect(self.pages.follow)
        bridge.progress.connect(self._on_bridge_progress)
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
            self.desk.forget_progress()
        self._chat = chat
        self._count_unseen(0)
        self.composer.open(chat.id if chat is not None else None, chat.draft if chat is not None else None)
        self.writing.open(chat)
        self._stack.setCurrentIndex(0 if chat is None else 1)
        self.pages.leave(chat)
        if chat is None:
            return
        self.refresh(chat)
        self.pages.open(chat, at)
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

    def offer_raw(self, on: bool) -> None:
        """Whether what a gateway sent may be looked at here."""
        self.wishes.raw = self.actions_desk.raw = on
        self.view.offer_raw(on)

    def to_newest(self) -> None:
        """Go to the newest message, which may have to be fetched."""
        if not self.pages.to_newest():
            self._count_unseen(0)

    def to_oldest_loaded(self) -> None:
        """Go up to the end of what is loaded; more comes."""
        self.view.to_top()

    def show_starred(self) -> None:
        """The starred messages of this conversation, to go to one."""
        chat = self._chat
        if chat is None:
            return

        def done(messages: tuple[MessageView, ...]) -> None:
            from ui.timeline.starred_dialog import StarredDialog  # not needed at the start

            dialog = StarredDialog(self, self._look, messages)
            dialog.chosen.connect(self.go_to)
            dialog.accepted.connect(self.view.setFocus)
            dialog.open()

        self._crossing.spawn(self, self._services.shown.starred(chat.id), done=done, failed=self.failed.emit)

    def seen(self) -> None:
        """The window was looked at again: what is in sight is read."""
        if self._chat is not None and self._watched() and self.view.at_bottom() and self._chat.unread:
            self._reading.read(self._chat.id)

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
        self._place_nothing()

    # ------------------------------------------------------------------ what comes

    def go_to(self, message_id: MessageId) -> None:
        """Go to a message of this conversation, which may have to be fetched."""
        self.pages.go_to(message_id)

    def _on_pages_opened(self) -> None:
        self._count_unseen(0)
        self.nothing.setVisible(not self.model.messages)
        self._place_nothing()
        if self._chat is not None and self._chat.unread and self._watched():
            self._reading.read(self._chat.id)

    def _on_pages_came(self, incoming: int, at_bottom: bool) -> None:
        if at_bottom and self._watched() and self._chat is not None:
            self._reading.read(self._chat.id)
        elif not at_bottom:
            self._count_unseen(self._unseen + incoming)

    def _on_bridge_presence(self, presence: Presence) -> None:
        if self._chat is not None and presence.chat_id == self._chat.id:
            self.header.show_presence(presence)

    def _on_bridge_progress(self, progress: FileProgress) -> None:
        if self._chat is not None and progress.chat_id == self._chat.id:
            self.desk.note(progress)

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

    def _hide_nothing(self) -> None:
        self.nothing.setVisible(False)

    def _place_nothing(self) -> None:
        self.nothing.adjustSize()
        self.nothing.move((self.view.width() - self.nothing.width()) // 2, (self.view.height() - self.nothing.height()) // 2)

    def _place_jump(self) -> None:
        self.jump.move(self.view.width() - SIDE - 22, self.view.height() - SIDE - 14)

    # ------------------------------------------------------------------ wishes

    def _on_composer_send_requested(self, chat_id: ChatId, text: str) -> None:
        if self._chat is not None and self._chat.id == chat_id:
            self.model.drop_unread_line()
            self.to_newest()
        self.writing.send_text(chat_id, text)

    def _on_desk_sent(self, message: MessageView) -> None:
        self.pages.take_one(message)
        if self._chat is not None and message.chat_id == self._chat.id and not self.view.at_bottom():
            # files, places and the like: who sends wants to see it go
            self.model.drop_unread_line()
            self.to_newest()

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
            self.desk.end(message.id)
            self._crossing.spawn(self, self._services.messages.retry(message.id), done=self.pages.take_one, keep=True)
        elif wish is Wish.SETTLE:
            self._crossing.spawn(self, self._services.messages.settle(message.id), done=self.pages.take_one, keep=True)
        elif wish is Wish.FETCH:
            self.desk.end(message.id)
            self._crossing.spawn(self, self._services.messages.fetch_media(message.id), done=self.pages.take_one, keep=True)
        elif wish is Wish.STOP_FETCHING:
            self._crossing.spawn(
                self, self._services.messages.cancel_media(message.id), done=self.pages.take_one, failed=self._too_late, keep=True
            )
        elif wish is Wish.STOP_SENDING:
            stopped = self._services.sending.cancel_sending(message.id)
            self._crossing.spawn(self, stopped, done=self.pages.take_one, failed=self._too_late_to_stop, keep=True)

    def _too_late(self, error: AppError) -> None:
        # it was there before the click was
        if error.code is not ErrorCode.INVALID:
            self.failed.emit(error)

    def _too_late_to_stop(self, error: AppError) -> None:
        if error.code is ErrorCode.INVALID:
            self.wishes.told.emit(self.tr("Too late to stop it: the gateway may have it already."))
        else:
            self.failed.emit(error)

    def _on_wishes_chat_wanted(self, phone: str, on_whatsapp: bool) -> None:
        if self._chat is not None:
            started = self._services.contacts.start_chat(self._chat.instance_id, f"+{phone}", check=not on_whatsapp)
            self._crossing.spawn(
                self, started, done=lambda found: self.chat_found.emit(found.chat), failed=self.failed.emit
            )

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
            self.actions_desk.fill_for(menu, chosen)
        else:
            self.actions_desk.fill(menu, message, self.view.marked_text(message.id) or caption(message))
            self.wishes.fill_menu(menu, message)
            self.actions_desk.finish(menu, message)
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
        self.nothing.setText(self.tr("Nothing has been written here yet."))
        self._empty.say(
            self.tr("Choose a conversation"), self.tr("Pick one on the left, or press Alt+Down to go to the first.")
        )
        if self._chat is not None:
            self.refresh(self._chat)
        self.view.remeasure()

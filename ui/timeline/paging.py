"""What feeds the timeline: pages as they are scrolled to, and the changes of what is loaded."""

from itertools import islice

from PySide6.QtCore import QObject, Signal

from services.api import Services
from services.domain.changes import ChangeKind, ChangeSet
from services.domain.content import Direction
from services.domain.errors import AppError
from services.domain.ids import MessageId
from services.domain.models import ChatView, MessagePage, MessageView
from ui.tasks import Crossing
from ui.timeline.rows import first_unread
from ui.timeline.view import TimelineView

PAGE = 50
MOST = 200
TAKEN_AT_ONCE = 8
_NO_PAGE = MessagePage(items=())


class Pages(QObject):
    """Fills a view's model for one chat at a time.

    ``opened`` after the newest page (or the first unread message) is shown, ``came`` (how many from the
    customer, whether the newest was in sight) after new ones are.
    """

    failed = Signal(object)
    opened = Signal()
    came = Signal(int, bool)

    def __init__(self, view: TimelineView, services: Services, crossing: Crossing) -> None:
        super().__init__(view)
        self._view, self._services, self._crossing = view, services, crossing
        self._model = view.shown
        self._chat: ChatView | None = None
        self._visit = 0
        self._ready = False
        self._older = self._newer = self._asking = False
        self.waiting: dict[MessageId, None] = {}
        view.older_requested.connect(self._on_view_older_requested)
        view.newer_requested.connect(self._on_view_newer_requested)

    @property
    def busy(self) -> bool:
        """Whether a page is on its way."""
        return self._older or self._newer

    def leave(self, chat: ChatView | None) -> None:
        """Show nothing of what was, as ``chat`` comes."""
        self._visit += 1
        self._chat = chat
        self._ready = self._older = self._newer = self._asking = False
        self.waiting.clear()
        if chat is None:
            self._model.reset(None, _NO_PAGE)
        elif self._model.chat_id != chat.id:
            self._model.reset(chat.id, _NO_PAGE, is_group=chat.is_group)

    def open(self, chat: ChatView, at: MessageId | None) -> None:
        """Fetch the newest page, or the one around the message ``at``."""
        if at is None:
            self._load_latest(chat)
        else:
            self.go_to(at)

    def to_newest(self) -> bool:
        """Go to the newest message; True where it has to be fetched first."""
        if self._model.has_newer and self._chat is not None:
            self._load_latest(self._chat, at_end=True)
            return True
        self._view.to_bottom()
        return False

    def _load_latest(self, chat: ChatView, *, at_end: bool = False) -> None:
        visit = self._visit
        limit = min(max(PAGE, chat.unread + 20), MOST)

        def done(page: MessagePage) -> None:
            if visit != self._visit:
                return
            unread_from = None if at_end else first_unread(page.items, chat.unread)
            self._model.reset(chat.id, page, unread_from=unread_from, is_group=chat.is_group)
            self._ready = True
            line = self._model.unread_row()
            if line is not None:
                self._view.show_row(line)
                if self._view.at_bottom():
                    self._view.to_bottom()
            else:
                self._view.to_bottom()
            self.opened.emit()
            self._ask()

        self._crossing.spawn(self, self._services.messages.latest(chat.id, limit), done=done)

    def _on_view_older_requested(self) -> None:
        if not self._ready or self._older or not self._model.messages:
            return
        self._older, visit = True, self._visit
        oldest = self._model.messages[0].id

        def show(page: MessagePage) -> None:
            if visit == self._visit:
                self._older = False
                self._model.prepend(page)

        def done(page: MessagePage) -> None:
            self._view.prepare(page, lambda: show(page))

        self._crossing.spawn(
            self,
            self._services.messages.before(self._model.messages[0].chat_id, oldest, PAGE),
            done=done,
            failed=self._page_failed,
        )

    def _on_view_newer_requested(self) -> None:
        if not self._ready or self._newer or not self._model.messages:
            return
        self._newer, visit = True, self._visit
        newest = self._model.messages[-1]

        def show(page: MessagePage) -> None:
            if visit == self._visit:
                self._newer = False
                self._model.append(page)
                self._view.at_bottom_changed.emit(self._view.at_bottom())

        def done(page: MessagePage) -> None:
            self._view.prepare(page, lambda: show(page))

        self._crossing.spawn(
            self, self._services.messages.after(newest.chat_id, newest.id, PAGE), done=done, failed=self._page_failed
        )

    def _page_failed(self, error: AppError) -> None:
        # the flags stay set until the chat is opened again, or it would be asked for without end
        self.failed.emit(error)

    def go_to(self, message_id: MessageId) -> None:
        """Go to a message of this conversation, which may have to be fetched."""
        row = self._model.row_of(message_id)
        if row is not None:
            self._view.show_row(row)
            self._view.setCurrentIndex(self._model.index(row))
            self._view.flash(message_id)
            return
        visit, chat = self._visit, self._chat

        def show(page: MessagePage) -> None:
            if visit == self._visit and chat is not None:
                self._model.reset(chat.id, page, is_group=chat.is_group)
                self._ready = True
                if self._model.row_of(message_id) is not None:
                    self.go_to(message_id)
                self._ask()

        def done(page: MessagePage) -> None:
            self._view.prepare(page, lambda: show(page))

        self._crossing.spawn(self, self._services.messages.around(message_id, PAGE), done=done)

    def follow(self, changes: ChangeSet) -> None:
        """Messages of this chat came, changed or went, or all those of another one."""
        if self._chat is None:
            return
        if self._ready and any(into == self._chat.id for _gone, into in changes.chats_merged):
            self._weave(self._chat)
        removed: list[MessageId] = []
        for change in changes.messages:
            if change.chat_id != self._chat.id:
                continue
            if change.kind is ChangeKind.REMOVED:
                removed.append(change.message_id)
                self.waiting.pop(change.message_id, None)
            else:
                self.waiting[change.message_id] = None
        if removed:
            self._model.remove(removed)
        self._ask()

    def _weave(self, chat: ChatView) -> None:
        visit, loaded = self._visit, self._model.messages
        limit = min(len(loaded) + PAGE, MOST)

        def done(page: MessagePage) -> None:
            if visit != self._visit or self._model.weave(page):
                return
            # too much came in between: begin anew, where the person reads
            seen = self._view.first_message()
            if seen is None or self._view.at_bottom():
                self._load_latest(chat, at_end=True)
            else:
                self._model.reset(chat.id, _NO_PAGE, is_group=chat.is_group)
                self.go_to(seen.id)

        self._crossing.spawn(self, self._services.messages.latest(chat.id, limit), done=done)

    def _ask(self) -> None:
        # one request at a time, and none before the page is there that they belong to
        if self._asking or not self._ready or not self.waiting:
            return
        # few at a time: what is measured and painted in one go is one frame
        ids = tuple(islice(self.waiting, TAKEN_AT_ONCE))
        for each in ids:
            del self.waiting[each]
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
        at_bottom = self._view.at_bottom() and not self._model.has_newer
        arrived = self._model.upsert(m for m in messages if m.chat_id == chat.id)
        incoming = sum(1 for m in arrived if m.direction is Direction.IN)
        if any(m.direction is Direction.OUT for m in arrived) and at_bottom:
            self._model.drop_unread_line()
        if incoming:
            self.came.emit(incoming, at_bottom)

    def take_one(self, message: MessageView) -> None:
        """A message as it is now, where it belongs to what is shown."""
        if self._ready:
            self._take((message,))

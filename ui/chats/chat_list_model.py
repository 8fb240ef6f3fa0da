"""The loaded head of the conversations list in the order of its listing, changed row by row."""

from bisect import bisect_left
from collections.abc import Iterable
from enum import IntEnum
from html import escape

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from services.domain.changes import Presence
from services.domain.desk import Listing
from services.domain.ids import ChatId
from services.domain.models import ChatView, Page
from ui import formats
from ui.chats.sentence import sentence
from ui.chats.typing import Typing
from ui.desk.lists import DeskLists

# what stays when one comes back to the top; the rest is fetched again where it is scrolled to
KEPT, TOO_MANY = 500, 2_000
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Role(IntEnum):
    """What a delegate asks for beyond the title."""

    CHAT = int(Qt.ItemDataRole.UserRole) + 1
    PRESENCE = int(Qt.ItemDataRole.UserRole) + 2


class ChatListModel(QAbstractListModel):
    """Holds ChatViews. ``page_requested`` asks for what follows the cursor it carries."""

    page_requested = Signal(str)

    def __init__(self, clock: formats.Clock, lists: DeskLists | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._lists = clock, lists
        self._sort, self._order = Listing().sort, Listing().place
        self._chats: list[ChatView] = []
        self._by_id: dict[ChatId, ChatView] = {}
        # the place of the last row of each page that came, and what follows it
        self._ends: list[tuple[tuple[int, ...], str]] = []
        self._next: str | None = None
        self._asked = False
        self.typing = Typing(self)
        self.typing.changed.connect(self._on_typing_changed)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many are loaded."""
        return 0 if parent.isValid() else len(self._chats)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, the sentence for a screen reader, or the whole ChatView."""
        if not index.isValid() or index.row() >= len(self._chats):
            return None
        chat = self._chats[index.row()]
        if role == Role.CHAT:
            return chat
        if role == Role.PRESENCE:
            return self.typing.of(chat.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.one_line(chat.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            unread = self.tr("%n unread message(s)", "", chat.unread)
            return sentence(chat, unread, self.typing.of(chat.id), self._lists, self._clock)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(chat)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list goes on and there is room."""
        return not parent.isValid() and self._next is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.page_requested.emit(self._next)

    def reset(self, page: Page[ChatView], listing: Listing | None = None) -> None:
        """Begin anew with the first page; in the order of ``listing`` from now on, if one is given."""
        self.beginResetModel()
        if listing is not None:
            self._sort, self._order = listing.sort, listing.place
        self._chats = sorted(page.items, key=self._order)
        self._by_id = {chat.id: chat for chat in self._chats}
        self._ends = []
        self._turn_page(page)
        self.endResetModel()

    def shows(self, page: Page[ChatView], listing: Listing) -> bool:
        """Whether this first page is what the head of the list shows already, in the order of ``listing``."""
        if listing.sort is not self._sort:
            return False
        return self._chats[: len(page.items)] == sorted(page.items, key=self._order) and (
            page.next is not None or len(self._chats) == len(page.items)
        )

    def append(self, page: Page[ChatView]) -> None:
        """The page asked for; chats that moved up meanwhile are not doubled."""
        self._turn_page(page)
        fresh = [chat for chat in page.items if chat.id not in self._by_id]
        if fresh and (not self._chats or self._order(fresh[0]) > self._order(self._chats[-1])):
            # as it is nearly always: all of them come after what is there
            fresh.sort(key=self._order)
            first = len(self._chats)
            self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
            self._chats += fresh
            self._by_id.update({chat.id: chat for chat in fresh})
            self.endInsertRows()
        self.apply(page.items, (chat.id for chat in page.items), growing=True)

    def forget_tail(self) -> None:
        """Let go what is far down, once so much is loaded that keeping it costs."""
        if len(self._chats) < TOO_MANY:
            return
        for place, cursor in self._ends:
            kept = bisect_left(self._chats, place, key=self._order) + 1
            if KEPT <= kept < len(self._chats):
                self.beginRemoveRows(_ROOT, kept, len(self._chats) - 1)
                for chat in self._chats[kept:]:
                    del self._by_id[chat.id]
                del self._chats[kept:]
                self._ends = [end for end in self._ends if end[0] <= place]
                self._next = cursor
                self.endRemoveRows()
                return

    def page_failed(self) -> None:
        """It did not come; scrolling asks again."""
        self._asked = False

    def apply(self, views: Iterable[ChatView], asked: Iterable[ChatId], *, growing: bool = False) -> None:
        """These chats were asked for and these came; one that did not come is gone."""
        by_id = {view.id: view for view in views}
        for chat_id in asked:
            view = by_id.get(chat_id)
            row = self.row_of(chat_id)
            if view is None:
                if row is not None:
                    self._remove(row)
            elif row is None:
                self._insert(view, growing)
            else:
                self._change(row, view)

    def row_of(self, chat_id: ChatId | None) -> int | None:
        """Where a chat is, or None if it is not loaded."""
        chat = self._by_id.get(chat_id) if chat_id is not None else None
        return self._position(chat) if chat is not None else None

    def chat(self, row: int) -> ChatView | None:
        """The chat in a row."""
        return self._chats[row] if 0 <= row < len(self._chats) else None

    def say_again(self, view: ChatView) -> None:
        """Typing, labels or agents of this row are to be told anew."""
        row = self.row_of(view.id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def take_presence(self, presence: Presence) -> None:
        """Somebody types, or no longer."""
        if presence.chat_id in self._by_id:
            self.typing.take(presence)

    def _on_typing_changed(self, chat_id: ChatId) -> None:
        chat = self._by_id.get(chat_id)
        if chat is not None:
            self.say_again(chat)

    def _tip(self, chat: ChatView) -> str | None:
        lists = self._lists
        if lists is None:
            return None
        words = [formats.one_line(label.name, 60) for label in lists.labels_of(chat.labels)]
        agent = lists.agent_name(chat.agent_id)
        if agent:
            words.append(self.tr("With {agent}").format(agent=agent))
        if words:
            words.insert(0, formats.one_line(chat.title))
        # tooltips take text for HTML
        return escape("\n".join(words)).replace("\n", "<br>") if words else None

    def _turn_page(self, page: Page[ChatView]) -> None:
        self._asked = False
        self._next = page.next
        if page.next is not None and page.items:
            self._ends.append((max(map(self._order, page.items)), page.next))

    def _position(self, view: ChatView) -> int:
        return bisect_left(self._chats, self._order(view), key=self._order)

    def _insert(self, view: ChatView, growing: bool) -> None:
        row = self._position(view)
        if row == len(self._chats) and self._next is not None and not growing:
            return  # further down than what is loaded
        self.beginInsertRows(_ROOT, row, row)
        self._chats.insert(row, view)
        self._by_id[view.id] = view
        self.endInsertRows()

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(_ROOT, row, row)
        del self._by_id[self._chats[row].id]
        del self._chats[row]
        self.endRemoveRows()

    def _change(self, row: int, view: ChatView) -> None:
        old = self._chats[row]
        if self._order(old) != self._order(view):
            target = self._position(view)
            if target not in (row, row + 1):
                self.beginMoveRows(_ROOT, row, row, _ROOT, target)
                del self._chats[row]
                row = target if target < row else target - 1
                self._chats.insert(row, view)
                self._by_id[view.id] = view
                self.endMoveRows()
        self._chats[row] = self._by_id[view.id] = view
        if old != view:
            index = self.index(row)
            self.dataChanged.emit(index, index)

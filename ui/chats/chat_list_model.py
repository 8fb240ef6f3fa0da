"""The loaded head of the conversations list: latest first, at most 500, changed row by row."""

from bisect import bisect_left
from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from services.domain.events import Direction
from services.domain.ids import ChatId
from services.domain.models import ChatView, Page
from services.domain.status import Status
from ui import formats
from ui.messages import kind_words, status_words

MAX_ROWS = 500
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Role(IntEnum):
    """What a delegate asks for beyond the title."""

    CHAT = int(Qt.ItemDataRole.UserRole) + 1


def _order(chat: ChatView) -> tuple[bool, int, int]:
    return not chat.pinned, -(chat.last_at_ms or 0), -chat.id


class ChatListModel(QAbstractListModel):
    """Holds ChatViews. ``page_requested`` asks for what follows the cursor it carries."""

    page_requested = Signal(str)

    def __init__(self, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._chats: list[ChatView] = []
        self._next: str | None = None
        self._asked = False

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
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.one_line(chat.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(chat)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list goes on and there is room."""
        return not parent.isValid() and self._next is not None and not self._asked and len(self._chats) < MAX_ROWS

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.page_requested.emit(self._next)

    def reset(self, page: Page[ChatView]) -> None:
        """Begin anew with the first page."""
        self.beginResetModel()
        self._chats = sorted(page.items, key=_order)
        self._next = page.next
        self._asked = False
        self.endResetModel()

    def shows(self, page: Page[ChatView]) -> bool:
        """Whether this first page is what the head of the list shows already."""
        return self._chats[: len(page.items)] == sorted(page.items, key=_order) and (
            page.next is not None or len(self._chats) == len(page.items)
        )

    def append(self, page: Page[ChatView]) -> None:
        """The page asked for; chats that moved up meanwhile are not doubled."""
        self._asked = False
        self._next = page.next
        self.apply(page.items, (c.id for c in page.items), growing=True)

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
        return next((row for row, chat in enumerate(self._chats) if chat.id == chat_id), None)

    def chat(self, row: int) -> ChatView | None:
        """The chat in a row."""
        return self._chats[row] if 0 <= row < len(self._chats) else None

    def _position(self, view: ChatView) -> int:
        return bisect_left(self._chats, _order(view), key=_order)

    def _insert(self, view: ChatView, growing: bool) -> None:
        row = self._position(view)
        if row == len(self._chats) and self._next is not None and not growing:
            return  # further down than what is loaded
        if row >= MAX_ROWS:
            return
        self.beginInsertRows(_ROOT, row, row)
        self._chats.insert(row, view)
        self.endInsertRows()
        if len(self._chats) > MAX_ROWS:
            self._remove(len(self._chats) - 1)

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(_ROOT, row, row)
        del self._chats[row]
        self.endRemoveRows()

    def _change(self, row: int, view: ChatView) -> None:
        old = self._chats[row]
        if _order(old) != _order(view):
            target = self._position(view)
            if target not in (row, row + 1):
                self.beginMoveRows(_ROOT, row, row, _ROOT, target)
                del self._chats[row]
                row = target if target < row else target - 1
                self._chats.insert(row, view)
                self.endMoveRows()
        self._chats[row] = view
        if old != view:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def _sentence(self, chat: ChatView) -> str:
        parts = [formats.one_line(chat.title)]
        if chat.unread:
            parts.append(self.tr("%n unread message(s)", "", chat.unread))
        elif chat.marked_unread:
            parts.append(self.tr("Marked as unread"))
        if chat.pinned:
            parts.append(self.tr("Pinned"))
        if chat.muted:
            parts.append(self.tr("Muted"))
        if chat.draft:
            parts.append(self.tr("Draft: {text}").format(text=formats.one_line(chat.draft)))
        elif chat.preview_kind is not None:
            text = formats.one_line(chat.preview or "") or kind_words(chat.preview_kind)
            if chat.preview_direction is Direction.OUT:
                text = self.tr("You: {text}").format(text=text)
                if isinstance(chat.preview_status, Status):
                    text = f"{text}, {status_words(chat.preview_status)}"
            parts.append(text)
        if chat.last_at_ms:
            parts.append(formats.moment(chat.last_at_ms, formats.local_day(int(self._clock() * 1000))))
        return ". ".join(parts)

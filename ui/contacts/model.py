"""The loaded part of the contacts, by name: page after page as somebody scrolls."""

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from services.domain.contacts import ContactView
from services.domain.models import Page
from ui import formats

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Role(IntEnum):
    """What a delegate asks for beyond the title."""

    CONTACT = int(Qt.ItemDataRole.UserRole) + 1


class ContactsModel(QAbstractListModel):
    """Holds ContactViews. ``page_requested`` asks for what follows the cursor it carries."""

    page_requested = Signal(str)

    def __init__(self, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: list[ContactView] = []
        self._next: str | None = None
        self._asked = False

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, the sentence for a screen reader, or the whole ContactView."""
        contact = self.contact(index.row()) if index.isValid() else None
        if contact is None:
            return None
        if role == Role.CONTACT:
            return contact
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.one_line(contact.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(each for each in (formats.one_line(contact.title), self.detail(contact)) if each)
        return None

    def detail(self, contact: ContactView) -> str:
        """What stands under the name: number, and when they last talked with us."""
        parts = []
        if contact.phone:
            parts.append(formats.phone(contact.phone))
        if contact.blocked:
            parts.append(self.tr("Blocked"))
        if contact.last_at_ms:
            today = formats.local_day(int(self._clock() * 1000))
            parts.append(formats.day_name(formats.local_day(contact.last_at_ms), today))
        else:
            parts.append(self.tr("no conversation yet"))
        return " · ".join(parts)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list goes on."""
        return not parent.isValid() and self._next is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.page_requested.emit(self._next)

    def reset(self, page: Page[ContactView]) -> None:
        """Begin anew with the first page."""
        self.beginResetModel()
        self._rows = list(page.items)
        self._next = page.next
        self._asked = False
        self.endResetModel()

    def shows(self, page: Page[ContactView]) -> bool:
        """Whether this first page is what the head of the list shows already."""
        return tuple(self._rows[: len(page.items)]) == page.items and (
            page.next is not None or len(self._rows) == len(page.items)
        )

    def append(self, page: Page[ContactView]) -> None:
        """The page asked for."""
        self._asked = False
        self._next = page.next
        if page.items:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(page.items) - 1)
            self._rows.extend(page.items)
            self.endInsertRows()

    def page_failed(self) -> None:
        """It did not come; scrolling asks again."""
        self._asked = False

    def renew(self, views: Iterable[ContactView]) -> None:
        """These contacts as they are now, where they stand."""
        rows = {contact.id: row for row, contact in enumerate(self._rows)}
        for view in views:
            row = rows.get(view.id)
            if row is not None and self._rows[row] != view:
                self._rows[row] = view
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, contact_id: int | None) -> int | None:
        """Where a contact is, or None if it is not loaded."""
        return next((row for row, contact in enumerate(self._rows) if contact.id == contact_id), None)

    def contact(self, row: int) -> ContactView | None:
        """The contact in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

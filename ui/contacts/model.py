"""The loaded part of the contacts, by name: page after page as somebody scrolls."""

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from services.domain.contacts import ContactView
from services.domain.models import Page
from ui import formats
from ui.widgets.paged_model import Index, PagedModel


class Role(IntEnum):
    """What a delegate asks for beyond the title."""

    CONTACT = int(Qt.ItemDataRole.UserRole) + 1


class ContactsModel(PagedModel[ContactView]):
    """Holds ContactViews."""

    def __init__(self, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, the sentence for a screen reader, or the whole ContactView."""
        contact = self.item(index.row()) if index.isValid() else None
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

    def reset(self, page: Page[ContactView]) -> None:
        """Begin anew with the first page."""
        self._begin(page.items, page.next)

    def shows(self, page: Page[ContactView]) -> bool:
        """Whether this first page is what the head of the list shows already."""
        return tuple(self._rows[: len(page.items)]) == page.items and (
            page.next is not None or len(self._rows) == len(page.items)
        )

    def append(self, page: Page[ContactView]) -> None:
        """The page asked for."""
        self._go_on(page.items, page.next)

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

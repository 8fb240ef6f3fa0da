"""Two contacts that are one person: who the other one is, or which pairs are likely, then one with a way back."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.contacts import ContactView, Merged, Twins
from services.domain.ids import ContactId
from services.domain.models import Page
from ui import formats
from ui.contacts.delegate import ContactDelegate
from ui.contacts.model import ContactsModel
from ui.dialogs import Dialog
from ui.formats import Clock
from ui.notices import Action, Shown
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.find_field import FindField
from ui.widgets.labels import plain_label
from ui.widgets.whole_rows import RowList

_PAGE = 50
_CAUSE = "contacts-merge"


class Merging(QObject):
    """Does it and offers the way back. ``told`` carries a Shown for the notices, ``merged`` the id of who is kept."""

    told = Signal(object)
    merged = Signal(object)

    def __init__(self, parent: QWidget, services: Services, crossing: Crossing) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing

    def merge(self, into: ContactView, gone: ContactView) -> None:
        """``gone`` becomes ``into``."""
        self._crossing.spawn(
            self, self._services.contacts.merge(into.id, gone.id), done=self._on_merged, keep=True
        )

    def _on_merged(self, merged: Merged) -> None:
        words = self.tr("{gone} and {kept} are one contact now.").format(
            gone=formats.one_line(merged.gone_title, 60), kept=formats.one_line(merged.contact.title, 60)
        )
        undoing = self.tr("Undo")
        action = Action(lambda: undoing, lambda: self._undo(merged))
        # it stays until it is closed: who notices a mistake here may need a moment
        self.told.emit(Shown(_CAUSE, "info", lambda: words, (action,)))
        self.merged.emit(merged.contact.id)

    def _undo(self, merged: Merged) -> None:
        def done(contact: ContactId) -> None:
            words = self.tr("They are two contacts again.")
            self.told.emit(Shown(_CAUSE, "info", lambda: words, passing=True))
            self.merged.emit(contact)

        self._crossing.spawn(self, self._services.contacts.undo_merge(merged.id), done=done, keep=True)


class MergeDialog(Dialog):
    """Which contact is the same person as ``contact``; ``chosen`` carries it."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, look: Look, services: Services, crossing: Crossing, clock: Clock, contact: ContactView
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._contact = services, crossing, contact
        self._call: Call | None = None
        self.setWindowTitle(self.tr("The same person as {name}").format(name=formats.one_line(contact.title, 60)))
        self.resize(480, 560)
        self.search = FindField(look)
        self.search.setPlaceholderText(self.tr("Name or number"))
        self.search.setAccessibleName(self.tr("Search contacts by name or number"))
        self.search.down.connect(self._into_list)
        self.search.entered.connect(self._into_list)
        self.model = ContactsModel(clock, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ContactDelegate(look, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(self.tr("Contacts"))
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.told.setMinimumHeight(56)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.go = button(self.tr("Merge"), kind="primary")
        self.go.clicked.connect(self._on_go)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(
            plain_label(
                self.tr("Who is the same person as {name}?").format(name=formats.one_line(contact.title, 80)),
                look=look, role=Type.TITLE, wrap=True,
            )
        )  # fmt: skip
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.told)
        layout.addLayout(foot)
        self._typed = QTimer(self, singleShot=True, interval=80)
        self._typed.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.model.page_requested.connect(self._on_page_requested)
        self.view.selectionModel().selectionChanged.connect(self._refresh)
        self._refresh()
        self._ask()
        self.search.setFocus()

    def other(self) -> ContactView | None:
        """Who is chosen."""
        rows = self.view.selectionModel().selectedRows()
        return self.model.item(rows[0].row()) if rows else None

    def _into_list(self) -> None:
        if self.model.rowCount():
            if self.other() is None:
                self.view.setCurrentIndex(self.model.index(0, 0))
            self.view.setFocus()

    def _ask(self) -> None:
        if self._call is not None:
            self._call.cancel()

        def done(page: Page[ContactView]) -> None:
            self._call = None
            self.model.reset(self._others(page))
            self._refresh()

        self._call = self._crossing.spawn(
            self, self._services.contacts.page(typed=self.search.text(), limit=_PAGE), done=done
        )

    def _on_page_requested(self, cursor: str) -> None:
        typed = self.search.text()

        def done(page: Page[ContactView]) -> None:
            if typed == self.search.text():
                self.model.append(self._others(page))

        self._crossing.spawn(
            self, self._services.contacts.page(typed=typed, cursor=cursor, limit=_PAGE), done=done,
            failed=lambda _error: self.model.page_failed(),
        )  # fmt: skip

    def _others(self, page: Page[ContactView]) -> Page[ContactView]:
        return Page(tuple(each for each in page.items if each.id != self._contact.id), page.next)

    def _refresh(self) -> None:
        other = self.other()
        self.go.setEnabled(other is not None)
        number = formats.phone(self._contact.phone) if self._contact.phone else formats.one_line(self._contact.title, 60)
        self.told.setText(
            self.tr(
                "Their conversations over the same number of yours become one; nothing is lost, and it can be undone. "
                "Answers go to {number}."
            ).format(number=number)
            if other is not None
            else self.tr("Choose the other contact in the list.")
        )

    def _on_go(self) -> None:
        other = self.other()
        if other is not None:
            self.accept()
            self.chosen.emit(other)


class TwinsDialog(Dialog):
    """Pairs that are likely one person; ``pair_chosen`` carries the one to be merged."""

    pair_chosen = Signal(object)

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Likely duplicates"))
        self.resize(560, 480)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Likely duplicates"))
        self.list.itemSelectionChanged.connect(self._refresh)
        self.told = plain_label(self.tr("Looking…"), look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.go = button(self.tr("Merge"), kind="primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._on_go)
        stop = button(self.tr("Close"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(stop)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        crossing.spawn(self, services.contacts.twins(), done=self._took)

    def _took(self, pairs: tuple[Twins, ...]) -> None:
        for pair in pairs:
            item = QListWidgetItem(f"{self._words(pair.first)}\n{self._words(pair.second)}")
            item.setData(Qt.ItemDataRole.UserRole, pair)
            self.list.addItem(item)
        self.told.setText(
            self.tr("%n pair(s) with one number or one name", "", len(pairs)) if pairs else self.tr("No duplicates found.")
        )
        self.list.setFocus()

    @staticmethod
    def _words(contact: ContactView) -> str:
        number = f"  {formats.phone(contact.phone)}" if contact.phone else ""
        return f"{formats.one_line(contact.title, 60)}{number}"

    def _refresh(self) -> None:
        self.go.setEnabled(bool(self.list.selectedItems()))

    def _on_go(self) -> None:
        for item in self.list.selectedItems():
            pair = item.data(Qt.ItemDataRole.UserRole)
            self.list.takeItem(self.list.row(item))
            self.pair_chosen.emit(pair)

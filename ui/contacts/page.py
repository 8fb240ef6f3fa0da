"""The contacts page: everybody by name, search as you type, and who is chosen."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.changes import ChangeSet
from services.domain.contacts import ContactView, Started
from services.domain.ids import ContactId, InstanceId
from services.domain.models import ChatView, InstanceView, Page
from ui.bridge import Bridge
from ui.contacts.card import ContactCard
from ui.contacts.delegate import ContactDelegate
from ui.contacts.files import ContactFilesDesk
from ui.contacts.merge_dialog import MergeDialog, Merging, TwinsDialog
from ui.contacts.model import ContactsModel
from ui.contacts.start_dialog import StartDialog
from ui.formats import Clock
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.clear_field import ClearField
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import plain_label
from ui.widgets.page_head import page_head
from ui.widgets.pair import Pair

PAGE = 100
TYPED_MS = 80
CHANGED_MS = 700
_MAX_RENEWED = 60


class ContactsPage(QWidget):
    """``chat_requested`` carries the id of a conversation to go to; ``failed`` AppErrors for the notices,
    ``told`` a Shown for them.
    """

    chat_requested = Signal(object)
    failed = Signal(object)
    told = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services, self._crossing, self._look, self._clock = services, crossing, look, clock
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._asked_for = 0
        self._finding: Call | None = None
        self._asking_chats: Call | None = None
        self._ready = self._stale = False
        self._wanted: ContactId | None = None
        self.model = ContactsModel(clock, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ContactDelegate(look, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.verticalScrollBar().setSingleStep(24)
        self.search = ClearField(look)
        self.search.setMaxLength(200)
        self.search.installEventFilter(self)
        self.start_button = IconButton(look, "plus")
        self.more_button = IconButton(look, "dots")
        self.merging = Merging(self, services, crossing)
        self.files = ContactFilesDesk(self, look, services, crossing, lambda: self._instances)
        self._title = plain_label(look=look, role=Type.TITLE)
        self._told = plain_label(look=look, role=Type.CAPTION, tone="soft")
        self._told.setContentsMargins(Space.L + 2, 0, Space.L, Space.XS)
        self.card = ContactCard(look, clock)
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self.reload)
        self._changed = QTimer(self, singleShot=True, interval=CHANGED_MS)
        self._changed.timeout.connect(self._on_rest)
        self._build(look)
        self._connect(bridge)
        self._retranslate()

    def _build(self, look: Look) -> None:
        self.empty_button = button(kind="primary")
        self.import_button = button()
        self._empty = EmptyState(look, "contact", (self.empty_button, self.import_button), width=360)
        self.clear_button = button()
        self._nothing = EmptyState(look, "search", (self.clear_button,), width=260)
        self._choose = EmptyState(look, "contact", width=320)
        body = QWidget()
        self._lists = QStackedLayout(body)
        for each in (self.view, self._empty, self._nothing):
            self._lists.addWidget(each)
        side = QFrame()
        side.setObjectName("side")
        side.setMinimumWidth(260)
        self.head = page_head(self._title, self.start_button, self.more_button)
        beside = QHBoxLayout()
        beside.setContentsMargins(Space.M, 0, Space.M, Space.S)
        beside.addWidget(self.search)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(beside)
        column.addWidget(self._told)
        column.addWidget(body, 1)
        right = QWidget()
        self._right = QStackedLayout(right)
        self._right.addWidget(self._choose)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.card.setObjectName("scrolled")
        area.setWidget(self.card)
        self._right.addWidget(area)
        self.pair = Pair(look, side, right, self.search, 380)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pair)

    def _connect(self, bridge: Bridge) -> None:
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.view.selectionModel().selectionChanged.connect(self._on_selected)
        self.view.clicked.connect(lambda _index: self.pair.turn(True))
        self.view.doubleClicked.connect(lambda _index: self.open_chosen())
        self.view.installEventFilter(self)
        self.model.page_requested.connect(self._on_page_requested)
        self.start_button.clicked.connect(lambda: self.start())
        self.empty_button.clicked.connect(lambda: self.start())
        self.import_button.clicked.connect(self.files.ask_import)
        self.more_button.clicked.connect(self._on_more_clicked)
        self.files.changed.connect(self.reload)
        self.files.failed.connect(self.failed)
        self.files.told.connect(self.told)
        self.clear_button.clicked.connect(self.search.clear)
        self.card.chat_requested.connect(self.chat_requested)
        self.card.start_requested.connect(self.start)
        self.card.merge_requested.connect(self.merge)
        self.merging.told.connect(self.told)
        self.merging.merged.connect(self._on_merged)
        self._look.changed.connect(self.view.viewport().update)
        bridge.changed.connect(self._on_bridge_changed)

    def set_instances(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """Our numbers, to speak from."""
        self._instances = instances
        self.card.set_instances(instances)

    def reload(self) -> None:
        """Fetch the first page anew; who is chosen stays chosen."""
        self._stale = False
        if self._finding is not None:
            self._finding.cancel()
        self._asked_for += 1
        self._finding = self._crossing.spawn(
            self, self._services.contacts.page(typed=self.search.text(), limit=PAGE), done=self._on_first_page
        )
        self._crossing.spawn(self, self._services.contacts.count(), done=self._on_count)

    def start(self, contact: ContactView | None = None) -> StartDialog:
        """Ask for a number and go to its conversation; with a contact the number is there already."""
        return self.start_with(f"+{contact.phone}" if contact is not None and contact.phone else "")

    def start_with(self, number: str) -> StartDialog:
        """The same with what the field for the number holds."""
        dialog = StartDialog(
            self.window(), self._look, self._services, self._crossing, self._instances,
            number=number,
        )  # fmt: skip
        dialog.started.connect(self._on_started)
        dialog.open()
        return dialog

    def merge(self, contact: ContactView) -> MergeDialog:
        """Ask who is the same person, and make them one."""
        dialog = MergeDialog(self.window(), self._look, self._services, self._crossing, self._clock, contact)
        dialog.chosen.connect(lambda other: self.merging.merge(contact, other))
        dialog.open()
        return dialog

    def merge_number(self, contact_id: ContactId) -> None:
        """The same with somebody of whom only the number is known."""

        def done(contacts: tuple[ContactView, ...]) -> None:
            for contact in contacts:
                self.merge(contact)

        self._crossing.spawn(self, self._services.contacts.get((contact_id,)), done=done)

    def show_twins(self) -> TwinsDialog:
        """Pairs that are likely one person."""
        dialog = TwinsDialog(self.window(), self._look, self._services, self._crossing)
        dialog.pair_chosen.connect(lambda pair: self.merging.merge(pair.first, pair.second))
        dialog.open()
        return dialog

    def open_chosen(self) -> None:
        """Go to the conversation with who is chosen, or begin one."""
        contact = self.chosen()
        if contact is None:
            return
        if contact.chat_id is not None:
            self.chat_requested.emit(contact.chat_id)
        else:
            self.start(contact)

    def first(self) -> QWidget:
        """What takes the keyboard when one comes here."""
        return self.pair.first()

    def chosen(self) -> ContactView | None:
        """Who is chosen."""
        rows = self.view.selectionModel().selectedRows()
        return self.model.item(rows[0].row()) if rows else None

    def choose(self, contact_id: ContactId) -> bool:
        """Choose somebody; False if they are not among the loaded ones."""
        row = self.model.row_of(contact_id)
        if row is None:
            return False
        index = self.model.index(row)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)
        return True

    # ------------------------------------------------------------------ events

    def showEvent(self, event: QShowEvent) -> None:
        """Seen for the first time, or again after something changed."""
        super().showEvent(event)
        if not self._ready or self._stale:
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field down into the list; Enter opens."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.view and enter:
                self.pair.turn(True) if self.pair.is_folded else self.open_chosen()
                return True
            if watched is self.search and (enter or event.key() == Qt.Key.Key_Down):
                self.view.setFocus(Qt.FocusReason.TabFocusReason)
                if self.chosen() is None and self.model.rowCount():
                    self.view.setCurrentIndex(self.model.index(0))
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.files.fill(menu)
        menu.addSeparator()
        menu.addAction(self.tr("Find duplicates…")).triggered.connect(self.show_twins)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_first_page(self, page: Page[ContactView]) -> None:
        self._finding = None
        chosen = self.chosen()
        wanted, self._wanted = self._wanted or (chosen.id if chosen is not None else None), None
        if not (self._ready and self.model.shows(page)):
            self.model.reset(page)
            if wanted is None or not self.choose(wanted):
                self._on_selected()
        self._ready = True
        self._lists.setCurrentIndex(0 if page.items else 2 if self.search.text().strip() else 1)

    def _on_count(self, count: int) -> None:
        self._told.setText(self.tr("%n contact(s)", "", count))
        self._told.setVisible(count > 0)

    def _on_page_requested(self, cursor: str) -> None:
        asked = self._asked_for

        def done(page: Page[ContactView]) -> None:
            # what belongs to an earlier search is no longer wanted
            if asked == self._asked_for:
                self.model.append(page)

        self._crossing.spawn(
            self,
            self._services.contacts.page(typed=self.search.text(), cursor=cursor, limit=PAGE),
            done=done,
            failed=lambda _error: self.model.page_failed(),
        )

    def _on_selected(self) -> None:
        contact = self.chosen()
        self._right.setCurrentIndex(0 if contact is None else 1)
        if contact is not None:
            self._show(contact)

    def _show(self, contact: ContactView) -> None:
        self.card.show_contact(contact)
        if self._asking_chats is not None:
            self._asking_chats.cancel()

        def done(chats: tuple[ChatView, ...]) -> None:
            self._asking_chats = None
            self.card.show_chats(chats)

        self._asking_chats = self._crossing.spawn(self, self._services.contacts.conversations(contact.id), done=done)

    def _on_merged(self, contact: ContactId) -> None:
        self._wanted = contact
        self.reload()

    def _on_started(self, started: Started) -> None:
        self.chat_requested.emit(started.chat.id)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.contacts or changes.chats_merged:
            self._stale = True
        if (changes.chats or self._stale) and self._ready and not self._changed.isActive():
            self._changed.start()

    def _on_rest(self) -> None:
        # at most what is seen is asked for again, however much happens elsewhere
        if not self.isVisible():
            self._stale = True
            return
        if self._stale or self.view.verticalScrollBar().value() == 0:
            self.reload()
            return
        first = self.view.indexAt(self.view.viewport().rect().topLeft()).row()
        seen = (self.model.item(row) for row in range(max(first, 0), max(first, 0) + _MAX_RENEWED))
        ids = tuple(contact.id for contact in seen if contact is not None)
        self._crossing.spawn(self, self._services.contacts.get(ids), done=self._on_renewed)

    def _on_renewed(self, contacts: tuple[ContactView, ...]) -> None:
        self.model.renew(contacts)
        chosen = self.chosen()
        if chosen is not None and self.card.contact != chosen:
            self._show(chosen)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Contacts"))
        self.pair.name_back(self.tr("Contacts"))
        self.view.setAccessibleName(self.tr("Contacts"))
        self.search.setPlaceholderText(self.tr("Name or number"))
        self.search.setAccessibleName(self.tr("Search contacts by name or number"))
        self.start_button.name_it(self.tr("Start a conversation"), "Ctrl+N")
        self._empty.say(
            self.tr("No contacts yet"), self.tr("Whoever writes to you is listed here. You can also write first.")
        )
        self.empty_button.setText(self.tr("Write first"))
        self.import_button.setText(self.tr("Import contacts…"))
        self.more_button.name_it(self.tr("More about contacts"))
        self._nothing.say(self.tr("Nobody found"), self.tr("No name and no number is like that."))
        self.clear_button.setText(self.tr("Show all"))
        self._choose.say(self.tr("Choose a contact"), self.tr("Enter opens the conversation with them."))
        self.view.viewport().update()

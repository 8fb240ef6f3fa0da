"""The conversations panel: the list, its empty state, and moving about in it by keyboard."""

from collections.abc import Coroutine, Iterable, Mapping
from typing import cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QItemSelectionRange, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QVBoxLayout

from services.api import Services
from services.domain.changes import ChangeSet
from services.domain.desk import Listing
from services.domain.ids import ChatId, InstanceId
from services.domain.models import ChatFilter, ChatView, InstanceView, Page
from ui.bridge import Bridge
from ui.chats.bulk_bar import BulkBar
from ui.chats.chat_delegate import ChatDelegate
from ui.chats.chat_list_model import TOO_MANY, ChatListModel
from ui.chats.filters import Filters
from ui.chats.in_place import InPlace
from ui.chats.renewal import Renewal
from ui.chats.sources import newest_gap, page_of
from ui.chats.views import ViewsDialog
from ui.desk.labels_dialog import LabelsDialog
from ui.desk.lists import DeskLists
from ui.formats import Clock
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.catch_up_line import CatchUpLine
from ui.widgets.labels import plain_label
from ui.widgets.page_head import page_head
from ui.widgets.rows_view import RowsView

FOUND = 100


class ChatListPanel(QFrame):
    """The conversations of a listing. ``chat_chosen`` carries the ChatView the person went to, or None.

    ``menu_requested`` carries the ChatViews that are meant and a place, ``deed_requested`` what is to be done with
    several (the id of a deed of the keymap), those ChatViews, and a place. ``words_requested`` carries what is to be
    looked for in messages, ``told`` what was just done.
    """

    chat_chosen = Signal(object)
    chat_refreshed = Signal(object)
    count_changed = Signal(int)
    loaded = Signal()
    menu_requested = Signal(object, QPoint)
    new_requested = Signal()
    words_requested = Signal(str)
    told = Signal(str)
    deed_requested = Signal(str, object, QPoint)

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        clock: Clock,
        lists: DeskLists | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self.lists = lists or DeskLists(services, bridge, crossing, self)
        self.setObjectName("side")
        self._services = services
        self._crossing = crossing
        self._renewal = Renewal(services, crossing, self._take, self._on_too_many, self)
        self._chosen: ChatId | None = None
        self._moved_to: ChatId | None = None
        self._elsewhere: ChatView | None = None
        self._ready = self._anew = self._applying = False
        self.model = ChatListModel(clock, self.lists, self)
        self.view = RowsView()
        self.view.setModel(self.model)
        self._delegate = ChatDelegate(look, clock, self.view, self.lists)
        self.view.setItemDelegate(self._delegate)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.verticalScrollBar().setSingleStep(24)
        self._title = plain_label(look=look, role=Type.TITLE)
        self.filters = Filters(look, self.lists)
        self.bulk = BulkBar(look)
        self.gap_note = plain_label(look=look, role=Type.CAPTION, wrap=True)
        self.gap_note.setContentsMargins(Space.L, Space.XS, Space.L, Space.S)
        self.gap_note.hide()
        self._names: dict[InstanceId, str] = {}
        self.catch_up = CatchUpLine(services, bridge, crossing, look, lambda number: self._names.get(number, ""))
        self.catch_up.setContentsMargins(Space.L, Space.XS, Space.M, Space.S)
        self._found: Call | None = None
        self._finding = ""
        self._found_for = ""
        self._entered = False
        self._asked_for = 0
        self.body = InPlace(look, self.view)
        self.new_button = IconButton(look, "plus")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, Space.XS)
        layout.setSpacing(0)
        layout.addWidget(page_head(self._title, self.new_button))
        layout.addWidget(self.filters)
        layout.addWidget(self.bulk)
        layout.addWidget(self.catch_up)
        layout.addWidget(self.gap_note)
        layout.addWidget(self.body, 1)
        self.setMinimumWidth(260)
        # the selection, not the current row: getting the keyboard makes the first row current
        self.view.selectionModel().selectionChanged.connect(self._on_view_selection_changed)
        self.model.page_requested.connect(self._on_model_page_requested)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._on_rows_changed)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_view_menu_requested)
        self.filters.changed.connect(self.reload)
        self.filters.typed.connect(self._on_filters_typed)
        self.body.all_wanted.connect(self._on_all_clicked)
        self.new_button.clicked.connect(self.new_requested)
        self.body.words_wanted.connect(lambda: self.words_requested.emit(self._finding))
        self.filters.field.down.connect(self._on_field_down)
        self.filters.field.entered.connect(self._on_field_entered)
        self.filters.save_requested.connect(lambda: self._views(self.filters.listing))
        self.filters.views_requested.connect(lambda: self._views(None))
        self.filters.labels_requested.connect(self.show_labels)
        self.bulk.closed.connect(self.choose_none)
        self.bulk.wanted.connect(lambda name, at: self.deed_requested.emit(name, self.marked(), at))
        self.view.key_typed.connect(self._on_view_key_typed)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.lists.changed.connect(self.view.viewport().update)
        self.lists.active_changed.connect(self._on_active_changed)
        look.changed.connect(self.view.forget_height)
        bridge.changed.connect(self._on_bridge_changed)
        bridge.presence.connect(self.model.take_presence)
        self._retranslate()
        self.reload()

    def set_instances(self, instances: Mapping[InstanceId, InstanceView], now_s: float) -> None:
        """Note above the list the newest time of which messages may be missing for good."""
        # with one number alone nobody has to be told which
        self._names = {i: view.label or view.name for i, view in instances.items()} if len(instances) > 1 else {}
        self.gap_note.setText(newest_gap(instances, now_s))
        self.gap_note.setVisible(bool(self.gap_note.text()))

    def reload(self) -> None:
        """Fetch the first page anew; the chosen chat stays chosen."""
        if self._finding:
            self._on_filters_typed(self._finding)
            return
        self._asked_for += 1
        asked = self._asked_for

        def done(page: Page[ChatView]) -> None:
            # a slow answer to an earlier choice is no longer wanted
            if asked == self._asked_for:
                self._on_first_page(page)

        self._crossing.spawn(self, self._page(None), done=done)

    def marked(self) -> tuple[ChatView, ...]:
        """Those that are chosen in the list, in its order; with one or none the one that the person is in."""
        found = [
            chat
            for part in self._parts()
            for row in range(part.top(), part.bottom() + 1)
            if (chat := self.model.chat(row)) is not None
        ]
        if len(found) > 1:
            return tuple(sorted(found, key=self.filters.listing.place))
        chat = self.chosen_chat()
        return (chat,) if chat is not None else ()

    def choose_none(self) -> None:
        """Back to the one conversation the person is in."""
        row = self.model.row_of(self._chosen)
        if row is None:
            self.view.selectionModel().clear()
        else:
            self._go(row)
        self.view.setFocus()

    def show_labels(self) -> LabelsDialog:
        """All labels, to rename, recolour or delete them."""
        dialog = LabelsDialog(self.window(), self._look, self._services, self._crossing, self.lists)
        dialog.open()
        return dialog

    def chosen_chat(self) -> ChatView | None:
        """The chat the person is in, also beyond what is loaded."""
        row = self.model.row_of(self._chosen)
        if row is not None:
            return self.model.chat(row)
        return self._elsewhere if self._elsewhere is not None and self._elsewhere.id == self._chosen else None

    def chosen_row(self) -> int | None:
        """Where the chat is that the person is in."""
        return self.model.row_of(self._chosen)

    @property
    def chosen(self) -> ChatId | None:
        """The chat the person is in."""
        return self._chosen

    def choose(self, chat_id: ChatId) -> bool:
        """Go to a chat; False if it is not among the loaded ones."""
        row = self.model.row_of(chat_id)
        if row is None:
            return False
        self._go(row)
        return True

    def visit(self, chat: ChatView) -> None:
        """Go to a chat that may lie beyond what is loaded."""
        if not self.choose(chat.id):
            self.view.selectionModel().clear()
            self._chosen, self._elsewhere = chat.id, chat
            self.chat_chosen.emit(chat)

    def is_empty(self) -> bool:
        """Whether it is known that there is no conversation."""
        return self._ready and self.model.rowCount() == 0 and not self._narrowed()

    def choose_row(self, row: int) -> None:
        """Go to the n-th chat, counted from 0."""
        if 0 <= row < self.model.rowCount():
            self._go(row)

    def leave(self) -> None:
        """Go to no chat."""
        self._chosen = None
        self.view.selectionModel().clear()
        self.chat_chosen.emit(None)

    def step(self, by: int, *, unread: bool = False) -> None:
        """Go to the next (1) or previous (-1) chat; with ``unread`` to one with unread messages, from the start again."""
        here, count = self.model.row_of(self._chosen), self.model.rowCount()
        first = (here if here is not None else (-1 if by > 0 else count)) + by
        for at in range(count):
            row = first + by * at
            if unread:
                row %= count
            chat = self.model.chat(row) if 0 <= row < count else None
            if chat is not None and row != here and (chat.unread or not unread):
                self._go(row)
                return

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Conversations"))
        self.view.setAccessibleName(self.tr("Conversations"))
        self.new_button.name_it(self.tr("Start a conversation"))
        self._delegate.forget()
        self.view.viewport().update()

    def _go(self, row: int) -> None:
        index = self.model.index(row)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def _parts(self) -> list[QItemSelectionRange]:
        """What is selected; ranges, so that it costs the same for one and for all."""
        return list(cast("Iterable[QItemSelectionRange]", self.view.selectionModel().selection()))

    def _on_view_selection_changed(self) -> None:
        if self._applying:
            return
        parts = self._parts()
        count = sum(part.height() for part in parts)
        if count > 1 and self.filters.isVisible():
            # in the place of the filters: no row moves away from under the mouse that chooses the next one
            self.bulk.setMinimumHeight(self.filters.height())
            self.filters.hide()
        self.bulk.show_count(count)
        self.filters.setVisible(count <= 1)
        chat = self.model.chat(parts[0].top()) if count == 1 else None
        if chat is None or chat.id == self._chosen:
            return
        self._chosen = chat.id
        self.chat_chosen.emit(chat)

    def _on_first_page(self, page: Page[ChatView]) -> None:
        anew, self._anew = self._anew, False
        listing = Listing() if self._finding else self.filters.listing
        if self._ready and not anew and self.model.shows(page, listing):
            return
        self._ready = True
        self.model.reset(page, listing)
        row = self.model.row_of(self._chosen)
        if row is not None:
            self._go(row)
        self.loaded.emit()

    def _on_model_page_requested(self, cursor: str) -> None:
        asked = self._asked_for

        def done(page: Page[ChatView]) -> None:
            if asked == self._asked_for:
                self.model.append(page)

        self._crossing.spawn(self, self._page(cursor), done=done, failed=lambda _error: self.model.page_failed())

    def _page(self, cursor: str | None) -> Coroutine[object, object, Page[ChatView]]:
        return page_of(self._services, self.filters.listing, self.filters.which, cursor)

    def _narrowed(self) -> bool:
        return bool(self._finding) or self.filters.listing != Listing(sort=self.filters.listing.sort)

    def _views(self, listing: Listing | None) -> None:
        dialog = ViewsDialog(self.window(), self._look, self._services, self._crossing, self.lists, listing)
        dialog.kept.connect(self.told)
        dialog.open()

    def _on_view_key_typed(self, typed: str) -> None:
        self.filters.field.setFocus()
        self.filters.field.setText(self.filters.field.text() + typed)

    def _on_scrolled(self, value: int) -> None:
        if value == 0:
            self._keep_few()

    def _on_active_changed(self) -> None:
        if self.filters.which is ChatFilter.MINE:
            self.reload()

    def _on_filters_typed(self, typed: str) -> None:
        if self._found is not None:
            self._found.cancel()
            self._found = None
        self._finding = typed
        self._found_for = ""
        self._asked_for += 1
        if not typed:
            self._entered = False
            self.reload()
            return

        def done(chats: tuple[ChatView, ...]) -> None:
            self._found_for = typed
            self._on_first_page(Page(chats))
            self._on_rows_changed()
            if self._entered:
                self._on_field_entered()

        self._found = self._crossing.spawn(self, self._services.search.chats(typed, limit=FOUND), done=done)

    def _on_all_clicked(self) -> None:
        self.filters.take(Listing())
        self.view.setFocus()

    def _on_field_down(self) -> None:
        if self.model.rowCount():
            self.view.setFocus()
            if not self.view.selectionModel().hasSelection():
                self._go(0)

    def _on_field_entered(self) -> None:
        typed = self.filters.field.text().strip()
        # what is typed last may still be looked for: nobody else's conversation is opened meanwhile
        self._entered = bool(typed) and typed != self._found_for
        if not typed or self._entered:
            return
        if self.model.rowCount():
            self._go(0)
        else:
            self.words_requested.emit(typed)

    def _on_view_menu_requested(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        chat = self.model.chat(index.row()) if index.isValid() else None
        if chat is None:
            return
        chosen = self.marked()
        meant = chosen if len(chosen) > 1 and any(each.id == chat.id for each in chosen) else (chat,)
        self.menu_requested.emit(meant, self.view.viewport().mapToGlobal(at))

    def _belongs(self, view: ChatView) -> bool:
        if view.id == self._chosen and self.model.row_of(view.id) is not None:
            # what one is in does not vanish under the hand, only what was put away on purpose
            away = view.archived or view.ignored or view.snoozed_until_ms is not None
            return not away or self.filters.which is not ChatFilter.ALL
        if self._finding:
            return self.model.row_of(view.id) is not None
        return self.filters.listing.shows(view, self.lists.me)

    def _on_rows_changed(self) -> None:
        count = self.model.rowCount()
        self.body.show_for(some=bool(count) or not self._ready, named=bool(self._finding), narrowed=self._narrowed())
        self.count_changed.emit(count)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        for gone, into in changes.chats_merged:
            if self._chosen == gone:
                self._chosen = self._moved_to = into
        self._renewal.want(changes.chats.union(*changes.chats_merged))

    def _on_too_many(self, ids: tuple[ChatId, ...]) -> tuple[ChatId, ...]:
        self._begin_anew()
        return tuple(each for each in ids if each in (self._chosen, self._moved_to))

    def _keep_few(self) -> None:
        """However many came while one is at the top, so many rows at most are kept."""
        self.model.forget_tail()
        # those that came one by one stand above the first page's end, and have no page of their own to go back to
        if self.model.rowCount() >= 2 * TOO_MANY and not self.bulk.isVisible():
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._anew = True
        self.reload()

    def _take(self, views: tuple[ChatView, ...], ids: tuple[ChatId, ...]) -> None:
        self._apply([view for view in views if self._belongs(view)], ids)
        for view in views:
            if view.id == self._moved_to:
                self._moved_to = None
                self.chat_chosen.emit(view)
            elif view.id == self._chosen:
                self._elsewhere = view
                self.chat_refreshed.emit(view)
        if self.view.verticalScrollBar().value() == 0:
            self._keep_few()

    def _apply(self, views: list[ChatView], ids: tuple[ChatId, ...]) -> None:
        # of several chosen ones that leave, the last is left alone for a moment: nobody chose to open it
        self._applying = True
        self.model.apply(views, ids)
        self._applying = False
        here, parts = self.model.row_of(self._chosen), self._parts()
        # none is selected while the chosen one is not in the list, as one that is written to for the first time
        if sum(part.height() for part in parts) <= 1 and (parts[0].top() if parts else None) != here:
            if here is None:
                self.view.selectionModel().clear()
            else:
                self._go(here)
        self._on_view_selection_changed()

"""Pictures, documents and links of a conversation: a grid and two lists that any panel can hold."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.contacts import SharedKind
from services.domain.content import Direction
from services.domain.ids import ChatId
from services.domain.models import ChatView, MediaState, MessageView, Page
from ui import formats, links
from ui.dialogs import Dialog
from ui.formats import Clock
from ui.media.desk import Desk
from ui.media.lightbox import Lightbox
from ui.media.saving import Files
from ui.people.shared_model import TILE, SharedDelegate, SharedModel, link_in
from ui.tasks import Call, Crossing
from ui.theme import Look, Space
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState

PAGE = 60
_ICONS = {SharedKind.PICTURES: "image", SharedKind.DOCUMENTS: "document", SharedKind.LINKS: "link"}


class SharedMedia(QWidget):
    """``show_chat`` fills it; ``message_requested`` carries the id of a message to go to."""

    message_requested = Signal(object)

    def __init__(self, services: Services, crossing: Crossing, look: Look, desk: Desk, clock: Clock) -> None:
        super().__init__()
        self._services, self._crossing, self._look, self._desk = services, crossing, look, desk
        self._chat: ChatId | None = None
        self._kind = SharedKind.PICTURES
        self._call: Call | None = None
        self._visit = 0
        self.files = Files(self, services, crossing, look, desk)
        self.model = SharedModel(clock, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(SharedDelegate(look, desk, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.verticalScrollBar().setSingleStep(24)
        self._group = QButtonGroup(self)
        self.tabs: dict[SharedKind, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for number, kind in enumerate(SharedKind):
            tab = button(kind="chip")
            tab.setCheckable(True)
            self._group.addButton(tab, number)
            self.tabs[kind] = tab
            row.addWidget(tab)
        row.addStretch()
        self._empties = {kind: EmptyState(look, picture, width=240) for kind, picture in _ICONS.items()}
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        for empty in self._empties.values():
            self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addLayout(row)
        layout.addWidget(body, 1)
        self._group.idClicked.connect(lambda number: self.show_kind(tuple(SharedKind)[number]))
        self.view.clicked.connect(lambda index: self.open(index.row()))
        self.view.installEventFilter(self)
        self.view.customContextMenuRequested.connect(self._on_menu_requested)
        self.model.page_requested.connect(self._on_page_requested)
        desk.changed.connect(self._on_desk_changed)
        look.changed.connect(self.view.viewport().update)
        self._retranslate()
        self._lay_out()

    def show_chat(self, chat: ChatView) -> None:
        """Whose."""
        self._chat = chat.id
        self.show_kind(self._kind)

    def show_kind(self, kind: SharedKind) -> None:
        """Pictures, documents or links."""
        self._kind = kind
        self.tabs[kind].setChecked(True)
        if self._chat is None:
            return
        self._visit += 1
        if self._call is not None:
            self._call.cancel()
        self._call = self._crossing.spawn(
            self,
            self._services.contacts.shared(self._chat, kind, limit=PAGE),
            done=lambda page: self._on_first_page(kind, page),
        )

    def open(self, row: int) -> None:
        """Look at a picture, open a harmless document, follow a link; what is not here is gone to."""
        message = self.model.item(row)
        if message is None:
            return
        ready = message.media is not None and message.media.state is MediaState.READY
        if self._kind is SharedKind.LINKS:
            url = link_in(message)
            if url is not None:
                links.follow_link(self.window(), self._look, url)
        elif not ready:
            self.message_requested.emit(message.id)
        elif self._kind is SharedKind.DOCUMENTS:
            self.files.open(message)
        else:
            self._look_at(message)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens."""
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.open(self.view.currentIndex().row())
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _look_at(self, message: MessageView) -> None:
        # the lightbox goes from older to newer
        ready = [m for m in reversed(self.model.messages) if m.media is not None and m.media.state is MediaState.READY]
        at = next((at for at, m in enumerate(ready) if m.id == message.id), None)
        if at is not None:
            box = Lightbox(self.window(), self._look, self._desk, ready, at, self._author)
            box.save_requested.connect(self.files.save)
            box.show()

    def _author(self, message: MessageView) -> str:
        return self.tr("You") if message.direction is Direction.OUT else formats.one_line(message.author.name or "", 80)

    def _on_first_page(self, kind: SharedKind, page: Page[MessageView]) -> None:
        self._call = None
        self.model.reset(kind, page)
        self._lay_out()
        self.view.scrollToTop()
        empty = not self.model.rowCount() and page.next is None
        self._stack.setCurrentWidget(self._empties[kind] if empty else self.view)

    def _on_page_requested(self, cursor: str) -> None:
        if self._chat is None:
            return
        visit = self._visit

        def done(page: Page[MessageView]) -> None:
            if visit == self._visit:
                self.model.append(page)

        self._crossing.spawn(
            self,
            self._services.contacts.shared(self._chat, self.model.kind, cursor=cursor, limit=PAGE),
            done=done,
            failed=lambda _error: self.model.page_failed(),
        )

    def _on_menu_requested(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        message = self.model.item(index.row()) if index.isValid() else None
        if message is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open")).triggered.connect(lambda: self.open(index.row()))
        if message.media is not None and message.media.state is MediaState.READY:
            menu.addAction(self.tr("Save as…")).triggered.connect(lambda: self.files.save(message))
        show = menu.addAction(self.tr("Show in the conversation"))
        show.triggered.connect(lambda: self.message_requested.emit(message.id))
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _on_desk_changed(self, _message: object) -> None:
        if self.isVisible():
            self.view.viewport().update()

    def _lay_out(self) -> None:
        grid = self.model.kind is SharedKind.PICTURES
        self.view.setViewMode(QListView.ViewMode.IconMode if grid else QListView.ViewMode.ListMode)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setWrapping(grid)
        self.view.setSpacing(0)
        self.view.setMinimumWidth(2 * TILE + 20)

    def _retranslate(self) -> None:
        words = {
            SharedKind.PICTURES: (self.tr("Media"), self.tr("No pictures or videos yet")),
            SharedKind.DOCUMENTS: (self.tr("Documents"), self.tr("No documents yet")),
            SharedKind.LINKS: (self.tr("Links"), self.tr("No links yet")),
        }
        for kind, (name, nothing) in words.items():
            self.tabs[kind].setText(name)
            self._empties[kind].say(nothing, self.tr("What comes in this conversation is gathered here."))
        self.view.setAccessibleName(self.tr("Media, documents and links"))


class SharedDialog(Dialog):
    """The same in a window of its own."""

    def __init__(
        self, parent: QWidget, services: Services, crossing: Crossing, look: Look, desk: Desk, clock: Clock, chat: ChatView
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Media, documents and links: {chat}").format(chat=formats.one_line(chat.title, 60)))
        self.resize(640, 600)
        self.shared = SharedMedia(services, crossing, look, desk, clock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.addWidget(self.shared)
        self.shared.show_chat(chat)
        self.shared.view.setFocus()

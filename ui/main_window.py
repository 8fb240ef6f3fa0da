"""The window: pages beside a rail, the banner above them, and the keys that work everywhere."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatView, InstanceView
from services.settings.schema import Window as WindowLeft
from ui import zoom
from ui.bridge import Bridge
from ui.chats.deeds import Deeds
from ui.chats.panel import ChatListPanel
from ui.commands import Commands
from ui.composer.reminders import Reminders
from ui.demo_show import DemoShow
from ui.desk.lists import DeskLists
from ui.desk.snooze import SnoozeNotices
from ui.desk.team import Team
from ui.formats import Clock
from ui.instances.panel import InstancesPanel
from ui.keymap import Keymap
from ui.later_pages import LaterPages
from ui.main_menu import MainMenu
from ui.notices import Banner, NoticeBoard
from ui.number_notices import report_numbers
from ui.pages import Page, PageAt
from ui.panel_wiring import connect_panel
from ui.people.beside import Beside
from ui.people.menu import ChatMenu
from ui.people.note_calls import NoteCalls
from ui.search.find_bar import FindBar
from ui.search.finder import Finder
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.panel import TimelinePanel
from ui.unread import Unread
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.icons import app_icon
from ui.widgets.pair import Pair
from ui.widgets.rail import Rail
from ui.window_state import WindowState

if TYPE_CHECKING:
    from ui.contacts.page import ContactsPage
    from ui.instances.diagnosis_page import DiagnosisPage
    from ui.webhooks.delivery_log import DeliveryLog
    from ui.webhooks.editor import WebhookEditor
    from ui.webhooks.server_page import ServerPage

_NEW = WindowLeft()
LIST_WIDTH = 350


class MainWindow(QMainWindow):
    """Everything a person sees. It asks the services for all it shows and can be shown before they answer.

    Wishes it cannot fulfil itself are signals: ``close_requested`` (the close button; the window stays
    until the application hides it), ``quit_requested``, ``theme_requested`` with a Mode,
    ``language_requested`` with a code of ``ui.i18n.LANGUAGES`` or "" for the system's, and ``zoom_requested``
    in percent; ``lock_requested``, ``pin_requested`` with the window to ask over, and ``window_requested`` with a
    ChatView for a window of its own.
    """

    close_requested = Signal()
    quit_requested = Signal()
    theme_requested = Signal(object)
    language_requested = Signal(str)
    zoom_requested = Signal(int)
    unread_changed = Signal(int)
    lock_requested = Signal()
    pin_requested = Signal(object)
    window_requested = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, *, language: str = "",
        keymap: Keymap | None = None, left: WindowLeft = _NEW, clock: Clock = time.time,
    ) -> None:  # fmt: skip
        super().__init__()
        self._clock = clock
        self._services, self._crossing, self._look = services, crossing, look
        self.keymap = keymap or Keymap(parent=self)
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self.board = NoticeBoard(self)
        self.lists = DeskLists(services, bridge, crossing, self)
        self.chats = ChatListPanel(services, bridge, crossing, look, clock, self.lists)
        self.timeline = TimelinePanel(services, bridge, crossing, look, clock, self.keymap)
        self._later = LaterPages(self, services, bridge, crossing, look, clock)
        self.numbers = InstancesPanel(services, bridge, crossing, look, clock)
        self.server_button = button(kind="ghost")
        self.diagnosis_button = button(kind="ghost")
        self.connect_button = button(kind="primary")
        self.demo_button = button()
        self.welcome = EmptyState(look, "balcao", (self.connect_button, self.demo_button), 460)
        self.demo = DemoShow(services, crossing, self)
        self.unread = Unread(services, bridge, crossing, self)
        self.menu = QMenu(self)
        self.main_menu = MainMenu(self.menu, self.keymap, look, self.demo.runs, self.offers)
        self.main_menu.language = language
        self.rail = Rail(look, self.menu)
        self.commands = Commands(self, services, bridge, crossing, look, self.keymap)
        self.deeds = Deeds(services, crossing, self.board, self, look, self.lists, self.keymap, clock)
        self.team = Team(self, look, services, crossing, self.lists, clock)
        self.chat_menu = ChatMenu(self, services, crossing, look, self.timeline.desk, clock, self._fill_chat_menu)
        self.beside = Beside(services, bridge, crossing, look, clock, self.lists, self.keymap, self.timeline.desk)
        self.find_bar = FindBar(services, crossing, look, lambda: self.chats.chosen)
        self._build()
        self.finder = Finder(self._middle, services, crossing, look, clock, self.commands.all, self.lists.label_names)
        self._wanted: tuple[ChatId, MessageId] | None = None
        self._connect(bridge)
        self.commands.bind()
        self._retranslate()
        self.calls = NoteCalls(services, bridge, crossing, self.board, self.lists, self._open_notes, self)
        self.snoozes = SnoozeNotices(services, bridge, crossing, self.board, self.open_chat, self)
        self.reminders = Reminders(services, bridge, crossing, self.board, self.open_chat, self)
        self.setWindowIcon(app_icon())
        zoom.fit(self)
        self._state = WindowState(self, self.pair, look, left)
        self.beside.show_panel(left.contact_panel)
        self.show_page(PageAt(left.page) if left.page in tuple(PageAt) else PageAt.CONVERSATIONS)
        self.unread.count()

    # ------------------------------------------------------------------ for the application

    def show_page(self, page: PageAt) -> None:
        """Go to a page; the deliveries are for those alone who may see them."""
        if page is PageAt.DELIVERIES and not self.lists.sees_details:
            return
        focus = self._pages[page].focus()
        self.pages.setCurrentIndex(page)
        self.rail.show_page(page)
        focus.setFocus()

    def offers(self, name: str) -> bool:
        """Whether a deed of the keymap is for who is at the counter."""
        return name != "go.deliveries" or self.lists.sees_details

    def open_chat(self, chat_id: ChatId, message_id: MessageId | None = None) -> None:
        """Go to a conversation, wherever it is, and to a message in it (for search, notifications and links)."""
        self.show_page(PageAt.CONVERSATIONS)
        if self.chats.chosen == chat_id:
            if message_id is not None:
                self.timeline.go_to(message_id)
            self.timeline.composer.text.setFocus()
            return
        self._wanted = (chat_id, message_id) if message_id is not None else None
        if not self.chats.choose(chat_id):
            self._crossing.spawn(self, self._services.chats.get((chat_id,)), done=self._on_chat_fetched)

    def diagnose(self) -> None:
        """Look through the program itself."""
        self.show_page(PageAt.NUMBERS)
        self.numbers.show_page(self.diagnosis)
        self.diagnosis.show_instance(None)

    def set_language(self, language: str) -> None:
        """Which language the menu marks as chosen ("" for the system's)."""
        self.main_menu.language = language

    def reload(self) -> None:
        """Ask anew for the conversations and what is unread in them."""
        self.chats.reload()
        self.unread.count()

    def flush(self) -> None:
        """Hand what is typed to the services, before the application stops them."""
        self.timeline.composer.flush()
        self.beside.panel.keep()

    def left(self) -> Mapping[str, object]:
        """The settings that bring the window back as it is now."""
        return {**self._state.left(self.pages.currentIndex()), "window.contact_panel": self.beside.is_wanted}

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.pair = Pair(self._look, self.chats, self._conversation(), self.chats.view, LIST_WIDTH)
        self.inbox = QStackedWidget()
        self.inbox.setObjectName("pageStack")
        self.inbox.addWidget(self.pair)
        self.inbox.addWidget(self.welcome)
        self._pages = (
            Page(PageAt.CONVERSATIONS, "chats", lambda: self.tr("Chats"), self._first),
            Page(PageAt.CONTACTS, "contact", lambda: self.tr("Contacts"), lambda: self.contacts.first()),
            Page(PageAt.NUMBERS, "numbers", lambda: self.tr("Numbers"), lambda: self.numbers.pair.first()),
            Page(PageAt.DELIVERIES, "deliveries", lambda: self.tr("Deliveries"), lambda: self.deliveries.table),
        )
        self.pages = QStackedWidget()
        built = {PageAt.CONVERSATIONS: self.inbox, PageAt.NUMBERS: self.numbers}
        for page in self._pages:
            self.pages.addWidget(built.get(page.at) or QWidget())
            self.rail.add(page.at, page.picture)
        self.banner = Banner(self._look, self.board)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        self._middle = middle = QWidget()
        layout = QHBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(middle)

    # the pages that few go to every day are built when somebody goes there

    @property
    def contacts(self) -> "ContactsPage":
        """Everybody one can write to."""
        return self._later.contacts

    @property
    def deliveries(self) -> "DeliveryLog":
        """What the gateways posted."""
        return self._later.deliveries

    @property
    def webhook(self) -> "WebhookEditor":
        """A number's webhook, beside the list of numbers like the two after it."""
        return self._later.webhook

    @property
    def server(self) -> "ServerPage":
        """The public address."""
        return self._later.server

    @property
    def diagnosis(self) -> "DiagnosisPage":
        """What is wrong, and what to do."""
        return self._later.diagnosis

    def _conversation(self) -> QWidget:
        column = QVBoxLayout(whole := QWidget())
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.timeline, 1)
        self.beside.hold(whole)
        return self.beside

    def _connect(self, bridge: Bridge) -> None:
        self._connect_numbers()
        self.rail.page_requested.connect(lambda number: self.show_page(PageAt(number)))
        self.chats.chat_chosen.connect(self._on_chat_chosen)
        self.chats.menu_requested.connect(self.deeds.show_menu)
        self.chats.deed_requested.connect(self.deeds.do)
        self.deeds.agents_wanted.connect(self.team.agents)
        self.team.chat_requested.connect(self.open_chat)
        self.lists.changed.connect(lambda: self.rail.show_agent(self.lists.active, bool(self.lists.here())))
        self.lists.changed.connect(self._offer_details)
        self.rail.agent_requested.connect(self.team.switch)
        self.finder.chosen.connect(self.open_chat)
        self.pair.folded.connect(self.timeline.header.back.setVisible)
        self.timeline.header.back.clicked.connect(self.chats.leave)
        self.timeline.header.menu_requested.connect(self.chat_menu.show)
        self.chat_menu.message_requested.connect(self.timeline.go_to)
        self.deeds.window_requested.connect(self.window_requested)
        self.find_bar.found.connect(self.timeline.go_to)
        self.timeline.chat_found.connect(self.chats.visit)
        self.find_bar.closed.connect(self.timeline.composer.text.setFocus)
        self.chats.chat_refreshed.connect(self.timeline.refresh)
        self._connect_panel()
        self.chats.count_changed.connect(self._show_welcome_or_inbox)
        self.chats.told.connect(self.board.tell)
        self.chats.loaded.connect(self._show_welcome_or_inbox)
        self.numbers.instances_loaded.connect(self._on_instances_loaded)
        self.connect_button.clicked.connect(self.connect_number)
        self.demo_button.clicked.connect(self._on_demo_clicked)
        self._crossing.error_raised.connect(self.board.take_error)
        for panel in (self.timeline, self.numbers):
            panel.failed.connect(self.board.take_error)
        bridge.notice.connect(self.board.take)
        self.unread.changed.connect(self._show_title)
        self.unread.changed.connect(self.unread_changed)
        self.main_menu.demo_requested.connect(self._on_demo_clicked)
        self.main_menu.demo_left.connect(self._on_leave_demo)
        self.main_menu.theme_requested.connect(self.theme_requested)
        self.main_menu.language_requested.connect(self.language_requested)
        self.demo.scanning.connect(self._show_number)
        self.demo.linked.connect(self._on_demo_linked)
        self.demo.left.connect(self._on_demo_left)

    def _connect_numbers(self) -> None:
        self.numbers.add_entry(self.server_button)
        self.numbers.add_entry(self.diagnosis_button)
        self.server_button.clicked.connect(self.show_server)
        self.diagnosis_button.clicked.connect(self.diagnose)
        self.numbers.chat_requested.connect(self.open_chat)
        self.numbers.webhook_requested.connect(self._on_webhook_requested)
        self.numbers.diagnosis_requested.connect(self._on_diagnosis_requested)
        self.numbers.deliveries_requested.connect(self.show_deliveries)
        self.numbers.address_requested.connect(self.show_server)

    def show_server(self) -> None:
        """Go to the public address."""
        self.numbers.show_page(self.server)

    def _fill_chat_menu(self, menu: QMenu, chat: ChatView) -> None:
        self.deeds.fill_menu(menu, (chat,))
        menu.addSeparator()
        menu.addAction(self.tr("Who did what…")).triggered.connect(lambda _on=False: self.team.audit_of(chat))

    def do_deed(self, name: str) -> None:
        """A deed of the keymap with the chosen conversations, or with the open one."""
        where = self.timeline.header
        self.deeds.do(name, self.chats.marked(), where.mapToGlobal(QPoint(where.width() // 2, where.height())))

    def _connect_panel(self) -> None:
        panel = self.beside.panel
        self.chats.chat_refreshed.connect(panel.show_chat)
        self.timeline.header.details_requested.connect(self.beside.toggle)
        connect_panel(panel, self.timeline, self.deeds, self.chat_menu, self.team, self.board)
        panel.chat_requested.connect(self.open_chat)
        panel.merge_requested.connect(lambda contact: self.contacts.merge_number(contact))
        self.beside.left.connect(self.timeline.composer.text.setFocus)

    def _open_notes(self, chat_id: ChatId) -> None:
        self.open_chat(chat_id)
        self.beside.write_note()

    def _retranslate(self) -> None:
        self.rail.name_them(tuple(page.words() for page in self._pages), self.tr("Menu"))
        self.connect_button.setText(self.tr("Connect a number"))
        self.demo_button.setText(self.tr("Try the demo"))
        self.server_button.setText(self.tr("Public address and server"))
        self.diagnosis_button.setText(self.tr("Diagnose Balcão"))
        self.welcome.say(
            self.tr("Welcome to Balcão"),
            self.tr(
                "Answer your customers' WhatsApp messages from this computer. Connect the gateway you already "
                "use, or look around in the demo first: it needs nothing and can be left without a trace."
            ),
        )
        self.main_menu.fill()
        self._show_title()

    # ------------------------------------------------------------------ events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is decided by the application."""
        event.ignore()
        self.flush()
        self.close_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """A new language; being looked at again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.timeline.seen()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rail has more room, or less."""
        super().resizeEvent(event)
        self.rail.fit()

    def _first(self) -> QWidget:
        return self.timeline.composer.text if self.pair.is_folded and self.timeline.chat is not None else self.chats.view

    def _on_chat_chosen(self, chat: ChatView | None) -> None:
        wanted, self._wanted = self._wanted, None
        at = wanted[1] if wanted is not None and chat is not None and wanted[0] == chat.id else None
        self.find_bar.chat_changed()
        self.pair.turn(chat is not None)
        self.timeline.open(chat, at)
        self.beside.show_chat(chat)
        if chat is not None and chat.marked_unread:
            self._crossing.spawn(self, self._services.chats.mark_read(chat.id), keep=True)

    def _on_chat_fetched(self, chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            self.chats.visit(chat)

    def connect_number(self) -> None:
        """Go to the form that connects a number."""
        self.show_page(PageAt.NUMBERS)
        self.numbers.show_form()

    def _on_demo_clicked(self) -> None:
        self.demo.start(busy=self.demo_button)

    def _on_demo_linked(self) -> None:
        if self.pages.currentIndex() == PageAt.NUMBERS:
            self.show_page(PageAt.CONVERSATIONS)

    def _on_webhook_requested(self, instance: InstanceView) -> None:
        self.webhook.show_instance(instance)
        self.numbers.show_page(self.webhook)
        self.webhook.back_button.setFocus()

    def _on_diagnosis_requested(self, instance: InstanceView) -> None:
        self.numbers.show_page(self.diagnosis)
        self.diagnosis.show_instance(instance)
        self.diagnosis.back_button.setFocus()

    def show_deliveries(self, instance: InstanceView) -> None:
        """Go to what a number's gateway posted."""
        self.deliveries.show_number(instance.id)
        self.show_page(PageAt.DELIVERIES)

    def _offer_details(self) -> None:
        on = self.lists.sees_details
        self.timeline.offer_raw(on)
        self.rail.offer(PageAt.DELIVERIES, on)
        self.numbers.detail.offer_deliveries(on)
        self._later.offer_deliveries(on)
        if not on and self.pages.currentIndex() == PageAt.DELIVERIES:
            self.show_page(PageAt.CONVERSATIONS)

    def _on_leave_demo(self) -> None:
        self.chats.leave()
        self.demo.leave()

    def _on_demo_left(self) -> None:
        self.numbers.reload()
        self.reload()

    def _on_instances_loaded(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        self._instances = instances
        self.timeline.set_instances(instances, providers)
        self.beside.panel.set_instances(instances)
        self.chats.filters.set_instances(instances)
        self.chats.set_instances(instances, self._clock())
        self._later.set_instances(instances, providers)
        self._show_welcome_or_inbox()
        self.demo.watch(instances)
        report_numbers(self.board, instances, self._show_number)

    def _show_number(self, instance_id: InstanceId) -> None:
        self.show_page(PageAt.NUMBERS)
        self.numbers.show_instance(instance_id)

    def _show_welcome_or_inbox(self, *_count: object) -> None:
        nothing = self.chats.is_empty() and not self._instances
        self.inbox.setCurrentIndex(1 if nothing else 0)

    def _show_title(self, *_unread: int) -> None:
        unread = self.unread.messages
        self.setWindowTitle(f"({unread}) Balcão" if unread else "Balcão")

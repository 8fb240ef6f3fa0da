"""A conversation in a window of its own, with everything that can be done with it beside or above it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.ids import InstanceId
from services.domain.models import ChatView, InstanceView
from services.settings.schema import ChatWindowLeft
from ui import formats, zoom
from ui.bridge import Bridge
from ui.chats.deeds import Deeds
from ui.commands import CHAT_DEEDS
from ui.desk.lists import DeskLists
from ui.desk.team import Team
from ui.formats import Clock
from ui.keymap import Keymap
from ui.notices import Banner, NoticeBoard
from ui.panel_wiring import connect_panel
from ui.people.beside import Beside
from ui.people.menu import ChatMenu
from ui.search.find_bar import FindBar
from ui.tasks import Crossing
from ui.theme import Look
from ui.timeline.panel import TimelinePanel
from ui.widgets.icons import app_icon
from ui.window_state import sane, screens

_USUAL = QSize(620, 720)
# with the contact beside it
_WIDE = 960


class ChatWindow(QWidget):
    """The same timeline, composer and contact as in the main window; what is told about it stands in it.

    ``closed`` carries itself, ``chat_wanted`` a ChatId to go to and the id of a message or None, ``merge_wanted`` a
    ContactId, ``agents_wanted`` the list of agents.
    """

    closed = Signal(object)
    chat_wanted = Signal(object, object)
    merge_wanted = Signal(object)
    agents_wanted = Signal()

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock, keymap: Keymap,
        lists: DeskLists, chat: ChatView,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chat, self._lists = chat, lists
        # its keys work in it alone, so it has a map of its own that follows the other
        self._keymap, self._keys = keymap, Keymap(parent=self)
        self._follow_keys()
        keymap.changed.connect(self._follow_keys)
        self.board = NoticeBoard(self)
        self.timeline = TimelinePanel(services, bridge, crossing, look, clock, self._keys)
        self.beside = Beside(services, bridge, crossing, look, clock, lists, self._keys, self.timeline.desk)
        self.find_bar = FindBar(services, crossing, look, lambda: self.chat.id)
        self.deeds = Deeds(services, crossing, self.board, self, look, lists, self._keys, clock, own_window=True)
        self.team = Team(self, look, services, crossing, lists, clock)
        self.menu = ChatMenu(self, services, crossing, look, self.timeline.desk, clock, self._fill_menu)
        column = QVBoxLayout(conversation := QWidget())
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.timeline, 1)
        self.beside.hold(conversation)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Banner(look, self.board))
        layout.addWidget(self.beside, 1)
        self._connect()
        self._bind()
        self.setWindowIcon(app_icon())
        self.setMinimumSize(420, 420)
        self.resize(_USUAL * zoom.percent() / zoom.USUAL)
        zoom.fit(self)
        self._grown: tuple[int, int] | None = None
        self.refresh(chat)
        self.beside.show_chat(chat)

    # ------------------------------------------------------------------ for the windows together

    def refresh(self, chat: ChatView) -> None:
        """The same conversation with other facts."""
        self.chat = chat
        # Qt puts the name of the program behind it where the system does so
        self.setWindowTitle(formats.one_line(chat.title, 80))
        self.timeline.refresh(chat)
        self.beside.panel.show_chat(chat)

    def set_instances(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        """What is known of the numbers."""
        self.timeline.set_instances(instances, providers)
        self.beside.panel.set_instances(instances)

    def flush(self) -> None:
        """Hand what is typed to the services."""
        self.timeline.composer.flush()
        self.beside.panel.keep()

    def left(self) -> ChatWindowLeft:
        """What brings it back as it is now."""
        apart = self.isMaximized() or self.isMinimized()
        place = self.normalGeometry() if apart else self.geometry()
        return ChatWindowLeft(
            chat=self.chat.id, place=(place.x(), place.y(), place.width(), place.height()), panel=self.beside.is_wanted
        )

    def put_back(self, left: ChatWindowLeft) -> None:
        """As it was, where it can be seen; it takes the keyboard from nobody."""
        self.setGeometry(sane(QRect(*left.place), screens()))
        self.beside.show_panel(left.panel)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    # ------------------------------------------------------------------ events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand over what is typed."""
        self.flush()
        self.timeline.open(None)
        self.closed.emit(self)
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Being looked at again."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.timeline.seen()
        super().changeEvent(event)

    # ------------------------------------------------------------------ inside

    def _connect(self) -> None:
        timeline, panel = self.timeline, self.beside.panel
        self._lists.changed.connect(self._offer_details)
        self._offer_details()
        timeline.failed.connect(self.board.take_error)
        timeline.header.menu_requested.connect(self.menu.show)
        timeline.header.details_requested.connect(self.toggle_panel)
        self.find_bar.found.connect(timeline.go_to)
        self.find_bar.closed.connect(timeline.composer.text.setFocus)
        self.menu.message_requested.connect(timeline.go_to)
        self.menu.find_requested.connect(self.find_bar.open_it)
        self.deeds.agents_wanted.connect(self.agents_wanted)
        self.team.chat_requested.connect(self.chat_wanted)
        self.beside.left.connect(timeline.composer.text.setFocus)
        panel.closed.connect(self._give_room_back)
        connect_panel(panel, timeline, self.deeds, self.menu, self.team, self.board)
        panel.chat_requested.connect(lambda chat_id: self.chat_wanted.emit(chat_id, None))
        panel.merge_requested.connect(self.merge_wanted)

    def _offer_details(self) -> None:
        self.timeline.offer_raw(self._lists.sees_details)

    def _bind(self) -> None:
        timeline, bind = self.timeline, self._keys.bind
        bind("chat.panel", self.toggle_panel, self)
        bind("chat.note", self._write_note, self)
        bind("chat.find", self.find_bar.open_it, self)
        bind("chat.newest", timeline.to_newest, self)
        bind("chat.oldest", timeline.to_oldest_loaded, self)
        bind("app.undo", lambda: timeline.actions_desk.undo.go_back() or self.board.go_back(), self)
        bind("chat.audit", lambda: self.team.audit_of(self.chat), self)
        bind("chat.shared", lambda: self.menu.shared(self.chat), self)
        bind("chat.export", lambda: self.menu.export(self.chat), self)
        for name in CHAT_DEEDS:
            bind(f"chat.{name}", partial(self._do_deed, f"chat.{name}"), self)
        for key in ("Ctrl+W", "Esc"):
            QShortcut(QKeySequence(key), self, self.close)

    def _do_deed(self, name: str) -> None:
        where = self.timeline.header
        self.deeds.do(name, (self.chat,), where.mapToGlobal(QPoint(where.width() // 2, where.height())))

    def _fill_menu(self, menu: QMenu, chat: ChatView) -> None:
        self.deeds.fill_menu(menu, (chat,))
        menu.addSeparator()
        menu.addAction(self.tr("Who did what…")).triggered.connect(lambda _on=False: self.team.audit_of(chat))

    def toggle_panel(self) -> None:
        """Show the contact beside the conversation, in a wider window, or put both back."""
        if self.beside.is_wanted:
            self._give_room_back()
        else:
            self._make_room()
        self.beside.toggle()

    def _write_note(self) -> None:
        if not self.beside.is_wanted:
            self._make_room()
        self.beside.write_note()

    def _make_room(self) -> None:
        room = self.screen().availableGeometry()
        narrow, wide = self.width(), min(_WIDE * zoom.percent() // zoom.USUAL, room.width())
        if not self.isMaximized() and narrow < wide:
            self._grown = (narrow, wide)
            self.resize(wide, self.height())
            self.move(min(self.x(), max(room.left(), room.right() - wide)), self.y())

    def _give_room_back(self) -> None:
        grown, self._grown = self._grown, None
        # unless somebody drew it to another size meanwhile
        if grown is not None and self.width() == grown[1] and not self.isMaximized():
            self.resize(grown[0], self.height())

    def _follow_keys(self) -> None:
        self._keys.load(self._keymap.stored())

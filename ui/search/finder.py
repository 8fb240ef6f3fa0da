"""The finder: one field over the window, for messages (Ctrl+Shift+F) or to go somewhere (Ctrl+K)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum, auto

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain import search
from services.domain.errors import AppError
from services.domain.models import ChatView, Page
from services.domain.search import MAX_TYPED, Found
from ui.formats import Clock
from ui.messages import failure_words
from ui.search.completion import Begun, Offer, begun, offers
from ui.search.entries import Command, Entries, Entry, EntryDelegate
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.clear_field import ClearField
from ui.widgets.labels import plain_label

_PAUSE_MS = 120
_LIMIT = 100
_CHATS = 30
_NAMES = 6
_WIDTH, _HEIGHT = 640, 560
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


class Task(Enum):
    """What the finder is open for."""

    SEARCH = auto()
    GO = auto()


class Finder(QWidget):
    """Lies over ``parent`` while it is open. ``chosen`` carries a ChatId and a MessageId or None."""

    chosen = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        services: Services,
        crossing: Crossing,
        look: Look,
        clock: Clock,
        commands: Callable[[], Sequence[Command]],
        labels: Callable[[], Iterable[str]],
    ) -> None:
        super().__init__(parent)
        self._over, self._clock, self._labels = parent, clock, labels
        self._services, self._crossing, self._look = services, crossing, look
        self._commands = commands
        self._task = Task.SEARCH
        self._call: Call | None = None
        self._naming: Call | None = None
        self._begun: Begun | None = None
        self._offers: tuple[Offer, ...] = ()
        self._found: tuple[Sequence[Entry], str, str] = ((), "", "")
        self._before: QWidget | None = None
        self.model = Entries(clock, self)
        self.field = ClearField(look)
        self.field.setMaxLength(MAX_TYPED)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(look, clock, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.words = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMinimumHeight(110)
        self.foot = plain_label(look=look, role=Type.CAPTION, tone="soft")
        self._card = QFrame(self)
        self._card.setObjectName("card")
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._on_list_clicked)
        parent.installEventFilter(self)
        self.hide()

    def open_for(self, task: Task, typed: str = "") -> None:
        """Show it, with the words that were there last for a search."""
        if self._before is None or not self.isVisible():
            self._before = QApplication.focusWidget()
        if task is not self._task or typed:
            self.field.setText(typed)
        if task is Task.GO:
            self.field.clear()
        self._task = task
        self._retranslate()
        self._cover()
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()
        self._timer.stop()
        self._ask()

    def close_it(self) -> None:
        """Hide it; the keyboard goes back to where it was."""
        self._timer.stop()
        self._give_up()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while one types; the parent's size is ours."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._cover()
        elif watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _MOVES:
                self._move(_MOVES[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
            if key == Qt.Key.Key_Escape:
                self.close_it()
                return True
            if key == Qt.Key.Key_Tab and self._offers:
                chosen = self.model.entry(self.list.currentIndex().row())
                self._complete(chosen.offer if chosen is not None and chosen.offer is not None else self._offers[0])
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._move(1 if key == Qt.Key.Key_Tab else -1)
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the card is outside."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_it()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window behind steps back."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 140 if self._look.dark else 70))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        search_words = self.tr("Search messages, people and numbers")
        go_words = self.tr("Go to a conversation, page or command")
        words = search_words if self._task is Task.SEARCH else go_words
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.list.setAccessibleName(self.tr("Results"))

    def _cover(self) -> None:
        parent = self._over
        self.setGeometry(parent.rect())
        width = min(self._look.px(_WIDTH), parent.width() - 2 * Space.L)
        height = min(self._look.px(_HEIGHT), parent.height() - 2 * Space.XXL)
        self._card.setGeometry(QRect((parent.width() - width) // 2, Space.XXL, width, height))

    # ------------------------------------------------------------------ asking

    def _give_up(self) -> None:
        for call in (self._call, self._naming):
            if call is not None:
                call.cancel()
        self._call = self._naming = None

    def _ask(self) -> None:
        self._give_up()
        typed = self.field.text()
        self._offer(typed)
        if self._task is Task.GO:
            if typed.strip():
                self._call = self._crossing.spawn(
                    self, self._services.search.chats(typed, limit=_CHATS), done=self._on_chats, failed=self._on_failed
                )
            else:
                self._call = self._crossing.spawn(
                    self, self._services.chats.page(limit=9), done=self._on_latest, failed=self._on_failed
                )
        elif search.parse(typed):
            self._call = self._crossing.spawn(
                self,
                self._services.search.everything(typed, limit=_LIMIT),
                done=self._on_found,
                failed=self._on_failed,
            )
        else:
            self._show((), self._how())

    def _on_latest(self, page: Page[ChatView]) -> None:
        self._on_chats(page.items)

    def _on_chats(self, chats: tuple[ChatView, ...]) -> None:
        wanted = search.words(self.field.text())
        commands = [c for c in self._commands() if all(w in search.fold(c.name) for w in wanted)]
        entries = self._section(self.tr("Conversations"), [Entry(chat=chat) for chat in chats])
        entries += self._section(self.tr("Commands"), [Entry(command=command) for command in commands])
        self._show(entries, self.tr("Nothing has that name."))

    def _on_found(self, found: Found) -> None:
        entries = self._section(self.tr("Conversations"), [Entry(chat=chat) for chat in found.chats])
        entries += self._section(self.tr("Messages"), [Entry(hit=hit) for hit in found.messages])
        self._show(
            entries,
            self.tr("Nothing was found.\nFewer or shorter words find more; accents and capitals do not matter."),
            self.tr("The newest %n are shown; one more word narrows it down.", "", len(found.messages))
            if found.more
            else "",
        )

    def _on_failed(self, error: AppError) -> None:
        self._show((), failure_words(error))

    def _how(self) -> str:
        return self.tr(
            "Type a word, a name or a number. \"In quotes\" words stay together.\n"
            "from:ana   in:\"bairro novo\"   after:01/02/2026   before:01/03/2026   has:file   label:new"
        )

    @staticmethod
    def _section(heading: str, entries: list[Entry]) -> list[Entry]:
        return [Entry(heading=heading), *entries] if entries else []

    def _show(self, entries: Sequence[Entry], nothing: str, foot: str = "") -> None:
        self._found = (entries, nothing, foot)
        self._show_all()

    def _show_all(self) -> None:
        found, nothing, foot = self._found
        offered = self._section(self.tr("Narrow it down"), [Entry(offer=offer) for offer in self._offers])
        self.model.show([*offered, *found])
        self.list.setVisible(bool(offered or found))
        self.words.setVisible(not (offered or found))
        self.words.setText(nothing)
        hint = self.tr("↑ ↓ choose   Enter open   Esc close")
        if offered:
            hint = self.tr("Tab complete   {keys}").format(keys=hint)
        self.foot.setText(f"{foot}   {hint}" if foot else hint)
        # Enter opens what was found; what may be typed has Tab
        first = self.model.next_row(len(offered) - 1 if found else -1, 1)
        if first is not None:
            self._select(first)

    # ------------------------------------------------------------------ completing

    def _offer(self, typed: str) -> None:
        self._begun = begun(typed) if self._task is Task.SEARCH else None
        self._offers = self._offered(())
        if self._begun is not None and self._begun.kind in ("author", "chat") and self._begun.value:
            self._naming = self._crossing.spawn(
                self, self._services.search.chats(self._begun.value, limit=_NAMES), done=self._on_names
            )

    def _on_names(self, chats: tuple[ChatView, ...]) -> None:
        self._naming = None
        of_people = self._begun is not None and self._begun.kind == "author"
        self._offers = self._offered(dict.fromkeys(c.title for c in chats if c.title and not (of_people and c.is_group)))
        if self._call is None or self._call.future is None or self._call.future.done():
            self._show_all()

    def _offered(self, names: Iterable[str]) -> tuple[Offer, ...]:
        if self._begun is None:
            return ()
        today = date.fromtimestamp(self._clock())
        return offers(self._begun, today, labels=self._labels(), names=names)

    def _complete(self, offer: Offer) -> None:
        if self._begun is not None:
            self.field.setText(self.field.text()[: self._begun.start] + offer.text)
            self._timer.stop()
            self._ask()

    # ------------------------------------------------------------------ choosing

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row))
        self.list.scrollTo(self.model.index(row if row > 1 else 0))

    def _move(self, by: int) -> None:
        row = self.list.currentIndex().row()
        for _ in range(abs(by)):
            further = self.model.next_row(row, 1 if by > 0 else -1)
            if further is None:
                break
            row = further
        if row >= 0:
            self._select(row)

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        if self._timer.isActive():
            # Enter came before the answer to what is typed: do not open what was asked before
            self._timer.stop()
            self._ask()
            return
        entry = self.model.entry(index.row()) if index.isValid() else None
        if entry is None or entry.heading:
            return
        if entry.offer is not None:
            self._complete(entry.offer)
            return
        self.close_it()
        if entry.command is not None:
            entry.command.run()
        elif entry.chat is not None:
            self.chosen.emit(entry.chat.id, None)
        elif entry.hit is not None:
            self.chosen.emit(entry.hit.chat_id, entry.hit.message_id)

"""What can be done from anywhere, and its keys: for the menu, the switcher and the list of shortcuts."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from services.api import Services
from services.domain.models import ChatState
from ui import zoom
from ui.bridge import Bridge
from ui.keymap import Keymap, Run
from ui.pages import PageAt
from ui.search.entries import Command
from ui.search.finder import Task
from ui.tasks import Crossing
from ui.theme import Look, Mode

if TYPE_CHECKING:
    from ui.main_window import MainWindow


CHAT_DEEDS = ("archive", "resolve", "mark", "pin", "mute", "snooze", "labels", "assign")


class Commands(QObject):
    """Binds what the window can do to the keymap. A new command is a row in ``ui.keymap`` and a line here."""

    def __init__(
        self, window: "MainWindow", services: Services, bridge: Bridge, crossing: Crossing, look: Look, keymap: Keymap
    ) -> None:
        super().__init__(window)
        self._window, self._look, self.keymap = window, look, keymap
        self._services, self._bridge, self._crossing = services, bridge, crossing

    def bind(self) -> None:
        """Give the window its keys."""
        window, keymap = self._window, self.keymap
        for name, run in self._everywhere().items():
            keymap.bind(name, run, window)
        for name, run in self._in_conversations().items():
            keymap.bind(name, run, window.inbox)
        window.chat_menu.find_requested.connect(window.find_bar.open_it)
        window.chats.new_requested.connect(self._everywhere()["go.new"])
        window.chats.words_requested.connect(lambda typed: window.finder.open_for(Task.SEARCH, typed))

    def all(self) -> tuple[Command, ...]:
        """What can be done from anywhere, in the present language."""
        keymap = self.keymap
        known = {**self._everywhere(), **self._in_conversations()}
        return tuple(
            Command(deed.name(), keymap.hint(deed.id), known[deed.id])
            for deed in keymap.deeds()
            if deed.id in known
            and not deed.fixed
            and not deed.number
            and deed.id != "go.anything"
            and self._window.offers(deed.id)
        )

    def show_keys(self) -> None:
        """Every shortcut in words."""
        from ui.settings.keys import KeysDialog  # not needed at the start, like those below

        KeysDialog(self._window, self._look, self.keymap, self._save_keys).open()

    def _save_keys(self) -> None:
        stored = self.keymap.stored()
        self._crossing.spawn(self, self._services.preferences.set("keyboard.shortcuts", stored), keep=True)

    def show_settings(self) -> None:
        """All settings."""
        from ui.settings.dialog import SettingsDialog

        SettingsDialog(
            self._window, self._look, self._services, self._bridge, self._crossing, self.show_keys,
            self._window.pin_requested.emit,
        ).open()  # fmt: skip

    def show_guide(self) -> None:
        """First steps."""
        from ui.settings.guide import GuideDialog

        window = self._window
        GuideDialog(window, self._look, self.keymap, window.connect_number, window.demo_button.click).open()

    def show_about(self) -> None:
        """The version and the licences."""
        from ui.settings.about import AboutDialog

        AboutDialog(self._window, self._look, self._crossing, self._window.diagnose).open()

    def _everywhere(self) -> dict[str, Run]:
        window = self._window
        return {
            "go.anything": lambda: window.finder.open_for(Task.GO),
            "go.search": lambda: window.finder.open_for(Task.SEARCH),
            "go.chats": lambda: window.show_page(PageAt.CONVERSATIONS),
            "go.contacts": lambda: window.show_page(PageAt.CONTACTS),
            "go.new": lambda: window.contacts.start(),
            "go.numbers": lambda: window.show_page(PageAt.NUMBERS),
            "go.deliveries": lambda: window.show_page(PageAt.DELIVERIES),
            "app.undo": lambda: window.timeline.actions_desk.undo.go_back() or window.board.go_back(),
            "app.switch": window.team.switch,
            "app.agents": window.team.agents,
            "app.audit": window.team.audit,
            "app.labels": window.chats.show_labels,
            "app.connect": window.connect_number,
            "app.settings": self.show_settings,
            "app.keys": self.show_keys,
            "app.guide": self.show_guide,
            "app.about": self.show_about,
            "view.light": lambda: window.theme_requested.emit(Mode.LIGHT),
            "view.dark": lambda: window.theme_requested.emit(Mode.DARK),
            "view.larger": lambda: window.zoom_requested.emit(zoom.step(self._look.zoom, 1)),
            "view.smaller": lambda: window.zoom_requested.emit(zoom.step(self._look.zoom, -1)),
            "view.usual": lambda: window.zoom_requested.emit(zoom.USUAL),
            "app.lock": window.lock_requested.emit,
            "app.pin": lambda: window.pin_requested.emit(window),
            "app.quit": window.quit_requested.emit,
        }

    def _in_conversations(self) -> dict[str, Run]:
        window = self._window
        chats = window.chats
        return {
            "chat.next": lambda: chats.step(1),
            "chat.previous": lambda: chats.step(-1),
            "chat.next_unread": lambda: chats.step(1, unread=True),
            "chat.previous_unread": lambda: chats.step(-1, unread=True),
            **{f"chat.{n}": partial(chats.choose_row, n - 1) for n in range(1, 10)},
            "chat.newest": window.timeline.to_newest,
            "chat.oldest": window.timeline.to_oldest_loaded,
            "chat.leave": chats.leave,
            "chat.find": window.find_bar.open_it,
            **{f"chat.{name}": partial(window.do_deed, f"chat.{name}") for name in CHAT_DEEDS},
            "chat.panel": window.beside.toggle,
            "chat.note": window.with_chat(lambda _chat: window.beside.write_note()),
            "chat.audit": window.with_chat(window.team.audit_of),
            "chat.resolve_next": self._resolve_and_next,
            "chat.window": window.with_chat(window.window_requested.emit),
            "write.replies": window.timeline.writing.answers.manage,
            "write.schedule": window.with_chat(lambda _chat: window.timeline.writing.menu.schedule()),
            "chat.shared": window.with_chat(window.chat_menu.shared),
            "chat.export": window.with_chat(window.chat_menu.export),
        }

    def _resolve_and_next(self) -> None:
        """Resolve the open conversation and go to the one below it."""
        chats, deeds = self._window.chats, self._window.deeds
        marked, row = chats.marked(), chats.chosen_row()
        if not marked:
            return
        if not all(chat.state is ChatState.RESOLVED for chat in marked):
            deeds.resolve(marked)
        if row is not None and row + 1 < chats.model.rowCount():
            chats.choose_row(row + 1)

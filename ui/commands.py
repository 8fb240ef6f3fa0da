"""What can be done from anywhere, with its keys: for the switcher and the list of shortcuts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.pages import PageAt
from ui.search.entries import Command
from ui.search.finder import Task
from ui.settings.keys import KeysDialog
from ui.theme import Look, Mode

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Commands(QObject):
    """Names them in the present language and does them on the window."""

    def __init__(self, window: "MainWindow", look: Look) -> None:
        super().__init__(window)
        self._window, self._look = window, look

    def all(self) -> tuple[Command, ...]:
        """What can be done from anywhere, in the present language."""
        window = self._window
        return (
            Command(self.tr("Search messages"), "Ctrl+Shift+F", lambda: window.finder.open_for(Task.SEARCH)),
            Command(self.tr("Search in this conversation"), "Ctrl+F", window.find_bar.open_it),
            Command(self.tr("Archive or take out of the archive"), "Ctrl+E", window.with_chat(window.deeds.archive)),
            Command(self.tr("Mark as unread or read"), "Ctrl+Shift+U", window.with_chat(window.deeds.mark)),
            Command(self.tr("Pin or unpin"), "Ctrl+Shift+P", window.with_chat(window.deeds.pin)),
            Command(self.tr("Mute or unmute"), "Ctrl+Shift+M", window.with_chat(window.deeds.mute)),
            Command(self.tr("Next unread conversation"), "Alt+Shift+Down", lambda: window.chats.step(1, unread=True)),
            Command(self.tr("Go to the conversations"), "", lambda: window.show_page(PageAt.CONVERSATIONS)),
            Command(self.tr("Go to the numbers"), "", lambda: window.show_page(PageAt.NUMBERS)),
            Command(self.tr("Go to the deliveries"), "", lambda: window.show_page(PageAt.DELIVERIES)),
            Command(self.tr("Connect a number"), "", window.connect_number),
            Command(self.tr("Light colours"), "", lambda: window.theme_requested.emit(Mode.LIGHT)),
            Command(self.tr("Dark colours"), "", lambda: window.theme_requested.emit(Mode.DARK)),
            Command(self.tr("Keyboard shortcuts"), "Ctrl+/", self.show_keys),
            Command(self.tr("Quit"), "Ctrl+Q", window.quit_requested.emit),
        )

    def show_keys(self) -> None:
        """Every shortcut in words."""
        everywhere = [(each.name, each.keys) for each in self.all() if each.keys]
        moving = [
            (self.tr("Go to a conversation, page or command"), "Ctrl+K"),
            (self.tr("Next conversation"), "Alt+Down"),
            (self.tr("Previous conversation"), "Alt+Up"),
            (self.tr("Previous unread conversation"), "Alt+Shift+Up"),
            (self.tr("One of the first nine conversations"), "Ctrl+1 … Ctrl+9"),
            (self.tr("Newest message"), "Ctrl+End"),
            (self.tr("Oldest message that is loaded"), "Ctrl+Home"),
            (self.tr("Leave the conversation"), "Esc"),
        ]
        KeysDialog(
            self._window, self._look, ((self.tr("Going about"), moving), (self.tr("Doing"), everywhere))
        ).open()

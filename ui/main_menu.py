"""The menu at the foot of the rail: every command with its key, and the choices of looks and language."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from ui import i18n
from ui.keymap import Keymap
from ui.theme import Look, Mode

T = TypeVar("T")

_CONVERSATION = (
    "chat.find", "chat.panel", "chat.note", "",
    "chat.resolve", "chat.resolve_next", "chat.snooze", "chat.labels", "chat.assign", "",
    "chat.archive", "chat.mark", "chat.pin", "chat.mute", "", "app.undo",
)  # fmt: skip
_GOING = (
    "go.search", "go.anything", "", "go.new", "go.chats", "go.contacts", "go.numbers", "go.deliveries", "",
    "chat.next", "chat.previous", "chat.next_unread", "chat.previous_unread",
)  # fmt: skip
_TEAM = ("app.switch", "app.agents", "app.audit", "app.labels")
_SIZE = ("view.larger", "view.smaller", "view.usual")
_HELP = ("app.guide", "app.keys", "app.about")


class MainMenu(QObject):
    """Fills ``menu`` anew each time it opens, so that nothing in it is out of date.

    ``offers`` tells of a deed of the keymap whether it is for who is at the counter.
    """

    demo_requested = Signal()
    demo_left = Signal()
    theme_requested = Signal(object)
    language_requested = Signal(str)

    def __init__(
        self, menu: QMenu, keymap: Keymap, look: Look, demo_runs: Callable[[], bool],
        offers: Callable[[str], bool] = lambda _name: True,
    ) -> None:  # fmt: skip
        super().__init__(menu)
        self._menu, self._keymap, self._look, self._demo_runs = menu, keymap, look, demo_runs
        self._offers = offers
        self.language = ""
        menu.aboutToShow.connect(self.fill)
        look.changed.connect(self.fill)
        keymap.changed.connect(self.fill)

    def fill(self) -> None:
        """Put everything in, in the present language."""
        menu = self._menu
        menu.clear()
        for old in menu.findChildren(QMenu):
            # the menus inside outlive their entries otherwise
            old.deleteLater()
        for title, names in (
            (self.tr("Go"), _GOING),
            (self.tr("Conversation"), _CONVERSATION),
        ):
            self._deeds(menu.addMenu(title), names)
        self._deeds(menu.addMenu(self.tr("Team")), _TEAM)
        self._view(menu.addMenu(self.tr("View")))
        menu.addSeparator()
        self._deeds(menu, ("app.connect",))
        if self._demo_runs():
            menu.addAction(self.tr("Leave the demo")).triggered.connect(self.demo_left)
        else:
            menu.addAction(self.tr("Try the demo")).triggered.connect(self.demo_requested)
        menu.addSeparator()
        self._deeds(menu, ("app.settings", "app.lock", "app.pin"))
        self._deeds(menu.addMenu(self.tr("Help")), _HELP)
        menu.addSeparator()
        self._deeds(menu, ("app.quit",))

    def _deeds(self, menu: QMenu, names: Iterable[str]) -> None:
        known = {deed.id: deed for deed in self._keymap.deeds()}
        for name in names:
            if not name:
                menu.addSeparator()
            elif name in known and self._offers(name):
                # after the tab only words: the shortcuts themselves are the keymap's
                hint = self._keymap.hint(name)
                action = menu.addAction(f"{known[name].name()}\t{hint}" if hint else known[name].name())
                action.triggered.connect(lambda _checked=False, chosen=name: self._keymap.run(chosen))

    def _view(self, view: QMenu) -> None:
        modes = {
            Mode.SYSTEM: self.tr("As the system"),
            Mode.LIGHT: self.tr("Light"),
            Mode.DARK: self.tr("Dark"),
            Mode.CONTRAST_LIGHT: self.tr("High contrast, light"),
            Mode.CONTRAST_DARK: self.tr("High contrast, dark"),
        }
        self._choices(view.addMenu(self.tr("Appearance")), modes, self._look.mode, self.theme_requested.emit)
        languages = {"": self.tr("As the system"), **i18n.NAMES}
        self._choices(view.addMenu(self.tr("Language")), languages, self.language, self.language_requested.emit)
        view.addSeparator()
        view.addAction(self.tr("Size: {percent}%").format(percent=self._look.zoom)).setEnabled(False)
        self._deeds(view, _SIZE)

    def _choices(self, menu: QMenu, choices: dict[T, str], present: T, choose: Callable[[T], object]) -> None:
        group = QActionGroup(menu)
        for value, name in choices.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(value == present)
            action.triggered.connect(lambda _checked=False, chosen=value: choose(chosen))
            group.addAction(action)

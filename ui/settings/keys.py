"""Every shortcut there is, in words, to be found and changed (Ctrl+/)."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from services.domain.search import fold
from ui.dialogs import Dialog
from ui.keymap import Deed, Group, Keymap, native
from ui.settings.key_dialog import KeyDialog
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.clear_field import ClearField
from ui.widgets.labels import plain_label
from ui.widgets.layouts import clear


class KeysDialog(Dialog):
    """Shows what the keymap holds; ``save`` is called after every change."""

    def __init__(self, parent: QWidget, look: Look, keymap: Keymap, save: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 660)
        self._look, self._keymap, self._save = look, keymap, save
        self._heads: dict[Group, QLabel] = {}
        self._rows: list[tuple[Group, Deed, tuple[QWidget, ...]]] = []
        self._title = plain_label(look=look, role=Type.TITLE)
        self.search = ClearField(look)
        self.search.textChanged.connect(lambda _text: self._filter())
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(2)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.addLayout(self._grid)
        column.addStretch()
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.reset_button = button()
        self.reset_button.clicked.connect(self._on_reset_all)
        self.close_button = button(kind="primary")
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.reset_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self._title)
        layout.addWidget(self.search)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self._fill()
        keymap.changed.connect(self._fill)
        self.search.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        clear(self._grid)
        self._heads, self._rows = {}, []
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._title.setText(self.tr("Keyboard shortcuts"))
        self.search.setPlaceholderText(self.tr("Search by name or key"))
        self.search.setAccessibleName(self.tr("Search by name or key"))
        self.reset_button.setText(self.tr("Put all back to the usual"))
        self.reset_button.setEnabled(bool(self._keymap.stored()))
        self.close_button.setText(self.tr("Close"))
        for group, rows in sections(self._keymap):
            head = self._heads[group] = plain_label(group_words(group), look=self._look, role=Type.STRONG)
            head.setMinimumHeight(self._look.px(34))
            self._grid.addWidget(head, self._grid.rowCount(), 0, 1, 4)
            for deed, keys in rows:
                self._row(group, deed, keys)
        self._filter()

    def _row(self, group: Group, deed: Deed, keys: str) -> None:
        at, name = self._grid.rowCount(), deed.name()
        said = plain_label(name, look=self._look, wrap=True)
        shown = plain_label(keys or "–", look=self._look, role=Type.SMALL, tone="soft")
        widgets: list[QWidget] = [said, shown]
        self._grid.addWidget(said, at, 0)
        self._grid.addWidget(shown, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if deed.fixed:
            why = plain_label(deed.why_fixed(), look=self._look, role=Type.CAPTION, tone="soft", wrap=True)
            self._grid.addWidget(why, at + 1, 0, 1, 4)
            widgets.append(why)
        else:
            said.setMinimumHeight(self._look.px(32))
            edit = IconButton(self._look, "edit", side=16)
            edit.name_it(self.tr("Change the keys: {action}").format(action=name))
            edit.clicked.connect(lambda: self.change(deed))
            self._grid.addWidget(edit, at, 2)
            widgets.append(edit)
            if self._keymap.own(deed.id):
                reset = IconButton(self._look, "undo", side=16)
                reset.name_it(self.tr("Back to the usual keys: {action}").format(action=name))
                reset.clicked.connect(lambda: self._reset(deed))
                self._grid.addWidget(reset, at, 3)
                widgets.append(reset)
        self._rows.append((group, deed, tuple(widgets)))

    def change(self, deed: Deed) -> None:
        """Ask for other keys."""
        KeyDialog(self, self._look, self._keymap, deed, self._save).open()

    def _reset(self, deed: Deed) -> None:
        self._keymap.reset(deed.id)
        self._save()

    def _on_reset_all(self) -> None:
        self._keymap.reset()
        self._save()

    def _filter(self) -> None:
        wanted = fold(self.search.text()).split()
        seen = set()
        for group, deed, widgets in self._rows:
            keys = " ".join(native(key) for key in self._keymap.keys(deed.id))
            said = fold(f"{deed.name()} {group_words(group)} {keys}")
            on = all(word in said for word in wanted)
            seen |= {group} if on else set()
            for widget in widgets:
                widget.setVisible(on)
        for group, head in self._heads.items():
            head.setVisible(group in seen)


def group_words(group: Group) -> str:
    """The heading of a group."""
    translate = QCoreApplication.translate
    return {
        Group.GOING: translate("Keymap", "Going about"),
        Group.CONVERSATION: translate("Keymap", "Conversation"),
        Group.MESSAGE: translate("Keymap", "Chosen message"),
        Group.WRITING: translate("Keymap", "Writing"),
        Group.PROGRAM: translate("Keymap", "Program"),
    }[group]


def sections(keymap: Keymap) -> list[tuple[Group, list[tuple[Deed, str]]]]:
    """What can be done, by group, with its keys as the platform writes them."""
    inside: dict[Group, list[tuple[Deed, str]]] = {group: [] for group in Group}
    for deed in keymap.deeds():
        inside[deed.group].append((deed, ", ".join(native(key) for key in keymap.keys(deed.id))))
    return [(group, rows) for group, rows in inside.items() if rows]

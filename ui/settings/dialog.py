"""All settings, page by page, found as one types, each with a way back (Ctrl+,)."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.changes import ChangeSet
from services.domain.errors import AppError, ErrorCode
from services.domain.search import fold
from services.settings.schema import FIELDS
from ui.bridge import Bridge
from ui.dialogs import Dialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.messages import failure_words
from ui.settings import words
from ui.settings.pin_row import PinRow
from ui.settings.row import FieldRow
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.find_field import FindField
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.whole_rows import RowList

_KEYBOARD, _LOCK = "keyboard", "lock"
_PIN = "lock.has_pin"


class SettingsDialog(Dialog):
    """Every change counts at once. ``show_keys`` opens the list of shortcuts, which has its own dialog.

    ``ask_pin`` opens the dialog about the lock's PIN over this one.
    """

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        show_keys: Callable[[], object],
        ask_pin: Callable[[QWidget], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 640)
        self._look, self._services, self._crossing = look, services, crossing
        self._undo: dict[str, object] = {}
        self.rows = {key: FieldRow(look, field) for key, field in FIELDS.items() if field.shown}
        used = {key.partition(".")[0] for key in self.rows} | {_KEYBOARD}
        self._pages = tuple(dict.fromkeys((*(page for page in words.PAGES if page in used), *sorted(used))))
        self._heads = {page: plain_label(look=look, role=Type.TITLE, wrap=True) for page in self._pages}
        self.search = FindField(look)
        self.search.down.connect(self._into_found)
        self.search.entered.connect(self._into_found)
        self.search.textChanged.connect(lambda _text: self._show_rows())
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setMinimumWidth(160)
        self.list.setMaximumWidth(240)
        self.list.addItems([""] * len(self._pages))
        self.list.currentRowChanged.connect(lambda _at: self._on_page_chosen())
        self.list.itemClicked.connect(lambda _item: self.search.clear())
        self.advanced = QCheckBox()
        self.advanced.toggled.connect(lambda _on: self._show_rows())
        self.keys_button = button()
        self.keys_button.clicked.connect(show_keys)
        self.pin = PinRow(look)
        self.pin.wanted.connect(lambda: ask_pin(self))
        self._nothing = plain_label(look=look, tone="soft", wrap=True)
        self._said = plain_label(look=look, role=Type.SMALL, wrap=True)
        self.undo_button = button(kind="ghost")
        self.undo_button.clicked.connect(self._on_undo_clicked)
        self.more = button()
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        self.close_button = button(kind="primary")
        self.close_button.clicked.connect(self.accept)
        for row in self.rows.values():
            row.wanted.connect(lambda key, value: self._change({key: value}))
            row.reset_wanted.connect(lambda key: self._reset((key,)))
        bridge.changed.connect(self._on_bridge_changed)
        self._build()
        self._retranslate()
        self._say("")
        self._show_values((*self.rows, _PIN))
        self.list.setCurrentRow(0)
        self.search.setFocus()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(Space.M)
        side.addWidget(self.search)
        side.addWidget(self.list, 1)
        side.addWidget(self.advanced)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.setSpacing(Space.S)
        for page in self._pages:
            column.addWidget(self._heads[page])
            if page == _LOCK:
                column.addWidget(self.pin)
            for key, row in self.rows.items():
                if key.startswith(f"{page}."):
                    column.addWidget(row)
            if page == _KEYBOARD:
                column.addWidget(self.keys_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._nothing)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        # the keyboard goes to what is in it, and the area follows
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        both = QHBoxLayout()
        both.setSpacing(Space.XL)
        both.addLayout(side)
        both.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self._said, 1)
        foot.addWidget(self.undo_button)
        foot.addWidget(self.more)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.L)
        layout.addLayout(both, 1)
        layout.addLayout(foot)

    # ------------------------------------------------------------------ what is shown

    def show_page(self, page: str) -> None:
        """Go to a page of the schema."""
        self.search.clear()
        self.list.setCurrentRow(self._pages.index(page))

    def _page(self) -> str:
        return self._pages[max(0, self.list.currentRow())]

    def _on_page_chosen(self) -> None:
        self.search.clear()
        self._show_rows()
        self.area.verticalScrollBar().setValue(0)

    def _into_found(self) -> None:
        """From the search to the first thing found, or to the pages."""
        row = next((row for row in self.rows.values() if self.search.text() and not row.isHidden()), None)
        (self.list if row is None else row.control).setFocus()

    def _show_rows(self) -> None:
        wanted = tuple(fold(self.search.text()).split())
        # what is found comes from any page
        self.list.item(max(0, self.list.currentRow())).setSelected(not wanted)
        seen = set()
        for key, row in self.rows.items():
            page = key.partition(".")[0]
            if wanted:
                on = row.matches(wanted)
            else:
                on = page == self._page() and (self.advanced.isChecked() or not row.field.advanced)
            row.setVisible(on)
            if on:
                seen.add(page)
        # what has a dialog of its own is found by its words as well
        for page, widget, said in (
            (_KEYBOARD, self.keys_button, self.keys_button.text()), (_LOCK, self.pin, self.pin.words()),
        ):  # fmt: skip
            found = fold(f"{words.page_words(page)} {said}")
            on = all(word in found for word in wanted) if wanted else self._page() == page
            widget.setVisible(on)
            seen |= {page} if on else set()
        for page, head in self._heads.items():
            head.setVisible(page in seen or (not wanted and page == self._page()))
        hidden = self.tr("This page has advanced settings only. Switch them on below the list of pages.")
        self._nothing.setText(self.tr("No setting is called that. Try another word.") if wanted else hidden)
        self._nothing.setVisible(not seen)

    def _show_values(self, keys: Iterable[str]) -> None:
        preferences = self._services.preferences
        for key in keys:
            if key in self.rows:
                self.rows[key].show_value(preferences.get(key), fixed=preferences.fixed(key))
            elif key == _PIN:
                self.pin.show_pin(preferences.get(_PIN) is True)
                self.rows["lock.idle_min"].hold(waits=preferences.get(_PIN) is not True)

    # ------------------------------------------------------------------ changing

    def _change(self, values: Mapping[str, object], said: str = "", undo: Mapping[str, object] | None = None) -> None:
        """Set these, one after the other; ``undo`` is what the button beside ``said`` sets again."""
        self._undo = dict(undo or {})
        self._say(said)

        async def run() -> None:
            # on the services' loop
            for key, value in values.items():
                await self._services.preferences.set(key, value)

        self._crossing.spawn(self, run(), failed=lambda error: self._on_failed(tuple(values), error), keep=True)

    def _on_failed(self, keys: tuple[str, ...], error: AppError) -> None:
        if error.code is ErrorCode.INVALID and len(keys) == 1:
            self.rows[keys[0]].refuse()
        else:
            self._say(failure_words(error), "danger")
            self._show_values(keys)

    def _reset(self, keys: Iterable[str]) -> None:
        preferences = self._services.preferences
        changed = [k for k in keys if preferences.get(k) != FIELDS[k].default and not preferences.fixed(k)]
        before = {key: preferences.get(key) for key in changed}
        if changed:
            said = self.tr("%n setting(s) back to the usual.", "", len(changed))
        else:
            said = self.tr("All of this is as usual already.")
        self._change({key: FIELDS[key].default for key in changed}, said, before)

    def _on_undo_clicked(self) -> None:
        self._change(self._undo)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        self._show_values(changes.settings)

    def _say(self, said: str, tone: str = "soft") -> None:
        self._said.setText(said)
        set_tone(self._said, tone)
        self.undo_button.setVisible(bool(self._undo))

    # ------------------------------------------------------------------ files

    def _ask_file(self, chooser: QFileDialog, then: Callable[[str], object]) -> None:
        chooser.setNameFilter("JSON (*.json)")
        chooser.fileSelected.connect(then)
        chooser.open()

    def export_to(self, path: str) -> None:
        """Write the settings into this file."""

        async def run() -> bool:
            try:
                await self._services.preferences.export(path)
            except OSError:
                return False
            return True

        self._crossing.spawn(self, run(), done=self._on_exported, keep=True)

    def _on_exported(self, written: bool) -> None:
        self._undo = {}
        if written:
            self._say(self.tr("Saved. The file holds no passwords and nothing of this computer alone."), "success")
        else:
            self._say(self.tr("The file could not be written. Choose another folder."), "danger")

    def take_from(self, path: str) -> None:
        """Use the settings of this file."""
        preferences = self._services.preferences
        before = {key: preferences.get(key) for key in self.rows}

        async def run() -> tuple[str, ...] | None:
            try:
                return await preferences.take(path)
            except OSError:
                return None

        self._crossing.spawn(self, run(), done=lambda bad: self._on_taken(before, bad), failed=self._on_not_taken)

    def _on_taken(self, before: Mapping[str, object], bad: tuple[str, ...] | None) -> None:
        preferences = self._services.preferences
        self._undo = {key: value for key, value in before.items() if preferences.get(key) != value}
        if bad is None:
            self._say(self.tr("The file could not be read."), "danger")
        elif bad:
            self._say(self.tr("Taken over, but %n setting(s) in it cannot be used here.", "", len(bad)), "warning")
        else:
            self._say(self.tr("The settings of the file are in use."), "success")

    def _on_not_taken(self, error: AppError) -> None:
        self._undo = {}
        if error.code is ErrorCode.INVALID:
            self._say(self.tr("This is no file with settings of Balcão, or one of a later version."), "danger")
        else:
            self._say(failure_words(error), "danger")

    # ------------------------------------------------------------------ words

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.search.setPlaceholderText(self.tr("Search all settings"))
        self.search.setAccessibleName(self.tr("Search all settings"))
        self.list.setAccessibleName(self.tr("Pages"))
        for at, page in enumerate(self._pages):
            item = self.list.item(at)
            item.setText(words.page_words(page))
            self._heads[page].setText(words.page_words(page))
        self.advanced.setText(self.tr("Show advanced"))
        self.keys_button.setText(self.tr("Keyboard shortcuts…"))
        self.undo_button.setText(self.tr("Undo"))
        self.more.setText(self.tr("More"))
        self.close_button.setText(self.tr("Close"))
        self.pin.retranslate()
        for row in self.rows.values():
            row.retranslate()
        self._fill_menu()
        # what was said about the last change is in the old language
        self._say("")
        self._show_rows()

    def _fill_menu(self) -> None:
        menu, dialogs = self.menu, FileDialogs(self, self._services, self._crossing)
        menu.clear()
        name = self.tr("Settings")
        this_page = menu.addAction(self.tr("Put this page back to the usual"))
        this_page.triggered.connect(lambda: self._reset(k for k in self.rows if k.startswith(f"{self._page()}.")))
        menu.addAction(self.tr("Put all settings back to the usual")).triggered.connect(lambda: self._reset(self.rows))
        menu.addSeparator()
        menu.addAction(self.tr("Save the settings to a file…")).triggered.connect(
            lambda: self._ask_file(
                dialogs.to_save(name, Purpose.EXPORTS, f"Balcao {name}.json"), self.export_to
            )
        )
        menu.addAction(self.tr("Take settings from a file…")).triggered.connect(
            lambda: self._ask_file(dialogs.to_open(name, Purpose.EXPORTS), self.take_from)
        )


"""Above the list of conversations: a field that finds by name or number, and which ones the list shows in what order."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from services.domain.desk import ChatSort, Listing
from services.domain.ids import InstanceId, LabelId
from services.domain.models import ChatFilter, InstanceView
from ui import formats
from ui.desk.lists import DeskLists
from ui.theme import Look, Space
from ui.widgets.buttons import IconButton, button
from ui.widgets.colours import dot
from ui.widgets.find_field import FindField
from ui.widgets.labels import no_mnemonic, repolish
from ui.widgets.layouts import clear
from ui.zoom import px

_PAUSE_MS = 150
_CHIPS = (ChatFilter.ALL, ChatFilter.UNREAD, ChatFilter.WAITING)
_MORE = (
    ChatFilter.MINE, ChatFilter.WAITING_FOR_THEM, ChatFilter.GROUPS, ChatFilter.SNOOZED, ChatFilter.RESOLVED,
    ChatFilter.ARCHIVED, ChatFilter.IGNORED,
)  # fmt: skip
_replace = msgspec.structs.replace
T = TypeVar("T")


class Filters(QWidget):
    """``changed`` says that ``listing`` is another one, ``typed`` carries what is looked for.

    ``save_requested`` wants the present listing kept as a view, ``views_requested`` the views put in order,
    ``labels_requested`` all labels.
    """

    changed = Signal()
    typed = Signal(str)
    save_requested = Signal()
    views_requested = Signal()
    labels_requested = Signal()

    def __init__(self, look: Look, lists: DeskLists) -> None:
        super().__init__()
        self.listing = Listing()
        self._lists = lists
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self.field = FindField(look)
        self.chips: dict[ChatFilter, QPushButton] = {}
        self.menu = QMenu(self)
        self.more = IconButton(look, "menu", side=18)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        for which in (*_CHIPS, *_MORE):
            chip = button(kind="chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, chosen=which: self.choose(chosen))
            self.chips[which] = chip
            row.addWidget(chip)
        row.addStretch()
        row.addWidget(self.more)
        # what narrows it further, each taken away by a click
        self.narrow = QWidget()
        self._narrow = QHBoxLayout(self.narrow)
        self._narrow.setContentsMargins(0, 0, 0, 0)
        self._narrow.setSpacing(Space.XS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, 0, Space.M, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self.field)
        layout.addLayout(row)
        layout.addWidget(self.narrow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(lambda: self.typed.emit(self.field.text().strip()))
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.menu.aboutToShow.connect(self._fill)
        lists.changed.connect(self._on_lists_changed)
        self._show()
        self._retranslate()

    @property
    def which(self) -> ChatFilter:
        """Which conversations."""
        return self.listing.which

    @property
    def instance(self) -> InstanceId | None:
        """Of which number, or of all."""
        return self.listing.instance_id

    def take(self, listing: Listing) -> None:
        """Show these."""
        if self.field.text():
            self.field.clear()
        if listing != self.listing:
            self.listing = listing
            self._show()
            self.changed.emit()
        else:
            self._show()

    def choose(self, which: ChatFilter) -> None:
        """Show these of the present number and label."""
        self.take(_replace(self.listing, which=which))

    def choose_instance(self, instance: InstanceId | None) -> None:
        """Show those of one number, or of all."""
        self.take(_replace(self.listing, instance_id=instance))

    def choose_label(self, label: LabelId | None) -> None:
        """Show those with a label, or with any and none."""
        self.take(_replace(self.listing, label_id=label))

    def set_instances(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """The numbers there are; one that is gone is no longer chosen."""
        self._instances = instances
        if self.instance is not None and self.instance not in instances:
            self.choose_instance(None)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Another width, or words or a size that need another one."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _on_lists_changed(self) -> None:
        if self.listing.label_id is not None and self.listing.label_id not in self._lists.labels:
            self.choose_label(None)
        self._show()

    def _words(self) -> dict[ChatFilter, str]:
        return {
            ChatFilter.ALL: self.tr("All"),
            ChatFilter.UNREAD: self.tr("Unread"),
            ChatFilter.WAITING: self.tr("To answer"),
            ChatFilter.MINE: self.tr("Mine"),
            ChatFilter.WAITING_FOR_THEM: self.tr("Waiting for the customer"),
            ChatFilter.GROUPS: self.tr("Groups"),
            ChatFilter.SNOOZED: self.tr("Snoozed"),
            ChatFilter.RESOLVED: self.tr("Resolved"),
            ChatFilter.ARCHIVED: self.tr("Archived"),
            ChatFilter.IGNORED: self.tr("Ignored"),
        }

    def _sorts(self) -> dict[ChatSort, str]:
        return {
            ChatSort.LATEST: self.tr("Latest first"),
            ChatSort.OLDEST_WAITING: self.tr("Waiting longest first"),
            ChatSort.UNREAD_FIRST: self.tr("Unread first"),
        }

    def _retranslate(self) -> None:
        words = self.tr("Find by name or number")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.more.name_it(self.tr("Which conversations"))
        for which, text in self._words().items():
            self.chips[which].setText(text)
        self._show()

    def _fit(self) -> None:
        """Show the chosen chip, and of the others as many as there is room for; the menu has them all."""
        room = self.contentsRect().width() - px(2 * Space.M) - self.more.sizeHint().width() - px(Space.XS)
        room -= self.chips[self.which].sizeHint().width()
        for which, chip in self.chips.items():
            shown = which is self.which
            if which in _CHIPS and not shown:
                room -= chip.sizeHint().width() + px(Space.XS)
                shown = room >= 0
            if chip.isVisibleTo(self) is not shown:
                chip.setVisible(shown)

    def _show(self) -> None:
        for which, chip in self.chips.items():
            chip.setChecked(which is self.which)
        self._fit()
        self.more.setProperty("on", self.which in _MORE or bool(self._narrowing()))
        repolish(self.more)
        clear(self._narrow)
        for words, without in self._narrowing():
            chip = button(no_mnemonic(f"{words}  ×"), kind="chip")
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setAccessibleName(self.tr("{filter}, press to remove").replace("{filter}", words))
            chip.clicked.connect(lambda _on=False, rest=without: self.take(rest))
            self._narrow.addWidget(chip)
        self._narrow.addStretch()
        self.narrow.setVisible(bool(self._narrowing()))

    def _narrowing(self) -> list[tuple[str, Listing]]:
        """What narrows it beyond the chips, in words, and the listing without it."""
        found, listing = [], self.listing
        if listing.instance_id is not None:
            view = self._instances.get(listing.instance_id)
            found.append((self._short(view.label or view.name if view else "…"), _replace(listing, instance_id=None)))
        if listing.label_id is not None:
            label = self._lists.labels.get(listing.label_id)
            found.append((self._short(label.name if label else "…"), _replace(listing, label_id=None)))
        if listing.agent_id is not None:
            found.append((self._short(self._lists.agent_name(listing.agent_id) or "…"), _replace(listing, agent_id=None)))
        if listing.sort is not ChatSort.LATEST:
            found.append((self._sorts()[listing.sort], _replace(listing, sort=ChatSort.LATEST)))
        return found

    @staticmethod
    def _short(words: str) -> str:
        line = formats.one_line(words, 60)
        return line if len(line) <= 16 else f"{line[:15]}…"

    # ------------------------------------------------------------------ the menu

    def _fill(self) -> None:
        menu, listing, lists = self.menu, self.listing, self._lists
        menu.clear()
        for old in menu.findChildren(QMenu):
            # the menus inside outlive their entries otherwise
            old.deleteLater()
        words = self._words()
        shown = [w for w in (*_CHIPS, *_MORE) if w is not ChatFilter.MINE or lists.me is not None or w is self.which]
        self._choices(menu, ((words[w], w) for w in shown), listing.which, self.choose)
        menu.addSeparator()
        if len(self._instances) > 1 or self.instance is not None:
            names = [(formats.one_line(i.label or i.name, 40), i.id) for i in self._instances.values()]
            self._choices(
                menu.addMenu(self.tr("Number")), [(self.tr("All numbers"), None), *names], self.instance, self.choose_instance
            )
        labels = menu.addMenu(self.tr("Label"))
        if lists.labels:
            known = sorted(lists.labels.values(), key=lambda label: label.name.casefold())
            self._choices(
                labels, [(self.tr("Any"), None), *((formats.one_line(x.name, 40), x.id) for x in known)],
                listing.label_id, self.choose_label,
            )  # fmt: skip
            for action, label in zip(labels.actions()[1:], known, strict=True):
                action.setIcon(dot(label.colour))
            labels.addSeparator()
        labels.addAction(self.tr("All labels…")).triggered.connect(self.labels_requested)
        if lists.here():
            agents = [(formats.one_line(agent.name, 40), agent.id) for agent in lists.here()]
            self._choices(
                menu.addMenu(self.tr("Agent")), [(self.tr("Any"), None), *agents], listing.agent_id,
                lambda agent: self.take(_replace(self.listing, agent_id=agent)),
            )  # fmt: skip
        self._choices(
            menu.addMenu(self.tr("Order")), ((text, sort) for sort, text in self._sorts().items()), listing.sort,
            lambda sort: self.take(_replace(self.listing, sort=sort)),
        )  # fmt: skip
        menu.addSeparator()
        if lists.views:
            views = menu.addMenu(self.tr("Saved views"))
            self._choices(views, ((formats.one_line(v.name, 60), v.listing) for v in lists.views), listing, self.take)
            views.addSeparator()
            views.addAction(self.tr("Rename and put in order…")).triggered.connect(self.views_requested)
        if listing != Listing() and all(view.listing != listing for view in lists.views):
            menu.addAction(self.tr("Save this view…")).triggered.connect(self.save_requested)

    def _choices(
        self, menu: QMenu, choices: Iterable[tuple[str, T]], present: T, choose: Callable[[T], object]
    ) -> None:
        group = QActionGroup(menu)
        for words, value in choices:
            action = menu.addAction(no_mnemonic(words))
            action.setCheckable(True)
            action.setChecked(value == present)
            action.triggered.connect(lambda _on=False, chosen=value: choose(chosen))
            group.addAction(action)

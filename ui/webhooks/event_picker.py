"""The events a gateway posts, grouped in plain words with the provider's own names."""

from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from services.domain.gateways import EventChoice

translate = QCoreApplication.translate
_LEAST, _MOST = 60, 260

GROUPS: dict[str, object] = {
    "messages": QT_TRANSLATE_NOOP("EventGroups", "Messages, edits and deletions"),
    "status": QT_TRANSLATE_NOOP("EventGroups", "Ticks: sent, delivered, read"),
    "connection": QT_TRANSLATE_NOOP("EventGroups", "Connection and QR codes"),
    "contacts": QT_TRANSLATE_NOOP("EventGroups", "Contacts and conversations"),
    "groups": QT_TRANSLATE_NOOP("EventGroups", "Groups"),
    "calls": QT_TRANSLATE_NOOP("EventGroups", "Calls"),
    "labels": QT_TRANSLATE_NOOP("EventGroups", "Labels"),
    "presence": QT_TRANSLATE_NOOP("EventGroups", "Typing and online"),
    "other": QT_TRANSLATE_NOOP("EventGroups", "Other"),
}


def group_words(group: str) -> str:
    """A group's name; one that nobody knows is shown as it is."""
    return translate("EventGroups", str(GROUPS[group])) if group in GROUPS else group


class EventPicker(QTreeWidget):
    """Groups with a box of three states, events with one of two. ``changed`` is a person's click."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setRootIsDecorated(True)
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self.itemChanged.connect(self._on_item_changed)

    def show_choices(self, choices: Iterable[EventChoice], chosen: Iterable[str], missing: Iterable[str] = ()) -> None:
        """All there are, those that are wanted ticked; ``missing`` are wanted but not set on the gateway."""
        wanted, lost = set(chosen), set(missing)
        self.blockSignals(True)
        open_groups = {name for name, item in self._groups.items() if item.isExpanded()}
        self.clear()
        self._items, self._groups = {}, {}
        for choice in choices:
            group = self._groups.get(choice.group)
            if group is None:
                group = QTreeWidgetItem(self)
                group.setFlags(group.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
                self._groups[choice.group] = group
            item = QTreeWidgetItem(group)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemNeverHasChildren)
            item.setCheckState(0, Qt.CheckState.Checked if choice.name in wanted else Qt.CheckState.Unchecked)
            item.setData(0, Qt.ItemDataRole.UserRole, choice.name in lost)
            self._items[choice.name] = item
        for name, group in self._groups.items():
            group.setExpanded(name in open_groups)
        self.blockSignals(False)
        self.retranslate()
        self._fit()

    def chosen(self) -> tuple[str, ...]:
        """The names that are ticked."""
        return tuple(name for name, item in self._items.items() if item.checkState(0) is Qt.CheckState.Checked)

    def tick(self, name: str, *, on: bool) -> None:
        """Tick one by its name."""
        self._items[name].setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def retranslate(self) -> None:
        """Words and counts."""
        self.blockSignals(True)
        for name, group in self._groups.items():
            children = [item for item in self._items.values() if item.parent() is group]
            on = sum(child.checkState(0) is Qt.CheckState.Checked for child in children)
            group.setText(0, f"{group_words(name)}  ({on}/{len(children)})")
        for name, item in self._items.items():
            lost = bool(item.data(0, Qt.ItemDataRole.UserRole))
            item.setText(0, self.tr("{event} (not set on the gateway)").format(event=name) if lost else name)
        self.blockSignals(False)

    def _fit(self, _item: object = None) -> None:
        """As high as what is open in it, up to a limit."""
        rows = sum(1 + (group.childCount() if group.isExpanded() else 0) for group in self._groups.values())
        height = rows * max(self.sizeHintForRow(0), 24) + 2 * self.frameWidth() + 10
        self.setFixedHeight(max(_LEAST, min(_MOST, height)))

    def _on_item_changed(self, _item: QTreeWidgetItem, _column: int) -> None:
        self.retranslate()
        self.changed.emit()

"""Every shortcut there is, in words (Ctrl+/)."""

from itertools import groupby

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.keymap import Deed, Group, Keymap, native
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class KeysDialog(QDialog):
    """Shows what the keymap holds."""

    def __init__(self, parent: QWidget, look: Look, keymap: Keymap) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(560, 620)
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        for group, rows in sections(keymap):
            grid.addWidget(plain_label(group_words(group), look=look, role=Type.STRONG), grid.rowCount(), 0, 1, 2)
            for deed, keys in rows:
                row = grid.rowCount()
                grid.addWidget(plain_label(deed.name(), look=look, role=Type.BODY, wrap=True), row, 0)
                grid.addWidget(plain_label(keys, look=look, role=Type.SMALL, tone="soft"), row, 1)
            grid.setRowMinimumHeight(grid.rowCount(), Space.M)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        layout.addWidget(plain_label(self.tr("Keyboard shortcuts"), look=look, role=Type.TITLE))
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


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
    """What has keys, by group; a row of keys for the same thing becomes one line, "first … last"."""
    found = []
    for group in Group:
        rows = []
        having = [deed for deed in keymap.deeds() if deed.group is group and keymap.keys(deed.id)]
        for _words, same in groupby(having, key=lambda deed: str(deed.words)):
            deeds = list(same)
            keys = [native(key) for deed in deeds for key in keymap.keys(deed.id)]
            shown = f"{keys[0]} … {keys[-1]}" if len(deeds) > 1 else ", ".join(keys)
            rows.append((deeds[0], shown))
        if rows:
            found.append((group, rows))
    return found

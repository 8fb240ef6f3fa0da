"""Above the list of conversations: a field that finds by name or number, and which ones the list shows."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from services.domain.ids import InstanceId
from services.domain.models import ChatFilter, InstanceView
from services.domain.search import MAX_TYPED
from ui import formats
from ui.theme import Look, Space
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import no_mnemonic, repolish

_PAUSE_MS = 150
_CHIPS = (ChatFilter.ALL, ChatFilter.UNREAD, ChatFilter.WAITING)
_MORE = (ChatFilter.GROUPS, ChatFilter.ARCHIVED)


class Filters(QWidget):
    """``changed`` says that ``which`` or ``instance`` is another one, ``typed`` carries what is looked for."""

    changed = Signal()
    typed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.which = ChatFilter.ALL
        self.instance: InstanceId | None = None
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_TYPED)
        self.field.setClearButtonEnabled(True)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, 0, Space.M, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self.field)
        layout.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(lambda: self.typed.emit(self.field.text().strip()))
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.menu.aboutToShow.connect(self._fill)
        self._show_chips()
        self._retranslate()

    def choose(self, which: ChatFilter) -> None:
        """Show these."""
        if self.field.text():
            self.field.clear()
        changed = which is not self.which
        self.which = which
        self._show_chips()
        if changed:
            self.changed.emit()

    def choose_instance(self, instance: InstanceId | None) -> None:
        """Show those of one number, or of all."""
        if instance != self.instance:
            self.instance = instance
            self._show_chips()
            self.changed.emit()

    def set_instances(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """The numbers there are; one that is gone is no longer chosen."""
        self._instances = instances
        if self.instance is not None and self.instance not in instances:
            self.choose_instance(None)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _words(self) -> dict[ChatFilter, str]:
        return {
            ChatFilter.ALL: self.tr("All"),
            ChatFilter.UNREAD: self.tr("Unread"),
            ChatFilter.WAITING: self.tr("To answer"),
            ChatFilter.GROUPS: self.tr("Groups"),
            ChatFilter.ARCHIVED: self.tr("Archived"),
        }

    def _retranslate(self) -> None:
        words = self.tr("Find by name or number")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.more.name_it(self.tr("Which conversations"))
        for which, text in self._words().items():
            self.chips[which].setText(text)

    def _show_chips(self) -> None:
        for which, chip in self.chips.items():
            chip.setChecked(which is self.which)
            chip.setVisible(which in _CHIPS or which is self.which)
        if self.which in _MORE:
            # no room for four
            self.chips[ChatFilter.WAITING].hide()
        self.more.setProperty("on", self.instance is not None or self.which in _MORE)
        repolish(self.more)

    def _fill(self) -> None:
        self.menu.clear()
        words = self._words()
        group = QActionGroup(self.menu)
        for which in (*_CHIPS, *_MORE):
            action = self.menu.addAction(words[which])
            action.setCheckable(True)
            action.setChecked(which is self.which)
            action.triggered.connect(lambda _on=False, chosen=which: self.choose(chosen))
            group.addAction(action)
        if len(self._instances) < 2 and self.instance is None:
            return
        self.menu.addSeparator()
        group = QActionGroup(self.menu)
        names = {i.id: formats.one_line(i.label or i.name, 40) for i in self._instances.values()}
        for instance, name in ((None, self.tr("All numbers")), *names.items()):
            action = self.menu.addAction(no_mnemonic(name))
            action.setCheckable(True)
            action.setChecked(instance == self.instance)
            action.triggered.connect(lambda _on=False, chosen=instance: self.choose_instance(chosen))
            group.addAction(action)

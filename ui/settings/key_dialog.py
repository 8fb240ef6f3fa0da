"""Asking for the keys of one action: pressed, not written, and refused where they are taken."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QVBoxLayout, QWidget

from ui.dialogs import Dialog
from ui.keymap import Deed, Keymap, Trouble, native
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tone


class KeyDialog(Dialog):
    """Gives ``deed`` the keys that are pressed; ``save`` is called when that was done."""

    def __init__(
        self, parent: QWidget, look: Look, keymap: Keymap, deed: Deed, save: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self.setMinimumWidth(440)
        self._keymap, self._deed, self._save = keymap, deed, save
        self._title = plain_label(look=look, role=Type.TITLE, wrap=True)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.keySequenceChanged.connect(lambda _keys: self._judge())
        self.said = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.said.setMinimumHeight(44)
        self.none_button = button()
        self.none_button.clicked.connect(lambda: self._give(()))
        self.cancel_button = button()
        self.cancel_button.clicked.connect(self.reject)
        self.use_button = button(kind="primary")
        self.use_button.clicked.connect(self._on_use_clicked)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.none_button)
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.use_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self._title)
        layout.addWidget(self.edit)
        layout.addWidget(self.said)
        layout.addLayout(row)
        self.edit.installEventFilter(self)
        self._retranslate()
        self.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves here as everywhere: it is never given to anything else."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.keyCombination() == QKeyCombination(Qt.Key.Key_Escape)
        ):
            self.reject()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        name = self._deed.name()
        self.setWindowTitle(self.tr("Change the keys"))
        self._title.setText(name)
        self.edit.setAccessibleName(self.tr("New keys: {action}").format(action=name))
        self.none_button.setText(self.tr("No keys"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._judge()

    def _key(self) -> str:
        return self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _judge(self) -> None:
        key = self._key()
        use, tone, can = self.tr("Use these keys"), "soft", False
        trouble = self._keymap.trouble(self._deed.id, key) if key else None
        if not key:
            now = ", ".join(native(k) for k in self._keymap.keys(self._deed.id)) or self.tr("none")
            said = self.tr("Press the new keys together. Now: {keys}").format(keys=now)
        elif trouble is None:
            said, tone, can = self.tr("{keys} is free.").format(keys=native(key)), "success", True
        else:
            kind, other = trouble
            said, tone = self._why(kind, native(key), other), "danger"
            if other is not None and not other.fixed:
                use, can = self.tr("Use them here instead"), True
        self.said.setText(said)
        set_tone(self.said, tone)
        self.use_button.setText(use)
        self.use_button.setEnabled(can)

    def _why(self, trouble: Trouble, keys: str, other: Deed | None) -> str:
        if trouble is Trouble.TAKEN and other is not None:
            taken = self.tr("{keys} is taken: {action}").format(keys=keys, action=other.name())
            return " ".join((f"{taken}.", other.why_fixed())) if other.fixed else taken
        if trouble is Trouble.TYPES:
            return self.tr("{keys} alone types a character. Press it together with Ctrl or Alt.").format(keys=keys)
        if trouble is Trouble.MAKES_CHARACTERS:
            return self.tr("Ctrl+Alt is the AltGr key, which types characters such as / and °. Choose other keys.")
        return self.tr("These keys cannot be used.")

    def _on_use_clicked(self) -> None:
        key = self._key()
        trouble = self._keymap.trouble(self._deed.id, key)
        if trouble is not None:
            other = trouble[1]
            if other is None or other.fixed:
                return
            wanted = QKeySequence(key)
            self._keymap.give(other.id, [k for k in self._keymap.keys(other.id) if QKeySequence(k) != wanted])
        self._give((key,))

    def _give(self, keys: tuple[str, ...]) -> None:
        self._keymap.give(self._deed.id, keys)
        self._save()
        self.accept()

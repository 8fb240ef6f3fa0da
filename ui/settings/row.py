"""One setting as it is shown: its words, its control, its way back to the usual."""

from enum import StrEnum
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from services.domain.search import fold
from services.settings.schema import Field
from ui import zoom
from ui.settings import words
from ui.settings.desktop_words import IDLE_MINUTES, VOLUMES
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label, repolish

_WIDE = 210
# what is chosen from steps though any number between is legal
_STEPS = {"appearance.zoom": zoom.STEPS, "notifications.volume": VOLUMES, "lock.idle_min": IDLE_MINUTES}


class FieldRow(QWidget):
    """``wanted`` carries the key and its new, valid value; ``reset_wanted`` the key."""

    wanted = Signal(str, object)
    reset_wanted = Signal(str)

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self.field = field
        self._value: Any = field.default
        self._fixed = self._waits = False
        self._label = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._help = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._note = plain_label(look=look, role=Type.CAPTION, tone="accent", wrap=True)
        self._error = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.reset = IconButton(look, "undo", side=16)
        self.reset.setObjectName("rowReset")
        # what is below stays where it is when it comes: the next click is meant for that
        kept = self.reset.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(kept)
        self.reset.clicked.connect(lambda: self.reset_wanted.emit(field.key))
        self.control = self._made()
        beside = QHBoxLayout()
        beside.setSpacing(Space.S)
        beside.addWidget(self.control)
        beside.addWidget(self.reset)
        beside.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.M)
        column.setSpacing(3)
        # a box carries its own name
        is_box = isinstance(self.control, QCheckBox)
        self._label.setVisible(not is_box)
        if is_box:
            column.addLayout(beside)
            column.addWidget(self._help)
        else:
            column.addWidget(self._label)
            column.addWidget(self._help)
            column.addSpacing(Space.XS)
            column.addLayout(beside)
        column.addWidget(self._error)
        column.addWidget(self._note)
        self._error.hide()
        self.retranslate()

    # ------------------------------------------------------------------ values

    def show_value(self, value: object, *, fixed: bool) -> None:
        """What is in use; ``fixed`` where this run does not let it be changed. What somebody types is left alone."""
        self._value, self._fixed = value, fixed
        control = self.control
        control.setEnabled(not fixed and not self._waits)
        control.blockSignals(True)
        if isinstance(control, QCheckBox):
            control.setChecked(value is True)
        elif isinstance(control, QComboBox):
            at = control.findData(value)
            if at < 0:
                control.addItem(self._choice(value), value)
                at = control.count() - 1
            control.setCurrentIndex(at)
        elif isinstance(control, QLineEdit) and not (control.hasFocus() and control.isModified()):
            control.setText(str(value))
            self._say("")
        control.blockSignals(False)
        self._tell()

    def hold(self, *, waits: bool) -> None:
        """Whether it has to wait for what it needs, as its help line says."""
        self._waits = waits
        self.control.setEnabled(not self._fixed and not waits)

    def refuse(self) -> None:
        """It was not taken."""
        self._say(words.wrong(self.field))

    def _made(self) -> QWidget:
        kind = self.field.plain_type()
        if kind is bool:
            box = QCheckBox()
            box.toggled.connect(self._want)
            return box
        steps = _STEPS.get(self.field.key)
        if steps is not None or issubclass(kind, StrEnum):
            choices = QComboBox()
            for value in steps or [each.value for each in kind]:
                choices.addItem(self._choice(value), value)
            choices.setMinimumWidth(_WIDE)
            choices.currentIndexChanged.connect(lambda at: self._want(choices.itemData(at)))
            return choices
        line = QLineEdit()
        line.setMinimumWidth(_WIDE if kind is str else _WIDE // 2)
        line.textEdited.connect(lambda _text: self._on_text_edited())
        line.editingFinished.connect(self._on_editing_finished)
        return line

    def _choice(self, value: object) -> str:
        return words.choice(self.field.key, str(value))

    def _typed(self) -> Any:
        """The value typed. Raises msgspec.ValidationError."""
        text = self.control.text().strip() if isinstance(self.control, QLineEdit) else ""
        return self.field.convert(text, from_text=self.field.plain_type() is not str)

    def _on_text_edited(self) -> None:
        if self._error.text():
            try:
                self._typed()
            except msgspec.ValidationError:
                return
            self._say("")

    def _on_editing_finished(self) -> None:
        if not isinstance(self.control, QLineEdit) or not self.control.isModified():
            return
        try:
            value = self._typed()
        except msgspec.ValidationError:
            self.refuse()
            return
        self._say("")
        self.control.setModified(False)
        self._want(value)

    def _want(self, value: object) -> None:
        if value != self._value:
            self._value = value
            self._tell()
            self.wanted.emit(self.field.key, value)

    # ------------------------------------------------------------------ words

    def matches(self, wanted: tuple[str, ...]) -> bool:
        """Whether all these folded words are in what it says."""
        key = self.field.key
        kind = self.field.plain_type()
        choices = [words.choice(key, each.value) for each in kind] if issubclass(kind, StrEnum) else []
        page = words.page_words(key.partition(".")[0])
        said = fold(" ".join((words.label(key), words.help_line(key), page, *choices)))
        return all(word in said for word in wanted)

    def retranslate(self) -> None:
        """Say it in the present language."""
        key = self.field.key
        self._label.setText(words.label(key))
        self._help.setText(words.help_line(key))
        self.control.setAccessibleName(words.label(key))
        self.reset.name_it(self.tr("Back to the usual: {setting}").format(setting=words.label(key)))
        if isinstance(self.control, QCheckBox):
            self.control.setText(words.label(key))
        elif isinstance(self.control, QComboBox):
            for at in range(self.control.count()):
                self.control.setItemText(at, self._choice(self.control.itemData(at)))
        if self._error.text():
            self.refuse()
        self._tell()

    def _tell(self) -> None:
        notes = []
        if self._fixed:
            notes.append(self.tr("Set by how Balcão was started; it cannot be changed here."))
        elif self.field.restart:
            notes.append(self.tr("Takes effect at the next start."))
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))
        self.reset.setVisible(self._value != self.field.default and not self._fixed)
        self.control.setAccessibleDescription(" ".join((words.help_line(self.field.key), *notes)))

    def _say(self, error: str) -> None:
        self._error.setText(error)
        self._error.setVisible(bool(error))
        if isinstance(self.control, QLineEdit):
            self.control.setProperty("invalid", "true" if error else "false")
            repolish(self.control)
            if error:
                self.control.setAccessibleDescription(error)

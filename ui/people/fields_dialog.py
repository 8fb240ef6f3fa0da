"""Which fields contacts have beyond names and numbers: made, renamed, given choices, hidden with a way back."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError, ErrorCode
from services.domain.labels import MAX_NAME
from services.domain.people import FieldDefinition, FieldKind
from ui import formats
from ui.dialogs import Dialog
from ui.messages import naming_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.whole_rows import RowList

T = TypeVar("T")
_KINDS = tuple(FieldKind)


class FieldsDialog(Dialog):
    """``changed`` tells that the fields are others now."""

    changed = Signal()

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing = services, crossing
        self._fields: tuple[FieldDefinition, ...] = ()
        self._removed: FieldDefinition | None = None
        self.setWindowTitle(self.tr("Fields of contacts"))
        self.resize(620, 420)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Fields"))
        self.list.setMinimumWidth(190)
        # not the current row, which Tab alone sets: it would empty the name of a new field
        self.list.itemSelectionChanged.connect(self._show)
        self.add = button(self.tr("New field"))
        self.add.clicked.connect(self._on_new)
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.kind = QComboBox()
        self.kind.addItems([self.tr("Text"), self.tr("Number"), self.tr("Date"), self.tr("Choice")])
        self.kind.currentIndexChanged.connect(lambda _index: self._show_choices())
        self.choices = QPlainTextEdit()
        self.choices.setTabChangesFocus(True)
        self.choices.setFixedHeight(110)
        self.choices.setPlaceholderText(self.tr("One choice a line"))
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.undo = button(self.tr("Undo"), kind="ghost")
        self.undo.clicked.connect(self._on_undo)
        self.undo.hide()
        self.save = button(kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        self.remove = button(self.tr("Delete"), kind="danger")
        self.remove.clicked.connect(self._on_remove)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        self.form = QFormLayout()
        self.form.setSpacing(Space.M)
        for words, widget in (
            (self.tr("Name"), self.name), (self.tr("Kind"), self.kind), (self.tr("Choices"), self.choices),
        ):  # fmt: skip
            widget.setAccessibleName(words)
            self.form.addRow(words, widget)
        acts = QHBoxLayout()
        acts.addWidget(self.save)
        acts.addWidget(self.remove)
        acts.addStretch()
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.undo)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.add)
        right.addLayout(self.form)
        right.addLayout(acts)
        right.addLayout(said)
        right.addStretch()
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.XL)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        self._show()
        self._load()
        self.name.setFocus()

    def _load(self, chosen: str = "") -> None:
        self._crossing.spawn(self, self._services.people.fields(), done=lambda fields: self._took(fields, chosen))

    def _took(self, fields: tuple[FieldDefinition, ...], chosen: str) -> None:
        self._fields = fields
        self.list.clear()
        for field in fields:
            self.list.addItem(QListWidgetItem(formats.one_line(field.name, 60)))
        self.list.setCurrentRow(next((row for row, field in enumerate(fields) if field.name == chosen), -1))
        self._show()

    def _chosen(self) -> FieldDefinition | None:
        rows = [index.row() for index in self.list.selectedIndexes()]
        return self._fields[rows[0]] if rows and rows[0] < len(self._fields) else None

    def _on_new(self) -> None:
        self.list.clearSelection()
        self._show()
        self.name.setFocus()

    def _show(self) -> None:
        field = self._chosen()
        self.name.setText(field.name if field is not None else "")
        self.kind.setCurrentIndex(_KINDS.index(field.kind) if field is not None else 0)
        self.kind.setEnabled(field is None)
        self.choices.setPlainText("\n".join(field.choices) if field is not None else "")
        self.save.setText(self.tr("Add") if field is None else self.tr("Save"))
        self.remove.setVisible(field is not None)
        self._show_choices()
        if field is None and self.isVisible():
            self.name.setFocus()

    def _show_choices(self) -> None:
        self.form.setRowVisible(self.choices, _KINDS[self.kind.currentIndex()] is FieldKind.CHOICE)

    def _on_save(self) -> None:
        field, kind = self._chosen(), _KINDS[self.kind.currentIndex()]
        choices = tuple(line.strip() for line in self.choices.toPlainText().splitlines() if line.strip())
        made = FieldDefinition(
            id=field.id if field is not None else FieldDefinition(name="").id, name=self.name.text(), kind=kind,
            choices=choices if kind is FieldKind.CHOICE else (),
        )  # fmt: skip
        self._run(self._services.people.save_field(made), self._on_saved)

    def _on_saved(self, field: FieldDefinition) -> None:
        self._say(self.tr("Saved."), "success")
        self._load(field.name)
        self.changed.emit()

    def _on_remove(self) -> None:
        field = self._chosen()
        if field is not None:
            self._run(self._services.people.remove_field(field.id), lambda _none: self._on_removed(field))

    def _on_removed(self, field: FieldDefinition) -> None:
        self._removed = field
        words = self.tr("{field} is deleted; what it held is kept for a way back.")
        self._say(words.replace("{field}", formats.one_line(field.name, 40)), "soft")
        self.undo.show()
        self._load()
        self.changed.emit()

    def _on_undo(self) -> None:
        if self._removed is not None:
            self._run(self._services.people.restore_field(self._removed.id), self._on_saved)

    def _run(self, work: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        self.undo.hide()
        self.told.clear()
        self._crossing.spawn(self, work, done=done, failed=self._on_failed, keep=True)

    def _on_failed(self, error: AppError) -> None:
        if error.code is ErrorCode.INVALID and error.text == "choices":
            self._say(self.tr("Write at least one choice, at most fifty; those that are there stay."), "danger")
        else:
            self._say(naming_words(error, self.tr("There is a field of this name already.")), "danger")

    def _say(self, words: str, tone: str) -> None:
        self.told.setText(words)
        set_tone(self.told, tone)

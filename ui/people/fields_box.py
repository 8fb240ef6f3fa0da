"""The desk's own fields of a contact, each kept as soon as one leaves it."""

from collections.abc import Mapping

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from services.api import Services
from services.domain.errors import AppError, ErrorCode
from services.domain.ids import ContactId, FieldId
from services.domain.people import MAX_VALUE, FieldDefinition, FieldKind
from ui import formats
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.labels import no_mnemonic, plain_label
from ui.widgets.layouts import clear


class FieldsBox(QWidget):
    """``show_values`` fills it; ``failed`` carries words for what could not be kept."""

    failed = Signal(str)

    def __init__(self, services: Services, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self._services, self._crossing, self._look = services, crossing, look
        self._contact: ContactId | None = None
        self._shown: tuple[object, ...] = ()
        self.inputs: dict[FieldId, QLineEdit | QComboBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    def show_values(
        self, contact: ContactId, fields: tuple[FieldDefinition, ...], values: Mapping[FieldId, str]
    ) -> None:
        """Whose, which fields there are and what is in them."""
        wanted = (contact, fields, tuple(values.items()))
        if wanted == self._shown or (any(each.hasFocus() for each in self.inputs.values()) and contact == self._contact):
            return
        self._shown, self._contact = wanted, contact
        clear(self._column)
        self.inputs = {}
        for field in fields:
            name = formats.one_line(field.name, 60)
            self._column.addWidget(plain_label(name, look=self._look, role=Type.CAPTION, tone="soft", wrap=True))
            made = self._input(field, values.get(field.id, ""))
            made.setAccessibleName(name)
            self.inputs[field.id] = made
            self._column.addWidget(made)

    def _input(self, field: FieldDefinition, value: str) -> QLineEdit | QComboBox:
        if field.kind is FieldKind.CHOICE:
            box = QComboBox()
            box.addItem("", "")
            for choice in (*field.choices, *((value,) if value and value not in field.choices else ())):
                box.addItem(no_mnemonic(formats.one_line(choice, 60)), choice)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.activated.connect(lambda _index: self._keep(field, str(box.currentData())))
            return box
        line = QLineEdit(_shown(field, value))
        line.setMaxLength(MAX_VALUE)
        if field.kind is FieldKind.DATE:
            line.setPlaceholderText(_shown(field, "2026-12-31"))
        line.editingFinished.connect(lambda: self._leave(field, line, value))
        return line

    def _leave(self, field: FieldDefinition, line: QLineEdit, before: str) -> None:
        if line.isModified():
            line.setModified(False)
            self._keep(field, _kept(field, line.text()), line, before)

    def _keep(self, field: FieldDefinition, value: str, line: QLineEdit | None = None, before: str = "") -> None:
        if self._contact is None:
            return

        def failed(error: AppError) -> None:
            if line is not None:
                line.setText(_shown(field, before))
            name = formats.one_line(field.name, 40)
            words = self.tr("“{field}” was not kept: this is no value for it.")
            self.failed.emit(words.replace("{field}", name) if error.code is ErrorCode.INVALID else failure_words(error))

        self._crossing.spawn(
            self, self._services.people.set_value(self._contact, field.id, value), failed=failed, keep=True
        )


def _shown(field: FieldDefinition, value: str) -> str:
    if field.kind is FieldKind.DATE and value:
        date = QDate.fromString(value, "yyyy-MM-dd")
        return formats.full_date(date.toPython()) if date.isValid() else value  # type: ignore[arg-type]
    return value.replace(".", QLocale().decimalPoint()) if field.kind is FieldKind.NUMBER else value


def _kept(field: FieldDefinition, typed: str) -> str:
    """What was typed in the form that is stored, where it can be read; the services refuse the rest."""
    if field.kind is not FieldKind.DATE:
        return typed
    text = typed.strip()
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    for form in (short.replace("yyyy", "yy").replace("yy", "yyyy"), short, "dd/MM/yyyy", "d/M/yyyy"):
        date = QDate.fromString(text, form)
        if date.isValid() and date.year() > 1900:
            return date.toString("yyyy-MM-dd")
    return text

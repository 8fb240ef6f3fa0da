"""Pieces of the wizard: the fields of a gateway, the choice of a session, the check-list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from services.domain.gateways import SessionOffer
from ui import formats
from ui.instances.checks import Fix, Line, Mark, fix_words
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.icons import pixmap
from ui.widgets.labels import no_mnemonic, plain_label, repolish, set_tone
from ui.widgets.layouts import clear

NEW_NAME = "balcao"


class Fields(QWidget):
    """Labelled lines, each with room for what is wrong with it. ``submitted`` is Enter in one of them."""

    submitted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: dict[str, QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self._errors: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(Space.XS)

    def add(self, name: str, *, secret: bool = False) -> QLineEdit:
        """Another line at the end."""
        line = QLineEdit()
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        line.setMaxLength(5000)
        line.returnPressed.connect(self.submitted)
        line.textEdited.connect(lambda _text: self.fail(name, ""))
        error = plain_label(look=self._look, role=Type.SMALL, tone="danger", wrap=True)
        error.hide()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(3)
        column.addWidget(line)
        column.addWidget(error)
        label = plain_label(look=self._look, role=Type.SMALL_STRONG)
        label.setBuddy(line)
        self._lines[name], self._errors[name], self._boxes[name], self._labels[name] = line, error, box, label
        self._form.addRow(label, box)
        if len(self._lines) > 1:
            # one that comes later would stand behind everything that the window already holds
            QWidget.setTabOrder(list(self._lines.values())[-2], line)
        return line

    def keep_only(self, names: Sequence[str]) -> None:
        """Show these, hide the rest; what was typed stays."""
        for name, box in self._boxes.items():
            self._form.setRowVisible(box, name in names)

    def names(self) -> set[str]:
        """Every line there is, shown or not."""
        return set(self._lines)

    def shown(self) -> tuple[str, ...]:
        """The names of the lines that are asked for."""
        return tuple(name for name, box in self._boxes.items() if self._form.isRowVisible(box))

    def line(self, name: str) -> QLineEdit:
        """One of them."""
        return self._lines[name]

    def text(self, name: str) -> str:
        """What was typed, "" where it is not asked for."""
        return self._lines[name].text().strip() if name in self.shown() else ""

    def name_them(self, words: Mapping[str, str]) -> None:
        """What the lines are called."""
        for name, label in self._labels.items():
            label.setText(words.get(name, name))
            self._lines[name].setAccessibleName(words.get(name, name))

    def fail(self, name: str, words: str) -> None:
        """What is wrong with one; "" takes it back."""
        line, label = self._lines[name], self._errors[name]
        label.setText(words)
        label.setVisible(bool(words))
        line.setProperty("invalid", "true" if words else "false")
        repolish(line)
        line.setAccessibleDescription(words)

    def clear_errors(self) -> None:
        """Take all back."""
        for name in self._lines:
            self.fail(name, "")

    def clear(self) -> None:
        """Forget what was typed, keys first of all."""
        for line in self._lines.values():
            line.clear()
        self.clear_errors()


class SessionChoice(QWidget):
    """The sessions that a gateway holds, and a new one."""

    submitted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._group = QButtonGroup(self)
        self._names: dict[QRadioButton, str] = {}
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.returnPressed.connect(self.submitted)
        self.new = QRadioButton()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.XS)
        self._group.addButton(self.new)
        line = QHBoxLayout()
        line.addWidget(self.new)
        line.addWidget(self.name, 1)
        self._rows.addLayout(line)
        self.new.toggled.connect(self.name.setEnabled)

    def offer(self, sessions: Sequence[SessionOffer], *, can_create: bool, fixed: str = "") -> None:
        """These can be adopted; those that are connected here already cannot."""
        for radio in self._names:
            self._group.removeButton(radio)
            radio.deleteLater()
        self._names.clear()
        for at, session in enumerate(sessions):
            radio = QRadioButton(no_mnemonic(self._words(session)))
            radio.setEnabled(not session.taken)
            self._group.addButton(radio)
            self._rows.insertWidget(at, radio)
            self._names[radio] = session.name
        taken = {session.name for session in sessions}
        number = 1
        while (suggested := NEW_NAME if number == 1 else f"{NEW_NAME}-{number}") in taken:
            number += 1
        self.name.setText(fixed or suggested)
        self.new.setVisible(can_create)
        self.name.setVisible(can_create)
        free = [radio for radio in self._names if radio.isEnabled()]
        if can_create:
            self.new.setChecked(True)
        elif free:
            free[0].setChecked(True)
        self.name.setEnabled(self.new.isChecked())
        self.new.setText(self.tr("A new one, called") if sessions else self.tr("It will be called"))
        self.name.setAccessibleName(self.tr("Name of the new instance"))

    def chosen(self) -> str:
        """The name of the session to adopt or to make."""
        for radio, name in self._names.items():
            if radio.isChecked():
                return name
        return self.name.text().strip() if not self.name.isHidden() else ""

    def choose(self, name: str) -> None:
        """Choose one by its name."""
        for radio, known in self._names.items():
            if known == name:
                radio.setChecked(True)

    def _words(self, session: SessionOffer) -> str:
        phone = session.own_address.phone if session.own_address is not None else None
        told = [formats.one_line(session.name, 60), formats.one_line(session.profile_name or "", 60)]
        told += [formats.phone(phone) if phone else "", self.tr("connected here already") if session.taken else ""]
        return " · ".join(word for word in told if word)


class CheckList(QWidget):
    """The lines with their marks. ``fix_requested`` carries a Fix."""

    fix_requested = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.lines: tuple[Line, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.S)
        look.changed.connect(self._rebuild)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show them; nothing moves where nothing changed."""
        if lines != self.lines:
            self.lines = lines
            self._rebuild()

    def retranslate(self) -> None:
        """Forget the words; the next ``show_lines`` brings new ones."""
        self.lines = ()

    def _rebuild(self) -> None:
        clear(self._rows)
        for line in self.lines:
            self._rows.addWidget(self._row(line))

    def _row(self, line: Line) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        icon, colour = {
            Mark.OK: ("check", "success"), Mark.FAILED: ("error", "danger"), Mark.WAITING: ("clock", "text_soft"),
        }[line.mark]  # fmt: skip
        picture = plain_label()
        picture.setPixmap(pixmap(icon, str(getattr(self._look.colours, colour)), self._look.px(20), self.devicePixelRatioF()))
        text = plain_label(line.text, look=self._look, wrap=True)
        set_tone(text, {Mark.OK: "", Mark.FAILED: "danger", Mark.WAITING: "soft"}[line.mark])
        marks = {Mark.OK: self.tr("done"), Mark.FAILED: self.tr("failed"), Mark.WAITING: self.tr("waiting")}
        text.setAccessibleName(f"{line.text} ({marks[line.mark]})")
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        # the deed under the words: beside them it would leave them a column of single words in a small window
        words = QVBoxLayout()
        words.setSpacing(Space.S)
        words.addWidget(text)
        layout.addLayout(words, 1)
        if line.fix is not None:
            fix: Fix = line.fix
            made = button(fix_words(fix))
            made.clicked.connect(lambda: self.fix_requested.emit(fix))
            words.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return row

"""Contacts from a file: what was understood of it, what its columns mean, and what became of each row."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.contact_files import (
    MAX_NEW_LABELS,
    Column,
    Imported,
    ImportPlan,
    Means,
    RowError,
    RowTrouble,
    Sheet,
)
from services.domain.errors import AppError, ErrorCode
from services.domain.people import FieldDefinition
from ui import formats, zoom
from ui.dialogs import Dialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.messages import failure_words
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import no_mnemonic, plain_label, set_tone
from ui.widgets.whole_rows import RowList

translate = QCoreApplication.translate
_ENCODINGS = (("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 (BOM)"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"))
_SHOWN_ERRORS = 200
_SHOWN_LABELS = 8
_CELL = 80
_INSET = 16


def trouble_words(trouble: RowTrouble) -> str:
    """Why a row was left out."""
    match trouble:
        case RowTrouble.NO_NUMBER:
            return translate("ContactFiles", "there is no number")
        case RowTrouble.NUMBER:
            return translate("ContactFiles", "this is no telephone number")
        case RowTrouble.AREA:
            return translate("ContactFiles", "the area code is missing")
        case RowTrouble.VALUE:
            return translate("ContactFiles", "a value does not fit its field")
        case RowTrouble.TOO_MANY:
            return translate("ContactFiles", "the file has too many rows")
        case RowTrouble.UNREADABLE:
            return translate("ContactFiles", "the row is broken, perhaps by a quotation mark")


class ImportDialog(Dialog):
    """Shows the file at ``path``, and takes it in. ``done_importing`` when something was stored."""

    done_importing = Signal()
    _went_on = Signal(int)

    def __init__(
        self, parent: QWidget, look: Look, services: Services, crossing: Crossing, path: Path, area: str | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._path = services, crossing, path
        self._fields: tuple[FieldDefinition, ...] = ()
        self._sheet: Sheet | None = None
        self._call: Call | None = None
        self._counting: Call | None = None
        self._errors: tuple[RowError, ...] = ()
        self.setWindowTitle(self.tr("Import contacts"))
        self.resize(820, 560)
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.encoding, self.delimiter = QComboBox(), QComboBox()
        for code, name in _ENCODINGS:
            self.encoding.addItem(name, code)
        for sign, name in ((";", ";"), (",", ","), ("\t", self.tr("Tab")), ("|", "|")):
            self.delimiter.addItem(name, sign)
        self.header = QComboBox()
        self.header.addItem(self.tr("The first row has the names of the columns"), True)
        self.header.addItem(self.tr("The first row is a contact"), False)
        self.area = QLineEdit(area or "")
        self.area.setMaxLength(2)
        self.area.setFixedWidth(64)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("The first rows of the file"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        # Tab leaves the table, arrows go about in it
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.problems = RowList()
        self.problems.setObjectName("rows")
        self.problems.setAccessibleName(self.tr("Rows that were left out"))
        self.problems.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.hide()
        self.go = button(self.tr("Import"), kind="primary")
        self.go.clicked.connect(self._on_go)
        self.save_button = button(self.tr("Save the rows left out…"))
        self.save_button.clicked.connect(self._on_save)
        self.save_button.hide()
        self.close_button = button(self.tr("Cancel"))
        self.close_button.clicked.connect(self.reject)
        self._build(look)
        for choice in (self.encoding, self.delimiter):
            choice.activated.connect(lambda _index: self._look(again=True))
        self.header.activated.connect(lambda _index: self._refresh())
        self._went_on.connect(self._on_went_on, Qt.ConnectionType.QueuedConnection)
        self._look(again=False)

    def _build(self, look: Look) -> None:
        self._questions = QWidget()
        row = QHBoxLayout(self._questions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for words, field in (
            (self.tr("Columns divided by"), self.delimiter), (self.tr("Characters"), self.encoding),
            (self.tr("Area code where missing"), self.area),
        ):  # fmt: skip
            field.setAccessibleName(words)
            row.addWidget(plain_label(words, look=look, role=Type.SMALL, tone="soft"))
            row.addWidget(field)
        row.addStretch()
        self.header.setAccessibleName(self.tr("First row"))
        foot = QHBoxLayout()
        foot.addWidget(self.save_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(plain_label(formats.one_line(self._path.name, 80), look=look, role=Type.TITLE))
        layout.addWidget(self._questions)
        layout.addWidget(self.header)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.problems, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.told)
        layout.addLayout(foot)

    def plan(self) -> ImportPlan:
        """How the file is to be read, as chosen."""
        choices = (self.table.cellWidget(0, at) for at in range(self.table.columnCount()))
        columns = tuple(each.currentData() if isinstance(each, QComboBox) else Column() for each in choices)
        return ImportPlan(
            encoding=self.encoding.currentData(),
            delimiter=self.delimiter.currentData(),
            has_header=self.header.currentData(),
            columns=columns,
            area=self.area.text().strip() if self.area.text().strip().isdigit() else None,
        )

    def done(self, code: int) -> None:
        """Closed: what is stored stays, the rest is left."""
        if self._call is not None:
            self._call.cancel()
            self.done_importing.emit()
        super().done(code)

    def _look(self, *, again: bool) -> None:
        self.go.setEnabled(False)
        self._say(self.tr("Reading the file…"), "soft")
        chosen = (self.encoding.currentData(), self.delimiter.currentData()) if again else (None, None)

        async def look() -> tuple[tuple[FieldDefinition, ...], Sheet]:
            files = self._services.contact_files
            return await files.fields(), await files.look(self._path, encoding=chosen[0], delimiter=chosen[1])

        self._crossing.spawn(self, look(), done=self._on_seen, failed=self._on_failed)

    def _on_seen(self, seen: tuple[tuple[FieldDefinition, ...], Sheet]) -> None:
        self._fields, self._sheet = seen
        self._take(self._sheet)

    def _take(self, sheet: Sheet) -> None:
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(sheet.encoding)))
        self.delimiter.setCurrentIndex(max(0, self.delimiter.findData(sheet.delimiter)))
        self.header.setCurrentIndex(0 if sheet.has_header else 1)
        self.table.clear()
        self.table.setColumnCount(len(sheet.columns))
        self.table.setRowCount(len(sheet.rows) + 1)
        before: QWidget = self.area
        for at, column in enumerate(sheet.columns):
            choice = self._choice(column, at)
            self.table.setCellWidget(0, at, choice)
            room = choice.sizeHint() + QSize(zoom.px(_INSET), zoom.px(_INSET))
            self.table.setColumnWidth(at, max(zoom.px(170), room.width()))
            self.table.setRowHeight(0, room.height())
            QWidget.setTabOrder(before, choice)
            before = choice
        for after in (self.table, self.problems, self.save_button, self.close_button, self.go):
            QWidget.setTabOrder(before, after)
            before = after
        for line, cells in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(cells):
                self.table.setItem(line, at, QTableWidgetItem(formats.one_line(cell, _CELL)))
        self._refresh()

    def _choice(self, column: Column, at: int) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(self.tr("Column {number} holds").format(number=at + 1))
        for words, means in (
            (self.tr("(leave out)"), Means.NOTHING), (self.tr("Number"), Means.NUMBER), (self.tr("Name"), Means.NAME),
            (self.tr("Note"), Means.NOTE), (self.tr("Labels"), Means.LABELS),
        ):  # fmt: skip
            choice.addItem(words, Column(means))
        for field in self._fields:
            choice.addItem(no_mnemonic(formats.one_line(field.name, 40)), Column(Means.FIELD, field.id))
        held = [choice.itemData(index) for index in range(choice.count())]
        choice.setCurrentIndex(held.index(column) if column in held else 0)
        choice.currentIndexChanged.connect(lambda _index: self._refresh())
        return choice

    def _refresh(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        plan = self.plan()
        meant = {column.means for column in plan.columns}
        self.go.setEnabled(Means.NUMBER in meant and Means.LABELS not in meant)
        if Means.NUMBER not in meant:
            self._say(self.tr("Say above the columns which one holds the number."), "warning")
        elif Means.LABELS not in meant:
            self._say(self.tr("Contacts with a number that is known here are completed, not doubled."), "soft")
        else:
            self._say(self.tr("Looking through the labels…"), "soft")
            self._counting = self._crossing.spawn(
                self, self._services.contact_files.new_labels(self._path, plan), done=self._on_labels, failed=self._on_no_labels
            )

    def _on_labels(self, made: tuple[str, ...]) -> None:
        self.go.setEnabled(True)
        words = [self.tr("Contacts with a number that is known here are completed, not doubled.")]
        words.append(self.tr("Labels are put on the conversations with them."))
        if made:
            names = ", ".join(formats.one_line(name, 40) for name in made[:_SHOWN_LABELS])
            more = ", …" if len(made) > _SHOWN_LABELS else ""
            words.append(self.tr("%n new label(s) are made: {names}", "", len(made)).replace("{names}", f"{names}{more}"))
        self._say(" ".join(words), "soft")

    def _on_no_labels(self, error: AppError) -> None:
        if error.code is ErrorCode.INVALID and error.text == "labels":
            words = self.tr("The column with the labels holds more than {count} different words: it seems to hold something else.")
            self._say(words.replace("{count}", str(MAX_NEW_LABELS)), "warning")
        else:
            self._on_failed(error)

    def _on_go(self) -> None:
        self._questions.setEnabled(False)
        for each in (self.header, self.table, self.go):
            each.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._call = self._crossing.spawn(
            self,
            self._services.contact_files.import_from(self._path, self.plan(), self._tell),
            done=self._on_done,
            failed=self._on_failed,
        )

    def _tell(self, done: int) -> None:
        # on the services' thread
        try:
            self._went_on.emit(done)
        except RuntimeError:  # the dialog went first
            return

    def _on_went_on(self, done: int) -> None:
        if self._call is not None:
            self._say(self.tr("%n row(s) read", "", done), "soft")

    def _on_done(self, done: Imported) -> None:
        self._call = None
        self.bar.hide()
        parts = [
            self.tr("%n new contact(s)", "", done.made), self.tr("%n completed", "", done.changed),
            self.tr("%n as before", "", done.same),
        ]  # fmt: skip
        if done.labels:
            parts.append(self.tr("%n new label(s)", "", done.labels))
        if done.unlabelled:
            parts.append(self.tr("%n without a conversation to put their labels on", "", done.unlabelled))
        if done.wrong:
            parts.append(self.tr("%n row(s) left out", "", done.wrong))
        self._say(", ".join(parts) + ".", "warning" if done.wrong else "success")
        self._errors = done.errors
        for error in done.errors[:_SHOWN_ERRORS]:
            cells = formats.one_line(" · ".join(cell for cell in error.cells if cell), 100)
            words = self.tr("Line {line}: {problem}").format(line=error.line, problem=trouble_words(error.trouble))
            self.problems.addItem(f"{words}   {cells}")
        for each in (self._questions, self.header, self.table, self.go):
            each.hide()
        self.problems.setVisible(bool(done.errors))
        self.save_button.setVisible(bool(done.errors))
        self.close_button.setText(self.tr("Close"))
        self.close_button.setFocus()
        self.done_importing.emit()

    def _on_failed(self, error: AppError) -> None:
        self._call = None
        self.bar.hide()
        for each in (self._questions, self.header, self.table):
            each.setEnabled(True)
        self.go.setEnabled(False)
        words = {
            "binary": self.tr("This is no table of text. Save it as CSV in the spreadsheet program, then import that."),
            "empty": self.tr("There is nothing in this file."),
            "file": self.tr("The file cannot be read."),
        }
        if error.code is ErrorCode.TOO_LARGE:
            self._say(self.tr("The file is too large to be a list of contacts."), "danger")
        else:
            self._say(words.get(error.text, failure_words(error)), "danger")

    def _on_save(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        words = self.tr("left out")
        name = f"{self._path.stem[:60]}-{words}.csv"
        chooser = dialogs.to_save(self.tr("Save the rows left out…"), Purpose.TABLES, name)
        chooser.fileSelected.connect(lambda name: self.save_errors_to(Path(name)))
        chooser.open()

    def save_errors_to(self, path: Path) -> None:
        """Write the rows that were left out there."""
        errors = tuple((trouble_words(error.trouble), error) for error in self._errors)
        self._crossing.spawn(
            self,
            self._services.contact_files.save_errors(path, (self.tr("Line"), self.tr("Problem")), errors),
            done=lambda _none: self._say(self.tr("Saved."), "success"),
            failed=lambda error: self._say(failure_words(error), "danger"),
            keep=True,
        )

    def _say(self, words: str, tone: str) -> None:
        self.told.setText(words)
        set_tone(self.told, tone)

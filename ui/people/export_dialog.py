"""Export a conversation: the form, with or without its files, then how far it is, with a way to stop it."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain import file_names
from services.domain.content import MessageKind
from services.domain.errors import AppError, ErrorCode
from services.domain.exports import Exported, ExportForm, ExportOrder, ExportWords, Packing
from services.domain.models import ChatView
from ui import formats, links
from ui.dialogs import Dialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.messages import failure_words, kind_words
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tone


class ExportDialog(Dialog):
    """Asks, writes, and says what came of it."""

    _went_on = Signal(int, int)

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing, chat: ChatView) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._chat = services, crossing, chat
        self._call: Call | None = None
        self._written: Path | None = None
        self.setWindowTitle(self.tr("Export this conversation"))
        self.setMinimumWidth(440)
        self.forms = self._choices(
            (ExportForm.HTML, self.tr("Page to look at and print (HTML)")),
            (ExportForm.TEXT, self.tr("Plain text (TXT)")),
            (ExportForm.JSON, self.tr("Data for other programs (JSON)")),
        )
        self.packings = self._choices(
            (Packing.ALONE, self.tr("Messages only")),
            (Packing.ZIP, self.tr("With its files, in a ZIP archive")),
            (Packing.FOLDER, self.tr("With its files, in a folder")),
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.hide()
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.go = button(self.tr("Choose where…"), kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
        self.show_button = button(self.tr("Show in its folder"))
        self.show_button.clicked.connect(self._on_show)
        self.show_button.hide()
        self.close_button = button(self.tr("Cancel"))
        self.close_button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.S)
        layout.addWidget(plain_label(formats.one_line(chat.title, 80), look=look, role=Type.TITLE, wrap=True))
        self._asked = QWidget()
        questions = QVBoxLayout(self._asked)
        questions.setContentsMargins(0, 0, 0, 0)
        questions.setSpacing(Space.S)
        for heading, group in ((self.tr("Form"), self.forms), (self.tr("What"), self.packings)):
            questions.addSpacing(Space.S)
            questions.addWidget(plain_label(heading, look=look, role=Type.SMALL_STRONG, tone="soft"))
            for each in group.buttons():
                questions.addWidget(each)
        layout.addWidget(self._asked)
        layout.addSpacing(Space.S)
        layout.addWidget(self.bar)
        layout.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addWidget(self.show_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        layout.addLayout(foot)
        self._went_on.connect(self._on_went_on, Qt.ConnectionType.QueuedConnection)

    def order(self, target: Path) -> ExportOrder:
        """What is wanted, to be written there."""
        form = (ExportForm.HTML, ExportForm.TEXT, ExportForm.JSON)[self.forms.checkedId()]
        packing = (Packing.ALONE, Packing.ZIP, Packing.FOLDER)[self.packings.checkedId()]
        return ExportOrder(target=target, form=form, packing=packing, words=self._words())

    def suggested(self) -> str:
        """A name for the file, folder or archive."""
        order = self.order(Path())
        ending = {Packing.ALONE: f".{order.form.value}", Packing.ZIP: ".zip", Packing.FOLDER: ""}[order.packing]
        day = datetime.now().strftime("%Y-%m-%d")
        title = self.tr("Conversation with {name}").format(name=formats.one_line(self._chat.title, 60))
        return file_names.save_name(f"{title} {day}".replace(".", " ") + ending, None, f"Balcao{ending}")

    def write_to(self, target: Path) -> None:
        """Write it there."""
        self._asked.setEnabled(False)
        self.go.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._say(self.tr("Writing…"), "soft")
        self._call = self._crossing.spawn(
            self,
            self._services.exports.conversation(self._chat.id, self.order(target), self._tell),
            done=self._on_done,
            failed=self._on_failed,
        )

    def done(self, code: int) -> None:
        """Closed: what is being written is given up, and taken away."""
        if self._call is not None:
            self._call.cancel()
        super().done(code)

    def _choices(self, *choices: tuple[object, str]) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, (_value, words) in enumerate(choices):
            each = QRadioButton(words)
            each.setChecked(not number)
            group.addButton(each, number)
        return group

    def _words(self) -> ExportWords:
        portuguese = QLocale().language() is QLocale.Language.Portuguese
        return ExportWords(
            language=QLocale().bcp47Name(),
            conversation=self.tr("Conversation with {name}"),
            exported=self.tr("Exported from Balcão on {moment}"),
            you=self.tr("You"),
            edited=self.tr("edited"),
            deleted=self.tr("deleted"),
            missing=self.tr("file not on this computer"),
            moment="%d/%m/%Y %H:%M" if portuguese else "%Y-%m-%d %H:%M",
            kinds={kind.value: kind_words(kind) for kind in MessageKind},
        )

    def _on_go(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        chooser = dialogs.to_save(self.tr("Export this conversation"), Purpose.EXPORTS, self.suggested())
        chooser.fileSelected.connect(lambda name: self.write_to(Path(name)))
        chooser.open()

    def _tell(self, done: int, total: int) -> None:
        # on the services' thread
        try:
            self._went_on.emit(done, total)
        except RuntimeError:  # the dialog went first
            return

    def _on_went_on(self, done: int, total: int) -> None:
        if self._call is not None:
            self.bar.setRange(0, max(1, total))
            self.bar.setValue(done)
            self._say(self.tr("%n message(s) written", "", done), "soft")

    def _on_done(self, exported: Exported) -> None:
        self._call = None
        self._written = exported.path
        self.bar.setRange(0, 1)
        self.bar.setValue(1)
        words = self.tr("%n message(s) written", "", exported.messages)
        if exported.files:
            words += ", " + self.tr("%n file(s)", "", exported.files)
        if exported.missing:
            words += ". " + self.tr("%n file(s) were not on this computer", "", exported.missing)
        self._say(words + ".", "success")
        self.show_button.show()
        self.close_button.setText(self.tr("Close"))
        self.show_button.setFocus()

    def _on_failed(self, error: AppError) -> None:
        self._call = None
        self._asked.setEnabled(True)
        self.bar.hide()
        self.go.show()
        unwritable = self.tr("It cannot be written there: choose another place or name.")
        self._say(unwritable if error.code is ErrorCode.INVALID else failure_words(error), "danger")

    def _on_show(self) -> None:
        if self._written is not None:
            links.open_file(self._written.parent)

    def _say(self, words: str, tone: str) -> None:
        self.told.setText(words)
        set_tone(self.told, tone)

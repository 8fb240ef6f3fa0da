"""Approved templates of the number: pick one, fill its fields, see what it will look like."""

from pathlib import Path

from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError
from services.domain.models import ChatView
from services.domain.outgoing import Template, TemplateField, TemplateOffer
from services.domain.replies import first_name
from services.domain.sending import FileFacts, NewFile
from services.domain.templates import filled, preview, template_of
from ui import formats
from ui.dialogs import Dialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import no_mnemonic, plain_label
from ui.widgets.whole_rows import RowList

_PATTERNS = {"image": "*.jpg *.jpeg *.png", "video": "*.mp4 *.3gp", "document": "*"}


class TemplateDialog(Dialog):
    """``template()`` and ``file()`` after it was accepted: what goes to the gateway, and its text as it will look."""

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing, chat: ChatView) -> None:
        super().__init__(parent)
        self._look, self._services, self._crossing, self._chat = look, services, crossing, chat
        self._offers: tuple[TemplateOffer, ...] = ()
        self._path: Path | None = None
        self.inputs: dict[TemplateField, QLineEdit] = {}
        self.setWindowTitle(self.tr("Send template"))
        self.resize(720, 520)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Templates"))
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.told = plain_label(self.tr("Asking the gateway…"), look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(Space.S)
        self._form.setHorizontalSpacing(Space.M)
        self.choose = button(self.tr("Choose a file…"))
        self.choose.clicked.connect(self._on_choose_clicked)
        self._seen = plain_label(self.tr("This is what the customer gets"), look=look, role=Type.SMALL_STRONG)
        self.preview = plain_label(look=look, role=Type.BODY, tone="mono", wrap=True)
        self.buttons = plain_label(look=look, role=Type.SMALL_STRONG, tone="accent", wrap=True)
        self.send = button(self.tr("Send"), kind="primary")
        self.send.setDefault(True)
        self.send.setEnabled(False)
        self.send.clicked.connect(self.accept)
        self._build()
        self._show()
        crossing.spawn(self, services.sending.templates(chat.id), done=self._took, failed=self._failed)

    def _build(self) -> None:
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.send)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self.told)
        right.addLayout(self._form)
        right.addWidget(self._seen)
        right.addWidget(self.preview)
        right.addWidget(self.buttons)
        right.addStretch()
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(self.list, 2)
        layout.addLayout(right, 3)

    def template(self) -> tuple[Template, str] | None:
        """What was chosen."""
        offer = self._chosen()
        return (template_of(offer, self._values()), preview(offer, self._values())) if offer is not None else None

    def file(self) -> NewFile | None:
        """What the header shows."""
        offer = self._chosen()
        if offer is None or offer.header_file is None or self._path is None:
            return None
        return NewFile(path=self._path, as_document=offer.header_file == "document")

    def use_file(self, path: Path) -> None:
        """The file for the header, if it is one that the template can show."""
        offer = self._chosen()
        if offer is None or offer.header_file is None:
            return
        wanted = offer.header_file

        def looked(facts: FileFacts) -> None:
            if not facts.fits or facts.kind.value != wanted:
                self._say(self.tr("This file cannot be used here: another kind is wanted, or it is too large."))
                return
            self._path = path
            self._say("")
            self.choose.setText(no_mnemonic(formats.one_line(path.name, 40)))
            self._refresh()

        work = self._services.sending.look_at(self._chat.id, NewFile(path=path, as_document=wanted == "document"))
        self._crossing.spawn(self, work, done=looked, failed=self._failed)

    def _took(self, offers: tuple[TemplateOffer, ...]) -> None:
        self._offers = tuple(offer for offer in offers if offer.approved)
        for offer in self._offers:
            about = " · ".join(part for part in (offer.language, self._category(offer.category)) if part)
            self.list.addItem(QListWidgetItem(f"{formats.one_line(offer.name, 60)}\n{about}"))
        self._say("" if self._offers else self.tr("This number has no approved template."))
        self.list.setCurrentRow(0)

    def _category(self, told: str | None) -> str:
        names = {
            "MARKETING": self.tr("Marketing"), "UTILITY": self.tr("Service"), "AUTHENTICATION": self.tr("Authentication"),
        }  # fmt: skip
        return names.get((told or "").upper(), (told or "").capitalize())

    def _failed(self, error: AppError) -> None:
        self._say(failure_words(error))

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _chosen(self) -> TemplateOffer | None:
        at = self.list.currentRow()
        return self._offers[at] if 0 <= at < len(self._offers) else None

    def _values(self) -> dict[TemplateField, str]:
        return {field: line.text().strip() for field, line in self.inputs.items()}

    def _show(self) -> None:
        while self._form.rowCount():
            row = self._form.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                widget = item.widget() if item is not None else None
                if widget is self.choose:
                    widget.hide()
                elif widget is not None:
                    widget.deleteLater()
        self.inputs.clear()
        self._path = None
        offer = self._chosen()
        self._seen.setVisible(offer is not None)
        self.preview.setVisible(offer is not None)
        if offer is None:
            self.buttons.hide()
            return
        if offer.header_file is not None:
            self.choose.setText(self.tr("Choose a file…"))
            self._form.addRow(self._file_name(offer.header_file), self.choose)
            self.choose.show()
        for field in offer.fields:
            line = QLineEdit()
            words = self._field_name(field)
            line.setAccessibleName(words)
            line.textChanged.connect(lambda _text: self._refresh())
            self.inputs[field] = line
            self._form.addRow(no_mnemonic(words), line)
        for field, line in self.inputs.items():
            if field.part == "body":
                line.setText(first_name(self._chat.title))
                break
        self._refresh()

    def _file_name(self, kind: str) -> str:
        names = {"image": self.tr("Picture of the header"), "video": self.tr("Video of the header")}
        return names.get(kind, self.tr("Document of the header"))

    def _field_name(self, field: TemplateField) -> str:
        shown = f"{{{{{field.name}}}}}"
        if field.part == "header":
            return self.tr("Header {name}").format(name=shown)
        if field.part == "button":
            words = formats.one_line(field.words, 24)
            if field.kind == "copy_code":
                return self.tr("Code of “{button}”").format(button=words)
            return self.tr("Address of “{button}”").format(button=words)
        return self.tr("Field {name}").format(name=shown)

    def _on_choose_clicked(self) -> None:
        offer = self._chosen()
        if offer is None or offer.header_file is None:
            return
        purpose = Purpose.DOCUMENTS if offer.header_file == "document" else Purpose.PICTURES
        dialogs = FileDialogs(self, self._services, self._crossing)
        chooser = dialogs.to_open(self._file_name(offer.header_file), purpose)
        chooser.setNameFilter(f"{self._file_name(offer.header_file)} ({_PATTERNS[offer.header_file]})")
        chooser.fileSelected.connect(lambda name: self.use_file(Path(name)))
        chooser.open()

    def _refresh(self) -> None:
        offer, values = self._chosen(), self._values()
        if offer is None:
            self.send.setEnabled(False)
            return
        file = f"[{self._path.name}]\n\n" if self._path is not None else ""
        self.preview.setText(file + preview(offer, values))
        shown = [formats.one_line(filled(words, values, "button", at), 40) for at, words in enumerate(offer.buttons)]
        self.buttons.setText("   ".join(f"[ {words} ]" for words in shown))
        self.buttons.setVisible(bool(shown))
        complete = all(values.values()) and (offer.header_file is None or self._path is not None)
        self.send.setEnabled(complete)

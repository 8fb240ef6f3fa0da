"""Approved templates of the number: pick one, fill its fields, see what it will look like."""

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError
from services.domain.models import ChatView
from services.domain.outgoing import Template, TemplateOffer
from services.domain.replies import first_name
from ui import formats
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import no_mnemonic, plain_label


class TemplateDialog(QDialog):
    """``template()`` after it was accepted: what goes to the gateway, and its text as it will look."""

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing, chat: ChatView) -> None:
        super().__init__(parent)
        self._chat = chat
        self._offers: tuple[TemplateOffer, ...] = ()
        self._inputs: dict[str, QLineEdit] = {}
        self.setWindowTitle(self.tr("Send template"))
        self.resize(640, 480)
        self.list = QListWidget()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Templates"))
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.told = plain_label(self.tr("Asking the gateway…"), look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._form = QFormLayout()
        self.preview = plain_label(look=look, role=Type.BODY, tone="mono", wrap=True)
        self.send = button(self.tr("Send"), kind="primary")
        self.send.setDefault(True)
        self.send.setEnabled(False)
        self.send.clicked.connect(self.accept)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.send)
        right = QVBoxLayout()
        right.addWidget(self.told)
        right.addLayout(self._form)
        right.addWidget(self.preview)
        right.addStretch()
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(self.list, 2)
        layout.addLayout(right, 3)
        crossing.spawn(self, services.sending.templates(chat.id), done=self._took, failed=self._failed)

    def template(self) -> tuple[Template, str] | None:
        """What was chosen."""
        offer = self._chosen()
        if offer is None:
            return None
        values = [{"type": "text", "text": self._inputs[name].text().strip()} for name in offer.placeholders]
        named = any(not name.isdigit() for name in offer.placeholders)
        if named:
            for value, name in zip(values, offer.placeholders, strict=True):
                value["parameter_name"] = name
        components: tuple[dict[str, object], ...] = ({"type": "body", "parameters": values},) if values else ()
        return Template(name=offer.name, language=offer.language, components=components), self._words(offer)

    def _took(self, offers: tuple[TemplateOffer, ...]) -> None:
        self._offers = tuple(offer for offer in offers if offer.approved)
        for offer in self._offers:
            self.list.addItem(QListWidgetItem(f"{formats.one_line(offer.name, 60)}\n{offer.language}"))
        self.told.setText("" if self._offers else self.tr("This number has no approved template."))
        self.list.setCurrentRow(0)

    def _failed(self, error: AppError) -> None:
        self.told.setText(failure_words(error))

    def _chosen(self) -> TemplateOffer | None:
        at = self.list.currentRow()
        return self._offers[at] if 0 <= at < len(self._offers) else None

    def _show(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._inputs.clear()
        offer = self._chosen()
        if offer is None:
            return
        for name in offer.placeholders:
            field = QLineEdit()
            field.setAccessibleName(self.tr("Field {name}").format(name=name))
            field.textChanged.connect(lambda _text: self._refresh())
            self._inputs[name] = field
            self._form.addRow(no_mnemonic(f"{{{{{name}}}}}"), field)
        if self._inputs:
            next(iter(self._inputs.values())).setText(first_name(self._chat.title))
        self._refresh()

    def _words(self, offer: TemplateOffer) -> str:
        text = offer.text or ""
        for name, field in self._inputs.items():
            text = text.replace(f"{{{{{name}}}}}", field.text().strip() or f"{{{{{name}}}}}")
        return "\n\n".join(part for part in (offer.header, text, offer.footer) if part)

    def _refresh(self) -> None:
        offer = self._chosen()
        if offer is not None:
            self.preview.setText(self._words(offer))
        self.send.setEnabled(offer is not None and all(f.text().strip() for f in self._inputs.values()))

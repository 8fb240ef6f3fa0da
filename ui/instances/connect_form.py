"""The form that connects a number: which gateway, where it is, its key, and the instance's name there."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from services.api import NewInstance, ProviderView
from services.domain.errors import AppError, Conflict, ErrorCode, Invalid
from ui.messages import failure_words
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

_URL, _NAME = "base_url", "name"
# where a failure belongs when the service does not name the field itself
_FIELD_OF = {
    ErrorCode.AUTH_REJECTED: "api_key",
    ErrorCode.UNAVAILABLE: _URL,
    ErrorCode.TLS: _URL,
    ErrorCode.WRONG_BRAND: _URL,
    ErrorCode.MISCONFIGURED: _URL,
    ErrorCode.BLOCKED_ADDRESS: _URL,
}


class ConnectForm(QWidget):
    """Collects a NewInstance. ``submitted`` carries it; ``cancelled`` goes back."""

    submitted = Signal(object)
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._providers: tuple[ProviderView, ...] = ()
        self._fields: dict[str, QLineEdit] = {}
        self._errors: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._title = plain_label(look=look, role=Type.TITLE)
        self._intro = plain_label(look=look, tone="soft", wrap=True)
        self.provider = QComboBox()
        self.provider.currentIndexChanged.connect(self._on_provider_current_index_changed)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(Space.XS)
        self._general = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self._general.hide()
        self.connect_button = button(kind="primary")
        self.connect_button.setDefault(True)
        self.connect_button.clicked.connect(self.submit)
        self.cancel_button = button()
        self.cancel_button.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.connect_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._title)
        layout.addWidget(self._intro)
        layout.addSpacing(Space.S)
        layout.addLayout(self._form)
        layout.addWidget(self._general)
        layout.addSpacing(Space.M)
        layout.addLayout(row)
        layout.addStretch()
        self._retranslate()

    def set_providers(self, providers: Sequence[ProviderView]) -> None:
        """What can be connected."""
        self._providers = tuple(providers)
        self.provider.blockSignals(True)
        self.provider.clear()
        for view in self._providers:
            self.provider.addItem(view.display_name)
        self.provider.blockSignals(False)
        self._build()

    def field(self, name: str) -> QLineEdit:
        """The input of a field: ``base_url``, ``name``, or a credential."""
        return self._fields[name]

    def error_at(self, name: str) -> str:
        """What is said under a field."""
        label = self._errors.get(name)
        return label.text() if label is not None else ""

    def clear(self) -> None:
        """Forget what was typed, keys first of all."""
        for line in self._fields.values():
            line.clear()
        self._build()

    def submit(self) -> None:
        """Check what can be checked here, and hand it out."""
        self._clear_errors()
        view = self._current()
        if view is None:
            return
        values = {name: line.text().strip() for name, line in self._fields.items()}
        address = urlsplit(values[_URL])
        if _URL in values and (address.scheme not in ("http", "https") or not address.hostname):
            self._fail(_URL, self.tr("Enter an address that begins with http:// or https://"))
        if not values[_NAME]:
            self._fail(_NAME, self.tr("Enter the name the instance has on the gateway"))
        for name, _secret, required in view.credentials:
            if required and not values.get(name):
                self._fail(name, self.tr("This is needed"))
        if any(label.text() for label in self._errors.values()):
            return
        secrets = {name: values[name] for name, _secret, _required in view.credentials if values[name]}
        new = NewInstance(
            provider=view.kind, name=values[_NAME], base_url=values[_URL].rstrip("/"), secrets=secrets
        )
        self.submitted.emit(new)

    def show_failure(self, error: AppError) -> None:
        """Say it where it can be mended."""
        words = failure_words(error)
        field = _FIELD_OF.get(error.code)
        if isinstance(error, Invalid) and error.text in self._fields:
            field = error.text
        elif isinstance(error, Conflict):
            field = _NAME
        if field in self._fields:
            self._fail(field, words)
        else:
            self._general.setText(words)
            self._general.show()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _current(self) -> ProviderView | None:
        at = self.provider.currentIndex()
        return self._providers[at] if 0 <= at < len(self._providers) else None

    def _on_provider_current_index_changed(self, _index: int) -> None:
        self._build()

    def _build(self) -> None:
        kept = {name: line.text() for name, line in self._fields.items()}
        while self._form.rowCount() > 0:
            row = self._form.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                widget = item.widget() if item is not None else None
                if widget is not None:
                    if widget.isAncestorOf(self.provider):
                        self.provider.setParent(self)
                    widget.deleteLater()
        self._fields, self._errors, self._labels = {}, {}, {}
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.addWidget(self.provider)
        self._form.addRow(self._label("provider"), box)
        view = self._current()
        if view is None:
            return
        self._add(_URL, kept.get(_URL) or view.default_base_url or "")
        for name, secret, _required in view.credentials:
            self._add(name, kept.get(name, ""), secret=secret)
        self._add(_NAME, kept.get(_NAME, ""))
        self._retranslate()

    def _label(self, name: str) -> QLabel:
        label = plain_label(look=self._look, role=Type.SMALL_STRONG)
        self._labels[name] = label
        return label

    def _add(self, name: str, text: str, *, secret: bool = False) -> None:
        line = QLineEdit(text)
        line.setClearButtonEnabled(False)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        line.returnPressed.connect(self.submit)
        error = plain_label(look=self._look, role=Type.SMALL, tone="danger", wrap=True)
        error.hide()
        line.textEdited.connect(lambda _text: self._fail(name, ""))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(3)
        column.addWidget(line)
        column.addWidget(error)
        self._fields[name], self._errors[name] = line, error
        self._form.addRow(self._label(name), box)

    def _fail(self, name: str, words: str) -> None:
        line, label = self._fields[name], self._errors[name]
        label.setText(words)
        label.setVisible(bool(words))
        line.setProperty("invalid", "true" if words else "false")
        line.style().unpolish(line)
        line.style().polish(line)
        line.setAccessibleDescription(words)

    def _clear_errors(self) -> None:
        self._general.hide()
        for name in self._fields:
            self._fail(name, "")

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Connect a number"))
        self._intro.setText(
            self.tr("Tell Balcão where your gateway is. The QR code to scan with the phone comes by itself.")
        )
        self.connect_button.setText(self.tr("Connect"))
        self.cancel_button.setText(self.tr("Cancel"))
        words = {
            "provider": self.tr("Gateway"),
            _URL: self.tr("Base URL"),
            _NAME: self.tr("Instance name"),
            "api_key": self.tr("API key"),
            "admin_token": self.tr("Admin token"),
            "token": self.tr("Token"),
        }
        for name, label in self._labels.items():
            text = words.get(name) or name.replace("_", " ").capitalize()
            label.setText(text)
            if name in self._fields:
                self._fields[name].setAccessibleName(text)
        self.provider.setAccessibleName(words["provider"])
        if _URL in self._fields:
            self._fields[_URL].setPlaceholderText("https://gateway.example.com")
        if _NAME in self._fields:
            self._fields[_NAME].setPlaceholderText(self.tr("for example: shop"))

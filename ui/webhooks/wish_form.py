"""How the webhook is wanted: which events, and the switches that its gateway has."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from services.domain.gateways import WebhookView, WebhookWish
from ui.theme import Look, Space, Type
from ui.webhooks.event_picker import EventPicker
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

MASK = "••••••••"


class WishForm(QWidget):
    """Filled from a view, read as a wish. ``changed`` is a person's doing."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._view: WebhookView | None = None
        self._events_title = plain_label(look=look, role=Type.SMALL_STRONG)
        self.events = EventPicker()
        self.events.changed.connect(self.changed)
        self.usual_button = button(kind="ghost")
        self.usual_button.clicked.connect(self._on_usual_clicked)
        self.by_events, self.base64, self.signed = QCheckBox(), QCheckBox(), QCheckBox()
        self._headers_title = plain_label(look=look, role=Type.SMALL_STRONG)
        self.headers = QPlainTextEdit()
        self.headers.setFixedHeight(72)
        self.headers.setFont(look.font(Type.MONO))
        self.headers.setTabChangesFocus(True)
        self.headers.textChanged.connect(self.changed)
        self.retries, self.delay = QSpinBox(), QSpinBox()
        self.retries.setRange(0, 100)
        self.delay.setRange(1, 3600)
        for spin in (self.retries, self.delay):
            spin.lineEdit().setTextMargins(Space.S, 0, Space.S, 0)
            spin.valueChanged.connect(self.changed)
        head = QHBoxLayout()
        head.addWidget(self._events_title, 1)
        head.addWidget(self.usual_button)
        self._events_box = column(head, self.events)
        self._headers_box = column(self._headers_title, self.headers)
        self._retry_box = QWidget()
        retry = QFormLayout(self._retry_box)
        retry.setContentsMargins(0, 0, 0, 0)
        self._retries_label, self._delay_label = plain_label(look=look), plain_label(look=look)
        self._retries_label.setBuddy(self.retries)
        self._delay_label.setBuddy(self.delay)
        retry.addRow(self._retries_label, self.retries)
        retry.addRow(self._delay_label, self.delay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._events_box)
        for box in (self.by_events, self.base64, self.signed):
            box.toggled.connect(self.changed)
            layout.addWidget(box)
        layout.addWidget(self._headers_box)
        layout.addWidget(self._retry_box)
        self.retranslate()

    def show_parts(self, takes: tuple[str, ...]) -> None:
        """Only what this gateway's webhook has."""
        for part, widget in (
            ("events", self._events_box), ("by_events", self.by_events), ("base64", self.base64),
            ("signed", self.signed), ("headers", self._headers_box), ("retries", self._retry_box),
        ):  # fmt: skip
            widget.setVisible(part in takes)
        self.setVisible(bool(takes))

    def fill(self, view: WebhookView) -> None:
        """As it is wanted now; no ``changed`` for that."""
        self._view = view
        boxes: Mapping[QCheckBox, bool] = {
            self.by_events: view.wish.by_events, self.base64: view.wish.base64, self.signed: view.wish.signed,
        }  # fmt: skip
        lost = set(view.events) - set(view.actual_events) if view.actual_events is not None else set()
        self.events.show_choices(view.choices, view.events, lost)
        for box, on in boxes.items():
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        for spin, value in ((self.retries, view.wish.retries or 10), (self.delay, view.wish.retry_delay_s or 5)):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)
        self.headers.blockSignals(True)
        self.headers.setPlainText(self._masked_headers())
        self.headers.blockSignals(False)

    def lacks_events(self) -> bool:
        """Whether events could be chosen and none is."""
        return not self.events.chosen() and not self._events_box.isHidden()

    def wish(self) -> WebhookWish:
        """What a person wants. Raises ValueError for headers that are none."""
        view = self._view
        takes = view.takes if view is not None else ()
        usual = tuple(c.name for c in view.choices if c.default) if view is not None else ()
        chosen = self.events.chosen()
        typed = self.headers.toPlainText().strip()
        return WebhookWish(
            events=chosen if "events" in takes and set(chosen) != set(usual) else None,
            by_events=self.by_events.isChecked() and "by_events" in takes,
            base64=self.base64.isChecked() and "base64" in takes,
            headers=_headers(typed) if "headers" in takes and typed != self._masked_headers() else None,
            signed=self.signed.isChecked() and "signed" in takes,
            retries=self.retries.value() if "retries" in takes else None,
            retry_delay_s=self.delay.value() if "retries" in takes else None,
        )

    def _masked_headers(self) -> str:
        names = self._view.header_names if self._view is not None else ()
        return "\n".join(f"{name}: {MASK}" for name in names)

    def _on_usual_clicked(self) -> None:
        if self._view is not None:
            usual = [c.name for c in self._view.choices if c.default]
            self.events.show_choices(self._view.choices, usual)
            self.changed.emit()

    def retranslate(self) -> None:
        """Everything in words."""
        self._events_title.setText(self.tr("What the gateway tells us"))
        self.events.setAccessibleName(self.tr("What the gateway tells us"))
        self.events.retranslate()
        self.usual_button.setText(self.tr("The usual choice"))
        self.by_events.setText(self.tr("A path of its own for each event"))
        self.base64.setText(self.tr("Send files in the body (large; Balcão fetches them by itself otherwise)"))
        self.signed.setText(self.tr("Sign what is posted, with a key that Balcão makes and checks"))
        self._headers_title.setText(self.tr("Headers to send along (Name: value, one to a line)"))
        self.headers.setAccessibleName(self.tr("Headers to send along"))
        self._retries_label.setText(self.tr("Tries if we do not answer"))
        self._delay_label.setText(self.tr("Seconds between tries"))
        self.retries.setAccessibleName(self._retries_label.text())
        self.delay.setAccessibleName(self._delay_label.text())


def _headers(text: str) -> dict[str, str]:
    """``Name: value`` lines; ValueError where one is not, or where a masked value was left among new ones."""
    found = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or not value.strip() or MASK in value:
            raise ValueError(line)
        found[name.strip()] = value.strip()
    return found


def column(*parts: QWidget | QHBoxLayout) -> QWidget:
    """Parts under one another, close together."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.XS)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return box

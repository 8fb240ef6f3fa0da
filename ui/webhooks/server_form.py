"""The server that takes deliveries: where it listens, who may send, how much at a time."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain import networks
from services.domain.errors import AppError
from services.domain.models import Health
from services.settings.schema import TunnelKind
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.webhooks.kept import keep, kept
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, tell

_MOST = {"server.hooks_port": 65_535, "server.body_limit_mb": 512, "server.rate_per_minute": 10_000_000}
_NUMBERS = (
    "server.hooks_port", "server.body_limit_mb", "server.rate_per_minute", "server.rate_per_minute_unauthenticated",
)  # fmt: skip
_HERE, _EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 - offered as such, and not the usual choice


class ServerForm(QWidget):
    """The lower half of the page. Who may send counts at once, the rest from the next start."""

    def __init__(self, services: Services, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self._services, self._crossing, self._look = services, crossing, look
        self._health: Health | None = None
        self._title = plain_label(look=look, role=Type.TITLE)
        self._listening = plain_label(look=look, tone="soft", wrap=True)
        self._taken = plain_label(look=look, tone="warning", wrap=True)
        self.host = QComboBox()
        self.host.addItem("", _HERE)
        self.host.addItem("", _EVERYWHERE)
        self.numbers: dict[str, QSpinBox] = {}
        for key in _NUMBERS:
            spin = QSpinBox()
            spin.setRange(0 if key.endswith("port") else 1, _MOST.get(key, 1_000_000))
            spin.lineEdit().setTextMargins(Space.S, 0, Space.S, 0)
            self.numbers[key] = spin
        self.sources = QPlainTextEdit()
        self.sources.setFixedHeight(64)
        self.sources.setFont(look.font(Type.MONO))
        self.sources.setTabChangesFocus(True)
        self.sources.textChanged.connect(lambda: self._refuse(""))
        self._sources_error = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self._sources_help = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._refused = plain_label(look=look, role=Type.SMALL, tone="warning", wrap=True)
        self._said = plain_label(look=look, role=Type.SMALL, wrap=True)
        self.save_button = button()
        self.save_button.clicked.connect(self._on_save_clicked)
        self._labels: dict[QWidget, QLabel] = {}
        self._build()
        self._refuse("")
        self._say("", "")
        self._retranslate()

    def _build(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(Space.S)
        form.setHorizontalSpacing(Space.L)
        self._sources_part = QWidget()
        column = QVBoxLayout(self._sources_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for part in (self.sources, self._sources_error, self._sources_help, self._refused):
            column.addWidget(part)
        for field in (self.host, *self.numbers.values(), self._sources_part):
            label = plain_label(look=self._look, role=Type.SMALL_STRONG)
            label.setBuddy(self.sources if field is self._sources_part else field)
            self._labels[field] = label
            form.addRow(label, field)
        actions = QHBoxLayout()
        actions.addWidget(self.save_button)
        actions.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        for words in (self._title, self._listening, self._taken):
            layout.addWidget(words)
        layout.addLayout(form)
        layout.addWidget(self._said)
        layout.addLayout(actions)

    def reload(self) -> None:
        """Everything as it is now."""
        get = self._services.preferences.get
        host = str(kept(get, "server.bind_host"))
        for own in own_addresses():
            if self.host.findData(own) < 0:
                self.host.addItem(own, own)
        if self.host.findData(host) < 0:
            self.host.addItem(host, host)
        self.host.setCurrentIndex(self.host.findData(host))
        for key, spin in self.numbers.items():
            spin.setValue(int(str(kept(get, key))))
        self.sources.setPlainText(str(kept(get, "server.allowed_sources")))
        self._crossing.spawn(self, self._services.diagnostics.health(), done=self._on_health)
        self._show_health()

    def said(self) -> str:
        """What the last saving came to."""
        return self._said.text()

    def listening(self) -> str:
        """Where it listens, and whether that is where it was wanted."""
        return f"{self._listening.text()} {self._taken.text()}".strip()

    def refused(self) -> str:
        """What is wrong with the list of senders, else how many it turned away."""
        return self._sources_error.text() or self._refused.text()

    def quiet(self) -> None:
        """Take back what was said about the last action."""
        self._say("", "")

    def _on_health(self, health: Health) -> None:
        self._health = health
        self._show_health()

    def _on_save_clicked(self) -> None:
        text = self.sources.toPlainText().strip()
        try:
            networks.parse(text)
        except ValueError as error:
            self._refuse(
                self.tr("“{part}” is no address and no network. Write for example 203.0.113.7 or 10.0.0.0/8.").format(part=error)
            )
            self.sources.setFocus()
            return
        wanted: dict[str, object] = {"server.allowed_sources": text, "server.bind_host": str(self.host.currentData())}
        wanted.update({key: spin.value() for key, spin in self.numbers.items()})
        self._crossing.spawn(
            self, keep(self._services.preferences, wanted), done=self._on_saved, failed=self._on_failed,
            busy=self.save_button,
        )  # fmt: skip

    def _on_saved(self, _nothing: object) -> None:
        said = self.tr("Saved. Who may send counts at once, the rest from the next start.")
        self._say(said, "success")
        self._crossing.spawn(self, self._services.diagnostics.health(), done=self._on_health)

    def _on_failed(self, error: AppError) -> None:
        self._say(failure_words(error), "danger")

    def _say(self, text: str, tone: str) -> None:
        tell(self._said, text, tone)

    def _refuse(self, text: str) -> None:
        self._sources_error.setText(text)
        self._sources_error.setVisible(bool(text))
        self.sources.setAccessibleDescription(text)

    def _show_health(self) -> None:
        health = self._health
        address = health.hooks_url if health is not None else None
        self._listening.setText(self.tr("Deliveries are taken at {address}.").format(address=address) if address else "")
        wanted = self.numbers["server.hooks_port"].value()
        taken = bool(address and wanted and not address.endswith(f":{wanted}"))
        words = self.tr(
            "Port {port} was taken by another program at the start, so the next free one is used. Close that program "
            "and start Balcão again, or choose another port."
        )
        self._taken.setText(words.format(port=wanted) if taken else "")
        self._taken.setVisible(taken)
        count = health.turned_away if health is not None else 0
        told = self.tr("%n request(s) of others refused since the start", "", count)
        last = health.last_turned_away if health is not None else None
        self._refused.setText(self.tr("{count}, the last one from {address}.").format(count=told, address=last))
        self._refused.setVisible(count > 0)
        self._show_help()

    def _show_help(self) -> None:
        kind = str(kept(self._services.preferences.get, "tunnel.kind"))
        if kind in (TunnelKind.NONE,):
            how = self.tr("Compared is the address that connects to this computer.")
        elif kind == TunnelKind.SSH:
            how = self.tr(
                "Through SSH, compared is the address that the far server passes on. A plain forward passes none on, "
                "and then everybody counts as this computer: leave the list to that server's own firewall."
            )
        else:
            how = self.tr(
                "Through a tunnel or proxy on this computer, compared is the last address that it passes on in "
                "X-Forwarded-For, which is the one that connected to it."
            )
        self._sources_help.setText(
            " ".join((self.tr("Empty lets everybody, who still has to prove a secret. This computer always may."), how))
        )

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Server on this computer"))
        self.host.setItemText(0, self.tr("This computer only (127.0.0.1)"))
        self.host.setItemText(1, self.tr("Everybody on the network (0.0.0.0)"))
        self.sources.setPlaceholderText("203.0.113.7, 10.0.0.0/8")
        self.save_button.setText(self.tr("Save the server's settings"))
        self.numbers["server.hooks_port"].setSpecialValueText(self.tr("the usual one, or another that is free"))
        names: dict[QWidget, str] = {
            self.host: self.tr("Who may connect"),
            self.numbers["server.hooks_port"]: self.tr("Port"),
            self.numbers["server.body_limit_mb"]: self.tr("Largest delivery (MB)"),
            self.numbers["server.rate_per_minute"]: self.tr("Deliveries a minute"),
            self.numbers["server.rate_per_minute_unauthenticated"]: self.tr("Unproved requests a minute"),
            self._sources_part: self.tr("Allowed senders"),
        }
        for widget, text in names.items():
            self._labels[widget].setText(text)
            widget.setAccessibleName(text)
        self.sources.setAccessibleName(names[self._sources_part])
        self._show_health()


def own_addresses() -> tuple[str, ...]:
    """The IPv4 addresses this computer has now, without those that only it can use itself."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface  # not needed at the start

    found = QNetworkInterface.allAddresses()
    ipv4 = QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    return tuple(each.toString() for each in found if each.protocol() == ipv4 and not each.isLoopback())

"""How gateways reach this computer: the public address and its tunnel, and the server that takes deliveries."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError, ErrorCode
from services.domain.models import CauseView, Health, TrafficLevel, TrafficView, TunnelState, TunnelView
from services.settings.schema import FIELDS, TunnelKind
from ui import formats
from ui.bridge import Bridge
from ui.messages import cause_words, failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label, set_tone

_KINDS = (TunnelKind.NONE, TunnelKind.NGROK, TunnelKind.CLOUDFLARED, TunnelKind.SSH, TunnelKind.FIXED)
_TONES = {
    TunnelState.OFF: "soft", TunnelState.ONLINE: "success", TunnelState.ERROR: "danger",
    TunnelState.RECONNECTING: "warning", TunnelState.DOWNLOADING: "soft", TunnelState.CONNECTING: "soft",
}  # fmt: skip
_PORTS = {"server.hooks_port": 65_535, "server.body_limit_mb": 512}
_NUMBERS = (
    "server.hooks_port", "server.body_limit_mb", "server.rate_per_minute", "server.rate_per_minute_unauthenticated",
)  # fmt: skip


class ServerPage(QFrame):
    """Two halves under one another, each with its own button that keeps what was changed."""

    closed = Signal()

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self.setObjectName("card")
        self._services, self._crossing, self._look = services, crossing, look
        self._tunnel: TunnelView | None = None
        self._traffic: TrafficView | None = None
        self._causes: dict[str, CauseView] = {}
        self._health: Health | None = None
        self.back_button = IconButton(look, "back")
        self.back_button.clicked.connect(self.closed)
        self._title = plain_label(look=look, role=Type.TITLE)
        self._help = plain_label(look=look, tone="soft", wrap=True)
        self._state = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cause = plain_label(look=look, wrap=True)
        self._meter = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.kind = QComboBox()
        for each in _KINDS:
            self.kind.addItem("", each.value)
        self.kind.currentIndexChanged.connect(lambda _at: self._show_parts())
        self.url, self.token, self.domain, self.destination = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.with_app = QCheckBox()
        self._labels: dict[QWidget, QLabel] = {}
        self._form = QFormLayout()
        self.save_button = button(kind="primary")
        self.save_button.clicked.connect(self._on_save_clicked)
        self.start_button = button()
        self.start_button.clicked.connect(lambda: self._run(self._services.tunnel.start, self.start_button))
        self.stop_button = button()
        self.stop_button.clicked.connect(lambda: self._run(self._services.tunnel.stop, self.stop_button))
        self._said = plain_label(look=look, role=Type.SMALL, wrap=True)
        self._server_title = plain_label(look=look, role=Type.TITLE)
        self._listening = plain_label(look=look, tone="soft", wrap=True)
        self.host = QComboBox()
        self.host.addItem("", "127.0.0.1")
        self.host.addItem("", "0.0.0.0")  # noqa: S104 - offered as such, and not the usual choice
        self.numbers: dict[str, QSpinBox] = {}
        for key in _NUMBERS:
            spin = QSpinBox()
            spin.setRange(0 if key.endswith("port") else 1, _PORTS.get(key, 1_000_000))
            spin.lineEdit().setTextMargins(Space.S, 0, Space.S, 0)
            self.numbers[key] = spin
        self._server_form = QFormLayout()
        self.save_server_button = button()
        self.save_server_button.clicked.connect(self._on_save_server_clicked)
        self._server_said = plain_label(look=look, role=Type.SMALL, wrap=True)
        self._build()
        bridge.tunnel.connect(self._on_tunnel)
        bridge.traffic.connect(self._on_traffic)
        self._retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        for form in (self._form, self._server_form):
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            form.setVerticalSpacing(Space.S)
            form.setHorizontalSpacing(Space.L)
        for widget in (self.kind, self.url, self.token, self.domain, self.destination):
            self._row(self._form, widget)
        self._form.addRow("", self.with_app)
        for field in (self.host, *self.numbers.values()):
            self._row(self._server_form, field)
        actions, server_actions = QHBoxLayout(), QHBoxLayout()
        for each in (self.save_button, self.start_button, self.stop_button):
            actions.addWidget(each)
        actions.addStretch()
        server_actions.addWidget(self.save_server_button)
        server_actions.addStretch()
        line = QFrame()
        line.setObjectName("line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        for words in (self._help, self._state, self._cause, self._meter):
            layout.addWidget(words)
        layout.addSpacing(Space.S)
        layout.addLayout(self._form)
        layout.addWidget(self._said)
        layout.addLayout(actions)
        layout.addSpacing(Space.M)
        layout.addWidget(line)
        layout.addSpacing(Space.M)
        layout.addWidget(self._server_title)
        layout.addWidget(self._listening)
        layout.addLayout(self._server_form)
        layout.addWidget(self._server_said)
        layout.addLayout(server_actions)

    def _row(self, form: QFormLayout, widget: QWidget) -> None:
        label = plain_label(look=self._look, role=Type.SMALL_STRONG)
        self._labels[widget] = label
        form.addRow(label, widget)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Everything as it is now."""
        get = self._get
        self.kind.setCurrentIndex(max(0, self.kind.findData(str(get("tunnel.kind")))))
        self.url.setText(str(get("server.public_url")))
        self.domain.setText(str(get("tunnel.domain")))
        self.destination.setText(str(get("tunnel.ssh_destination")))
        self.with_app.setChecked(bool(get("tunnel.start_with_app")))
        host = str(get("server.bind_host"))
        if self.host.findData(host) < 0:
            self.host.addItem(host, host)
        self.host.setCurrentIndex(self.host.findData(host))
        for key, spin in self.numbers.items():
            spin.setValue(int(str(get(key))))
        tunnel = self._services.tunnel
        self._crossing.spawn(self, self._services.diagnosis.causes(), done=self._on_causes)
        self._crossing.spawn(self, tunnel.state(), done=self._on_tunnel)
        self._crossing.spawn(self, tunnel.traffic(), done=self._on_traffic)
        self._crossing.spawn(self, tunnel.has_token(), done=self._on_has_token, failed=self._on_failed)
        self._crossing.spawn(self, self._services.diagnostics.health(), done=self._on_health)
        self._show_parts()

    def _get(self, key: str) -> object:
        value = self._services.preferences.get(key)
        return FIELDS[key].default if value is None else value

    def _on_causes(self, causes: tuple[CauseView, ...]) -> None:
        self._causes = {cause.code: cause for cause in causes}
        self._show_state()

    def _on_tunnel(self, view: TunnelView) -> None:
        self._tunnel = view
        self._show_state()

    def _on_traffic(self, view: TrafficView) -> None:
        self._traffic = view
        self._show_state()

    def _on_has_token(self, there: bool) -> None:
        self.token.setPlaceholderText(self.tr("kept in the password store; type to replace it") if there else "")

    def _on_health(self, health: Health) -> None:
        self._health = health
        self._show_state()

    # ------------------------------------------------------------------ changing

    def _on_save_clicked(self) -> None:
        kind = str(self.kind.currentData())
        wanted: dict[str, object] = {"tunnel.start_with_app": self.with_app.isChecked()}
        if kind == TunnelKind.FIXED:
            wanted["server.public_url"] = self.url.text().strip()
        if kind == TunnelKind.NGROK:
            wanted["tunnel.domain"] = self.domain.text().strip().lower()
        if kind == TunnelKind.SSH:
            wanted["tunnel.ssh_destination"] = self.destination.text().strip()
        wanted["tunnel.kind"] = kind
        self._crossing.spawn(
            self, self._save(wanted, self.token.text().strip()), done=self._on_saved, failed=self._on_failed,
            busy=self.save_button,
        )  # fmt: skip

    async def _save(self, wanted: dict[str, object], token: str) -> None:
        # runs on the services' loop
        if token:
            await self._services.tunnel.set_token(token)
        for key, value in wanted.items():
            await self._services.preferences.set(key, value)

    def _on_saved(self, _nothing: object) -> None:
        self.token.clear()
        self._say(self._said, self.tr("Saved."), "success")
        self.reload()

    def _on_failed(self, error: AppError) -> None:
        said = failure_words(error)
        if error.code is ErrorCode.INVALID:
            said = self.tr("This cannot be used as it is written. Check the address and the token.")
        self._say(self._said, said, "danger")

    def _on_save_server_clicked(self) -> None:
        wanted: dict[str, object] = {"server.bind_host": str(self.host.currentData())}
        wanted.update({key: spin.value() for key, spin in self.numbers.items()})
        self._crossing.spawn(
            self,
            self._save(wanted, ""),
            done=lambda _none: self._say(self._server_said, self.tr("Saved. It counts from the next start."), "success"),
            failed=lambda error: self._say(self._server_said, failure_words(error), "danger"),
            busy=self.save_server_button,
        )

    def _run(self, action: Callable[[], object], busy: QWidget) -> None:
        self._crossing.spawn(self, action(), failed=self._on_failed, busy=busy)  # type: ignore[arg-type]

    # ------------------------------------------------------------------ looks and words

    def state(self) -> str:
        """The tunnel's state in words."""
        return self._state.text()

    def _say(self, label: QLabel, text: str, tone: str) -> None:
        label.setText(text)
        set_tone(label, tone)

    def _show_parts(self) -> None:
        kind = str(self.kind.currentData())
        for widget, kinds in (
            (self.url, (TunnelKind.FIXED,)), (self.token, (TunnelKind.NGROK,)), (self.domain, (TunnelKind.NGROK,)),
            (self.destination, (TunnelKind.SSH,)),
            (self.with_app, (TunnelKind.NGROK, TunnelKind.CLOUDFLARED, TunnelKind.SSH)),
        ):  # fmt: skip
            self._form.setRowVisible(widget, kind in kinds)
        self._show_state()

    def _show_state(self) -> None:
        view = self._tunnel
        words = {
            TunnelState.OFF: self.tr("No public address"),
            TunnelState.DOWNLOADING: self.tr("Fetching the tunnel's program…"),
            TunnelState.CONNECTING: self.tr("Opening the tunnel…"),
            TunnelState.ONLINE: self.tr("Reachable"),
            TunnelState.RECONNECTING: self.tr("The tunnel broke; opening it again…"),
            TunnelState.ERROR: self.tr("The tunnel does not work"),
        }
        if view is not None:
            said = words[view.state]
            self._say(self._state, f"{said}: {view.public_url}" if view.public_url else said, _TONES[view.state])
            cause = self._causes.get(view.code or "")
            text = " ".join(cause_words(cause)) if cause is not None else ""
            left = round((view.next_retry_at_ms or 0) / 1000 - time.time())
            if left > 0:
                text = f"{text} " + self.tr("Next try in %n second(s).", "", left)
            self._cause.setText(text.strip())
            stoppable = view.state not in (TunnelState.OFF, TunnelState.ERROR)
            through = view.kind not in (TunnelKind.NONE, TunnelKind.FIXED)
            self.stop_button.setVisible(stoppable and through)
            self.start_button.setVisible(not stoppable and through)
        self._cause.setVisible(bool(self._cause.text()))
        traffic = self._traffic
        metered = traffic is not None and traffic.limit > 0 and view is not None and view.kind == TunnelKind.NGROK
        self._meter.setVisible(metered)
        if traffic is not None and metered:
            told = self.tr("{used} of {limit} requests this month.").format(used=traffic.used, limit=traffic.limit)
            if traffic.exhausted_at_ms:
                told += " " + self.tr("At this pace they end on {day}.").format(
                    day=formats.full_date(formats.local_day(traffic.exhausted_at_ms))
                )
            self._meter.setText(told)
            set_tone(self._meter, "soft" if traffic.level is TrafficLevel.OK else "warning")
        health = self._health
        address = health.hooks_url if health is not None else None
        listening = self.tr("Deliveries are taken at {address}.").format(address=address) if address else ""
        wanted = self.numbers["server.hooks_port"].value()
        if address and wanted and not address.endswith(f":{wanted}"):
            listening += " " + self.tr("Port {port} is taken by another program, so the next free one is used.").format(
                port=wanted
            )
        self._listening.setText(listening)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at, it is read anew."""
        super().showEvent(event)
        self._say(self._said, "", "")
        self._say(self._server_said, "", "")
        self.reload()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.back_button.name_it(self.tr("Back to the number"))
        self._title.setText(self.tr("Public address"))
        self._help.setText(
            self.tr(
                "Gateways on the internet post what customers write to this computer, and need an address for it. "
                "A gateway on this same computer, or one with a WebSocket, needs none."
            )
        )
        kinds = (
            self.tr("None"), self.tr("ngrok (account needed)"), self.tr("Cloudflare quick tunnel"),
            self.tr("SSH (localhost.run or your own server)"), self.tr("My own domain or reverse proxy"),
        )  # fmt: skip
        for at, text in enumerate(kinds):
            self.kind.setItemText(at, text)
        self.url.setPlaceholderText("https://balcao.example.com")
        self.domain.setPlaceholderText(self.tr("leave empty for a random one"))
        self.with_app.setText(self.tr("Open it when Balcão starts"))
        self.save_button.setText(self.tr("Save"))
        self.start_button.setText(self.tr("Start"))
        self.stop_button.setText(self.tr("Stop"))
        self._server_title.setText(self.tr("Server on this computer"))
        self.host.setItemText(0, self.tr("This computer only (127.0.0.1)"))
        self.host.setItemText(1, self.tr("Everybody on the network (0.0.0.0)"))
        self.save_server_button.setText(self.tr("Save for the next start"))
        self.numbers["server.hooks_port"].setSpecialValueText(self.tr("the usual one, or another that is free"))
        names = {
            self.kind: self.tr("Way"), self.url: self.tr("Address"), self.token: self.tr("Authtoken"),
            self.domain: self.tr("Domain"), self.destination: self.tr("SSH server"), self.host: self.tr("Who may connect"),
            self.numbers["server.hooks_port"]: self.tr("Port"),
            self.numbers["server.body_limit_mb"]: self.tr("Largest delivery (MB)"),
            self.numbers["server.rate_per_minute"]: self.tr("Deliveries a minute"),
            self.numbers["server.rate_per_minute_unauthenticated"]: self.tr("Unproved requests a minute"),
        }  # fmt: skip
        for widget, text in names.items():
            self._labels[widget].setText(text)
            widget.setAccessibleName(text)
        self._show_state()

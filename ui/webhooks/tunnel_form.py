"""The public address: which way leads here, how it stands, what it needs, and what it costs."""

import time
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.errors import AppError, ErrorCode
from services.domain.models import CauseView, TrafficLevel, TrafficView, TunnelState, TunnelView
from services.settings.schema import TunnelKind
from ui import formats
from ui.bridge import Bridge
from ui.file_dialogs import FileDialogs, Purpose
from ui.messages import cause_words, failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.webhooks.kept import keep, kept
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tone, tell

_KINDS = (TunnelKind.NONE, TunnelKind.NGROK, TunnelKind.CLOUDFLARED, TunnelKind.SSH, TunnelKind.FIXED)
_REGIONS = ("", "us", "eu", "sa", "ap", "au", "in", "jp")
_TONES = {
    TunnelState.OFF: "soft", TunnelState.ONLINE: "success", TunnelState.ERROR: "danger",
    TunnelState.RECONNECTING: "warning", TunnelState.DOWNLOADING: "soft", TunnelState.CONNECTING: "soft",
}  # fmt: skip
_PROGRAMS = (TunnelKind.NGROK, TunnelKind.CLOUDFLARED, TunnelKind.SSH)
# mended by a newer agent
_OLD = ("tunnel_agent_old", "tunnel_binary_unusable")


class TunnelForm(QWidget):
    """The upper half of the page; its settings count at once."""

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self._services, self._crossing, self._look = services, crossing, look
        self._tunnel: TunnelView | None = None
        self._traffic: TrafficView | None = None
        self._causes: dict[str, CauseView] = {}
        self._state = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cause = plain_label(look=look, wrap=True)
        self._words = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._meter = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.kind = QComboBox()
        for each in _KINDS:
            self.kind.addItem("", each.value)
        self.kind.currentIndexChanged.connect(lambda _at: self._show_parts())
        self.url, self.token, self.domain, self.destination = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.region = QComboBox()
        for code in _REGIONS:
            self.region.addItem("", code)
        self.ssh_port, self.ssh_remote_port = QSpinBox(), QSpinBox()
        self.ssh_port.setRange(1, 65_535)
        self.ssh_remote_port.setRange(0, 65_535)
        for spin in (self.ssh_port, self.ssh_remote_port):
            spin.lineEdit().setTextMargins(Space.S, 0, Space.S, 0)
        self.ssh_url, self.binary = QLineEdit(), QLineEdit()
        self.binary_button = button()
        self.binary_button.clicked.connect(self._on_binary_clicked)
        self.with_app = QCheckBox()
        self._labels: dict[QWidget, QLabel] = {}
        self.save_button = button(kind="primary")
        self.save_button.clicked.connect(self._on_save_clicked)
        self.start_button, self.stop_button, self.update_button = button(), button(), button()
        self.start_button.clicked.connect(lambda: self._run(self._services.tunnel.start, self.start_button))
        self.stop_button.clicked.connect(lambda: self._run(self._services.tunnel.stop, self.stop_button))
        self.update_button.clicked.connect(self._on_update_clicked)
        self._said = plain_label(look=look, role=Type.SMALL, wrap=True)
        self._build()
        bridge.tunnel.connect(self._on_tunnel)
        bridge.traffic.connect(self._on_traffic)
        self._retranslate()

    def _build(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setVerticalSpacing(Space.S)
        self._form.setHorizontalSpacing(Space.L)
        self._binary_row = QWidget()
        row = QHBoxLayout(self._binary_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.binary, 1)
        row.addWidget(self.binary_button)
        for widget in (
            self.kind, self.url, self.token, self.domain, self.region, self.destination, self.ssh_port,
            self.ssh_remote_port, self.ssh_url, self._binary_row,
        ):  # fmt: skip
            label = plain_label(look=self._look, role=Type.SMALL_STRONG)
            # on Linux a screen reader takes a box's name from its label
            label.setBuddy(self.binary if widget is self._binary_row else widget)
            self._labels[widget] = label
            self._form.addRow(label, widget)
        self._form.addRow("", self.with_app)
        actions = QHBoxLayout()
        for each in (self.save_button, self.start_button, self.stop_button, self.update_button):
            actions.addWidget(each)
        actions.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        for words in (self._state, self._cause, self._words, self._meter):
            layout.addWidget(words)
        layout.addSpacing(Space.S)
        layout.addLayout(self._form)
        layout.addWidget(self._said)
        layout.addLayout(actions)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Everything as it is now."""
        get = self._services.preferences.get
        self.kind.setCurrentIndex(max(0, self.kind.findData(str(kept(get, "tunnel.kind")))))
        for line, key in (
            (self.url, "server.public_url"), (self.domain, "tunnel.domain"), (self.binary, "tunnel.binary"),
            (self.destination, "tunnel.ssh_destination"), (self.ssh_url, "tunnel.ssh_url"),
        ):  # fmt: skip
            line.setText(str(kept(get, key)))
        region = str(kept(get, "tunnel.region"))
        if self.region.findData(region) < 0:
            self.region.addItem(region, region)
        self.region.setCurrentIndex(self.region.findData(region))
        self.ssh_port.setValue(int(str(kept(get, "tunnel.ssh_port"))))
        self.ssh_remote_port.setValue(int(str(kept(get, "tunnel.ssh_remote_port"))))
        self.with_app.setChecked(bool(kept(get, "tunnel.start_with_app")))
        tunnel = self._services.tunnel
        self._crossing.spawn(self, self._services.diagnosis.causes(), done=self._on_causes)
        self._crossing.spawn(self, tunnel.state(), done=self._on_tunnel)
        self._crossing.spawn(self, tunnel.traffic(), done=self._on_traffic)
        self._crossing.spawn(self, tunnel.has_token(), done=self._on_has_token, failed=self._on_failed)
        self._show_parts()

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

    # ------------------------------------------------------------------ changing

    def _on_save_clicked(self) -> None:
        kind = str(self.kind.currentData())
        wanted: dict[str, object] = {"tunnel.start_with_app": self.with_app.isChecked()}
        if kind == TunnelKind.FIXED:
            wanted["server.public_url"] = self.url.text().strip()
        if kind == TunnelKind.NGROK:
            wanted["tunnel.domain"] = self.domain.text().strip().lower().removeprefix("https://").rstrip("/")
            wanted["tunnel.region"] = str(self.region.currentData())
        if kind == TunnelKind.SSH:
            wanted["tunnel.ssh_destination"] = self.destination.text().strip()
            wanted["tunnel.ssh_port"] = self.ssh_port.value()
            wanted["tunnel.ssh_remote_port"] = self.ssh_remote_port.value()
            wanted["tunnel.ssh_url"] = self.ssh_url.text().strip()
        if kind in _PROGRAMS:
            wanted["tunnel.binary"] = self.binary.text().strip()
        wanted["tunnel.kind"] = kind
        self._crossing.spawn(
            self, self._save(wanted, self.token.text().strip()), done=self._on_saved, failed=self._on_failed,
            busy=self.save_button,
        )  # fmt: skip

    async def _save(self, wanted: dict[str, object], token: str) -> None:
        # runs on the services' loop
        if token:
            await self._services.tunnel.set_token(token)
        await keep(self._services.preferences, wanted)

    def _on_saved(self, _nothing: object) -> None:
        self.token.clear()
        self._say(self.tr("Saved."), "success")
        self.reload()

    def _on_failed(self, error: AppError) -> None:
        said = failure_words(error)
        if error.code is ErrorCode.INVALID:
            said = self.tr("This cannot be used as it is written. Check the address and the token.")
        self._say(said, "danger")

    def _on_binary_clicked(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        chooser = dialogs.to_open(self.tr("The tunnel's program"), Purpose.PROGRAMS)
        chooser.fileSelected.connect(self.binary.setText)
        chooser.open()

    def _on_update_clicked(self) -> None:
        self._say(self.tr("Updating the agent…"), "soft")
        self._crossing.spawn(
            self, self._services.tunnel.update_agent(), done=self._on_updated, failed=self._on_update_failed,
            busy=self.update_button,
        )  # fmt: skip

    def _on_updated(self, said: str) -> None:
        told = formats.one_line(said, 160)
        self._say(self.tr("The agent is up to date. {words}").format(words=told).strip(), "success")

    def _on_update_failed(self, error: AppError) -> None:
        said = self.tr("The agent could not be updated. Check the internet connection, or install it by hand.")
        told = formats.one_line(error.text, 160)
        self._say(f"{said} ({told})" if told else said, "danger")

    def _run(self, action: Callable[[], Coroutine[Any, Any, object]], busy: QWidget) -> None:
        self._crossing.spawn(self, action(), failed=self._on_failed, busy=busy)

    # ------------------------------------------------------------------ looks and words

    def state(self) -> str:
        """The tunnel's state in words."""
        return self._state.text()

    def cause(self) -> str:
        """Why it is so and what to do, in words."""
        return self._cause.text()

    def quiet(self) -> None:
        """Take back what was said about the last action."""
        self._say("", "")

    def _say(self, text: str, tone: str) -> None:
        tell(self._said, text, tone)

    def _show_parts(self) -> None:
        kind = str(self.kind.currentData())
        ngrok, ssh = (TunnelKind.NGROK,), (TunnelKind.SSH,)
        for widget, kinds in (
            (self.url, (TunnelKind.FIXED,)), (self.token, ngrok), (self.domain, ngrok), (self.region, ngrok),
            (self.destination, ssh), (self.ssh_port, ssh), (self.ssh_remote_port, ssh), (self.ssh_url, ssh),
            (self._binary_row, _PROGRAMS), (self.with_app, _PROGRAMS),
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
        through = False
        if view is not None:
            said = words[view.state]
            self._state.setText(f"{said}: {view.public_url}" if view.public_url else said)
            set_tone(self._state, _TONES[view.state])
            cause = self._causes.get(view.code or "")
            text = " ".join(cause_words(cause)) if cause is not None else ""
            left = round((view.next_retry_at_ms or 0) / 1000 - time.time())
            if left > 0:
                text = f"{text} " + self.tr("Next try in %n second(s).", "", left)
            self._cause.setText(text.strip())
            told = formats.one_line(view.text or "", 200) if view.state is not TunnelState.ONLINE else ""
            self._words.setText(self.tr("Its own words: {words}").format(words=told) if told else "")
            stoppable = view.state not in (TunnelState.OFF, TunnelState.ERROR)
            through = view.kind not in (TunnelKind.NONE, TunnelKind.FIXED)
            self.stop_button.setVisible(stoppable and through)
            self.start_button.setVisible(not stoppable and through)
        for label in (self._cause, self._words):
            label.setVisible(bool(label.text()))
        # where the agent itself is the trouble, renewing it comes first; else only for who looks for it
        old = view is not None and view.code in _OLD
        self.update_button.setVisible(through and view is not None and view.kind == TunnelKind.NGROK)
        self.update_button.setProperty("kind", "primary" if old else "secondary")
        self._show_meter(view)

    def _show_meter(self, view: TunnelView | None) -> None:
        traffic = self._traffic
        metered = traffic is not None and traffic.limit > 0 and view is not None and view.kind == TunnelKind.NGROK
        self._meter.setVisible(metered)
        if traffic is None or not metered:
            return
        told = self.tr("{used} of {limit} requests this month.").format(used=traffic.used, limit=traffic.limit)
        if traffic.exhausted_at_ms:
            told += " " + self.tr("At this pace they end on {day}.").format(
                day=formats.full_date(formats.local_day(traffic.exhausted_at_ms))
            )
        if traffic.level is not TrafficLevel.OK:
            told += " " + self.tr("Fewer events in the webhook settings, or a gateway's WebSocket, make them last.")
        self._meter.setText(told)
        set_tone(self._meter, "soft" if traffic.level is TrafficLevel.OK else "warning")

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        kinds = (
            self.tr("None"), self.tr("ngrok (account needed)"), self.tr("Cloudflare quick tunnel"),
            self.tr("SSH (localhost.run, own server)"), self.tr("My own domain or reverse proxy"),
        )  # fmt: skip
        for at, text in enumerate(kinds):
            self.kind.setItemText(at, text)
        regions = (
            self.tr("The nearest one"), self.tr("United States"), self.tr("Europe"), self.tr("South America (São Paulo)"),
            self.tr("Asia and Pacific"), self.tr("Australia"), self.tr("India"), self.tr("Japan"),
        )  # fmt: skip
        for at, text in enumerate(regions):
            self.region.setItemText(at, text)
        self.url.setPlaceholderText("https://balcao.example.com")
        self.domain.setPlaceholderText(self.tr("empty: a random one"))
        self.ssh_url.setPlaceholderText(self.tr("empty: what the server says"))
        self.ssh_remote_port.setSpecialValueText(self.tr("any free one"))
        self.binary.setPlaceholderText(self.tr("empty: found by itself"))
        self.binary_button.setText(self.tr("Choose…"))
        self.with_app.setText(self.tr("Open it when Balcão starts"))
        self.save_button.setText(self.tr("Save"))
        self.start_button.setText(self.tr("Start"))
        self.stop_button.setText(self.tr("Stop"))
        self.update_button.setText(self.tr("Update the agent"))
        names: dict[QWidget, str] = {
            self.kind: self.tr("Way"), self.url: self.tr("Address"), self.token: self.tr("Authtoken"),
            self.domain: self.tr("Domain"), self.region: self.tr("Region"), self.destination: self.tr("SSH server"),
            self.ssh_port: self.tr("SSH port"), self.ssh_remote_port: self.tr("Port on the server"),
            self.ssh_url: self.tr("Address it gives"), self._binary_row: self.tr("Program"),
        }  # fmt: skip
        for widget, text in names.items():
            self._labels[widget].setText(text)
            widget.setAccessibleName(text)
        self.binary.setAccessibleName(names[self._binary_row])
        self.binary_button.setAccessibleName(self.tr("Choose the tunnel's program"))
        self._show_state()

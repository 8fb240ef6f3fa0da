"""One number: how it is and why, its code while it waits for one, and everything that can be done with it."""

import time

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from services.domain.events import ConnectionState
from services.domain.gateways import OwnProfile
from services.domain.models import InstanceView
from ui import formats
from ui.formats import Clock
from ui.instances import words
from ui.instances.instance_delegate import tone
from ui.instances.marks import Dot, NumberMark
from ui.instances.menu import fill
from ui.instances.qr_view import QrView
from ui.media.pictures import Pictures
from ui.messages import gap_words, state_words
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.catch_up_line import CatchUpLine
from ui.widgets.flow import Flow
from ui.widgets.labels import plain_label, set_tone

State = ConnectionState
WAITING = (State.AWAITING_QR, State.AWAITING_CODE, State.CONNECTING, State.CREATED)
GAPS = 3
MASK = "••••••••"


class InstanceDetail(QFrame):
    """One instance. ``action_requested`` carries connect, resume, pause, restart, rename,
    colour:#rrggbb, key, passkey, catch_up, move, dashboard, webhook, deliveries, diagnose, logout or remove, and the instance."""

    action_requested = Signal(str, object)
    pairing_requested = Signal(object, str)

    def __init__(self, look: Look, catch_up: CatchUpLine, pictures: Pictures, clock: Clock = time.time) -> None:
        super().__init__()
        self.setObjectName("card")
        self._look = look
        self._clock = clock
        self._instance: InstanceView | None = None
        self._able: frozenset[str] = frozenset()
        self._deliveries = True
        self._provider = ""
        self._url: str | None = None
        self._dashboard: str | None = None
        self._shown_url = False
        self._profile = OwnProfile()
        self._avatar = NumberMark(look, 56, pictures)
        self._title = plain_label(look=look, role=Type.DISPLAY, wrap=True)
        self._facts = plain_label(look=look, tone="soft", wrap=True)
        self._dot = Dot(look)
        self._state = plain_label(look=look, role=Type.STRONG)
        self._since = plain_label(look=look, role=Type.SMALL, tone="soft")
        self._why = plain_label(look=look, wrap=True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._detail = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._retry = plain_label(look=look, role=Type.SMALL, tone="soft")
        self._gaps = plain_label(look=look, role=Type.SMALL, tone="warning", wrap=True)
        self._last = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.catch_up = catch_up
        self.qr = QrView(look)
        self.qr.code_requested.connect(self._on_qr_code_requested)
        self.qr.qr_requested.connect(lambda: self._ask("connect"))
        self._url_title = plain_label(look=look, role=Type.SMALL_STRONG)
        self.url = plain_label(look=look, role=Type.MONO, tone="mono", wrap=True)
        self.url.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reveal_button = button(kind="ghost")
        self.reveal_button.clicked.connect(self._on_reveal_clicked)
        self.copy_button = IconButton(look, "copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.connect_button = button(kind="primary")
        self.connect_button.clicked.connect(lambda: self._ask("connect"))
        self.key_button = button(kind="primary")
        self.key_button.clicked.connect(lambda: self._ask("key"))
        self.passkey_button = button(kind="primary")
        self.passkey_button.clicked.connect(lambda: self._ask("passkey"))
        self.webhook_button = button()
        self.webhook_button.clicked.connect(lambda: self._ask("webhook"))
        self.diagnose_button = button()
        self.diagnose_button.clicked.connect(lambda: self._ask("diagnose"))
        self.more_button = button()
        self.menu = QMenu(self)
        self.more_button.setMenu(self.menu)
        self._build()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._refresh_times)
        look.changed.connect(self.retranslate)

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._facts)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        state = Flow(self._dot, self._state, self._since, gap=Space.S)
        url = QHBoxLayout()
        url.addWidget(self.url, 1)
        url.addLayout(Flow(self.reveal_button, self.copy_button, gap=Space.S))
        deeds = (self.key_button, self.passkey_button, self.connect_button, self.webhook_button, self.diagnose_button)
        row = Flow(*deeds, self.more_button, gap=Space.S, apart=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        layout.addSpacing(Space.S)
        layout.addLayout(state)
        for part in (self._why, self._detail, self._retry, self._last, self._gaps, self.catch_up):
            layout.addWidget(part)
        layout.addSpacing(Space.S)
        layout.addWidget(self.qr)
        layout.addSpacing(Space.S)
        layout.addWidget(self._url_title)
        layout.addLayout(url)
        layout.addSpacing(Space.M)
        layout.addLayout(row)

    @property
    def instance(self) -> InstanceView | None:
        """Whose facts are shown."""
        return self._instance

    def show_instance(
        self, instance: InstanceView, provider: str, url: str | None, *, able: tuple[str, ...] = (), dashboard: str | None = None
    ) -> None:
        """Whose facts to show; ``url`` is where its gateway must post to, ``able`` what this instance can do."""
        if self._instance is None or self._instance.id != instance.id:
            self.qr.show_qr(None)
            self._shown_url = False
            self.catch_up.show_only(instance.id)
            self._profile = OwnProfile()
            self._avatar.show_picture(None)
        self._instance, self._provider, self._url = instance, provider, url
        self._able, self._dashboard = frozenset(able), dashboard
        self.retranslate()

    def show_profile(self, profile: OwnProfile) -> None:
        """How the number shows itself on WhatsApp."""
        if profile != self._profile:
            self._profile = profile
            self._avatar.show_picture(profile.picture)
            self.retranslate()

    def why(self) -> str:
        """The cause as it is shown."""
        return self._why.text()

    def retranslate(self) -> None:
        """Everything in words."""
        instance = self._instance
        if instance is None:
            return
        name = formats.one_line(instance.label or instance.name, 120)
        state = words.state_of(instance)
        self._avatar.show_name(name, instance.colour or "")
        self._title.setText(name)
        self._state.setText(state_words(state))
        set_tone(self._state, tone(state))
        self._dot.show_tone(tone(state))
        since = formats.since(instance.state_since_ms, self._clock()) if instance.state_since_ms else ""
        self._since.setText(self.tr("since {moment}").format(moment=since) if since else "")
        facts = [self._provider, formats.one_line(instance.base_url, 120)]
        if instance.own_address is not None and instance.own_address.phone:
            facts.insert(0, formats.phone(instance.own_address.phone))
        own_name = instance.own_name or self._profile.name
        if own_name:
            facts.insert(0, formats.one_line(own_name, 80))
        self._facts.setText(" · ".join(f for f in facts if f))
        detail = words.detail(instance)
        # where nothing answers it is not the gateway that speaks
        said = self.tr("Detail: {words}") if state is State.UNREACHABLE else self.tr("The gateway says: {words}")
        self._detail.setText(said.format(words=detail) if detail else "")
        self._detail.setVisible(bool(detail))
        self.qr.setVisible(state in WAITING and "qr" in self._able)
        self.qr.offer_code("pairing_code" in self._able)
        self._url_title.setText(self.tr("Webhook address (a secret)"))
        self._show_url()
        self.copy_button.setEnabled(self._url is not None)
        self.copy_button.name_it(self.tr("Copy the webhook address"))
        waiting = state in WAITING
        self.key_button.setText(self.tr("Enter another key"))
        self.key_button.setVisible(state is State.AUTH_REJECTED)
        self.passkey_button.setText(self.tr("Use the passkey…"))
        asked = state is State.AWAITING_PASSKEY and "passkey" in self._able
        self.passkey_button.setVisible(asked)
        paused = instance.paused
        self.connect_button.setText(
            self.tr("Go on") if paused else self.tr("New QR code") if waiting else self.tr("Reconnect")
        )
        linkable = "qr" in self._able or "state" in self._able
        self.connect_button.setVisible(
            paused or (linkable and not asked and state not in (State.CONNECTED, State.AUTH_REJECTED))
        )
        self.webhook_button.setText(self.tr("Webhook…"))
        self.diagnose_button.setText(self.tr("Diagnose…"))
        self.more_button.setText(self.tr("More"))
        fill(
            self.menu, instance, self._able, dashboard=self._dashboard is not None, deliveries=self._deliveries, ask=self._ask
        )
        self._refresh_times()

    def offer_deliveries(self, on: bool) -> None:
        """Whether the menu leads to what the gateway posted."""
        if on != self._deliveries:
            self._deliveries = on
            self.retranslate()

    def _ask(self, action: str) -> None:
        if self._instance is not None:
            if action == "connect" and self._instance.paused:
                action = "resume"
            self.action_requested.emit(action, self._instance)

    def _refresh_times(self) -> None:
        instance = self._instance
        if instance is None:
            return
        now = self._clock()
        self._why.setText(words.why(instance, now_s=now, attempt=self.qr.attempt))
        set_tone(self._why, "danger" if tone(words.state_of(instance)) == "danger" else "")
        left = round((instance.next_retry_at_ms or 0) / 1000 - now)
        self._retry.setText(self.tr("Next try in %n second(s).", "", left) if left > 0 else "")
        self._retry.setVisible(left > 0 and not instance.paused)
        last = instance.last_event_at_ms
        told = formats.since(last, now) if last else ""
        heard = self.tr("Last heard of at {moment}.").format(moment=told) if told else self.tr("Nothing has arrived yet.")
        self._last.setText(" ".join(part for part in (heard, words.channel_words(instance.channel)) if part))
        newest = sorted(instance.gaps, key=lambda gap: -gap.to_ms)[:GAPS]
        self._gaps.setText("\n".join(f"{gap_words(gap, dated=True)}." for gap in newest))
        self._gaps.setVisible(bool(newest))

    def _show_url(self) -> None:
        url = self._url
        if url is None:
            self.url.setText(self.tr("Not known yet"))
        else:
            self.url.setText(url if self._shown_url else masked(url))
        self.reveal_button.setText(self.tr("Hide") if self._shown_url else self.tr("Show"))
        self.reveal_button.setAccessibleName(
            self.tr("Hide the webhook address") if self._shown_url else self.tr("Show the webhook address")
        )
        self.reveal_button.setVisible(url is not None)

    def _on_reveal_clicked(self) -> None:
        self._shown_url = not self._shown_url
        self._show_url()

    def _on_copy_clicked(self) -> None:
        if self._url is not None:
            QGuiApplication.clipboard().setText(self._url)

    def _on_qr_code_requested(self, phone: str) -> None:
        if self._instance is not None:
            self.pairing_requested.emit(self._instance, phone)

    def showEvent(self, event: QShowEvent) -> None:
        """Times run while they are seen."""
        super().showEvent(event)
        self._refresh_times()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """And only then."""
        super().hideEvent(event)
        self._tick.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def masked(url: str) -> str:
    """The address without its secret."""
    head, slash, secret = url.rpartition("/")
    return f"{head}{slash}{MASK}" if secret else url

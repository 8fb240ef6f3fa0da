"""Connect a number: one page, from an address and a key to the first message, every step told as it happens."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from services.api import NewInstance, ProviderView, Services
from services.domain.changes import ChangeKind, ChangeSet, QrShown
from services.domain.errors import AppError, Conflict, ErrorCode, Invalid
from services.domain.events import ConnectionState
from services.domain.gateways import Found, WebhookView
from services.domain.ids import InstanceId
from services.domain.models import ChatView, InstanceView
from ui import formats
from ui.bridge import Bridge
from ui.formats import Clock
from ui.instances import checks, clipboard, words
from ui.instances.asking import ask_line
from ui.instances.checks import Fix
from ui.instances.detail import WAITING
from ui.instances.qr_view import QrView
from ui.instances.wizard_parts import CheckList, Fields, SessionChoice
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import no_mnemonic, plain_label

_URL, _NAME, _KEY = "base_url", "name", "api_key"
_LOOK_MS = 2000
# where a failure belongs when the service does not name the field itself
_FIELD_OF = {
    ErrorCode.AUTH_REJECTED: _KEY,
    ErrorCode.UNAVAILABLE: _URL,
    ErrorCode.TLS: _URL,
    ErrorCode.WRONG_BRAND: _URL,
    ErrorCode.MISCONFIGURED: _URL,
    ErrorCode.BLOCKED_ADDRESS: _URL,
}


class ConnectWizard(QFrame):
    """Three steps under one another. ``closed`` carries the instance it made, or None."""

    closed = Signal(object)
    chat_requested = Signal(object)
    webhook_requested = Signal(object)
    address_requested = Signal()

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("card")
        self._services, self._crossing, self._look, self._clock = services, crossing, look, clock
        self._providers: dict[str, ProviderView] = {}
        self._found: Found | None = None
        self._moving: InstanceView | None = None
        self._instance: InstanceView | None = None
        self._webhook: WebhookView | None = None
        self._probe_ms: int | None = None
        self._probing = self._looking = False
        self._chat: ChatView | None = None
        self._offer = clipboard.Offer()
        self._title = plain_label(look=look, role=Type.TITLE)
        self._intro = plain_label(look=look, tone="soft", wrap=True)
        self.clip_button = button()
        self.clip_button.clicked.connect(self._on_clip_clicked)
        self.kind = QComboBox()
        self.kind.currentIndexChanged.connect(lambda _at: self._show_fields())
        self._kind_label = plain_label(look=look, role=Type.SMALL_STRONG)
        self.fields = Fields(look)
        self.fields.submitted.connect(self._on_next_clicked)
        self._answer = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._notes = plain_label(look=look, role=Type.SMALL, tone="warning", wrap=True)
        self._which = plain_label(look=look, tone="soft", wrap=True)
        self.sessions = SessionChoice(look)
        self.sessions.submitted.connect(self._on_next_clicked)
        self._general = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.checks = CheckList(look)
        self.checks.fix_requested.connect(self._on_checks_fix_requested)
        self.qr = QrView(look)
        self.qr.code_requested.connect(self._on_qr_code_requested)
        self.qr.qr_requested.connect(lambda: self._call_connect())
        self._paste_help = plain_label(look=look, tone="soft", wrap=True)
        self.paste = QPlainTextEdit()
        self.paste.setReadOnly(True)
        self.paste.setFont(look.font(Type.MONO))
        self.paste.setFixedHeight(130)
        self.paste.setTabChangesFocus(True)
        self.paste_button = button()
        self.paste_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.paste.toPlainText()))
        self._hello = plain_label(look=look, role=Type.STRONG, tone="success", wrap=True)
        self.back_button = button()
        self.back_button.clicked.connect(self._on_back_clicked)
        self.next_button = button(kind="primary")
        self.next_button.setDefault(True)
        self.next_button.clicked.connect(self._on_next_clicked)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)
        bridge.changed.connect(self._on_bridge_changed)
        bridge.qr.connect(self._on_bridge_qr)
        self.begin()

    def _build(self) -> None:
        for name, secret in ((_URL, False), (_KEY, True)):
            self.fields.add(name, secret=secret)
        self._gateway = _column(self.clip_button, self._kind_label, self.kind, self.fields)
        self._choice = _column(self._answer, self._notes, self._which, self.sessions)
        self._paste_part = _column(self._paste_help, self.paste, self.paste_button)
        self._live = _column(self.checks, self.qr, self._paste_part, self._hello)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.M)
        for widget in (self._title, self._intro, self._gateway, self._choice, self._live, self._general):
            layout.addWidget(widget)
        layout.addLayout(row)

    # ------------------------------------------------------------------ for the panel

    def begin(self, moving: InstanceView | None = None) -> None:
        """Start anew; ``moving`` is a number that gets another gateway and keeps its conversations."""
        self._moving, self._found, self._instance = moving, None, None
        self._webhook, self._probe_ms, self._chat = None, None, None
        self.fields.clear()
        self.qr.show_qr(None)
        self.kind.setCurrentIndex(0)
        self._offer = clipboard.read(QGuiApplication.clipboard().text())
        self._show_fields()
        self._retranslate()

    def focus_first(self) -> None:
        """Where the typing begins."""
        (self.clip_button if self.clip_button.isVisibleTo(self) else self.fields.line(_URL)).setFocus()

    def set_providers(self, providers: tuple[ProviderView, ...]) -> None:
        """What can be connected."""
        self._providers = {p.kind: p for p in providers}
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem("", "")
        for view in providers:
            self.kind.addItem(view.display_name, view.kind)
            for name, secret, _required in view.credentials:
                if name not in (_URL, _KEY) and name not in self._known_fields():
                    self.fields.add(name, secret=secret)
        if _NAME not in self._known_fields():
            self.fields.add(_NAME)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)
        self._show_fields()
        self._retranslate()

    def set_instances(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """All numbers as they are now; the one being connected is followed."""
        if self._instance is None:
            return
        now = instances.get(self._instance.id)
        if now is None:
            return
        self._instance = now
        self._show_live()

    @property
    def instance(self) -> InstanceView | None:
        """The number being connected, once it is made."""
        return self._instance

    # ------------------------------------------------------------------ first step: which gateway

    def _known_fields(self) -> set[str]:
        return self.fields.names()

    def _provider(self) -> ProviderView | None:
        return self._providers.get(str(self.kind.currentData() or ""))

    def _show_fields(self) -> None:
        view = self._provider()
        self._found = None
        if view is None:
            names = [_URL, _KEY]
        else:
            names = [_URL] if view.connectable else []
            names += [name for name, _secret, _required in view.credentials]
            # a service at one fixed address lists nothing: its name for the number has to be told
            fixed = view.default_base_url is not None and "create_instance" not in view.capabilities
            names += [_NAME] if fixed or not view.connectable else []
            line = self.fields.line(_URL)
            if view.default_base_url and not line.text():
                line.setText(view.default_base_url)
        self.fields.keep_only(names)
        self._show_step()

    def _on_clip_clicked(self) -> None:
        for name, text in ((_URL, self._offer.url), (_KEY, self._offer.key)):
            if text:
                self.fields.line(name).setText(text)
                self.fields.fail(name, "")
        self._offer = clipboard.Offer()
        self._show_step()
        empty = next((n for n in (_URL, _KEY) if not self.fields.text(n)), None)
        (self.fields.line(empty) if empty else self.next_button).setFocus()

    # ------------------------------------------------------------------ going on

    def _on_next_clicked(self) -> None:
        self.fields.clear_errors()
        self._general.setText("")
        if self._instance is not None:
            if self._chat is not None:
                self.chat_requested.emit(self._chat.id)
            self.closed.emit(self._instance.id)
        elif self._found is not None:
            self._create(self._found.provider, self.sessions.chosen(), self._secrets(self._found))
        else:
            self._discover()

    def _secrets(self, found: Found | None) -> dict[str, str]:
        view = self._provider()
        if view is None:
            key = self.fields.text(_KEY)
            return {found.credential: key} if found is not None and key else {}
        return {name: self.fields.text(name) for name, _secret, _required in view.credentials if self.fields.text(name)}

    def _discover(self) -> None:
        view = self._provider()
        missing = [_URL] if _URL in self.fields.shown() and not self.fields.text(_URL) else []
        if view is not None:
            missing += [name for name, _secret, required in view.credentials if required and not self.fields.text(name)]
        if _NAME in self.fields.shown() and not self.fields.text(_NAME):
            missing.append(_NAME)
        for name in missing:
            self.fields.fail(name, self.tr("This is needed"))
        if missing:
            self.fields.line(missing[0]).setFocus()
        elif view is not None and not view.connectable:
            self._create(view.kind, self.fields.text(_NAME), self._secrets(None))
        else:
            self._intro.setText(self.tr("Asking the gateway…"))
            self._crossing.spawn(
                self,
                self._services.instances.discover(
                    self.fields.text(_URL),
                    self.fields.text(_KEY),
                    provider=view.kind if view is not None else None,
                    name=self.fields.text(_NAME),
                    secrets=self._secrets(None) if view is not None else None,
                ),
                done=self._on_found,
                failed=self._on_failed,
                busy=self.next_button,
            )

    def _on_found(self, found: Found) -> None:
        view = self._providers.get(found.provider)
        if not found.sessions_known and self._provider() is None:
            # it is known by its address; what else it needs has to be typed
            self.kind.setCurrentIndex(max(0, self.kind.findData(found.provider)))
            self._intro.setText(self.tr("This is {gateway}. It needs a little more:").format(gateway=found.brand))
            return
        self._found = found
        can_create = view is not None and "create_instance" in view.capabilities
        typed = self.fields.text(_NAME)
        self.sessions.offer(found.sessions, can_create=can_create or not found.sessions, fixed=typed)
        if typed:
            self.sessions.choose(typed)
        self._show_step()
        self._retranslate()
        self.next_button.setFocus()

    def _create(self, provider: str, name: str, secrets: dict[str, str]) -> None:
        base_url = self.fields.text(_URL)
        new = NewInstance(provider=provider, name=name, base_url=base_url, secrets=secrets)
        instances = self._services.instances
        call = instances.create(new) if self._moving is None else instances.move(self._moving.id, new)
        self._crossing.spawn(self, call, done=self._on_created, failed=self._on_failed, busy=self.next_button)

    def _on_failed(self, error: AppError) -> None:
        said = failure_words(error)
        self._retranslate()
        field = _FIELD_OF.get(error.code)
        if isinstance(error, Invalid) and error.text in self.fields.shown():
            field = error.text
        if field in self.fields.shown() and self._found is None:
            self.fields.fail(field, said)
            self.fields.line(field).setFocus()
        else:
            conflict = self.tr("This instance is connected here already. Choose another.")
            self._general.setText(conflict if isinstance(error, Conflict) else said)
        self._show_step()

    # ------------------------------------------------------------------ live

    def _on_created(self, instance: InstanceView) -> None:
        self._instance = instance
        self.fields.clear()
        self._show_step()
        self._retranslate()
        self.next_button.setFocus()
        self._timer.start()
        self._look_again()
        self._crossing.spawn(self, self._services.instances.qr(instance.id), done=self._on_qr)

    def _look_again(self) -> None:
        instance = self._instance
        if instance is None or not self.isVisible():
            self._timer.stop()
            return
        self._show_live()
        if not self._looking and (self._webhook is None or self._probe_ms is None or self._probe_ms < 0):
            self._looking = True
            self._crossing.spawn(
                self, self._services.instances.webhook(instance.id), done=self._on_webhook, failed=self._on_look_failed
            )

    def _on_look_failed(self, _error: AppError) -> None:
        self._looking = False

    def _on_webhook(self, webhook: WebhookView) -> None:
        self._looking = False
        self._webhook = webhook
        right = webhook.reaches and webhook.settable and not webhook.differs and webhook.problem is None
        instance = self._instance
        if instance is not None and right and webhook.is_set is not False and not self._probing and self._probe_ms is None:
            self._probing = True
            self._crossing.spawn(
                self,
                self._services.instances.test_webhook(instance.id),
                done=self._on_probed,
                failed=lambda _error: self._on_probed(-1),
            )
        self._show_live()

    def _on_probed(self, milliseconds: int) -> None:
        self._probing = False
        self._probe_ms = milliseconds
        self._show_live()

    def _show_live(self) -> None:
        instance = self._instance
        if instance is None:
            return
        able = self._services.instances.capabilities(instance)
        self.checks.show_lines(
            checks.lines(
                instance,
                self._webhook,
                able=able,
                probe_ms=self._probe_ms,
                arrived=self._chat is not None,
                now_s=self._clock(),
                attempt=self.qr.attempt,
            )
        )
        linking = words.state_of(instance) in WAITING and "qr" in able
        self.qr.offer_code("pairing_code" in able)
        self.qr.setVisible(linking)
        text = (self._webhook.by_hand or self._webhook.address or "") if self._webhook is not None else ""
        by_hand = self._webhook is not None and not self._webhook.settable
        if self.paste.toPlainText() != text:
            self.paste.setPlainText(text)
        self._paste_part.setVisible(by_hand and bool(text))
        if self._chat is not None:
            said = formats.one_line(self._chat.preview or "", 120)
            self._hello.setText(f"{formats.one_line(self._chat.title, 60)}: {said}" if said else self._chat.title)
        self._hello.setVisible(self._chat is not None)
        self._name_buttons()

    def _on_qr(self, qr: QrShown | None) -> None:
        if qr is not None:
            self._on_bridge_qr(qr)

    def _on_bridge_qr(self, qr: QrShown) -> None:
        if self._instance is not None and qr.instance_id == self._instance.id:
            self.qr.show_qr(qr)
            self._show_live()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._instance is None or self._chat is not None or not self.isVisible():
            return
        fresh = tuple({m.chat_id for m in changes.messages if m.kind is ChangeKind.ADDED and m.notify})
        if fresh:
            self._crossing.spawn(self, self._services.chats.get(fresh), done=self._on_chats)

    def _on_chats(self, chats: tuple[ChatView, ...]) -> None:
        if self._instance is None or self._chat is not None:
            return
        self._chat = next((chat for chat in chats if chat.instance_id == self._instance.id), None)
        if self._chat is not None:
            self._show_live()
            self.next_button.setFocus()

    def _call_connect(self) -> None:
        if self._instance is not None:
            self._crossing.spawn(
                self, self._services.instances.connect(self._instance.id), failed=self._on_failed
            )

    def _on_qr_code_requested(self, phone: str) -> None:
        if self._instance is not None:
            self._crossing.spawn(
                self,
                self._services.instances.pairing_code(self._instance.id, phone),
                done=self._on_bridge_qr,
                failed=lambda error: self.qr.say_error(failure_words(error)),
                busy=self.qr.code_button,
            )

    def _on_checks_fix_requested(self, fix: Fix) -> None:
        instance = self._instance
        if instance is None:
            return
        if fix is Fix.KEY:
            self._crossing.start(self, self._ask_key(instance))
        elif fix is Fix.RESTART:
            self._crossing.spawn(self, self._services.instances.restart(instance.id), failed=self._on_failed)
        elif fix is Fix.WEBHOOK:
            self.webhook_requested.emit(instance)
        elif fix is Fix.ADDRESS:
            self._probe_ms = None
            self.address_requested.emit()
        else:
            self._call_connect()

    async def _ask_key(self, instance: InstanceView) -> None:
        title = self.tr("Enter another key")
        asked = self.tr("It is kept in the system's password store.")
        key = await ask_line(self, self._look, title, asked, "", self.tr("Save and try"), secret=True)
        if key:
            field = self._found.credential if self._found is not None else _KEY
            await self._crossing.call(self._services.instances.set_credentials(instance.id, {field: key}))

    def _on_back_clicked(self) -> None:
        if self._instance is None and self._found is not None:
            self._found = None
            self._show_step()
            self._retranslate()
            self.fields.line(_URL).setFocus()
            return
        self.fields.clear()
        self.closed.emit(self._instance.id if self._instance is not None else None)

    # ------------------------------------------------------------------ looks and words

    def _show_step(self) -> None:
        live, choosing = self._instance is not None, self._found is not None
        self._gateway.setVisible(not live and not choosing)
        self._choice.setVisible(not live and choosing)
        self._live.setVisible(live)
        offered = (self._offer.url or self._offer.key) and not (self.fields.text(_URL) and self.fields.text(_KEY))
        self.clip_button.setVisible(bool(offered))
        self._general.setVisible(bool(self._general.text()))
        self._show_live()
        self._name_buttons()

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen, nothing is asked; the number goes on being connected."""
        super().hideEvent(event)
        self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Seen again, the list goes on."""
        super().showEvent(event)
        if self._instance is not None:
            self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.checks.retranslate()
            self._retranslate()
            self._show_live()
        super().changeEvent(event)

    def _name_buttons(self) -> None:
        live = self._instance is not None
        linked = live and self._instance is not None and words.state_of(self._instance) is ConnectionState.CONNECTED
        self.next_button.setText(
            self.tr("Open the conversation")
            if self._chat is not None
            else self.tr("Done") if linked else self.tr("Go on later") if live
            else self.tr("Connect") if self._found is not None else self.tr("Continue")
        )  # fmt: skip
        self.back_button.setText(self.tr("Back") if self._found is not None else self.tr("Cancel"))
        self.back_button.setVisible(not live)

    def _retranslate(self) -> None:
        name = formats.one_line(self._moving.label or self._moving.name, 60) if self._moving is not None else ""
        self._title.setText(
            self.tr("Move {number} to another gateway").format(number=name) if name else self.tr("Connect a number")
        )
        self._intro.setText(
            ""
            if self._instance is not None or self._found is not None
            else self.tr("Its conversations and waiting answers stay. The phone has to be linked to the new gateway.")
            if name
            else self.tr("Tell Balcão where your gateway is and its key. It finds out the rest by itself.")
        )
        self._intro.setVisible(bool(self._intro.text()))
        self._kind_label.setText(self.tr("Gateway"))
        self.kind.setAccessibleName(self.tr("Gateway"))
        if self.kind.count():
            self.kind.setItemText(0, self.tr("Find out by itself"))
        self.clip_button.setText(self._clip_words())
        view = self._provider()
        self.fields.name_them(
            {
                _URL: self.tr("Address of the gateway"),
                _KEY: self.tr("Key"),
                _NAME: self.tr("Name or id of the instance there"),
                "admin_token": self.tr("Admin token"),
                "app_secret": self.tr("App secret"),
                "verify_token": self.tr("Verify token (make one up)"),
                "waba_id": self.tr("Business account id"),
                "webhook_secret": self.tr("Secret of the webhook's signature"),
            }
        )
        self.fields.line(_URL).setPlaceholderText("https://gateway.example.com")
        if _NAME in self._known_fields():
            self.fields.line(_NAME).setPlaceholderText(self.tr("for example: shop") if view is not None else "")
        found = self._found
        if found is not None:
            parts = [found.brand, found.version or ""]
            told = " ".join(part for part in parts if part)
            ms = self.tr("answered in {ms} ms").format(ms=found.latency_ms) if found.latency_ms else self.tr("answered")
            self._answer.setText(f"{told} {ms}")
            self._notes.setText(self._note_words(found.notes))
            self._notes.setVisible(bool(self._notes.text()))
            self._which.setText(
                self.tr("Which number?") if found.sessions else self.tr("A new instance will be made on the gateway.")
            )
        self._paste_help.setText(self.tr("Paste this at the gateway. It holds a secret: show it to nobody else."))
        self.paste.setAccessibleName(self.tr("Text to paste at the gateway"))
        self.paste_button.setText(self.tr("Copy"))
        self._name_buttons()

    def _clip_words(self) -> str:
        url = formats.one_line(self._offer.url, 60)
        key = clipboard.hint(self._offer.key) if self._offer.key else ""
        if url and key:
            said = self.tr("Use what is in the clipboard: {address} and the key {key}").format(address=url, key=key)
        elif url:
            said = self.tr("Use the address in the clipboard: {address}").format(address=url)
        else:
            said = self.tr("Use the key in the clipboard: {key}").format(key=key)
        return no_mnemonic(said)

    def _note_words(self, notes: tuple[str, ...]) -> str:
        known = {
            "open_server": self.tr("This server answers without a key: whoever finds it can read everything."),
            "default_key": self.tr("This server still has the key from its documentation. Change it there."),
            "core_limits": self.tr("This edition has limits: one session, no files."),
            "sessions_hidden": self.tr("This key may not list the sessions; enter the name of yours."),
            "lite_plan": self.tr("This is the LITE plan: some kinds of messages are missing."),
        }
        return "\n".join(known[note] for note in notes if note in known)


def _column(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.S)
    for widget in widgets:
        if isinstance(widget, QPushButton):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            layout.addWidget(widget)
    return box

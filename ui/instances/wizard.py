"""Connect a number: one page, from an address and a key to the first message, every step told as it happens."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from services.api import Services
from services.api.numbers import NewInstance, ProviderView
from services.domain.errors import AppError, Conflict, ErrorCode, Invalid
from services.domain.gateways import Found
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import formats
from ui.bridge import Bridge
from ui.formats import Clock
from ui.instances import clipboard, wizard_words
from ui.instances.wizard_live import LiveStep
from ui.instances.wizard_parts import Fields, SessionChoice
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

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
    passkey_requested = Signal(object)
    address_requested = Signal()

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("card")
        self._services, self._crossing, self._look, self._clock = services, crossing, look, clock
        self._providers: dict[str, ProviderView] = {}
        self._found: Found | None = None
        self._moving: InstanceView | None = None
        self._offer = clipboard.Offer()
        self._title = plain_label(look=look, role=Type.TITLE)
        self._intro = plain_label(look=look, tone="soft", wrap=True)
        self.clip_button = button()
        self.clip_button.clicked.connect(self._on_clip_clicked)
        self.kind = QComboBox()
        self.kind.currentIndexChanged.connect(lambda _at: self._show_fields())
        self._kind_label = plain_label(look=look, role=Type.SMALL_STRONG)
        self._kind_label.setBuddy(self.kind)
        self.fields = Fields(look)
        self.fields.submitted.connect(self._on_next_clicked)
        self._answer = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._notes = plain_label(look=look, role=Type.SMALL, tone="warning", wrap=True)
        self._which = plain_label(look=look, tone="soft", wrap=True)
        self.sessions = SessionChoice(look)
        self.sessions.submitted.connect(self._on_next_clicked)
        self._general = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.live = LiveStep(services, bridge, crossing, look, clock)
        self.live.changed.connect(self._name_buttons)
        self.live.arrived.connect(self._on_live_arrived)
        self.live.failed.connect(self._on_failed)
        self.live.webhook_requested.connect(self.webhook_requested)
        self.live.passkey_requested.connect(self.passkey_requested)
        self.live.address_requested.connect(self.address_requested)
        self.back_button = button()
        self.back_button.clicked.connect(self._on_back_clicked)
        self.next_button = button(kind="primary")
        self.next_button.setDefault(True)
        self.next_button.clicked.connect(self._on_next_clicked)
        self._build()
        self.begin()

    def _build(self) -> None:
        for name, secret in ((_URL, False), (_KEY, True)):
            self.fields.add(name, secret=secret)
        self._gateway = _column(self.clip_button, self._kind_label, self.kind, self.fields)
        self._choice = _column(self._answer, self._notes, self._which, self.sessions)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.M)
        for widget in (self._title, self._intro, self._gateway, self._choice, self.live, self._general):
            layout.addWidget(widget)
        layout.addLayout(row)

    # ------------------------------------------------------------------ for the panel

    def begin(self, moving: InstanceView | None = None) -> None:
        """Start anew; ``moving`` is a number that gets another gateway and keeps its conversations."""
        self._moving, self._found = moving, None
        self.live.forget()
        self.fields.clear()
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
        now = instances.get(self.live.instance.id) if self.live.instance is not None else None
        if now is not None:
            self.live.take(now)

    @property
    def instance(self) -> InstanceView | None:
        """The number being connected, once it is made."""
        return self.live.instance

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
        if self.live.instance is not None:
            if self.live.chat is not None:
                self.chat_requested.emit(self.live.chat.id)
            self.closed.emit(self.live.instance.id)
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

    def _on_created(self, instance: InstanceView) -> None:
        credential = self._found.credential if self._found is not None else _KEY
        self.live.follow(instance, credential)
        self.fields.clear()
        self._show_step()
        self._retranslate()
        self.next_button.setFocus()

    def _on_live_arrived(self) -> None:
        self.next_button.setFocus()

    def _on_back_clicked(self) -> None:
        if self.live.instance is None and self._found is not None:
            self._found = None
            self._show_step()
            self._retranslate()
            self.fields.line(_URL).setFocus()
            return
        self.fields.clear()
        self.closed.emit(self.live.instance.id if self.live.instance is not None else None)

    # ------------------------------------------------------------------ looks and words

    def _show_step(self) -> None:
        live, choosing = self.live.instance is not None, self._found is not None
        self._gateway.setVisible(not live and not choosing)
        self._choice.setVisible(not live and choosing)
        self.live.setVisible(live)
        offered = (self._offer.url or self._offer.key) and not (self.fields.text(_URL) and self.fields.text(_KEY))
        self.clip_button.setVisible(bool(offered))
        self._general.setVisible(bool(self._general.text()))
        self.live.refresh()
        self._name_buttons()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _name_buttons(self) -> None:
        live = self.live.instance is not None
        self.next_button.setText(
            self.tr("Open the conversation")
            if self.live.chat is not None
            else self.tr("Done") if self.live.linked else self.tr("Go on later") if live
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
            if self.live.instance is not None or self._found is not None
            else self.tr("Its conversations and waiting answers stay. The phone has to be linked to the new gateway.")
            if name
            else self.tr("Tell Balcão where your gateway is and its key. It finds out the rest by itself.")
        )
        self._intro.setVisible(bool(self._intro.text()))
        self._kind_label.setText(self.tr("Gateway"))
        self.kind.setAccessibleName(self.tr("Gateway"))
        if self.kind.count():
            self.kind.setItemText(0, self.tr("Find out by itself"))
        self.clip_button.setText(wizard_words.offer(self._offer))
        view = self._provider()
        self.fields.name_them(wizard_words.fields())
        self.fields.line(_URL).setPlaceholderText("https://gateway.example.com")
        if _NAME in self._known_fields():
            self.fields.line(_NAME).setPlaceholderText(self.tr("for example: shop") if view is not None else "")
        found = self._found
        if found is not None:
            parts = [found.brand, found.version or ""]
            told = " ".join(part for part in parts if part)
            ms = self.tr("answered in {ms} ms").format(ms=found.latency_ms) if found.latency_ms else self.tr("answered")
            self._answer.setText(f"{told} {ms}")
            self._notes.setText(wizard_words.notes(found.notes))
            self._notes.setVisible(bool(self._notes.text()))
            self._which.setText(
                self.tr("Which number?") if found.sessions else self.tr("A new instance will be made on the gateway.")
            )
        self._name_buttons()


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

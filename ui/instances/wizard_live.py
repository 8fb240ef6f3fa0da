"""The wizard's last step: the number is made; what is done and what hinders it, its code, the first message."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from services.api import Services
from services.domain.changes import ChangeKind, ChangeSet, QrShown
from services.domain.errors import AppError
from services.domain.events import ConnectionState
from services.domain.gateways import WebhookView
from services.domain.models import ChatView, InstanceView
from ui import formats
from ui.bridge import Bridge
from ui.formats import Clock
from ui.instances import checks, words
from ui.instances.asking import ask_line
from ui.instances.checks import Fix
from ui.instances.detail import WAITING
from ui.instances.qr_view import QrView
from ui.instances.wizard_parts import CheckList
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label

_LOOK_MS = 2000


class LiveStep(QWidget):
    """Follows one instance. ``changed`` says that its buttons may be called otherwise now, ``arrived`` that

    somebody wrote; ``failed`` carries an AppError, ``webhook_requested`` and ``passkey_requested`` the instance.
    """

    changed = Signal()
    arrived = Signal()
    failed = Signal(object)
    webhook_requested = Signal(object)
    passkey_requested = Signal(object)
    address_requested = Signal()

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock) -> None:
        super().__init__()
        self._services, self._crossing, self._look, self._clock = services, crossing, look, clock
        self.instance: InstanceView | None = None
        self.chat: ChatView | None = None
        self._credential = ""
        self._webhook: WebhookView | None = None
        self._probe_ms: int | None = None
        self._probing = self._looking = False
        self.checks = CheckList(look)
        self.checks.fix_requested.connect(self._on_checks_fix_requested)
        self.qr = QrView(look)
        self.qr.code_requested.connect(self._on_qr_code_requested)
        self.qr.qr_requested.connect(lambda: self._call_connect())
        self._paste_help = plain_label(look=look, tone="soft", wrap=True)
        self.paste = QPlainTextEdit()
        self.paste.setReadOnly(True)
        look.write(self.paste, Type.MONO)
        self.paste.setFixedHeight(130)
        self.paste.setTabChangesFocus(True)
        self.paste_button = button()
        self.paste_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.paste.toPlainText()))
        self._hello = plain_label(look=look, role=Type.STRONG, tone="success", wrap=True)
        self._paste_part = QWidget()
        pasting, layout = QVBoxLayout(self._paste_part), QVBoxLayout(self)
        for column in (pasting, layout):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(Space.S)
        pasting.addWidget(self._paste_help)
        pasting.addWidget(self.paste)
        pasting.addWidget(self.paste_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.checks, self.qr, self._paste_part, self._hello):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)
        bridge.changed.connect(self._on_bridge_changed)
        bridge.qr.connect(self._on_bridge_qr)
        self._retranslate()

    @property
    def linked(self) -> bool:
        """Whether the number is connected."""
        return self.instance is not None and words.state_of(self.instance) is ConnectionState.CONNECTED

    def forget(self) -> None:
        """Follow nobody."""
        self.instance = self.chat = self._webhook = self._probe_ms = None
        self.qr.show_qr(None)
        self._timer.stop()

    def follow(self, instance: InstanceView, credential: str) -> None:
        """Follow this one; ``credential`` is the field its key is kept in."""
        self.instance, self._credential = instance, credential
        self._timer.start()
        self._look_again()
        self._crossing.spawn(self, self._services.instances.qr(instance.id), done=self._on_qr)

    def take(self, instance: InstanceView) -> None:
        """It is otherwise now."""
        self.instance = instance
        self.refresh()

    def _look_again(self) -> None:
        instance = self.instance
        if instance is None or not self.isVisible():
            self._timer.stop()
            return
        self.refresh()
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
        instance = self.instance
        if instance is not None and right and webhook.is_set is not False and not self._probing and self._probe_ms is None:
            self._probing = True
            self._crossing.spawn(
                self,
                self._services.instances.test_webhook(instance.id),
                done=self._on_probed,
                failed=lambda _error: self._on_probed(-1),
            )
        self.refresh()

    def _on_probed(self, milliseconds: int) -> None:
        self._probing = False
        self._probe_ms = milliseconds
        self.refresh()

    def refresh(self) -> None:
        """Show how far it is."""
        instance = self.instance
        if instance is None:
            return
        able = self._services.instances.capabilities(instance)
        self.checks.show_lines(
            checks.lines(
                instance,
                self._webhook,
                able=able,
                probe_ms=self._probe_ms,
                arrived=self.chat is not None,
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
        if self.chat is not None:
            said = formats.one_line(self.chat.preview or "", 120)
            self._hello.setText(f"{formats.one_line(self.chat.title, 60)}: {said}" if said else self.chat.title)
        self._hello.setVisible(self.chat is not None)
        self.changed.emit()

    def _on_qr(self, qr: QrShown | None) -> None:
        if qr is not None:
            self._on_bridge_qr(qr)

    def _on_bridge_qr(self, qr: QrShown) -> None:
        if self.instance is not None and qr.instance_id == self.instance.id:
            self.qr.show_qr(qr)
            self.refresh()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self.instance is None or self.chat is not None or not self.isVisible():
            return
        fresh = tuple({m.chat_id for m in changes.messages if m.kind is ChangeKind.ADDED and m.notify})
        if fresh:
            self._crossing.spawn(self, self._services.chats.get(fresh), done=self._on_chats)

    def _on_chats(self, chats: tuple[ChatView, ...]) -> None:
        if self.instance is None or self.chat is not None:
            return
        self.chat = next((chat for chat in chats if chat.instance_id == self.instance.id), None)
        if self.chat is not None:
            self.refresh()
            self.arrived.emit()

    def _call_connect(self) -> None:
        if self.instance is not None:
            self._crossing.spawn(
                self, self._services.instances.connect(self.instance.id), failed=self.failed.emit
            )

    def _on_qr_code_requested(self, phone: str) -> None:
        if self.instance is not None:
            self._crossing.spawn(
                self,
                self._services.instances.pairing_code(self.instance.id, phone),
                done=self._on_bridge_qr,
                failed=lambda error: self.qr.say_error(failure_words(error)),
                busy=self.qr.code_button,
            )

    def _on_checks_fix_requested(self, fix: Fix) -> None:
        instance = self.instance
        if instance is None:
            return
        if fix is Fix.KEY:
            self._crossing.start(self, self._ask_key(instance))
        elif fix is Fix.RESTART:
            self._crossing.spawn(self, self._services.instances.restart(instance.id), failed=self.failed.emit)
        elif fix is Fix.PASSKEY:
            self.passkey_requested.emit(instance)
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
            field = self._credential
            await self._crossing.call(self._services.instances.set_credentials(instance.id, {field: key}))

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen, nothing is asked; the number goes on being connected."""
        super().hideEvent(event)
        self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Seen again, the list goes on, and does not wait for the timer to begin."""
        super().showEvent(event)
        if self.instance is not None:
            self._timer.start()
            self._look_again()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.checks.retranslate()
            self._retranslate()
            self.refresh()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._paste_help.setText(self.tr("Paste this at the gateway. It holds a secret: show it to nobody else."))
        self.paste.setAccessibleName(self.tr("Text to paste at the gateway"))
        self.paste_button.setText(self.tr("Copy"))

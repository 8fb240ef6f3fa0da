"""The webhook of a number: what is wanted beside what the gateway has, changed, written, read back and tested."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from services.api import Services
from services.domain.errors import AppError, ErrorCode, Invalid
from services.domain.gateways import WebhookView
from services.domain.models import InstanceView
from ui import formats
from ui.bridge import Bridge
from ui.dialogs import confirm
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.webhooks.comparison import Comparison
from ui.webhooks.state_words import state_words
from ui.webhooks.wish_form import MASK, WishForm, column
from ui.widgets.buttons import IconButton, button
from ui.widgets.flow import Flow
from ui.widgets.labels import plain_label, set_tone, tell

LOOK_MS = 10_000


class WebhookEditor(QFrame):
    """One instance at a time. ``closed`` goes back; ``deliveries_requested`` and ``address_requested`` go elsewhere."""

    closed = Signal()
    deliveries_requested = Signal(object)
    address_requested = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self.setObjectName("card")
        self._services, self._crossing, self._look = services, crossing, look
        self._instance: InstanceView | None = None
        self._view: WebhookView | None = None
        self._dirty = self._asking = self._shown = False
        self._said: tuple[str, str] = ("", "")
        self.back_button = IconButton(look, "back")
        self.back_button.clicked.connect(self.closed)
        self._title = plain_label(look=look, role=Type.TITLE, wrap=True)
        self._state = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._state_more = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._address_title = plain_label(look=look, role=Type.SMALL_STRONG)
        self.address = plain_label(look=look, role=Type.MONO, tone="mono", wrap=True)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reveal_button = button(kind="ghost")
        self.reveal_button.clicked.connect(self._on_reveal_clicked)
        self.copy_button = IconButton(look, "copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.rotate_button = button()
        self.rotate_button.clicked.connect(lambda: self._crossing.start(self, self._rotate()))
        self._comparison = Comparison(look)
        self.form = WishForm(look)
        self.form.changed.connect(self._on_changed)
        self._paste_help = plain_label(look=look, tone="soft", wrap=True)
        self.paste = QPlainTextEdit()
        self.paste.setReadOnly(True)
        self.paste.setFixedHeight(130)
        look.write(self.paste, Type.MONO)
        self.paste.setTabChangesFocus(True)
        self.paste_button = button()
        self.paste_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.paste.toPlainText()))
        self._result = plain_label(look=look, role=Type.STRONG, wrap=True)
        self.apply_button = button(kind="primary")
        self.apply_button.clicked.connect(self._on_apply_clicked)
        self.test_button = button()
        self.test_button.clicked.connect(self._on_test_clicked)
        self.check_button = button()
        self.check_button.clicked.connect(self.reload)
        self.address_button = button()
        self.address_button.clicked.connect(self.address_requested)
        self.deliveries_button = button(kind="ghost")
        self.deliveries_button.clicked.connect(lambda: self.deliveries_requested.emit(self._instance))
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.reload)
        bridge.notice.connect(self._on_bridge_notice)
        look.changed.connect(self._show)
        self._retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        address = QHBoxLayout()
        address.addWidget(self.address, 1)
        address.addLayout(Flow(self.reveal_button, self.copy_button, self.rotate_button, gap=Space.S))
        self._paste_box = column(self._paste_help, self.paste)
        paste_row = QHBoxLayout()
        paste_row.addWidget(self.paste_button)
        paste_row.addStretch()
        paste_layout = self._paste_box.layout()
        assert isinstance(paste_layout, QVBoxLayout)
        paste_layout.addLayout(paste_row)
        deeds = (self.apply_button, self.test_button, self.check_button, self.deliveries_button)
        row = Flow(*deeds, gap=Space.S, apart=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        layout.addWidget(self._state)
        layout.addWidget(self._state_more)
        layout.addWidget(self.address_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(Space.S)
        layout.addWidget(self._address_title)
        layout.addLayout(address)
        layout.addWidget(self._comparison)
        layout.addSpacing(Space.S)
        layout.addWidget(self._paste_box)
        layout.addWidget(self.form)
        layout.addSpacing(Space.S)
        layout.addWidget(self._result)
        layout.addLayout(row)

    # ------------------------------------------------------------------ for others

    def show_instance(self, instance: InstanceView) -> None:
        """Whose webhook it is about."""
        if self._instance is None or self._instance.id != instance.id:
            self._view, self._shown = None, False
            self._dirty = False
        self._instance = instance
        self._say("", "")
        self._retranslate()
        self._show()
        self.reload()

    def reload(self) -> None:
        """Read the gateway's side now; what a person is changing stays."""
        if self._instance is None or self._asking:
            return
        self._asking = True
        self._crossing.spawn(
            self,
            self._services.instances.webhook(self._instance.id),
            done=self._on_view,
            failed=self._on_failed,
            busy=self.check_button,
        )

    # ------------------------------------------------------------------ what a person does

    def _on_apply_clicked(self) -> None:
        if self._instance is None:
            return
        if self.form.lacks_events():
            self._say(self.tr("Choose at least one event."), "danger")
            return
        try:
            wish = self.form.wish()
        except ValueError:
            self._say(self.tr("Write each header as Name: value, one to a line."), "danger")
            return
        self._say(self.tr("Writing and reading back…"), "soft")
        self._crossing.spawn(
            self,
            self._services.instances.set_webhook(self._instance.id, wish),
            done=self._on_applied,
            failed=self._on_failed,
            busy=self.apply_button,
        )

    def _on_applied(self, view: WebhookView) -> None:
        self._dirty = False
        self._on_view(view)
        self._say(self.tr("Written, and read back as wanted."), "success")

    def _on_test_clicked(self) -> None:
        if self._instance is None:
            return
        self._say(self.tr("A probe is on its way…"), "soft")
        self._crossing.spawn(
            self,
            self._services.instances.test_webhook(self._instance.id),
            done=lambda ms: self._say(self.tr("The probe came back after {ms} ms.").format(ms=ms), "success"),
            failed=self._on_test_failed,
            busy=self.test_button,
        )

    def _on_test_failed(self, error: AppError) -> None:
        if error.code is ErrorCode.UNAVAILABLE:
            said = self.tr("The probe did not come back: the address does not lead to this computer just now.")
        else:
            said = failure_words(error)
        self._say(said, "danger")

    async def _rotate(self) -> None:
        if self._instance is None:
            return
        settable = self._view is not None and self._view.settable
        more = (
            self.tr("The gateway is told the new one at once.")
            if settable
            else self.tr("Paste the new one at the gateway afterwards: until then nothing arrives.")
        )
        sure = await confirm(
            self,
            self._look,
            self.tr("Make a new address?"),
            self.tr("The present one stops working. {more}").format(more=more),
            self.tr("Make a new address"),
        )
        if sure:
            view = await self._crossing.call(self._services.instances.rotate_hook_token(self._instance.id))
            self._on_view(view)
            self._say(self.tr("The address is new."), "success")

    def _on_reveal_clicked(self) -> None:
        self._shown = not self._shown
        self._show()

    def _on_copy_clicked(self) -> None:
        if self._view is not None and self._view.address:
            QGuiApplication.clipboard().setText(self._view.address)
            self._say(self.tr("Copied."), "soft")

    def _on_changed(self, *_value: object) -> None:
        self._dirty = True
        self._say("", "")
        self._enable()

    # ------------------------------------------------------------------ what came

    def _on_view(self, view: WebhookView) -> None:
        self._asking = False
        self._view = view
        if not self._dirty:
            self.form.fill(view)
        self._show()

    def _on_failed(self, error: AppError) -> None:
        self._asking = False
        if isinstance(error, Invalid) and error.text == "headers":
            self._say(self.tr("Write each header as Name: value, one to a line."), "danger")
        else:
            self._say(failure_words(error), "danger")
        if error.code is ErrorCode.MISCONFIGURED and error.text.startswith("webhook:"):
            self._say(self.tr("The gateway kept something else than what was written; compare above."), "danger")
            self.reload()

    def _on_bridge_notice(self, notice: object) -> None:
        # the session found a difference and mended it, or could not
        number = getattr(notice, "instance_id", None)
        if self._instance is not None and number == self._instance.id and self.isVisible():
            self.reload()

    # ------------------------------------------------------------------ looks and words

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at, it is compared again and again."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen, the session's own check is enough."""
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show()
        super().changeEvent(event)

    def result(self) -> str:
        """What the last action came to."""
        return self._result.text()

    def state(self) -> str:
        """Whether the gateway has what is wanted, in words."""
        return self._state.text()

    def _say(self, text: str, tone: str) -> None:
        tell(self._result, text, tone)

    def _enable(self) -> None:
        view = self._view
        self.apply_button.setEnabled(view is not None and view.reaches)
        self.test_button.setEnabled(view is not None and view.address is not None)

    def _show(self) -> None:
        view = self._view
        takes = view.takes if view is not None else ()
        self.form.show_parts(takes)
        self.apply_button.setVisible(view is None or view.settable)
        self.address_button.setVisible(view is not None and not view.reaches)
        text = (view.by_hand or "") if view is not None else ""
        self.paste.setPlainText(text)
        self._paste_box.setVisible(bool(text))
        address = view.address if view is not None else None
        self.address.setText(self._hidden(address) if address else self.tr("Not known yet"))
        for each in (self.reveal_button, self.copy_button, self.rotate_button):
            each.setEnabled(address is not None)
        self.reveal_button.setText(self.tr("Hide") if self._shown else self.tr("Show"))
        said, tone, more = state_words(view)
        self._state.setText(said)
        set_tone(self._state, tone)
        self._state_more.setText(more)
        self._state_more.setVisible(bool(more))
        self._comparison.compare(view, self._hidden)
        self._enable()

    def _hidden(self, address: str | None) -> str:
        if not address:
            return "–"
        head, hooks, _secret = address.partition("/hooks/")
        return address if self._shown or not hooks else f"{head}{hooks}{MASK}"

    def _retranslate(self) -> None:
        instance = self._instance
        name = formats.one_line(instance.label or instance.name, 60) if instance is not None else ""
        self.back_button.name_it(self.tr("Back to the number"))
        self._title.setText(self.tr("Webhook of {number}").format(number=name))
        self._address_title.setText(self.tr("Where the gateway posts to (a secret)"))
        self.copy_button.name_it(self.tr("Copy the webhook address"))
        self.rotate_button.setText(self.tr("New address"))
        self.form.retranslate()
        self._paste_help.setText(self.tr("Paste this at the gateway. It holds a secret: show it to nobody else."))
        self.paste.setAccessibleName(self.tr("Text to paste at the gateway"))
        self.paste_button.setText(self.tr("Copy"))
        self.apply_button.setText(self.tr("Apply"))
        self.test_button.setText(self.tr("Test"))
        self.check_button.setText(self.tr("Compare now"))
        self.address_button.setText(self.tr("Set up a public address"))
        self.deliveries_button.setText(self.tr("Recent deliveries"))

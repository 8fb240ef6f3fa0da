"""Linking with a passkey, step by step: sign on WhatsApp's own page, compare a code with the phone, done."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from services.api import Services
from services.domain.changes import ChangeSet
from services.domain.errors import AppError, ErrorCode, Invalid
from services.domain.events import ConnectionState
from services.domain.models import InstanceView
from services.domain.passkey import PasskeyStage, PasskeyView
from ui import formats
from ui.bridge import Bridge
from ui.dialogs import Dialog
from ui.instances import words
from ui.links import open_link
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, tell

LOOK_MS = 3000
# a fresh challenge or the next step may take the gateway a moment
_NOT_YET = (ErrorCode.NOT_CONNECTED, ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED)


class PasskeyDialog(Dialog):
    """One number. It follows the gateway by itself and closes when the phone is linked."""

    shown = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        instance: InstanceView,
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._instance = services, crossing, instance
        self._view: PasskeyView | None = None
        self._asking = False
        self.setMinimumWidth(640)
        self._title = plain_label(look=look, role=Type.TITLE, wrap=True)
        self._intro = plain_label(look=look, tone="soft", wrap=True)
        self._open_words = plain_label(look=look, wrap=True)
        self.open_button = button()
        self.open_button.clicked.connect(self._on_open_clicked)
        self._copy_words = plain_label(look=look, wrap=True)
        self.copy_button = button()
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self._paste_words = plain_label(look=look, wrap=True)
        self.pasted = QPlainTextEdit()
        self.pasted.setFixedHeight(56)
        self.pasted.setFont(look.font(Type.MONO))
        self.pasted.setTabChangesFocus(True)
        self.pasted.textChanged.connect(self._on_pasted_changed)
        self.send_button = button(kind="primary")
        self.send_button.clicked.connect(self._on_send_clicked)
        self._note = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._sign = _column(
            self._open_words, self.open_button, self._copy_words, self.copy_button, self._paste_words, self.pasted,
            self.send_button, self._note,
        )  # fmt: skip
        self._confirm_words = plain_label(look=look, wrap=True)
        self.code = plain_label(look=look, role=Type.DISPLAY)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.confirm_button = button(kind="primary")
        self.confirm_button.clicked.connect(self._on_confirm_clicked)
        self._confirm = _column(self._confirm_words, self.code, self.confirm_button)
        self._said = plain_label(look=look, role=Type.STRONG, wrap=True)
        self.pages_button = button(kind="ghost")
        self.pages_button.clicked.connect(lambda: open_link(services.instances.dashboard_url(instance) or ""))
        self.pages_button.setVisible(services.instances.dashboard_url(instance) is not None)
        self.close_button = button()
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.pages_button)
        row.addStretch()
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        for part in (self._title, self._intro, self._sign, self._confirm, self._said):
            layout.addWidget(part)
        layout.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        bridge.changed.connect(self._on_bridge_changed)
        self._name_them()
        self._say(self.tr("Asking the gateway…"), "soft")
        self._show()
        self._look()
        self._timer.start()

    @property
    def stage(self) -> PasskeyStage | None:
        """Where the linking stands, None before the gateway has told."""
        return self._view.stage if self._view is not None else None

    def said(self) -> str:
        """What is told at the bottom."""
        return self._said.text()

    # ------------------------------------------------------------------ the gateway

    def _look(self) -> None:
        if self._asking or not self.isEnabled():
            return
        self._asking = True
        call = self._services.passkeys.step(self._instance.id)
        self._crossing.spawn(self, call, done=self._on_step, failed=self._on_look_failed)

    def _on_step(self, view: PasskeyView) -> None:
        self._asking = False
        if self._view is None or view.stage is not self._view.stage:
            self._say("", "")
        self._view = view
        if view.stage is PasskeyStage.NONE:
            self._say(self.tr("Done here: WhatsApp is linking the phone…"), "soft")
            self._crossing.spawn(self, self._services.instances.get(self._instance.id), done=self._on_instance)
        self._show()
        self.shown.emit(view)

    def _on_look_failed(self, error: AppError) -> None:
        self._asking = False
        if error.code in _NOT_YET:
            self._say(self.tr("The gateway has nothing to sign yet; asking again…"), "soft")
        else:
            self._say(failure_words(error), "danger")

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._instance.id in changes.instances:
            self._crossing.spawn(self, self._services.instances.get(self._instance.id), done=self._on_instance)
            self._look()

    def _on_instance(self, instance: InstanceView) -> None:
        self._instance = instance
        state = words.state_of(instance)
        if state is ConnectionState.CONNECTED:
            self._timer.stop()
            self.accept()
        elif state in (ConnectionState.LOGGED_OUT, ConnectionState.BANNED, ConnectionState.AUTH_REJECTED):
            self._say(words.why(instance, now_s=instance.state_since_ms / 1000), "danger")

    # ------------------------------------------------------------------ the person

    def _on_open_clicked(self) -> None:
        if self._view is not None:
            open_link(self._view.page)

    def _on_copy_clicked(self) -> None:
        # what is to be signed is good for a minute or so: the script is made anew each time
        self._crossing.spawn(
            self, self._services.passkeys.step(self._instance.id), done=self._on_fresh, failed=self._on_failed,
            busy=self.copy_button,
        )  # fmt: skip

    def _on_fresh(self, view: PasskeyView) -> None:
        self._on_step(view)
        if view.script:
            QGuiApplication.clipboard().setText(view.script)
            self._say(self.tr("Copied. It is good for about a minute; copy it again if you need longer."), "soft")

    def _on_pasted_changed(self) -> None:
        self.send_button.setEnabled(bool(self.pasted.toPlainText().strip()))

    def _on_send_clicked(self) -> None:
        self._crossing.spawn(
            self,
            self._services.passkeys.answer(self._instance.id, self.pasted.toPlainText()),
            done=self._on_sent,
            failed=self._on_failed,
            busy=self.send_button,
        )

    def _on_sent(self, view: PasskeyView) -> None:
        self.pasted.clear()
        self._on_step(view)
        if view.stage is PasskeyStage.CONFIRM:
            self.confirm_button.setFocus()

    def _on_confirm_clicked(self) -> None:
        self._crossing.spawn(
            self, self._services.passkeys.confirm(self._instance.id), done=self._on_step, failed=self._on_failed,
            busy=self.confirm_button,
        )  # fmt: skip

    def _on_failed(self, error: AppError) -> None:
        if isinstance(error, Invalid):
            said = self.tr("This is not what the script gave. Run it again and paste the whole line, from {first} to {last}.")
            self._say(said.format(first="{", last="}"), "danger")
            self.pasted.setFocus()
        elif error.code is ErrorCode.REJECTED:
            said = self.tr("WhatsApp did not take this signature, it may be too old. Copy the script again and repeat.")
            self._say(said, "danger")
        else:
            self._say(failure_words(error), "danger")

    # ------------------------------------------------------------------ looks and words

    def _say(self, text: str, tone: str) -> None:
        tell(self._said, text, tone)

    def _show(self) -> None:
        stage = self.stage
        signing, confirming = stage is PasskeyStage.SIGN, stage is PasskeyStage.CONFIRM
        if signing and self._sign.isHidden():
            self.open_button.setFocus()
        self._sign.setVisible(signing)
        self._confirm.setVisible(confirming)
        self._intro.setVisible(signing)
        self._on_pasted_changed()
        code = (self._view.code or "") if self._view is not None else ""
        self.code.setText(code)
        self.code.setAccessibleName(self.tr("Code {code}").format(code=" ".join(code)))
        self.code.setVisible(bool(code))
        if self.isVisible():
            self.take_room()

    def _name_them(self) -> None:
        name = formats.one_line(self._instance.label or self._instance.name, 60)
        title = self.tr("Passkey of {number}").format(number=name)
        self.setWindowTitle(title)
        self._title.setText(title)
        self._intro.setText(
            self.tr(
                "This WhatsApp account is guarded by a passkey. Only WhatsApp's own page may ask for it, so it is "
                "signed there, in a browser that has the passkey or can reach the phone."
            )
        )
        self._open_words.setText(self.tr("1. Open WhatsApp Web in Chrome or Edge. You need not log in there."))
        self.open_button.setText(self.tr("Open WhatsApp Web"))
        self._copy_words.setText(
            self.tr(
                "2. Copy the script, press F12 on that page, choose Console, paste it and press Enter. If the browser "
                "refuses, type “allow pasting” first. Then confirm with your finger, face, PIN or phone."
            )
        )
        self.copy_button.setText(self.tr("Copy the script"))
        self._paste_words.setText(self.tr("3. The result is in the clipboard and in the console. Paste it here."))
        self.pasted.setAccessibleName(self.tr("Result of the script"))
        self.pasted.setPlaceholderText('{"id":"…","rawId":"…"}')
        self.send_button.setText(self.tr("Send to the gateway"))
        self._note.setText(
            self.tr("The script signs this one request and reads nothing else. Never run one that somebody sent you.")
        )
        self._confirm_words.setText(self.tr("The phone shows a code now. Is it the same as this one?"))
        self.confirm_button.setText(self.tr("Yes, the codes are the same"))
        self.pages_button.setText(self.tr("Open the gateway's own pages"))
        self.close_button.setText(self.tr("Close"))


def _column(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.S)
    for widget in widgets:
        if widget.inherits("QPushButton"):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            layout.addWidget(widget)
    return box

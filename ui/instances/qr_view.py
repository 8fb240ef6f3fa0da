"""The QR code a phone is to scan or the code to type on it: how long it holds, large, by phone number instead."""

import time

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from services.domain.changes import QrShown
from ui.dialogs import Dialog
from ui.instances.qr_code import QrCode
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label
from ui.zoom import USUAL, percent, px

_LARGE = 620


class LargeQr(Dialog):
    """The code as large as the window allows, for a phone at arm's length; follows the small one."""

    def __init__(self, parent: QWidget, side: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("QR code"))
        self.code = QrCode(side)
        self.code.setAccessibleName(self.tr("QR code to scan with the phone"))
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


class QrView(QWidget):
    """Code, pairing code and how long they hold. ``code_requested`` carries a phone number as typed.

    ``qr_requested`` wants a QR again after a pairing code.
    """

    code_requested = Signal(str)
    qr_requested = Signal()

    def __init__(self, look: Look, *, by_code: bool = True) -> None:
        super().__init__()
        self._qr: QrShown | None = None
        self._large: LargeQr | None = None
        self._by_code = by_code
        self.code = QrCode()
        self._steps = plain_label(look=look, role=Type.BODY, tone="soft", wrap=True)
        self._pairing = plain_label(look=look, role=Type.DISPLAY)
        self._pairing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = IconButton(look, "copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self._left = plain_label(look=look, role=Type.SMALL, tone="soft")
        self._steps.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.large_button = button(kind="ghost")
        self.large_button.clicked.connect(self._on_large_clicked)
        self.phone = QLineEdit()
        self.phone.setMaximumWidth(220)
        self.phone.returnPressed.connect(self._on_code_clicked)
        self.code_button = button()
        self.code_button.clicked.connect(self._on_code_clicked)
        self.qr_button = button(kind="ghost")
        self.qr_button.clicked.connect(self.qr_requested)
        self.error = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.error.hide()
        pairing = QHBoxLayout()
        pairing.addWidget(self._pairing)
        pairing.addWidget(self.copy_button)
        pairing.addStretch()
        under = QHBoxLayout()
        under.addWidget(self._left)
        under.addWidget(self.large_button)
        under.addWidget(self.qr_button)
        under.addStretch()
        asking = QHBoxLayout()
        asking.setSpacing(Space.S)
        asking.addWidget(self.phone)
        asking.addWidget(self.code_button)
        asking.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._steps)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(pairing)
        layout.addLayout(under)
        layout.addLayout(asking)
        layout.addWidget(self.error)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._refresh)
        self._refresh()

    @property
    def attempt(self) -> int | None:
        """How many codes the gateway has made so far, if it counts them."""
        return self._qr.attempt if self._qr is not None else None

    def show_qr(self, qr: QrShown | None) -> None:
        """Show what came, or that something is awaited."""
        self._qr = qr
        # with a code by number the QR beside it would only confuse
        drawn = self.code.show_qr(qr) and not (qr is not None and qr.pairing_code)
        self.code.setVisible(drawn)
        self._pairing.setText(_in_two(qr.pairing_code) if qr is not None and qr.pairing_code else "")
        self.error.hide()
        if self._large is not None:
            if drawn:
                self._large.code.show_qr(qr)
            else:
                self._close_large()
        self._refresh()

    def offer_code(self, offered: bool) -> None:
        """Whether this gateway can link by phone number."""
        self._by_code = offered
        self._refresh()

    def say_error(self, words: str) -> None:
        """Why no code came."""
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def _close_large(self) -> None:
        if self._large is not None:
            large, self._large = self._large, None
            large.accept()

    def _on_large_clicked(self) -> None:
        screen = self.screen().availableSize()
        room = min(screen.height() - px(120), screen.width() - px(60)) * 0.94
        # it grows with everything, and a code that is cut cannot be scanned
        large = LargeQr(self.window(), min(_LARGE, int(room * USUAL / percent())))
        large.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        large.code.show_qr(self._qr)
        large.finished.connect(self._on_large_finished)
        self._large = large
        large.open()

    def _on_large_finished(self, _code: int) -> None:
        self._large = None

    def _on_code_clicked(self) -> None:
        self.say_error("")
        if self.phone.text().strip():
            self.code_requested.emit(self.phone.text().strip())
        else:
            self.say_error(self.tr("Enter the number with country and area code, for example +55 11 95555-0101."))
            self.phone.setFocus()

    def _on_copy_clicked(self) -> None:
        if self._qr is not None and self._qr.pairing_code:
            QGuiApplication.clipboard().setText(self._qr.pairing_code)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)

    def _refresh(self) -> None:
        has_code = bool(self._pairing.text())
        self._steps.setText(
            self.tr(
                "On the phone: WhatsApp → Settings → Linked devices → Link a device → Link with phone number instead. "
                "Then type this code."
            )
            if has_code
            else self.tr("On the phone: WhatsApp → Settings → Linked devices → Link a device. Then scan this code.")
        )
        self.code.setAccessibleName(self.tr("QR code to scan with the phone"))
        self._pairing.setAccessibleName(self.tr("Pairing code {code}").format(code=" ".join(self._pairing.text())))
        self._pairing.setVisible(has_code)
        self.copy_button.setVisible(has_code)
        self.copy_button.name_it(self.tr("Copy the pairing code"))
        self.large_button.setText(self.tr("Show larger"))
        self.large_button.setVisible(not self.code.isHidden() and self._qr is not None)
        self.qr_button.setText(self.tr("Show the QR code instead"))
        self.qr_button.setVisible(has_code)
        self.phone.setPlaceholderText("+55 11 95555-0101")
        self.phone.setAccessibleName(self.tr("Phone number to link"))
        self.code_button.setText(self.tr("Link with phone number"))
        for widget in (self.phone, self.code_button):
            widget.setVisible(self._by_code and not has_code)
        expires = self._qr.expires_at_ms if self._qr is not None else None
        if self._qr is None:
            self._left.setText(self.tr("Waiting for the code from the gateway…"))
        elif expires is None:
            self._left.setText("")
        else:
            left = round((expires / 1000) - time.time())
            self._left.setText(
                self.tr("Valid for %n more second(s)", "", left) if left > 0 else self.tr("Expired; a new one is on its way.")
            )
        running = expires is not None and self.isVisible()
        if running != self._tick.isActive():
            if running:
                self._tick.start()
            else:
                self._tick.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Count down while it is seen."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """And only then; the large one goes with it, for the phone is linked or another number is looked at."""
        super().hideEvent(event)
        self._tick.stop()
        self._close_large()


def _in_two(code: str) -> str:
    """``ABCD-1234``, as the phone asks for it."""
    return f"{code[:4]}-{code[4:]}" if len(code) == 8 and code.isalnum() else code

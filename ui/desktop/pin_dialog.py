"""Set, change or remove the PIN of the lock."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from services.api.locking import Lock
from services.domain.agents import PIN_DIGITS
from services.domain.errors import AppError, ErrorCode
from ui.dialogs import Dialog
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class PinDialog(Dialog):
    """``done`` by hand only; ``changed`` once the PIN is another one."""

    changed = Signal()

    def __init__(self, parent: QWidget, look: Look, lock: Lock, crossing: Crossing) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lock, self._crossing = lock, crossing
        self._had = lock.has_pin()
        self.setWindowTitle(self.tr("Change the PIN") if self._had else self.tr("Set a PIN for the lock"))
        self.setMinimumWidth(420)
        shortest, longest = PIN_DIGITS
        self.told = plain_label(
            self.tr("{shortest} to {longest} digits. Ctrl+L then locks Balcão; the settings say when it locks by itself.").format(
                shortest=shortest, longest=longest
            ),
            look=look, role=Type.SMALL, tone="soft", wrap=True,
        )  # fmt: skip
        self.current = _digits(self.tr("Present PIN"))
        self.new = _digits(self.tr("New PIN"))
        self.again = _digits(self.tr("New PIN once more"))
        self.said = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        form = QFormLayout()
        form.setSpacing(Space.M)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if self._had:
            form.addRow(self.tr("Present PIN"), self.current)
        form.addRow(self.tr("New PIN"), self.new)
        form.addRow(self.tr("New PIN once more"), self.again)
        self.remove = button(self.tr("Remove the PIN"), kind="danger")
        self.remove.setVisible(self._had)
        self.remove.clicked.connect(lambda: self._set(""))
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        self.keep = button(self.tr("Save"), kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._save)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.remove)
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.told)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addLayout(foot)
        (self.current if self._had else self.new).setFocus()

    def _save(self) -> None:
        shortest, longest = PIN_DIGITS
        pin = self.new.text()
        if not (shortest <= len(pin) <= longest and pin.isascii() and pin.isdigit()):
            self._say(self.tr("Write {shortest} to {longest} digits.").format(shortest=shortest, longest=longest))
            self.new.setFocus()
        elif pin != self.again.text():
            self._say(self.tr("The two new PINs are not the same."))
            self.again.setFocus()
        else:
            self._set(pin)

    def _set(self, pin: str) -> None:
        self._crossing.spawn(
            self, self._lock.set_pin(pin, self.current.text()), done=lambda _nothing: self._on_set(),
            failed=self._on_failed, busy=self.keep, keep=True,
        )  # fmt: skip

    def _on_set(self) -> None:
        self.changed.emit()
        self.accept()

    def _on_failed(self, error: AppError) -> None:
        if error.code is ErrorCode.INVALID:
            self._say(self.tr("The present PIN is not right."))
            self.current.setFocus()
            self.current.selectAll()
        elif error.code is ErrorCode.RATE_LIMITED:
            self._say(self.tr("Too many wrong PINs. Try again in %n second(s).", "", int(error.retry_after_s or 1) + 1))
        else:
            self._say(failure_words(error))

    def _say(self, text: str) -> None:
        self.said.setText(text)


def _digits(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setMaxLength(PIN_DIGITS[1])
    line.setAccessibleName(name)
    line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
    return line

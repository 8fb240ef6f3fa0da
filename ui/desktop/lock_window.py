"""What is seen while locked: the program's mark, a field for the PIN, and nothing of customers."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from services.api.locking import Lock
from services.domain.agents import PIN_DIGITS
from services.domain.errors import AppError, ErrorCode
from ui import zoom
from ui.messages import failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.icons import app_icon
from ui.widgets.labels import plain_label

_MARK = 72
_WIDE = 360


class LockWindow(QWidget):
    """``opened`` after the right PIN; ``close_requested`` and ``quit_requested`` as the main window has them."""

    opened = Signal()
    close_requested = Signal()
    quit_requested = Signal()

    def __init__(self, look: Look, lock: Lock, crossing: Crossing) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._lock, self._crossing = look, lock, crossing
        self._error: AppError | None = None
        self._left_s = 0
        self._wait = QTimer(self, interval=1000)
        self._wait.timeout.connect(self._on_second)
        self._mark = plain_label()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = plain_label(look=look, role=Type.TITLE, wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_DIGITS[1])
        self.pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.pin.returnPressed.connect(self._try)
        self.pin.textEdited.connect(lambda _text: self._say(None))
        self.open_button = button(kind="primary")
        self.open_button.clicked.connect(self._try)
        self.said = plain_label(look=look, role=Type.SMALL, tone="danger", wrap=True)
        self.said.setMinimumHeight(20)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.forgotten = button(kind="ghost")
        self.forgotten.setCheckable(True)
        self.quit_button = button(kind="ghost")
        self.quit_button.clicked.connect(self.quit_requested)
        self.help = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.help.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # what is pressed and written to stays where it is when the words come up
        policy = self.help.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.help.setSizePolicy(policy)
        self.help.hide()
        self.forgotten.toggled.connect(self.help.setVisible)
        self._build()
        self._retranslate()
        self.setWindowIcon(app_icon())
        self.setMinimumSize(420, 460)
        look.changed.connect(self._dress)
        zoom.fit(self)
        self._dress()

    def _build(self) -> None:
        column = QWidget()
        column.setMaximumWidth(_WIDE)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.M)
        inner.addWidget(self._mark)
        inner.addWidget(self._title)
        inner.addSpacing(Space.S)
        inner.addWidget(self.pin)
        inner.addWidget(self.open_button)
        inner.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.forgotten)
        row.addWidget(self.quit_button)
        row.addStretch()
        inner.addLayout(row)
        inner.addWidget(self.help)
        # stretches beside it, for an alignment would cut texts that wrap
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(column, 100)
        middle.addStretch(1)
        page = QWidget()
        page.setObjectName("canvas")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)
        # large letters on a small screen need more than there is
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.forgotten.toggled.connect(lambda on: area.ensureWidgetVisible(self.help if on else self.pin))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin anew."""
        self.pin.clear()
        self.forgotten.setChecked(False)
        self.pin.setFocus()
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is decided by the application."""
        event.ignore()
        self.close_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _try(self) -> None:
        pin = self.pin.text()
        if not pin or self._left_s or not self.open_button.isEnabled():
            return
        self._crossing.spawn(
            self, self._lock.open(pin), done=lambda _nothing: self._on_right(), failed=self._on_wrong,
            busy=self.open_button, keep=True,
        )  # fmt: skip

    def _on_right(self) -> None:
        self._say(None)
        self.pin.clear()
        self.opened.emit()

    def _on_wrong(self, error: AppError) -> None:
        self.pin.selectAll()
        self.pin.setFocus()
        if error.code is ErrorCode.RATE_LIMITED:
            self._left_s = int(error.retry_after_s or 1) + 1
            self._wait.start()
        self._say(error)

    def _on_second(self) -> None:
        self._left_s = max(0, self._left_s - 1)
        if not self._left_s:
            self._wait.stop()
            self._say(None)
        else:
            self._say(self._error)

    def _say(self, error: AppError | None) -> None:
        if error is None and self._left_s:
            return
        self._error = error
        if error is None:
            text = ""
        elif error.code is ErrorCode.RATE_LIMITED:
            text = self.tr("Too many wrong PINs. Try again in %n second(s).", "", self._left_s)
        elif error.code is ErrorCode.INVALID:
            text = self.tr("This is not the PIN. Try again.")
        else:
            text = failure_words(error)
        self.said.setText(text)
        self.pin.setAccessibleDescription(text)

    def _dress(self) -> None:
        self._mark.setPixmap(app_icon().pixmap(self._look.px(_MARK)))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Balcão is locked"))
        self._title.setText(self.tr("Balcão is locked"))
        self.pin.setPlaceholderText(self.tr("PIN"))
        self.pin.setAccessibleName(self.tr("PIN"))
        self.open_button.setText(self.tr("Open"))
        self.forgotten.setText(self.tr("PIN forgotten?"))
        self.quit_button.setText(self.tr("Quit"))
        self.help.setText(
            self.tr(
                "Your conversations stay as they are; messages go on arriving while Balcão is locked. Whoever looks "
                "after this computer can remove the PIN: quit Balcão, then run this in its folder, with the same "
                "options Balcão is started with:\n\n{command}\n\n"
                "The lock keeps people from looking. It does not encrypt the data on the disk."
            ).format(command=_reset_command())
        )
        self._say(self._error)


def _reset_command() -> str:
    if not getattr(sys, "frozen", False):
        return "python3 -m app reset-lock"
    program = Path(sys.executable)
    # an installed program need not be where a terminal looks, and on Windows only this one can print
    return f'"{program.with_name("balcao-console.exe") if sys.platform == "win32" else program}" reset-lock'

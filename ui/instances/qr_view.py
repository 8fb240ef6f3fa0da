"""The QR code a phone is to scan: drawn by us from its text, or the gateway's picture where there is no text."""

import base64
import binascii
import time

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from services.domain.changes import QrShown
from ui.theme import Look, Radius, Space, Type
from ui.widgets.labels import plain_label

QUIET = 4
_SIDE = 288
MAX_PICTURE = 2_000_000
MAX_SIDE = 4000
_FORMATS = (b"png", b"jpeg", b"webp", b"gif")


def modules(text: str) -> tuple[tuple[bool, ...], ...] | None:
    """The dark modules of a QR code for ``text``, or None where it is too long for one."""
    import segno  # with all it brings along, not needed at the start

    try:
        code = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return None
    return tuple(tuple(bool(cell) for cell in row) for row in code.matrix)


def picture(image_base64: str) -> QImage | None:
    """The gateway's picture, or None where it is none (only bitmap formats, within limits)."""
    if len(image_base64) > MAX_PICTURE * 4 // 3:
        return None
    body = image_base64.partition(",")[2] if image_base64.startswith("data:") else image_base64
    try:
        raw = base64.b64decode(body, validate=False)
    except (ValueError, binascii.Error):
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or max(size.width(), size.height()) > MAX_SIDE:
        return None
    image = reader.read()
    return None if image.isNull() else image


class QrCode(QWidget):
    """The square itself: dark on white with a quiet zone, in the dark theme too."""

    def __init__(self) -> None:
        super().__init__()
        self._modules: tuple[tuple[bool, ...], ...] | None = None
        self._image: QImage | None = None
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def show_qr(self, qr: QrShown | None) -> bool:
        """Draw it; False where there is nothing that can be drawn."""
        self._modules = modules(qr.text) if qr is not None and qr.text else None
        self._image = None
        side = _SIDE
        if self._modules is not None:
            # whole pixels per module, as many as make it about as large as a picture would be
            count = len(self._modules) + 2 * QUIET
            side = count * max(2, round(_SIDE / count))
        self.setFixedSize(QSize(side, side))
        if self._modules is None and qr is not None and qr.image_base64:
            self._image = picture(qr.image_base64)
        self.update()
        return self._modules is not None or self._image is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw whole pixels per module, so that every phone can read it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(self.rect(), Radius.M, Radius.M)
        if self._modules is not None:
            count = len(self._modules) + 2 * QUIET
            side = max(1, self.width() // count)
            start = (self.width() - side * len(self._modules)) // 2
            for y, row in enumerate(self._modules):
                for x, dark in enumerate(row):
                    if dark:
                        painter.fillRect(start + x * side, start + y * side, side, side, QColor("#000000"))
        elif self._image is not None:
            edge = 12
            room = QRect(edge, edge, self.width() - 2 * edge, self.height() - 2 * edge)
            painter.drawImage(room, self._image)
        painter.end()


class QrView(QWidget):
    """Code, pairing code and how long they hold."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._qr: QrShown | None = None
        self.code = QrCode()
        self._steps = plain_label(look=look, role=Type.BODY, tone="soft", wrap=True)
        self._pairing = plain_label(look=look, role=Type.DISPLAY)
        self._pairing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._left = plain_label(look=look, role=Type.SMALL, tone="soft")
        self._steps.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self._steps)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._pairing)
        layout.addWidget(self._left)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._refresh)
        self._refresh()

    def show_qr(self, qr: QrShown | None) -> None:
        """Show what came, or that something is awaited."""
        self._qr = qr
        drawn = self.code.show_qr(qr)
        self.code.setVisible(drawn)
        self._pairing.setText(qr.pairing_code or "" if qr is not None else "")
        self._pairing.setVisible(bool(self._pairing.text()))
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)

    def _refresh(self) -> None:
        self._steps.setText(
            self.tr("On the phone: WhatsApp → Settings → Linked devices → Link a device. Then scan this code.")
        )
        self.code.setAccessibleName(self.tr("QR code to scan with the phone"))
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
        """And only then."""
        super().hideEvent(event)
        self._tick.stop()

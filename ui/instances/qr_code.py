"""A QR code on the screen: drawn by us from its text, or the gateway's picture where there is no text."""

import base64
import binascii

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from services.domain.changes import QrShown
from ui.theme import Radius

QUIET = 4
SIDE = 288
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
    """The square itself: dark on white with a quiet zone, in the dark theme too. ``side`` is in pixels, about."""

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        self._wanted = side
        self._modules: tuple[tuple[bool, ...], ...] | None = None
        self._image: QImage | None = None
        self.setFixedSize(QSize(side, side))

    def show_qr(self, qr: QrShown | None) -> bool:
        """Draw it; False where there is nothing that can be drawn."""
        self._modules = modules(qr.text) if qr is not None and qr.text else None
        self._image = None
        side = self._wanted
        if self._modules is not None:
            # whole pixels per module, as many as make it about as large as a picture would be
            count = len(self._modules) + 2 * QUIET
            side = count * max(2, round(side / count))
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

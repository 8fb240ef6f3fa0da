"""Pictures from outside into images: four formats by their first bytes, within limits, scaled while decoding."""

import base64
import binascii
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter, QPainterPath

MAX_PIXELS = 40_000_000
MAX_FILE = 64 * 1024 * 1024
MAX_THUMBNAIL = 512 * 1024
MAX_MOVING_FILE = 8 * 1024 * 1024
MAX_MOVING_PIXELS = 4_000_000
_TURNED = (
    QImageIOHandler.Transformation.TransformationRotate90,
    QImageIOHandler.Transformation.TransformationRotate270,
    QImageIOHandler.Transformation.TransformationMirrorAndRotate90,
    QImageIOHandler.Transformation.TransformationFlipAndRotate90,
)


def sniff(head: bytes) -> str | None:
    """``png``, ``jpeg``, ``webp`` or ``gif`` by the first bytes of a file; None for anything else."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return "gif" if head.startswith((b"GIF87a", b"GIF89a")) else None


def head_of(path: Path, length: int = 64) -> bytes:
    """The first bytes of a file, none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError:
        return b""


def from_file(path: Path, box: QSize | None, cover: bool = False) -> QImage | None:
    """The picture in a file, at most ``box`` large (or covering it), or None where there is none to show."""
    form = sniff(head_of(path))
    try:
        if form is None or path.stat().st_size > MAX_FILE:
            return None
    except OSError:
        return None
    reader = QImageReader(str(path))
    return _read(reader, form, box, cover)


def size_of(path: Path) -> QSize | None:
    """How large the picture in a file is in pixels, upright; None where there is none."""
    form = sniff(head_of(path))
    if form is None:
        return None
    reader = QImageReader(str(path), QByteArray(form.encode()))
    size = reader.size()
    if not size.isValid():
        return None
    return size.transposed() if reader.transformation() in _TURNED else size


def from_base64(text: str, box: QSize | None) -> QImage | None:
    """The small picture that came with a message, or None."""
    if len(text) > MAX_THUMBNAIL:
        return None
    try:
        data = base64.b64decode(text.rpartition(",")[2], validate=False)
    except (binascii.Error, ValueError):
        return None
    form = sniff(data[:64])
    if form is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(QImageReader(buffer), form, box, cover=False)


def _read(reader: QImageReader, form: str, box: QSize | None, cover: bool) -> QImage | None:
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(QByteArray(form.encode()))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_PIXELS:
        return None
    if box is not None:
        turned = reader.transformation() in _TURNED
        seen = size.transposed() if turned else size
        aspect = Qt.AspectRatioMode.KeepAspectRatioByExpanding if cover else Qt.AspectRatioMode.KeepAspectRatio
        wanted = seen.scaled(box, aspect)
        # a strip a thousand times as long as wide would be blown up by covering
        if wanted.width() < seen.width() and wanted.width() * wanted.height() <= MAX_PIXELS:
            reader.setScaledSize((wanted.transposed() if turned else wanted).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image


def fitted(image: QImage, width: int, height: int, radius: float) -> QImage:
    """The middle of a picture, exactly this large, with round corners: ready to be painted at no cost."""
    scaled = image.scaled(
        width, height, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    made = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(0, 0, width, height, radius, radius)
    painter.setClipPath(path)
    painter.drawImage((width - scaled.width()) // 2, (height - scaled.height()) // 2, scaled)
    painter.end()
    return made


def whole(image: QImage, width: int, height: int) -> QImage:
    """All of a picture within this size (a sticker)."""
    aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(width, height, aspect, smooth).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def may_move(path: Path) -> str | None:
    """The format of a file that may be shown moving (small enough for the GUI thread), or None."""
    form = sniff(head_of(path))
    if form not in ("gif", "webp"):
        return None
    try:
        if path.stat().st_size > MAX_MOVING_FILE:
            return None
    except OSError:
        return None
    reader = QImageReader(str(path))
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(QByteArray(form.encode()))
    size = reader.size()
    fits = size.isValid() and size.width() * size.height() <= MAX_MOVING_PIXELS
    return form if fits and reader.supportsAnimation() and reader.imageCount() != 1 else None

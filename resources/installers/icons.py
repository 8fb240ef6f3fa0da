"""The program's icon in the formats that systems want, drawn from the one drawing that there is."""

import struct
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColorConstants, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

import resources

_ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# the type of each picture in an .icns; source: Apple's Icon Services, types that hold a PNG
_ICNS_TYPES = {
    b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256, b"ic14": 512, b"ic09": 512, b"ic10": 1024,
}  # fmt: skip


def png(size: int) -> bytes:
    """The icon as a PNG, so many pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(QColorConstants.Transparent)
    painter = QPainter(image)
    QSvgRenderer(str(resources.path("icons", "balcao.svg"))).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise OSError("the icon could not be drawn")
    return bytes(buffer.data().data())


def write_ico(path: Path, sizes: Sequence[int] = _ICO_SIZES) -> Path:
    """Write an icon for Windows, each size as a PNG (since Windows Vista); returns the path."""
    pictures = [png(size) for size in sizes]
    head, at = struct.pack("<HHH", 0, 1, len(sizes)), 6 + 16 * len(sizes)
    for size, picture in zip(sizes, pictures, strict=True):
        # 256 is written as 0
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return _write(path, head + b"".join(pictures))


def write_icns(path: Path) -> Path:
    """Write an icon for macOS; returns the path."""
    pictures = {size: png(size) for size in set(_ICNS_TYPES.values())}
    body = b"".join(
        kind + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for kind, size in _ICNS_TYPES.items()
    )
    return _write(path, b"icns" + struct.pack(">I", 8 + len(body)) + body)


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path

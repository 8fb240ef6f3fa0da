"""Pictures that are about to be sent: looked at and changed in another thread, each change a new file."""

import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QTransform

from ui.media import decode

WHOLE = QRectF(0, 0, 1, 1)
PHOTO = 2048
"""Pixels of the longer side of a photo as WhatsApp itself sends it in its better quality."""
_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Change:
    """Quarter turns to the right, then the part that stays (fractions of the turned picture)."""

    turns: int = 0
    part: QRectF = field(default_factory=lambda: WHOLE)

    @property
    def nothing(self) -> bool:
        """Whether the picture stays as it is."""
        return self.turns % 4 == 0 and self.part == WHOLE

    def turned(self, step: int) -> "Change":
        """One quarter turn more; the part that stays turns with it."""
        x, y, w, h = self.part.x(), self.part.y(), self.part.width(), self.part.height()
        part = QRectF(1 - y - h, x, h, w) if step > 0 else QRectF(y, 1 - x - w, h, w)
        return Change((self.turns + step) % 4, part)

    def cut(self, part: QRectF) -> "Change":
        """Another part."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture as it is shown: its real size in pixels (upright) and a small image of it."""

    size: QSize
    small: QImage


def look(path: Path, side: int) -> Seen | None:
    """The picture, at most ``side`` pixels large; None where there is none to show."""
    small = decode.from_file(path, QSize(side, side))
    size = decode.size_of(path)
    return Seen(size, small) if small is not None and size is not None else None


def square(image: QImage, side: int) -> QImage:
    """The middle of a picture as a square of so many pixels, with round corners."""
    return decode.fitted(image, side, side, side / 10)


def pixels(part: QRectF, size: QSize) -> QRect:
    """The part in whole pixels, at least one."""
    left, top = round(part.left() * size.width()), round(part.top() * size.height())
    right, bottom = round(part.right() * size.width()), round(part.bottom() * size.height())
    return QRect(left, top, max(1, right - left), max(1, bottom - top)).intersected(QRect(0, 0, size.width(), size.height()))


def write_changed(path: Path, change: Change, folder: Path, longest: int | None = None) -> Path | None:
    """The changed picture as a new file in ``folder``, JPEG or, where it can be seen through, PNG; None if it fails.

    ``longest`` is the most pixels of its longer side; such a picture is always a JPEG.
    """
    image = decode.from_file(path, None)
    if image is None:
        return None
    if change.turns % 4:
        image = image.transformed(QTransform().rotate(90 * (change.turns % 4)))
    image = image.copy(pixels(change.part, image.size()))
    if longest is not None and max(image.width(), image.height()) > longest:
        aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(longest, longest, aspect, smooth)
    seen_through = image.hasAlphaChannel() and longest is None
    form, ending = ("PNG", "png") if seen_through else ("JPG", "jpg")
    target = folder / f"{uuid.uuid4().hex}.{ending}"
    # without this the orientation and place that cameras write would go along
    clean = image.convertToFormat(QImage.Format.Format_ARGB32 if form == "PNG" else QImage.Format.Format_RGB32)
    for key in clean.textKeys():
        clean.setText(key, "")
    return target if clean.save(str(target), form, _QUALITY) else None  # type: ignore[call-overload]


def write(image: QImage, target: Path) -> Path | None:
    """A picture from the clipboard as a PNG file; None if it fails."""
    return target if image.save(str(target), "PNG") else None  # type: ignore[call-overload]

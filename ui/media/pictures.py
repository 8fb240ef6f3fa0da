"""Pictures for painting: asked for by the painter, decoded in other threads, kept within a bound of memory."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap

from services.domain.ids import MessageId
from ui.media import decode

MAX_BYTES = 96 * 1024 * 1024
THREADS = 2
_SIZES = 4000
Resolve = Callable[[str], Path | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a picture is painted: so large in logical pixels, cut to it with round corners, or ``whole``."""

    width: int
    height: int
    radius: int = 10
    whole: bool = False

    def pixels(self, ratio: float) -> tuple[int, int]:
        """The size in pixels of a screen."""
        return round(self.width * ratio), round(self.height * ratio)


Key = tuple[str, Shape, float]
Decoded = tuple[QImage, QSize]


def _fit(image: QImage | None, shape: Shape, ratio: float) -> Decoded | None:
    if image is None:
        return None
    wide, high = shape.pixels(ratio)
    made = decode.whole(image, wide, high) if shape.whole else decode.fitted(image, wide, high, shape.radius * ratio)
    return made, image.size()


class Pictures(QObject):
    """Gives what is decoded, and starts decoding what is not; ``arrived`` tells whose picture came.

    ``resolve`` turns a stored path into a file, None where it may not be read.
    """

    arrived = Signal(object)
    _decoded = Signal(object, object, object)

    def __init__(self, resolve: Resolve, parent: QObject | None = None, limit: int = MAX_BYTES) -> None:
        super().__init__(parent)
        self._resolve = resolve
        self._limit = limit
        self._kept: OrderedDict[Key, QPixmap | None] = OrderedDict()
        self._bytes = 0
        self._asked: set[Key] = set()
        self._sizes: OrderedDict[str, QSize] = OrderedDict()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._decoded.connect(self._on_decoded)

    @property
    def waiting(self) -> int:
        """How many pictures are being decoded."""
        return len(self._asked)

    def file(self, path: str | None) -> Path | None:
        """The file of a stored path."""
        return self._resolve(path) if path else None

    def stored(self, message: MessageId, path: str, shape: Shape, ratio: float) -> QPixmap | None:
        """The stored picture as it is painted; None until it is decoded."""
        key = (path, shape, ratio)
        if key not in self._kept and key not in self._asked:
            file = self._resolve(path)
            if file is None:
                return None
            wide, high = shape.pixels(ratio)
            self._start(key, message, lambda: _fit(decode.from_file(file, QSize(wide, high), True), shape, ratio))
        return self._get(key)

    def thumbnail(self, message: MessageId, text: str, shape: Shape, ratio: float) -> QPixmap | None:
        """The small picture that came with the message, as it is painted meanwhile."""
        key = (text, shape, ratio)
        if key not in self._kept and key not in self._asked:
            self._start(key, message, lambda: _fit(decode.from_base64(text, QSize(400, 400)), shape, ratio))
        return self._get(key)

    def bad(self, path: str, shape: Shape, ratio: float) -> bool:
        """Whether it was tried and there is no picture in that file."""
        return self._kept.get((path, shape, ratio), self) is None

    def size_of(self, source: str | None) -> QSize | None:
        """The proportions that a stored picture, or a small one, turned out to have; None where not yet known."""
        return self._sizes.get(source) if source else None

    def close(self) -> None:
        """Wait for what is being decoded and forget everything."""
        self._pool.clear()
        self._pool.waitForDone()
        self._kept.clear()
        self._bytes = 0

    def _get(self, key: Key) -> QPixmap | None:
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def _start(self, key: Key, message: MessageId, job: Callable[[], Decoded | None]) -> None:
        self._asked.add(key)

        def work() -> None:
            try:
                found = job()
            except Exception:  # noqa: BLE001 - a picture nobody can decode is a picture nobody sees
                found = None
            try:
                self._decoded.emit(key, message, found)
            except RuntimeError:  # the window went first
                return

        self._pool.start(work)

    def _on_decoded(self, key: Key, message: MessageId, found: Decoded | None) -> None:
        self._asked.discard(key)
        if found is None:
            self._keep(key, None)
        else:
            image, size = found
            self._sizes[key[0]] = size
            if len(self._sizes) > _SIZES:
                self._sizes.popitem(last=False)
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(key[2])
            self._keep(key, pixmap)
        self.arrived.emit(message)

    def _keep(self, key: Key, pixmap: QPixmap | None) -> None:
        self._kept[key] = pixmap
        self._bytes += _weight(pixmap)
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1])


def _weight(pixmap: QPixmap | None) -> int:
    return pixmap.width() * pixmap.height() * 4 if pixmap is not None else 64

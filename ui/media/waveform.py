"""The shape of a voice message: from the message itself, else measured in the stored file."""

import base64
import binascii
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal

from services.domain.ids import MessageId

if TYPE_CHECKING:  # loaded with the first file to measure
    from PySide6.QtMultimedia import QAudioDecoder

BARS = 48
MAX_BYTES = 12 * 1024 * 1024
_KEPT = 400
_RATE = 4000
_LONGEST_MS = 20_000


def from_base64(text: str | None) -> tuple[float, ...] | None:
    """What came with the message, as heights 0 to 1; None where it says nothing."""
    if not text or len(text) > 4096:
        return None
    try:
        data = base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        return None
    return shape(list(data)) if any(data) else None


def shape(levels: Sequence[int]) -> tuple[float, ...]:
    """Any number of levels as ``BARS`` heights, the loudest one 1."""
    if not levels:
        return ()
    top = max(max(levels), 1)
    count = len(levels)
    return tuple(
        max(levels[at * count // BARS : max((at + 1) * count // BARS, at * count // BARS + 1)]) / top for at in range(BARS)
    )


class Waveforms(QObject):
    """Measures files one after the other; ``arrived`` tells whose shape is known now."""

    arrived = Signal(object)
    # carried out by Qt's event loop, where Python's lock is not held: see ui.media.deck
    start_wished = Signal()
    stop_wished = Signal()

    def __init__(self, resolve: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._resolve = resolve
        self._known: OrderedDict[str, tuple[float, ...]] = OrderedDict()
        self._queue: deque[tuple[str, MessageId]] = deque()
        self._now: tuple[str, MessageId] | None = None
        self._decoder: QAudioDecoder | None = None
        self._levels: list[int] = []
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_LONGEST_MS)
        self._patience.timeout.connect(self._finish)

    def of_file(self, path: str, message: MessageId) -> tuple[float, ...]:
        """The shape of a stored file; empty until it is measured, or where it cannot be."""
        known = self._known.get(path)
        if known is not None:
            return known
        self._known[path] = ()
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self._queue.append((path, message))
        QTimer.singleShot(0, self, self._next)
        return ()

    def _next(self) -> None:
        if self._now is not None or not self._queue:
            return
        self._now = self._queue.popleft()
        file = self._resolve(self._now[0])
        try:
            small = file is not None and file.stat().st_size <= MAX_BYTES
        except OSError:
            small = False
        if file is None or not small:
            self._finish()
            return
        if self._decoder is None:
            from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat

            self._decoder = QAudioDecoder(self)
            form = QAudioFormat()
            form.setSampleRate(_RATE)
            form.setChannelCount(1)
            form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
            self._decoder.setAudioFormat(form)
            self._decoder.bufferReady.connect(self._on_decoder_buffer_ready)
            self._decoder.finished.connect(self._finish)
            self._decoder.error.connect(self._finish)
            self.start_wished.connect(self._decoder.start, Qt.ConnectionType.QueuedConnection)
            self.stop_wished.connect(self._decoder.stop, Qt.ConnectionType.QueuedConnection)
        self._levels = []
        self._patience.start()
        self._decoder.setSource(QUrl.fromLocalFile(str(file)))
        self.start_wished.emit()

    def _on_decoder_buffer_ready(self) -> None:
        if self._decoder is None:
            return
        data = bytes(self._decoder.read().constData())
        samples = memoryview(data[: len(data) // 2 * 2]).cast("h")
        for at in range(0, len(samples), 256):
            self._levels.append(max((abs(s) for s in samples[at : at + 256 : 4]), default=0))

    def _finish(self, *_error: object) -> None:
        self._patience.stop()
        if self._now is None:
            return
        (path, message), self._now = self._now, None
        if self._decoder is not None:
            self.stop_wished.emit()
        if any(self._levels):
            self._known[path] = shape(self._levels)
            self.arrived.emit(message)
        self._levels = []
        QTimer.singleShot(0, self, self._next)

"""The shape of a voice message: from the message itself, else measured in the stored file."""

import base64
import binascii
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal

from services.domain.ids import MessageId
from ui.media.loudness import loudness

if TYPE_CHECKING:  # loaded with the first file to measure
    from PySide6.QtMultimedia import QAudioDecoder

BARS = 48
MAX_BYTES = 12 * 1024 * 1024
_KEPT = 400
_BLOCK_US, _LOOKS_PER_S = 64_000, 1000
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


def shape(levels: Sequence[float]) -> tuple[float, ...]:
    """Any number of levels as ``BARS`` heights, the loudest one 1."""
    if not levels:
        return ()
    top = max(levels) or 1
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
        self._seconds: dict[str, float] = {}
        self._queue: deque[tuple[str, MessageId]] = deque()
        self._now: tuple[str, MessageId] | None = None
        self._decoder: QAudioDecoder | None = None
        self._levels: list[float] = []
        self._heard_us = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_LONGEST_MS)
        self._patience.timeout.connect(self._finish)

    def seconds(self, path: str) -> float:
        """How long a stored file sounds; 0 until it is measured."""
        return self._seconds.get(path, 0.0)

    def of_file(self, path: str, message: MessageId) -> tuple[float, ...]:
        """The shape of a stored file; empty until it is measured, or where it cannot be."""
        known = self._known.get(path)
        if known is not None:
            return known
        self._known[path] = ()
        if len(self._known) > _KEPT:
            self._seconds.pop(self._known.popitem(last=False)[0], None)
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
            from PySide6.QtMultimedia import QAudioDecoder

            # in the file's own form: asked for another rate, Qt stops at a first piece too short to be converted (an MP3's)
            self._decoder = QAudioDecoder(self)
            self._decoder.bufferReady.connect(self._on_decoder_buffer_ready)
            self._decoder.finished.connect(self._finish)
            self._decoder.error.connect(self._finish)
            self.start_wished.connect(self._decoder.start, Qt.ConnectionType.QueuedConnection)
            self.stop_wished.connect(self._decoder.stop, Qt.ConnectionType.QueuedConnection)
        self._levels, self._heard_us = [], 0
        self._patience.start()
        self._decoder.setSource(QUrl.fromLocalFile(str(file)))
        self.start_wished.emit()

    def _on_decoder_buffer_ready(self) -> None:
        if self._decoder is None:
            return
        buffer = self._decoder.read()
        form, data = buffer.format(), buffer.constData()
        self._heard_us += max(buffer.duration(), 0)
        # nothing (not b"") where the piece was taken already
        data = bytes(data) if data is not None else b""
        block = max(form.bytesForDuration(_BLOCK_US), 1)
        # an odd step sees every channel
        every = max(form.sampleRate() * form.channelCount() // _LOOKS_PER_S, 1) | 1
        for at in range(0, len(data), block):
            self._levels.append(loudness(data[at : at + block], form.sampleFormat().name, every))

    def _finish(self, *_error: object) -> None:
        self._patience.stop()
        if self._now is None:
            return
        (path, message), self._now = self._now, None
        if self._decoder is not None:
            self.stop_wished.emit()
        if any(self._levels):
            self._seconds[path] = self._heard_us / 1_000_000
            self._known[path] = shape(self._levels)
            self.arrived.emit(message)
        self._levels = []
        QTimer.singleShot(0, self, self._next)

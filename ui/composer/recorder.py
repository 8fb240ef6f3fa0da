"""Sound from a microphone into a file: encoded while it is heard, with its loudness for the meter and the bubble."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal, SignalInstance, Slot

from ui.composer.encoder import RATES, Encoder, Form
from ui.media.loudness import CASTS, loudness

if TYPE_CHECKING:  # a large library, fetched when somebody records
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource

MAX_S = 15 * 60
BARS = 64
_BLOCK_S = 0.05
_LOOK_MS = 20
# so many looks without a sound, not even of silence: some systems do not tell that a microphone is gone
_SILENT_LOOKS = 200
_BROKE = frozenset({"OpenError", "IOError", "FatalError"})


class Source(Protocol):
    """Where sound comes from: ``heard`` carries bytes in the format that ``start`` gave, ``lost`` that it broke."""

    heard: SignalInstance
    lost: SignalInstance

    def start(self) -> "QAudioFormat | None":
        """Begin; None where there is nothing to hear."""
        ...

    def hold(self, on: bool) -> None:
        """Be quiet, or go on."""
        ...

    def stop(self) -> None:
        """End."""
        ...


def has_microphone() -> bool:
    """Whether this computer has one. Takes time: not for the GUI thread."""
    from PySide6.QtMultimedia import QMediaDevices

    return bool(QMediaDevices.audioInputs())


def best_form(device: "QAudioDevice") -> "QAudioFormat":
    """What needs least work to be encoded; what the microphone likes best where it knows none of that."""
    from PySide6.QtMultimedia import QAudioFormat

    for rate in reversed(RATES):
        form = QAudioFormat()
        form.setSampleRate(rate)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if device.isFormatSupported(form):
            return form
    return device.preferredFormat()


class Microphone(QObject):
    """The system's first microphone."""

    heard = Signal(object)
    lost = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._device: QIODevice | None = None

    def start(self) -> "QAudioFormat | None":
        """Begin; None where there is nothing to hear."""
        from PySide6.QtMultimedia import QAudioSource, QMediaDevices

        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            return None
        form = best_form(device)
        self._source = QAudioSource(device, form, self)
        self._source.stateChanged.connect(self._on_source_state_changed)
        self._device = self._source.start()
        if self._device is None:
            return None
        self._device.readyRead.connect(self._on_device_ready_read)
        return form

    def hold(self, on: bool) -> None:
        """Be quiet, or go on."""
        if self._source is not None:
            (self._source.suspend if on else self._source.resume)()

    def stop(self) -> None:
        """End."""
        source, self._source, self._device = self._source, None, None
        if source is not None:
            # ended by Qt's event loop, where Python's lock is not held: see ui.media.deck
            source.deleteLater()

    def _on_device_ready_read(self) -> None:
        if self._device is not None:
            self.heard.emit(bytes(self._device.readAll().data()))

    # without the decorator PySide wants the state itself, a type that it cannot convert: the slot was never reached
    @Slot()
    def _on_source_state_changed(self) -> None:
        if self._source is not None and self._source.error().name in _BROKE:
            self.lost.emit()


class Recorder(QObject):
    """One recording. ``heard`` carries the loudness of each moment (0 to 1), ``ended`` that the file is whole.

    ``broken`` tells that there is no sound to record, or no more of it; ``spoiled`` that there is no file.
    """

    heard = Signal(float)
    ended = Signal()
    broken = Signal()
    spoiled = Signal()

    def __init__(self, source: Source, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path, self.paused, self.over = path, False, False
        self._source = source
        self._form: QAudioFormat | None = None
        self._encoder: Encoder | None = None
        self._levels: list[float] = []
        self._taken = 0
        self._ending = False
        self._silent = 0
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look_timeout)

    @property
    def seconds(self) -> float:
        """How much was heard."""
        return self._form.durationForBytes(self._taken) / 1_000_000 if self._form is not None else 0.0

    @property
    def waveform_base64(self) -> str:
        """64 heights (0 to 100), as WhatsApp shows a voice message."""
        levels = self._levels or [0.0]
        top, count = max(*levels, 0.01), len(levels)
        heights = [max(levels[at * count // BARS : max((at + 1) * count // BARS, at * count // BARS + 1)]) for at in range(BARS)]
        return base64.b64encode(bytes(round(100 * height / top) for height in heights)).decode()

    def start(self) -> None:
        """Open the source and the file."""
        self._form = form = self._source.start()
        if form is None or form.sampleFormat().name not in CASTS:
            self._source.stop()
            self.over = True
            self.broken.emit()
            return
        self._encoder = Encoder(self.path, Form(form.sampleFormat().name, form.sampleRate(), form.channelCount()))
        self._source.heard.connect(self._on_source_heard)
        self._source.lost.connect(self._on_source_lost)
        self.destroyed.connect(self._encoder.end)
        self._look.start()

    def hold(self, on: bool) -> None:
        """Pause, or go on."""
        if not self._ending and not self.over:
            self.paused = on
            self._source.hold(on)

    def finish(self) -> None:
        """Nothing more is heard; ``ended`` follows when the file is whole."""
        if self._ending or self.over:
            return
        self._ending = True
        self._source.stop()
        if self._encoder is not None:
            self._encoder.end()

    def _on_source_heard(self, data: bytes) -> None:
        form = self._form
        if self.paused or self._ending or self.over or form is None or self._encoder is None or not data:
            return
        self._taken += len(data)
        self._silent = 0
        self._encoder.take(data)
        block = max(form.bytesForDuration(int(_BLOCK_S * 1_000_000)), form.bytesPerFrame())
        for at in range(0, len(data), block):
            self._levels.append(loudness(data[at : at + block], form.sampleFormat().name))
        self.heard.emit(self._levels[-1])
        if self.seconds >= MAX_S:
            self.finish()

    def _on_look_timeout(self) -> None:
        if not self.paused and not self._ending:
            self._silent += 1
            if self._silent == _SILENT_LOOKS:
                self._on_source_lost()
        if self._encoder is None or not self._encoder.over:
            return
        self._look.stop()
        self._source.stop()
        self.over = True
        (self.ended if self._encoder.problem is None else self.spoiled).emit()

    def _on_source_lost(self) -> None:
        if self._ending or self.over:
            return
        if self._taken:
            # what was said so far is kept
            self.finish()
        else:
            self._look.stop()
            self.over = True
            self._source.stop()
            if self._encoder is not None:
                self._encoder.end()
        self.broken.emit()

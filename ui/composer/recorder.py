"""Sound from a microphone into a file: encoded while it is heard, with its loudness for the meter and the bubble."""

import base64
from array import array
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QByteArray, QIODevice, QObject, QUrl, Signal, SignalInstance

if TYPE_CHECKING:  # a large library, fetched when somebody records
    from PySide6.QtMultimedia import QAudioBufferInput, QAudioFormat, QAudioSource, QMediaCaptureSession, QMediaRecorder

MAX_S = 15 * 60
BARS = 64
_BITS = 32_000
_BLOCK_S = 0.05
_CASTS = {"UInt8": "B", "Int16": "h", "Int32": "i", "Float": "f"}
_FULL = {"UInt8": 128.0, "Int16": 32_768.0, "Int32": 2_147_483_648.0, "Float": 1.0}


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


class Microphone(QObject):
    """The system's first microphone, in the format it likes best."""

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
        form = device.preferredFormat()
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
            source.stop()
            source.deleteLater()

    def _on_device_ready_read(self) -> None:
        if self._device is not None:
            self.heard.emit(bytes(self._device.readAll().data()))

    def _on_source_state_changed(self, _state: object) -> None:
        if self._source is not None and self._source.error().name != "NoError":
            self.lost.emit()


def loudness(data: bytes, form: "QAudioFormat") -> float:
    """The peak of a piece of sound, 0 to 1."""
    name = form.sampleFormat().name
    if name not in _CASTS:
        return 0.0
    size = form.bytesPerSample()
    # every fourth sample tells enough of a peak
    samples: array[Any] = array(_CASTS[name], data[: len(data) // size * size])[::4]
    middle = 128 if name == "UInt8" else 0
    return min(1.0, max((abs(sample - middle) for sample in samples), default=0) / _FULL[name])


class Recorder(QObject):
    """One recording. ``heard`` carries the loudness of each moment (0 to 1), ``ended`` that the file is whole.

    ``broken`` tells that there is no sound to record, or no more of it.
    """

    heard = Signal(float)
    ended = Signal()
    broken = Signal()

    def __init__(self, source: Source, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path, self.paused, self.over = path, False, False
        self._source = source
        self._form: QAudioFormat | None = None
        self._input: QAudioBufferInput | None = None
        self._session: QMediaCaptureSession | None = None
        self._recorder: QMediaRecorder | None = None
        self._waiting: deque[bytes] = deque()
        self._levels: list[float] = []
        self._taken = self._sent = 0
        self._ending = False

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
        from PySide6.QtMultimedia import QAudioBufferInput, QMediaCaptureSession, QMediaFormat, QMediaRecorder

        self._form = self._source.start()
        if self._form is None:
            self.over = True
            self.broken.emit()
            return
        wanted = QMediaFormat(QMediaFormat.FileFormat.Mpeg4Audio)
        wanted.setAudioCodec(QMediaFormat.AudioCodec.AAC)
        recorder = QMediaRecorder(self)
        recorder.setMediaFormat(wanted)
        recorder.setAudioChannelCount(1)
        recorder.setAudioBitRate(_BITS)
        recorder.setAutoStop(True)
        recorder.setOutputLocation(QUrl.fromLocalFile(str(self.path)))
        recorder.recorderStateChanged.connect(self._on_recorder_state_changed)
        recorder.errorOccurred.connect(self._on_lost)
        self._input = QAudioBufferInput(self._form, self)
        self._input.readyToSendAudioBuffer.connect(self._feed)
        self._session = QMediaCaptureSession(self)
        self._session.setAudioBufferInput(self._input)
        self._session.setRecorder(recorder)
        self._recorder = recorder
        self._source.heard.connect(self._on_source_heard)
        self._source.lost.connect(self._on_lost)
        recorder.record()

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
        self._feed()

    def _on_source_heard(self, data: bytes) -> None:
        form = self._form
        if self.paused or self._ending or form is None or not data:
            return
        self._taken += len(data)
        self._waiting.append(data)
        block = max(form.bytesForDuration(int(_BLOCK_S * 1_000_000)), form.bytesPerFrame())
        for at in range(0, len(data), block):
            self._levels.append(loudness(data[at : at + block], form))
        self.heard.emit(self._levels[-1])
        self._feed()
        if self.seconds >= MAX_S:
            self.finish()

    def _feed(self) -> None:
        from PySide6.QtMultimedia import QAudioBuffer

        if self._input is None or self._form is None or self.over:
            return
        while self._waiting:
            begins = self._form.durationForBytes(self._sent)
            if not self._input.sendAudioBuffer(QAudioBuffer(QByteArray(self._waiting[0]), self._form, begins)):
                return
            self._sent += len(self._waiting.popleft())
        if self._ending:
            self._input.sendAudioBuffer(QAudioBuffer())

    def _on_recorder_state_changed(self, state: "QMediaRecorder.RecorderState") -> None:
        if state.name == "StoppedState" and not self.over:
            self.over = True
            self.ended.emit()

    def _on_lost(self, *_error: object) -> None:
        if self._ending or self.over:
            return
        if self._taken:
            # what was said so far is kept
            self.finish()
        else:
            self.over = True
            self._source.stop()
        self.broken.emit()

"""A microphone that hears a tone: recording is tested without a sound card."""

import math
from array import array

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudioFormat

RATE = 16_000
_PIECE = RATE // 10


class Tone(QObject):
    """100 ms of a tone at each turn of the event loop, as long as ``seconds`` last."""

    heard = Signal(object)
    lost = Signal()
    seconds = 2.0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self.held = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._say)

    def start(self) -> QAudioFormat:
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._timer.start(0)
        return form

    def hold(self, on: bool) -> None:
        self.held = on

    def stop(self) -> None:
        self._timer.stop()

    def _say(self) -> None:
        if self.held or self._at >= self.seconds * RATE:
            return
        loud = 12_000 if (self._at // _PIECE) % 4 else 300
        samples = (round(loud * math.sin(2 * math.pi * 440 * (self._at + n) / RATE)) for n in range(_PIECE))
        self._at += _PIECE
        self.heard.emit(array("h", samples).tobytes())

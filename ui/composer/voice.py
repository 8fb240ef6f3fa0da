"""A voice message: record, pause, listen, discard or send. Only where there is a microphone."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui import formats
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.labels import plain_label

if TYPE_CHECKING:  # a large library, fetched when somebody records
    from PySide6.QtMultimedia import QAudioInput, QMediaCaptureSession, QMediaPlayer, QMediaRecorder

MAX_S = 15 * 60
_BITS = 32_000


@cache
def can_record() -> bool:
    """Whether this computer has a microphone (asked once, as it takes time)."""
    from PySide6.QtMultimedia import QMediaDevices

    return bool(QMediaDevices.audioInputs())


class VoiceBar(QFrame):
    """``finished`` carries path, seconds and waveform ("" where unknown); ``closed`` says it was discarded.

    Space pauses, Enter sends, Esc discards.
    """

    finished = Signal(object, float, str)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._folder: QTemporaryDir | None = None
        self._recorder: QMediaRecorder | None = None
        self._session: QMediaCaptureSession | None = None
        self._input: QAudioInput | None = None
        self._player: QMediaPlayer | None = None
        self._path = Path()
        self._count = 0
        self._send_when_stopped = self._wanted = False
        self.bin = IconButton(look, "trash", side=20)
        self.hold = IconButton(look, "pause", side=20)
        self.listen = IconButton(look, "play", side=20)
        self.send = IconButton(look, "send", colour="on_accent", side=20)
        self.send.setObjectName("send")
        self.told = plain_label(look=look, role=Type.BODY)
        self.time = plain_label(look=look, role=Type.SMALL_STRONG)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        row.addWidget(self.bin)
        row.addWidget(self.time)
        row.addWidget(self.told, 1)
        row.addWidget(self.hold)
        row.addWidget(self.listen)
        row.addWidget(self.send)
        self.bin.clicked.connect(self.closed)
        self.hold.clicked.connect(self.toggle)
        self.listen.clicked.connect(self._on_listen)
        self.send.clicked.connect(self.finish)
        self._retranslate()

    def start(self) -> None:
        """Record into a new file."""
        from PySide6.QtMultimedia import QAudioInput, QMediaCaptureSession, QMediaDevices, QMediaFormat, QMediaRecorder

        self.discard()
        if self._folder is None:
            self._folder = QTemporaryDir()
        self._count += 1
        self._path = Path(self._folder.path()) / f"voz-{self._count}.m4a"
        recorder = QMediaRecorder(self)
        wanted = QMediaFormat(QMediaFormat.FileFormat.Mpeg4Audio)
        wanted.setAudioCodec(QMediaFormat.AudioCodec.AAC)
        recorder.setMediaFormat(wanted)
        recorder.setAudioChannelCount(1)
        recorder.setAudioBitRate(_BITS)
        recorder.setOutputLocation(QUrl.fromLocalFile(str(self._path)))
        recorder.durationChanged.connect(self._on_duration)
        recorder.recorderStateChanged.connect(self._on_state)
        recorder.errorOccurred.connect(self._on_error)
        self._input = QAudioInput(QMediaDevices.defaultAudioInput(), self)
        self._session = QMediaCaptureSession(self)
        self._session.setAudioInput(self._input)
        self._session.setRecorder(recorder)
        self._recorder, self._send_when_stopped, self._wanted = recorder, False, True
        self.time.setText("0:00")
        recorder.record()
        self.setFocus()

    def toggle(self) -> None:
        """Pause, or go on."""
        if self._recorder is not None:
            (self._recorder.pause if self._is("RecordingState") else self._recorder.record)()

    def finish(self) -> None:
        """End it and send."""
        recorder = self._recorder
        if recorder is None:
            return
        self._send_when_stopped = True
        if self._is("StoppedState"):
            self._deliver()
        else:
            recorder.stop()

    def discard(self) -> None:
        """Forget it."""
        self._wanted = self._send_when_stopped = False
        if self._player is not None:
            self._player.stop()
        if self._recorder is not None:
            self._recorder.stop()
            self._recorder.deleteLater()
            self._recorder = None

    def _deliver(self) -> None:
        recorder = self._recorder
        if recorder is None or not self._wanted or not self._path.exists():
            return
        seconds = recorder.duration() / 1000
        self._wanted = False
        self.finished.emit(self._path, seconds, "")

    def _is(self, state: str) -> bool:
        return self._recorder is not None and self._recorder.recorderState().name == state

    def _on_state(self, state: "QMediaRecorder.RecorderState") -> None:
        self._retranslate()
        if state.name == "StoppedState" and self._send_when_stopped:
            self._deliver()

    def _on_duration(self, length_ms: int) -> None:
        self.time.setText(formats.duration(length_ms / 1000))
        if length_ms > MAX_S * 1000 and self._recorder is not None:
            self._recorder.stop()

    def _on_error(self, *_error: object) -> None:
        self.told.setText(self.tr("The microphone cannot be used."))

    def _on_listen(self) -> None:
        if self._recorder is None:
            return
        if not self._is("StoppedState"):
            # a file can be heard only once it is whole
            self._recorder.stop()
        if self._player is None:
            from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(self))
        self._player.setSource(QUrl.fromLocalFile(str(self._path)))
        self._player.play()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pauses, Enter sends, Esc discards."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Voice message"))
        self.bin.name_it(self.tr("Discard"), "Esc")
        self.hold.name_it(self.tr("Pause or go on"), self.tr("Space"))
        self.listen.name_it(self.tr("Listen"))
        self.send.name_it(self.tr("Send"), "Enter")
        stopped = self._is("StoppedState")
        self.hold.setEnabled(not stopped)
        if self._is("PausedState"):
            self.told.setText(self.tr("Paused"))
        else:
            self.told.setText("" if stopped else self.tr("Recording…"))

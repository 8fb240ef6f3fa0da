"""A film whose pictures are painted by whoever holds it; made when the first one is looked at."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

from ui.media.deck import Deck


class Film(QObject):
    """``framed`` says that ``image`` is another one; ``moved`` that the place is."""

    framed = Signal()
    moved = Signal()
    broken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self._deck = Deck(self)
        self._player = self._deck.player
        self._sink = QVideoSink(self)
        self._player.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_sink_frame_changed)
        self._player.positionChanged.connect(lambda _at: self.moved.emit())
        self._player.playbackStateChanged.connect(lambda _state: self.moved.emit())
        self._player.errorOccurred.connect(lambda _error, _text: self.broken.emit())

    @property
    def running(self) -> bool:
        """Whether it plays."""
        return self._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState

    @property
    def position_ms(self) -> int:
        """Where it is."""
        return self._deck.position_ms

    @property
    def length_ms(self) -> int:
        """How long it is, 0 while not known."""
        return self._deck.length_ms

    def play(self, file: Path, *, loop: bool) -> None:
        """Play a file from its beginning."""
        self.image = QImage()
        self._player.setLoops(QMediaPlayer.Loops.Infinite if loop else QMediaPlayer.Loops.Once)
        self._deck.load(file)
        self._deck.play_wished.emit()

    def toggle(self) -> None:
        """Pause, or go on."""
        (self._deck.pause_wished if self.running else self._deck.play_wished).emit()

    def seek(self, position_ms: int) -> None:
        """Go to a place."""
        self._deck.place_wished.emit(position_ms)

    def stop(self) -> None:
        """No pictures, no sound."""
        self._deck.eject()
        self.image = QImage()

    def _on_sink_frame_changed(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self.image = frame.toImage()
            self.framed.emit()

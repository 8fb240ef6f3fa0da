"""A media player that is never told anything while Python's lock is held."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer


class Deck(QObject):
    """One ``QMediaPlayer`` with its sound. Commands are carried out by Qt's event loop, in their order.

    To stop, load or move, the player waits for threads of its own. A warning that one of them has to tell goes to our
    message handler, which is Python: called straight from Python, where the lock is held, both would wait for ever.
    """

    play_wished = Signal()
    pause_wished = Signal()
    stop_wished = Signal()
    # as the player names it: any other number would be handed over by Python
    place_wished = Signal("qlonglong")  # type: ignore[arg-type]
    speed_wished = Signal(float)
    file_wished = Signal(QUrl)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.player = QMediaPlayer(self)
        self.player.setAudioOutput(QAudioOutput(self))
        self._url = QUrl()
        queued = Qt.ConnectionType.QueuedConnection
        self.play_wished.connect(self.player.play, queued)
        self.pause_wished.connect(self.player.pause, queued)
        self.stop_wished.connect(self.player.stop, queued)
        self.place_wished.connect(self.player.setPosition, queued)
        self.speed_wished.connect(self.player.setPlaybackRate, queued)
        self.file_wished.connect(self.player.setSource, queued)
        app = QCoreApplication.instance()
        if app is not None:
            # what still plays when the program ends must not be stopped by a destructor that Python calls
            app.aboutToQuit.connect(self.player.stop)

    @property
    def settled(self) -> bool:
        """Whether the player has got to the present file: until then it tells of the one before."""
        return self.player.source() == self._url

    @property
    def position_ms(self) -> int:
        """Where it is."""
        return self.player.position() if self.settled else 0

    @property
    def length_ms(self) -> int:
        """How long it is, 0 while not known."""
        return max(0, self.player.duration()) if self.settled else 0

    def load(self, file: Path) -> None:
        """Another file, from its beginning; it does not play yet."""
        self.eject()
        self._url = QUrl.fromLocalFile(str(file))
        self.file_wished.emit(self._url)

    def eject(self) -> None:
        """Stop, and let go of the file."""
        if not self._url.isEmpty():
            self._url = QUrl()
            self.stop_wished.emit()
            self.file_wished.emit(self._url)

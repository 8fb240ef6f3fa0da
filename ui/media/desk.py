"""All that bubbles need to show files, in one hand."""

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QMovie, QPixmap

from services.domain.changes import FileProgress
from services.domain.ids import MessageId
from ui.media import decode
from ui.media.pictures import Pictures, Resolve
from ui.media.sound import Sound
from ui.media.waveform import Waveforms


class Desk(QObject):
    """Pictures, sound, waveforms and the one picture that moves; ``changed`` names a message to draw anew."""

    changed = Signal(object)

    def __init__(self, resolve: Resolve, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._resolve = resolve
        self.pictures = Pictures(resolve, self)
        self.sound = Sound(resolve, self)
        self.waveforms = Waveforms(resolve, self)
        self._under_way: dict[MessageId, FileProgress] = {}
        self._movie: QMovie | None = None
        self._moving: MessageId | None = None
        for source in (self.pictures.arrived, self.sound.changed, self.waveforms.arrived):
            source.connect(self.changed)

    def file(self, path: str | None) -> Path | None:
        """The file of a stored path, None where it is not there."""
        found = self._resolve(path) if path else None
        return found if found is not None and found.is_file() else None

    def note(self, progress: FileProgress) -> None:
        """A file came or went a bit further."""
        self._under_way[progress.message_id] = progress
        self.changed.emit(progress.message_id)

    def progress(self, message: MessageId) -> FileProgress | None:
        """How far a message's file is, as far as was told."""
        return self._under_way.get(message)

    def end(self, message: MessageId) -> None:
        """It begins anew."""
        self._under_way.pop(message, None)

    def forget_progress(self) -> None:
        """Another conversation is shown; what goes on there is told anew."""
        self._under_way.clear()

    def move(self, message: MessageId | None, path: str | None, size: QSize) -> None:
        """Let this picture move while the mouse is over it; None stops whatever moves."""
        if message == self._moving:
            return
        if self._movie is not None:
            before, self._moving = self._moving, None
            self._movie.stop()
            self._movie.deleteLater()
            self._movie = None
            self.changed.emit(before)
        file = self.file(path)
        form = decode.may_move(file) if file is not None and message is not None else None
        if form is None:
            return
        self._movie = QMovie(str(file), form.encode(), self)
        self._movie.setScaledSize(self._scaled(size))
        self._moving = message
        self._movie.frameChanged.connect(lambda _number: self.changed.emit(message))
        self._movie.start()

    def frame(self, message: MessageId) -> QPixmap | None:
        """The present frame of a picture that moves."""
        if self._movie is None or self._moving != message:
            return None
        return self._movie.currentPixmap()

    def _scaled(self, size: QSize) -> QSize:
        movie = self._movie
        if movie is None:
            return size
        movie.jumpToFrame(0)
        return movie.currentPixmap().size().scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)

    def close(self) -> None:
        """Stop everything."""
        self.move(None, None, QSize())
        self.sound.stop()
        self.pictures.close()


def nowhere(parent: QObject | None = None) -> Desk:
    """A desk without files: what a bubble shows of its message alone."""
    return Desk(lambda _path: None, parent)

"""The short sounds, played on a thread of their own: looking for devices takes longer than a frame."""

import logging
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QUrl, Signal, Slot

import resources

if TYPE_CHECKING:  # loaded with the first sound
    from PySide6.QtMultimedia import QSoundEffect

_log = logging.getLogger(__name__)


class Sound(StrEnum):
    """What happened; the names of the files."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    OFFLINE = "offline"


class _Player(QObject):
    """Lives on its own thread."""

    def __init__(self) -> None:
        super().__init__()
        self._effects: dict[str, QSoundEffect] = {}

    @Slot(str, float)
    def play(self, name: str, volume: float) -> None:
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

        if not QMediaDevices.audioOutputs():
            return
        if name not in self._effects:
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(resources.path("sounds", f"{name}.wav"))))
            self._effects[name] = effect
        self._effects[name].setVolume(volume)
        self._effects[name].play()


class Sounds(QObject):
    """``play`` returns at once; without a device nothing sounds."""

    _wanted = Signal(str, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None
        self._player: _Player | None = None

    def play(self, sound: Sound, volume: int) -> None:
        """Play it, ``volume`` in percent."""
        if volume <= 0:
            return
        if self._thread is None:
            self._thread = QThread(self)
            self._player = _Player()
            self._player.moveToThread(self._thread)
            self._thread.finished.connect(self._player.deleteLater)
            self._wanted.connect(self._player.play)
            self._thread.start()
        self._wanted.emit(sound.value, volume / 100)

    def stop(self) -> None:
        """No more sounds; the thread ends."""
        if self._thread is not None:
            self._thread.quit()
            if not self._thread.wait(2_000):
                _log.warning("the sound's thread does not end")
            self._thread = None

"""Plays one voice message or song at a time, inside its bubble."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from services.domain.ids import MessageId

if TYPE_CHECKING:  # loaded with the first sound: most starts of the program need none
    from PySide6.QtMultimedia import QMediaPlayer

    from ui.media.deck import Deck

SPEEDS = (1.0, 1.5, 2.0)
_TICK_MS = 80


@dataclass(frozen=True, slots=True)
class Playing:
    """How far the present one is. ``length_s`` 0 means not known yet."""

    message: MessageId
    running: bool
    position_s: float
    length_s: float
    speed: float


class Sound(QObject):
    """``changed`` names the message whose bubble has to be drawn anew, ``ended`` one that came to its end.

    The player is made at the first sound: it costs memory that most sessions never need.
    """

    changed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    speed_changed = Signal(float)

    def __init__(self, resolve: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._resolve = resolve
        self._deck: Deck | None = None
        self._running = False
        self._message: MessageId | None = None
        self._path = ""
        self._seek: float | None = None
        self.speed = 1.0
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._tell)

    def state(self, message: MessageId) -> Playing | None:
        """Where this message's sound is, None if it is not the present one."""
        deck = self._deck
        if self._message != message or deck is None:
            return None
        return Playing(message, self._running, deck.position_ms / 1000, deck.length_ms / 1000, self.speed)

    def toggle(self, message: MessageId, path: str) -> None:
        """Play it, or pause it if it plays."""
        deck = self._ready()
        if self._message == message:
            (deck.pause_wished if self._running else deck.play_wished).emit()
            self._running = not self._running
            self._tell()
            return
        file = self._resolve(path)
        if file is None or not file.is_file():
            self.failed.emit(message)
            return
        self.stop()
        self._message, self._path, self._running = message, path, True
        deck.load(file)
        deck.speed_wished.emit(self.speed)
        deck.play_wished.emit()
        self._tick.start()
        self._tell()

    def seek(self, message: MessageId, path: str, share: float) -> None:
        """Go to a place, 0 to 1; starts it where another one is the present one."""
        if self._message != message:
            self.toggle(message, path)
        deck = self._ready()
        if deck.length_ms > 0:
            deck.place_wished.emit(round(share * deck.length_ms))
        else:
            self._seek = share
        self._tell()

    def next_speed(self) -> None:
        """1, 1.5, 2 and 1 again."""
        at = SPEEDS.index(self.speed) if self.speed in SPEEDS else 0
        self.set_speed(SPEEDS[(at + 1) % len(SPEEDS)])
        self.speed_changed.emit(self.speed)

    def set_speed(self, speed: float) -> None:
        """Play this fast from now on."""
        self.speed = speed
        if self._deck is not None:
            self._deck.speed_wished.emit(speed)
        self._tell()

    def stop(self) -> None:
        """No sound; nothing is the present one."""
        before, self._message, self._seek = self._message, None, None
        self._running = False
        self._tick.stop()
        if self._deck is not None and before is not None:
            self._deck.eject()
            self.changed.emit(before)

    def _ready(self) -> "Deck":
        if self._deck is None:
            from ui.media.deck import Deck

            self._deck = Deck(self)
            self._deck.player.mediaStatusChanged.connect(self._on_player_status_changed)
            self._deck.player.durationChanged.connect(self._on_player_duration_changed)
            self._deck.player.errorOccurred.connect(self._on_player_error_occurred)
        return self._deck

    def _on_player_status_changed(self, status: "QMediaPlayer.MediaStatus") -> None:
        if status is status.EndOfMedia and self._message is not None and self._ready().settled:
            message = self._message
            self.stop()
            self.ended.emit(message)

    def _on_player_duration_changed(self, _duration: int) -> None:
        if self._seek is not None and self._deck is not None and self._deck.length_ms > 0:
            self._deck.place_wished.emit(round(self._seek * self._deck.length_ms))
            self._seek = None
        self._tell()

    def _on_player_error_occurred(self, _error: object, _text: str) -> None:
        if not self._ready().settled:
            return
        message = self._message
        self.stop()
        if message is not None:
            self.failed.emit(message)

    def _tell(self) -> None:
        if self._message is not None:
            self.changed.emit(self._message)

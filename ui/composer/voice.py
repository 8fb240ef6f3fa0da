"""A voice message: record, pause, listen, discard (with a way back) or send."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui import formats
from ui.composer.level_meter import LevelMeter
from ui.composer.recorder import Microphone, Recorder, Source, has_microphone
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.labels import plain_label

if TYPE_CHECKING:  # a large library, fetched when somebody records
    from PySide6.QtMultimedia import QMediaPlayer

    from ui.media.deck import Deck

UNDO_MS = 5000
_WORTH_S = 0.5


class VoiceBar(QFrame):
    """``finished`` carries path, seconds and waveform; ``closed`` says that nothing is being recorded any more.

    Space pauses, Enter sends, Esc discards; for five seconds what was discarded can be had back, which
    ``reopened`` tells. ``source`` makes what is recorded from, ``present`` asks whether there is any.
    """

    finished = Signal(object, float, str)
    closed = Signal()
    reopened = Signal()

    def __init__(
        self,
        look: Look,
        crossing: Crossing,
        source: Callable[[QObject], Source] = Microphone,
        present: Callable[[], bool] = has_microphone,
    ) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._crossing, self._source, self._present = crossing, source, present
        self._folder: QTemporaryDir | None = None
        self._recorder: Recorder | None = None
        self._deck: Deck | None = None
        self._playing = False
        self._count = 0
        self._problem = ""
        self._send_when_over = self._listen_when_over = self._discarded = False
        self.bin = IconButton(look, "trash", side=20)
        self.hold = IconButton(look, "pause", side=20)
        self.listen = IconButton(look, "play", side=20)
        self.send = IconButton(look, "send", colour="on_accent", side=20)
        self.send.setObjectName("send")
        self.undo = button(kind="ghost")
        self.meter = LevelMeter(look)
        self.told = plain_label(look=look, role=Type.BODY, wrap=True)
        self.time = plain_label(look=look, role=Type.SMALL_STRONG)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self.bin)
        row.addWidget(self.time)
        row.addWidget(self.meter, 1)
        row.addWidget(self.told, 1)
        for widget in (self.undo, self.hold, self.listen, self.send):
            row.addWidget(widget)
        self.bin.clicked.connect(self.discard)
        self.hold.clicked.connect(self.toggle)
        self.listen.clicked.connect(self._on_listen_clicked)
        self.send.clicked.connect(self.finish)
        self.undo.clicked.connect(self.take_back)
        self._patience = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._patience.timeout.connect(self.forget)
        self._show_state()

    # ------------------------------------------------------------------ recording

    def start(self) -> None:
        """Look for a microphone, which takes time, and record from it."""
        self.forget()
        self._tell_problem("")
        self._crossing.spawn(self, asyncio.to_thread(self._present), done=self._begin)

    def _begin(self, present: bool) -> None:
        if self.isHidden():
            return
        if not present:
            self._tell_problem(self.tr("No microphone was found. Connect one and try again."))
            return
        if self._folder is None:
            self._folder = QTemporaryDir()
        self._count += 1
        source = self._source(self)
        self._recorder = recorder = Recorder(source, Path(self._folder.path()) / f"voz-{self._count}.ogg", self)
        recorder.heard.connect(self._on_heard)
        recorder.ended.connect(self._on_ended)
        recorder.broken.connect(lambda: self._tell_problem(self.tr("The microphone cannot be used.")))
        recorder.spoiled.connect(self._on_recorder_spoiled)
        self.meter.clear()
        recorder.start()
        self._show_state()
        self.setFocus()

    def toggle(self) -> None:
        """Pause, or go on."""
        if self._recorder is not None:
            self._recorder.hold(not self._recorder.paused)
            self._show_state()

    def finish(self) -> None:
        """End it and send."""
        if self._recorder is None:
            return
        self._send_when_over = True
        self._when_over()

    def discard(self) -> None:
        """Throw it away; for a moment it can be had back."""
        recorder = self._recorder
        self._stop_playing()
        if recorder is None or recorder.seconds < _WORTH_S:
            self.forget()
            self.closed.emit()
            return
        self._discarded = True
        recorder.finish()
        self._patience.start()
        self._show_state()
        self.closed.emit()

    def take_back(self) -> None:
        """What was discarded is there again, to be heard or sent."""
        self._patience.stop()
        self._discarded = False
        self._show_state()
        self.reopened.emit()
        self.setFocus()

    def forget(self) -> None:
        """Nothing is left of it."""
        self._patience.stop()
        self._stop_playing()
        self._send_when_over = self._listen_when_over = self._discarded = False
        if self._recorder is not None:
            self._recorder.finish()
            self._recorder.deleteLater()
            self._recorder = None
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether the bar stands in place of the composer's row."""
        return not self.isHidden() and not self._discarded

    @property
    def holds(self) -> bool:
        """Whether there is a recording that is not discarded."""
        return self._recorder is not None and not self._discarded

    def set_aside(self) -> None:
        """Pause and go out of sight; ``bring_back`` shows it again."""
        self._stop_playing()
        if self._recorder is not None:
            self._recorder.hold(True)
        self._show_state()
        self.hide()

    def bring_back(self) -> None:
        """As it was set aside."""
        self._show_state()
        self.show()

    # ------------------------------------------------------------------ what happens

    def _when_over(self) -> None:
        recorder = self._recorder
        if recorder is not None and recorder.over:
            self._on_ended()
        elif recorder is not None:
            recorder.finish()

    def _on_ended(self) -> None:
        recorder = self._recorder
        if recorder is None:
            return
        self._show_state()
        if self._send_when_over and recorder.seconds > 0:
            self._send_when_over = False
            self._stop_playing()
            self.finished.emit(recorder.path, recorder.seconds, recorder.waveform_base64)
        elif self._listen_when_over:
            self._listen_when_over = False
            self._play(recorder.path)

    def _on_recorder_spoiled(self) -> None:
        if self._recorder is not None:
            self._recorder.deleteLater()
            self._recorder = None
        self._send_when_over = self._listen_when_over = False
        self._tell_problem(self.tr("The recording could not be written. Is the disk full? Record it again."))

    def _on_heard(self, level: float) -> None:
        self.meter.take(level)
        if self._recorder is not None:
            self.time.setText(formats.duration(self._recorder.seconds))

    def _on_listen_clicked(self) -> None:
        if self._playing:
            self._stop_playing()
            return
        # a file can be heard only once it is whole
        self._listen_when_over = True
        self._when_over()

    def _play(self, path: Path) -> None:
        from ui.media.deck import Deck

        if self._deck is None:
            self._deck = Deck(self)
            self._deck.player.mediaStatusChanged.connect(self._on_player_status_changed)
            self._deck.player.errorOccurred.connect(self._stop_playing)
        self._deck.load(path)
        self._deck.play_wished.emit()
        self._playing = True
        self._show_state()

    def _on_player_status_changed(self, status: "QMediaPlayer.MediaStatus") -> None:
        if status is status.EndOfMedia and self._deck is not None and self._deck.settled:
            self._stop_playing()

    def _stop_playing(self, *_error: object) -> None:
        if self._deck is not None and self._playing:
            self._playing = False
            self._deck.eject()
            self._show_state()

    # ------------------------------------------------------------------ how it looks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pauses, Enter sends, Esc discards."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.discard()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc is for the recording, not for the window, while there is one."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show_state()
        super().changeEvent(event)

    def _tell_problem(self, words: str) -> None:
        self._problem = words
        self._show_state()

    def _show_state(self) -> None:
        recorder = self._recorder
        over = recorder is not None and recorder.over
        paused = recorder is not None and recorder.paused and not over
        live = recorder is not None and not over and not paused
        playing = self._playing
        self.setAccessibleName(self.tr("Voice message"))
        self.bin.name_it(self.tr("Discard"), "Esc")
        self.hold.name_it(self.tr("Go on recording") if paused else self.tr("Pause"), self.tr("Space"))
        self.hold.show_icon("voice" if paused else "pause")
        self.listen.name_it(self.tr("Stop listening") if playing else self.tr("Listen"))
        self.listen.show_icon("stop" if playing else "play")
        self.send.name_it(self.tr("Send"), "Enter")
        self.undo.setText(self.tr("Undo"))
        self.meter.setAccessibleName(self.tr("Loudness"))
        self.meter.set_live(live)
        if recorder is None:
            self.time.setText("0:00")
        self.hold.setEnabled(recorder is not None and not over)
        self.listen.setEnabled(recorder is not None)
        self.send.setEnabled(recorder is not None)
        for widget in (self.bin, self.hold, self.listen, self.send):
            widget.setVisible(not self._discarded)
        self.meter.setVisible(not self._discarded and recorder is not None)
        self.undo.setVisible(self._discarded)
        words = self._problem
        if self._discarded:
            words = self.tr("The recording was discarded.")
        elif paused:
            words = self.tr("Paused")
        self.told.setText(words)
        self.told.setVisible(bool(words))

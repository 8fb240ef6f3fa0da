"""Playing never holds the window up, whatever the player's own threads have to tell meanwhile."""

import math
import wave
from array import array

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from services.domain.ids import MessageId
from ui.media.deck import Deck
from ui.media.sound import Sound


@pytest.fixture
def tone(tmp_path):
    path = tmp_path / "som.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(array("h", (round(9000 * math.sin(n / 3)) for n in range(16_000))).tobytes())
    return path


@pytest.fixture
def told():
    """What Qt says, told to Python as the program has it told."""
    said: list[tuple[QtMsgType, str]] = []
    before = qInstallMessageHandler(lambda kind, _context, text: said.append((kind, text)))
    yield said
    qInstallMessageHandler(before)


def test_what_plays_can_be_stopped_at_any_moment(tone, told, qtbot):
    # on a computer without a sound card each start has the renderer's thread warn, while the player is stopped
    sound = Sound(lambda _path: tone)
    for n in range(24):
        sound.toggle(MessageId(n), "som.wav")
        qtbot.waitUntil(lambda n=n: (state := sound.state(MessageId(n))) is not None and state.length_s >= 1)
        sound.stop()
        assert sound.state(MessageId(n)) is None
    deck = sound.findChild(Deck)
    qtbot.waitUntil(lambda: deck.player.source().isEmpty() and not deck.player.isPlaying())


def test_the_player_is_told_by_the_event_loop_alone(tone, qtbot):
    deck = Deck()
    deck.load(tone)
    deck.play_wished.emit()
    assert deck.player.source().isEmpty() and not deck.settled and deck.length_ms == 0
    qtbot.waitUntil(lambda: deck.settled and deck.length_ms >= 1000)
    deck.eject()
    assert not deck.player.source().isEmpty(), "it was stopped from Python"
    qtbot.waitUntil(lambda: deck.player.source().isEmpty())


def test_another_one_takes_over_and_the_first_tells_nothing_more(tone, tmp_path, qtbot):
    broken = tmp_path / "quebrado.ogg"
    broken.write_bytes(b"OggS" + bytes(40))
    sound = Sound(lambda path: tmp_path / path)
    failed: list[MessageId] = []
    sound.failed.connect(failed.append)
    sound.toggle(MessageId(1), "quebrado.ogg")
    sound.toggle(MessageId(2), "som.wav")
    qtbot.waitUntil(lambda: (state := sound.state(MessageId(2))) is not None and state.length_s >= 1)
    assert failed == []
    sound.toggle(MessageId(1), "quebrado.ogg")
    qtbot.waitUntil(lambda: failed == [1])

"""Voice messages: a tone is recorded, shown, heard again, discarded, taken back and sent as a file that plays."""

import base64

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtMultimedia import QAudioDecoder
from PySide6.QtTest import QTest

from tests.ui.fake_services import chat, message
from tests.ui.sounds import Tone
from ui.composer.voice import VoiceBar
from ui.timeline.panel import TimelinePanel


@pytest.fixture
def panel(stage, qtbot):
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    row = chat(1, "Marina Duarte")
    stage.services.put(row, message(1))
    made.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    made.writing.voice._source, made.writing.voice._present = Tone, lambda: True
    return made


@pytest.fixture
def bar(panel, qtbot):
    made = panel.writing.voice
    QTest.keyClick(panel.composer.text, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: made._recorder is not None and made._recorder.seconds >= 1)
    return made


def _sent(stage, qtbot):
    qtbot.waitUntil(lambda: bool(stage.services.named("sending.send_file")))
    return stage.services.named("sending.send_file")[-1][1]


def _heard(path, qtbot):
    """The seconds of tone that a player hears in a file."""
    decoder, heard = QAudioDecoder(), []

    def take():
        buffer = decoder.read()
        samples = memoryview(bytes(buffer.constData())).cast("f" if buffer.format().bytesPerSample() == 4 else "h")
        heard.append((buffer.duration(), max(map(abs, samples), default=0)))

    decoder.bufferReady.connect(take)
    decoder.setSource(QUrl.fromLocalFile(str(path)))
    with qtbot.waitSignal(decoder.finished, timeout=5000):
        decoder.start()
    assert max(peak for _length, peak in heard) > 0.2
    return sum(length for length, _peak in heard) / 1_000_000


def test_what_is_said_is_seen_sent_and_can_be_played(stage, panel, bar, qtbot):
    assert bar.isVisible() and not panel.composer.text.isVisible()
    assert bar.meter.live and bar.meter.level > 0.005 and bar.time.text() != "0:00"
    QTest.keyClick(bar, Qt.Key.Key_Return)
    file = _sent(stage, qtbot)
    assert file.voice and 1 <= file.duration_s <= 2.1
    heights = base64.b64decode(file.waveform_base64)
    assert len(heights) == 64 and max(heights) == 100 and min(heights) < 20
    assert not bar.isVisible() and panel.composer.text.isVisible()
    assert abs(_heard(file.path, qtbot) - file.duration_s) < 0.2


def test_space_pauses_and_goes_on(bar, qtbot):
    QTest.keyClick(bar, Qt.Key.Key_Space)
    assert bar.told.text() == "Paused" and not bar.meter.live
    before = bar._recorder.seconds
    QTest.qWait(60)
    assert bar._recorder.seconds == before
    QTest.keyClick(bar, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar._recorder.seconds > before)


def test_it_can_be_heard_before_it_goes(stage, bar, qtbot):
    bar.listen.click()
    qtbot.waitUntil(lambda: bar._player is not None and bar._player.playbackState().name == "PlayingState", timeout=5000)
    assert bar.listen.accessibleName() == "Stop listening" and not bar.hold.isEnabled()
    bar.listen.click()
    assert bar._player.playbackState().name == "StoppedState"
    bar.send.click()
    assert _sent(stage, qtbot).voice


def test_what_is_discarded_can_be_had_back_for_a_moment(stage, panel, bar, qtbot):
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert panel.composer.text.isVisible() and bar.undo.isVisible() and not bar.send.isVisible()
    assert bar._patience.isActive() and bar._patience.interval() == 5000
    bar.undo.click()
    assert bar.send.isVisible() and not panel.composer.text.isVisible()
    bar.send.click()
    assert _sent(stage, qtbot).duration_s >= 1


def test_after_that_moment_it_is_gone(stage, panel, bar, qtbot):
    bar._patience.setInterval(1)
    bar.bin.click()
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert bar._recorder is None and stage.services.named("sending.send_file") == []


def test_a_recording_waits_for_its_conversation(stage, panel, bar, qtbot):
    other = chat(2, "Rafael Lima")
    stage.services.put(other)
    said = bar._recorder.seconds
    panel.open(other)
    assert not bar.isVisible() and panel.composer.text.isVisible() and bar._recorder.paused
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    panel.open(chat(1, "Marina Duarte"))
    assert bar.isVisible() and bar.told.text() == "Paused" and not panel.composer.text.isVisible()
    assert bar._recorder.seconds >= said
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    bar.send.click()
    assert _sent(stage, qtbot).voice and stage.services.named("sending.send_file")[-1][0] == 1


def test_without_a_microphone_it_says_so(stage, panel, qtbot):
    panel.writing.voice._present = lambda: False
    panel.composer.voice_button.click()
    bar = panel.writing.voice
    qtbot.waitUntil(lambda: "No microphone" in bar.told.text())
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible() and panel.composer.text.isVisible()


def test_a_microphone_that_is_pulled_out_leaves_what_was_said(stage, bar, qtbot):
    source = bar.findChildren(Tone)[-1]
    source.lost.emit()
    qtbot.waitUntil(lambda: bar._recorder.over)
    assert bar.told.text() == "The microphone cannot be used."
    bar.send.click()
    assert _sent(stage, qtbot).duration_s >= 1


def test_every_button_of_it_has_a_name(stage, qtbot):
    bar = VoiceBar(stage.look, stage.crossing, Tone, lambda: True)
    qtbot.addWidget(bar)
    assert all(each.accessibleName() for each in (bar, bar.bin, bar.hold, bar.listen, bar.send, bar.meter))

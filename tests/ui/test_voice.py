"""Voice messages: a tone is recorded, shown, heard again, discarded, taken back and sent as a file that plays."""

import base64
import math
from array import array
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTemporaryDir, QUrl
from PySide6.QtMultimedia import QAudioDecoder
from PySide6.QtTest import QTest
from soundfile import SoundFile

from services.domain.outgoing import OutgoingKind
from services.outbound.files import facts as file_facts
from tests.ui.fake_services import chat, message
from tests.ui.sounds import Tone
from ui.composer import recorder
from ui.composer.encoder import Form, write_opus
from ui.composer.recorder import Microphone
from ui.composer.voice import VoiceBar
from ui.media.loudness import CASTS
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
    assert file.voice and 1 <= file.duration_s <= 2.1 and file.path.suffix == ".ogg"
    heights = base64.b64decode(file.waveform_base64)
    assert len(heights) == 64 and max(heights) == 100 and min(heights) < 20
    assert not bar.isVisible() and panel.composer.text.isVisible()
    assert abs(_heard(file.path, qtbot) - file.duration_s) < 0.2


def test_it_is_what_whatsapp_takes_for_a_voice_message(stage, bar, qtbot):
    bar.send.click()
    file = _sent(stage, qtbot)
    with SoundFile(file.path) as written:
        assert (written.format, written.subtype, written.channels, written.samplerate) == ("OGG", "OPUS", 1, 16_000)
        assert abs(written.frames / written.samplerate - file.duration_s) < 0.05
        samples = memoryview(written.buffer_read(dtype="int16")).cast("h")
    assert 9_000 < max(map(abs, samples)) < 15_000 and file.path.stat().st_size < 6_000 * file.duration_s
    facts = file_facts(file.path, voice=True)
    assert (facts.mime, facts.kind) == ("audio/ogg; codecs=opus", OutgoingKind.VOICE)


@pytest.mark.parametrize(
    "form",
    [
        Form("Int16", 48_000, 1), Form("Float", 44_100, 2), Form("UInt8", 8_000, 1),
        Form("Int32", 96_000, 1), Form("Int16", 11_025, 2),
    ],
    ids=lambda form: f"{form.sample}-{form.rate}-{form.channels}",
)
def test_whatever_the_microphone_gives(form, tmp_path):
    top, middle = {"Int16": (12_000, 0), "Float": (0.4, 0), "UInt8": (50, 128), "Int32": (1 << 30, 0)}[form.sample]
    whole = form.sample != "Float"
    heard = [middle + top * math.sin(2 * math.pi * 440 * n / form.rate) for n in range(form.rate)]
    data = array(CASTS[form.sample], [round(s) if whole else s for s in heard for _channel in range(form.channels)]).tobytes()
    # a piece may end in the middle of a sample
    write_opus(tmp_path / "voz.ogg", form, (data[at : at + 4_097] for at in range(0, len(data), 4_097)))
    with SoundFile(tmp_path / "voz.ogg") as written:
        seconds = written.frames / written.samplerate
        samples = memoryview(written.buffer_read(dtype="int16")).cast("h")[written.samplerate // 4 :]
    crossings = sum(a < 0 <= b for a, b in pairwise(samples))
    assert abs(seconds - 1) < 0.02 and 9_000 < max(samples) < 18_000
    assert abs(crossings / (seconds - 0.25) - 440) < 8, "the tone has another pitch"


def test_a_file_that_cannot_be_written_is_said_and_hurts_nothing(stage, panel, qtbot):
    bar = panel.writing.voice
    bar._folder = QTemporaryDir()
    assert bar._folder.remove()
    panel.composer.voice_button.click()
    qtbot.waitUntil(lambda: "could not be written" in bar.told.text())
    assert not bar.send.isEnabled() and bar._recorder is None
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert panel.composer.text.isVisible() and stage.services.named("sending.send_file") == []


def test_space_pauses_and_goes_on(bar, qtbot):
    QTest.keyClick(bar, Qt.Key.Key_Space)
    assert bar.told.text() == "Paused" and not bar.meter.live
    before = bar._recorder.seconds
    QTest.qWait(60)
    assert bar._recorder.seconds == before
    QTest.keyClick(bar, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar._recorder.seconds > before)
    encoder = bar._recorder._encoder
    bar._recorder.deleteLater()
    # nothing waits for sound that nobody records any more
    qtbot.waitUntil(lambda: encoder.over)
    bar._recorder = None


def test_it_can_be_heard_before_it_goes(stage, bar, qtbot):
    bar.listen.click()
    qtbot.waitUntil(lambda: bar._deck is not None and bar._deck.player.isPlaying())
    assert bar.listen.accessibleName() == "Stop listening" and not bar.hold.isEnabled()
    bar.listen.click()
    assert bar.listen.accessibleName() == "Listen"
    qtbot.waitUntil(lambda: not bar._deck.player.isPlaying())
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


@pytest.mark.parametrize("told", [True, False])
def test_a_microphone_that_is_pulled_out_leaves_what_was_said(stage, bar, qtbot, monkeypatch, told):
    monkeypatch.setattr(recorder, "_SILENT_LOOKS", bar._recorder._silent + (500 if told else 5))
    source = bar.findChildren(Tone)[-1]
    if told:
        source.lost.emit()
    else:
        source.stop()
    qtbot.waitUntil(lambda: bar._recorder.over)
    assert bar.told.text() == "The microphone cannot be used."
    bar.send.click()
    assert _sent(stage, qtbot).duration_s >= 1


def test_every_button_of_it_has_a_name(stage, qtbot):
    bar = VoiceBar(stage.look, stage.crossing, Tone, lambda: True)
    qtbot.addWidget(bar)
    assert all(each.accessibleName() for each in (bar, bar.bin, bar.hold, bar.listen, bar.send, bar.meter))


def test_a_microphone_that_goes_away_can_be_told():
    # the state that Qt tells is of a type that PySide cannot convert: a slot that takes it is never reached
    told = Microphone.staticMetaObject.indexOfSlot("_on_source_state_changed()")
    assert told >= 0

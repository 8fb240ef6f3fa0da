"""Finding, through the real window: the finder, the switcher, the bar in a conversation."""

from datetime import date

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from services.domain import search
from services.domain.content import Direction, MessageKind
from services.domain.errors import Unavailable
from services.domain.labels import Label
from tests.ui.fake_services import DAY, NOW_MS, chat, instance, message
from ui import i18n
from ui.composer.schedule_dialog import ScheduleDialog
from ui.main_window import PageAt
from ui.search import completion
from ui.search.completion import Begun, begun
from ui.search.entries import Entry
from ui.search.finder import Task

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(stage, qtbot):
    stage.services.put(instance(1), chat(1, "Marina Duarte"), chat(2, "Padaria Sol"), chat(3, "<b>Zé</b>"))
    stage.services.put(
        *(message(n, f"Linha {n}", sent_at_ms=NOW_MS - DAY + n * 1000) for n in range(1, 200)),
        message(300, "Quero bolo de milho, por favor", chat_id=2),
        message(301, "<i>bolo</i> de cenoura", chat_id=3),
    )
    return stage.shown(qtbot)


def _found(finder):
    return [finder.model.entry(row).sentence(NOW_MS).split(". ")[0] for row in range(finder.model.rowCount())]


def test_a_message_is_found_and_opened_where_it_was_written(window, stage, qtbot):
    QTest.keyClick(window, Qt.Key.Key_F, CTRL | SHIFT)
    finder = window.finder
    assert finder.isVisible() and finder.words.isVisible() and "from:" in finder.words.text()
    QTest.keyClicks(finder.field, "linha 7")
    qtbot.waitUntil(lambda: _found(finder)[:2] == ["Messages", "Marina Duarte"])
    hits = [finder.model.entry(row).hit.message_id for row in range(1, finder.model.rowCount())]
    assert hits == sorted(hits, reverse=True) and 7 in hits
    while finder.model.entry(finder.list.currentIndex().row()).hit.message_id != 7:
        QTest.keyClick(finder.field, Qt.Key.Key_Down)
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert not finder.isVisible()
    timeline = window.timeline
    qtbot.waitUntil(lambda: timeline.model.row_of(7) is not None and stage.crossing.pending == 0)
    assert window.chats.chosen == 1 and timeline.model.has_newer
    shown = timeline.view.visualRect(timeline.model.index(timeline.model.row_of(7)))
    assert timeline.view.viewport().rect().intersects(shown)


def test_another_hit_in_the_open_conversation_is_gone_to(window, stage, qtbot):
    window.open_chat(1)
    qtbot.waitUntil(lambda: window.timeline.model.row_of(199) is not None)
    window.open_chat(1, 12)
    qtbot.waitUntil(lambda: window.timeline.model.row_of(12) is not None)
    assert stage.services.named("messages.around") == [[12]]


def test_nothing_found_and_failing_are_told_and_html_is_only_text(window, stage, qtbot):
    finder = window.finder
    QTest.keyClick(window, Qt.Key.Key_F, CTRL | SHIFT)
    QTest.keyClicks(finder.field, "xyz")
    qtbot.waitUntil(lambda: "Nothing was found" in finder.words.text())
    assert not finder.list.isVisible()
    finder.field.clear()
    stage.services.fail_next("search.everything", Unavailable("x"))
    QTest.keyClicks(finder.field, "cenoura")
    qtbot.waitUntil(lambda: len(stage.services.named("search.everything")) == 2 and stage.crossing.pending == 0)
    assert finder.words.isVisible() and "Nothing" not in finder.words.text()
    finder.field.clear()
    QTest.keyClicks(finder.field, "bolo")
    qtbot.waitUntil(lambda: finder.list.isVisible() and finder.model.rowCount() == 3)
    assert "<i>bolo</i>" in finder.model.entry(1).sentence(NOW_MS)
    finder.grab()
    QTest.keyClick(finder.field, Qt.Key.Key_Escape)
    assert not finder.isVisible()


def test_enter_right_after_typing_does_not_open_what_was_there_before(window, stage, qtbot):
    finder = window.finder
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(lambda: _found(finder)[:2] == ["Conversations", "Marina Duarte"])
    QTest.keyClicks(finder.field, "padaria")
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert finder.isVisible() and window.chats.chosen is None
    qtbot.waitUntil(lambda: _found(finder) == ["Conversations", "Padaria Sol"])
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.chats.chosen == 2)
    assert window.timeline.composer.text.hasFocus()


def test_filters_are_completed_while_one_types(window, stage, qtbot):
    """Tab takes what is offered, Enter still opens what was found; names, labels and days are offered as they are."""
    QTest.keyClick(window, Qt.Key.Key_F, CTRL | SHIFT)
    finder = window.finder
    window.lists.labels = {1: Label(id=1, name="Fiado", colour="#123456")}

    def offered():
        entries = (finder.model.entry(row) for row in range(finder.model.rowCount()))
        return [entry.offer.text.strip() for entry in entries if entry.offer is not None]

    QTest.keyClicks(finder.field, "bolo fr")
    qtbot.waitUntil(lambda: offered() == ["from:"])
    QTest.keyClick(finder.field, Qt.Key.Key_Tab)
    assert finder.field.text() == "bolo from:"
    qtbot.waitUntil(lambda: offered() == ["from:me"])
    QTest.keyClicks(finder.field, "sol")
    qtbot.waitUntil(lambda: offered() == ['from:"Padaria Sol"'])
    place = finder.list.visualRect(finder.model.index(1)).center()
    QTest.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert finder.field.text() == 'bolo from:"Padaria Sol" ' and finder.isVisible()
    qtbot.waitUntil(lambda: offered() == [])
    for typed, wanted in (("has:", ["has:file"]), ("label:fi", ["label:Fiado"]), ("has:file", [])):
        finder.field.setText(typed)
        qtbot.waitUntil(lambda wanted=wanted: offered() == wanted)
    finder.field.setText("before:")
    qtbot.waitUntil(lambda: len(offered()) == 4)
    assert all(search.parse(each).before_ms for each in offered())
    # with something found Enter opens it
    finder.field.clear()
    QTest.keyClicks(finder.field, "bolo")
    qtbot.waitUntil(lambda: len(_found(finder)) == 3 and offered() == [])
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert not finder.isVisible()


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_the_parser_knows_the_filters_that_are_offered(english, language):
    i18n.install(english, language)
    for kind in ("author", "chat", "label", "has", "after", "before"):
        name = next(o.text for o in completion.offers(Begun("", "", 0), date(2026, 9, 23)) if begun(o.text).kind == kind)
        for offer in completion.offers(begun(name), date(2026, 9, 23), labels=["Fiado novo"], names=["Zé Rocha"]):
            query = search.parse(f"bolo {offer.text}")
            assert query.narrows() and query.terms == (("bolo",),)


def test_a_voice_message_that_is_found_is_not_called_by_its_file(english):
    hit = search.Hit(
        message_id=1, chat_id=1, chat_title="Marina", is_group=False, address="", sent_at_ms=NOW_MS, text="AC3D5F0E.oga",
        direction=Direction.IN, kind=MessageKind.VOICE,
    )  # fmt: skip
    assert "Voice message" in Entry(hit=hit).sentence(NOW_MS) and "oga" not in Entry(hit=hit).sentence(NOW_MS)
    assert "AC3D" in Entry(hit=msgspec.structs.replace(hit, marks=((0, 4),))).sentence(NOW_MS)
    assert "AC3D" in Entry(hit=msgspec.structs.replace(hit, kind=MessageKind.DOCUMENT)).sentence(NOW_MS)


def test_the_switcher_goes_to_pages_too(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.finder.field, "deliver")
    qtbot.waitUntil(lambda: _found(window.finder) == ["Commands", "Go to the deliveries"])
    QTest.keyClick(window.finder.field, Qt.Key.Key_Return)
    assert window.pages.currentIndex() == PageAt.DELIVERIES


def test_in_a_conversation_enter_goes_from_hit_to_hit(window, stage, qtbot):
    window.open_chat(1)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    bar = window.find_bar
    assert bar.isVisible() and bar.field.hasFocus()
    QTest.keyClicks(bar.field, "linha 19")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 11")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 11"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == "11 of 11"
    qtbot.waitUntil(lambda: window.timeline.model.row_of(19) is not None)
    bar.field.setText("nada disso")
    qtbot.waitUntil(lambda: bar.count.text() == "No result")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible() and window.timeline.composer.text.hasFocus() and window.chats.chosen == 1


def test_scheduling_is_found_by_its_name(window, stage, qtbot):
    window.chats.choose(1)
    window.finder.open_for(Task.GO)
    QTest.keyClicks(window.finder.field, "schedule a")
    qtbot.waitUntil(lambda: window.finder.model.rowCount() == 2)
    QTest.keyClick(window.finder.field, Qt.Key.Key_Return)
    next(d for d in window.findChildren(ScheduleDialog) if d.isVisible()).reject()

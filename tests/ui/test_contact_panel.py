"""The panel beside a conversation: names, notes of the team, fields, blocking, and that it keeps out of the way."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from services.domain.agents import Agent, Note
from services.domain.changes import ChangeSet
from services.domain.people import FieldDefinition, FieldKind
from tests.look import walk
from tests.ui.fake_services import NOW_MS, chat, instance, message
from ui.people.notes_box import mentioned

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
HOSTILE = '<b onload="x">Marina</b> & cia \u202e <img src=x>'


@pytest.fixture
def window(stage, qtbot):
    services = stage.services
    services.agents.rows = {
        1: Agent(id=1, name="Rita", colour="#ad1457"), 2: Agent(id=2, name="Rita Campos", colour="#00838f"),
    }  # fmt: skip
    services.agents.me = 1
    services.people.field_rows = {
        1: FieldDefinition(id=1, name="CPF"), 2: FieldDefinition(id=2, name="Aniversário", kind=FieldKind.DATE),
        3: FieldDefinition(id=3, name="Origem", kind=FieldKind.CHOICE, choices=("Indicação", "Rua")),
    }  # fmt: skip
    services.put(
        instance(1), instance(2, label="Entregas"), chat(1, "Marina"), chat(2, "Pedro"),
        chat(7, "Marina", contact_id=1, instance_id=2), message(1),
    )  # fmt: skip
    made = stage.shown(qtbot, (1280, 900))
    made.chats.choose(1)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return made


def _open(window, stage, qtbot):
    QTest.keyClick(window, Qt.Key.Key_I, ALT)
    panel = window.beside.panel
    qtbot.waitUntil(lambda: panel.isVisible() and stage.crossing.pending == 0)
    return panel


def test_nothing_is_asked_before_it_is_opened_and_it_is_remembered(window, stage, qtbot):
    assert stage.services.named("people.details") == []
    panel = _open(window, stage, qtbot)
    assert panel.person.name.text() == "Marina" and "+55 11 98888-0001" in panel.person.numbers.text()
    assert window.left()["window.contact_panel"] is True
    window.chats.choose(2)
    qtbot.waitUntil(lambda: panel.person.name.text() == "Pedro")
    QTest.keyClick(window, Qt.Key.Key_I, ALT)
    assert not panel.isVisible() and window.timeline.composer.text.hasFocus()


def test_everything_in_it_has_a_name_and_is_reached_by_tab(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    stage.services.notes.rows[9] = Note(id=9, chat_id=1, text="Oi", at_ms=NOW_MS, agent_id=1)
    panel.notes.show_chat(1)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    assert walk.nameless(panel) == [] and walk.unreachable(panel) == []


def test_it_takes_the_place_of_the_conversation_where_there_is_no_room(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    assert window.timeline.isVisible()
    window.resize(880, 700)
    qtbot.waitUntil(lambda: panel.isVisible() and not window.timeline.isVisible())
    panel.close_button.click()
    assert window.timeline.isVisible()


def test_another_name_is_shown_everywhere_as_plain_text(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    panel.person.change.click()
    panel.person.field.setText(HOSTILE)
    QTest.keyClick(panel.person.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.person.name.text() == HOSTILE)
    qtbot.waitUntil(lambda: window.chats.model.chat(0).title == HOSTILE)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in panel.findChildren(QLabel) if not label.pixmap()
    )


def test_a_private_note_calls_a_colleague_and_reaches_no_customer(window, stage, qtbot):
    QTest.keyClick(window, Qt.Key.Key_P, ALT)
    notes = window.beside.panel.notes
    qtbot.waitUntil(notes.field.hasFocus)
    QTest.keyClicks(notes.field, "@rita")
    qtbot.waitUntil(notes.completion.isVisible)
    # what is being written stays in sight
    ground = notes.completion.parentWidget()
    field = QRect(notes.field.mapTo(ground, QPoint(0, 0)), notes.field.size())
    assert ground.rect().contains(notes.completion.geometry()) and not notes.completion.geometry().intersects(field)
    QTest.keyClick(notes.field, Qt.Key.Key_Down)
    QTest.keyClick(notes.field, Qt.Key.Key_Return)
    QTest.keyClicks(notes.field, "confere?")
    QTest.keyClick(notes.field, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(stage.services.notes.rows) == 1)
    (note,) = stage.services.notes.rows.values()
    assert note.text == "@Rita Campos confere?" and note.mentions == (2,)
    assert stage.services.named("messages.send_text") == []
    qtbot.waitUntil(lambda: any(note.text == label.text() for label in notes.findChildren(QLabel)))
    next(b for b in notes.findChildren(type(window.beside.panel.close_button)) if b.toolTip() == "Delete the note").click()
    qtbot.waitUntil(lambda: window.banner.text() == "The note is deleted.")
    next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Undo").click()
    qtbot.waitUntil(lambda: len(stage.services.notes.rows) == 1)


def test_the_longer_of_two_names_is_meant(stage):
    agents = (Agent(id=1, name="Rita", colour="#000000"), Agent(id=2, name="Rita Campos", colour="#000000"))
    assert mentioned("@rita campos vê?", agents) == (2,)
    assert mentioned("@Rita e @Rita Campos", agents) == (1, 2)
    assert mentioned("rita@example.com @Ritalina", agents) == ()


def test_being_called_is_said_and_leads_to_the_note(window, stage, qtbot):
    stage.services.notes.rows[5] = Note(id=5, chat_id=2, text="@Rita <b>liga</b>", at_ms=NOW_MS, agent_id=2, mentions=(1,))
    stage.services.notes.open_calls = [5]
    stage.services.publish(ChangeSet(notes=frozenset({2})))
    qtbot.waitUntil(lambda: "Rita Campos calls you in a note on Pedro: @Rita <b>liga</b>" in window.banner.text())
    next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Open").click()
    qtbot.waitUntil(lambda: window.chats.chosen == 2 and stage.services.notes.open_calls == [])


def test_fields_are_kept_when_left_and_bad_values_are_said(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    first, second, third = (panel.fields.inputs[n] for n in (1, 2, 3))
    first.setFocus()
    QTest.keyClicks(first, "123.456.789-09")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: dict(stage.services.people.rows[1].values) == {1: "123.456.789-09"})
    second.setFocus()
    QTest.keyClicks(second, "ontem")
    QTest.keyClick(second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Aniversário" in window.banner.text())
    third = panel.fields.inputs[3]
    third.setCurrentIndex(2)
    third.activated.emit(2)
    qtbot.waitUntil(lambda: dict(stage.services.people.rows[1].values).get(3) == "Rua")


def test_fields_are_made_renamed_and_come_back(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    panel.edit_fields.click()
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    dialog.list.setCurrentRow(2)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert walk.nameless(dialog) == [] and walk.unreachable(dialog) == []
    dialog.add.click()
    dialog.name.setText("Bairro")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 4)
    dialog.list.setCurrentRow(0)
    dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 3 and dialog.undo.isVisible())
    dialog.undo.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 4)
    dialog.accept()
    qtbot.waitUntil(lambda: len(panel.fields.inputs) == 4)


def test_what_is_written_about_somebody_is_kept_though_one_goes_elsewhere(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    panel.about.setPlainText("Prefere ser chamada de Nina")
    window.chats.choose(2)
    qtbot.waitUntil(lambda: stage.services.people.rows[1].note == "Prefere ser chamada de Nina")
    assert stage.services.named("people.set_note") == [[1, "Prefere ser chamada de Nina"]]


def test_blocking_offers_a_way_back_and_says_where_it_cannot_be(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    panel.block.click()
    qtbot.waitUntil(lambda: "Marina is blocked." in window.banner.text())
    next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Undo").click()
    qtbot.waitUntil(lambda: stage.services.named("people.block") == [[1, True], [1, False]])
    stage.services.people.rows[1] = msgspec.structs.replace(stage.services.people.rows[1], can_block=False)
    stage.services.publish(ChangeSet(contacts=frozenset({1})))
    qtbot.waitUntil(panel.no_block.isVisible)
    assert not panel.block.isVisible()


def test_the_same_persons_other_conversation_is_one_click_away(window, stage, qtbot):
    panel = _open(window, stage, qtbot)
    assert [panel.chats.item(n).text() for n in range(panel.chats.count())] == ["over Entregas · Today"]
    panel.chats.itemActivated.emit(panel.chats.item(0))
    qtbot.waitUntil(lambda: window.chats.chosen == 7)

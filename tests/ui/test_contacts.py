"""The contacts page and starting a conversation, with real widgets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from services.domain.changes import ChangeSet
from services.domain.contact_files import Means
from services.domain.errors import ErrorCode, Invalid, Rejected, Unavailable
from services.domain.events import ConnectionState
from tests.ui.fake_people import contact
from tests.ui.fake_services import NOW_MS, chat, instance, message
from ui.contacts.merge_dialog import MergeDialog
from ui.contacts.start_dialog import StartDialog
from ui.pages import PageAt

HOSTILE = '<b>Ana</b>\n<img src="file:///x">\u202e&\x00' + "W" * 500


@pytest.fixture
def window(stage, qtbot):
    stage.services.put(instance(1), instance(2, label="Filial", state=ConnectionState.LOGGED_OUT), chat(1, "Marina Duarte"))
    stage.services.put(message(1))
    made = stage.window()
    made.close_requested.connect(made.hide)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    qtbot.waitUntil(lambda: made.chats.model.rowCount() == 1 and not stage.crossing.pending)
    return made


def names(window) -> list[str]:
    model = window.contacts.model
    return [model.index(row).data() for row in range(model.rowCount())]


def settled(stage, qtbot, window) -> None:
    qtbot.waitUntil(lambda: not stage.crossing.pending and not window.contacts._typed.isActive())


def test_the_list_is_searched_while_one_types_and_opened_by_enter(stage, window, qtbot):
    people = stage.services.contacts
    people.put(contact(1, "Marina Duarte", chat_id=1, last_at_ms=NOW_MS), contact(2, "João"), contact(3, "Ângela"))
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    assert names(window) == ["Ângela", "João", "Marina Duarte"]
    assert window.contacts.search.hasFocus()
    QTest.keyClicks(window.contacts.search, "mari")
    settled(stage, qtbot, window)
    assert names(window) == ["Marina Duarte"]
    QTest.keyClick(window.contacts.search, Qt.Key.Key_Down)
    assert window.contacts.chosen().title == "Marina Duarte"
    assert window.contacts.card.name.text() == "Marina Duarte"
    QTest.keyClick(window.contacts.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.timeline.chat is not None)
    assert window.pages.currentIndex() == PageAt.CONVERSATIONS and window.timeline.chat.id == 1


def test_ten_thousand_contacts_come_page_by_page(stage, window, qtbot):
    stage.services.contacts.put(*(contact(n, f"Cliente {n:05}") for n in range(1, 10_001)))
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    assert window.contacts.model.rowCount() <= 200
    window.contacts.view.scrollToBottom()
    settled(stage, qtbot, window)
    assert 100 < window.contacts.model.rowCount() <= 400
    assert names(window)[0] == "Cliente 00001"


def test_nobody_and_nobody_found(stage, window, qtbot):
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    assert window.contacts.empty_button.isVisible()
    stage.services.contacts.put(contact(1, "Ana"))
    stage.services.publish(ChangeSet(contacts=frozenset({1})))
    qtbot.waitUntil(lambda: names(window) == ["Ana"])
    window.contacts.search.setText("zzz")
    qtbot.waitUntil(lambda: window.contacts.clear_button.isVisible())
    window.contacts.clear_button.click()
    qtbot.waitUntil(lambda: names(window) == ["Ana"])


def test_hostile_names_stay_plain_text(stage, window, qtbot):
    stage.services.contacts.put(contact(1, HOSTILE, push_name=HOSTILE + "2", business_name="<i>x</i>"))
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    window.contacts.view.setCurrentIndex(window.contacts.model.index(0))
    settled(stage, qtbot, window)
    assert window.contacts.card.name.text().startswith("<b>Ana</b> <img")
    assert window.contacts.card.others.textFormat() is Qt.TextFormat.PlainText
    window.grab()


def dialog_of(window) -> StartDialog:
    return next(each for each in window.findChildren(StartDialog) if each.isVisible())


def test_a_conversation_is_started_from_anywhere(stage, window, qtbot):
    window.show_page(PageAt.DELIVERIES)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window)
    assert dialog.over.count() == 2 and dialog.over.currentData() == 1
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.number, "98765-0001")
    assert dialog.told.text() == "+55 11 98765-0001"
    dialog.number.clear()
    QTest.keyClicks(dialog.number, "(11) 98765-0001")
    QTest.keyClick(dialog.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.timeline.chat is not None)
    assert window.timeline.chat.phone == "5511987650001"
    assert window.pages.currentIndex() == PageAt.CONVERSATIONS
    qtbot.waitUntil(lambda: window.timeline.composer.text.isEnabled())
    assert window.focusWidget() is window.timeline.composer.text
    assert stage.services.named("contacts.start_chat") == [[1, "(11) 98765-0001", True]]


@pytest.mark.parametrize(
    ("error", "words", "anyway"),
    [
        (Invalid("phone"), "no telephone number", False),
        (Invalid("phone_area"), "area code", False),
        (Rejected("551", code=ErrorCode.NO_SUCH_NUMBER), "not on WhatsApp", False),
        (Unavailable("refused"), "cannot be reached", True),
    ],
)
def test_what_went_wrong_is_said_and_can_be_mended(stage, window, qtbot, error, words, anyway):
    window.contacts.start()
    dialog = dialog_of(window)
    dialog.number.setText("11 98765-0001")
    stage.services.fail_next("contacts.start_chat", error)
    dialog.go.click()
    assert not dialog.number.isEnabled()
    qtbot.waitUntil(lambda: words in dialog.told.text())
    assert dialog.anyway.isVisible() is anyway and dialog.number.hasFocus()
    if anyway:
        dialog.anyway.click()
        qtbot.waitUntil(lambda: window.timeline.chat is not None)
        assert stage.services.named("contacts.start_chat")[-1][2] is False
    else:
        dialog.reject()


def test_a_closed_dialog_opens_nothing(stage, window, qtbot):
    window.contacts.start(contact(7))
    dialog = dialog_of(window)
    assert dialog.number.text() == "+5511988880007"
    stage.services.hold("contacts.start_chat")
    dialog.go.click()
    qtbot.waitUntil(lambda: stage.services.named("contacts.start_chat") != [])
    dialog.reject()
    stage.services.release("contacts.start_chat")
    qtbot.waitUntil(lambda: not stage.crossing.pending)
    assert window.timeline.chat is None


def test_without_a_number_of_ours_it_says_so(stage, qtbot):
    window = stage.window()
    window.close_requested.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: not stage.crossing.pending)
    dialog = window.contacts.start()
    dialog.number.setText("11 98765-0001")
    assert not dialog.go.isEnabled() and "Connect one first" in dialog.told.text()
    dialog.reject()


def test_a_file_is_shown_mapped_and_taken_in(stage, window, qtbot, tmp_path):
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    dialog = window.contacts.files.import_from(tmp_path / "clientes.csv")
    qtbot.waitUntil(lambda: dialog.table.columnCount() == 3)
    assert dialog.encoding.currentData() == "cp1252" and dialog.area.text() == "11"
    assert dialog.table.item(2, 2).text() == "<b>vip</b>"
    note = dialog.table.cellWidget(0, 2)
    note.setCurrentIndex(note.count() - 1)
    number = dialog.table.cellWidget(0, 1)
    number.setCurrentIndex(0)
    assert not dialog.go.isEnabled() and "which one holds the number" in dialog.told.text()
    number.setCurrentIndex(1)
    stage.services.contact_files.labels = ("<b>VIP</b>", "Atacado")
    stage.services.fail_next("contact_files.new_labels", Invalid("labels"))
    last, labels = note.currentIndex(), note.findText("Labels")
    note.setCurrentIndex(labels)
    qtbot.waitUntil(lambda: "more than 100 different words" in dialog.told.text())
    assert not dialog.go.isEnabled()
    note.setCurrentIndex(0)
    note.setCurrentIndex(labels)
    qtbot.waitUntil(lambda: "2 new labels are made: <b>VIP</b>, Atacado" in dialog.told.text() and dialog.go.isEnabled())
    note.setCurrentIndex(last)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.problems.isVisible())
    ((_path, plan),) = stage.services.named("contact_files.import_from")
    assert [(c.means, c.field) for c in plan.columns] == [(Means.NAME, 0), (Means.NUMBER, 0), (Means.FIELD, 4)]
    assert (plan.area, plan.has_header, plan.delimiter) == ("11", True, ";")
    assert dialog.problems.item(0).text().startswith("Line 3: this is no telephone number")
    dialog.save_errors_to(tmp_path / "fora.csv")
    qtbot.waitUntil(lambda: stage.services.named("contact_files.save_errors") != [] and "Saved" in dialog.told.text())
    dialog.close_button.click()


@pytest.mark.parametrize(
    ("field", "words"), [("binary", "Save it as CSV"), ("empty", "nothing in this file"), ("file", "cannot be read")]
)
def test_a_file_that_is_no_table_says_so(stage, window, qtbot, tmp_path, field, words):
    stage.services.fail_next("contact_files.look", Invalid(field))
    dialog = window.contacts.files.import_from(tmp_path / "foto.png")
    qtbot.waitUntil(lambda: words in dialog.told.text())
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_contacts_are_given_out(stage, window, qtbot, tmp_path):
    window.contacts.files.export_to(tmp_path / "c.csv")
    qtbot.waitUntil(lambda: any("12 contact" in shown.words() for shown in window.board.all()))
    stage.services.fail_next("contact_files.export_to", Invalid("file"))
    window.contacts.files.export_to(tmp_path / "c.csv")
    qtbot.waitUntil(lambda: any("another place" in shown.words() for shown in window.board.all()))


def test_two_contacts_become_one_and_two_again(stage, window, qtbot):
    people = stage.services.contacts
    people.put(contact(1, "Ana Prado"), contact(2, "Ana P. <loja>"), contact(3, "Zeca"))
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    window.contacts.choose(1)
    window.contacts.card.merge.click()
    dialog = next(each for each in window.findChildren(MergeDialog) if each.isVisible())
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert dialog.model.row_of(1) is None and not dialog.go.isEnabled()
    QTest.keyClicks(dialog.search, "loja")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.view.hasFocus() and "+55 11 98888-0001" in dialog.told.text()
    dialog.go.click()
    qtbot.waitUntil(lambda: names(window) == ["Ana Prado", "Zeca"])
    (shown,) = [each for each in window.board.all() if "one contact now" in each.words()]
    shown.actions[0].run()
    qtbot.waitUntil(lambda: len(names(window)) == 3)
    qtbot.waitUntil(lambda: not stage.crossing.pending)
    assert window.contacts.chosen().id == 2
    assert stage.services.named("contacts.merge") == [[1, 2]]


def test_likely_pairs_are_offered(stage, window, qtbot):
    stage.services.contacts.put(contact(1, "Ana Prado"), contact(2, "ana prado"))
    window.show_page(PageAt.CONTACTS)
    settled(stage, qtbot, window)
    dialog = window.contacts.show_twins()
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog.list.setCurrentRow(0)
    dialog.go.click()
    qtbot.waitUntil(lambda: names(window) == ["Ana Prado"])
    assert dialog.list.count() == 0
    dialog.reject()

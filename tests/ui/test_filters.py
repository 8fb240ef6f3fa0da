"""Which conversations the list shows, and what is done with one as a whole, through the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from services.domain.content import Direction
from services.domain.models import ChatFilter
from tests.ui.fake_services import NOW_MS, chat, group, instance, message
from ui.contacts.start_dialog import StartDialog
from ui.settings.keys import KeysDialog

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(stage, qtbot):
    stage.services.put(
        instance(1), instance(2, label="Entregas"), chat(1, "Marina Duarte"), chat(2, "Padaria Sol", unread=2),
        group(3, "Bairro"), chat(4, "Antigo", archived=True), chat(5, "José", preview_direction=Direction.OUT),
        chat(6, "Zé & Cia", instance_id=2),
    )  # fmt: skip
    stage.services.put(message(1))
    return stage.shown(qtbot)


def _ids(window):
    return [window.chats.model.chat(row).id for row in range(window.chats.model.rowCount())]


def test_chips_choose_what_the_list_shows(window, stage, qtbot):
    assert _ids(window) == [1, 2, 3, 5, 6]
    filters = window.chats.filters
    QTest.mouseClick(filters.chips[ChatFilter.UNREAD], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _ids(window) == [2])
    stage.services.arrive(message(90, chat_id=5), chats=(chat(5, "José", unread=1, last_at_ms=NOW_MS),))
    qtbot.waitUntil(lambda: _ids(window) == [5, 2])
    for which, ids in ((ChatFilter.WAITING, [5, 1, 2, 6]), (ChatFilter.GROUPS, [3]), (ChatFilter.ARCHIVED, [4])):
        filters.menu.aboutToShow.emit()
        next(a for a in filters.menu.actions() if a.text() == filters.chips[which].text()).trigger()
        qtbot.waitUntil(lambda ids=ids: _ids(window) == ids)
        assert filters.chips[which].isVisible() and filters.chips[which].isChecked()
    filters.menu.aboutToShow.emit()
    numbers = next(a.menu() for a in filters.menu.actions() if a.text() == "Number")
    next(a for a in numbers.actions() if a.text() == "Entregas").trigger()
    qtbot.waitUntil(lambda: _ids(window) == [])
    shown = next(b for b in window.chats.findChildren(QPushButton) if b.text() == "Show all")
    assert shown.isVisible() and not window.welcome.isVisible()
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _ids(window) == [5, 1, 2, 3, 6])


def test_a_word_that_is_nobody_s_name_leads_to_the_messages(window, stage, qtbot):
    field, panel = window.chats.filters.field, window.chats
    field.setFocus()
    QTest.keyClicks(field, "cenoura")
    qtbot.waitUntil(panel.body.words_button.isVisible)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.finder.isVisible() and window.finder.field.text() == "cenoura"
    window.finder.close_it()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _ids(window) == [1, 2, 3, 5, 6])
    assert field.text() == ""


def test_enter_opens_who_is_found_even_before_the_answer_and_down_goes_into_the_list(window, stage, qtbot):
    field = window.chats.filters.field
    field.setFocus()
    QTest.keyClicks(field, "jose")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.chats.chosen == 5)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert window.chats.view.hasFocus()


def test_a_conversation_is_started_from_the_list_s_head(window, stage, qtbot):
    QTest.mouseClick(window.chats.new_button, Qt.MouseButton.LeftButton)
    dialog = next(d for d in window.findChildren(StartDialog) if d.isVisible())
    dialog.reject()


def test_names_and_numbers_are_found_while_typing(window, stage, qtbot):
    QTest.keyClicks(window.chats.filters.field, "jose")
    qtbot.waitUntil(lambda: _ids(window) == [5])
    window.chats.filters.field.setText("88880004")
    qtbot.waitUntil(lambda: _ids(window) == [4])
    window.chats.filters.field.setText("ninguém")
    qtbot.waitUntil(lambda: _ids(window) == [])
    window.chats.filters.field.clear()
    qtbot.waitUntil(lambda: _ids(window) == [1, 2, 3, 5, 6])


def test_archiving_by_key_can_be_undone(window, stage, qtbot):
    window.chats.choose(1)
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: _ids(window) == [2, 3, 5, 6])
    assert "Marina Duarte is archived." in window.banner.text()
    QTest.mouseClick(
        next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Undo"), Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: _ids(window) == [1, 2, 3, 5, 6])
    assert not window.banner.isVisible()


def test_pinned_goes_up_and_marked_unread_stays_until_it_is_opened_again(window, stage, qtbot):
    window.chats.choose(5)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    QTest.keyClick(window, Qt.Key.Key_P, CTRL | SHIFT)
    qtbot.waitUntil(lambda: _ids(window)[0] == 5)
    QTest.keyClick(window, Qt.Key.Key_U, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.chats.model.chat(0).marked_unread)
    window.chats.view.grab()
    window.chats.choose(1)
    window.chats.choose(5)
    qtbot.waitUntil(lambda: not window.chats.model.chat(0).marked_unread)
    QTest.keyClick(window, Qt.Key.Key_M, CTRL | SHIFT)
    qtbot.waitUntil(lambda: stage.services.chat_rows[5].muted)


def test_the_menu_of_a_row_names_what_it_does(window, qtbot):
    window.chats.menu_requested.emit((window.chats.model.chat(1),), window.mapToGlobal(window.rect().center()))
    from PySide6.QtWidgets import QApplication, QMenu

    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [a.text().split("\t")[0] for a in menu.actions()] == [
        "Resolve", "Snooze", "Labels…", "Assign…", "", "Mark as read", "Pin", "Mute", "Archive",
        "Open in a window of its own",
    ]
    menu.close()


def test_every_shortcut_is_said_in_words(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_Slash, CTRL)
    dialog = next(d for d in window.findChildren(KeysDialog) if d.isVisible())
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Next conversation", "Alt+Down, Ctrl+Tab", "Conversation 9 of the list", "Ctrl+9", "Ctrl+E", "Ctrl+Shift+F"} <= words
    dialog.accept()


def test_the_last_message_is_shown_without_the_marks_of_bold(window, stage, qtbot):
    stage.services.arrive(message(91, chat_id=1), chats=(chat(1, "Marina Duarte", preview="Para *20* pessoas"),))
    index = window.chats.model.index(0)
    qtbot.waitUntil(lambda: "Para 20 pessoas" in index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_open_conversation_s_menu_searches_it(window, stage, qtbot):
    window.chats.choose(1)
    window.timeline.header.menu_requested.emit(window.chats.chosen_chat(), window.rect().center())
    menu = next(m for m in window.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text() == "Search in this conversation").trigger()
    menu.close()
    assert window.find_bar.isVisible()


def test_chips_without_room_are_hidden_and_never_cut(window, stage, qtbot):
    filters = window.chats.filters
    filters.choose(ChatFilter.WAITING_FOR_THEM)

    def whole(count):
        shown = [chip for chip in filters.chips.values() if chip.isVisible()]
        fits = all(chip.width() >= chip.sizeHint().width() for chip in shown)
        return fits and len(shown) in count and filters.chips[ChatFilter.WAITING_FOR_THEM] in shown

    for width, count in ((700, {4}), (330, {1, 2, 3}), (700, {4})):
        window.chats.setFixedWidth(width)
        qtbot.waitUntil(lambda count=count: whole(count))

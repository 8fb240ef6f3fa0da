"""Names, labels, notes and searches of people who mean harm, in each place of the desk around the conversation."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu

from services.domain.agents import Agent, AuditEntry, Deed, Note
from services.domain.changes import ChangeSet
from services.domain.contacts import ContactView
from services.domain.desk import Listing, SavedView
from services.domain.labels import Label
from services.domain.sending import QuickReply
from tests.ui.fake_services import NOW_MS, chat, group, instance, message
from tests.ui.hostile import BAD, only_words, only_words_in
from ui.composer.replies_dialog import RepliesDialog
from ui.pages import PageAt
from ui.people.group_dialog import GroupDialog
from ui.search.finder import Task

NAME = BAD[:58] + "&\u202e"
SEARCHES = (BAD, 'from:"', "NEAR(", "\x00", "😀\u202e", "a" * 10_000)


@pytest.fixture
def window(stage, qtbot):
    services = stage.services
    services.labels.rows = {1: Label(id=1, name=NAME, colour="#d35400")}
    services.agents.rows = {
        1: Agent(id=1, name=NAME, colour="#ad1457"), 2: Agent(id=2, name=f"2{NAME}"[:60], colour="#00838f", removed=True),
    }  # fmt: skip
    services.agents.me = 1
    services.agents.entries = (
        AuditEntry(id=1, at_ms=NOW_MS, deed=Deed.LABELLED, agent_id=1, chat_id=1, detail=f"+{NAME}"),
        AuditEntry(id=2, at_ms=NOW_MS, deed=Deed.RENAMED, agent_id=2, chat_id=1, detail=BAD),
    )
    services.views.rows = {1: SavedView(id=1, name=NAME, listing=Listing())}
    services.notes.rows = {1: Note(id=1, chat_id=1, text=BAD, at_ms=NOW_MS, agent_id=1, mentions=(1,))}
    services.replies.rows = [QuickReply(id=1, shortcut="oi", text=BAD, title=NAME, folder=NAME)]
    services.contacts.put(ContactView(id=1, address=chat(1).address, title=BAD, name=BAD, push_name=BAD))
    services.put(
        instance(1, label=BAD, name=NAME), chat(1, BAD, labels=(1,), agent_id=1, preview=BAD, draft=BAD), chat(2, BAD + "2"),
        group(3, BAD), message(1, BAD), message(2, BAD, chat_id=3),
    )  # fmt: skip
    return stage.shown(qtbot, (1280, 800))


def test_they_are_words_in_every_page_panel_menu_and_dialog(window, stage, qtbot):
    services = stage.services
    window.open_chat(1)
    window.beside.show_panel(True)
    stage.settle()
    assert window.beside.panel.isVisible() and "<b>oi</b>" in window.timeline.header.title.text()
    tip = window.chats.model.index(window.chats.model.row_of(1)).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in (tip or "")
    row = services.chat_rows[1]
    for make in (
        lambda: window.deeds.label((row,)), lambda: window.deeds.assign((row,)), window.team.agents, window.team.switch,
        window.team.audit, lambda: window.chat_menu.export(row), lambda: window.chat_menu.shared(row), window.contacts.start,
        lambda: window.contacts.merge(services.contacts.rows[1]), window.chats.show_labels,
        lambda: RepliesDialog(window, stage.look, services, stage.crossing, tuple(services.replies.rows), {"pix": BAD}).open(),
        lambda: GroupDialog(window, stage.look, BAD[:100], BAD).open(), window.commands.show_settings,
    ):  # fmt: skip
        make()
        stage.settle()
        dialogs = [each for each in window.findChildren(QDialog) if each.isVisible()]
        assert dialogs
        for dialog in dialogs:
            dialog.grab()
            only_words(dialog)
            dialog.reject()
    menu = QMenu(window)
    window.deeds.fill_menu(menu, (row,))
    only_words_in(menu)
    for each in window.findChildren(QMenu):
        each.aboutToShow.emit()
        only_words_in(each)
    popup = window.chat_menu.show(row, QPoint(0, 0))
    only_words_in(popup)
    popup.close()
    for page in PageAt:
        window.show_page(page)
        stage.settle()
        window.grab()
        only_words(window)


def test_anything_typed_is_looked_for_and_never_an_error(window, stage, qtbot):
    for task in (Task.SEARCH, Task.GO):
        for typed in SEARCHES:
            window.finder.open_for(task, typed)
            QTest.keyClick(window.finder.field, Qt.Key.Key_Down)
            stage.settle()
        window.finder.grab()
        only_words(window.finder)
        window.finder.hide()
    window.open_chat(1)
    stage.settle()
    window.find_bar.open_it()
    for typed in SEARCHES:
        for field in (window.find_bar.field, window.chats.filters.field):
            field.setText(typed)
        stage.settle()
    assert not [shown for shown in window.board.all() if shown.level == "error"] and stage.crashes == []


def test_ten_thousand_new_conversations_are_a_few_questions_and_few_rows(window, stage, qtbot):
    stage.settle()
    services = stage.services
    asked = len(services.named("chats.get")) + len(services.named("workflow.list"))
    services.put(*(chat(n, f"Novo {n}", unread=1, last_at_ms=NOW_MS + n) for n in range(10, 10_010)))
    for first in range(10, 10_010, 1_000):
        services.publish(ChangeSet(chats=frozenset(range(first, first + 1_000))))
    rows = window.chats.model
    qtbot.waitUntil(lambda: rows.rowCount() < 1_000 and rows.chat(0).id == 10_009, timeout=20_000)
    assert len(services.named("chats.get")) + len(services.named("workflow.list")) - asked < 40

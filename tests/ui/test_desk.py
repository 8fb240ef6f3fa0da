"""The desk through the real window: views, many conversations at once, labels, agents, snoozes, who did what."""

from datetime import datetime

import msgspec
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from services.domain import desk
from services.domain.agents import Agent, AuditEntry, Deed
from services.domain.changes import ChangeSet, Listed, Notice, Presence, SnoozeEnded
from services.domain.content import MessageKind
from services.domain.desk import ChatSort, Listing
from services.domain.events import PresenceState
from services.domain.labels import Label
from services.domain.models import ChatFilter, ChatState
from tests.look import walk
from tests.ui.fake_services import HOUR, MINUTE, NOW_MS, chat, group, instance, message
from ui.desk.snooze import SnoozeDialog, moments
from ui.pages import PageAt

CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
HOSTILE = '<img src="file:///etc/passwd"> <b>R$ & cia</b> {chat} %n \u202etxt.exe'
replace = msgspec.structs.replace


@pytest.fixture
def window(stage, qtbot):
    services = stage.services
    services.labels.rows = {
        1: Label(id=1, name="Orçamento", colour="#d35400"), 2: Label(id=2, name="Pago", colour="#2e8b57"),
    }  # fmt: skip
    services.agents.rows = {1: Agent(id=1, name="Rita", colour="#ad1457"), 2: Agent(id=2, name="Zé", colour="#00838f")}
    services.agents.me, services.agents.pins = 1, {2: "4321"}
    services.put(
        instance(1), chat(1, "Marina Duarte", labels=(1,)), chat(2, "Padaria Sol", unread=2), group(3, "Bairro"),
        chat(4, "José", agent_id=1), chat(5, "Lívia", state=ChatState.RESOLVED, waiting_since_ms=None),
        chat(6, "Otávio", snoozed_until_ms=NOW_MS + HOUR), message(1),
    )  # fmt: skip
    return stage.shown(qtbot, (1280, 800))


def _ids(window):
    return [window.chats.model.chat(row).id for row in range(window.chats.model.rowCount())]


def _mark(window, first, last):
    model = window.chats.model
    chosen = QItemSelection(model.index(first), model.index(last))
    window.chats.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def _undo(window):
    QTest.mouseClick(
        next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Undo"), Qt.MouseButton.LeftButton
    )


def _chips(filters):
    return [b for b in filters.narrow.findChildren(QPushButton) if b.isVisible()]


def _walked(dialog, qtbot):
    """Everything in it has a name, and Tab comes to it."""
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert walk.nameless(dialog) == []
    assert walk.unreachable(dialog) == []
    return True


def _entry(menu, text):
    return next(a for a in menu.actions() if a.text().split("\t")[0] == text)


@pytest.mark.parametrize(
    ("which", "ids"),
    [
        (ChatFilter.MINE, [4]), (ChatFilter.SNOOZED, [6]), (ChatFilter.RESOLVED, [5]), (ChatFilter.WAITING_FOR_THEM, []),
        (ChatFilter.IGNORED, []), (ChatFilter.WAITING, [1, 2, 4]),
    ],
)  # fmt: skip
def test_every_filter_shows_its_conversations(window, qtbot, which, ids):
    window.chats.filters.choose(which)
    qtbot.waitUntil(lambda: _ids(window) == ids)


def test_label_and_order_narrow_the_list_and_are_taken_away_by_a_click(window, qtbot):
    filters = window.chats.filters
    filters.menu.aboutToShow.emit()
    _entry(_entry(filters.menu, "Label").menu(), "Orçamento").trigger()
    qtbot.waitUntil(lambda: _ids(window) == [1])
    _entry(_entry(filters.menu, "Order").menu(), "Unread first").trigger()
    qtbot.waitUntil(lambda: len(_chips(filters)) == 2)
    chips = _chips(filters)
    assert [c.accessibleName() for c in chips] == ["Orçamento, press to remove", "Unread first, press to remove"]
    chips[0].click()
    qtbot.waitUntil(lambda: _ids(window) == [2, 1, 3, 4, 5])


def test_another_order_sorts_the_same_conversations_anew(window, qtbot):
    assert _ids(window) == [1, 2, 3, 4, 5]
    window.chats.filters.take(Listing(sort=ChatSort.UNREAD_FIRST))
    qtbot.waitUntil(lambda: _ids(window) == [2, 1, 3, 4, 5])
    window.chats.filters.take(Listing())
    qtbot.waitUntil(lambda: _ids(window) == [1, 2, 3, 4, 5])


def test_a_view_is_saved_renamed_and_deleted_with_a_way_back(window, stage, qtbot):
    filters, listing = window.chats.filters, Listing(label_id=1, sort=ChatSort.OLDEST_WAITING)
    filters.take(listing)
    filters.save_requested.emit()
    dialog = QApplication.activeModalWidget()
    dialog.name.setText("Orçamentos")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [v.listing for v in window.lists.views] == [listing])
    # and where it is found again is said
    qtbot.waitUntil(lambda: window.banner.text().startswith("“Orçamentos” is saved. It is in the menu"))
    filters.take(Listing())
    filters.menu.aboutToShow.emit()
    _entry(_entry(filters.menu, "Saved views").menu(), "Orçamentos").trigger()
    qtbot.waitUntil(lambda: _ids(window) == [1])
    filters.views_requested.emit()
    dialog = QApplication.activeModalWidget()
    assert _walked(dialog, qtbot)
    dialog.name.setText(HOSTILE[:60])
    dialog.save.click()
    qtbot.waitUntil(lambda: window.lists.views[0].name == HOSTILE[:60])
    dialog.remove.click()
    qtbot.waitUntil(lambda: window.lists.views == ())
    qtbot.waitUntil(dialog.undo.isVisible)
    dialog.undo.click()
    qtbot.waitUntil(lambda: [v.listing for v in window.lists.views] == [listing])
    dialog.reject()


def test_many_are_archived_at_once_and_come_back_at_once(window, stage, qtbot):
    assert not window.chats.bulk.isVisible()
    window.chats.choose(1)
    QTest.keyClick(window.chats.view, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(window.chats.view, Qt.Key.Key_Down, SHIFT)
    assert window.chats.bulk.isVisible() and window.chats.bulk.count.text() == "3 chosen"
    assert window.timeline.chat.id == 1
    window.chats.bulk.button("chat.archive").click()
    qtbot.waitUntil(lambda: _ids(window) == [4, 5])
    qtbot.waitUntil(lambda: window.banner.text() == "3 conversations archived.")
    window.chats.view.setFocus()
    next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Undo").setFocus()
    _undo(window)
    assert window.chats.view.hasFocus() and not window.banner.isVisible()
    qtbot.waitUntil(lambda: _ids(window) == [1, 2, 3, 4, 5])
    assert len(stage.services.named("workflow.apply")) == len(stage.services.named("workflow.undo")) == 1
    # the one the person is in is chosen again, and the keyboard is back where it was before the button
    qtbot.waitUntil(lambda: [i.row() for i in window.chats.view.selectionModel().selectedIndexes()] == [0])
    # those that leave one after the other are opened, and so read, by nobody
    for row in (2, 4):
        window.chats.view.selectionModel().select(window.chats.model.index(row), QItemSelectionModel.SelectionFlag.Select)
    window.chats.bulk.button("chat.archive").click()
    qtbot.waitUntil(lambda: _ids(window) == [2, 4] and not stage.crossing.pending)
    assert window.timeline.chat.id == 1 and not window.chats.bulk.isVisible()
    assert not window.chats.view.selectionModel().hasSelection()


def test_what_was_just_done_is_undone_by_key(window, stage, qtbot):
    window.open_chat(2)
    qtbot.waitUntil(lambda: window.timeline.chat is not None and stage.crossing.pending == 0)
    # also while something is wrong for long
    window.board.take(Notice(level="error", code="disk_full"))
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: stage.services.chat_rows[2].archived and "archived" in window.banner.text())
    QTest.keyClick(window, Qt.Key.Key_Z, ALT)
    qtbot.waitUntil(lambda: not stage.services.chat_rows[2].archived and stage.crossing.pending == 0)
    assert "archived" not in window.banner.text()
    QTest.keyClick(window, Qt.Key.Key_Z, ALT)
    assert not stage.services.chat_rows[2].archived


def test_escape_from_many_leaves_the_open_one(window, qtbot):
    def place():
        return window.chats.view.mapTo(window, window.chats.view.visualRect(window.chats.model.index(3)).topLeft())

    window.chats.choose(2)
    before = place()
    _mark(window, 0, 3)
    # the next one to be chosen is still under the mouse
    qtbot.waitUntil(window.chats.bulk.isVisible)
    assert place() == before
    window.chats.bulk.close_button.click()
    assert not window.chats.bulk.isVisible() and window.chats.chosen == 2
    assert [c.id for c in window.chats.marked()] == [2]


def test_snooze_by_key_hides_it_until_the_moment_and_says_when_it_is_back(window, stage, qtbot):
    window.chats.choose(1)
    QTest.keyClick(window, Qt.Key.Key_M, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    _entry(menu, "Tomorrow morning").trigger()
    menu.close()
    qtbot.waitUntil(lambda: 1 not in _ids(window))
    until = stage.services.chat_rows[1].snoozed_until_ms
    assert datetime.fromtimestamp(until / 1000) == datetime(2026, 3, 13, 9)
    assert "snoozed until" in window.banner.text()
    window.board._passing.timeout.emit()
    stage.services.publish(SnoozeEnded((1,)))
    qtbot.waitUntil(lambda: "Marina Duarte" in window.banner.text() and "come back" in window.banner.text())


def test_another_moment_can_be_an_earlier_hour_of_today_but_none_that_is_past(window, stage, qtbot):
    dialog = SnoozeDialog(window, stage.clock)
    qtbot.addWidget(dialog)
    first, day = dialog.when.dateTime(), dialog.when.date()
    dialog.when.setDateTime(first.addSecs(-7200))
    assert dialog.when.date() == day and not dialog.go.isEnabled()
    dialog.when.setDateTime(first.addSecs(-1800))
    assert dialog.go.isEnabled()


def test_the_usual_moments_are_all_to_come():
    for hour in (0, 8, 13, 15, 20):
        for day in range(9, 16):
            now = datetime(2026, 3, day, hour, 30)
            assert all(at > now for _words, at in moments(now))
            assert len({at for _words, at in moments(now)}) == len(moments(now))


def test_labels_are_found_put_on_and_made_by_keyboard(window, stage, qtbot):
    window.chats.choose(2)
    QTest.keyClick(window, Qt.Key.Key_L, ALT)
    dialog = QApplication.activeModalWidget()
    assert _walked(dialog, qtbot)
    dialog.field.setFocus()
    QTest.keyClicks(dialog.field, "orca")
    assert dialog.list.count() == 1
    known = len(stage.services.labels.rows)
    # the beginning of a name is that label and not a second one
    dialog.field.setText("pag")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.services.chat_rows[2].labels == (2,))
    assert len(stage.services.labels.rows) == known
    dialog.field.setText(HOSTILE[:60])
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stage.services.chat_rows[2].labels) == 2)
    assert HOSTILE[:60] in [label.name for label in stage.services.labels.rows.values()]
    dialog.accept()


def test_a_label_of_some_is_shown_as_partly_there_and_deleted_with_a_way_back(window, stage, qtbot):
    dialog = window.deeds.label((stage.services.chat_rows[1], stage.services.chat_rows[2]))
    assert dialog.list.item(0).checkState() is Qt.CheckState.PartiallyChecked
    dialog.list.setCurrentRow(0)
    dialog.remove.click()
    qtbot.waitUntil(lambda: 1 not in window.lists.labels and dialog.undo.isVisible())
    assert stage.services.chat_rows[1].labels == ()
    dialog.undo.click()
    qtbot.waitUntil(lambda: 1 in window.lists.labels)
    assert stage.services.chat_rows[1].labels == (1,)
    dialog.accept()


def test_a_conversation_is_given_to_a_colleague_with_a_note(window, stage, qtbot):
    window.chats.choose(2)
    QTest.keyClick(window, Qt.Key.Key_A, ALT)
    dialog = QApplication.activeModalWidget()
    assert _walked(dialog, qtbot)
    dialog.list.setCurrentRow(1)
    dialog.note.setPlainText("Confere o PIX")
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.services.chat_rows[2].agent_id == 2)
    assert stage.services.named("workflow.apply")[-1] == [(2,), desk.Assign(2, "Confere o PIX")]


def test_resolve_and_next_goes_on(window, stage, qtbot):
    window.chats.choose(1)
    QTest.keyClick(window, Qt.Key.Key_E, ALT | SHIFT)
    qtbot.waitUntil(lambda: stage.services.chat_rows[1].state is ChatState.RESOLVED)
    assert window.chats.chosen == 2
    QTest.keyClick(window, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: stage.services.chat_rows[2].state is ChatState.RESOLVED)


def test_altgr_still_types(window):
    window.chats.choose(1)
    field = window.timeline.composer.text
    field.setFocus()
    for key, sign in ((Qt.Key.Key_Q, "/"), (Qt.Key.Key_W, "?"), (Qt.Key.Key_E, "°")):
        QTest.sendKeyEvent(QTest.KeyAction.Click, field, key, sign, CTRL | ALT)
    assert field.toPlainText() == "/?°"


def test_typing_draft_labels_and_agent_are_told_in_the_row(window, stage, qtbot):
    role = Qt.ItemDataRole.AccessibleTextRole
    row = window.chats.model.index(window.chats.model.row_of(1))
    assert "Labels: Orçamento" in row.data(role)
    assert "With Rita" in window.chats.model.index(window.chats.model.row_of(4)).data(role)
    stage.services.publish(Presence(1, PresenceState.TYPING))
    qtbot.waitUntil(lambda: "typing…" in row.data(role))
    stage.services.publish(Presence(1, PresenceState.PAUSED))
    qtbot.waitUntil(lambda: "typing…" not in row.data(role))
    assert row.data(Qt.ItemDataRole.ToolTipRole) == "Marina Duarte<br>Orçamento"


def test_hostile_labels_are_plain_in_tips_and_searches_find_nothing_odd(window, stage, qtbot):
    stage.services.labels.rows[1] = replace(stage.services.labels.rows[1], name=HOSTILE)
    window.lists.load()
    row = window.chats.model.index(window.chats.model.row_of(1))
    qtbot.waitUntil(lambda: "&lt;img" in (row.data(Qt.ItemDataRole.ToolTipRole) or ""))
    for typed in (HOSTILE, '"', "AND OR NOT", "*", "a" * 500, "%_\\", "\x00"):
        window.chats.filters.field.setText(typed)
        qtbot.waitUntil(lambda: stage.crossing.pending == 0)


def test_agents_are_made_changed_and_leave(window, stage, qtbot):
    dialog = window.team.agents()
    assert _walked(dialog, qtbot)
    dialog.add.click()
    QTest.keyClicks(dialog.name, "Bia")
    dialog.save.click()
    qtbot.waitUntil(lambda: "Bia" in [a.name for a in window.lists.here()])
    dialog.add.click()
    dialog.name.setText("bia")
    dialog.save.click()
    qtbot.waitUntil(lambda: "already" in dialog.told.text())
    dialog.list.setCurrentRow(1)
    assert dialog.heading.text() == "Rita"
    dialog.leave.click()
    qtbot.waitUntil(lambda: "Rita" not in [a.name for a in window.lists.here()])
    assert window.lists.agent_name(1) == "Rita"
    dialog.accept()


def test_somebody_else_takes_the_counter_with_their_pin(window, stage, qtbot):
    assert window.rail.agent.isVisible() and "Rita" in window.rail.agent.accessibleName()
    window.rail.agent.click()
    dialog = QApplication.activeModalWidget()
    assert _walked(dialog, qtbot)
    dialog.list.setCurrentRow(1)
    dialog.pin.setText("1111")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "This is not the PIN.")
    dialog.pin.setText("4321")
    dialog.go.click()
    qtbot.waitUntil(lambda: window.lists.me == 2)
    assert "Zé" in window.rail.agent.accessibleName()


def test_technical_details_are_for_admins_where_there_is_one(window, stage, qtbot):
    agents = stage.services.agents
    unread = message(9, "", kind=MessageKind.UNSUPPORTED, delivery_id=7)
    stage.services.put(unread)
    window.open_chat(1)
    qtbot.waitUntil(lambda: len(window.timeline.model.messages) == 2)
    deliveries = window.rail._group.button(PageAt.DELIVERIES)

    def offered():
        menu = QMenu(window)
        window.timeline.wishes.fill_menu(menu, unread)
        names = {command.name for command in window.commands.all()}
        found = {action.text() for action in menu.actions()}
        bubble = window.timeline.view._bubble(window.timeline.model.rows[window.timeline.model.row_of(9)])
        return deliveries.isVisible(), "Show what came" in found, "Go to the deliveries" in names, len(bubble.parts) == 2

    assert offered() == (True, True, True, True)
    window.show_page(PageAt.DELIVERIES)
    agents.rows[2] = replace(agents.rows[2], admin=True)
    stage.services.publish(ChangeSet(lists=frozenset({Listed.AGENTS})))
    qtbot.waitUntil(lambda: window.pages.currentIndex() == PageAt.CONVERSATIONS)
    assert offered() == (False, False, False, False)
    window.show_page(PageAt.DELIVERIES)
    assert window.pages.currentIndex() == PageAt.CONVERSATIONS
    dialog = window.team.agents()
    dialog.list.setCurrentRow(1)
    assert dialog.admin.isChecked() and not dialog.admin.isEnabled() and not dialog.leave.isEnabled()
    agents.me = 2
    stage.services.publish(ChangeSet(lists=frozenset({Listed.AGENTS})))
    qtbot.waitUntil(lambda: dialog.admin.isEnabled())
    assert offered() == (True, True, True, True)
    dialog.list.setCurrentRow(0)
    dialog.admin.setChecked(True)
    dialog.save.click()
    qtbot.waitUntil(lambda: window.lists.agents[1].admin and dialog.told.text() == "Saved.")
    dialog.accept()


def test_who_did_what_is_told_in_words_and_leads_there(window, stage, qtbot):
    stage.services.agents.entries = (
        AuditEntry(id=1, at_ms=NOW_MS - MINUTE, deed=Deed.LABELLED, agent_id=1, chat_id=2, detail="+<b>Pago</b>"),
        AuditEntry(id=2, at_ms=NOW_MS - HOUR, deed=Deed.ASSIGNED, agent_id=2, chat_id=1, detail="1"),
        AuditEntry(id=3, at_ms=NOW_MS - HOUR, deed=Deed.STATE, chat_id=1, detail="resolved"),
    )
    dialog = window.team.audit()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 3 and dialog.table.item(2, 3) is not None)
    told = [[dialog.table.item(row, column).text() for column in (1, 2, 3)] for row in range(3)]
    assert told == [
        ["Rita", "put the label <b>Pago</b> on", "Padaria Sol"], ["Zé", "assigned it to Rita", "Marina Duarte"],
        ["Nobody chosen", "resolved it", "Marina Duarte"],
    ]  # fmt: skip
    assert _walked(dialog, qtbot)
    dialog.table.itemActivated.emit(dialog.table.item(0, 1))
    qtbot.waitUntil(lambda: window.chats.chosen == 2)


def test_the_menu_of_a_row_is_for_all_that_are_chosen(window, stage, qtbot):
    _mark(window, 0, 1)
    window.chats.view.customContextMenuRequested.emit(window.chats.view.visualRect(window.chats.model.index(1)).center())
    menu = QApplication.activePopupWidget()
    _entry(menu, "Mute").trigger()
    menu.close()
    qtbot.waitUntil(lambda: stage.services.chat_rows[1].muted and stage.services.chat_rows[2].muted)
    qtbot.waitUntil(lambda: window.banner.text() == "2 conversations muted.")
    assert window.chats.view.indexAt(QPoint(10, 5_000)).isValid() is False

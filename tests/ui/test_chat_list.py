"""The conversations list: order, changes row by row, and what a row says."""

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from services.domain.content import Direction
from services.domain.desk import ChatSort, Listing
from services.domain.models import Page
from services.domain.status import Status
from tests.ui.fake_services import MINUTE, NOW_MS, chat, message
from ui.chats.chat_list_model import KEPT, TOO_MANY, ChatListModel
from ui.chats.panel import ChatListPanel

replace = msgspec.structs.replace


def _model(qtmodeltester, count=5, next_page=None):
    model = ChatListModel(lambda: NOW_MS / 1000)
    model.reset(Page(tuple(chat(n) for n in range(1, count + 1)), next_page))
    qtmodeltester.check(model)
    return model


def _ids(model):
    return [model.chat(row).id for row in range(model.rowCount())]


def test_the_latest_is_first_and_moves_keep_their_place(english, qtmodeltester):
    model = _model(qtmodeltester)
    kept = QPersistentModelIndex(model.index(1))
    model.apply([replace(model.chat(3), last_at_ms=NOW_MS + 1)], [4])
    assert _ids(model) == [4, 1, 2, 3, 5]
    assert kept.row() == 2
    model.apply([replace(model.chat(0), last_at_ms=NOW_MS - 100 * MINUTE)], [4])
    assert _ids(model) == [1, 2, 3, 5, 4]
    model.apply([replace(model.chat(0), last_at_ms=NOW_MS - MINUTE - 1)], [1])
    assert _ids(model) == [1, 2, 3, 5, 4]
    qtmodeltester.check(model)


def test_only_the_named_rows_are_touched(english, qtmodeltester):
    model = _model(qtmodeltester)
    touched = []
    model.dataChanged.connect(lambda first, last: touched.append((first.row(), last.row())))
    model.apply([replace(model.chat(2), unread=4)], [3])
    assert touched == [(2, 2)]
    model.apply([model.chat(2)], [3])
    assert touched == [(2, 2)]


def test_a_chat_that_is_gone_leaves_and_a_new_one_comes(english, qtmodeltester):
    model = _model(qtmodeltester)
    model.apply([chat(9, last_at_ms=NOW_MS)], [2, 9])
    assert _ids(model) == [9, 1, 3, 4, 5]
    qtmodeltester.check(model)


def test_a_chat_further_down_than_what_is_loaded_stays_out(english):
    model = ChatListModel(lambda: NOW_MS / 1000)
    model.reset(Page(tuple(chat(n) for n in range(1, 6)), "5"))
    model.apply([chat(70)], [70])
    assert len(_ids(model)) == 5
    asked = []
    model.page_requested.connect(asked.append)
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == ["5"]
    model.append(Page((chat(6), chat(7), chat(1)), None))
    assert _ids(model) == [1, 2, 3, 4, 5, 6, 7]
    assert not model.canFetchMore(QModelIndex())


def test_what_is_far_down_is_let_go_and_comes_again(english, qtmodeltester):
    model = ChatListModel(lambda: NOW_MS / 1000)
    model.reset(Page(tuple(chat(n) for n in range(1, 201)), "200"))
    for start in range(201, TOO_MANY + 1, 200):
        model.append(Page(tuple(chat(n) for n in range(start, start + 200)), str(start + 199)))
    assert _ids(model) == list(range(1, TOO_MANY + 1))
    model.forget_tail()
    kept = _ids(model)
    assert kept == list(range(1, len(kept) + 1)) and KEPT <= len(kept) < TOO_MANY
    asked = []
    model.page_requested.connect(asked.append)
    model.fetchMore(QModelIndex())
    assert asked == [str(len(kept))]
    qtmodeltester.check(model)


def test_the_order_is_that_of_the_listing(english, qtmodeltester):
    model = ChatListModel(lambda: NOW_MS / 1000)
    rows = (chat(1), chat(2, unread=3), chat(3, pinned=True))
    model.reset(Page(rows), Listing(sort=ChatSort.UNREAD_FIRST))
    assert _ids(model) == [3, 2, 1]
    model.apply([replace(rows[0], unread=1)], [1])
    assert _ids(model) == [3, 1, 2]
    model.reset(Page(rows), Listing(sort=ChatSort.OLDEST_WAITING))
    assert _ids(model) == [3, 2, 1]
    qtmodeltester.check(model)


def test_a_row_says_everything_in_one_sentence(english, qtmodeltester):
    model = ChatListModel(lambda: NOW_MS / 1000)
    model.reset(Page((chat(1, "Marina", unread=2),)))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0).data(role) == "Marina. 2 unread messages. Bom dia! Today, 3:29\u202fPM"
    out = chat(1, "Marina", preview_direction=Direction.OUT, preview_status=Status.READ)
    model.reset(Page((out,)))
    assert "You: Bom dia!, Read" in model.index(0).data(role)
    model.reset(Page((replace(out, draft="volto já"),)))
    assert "Draft: volto já" in model.index(0).data(role)
    said = chat(1, "Doces", is_group=True, preview_author="Rui", preview="Chegou?", pinned=True, muted=True, archived=True)
    model.reset(Page((said,)))
    assert model.index(0).data(role).startswith("Doces. Group. Pinned. Muted. Archived. Rui: Chegou? Today")
    # what was taken back is not read out
    model.reset(Page((replace(said, preview_deleted=True),)))
    assert "Message deleted" in model.index(0).data(role) and "Chegou" not in model.index(0).data(role)


def _panel(stage, qtbot):
    panel = ChatListPanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    qtbot.addWidget(panel)
    panel.resize(340, 600)
    panel.show()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return panel


def test_a_message_moves_its_chat_up_and_the_choice_stays(stage, qtbot):
    stage.services.put(*(chat(n) for n in range(1, 6)))
    panel = _panel(stage, qtbot)
    chosen = []
    panel.chat_chosen.connect(lambda c: chosen.append(c.id))
    panel.choose(2)
    moved = chat(4, last_at_ms=NOW_MS + 1, unread=1, preview="Oi?")
    stage.services.arrive(message(1, "Oi?", chat_id=4), chats=(moved,))
    qtbot.waitUntil(lambda: panel.model.chat(0).id == 4)
    assert panel.chosen == 2 and chosen == [2]
    assert panel.view.selectionModel().selectedRows()[0].row() == 2


def test_getting_the_keyboard_opens_no_chat(stage, qtbot):
    stage.services.put(*(chat(n, unread=1) for n in range(1, 4)))
    panel = _panel(stage, qtbot)
    panel.view.setFocus()
    assert panel.chosen is None


def test_the_right_button_opens_the_menu_and_no_chat(stage, qtbot):
    stage.services.put(*(chat(n, unread=1) for n in range(1, 5)))
    panel = _panel(stage, qtbot)
    opened, menus = [], []
    panel.chat_chosen.connect(opened.append)
    panel.menu_requested.connect(lambda chats, _at: menus.append([c.id for c in chats]))

    def click_right(row):
        at = panel.view.visualRect(panel.model.index(row)).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.RightButton, pos=at)
        QApplication.sendEvent(panel.view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at))

    click_right(2)
    assert (panel.chosen, opened, menus) == (None, [], [[3]])
    panel.choose(1)
    click_right(2)
    assert (panel.chosen, [c.id for c in opened], menus[-1]) == (1, [1], [3])
    # several that are chosen stay chosen, and are meant together
    qtbot.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
        panel.view.visualRect(panel.model.index(1)).center(),
    )  # fmt: skip
    click_right(1)
    assert menus[-1] == [1, 2] and len(panel.marked()) == 2
    below = panel.view.visualRect(panel.model.index(3)).center() + QPoint(0, 100)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.RightButton, pos=below)
    assert len(panel.marked()) == 2


def test_steps_go_to_neighbours_and_to_unread_ones(stage, qtbot):
    stage.services.put(*(chat(n, unread=1 if n in (3, 5) else 0) for n in range(1, 7)))
    panel = _panel(stage, qtbot)
    panel.step(1)
    assert panel.chosen == 1
    panel.step(1, unread=True)
    assert panel.chosen == 3
    panel.step(1, unread=True)
    assert panel.chosen == 5
    # below the last one comes the first
    panel.step(1, unread=True)
    assert panel.chosen == 3
    panel.step(-1, unread=True)
    assert panel.chosen == 5
    panel.step(-1, unread=True)
    assert panel.chosen == 3
    panel.step(-1)
    assert panel.chosen == 2


def test_changes_during_a_request_are_asked_for_together(stage, qtbot):
    stage.services.put(*(chat(n) for n in range(1, 10)))
    panel = _panel(stage, qtbot)
    stage.services.hold("chats.get")
    stage.services.arrive(message(1))
    qtbot.waitUntil(lambda: len(stage.services.named("chats.get")) == 1)
    for number in range(2, 9):
        stage.services.arrive(message(number, chat_id=number))
    qtbot.waitUntil(lambda: len(panel._renewal._waiting) == 7)
    stage.services.release("chats.get")
    qtbot.waitUntil(lambda: len(stage.services.named("chats.get")) == 2)
    assert set(stage.services.named("chats.get")[1][0]) == set(range(2, 9))


def test_scrolling_to_the_end_loads_the_next_page(stage, qtbot):
    stage.services.put(*(chat(n) for n in range(1, 121)))
    panel = _panel(stage, qtbot)
    assert panel.model.rowCount() == 50
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 120)


def test_a_merged_chat_gives_its_place_to_the_one_that_took_over(stage, qtbot):
    from services.domain.changes import ChangeSet
    from services.domain.ids import ChatId

    stage.services.put(*(chat(n) for n in range(1, 4)))
    panel = _panel(stage, qtbot)
    panel.choose(3)
    opened = []
    panel.chat_chosen.connect(lambda c: opened.append(c.id))
    del stage.services.chat_rows[3]
    stage.services.publish(ChangeSet(chats_merged=((ChatId(3), ChatId(2)),)))
    qtbot.waitUntil(lambda: opened == [2])
    assert panel.model.row_of(3) is None


def test_a_new_chat_one_went_to_is_chosen_in_the_list_as_soon_as_it_stands_there(stage, qtbot):
    stage.services.put(chat(1))
    panel = _panel(stage, qtbot)
    panel.choose(1)
    opened = []
    panel.chat_chosen.connect(lambda c: opened.append(c.id))
    panel.visit(chat(2))
    assert not panel.view.selectionModel().hasSelection()
    stage.services.arrive(message(1, chat_id=2), chats=(chat(2),))
    qtbot.waitUntil(lambda: panel.model.row_of(2) is not None)
    assert [index.row() for index in panel.view.selectionModel().selectedRows()] == [panel.model.row_of(2)]
    assert opened == [2]

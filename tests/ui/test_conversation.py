"""The open conversation: pages, changes, answers, drafts."""

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from services.domain.changes import ChangeKind, ChangeSet, MessageChange, Presence
from services.domain.errors import NotConnected
from services.domain.events import ConnectionState, PresenceState
from services.domain.ids import ChatId, MessageId
from services.domain.status import Status
from tests.ui.fake_services import NOW_MS, PROVIDERS, chat, instance, message
from ui.timeline.panel import TimelinePanel
from ui.timeline.parts.base import Click, Wish
from ui.timeline.rows import RowKind

replace = msgspec.structs.replace


@pytest.fixture
def panel(stage, qtbot):
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    made.set_instances({1: instance(1)}, {p.kind: p for p in PROVIDERS})
    return made


def _fill(stage, count, **facts):
    stage.services.put(chat(1, "Marina", **facts), *(message(n, out=n % 4 == 0) for n in range(1, count + 1)))


def _open(stage, panel, qtbot, number=1):
    panel.open(stage.services.chat_rows[number])
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


def _shown(panel):
    return [row.message.id for row in panel.model.rows if row.kind is RowKind.MESSAGE]


def test_opening_shows_the_newest_page_and_reads_it(stage, panel, qtbot):
    _fill(stage, 80, unread=3)
    _open(stage, panel, qtbot)
    assert _shown(panel)[-1] == 80 and panel.header.title.text() == "Marina"
    assert stage.services.named("chats.mark_read") == [[1]]
    line = panel.model.unread_row()
    assert [m.message.id for m in panel.model.rows[line + 1 :] if m.message] == [77, 78, 79, 80]


def test_scrolling_up_loads_older_pages_until_there_are_no_more(stage, panel, qtbot):
    _fill(stage, 120)
    _open(stage, panel, qtbot)
    for _round in range(40):
        panel.view.to_top()
        qtbot.waitUntil(lambda: stage.crossing.pending == 0 and not panel.view._ask.isActive() and not panel.pages.busy)
        if not panel.model.has_older:
            break
    assert _shown(panel) == list(range(1, 121))


def test_to_newest_fetches_what_was_let_go(stage, panel, qtbot):
    _fill(stage, 900)
    _open(stage, panel, qtbot)
    while not panel.model.has_newer:
        panel.view.to_top()
        qtbot.waitUntil(lambda: stage.crossing.pending == 0 and not panel.view._ask.isActive() and not panel.pages.busy)
    assert panel.jump.isVisible()
    panel.to_newest()
    qtbot.waitUntil(lambda: _shown(panel)[-1] == 900 and panel.view.at_bottom())
    assert not panel.jump.isVisible()


def test_what_arrives_while_reading_above_is_counted(stage, panel, qtbot):
    _fill(stage, 60)
    _open(stage, panel, qtbot)
    panel.view.verticalScrollBar().setValue(300)
    stage.services.arrive(message(70), message(71), message(72, out=True))
    qtbot.waitUntil(lambda: _shown(panel)[-1] == 72)
    assert panel.jump.count == 2 and panel.jump.isVisible()
    assert not panel.view.at_bottom()
    QTest.mouseClick(panel.jump, Qt.MouseButton.LeftButton)
    assert panel.view.at_bottom() and panel.jump.count == 0 and not panel.jump.isVisible()


def test_a_conversation_that_took_another_one_over_shows_its_messages_at_once(stage, panel, qtbot):
    """Two contacts were made one, or a number turned out to be a known person's: nothing jumps, nothing is missed."""

    def merged():
        stage.services.publish(ChangeSet(chats=frozenset({ChatId(1)}), chats_merged=((ChatId(2), ChatId(1)),)))

    stage.services.put(chat(1, "Marina"), *(message(n) for n in range(10, 70, 2)))
    _open(stage, panel, qtbot)
    panel.view.verticalScrollBar().setValue(200)
    seen = panel.view.first_message()
    stage.services.put(*(message(n) for n in range(1, 70, 3)))
    merged()
    wanted = sorted({*range(10, 70, 2), *range(1, 70, 3)})
    qtbot.waitUntil(lambda: _shown(panel) == wanted)
    assert panel.view.first_message() == seen and panel.jump.count == 0
    # more than a page came in between: what is read stays in sight all the same
    stage.services.put(*(message(n, sent_at_ms=seen.sent_at_ms + n) for n in range(1000, 1300)))
    merged()
    qtbot.waitUntil(lambda: panel.model.has_newer)
    qtbot.waitUntil(lambda: panel.model.row_of(seen.id) is not None and panel.view.box_of_message(seen).top() >= 0)


def test_what_arrives_in_sight_is_read(stage, panel, qtbot):
    _fill(stage, 20)
    _open(stage, panel, qtbot)
    assert stage.services.named("chats.mark_read") == []
    stage.services.arrive(message(30))
    qtbot.waitUntil(lambda: stage.services.named("chats.mark_read") == [[1]])


def test_changes_during_opening_are_not_lost(stage, panel, qtbot):
    _fill(stage, 20)
    stage.services.hold("messages.latest")
    panel.open(stage.services.chat_rows[1])
    stage.services.change(message(5, "corrigida", edited=True))
    qtbot.waitUntil(lambda: bool(panel.pages.waiting))
    stage.services.release("messages.latest")
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    assert panel.model.messages[4].text == "corrigida"


def test_the_answer_to_an_earlier_chat_is_not_shown_in_this_one(stage, panel, qtbot):
    _fill(stage, 20)
    stage.services.put(chat(2), *(message(n, chat_id=2) for n in range(101, 111)))
    stage.services.hold("messages.latest")
    panel.open(stage.services.chat_rows[1])
    panel.open(stage.services.chat_rows[2])
    stage.services.release("messages.latest")
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    assert _shown(panel) == list(range(101, 111))


def test_a_removed_message_leaves(stage, panel, qtbot):
    _fill(stage, 5)
    _open(stage, panel, qtbot)
    stage.services.publish(
        ChangeSet(messages=(MessageChange(ChangeKind.REMOVED, ChatId(1), MessageId(3)),))
    )
    qtbot.waitUntil(lambda: _shown(panel) == [1, 2, 4, 5])


def test_enter_sends_shift_enter_breaks_the_line(stage, panel, qtbot):
    _fill(stage, 5)
    _open(stage, panel, qtbot)
    field = panel.composer.text
    height = field.height()
    QTest.keyClicks(field, "Bom dia")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "tudo bem?")
    assert field.height() > height
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stage.services.named("messages.send_text")))
    sent = stage.services.named("messages.send_text")[0]
    assert sent[:2] == [1, "Bom dia\ntudo bem?"] and sent[2]
    assert field.toPlainText() == "" and field.height() == height
    qtbot.waitUntil(lambda: panel.model.messages[-1].status is Status.QUEUED)
    assert panel.view.at_bottom()


def test_nothing_but_spaces_is_not_sent(stage, panel, qtbot):
    _fill(stage, 5)
    _open(stage, panel, qtbot)
    QTest.keyClicks(panel.composer.text, "   ")
    QTest.keyClick(panel.composer.text, Qt.Key.Key_Enter)
    assert stage.services.named("messages.send_text") == [] and not panel.composer.send_button.isEnabled()


def test_what_could_not_be_taken_is_given_back(stage, panel, qtbot):
    _fill(stage, 5)
    _open(stage, panel, qtbot)
    stage.services.fail_next("messages.send_text", NotConnected())
    failures = []
    panel.failed.connect(failures.append)
    QTest.keyClicks(panel.composer.text, "nada se perde")
    QTest.mouseClick(panel.composer.send_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert panel.composer.text.toPlainText() == "nada se perde"


def test_drafts_are_kept_per_chat(stage, panel, qtbot):
    _fill(stage, 3, draft="comecei ontem")
    stage.services.put(chat(2))
    _open(stage, panel, qtbot)
    field = panel.composer.text
    assert field.toPlainText() == "comecei ontem"
    QTest.keyClicks(field, "!")
    panel.open(stage.services.chat_rows[2])
    assert field.toPlainText() == ""
    qtbot.waitUntil(lambda: stage.services.named("chats.save_draft") == [[1, "comecei ontem!"]])
    QTest.keyClicks(field, "outra")
    qtbot.waitUntil(lambda: [2, "outra"] in stage.services.named("chats.save_draft"), timeout=3000)
    panel.open(stage.services.chat_rows[1])
    assert field.toPlainText() == "comecei ontem!"


def test_pasting_takes_the_plain_text(stage, panel, qtbot):
    _fill(stage, 3)
    _open(stage, panel, qtbot)
    data = QMimeData()
    data.setHtml("<b>gordo</b><img src='file:///etc/passwd'>")
    data.setText("gordo\x00")
    panel.composer.text.insertFromMimeData(data)
    assert panel.composer.text.toPlainText() == "gordo"


def test_a_number_that_cannot_send_says_why(stage, panel, qtbot):
    _fill(stage, 3)
    _open(stage, panel, qtbot)
    providers = {p.kind: p for p in PROVIDERS}
    panel.set_instances({1: instance(1, provider="beta")}, providers)
    assert not panel.composer.text.isEnabled() and "only be received" in panel.composer.hint.text()
    panel.set_instances({1: instance(1, state=ConnectionState.UNREACHABLE)}, providers)
    assert panel.composer.text.isEnabled() and panel.composer.hint.isVisible()
    panel.set_instances({1: instance(1, state=ConnectionState.BANNED)}, providers)
    assert not panel.composer.text.isEnabled()
    panel.set_instances({2: instance(2)}, providers)
    assert not panel.composer.text.isEnabled()


def test_typing_over_the_messages_goes_to_the_composer(stage, panel, qtbot):
    _fill(stage, 3)
    _open(stage, panel, qtbot)
    panel.view.setFocus()
    QTest.keyClicks(panel.view, "oi")
    assert panel.composer.text.toPlainText() == "oi"


def test_resending_and_settling(stage, panel, qtbot):
    _fill(stage, 3)
    stage.services.put(message(4, out=True, status=Status.UNKNOWN), message(5, out=True, status=Status.UNKNOWN))
    _open(stage, panel, qtbot)
    panel.view.wish_made.emit(Click(Wish.RESEND), panel.model.messages[3])
    panel.view.wish_made.emit(Click(Wish.SETTLE), panel.model.messages[4])
    qtbot.waitUntil(lambda: [m.status for m in panel.model.messages[3:]] == [Status.QUEUED, Status.SENT])
    assert stage.services.named("messages.retry") == [[4]]


def test_the_menu_offers_what_fits_the_message(stage, panel, qtbot):
    _fill(stage, 3)
    stage.services.put(message(4, out=True, status=Status.UNKNOWN))
    _open(stage, panel, qtbot)
    panel.view.menu_requested.emit(panel.model.messages[3], panel.mapToGlobal(QPoint(5, 5)))
    menu = panel.findChild(QMenu)
    assert [a.text() for a in menu.actions()] == [
        "Forward…", "Star", "Copy", "Resend", "It was sent", "Information", "Select", "", "Delete for me",
    ]  # fmt: skip
    menu.close()


def test_a_quoted_message_that_is_not_loaded_is_fetched(stage, panel, qtbot):
    _fill(stage, 400)
    _open(stage, panel, qtbot)
    panel.go_to(MessageId(20))
    qtbot.waitUntil(lambda: 20 in _shown(panel))
    row = panel.model.row_of(MessageId(20))
    qtbot.waitUntil(lambda: panel.view.viewport().rect().intersects(panel.view.visualRect(panel.model.index(row))))


def test_typing_is_shown(stage, panel, qtbot):
    _fill(stage, 3)
    _open(stage, panel, qtbot)
    stage.services.publish(Presence(ChatId(1), PresenceState.TYPING))
    qtbot.waitUntil(lambda: panel.header.subtitle.text() == "typing…")
    stage.services.publish(Presence(ChatId(1), PresenceState.PAUSED))
    qtbot.waitUntil(lambda: "Loja Centro" in panel.header.subtitle.text())


def test_coming_back_to_the_window_reads_what_is_in_sight(stage, panel, qtbot):
    _fill(stage, 3)
    _open(stage, panel, qtbot)
    panel.refresh(replace(stage.services.chat_rows[1], unread=2))
    panel.seen()
    qtbot.waitUntil(lambda: stage.services.named("chats.mark_read") == [[1]])
    assert NOW_MS


def test_a_customer_without_a_name_is_not_told_twice(stage, panel, qtbot):
    stage.services.put(chat(1, "+55 11 98888-0001", phone="5511988880001"), chat(2, "Marina", phone="5511988880001"))
    for number, told in ((1, 0), (2, 1)):
        _open(stage, panel, qtbot, number)
        assert panel.header.subtitle.text().count("98888-0001") == told

"""What is done to messages and to the people and files in them: stars, deletions, several at once, cards, downloads."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from services.domain.changes import FileProgress
from services.domain.content import ContactCard, Content, MessageKind
from services.domain.errors import ErrorCode, Invalid, Rejected
from services.domain.models import AuthorView, MediaState, MediaView
from services.domain.status import Status
from tests.ui.fake_services import PROVIDERS, chat, group, instance, message
from ui.composer.forward_dialog import ForwardDialog
from ui.timeline import bubble
from ui.timeline.contents import main_click
from ui.timeline.describe import describe_message
from ui.timeline.panel import TimelinePanel
from ui.timeline.parts.base import Click, Wish
from ui.timeline.starred_dialog import StarredDialog

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(stage, qtbot):
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    made.set_instances({1: instance(1)}, {p.kind: p for p in PROVIDERS})
    return made


def _open(stage, panel, qtbot, *messages):
    row = chat(1, "Marina Duarte")
    stage.services.put(row, *(messages or (message(n, stanza_id=f"S{n}", out=n > 2) for n in range(1, 5))))
    panel.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and len(panel.model.messages) > 0)


def _choose(panel, qtbot, *ids):
    panel.view.clearSelection()
    for each in ids:
        index = panel.model.index(panel.model.row_of(each))
        panel.view.selectionModel().select(index, panel.view.selectionModel().SelectionFlag.Select)
        panel.view.selectionModel().setCurrentIndex(index, panel.view.selectionModel().SelectionFlag.NoUpdate)
    _focus(panel, qtbot)


def _focus(panel, qtbot):
    panel.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(panel.view.hasFocus)


def _menu(panel, *ids):
    menu = QMenu(panel)
    chosen = [m for m in panel.model.messages if m.id in ids]
    panel.actions_desk.fill_for(menu, chosen)
    return {a.text(): a for a in menu.actions() if a.text()}


def test_a_star_by_key_shows_in_the_bubble_and_in_the_list_of_starred(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    _choose(panel, qtbot, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_D, CTRL | SHIFT)
    qtbot.waitUntil(lambda: panel.model.messages[1].starred)
    row = panel.model.rows[panel.model.row_of(2)]
    assert panel.view._bubble(row).footer.text.startswith("★") and "starred" in describe_message(row.message)
    panel.header.starred.click()
    qtbot.waitUntil(lambda: bool(panel.findChildren(StarredDialog)))
    dialog = panel.findChildren(StarredDialog)[-1]
    assert [dialog.list.item(at).text().split("\n")[0] for at in range(dialog.list.count())] == ["\u2068Mensagem 2\u2069"]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.view.current_message() is not None and panel.view.current_message().id == 2)
    _focus(panel, qtbot)
    QTest.keyClick(panel.view, Qt.Key.Key_D, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not panel.model.messages[1].starred)


def test_deleting_for_me_goes_at_once_and_can_be_had_back(stage, panel, qtbot):
    _open(stage, panel, qtbot)
    _choose(panel, qtbot, 1)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete, SHIFT)
    qtbot.waitUntil(lambda: [m.id for m in panel.model.messages] == [2, 3, 4])
    strip = panel.actions_desk.undo
    assert strip.isVisible() and strip.words.text() == "Deleted for you"
    strip.undo.click()
    qtbot.waitUntil(lambda: [m.id for m in panel.model.messages] == [1, 2, 3, 4])
    assert not strip.isVisible()


def test_one_is_forwarded_without_the_mouse(stage, panel, qtbot):
    """Enter ticks the only one found, so that another can be looked for, and forwards when it is ticked already."""
    stage.services.put(chat(2, "Rafael Lima"))
    stage.services.put(chat(3, "Rafaela Souza"))
    _open(stage, panel, qtbot)
    _choose(panel, qtbot, 1)
    QTest.keyClick(panel.view, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(panel.findChildren(ForwardDialog)))
    dialog = panel.findChildren(ForwardDialog)[-1]
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    QTest.keyClicks(dialog.search, "rafael")
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.waitUntil(dialog.list.hasFocus)
    assert dialog.list.currentItem().text().startswith("Rafael") and not dialog.chats()
    dialog.search.setFocus()
    QTest.keyClicks(dialog.search, "a")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert (dialog.chats(), dialog.isVisible(), dialog.search.selectedText()) == ((3,), True, "rafaela")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stage.services.named("sending.forward")) == 1)
    assert stage.services.named("sending.forward")[0] == [(1,), (3,)]


def test_several_are_starred_forwarded_and_deleted_together(stage, panel, qtbot):
    stage.services.put(chat(2, "Rafael Lima"))
    _open(stage, panel, qtbot)
    assert list(_menu(panel, 1, 3)) == ["Copy 2 messages", "Forward…", "Star", "Delete for me"]
    assert list(_menu(panel, 3, 4))[-1] == "Delete for everyone"
    _menu(panel, 1, 3)["Star"].trigger()
    qtbot.waitUntil(lambda: [m.starred for m in panel.model.messages] == [True, False, True, False])
    assert "Take the star away" in _menu(panel, 1, 3) and "Star" in _menu(panel, 1, 2)
    _choose(panel, qtbot, 1, 3)
    QTest.keyClick(panel.view, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(panel.findChildren(ForwardDialog)))
    dialog = panel.findChildren(ForwardDialog)[-1]
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.send.click()
    qtbot.waitUntil(lambda: len(stage.services.named("sending.forward")) == 1)
    assert stage.services.named("sending.forward")[0][0] == (1, 3)
    _choose(panel, qtbot, 3, 4)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [m.deleted for m in panel.model.messages] == [False, False, True, True])
    assert panel.actions_desk.undo.words.text() == "2 messages deleted for everyone"
    panel.actions_desk.undo.undo.click()
    qtbot.waitUntil(lambda: not any(m.deleted for m in panel.model.messages))


def test_what_waits_to_be_sent_is_cancelled_not_hidden(stage, panel, qtbot):
    _open(stage, panel, qtbot, message(1), message(2, out=True, status=Status.QUEUED))
    assert "Delete for me" not in _menu(panel, 1, 2)
    panel.actions_desk.hide(list(panel.model.messages))
    assert not stage.services.named("shown.hide")


CARD = ContactCard(name="Joana & <b>Filhos</b>", phones=("(11) 97777-1234",))


@pytest.mark.parametrize(
    ("card", "number"),
    [
        (CARD, "5511977771234"),
        (ContactCard(name="A", phones=("+1 555 123 4567",)), "15551234567"),
        (ContactCard(name="A", phones=("190", "55 11 97777 1234")), "5511977771234"),
        (ContactCard(name="A", phones=("ramal 12",), vcard="TEL;waid=5521988887777:x"), "5521988887777"),
        (ContactCard(name="A", phones=("9" * 400,)), None),
        (ContactCard(name="A"), None),
    ],
)
def test_the_number_of_a_card(card, number):
    assert card.dialable == number


def test_a_card_becomes_a_name_and_a_conversation(stage, panel, qtbot):
    row = message(1, "", kind=MessageKind.CONTACTS, content=Content(contacts=(CARD,)))
    _open(stage, panel, qtbot, row)
    found = []
    panel.chat_found.connect(found.append)
    panel.view.wish_made.emit(Click(Wish.SAVE_CONTACT, "0"), row)
    qtbot.waitUntil(lambda: panel.actions_desk.undo.isVisible())
    assert stage.services.named("cards.save") == [["5511977771234", CARD.name]]
    assert panel.actions_desk.undo.words.text() == "Saved as \u2068Joana & <b>Filhos</b>\u2069"
    assert not panel.actions_desk.undo.undo.isVisible()
    assert main_click(row) == Click(Wish.CHAT_WITH, "0")
    panel.view.wish_made.emit(Click(Wish.CHAT_WITH, "0"), row)
    qtbot.waitUntil(lambda: len(found) == 1)
    assert found[0].phone == "5511977771234"


def test_the_author_in_a_group_has_a_conversation_of_their_own(stage, panel, qtbot):
    row = group(3, "Bairro")
    author = AuthorView(name='Rui & <b>Filhos</b>', phone="5511977770002")
    messages = (message(1, "oi", chat_id=3, author=author), message(2, "oi", chat_id=3), message(3, out=True, chat_id=3))
    stage.services.put(row, *messages)
    panel.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0 and len(panel.model.messages) == 3)
    menus = []
    for each in panel.model.messages:
        panel.actions_desk.fill(menu := QMenu(panel), each, "oi")
        menus.append({action.text(): action for action in menu.actions()})
    words = "Open the conversation with \u2068Rui && <b>Filhos</b>\u2069"
    assert [words in menu for menu in menus] == [True, False, False]
    found = []
    panel.chat_found.connect(found.append)
    menus[0][words].trigger()
    qtbot.waitUntil(lambda: len(found) == 1)
    assert found[0].phone == "5511977770002" and stage.services.named("contacts.start_chat")[-1][-1] is False


def test_a_number_without_whatsapp_is_said(stage, panel, qtbot):
    row = message(1, "", kind=MessageKind.CONTACTS, content=Content(contacts=(CARD,)))
    _open(stage, panel, qtbot, row)
    errors = []
    panel.failed.connect(errors.append)
    stage.services.fail_next("contacts.start_chat", Rejected("5511977771234", code=ErrorCode.NO_SUCH_NUMBER))
    panel.view.wish_made.emit(Click(Wish.CHAT_WITH, "0"), row)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert errors[0].code is ErrorCode.NO_SUCH_NUMBER


MEDIA = MediaView(state=MediaState.DOWNLOADING, mime="image/png", file_name="a.pdf", width=900, height=700, size=2_000_000)


@pytest.mark.parametrize("kind", [MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.VOICE, MessageKind.DOCUMENT])
def test_a_download_tells_how_far_it_is_is_stopped_and_begun_again(stage, panel, qtbot, kind):
    _open(stage, panel, qtbot, message(1, "", kind=kind, media=MEDIA))
    before = panel.view.grab().toImage()
    stage.services.publish(FileProgress(chat_id=1, message_id=1, incoming=True, done=900_000, total=2_000_000))
    qtbot.waitUntil(lambda: panel.desk.progress(1) is not None)
    assert panel.view.grab().toImage() != before
    assert "Stop downloading" in _texts(panel)
    _click_part(panel, qtbot)
    qtbot.waitUntil(lambda: panel.model.messages[0].media.state is MediaState.FAILED)
    assert stage.services.named("messages.cancel_media") == [[1]]
    assert panel.model.messages[0].media.error == ErrorCode.CANCELLED and "Download again" in _texts(panel)
    _click_part(panel, qtbot)
    qtbot.waitUntil(lambda: panel.model.messages[0].media.state is MediaState.DOWNLOADING)


def _texts(panel):
    menu = QMenu(panel)
    panel.wishes.fill_menu(menu, panel.model.messages[0])
    return [a.text() for a in menu.actions()]


def _click_part(panel, qtbot):
    view = panel.view
    rect = view.visualRect(panel.model.index(panel.model.row_of(1)))
    made = view._bubble(panel.model.rows[panel.model.row_of(1)])
    box = bubble.box_of(made, rect.toRectF())
    place = QPointF(box.left() + 25, box.top() + 25)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())


@pytest.mark.parametrize("kind", [MessageKind.DOCUMENT, MessageKind.VOICE, MessageKind.IMAGE])
def test_a_file_that_the_gateway_may_have_is_not_called_stopped(stage, panel, qtbot, kind):
    media = MediaView(state=MediaState.READY, mime="application/pdf", path="ab/cd", file_name="a.pdf", size=900)
    leaving = message(1, "", kind=kind, out=True, status=Status.SENDING, media=media)
    _open(stage, panel, qtbot, leaving)
    stage.services.fail_next("sending.cancel_sending", Invalid("status"))
    stage.bus.publish(FileProgress(chat_id=1, message_id=1, incoming=False, done=900, total=900))
    qtbot.waitUntil(lambda: panel.desk.progress(1) is not None)
    panel.view.grab()
    _choose(panel, qtbot, 1)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    strip = panel.actions_desk.undo
    qtbot.waitUntil(strip.isVisible)
    assert "Too late" in strip.words.text() and panel.model.messages[0].status is Status.SENDING
    made = panel.view._bubble(panel.model.rows[panel.model.row_of(1)])
    parts = [placed.part for placed in made.parts]
    clicks = [part.hit(x, y, part.width) for part in parts for x, y in ((20, 20), (part.width / 2, part.height / 2))]
    assert Click(Wish.STOP_SENDING) in clicks

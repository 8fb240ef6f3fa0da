"""The window as a whole, through its real widgets."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from services.domain.changes import ChangeSet, Notice
from services.domain.errors import Unavailable
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import ChatState
from tests.ui.fake_services import NOW_MS, chat, instance, message
from ui import i18n
from ui.dialogs import ConfirmDialog
from ui.main_window import PageAt
from ui.theme import Mode

replace = msgspec.structs.replace
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def _settled(stage, qtbot):
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


@pytest.fixture
def window(stage, qtbot):
    def make(language="en"):
        made = stage.window(language)
        made.close_requested.connect(made.hide)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitActive(made)
        _settled(stage, qtbot)
        return made

    return make


def _inbox(stage):
    stage.services.put(instance(1), *(chat(n, unread=2 if n in (2, 4) else 0) for n in range(1, 7)))
    stage.services.put(*(message(n) for n in range(1, 10)))


def test_enter_in_a_question_answers_with_the_button_that_has_the_keyboard(stage, window, qtbot):
    """Not with "yes" while the keyboard is on "no"."""
    made = window()
    for first, code in (("no", 0), ("yes", 1)):
        question, answered = ConfirmDialog(made, stage.look, "Sair", "Sair agora?", "Sair", danger=False), []
        question.finished.connect(answered.append)
        question.open()
        getattr(question, first).setFocus()
        qtbot.waitUntil(getattr(question, first).hasFocus)
        QTest.keyClick(getattr(question, first), Qt.Key.Key_Return)
        assert answered == [code]


def test_an_empty_inbox_says_what_to_do_next(stage, window, qtbot):
    made = window()
    assert made.welcome.isVisible()
    made.connect_button.setFocus()
    QTest.keyClick(made.connect_button, Qt.Key.Key_Return)
    assert made.numbers.wizard.isVisible()
    made.show_page(PageAt.CONVERSATIONS)
    QTest.mouseClick(made.demo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.chats.isVisible() and made.chats.model.rowCount() == 1)
    assert stage.services.named("demo.start") == [[]]
    made.menu.aboutToShow.emit()
    leave = next(a for a in made.menu.actions() if a.text() == "Leave the demo")
    leave.trigger()
    qtbot.waitUntil(lambda: made.welcome.isVisible())


def test_it_is_usable_before_the_services_answer(stage, qtbot):
    for name in ("chats.page", "instances.all", "chats.totals", "instances.providers"):
        stage.services.hold(name)
    made = stage.window()
    made.close_requested.connect(made.hide)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    made.show_page(PageAt.DELIVERIES)
    assert made.deliveries.isVisible() and not made.welcome.isVisible()


def test_a_conversation_is_opened_answered_and_read(stage, window, qtbot):
    _inbox(stage)
    made = window()
    assert made.windowTitle() == "(4) Balcão"
    made.chats.choose(2)
    _settled(stage, qtbot)
    qtbot.waitUntil(lambda: made.windowTitle() == "(2) Balcão")
    QTest.keyClicks(made.timeline.composer.text, "Oi!")
    QTest.keyClick(made.timeline.composer.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [m.text for m in made.timeline.model.messages] == ["Oi!"])


def test_an_arriving_message_shows_in_list_and_conversation_at_once(stage, window, qtbot):
    _inbox(stage)
    made = window()
    made.chats.choose(1)
    _settled(stage, qtbot)
    newer = replace(stage.services.chat_rows[1], preview="Chegou?", last_at_ms=NOW_MS + 5, revision=1)
    stage.services.arrive(message(50, "Chegou?"), chats=(newer,))
    qtbot.waitUntil(lambda: made.timeline.model.messages[-1].text == "Chegou?")
    qtbot.waitUntil(lambda: made.chats.model.chat(0).preview == "Chegou?")


def test_keys_go_from_chat_to_chat(stage, window, qtbot):
    _inbox(stage)
    made = window()
    field = made.timeline.composer.text

    def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or made, key, modifiers)
        _settled(stage, qtbot)
        return made.chats.chosen

    assert press(Qt.Key.Key_Down, ALT) == 1
    assert QApplication.focusWidget() is field
    assert press(Qt.Key.Key_Down, ALT) == 2
    assert press(Qt.Key.Key_Down, ALT | SHIFT) == 4
    assert press(Qt.Key.Key_Up, ALT) == 3
    assert press(Qt.Key.Key_6, CTRL) == 6
    assert press(Qt.Key.Key_Escape) is None
    assert made.timeline.chat is None


def test_ends_of_the_conversation_by_key(stage, window, qtbot):
    _inbox(stage)
    stage.services.put(*(message(n) for n in range(10, 50)))
    made = window()
    made.chats.choose(1)
    _settled(stage, qtbot)
    field = made.timeline.composer.text
    QTest.keyClick(field, Qt.Key.Key_Home, CTRL)
    assert made.timeline.view.verticalScrollBar().value() == 0
    QTest.keyClick(field, Qt.Key.Key_End, CTRL)
    assert made.timeline.view.at_bottom()


def test_closing_is_left_to_the_application_and_loses_no_draft(stage, window, qtbot):
    _inbox(stage)
    made = window()
    made.chats.choose(1)
    _settled(stage, qtbot)
    QTest.keyClicks(made.timeline.composer.text, "meio caminho")
    made.close_requested.disconnect()
    with qtbot.waitSignal(made.close_requested):
        made.close()
    assert made.isVisible()
    qtbot.waitUntil(lambda: stage.services.named("chats.save_draft") == [[1, "meio caminho"]])
    made.hide()


def test_what_is_wrong_is_said_above_everything(stage, window, qtbot):
    _inbox(stage)
    made = window()
    assert not made.banner.isVisible()
    bad = instance(1, state=ConnectionState.LOGGED_OUT)
    stage.services.put(bad)
    stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    qtbot.waitUntil(lambda: made.banner.text() == "Loja Centro: Logged out on the phone")
    stage.services.publish(Notice(level="warning", code="unavailable"))
    stage.services.publish(Notice(level="warning", code="unavailable"))
    qtbot.waitUntil(lambda: len(made.board.all()) == 2)
    assert made.banner.text() == "Loja Centro: Logged out on the phone"
    # what one has just done can be undone, however much is wrong for long
    made.board.tell("Marina is archived.", lambda: None)
    assert made.banner.text() == "Marina is archived."
    made.board._passing.timeout.emit()
    assert made.banner.text() == "Loja Centro: Logged out on the phone"
    stage.services.put(instance(1))
    stage.services.publish(ChangeSet(instances=frozenset({InstanceId(1)})))
    qtbot.waitUntil(lambda: "cannot be reached" in made.banner.text())
    stage.services.publish(Notice(level="warning", code="unavailable", resolved=True))
    qtbot.waitUntil(lambda: not made.banner.isVisible())


def test_a_failure_nobody_expected_here_is_shown_for_a_while(stage, window, qtbot):
    _inbox(stage)
    made = window()
    stage.services.fail_next("messages.latest", Unavailable("secret of the gateway"))
    made.chats.choose(1)
    qtbot.waitUntil(lambda: "cannot be reached" in made.banner.text())
    assert "secret" not in made.banner.text()
    made.board._passing.timeout.emit()
    assert not made.banner.isVisible()


def test_wishes_for_look_and_language_are_handed_on(stage, window, qtbot):
    made = window()
    modes, languages = [], []
    made.theme_requested.connect(modes.append)
    made.language_requested.connect(languages.append)
    view = next(a.menu() for a in made.menu.actions() if a.text() == "View")
    appearance, language = (a.menu() for a in view.actions()[:2])
    appearance.actions()[2].trigger()
    language.actions()[1].trigger()
    assert modes == [Mode.DARK] and languages == ["pt_BR"]


def test_the_language_changes_without_a_restart(stage, window, qtbot, qapp):
    _inbox(stage)
    made = window()
    i18n.install(qapp, "pt_BR")
    qtbot.waitUntil(lambda: made.rail._buttons[0].text() == "Conversas")
    assert made.timeline.composer.text.placeholderText() == "Escreva uma mensagem"
    assert made.deliveries.replay_button.text() == "Aplicar de novo"
    i18n.install(qapp, "en")
    qtbot.waitUntil(lambda: made.rail._buttons[0].text() == "Chats")


def test_a_chat_beyond_what_is_loaded_can_be_opened(stage, window, qtbot):
    stage.services.put(instance(1), *(chat(n) for n in range(1, 100)))
    made = window()
    made.open_chat(98)
    qtbot.waitUntil(lambda: made.timeline.chat is not None and made.timeline.chat.id == 98)
    # what can be done with a conversation can be done with this one too, as it is by now
    for done in (ChatState.RESOLVED, ChatState.OPEN):
        _settled(stage, qtbot)
        QTest.keyClick(made, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda done=done: made.chats.chosen_chat().state is done)


def test_everything_that_takes_the_keyboard_has_a_name(stage, window, qtbot):
    _inbox(stage)
    made = window()
    made.chats.choose(1)
    _settled(stage, qtbot)
    nameless = []
    for page in PageAt:
        made.show_page(page)
        _settled(stage, qtbot)
        for widget in made.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
                name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                if not name and widget.objectName() != "qt_scrollarea_viewport":
                    nameless.append(f"{type(widget).__name__} {widget.objectName()} on {page.name}")
    assert nameless == []

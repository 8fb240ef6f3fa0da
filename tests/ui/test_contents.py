"""Places, contacts, polls, buttons and lists from the menu beside the field; only what the gateway can."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from services.domain.capabilities import Capability
from services.domain.content import ContactCard, Location, Poll
from services.domain.sending import Abilities
from tests.ui.fake_services import chat, message
from ui.composer.contact_dialog import ContactDialog
from ui.composer.location_dialog import LocationDialog
from ui.composer.menu_dialog import MenuDialog
from ui.composer.poll_dialog import PollDialog
from ui.timeline.panel import TimelinePanel


@pytest.fixture
def panel(stage, qtbot):
    made = TimelinePanel(stage.services, stage.bridge, stage.crossing, stage.look, stage.clock)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    row = chat(1, "Marina Duarte")
    stage.services.put(row, message(1, stanza_id="S1"), chat(2, "Rafael Lima", phone="5511977770002"))
    made.open(row)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return made


def _menu(panel):
    menu = QMenu(panel)
    panel.writing.menu.fill(menu)
    return menu, [action.text() for action in menu.actions() if action.text()]


def _opened(stage, panel, qtbot, words, kind):
    menu, _texts = _menu(panel)
    next(action for action in menu.actions() if action.text() == words).trigger()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    return panel.findChildren(kind)[-1]


def _sent(stage, qtbot):
    qtbot.waitUntil(lambda: bool(stage.services.named("sending.send_content")))
    return stage.services.named("sending.send_content")[-1]


def _able(stage, panel, qtbot, *without):
    can = frozenset(Capability) - {Capability.SERVICE_WINDOW, *without}
    stage.services.sending.abilities_now = Abilities(capabilities=can)
    panel.writing._ask_abilities()
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


def test_a_place_goes_out_of_pasted_coordinates(stage, panel, qtbot):
    panel.composer.answer_to(panel.model.messages[0])
    dialog = _opened(stage, panel, qtbot, "Location…", LocationDialog)
    dialog.send.click()
    assert "No coordinates" in dialog.told.text() and stage.services.named("sending.send_content") == []
    QTest.keyClicks(dialog.place, "https://maps.google.com/?q=-23.5505,-46.6333")
    QTest.keyClicks(dialog.name, "Padaria")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    _chat, content, quoted = _sent(stage, qtbot)
    assert content.location == Location(latitude=-23.5505, longitude=-46.6333, name="Padaria") and quoted == 1
    qtbot.waitUntil(lambda: not panel.findChildren(LocationDialog))


def test_a_contact_is_chosen_from_the_conversations(stage, panel, qtbot):
    dialog = _opened(stage, panel, qtbot, "Contact…", ContactDialog)
    completer = dialog.name.completer()
    completer.setCompletionPrefix("rafa")
    assert completer.currentCompletion().startswith("Rafael Lima")
    completer.activated.emit(completer.currentCompletion())
    qtbot.waitUntil(lambda: dialog.phone.text() == "+55 11 97777-0002")
    dialog.send.click()
    assert _sent(stage, qtbot)[1].contact == ContactCard(name="Rafael Lima", phones=("+5511977770002",))


def test_a_contact_without_a_phone_stays_here(stage, panel, qtbot):
    dialog = _opened(stage, panel, qtbot, "Contact…", ContactDialog)
    QTest.keyClicks(dialog.name, "Rui")
    QTest.keyClicks(dialog.phone, "99")
    dialog.send.click()
    assert dialog.told.isVisible() and "area code" in dialog.told.text()
    dialog.reject()


def test_a_poll_gets_lines_as_they_are_written(stage, panel, qtbot):
    dialog = _opened(stage, panel, qtbot, "Poll…", PollDialog)
    QTest.keyClicks(dialog.question, "Qual sabor?")
    for at, answer in enumerate(("Cenoura", "Milho", "Coco")):
        QTest.keyClicks(dialog.options.lines[at], answer)
    assert len(dialog.options.lines) == 4
    dialog.several.setChecked(True)
    dialog.send.click()
    poll = Poll(question="Qual sabor?", options=("Cenoura", "Milho", "Coco"), selectable=0)
    assert _sent(stage, qtbot)[1].poll == poll


def test_buttons_become_a_list_only_where_the_gateway_has_one(stage, panel, qtbot):
    _able(stage, panel, qtbot)
    dialog = _opened(stage, panel, qtbot, "Buttons or list…", MenuDialog)
    assert dialog.kind.count() == 2 and not dialog.opens.isVisible()
    dialog.text.setPlainText("Como quer receber?")
    for at, choice in enumerate(("Entrega", "Retirada")):
        QTest.keyClicks(dialog.choices.lines[at], choice)
    dialog.kind.setCurrentIndex(1)
    assert dialog.opens.isVisible()
    dialog.send.click()
    content = _sent(stage, qtbot)[1]
    assert content.menu.button == "See options" and [c.title for c in content.menu.choices] == ["Entrega", "Retirada"]
    _able(stage, panel, qtbot, Capability.SEND_LIST)
    dialog = _opened(stage, panel, qtbot, "Buttons or list…", MenuDialog)
    assert dialog.kind.count() == 1 and not dialog.listed
    dialog.reject()


def test_what_the_gateway_lacks_is_named_and_not_offered(stage, panel, qtbot):
    lacking = (Capability.SEND_POLL, Capability.SEND_BUTTONS, Capability.SEND_LIST, Capability.SEND_TEMPLATE)
    _able(stage, panel, qtbot, *lacking)
    menu, texts = _menu(panel)
    assert "Poll…" not in texts and "Buttons or list…" not in texts and "Send template…" not in texts
    assert "Location…" in texts and "Contact…" in texts
    (last,) = [action for action in menu.actions() if "cannot send" in action.text()]
    assert last.text().endswith("polls, buttons and lists") and not last.isEnabled()
    _able(stage, panel, qtbot)
    assert not any("cannot send" in text for text in _menu(panel)[1])


@pytest.mark.parametrize("kind", [LocationDialog, ContactDialog, PollDialog, MenuDialog])
def test_every_field_has_a_name(stage, panel, qtbot, kind):
    _able(stage, panel, qtbot)
    dialog = kind(panel.writing._here)
    qtbot.addWidget(dialog)
    assert all(line.accessibleName() for line in dialog.findChildren(QLineEdit))


@pytest.mark.parametrize(
    ("words", "kind", "field"),
    [("Location…", LocationDialog, "place"), ("Contact…", ContactDialog, "name"), ("Poll…", PollDialog, "question")],
)
def test_one_writes_at_once(stage, panel, qtbot, words, kind, field):
    dialog = _opened(stage, panel, qtbot, words, kind)
    assert dialog.focusWidget() is getattr(dialog, field)
    dialog.reject()

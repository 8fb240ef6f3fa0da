"""Keys as data: shown everywhere, changed by people, and never in the way of what a keyboard types."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from shiboken6 import isValid

from tests.ui.fake_services import chat, instance, message
from ui.keymap import DEEDS, Keymap, Scope, Trouble, _meet
from ui.settings.about import AboutDialog
from ui.settings.guide import GuideDialog
from ui.settings.key_dialog import KeyDialog
from ui.settings.keys import KeysDialog
from ui.widgets.buttons import IconButton

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.fixture
def window(stage, qtbot):
    stage.services.put(instance(1), *(chat(n) for n in range(1, 6)), *(message(n) for n in range(1, 6)))
    made = stage.shown(qtbot)
    made.chats.choose(1)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    yield made
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    for dialog in made.findChildren(QDialog) if isValid(made) else ():
        dialog.close()


def _type(widget, key, modifiers, text):
    """A key as a keyboard sends it: first offered to shortcuts, then typed."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, modifiers, text)
        QApplication.sendEvent(widget, event)


def test_no_two_deeds_share_a_key_where_both_could_hear_it():
    taken = []
    for at, first in enumerate(DEEDS):
        for second in DEEDS[at + 1 :]:
            shared = set(first.keys) & set(second.keys)
            if shared and _meet(first.scope, second.scope):
                taken.append((first.id, second.id, shared))
    assert taken == []


def test_every_key_can_be_read_and_none_is_ctrl_alt_with_a_letter_alone():
    assert len({deed.id for deed in DEEDS}) == len(DEEDS)
    for deed in DEEDS:
        for key in deed.keys:
            assert QKeySequence(key).count() == 1, key
        if deed.keys:
            assert not all(key.startswith("Ctrl+Alt+") and len(key) == 10 for key in deed.keys)


@pytest.mark.parametrize(("key", "text"), [("Q", "/"), ("W", "?"), ("E", "°"), ("C", "₢"), ("1", "¹")])
def test_altgr_types_what_is_on_the_key(window, key, text):
    field = window.timeline.composer.text
    field.setFocus()
    # Windows sends AltGr as Ctrl and Alt together
    _type(field, getattr(Qt.Key, f"Key_{key}"), CTRL | ALT, text)
    assert field.toPlainText() == text
    assert window.chats.chosen == 1 and not window.chats.chosen_chat().archived


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, KEYPAD, CTRL | ALT])
def test_a_slash_of_any_key_brings_the_ready_answers(window, stage, qtbot, modifiers):
    field = window.timeline.composer.text
    field.setFocus()
    _type(field, Qt.Key.Key_Slash, modifiers, "/")
    assert field.toPlainText() == "/"


@pytest.mark.parametrize("modifiers", [CTRL, CTRL | KEYPAD])
def test_the_list_of_keys_opens_from_either_slash(window, qtbot, modifiers):
    QTest.keyClick(window, Qt.Key.Key_Slash, modifiers)
    qtbot.waitUntil(lambda: window.findChild(KeysDialog) is not None)


def test_what_a_person_changed_works_and_is_shown(window, stage, qtbot):
    keymap = window.keymap
    keymap.give("app.settings", ("Ctrl+Shift+O",))
    window.menu.aboutToShow.emit()
    texts = [action.text() for action in window.menu.actions()]
    assert "Settings\tCtrl+Shift+O" in texts
    assert any(c.keys == "Ctrl+Shift+O" for c in window.commands.all())
    for name in ("chat.panel", "chat.newest", "go.new"):
        keymap.give(name, ("F9",))
    page, timeline = window.contacts, window.timeline
    for made in (page.start_button, timeline.header.details, timeline.jump):
        assert made.toolTip().endswith("(F9)")
    keymap.give("go.new", ())
    assert page.start_button.toolTip() == "Start a conversation"
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.windowTitle() == "Settings"]
    QTest.keyClick(window, Qt.Key.Key_O, CTRL | SHIFT)
    qtbot.waitUntil(lambda: any(w.isVisible() and w.windowTitle() == "Settings" for w in QApplication.topLevelWidgets()))


@pytest.mark.parametrize(
    ("key", "trouble"),
    [
        ("Ctrl+K", Trouble.TAKEN),
        ("Ctrl+1", Trouble.TAKEN),
        ("Esc", Trouble.TAKEN),
        ("A", Trouble.TYPES),
        ("Shift+A", Trouble.TYPES),
        ("Ctrl+Alt+E", Trouble.MAKES_CHARACTERS),
        ("", Trouble.UNREADABLE),
        ("Ctrl+K, Ctrl+S", Trouble.UNREADABLE),
        ("F9", None),
        ("Ctrl+Shift+Y", None),
    ],
)
def test_a_key_that_cannot_be_had_is_refused(window, key, trouble):
    found = window.keymap.trouble("chat.pin", key)
    assert (found[0] if found else None) is trouble


def test_what_is_stored_by_another_version_does_no_harm(english):
    keymap = Keymap()
    keymap.load({"gone.away": ("Ctrl+J",), "chat.pin": ("nonsense!!", "Ctrl+J"), "chat.leave": ("F2",)})
    assert keymap.keys("chat.pin") == ("Ctrl+J",)
    assert keymap.keys("chat.leave") == ("Esc",)
    keymap.reset()
    assert keymap.stored() == {}


def test_a_place_of_the_list_has_keys_of_its_own_choice(window, qtbot, stage):
    keymap = window.keymap
    keymap.give("chat.3", ("Alt+3",))
    QTest.keyClick(window.timeline.composer.text, Qt.Key.Key_3, CTRL)
    assert window.chats.chosen_row() != 2
    QTest.keyClick(window.timeline.composer.text, Qt.Key.Key_3, ALT)
    assert window.chats.chosen_row() == 2
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    names = [deed.name() for deed in keymap.deeds()]
    assert len(set(names)) == len(names) and "Conversation 3 of the list" in names


def test_what_stays_as_it_is_says_why(window):
    window.commands.show_keys()
    dialog = window.findChild(KeysDialog)
    told = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
    fixed = [deed for deed in window.keymap.deeds() if deed.fixed]
    assert len(fixed) > 5 and all(deed.why_fixed() in told for deed in fixed)
    can = {made.accessibleName() for made in dialog.findChildren(IconButton)}
    assert all(f"Change the keys: {deed.name()}" not in can for deed in fixed) and "Change the keys: Bold" in can
    dialog.change(next(deed for deed in DEEDS if deed.id == "chat.pin"))
    asking = dialog.findChild(KeyDialog)
    asking.edit.setKeySequence(QKeySequence("Ctrl+V"))
    assert "Every text field" in asking.said.text() and not asking.use_button.isEnabled()


def test_keys_are_changed_in_the_list_and_stored(window, stage, qtbot):
    window.commands.show_keys()
    dialog = window.findChild(KeysDialog)
    QTest.keyClicks(dialog.search, "unpin")
    deed = next(d for d in DEEDS if d.id == "chat.pin")
    dialog.change(deed)
    asking = dialog.findChild(KeyDialog)
    asking.edit.setKeySequence(QKeySequence("Ctrl+K"))
    assert "is taken" in asking.said.text() and asking.use_button.text() == "Use them here instead"
    asking.edit.setKeySequence(QKeySequence("Ctrl+Alt+Q"))
    assert "AltGr" in asking.said.text() and not asking.use_button.isEnabled()
    asking.edit.setKeySequence(QKeySequence("Ctrl+Shift+Y"))
    QTest.mouseClick(asking.use_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stage.services.preferences.values.get("keyboard.shortcuts") == {"chat.pin": ("Ctrl+Shift+Y",)})
    assert window.keymap.hint("chat.pin") == "Ctrl+Shift+Y"
    QTest.mouseClick(dialog.reset_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stage.services.preferences.values["keyboard.shortcuts"] == {})


def test_a_key_taken_from_another_leaves_it_there(window):
    keymap = window.keymap
    dialog = KeyDialog(window, window._look, keymap, next(d for d in DEEDS if d.id == "chat.pin"), lambda: None)
    dialog.edit.setKeySequence(QKeySequence("Alt+Down"))
    dialog._on_use_clicked()
    assert keymap.keys("chat.pin") == ("Alt+Down",)
    assert keymap.keys("chat.next") == ("Ctrl+Tab",)


def test_the_guide_says_what_to_do_first_and_leads_there(window, stage, qtbot):
    window.commands.show_guide()
    guide = window.findChild(GuideDialog)
    assert guide.connect_button.isDefault()
    QTest.mouseClick(guide.connect_button, Qt.MouseButton.LeftButton)
    assert window.numbers.wizard.isVisible()


def test_about_names_all_that_is_shipped(window, stage, qtbot):
    window.commands.show_about()
    about = window.findChild(AboutDialog)
    qtbot.waitUntil(lambda: about.list.count() > 20)
    lines = [about.list.item(at).text() for at in range(about.list.count())]
    assert lines[0].startswith("Balcão") and any("Emojibase" in line and "MIT" in line for line in lines)
    assert all(line.partition(" · ")[2] for line in lines)
    QTest.mouseClick(about.copy_button, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert "Qt 6" in copied and "aiohttp" in copied


def test_the_licences_are_those_of_the_lock_file():
    import re

    from tests.ui.test_settings import ROOT
    from ui import licences

    locked = {
        re.split(r"[=\s]", line)[0].lower()
        for line in (ROOT / "requirements.lock").read_text().splitlines()
        if line[:1].isalnum()
    }
    shown = {re.sub(r"[-_.]+", "-", name).lower() for name in licences.names()}
    assert shown <= locked
    assert {"aiohttp", "peewee", "shiboken6", "python-engineio", "yarl"} <= shown
    texts = {each.name: each.text for each in licences.shipped()}
    assert all(texts.values())
    assert "LESSER GENERAL PUBLIC LICENSE" in texts["PySide6_Addons"] and "FFmpeg" in texts


def test_scopes_that_the_focus_tells_apart_may_share():
    assert not _meet(Scope.CONVERSATIONS, Scope.TEXT)
    assert _meet(Scope.EVERYWHERE, Scope.TEXT)

"""Settings as a person changes them: found, refused in plain words, put back, taken along."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from services.domain.changes import ChangeSet
from services.domain.errors import Unavailable
from services.settings.schema import FIELDS
from ui import i18n
from ui.settings import words
from ui.settings.dialog import SettingsDialog

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dialog(stage, qtbot):
    stage.services.preferences.decided.add("server.body_limit_mb")
    asked = []
    window = stage.window()
    window.close_requested.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    made = SettingsDialog(window, stage.look, stage.services, stage.bridge, stage.crossing, lambda: asked.append(1), asked.append)
    made.asked = asked
    made.open()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    yield made
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)
    made.close()


def _shown(dialog):
    return {key for key, row in dialog.rows.items() if row.isVisible()}


def _set(stage):
    return [tuple(call) for call in stage.services.named("preferences.set")]


def test_every_setting_has_words_or_is_not_shown():
    shown = {key for key, field in FIELDS.items() if field.shown}
    assert shown == set(words.WORDS)
    assert {key.partition(".")[0] for key in shown} | {"keyboard"} == set(words.PAGES)
    for key in shown:
        assert str(words.WORDS[key].label) and str(words.WORDS[key].help).endswith("."), key


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_setting_speaks_in_its_key(english, language):
    i18n.install(english, language)
    for key in words.WORDS:
        assert words.label(key) != key and "_" not in words.label(key)
    english_labels = {str(each.label) for each in words.WORDS.values()}
    if language == "pt_BR":
        own = {words.label(key) for key in words.WORDS}
        assert len(own - english_labels) > len(own) * 0.9


def test_a_page_shows_its_settings_and_hides_the_advanced_ones(dialog):
    assert _shown(dialog) == {"appearance.language", "appearance.theme", "appearance.zoom"}
    dialog.show_page("server")
    assert _shown(dialog) == {"server.public_url"}
    dialog.advanced.setChecked(True)
    assert "server.hooks_port" in _shown(dialog)


def test_search_finds_in_all_pages_without_accents(dialog, english):
    i18n.install(english, "pt_BR")
    QTest.keyClicks(dialog.search, "dominio ngrok")
    assert _shown(dialog) == {"tunnel.domain"}
    # Down goes on into what was found, Esc empties the search before it closes anything
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.rows["tunnel.domain"].control.hasFocus()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.search.text() == "" and dialog.isVisible()
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.list.hasFocus()
    QTest.keyClicks(dialog.search, "alto contraste")
    assert _shown(dialog) == {"appearance.theme"}
    QTest.keyClicks(dialog.search, "zzz")
    assert _shown(dialog) == set()
    assert dialog._nothing.isVisible()


def test_a_search_marks_no_page_and_a_click_on_one_ends_it(dialog):
    dialog.show_page("server")
    at = dialog.list.currentRow()
    assert [item.text() for item in dialog.list.selectedItems()] == [dialog.list.item(at).text()]
    QTest.keyClicks(dialog.search, "contrast")
    assert dialog.list.selectedItems() == []
    place = dialog.list.visualItemRect(dialog.list.item(at)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert dialog.search.text() == "" and _shown(dialog) == {"server.public_url"}
    assert len(dialog.list.selectedItems()) == 1


def test_the_pin_stands_beside_the_idle_time_and_is_found(dialog, stage, qtbot):
    dialog.search.setText("pin")
    assert dialog.pin.isVisible() and _shown(dialog) == {"lock.idle_min"}
    dialog.show_page("lock")
    idle = dialog.rows["lock.idle_min"].control
    assert dialog.pin.isVisible() and dialog.pin.button.text() == "Set a PIN…" and not idle.isEnabled()
    QTest.mouseClick(dialog.pin.button, Qt.MouseButton.LeftButton)
    assert dialog.asked == [dialog]
    stage.services.preferences.values["lock.has_pin"] = True
    stage.bridge.changed.emit(ChangeSet(settings=frozenset({"lock.has_pin"})))
    assert dialog.pin.button.text() == "Change or remove the PIN…" and idle.isEnabled()
    dialog.show_page("chat")
    assert not dialog.pin.isVisible()


def test_a_choice_counts_at_once(dialog, stage, qtbot):
    theme = dialog.rows["appearance.theme"]
    theme.control.setCurrentIndex(theme.control.findData("dark"))
    qtbot.waitUntil(lambda: _set(stage) == [("appearance.theme", "dark")])
    qtbot.waitUntil(theme.reset.isVisible)


@pytest.mark.parametrize("percent", [100, 200])
def test_the_way_back_moves_nothing_when_it_comes(dialog, stage, qtbot, percent):
    """A click on the next setting meets the next setting."""
    stage.look.set_zoom(percent)
    dialog.show_page("desktop")
    first, second = (dialog.rows[key] for key in ("desktop.start_minimised", "desktop.autostart"))
    qtbot.wait(1)
    before = second.mapTo(dialog, second.control.pos())
    first.control.click()
    qtbot.waitUntil(first.reset.isVisible)
    qtbot.wait(1)
    assert second.mapTo(dialog, second.control.pos()) == before
    stage.look.set_zoom(100)


def test_what_cannot_be_used_is_said_at_the_field_and_not_stored(dialog, stage, qtbot):
    dialog.advanced.setChecked(True)
    dialog.show_page("server")
    port = dialog.rows["server.hooks_port"]
    port.control.setFocus()
    port.control.selectAll()
    QTest.keyClicks(port.control, "70000")
    QTest.keyClick(port.control, Qt.Key.Key_Return)
    assert port._error.isVisible() and port._error.text() == "Write a number from 0 to 65535."
    QTest.keyClick(port.control, Qt.Key.Key_Backspace)
    assert not port._error.isVisible()
    QTest.keyClick(port.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _set(stage) == [("server.hooks_port", 7000)])
    senders = dialog.rows["server.allowed_sources"]
    QTest.keyClicks(senders.control, "nowhere")
    QTest.keyClick(senders.control, Qt.Key.Key_Return)
    assert "10.0.0.0/8" in senders._error.text()


def test_marks_say_what_waits_and_what_is_fixed(dialog):
    dialog.advanced.setChecked(True)
    dialog.show_page("server")
    assert "next start" in dialog.rows["server.hooks_port"]._note.text()
    fixed = dialog.rows["server.body_limit_mb"]
    assert not fixed.control.isEnabled() and "how Balcão was started" in fixed._note.text()


def test_one_a_page_and_all_go_back_and_can_be_undone(dialog, stage, qtbot):
    values = stage.services.preferences.values
    values.update({"appearance.theme": "dark", "appearance.zoom": 150, "chat.enter_sends": False})
    dialog._show_values(dialog.rows)
    QTest.mouseClick(dialog.rows["appearance.zoom"].reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: values["appearance.zoom"] == 100)
    assert "1 setting back" in dialog._said.text()
    QTest.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: values["appearance.zoom"] == 150)
    dialog.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: values["appearance.theme"] == "system" and values["appearance.zoom"] == 100)
    assert values["chat.enter_sends"] is False
    dialog.menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: values["chat.enter_sends"] is True)
    QTest.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: values["chat.enter_sends"] is False)
    assert dialog.rows["chat.enter_sends"].control.isChecked() is False


def test_a_change_that_fails_shows_what_is_still_so(dialog, stage, qtbot):
    stage.services.fail_next("preferences.set", Unavailable("no"))
    zoom = dialog.rows["appearance.zoom"]
    zoom.control.setCurrentIndex(zoom.control.findData(200))
    qtbot.waitUntil(lambda: zoom.control.currentData() == 100)
    assert dialog._said.text()


def test_settings_are_taken_along_without_what_is_of_this_computer(dialog, stage, qtbot):
    preferences = stage.services.preferences
    preferences.values.update({"appearance.theme": "dark", "server.public_url": "https://own.example"})
    dialog.export_to("/settings.json")
    qtbot.waitUntil(lambda: "/settings.json" in preferences.files)
    written = json.loads(preferences.files["/settings.json"])
    assert written["values"] == {"appearance": {"theme": "dark"}}
    preferences.values.clear()
    dialog.take_from("/settings.json")
    qtbot.waitUntil(lambda: preferences.values == {"appearance.theme": "dark"})
    qtbot.waitUntil(dialog.undo_button.isVisible)
    QTest.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: preferences.values["appearance.theme"] == "system")


@pytest.mark.parametrize(
    "body",
    [b"", b"no json", b"[]", b'{"balcao_settings": 99, "values": {}}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_file_that_is_something_else_changes_nothing(dialog, stage, qtbot, body):
    preferences = stage.services.preferences
    preferences.files["/other"] = body
    dialog.take_from("/other")
    qtbot.waitUntil(lambda: "no file with settings" in dialog._said.text())
    assert preferences.values == {}


def test_the_rest_of_a_file_counts_though_one_cannot(dialog, stage, qtbot):
    values = {"appearance": {"zoom": 9000, "theme": "light"}, "server": {"bind_host": "0.0.0.0"}, "x": {"y": 1}}
    stage.services.preferences.files["/mixed"] = json.dumps({"balcao_settings": 1, "values": values}).encode()
    dialog.take_from("/mixed")
    qtbot.waitUntil(lambda: "3 settings in it cannot" in dialog._said.text())
    assert stage.services.preferences.values == {"appearance.theme": "light"}


def test_it_can_be_used_without_a_mouse_and_a_screen(dialog):
    for row in dialog.rows.values():
        assert row.control.accessibleName()
        assert row.reset.accessibleName()
    assert dialog.focusWidget() is dialog.search
    assert not [label for label in dialog.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText]


def test_the_language_can_change_while_it_is_open(dialog, english, qtbot):
    i18n.install(english, "pt_BR")
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Configurações")
    assert dialog.list.item(0).text() == "Aparência"
    theme = dialog.rows["appearance.theme"].control
    assert theme.itemText(theme.findData("dark")) == "Escuro"

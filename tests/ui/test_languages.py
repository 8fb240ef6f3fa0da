"""Another language while everything is open: no word of the old one stays, and numbers are written its way."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

import resources
from tests.ui.fake_services import NOW_MS, chat, instance, message
from ui import formats, i18n
from ui.dialogs import ConfirmDialog
from ui.keymap import DEEDS
from ui.pages import PageAt
from ui.settings.key_dialog import KeyDialog
from ui.settings.keys import KeysDialog


def _english_only():
    """Texts whose Portuguese differs, as patterns: {names} and %n stand for anything."""
    plain, patterns = set(), []
    for entry in ElementTree.parse(resources.path("i18n", "pt_BR.ts")).getroot().iter("message"):
        source, target = entry.findtext("source"), entry.findtext("translation") or "".join(
            form.text or "" for form in entry.iter("numerusform")
        )
        if source == target or not target:
            continue
        if "{" in source or "%n" in source:
            literal = re.sub(r"\{\w+\}|%n", "", source)
            if len(re.sub(r"\W", "", literal)) >= 5:
                patterns.append(re.sub(r"\\\{\w+\\\}|%n", ".+", re.escape(source)))
        else:
            plain.add(source)
    # words that are Portuguese as well, somewhere
    plain -= {entry.findtext("translation") for entry in ElementTree.parse(resources.path("i18n", "pt_BR.ts")).iter("message")}
    return plain, re.compile("|".join(patterns))


def _texts(widget):
    yield widget.windowTitle()
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QListWidget):
        yield from (widget.item(at).text() for at in range(widget.count()))
    if isinstance(widget, QTableView) and widget.model() is not None:
        model = widget.model()
        yield from (str(model.headerData(at, widget.horizontalHeader().orientation()) or "") for at in range(model.columnCount()))
    for action in widget.actions():
        yield action.text().partition("\t")[0]


def _stale(window):
    plain, patterns = _english_only()
    # rows that were put aside for new ones
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = set()
    for widget in (window, *window.findChildren(QWidget)):
        if isinstance(widget, QMenu) and not widget.isVisible():
            # filled when it opens
            continue
        for text in _texts(widget):
            if text and (text in plain or patterns.fullmatch(text)):
                found.add(f"{type(widget).__name__}: {text}")
    return found


def _settled(stage, qtbot):
    qtbot.waitUntil(lambda: stage.crossing.pending == 0)


@pytest.fixture
def window(stage, qtbot):
    stage.services.put(instance(1), *(chat(n, unread=n) for n in range(1, 5)), *(message(n) for n in range(1, 9)))
    made = stage.window("en")
    made.close_requested.connect(made.hide)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    _settled(stage, qtbot)
    yield made
    for dialog in made.findChildren(QDialog) if isValid(made) else ():
        dialog.close()


def test_every_page_changes_its_language(stage, window, qtbot, english):
    window.chats.choose(1)
    for page in PageAt:
        window.show_page(page)
        _settled(stage, qtbot)
    window.connect_number()
    window.diagnose()
    for part in (window.webhook, window.server, window.diagnosis):
        window.numbers.show_page(part)
        _settled(stage, qtbot)
    window.find_bar.open_it()
    assert "Chats" in {button.text() for button in window.rail.findChildren(QAbstractButton)}
    i18n.install(english, "pt_BR")
    _settled(stage, qtbot)
    qtbot.waitUntil(lambda: "Conversas" in {button.text() for button in window.rail.findChildren(QAbstractButton)})
    assert _stale(window) == set()


@pytest.mark.parametrize("which", ["show_settings", "show_keys", "show_guide", "show_about"])
def test_every_dialog_changes_its_language(stage, window, qtbot, english, which):
    getattr(window.commands, which)()
    dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    if isinstance(dialog, KeysDialog):
        dialog.change(next(deed for deed in DEEDS if deed.id == "chat.pin"))
        assert dialog.findChild(KeyDialog).isVisible()
    _settled(stage, qtbot)
    before = dialog.windowTitle()
    i18n.install(english, "pt_BR")
    qtbot.waitUntil(lambda: dialog.windowTitle() != before)
    _settled(stage, qtbot)
    assert _stale(dialog) == set()


def test_a_stale_word_would_be_found(stage, window, qtbot, english):
    i18n.install(english, "pt_BR")
    late = ConfirmDialog(window, stage.look, "Sair", "Settings", "Sim", danger=False)
    assert _stale(late) == {"QLabel: Settings"}
    late.close()


@pytest.mark.parametrize(
    ("language", "size", "day", "time"),
    [("pt_BR", "3,4 kB", "12/03/2026", "15:30"), ("en", "3.4 kB", "3/12/2026", "3:30")],
)
def test_numbers_sizes_and_dates_are_written_as_the_language_does(english, language, size, day, time):
    i18n.install(english, language)
    assert formats.size(3_480).replace("\xa0", " ") == size
    assert formats.full_date(formats.local_day(NOW_MS)) == day
    assert formats.time_of_day(NOW_MS).startswith(time)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_one_and_many_are_told_apart(language):
    """Every counted text has a form for one and one for many, and both say the number or mean one."""
    for entry in ElementTree.parse(resources.path("i18n", f"{language}.ts")).getroot().iter("message"):
        if entry.get("numerus") == "yes":
            forms = [form.text or "" for form in entry.iter("numerusform")]
            assert len(forms) == 2 and all(forms), entry.findtext("source")
            assert "%n" in forms[1], entry.findtext("source")
            assert "(s)" not in "".join(forms), entry.findtext("source")

"""Every page and dialog can be shown, heard, reached by keys, read without being cut, and left again.

Each scene is made in one look here, another one for each, so that all looks are seen; `python -m tests.look`
makes all of them in all looks, and tells the same faults.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from tests.look.entry import VARIANTS, subject
from tests.look.gallery import ENTRIES, shown
from tests.look.walk import FocusBefore, faults

MADE = [(entry, VARIANTS[at % len(VARIANTS)]) for at, entry in enumerate(ENTRIES)]
PARAMETERS = [pytest.param(entry, variant, id=f"{entry.name}-{variant}") for entry, variant in MADE]


@pytest.fixture
def focus_before(qapp):
    made = FocusBefore(qapp)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    """What the scenes write goes with the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.parametrize(("entry", "variant"), PARAMETERS)
def test_scene(qapp, focus_before, entry, variant):
    with shown(qapp, entry, variant) as window:
        top = subject(window)
        assert (type(top).__name__ if top is not window else "") == entry.shows
        image = top.grab().toImage().scaled(64, 64)
        assert len({image.pixel(x, y) for x in range(64) for y in range(64)}) > 2
        for label in top.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
        assert faults(top, variant.mode) == []
        if isinstance(top, QDialog):
            _leave(top, focus_before.at[top])


def _leave(dialog, before):
    """Esc closes it, and the keyboard is again where it was."""
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert before is None or not before.isVisible() or before.window().focusWidget() is before


def test_scenes_have_names_of_their_own():
    assert len({entry.name for entry in ENTRIES}) == len(ENTRIES)


def test_nothing_is_left_behind():
    assert not list(Path(tempfile.gettempdir()).glob("balcao-look-*"))

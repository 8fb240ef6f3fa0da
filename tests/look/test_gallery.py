"""Every picture can be made, in both themes and languages, and shows something."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.look import connect_scenes
from tests.look.entry import subject
from tests.look.gallery import ENTRIES, shown
from tests.look.walk import nameless, unreachable
from ui.theme import Mode

pytest_plugins = ()


MADE = [
    (entry, mode, language)
    for entry in ENTRIES
    for mode, language in (
        ((Mode.DARK, "pt_BR"), (Mode.LIGHT, "en"), (Mode.LIGHT, "pt_BR"), (Mode.DARK, "en"))
        if entry.every
        else ((Mode.DARK, "pt_BR"),)
    )
]


@pytest.mark.parametrize(("entry", "mode", "language"), MADE, ids=lambda part: getattr(part, "name", str(part)))
def test_picture(qapp, entry, mode, language):
    with shown(qapp, entry, mode, language) as window:
        seen = subject(window)
        image = seen.grab().toImage().scaled(64, 64)
        colours = {image.pixel(x, y) for x in range(64) for y in range(64)}
        assert len(colours) > 8
        for label in window.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
        if entry in connect_scenes.ENTRIES:
            assert nameless(seen) == [] and unreachable(seen) == []

"""Every picture can be made, in both themes and languages, and shows something."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.look.gallery import ENTRIES, shown
from ui.theme import Mode

pytest_plugins = ()


@pytest.mark.parametrize("language", ["pt_BR", "en"])
@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_picture(qapp, entry, mode, language):
    with shown(qapp, entry, mode, language) as window:
        image = window.grab().toImage().scaled(64, 64)
        colours = {image.pixel(x, y) for x in range(64) for y in range(64)}
        assert len(colours) > 8
        for label in window.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText

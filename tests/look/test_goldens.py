"""The timeline looks as it was last looked at: every kind and state, both themes, both languages."""

import os
import sys
import time

import pytest
from PySide6.QtGui import QImage, QPainter

from tests.look import goldens
from tests.look.goldens import GOLDENS, LANGUAGES, MODES, SHARE, difference, paint, path_of

os.environ["TZ"] = "America/Sao_Paulo"
if hasattr(time, "tzset"):
    time.tzset()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems draw the same letters with other edges")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.name)
def test_it_looks_as_before(qapp, golden, mode, language, tmp_path):
    found = paint(qapp, golden, mode, language)
    wanted = QImage(str(path_of(golden, mode, language)))
    share, image = difference(wanted, found)
    if share > SHARE:
        found.save(str(tmp_path / "found.png"))
        image.save(str(tmp_path / "difference.png"))
    told = f"{share:.2%} differ, see {tmp_path}; if it is meant so: python -m tests.look --write"
    assert share <= SHARE, f"{wanted.size().toTuple()} became {found.size().toTuple()}; {told}"


def test_every_picture_kept_is_compared_and_all_together_stay_small():
    kept = set(goldens.FOLDER.glob("*.png"))
    assert kept == {path_of(g, mode, language) for g in GOLDENS for mode in MODES for language in LANGUAGES}
    assert sum(path.stat().st_size for path in kept) < 3_000_000


def test_a_line_that_moves_or_a_colour_that_changes_is_seen(qapp):
    golden = GOLDENS[-1]
    wanted = QImage(str(path_of(golden, MODES[0], "en")))
    moved = wanted.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(moved)
    painter.drawImage(0, 2, wanted)
    painter.end()
    assert difference(wanted, moved)[0] > SHARE
    assert difference(wanted, wanted)[0] == 0
    assert difference(wanted, wanted.copy(0, 0, 600, wanted.height() - 1))[0] == 1

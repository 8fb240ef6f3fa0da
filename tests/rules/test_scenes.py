"""Every page and dialog has a scene in tests/look, where it is looked at, walked through by keys, and heard."""

import ast
from pathlib import Path

from tests.look.gallery import ENTRIES
from ui.pages import PageAt

ROOT = Path(__file__).resolve().parents[2]
BASES = {"QDialog", "Dialog"}


def _classes():
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name, {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}


def _dialogs():
    """Classes that stand on QDialog and that nothing stands on in turn."""
    known, found = dict(_classes()), set(BASES)
    while more := {name for name, bases in known.items() if bases & found} - found:
        found |= more
    return {name for name in found - BASES if not any(name in bases for bases in known.values())}


def test_every_dialog_has_a_scene():
    shown = {entry.shows for entry in ENTRIES}
    missing = _dialogs() - shown
    assert not missing, f"add an Entry with shows=… to tests/look/dialog_scenes.py (or a scenes module of its own): {missing}"


def test_dialogs_are_found_by_what_they_stand_on():
    assert {"ConfirmDialog", "PollDialog", "Lightbox"} <= _dialogs() and "ContentDialog" not in _dialogs()


def test_every_page_has_a_scene():
    named = {entry.name for entry in ENTRIES}
    scene_of = {
        PageAt.CONVERSATIONS: "conversation", PageAt.CONTACTS: "contacts", PageAt.NUMBERS: "numbers",
        PageAt.DELIVERIES: "deliveries",
    }  # fmt: skip
    assert set(scene_of) == set(PageAt), "a new page needs a scene in tests/look and its name here"
    assert set(scene_of.values()) <= named

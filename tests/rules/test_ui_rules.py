"""What nobody should have to remember about ``ui``: checked in its source."""

import ast
import shutil
from pathlib import Path

import pytest

from tests.rules import translations

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "ui").rglob("*.py"))
SOURCES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
PROVIDERS = ("evolution", "waha", "uazapi", "wapi", "wwebjs", "cloud_api")


def _calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            yield name, node


def _found(test):
    return [f"{name}:{node.lineno}" for name, tree in SOURCES.items() for called, node in _calls(tree) if test(called, node)]


@pytest.mark.parametrize("name", ["exec", "exec_", "processEvents"])
def test_no_loop_inside_a_loop(name):
    assert _found(lambda called, _node: called == name) == []


def test_texts_to_translate_are_literal():
    def wrong(called, node):
        if called not in ("tr", "translate", "QT_TRANSLATE_NOOP") or not node.args:
            return False
        text = node.args[0] if called == "tr" else node.args[1]
        if called == "translate" and isinstance(text, ast.Call) and getattr(text.func, "id", "") == "str":
            return False  # a text of a table, marked there
        return not (isinstance(text, ast.Constant) and isinstance(text.value, str))

    assert _found(wrong) == []


def test_texts_to_translate_stand_outside_of_f_strings():
    # what collects the texts does not look into them
    inside = [
        f"{name}:{node.lineno}"
        for name, tree in SOURCES.items()
        for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for called, _call in _calls(node) if called in ("tr", "translate")
    ]  # fmt: skip
    assert inside == []


def test_labels_are_made_in_one_place():
    found = _found(lambda called, _node: called == "QLabel")
    assert all(place.startswith("ui/widgets/labels.py:") for place in found) and len(found) == 1


def test_tooltips_are_set_in_one_place():
    found = _found(lambda called, _node: called in ("setToolTip", "showText", "setWhatsThis"))
    assert all(place.startswith("ui/widgets/labels.py:") for place in found)


def test_no_widget_takes_html():
    rich = ("setHtml", "insertHtml", "appendHtml", "QTextEdit", "QTextBrowser", "QTextDocument", "QMessageBox", "setMarkdown")
    assert _found(lambda called, _node: called in rich) == []


def test_links_are_opened_in_one_place():
    assert _found(lambda called, _node: called == "setOpenExternalLinks") == []
    assert all(place.startswith("ui/links.py:") for place in _found(lambda called, _node: called == "openUrl"))


def test_files_are_asked_for_in_one_place():
    found = _found(lambda called, _node: called == "QFileDialog")
    assert all(place.startswith("ui/file_dialogs.py:") for place in found) and len(found) == 1


def test_no_provider_is_named():
    for name, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value.lower() not in PROVIDERS, f"{name}:{node.lineno}"


def test_files_stay_small():
    long = {path.name: lines for path in FILES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 480}
    assert long == {}


def test_translations_are_complete_and_up_to_date(tmp_path):
    for language in translations.LANGUAGES:
        shutil.copy(ROOT / "resources" / "i18n" / f"{language}.ts", tmp_path)
    translations.update(tmp_path)
    for language in translations.LANGUAGES:
        stored = (ROOT / "resources" / "i18n" / f"{language}.ts").read_text(encoding="utf-8")
        fresh = (tmp_path / f"{language}.ts").read_text(encoding="utf-8")
        assert fresh == stored, "run python -m tests.rules.translations, then translate what is new"
        assert "unfinished" not in stored
        assert "<translation></translation>" not in stored

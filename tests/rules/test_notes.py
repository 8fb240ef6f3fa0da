"""Private notes have no way out: whoever sends, or speaks to a gateway, knows neither their table nor their code."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# what may read or write the tables note and note_call
KNOW_NOTES = {
    "services/storage/migrations/m0002_people.py",
    "services/storage/queries/agents.py",
    "services/storage/writes/notes.py",
    "services/storage/writes/threads.py",
}
# what may call that code
CALL_THEM = {"services/api/notes.py", "services/storage/writes/workflow.py"}
OUTWARD = ("services/outbound", "services/providers", "services/instances", "services/inbound", "services/httpapi", "services/demo")


def python_files():
    return sorted((ROOT / "services").rglob("*.py"))


def place(path):
    return path.relative_to(ROOT).as_posix()


def names_the_table(path):
    text = path.read_text(encoding="utf-8")
    strings = [n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    words = ("FROM note", "JOIN note", "INTO note", "UPDATE note", "TABLE note")
    return any(word in string for string in strings for word in words)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_their_tables_are_known_in_few_places():
    assert {place(path) for path in python_files() if names_the_table(path)} == KNOW_NOTES


def test_their_code_is_called_in_few_places():
    found = {place(p) for p in python_files() if "services.storage.writes.notes" in set(imported(p))}
    assert found == CALL_THEM


@pytest.mark.parametrize("folder", OUTWARD)
def test_what_goes_outward_imports_none_of_it(folder):
    for path in sorted((ROOT / folder).rglob("*.py")):
        names = set(imported(path))
        assert not names & {"services.storage.writes.notes", "services.storage.queries.agents", "services.domain.agents.Note"}, path


def test_what_writes_to_the_outbox_knows_no_note():
    for module in ("outbox", "compose", "schedule"):
        path = ROOT / "services" / "storage" / "writes" / f"{module}.py"
        assert not {name for name in imported(path) if name.endswith(".notes")}
        assert not names_the_table(path)

"""The table of bad inputs is whole, and each test that it names is there."""

import ast
from pathlib import Path

import pytest

from tests.rules.bad_inputs import ROWS

ROOT = Path(__file__).resolve().parents[2]


def _tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_row_is_there() -> None:
    assert list(ROWS) == list(range(1, 29))


@pytest.mark.parametrize("row", ROWS)
def test_its_proofs_exist(row: int) -> None:
    what, proofs = ROWS[row]
    assert what and proofs and len(set(proofs)) == len(proofs)
    for proof in proofs:
        file, _, name = proof.partition("::")
        assert name.startswith("test_") and name in _tests(ROOT / file), proof

"""Contacts as a table in a file: what was found in it, what its columns mean, what became of each row."""

import re
from collections.abc import Container
from enum import StrEnum

import msgspec

from services.domain.ids import FieldId
from services.domain.labels import clean_name, same

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 60
MAX_CELL = 8_000
MAX_ERRORS = 5_000
MAX_NEW_LABELS = 100
"""A column with more different words than these holds something else."""
# what a spreadsheet takes for a formula, after spaces too
_FORMULA = re.compile(r"^'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r]")


class Means(StrEnum):
    """What a column holds."""

    NOTHING = "nothing"
    NUMBER = "number"
    NAME = "name"
    NOTE = "note"
    FIELD = "field"
    LABELS = "labels"


class Column(msgspec.Struct, frozen=True):
    """What one column means; ``field`` for FIELD."""

    means: Means = Means.NOTHING
    field: FieldId = FieldId(0)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was understood: its first rows, and what its columns probably mean.

    ``encoding`` is a codec's name, ``rows`` are at most the first thirty, the header's with them.
    """

    encoding: str
    delimiter: str
    has_header: bool
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    size: int


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be read; ``area`` is the code of numbers without one."""

    encoding: str
    delimiter: str
    has_header: bool
    columns: tuple[Column, ...]
    area: str | None = None


class RowTrouble(StrEnum):
    """Why a row was not taken."""

    NO_NUMBER = "no_number"
    NUMBER = "number"
    AREA = "area"
    VALUE = "value"
    UNREADABLE = "unreadable"
    TOO_MANY = "too_many"


class RowError(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was left out: its line in the file, why, and its cells as they were."""

    line: int
    trouble: RowTrouble
    cells: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A contact to be stored; what is empty changes nothing."""

    line: int
    digits: str
    name: str = ""
    note: str = ""
    values: tuple[tuple[FieldId, str], ...] = ()
    labels: tuple[str, ...] = ()


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did. ``doubled`` rows named a number that an earlier row had; ``errors`` are the first ones.

    ``labels`` were made; ``unlabelled`` contacts have no conversation yet on which theirs could stand.
    """

    made: int = 0
    changed: int = 0
    same: int = 0
    doubled: int = 0
    wrong: int = 0
    labels: int = 0
    unlabelled: int = 0
    errors: tuple[RowError, ...] = ()


def label_names(cell: str, known: Container[str]) -> tuple[str, ...]:
    """The labels in a cell, divided by semicolons or commas; ``known`` (see ``labels.same``) keep theirs in their names.

    Raises Invalid (label) for one that is too long.
    """
    found: dict[str, str] = {}
    for part in (cell,) if same(cell) in known else cell.split(";"):
        for piece in (part,) if same(part.strip()) in known else part.split(","):
            if piece.strip():
                name = clean_name(piece, "label")
                found.setdefault(same(name), name)
    return tuple(found.values())


def defused(text: str) -> str:
    """A cell that no spreadsheet runs: what looks like a formula gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def fused(text: str) -> str:
    """The cell as it was before ``defused``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text

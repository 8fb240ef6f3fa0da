"""Tables in files from outside: which encoding and delimiter, and their rows, whatever is in them."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.domain import phone
from services.domain.contact_files import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Column,
    ImportPlan,
    Means,
    RowError,
    RowTrouble,
    Sheet,
    fused,
)
from services.domain.errors import ErrorCode, Invalid, Rejected
from services.domain.ids import FieldId
from services.domain.search import fold

DELIMITERS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8-sig", "utf-8", "cp1252", "latin-1", "utf-16")
SHOWN = 30
_SAMPLE = 128 * 1024
_CHUNK = 1 << 20
_BY_HEADER = {
    Means.NUMBER: frozenset(
        "numero telefone telefones celular whatsapp fone tel phone number mobile cel telefone1 phone1value".split()
    ),
    Means.NAME: frozenset("nome name nomecompleto fullname cliente customer nomedocontato".split()),
    Means.NOTE: frozenset("observacao observacoes obs nota notas note notes comentario comentarios anotacoes".split()),
    Means.LABELS: frozenset("etiqueta etiquetas label labels tag tags marcador marcadores".split()),
}


def look(path: Path, fields: Sequence[tuple[FieldId, str]], encoding: str | None, delimiter: str | None) -> Sheet:
    """What a file is; what is given is not guessed. Raises OSError, Rejected (TOO_LARGE), Invalid (binary, empty)."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Rejected(f"{size} bytes", code=ErrorCode.TOO_LARGE)
    if not size:
        raise Invalid("empty")
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    chosen = encoding if encoding in ENCODINGS else _encoding(path, head)
    sample = head.decode(chosen, "replace")
    if sum(c < " " and c not in "\t\r\n" for c in sample) > max(3, len(sample) // 100):
        raise Invalid("binary")
    chosen_delimiter = delimiter if delimiter in DELIMITERS else _delimiter(sample)
    rows: list[tuple[str, ...]] = []
    for _line, cells in _rows(io.StringIO(sample, newline=""), chosen_delimiter):
        if cells is not None and any(cells):
            rows.append(cells)
        if len(rows) == SHOWN:
            break
    if not rows:
        raise Invalid("empty")
    columns, has_header = _meaning(rows, fields)
    return Sheet(
        encoding=chosen, delimiter=chosen_delimiter, has_header=has_header, rows=tuple(rows), columns=columns, size=size
    )


def rows(path: Path, plan: ImportPlan) -> Iterator[tuple[int, tuple[str, ...] | None]]:
    """Line number and cells of every row that is not empty, None for one that is no table's; the header is left out."""
    with path.open("r", encoding=plan.encoding, errors="replace", newline="") as file:
        number = 0
        for line, cells in _rows(file, plan.delimiter):
            if cells is not None and not any(cells):
                continue
            number += 1
            if number == 1 and plan.has_header:
                continue
            yield line, cells
            if number > MAX_ROWS:
                return


def read_number(cells: Sequence[str], plan: ImportPlan) -> str | RowTrouble:
    """The digits of a row's number, from the first of its number columns that has one."""
    told = [_cell(cells, at) for at, column in enumerate(plan.columns) if column.means is Means.NUMBER]
    told = [each for each in told if any(c.isdigit() for c in each)]
    if not told:
        return RowTrouble.NO_NUMBER
    trouble = RowTrouble.NUMBER
    for each in told:
        try:
            return phone.read(_unscientific(each), area=plan.area)
        except Invalid as error:
            trouble = RowTrouble.AREA if error.text == "phone_area" else trouble
    return trouble


def texts(cells: Sequence[str], plan: ImportPlan, means: Means) -> list[tuple[FieldId, str]]:
    """What stands in the columns of a meaning, where anything does."""
    found = ((column.field, _cell(cells, at)) for at, column in enumerate(plan.columns) if column.means is means)
    return [(field, text) for field, text in found if text]


def error(line: int, trouble: RowTrouble, cells: Sequence[str] = ()) -> RowError:
    """A row left out, its cells cut to what can be shown."""
    return RowError(line=line, trouble=trouble, cells=tuple(cell[:500] for cell in cells[:MAX_COLUMNS]))


def _cell(cells: Sequence[str], at: int) -> str:
    return fused(cells[at].strip()).strip() if at < len(cells) else ""


def _unscientific(text: str) -> str:
    # 5,51199E+12 is what a spreadsheet makes of a number: its last digits are lost, only a whole one can be saved
    if text.replace(".0", "").isdigit():
        return text.replace(".0", "")
    return text


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(sample: str) -> str:
    def worth(delimiter: str) -> tuple[int, int]:
        counts = []
        for _line, cells in _rows(io.StringIO(sample, newline=""), delimiter):
            if cells:
                counts.append(len(cells))
            if len(counts) == 20:
                break
        common = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(common) if common > 1 else 0), common

    return max(DELIMITERS, key=worth)


def _rows(lines: Iterator[str] | io.TextIOBase, delimiter: str) -> Iterator[tuple[int, tuple[str, ...] | None]]:
    reader = csv.reader((line.replace("\x00", "") for line in _bounded(lines)), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # a quote that never ends, say: what it swallowed is one bad row, the next line begins anew
            yield reader.line_num, None
            continue
        yield reader.line_num, tuple(cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS])


def _bounded(lines: Iterator[str] | io.TextIOBase) -> Iterator[str]:
    """Lines of a length that memory can take, also of a file that has no line breaks."""
    if isinstance(lines, io.TextIOBase):
        while line := lines.readline(_CHUNK):
            yield line
        return
    yield from lines


def _meaning(
    rows: Sequence[Sequence[str]], fields: Sequence[tuple[FieldId, str]]
) -> tuple[tuple[Column, ...], bool]:
    width = max(len(row) for row in rows)
    by_name = {_key(name): field for field, name in fields}
    columns = [_by_header(_key(cell), by_name) for cell in rows[0]]
    columns += [Column()] * (width - len(columns))
    if any(column.means is not Means.NOTHING for column in columns) and not any(map(_is_number, rows[0])):
        if not any(column.means is Means.NUMBER for column in columns):
            at = _numbers_at(rows[1:], width)
            if at is not None and columns[at].means is Means.NOTHING:
                columns[at] = Column(Means.NUMBER)
        return tuple(columns), True
    columns = [Column()] * width
    at = _numbers_at(rows, width)
    if at is not None:
        columns[at] = Column(Means.NUMBER)
    named = next((n for n in range(width) if n != at and any(_has_letters(row, n) for row in rows)), None)
    if named is not None:
        columns[named] = Column(Means.NAME)
    return tuple(columns), not any(map(_is_number, rows[0])) and len(rows) > 1 and at is not None


def _by_header(key: str, by_name: dict[str, FieldId]) -> Column:
    if key in by_name:
        return Column(Means.FIELD, by_name[key])
    return Column(next((means for means, names in _BY_HEADER.items() if key in names), Means.NOTHING))


def _numbers_at(rows: Sequence[Sequence[str]], width: int) -> int | None:
    counts = [sum(_is_number(row[at]) for row in rows if at < len(row)) for at in range(width)]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _has_letters(row: Sequence[str], at: int) -> bool:
    return at < len(row) and any(c.isalpha() for c in row[at])


def _is_number(cell: str) -> bool:
    return phone.glance(fused(cell.strip()), area="11") is not None


def _key(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())

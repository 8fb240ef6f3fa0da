"""The façade's contact files: read and written in threads, stored in batches that leave the writer free between."""

import asyncio
import csv
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from services.api.exports import file_problem
from services.core.clock import Clock
from services.domain.contact_files import (
    MAX_ERRORS,
    MAX_NEW_LABELS,
    MAX_ROWS,
    Imported,
    ImportPlan,
    Means,
    Row,
    RowError,
    RowTrouble,
    Sheet,
    defused,
    label_names,
)
from services.domain.errors import Invalid
from services.domain.ids import FieldId
from services.domain.labels import same
from services.domain.people import MAX_NAME, MAX_NOTE, FieldDefinition, checked_value
from services.exchange import sheet
from services.storage.database import Database
from services.storage.queries import contact_rows, labels, people
from services.storage.writes import importing

BATCH = 300
_PAGE = 1_000
_READ_AT_ONCE = 2_000


class ContactFiles:
    """Implements ``services.api.directory.ContactFiles``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def fields(self) -> tuple[FieldDefinition, ...]:
        """The desk's own fields."""
        return await self._database.read(people.fields)

    async def look(self, path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Sheet:
        """What a file is. Raises Invalid (file, binary, empty), Rejected (TOO_LARGE)."""
        fields = [(each.id, each.name) for each in await self.fields()]
        try:
            return await asyncio.to_thread(sheet.look, path, fields, encoding, delimiter)
        except OSError as error:
            raise file_problem(error) from None

    async def import_from(
        self, path: Path, plan: ImportPlan, progress: Callable[[int], None] = lambda _done: None
    ) -> Imported:
        """Store what is in it. Raises Invalid (file, columns, labels), StorageProblem."""
        if not any(column.means is Means.NUMBER for column in plan.columns) or plan.encoding not in sheet.ENCODINGS:
            raise Invalid("columns")
        await self.new_labels(path, plan)
        reading = await self._reading(plan)
        source = sheet.rows(path, plan)
        stored: list[importing.Stored] = []
        done = 0
        try:
            while rows := await asyncio.to_thread(reading.some, source):
                for batch in _batches(rows):
                    stored.append(await self._database.write(importing.import_rows, batch, self._clock.now_ms()))
                    done += len(batch)
                    progress(done)
        except OSError as error:
            raise file_problem(error) from None
        except UnicodeError:
            raise Invalid("file") from None
        return Imported(
            made=sum(each.made for each in stored),
            changed=sum(each.completed for each in stored),
            same=sum(each.same for each in stored),
            labels=sum(each.labels for each in stored),
            unlabelled=sum(each.unlabelled for each in stored),
            doubled=reading.doubled,
            wrong=reading.wrong,
            errors=tuple(reading.errors),
        )

    async def new_labels(self, path: Path, plan: ImportPlan) -> tuple[str, ...]:
        """The labels that an import would make. Raises Invalid (file, labels)."""
        if not any(column.means is Means.LABELS for column in plan.columns):
            return ()
        reading = await self._reading(plan)
        source = sheet.rows(path, plan)
        made: dict[str, str] = {}
        try:
            while rows := await asyncio.to_thread(reading.some, source):
                for name in (name for row in rows for name in row.labels if same(name) not in reading.labels):
                    made.setdefault(same(name), name)
                if len(made) > MAX_NEW_LABELS:
                    raise Invalid("labels")
        except OSError as error:
            raise file_problem(error) from None
        except UnicodeError:
            raise Invalid("file") from None
        return tuple(made.values())

    async def _reading(self, plan: ImportPlan) -> "_Reading":
        known = frozenset(same(each.name) for each in await self._database.read(labels.all_labels))
        return _Reading(plan, {each.id: each for each in await self.fields()}, known)

    async def export_to(self, path: Path, header: tuple[str, str, str, str, str]) -> int:
        """Write everybody who has a number. Raises Invalid (file), StorageProblem."""
        fields = await self.fields()
        part = path.with_name(f"{path.name}.part")
        count, last = 0, 0
        try:
            await asyncio.to_thread(_begin, part, (*header, *(each.name for each in fields)))
            while page := await self._database.read(contact_rows.after, last, _PAGE):
                rows = [
                    (
                        each.name, _written(each.digits), each.note, each.push_name, "; ".join(each.labels),
                        *(each.values.get(f.id, "") for f in fields),
                    )
                    for each in page
                    if each.digits
                ]
                await asyncio.to_thread(_go_on, part, rows)
                count, last = count + len(rows), page[-1].id
            await asyncio.to_thread(part.replace, path)
        except OSError as error:
            raise file_problem(error) from None
        finally:
            await asyncio.shield(asyncio.to_thread(part.unlink, missing_ok=True))
        return count

    async def save_errors(self, path: Path, header: tuple[str, str], errors: tuple[tuple[str, RowError], ...]) -> None:
        """Write the rows that were left out, each with its line and the problem in words. Raises Invalid (file)."""
        try:
            await asyncio.to_thread(_begin, path, header)
            await asyncio.to_thread(_go_on, path, [(str(e.line), words, *e.cells) for words, e in errors])
        except OSError as error:
            raise file_problem(error) from None


class _Reading:
    """Rows of a file as contacts: what was seen so far, in one thread at a time. ``labels`` are those of the desk."""

    def __init__(self, plan: ImportPlan, fields: dict[FieldId, FieldDefinition], labels: frozenset[str]) -> None:
        self._plan, self._fields, self.labels = plan, fields, labels
        self._seen: set[str] = set()
        self.doubled = self.wrong = self._count = 0
        self.errors: list[RowError] = []

    def some(self, source: Iterator[tuple[int, tuple[str, ...] | None]]) -> tuple[Row, ...]:
        """The next contacts; none at the end."""
        while True:
            taken = list(islice(source, _READ_AT_ONCE))
            rows = tuple(row for line, cells in taken if (row := self._read(line, cells)) is not None)
            if rows or not taken:
                return rows

    def _read(self, line: int, cells: tuple[str, ...] | None) -> Row | None:
        self._count += 1
        if self._count > MAX_ROWS:
            return self._refuse(line, RowTrouble.TOO_MANY)
        if cells is None:
            return self._refuse(line, RowTrouble.UNREADABLE)
        digits = sheet.read_number(cells, self._plan)
        if isinstance(digits, RowTrouble):
            return self._refuse(line, digits, cells)
        values = []
        for field, text in sheet.texts(cells, self._plan, Means.FIELD):
            try:
                values.append((field, checked_value(self._fields[field], text)))
            except (Invalid, KeyError):
                return self._refuse(line, RowTrouble.VALUE, cells)
        try:
            named = [label_names(text, self.labels) for _, text in sheet.texts(cells, self._plan, Means.LABELS)]
        except Invalid:
            return self._refuse(line, RowTrouble.VALUE, cells)
        self.doubled += digits in self._seen
        self._seen.add(digits)
        names = (text for _, text in sheet.texts(cells, self._plan, Means.NAME))
        notes = (text for _, text in sheet.texts(cells, self._plan, Means.NOTE))
        return Row(
            line=line,
            digits=digits,
            name=" ".join(_clean(" ".join(names)).split())[:MAX_NAME],
            note=_clean("\n".join(notes))[:MAX_NOTE],
            values=tuple((field, value) for field, value in values if value),
            labels=tuple(dict.fromkeys(name for each in named for name in each)),
        )

    def _refuse(self, line: int, trouble: RowTrouble, cells: tuple[str, ...] = ()) -> Row | None:
        self.wrong += 1
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(sheet.error(line, trouble, cells))
        return None


def _clean(text: str) -> str:
    return "".join(c for c in text.encode("utf-8", "replace").decode() if c >= " " or c in "\n\t")


def _batches(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    for at in range(0, len(rows), BATCH):
        yield rows[at : at + BATCH]


def _written(digits: str) -> str:
    """With spaces, so that no spreadsheet takes it for an amount and loses its last digits."""
    if digits.startswith("55") and len(digits) in (12, 13):
        return f"55 {digits[2:4]} {digits[4:-4]}-{digits[-4:]}"
    return f"+{digits}"


def _begin(path: Path, header: tuple[str, ...]) -> None:
    # the mark and the semicolon are what Excel in Brazil opens with a double click
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerow([defused(cell) for cell in header])


def _go_on(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("a", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows([defused(cell) for cell in row] for row in rows)

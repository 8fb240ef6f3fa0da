"""Contacts in files: whatever a spreadsheet writes is understood, nothing in a file harms, nothing is half done."""

import asyncio
import csv
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.contact_files import ContactFiles
from services.core.clock import SystemClock
from services.domain.address import user
from services.domain.contact_files import Column, ImportPlan, Means, RowTrouble, Sheet, defused, fused
from services.domain.errors import ErrorCode, Invalid, Rejected
from services.domain.ids import FieldId
from services.domain.models import Page
from services.exchange import sheet
from services.storage.database import Database, Written
from services.storage.queries import contacts
from services.storage.writes import apply, instances, labels
from services.storage.writes.context import Context
from tests.factories import NOON_MS, message, new_instance

TABLE = "Nome;Telefone;Observações\nÂngela Prado;(11) 98765-0001;cliente antiga\nJoão;21 98765-0002;\n"


class Shop:
    """Contact files over a real database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database
        self.files = ContactFiles(database, SystemClock())

    def file(self, data: bytes | str, name: str = "c.csv") -> Path:
        path = self.folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    async def take(self, data: bytes | str, area: str | None = None):
        path = self.file(data)
        return await self.files.import_from(path, plan_of(await self.files.look(path), area))

    async def people(self) -> list[tuple[str, str | None]]:
        page: Page = await self.database.read(contacts.page, "", None, 200)
        return [(each.title, each.phone) for each in page.items]

    async def sql(self, text: str, *values: object) -> list[tuple]:
        return await self.database.read(lambda connection: connection.execute(text, values).fetchall())


def plan_of(seen: Sheet, area: str | None = None) -> ImportPlan:
    return ImportPlan(
        encoding=seen.encoding, delimiter=seen.delimiter, has_header=seen.has_header, columns=seen.columns, area=area
    )


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    database = Database(tmp_path / "balcao.db", durable=False)
    await database.open()
    await database.write(instances.add_instance, new_instance())
    yield Shop(tmp_path, database)
    await database.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
async def test_however_it_was_saved(shop: Shop, encoding: str, delimiter: str) -> None:
    done = await shop.take(TABLE.replace(";", delimiter).encode(encoding))
    assert (done.made, done.wrong) == (2, 0)
    assert await shop.people() == [("Ângela Prado", "5511987650001"), ("João", "5521987650002")]
    assert await shop.sql("SELECT note FROM contact WHERE own_name LIKE 'Â%'") == [("cliente antiga",)]


@pytest.mark.asyncio
async def test_without_a_header_numbers_and_names_are_found(shop: Shop) -> None:
    seen = await shop.files.look(shop.file("1;Ana;11987650001\n2;Bia;+55 11 98765-0002\n"))
    assert not seen.has_header and [c.means for c in seen.columns] == [Means.NOTHING, Means.NAME, Means.NUMBER]


@pytest.mark.asyncio
async def test_what_is_wrong_is_told_by_line_and_the_rest_is_taken(shop: Shop) -> None:
    done = await shop.take("nome,numero\nAna,11987650001\nBia,abc\n\nCida,\nDani,98765-0002\nEva,11 98765-0003\n")
    assert done.made == 2
    assert [(e.line, e.trouble) for e in done.errors] == [
        (3, RowTrouble.NO_NUMBER), (5, RowTrouble.NO_NUMBER), (6, RowTrouble.AREA),
    ]  # fmt: skip
    target = shop.folder / "errors.csv"
    await shop.files.save_errors(target, ("Linha", "Problema"), tuple(("=ruim", e) for e in done.errors))
    lines = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert lines[1] == ["3", "'=ruim", "Bia", "abc"]
    again = await shop.take("nome,numero\nAna,11987650001\nDani,98765-0002\n", area="11")
    assert (again.made, again.same, again.wrong) == (1, 1, 0)


@pytest.mark.asyncio
async def test_a_number_that_a_spreadsheet_has_rounded_is_told_and_not_guessed(shop: Shop) -> None:
    done = await shop.take("numero\n5,51199E+12\n5.5119876E+12\n5511987650001.0\n")
    assert (done.made, [(e.line, e.trouble) for e in done.errors]) == (
        1, [(2, RowTrouble.NUMBER), (3, RowTrouble.NUMBER)],
    )  # fmt: skip


@pytest.mark.asyncio
async def test_one_number_is_one_person_in_whichever_spelling(shop: Shop) -> None:
    context = Context(instance_id=1, account_id=1, received_at_ms=NOON_MS)  # type: ignore[arg-type]
    await shop.database.write(apply.apply_events, context, (message("A", user("551187650001")),))
    done = await shop.take("nome;numero;obs\nAna;11 98765-0001;vip\nAna Maria;+55 11 8765-0001;vip\n")
    assert (done.made, done.changed, done.doubled) == (0, 2, 1)
    ((title, _phone),) = await shop.people()
    assert title == "Ana Maria"
    assert await shop.sql("SELECT note FROM contact") == [("vip",)]


@pytest.mark.asyncio
async def test_own_fields_are_filled_and_checked(shop: Shop) -> None:
    def add(tx):
        tx.execute("INSERT INTO field (name, same, kind, choices) VALUES ('Nascimento', 'nascimento', 'date', '[]')")
        return Written(None)

    await shop.database.write(add)
    done = await shop.take("numero;nascimento\n11987650001;1990-05-01\n11987650002;ontem\n")
    assert done.made == 1 and [e.trouble for e in done.errors] == [RowTrouble.VALUE]
    assert await shop.sql("SELECT value FROM field_value") == [("1990-05-01",)]


@pytest.mark.asyncio
async def test_a_round_trip_keeps_everything_and_no_cell_is_a_formula(shop: Shop) -> None:
    names = ["=HYPERLINK(1)", "+soma", "-1", "@x", " =y", "'=z", "''+w", "Ana; \"B\"", "aspas ' no meio"]
    plan = ImportPlan(encoding="utf-8", delimiter=",", has_header=False,
                      columns=(Column(Means.NAME), Column(Means.NUMBER), Column(Means.NOTE)))  # fmt: skip
    path = shop.folder / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([defused(n), f"119876500{i:02}", "linha 1\nlinha 2"] for i, n in enumerate(names))
    await shop.files.import_from(path, plan)
    before = await shop.sql("SELECT own_name, note FROM contact ORDER BY id")
    assert [row[0] for row in before] == [" ".join(n.split()) for n in names]
    out = shop.folder / "out.csv"
    assert await shop.files.export_to(out, ("Nome", "Número", "Observações", "No WhatsApp", "Etiquetas")) == len(names)
    for row in csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"):
        assert not any(cell.lstrip()[:1] in ("=", "+", "-", "@") for cell in row)
    await shop.files.import_from(out, plan_of(await shop.files.look(out)))
    assert await shop.sql("SELECT own_name, note FROM contact ORDER BY id") == before


@pytest.mark.asyncio
async def test_labels_come_to_the_conversations_and_leave_with_them(shop: Shop) -> None:
    context = Context(instance_id=1, account_id=1, received_at_ms=NOON_MS)  # type: ignore[arg-type]
    await shop.database.write(apply.apply_events, context, (message("A", user("551187650001")),))
    await shop.database.write(labels.create, "Bolo, doces", "#c0392b")
    path = shop.file(
        "numero;nome;Etiquetas\n11987650001;Ana;\"bolo, doces; =VIP, vip,Atacado\"\n11987650002;Bia;Atacado\n"
        f"11987650003;Caio;{'x' * 61}\n11987650004;Duda;\n"
    )
    plan = plan_of(await shop.files.look(path))
    assert await shop.files.new_labels(path, plan) == ("=VIP", "vip", "Atacado")
    done = await shop.files.import_from(path, plan)
    assert (done.made, done.changed, done.labels, done.unlabelled, done.wrong) == (2, 1, 3, 1, 1)
    assert [(e.line, e.trouble) for e in done.errors] == [(4, RowTrouble.VALUE)]
    sql = "SELECT l.name FROM chat_label c JOIN label l ON l.id = c.label_id ORDER BY l.folded"
    on = [("=VIP",), ("Atacado",), ("Bolo, doces",), ("vip",)]
    assert sorted(await shop.sql(sql)) == on
    assert await shop.sql("SELECT count(*) FROM audit WHERE deed = 'labelled'") == [(4,)]
    out = shop.folder / "out.csv"
    await shop.files.export_to(out, ("Nome", "Número", "Nota", "No WhatsApp", "Etiquetas"))
    rows = {row[0]: row[4] for row in csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")}
    assert sorted(rows["Ana"].removeprefix("'").split("; ")) == ["=VIP", "Atacado", "Bolo, doces", "vip"]
    assert rows["Ana"].startswith("'=") and rows["Bia"] == ""
    again = await shop.files.import_from(out, plan_of(await shop.files.look(out)))
    assert (again.made, again.changed, again.labels) == (0, 0, 0) and sorted(await shop.sql(sql)) == on


@pytest.mark.asyncio
async def test_a_column_that_holds_no_labels_makes_none(shop: Shop) -> None:
    path = shop.file("numero;etiqueta\n" + "".join(f"119876{n:05};Cliente {n}\n" for n in range(200)))
    plan = plan_of(await shop.files.look(path))
    for call in (shop.files.new_labels(path, plan), shop.files.import_from(path, plan)):
        with pytest.raises(Invalid, match="labels"):
            await call
    assert await shop.sql("SELECT count(*) FROM contact") == await shop.sql("SELECT count(*) FROM label") == [(0,)]


@given(st.text(max_size=30))
def test_defusing_is_taken_back_exactly(text: str) -> None:
    assert fused(defused(text)) == text
    assert not defused(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("data", "field"),
    [(b"", "empty"), (b"\n\n\n", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 50, "binary"),
     (b"PK\x03\x04" + b"\x00\x01" * 400, "binary")],
)  # fmt: skip
async def test_what_is_no_table_is_refused(shop: Shop, data: bytes, field: str) -> None:
    with pytest.raises(Invalid) as told:
        await shop.files.look(shop.file(data))
    assert told.value.text == field


@pytest.mark.asyncio
async def test_a_huge_file_is_refused_before_it_is_read(shop: Shop) -> None:
    path = shop.folder / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(Rejected) as told:
        await shop.files.look(path)
    assert told.value.code is ErrorCode.TOO_LARGE
    with pytest.raises(Invalid):
        await shop.files.look(shop.folder / "none.csv")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "data",
    [
        'nome;numero\n"Ana;11987650001\n' + "x" * 300_000 + "\nBia;11987650002\n",
        "nome;numero\n" + ";" * 5_000 + "\nBia;11987650002\n",
        "nome;numero\nA\x00na;1198\x007650001\nBia;11987650002\n",
        "a" * 3_000_000,
        'numero\n"""""""\n11987650002\n',
        "\ufeff\ufeffnumero\r\r\n11987650002\r",
    ],
    ids=["endless quote", "wide", "nulls", "one line", "quotes", "line ends"],
)
async def test_broken_files_never_break_anything(shop: Shop, data: str) -> None:
    path = shop.file(data)
    seen = await shop.files.look(path)
    columns = tuple(c if c.means is Means.NUMBER else Column() for c in seen.columns)
    if not any(c.means is Means.NUMBER for c in columns):
        columns = (Column(Means.NUMBER), *columns[1:])
    plan = ImportPlan(encoding=seen.encoding, delimiter=seen.delimiter, has_header=False, columns=columns)
    done = await shop.files.import_from(path, plan)
    assert done.made + done.wrong > 0


@pytest.mark.asyncio
async def test_many_rows_leave_the_writer_free_between(shop: Shop) -> None:
    path = shop.file("numero;nome\n" + "".join(f"119{n:08};Cliente {n}\n" for n in range(4_000)))
    waits: list[float] = []
    done = asyncio.Event()

    async def others() -> None:
        while not done.is_set():
            begun = time.monotonic()
            await shop.database.write(lambda tx: Written(tx.one("SELECT 1")[0]))
            waits.append(time.monotonic() - begun)
            await asyncio.sleep(0.01)

    beside = asyncio.create_task(others())
    steps: list[int] = []
    told = await shop.files.import_from(path, plan_of(await shop.files.look(path)), steps.append)
    done.set()
    await beside
    assert told.made == 4_000 and steps[-1] == 4_000 and len(steps) > 10
    assert max(waits) < 1.0


@pytest.mark.asyncio
async def test_cancelled_and_begun_again_it_is_whole(shop: Shop) -> None:
    path = shop.file("numero\n" + "".join(f"119{n:08}\n" for n in range(2_000)))
    plan = plan_of(await shop.files.look(path))
    begun = asyncio.Event()
    task = asyncio.create_task(shop.files.import_from(path, plan, lambda _n: begun.set()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    ((half,),) = await shop.sql("SELECT count(*) FROM contact")
    assert 0 < half < 2_000
    done = await shop.files.import_from(path, plan)
    assert done.made + done.same == 2_000
    assert await shop.sql("SELECT count(*) FROM contact") == [(2_000,)]


@pytest.mark.asyncio
async def test_no_number_column_is_refused(shop: Shop) -> None:
    columns = (Column(Means.NAME), Column(Means.FIELD, FieldId(9)))
    plan = ImportPlan(encoding="utf-8", delimiter=";", has_header=True, columns=columns)
    with pytest.raises(Invalid):
        await shop.files.import_from(shop.file(TABLE), plan)


def test_the_first_rows_are_shown_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("nome;numero\n" + "".join(f"C{n};1198765{n:04}\n" for n in range(500)), encoding="utf-8")
    seen = sheet.look(path, (), None, None)
    assert len(seen.rows) == 30 and seen.rows[0] == ("nome", "numero") and seen.size == path.stat().st_size

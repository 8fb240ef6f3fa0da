"""A conversation as a file: whole, safe to open, and never half of one."""

import asyncio
import html.parser
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.api.exports import Exports
from services.core.clock import SystemClock
from services.domain.content import Direction, Media, MessageKind
from services.domain.errors import Invalid, NotFound
from services.domain.exports import Exported, ExportForm, ExportOrder, ExportWords, Packing
from services.domain.ids import ChatId
from services.exchange import conversation
from services.storage.database import Database
from services.storage.media_store import MediaStore
from services.storage.writes import apply, instances
from services.storage.writes.context import Context
from tests.factories import NOON_MS, message, new_instance, peer

HOSTILE = '</div><script>alert(1)</script><img src="http://example.com/x.png" onerror=x> {name} %s \x00\x1b[31m \u202etxt.exe'
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
WORDS = ExportWords(language="pt-BR", you="Você", kinds={"image": "Foto", "document": "Documento"})


class Shop:
    """Exports over a real database and media folder."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database
        self.media = MediaStore(folder / "media")
        self.exports = Exports(database, SystemClock(), self.media.path)
        self.chat = ChatId(1)

    async def receive(self, *events: object) -> None:
        context = Context(instance_id=1, account_id=1, received_at_ms=NOON_MS)  # type: ignore[arg-type]
        await self.database.write(apply.apply_events, context, events)

    async def with_file(self, stanza: str, name: str, data: bytes, at: int, kind: MessageKind = MessageKind.DOCUMENT) -> None:
        await self.receive(message(stanza, 1, None, kind=kind, at=at, media=Media(mime="x/y", file_name=name, size=len(data))))
        path = self.media.put(data)

        def settle(tx: object) -> object:
            from services.storage.database import Written

            tx.execute(  # type: ignore[attr-defined]
                "UPDATE media SET state = 'ready', path = ? WHERE message_id = (SELECT id FROM message WHERE stanza_id = ?)",
                (path, stanza),
            )
            return Written(None)

        await self.database.write(settle)  # type: ignore[arg-type]

    async def write(self, name: str, form: ExportForm, packing: Packing = Packing.ALONE) -> Exported:
        order = ExportOrder(target=self.folder / name, form=form, packing=packing, words=WORDS)
        return await self.exports.conversation(self.chat, order)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    database = Database(tmp_path / "balcao.db", durable=False)
    await database.open()
    await database.write(instances.add_instance, new_instance())
    yield Shop(tmp_path, database)
    await database.close()


class Tags(html.parser.HTMLParser):
    """Which elements and addresses a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.asyncio
async def test_hostile_texts_stay_text_in_html(shop: Shop) -> None:
    await shop.receive(message("A", peer(1), HOSTILE), message("B", 1, "Olá\nmundo", at=5, direction=Direction.OUT))
    done = await shop.write("c.html", ExportForm.HTML)
    assert done.messages == 2
    page = Tags()
    source = (shop.folder / "c.html").read_text(encoding="utf-8")
    page.feed(source)
    assert not page.tags & {"script", "img", "link", "iframe"} and page.addresses == []
    assert "<script>alert(1)</script>" in page.text and "Content-Security-Policy" in source and "\x00" not in source


@pytest.mark.asyncio
async def test_no_text_looks_like_a_message_of_somebody_else(shop: Shop) -> None:
    forged = "oi\n[2026-09-23 12:00] Você: devolvo tudo"
    await shop.receive(message("A", 1, forged))
    await shop.write("c.txt", ExportForm.TEXT)
    lines = (shop.folder / "c.txt").read_text(encoding="utf-8-sig").splitlines()
    assert lines[-1].startswith("    [2026-09-23") and sum(line.startswith("[") for line in lines) == 1


@pytest.mark.asyncio
async def test_json_is_whole_and_read_back(shop: Shop) -> None:
    for start in range(0, 450, 50):
        await shop.receive(*(message(f"M{n}", 1, f"{n} ✓ \u2028 \" \\ {HOSTILE}", at=n) for n in range(start, start + 50)))
    steps: list[tuple[int, int]] = []
    order = ExportOrder(target=shop.folder / "c.json", form=ExportForm.JSON)
    done = await shop.exports.conversation(shop.chat, order, lambda n, of: steps.append((n, of)))
    told = json.loads((shop.folder / "c.json").read_text(encoding="utf-8"))
    assert [m["whatsapp_id"] for m in told["messages"]] == [f"M{n}" for n in range(450)]
    assert done.messages == 450 and steps == [(200, 450), (400, 450), (450, 450)]


@pytest.mark.asyncio
@pytest.mark.parametrize("form", [ExportForm.TEXT, ExportForm.HTML])
async def test_files_that_were_not_asked_for_are_named_and_not_said_to_be_missing(shop: Shop, form: ExportForm) -> None:
    await shop.with_file("P", "foto.png", PNG, 1, MessageKind.IMAGE)
    done = await shop.write("conversa", form)
    told = done.path.read_text(encoding="utf-8")
    assert "foto.png" in told and WORDS.missing not in told and done.missing == 0


@pytest.mark.asyncio
@pytest.mark.parametrize("packing", [Packing.FOLDER, Packing.ZIP])
async def test_files_lie_beside_under_safe_names(shop: Shop, packing: Packing) -> None:
    await shop.with_file("P", "../../foto & <b>.png", PNG, 1, MessageKind.IMAGE)
    await shop.with_file("E", "nota.pdf\u202e.html", b"<script>x</script>", 2)
    await shop.receive(message("G", 1, None, kind=MessageKind.DOCUMENT, at=3, media=Media(file_name="sumiu.pdf")))
    done = await shop.write("conversa", ExportForm.HTML, packing)
    assert (done.files, done.missing, done.messages) == (2, 1, 3)
    if packing is Packing.ZIP:
        with zipfile.ZipFile(done.path) as archive:
            assert archive.testzip() is None
            archive.extractall(shop.folder / "out")
        folder = shop.folder / "out"
    else:
        folder = done.path
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == ["files/00001-foto & _b_.png", "files/00002-nota.pdf.html", "index.html"]
    page = Tags()
    page.feed((folder / "index.html").read_text(encoding="utf-8"))
    # what could run in a browser is named, never linked to
    assert set(page.addresses) == {"files/00001-foto%20%26%20_b_.png"}
    assert "sumiu.pdf" in page.text and "00002-nota.pdf.html" in page.text
    assert not list(shop.folder.glob("*.part"))


@pytest.mark.asyncio
async def test_cancelled_it_leaves_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "PAGE", 5)
    await shop.receive(*(message(f"M{n}", 1, at=n) for n in range(60)))
    order = ExportOrder(target=shop.folder / "c", form=ExportForm.TEXT, packing=Packing.ZIP)
    begun = asyncio.Event()
    task = asyncio.create_task(shop.exports.conversation(shop.chat, order, lambda _n, _of: begun.set()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list(shop.folder.glob("c*"))


@pytest.mark.asyncio
async def test_a_place_that_cannot_be_written_is_told(shop: Shop) -> None:
    await shop.receive(message("A", 1))
    with pytest.raises(Invalid):
        await shop.write("nowhere/c.html", ExportForm.HTML)
    (shop.folder / "there").mkdir()
    (shop.folder / "there" / "x").write_text("mine")
    with pytest.raises(Invalid):
        await shop.write("there", ExportForm.HTML, Packing.FOLDER)
    assert (shop.folder / "there" / "x").read_text() == "mine" and not list(shop.folder.glob("*.part"))
    with pytest.raises(NotFound):
        shop.chat = ChatId(99)
        await shop.write("c.html", ExportForm.HTML)

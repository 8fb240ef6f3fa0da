"""The desk through the whole services: agents and PINs, notes that stay here, snoozes, people at a real gateway."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.container import Running
from services.core.clock import SystemClock
from services.core.paths import Paths
from services.domain import desk
from services.domain.agents import Deed
from services.domain.changes import ChangeSet, Listed, SnoozeEnded
from services.domain.desk import ChatSort, Listing
from services.domain.errors import Conflict, Invalid, NotFound, RateLimited
from services.domain.ids import AccountId, AgentId, FieldId
from services.domain.models import ChatFilter, ChatView
from services.domain.people import FieldDefinition, FieldKind
from services.storage import migrations
from services.storage.database import APPLICATION_ID, Tx
from services.storage.writes import apply, instances
from services.storage.writes.context import Context
from tests.factories import NOON_MS, message, new_instance
from tests.services.whole import until, whole

HOSTILE = ("<img src=x onerror=1>", "{{nome}} {0.__class__} %s", '"; DROP TABLE note; --', "‮fdp.exe", "a" * 8_000, "=1+1")


class Clock(SystemClock):
    """Goes on as usual, and ahead when told."""

    ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def running(tmp_path: Path, clock: Clock) -> AsyncIterator[Running]:
    paths = Paths(tmp_path)
    paths.create()
    connection = sqlite3.connect(paths.database, isolation_level=None)
    migrations.migrate(connection, paths.database, APPLICATION_ID)
    tx = Tx(connection)
    instance, account = instances.add_instance(tx, new_instance()).result, AccountId(1)
    context = Context(instance_id=instance, account_id=account, received_at_ms=NOON_MS)
    apply.apply_events(tx, context, [message(f"M{n}", n, f"Quero {n} bolos", at=n) for n in (1, 2, 3)])
    connection.close()
    async with whole(tmp_path, clock) as opened:
        yield opened


async def _chats(running: Running) -> tuple[ChatView, ...]:
    return (await running.services.workflow.list(Listing())).items


async def test_agents_switch_with_a_pin_and_wrong_ones_cost_time(running: Running, clock: Clock) -> None:
    agents = running.services.agents
    rita = await agents.create("Rita", "#AA3366", "2580")
    assert (rita.active, rita.has_pin, rita.colour) == (True, True, "#aa3366")
    caio = await agents.create("Caio", "#3366aa")
    for wrong in ("rita", "RITA "):
        with pytest.raises(Conflict):
            await agents.create(wrong, "#000000")
    for pin in ("12", "abcd", "1" * 13, "١٢٣٤"):
        with pytest.raises(Invalid, match="pin"):
            await agents.create("Zeca", "#000000", pin)
    assert (await agents.switch(caio.id)).active
    for _ in range(3):
        with pytest.raises(Invalid, match="pin"):
            await agents.switch(rita.id, "0000")
    started = time.monotonic()
    answers = await asyncio.gather(*(agents.switch(rita.id, f"{n:04}") for n in range(30)), return_exceptions=True)
    assert all(isinstance(each, RateLimited) and each.retry_after_s for each in answers)
    assert time.monotonic() - started < 1  # none of them was even tried
    with pytest.raises(RateLimited):
        await agents.switch(rita.id, "2580")
    clock.ahead_ms += 3_000
    assert (await agents.switch(rita.id, "2580")).name == "Rita"
    with pytest.raises(Invalid, match="current"):
        await agents.set_pin(rita.id, "", "9999")
    await agents.set_pin(rita.id, "", "2580")
    assert not (await agents.active()).has_pin
    await agents.remove(caio.id)
    assert [each.name for each in await agents.all()] == ["Rita"]
    with pytest.raises(NotFound):
        await agents.switch(caio.id)
    await agents.restore(caio.id)
    assert [each.name for each in await agents.all()] == ["Caio", "Rita"]


async def test_only_an_admin_makes_admins_while_there_is_one(running: Running) -> None:
    agents = running.services.agents
    rita, caio = await agents.create("Rita", "#aa3366"), await agents.create("Caio", "#3366aa")
    assert (rita.admin, caio.admin) == (True, False)
    await agents.switch(caio.id)
    for call in (agents.set_admin(caio.id, True), agents.remove(rita.id)):
        with pytest.raises(Invalid, match="admin"):
            await call
    await agents.switch(rita.id)
    with pytest.raises(NotFound):
        await agents.set_admin(AgentId(99), True)
    assert (await agents.set_admin(caio.id, True)).admin
    await agents.remove(rita.id)
    await agents.switch(None)
    with pytest.raises(Invalid, match="admin"):
        await agents.set_admin(caio.id, False)
    await agents.switch(caio.id)
    # where nobody is one any more, everybody is
    await agents.set_admin(caio.id, False)
    await agents.switch(None)
    assert (await agents.set_admin(caio.id, True)).admin


async def test_a_pin_is_nowhere_as_it_was_typed(running: Running, tmp_path: Path) -> None:
    await running.services.agents.create("Rita", "#aa3366", "71935528")
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("balcao.db*"))
    assert b"scrypt$" in stored
    assert b"71935528" not in stored


async def test_who_sent_what(running: Running, tmp_path: Path) -> None:
    services = running.services
    rita = await services.agents.create("Rita", "#aa3366")
    caio = await services.agents.create("Caio", "#3366aa")
    first, second, *_ = await _chats(running)
    text = await services.messages.send_text(first.id, "Bom dia!")
    await services.agents.switch(caio.id)
    other = await services.sending.send_text(first.id, "Sou o Caio.", client_id="x1")
    await services.workflow.apply((second.id,), desk.Resolve())
    await services.agents.switch(None)
    nobody = await services.sending.send_text(second.id, "Ninguém.", client_id="x2")
    found = await services.messages.get((text.id, other.id, nobody.id))
    assert {m.text: m.agent_id for m in found} == {"Bom dia!": rita.id, "Sou o Caio.": caio.id, "Ninguém.": None}
    entries = (await services.agents.audit(chat_id=first.id)).items
    assert [(e.deed, e.agent_id, e.message_id) for e in entries] == [
        (Deed.SENT, caio.id, other.id),
        (Deed.SENT, rita.id, text.id),
    ]
    by_caio = await services.agents.audit(agent_id=caio.id, limit=2)
    rest = await services.agents.audit(agent_id=caio.id, cursor=by_caio.next, limit=2)
    assert [(e.deed, e.detail) for e in (*by_caio.items, *rest.items)] == [
        (Deed.STATE, "resolved"), (Deed.SENT, ""), (Deed.SWITCHED, ""),
    ]  # fmt: skip


async def test_what_a_program_sends_is_no_agents(running: Running, tmp_path: Path) -> None:
    import json
    import urllib.request

    services = running.services
    await services.agents.create("Rita", "#aa3366")
    chat = (await _chats(running))[0]
    token = next(tmp_path.rglob("*token*")).read_text(encoding="utf-8").strip()
    request = urllib.request.Request(
        f"{running.api_url}/api/v1/chats/{chat.id}/messages",
        data=json.dumps({"text": "De um programa"}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    answer = await asyncio.to_thread(lambda: json.load(urllib.request.urlopen(request, timeout=10)))
    (view,) = await services.messages.get((answer["id"],))
    assert (view.text, view.agent_id) == ("De um programa", None)


async def test_a_note_calls_an_agent_and_leaves_nothing_to_send(running: Running) -> None:
    services = running.services
    rita = await services.agents.create("Rita", "#aa3366")
    caio = await services.agents.create("Caio", "#3366aa")
    chat = (await _chats(running))[0]
    before = await services.messages.latest(chat.id)
    for text in HOSTILE:
        note = await services.notes.add(chat.id, text, (caio.id, AgentId(999)))
        assert (note.text, note.mentions, note.agent_id) == (text, (caio.id,), rita.id)
    assert await services.notes.calls() == ()
    await services.agents.switch(caio.id)
    assert len(await services.notes.calls()) == len(HOSTILE)
    await services.notes.seen(chat.id)
    assert await services.notes.calls() == ()
    await services.notes.edit(note.id, "Outro texto", (rita.id,))
    await services.notes.remove(note.id)
    assert note.id not in {each.id for each in await services.notes.of(chat.id)}
    assert (await services.notes.restore(note.id)).text == "Outro texto"
    for text in ("", " \n", "a" * 8_001, "\x00"):
        with pytest.raises(Invalid):
            await services.notes.add(chat.id, text)
    after = await services.messages.latest(chat.id)
    assert [m.id for m in after.items] == [m.id for m in before.items]


async def test_a_snooze_ends_by_itself(running: Running, clock: Clock) -> None:
    services = running.services
    chat = (await _chats(running))[0]
    ended: list[SnoozeEnded] = []
    running.bus.subscribe(SnoozeEnded, ended.append)
    await services.workflow.apply((chat.id,), desk.Snooze(clock.now_ms() + 300))
    assert chat.id not in {c.id for c in await _chats(running)}

    async def back() -> bool:
        return bool(ended)

    await until(back, 5)
    assert ended == [SnoozeEnded((chat.id,))]
    (view,) = await services.chats.get((chat.id,))
    assert view.marked_unread
    assert view.is_in(ChatFilter.ALL)


async def test_an_own_name_is_the_title_at_once_and_is_found(running: Running) -> None:
    services = running.services
    told: list[ChangeSet] = []
    running.bus.subscribe(ChangeSet, told.append)
    chat = (await _chats(running))[0]
    for name in ("Dona Conceição — bolos", "<b>Zé</b> & 'filhos'", "👩‍👩‍👧‍👦 Família"):
        contact = await services.people.rename(chat.contact_id, f"  {name}\n")
        assert (contact.title, contact.own_name) == (name, name)
        (view,) = await services.chats.get((chat.id,))
        assert view.title == name
        assert any(chat.id in each.chats and chat.contact_id in each.contacts for each in told)
        word = next(w for w in name.replace("<b>", " ").replace("</b>", " ").split() if w[0].isalpha())
        assert chat.id in {c.id for c in await services.search.chats(word)}
    contact = await services.people.rename(chat.contact_id, " ")
    assert (contact.title, contact.own_name) == (chat.title, None)
    with pytest.raises(Invalid):
        await services.people.rename(chat.contact_id, "a" * 121)


async def test_fields_of_every_kind(running: Running) -> None:
    people = running.services.people
    contact = (await _chats(running))[0].contact_id
    made = {}
    for kind in FieldKind:
        choices = ("Bolo", "Salgado", "Bolo") if kind is FieldKind.CHOICE else ("ignored",)
        made[kind] = await people.save_field(FieldDefinition(name=f"Campo {kind}", kind=kind, choices=choices))
    assert made[FieldKind.CHOICE].choices == ("Bolo", "Salgado")
    good = {
        FieldKind.TEXT: ("<i>oi</i>", "<i>oi</i>"), FieldKind.NUMBER: ("1.234,50", "1234.5"),
        FieldKind.DATE: ("2026-11-22", "2026-11-22"), FieldKind.CHOICE: ("Bolo", "Bolo"),
    }  # fmt: skip
    bad = {FieldKind.TEXT: "a" * 1001, FieldKind.NUMBER: "1e999", FieldKind.DATE: "31/02/2026", FieldKind.CHOICE: "Torta"}
    for kind, (typed, kept) in good.items():
        await people.set_value(contact, made[kind].id, typed)
        with pytest.raises(Invalid):
            await people.set_value(contact, made[kind].id, bad[kind])
        assert (made[kind].id, kept) in (await people.details(contact)).values
    number = made[FieldKind.NUMBER].id
    await people.remove_field(number)
    assert number not in dict((await people.details(contact)).values)
    await people.restore_field(number)
    assert dict((await people.details(contact)).values)[number] == "1234.5"
    await people.set_value(contact, number, "")
    assert number not in dict((await people.details(contact)).values)
    with pytest.raises(Conflict):
        await people.save_field(FieldDefinition(name="CAMPO TEXT"))
    with pytest.raises(NotFound):
        await people.set_value(contact, FieldId(99), "x")


async def test_saved_views_keep_their_order(running: Running) -> None:
    views = running.services.views
    one = await views.save("Pendentes", Listing(which=ChatFilter.WAITING, sort=ChatSort.OLDEST_WAITING))
    two = await views.save("Minhas", Listing(which=ChatFilter.MINE))
    await views.order((two.id,))
    assert [each.name for each in await views.all()] == ["Minhas", "Pendentes"]
    with pytest.raises(Conflict):
        await views.save("PENDENTES", Listing())
    changed = await views.save("A responder", one.listing, one.id)
    assert (changed.id, changed.listing) == (one.id, one.listing)
    await views.remove(two.id)
    assert [each.name for each in await views.all()] == ["A responder"]


async def test_labels_are_found_and_narrow_a_search(running: Running) -> None:
    services = running.services
    told: list[ChangeSet] = []
    running.bus.subscribe(ChangeSet, told.append)
    chats = await _chats(running)
    label = await services.labels.create("Orçamento", "#aa3366")
    assert any(Listed.LABELS in each.lists for each in told)
    undo = await services.workflow.apply((chats[0].id,), desk.PutLabel(label.id))
    for typed in ("label:orcamento", 'etiqueta:"ORÇAMENTO"'):
        found = await services.search.everything(typed)
        assert [c.id for c in found.chats] == [chats[0].id]
        assert {hit.chat_id for hit in found.messages} == {chats[0].id}
    assert (await services.search.everything("label:nada")).messages == ()
    assert [c.id for c in (await services.workflow.list(Listing(label_id=label.id))).items] == [chats[0].id]
    await services.workflow.undo(undo)
    assert (await services.search.everything("label:orcamento")).messages == ()
    for typed in ('label:"', "label:%", "label:*", "label:'--", "from:\"a' OR 1", "label:" + "x" * 10_000, "antes:9999-99-99"):
        await services.search.everything(typed)

"""Two contacts made one and taken apart again: as it was before, whatever they had, whatever came meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.contact_files import Row
from services.domain.content import Direction, MessageKind, Peer
from services.domain.desk import Pin
from services.domain.errors import Conflict, Invalid, NotFound
from services.domain.events import ContactSeen, ReactionSeen
from services.domain.ids import ChatId, ContactId
from services.storage.database import Written
from services.storage.queries import contacts, search
from services.storage.writes import importing, instances, merging, workflow
from tests.factories import NOON_MS, group, lid, message, peer, phone, user
from tests.storage.store import Store, store

_LEFT_OUT = {"contact_merge", "contact_merge_row", "sqlite_sequence", "message_span", "message_text"}
# these count what happens, not what is
_COUNTERS = {"revision"}


@pytest.fixture
def desk() -> Iterator[Store]:
    with store() as opened:
        yield opened


def everything(desk: Store) -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    for (table,) in desk.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'message_fts%'"):
        if table not in _LEFT_OUT:
            names = [row[1] for row in desk.sql(f"PRAGMA table_info({table})") if row[1] not in _COUNTERS]
            found[table] = sorted(map(repr, desk.sql(f"SELECT {', '.join(names)} FROM {table}")))
    return found


def contact_of(desk: Store, address: object) -> ContactId:
    return ContactId(desk.sql("SELECT contact_id FROM alias WHERE address = ?", str(address))[0][0])


def filled(desk: Store, chats: list[int], other: int) -> None:
    """Two people with all that two people can have."""
    for n, who in enumerate(chats):
        at = n * 10
        text = f"{'pedido' if who == 1 else 'entrega'} {n}"
        direction = Direction.OUT if n % 4 == 3 else Direction.IN
        desk.see(message(f"M{n}", peer(who), text, at=at, direction=direction), instance=desk.instance)
    desk.see(message("G1", group(1), author=peer(1), at=3), message("G2", group(1), author=peer(2), at=4))
    for stanza, who in (("G1", 2), ("G2", 1), ("G1", 1)):
        desk.see(ReactionSeen(chat=group(1), stanza_id=stanza, emoji="👍", actor=peer(who)))
    desk.see(message("B", peer(2), "na filial", at=99), instance=other)  # type: ignore[arg-type]
    desk.see(ContactSeen(contact=Peer(address=user(2), name="Bia da Loja"), about="Ocupada"))

    def more(tx: Any) -> Written[None]:
        tx.execute("INSERT INTO label (name, same, folded, colour) VALUES ('VIP', 'vip', 'vip', '#112233')")
        tx.execute("INSERT INTO label (name, same, folded, colour) VALUES ('Novo', 'novo', 'novo', '#112244')")
        tx.execute("INSERT INTO field (name, same, kind, choices) VALUES ('CPF', 'cpf', 'text', x'5b5d')")
        for chat, contact, address in tx.all("SELECT id, contact_id, address FROM chat WHERE is_group = 0"):
            tx.execute("INSERT INTO chat_label VALUES (?, 1)", (chat,))
            tx.execute("INSERT INTO note (chat_id, text, at) VALUES (?, ?, 1)", (chat, f"nota de {address}"))
            tx.execute("INSERT INTO draft VALUES (?, ?, 1)", (chat, f"rascunho {address}"))
            tx.execute("INSERT OR IGNORE INTO field_value VALUES (?, 1, ?)", (contact, f"cpf {contact}"))
            tx.execute("UPDATE contact SET note = ? WHERE id = ?", (f"sobre {contact}", contact))
        tx.execute("INSERT INTO chat_label SELECT id, 2 FROM chat WHERE address = ?", (str(user(2)),))
        return Written(None)

    desk.write(more)
    first = desk.sql("SELECT id FROM chat WHERE address = ? ORDER BY id", str(user(2)))
    if first:
        desk.write(workflow.apply, (ChatId(first[0][0]),), Pin(), NOON_MS)
        desk.compose(ChatId(first[0][0]), "na fila", "c-merge")


@given(chats=st.lists(st.sampled_from([1, 2]), min_size=1, max_size=12), swapped=st.booleans())
def test_undone_it_is_as_before(chats: list[int], swapped: bool) -> None:
    with store() as desk:
        filled(desk, chats, desk.add_instance("filial"))
        before = everything(desk)
        pair = [contact_of(desk, user(1)), contact_of(desk, user(2))]
        into, gone = pair[::-1] if swapped else pair
        number = desk.write(merging.merge, into, gone, NOON_MS)
        desk.check()
        assert desk.sql("SELECT count(*) FROM contact WHERE id = ?", gone) == [(0,)]
        assert len(set(before["message"])) == desk.sql("SELECT count(*) FROM message")[0][0]
        desk.write(merging.undo, number)
        desk.check()
        assert everything(desk) == before


@given(chats=st.lists(st.sampled_from([1, 2]), min_size=2, max_size=8), later=st.lists(st.sampled_from([1, 2]), max_size=6))
def test_what_came_meanwhile_is_never_lost(chats: list[int], later: list[int]) -> None:
    with store() as desk:
        filled(desk, [1, 2, *chats], desk.add_instance("filial"))
        texts = {row[0]: row[1:] for row in desk.sql("SELECT stanza_id, text, chat_id FROM message WHERE stanza_id IS NOT NULL")}
        number = desk.write(merging.merge, contact_of(desk, user(1)), contact_of(desk, user(2)), NOON_MS)
        for n, who in enumerate(later):
            desk.see(message(f"L{n}", peer(who), f"depois {n}", at=500 + n))
        kept = desk.sql("SELECT id FROM chat WHERE address = ? ORDER BY id LIMIT 1", str(user(1)))[0][0]
        desk.write(merging.undo, number)
        desk.check()
        now = {row[0]: row[1:] for row in desk.sql("SELECT stanza_id, text, chat_id FROM message WHERE stanza_id IS NOT NULL")}
        assert {stanza: now[stanza] for stanza in texts} == texts
        assert {now[f"L{n}"] for n in range(len(later))} <= {(f"depois {n}", kept) for n in range(len(later))}
        desk.see(message("Z", peer(2), "de novo", at=900))
        (chat,) = desk.sql("SELECT c.contact_id FROM message m JOIN chat c ON c.id = m.chat_id WHERE m.stanza_id = 'Z'")
        assert chat[0] == contact_of(desk, user(2))


def test_merged_they_are_one_conversation_that_is_found(desk: Store) -> None:
    filled(desk, [1, 2, 1, 2], desk.add_instance("filial"))
    number = desk.write(merging.merge, contact_of(desk, user(1)), contact_of(desk, user(2)), NOON_MS)
    changes = desk.published[-1]
    assert changes.chats_merged and contact_of(desk, user(1)) in changes.contacts
    mine = [c for c in desk.chats() if not c.is_group]
    assert len(mine) == 2  # one over each number of ours
    found = desk.read(search.everything, "entrega", 50)
    assert {hit.chat_id for hit in found.messages} == {mine[0].id} or {hit.chat_id for hit in found.messages} == {mine[1].id}
    desk.write(merging.undo, number)
    again = desk.read(search.everything, "entrega", 50)
    assert {hit.address for hit in again.messages} == {str(user(2))}


def test_who_is_kept_keeps_the_name(desk: Store) -> None:
    filled(desk, [1, 2], desk.add_instance("filial"))
    into, gone = contact_of(desk, user(1)), contact_of(desk, user(2))
    (before,) = desk.read(contacts.get, (into,))
    desk.write(merging.merge, into, gone, NOON_MS)
    (after,) = desk.read(contacts.get, (into,))
    assert after.title == before.title != "Bia da Loja"


def test_what_was_changed_since_stays(desk: Store) -> None:
    filled(desk, [1, 2], desk.add_instance("filial"))
    into, gone = contact_of(desk, user(1)), contact_of(desk, user(2))
    number = desk.write(merging.merge, into, gone, NOON_MS)
    desk.see(ContactSeen(contact=Peer(address=user(1), name="Ana Nova")))
    desk.write(merging.undo, number)
    assert desk.sql("SELECT name FROM contact WHERE id = ?", into) == [("Ana Nova",)]
    assert desk.sql("SELECT name FROM contact WHERE id = ?", gone) == [("Bia da Loja",)]


def test_it_is_undone_once_and_only_where_it_can_be(desk: Store) -> None:
    filled(desk, [1, 2], desk.add_instance("filial"))
    desk.see(message("C", peer(3), at=700))
    one, two, three = (contact_of(desk, user(n)) for n in (1, 2, 3))
    number = desk.write(merging.merge, two, one, NOON_MS)
    desk.write(merging.merge, three, two, NOON_MS)
    with pytest.raises(Conflict):
        desk.write(merging.undo, number)
    with pytest.raises(NotFound):
        desk.write(merging.undo, 99)
    with pytest.raises(Invalid):
        desk.write(merging.merge, three, three, NOON_MS)
    with pytest.raises(NotFound):
        desk.write(merging.merge, three, one, NOON_MS)
    with pytest.raises(Invalid):
        desk.write(merging.merge, three, contact_of(desk, group(1)), NOON_MS)


def test_what_is_remembered_goes_with_the_people_and_with_time(desk: Store) -> None:
    filled(desk, [1, 2], desk.add_instance("filial"))
    desk.write(merging.merge, contact_of(desk, user(1)), contact_of(desk, user(2)), NOON_MS)
    desk.see(message("C", peer(3), at=700), message("D", peer(4), at=701))
    row = Row(line=1, digits=phone(9))
    desk.write(importing.import_rows, (row,), NOON_MS)
    later = NOON_MS + 31 * 86_400_000
    desk.write(merging.merge, contact_of(desk, user(3)), contact_of(desk, user(4)), later)
    assert len(desk.sql("SELECT 1 FROM contact_merge")) == 1
    for instance in (1, 2):
        desk.write(instances.remove_instance, instance, False)
    assert desk.sql("SELECT 1 FROM contact_merge") == desk.sql("SELECT 1 FROM contact_merge_row") == []
    # who was brought in from a file is not the gateway's to take away
    assert desk.sql("SELECT address FROM alias") == [(str(user(9)),)]


def test_likely_twins_are_found(desk: Store) -> None:
    desk.see(message("A", Peer(address=lid(1), push_name="João Prado"), at=1))
    desk.see(message("B", Peer(address=user(5), push_name="joao prado"), at=2, kind=MessageKind.TEXT))
    for n in (6, 7):
        desk.see(message(f"C{n}", Peer(address=user(n), push_name="Maria"), at=n))
    (pair,) = desk.read(contacts.twins, 20)
    assert pair.reason == "name" and {pair.first.title, pair.second.title} == {"João Prado", "joao prado"}
    # two rows of one number are what an old import may have left
    desk.connection.execute("UPDATE alias SET match_key = ? WHERE address = ?", (user(6).match_key, str(user(7))))
    assert phone(6) in {p.first.phone for p in desk.read(contacts.twins, 20) if p.reason == "number"}

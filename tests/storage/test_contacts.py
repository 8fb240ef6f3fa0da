"""The contacts: in the order of their names, found without accents and by number, page by page."""

import pytest

from services.domain.address import parse
from services.domain.contacts import SharedKind
from services.domain.content import MessageKind, Peer
from services.domain.errors import Invalid, NotFound
from services.domain.ids import ChatId, ContactId, InstanceId
from services.storage.queries import contacts, shared
from services.storage.writes import directory as writes
from tests.factories import NOON_MS, group, lid, message, peer, phone, user, without_nine
from tests.storage.store import Store, store


@pytest.fixture
def desk():
    with store() as opened:
        yield opened


def named(opened: Store, *names: str | None) -> None:
    for number, name in enumerate(names, start=1):
        opened.see(message(f"M{number}", Peer(address=user(number), push_name=name), at=number))


def titles(opened: Store, typed: str = "") -> list[str]:
    found, cursor = [], None
    while True:
        page = opened.read(contacts.page, typed, cursor, 2)
        found += [contact.title for contact in page.items]
        cursor = page.next
        if cursor is None:
            return found


def test_by_name_as_portuguese_orders_them_and_the_nameless_last(desk):
    named(desk, "Zuleica", "Ângela", "ana", None, "Íris", "Çelik", "  ")
    assert titles(desk)[:5] == ["ana", "Ângela", "Çelik", "Íris", "Zuleica"]
    assert all(title.startswith("+55") for title in titles(desk)[5:]) and len(titles(desk)) == 7


def test_a_group_is_nobody(desk):
    desk.see(message("G", group(1), author=peer(3)))
    assert titles(desk) == [peer(3).push_name]


def test_found_without_accents_by_every_name_and_word(desk):
    named(desk, "João da Conceição", "Joana Prado", "Иван Петров")
    desk.connection.execute("UPDATE contact SET business_name = 'Padaria Pão Quente' WHERE id = 2")
    assert titles(desk, "joao") == ["João da Conceição"]
    assert titles(desk, "conceicao jo") == ["João da Conceição"]
    assert titles(desk, "PÃO") == ["Padaria Pão Quente"]
    assert titles(desk, "Иван") == ["Иван Петров"]
    assert titles(desk, "joa") == ["João da Conceição", "Padaria Pão Quente"]
    assert titles(desk, "ninguém") == []


def test_found_by_number_with_and_without_the_ninth_digit(desk):
    named(desk, "Ana", "Bruno")
    assert titles(desk, phone(1)) == ["Ana"]
    assert titles(desk, without_nine(phone(1))) == ["Ana"]
    assert titles(desk, f"+55 ({phone(2)[2:4]}) {phone(2)[4:9]}-{phone(2)[9:]}") == ["Bruno"]


@pytest.mark.parametrize("typed", ["'", '"', "%", "_", "\\", "\x00", "a' OR 1=1 --", "\ud800", "💥" * 200, "1 2", "(((", "*"])
def test_anything_typed_is_legal(desk, typed):
    named(desk, "Ana")
    titles(desk, typed)


def test_a_foreign_cursor_is_refused(desk):
    for cursor in ("x", "WzEsMl0", "\ud800", "!!!"):
        with pytest.raises(Invalid):
            desk.read(contacts.page, "", cursor, 5)


def test_a_chat_we_begin_is_the_one_that_is_there(desk):
    desk.see(message("A", 1))
    (there,) = desk.chats()
    assert desk.write(writes.start_chat, desk.instance, user(1), (), NOON_MS) == (there.id, True)
    short = parse(without_nine(phone(1)))
    assert desk.write(writes.start_chat, desk.instance, short, (), NOON_MS) == (there.id, True)


def test_a_lid_chat_is_found_again_by_the_number_the_gateway_ties_to_it(desk):
    desk.see(message("A", lid(1)))
    (there,) = desk.chats()
    assert desk.write(writes.start_chat, desk.instance, lid(1), (user(1),), NOON_MS) == (there.id, True)
    assert desk.chats()[0].address == user(1)


def test_a_new_chat_waits_for_its_first_message(desk):
    chat, existed = desk.write(writes.start_chat, desk.instance, user(5), (), NOON_MS)
    assert not existed and desk.chats() == ()
    desk.compose(chat)
    assert [c.id for c in desk.chats()] == [chat]
    with pytest.raises(NotFound):
        desk.write(writes.start_chat, InstanceId(99), user(5), (), NOON_MS)


def test_every_conversation_of_a_person(desk):
    desk.see(message("A", 1))
    other = desk.add_instance("filial")
    desk.see(message("B", 1, at=60), instance=other)
    found = desk.read(contacts.conversations, ContactId(1))
    assert [chat.instance_id for chat in found] == [other, desk.instance]


def test_what_a_chat_holds_page_by_page(desk):
    kinds = {MessageKind.IMAGE: "foto", MessageKind.DOCUMENT: "nota.pdf", MessageKind.VIDEO: None}
    for n in range(30):
        kind = list(kinds)[n % 3]
        desk.see(message(f"F{n}", 1, kinds[kind], kind=kind, at=n))
    desk.see(message("L1", 1, "veja https://example.com/a", at=40), message("L2", 1, "www.example.com", at=41))
    desk.see(message("T", 1, "nada", at=42), message("O", 2, "https://example.com/outro", at=43))
    chat = next(c.id for c in desk.chats() if c.address == user(1))

    def all_of(which: SharedKind) -> list[str | None]:
        found, cursor = [], None
        while True:
            page = desk.read(shared.page, chat, which, cursor, 3)
            found += [m.stanza_id for m in page.items]
            cursor = page.next
            if cursor is None:
                return found

    assert all_of(SharedKind.PICTURES) == [f"F{n}" for n in range(29, -1, -1) if n % 3 != 1]
    assert all_of(SharedKind.DOCUMENTS) == [f"F{n}" for n in range(28, -1, -3)]
    assert all_of(SharedKind.LINKS) == ["L2", "L1"]
    desk.connection.execute("UPDATE message SET deleted = 1 WHERE stanza_id = 'L1'")
    assert all_of(SharedKind.LINKS) == ["L2"]
    assert desk.read(shared.page, ChatId(99), SharedKind.LINKS, None, 3).items == ()

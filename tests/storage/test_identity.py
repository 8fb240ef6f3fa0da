"""Who is who: addresses that turn out to be one person, numbers that move between gateways and phones."""

import msgspec
import pytest

from services.domain import address as addresses
from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import Invalid
from services.domain.events import (
    AckSeen,
    ChatSeen,
    ConnectionSeen,
    ConnectionState,
    ContactSeen,
    GroupSeen,
    MessageRevoked,
)
from services.domain.ids import InstanceId
from services.domain.status import Status
from services.storage.writes import instances, outbox, sessions
from tests.factories import NOON_MS, echo, group, lid, message, name, peer, phone, user, without_nine
from tests.storage.store import Store, store

OWN = Address(AddressKind.USER, "551140028922")
OTHER_OWN = Address(AddressKind.USER, "551140028933")


def connected(opened: Store, own: Address = OWN, instance: InstanceId | None = None, **rest: object) -> None:
    opened.see(ConnectionSeen(state=ConnectionState.CONNECTED, own_address=own, **rest), instance=instance)


def test_a_customer_known_by_lid_gets_their_number_later() -> None:
    with store() as opened:
        opened.see(message("A", Peer(address=lid(1), push_name=name(1))))
        (before,) = opened.chats()
        assert before.phone is None
        opened.see(ContactSeen(contact=Peer(address=user(1), aliases=(lid(1),))))
        (after,) = opened.chats()
        assert (after.id, after.phone, after.address) == (before.id, phone(1), user(1))


def test_two_chats_that_turn_out_to_be_one_are_joined_and_told_so() -> None:
    with store() as opened:
        opened.see(message("A", lid(1), at=1))
        opened.see(message("B", user(1), at=2))
        by_number, by_lid = opened.chats()
        opened.see(message("C", Peer(address=user(1), aliases=(lid(1),)), at=3))
        opened.check()
        (chat,) = opened.chats()
        assert [m.stanza_id for m in opened.messages()] == ["A", "B", "C"]
        assert chat.unread == 3
        assert opened.published[-1].chats_merged == ((by_number.id, by_lid.id),)
        assert {change.chat_id for change in opened.published[-1].messages} == {chat.id}
        assert by_number.id not in opened.published[-1].chats


def test_the_id_of_a_chat_that_is_gone_is_never_given_out_again() -> None:
    with store() as opened:
        opened.see(message("A", lid(1)))
        opened.see(message("B", user(1)))
        gone = max(c.id for c in opened.chats())
        opened.see(message("C", Peer(address=user(1), aliases=(lid(1),))), message("D", 2))
        assert gone not in [c.id for c in opened.chats()]


def test_a_draft_moves_with_its_chat() -> None:
    from services.storage.writes import chats

    with store() as opened:
        opened.see(message("A", lid(1)))
        opened.see(message("B", user(1)))
        newer = max(opened.chats(), key=lambda c: c.id)
        opened.write(chats.save_draft, newer.id, "Já vou", NOON_MS)
        opened.see(ContactSeen(contact=Peer(address=user(1), aliases=(lid(1),))))
        assert [c.draft for c in opened.chats()] == ["Já vou"]


def test_answers_that_wait_move_with_their_chat_and_keep_their_order() -> None:
    with store() as opened:
        opened.see(message("A", lid(1)))
        opened.see(message("B", user(1)))
        first, second = sorted(c.id for c in opened.chats())
        opened.compose(second, "um", "c1")
        opened.compose(first, "dois", "c2")
        opened.see(ContactSeen(contact=Peer(address=user(1), aliases=(lid(1),))))
        opened.check()
        claimed = opened.claim()
        assert claimed is not None and claimed.outgoing.text == "um"
        assert opened.claim() is None, "one at a time in what is one chat now"


@pytest.mark.parametrize("short_first", [True, False])
def test_the_ninth_digit_makes_no_second_customer(short_first: bool) -> None:
    short = Address(AddressKind.USER, without_nine(phone(1)))
    pair = [short, user(1)] if short_first else [user(1), short]
    with store() as opened:
        opened.see(message("A", pair[0]), message("B", pair[1]))
        (chat,) = opened.chats()
        assert chat.address == pair[0], "answers go where the gateway had it from"


def test_a_landline_has_no_twin() -> None:
    with store() as opened:
        opened.see(message("A", Address(AddressKind.USER, "551133334444")))
        opened.see(message("B", Address(AddressKind.USER, "5511933334444")))
        assert len(opened.chats()) == 2


def test_numbers_of_other_countries_have_no_twin() -> None:
    with store() as opened:
        opened.see(message("A", Address(AddressKind.USER, "351912345678")))
        opened.see(message("B", Address(AddressKind.USER, "35112345678")))
        assert len(opened.chats()) == 2


def test_one_event_never_makes_one_customer_of_two_numbers() -> None:
    with store() as opened:
        opened.see(message("A", user(1)), message("B", user(2)))
        opened.see(message("C", Peer(address=user(1), aliases=(user(2), group(1)))))
        assert len(opened.chats()) == 2


def test_our_own_number_as_somebodys_alias_joins_nobody() -> None:
    own_lid = lid(99)
    with store() as opened:
        connected(opened, own_lid=own_lid)
        opened.see(message("A", Peer(address=lid(1), aliases=(OWN,)), at=1))
        opened.see(message("B", Peer(address=lid(2), aliases=(OWN, own_lid)), at=2))
        opened.see(echo("C", Peer(address=user(3), aliases=(own_lid,)), at=3))
        assert len(opened.chats()) == 3


def test_a_changed_number_keeps_its_conversation() -> None:
    with store() as opened:
        opened.see(message("A", 1))
        opened.see(ContactSeen(contact=peer(2), old=user(1)))
        opened.see(message("B", 2, at=1))
        (chat,) = opened.chats()
        assert chat.address == user(2)


def test_group_members_tie_lid_and_number_together() -> None:
    with store() as opened:
        where = Peer(address=group(1), name="Bairro")
        opened.see(GroupSeen(group=where, action="snapshot", members=(Peer(address=lid(5), aliases=(user(5),)),)))
        opened.see(message("A", lid(5)), message("B", user(5)))
        assert len(opened.chats()) == 1


def test_whoever_writes_in_a_group_is_named_with_their_number() -> None:
    with store() as opened:
        opened.see(message("G1", group(1), author=peer(4)), message("G2", group(1), author=Peer(address=lid(5)), at=1))
        first, second = opened.messages()
        assert (first.author.name, first.author.phone) == (name(4), phone(4))
        assert second.author.phone is None
        opened.see(ContactSeen(contact=Peer(address=lid(5), aliases=(user(5),))))
        assert opened.messages()[1].author.phone == phone(5)


def test_a_chat_list_entry_ties_them_before_any_message() -> None:
    with store() as opened:
        opened.see(ChatSeen(chat=Peer(address=lid(5), aliases=(user(5),))))
        assert opened.chats() == ()
        opened.see(message("A", lid(5)), message("B", user(5)))
        assert [c.address for c in opened.chats()] == [user(5)]


@pytest.mark.parametrize(
    ("spelling", "in_inbox"),
    [
        ("5511988887777@s.whatsapp.net", True),
        ("5511988887777:12@s.whatsapp.net", True),
        ("5511988887777@c.us", True),
        ("+55 11 98888-7777", True),
        ("180000000000001@lid", True),
        ("5511988887777-1500000001@g.us", True),
        ("120363012345678901@g.us", True),
        ("alguém@nowhere", True),
        ("status@broadcast", False),
        ("5511988887777-1500000001@broadcast", False),
        ("120363012345678901@newsletter", False),
    ],
)
def test_which_addresses_are_conversations(spelling: str, in_inbox: bool) -> None:
    where = addresses.parse(spelling)
    assert where is not None
    with store() as opened:
        opened.see(message("A", where))
        assert len(opened.chats()) == int(in_inbox)


def test_a_message_without_chat_is_parked_not_guessed() -> None:
    with store() as opened:
        applied = opened.see(message("A", 1).__class__(**{**_fields(message("A", 1)), "chat": None}))
        assert applied.problems == ("chat_missing",)
        assert opened.chats() == ()


def _fields(event: object) -> dict[str, object]:
    import msgspec

    return msgspec.structs.asdict(event)  # type: ignore[type-var]


def test_one_number_on_two_gateways_is_one_history() -> None:
    with store() as opened:
        second = opened.add_instance("loja 2")
        connected(opened)
        connected(opened, instance=second)
        everything = [message(f"M{n}", n % 7, f"mensagem {n}", at=n) for n in range(500)]
        for event in everything:
            opened.see(event)
        for event in everything:
            opened.see(event, instance=second)
        opened.check()
        assert opened.sql("SELECT count(*) FROM message") == [(500,)]
        assert len(opened.chats()) == 7
        assert sum(c.unread for c in opened.chats()) == 500


@pytest.mark.parametrize("spelling", [OWN, Address(AddressKind.USER, "5511981234567")])
def test_messages_that_came_before_the_second_gateway_said_whose_it_is(spelling: Address) -> None:
    twin = Address(AddressKind.USER, without_nine(spelling.id)) if len(spelling.id) == 13 else spelling
    with store() as opened:
        second = opened.add_instance("loja 2")
        connected(opened, spelling)
        opened.see(message("A", 1), echo("B", 1, at=1), message("D", 3, at=5))
        opened.see(message("A", 1), echo("B", 1, at=1, status=Status.DELIVERED), message("C", 2, at=2), instance=second)
        opened.see(AckSeen(stanza_ids=("C2",), status=Status.READ), instance=second)
        opened.see(echo("C2", 1, at=3))
        opened.see(MessageRevoked(stanza_ids=("D",)), instance=second)
        connected(opened, twin, second)
        opened.check()
        assert opened.sql("SELECT count(*) FROM account") == [(1,)]
        status = dict(opened.sql("SELECT stanza_id, status FROM message WHERE direction = 'out'"))
        assert status == {"B": Status.DELIVERED, "C2": Status.READ}
        assert opened.sql("SELECT stanza_id FROM message WHERE deleted") == [("D",)]
        assert len(opened.chats()) == 3


def test_another_phone_linked_to_the_instance_starts_a_history_of_its_own() -> None:
    with store() as opened:
        connected(opened)
        opened.see(message("A", 1))
        old = opened.chats()[0].id
        connected(opened, OTHER_OWN)
        opened.see(message("B", 1, at=9))
        assert len(opened.chats()) == 2
        assert [m.stanza_id for m in opened.messages(old)] == ["A"]


def test_nothing_is_ever_answered_from_another_number() -> None:
    with store() as opened:
        connected(opened)
        opened.see(message("A", 1))
        old = opened.chats()[0].id
        waiting = opened.compose(old, "já envio", "c1")
        connected(opened, OTHER_OWN)
        assert opened.claim() is None
        assert opened.sql("SELECT status, error_code FROM message WHERE id = ?", waiting) == [
            (Status.FAILED, "not_connected")
        ]
        with pytest.raises(Invalid, match="instance"):
            opened.compose(old, "e agora", "c2")
        with pytest.raises(Invalid, match="instance"):
            opened.write(outbox.retry, waiting, NOON_MS)


def test_what_waits_goes_out_through_another_gateway_of_the_same_number() -> None:
    with store() as opened:
        second = opened.add_instance("loja 2")
        connected(opened)
        connected(opened, instance=second)
        opened.see(message("A", 1))
        opened.compose(opened.chats()[0].id, "já envio", "c1")
        opened.write(instances.remove_instance, opened.instance, True)
        claimed = opened.claim(instance=second)
        assert claimed is not None and claimed.outgoing.text == "já envio"


def test_an_instance_that_goes_leaves_no_clock_ticking_for_ever() -> None:
    with store() as opened:
        connected(opened)
        opened.see(message("A", 1))
        opened.compose(opened.chats()[0].id, "já envio", "c1")
        opened.write(instances.remove_instance, opened.instance, True)
        assert opened.messages()[-1].status is Status.FAILED
        again = opened.add_instance("loja")
        assert again != opened.instance, "ids of instances are never given out again"
        connected(opened, instance=again)
        opened.write(outbox.retry, opened.messages()[-1].id, NOON_MS)
        claimed = opened.claim(instance=again)
        assert claimed is not None


def test_an_instance_that_goes_with_its_history_leaves_nothing() -> None:
    with store() as opened:
        second = opened.add_instance("loja 2")
        connected(opened, OTHER_OWN, second)
        opened.see(message("S", 1), instance=second)
        connected(opened)
        opened.see(message("A", 1), echo("B", 1), message("G", group(1), author=peer(3)))
        opened.compose(opened.chats()[0].id)
        opened.write(instances.remove_instance, opened.instance, False)
        opened.check()
        assert opened.sql("SELECT stanza_id FROM message") == [("S",)]
        assert [c.instance_id for c in opened.chats()] == [second]
        for table in ("ack", "reaction", "edit", "revoke", "attempt", "draft", "early_media"):
            assert opened.sql(f"SELECT count(*) FROM {table}") == [(0,)]


def test_garbage_as_own_number_splits_no_history() -> None:
    with store() as opened:
        connected(opened)
        opened.see(message("A", 1))
        connected(opened, Address(AddressKind.RAW, "undefined"))
        opened.see(message("B", 1, at=1))
        assert len(opened.chats()) == 1


def test_older_news_of_the_connection_do_not_undo_newer_ones() -> None:
    def told(opened: Store, state: ConnectionState, at_s: int) -> None:
        opened.see(ConnectionSeen(state=state, occurred_at_ms=NOON_MS + at_s * 1000), at_ms=NOON_MS + 60_000)

    with store() as opened:
        told(opened, ConnectionState.CONNECTED, 20)
        told(opened, ConnectionState.RECONNECTING, 10)
        assert opened.sql("SELECT state FROM instance") == [("connected",)]
        told(opened, ConnectionState.LOGGED_OUT, 30)
        assert opened.sql("SELECT state FROM instance") == [("logged_out",)]


def test_a_gateway_whose_clock_is_behind_is_believed() -> None:
    with store() as opened:
        opened.write(sessions.set_state, opened.instance, ConnectionState.CONNECTING, None, NOON_MS, None)
        opened.see(
            ConnectionSeen(state=ConnectionState.CONNECTED, occurred_at_ms=NOON_MS - 300_000), at_ms=NOON_MS + 2000
        )
        assert opened.sql("SELECT state FROM instance") == [("connected",)]


def test_what_waited_its_turn_does_not_undo_what_was_asked_meanwhile() -> None:
    late = ConnectionSeen(state=ConnectionState.AWAITING_QR, occurred_at_ms=NOON_MS - 100)
    with store() as opened:
        opened.see(ConnectionSeen(state=ConnectionState.CONNECTED), at_ms=NOON_MS)
        opened.see(late, at_ms=NOON_MS - 20)
        assert opened.sql("SELECT state FROM instance") == [("connected",)]
        opened.see(msgspec.structs.replace(late, state=ConnectionState.LOGGED_OUT), at_ms=NOON_MS + 20)
        assert opened.sql("SELECT state FROM instance") == [("logged_out",)]

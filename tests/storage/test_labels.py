"""Labels: of the desk's own, and of gateways in whatever order they are told."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain import desk
from services.domain.content import Peer
from services.domain.errors import Conflict, Invalid, NotFound
from services.domain.events import ChatLabelsSeen, ContactSeen, LabelSeen
from services.domain.ids import ChatId, LabelId
from services.domain.labels import clean_name
from services.domain.models import ChatView
from services.storage.queries import labels as queries
from services.storage.writes import gateway_labels, labels, workflow
from tests.factories import NOON_MS, lid, message, user
from tests.storage.store import Store, store

HOSTILE = (
    "<img src=x onerror=alert(1)>", "'; DROP TABLE label; --", 'VIP" OR 1=1', "NEAR(", "%_*", "{0.__class__} %s",
    "‮cod‬", "Z̴̢̛͔a̷͚̾lgo", "👩‍👩‍👧‍👦" * 7, "=cmd|' /C calc'!A1",
)  # fmt: skip


def names_on(opened: Store, chat: ChatView) -> set[str]:
    by_id = {label.id: label.name for label in opened.read(queries.all_labels)}
    (now,) = (c for c in opened.chats() if c.id == chat.id)
    return {by_id[label] for label in now.labels}


def test_a_name_is_there_once_whatever_its_capitals() -> None:
    with store() as opened:
        label = opened.write(labels.create, "Orçamento", "#aa3366")
        for name in ("ORÇAMENTO", "orc\u0327amento"):
            with pytest.raises(Conflict):
                opened.write(labels.create, name, "#112233")
        other = opened.write(labels.create, "Orcamento", "#112233")
        with pytest.raises(Conflict):
            opened.write(labels.change, other, "orçamento", "#112233")
        opened.write(labels.change, label, "ORÇAMENTO", "#aa3366")
        assert [each.name for each in opened.read(queries.all_labels)] == ["Orcamento", "ORÇAMENTO"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_plain_text(name: str) -> None:
    with store() as opened:
        opened.see(message("A", 1))
        (chat,) = opened.chats()
        label = opened.write(labels.create, clean_name(name), "#aa3366")
        opened.write(workflow.apply, (chat.id,), desk.PutLabel(label), NOON_MS)
        assert names_on(opened, chat) == {name}


@pytest.mark.parametrize("name", ["", "  ", "\x00\x1b", "a" * 61])
def test_names_that_cannot_be_kept(name: str) -> None:
    with pytest.raises(Invalid):
        clean_name(name)


def test_a_half_character_is_kept_as_what_can_be_stored() -> None:
    assert clean_name("a\ud800b\x00\nc") == "a?b c"


def test_a_removed_label_comes_back_where_it_was() -> None:
    with store() as opened:
        opened.see(message("A", 1), message("B", 2), message("C", 3))
        chats = opened.chats()
        label = opened.write(labels.create, "VIP", "#aa3366")
        opened.write(workflow.apply, tuple(c.id for c in chats[:2]), desk.PutLabel(label), NOON_MS)
        removed = opened.write(labels.remove, label)
        assert [names_on(opened, c) for c in chats] == [set(), set(), set()]
        assert opened.published[-1].chats == {c.id for c in chats[:2]}
        assert opened.write(labels.restore, removed) == label
        assert [names_on(opened, c) for c in chats] == [{"VIP"}, {"VIP"}, set()]
        assert opened.read(queries.one, label).chats == 2
        with pytest.raises(NotFound):
            opened.write(labels.remove, LabelId(99))


EVENTS = (
    LabelSeen(label_id="7", name="Novo cliente", colour="#ff9485", occurred_at_ms=NOON_MS),
    LabelSeen(label_id="7", chat=user(1), assigned=True, occurred_at_ms=NOON_MS + 1000),
    LabelSeen(label_id="7", chat=lid(2), assigned=True, occurred_at_ms=NOON_MS + 1000),
    LabelSeen(label_id="7", chat=user(2), assigned=False, occurred_at_ms=NOON_MS + 2000),
    ContactSeen(contact=Peer(address=user(2), aliases=(lid(2),))),
    message("A", 1, at=1),
    message("B", 2, at=2),
)


@pytest.mark.parametrize("first", range(len(EVENTS)))
def test_a_gateways_labels_in_any_order(first: int) -> None:
    for rest in itertools.islice(itertools.permutations(EVENTS[:first] + EVENTS[first + 1 :]), 0, 720, 17):
        with store() as opened:
            for event in (EVENTS[first], *rest):
                opened.see(event)
            on = {c.address: names_on(opened, c) for c in opened.chats()}
            assert on == {user(1): {"Novo cliente"}, user(2): set()}
            opened.check()


def test_a_gateways_label_is_the_desks_of_the_same_name() -> None:
    with store() as opened:
        opened.see(message("A", 1))
        (chat,) = opened.chats()
        own = opened.write(labels.create, "vip", "#aa3366")
        opened.see(
            LabelSeen(label_id="1", name="VIP", colour="#000000"), LabelSeen(label_id="1", chat=user(1), assigned=True)
        )
        assert [each.id for each in opened.read(queries.all_labels)] == [own]
        assert names_on(opened, chat) == {"vip"}
        # renamed there: theirs goes to a label of that name, the desk's own stays as it is
        opened.see(LabelSeen(label_id="1", name="Premium"), at_ms=NOON_MS + 5000)
        assert names_on(opened, chat) == {"Premium"}
        opened.see(LabelSeen(label_id="1", name="Ouro"), at_ms=NOON_MS + 6000)
        assert {each.name for each in opened.read(queries.all_labels)} == {"vip", "Ouro"}
        # gone there: taken off, and what existed only because of it goes too
        opened.see(LabelSeen(label_id="1", deleted=True), at_ms=NOON_MS + 7000)
        assert names_on(opened, chat) == set()
        assert [each.name for each in opened.read(queries.all_labels)] == ["vip"]


def test_all_labels_of_a_chat_at_once_and_one_that_an_agent_removed() -> None:
    with store() as opened:
        opened.see(message("A", 1), *(LabelSeen(label_id=str(n), name=f"Etiqueta {n}") for n in range(3)))
        (chat,) = opened.chats()
        opened.see(ChatLabelsSeen(chat=user(1), label_ids=("0", "1")))
        opened.see(ChatLabelsSeen(chat=user(1), label_ids=("1", "2")), at_ms=NOON_MS + 1000)
        assert names_on(opened, chat) == {"Etiqueta 1", "Etiqueta 2"}
        two = next(each for each in opened.read(queries.all_labels) if each.name == "Etiqueta 2")
        opened.write(labels.remove, two.id)
        # the gateway goes on telling of it
        opened.see(LabelSeen(label_id="2", name="Etiqueta 2"), ChatLabelsSeen(chat=user(1), label_ids=("1", "2")))
        assert names_on(opened, chat) == {"Etiqueta 1"}


def test_what_an_agent_did_is_newer_than_what_was_told_before_and_waits_to_be_told() -> None:
    with store() as opened:
        opened.see(message("A", 1), LabelSeen(label_id="9", name="Entrega"))
        (chat,) = opened.chats()
        (label,) = opened.read(queries.all_labels)
        opened.write(workflow.apply, (chat.id,), desk.PutLabel(label.id), NOON_MS + 5000)
        (item,) = opened.read(queries.untold)
        assert (item.remote_id, item.on, item.address) == ("9", True, str(user(1)))
        opened.see(LabelSeen(label_id="9", chat=user(1), assigned=False, occurred_at_ms=NOON_MS + 1000))
        assert names_on(opened, chat) == {"Entrega"}
        opened.write(gateway_labels.mark_told, item)
        assert opened.read(queries.untold) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(LabelSeen, label_id=st.sampled_from("12"), name=st.text(max_size=70), colour=st.text(max_size=8)),
            st.builds(LabelSeen, label_id=st.sampled_from("12"), deleted=st.just(True)),
            st.builds(
                LabelSeen, label_id=st.sampled_from("12"), chat=st.sampled_from((user(1), user(2), lid(1))),
                assigned=st.booleans(), occurred_at_ms=st.integers(NOON_MS, NOON_MS + 9),
            ),
            st.builds(ChatLabelsSeen, chat=st.just(user(1)), label_ids=st.lists(st.sampled_from("123")).map(tuple)),
            st.just(message("A", 1)),
            st.just(ContactSeen(contact=Peer(address=user(1), aliases=(lid(1),)))),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_whatever_a_gateway_says_of_labels_is_survived(events: list[LabelSeen]) -> None:
    with store() as opened:
        for event in events:
            opened.see(event)
        known = {label.id for label in opened.read(queries.all_labels)}
        assert all(set(chat.labels) <= known for chat in opened.chats())
        assert all(ChatId(c) for (c,) in opened.sql("SELECT chat_id FROM chat_label"))
        opened.check()

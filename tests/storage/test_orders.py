"""Whatever order things come in, and however often, the same conversation stands at the end."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.address import Address
from services.domain.content import Direction, Media, MessageKind, Peer, ProviderProblem, Quoted
from services.domain.events import (
    AckSeen,
    AnyEvent,
    ContactSeen,
    MediaSeen,
    MessageEdited,
    MessageRevoked,
    ReactionSeen,
)
from services.domain.outgoing import Accepted
from services.domain.status import Status
from tests.factories import NOON_MS, echo, group, lid, message, name, peer, user
from tests.storage.store import Store, store

TEXT = "Bom dia! Como posso ajudar?"


def ack(status: Status, stanza: str = "OUT1", **rest: object) -> AckSeen:
    return AckSeen(stanza_ids=(stanza,), status=status, occurred_at_ms=NOON_MS + 5000, **rest)


def ours(opened: Store) -> tuple[object, ...]:
    (row,) = [m for m in opened.messages() if m.direction is Direction.OUT]
    return (row.stanza_id, row.provider_message_id, row.client_id, row.status, row.error_code, row.text, row.sent_at_ms)


def run(order: tuple[str, ...], steps: dict[str, Callable[[Store], object]]) -> tuple[object, ...]:
    with store() as opened:
        opened.see(message("IN1", at=-60))
        opened.compose(opened.chats()[0].id)
        claimed = opened.claim()
        assert claimed is not None
        opened.claimed = claimed  # type: ignore[attr-defined]
        for step in order:
            steps[step](opened)
            opened.check()
        (chat,) = opened.chats()
        assert chat.unread == 0
        assert opened.claim() is None, "nothing may be sent again"
        return (*ours(opened), chat.preview, chat.preview_status, len(opened.messages()))


STEPS: dict[str, Callable[[Store], object]] = {
    "response": lambda s: s.finish(s.claimed, Accepted(stanza_id="OUT1", provider_message_id="P1")),  # type: ignore[attr-defined]
    "echo": lambda s: s.see(echo("OUT1", text=TEXT, at=2)),
    "sent": lambda s: s.see(ack(Status.SENT)),
    "delivered": lambda s: s.see(ack(Status.DELIVERED)),
    "read": lambda s: s.see(ack(Status.READ)),
    "again": lambda s: s.see(echo("OUT1", text=TEXT, at=2), ack(Status.DELIVERED)),
}


def test_all_720_orders_of_one_answer_end_in_the_same_row() -> None:
    ends = {run(order, STEPS) for order in itertools.permutations(STEPS)}
    assert ends == {("OUT1", "P1", "c1", Status.READ, None, TEXT, NOON_MS, TEXT, Status.READ, 2)}


def test_all_orders_with_a_failure_told_end_with_its_reason() -> None:
    steps = {k: STEPS[k] for k in ("response", "echo", "sent", "again")}
    steps["again"] = steps["echo"]
    steps["failed"] = lambda s: s.see(ack(Status.FAILED, problem=ProviderProblem(code="131026", text="not reachable")))
    ends = {run(order, steps)[:5] for order in itertools.permutations(steps)}
    assert ends == {("OUT1", "P1", "c1", Status.FAILED, "131026")}


def test_all_orders_of_a_failure_and_late_good_news_end_well() -> None:
    steps = {k: STEPS[k] for k in ("response", "echo", "delivered")}
    steps["failed"] = lambda s: s.see(ack(Status.FAILED, problem=ProviderProblem(code="131026")))
    ends = {run(order, steps)[:5] for order in itertools.permutations(steps)}
    assert ends == {("OUT1", "P1", "c1", Status.DELIVERED, None)}


def test_an_answer_that_names_no_id_meets_its_echo_in_every_order() -> None:
    steps = {k: STEPS[k] for k in ("echo", "delivered", "again")}
    steps["response"] = lambda s: s.finish(s.claimed, Accepted())  # type: ignore[attr-defined]
    ends = {run(order, steps) for order in itertools.permutations(steps)}
    assert {(*end[:4], end[-1]) for end in ends} == {("OUT1", "OUT1", "c1", Status.DELIVERED, 2)}


def test_the_echo_is_ours_by_client_id_in_every_order() -> None:
    steps: dict[str, Callable[[Store], object]] = {
        "response": STEPS["response"],
        # the gateway changed the text: only the id it was given tells whose it is
        "echo": lambda s: s.see(echo("OUT1", text=f"*Loja*: {TEXT}", at=2, client_ref="c1")),
        "ack": lambda s: s.see(ack(Status.DELIVERED, client_ref="c1")),
    }
    ends = {run(order, steps) for order in itertools.permutations(steps)}
    assert ends == {("OUT1", "P1", "c1", Status.DELIVERED, None, TEXT, NOON_MS, TEXT, Status.DELIVERED, 2)}


def same_end(*events: AnyEvent, repeat: bool = True) -> list[object]:
    """Apply in every order, each event alone in its transaction and once more at the end; all ends must be equal."""
    ends = []
    for order in itertools.permutations(events):
        with store() as opened:
            for event in order:
                opened.see(event)
                opened.check()
            if repeat:
                for event in reversed(order):
                    opened.see(event)
                opened.check()
            ends.append(opened.conversations())
    assert all(end == ends[0] for end in ends), next(e for e in ends if e != ends[0])
    return ends[0]


def at(seconds: int) -> int:
    return NOON_MS + seconds * 1000


def test_marks_before_their_message_apply_when_it_comes() -> None:
    (chat,) = same_end(
        message("IN1", text="Tem preço?"),
        MessageEdited(stanza_id="IN1", text="Tem o preço?", occurred_at_ms=at(10)),
        MessageRevoked(stanza_ids=("IN1",), occurred_at_ms=at(30)),
        ReactionSeen(stanza_id="IN1", emoji="👍", from_me=True, occurred_at_ms=at(20)),
    )
    ((_, stanza, _, _, text, _, _, edited, deleted, reactions, *_),) = chat[-1]
    assert (stanza, text, edited, deleted) == ("IN1", "Tem o preço?", True, True)
    assert reactions == [("👍", True, "")]


def test_an_edit_back_to_an_earlier_text_is_not_lost() -> None:
    (chat,) = same_end(
        message("IN1", text="às 10h"),
        MessageEdited(stanza_id="IN1", text="às 11h", occurred_at_ms=at(10)),
        MessageEdited(stanza_id="IN1", text="às 12h", occurred_at_ms=at(20)),
        MessageEdited(stanza_id="IN1", text="às 11h", occurred_at_ms=at(30)),
    )
    assert chat[-1][0][4] == "às 11h"


def test_two_edits_of_one_second_end_the_same() -> None:
    same_end(
        message("IN1", text="a"),
        MessageEdited(stanza_id="IN1", text="b", occurred_at_ms=at(10)),
        MessageEdited(stanza_id="IN1", text="c", occurred_at_ms=at(10)),
    )


def test_history_that_shows_the_edited_text_wins_over_the_first_one() -> None:
    (chat,) = same_end(message("IN1", text="às 10h"), message("IN1", text="às 11h", edited=True))
    assert chat[-1][0][4] == "às 11h"
    assert chat[-1][0][7] is True


def test_the_last_reaction_of_each_person_stands() -> None:
    (chat,) = same_end(
        message("IN1"),
        ReactionSeen(stanza_id="IN1", emoji="❤️", actor=peer(1), occurred_at_ms=at(1)),
        ReactionSeen(stanza_id="IN1", emoji=None, actor=peer(1), occurred_at_ms=at(2)),
        ReactionSeen(stanza_id="IN1", emoji="🙏", from_me=True, occurred_at_ms=at(3)),
        ReactionSeen(stanza_id="IN1", emoji="😂", from_me=True, occurred_at_ms=at(2)),
    )
    assert chat[-1][0][9] == [("🙏", True, "")]


def test_the_other_side_of_a_direct_chat_need_not_be_named() -> None:
    (chat,) = same_end(
        message("IN1"),
        ReactionSeen(stanza_id="IN1", emoji="❤️", chat=user(1), occurred_at_ms=at(1)),
        ReactionSeen(stanza_id="IN1", emoji="🎉", actor=peer(1), occurred_at_ms=at(2)),
    )
    assert chat[-1][0][9] == [("🎉", False, name(1))]


def test_a_file_told_apart_from_its_message() -> None:
    (chat,) = same_end(
        message("IN1", text="nota fiscal", kind=MessageKind.DOCUMENT, media=Media(file_name="nota.pdf")),
        MediaSeen(stanza_id="IN1", media=Media(mime="application/pdf", url="https://gateway.invalid/f/1")),
    )
    assert chat[-1][0][10] == ("application/pdf", "nota.pdf", "pending")


def test_readers_in_a_group_tick_up_to_delivered() -> None:
    where = group(1)
    (chat,) = same_end(
        echo("OUT1", where),
        ack(Status.DELIVERED, chat=where, participant=user(2)),
        ack(Status.READ, chat=where, participant=user(3)),
        ack(Status.FAILED, participant=user(4)),
    )
    assert chat[-1][0][5:7] == (Status.DELIVERED, None)


def test_a_reader_named_in_a_direct_chat_ticks_it_blue() -> None:
    (chat,) = same_end(echo("OUT1"), ack(Status.READ, chat=user(1), participant=user(1)))
    assert chat[-1][0][5] is Status.READ


def test_a_failed_message_of_the_phone() -> None:
    (chat,) = same_end(
        echo("OUT1", status=Status.FAILED, problem=ProviderProblem(code="463")),
        ack(Status.SENT),
    )
    assert chat[-1][0][5:7] == (Status.FAILED, "463")
    (chat,) = same_end(echo("OUT1", status=Status.FAILED, problem=ProviderProblem(code="463")), ack(Status.READ))
    assert chat[-1][0][5:7] == (Status.READ, None)


def test_a_poor_view_and_a_rich_view_of_one_message() -> None:
    poor = message("IN1", at=None)
    rich = message("IN1", at=-30, quoted=Quoted(stanza_id="OLD", text="Temos sim"), provider_message_id="3EB0IN1")
    (chat,) = same_end(poor, rich, message("IN0", at=-60))
    assert [m[:2] for m in chat[-1]] == [(at(-60), "IN0"), (at(-30), "IN1")]
    assert chat[-1][1][11:13] == ("Temos sim", "3EB0IN1")


def test_what_could_not_be_decrypted_at_first() -> None:
    placeholder = message("IN1", text=None, kind=MessageKind.UNDECRYPTED)
    (chat,) = same_end(placeholder, message("IN1", text="Oi"), MessageRevoked(stanza_ids=("IN1",)))
    assert chat[-1][0][3:5] == (MessageKind.TEXT, "Oi")


def test_history_faster_than_the_webhook_still_counts_as_news() -> None:
    for order in itertools.permutations((True, False)):
        with store() as opened:
            for backfill in order:
                opened.see(message("IN1"), backfill=backfill)
            assert opened.chats()[0].unread == 1


def day(lid_known_by: str) -> list[AnyEvent]:
    """A mixed day of three customers, one of whom shows by LID first and by number later."""
    by_lid = Peer(address=lid(1), push_name=name(1))
    both: AnyEvent
    if lid_known_by == "message":
        both = message("A3", Peer(address=user(1), aliases=(lid(1),), push_name=name(1)), "Sou eu de novo", at=300)
    elif lid_known_by == "alias":
        both = message("A3", Peer(address=lid(1), aliases=(user(1),), push_name=name(1)), "Sou eu de novo", at=300)
    else:
        both = ContactSeen(contact=Peer(address=lid(1), aliases=(user(1),), push_name=name(1)))
    return [
        message("A1", by_lid, "Oi", at=10),
        message("A2", 1, "Tem preço?", at=20),
        both,
        echo("O1", 1, "Temos sim", at=30),
        echo("O2", by_lid, "R$ 10", at=40),
        ack(Status.READ, "O1"),
        ack(Status.DELIVERED, "O2"),
        ReactionSeen(stanza_id="O1", emoji="❤️", actor=by_lid, occurred_at_ms=at(50)),
        ReactionSeen(stanza_id="O1", emoji="👍", actor=peer(1), occurred_at_ms=at(60)),
        ReactionSeen(stanza_id="O1", emoji="🎉", actor=peer(2), occurred_at_ms=at(61)),
        MessageEdited(stanza_id="A2", text="Tem o preço?", occurred_at_ms=at(70)),
        message("B1", 2, "Boa tarde", at=15),
        echo("B2", 2, "Boa tarde!", at=80),
        message("B3", 2, "Era isso", at=81),
        MessageRevoked(stanza_ids=("B1",), occurred_at_ms=at(90)),
        message("G1", Peer(address=group(1), name="Bairro"), "Alguém?", at=100, author=by_lid),
        message("G2", Peer(address=group(1), name="Bairro"), "Eu", at=101, author=peer(1)),
        MediaSeen(stanza_id="C1", media=Media(mime="image/jpeg", url="https://gateway.invalid/f/2")),
        message("C1", 3, "foto", at=5, kind=MessageKind.IMAGE),
    ]


@pytest.mark.parametrize("lid_known_by", ["message", "alias", "contact"])
@given(data=st.data())
def test_a_mixed_day_in_any_order_with_repetitions(lid_known_by: str, data: st.DataObject) -> None:
    events = day(lid_known_by)
    order = data.draw(st.permutations(events))
    again = data.draw(st.lists(st.sampled_from(events), max_size=8))
    with store() as straight, store() as mixed:
        for event in events:
            straight.see(event)
        for event in [*order, *again]:
            mixed.see(event)
            mixed.check()
        assert mixed.conversations() == straight.conversations()
        assert len(mixed.chats()) == 4
        (merged,) = [c for c in mixed.chats() if c.phone == user(1).id]
        assert merged.address == user(1), "a chat is written to by its number once that is known"


@settings(max_examples=10)
@given(st.permutations(range(5)))
def test_spellings_of_one_brazilian_mobile(order: list[int]) -> None:
    short = Address(user(1).kind, user(1).id[:4] + user(1).id[5:])
    events = [
        message("M0", user(1), at=0),
        message("M1", short, at=1),
        message("M2", Peer(address=lid(1), aliases=(short,)), at=2),
        message("M3", lid(1), at=3),
        echo("M4", user(1), at=4),
    ]
    with store() as opened:
        for i in order:
            opened.see(events[i])
            opened.check()
        (chat,) = opened.chats()
        assert [m.stanza_id for m in opened.messages(chat.id)] == ["M0", "M1", "M2", "M3", "M4"]


@pytest.mark.parametrize("tied", [False, True])
@given(data=st.data())
def test_the_name_told_last_stands_whatever_came_in_first(tied: bool, data: st.DataObject) -> None:
    """A history page that comes late has the name of long ago."""
    names = data.draw(st.lists(st.sampled_from(("Marina", "Má", "Marina Doces", "MP")), min_size=2, max_size=6))
    events: list[AnyEvent] = [
        message(f"N{n}", Peer(address=lid(1) if n % 2 else user(1), push_name=told), "oi", at=-100 if tied else n - 100)
        for n, told in enumerate(names)
    ]
    # what ties the two addresses together tells no name
    events.append(message("BOTH", Peer(address=user(1), aliases=(lid(1),)), "sou eu", at=-1))
    order = data.draw(st.permutations(events))
    with store() as opened:
        for event in [*order, *data.draw(st.lists(st.sampled_from(events), max_size=4))]:
            opened.see(event, backfill=data.draw(st.booleans()))
        (chat,) = opened.chats()
        assert chat.title == (max(names) if tied else names[-1])


def test_a_gateway_whose_clock_is_ahead_does_not_keep_its_name_for_ever() -> None:
    with store() as opened:
        opened.see(message("N1", Peer(address=user(1), push_name="Marina"), "oi", at=90 * 86_400))
        opened.see(ContactSeen(contact=Peer(address=user(1), push_name="Ana Doces")), at_ms=NOON_MS + 1000)
        (chat,) = opened.chats()
        assert chat.title == "Ana Doces"

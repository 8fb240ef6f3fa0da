"""Answers: stored before they leave, in order, never twice, and every outcome shown as what it is."""

import pytest

from services.domain.content import Direction
from services.domain.errors import ErrorCode, Invalid, NotFound
from services.domain.events import AckSeen
from services.domain.ids import ChatId, MessageId
from services.domain.outgoing import Accepted, NotSent, Refused, Uncertain
from services.domain.status import Status
from services.storage.writes import chats, compose, outbox
from tests.factories import NOON_MS, echo, group, lid, message, peer, user
from tests.storage.store import Store, store

MINUTE = 60_000


def chat_with(opened: Store, n: int = 1) -> ChatId:
    opened.see(message(f"IN{n}", n, at=-600))
    return next(c.id for c in opened.chats() if c.title.endswith(f" {n}"))


def texts(opened: Store, at_ms: int = NOON_MS) -> list[str | None]:
    """Claim and accept until nothing may go."""
    sent = []
    while (claimed := opened.claim(at_ms)) is not None:
        sent.append(claimed.outgoing.text)
        opened.finish(claimed, Accepted(stanza_id=f"OUT-{claimed.outgoing.client_id}"))
    return sent


def status(opened: Store, message_id: MessageId) -> tuple[Status | None, str | None]:
    (row,) = [m for c in opened.chats() for m in opened.messages(c.id) if m.id == message_id]
    return row.status, row.error_code


def test_an_answer_is_a_queued_message_at_once() -> None:
    with store() as opened:
        chat = chat_with(opened)
        opened.write(chats.save_draft, chat, "Bom d", NOON_MS)
        composed = opened.compose(chat, "Bom dia!")
        (view,) = opened.chats()
        assert (view.preview, view.preview_status, view.draft, view.unread) == ("Bom dia!", Status.QUEUED, None, 0)
        assert status(opened, composed) == (Status.QUEUED, None)


def test_the_same_client_id_is_the_same_message() -> None:
    with store() as opened:
        chat = chat_with(opened)
        assert opened.compose(chat, "Bom dia!", "c1") == opened.compose(chat, "Bom dia!", "c1")
        assert texts(opened) == ["Bom dia!"]
        with pytest.raises(Invalid, match="client_id"):
            opened.compose(chat_with(opened, 2), "Bom dia!", "c1")


def test_unknown_chats_and_quotes() -> None:
    with store() as opened:
        chat = chat_with(opened)
        with pytest.raises(NotFound):
            opened.compose(ChatId(99))
        with pytest.raises(Invalid, match="quoted"):
            opened.write(compose.compose_text, chat, "x", "c1", MessageId(99), NOON_MS)
        with pytest.raises(NotFound):
            opened.write(outbox.retry, MessageId(99), NOON_MS)
        with pytest.raises(NotFound):
            opened.write(outbox.settle, opened.messages()[0].id, NOON_MS)


def test_a_quote_names_the_author_by_number_where_it_is_known() -> None:
    with store() as opened:
        opened.see(message("G1", group(1), author=peer(4, lid(4))))
        (chat,) = opened.chats()
        (quoted,) = opened.messages()
        opened.write(compose.compose_text, chat.id, "Sim", "c1", quoted.id, NOON_MS)
        claimed = opened.claim()
        assert claimed is not None and claimed.outgoing.quoted is not None
        assert (claimed.outgoing.quoted.stanza_id, claimed.outgoing.quoted.author) == ("G1", user(4))
        assert claimed.outgoing.chat == group(1)


def test_each_chat_in_order_and_one_at_a_time() -> None:
    with store() as opened:
        one, two = chat_with(opened, 1), chat_with(opened, 2)
        for n, (chat, text) in enumerate([(one, "1a"), (one, "1b"), (two, "2a"), (one, "1c")]):
            opened.compose(chat, text, f"c{n}")
        first, second = opened.claim(), opened.claim()
        assert first is not None and second is not None
        assert (first.outgoing.text, second.outgoing.text) == ("1a", "2a")
        assert opened.claim() is None, "1b waits for 1a"
        opened.finish(first, Accepted(stanza_id="S1"))
        assert texts(opened) == ["1b", "1c"]


def test_what_was_certainly_not_sent_goes_again_before_what_came_after_it() -> None:
    with store() as opened:
        chat = chat_with(opened)
        first = opened.compose(chat, "um", "c1")
        opened.compose(chat, "dois", "c2")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, NotSent(code=ErrorCode.UNAVAILABLE), retry_at=NOON_MS + MINUTE)
        assert status(opened, first) == (Status.QUEUED, "unavailable")
        nothing, due = opened.write(outbox.claim_attempt, opened.instance, "boot1", NOON_MS)
        assert (nothing, due) == (None, NOON_MS + MINUTE), "the one behind it makes nobody hurry"
        assert texts(opened, NOON_MS + MINUTE) == ["um", "dois"]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"kind": "telegram"}', b'{"kind": "text", "chat": "?"}', b"[1]"])
def test_what_cannot_be_read_fails_alone_and_what_is_behind_it_goes(raw: bytes) -> None:
    with store() as opened:
        chat, other = chat_with(opened, 1), chat_with(opened, 2)
        broken = opened.compose(chat, "um", "c1")
        opened.compose(chat, "dois", "c2")
        opened.compose(other, "três", "c3")
        opened.connection.execute("UPDATE attempt SET outgoing = ? WHERE message_id = ?", (raw, broken))
        assert texts(opened) == ["dois", "três"]
        assert status(opened, broken) == (Status.FAILED, "unreadable")
        with pytest.raises(Invalid):
            opened.write(outbox.retry, broken, NOON_MS)
        assert status(opened, broken) == (Status.FAILED, "unreadable")


def test_nothing_is_due_while_something_is_under_way() -> None:
    with store() as opened:
        chat = chat_with(opened)
        opened.compose(chat, "um", "c1")
        opened.compose(chat, "dois", "c2")
        opened.claim()
        assert opened.write(outbox.claim_attempt, opened.instance, "boot1", NOON_MS) == (None, None)


def test_a_refusal_is_a_failure_with_its_reason_and_holds_nobody_up() -> None:
    with store() as opened:
        chat = chat_with(opened)
        first = opened.compose(chat, "um", "c1")
        opened.compose(chat, "dois", "c2")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Refused(code=ErrorCode.NO_SUCH_NUMBER, text="exists: false"))
        assert status(opened, first) == (Status.FAILED, "no_such_number")
        assert texts(opened) == ["dois"]
        opened.write(outbox.retry, first, NOON_MS)
        assert status(opened, first) == (Status.QUEUED, None)
        assert texts(opened) == ["um"]


def test_an_uncertain_one_is_never_sent_again_by_itself() -> None:
    with store() as opened:
        chat = chat_with(opened)
        first = opened.compose(chat, "um", "c1")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"))
        opened.compose(chat, "dois", "c2")
        assert texts(opened, NOON_MS + 86_400_000) == ["dois"]
        assert status(opened, first) == (Status.UNKNOWN, "uncertain")


def test_an_uncertain_one_is_settled_by_its_echo() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"))
        opened.see(echo("OUT1", text="um", at=30))
        assert status(opened, first) == (Status.SENT, None)
        assert len(opened.messages()) == 2


def test_an_echo_found_while_another_try_waits_calls_that_try_off() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"))
        opened.write(outbox.retry, first, NOON_MS)
        opened.see(echo("OUT1", text="um", at=30))
        assert opened.claim(NOON_MS + MINUTE) is None
        assert status(opened, first) == (Status.SENT, None)


def test_the_same_words_typed_on_the_phone_later_are_another_message() -> None:
    with store() as opened:
        chat = chat_with(opened)
        opened.compose(chat, "ok", "c1")
        assert texts(opened) == ["ok"]
        opened.see(echo("PHONE1", text="ok", at=10))
        assert [m.stanza_id for m in opened.messages() if m.direction is Direction.OUT] == ["OUT-c1", "PHONE1"]


def test_an_answer_that_waited_long_still_meets_its_echo() -> None:
    with store() as opened:
        opened.compose(chat_with(opened), "um", "c1", NOON_MS)
        late = NOON_MS + 60 * MINUTE
        claimed = opened.claim(late)
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"), at_ms=late)
        opened.see(echo("OUT1", text="um", at=60 * 60 + 5), at_ms=late + 5000)
        assert len(opened.messages()) == 2


def test_a_gateway_whose_clock_is_off_still_shows_our_own() -> None:
    with store() as opened:
        opened.compose(chat_with(opened), "um", "c1")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"))
        opened.see(echo("OUT1", text="um", at=-900), at_ms=NOON_MS + 3000)
        assert len(opened.messages()) == 2


def test_a_person_settles_what_nobody_knows_and_a_late_echo_makes_no_second_row() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"))
        opened.write(outbox.settle, first, NOON_MS)
        assert status(opened, first) == (Status.SENT, None)
        opened.see(echo("OUT1", text="um", at=30))
        assert len(opened.messages()) == 2
        with pytest.raises(Invalid, match="status"):
            opened.write(outbox.settle, first, NOON_MS)


def test_only_failed_and_uncertain_ones_can_be_sent_again_and_only_once_per_click() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        with pytest.raises(Invalid, match="status"):
            opened.write(outbox.retry, first, NOON_MS)
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Refused(code=ErrorCode.REJECTED))
        opened.write(outbox.retry, first, NOON_MS)
        with pytest.raises(Invalid, match="status"):
            opened.write(outbox.retry, first, NOON_MS)
        assert texts(opened) == ["um"]


def test_a_crash_between_claim_and_answer_leaves_it_uncertain() -> None:
    with store() as opened:
        chat = chat_with(opened)
        first = opened.compose(chat, "um", "c1")
        opened.compose(chat, "dois", "c2")
        opened.claim()
        opened.crash()
        assert status(opened, first) == (Status.UNKNOWN, "uncertain")
        assert texts(opened) == ["dois"]


def test_a_sender_that_starts_anew_leaves_nothing_stuck() -> None:
    with store() as opened:
        other = opened.add_instance("loja 2")
        chat = chat_with(opened)
        opened.see(message("OTHER", 2), instance=other)
        first = opened.compose(chat, "um", "c1")
        opened.compose(chat, "dois", "c2")
        opened.compose(next(c.id for c in opened.chats() if c.instance_id == other), "x", "c3")
        opened.claim()
        opened.claim(instance=other)
        assert opened.write(outbox.recover, opened.boot_id, NOON_MS, opened.instance) == 1
        assert status(opened, first) == (Status.UNKNOWN, "uncertain")
        assert texts(opened) == ["dois"]


def test_a_crash_after_the_echo_needs_nobody() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        opened.claim()
        opened.see(echo("OUT1", text="um", at=1))
        opened.crash()
        assert status(opened, first) == (Status.SENT, None)


def test_an_echo_filed_under_the_wrong_twin_is_put_right() -> None:
    with store() as opened:
        chat = chat_with(opened)
        first, second = opened.compose(chat, "ok", "c1"), opened.compose(chat, "ok", "c2")
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Uncertain(text="time-out"))
        claimed = opened.claim(NOON_MS + 1000)
        assert claimed is not None
        opened.see(AckSeen(stanza_ids=("OUT2",), status=Status.READ), echo("OUT2", text="ok", at=1))
        assert status(opened, first)[0] is Status.READ
        opened.finish(claimed, Accepted(stanza_id="OUT2"))
        opened.check()
        assert status(opened, second) == (Status.READ, None)
        assert status(opened, first) == (Status.UNKNOWN, "uncertain"), "nobody knows of this one again"
        opened.see(echo("OUT1", text="ok", at=0))
        assert status(opened, first) == (Status.SENT, None)


def test_a_failure_told_after_sent_shows_and_can_be_tried_again() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        assert texts(opened) == ["um"]
        opened.see(AckSeen(stanza_ids=("OUT-c1",), status=Status.FAILED))
        assert status(opened, first) == (Status.FAILED, "rejected")
        opened.write(outbox.retry, first, NOON_MS)
        claimed = opened.claim()
        assert claimed is not None and claimed.n == 2
        opened.see(AckSeen(stanza_ids=("OUT-c1",), status=Status.FAILED))
        opened.finish(claimed, Accepted(stanza_id="OUT2"))
        assert status(opened, first) == (Status.SENT, None), "what failed was the attempt before"


def test_good_news_after_a_failure_wins() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        assert texts(opened) == ["um"]
        opened.see(AckSeen(stanza_ids=("OUT-c1",), status=Status.FAILED))
        opened.see(AckSeen(stanza_ids=("OUT-c1",), status=Status.DELIVERED))
        opened.see(AckSeen(stanza_ids=("OUT-c1",), status=Status.FAILED))
        assert status(opened, first) == (Status.DELIVERED, None)


def test_an_echo_that_came_before_our_own_row_is_absorbed_with_all_it_knew() -> None:
    with store() as opened:
        first = opened.compose(chat_with(opened), "um", "c1")
        claimed = opened.claim()
        assert claimed is not None
        # the gateway changed the text, so it was not known as ours
        opened.see(echo("OUT1", text="*Loja*: um", at=1, status=Status.DELIVERED))
        assert len(opened.messages()) == 3
        opened.finish(claimed, Accepted(stanza_id="OUT1"))
        opened.check()
        assert [m.text for m in opened.messages()] == ["Oi, bom dia!", "um"]
        assert status(opened, first) == (Status.DELIVERED, None)
        removed = [m for c in opened.published for m in c.messages if m.kind.value == "removed"]
        assert len(removed) == 1
        opened.see(message("IN9", 1, at=99))
        assert removed[0].message_id not in [m.id for m in opened.messages()]


def test_a_slow_clock_puts_no_answer_above_its_question() -> None:
    with store() as opened:
        chat = chat_with(opened)
        opened.see(message("LATE", 1, "Oi?", at=120))
        opened.compose(chat, "Olá", "c1", NOON_MS)
        assert [m.text for m in opened.messages()][-2:] == ["Oi?", "Olá"]
        assert opened.chats()[0].preview == "Olá"


def test_a_fast_clock_hides_no_reply() -> None:
    with store() as opened:
        chat = chat_with(opened)
        opened.compose(chat, "Olá", "c1", NOON_MS + 5 * MINUTE)
        opened.see(message("REPLY", 1, "Quero 2", at=10))
        assert opened.chats()[0].unread == 1

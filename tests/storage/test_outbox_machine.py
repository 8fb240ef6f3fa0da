"""Sending under every interleaving: responses, echoes, ticks, repetitions, retries and crashes between any two commits."""

from collections import defaultdict
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.domain.errors import ErrorCode, Invalid
from services.domain.events import AckSeen
from services.domain.outgoing import Accepted, NotSent, Refused, Uncertain
from services.domain.status import Status
from services.storage.writes import outbox
from tests.factories import NOON_MS, echo, message
from tests.storage.store import Store

CHATS = (1, 2)
TEXTS = ("ok", "Bom dia!")


@dataclass
class Sent:
    """One request that reached the gateway."""

    stanza_id: str
    chat: int
    text: str
    client_id: str
    at_ms: int


@dataclass
class Gateway:
    """What the other side knows; the desk must never make it send more than a person asked for."""

    sent: list[Sent] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Sending(RuleBasedStateMachine):
    """The desk's rows against a gateway that takes, refuses, forgets, repeats and talks out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        self.gateway = Gateway()
        self.now = NOON_MS
        self.composed = 0
        self.in_flight: outbox.Claimed | None = None
        self.reached: Sent | None = None
        self.seen: dict[tuple[int, int], int] = {}
        for n in CHATS:
            self.store.see(message(f"IN{n}", n, at=-600))
        self.chat_ids = {n: next(c.id for c in self.store.chats() if c.title.endswith(f" {n}")) for n in CHATS}

    def teardown(self) -> None:
        self.store.close()

    def tick(self) -> int:
        self.now += 1000
        return self.now

    @rule(chat=st.sampled_from(CHATS), text=st.sampled_from(TEXTS))
    def compose(self, chat: int, text: str) -> None:
        self.composed += 1
        client_id = f"c{self.composed}"
        self.store.compose(self.chat_ids[chat], text, client_id, self.tick())
        self.gateway.asked[client_id] += 1

    @rule(chat=st.sampled_from(CHATS))
    def customer_writes(self, chat: int) -> None:
        self.now += 1000
        self.store.see(message(f"M{self.now}", chat, at=(self.now - NOON_MS) / 1000), at_ms=self.now)

    @precondition(lambda self: self.in_flight is None)
    @rule(reaches=st.booleans())
    def claim(self, reaches: bool) -> None:
        self.in_flight = self.store.claim(self.tick())
        if self.in_flight is None or not reaches:
            return
        out = self.in_flight.outgoing
        chat = next(n for n, chat in self.chat_ids.items() if self._row(out.client_id)[1] == chat)
        assert out.text is not None
        self.reached = Sent(f"OUT{len(self.gateway.sent)}", chat, out.text, out.client_id, self.now)
        self.gateway.sent.append(self.reached)

    def _row(self, client_id: str) -> tuple[int, int, int, str | None]:
        ((message_id, chat, status, stanza),) = self.store.sql(
            "SELECT id, chat_id, status, stanza_id FROM message WHERE client_id = ?", client_id
        )
        return message_id, chat, status, stanza

    @precondition(lambda self: self.in_flight is not None)
    @rule(named=st.booleans(), lost=st.booleans())
    def respond(self, named: bool, lost: bool) -> None:
        assert self.in_flight is not None
        claimed, self.in_flight, reached = self.in_flight, None, self.reached
        self.reached = None
        if reached is None:
            outcome = Refused(code=ErrorCode.REJECTED) if named else NotSent(code=ErrorCode.UNAVAILABLE)
            self.store.finish(claimed, outcome, at_ms=self.tick(), retry_at=self.now)
        elif lost:
            self.store.finish(claimed, Uncertain(text="time-out"), at_ms=self.tick())
        else:
            self.store.finish(claimed, Accepted(stanza_id=reached.stanza_id if named else None), at_ms=self.tick())

    @precondition(lambda self: bool(self.gateway.sent))
    @rule(data=st.data(), tells_client_id=st.booleans())
    def echo_comes(self, data: st.DataObject, tells_client_id: bool) -> None:
        sent = data.draw(st.sampled_from(self.gateway.sent[-4:]))
        seen = echo(
            sent.stanza_id,
            sent.chat,
            sent.text,
            at=(sent.at_ms - NOON_MS) // 1000,
            client_ref=sent.client_id if tells_client_id else None,
        )
        self.store.see(seen, at_ms=self.tick())

    @precondition(lambda self: bool(self.gateway.sent))
    @rule(data=st.data(), status=st.sampled_from([Status.SENT, Status.FAILED, Status.DELIVERED, Status.READ]))
    def tick_comes(self, data: st.DataObject, status: Status) -> None:
        sent = data.draw(st.sampled_from(self.gateway.sent[-4:]))
        self.store.see(AckSeen(stanza_ids=(sent.stanza_id,), status=status), at_ms=self.tick())

    @rule()
    def crash(self) -> None:
        self.store.crash()
        self.in_flight = self.reached = None

    @rule(data=st.data(), again=st.booleans())
    def a_person_decides(self, data: st.DataObject, again: bool) -> None:
        waiting = self.store.sql("SELECT id, client_id FROM message WHERE status IN (30, 50) AND client_id IS NOT NULL")
        if not waiting:
            return
        message_id, client_id = data.draw(st.sampled_from(waiting))
        try:
            if again:
                self.store.write(outbox.retry, message_id, self.tick())
                self.gateway.asked[client_id] += 1
                self.seen = {key: status for key, status in self.seen.items() if key[0] != message_id}
            else:
                self.store.write(outbox.settle, message_id, self.tick())
        except Invalid:
            pass

    @invariant()
    def rows_agree_with_one_another(self) -> None:
        self.store.check()

    @invariant()
    def one_message_for_each_answer(self) -> None:
        assert self.store.sql("SELECT count(*), count(DISTINCT client_id) FROM message WHERE client_id IS NOT NULL") == [
            (self.composed, self.composed)
        ]

    @invariant()
    def the_customer_gets_no_more_than_was_asked_for(self) -> None:
        for client_id, asked in self.gateway.asked.items():
            assert sum(s.client_id == client_id for s in self.gateway.sent) <= asked

    @invariant()
    def no_message_of_whatsapp_shows_twice(self) -> None:
        rows = self.store.sql("SELECT stanza_id FROM message WHERE stanza_id IS NOT NULL")
        assert len(rows) == len(set(rows))

    @invariant()
    def what_is_answered_as_failed_or_uncertain_is_not_queued(self) -> None:
        rows = self.store.sql(
            """SELECT m.status, a.state FROM message m JOIN attempt a ON a.message_id = m.id
               AND a.n = (SELECT max(n) FROM attempt WHERE message_id = m.id) WHERE m.client_id IS NOT NULL"""
        )
        for status, state in rows:
            if state == "queued":
                assert status == Status.QUEUED
            elif state == "sending":
                assert status == Status.SENDING
            elif state == "unknown":
                assert status == Status.UNKNOWN
            else:
                assert status in (Status.SENT, Status.FAILED, Status.DELIVERED, Status.READ)


TestSending = Sending.TestCase
TestSending.settings = settings(stateful_step_count=40)

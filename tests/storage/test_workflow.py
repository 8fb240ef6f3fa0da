"""Where the work stands, put off, assigned, labelled, in bulk and taken back: in any order with what comes in."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.domain import desk
from services.domain.content import Peer
from services.domain.desk import ChatSort, Listing, Undo
from services.domain.errors import Invalid, NotFound
from services.domain.ids import AgentId, ChatId, LabelId
from services.domain.models import ChatFilter, ChatState, ChatView
from services.storage.queries import agents as agent_queries
from services.storage.queries import chats
from services.storage.writes import agents, audit, labels, workflow
from tests.factories import NOON_MS, echo, group, message
from tests.storage.store import Store, store

DAY_MS = 86_400_000


def do(opened: Store, action: desk.Action, *which: ChatId, at: int = NOON_MS) -> Undo:
    return opened.write(workflow.apply, which or tuple(c.id for c in opened.chats()), action, at)


def listed(opened: Store, listing: Listing, me: AgentId | None = None, limit: int = 3) -> list[ChatId]:
    """The whole list, page by page; the window's own rules must give the same."""
    found: list[ChatId] = []
    cursor = None
    while True:
        page = opened.read(chats.listed, listing, me, cursor, limit)
        found += [chat.id for chat in page.items]
        cursor = page.next
        if cursor is None:
            break
    expected = sorted((c for c in opened.chats() if listing.shows(c, me)), key=listing.place)
    assert found == [c.id for c in expected]
    return found


def the(opened: Store, chat: ChatId) -> ChatView:
    (view,) = opened.read(chats.get, (chat,))
    return view


def test_a_customers_message_reopens_what_was_resolved_or_put_off() -> None:
    with store() as opened:
        opened.see(message("A", 1, at=1), message("B", 2, at=2))
        second, first = (c.id for c in opened.chats())
        do(opened, desk.Resolve(), first)
        do(opened, desk.Snooze(NOON_MS + DAY_MS), second)
        assert listed(opened, Listing(which=ChatFilter.RESOLVED)) == [first]
        assert listed(opened, Listing(which=ChatFilter.SNOOZED)) == [second]
        assert listed(opened, Listing(which=ChatFilter.WAITING)) == []
        assert listed(opened, Listing()) == [first]
        # what we write ourselves, or what is told twice, changes nothing
        opened.see(echo("C", 1, at=3), message("A", 1, at=1), message("B", 2, at=2))
        assert the(opened, first).state is ChatState.RESOLVED
        assert the(opened, second).snoozed_until_ms == NOON_MS + DAY_MS
        opened.see(message("D", 1, at=4), message("E", 2, at=4))
        assert set(listed(opened, Listing(which=ChatFilter.WAITING))) == {first, second}
        assert the(opened, first).state is ChatState.OPEN
        opened.check()


def test_what_is_due_comes_back_unread_and_is_told() -> None:
    with store() as opened:
        opened.see(message("A", 1, at=1), message("B", 2, at=2))
        later, sooner = (c.id for c in opened.chats())
        do(opened, desk.MarkRead())
        do(opened, desk.Snooze(NOON_MS + 5_000), sooner)
        do(opened, desk.Snooze(NOON_MS + 9_000), later)
        assert opened.read(chats.next_snoozed) == NOON_MS + 5_000
        assert opened.write(workflow.end_snoozes, NOON_MS + 5_000) == (sooner,)
        assert listed(opened, Listing(which=ChatFilter.UNREAD)) == [sooner]
        assert opened.published[-1].chats == {sooner}
        assert opened.write(workflow.end_snoozes, NOON_MS + 8_000) == ()
        with pytest.raises(Invalid):
            do(opened, desk.Snooze(NOON_MS - 1), later)


def test_the_oldest_question_comes_first_and_an_answer_ends_it() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n}", n, at=10 * n) for n in (1, 2, 3)), message("M1b", 1, at=99))
        by_wait = Listing(which=ChatFilter.WAITING, sort=ChatSort.OLDEST_WAITING)
        one, two, three = (
            next(c.id for c in opened.chats() if c.last_at_ms == NOON_MS + at * 1000) for at in (99, 20, 30)
        )
        assert listed(opened, by_wait) == [one, two, three]
        opened.see(echo("E", 1, at=50))
        assert listed(opened, by_wait) == [two, three, one]  # it has written again since
        answer = opened.compose(two, "Já vou ver.", "c1")
        assert listed(opened, by_wait) == [three, one]
        assert two in listed(opened, Listing(which=ChatFilter.WAITING_FOR_THEM))
        from services.storage.writes import outbox

        opened.write(outbox.cancel, answer)
        assert listed(opened, by_wait) == [two, three, one]
        do(opened, desk.Resolve(ChatState.WAITING), three)
        assert listed(opened, by_wait) == [two, one]
        assert three in listed(opened, Listing(which=ChatFilter.WAITING_FOR_THEM))
        opened.check()


def test_an_ignored_group_is_stored_and_silent() -> None:
    with store() as opened:
        opened.see(message("A", Peer(address=group(2), name="Bairro"), at=1), message("B", 1, at=2))
        many = next(c.id for c in opened.chats() if c.is_group)
        do(opened, desk.Ignore(), many)
        opened.see(message("C", Peer(address=group(2), name="Bairro"), "Alguém tem um guarda-chuva?", at=5))
        (change,) = opened.published[-1].messages
        assert not change.notify
        assert many not in listed(opened, Listing())
        assert listed(opened, Listing(which=ChatFilter.IGNORED)) == [many]
        assert listed(opened, Listing(which=ChatFilter.GROUPS)) == []
        assert the(opened, many).unread == 0
        assert opened.read(chats.totals) == (1, 1)
        assert the(opened, many).preview == "Alguém tem um guarda-chuva?"
        do(opened, desk.Ignore(on=False), many)
        assert the(opened, many).unread == 2


def test_many_at_once_and_all_taken_back_but_for_what_came_in_since() -> None:
    with store() as opened:
        opened.see(*(message(f"M{n}", n, at=n) for n in range(1, 7)))
        ids = [c.id for c in opened.chats()]
        before = listed(opened, Listing(sort=ChatSort.UNREAD_FIRST))
        for action in (desk.Archive(), desk.Resolve(), desk.MarkRead(), desk.Mute(), desk.Pin(), desk.MarkRead(read=False)):
            undo = do(opened, action, *ids, ChatId(999))
            assert {b.chat_id for b in undo.chats} == set(ids)
            assert opened.published[-1].chats == set(ids)
            opened.see(message(f"N{type(action).__name__}{getattr(action, 'read', '')}", 1, at=60))
            opened.write(workflow.undo, undo, NOON_MS)
            opened.check()
        assert sorted(listed(opened, Listing(sort=ChatSort.UNREAD_FIRST))) == sorted(before)
        assert opened.read(chats.totals) == (5 + 1 + 6, 6)
        assert do(opened, desk.Archive(on=False)).chats == ()


def test_assignment_with_a_note_and_mine() -> None:
    with store() as opened:
        opened.see(message("A", 1, at=1), message("B", 2, at=2))
        rita = opened.write(agents.create, "Rita", "#aa3366", None, 1)
        caio = opened.write(agents.create, "Caio", "#3366aa", None, 1)
        second, first = (c.id for c in opened.chats())
        undo = do(opened, desk.Assign(caio, "Ela quer trocar o bolo de sábado."), first)
        assert listed(opened, Listing(which=ChatFilter.MINE), caio) == [first]
        assert listed(opened, Listing(which=ChatFilter.MINE), rita) == []
        assert listed(opened, Listing(which=ChatFilter.MINE)) == []
        assert listed(opened, Listing(agent_id=caio)) == [first]
        (note,) = opened.read(agent_queries.notes, first)
        assert (note.text, note.agent_id, note.mentions) == ("Ela quer trocar o bolo de sábado.", rita, (caio,))
        opened.write(audit_switch, caio)
        assert [n.id for n in opened.read(agent_queries.calls)] == [note.id]
        opened.write(workflow.undo, undo, NOON_MS)
        assert opened.read(agent_queries.notes, first) == ()
        assert the(opened, first).agent_id is None
        with pytest.raises(Invalid):
            do(opened, desk.Assign(AgentId(77)), second)
        with pytest.raises(NotFound):
            do(opened, desk.PutLabel(LabelId(77)), second)


def audit_switch(tx, agent):
    from services.storage.database import Written

    audit.set_active(tx, agent)
    return Written(None)


class Desk(RuleBasedStateMachine):
    """Customers write, agents sort, the clock goes on, the program dies, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = Store()
        self.now = NOON_MS
        self.number = 0
        self.undos: list[Undo] = []
        self.label = self.opened.write(labels.create, "VIP", "#aa3366")
        self.agent = self.opened.write(agents.create, "Rita", "#aa3366", None, 1)

    def teardown(self) -> None:
        self.opened.close()

    def ids(self) -> tuple[ChatId, ...]:
        return tuple(c.id for c in self.opened.chats())

    @rule(who=st.integers(1, 4), late=st.sampled_from((0, 0, 0, 30, 90)), ours=st.booleans())
    def write(self, who: int, late: int, ours: bool) -> None:
        self.number += 1
        self.now += 1000
        at = (self.now - NOON_MS) / 1000 - late
        where = Peer(address=group(2), name="Bairro") if who == 4 else who
        known = {c.id: c.unread for c in self.opened.chats()}
        self.opened.see((echo if ours else message)(f"S{self.number}", where, at=at), at_ms=self.now)
        for chat in self.opened.chats():
            if chat.unread > known.get(chat.id, 0):
                assert chat.state is ChatState.OPEN
                assert chat.snoozed_until_ms is None
                assert not chat.archived

    @rule(many=st.booleans(), which=st.integers(0, 3), data=st.data())
    def act(self, many: bool, which: int, data: st.DataObject) -> None:
        ids = self.ids()
        if not ids:
            return
        action = data.draw(
            st.sampled_from(
                (
                    desk.Resolve(), desk.Resolve(ChatState.WAITING), desk.Resolve(ChatState.OPEN), desk.Archive(),
                    desk.Archive(on=False), desk.Snooze(self.now + 5000), desk.Snooze(None), desk.MarkRead(),
                    desk.MarkRead(read=False), desk.Pin(), desk.Ignore(), desk.Ignore(on=False), desk.Mute(),
                    desk.PutLabel(self.label), desk.PutLabel(self.label, on=False), desk.Assign(self.agent),
                    desk.Assign(None),
                )
            )
        )  # fmt: skip
        chosen = ids if many else (ids[which % len(ids)],)
        self.undos.append(self.opened.write(workflow.apply, chosen, action, self.now))

    @precondition(lambda self: self.undos)
    @rule()
    def undo(self) -> None:
        undo = self.undos.pop()
        kept = {c.id: c for c in self.opened.chats()}
        self.opened.write(workflow.undo, undo, self.now)
        assert {c.id for c in self.opened.chats()} == set(kept)

    @rule(passed=st.integers(1, 20))
    def time_passes(self, passed: int) -> None:
        self.now += passed * 1000
        self.opened.write(workflow.end_snoozes, self.now)
        assert all(c.snoozed_until_ms is None or c.snoozed_until_ms > self.now for c in self.opened.chats())

    @rule()
    def the_program_dies(self) -> None:
        before = self.opened.chats()
        self.opened.crash()
        assert self.opened.chats() == before

    @invariant()
    def every_list_is_what_the_window_would_show(self) -> None:
        self.opened.check()
        for which in ChatFilter:
            for sort in ChatSort:
                listed(self.opened, Listing(which=which, sort=sort), self.agent)
        listed(self.opened, Listing(label_id=self.label, instance_id=self.opened.instance))


Desk.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestDesk = Desk.TestCase

"""What runs often walks an index, whatever the size of the tables, and sorts nothing."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.domain.contacts import SharedKind
from services.domain.desk import ChatSort, Listing
from services.domain.ids import AgentId, ChatId, ContactId, DeliveryId, InstanceId, MessageId
from services.domain.models import ChatFilter, DeliveryState
from services.domain.outgoing import Accepted
from services.storage import indexing
from services.storage.queries import (
    agents,
    chats,
    contacts,
    cursors,
    groups,
    instances,
    media,
    messages,
    people,
    receipts,
    search,
    shared,
)
from services.storage.writes import chats as chat_writes
from services.storage.writes import deliveries, outbox
from services.storage.writes.retention import Retention, purge_useless
from tests.factories import NOON_MS, delivery, echo, group, message, peer, user
from tests.storage.store import Store


class Watched(sqlite3.Connection):
    """A connection that explains every statement it runs."""

    plans: list[tuple[str, str]]

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if getattr(self, "plans", None) is not None and sql.lstrip()[:6].upper() in ("SELECT", "UPDATE", "DELETE", "INSERT"):
            flat = " ".join(sql.split())
            steps = super().execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
            self.plans.extend((flat, step[3]) for step in ((0, 0, 0, "run"), *steps))
        return super().execute(sql, parameters)


@pytest.fixture
def opened() -> Iterator[Store]:
    """A desk with a bit of everything, on a connection that explains itself."""
    made = Store()
    made.see(*(message(f"M{n}", n % 5, at=n) for n in range(40)), message("G", group(1), author=peer(3)))
    made.write(deliveries.store_delivery, delivery(b"0", made.instance))
    made.compose(made.chats()[0].id)
    data = made.connection.serialize()
    made.connection.close()
    made.connection = sqlite3.connect(":memory:", isolation_level=None, factory=Watched)
    made.connection.deserialize(data)
    made.tx = made.tx.__class__(made.connection)
    yield made
    made.close()


def slow_steps(opened: Store, run: Callable[[], object]) -> list[str]:
    """Steps that walk a whole table or sort, of all statements that ``run`` executes."""
    connection = opened.connection
    assert isinstance(connection, Watched)
    opened.tx.cache.clear()
    connection.plans = []
    run()
    plans, connection.plans = connection.plans, []
    assert plans
    return [f"{step}   in   {sql}" for sql, step in plans if _is_slow(sql, step)]


# an index that holds only what is open is as small as what is open
OPEN_ONLY = {"delivery_open", "attempt_queued", "attempt_sending", "chat_unread", "media_pending", "media_downloading"}
# a handful of rows each, however large the tables are
FEW = {"account", "instance", "i", "gateway", "gap", "message_indexed"}
SMALL_SORTS = (
    "FROM reaction r",  # of the messages of one page
    "FROM ack k",  # of one message
    "JOIN attempt a ON a.message_id",  # of one chat's answers without a WhatsApp id
    "FROM instance WHERE account_id",
    "FROM alias WHERE contact_id",  # of one person
)


def _is_slow(sql: str, step: str) -> bool:
    if "TEMP B-TREE" in step:
        return not any(part in sql for part in SMALL_SORTS)
    scan = re.match(r"SCAN (\w+)(?: USING(?: COVERING)? INDEX (\w+))?$", step)
    if scan is None:
        return step.startswith("SCAN") and "VIRTUAL TABLE" not in step and "CONSTANT ROW" not in step
    table, index = scan.groups()
    # walking in order until the page is full is what a page is
    return not (table in FEW or index in OPEN_ONLY or ("LIMIT" in sql and "ORDER BY" in sql))


CHAT, INSTANCE, MESSAGE = ChatId(1), InstanceId(1), MessageId(20)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (chats.page, (None, None, 50)),
        (chats.page, (None, cursors.encode(0, NOON_MS, 3), 50)),
        (chats.page, (INSTANCE, None, 50)),
        (chats.page, (INSTANCE, cursors.encode(0, NOON_MS, 3), 50)),
        *((chats.listed, (Listing(which=which, sort=sort), AgentId(1), None, 50)) for which in ChatFilter for sort in ChatSort),
        (chats.listed, (Listing(), None, cursors.encode(0, NOON_MS, 3), 50)),
        (chats.listed, (Listing(sort=ChatSort.OLDEST_WAITING), None, cursors.encode(0, 0, NOON_MS, 3), 50)),
        (chats.listed, (Listing(sort=ChatSort.UNREAD_FIRST), None, cursors.encode(0, 0, NOON_MS, 3), 50)),
        (chats.listed, (Listing(instance_id=INSTANCE, agent_id=AgentId(1)), None, None, 50)),
        (chats.next_snoozed, ()),
        (agents.notes, (CHAT,)),
        (agents.calls, ()),
        (agents.audit, (CHAT, None, None, 50)),
        (agents.audit, (None, AgentId(1), cursors.encode(9), 50)),
        (people.details, (ContactId(1),)),
        (groups.names, ((user(1), user(2)),)),
        (chats.get, ((CHAT, ChatId(2)),)),
        (chats.totals, ()),
        (messages.latest, (CHAT, 50)),
        (messages.before, (CHAT, MessageId(11), 5)),
        (messages.after, (CHAT, MessageId(11), 5)),
        (messages.around, (MESSAGE, 10)),
        (messages.starred, (CHAT, 50)),
        (receipts.unreceipted, (CHAT, 0)),
        (instances.waiting, (50,)),
        (instances.counts, ()),
        (instances.floors, ()),
        (instances.deliveries, (None, None, None, 50)),
        (instances.deliveries, (DeliveryState.BAD, None, None, 50)),
        (instances.deliveries, (None, INSTANCE, cursors.encode(5), 50)),
        (media.pending, (NOON_MS, 5)),
        (media.next_due, ()),
        (contacts.page, ("", None, 50)),
        (contacts.page, ("ana so", cursors.encode_text("ana", 3), 50)),
        (contacts.page, ("11988", None, 50)),
        (contacts.get, ((ContactId(1),),)),
        (contacts.conversations, (ContactId(1),)),
        (contacts.talked_with, (INSTANCE, user(1))),
        *((shared.page, (CHAT, which, cursors.encode(NOON_MS, 3), 50)) for which in SharedKind),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_queries(opened: Store, function: Callable[..., object], args: tuple[object, ...]) -> None:
    assert slow_steps(opened, lambda: opened.read(function, *args)) == []


_NAMES = ("FROM contact p WHERE", "FROM alias WHERE")


_TYPED = ("bom ", "bo", "dia from:eu ", "bom before:2030-01-01 ", "bom has:file ", "has:file ", "oi in:ana ", "dia from:ana ")


@pytest.mark.parametrize("indexed", [0, 20])
@pytest.mark.parametrize("typed", _TYPED)
def test_a_search(opened: Store, monkeypatch: pytest.MonkeyPatch, typed: str, indexed: int) -> None:
    """Messages and their times are reached by index or by id; names are looked through, all of them."""
    monkeypatch.setattr(search, "_FIRST", 1)
    opened.index(indexed)
    connection = opened.connection
    assert isinstance(connection, Watched)
    connection.plans = []
    opened.read(search.everything, typed, 1)
    opened.read(search.in_chat, CHAT, typed, 50)
    plans, connection.plans = connection.plans, []
    small = r"SCAN (?!message_indexed|l$|\(subquery|\w+ VIRTUAL|.*message_span_latest)"
    walked = [(step, sql) for sql, step in plans if re.match(small, step) and not any(each in sql for each in _NAMES)]
    assert walked == []
    assert any("message_span" in sql for sql, _ in plans) or "in:" in typed or indexed == 0


def test_the_index_that_follows(opened: Store) -> None:
    assert slow_steps(opened, lambda: indexing.is_due(opened.connection)) == []
    assert slow_steps(opened, lambda: opened.index(9)) == []
    assert slow_steps(opened, lambda: indexing.waiting(opened.connection, "bom")) == []
    assert slow_steps(opened, lambda: indexing.move(opened.connection, "chat_id = ?", (CHAT,), 2)) == []
    assert slow_steps(opened, lambda: indexing.forget(opened.connection, "account_id = ?", (1,))) == []


def test_a_customers_message(opened: Store) -> None:
    assert slow_steps(opened, lambda: opened.see(message("NEW", 1, at=99))) == []
    assert slow_steps(opened, lambda: opened.see(message("NEW2", group(1), at=99, author=peer(9)))) == []


def test_an_echo_and_ticks(opened: Store) -> None:
    from services.domain.events import AckSeen
    from services.domain.status import Status

    assert slow_steps(opened, lambda: opened.see(echo("NEW", 1, at=99))) == []
    assert slow_steps(opened, lambda: opened.see(AckSeen(stanza_ids=("NEW", "LATER"), status=Status.READ))) == []


def test_storing_and_purging_deliveries(opened: Store) -> None:
    assert slow_steps(opened, lambda: opened.write(deliveries.store_delivery, delivery(b"1", INSTANCE))) == []
    assert slow_steps(opened, lambda: opened.write(deliveries.purge, NOON_MS)) == []
    assert slow_steps(opened, lambda: opened.write(purge_useless, NOON_MS, Retention())) == []
    assert slow_steps(opened, lambda: opened.write(deliveries.replay, DeliveryId(1))) == []


def test_sending(opened: Store) -> None:
    def send() -> None:
        claimed = opened.claim()
        assert claimed is not None
        opened.finish(claimed, Accepted(stanza_id="OUT"))
        opened.claim()

    assert slow_steps(opened, lambda: opened.compose(CHAT, "x", "c9")) == []
    assert slow_steps(opened, send) == []
    assert slow_steps(opened, lambda: opened.write(outbox.recover, "boot9", NOON_MS)) == []
    assert slow_steps(opened, lambda: opened.write(chat_writes.mark_chat_read, CHAT)) == []


def test_two_contacts_that_are_one(opened: Store) -> None:
    from services.domain.content import Peer
    from services.domain.events import ContactSeen
    from tests.factories import lid, user

    opened.see(message("L", lid(1), at=50))
    tie = ContactSeen(contact=Peer(address=user(1), aliases=(lid(1),)))
    assert slow_steps(opened, lambda: opened.see(tie)) == []


def test_many_at_once_and_their_undoing(opened: Store) -> None:
    from services.domain import desk
    from services.storage.writes import workflow

    undos: list[desk.Undo] = []

    def act(action: desk.Action) -> None:
        undos.append(opened.write(workflow.apply, (CHAT, ChatId(2)), action, NOON_MS))

    for action in (desk.Resolve(), desk.Snooze(NOON_MS + 9), desk.MarkRead(), desk.Archive(), desk.Pin()):
        assert slow_steps(opened, lambda to=action: act(to)) == []
    for undo in undos:
        assert slow_steps(opened, lambda of=undo: opened.write(workflow.undo, of, NOON_MS)) == []
    assert slow_steps(opened, lambda: opened.write(workflow.end_snoozes, NOON_MS + 99)) == []


@pytest.mark.parametrize("sort", ChatSort)
@pytest.mark.parametrize("which", ChatFilter)
def test_a_list_is_answered_by_its_index_alone(opened: Store, which: ChatFilter, sort: ChatSort) -> None:
    connection = opened.connection
    assert isinstance(connection, Watched)
    connection.plans = []
    opened.read(chats.listed, Listing(which=which, sort=sort), AgentId(1), None, 50)
    (sql,) = {sql for sql, _ in connection.plans if "INDEXED BY" in sql}
    (table,) = sqlite3.Connection.execute(connection, "SELECT rootpage FROM sqlite_master WHERE name = 'chat'").fetchone()
    values = (1,) * sql.count("?")
    steps = sqlite3.Connection.execute(connection, f"EXPLAIN {sql}", values).fetchall()
    rows = {step[2] for step in steps if step[1] == "OpenRead" and step[3] == table}
    # the row itself is never looked at: not one column is read from the table
    assert len(rows) == 1
    assert not [step for step in steps if step[1] in ("Column", "Rowid") and step[2] in rows]

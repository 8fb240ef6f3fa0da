"""Switching the list of 50 thousand conversations: every filter in every order, first and deep pages."""

import random
import sqlite3
import time
from collections.abc import Callable

from services.domain.desk import ChatSort, Listing
from services.domain.ids import AgentId, ChatId, InstanceId, LabelId
from services.domain.models import ChatFilter
from services.storage.database import Tx
from services.storage.migrations import MIGRATIONS
from services.storage.queries import chats
from services.storage.writes import agents, instances, labels
from tests.bench.frame import Row, percentile
from tests.factories import NOON_MS, name, new_instance, user

CHATS = 50_000
_TARGET_MS = 10.0
_ROUNDS = 25


def run(quick: bool) -> list[Row]:
    """p95 of a page of 50 (quick: 5 thousand conversations)."""
    count = CHATS // 10 if quick else CHATS
    connection = filled(count)
    me = AgentId(1)
    rows = []
    for sort in ChatSort:
        listings = {which.value: Listing(which=which, sort=sort) for which in ChatFilter}
        listings["a rare label"] = Listing(label_id=LabelId(1), sort=sort)
        listings["a common label"] = Listing(label_id=LabelId(2), sort=sort)
        listings["a number"] = Listing(instance_id=InstanceId(1), sort=sort)
        listings["a number's unread with a label"] = Listing(
            which=ChatFilter.UNREAD, instance_id=InstanceId(1), label_id=LabelId(2), sort=sort
        )
        for figure, listing in listings.items():
            first = chats.listed(connection, listing, me, None, 50)
            times = [_timed(lambda to=listing: chats.listed(connection, to, me, None, 50)) for _ in range(_ROUNDS)]
            if first.next is not None:
                deep = _deep(connection, listing, me)
                times += [_timed(lambda to=listing, at=deep: chats.listed(connection, to, me, at, 50)) for _ in range(_ROUNDS)]
            high = percentile(times, 0.95)
            rows.append(
                Row(
                    bench="lists",
                    figure=f"{figure}, {sort.value}, {count:,} chats, p95",
                    value=high,
                    unit="ms",
                    target=f"≤ {_TARGET_MS:g} ms",
                    met=high <= _TARGET_MS,
                    note=f"p50 {percentile(times, 0.5):.3g} ms",
                )
            )
    return rows


def _deep(connection: sqlite3.Connection, listing: Listing, me: AgentId) -> str | None:
    cursor = None
    for _ in range(20):
        page = chats.listed(connection, listing, me, cursor, 200)
        if page.next is None:
            break
        cursor = page.next
    return cursor


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def filled(count: int) -> sqlite3.Connection:
    """A desk in memory: two numbers, one chat in a hundred waits, most are resolved, some are everything else."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in MIGRATIONS:
        step(connection)
    tx = Tx(connection)
    for each in ("loja", "oficina"):
        instances.add_instance(tx, new_instance(each))
    agents.create(tx, "Rita", "#aa3366", None, 1)
    for each in ("Rara", "Comum"):
        labels.create(tx, each, "#aa3366")
    rng = random.Random(1)
    connection.execute("BEGIN")
    for n in range(1, count + 1):
        connection.execute(
            "INSERT INTO contact (id, kind, push_name, folded, created_at) VALUES (?, 'person', ?, '', 1)", (n, name(n))
        )
        at = NOON_MS - rng.randrange(10**10)
        waits = rng.random() < 0.01
        state = "open" if waits or rng.random() < 0.1 else "resolved"
        connection.execute(
            """INSERT INTO chat (id, account_id, contact_id, instance_id, address, is_group, last_at, preview, unread,
                 archived, pinned, muted, ignored, state, snoozed_until, agent_id, waiting_since, created_at)
               VALUES (?1, ?2, ?1, ?2, ?3, ?4, ?5, 'Bom dia!', ?6, ?7, ?8, 0, ?9, ?10, ?11, ?12, ?13, 1)""",
            (
                n, 1 + n % 2, str(user(n)), rng.random() < 0.02, at, waits * 3, rng.random() < 0.3, n <= 3,
                rng.random() < 0.002, state, NOON_MS if rng.random() < 0.002 else None, 1 if rng.random() < 0.002 else None,
                at if waits else None,
            ),
        )  # fmt: skip
        for label, share in ((1, 0.0005), (2, 0.3)):
            if rng.random() < share:
                connection.execute("INSERT INTO chat_label VALUES (?, ?)", (ChatId(n), label))
    connection.execute("COMMIT")
    return connection

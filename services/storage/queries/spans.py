"""The newest messages of a kind, whatever order they arrived in: blocks of ids are looked at by the time they span.

A gateway's history arrives late, so the highest id is not the newest message. ``message_span`` knows from when to
when each block of ids goes; what is found is the newest as soon as no other block reaches up to it.
"""

import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import msgspec

from services.domain.search import Query
from services.storage.migrations.m0007_spans import BITS

# (sent_at in UTC milliseconds, message id)
Place = tuple[int, int]
# once there are enough, so many blocks more are looked at for still newer ones
_PATIENCE = 128
_FAR = 1 << 62


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold of a message ``m``, in SQL with its parameters, and how many are wanted at most."""

    conditions: tuple[str, ...]
    parameters: tuple[Any, ...]
    count: int


def ask(connection: sqlite3.Connection, asked: Asked, source: str, condition: str = "1", *first: Any) -> list[Place]:
    """The newest of a source that gives ``m``, under one more condition with its parameters."""
    return connection.execute(
        f"""SELECT m.sent_at, m.id FROM {source} WHERE {" AND ".join((condition, *asked.conditions))}
            ORDER BY m.sent_at DESC, m.id DESC LIMIT ?""",
        (*first, *asked.parameters, asked.count),
    ).fetchall()


def among(connection: sqlite3.Connection, asked: Asked, messages: str) -> list[Place]:
    """The newest of some messages, whose ids are a JSON array."""
    if messages == "[]":
        return []
    return ask(connection, asked, "json_each(?) j CROSS JOIN message m ON m.id = j.value", "1", messages)


def newest(count: int, *places: Iterable[Place]) -> list[Place]:
    """The newest of all, newest first, each once."""
    return heapq.nlargest(count, set(chain(*places)))


def reaching(connection: sqlite3.Connection, moment: int, below: int) -> list[tuple[int, int]] | None:
    """From where to where there are older ids than ``below`` with times after ``moment``; None where scattered far."""
    rows = connection.execute(
        "SELECT block FROM message_span INDEXED BY message_span_latest WHERE to_at > ? AND block <= ? LIMIT ?",
        (moment, below >> BITS, _PATIENCE + 1),
    ).fetchall()
    if len(rows) > _PATIENCE:
        return None
    return [(low << BITS, min((high + 1 << BITS), below) - 1) for low, high in _runs(row[0] for row in rows)]


def latest(
    connection: sqlite3.Connection, ask: Callable[[int, int], list[Place]], count: int, query: Query, among: int
) -> list[Place]:
    """The newest ``count`` of what ``ask`` finds between two ids (both inclusive), newest first.

    The query's times leave out blocks wholly outside; ``among`` so many messages there are probably enough. Where
    history of one time lies scattered over very many blocks, some of the newest may be missing among as many
    others; never are there too few.
    """
    cursor = connection.execute(
        "SELECT block, to_at FROM message_span WHERE to_at >= ? AND from_at < ? ORDER BY to_at DESC, block DESC",
        (query.after_ms or 0, _FAR if query.before_ms is None else query.before_ms),
    )
    found: list[Place] = []
    step, looked = (among >> BITS) + 1, 0
    while blocks := list(islice(cursor, step)):
        if len(found) == count:
            looked += len(blocks)
            if found[-1][0] > blocks[0][1] or looked > _PATIENCE:
                break
        else:
            step *= 2
        for first, last in _runs(block for block, _ in blocks):
            found += ask(first << BITS, (last + 1 << BITS) - 1)
        found = heapq.nlargest(count, found)
    cursor.close()
    return found


def _runs(blocks: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbours as one range of blocks."""
    first = last = -1
    for block in sorted(blocks):
        if first >= 0 and block != last + 1:
            yield first, last
            first = -1
        if first < 0:
            first = block
        last = block
    if first >= 0:
        yield first, last

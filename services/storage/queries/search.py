"""Finding chats and messages: the full-text index for words, names and numbers as they are kept folded."""

import sqlite3
from typing import Any

from services.domain import search
from services.domain.content import Direction, MessageKind
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView
from services.domain.search import Found, Hit, Query
from services.storage import indexing
from services.storage.migrations.m0007_spans import INDEXED_LETTERS
from services.storage.queries import chats as chat_queries
from services.storage.queries import narrowing, spans
from services.storage.queries.narrowing import as_json
from services.storage.queries.spans import Asked, Place

# of the last that say it so many times what is wanted is looked at first
_FIRST = 3
# a half-typed word is spelled out in so many ways
_ENDINGS = 64


def everything(connection: sqlite3.Connection, typed: str, limit: int) -> Found:
    """Chats by name or number, and messages newest first."""
    query = search.parse(typed)
    if not query:
        return Found()
    found: tuple[ChatView, ...] = ()
    if query.terms and not query.narrows():
        found = chats(connection, typed, 8)
    elif query == search.Query(label=query.label):
        found = _views(connection, narrowing.labelled(connection, query.label)[:limit])
    hits, more = _hits(connection, query, limit)
    return Found(chats=found, messages=hits, more=more)


def chats(connection: sqlite3.Connection, typed: str, limit: int) -> tuple[ChatView, ...]:
    """Chats in whose name or number all words are, latest first; archived ones too."""
    wanted = search.words(search.clean(typed))
    if not wanted:
        return ()
    return _views(connection, narrowing.named(connection, wanted)[:limit])


def in_chat(connection: sqlite3.Connection, chat: ChatId, typed: str, limit: int) -> tuple[MessageId, ...]:
    """The messages of one chat that say it, newest first."""
    query = search.parse(typed)
    if not query.terms:
        return ()
    asked = Asked(conditions=("m.hidden = 0",), parameters=(), count=limit)
    matched = match(query, (chat,), _spelled_out(connection, query))
    found = spans.ask(connection, asked, "message_fts f JOIN message m ON m.id = f.rowid", "message_fts MATCH ?", matched)
    waiting = spans.among(connection, asked, as_json(indexing.waiting(connection, match(query, (chat,)))))
    return tuple(MessageId(message) for _, message in spans.newest(limit, found, waiting))


def match(query: Query, within: tuple[ChatId, ...] | None = None, endings: tuple[str, ...] = ()) -> str:
    """The words as an expression of FTS5: everything quoted, so nothing typed is an operator.

    ``endings`` are the words that the last one, half typed, can become; none: every word that begins so.
    """
    terms = [f'"{" ".join(term)}"' for term in query.terms]
    if endings:
        terms[-1] = "(" + " OR ".join(f'"{word}"' for word in endings) + ")"
    elif terms and query.open_end:
        terms[-1] += " *"
    expression = "text : (" + " AND ".join(terms) + ")"
    if within is not None:
        expression += " AND chat : (" + " OR ".join(f'"chat{chat}"' for chat in within) + ")"
    return expression


def _spelled_out(connection: sqlite3.Connection, query: Query) -> tuple[str, ...]:
    """What the half-typed last word can become, where those are few.

    The index answers beginnings of two and three letters by themselves. For a longer one it would walk through
    every message with such a word before the first answer; of whole words it takes only what is asked for.
    """
    if not query.open_end or len(query.terms[-1]) > 1 or len(query.terms[-1][0]) <= INDEXED_LETTERS:
        return ()
    beginning = query.terms[-1][0]
    found: list[str] = []
    after = beginning
    while len(found) <= _ENDINGS:
        row = connection.execute("SELECT term FROM message_word WHERE term >= ? LIMIT 1", (after,)).fetchone()
        if row is None or not row[0].startswith(beginning):
            return tuple(found)
        found.append(row[0])
        # the next word there can be
        after = row[0] + "\x01"
    return ()


def _hits(connection: sqlite3.Connection, query: Query, limit: int) -> tuple[tuple[Hit, ...], bool]:
    within, conditions, parameters = narrowing.narrow(connection, query)
    if within is not None and not within:
        return (), False
    asked = Asked(conditions=tuple(conditions), parameters=tuple(parameters), count=limit + 1)
    named = within if within is not None and len(within) <= narrowing.NAMED else None
    if query.terms:
        latest = _saying(connection, query, named, asked)
    elif named is not None:
        latest = spans.ask(connection, asked, "message m")
    else:
        latest = spans.latest(connection, lambda first, last: spans.ask(
            connection, asked, "message m", f"m.id BETWEEN {first} AND {last}"), asked.count, query, limit)  # fmt: skip
    rows = connection.execute(
        """SELECT m.id, m.chat_id, c.address, c.is_group, m.sent_at, m.direction, m.kind, coalesce(m.text, f.file_name, '')
           FROM json_each(?) r JOIN message m ON m.id = r.value JOIN chat c ON c.id = m.chat_id
           LEFT JOIN media f ON f.message_id = m.id
           ORDER BY m.sent_at DESC, m.id DESC""",
        (as_json(message for _, message in latest[:limit]),),
    ).fetchall()
    titles = {view.id: view.title for view in chat_queries.get(connection, tuple({ChatId(row[1]) for row in rows}))}
    return tuple(_hit(row, titles, query) for row in rows), len(latest) > limit


def _saying(
    connection: sqlite3.Connection, query: Query, named: tuple[ChatId, ...] | None, asked: Asked
) -> list[Place]:
    """The newest that say it, newest first: of the index, and of those that still wait for it."""
    waiting = spans.among(connection, asked, as_json(indexing.waiting(connection, match(query, named))))
    matched = match(query, named, _spelled_out(connection, query))
    first = _FIRST * asked.count
    # as one row: between any two the interpreter may be another thread's
    last, lowest, highest, number = connection.execute(
        """SELECT json_group_array(rowid), min(rowid), max(rowid), count(*) FROM
             (SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?)""",
        (matched, first + 1),
    ).fetchone()

    def ask(low: int, high: int) -> list[Place]:
        source = "message_fts f CROSS JOIN message m ON m.id = f.rowid"
        return spans.ask(connection, asked, source, f"message_fts MATCH ? AND f.rowid BETWEEN {low} AND {high}", matched)

    found = spans.newest(asked.count, waiting, spans.among(connection, asked, last))
    if number <= first:
        return found
    if len(found) == asked.count:
        older = spans.reaching(connection, found[-1][0], lowest)
        if older is not None:
            return spans.newest(asked.count, found, *(ask(low, high) for low, high in older))
    among = (highest - lowest) // number
    return spans.newest(asked.count, waiting, spans.latest(connection, ask, asked.count, query, among * asked.count))


def _views(connection: sqlite3.Connection, ids: list[ChatId]) -> tuple[ChatView, ...]:
    views = {view.id: view for view in chat_queries.get(connection, tuple(ids))}
    return tuple(views[chat] for chat in ids if chat in views)


def _hit(row: Any, titles: dict[ChatId, str], query: Query) -> Hit:
    text, marks = search.excerpt(row[7], query)
    return Hit(
        message_id=MessageId(row[0]),
        chat_id=ChatId(row[1]),
        chat_title=titles.get(ChatId(row[1]), row[2]),
        is_group=bool(row[3]),
        address=row[2],
        sent_at_ms=row[4],
        direction=Direction(row[5]),
        kind=MessageKind(row[6]),
        text=text,
        marks=marks,
    )

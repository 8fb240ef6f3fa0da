"""Finding chats and messages: the full-text index for words, names and numbers as they are kept folded."""

import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from services.domain import search
from services.domain.content import Direction, MessageKind
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView
from services.domain.search import Found, Hit, Query
from services.storage.migrations.m0007_spans import INDEXED_LETTERS
from services.storage.queries import chats as chat_queries
from services.storage.queries import people, spans
from services.storage.queries.spans import Place

# what no more messages than these say is looked at in all of them; beyond, block by block, the latest first
_FEW = 500
# a half-typed word is spelled out in so many ways
_ENDINGS = 64
# so many conversations are named to the index; of more, each message is asked for its own
_NAMED = 200
_PEOPLE_NAMED = 50


def everything(connection: sqlite3.Connection, typed: str, limit: int) -> Found:
    """Chats by name or number, and messages newest first."""
    query = search.parse(typed)
    if not query:
        return Found()
    found: tuple[ChatView, ...] = ()
    if query.terms and not query.narrows():
        found = chats(connection, typed, 8)
    elif query == search.Query(label=query.label):
        found = _views(connection, _labelled(connection, query.label)[:limit])
    hits, more = _hits(connection, query, limit)
    return Found(chats=found, messages=hits, more=more)


def chats(connection: sqlite3.Connection, typed: str, limit: int) -> tuple[ChatView, ...]:
    """Chats in whose name or number all words are, latest first; archived ones too."""
    wanted = search.words(search.clean(typed))
    if not wanted:
        return ()
    return _views(connection, _named(connection, wanted)[:limit])


def in_chat(connection: sqlite3.Connection, chat: ChatId, typed: str, limit: int) -> tuple[MessageId, ...]:
    """The messages of one chat that say it, newest first."""
    query = search.parse(typed)
    if not query.terms:
        return ()
    rows = connection.execute(
        """SELECT m.id FROM message_fts f JOIN message m ON m.id = f.rowid
           WHERE message_fts MATCH ? AND m.hidden = 0 ORDER BY m.sent_at DESC, m.id DESC LIMIT ?""",
        (match(query, (chat,), _spelled_out(connection, query)), limit),
    ).fetchall()
    return tuple(MessageId(row[0]) for row in rows)


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
    within = _within(connection, query)
    if within is not None and not within:
        return (), False
    conditions, parameters = _conditions(connection, query, within)
    few = within is not None and len(within) <= _NAMED
    source, number, at_once, among = "message m", "m.id", few, 1
    if query.terms:
        matched = match(query, within if few else None, _spelled_out(connection, query))
        last, at_once = _that_say(connection, matched)
        if at_once:
            source = "json_each(?) j CROSS JOIN message m ON m.id = j.value"
            parameters.insert(0, _json(last))
        else:
            source, number = "message_fts f CROSS JOIN message m ON m.id = f.rowid", "f.rowid"
            conditions.insert(0, "message_fts MATCH ?")
            parameters.insert(0, matched)
            among = (last[0] - last[-1]) // len(last)

    def ask(*between: str) -> list[Place]:
        return connection.execute(
            f"""SELECT m.sent_at, m.id FROM {source} WHERE {" AND ".join((*conditions, *between))}
                ORDER BY m.sent_at DESC, m.id DESC LIMIT ?""",
            (*parameters, limit + 1),
        ).fetchall()

    def ask_between(first: int, last: int) -> list[Place]:
        return ask(f"{number} BETWEEN {first} AND {last}")

    latest = ask() if at_once else spans.latest(connection, ask_between, limit + 1, query, among * limit)
    rows = connection.execute(
        """SELECT m.id, m.chat_id, c.address, c.is_group, m.sent_at, m.direction, m.kind, coalesce(m.text, f.file_name, '')
           FROM json_each(?) r JOIN message m ON m.id = r.value JOIN chat c ON c.id = m.chat_id
           LEFT JOIN media f ON f.message_id = m.id
           ORDER BY m.sent_at DESC, m.id DESC""",
        (_json(message for _, message in latest[:limit]),),
    ).fetchall()
    titles = {view.id: view.title for view in chat_queries.get(connection, tuple({ChatId(row[1]) for row in rows}))}
    return tuple(_hit(row, titles, query) for row in rows), len(latest) > limit


def _that_say(connection: sqlite3.Connection, matched: str) -> tuple[list[int], bool]:
    """The last messages by id that say it, and whether these are all."""
    rows = connection.execute(
        "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?", (matched, _FEW + 1)
    )
    found = [row[0] for row in rows.fetchall()]
    return found, len(found) <= _FEW


def _within(connection: sqlite3.Connection, query: Query) -> tuple[ChatId, ...] | None:
    """The conversations that the filters leave, None for all of them."""
    found: list[ChatId] | None = None
    if query.chat:
        found = _named(connection, search.words(query.chat) or (query.chat,))[:_NAMED]
    if query.label:
        labelled = _labelled(connection, query.label)
        found = labelled if found is None else [chat for chat in found if chat in set(labelled)]
    if query.author and found is None:
        contacts = _people(connection, query.author)
        if len(contacts) <= _PEOPLE_NAMED:
            found = _written_in(connection, contacts)
    return None if found is None else tuple(found)


def _conditions(
    connection: sqlite3.Connection, query: Query, within: tuple[ChatId, ...] | None
) -> tuple[list[str], list[Any]]:
    conditions: list[str] = ["m.hidden = 0"]
    parameters: list[Any] = []
    if within is not None:
        conditions.append("m.chat_id IN (SELECT value FROM json_each(?))")
        parameters.append(_json(within))
    if query.from_me:
        conditions.append("m.direction = 'out'")
    if query.author:
        contacts = _json(_people(connection, query.author))
        conditions.append(
            """m.direction = 'in' AND CASE WHEN m.author_id IS NULL
                 THEN m.chat_id IN (SELECT id FROM chat WHERE contact_id IN (SELECT value FROM json_each(?)))
                 ELSE m.author_id IN (SELECT value FROM json_each(?)) END"""
        )
        parameters += [contacts, contacts]
    if query.after_ms is not None:
        conditions.append("m.sent_at >= ?")
        parameters.append(query.after_ms)
    if query.before_ms is not None:
        conditions.append("m.sent_at < ?")
        parameters.append(query.before_ms)
    if query.has_file:
        conditions.append("EXISTS (SELECT 1 FROM media WHERE message_id = m.id)")
    return conditions, parameters


def _named(connection: sqlite3.Connection, wanted: tuple[str, ...]) -> list[ChatId]:
    """Conversations in whose names or number all words are, latest first."""
    found, values = people.finding(wanted)
    rows = connection.execute(
        f"""SELECT c.id FROM chat c WHERE c.last_at IS NOT NULL
              AND c.contact_id IN (SELECT p.id FROM contact p WHERE {found})
            ORDER BY c.last_at DESC, c.id DESC LIMIT ?""",
        (*values, _NAMED),
    ).fetchall()
    return [ChatId(row[0]) for row in rows]


def _labelled(connection: sqlite3.Connection, label: str) -> list[ChatId]:
    """Conversations that carry a label in whose name that is, latest first."""
    rows = connection.execute(
        """SELECT DISTINCT c.id, c.last_at FROM label l JOIN chat_label k ON k.label_id = l.id JOIN chat c ON c.id = k.chat_id
           WHERE instr(l.folded, ?) AND c.last_at IS NOT NULL ORDER BY c.last_at DESC, c.id DESC""",
        (label,),
    ).fetchall()
    return [ChatId(row[0]) for row in rows]


def _people(connection: sqlite3.Connection, author: str) -> list[int]:
    """Contacts in whose names that is, or whose number holds its digits."""
    digits = "".join(c for c in author if c.isdigit())
    rows = connection.execute(
        """SELECT p.id FROM contact p WHERE instr(p.folded, ?) UNION
           SELECT contact_id FROM alias WHERE length(?) > 2 AND instr(address, ?)""",
        (author, digits, digits),
    ).fetchall()
    return [row[0] for row in rows]


def _written_in(connection: sqlite3.Connection, contacts: list[int]) -> list[ChatId]:
    """Their own conversations, and the groups in which they wrote."""
    found: set[int] = set()
    for contact in contacts:
        found.update(row[0] for row in connection.execute("SELECT id FROM chat WHERE contact_id = ?", (contact,)).fetchall())
        group = 0
        while group is not None:
            found.add(group)
            group = connection.execute(
                "SELECT min(chat_id) FROM message WHERE author_id = ? AND chat_id > ?", (contact, group)
            ).fetchone()[0]
    return [ChatId(chat) for chat in found - {0}]


def _views(connection: sqlite3.Connection, ids: list[ChatId]) -> tuple[ChatView, ...]:
    views = {view.id: view for view in chat_queries.get(connection, tuple(ids))}
    return tuple(views[chat] for chat in ids if chat in views)


def _json(values: Iterable[int]) -> str:
    return msgspec.json.encode(list(values)).decode()


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

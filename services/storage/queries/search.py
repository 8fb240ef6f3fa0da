"""Finding chats and messages: the full-text index for words, names and numbers folded while reading."""

import sqlite3
from typing import Any

from services.domain import search
from services.domain.events import Direction, MessageKind
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView
from services.domain.search import Found, Hit, Query
from services.storage.queries import chats as chat_queries

# a word that is in everything is looked at this far back; beyond, the person has to name more
WINDOW = 1_000
_CHATS_NARROWED = 200
_NAMES = "fold(ifnull(p.name, '') || ' ' || ifnull(p.business_name, '') || ' ' || ifnull(p.push_name, ''))"


def everything(connection: sqlite3.Connection, typed: str, limit: int) -> Found:
    """Chats by name or number, and messages newest first."""
    query = search.parse(typed)
    if not query:
        return Found()
    found = chats(connection, typed, 8) if query.terms and not query.narrows() else ()
    hits, more = _hits(connection, query, limit)
    return Found(chats=found, messages=hits, more=more)


def chats(connection: sqlite3.Connection, typed: str, limit: int) -> tuple[ChatView, ...]:
    """Chats in whose name or number all words are, latest first; archived ones too."""
    wanted = search.words(search.clean(typed))
    if not wanted:
        return ()
    ids = _chat_ids(connection, wanted, limit)
    views = {view.id: view for view in chat_queries.get(connection, tuple(ids))}
    return tuple(views[chat] for chat in ids if chat in views)


def in_chat(connection: sqlite3.Connection, chat: ChatId, typed: str, limit: int) -> tuple[MessageId, ...]:
    """The messages of one chat that say it, newest first."""
    query = search.parse(typed)
    if not query.terms:
        return ()
    rows = connection.execute(
        """SELECT m.id FROM message_fts f JOIN message m ON m.id = f.rowid
           WHERE message_fts MATCH ? AND m.hidden = 0 ORDER BY m.sent_at DESC, m.id DESC LIMIT ?""",
        (match(query, (chat,)), limit),
    ).fetchall()
    return tuple(MessageId(row[0]) for row in rows)


def match(query: Query, within: tuple[ChatId, ...] | None = None) -> str:
    """The words as an expression of FTS5: everything quoted, so nothing typed is an operator."""
    terms = [f'"{" ".join(term)}"' for term in query.terms]
    if terms and query.open_end:
        terms[-1] += " *"
    expression = "text : (" + " AND ".join(terms) + ")"
    if within is not None:
        expression += " AND chat : (" + " OR ".join(f'"chat{chat}"' for chat in within) + ")"
    return expression


def _hits(connection: sqlite3.Connection, query: Query, limit: int) -> tuple[tuple[Hit, ...], bool]:
    within: tuple[ChatId, ...] | None = None
    if query.chat:
        within = tuple(_chat_ids(connection, search.words(query.chat) or (query.chat,), _CHATS_NARROWED))
        if not within:
            return (), False
    conditions, parameters = _conditions(connection, query)
    if query.terms:
        source, order = "message_fts f JOIN message m ON m.id = f.rowid", "f.rowid DESC"
        conditions.insert(0, "message_fts MATCH ?")
        parameters.insert(0, match(query, within))
    else:
        source, order = "message m", "m.id DESC"
        if within is not None:
            conditions.append(f"m.chat_id IN ({','.join(map(str, within))})")
            order = "m.sent_at DESC, m.id DESC"
    rows = connection.execute(
        f"""WITH recent AS MATERIALIZED (SELECT m.id, m.sent_at FROM {source} WHERE {" AND ".join(conditions)}
            ORDER BY {order} LIMIT {WINDOW})
            SELECT m.id, m.chat_id, c.address, c.is_group, m.sent_at, m.direction, m.kind, coalesce(m.text, f.file_name, '')
            FROM (SELECT id FROM recent ORDER BY sent_at DESC, id DESC LIMIT ?) r JOIN message m ON m.id = r.id
            JOIN chat c ON c.id = m.chat_id
            LEFT JOIN media f ON f.message_id = m.id
            ORDER BY m.sent_at DESC, m.id DESC""",
        (*parameters, limit + 1),
    ).fetchall()
    titles = {view.id: view.title for view in chat_queries.get(connection, tuple({ChatId(row[1]) for row in rows}))}
    return tuple(_hit(row, titles, query) for row in rows[:limit]), len(rows) > limit


def _conditions(connection: sqlite3.Connection, query: Query) -> tuple[list[str], list[Any]]:
    conditions: list[str] = ["m.hidden = 0"]
    parameters: list[Any] = []
    if query.from_me:
        conditions.append("m.direction = 'out'")
    if query.author:
        _teach(connection)
        conditions.append(
            f"""m.direction = 'in' AND coalesce(m.author_id, (SELECT contact_id FROM chat WHERE id = m.chat_id)) IN (
                SELECT p.id FROM contact p WHERE instr({_NAMES}, ?) UNION
                SELECT contact_id FROM alias WHERE length(?) > 2 AND instr(address, ?))"""
        )
        digits = "".join(c for c in query.author if c.isdigit())
        parameters += [query.author, digits, digits]
    if query.after_ms is not None:
        conditions.append("m.sent_at >= ?")
        parameters.append(query.after_ms)
    if query.before_ms is not None:
        conditions.append("m.sent_at < ?")
        parameters.append(query.before_ms)
    if query.has_file:
        conditions.append("EXISTS (SELECT 1 FROM media WHERE message_id = m.id)")
    return conditions, parameters


def _chat_ids(connection: sqlite3.Connection, wanted: tuple[str, ...], limit: int) -> list[ChatId]:
    _teach(connection)
    names = " AND ".join(f"instr({_NAMES}, ?)" for _ in wanted)
    digits = "".join(c for c in "".join(wanted) if c.isdigit())
    rows = connection.execute(
        f"""SELECT c.id FROM chat c WHERE c.last_at IS NOT NULL AND c.contact_id IN (
              SELECT p.id FROM contact p WHERE {names}
              UNION SELECT contact_id FROM alias WHERE ? AND instr(address, ?))
            ORDER BY c.last_at DESC, c.id DESC LIMIT ?""",
        (*wanted, len(digits) > 2 and len(digits) == len("".join(wanted)), digits, limit),
    ).fetchall()
    return [ChatId(row[0]) for row in rows]


def _teach(connection: sqlite3.Connection) -> None:
    connection.create_function("fold", 1, search.fold, deterministic=True)


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

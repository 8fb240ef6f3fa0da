"""What a search's filters leave: conversations by name, number or label, and conditions on single messages."""

import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from services.domain import search
from services.domain.ids import ChatId
from services.domain.search import Query
from services.storage.queries import people

# so many conversations, or people, are named to the index; of more, each message is asked for its own
NAMED = 200


def narrow(connection: sqlite3.Connection, query: Query) -> tuple[tuple[ChatId, ...] | None, list[str], list[Any]]:
    """The conversations that the filters leave, None for all of them; conditions on ``m`` with their parameters."""
    authors = _people(connection, query.author) if query.author else []
    within = _conversations(connection, query, authors)
    return within, *_conditions(query, authors, within)


def _conversations(connection: sqlite3.Connection, query: Query, authors: list[int]) -> tuple[ChatId, ...] | None:
    found: list[ChatId] | None = None
    if query.chat:
        found = named(connection, search.words(query.chat) or (query.chat,))[:NAMED]
    if query.label:
        marked = labelled(connection, query.label)
        found = marked if found is None else [chat for chat in found if chat in set(marked)]
    if query.author and found is None and len(authors) <= NAMED:
        found = _written_in(connection, authors)
    return None if found is None else tuple(found)


def _conditions(
    query: Query, authors: list[int], within: tuple[ChatId, ...] | None
) -> tuple[list[str], list[Any]]:
    found: list[str] = ["m.hidden = 0"]
    parameters: list[Any] = []
    if within is not None:
        found.append("m.chat_id IN (SELECT value FROM json_each(?))")
        parameters.append(as_json(within))
    if query.from_me:
        found.append("m.direction = 'out'")
    if query.author:
        contacts = as_json(authors)
        found.append(
            """m.direction = 'in' AND CASE WHEN m.author_id IS NULL
                 THEN m.chat_id IN (SELECT id FROM chat WHERE contact_id IN (SELECT value FROM json_each(?)))
                 ELSE m.author_id IN (SELECT value FROM json_each(?)) END"""
        )
        parameters += [contacts, contacts]
    if query.after_ms is not None:
        found.append("m.sent_at >= ?")
        parameters.append(query.after_ms)
    if query.before_ms is not None:
        found.append("m.sent_at < ?")
        parameters.append(query.before_ms)
    if query.has_file:
        found.append("EXISTS (SELECT 1 FROM media WHERE message_id = m.id)")
    return found, parameters


def named(connection: sqlite3.Connection, wanted: tuple[str, ...]) -> list[ChatId]:
    """Conversations in whose names or number all words are, latest first."""
    found, values = people.finding(wanted)
    rows = connection.execute(
        f"""SELECT c.id FROM chat c WHERE c.last_at IS NOT NULL
              AND c.contact_id IN (SELECT p.id FROM contact p WHERE {found})
            ORDER BY c.last_at DESC, c.id DESC LIMIT ?""",
        (*values, NAMED),
    ).fetchall()
    return [ChatId(row[0]) for row in rows]


def labelled(connection: sqlite3.Connection, label: str) -> list[ChatId]:
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


def as_json(values: Iterable[int]) -> str:
    """Ids as the one parameter that json_each takes."""
    return msgspec.json.encode(list(values)).decode()

"""Agents, what they did, and the notes that call them."""

import sqlite3
from typing import Any

import msgspec

from services.domain.agents import Agent, AuditEntry, Deed, Note
from services.domain.errors import NotFound
from services.domain.ids import AgentId, ChatId, MessageId, NoteId
from services.domain.models import Page
from services.storage.queries import cursors

_ACTIVE = "(SELECT CAST(value AS INTEGER) FROM mark WHERE key = 'active_agent')"
_AGENT = f"SELECT id, name, colour, pin IS NOT NULL, id = ifnull({_ACTIVE}, 0), removed, admin FROM agent"
_NOTE = """SELECT n.id, n.chat_id, n.text, n.at, n.agent_id, n.edited_at,
  (SELECT json_group_array(agent_id) FROM note_call WHERE note_id = n.id) FROM note n"""
_called = msgspec.json.Decoder(tuple[AgentId, ...])


def all_agents(connection: sqlite3.Connection, removed: bool) -> tuple[Agent, ...]:
    """Every agent by name."""
    rows = connection.execute(f"{_AGENT} WHERE removed <= ? ORDER BY same, id", (removed,)).fetchall()
    return tuple(_agent(row) for row in rows)


def agent(connection: sqlite3.Connection, number: AgentId) -> Agent:
    """One of them, of before too. Raises NotFound."""
    row = connection.execute(f"{_AGENT} WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise NotFound(f"agent {number}")
    return _agent(row)


def active(connection: sqlite3.Connection) -> Agent | None:
    """Who is at the counter."""
    row = connection.execute(f"{_AGENT} WHERE id = {_ACTIVE}").fetchone()
    return None if row is None else _agent(row)


def active_id(connection: sqlite3.Connection) -> AgentId | None:
    """The number of who is at the counter."""
    row = connection.execute(f"SELECT {_ACTIVE}").fetchone()
    return None if row[0] is None else AgentId(row[0])


def audit(
    connection: sqlite3.Connection, chat: ChatId | None, number: AgentId | None, cursor: str | None, limit: int
) -> Page[AuditEntry]:
    """Newest first."""
    conditions, parameters = ["1"], list[Any]()
    for column, value in (("chat_id", chat), ("agent_id", number)):
        if value is not None:
            conditions.append(f"{column} = ?")
            parameters.append(int(value))
    if cursor is not None:
        conditions.append("id < ?")
        parameters += cursors.decode(cursor, 1)
    rows = connection.execute(
        f"""SELECT id, at, deed, agent_id, chat_id, message_id, detail FROM audit WHERE {" AND ".join(conditions)}
            ORDER BY id DESC LIMIT ?""",
        (*parameters, limit + 1),
    ).fetchall()
    items = tuple(_entry(row) for row in rows[:limit])
    return Page(items, cursors.encode(items[-1].id) if len(rows) > limit and items else None)


def notes(connection: sqlite3.Connection, chat: ChatId) -> tuple[Note, ...]:
    """The notes of a chat, oldest first."""
    rows = connection.execute(f"{_NOTE} WHERE n.chat_id = ? AND n.removed = 0 ORDER BY n.id", (chat,)).fetchall()
    return tuple(_note(row) for row in rows)


def note(connection: sqlite3.Connection, number: NoteId) -> Note:
    """One note. Raises NotFound."""
    row = connection.execute(f"{_NOTE} WHERE n.id = ? AND n.removed = 0", (number,)).fetchone()
    if row is None:
        raise NotFound(f"note {number}")
    return _note(row)


def calls(connection: sqlite3.Connection) -> tuple[Note, ...]:
    """Notes that call the active agent and were not seen, newest first."""
    rows = connection.execute(
        f"""{_NOTE} JOIN note_call k ON k.note_id = n.id
            WHERE k.agent_id = {_ACTIVE} AND k.seen = 0 AND n.removed = 0 AND n.agent_id IS NOT k.agent_id
            ORDER BY k.note_id DESC LIMIT 200"""
    ).fetchall()
    return tuple(_note(row) for row in rows)


def _agent(row: Any) -> Agent:
    return Agent(
        id=AgentId(row[0]), name=row[1], colour=row[2], has_pin=bool(row[3]), active=bool(row[4]), removed=bool(row[5]),
        admin=bool(row[6]),
    )


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(
        id=row[0],
        at_ms=row[1],
        deed=Deed(row[2]),
        agent_id=None if row[3] is None else AgentId(row[3]),
        chat_id=None if row[4] is None else ChatId(row[4]),
        message_id=None if row[5] is None else MessageId(row[5]),
        detail=row[6],
    )


def _note(row: Any) -> Note:
    return Note(
        id=NoteId(row[0]),
        chat_id=ChatId(row[1]),
        text=row[2],
        at_ms=row[3],
        agent_id=None if row[4] is None else AgentId(row[4]),
        edited_at_ms=row[5],
        mentions=_called.decode(row[6]),
    )

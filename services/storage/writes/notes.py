"""Private notes. Nothing here, and nothing that reads them, is known to the outbox or to a gateway's client."""

from services.domain.agents import Deed
from services.domain.errors import NotFound
from services.domain.ids import AgentId, ChatId, NoteId
from services.storage.database import Tx, Written
from services.storage.writes import audit
from services.storage.writes.changed import Changed


def add(tx: Tx, chat: ChatId, text: str, called: tuple[AgentId, ...], now: int) -> Written[NoteId]:
    """A new note by whoever is at the counter. Raises NotFound."""
    if tx.one("SELECT 1 FROM chat WHERE id = ?", chat) is None:
        raise NotFound(f"chat {chat}")
    changed = Changed()
    return Written(insert(tx, changed, chat, text, called, now), changed.freeze())


def insert(
    tx: Tx, changed: Changed, chat: ChatId, text: str, called: tuple[AgentId, ...], now: int
) -> NoteId:
    """Store a note inside a running transaction."""
    author = audit.active(tx)
    note = NoteId(
        tx.execute(
            "INSERT INTO note (chat_id, agent_id, text, at) VALUES (?, ?, ?, ?)", (chat, author, text, now)
        ).lastrowid
        or 0
    )
    _call(tx, note, called)
    audit.note_deed(tx, Deed.NOTED, now, chat=chat)
    changed.notes.add(chat)
    return note


def edit(tx: Tx, note: NoteId, text: str, called: tuple[AgentId, ...], now: int) -> Written[None]:
    """Another text; whoever is called anew is told. Raises NotFound."""
    chat = _chat_of(tx, note, removed=False)
    tx.execute("UPDATE note SET text = ?, edited_at = ? WHERE id = ?", (text, now, note))
    marks = ",".join("?" * len(called))
    tx.execute(f"DELETE FROM note_call WHERE note_id = ? AND agent_id NOT IN ({marks})", (note, *called))
    _call(tx, note, called)
    return Written(None, _told(chat).freeze())


def set_removed(tx: Tx, note: NoteId, removed: bool) -> Written[None]:
    """Take it away, or bring it back. Raises NotFound."""
    chat = _chat_of(tx, note, removed=not removed)
    tx.execute("UPDATE note SET removed = ? WHERE id = ?", (removed, note))
    return Written(None, _told(chat).freeze())


def drop(tx: Tx, changed: Changed, note: NoteId) -> None:
    """A note that an undone action had made."""
    row = tx.one("SELECT chat_id FROM note WHERE id = ?", note)
    if row is not None:
        tx.execute("UPDATE note SET removed = 1 WHERE id = ?", (note,))
        changed.notes.add(ChatId(row[0]))


def seen(tx: Tx, chat: ChatId) -> Written[None]:
    """The active agent has read what calls them in a chat."""
    agent = audit.active(tx)
    changed = Changed()
    if agent is not None:
        count = tx.execute(
            """UPDATE note_call SET seen = 1 WHERE agent_id = ? AND seen = 0
               AND note_id IN (SELECT id FROM note WHERE chat_id = ?)""",
            (agent, chat),
        ).rowcount
        if count:
            changed.notes.add(chat)
    return Written(None, changed.freeze())


def _call(tx: Tx, note: NoteId, called: tuple[AgentId, ...]) -> None:
    tx.executemany(
        """INSERT OR IGNORE INTO note_call (note_id, agent_id) SELECT ?, id FROM agent WHERE id = ? AND removed = 0""",
        ((note, agent) for agent in called),
    )


def _chat_of(tx: Tx, note: NoteId, *, removed: bool) -> ChatId:
    row = tx.one("SELECT chat_id FROM note WHERE id = ? AND removed = ?", note, removed)
    if row is None:
        raise NotFound(f"note {note}")
    return ChatId(row[0])


def _told(chat: ChatId) -> Changed:
    changed = Changed()
    changed.notes.add(chat)
    return changed

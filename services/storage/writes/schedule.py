"""What is to be sent, or remembered, later."""

from services.domain.changes import ChangeSet
from services.domain.errors import Invalid, NotFound
from services.domain.ids import ChatId
from services.domain.sending import Late, ScheduledKind, ScheduledState
from services.storage.database import Tx, Written
from services.storage.writes import audit

_NEWS = ChangeSet(scheduled=True)


def add(
    tx: Tx, chat: ChatId, kind: ScheduledKind, text: str, due_at: int, late: Late, client_id: str, now: int
) -> Written[int]:
    """Store one; returns its id. Raises NotFound."""
    if tx.one("SELECT 1 FROM chat WHERE id = ?", chat) is None:
        raise NotFound(f"chat {chat}")
    made = tx.execute(
        """INSERT INTO scheduled (chat_id, kind, text, due_at, late, state, client_id, created_at, agent_id)
           VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?)""",
        (chat, kind.value, text, due_at, late.value, client_id, now, audit.active(tx)),
    ).lastrowid
    return Written(made or 0, _NEWS)


def change(tx: Tx, item: int, text: str, due_at: int, late: Late) -> Written[None]:
    """Another text, time or policy for one that is not over; it waits again. Raises NotFound, Invalid."""
    row = tx.one("SELECT state FROM scheduled WHERE id = ?", item)
    if row is None:
        raise NotFound(f"scheduled {item}")
    if row[0] == ScheduledState.DONE.value:
        raise Invalid("state")
    tx.execute(
        "UPDATE scheduled SET text = ?, due_at = ?, late = ?, state = 'waiting', error = NULL WHERE id = ?",
        (text, due_at, late.value, item),
    )
    return Written(None, _NEWS)


def set_state(tx: Tx, item: int, state: ScheduledState, error: str | None) -> Written[None]:
    """How it stands now."""
    tx.execute("UPDATE scheduled SET state = ?, error = ? WHERE id = ?", (state.value, error, item))
    return Written(None, _NEWS)


def remove(tx: Tx, item: int) -> Written[None]:
    """It is not wanted any more."""
    tx.execute("DELETE FROM scheduled WHERE id = ?", (item,))
    return Written(None, _NEWS)

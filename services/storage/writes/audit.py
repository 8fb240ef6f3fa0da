"""Who is at the counter, and the journal of what agents did."""

from services.domain.agents import Deed
from services.domain.ids import AgentId, ChatId, MessageId
from services.storage.database import Tx

_ACTIVE = "active_agent"
# whoever is at the counter at the moment of the deed, as against nobody (None)
ACTIVE = AgentId(0)


def active(tx: Tx) -> AgentId | None:
    """The active agent."""
    row = tx.one("SELECT value FROM mark WHERE key = ?", _ACTIVE)
    return AgentId(int(row[0])) if row is not None else None


def set_active(tx: Tx, agent: AgentId | None) -> None:
    """Somebody else is at the counter, or nobody."""
    if agent is None:
        tx.execute("DELETE FROM mark WHERE key = ?", (_ACTIVE,))
    else:
        tx.execute("INSERT OR REPLACE INTO mark (key, value) VALUES (?, ?)", (_ACTIVE, str(agent)))


def who(tx: Tx, agent: AgentId | None) -> AgentId | None:
    """The agent meant: ACTIVE is the one at the counter."""
    return active(tx) if agent == ACTIVE else agent


def note_deed(
    tx: Tx,
    deed: Deed,
    now: int,
    *,
    agent: AgentId | None = ACTIVE,
    chat: ChatId | None = None,
    message: MessageId | None = None,
    detail: str = "",
) -> None:
    """One line of the journal."""
    tx.execute(
        "INSERT INTO audit (at, agent_id, chat_id, message_id, deed, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (now, who(tx, agent), chat, message, deed.value, detail[:200]),
    )

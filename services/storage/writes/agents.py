"""Agents: names, PINs as slow hashes, and who is at the counter."""

import sqlite3

from services.domain.agents import Deed, sees_details
from services.domain.changes import ChangeSet, Listed
from services.domain.errors import Conflict, Invalid, NotFound, RateLimited
from services.domain.ids import AgentId
from services.domain.labels import same
from services.storage.database import Tx, Written
from services.storage.queries import agents as queries
from services.storage.writes import audit

_NEWS = ChangeSet(lists=frozenset({Listed.AGENTS}))


# after so many wrong tries each further one has to wait, twice as long as the one before
_FREE_TRIES = 3
_LONGEST_S = 300


def create(tx: Tx, name: str, colour: str, pin: str | None, now: int) -> Written[AgentId]:
    """A new one; active and an admin where nobody else could be. Raises Conflict (name)."""
    first = tx.one("SELECT 1 FROM agent WHERE removed = 0") is None
    try:
        made = tx.execute(
            "INSERT INTO agent (name, same, colour, pin, created_at, admin) VALUES (?, ?, ?, ?, ?, ?)",
            (name, same(name), colour, pin, now, first),
        ).lastrowid
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    agent = AgentId(made or 0)
    if first:
        audit.set_active(tx, agent)
    return Written(agent, _NEWS)


def change(tx: Tx, agent: AgentId, name: str, colour: str) -> Written[None]:
    """Another name and colour. Raises NotFound, Conflict (name)."""
    try:
        count = tx.execute(
            "UPDATE agent SET name = ?, same = ?, colour = ? WHERE id = ? AND removed = 0",
            (name, same(name), colour, agent),
        ).rowcount
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    if not count:
        raise NotFound(f"agent {agent}")
    return Written(None, _NEWS)


def set_pin(tx: Tx, agent: AgentId, pin: str | None) -> Written[None]:
    """Another PIN, already hashed, or none. Raises NotFound."""
    count = tx.execute("UPDATE agent SET pin = ?, wrong = 0 WHERE id = ? AND removed = 0", (pin, agent)).rowcount
    if not count:
        raise NotFound(f"agent {agent}")
    return Written(None, _NEWS)


def set_admin(tx: Tx, agent: AgentId, on: bool) -> Written[None]:
    """They may see what gateways sent, or no longer. Raises NotFound, Invalid (admin)."""
    _by_an_admin(tx)
    if not tx.execute("UPDATE agent SET admin = ? WHERE id = ? AND removed = 0", (on, agent)).rowcount:
        raise NotFound(f"agent {agent}")
    return Written(None, _NEWS)


def _by_an_admin(tx: Tx) -> None:
    if not sees_details(queries.all_agents(tx.connection, removed=False)):
        raise Invalid("admin")


def try_pin(tx: Tx, agent: AgentId, now: int) -> Written[str | None]:
    """Count a try before it is judged, so that neither a crash nor haste gives one for nothing; the PIN's hash.

    Raises NotFound, RateLimited (retry_after_s) while the last wrong tries still cost time.
    """
    row = tx.one("SELECT pin, wrong, wrong_at FROM agent WHERE id = ? AND removed = 0", agent)
    if row is None:
        raise NotFound(f"agent {agent}")
    pin, wrong, wrong_at = row
    if wrong >= _FREE_TRIES:
        wait_s = min(_LONGEST_S, 2 ** min(wrong - _FREE_TRIES, 10))
        passed_s = (now - wrong_at) / 1000
        if 0 <= passed_s < wait_s:
            raise RateLimited("pin", retry_after_s=wait_s - passed_s)
    tx.execute("UPDATE agent SET wrong = wrong + 1, wrong_at = ? WHERE id = ? AND pin IS NOT NULL", (now, agent))
    return Written(pin)


def was_right(tx: Tx, agent: AgentId) -> Written[None]:
    """The try was right: none is counted any more."""
    tx.execute("UPDATE agent SET wrong = 0 WHERE id = ?", (agent,))
    return Written(None)


def switch(tx: Tx, agent: AgentId | None, now: int) -> Written[None]:
    """Somebody else is at the counter. Raises NotFound."""
    if agent is not None:
        if tx.one("SELECT 1 FROM agent WHERE id = ? AND removed = 0", agent) is None:
            raise NotFound(f"agent {agent}")
        tx.execute("UPDATE agent SET wrong = 0 WHERE id = ?", (agent,))
    audit.set_active(tx, agent)
    if agent is not None:
        audit.note_deed(tx, Deed.SWITCHED, now, agent=agent)
    return Written(None, _NEWS)


def remove(tx: Tx, agent: AgentId) -> Written[None]:
    """They left; what was theirs stays in their name until somebody takes it. Raises NotFound, Invalid (admin)."""
    if tx.one("SELECT 1 FROM agent WHERE id = ? AND admin = 1 AND removed = 0", agent) is not None:
        _by_an_admin(tx)
    if not tx.execute("UPDATE agent SET removed = 1 WHERE id = ? AND removed = 0", (agent,)).rowcount:
        raise NotFound(f"agent {agent}")
    if audit.active(tx) == agent:
        audit.set_active(tx, None)
    return Written(None, _NEWS)


def restore(tx: Tx, agent: AgentId) -> Written[None]:
    """They are back. Raises NotFound, Conflict (name)."""
    try:
        count = tx.execute("UPDATE agent SET removed = 0 WHERE id = ? AND removed = 1", (agent,)).rowcount
    except sqlite3.IntegrityError:
        raise Conflict("name") from None
    if not count:
        raise NotFound(f"agent {agent}")
    return Written(None, _NEWS)

"""The façade's agents: PINs are kept as slow salted hashes, and every try is counted before it is judged."""

import asyncio
import hashlib
import hmac
import secrets

from services.core.clock import Clock
from services.domain.agents import MAX_NAME, PIN_DIGITS, Agent, AuditEntry
from services.domain.errors import Invalid
from services.domain.ids import AgentId, ChatId
from services.domain.labels import clean_colour, clean_name
from services.domain.models import Page
from services.storage.database import Database
from services.storage.queries import agents as queries
from services.storage.writes import agents as writes

MAX_PAGE = 200
# 32 MiB and about a tenth of a second for each try
_COST, _BLOCK, _LANES = 2**15, 8, 1


class Agents:
    """Implements ``services.api.desk.Agents``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._trying = asyncio.Lock()

    async def all(self, *, removed: bool = False) -> tuple[Agent, ...]:
        """Every agent by name."""
        return await self._database.read(queries.all_agents, removed)

    async def active(self) -> Agent | None:
        """Who is at the counter now."""
        return await self._database.read(queries.active)

    async def create(self, name: str, colour: str, pin: str = "") -> Agent:
        """A new one; the first one is active at once. Raises Invalid (name, colour, pin), Conflict (name)."""
        name, colour = clean_name(name, limit=MAX_NAME), clean_colour(colour)
        kept = await _hashed(pin)
        agent = await self._database.write(writes.create, name, colour, kept, self._clock.now_ms())
        return await self._database.read(queries.agent, agent)

    async def change(self, agent_id: AgentId, name: str, colour: str) -> Agent:
        """Another name and colour. Raises NotFound, Invalid, Conflict."""
        await self._database.write(writes.change, agent_id, clean_name(name, limit=MAX_NAME), clean_colour(colour))
        return await self._database.read(queries.agent, agent_id)

    async def set_pin(self, agent_id: AgentId, new: str, current: str = "") -> None:
        """Another PIN, empty for none. Raises NotFound, Invalid (pin: the new one; current), RateLimited."""
        kept = await _hashed(new)
        await self._try(agent_id, current, "current")
        await self._database.write(writes.set_pin, agent_id, kept)

    async def switch(self, agent_id: AgentId | None, pin: str = "") -> Agent | None:
        """Somebody else is at the counter. Raises NotFound, Invalid (pin), RateLimited (retry_after_s)."""
        if agent_id is not None:
            await self._try(agent_id, pin, "pin")
        await self._database.write(writes.switch, agent_id, self._clock.now_ms())
        return None if agent_id is None else await self._database.read(queries.agent, agent_id)

    async def remove(self, agent_id: AgentId) -> None:
        """They left. Raises NotFound."""
        await self._database.write(writes.remove, agent_id)

    async def restore(self, agent_id: AgentId) -> Agent:
        """They are back. Raises NotFound, Conflict (name)."""
        await self._database.write(writes.restore, agent_id)
        return await self._database.read(queries.agent, agent_id)

    async def audit(
        self,
        *,
        chat_id: ChatId | None = None,
        agent_id: AgentId | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[AuditEntry]:
        """Who did what, newest first. Raises Invalid (limit, cursor)."""
        if limit < 1:
            raise Invalid("limit")
        return await self._database.read(queries.audit, chat_id, agent_id, cursor, min(limit, MAX_PAGE))

    async def _try(self, agent_id: AgentId, pin: str, field: str) -> None:
        # one after the other, so that many at once are not as good as one
        async with self._trying:
            kept = await self._database.write(writes.try_pin, agent_id, self._clock.now_ms())
            if kept is None:
                return
            if not await asyncio.to_thread(_is, pin[: PIN_DIGITS[1] + 1], kept):
                raise Invalid(field)
            await self._database.write(writes.was_right, agent_id)


async def _hashed(pin: str) -> str | None:
    """What is kept of a PIN, None for an empty one. Raises Invalid (pin)."""
    if not pin:
        return None
    shortest, longest = PIN_DIGITS
    if not (shortest <= len(pin) <= longest and pin.isascii() and pin.isdigit()):
        raise Invalid("pin")
    salt = secrets.token_bytes(16)
    made = await asyncio.to_thread(_scrypt, pin, salt, _COST, _BLOCK, _LANES)
    return f"scrypt${_COST}${_BLOCK}${_LANES}${salt.hex()}${made.hex()}"


def _is(pin: str, kept: str) -> bool:
    _, cost, block, lanes, salt, wanted = kept.split("$")
    made = _scrypt(pin, bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(made, bytes.fromhex(wanted))


def _scrypt(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        pin.encode("utf-8", "replace"), salt=salt, n=cost, r=block, p=lanes, maxmem=2 * 128 * cost * block, dklen=32
    )

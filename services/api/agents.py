"""The façade's agents: PINs are kept as slow salted hashes, and every try is counted before it is judged."""

import asyncio

from services.core import pins
from services.core.clock import Clock
from services.domain.agents import MAX_NAME, Agent, AuditEntry
from services.domain.errors import Invalid
from services.domain.ids import AgentId, ChatId
from services.domain.labels import clean_colour, clean_name
from services.domain.models import Page
from services.storage.database import Database
from services.storage.queries import agents as queries
from services.storage.writes import agents as writes

MAX_PAGE = 200


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
        """A new one; the first one is active at once and an admin. Raises Invalid (name, colour, pin), Conflict (name)."""
        name, colour = clean_name(name, limit=MAX_NAME), clean_colour(colour)
        kept = await pins.hashed(pin)
        agent = await self._database.write(writes.create, name, colour, kept, self._clock.now_ms())
        return await self._database.read(queries.agent, agent)

    async def change(self, agent_id: AgentId, name: str, colour: str) -> Agent:
        """Another name and colour. Raises NotFound, Invalid, Conflict."""
        await self._database.write(writes.change, agent_id, clean_name(name, limit=MAX_NAME), clean_colour(colour))
        return await self._database.read(queries.agent, agent_id)

    async def set_admin(self, agent_id: AgentId, on: bool) -> Agent:
        """They may see what gateways sent, or no longer. Raises NotFound, Invalid (admin)."""
        await self._database.write(writes.set_admin, agent_id, on)
        return await self._database.read(queries.agent, agent_id)

    async def set_pin(self, agent_id: AgentId, new: str, current: str = "") -> None:
        """Another PIN, empty for none. Raises NotFound, Invalid (pin: the new one; current), RateLimited."""
        kept = await pins.hashed(new)
        await self._try(agent_id, current, "current")
        await self._database.write(writes.set_pin, agent_id, kept)

    async def switch(self, agent_id: AgentId | None, pin: str = "") -> Agent | None:
        """Somebody else is at the counter. Raises NotFound, Invalid (pin), RateLimited (retry_after_s)."""
        if agent_id is not None:
            await self._try(agent_id, pin, "pin")
        await self._database.write(writes.switch, agent_id, self._clock.now_ms())
        return None if agent_id is None else await self._database.read(queries.agent, agent_id)

    async def remove(self, agent_id: AgentId) -> None:
        """They left. Raises NotFound, Invalid (admin)."""
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
            if not await pins.matches(pin, kept):
                raise Invalid(field)
            await self._database.write(writes.was_right, agent_id)

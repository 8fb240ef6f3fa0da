"""The façade's private notes. It holds nothing that could reach a gateway."""

from services.core.clock import Clock
from services.domain.agents import MAX_NOTE, Note
from services.domain.ids import AgentId, ChatId, NoteId
from services.domain.labels import clean_text
from services.storage.database import Database
from services.storage.queries import agents as queries
from services.storage.writes import notes as writes

_MAX_CALLED = 100


class Notes:
    """Implements ``services.api.desk.Notes``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, chat_id: ChatId) -> tuple[Note, ...]:
        """Of a conversation, oldest first."""
        return await self._database.read(queries.notes, chat_id)

    async def add(self, chat_id: ChatId, text: str, mentions: tuple[AgentId, ...] = ()) -> Note:
        """A new one by the active agent. Raises Invalid (text), NotFound."""
        text, now = clean_text(text, MAX_NOTE), self._clock.now_ms()
        note = await self._database.write(writes.add, chat_id, text, mentions[:_MAX_CALLED], now)
        return await self._database.read(queries.note, note)

    async def edit(self, note_id: NoteId, text: str, mentions: tuple[AgentId, ...] = ()) -> Note:
        """Another text. Raises Invalid (text), NotFound."""
        text, now = clean_text(text, MAX_NOTE), self._clock.now_ms()
        await self._database.write(writes.edit, note_id, text, mentions[:_MAX_CALLED], now)
        return await self._database.read(queries.note, note_id)

    async def remove(self, note_id: NoteId) -> None:
        """Take it away. Raises NotFound."""
        await self._database.write(writes.set_removed, note_id, True)

    async def restore(self, note_id: NoteId) -> Note:
        """Bring a removed one back. Raises NotFound."""
        await self._database.write(writes.set_removed, note_id, False)
        return await self._database.read(queries.note, note_id)

    async def calls(self) -> tuple[Note, ...]:
        """Notes that call the active agent and were not seen yet."""
        return await self._database.read(queries.calls)

    async def seen(self, chat_id: ChatId) -> None:
        """The active agent has read the notes of a conversation."""
        await self._database.write(writes.seen, chat_id)

"""The façade's part for what a person decides about single messages."""

from services.domain.ids import ChatId, MessageId
from services.domain.models import MessageView
from services.storage.database import Database
from services.storage.queries import messages as queries
from services.storage.writes import shown as writes

MOST = 200


class Shown:
    """Implements ``services.api.reading.Shown``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def star(self, message_ids: tuple[MessageId, ...], on: bool) -> None:
        """Put a star on them, or take it away. Raises NotFound."""
        await self._database.write(writes.star, message_ids, on)

    async def starred(self, chat_id: ChatId) -> tuple[MessageView, ...]:
        """The chat's starred messages, newest first."""
        return await self._database.read(queries.starred, chat_id, MOST)

    async def hide(self, message_ids: tuple[MessageId, ...]) -> None:
        """Show them here no more. Raises NotFound, Invalid."""
        await self._database.write(writes.hide, message_ids)

    async def unhide(self, message_ids: tuple[MessageId, ...]) -> None:
        """Show them again. Raises NotFound."""
        await self._database.write(writes.unhide, message_ids)

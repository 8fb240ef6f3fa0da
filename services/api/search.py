"""The façade's search: thin coroutines over the index."""

from services.domain.errors import Invalid
from services.domain.ids import ChatId, MessageId
from services.domain.models import ChatView
from services.domain.search import Found
from services.storage.database import Database
from services.storage.queries import search as queries

MAX_HITS = 200
MAX_IN_CHAT = 2_000


class Search:
    """Implements ``services.api.conversing.Search``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def everything(self, typed: str, *, limit: int = 50) -> Found:
        """Chats and messages. Raises Invalid (limit)."""
        return await self._database.read(queries.everything, typed, _limited(limit))

    async def chats(self, typed: str, *, limit: int = 50) -> tuple[ChatView, ...]:
        """Chats by name or number. Raises Invalid (limit)."""
        return await self._database.read(queries.chats, typed, _limited(limit))

    async def in_chat(self, chat_id: ChatId, typed: str) -> tuple[MessageId, ...]:
        """The messages of one chat, newest first."""
        return await self._database.read(queries.in_chat, chat_id, typed, MAX_IN_CHAT)


def _limited(limit: int) -> int:
    if limit < 1:
        raise Invalid("limit")
    return min(limit, MAX_HITS)

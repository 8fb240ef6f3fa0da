"""The façade's lists, and what is done to many conversations at once."""

from collections.abc import Callable

from services.core.clock import Clock
from services.domain import desk
from services.domain.agents import MAX_NOTE
from services.domain.desk import MAX_BULK, Action, Listing, Undo
from services.domain.errors import Invalid
from services.domain.ids import ChatId
from services.domain.labels import clean_text
from services.domain.models import ChatView, Page
from services.storage.database import Database
from services.storage.queries import agents as agent_queries
from services.storage.queries import chats as queries
from services.storage.writes import workflow as writes

MAX_PAGE = 200


class Workflow:
    """Implements ``services.api.desk.Workflow``. ``wake`` looks at the snoozes anew, ``labelled`` at the gateways."""

    def __init__(
        self, database: Database, clock: Clock, wake: Callable[[], None], labelled: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._labelled = labelled

    async def list(self, listing: Listing, *, cursor: str | None = None, limit: int = 50) -> Page[ChatView]:
        """A page of a list. Raises Invalid (limit, cursor)."""
        if limit < 1:
            raise Invalid("limit")
        me = await self._database.read(agent_queries.active_id)
        return await self._database.read(queries.listed, listing, me, cursor, min(limit, MAX_PAGE))

    async def apply(self, chat_ids: tuple[ChatId, ...], action: Action) -> Undo:
        """Do it to all of them in one transaction. Raises Invalid, NotFound."""
        if not 0 < len(chat_ids) <= MAX_BULK:
            raise Invalid("chats")
        if isinstance(action, desk.Assign):
            note = clean_text(action.note, MAX_NOTE, "note") if action.note.strip() else ""
            action = desk.Assign(action.agent_id, note)
        undo = await self._database.write(writes.apply, chat_ids, action, self._clock.now_ms())
        self._look(action)
        return undo

    async def undo(self, undo: Undo) -> None:
        """Take it back."""
        await self._database.write(writes.undo, undo, self._clock.now_ms())
        self._look(undo.action)

    def _look(self, action: Action) -> None:
        if isinstance(action, (desk.Snooze, desk.Resolve)):
            self._wake()
        elif isinstance(action, desk.PutLabel):
            self._labelled()

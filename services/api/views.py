"""The façade's saved lists."""

from services.domain.desk import MAX_VIEW_NAME, Listing, SavedView
from services.domain.ids import ViewId
from services.domain.labels import clean_name
from services.storage.database import Database
from services.storage.queries import views as queries
from services.storage.writes import views as writes


class Views:
    """Implements ``services.api.desk.Views``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[SavedView, ...]:
        """In their order."""
        return await self._database.read(queries.all_views)

    async def save(self, name: str, listing: Listing, view_id: ViewId | None = None) -> SavedView:
        """A new one at the end, or a change. Raises Invalid (name), Conflict (name), NotFound."""
        view = await self._database.write(writes.save, clean_name(name, limit=MAX_VIEW_NAME), listing, view_id)
        return await self._database.read(queries.one, view)

    async def remove(self, view_id: ViewId) -> None:
        """Let it go. Raises NotFound."""
        await self._database.write(writes.remove, view_id)

    async def order(self, view_ids: tuple[ViewId, ...]) -> None:
        """Put them in this order."""
        await self._database.write(writes.order, view_ids)

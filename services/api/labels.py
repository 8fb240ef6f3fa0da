"""The façade's labels."""

from services.domain.ids import LabelId
from services.domain.labels import Label, RemovedLabel, clean_colour, clean_name
from services.storage.database import Database
from services.storage.queries import labels as queries
from services.storage.writes import labels as writes


class Labels:
    """Implements ``services.api.desk.Labels``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Label, ...]:
        """Every label by name."""
        return await self._database.read(queries.all_labels)

    async def create(self, name: str, colour: str) -> Label:
        """A new one. Raises Invalid (name, colour), Conflict (name)."""
        label = await self._database.write(writes.create, clean_name(name), clean_colour(colour))
        return await self._database.read(queries.one, label)

    async def change(self, label_id: LabelId, name: str, colour: str) -> Label:
        """Another name and colour. Raises NotFound, Invalid, Conflict."""
        await self._database.write(writes.change, label_id, clean_name(name), clean_colour(colour))
        return await self._database.read(queries.one, label_id)

    async def remove(self, label_id: LabelId) -> RemovedLabel:
        """Take it off everywhere and let it go. Raises NotFound."""
        return await self._database.write(writes.remove, label_id)

    async def restore(self, removed: RemovedLabel) -> Label:
        """Bring it back with its conversations. Raises Conflict (name)."""
        label = await self._database.write(writes.restore, removed)
        return await self._database.read(queries.one, label)

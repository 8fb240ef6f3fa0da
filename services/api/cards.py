"""The façade's part for people whom a contact card names."""

from services.core.clock import Clock
from services.domain.address import MAX_PHONE_DIGITS, Address, user
from services.domain.errors import Invalid
from services.storage.database import Database
from services.storage.writes import cards as writes

_MAX_NAME = 120
_MIN_DIGITS = 8


class Cards:
    """Implements ``services.api.reading.Cards``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def save(self, phone: str, name: str) -> None:
        """Give the person of a number this name. Raises Invalid."""
        name = " ".join(name.replace("\x00", "").encode("utf-8", "replace").decode().split())[:_MAX_NAME]
        if not name:
            raise Invalid("name")
        await self._database.write(writes.name, _address(phone), name, self._clock.now_ms())


def _address(phone: str) -> Address:
    address = user(phone)
    if not _MIN_DIGITS <= len(address.id) <= MAX_PHONE_DIGITS:
        raise Invalid("phone")
    return address

"""The façade's part for people whom a contact card names."""

from services.core.clock import Clock
from services.domain.address import MAX_PHONE_DIGITS, Address, user
from services.domain.errors import Invalid
from services.domain.labels import clean_name
from services.domain.people import MAX_NAME
from services.storage.database import Database
from services.storage.writes import contacts as writes

_MIN_DIGITS = 8


class Cards:
    """Implements ``services.api.reading.Cards``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def save(self, phone: str, name: str) -> None:
        """Give the person of a number this name, in one line and cut at 120 characters. Raises Invalid (name, phone)."""
        # a card's name is what somebody else wrote: too long a one is cut, not refused
        kept = clean_name(name[:MAX_NAME], limit=MAX_NAME)
        await self._database.write(writes.name_address, _address(phone), kept, self._clock.now_ms())


def _address(phone: str) -> Address:
    address = user(phone)
    if not _MIN_DIGITS <= len(address.id) <= MAX_PHONE_DIGITS:
        raise Invalid("phone")
    return address

"""Settings as the forms read and write them."""

from collections.abc import Callable, Mapping

from services.api.operating import Preferences
from services.settings.schema import FIELDS


def kept(get: Callable[[str], object], key: str) -> object:
    """The value in use, the usual one before the services are there."""
    value = get(key)
    return FIELDS[key].default if value is None else value


async def keep(preferences: Preferences, wanted: Mapping[str, object]) -> None:
    """Store them one after the other, on the services' loop. Raises Invalid for the first that cannot be."""
    for key, value in wanted.items():
        await preferences.set(key, value)

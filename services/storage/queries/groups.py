"""What is known here of the members of a group."""

import sqlite3
from collections.abc import Sequence

from services.domain.address import Address

_AT_ONCE = 500


def names(connection: sqlite3.Connection, addresses: Sequence[Address]) -> dict[str, str]:
    """The desk's names of those it knows, by their match key."""
    keys = tuple({address.match_key for address in addresses})
    found: dict[str, str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        rows = connection.execute(
            f"""SELECT a.match_key, coalesce(p.own_name, p.name, p.business_name, p.push_name) FROM alias a
                  JOIN contact p ON p.id = a.contact_id WHERE a.match_key IN ({",".join("?" * len(some))})""",
            some,
        )
        found.update((key, name) for key, name in rows if name)
    return found

"""A contact that came as a card: its name."""

from services.domain.address import Address
from services.domain.events import Peer
from services.storage.database import Tx, Written
from services.storage.writes import names, people
from services.storage.writes.changed import Changed


def name(tx: Tx, address: Address, given: str, now: int) -> Written[None]:
    """The person of an address is called so from now on, whatever gateways told before."""
    changed = Changed()
    contact = people.contact_of(tx, changed, Peer(address=address), now, now)
    tx.execute("UPDATE contact SET own_name = ? WHERE id = ?", (given, contact))
    names.follow(tx, changed, contact)
    tx.cache.clear()
    return Written(None, changed.freeze())

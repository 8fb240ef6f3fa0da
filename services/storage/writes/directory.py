"""Contacts by our own hand: a conversation that we begin."""

from services.domain.address import Address
from services.domain.changes import ChangeSet
from services.domain.content import Peer
from services.domain.errors import NotFound
from services.domain.ids import AccountId, ChatId, InstanceId
from services.storage.database import Tx, Written
from services.storage.writes import people
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context


def start_chat(
    tx: Tx, instance: InstanceId, address: Address, aliases: tuple[Address, ...], now: int
) -> Written[tuple[ChatId, bool]]:
    """The chat with an address over a number, and whether it was there already. Raises NotFound (instance)."""
    row = tx.one("SELECT account_id FROM instance WHERE id = ?", instance)
    if row is None:
        raise NotFound(f"instance {instance}")
    changed = Changed()
    before = tx.one("SELECT ifnull(max(id), 0) FROM chat")[0]
    ours = Context(instance_id=instance, account_id=AccountId(row[0]), received_at_ms=now)
    chat = people.chat_of(tx, changed, ours, Peer(address=address, aliases=aliases), now)
    return Written((chat, chat <= before), changed.freeze() or ChangeSet(chats=frozenset({chat})))

"""A contact that came as a card: its name, and the conversation with it."""

from services.domain.address import Address
from services.domain.errors import NotFound
from services.domain.events import Peer
from services.domain.ids import AccountId, ChatId, InstanceId
from services.storage.database import Tx, Written
from services.storage.writes import names, people
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context


def name(tx: Tx, address: Address, given: str, now: int) -> Written[None]:
    """The person of an address is called so from now on, whatever gateways told before."""
    changed = Changed()
    contact = people.contact_of(tx, changed, Peer(address=address), now, now)
    tx.execute("UPDATE contact SET own_name = ? WHERE id = ?", (given, contact))
    names.follow(tx, changed, contact)
    tx.cache.clear()
    return Written(None, changed.freeze())


def known_chat(tx: Tx, beside: ChatId, address: Address) -> Written[ChatId | None]:
    """The chat with an address on the same number as ``beside``. Raises NotFound."""
    return Written(people.chat_by_address(tx, _line(tx, beside)[0], address))


def open_chat(tx: Tx, beside: ChatId, address: Address, now: int) -> Written[ChatId]:
    """The same, made if there is none. Raises NotFound."""
    account, instance = _line(tx, beside)
    changed = Changed()
    ours = Context(instance_id=instance, account_id=account, received_at_ms=now)
    chat = people.chat_of(tx, changed, ours, Peer(address=address), now)
    # nothing was said yet, but it is to stand in the list where it is looked for
    tx.execute("UPDATE chat SET last_at = ? WHERE id = ? AND last_at IS NULL", (now, chat))
    changed.chats.add(chat)
    return Written(chat, changed.freeze())


def _line(tx: Tx, chat: ChatId) -> tuple[AccountId, InstanceId]:
    row = tx.one("SELECT account_id, instance_id FROM chat WHERE id = ?", chat)
    if row is None:
        raise NotFound(f"chat {chat}")
    return AccountId(row[0]), InstanceId(row[1])

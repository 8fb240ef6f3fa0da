"""Gateways and the instances on them, as a person makes, names, moves and removes them."""

import msgspec

from services.domain.errors import Conflict, NotFound
from services.domain.ids import AccountId, GatewayId, InstanceId
from services.storage.database import Tx, Written
from services.storage.writes import accounts, outbox
from services.storage.writes.changed import Changed


class NewInstanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a new instance; ``hook_hash`` is the digest of its path secret."""

    provider: str
    base_url: str
    name: str
    label: str
    hook_hash: bytes
    demo: bool
    now_ms: int


def add_instance(tx: Tx, new: NewInstanceRow) -> Written[InstanceId]:
    """Store it with its gateway (one row per provider and base URL). Raises Conflict where the name is taken."""
    tx.execute(
        "INSERT OR IGNORE INTO gateway (provider, base_url, created_at) VALUES (?, ?, ?)",
        (new.provider, new.base_url, new.now_ms),
    )
    gateway = tx.one("SELECT id FROM gateway WHERE provider = ? AND base_url = ?", new.provider, new.base_url)[0]
    if tx.one("SELECT 1 FROM instance WHERE gateway_id = ? AND name = ?", gateway, new.name) is not None:
        raise Conflict(new.name)
    account = tx.execute("INSERT INTO account (created_at) VALUES (?)", (new.now_ms,)).lastrowid
    instance = tx.execute(
        """INSERT INTO instance (gateway_id, account_id, provider, name, label, hook_hash, state_since, demo, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (gateway, account, new.provider, new.name, new.label, new.hook_hash, new.now_ms, new.demo, new.now_ms),
    ).lastrowid
    changed = Changed()
    changed.instances.add(InstanceId(instance or 0))
    return Written(InstanceId(instance or 0), changed.freeze())


def rename_instance(tx: Tx, instance: InstanceId, label: str) -> Written[None]:
    """What people call it; empty goes back to the gateway's name. Raises NotFound."""
    return _set(tx, instance, "label", label)


def colour_instance(tx: Tx, instance: InstanceId, colour: str | None) -> Written[None]:
    """Its colour in lists, ``#rrggbb`` or None. Raises NotFound."""
    return _set(tx, instance, "colour", colour)


def pause_instance(tx: Tx, instance: InstanceId, paused: bool) -> Written[None]:
    """Whether anything is done for it. Raises NotFound."""
    return _set(tx, instance, "paused", int(paused))


def set_hook_hash(tx: Tx, instance: InstanceId, digest: bytes) -> Written[None]:
    """Another path secret. Raises NotFound."""
    return _set(tx, instance, "hook_hash", digest)


def set_webhook_wish(tx: Tx, instance: InstanceId, wish: bytes | None) -> Written[None]:
    """How a person wants the webhook, None for the usual way. Raises NotFound."""
    return _set(tx, instance, "webhook", wish)


def _set(tx: Tx, instance: InstanceId, column: str, value: str | int | bytes | None) -> Written[None]:
    if tx.execute(f"UPDATE instance SET {column} = ? WHERE id = ?", (value, instance)).rowcount == 0:
        raise NotFound(f"instance {instance}")
    changed = Changed()
    changed.instances.add(instance)
    return Written(None, changed.freeze())


def move_instance(
    tx: Tx, instance: InstanceId, provider: str, base_url: str, name: str, now: int
) -> Written[GatewayId | None]:
    """The number lives on another gateway from now on; its conversations, queue and path secret stay.

    Returns the old gateway if no other instance is left there. Raises NotFound, Conflict where the name is taken.
    """
    row = tx.one("SELECT gateway_id FROM instance WHERE id = ?", instance)
    if row is None:
        raise NotFound(f"instance {instance}")
    tx.execute(
        "INSERT OR IGNORE INTO gateway (provider, base_url, created_at) VALUES (?, ?, ?)", (provider, base_url, now)
    )
    gateway = tx.one("SELECT id FROM gateway WHERE provider = ? AND base_url = ?", provider, base_url)[0]
    if tx.one("SELECT 1 FROM instance WHERE gateway_id = ? AND name = ? AND id <> ?", gateway, name, instance):
        raise Conflict(name)
    tx.execute(
        """UPDATE instance SET gateway_id = ?, provider = ?, name = ?, state = 'created', state_reason = NULL,
             state_since = ?, next_retry_at = NULL, state_told_at = 0, webhook = NULL WHERE id = ?""",
        (gateway, provider, name, now, instance),
    )
    left = None
    if tx.one("SELECT 1 FROM instance WHERE gateway_id = ?", row[0]) is None:
        tx.execute("DELETE FROM gateway WHERE id = ?", (row[0],))
        left = GatewayId(row[0])
    changed = Changed()
    changed.instances.add(instance)
    tx.cache.clear()
    return Written(left, changed.freeze())


def name_by_gateway(tx: Tx, instance: InstanceId, name: str) -> Written[None]:
    """The gateway named a session itself; what it was to be called stays as its label. Raises Conflict."""
    if tx.one(
        """SELECT 1 FROM instance other JOIN instance mine ON mine.gateway_id = other.gateway_id
           WHERE mine.id = ? AND other.id <> mine.id AND other.name = ?""",
        instance,
        name,
    ):
        raise Conflict(name)
    tx.execute(
        "UPDATE instance SET label = CASE WHEN label = '' THEN name ELSE label END, name = ? WHERE id = ?",
        (name, instance),
    )
    changed = Changed()
    changed.instances.add(instance)
    tx.cache.clear()
    return Written(None, changed.freeze())


class Leftovers(msgspec.Struct, frozen=True, kw_only=True):
    """Files that nothing in the database names any more."""

    media: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def remove_instance(tx: Tx, instance: InstanceId, keep_history: bool) -> Written[Leftovers]:
    """Forget an instance; without ``keep_history`` its account's chats and messages go too, if no other has them.

    Returns the files to delete. Raises NotFound.
    """
    row = tx.one("SELECT account_id, gateway_id FROM instance WHERE id = ?", instance)
    if row is None:
        raise NotFound(f"instance {instance}")
    account, gateway = row
    tx.execute("DELETE FROM gap WHERE instance_id = ?", (instance,))
    tx.execute("DELETE FROM mark WHERE key = ?", (f"absence/{instance}",))
    changed = Changed()
    tx.execute("DELETE FROM instance WHERE id = ?", (instance,))
    outbox.release(tx, changed, instance)
    if tx.one("SELECT 1 FROM instance WHERE gateway_id = ?", gateway) is None:
        tx.execute("DELETE FROM gateway WHERE id = ?", (gateway,))
    changed.instances.add(instance)
    leftovers = Leftovers()
    if not keep_history and tx.one("SELECT 1 FROM instance WHERE account_id = ?", account) is None:
        bodies = tx.all("SELECT body_file FROM delivery WHERE instance_id = ? AND body_file IS NOT NULL", instance)
        media = accounts.forget(tx, changed, AccountId(account))
        tx.execute("DELETE FROM delivery WHERE instance_id = ?", (instance,))
        leftovers = Leftovers(media=media, bodies=tuple(name for (name,) in bodies))
        changed.deliveries = True
    tx.cache.clear()
    return Written(leftovers, changed.freeze())

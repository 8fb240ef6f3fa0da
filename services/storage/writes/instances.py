"""Gateways, instances and the WhatsApp accounts behind them."""

import msgspec

from services.domain import address as addresses
from services.domain.address import Address, AddressKind
from services.domain.changes import QrShown
from services.domain.errors import Conflict, NotFound
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.ids import AccountId, ChatId, GatewayId, InstanceId, MessageId
from services.domain.status import Status
from services.storage.database import Tx, Written, now_ms
from services.storage.writes import early, files, gateway_labels, linking, outbox, threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

QR_LIFE_S = 60
_TOUCH_EVERY_MS = 60_000


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
        media = _forget_account(tx, changed, AccountId(account))
        tx.execute("DELETE FROM delivery WHERE instance_id = ?", (instance,))
        leftovers = Leftovers(media=media, bodies=tuple(name for (name,) in bodies))
        changed.deliveries = True
    tx.cache.clear()
    return Written(leftovers, changed.freeze())


def _forget_account(tx: Tx, changed: Changed, account: AccountId) -> tuple[str, ...]:
    paths = tx.all(
        """SELECT DISTINCT f.path FROM media f JOIN message m ON m.id = f.message_id
           WHERE m.account_id = ? AND f.path IS NOT NULL""",
        account,
    )
    changed.chats.update(ChatId(c) for (c,) in tx.all("SELECT id FROM chat WHERE account_id = ?", account))
    tx.execute(
        """INSERT INTO message_fts (message_fts, rowid, text, chat)
           SELECT 'delete', id, text, 'chat' || chat_id FROM message WHERE account_id = ? AND text IS NOT NULL""",
        (account,),
    )
    tx.execute("DELETE FROM message WHERE account_id = ?", (account,))
    people = [contact for (contact,) in tx.all("SELECT contact_id FROM chat WHERE account_id = ?", account)]
    tx.execute("DELETE FROM audit WHERE chat_id IN (SELECT id FROM chat WHERE account_id = ?)", (account,))
    tx.execute("DELETE FROM chat WHERE account_id = ?", (account,))
    for table in ("ack", "reaction", "edit", "revoke", "poll_vote", "early_media", "gateway_label", "gateway_label_chat"):
        tx.execute(f"DELETE FROM {table} WHERE account_id = ?", (account,))
    tx.execute("DELETE FROM account WHERE id = ?", (account,))
    # whom the desk has saved without ever writing to them stays
    tx.executemany("UPDATE contact SET own_name = NULL WHERE id = ?", ((each,) for each in people if _has_no_chat(tx, each)))
    orphans = "SELECT id FROM contact WHERE own_name IS NULL AND kept = 0 AND id NOT IN (SELECT contact_id FROM chat)"
    tx.execute(
        f"DELETE FROM alias WHERE contact_id IN ({orphans} AND id NOT IN (SELECT ifnull(author_id, 0) FROM message))"
    )
    tx.execute("DELETE FROM contact WHERE id NOT IN (SELECT contact_id FROM alias)")
    # what a merge remembers of people who are forgotten
    tx.execute("DELETE FROM contact_merge WHERE into_id NOT IN (SELECT id FROM contact)")
    return tuple(path for (path,) in paths if tx.one("SELECT 1 FROM media WHERE path = ?", path) is None)


def _has_no_chat(tx: Tx, contact: int) -> bool:
    return tx.one("SELECT 1 FROM chat WHERE contact_id = ?", contact) is None


def set_state(
    tx: Tx, instance: InstanceId, state: ConnectionState, reason: str | None, now: int, next_retry_at: int | None
) -> Written[None]:
    """What the session's machine found out; nothing is written where nothing changes."""
    changed = Changed()
    _store_state(tx, changed, instance, state, reason, now, next_retry_at)
    return Written(None, changed.freeze())


def _store_state(
    tx: Tx,
    changed: Changed,
    instance: InstanceId,
    state: ConnectionState,
    reason: str | None,
    at: int,
    next_retry_at: int | None,
) -> None:
    row = tx.one("SELECT state, state_reason, next_retry_at FROM instance WHERE id = ?", instance)
    if row is None or row == (state.value, reason, next_retry_at):
        return
    tx.execute(
        """UPDATE instance SET state_since = CASE WHEN state = ?1 THEN state_since ELSE ?2 END, state = ?1,
             state_reason = ?3, next_retry_at = ?4 WHERE id = ?5""",
        (state.value, at, reason, next_retry_at, instance),
    )
    changed.instances.add(instance)


def see_connection(tx: Tx, changed: Changed, context: Context, event: ConnectionSeen) -> None:
    """The gateway's word on the session; older news than what it told before is left aside.

    The gateway's clock is compared with itself, receipts with our own: the two need not agree.
    """
    row = tx.one("SELECT state_since, account_id, state_told_at, state FROM instance WHERE id = ?", context.instance_id)
    if row is None:
        return
    since, account, told_at, state = row
    if event.reason == "authenticated" and state == ConnectionState.CONNECTED.value:
        return  # a step on the way in, told late: it does not undo the arrival
    if event.occurred_at_ms is not None:
        if event.occurred_at_ms < told_at:
            return
        tx.execute("UPDATE instance SET state_told_at = ? WHERE id = ?", (event.occurred_at_ms, context.instance_id))
    elif context.received_at_ms < since - 1000 <= now_ms():
        return
    _store_state(tx, changed, context.instance_id, event.state, event.reason, context.received_at_ms, None)
    if event.own_address is not None and event.own_address.kind is AddressKind.USER:
        _own(tx, changed, context, AccountId(account), event.own_address, event)


def _own(
    tx: Tx, changed: Changed, context: Context, account: AccountId, address: Address, event: ConnectionSeen
) -> None:
    """Tie the instance to the account of its number; a number that moved gateways keeps its history."""
    accounts = [(AccountId(a), addresses.parse(told)) for a, told in tx.all("SELECT id, address FROM account")]
    known = next((told for a, told in accounts if a == account), None)
    holder = next((a for a, told in accounts if told is not None and told.match_key == address.match_key), None)
    if holder is None and known is None:
        tx.execute("UPDATE account SET address = ? WHERE id = ?", (str(address), account))
    elif holder is None:
        # another phone was linked: its conversations are another account's
        holder = AccountId(
            tx.execute(
                "INSERT INTO account (address, created_at) VALUES (?, ?)", (str(address), context.received_at_ms)
            ).lastrowid
            or 0
        )
    if holder is not None and holder != account:
        tx.execute("UPDATE instance SET account_id = ? WHERE id = ?", (holder, context.instance_id))
        if known is None:
            merge_accounts(tx, changed, into=holder, gone=account)
        else:
            outbox.release(tx, changed, context.instance_id)
        account = holder
    tx.execute(
        "UPDATE account SET name = coalesce(?, name), lid = coalesce(?, lid), picture_url = coalesce(?, picture_url) WHERE id = ?",
        (event.own_name, str(event.own_lid) if event.own_lid else None, event.own_picture_url, account),
    )
    tx.cache.pop("own keys", None)
    changed.instances.add(context.instance_id)


def merge_accounts(tx: Tx, changed: Changed, *, into: AccountId, gone: AccountId) -> None:
    """Two rows turn out to be one WhatsApp number: chats join, a message both had stays once with all its marks."""
    twins = tx.all(
        """SELECT g.id, k.id, g.status, g.error_code, g.error_text, g.chat_id FROM message g
           JOIN message k ON k.account_id = ? AND k.stanza_id = g.stanza_id WHERE g.account_id = ?""",
        into,
        gone,
    )
    for twin, kept, status, code, text, chat in twins:
        if status is not None:
            early.lift(tx, MessageId(kept), Status(status), code, text)
        linking.remove_row(tx, changed, ChatId(chat), MessageId(twin))
    tx.execute(
        f"""INSERT INTO reaction (account_id, stanza_id, actor, emoji, from_me, actor_id, at)
            SELECT ?, stanza_id, actor, emoji, from_me, actor_id, at FROM reaction WHERE account_id = ?
            {early.LATER_REACTION}""",
        (into, gone),
    )
    tx.execute(
        f"""INSERT INTO poll_vote (account_id, stanza_id, voter, options, at)
            SELECT ?, stanza_id, voter, options, at FROM poll_vote WHERE account_id = ? {early.LATER_VOTE}""",
        (into, gone),
    )
    marked = {
        stanza_id
        for table in ("ack", "edit", "revoke", "early_media")
        for (stanza_id,) in tx.all(f"SELECT DISTINCT stanza_id FROM {table} WHERE account_id = ?", gone)
    }
    gateway_labels.join_accounts(tx, into=into, gone=gone)
    for table in ("ack", "edit", "revoke", "early_media"):
        tx.execute(f"UPDATE OR IGNORE {table} SET account_id = ? WHERE account_id = ?", (into, gone))
    for table in ("ack", "reaction", "edit", "revoke", "poll_vote", "early_media"):
        tx.execute(f"DELETE FROM {table} WHERE account_id = ?", (gone,))
    marked |= {row[0] for row in tx.all("SELECT stanza_id FROM message WHERE account_id = ?", gone)}
    for table in ("message", "gap"):
        tx.execute(f"UPDATE {table} SET account_id = ? WHERE account_id = ?", (into, gone))
    for stanza_id in marked:
        _apply_marks(tx, changed, into, stanza_id)
    for chat, contact in tx.all("SELECT id, contact_id FROM chat WHERE account_id = ?", gone):
        other = tx.one("SELECT id FROM chat WHERE account_id = ? AND contact_id = ?", into, contact)
        if other is None:
            tx.execute("UPDATE chat SET account_id = ? WHERE id = ?", (into, chat))
            threads.recount(tx, ChatId(chat))
            threads.refresh_preview(tx, ChatId(chat))
            changed.chats.add(ChatId(chat))
        else:
            threads.merge_chats(tx, changed, into=ChatId(other[0]), gone=ChatId(chat))
    tx.execute("DELETE FROM account WHERE id = ?", (gone,))
    tx.cache.clear()


def _apply_marks(tx: Tx, changed: Changed, account: AccountId, stanza_id: str) -> None:
    row = tx.one(
        "SELECT id, chat_id, direction FROM message WHERE account_id = ? AND stanza_id = ?", account, stanza_id
    )
    if row is None:
        return
    message, chat, direction = row
    if early.apply(tx, account, stanza_id, message, outgoing=direction == "out"):
        threads.renewed(tx, changed, chat, message)
    told = files.take_early(tx, account, stanza_id)
    if told is not None:
        files.complete(tx, changed, chat, message, told)


def see_qr(tx: Tx, changed: Changed, context: Context, event: QrSeen) -> QrShown | None:
    """A QR is fleeting; that one is awaited is a state. Old ones from a replay are not shown."""
    at = context.received_at_ms
    expires = at + (event.expires_s or QR_LIFE_S) * 1000
    row = tx.one("SELECT state, state_since FROM instance WHERE id = ?", context.instance_id)
    if row is None or (row[0] == ConnectionState.CONNECTED.value and row[1] > at):
        return None
    code_only = event.pairing_code is not None and event.text is None and event.image_base64 is None
    state = ConnectionState.AWAITING_CODE if code_only else ConnectionState.AWAITING_QR
    if row[0] != state.value:
        _store_state(tx, changed, context.instance_id, state, None, at, None)
    return QrShown(
        instance_id=context.instance_id,
        text=event.text,
        image_base64=event.image_base64,
        pairing_code=event.pairing_code,
        expires_at_ms=expires,
        attempt=event.attempt,
    )


def seen_alive(tx: Tx, changed: Changed, instance: InstanceId, at: int) -> None:
    """Messages come through it, so it is connected, where nothing else has told its state yet."""
    key = ("alive", instance)
    if tx.cache.get(key) is None:
        tx.cache[key] = True
        row = tx.one("SELECT state FROM instance WHERE id = ?", instance)
        if row is not None and row[0] == ConnectionState.CREATED.value:
            _store_state(tx, changed, instance, ConnectionState.CONNECTED, None, at, None)


def note_gap(tx: Tx, instance: InstanceId, from_at: int, to_at: int, reason: str) -> Written[None]:
    """Remember that messages of this time may be missing for good."""
    row = tx.one("SELECT account_id FROM instance WHERE id = ?", instance)
    if row is None:
        return Written(None)
    tx.execute(
        """INSERT INTO gap (instance_id, account_id, from_at, to_at, reason) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET to_at = max(to_at, excluded.to_at)""",
        (instance, row[0], from_at, to_at, reason),
    )
    changed = Changed()
    changed.instances.add(instance)
    return Written(None, changed.freeze())


def keep_absence(tx: Tx, instance: InstanceId, since: int | None) -> Written[None]:
    """Remember from when on (ms) the history is still to be fetched; None once nothing is."""
    if since is None:
        tx.execute("DELETE FROM mark WHERE key = ?", (f"absence/{instance}",))
    else:
        tx.execute(
            "INSERT INTO mark (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (f"absence/{instance}", str(since)),
        )
    return Written(None)


def touch(tx: Tx, instance: InstanceId, at: int) -> None:
    """Remember when the instance was last heard of (a minute's precision keeps this off the hot path)."""
    if at - tx.cache.get(("touched", instance), 0) < _TOUCH_EVERY_MS:
        return
    tx.cache["touched", instance] = at
    tx.execute(
        "UPDATE instance SET last_event_at = ?1 WHERE id = ?2 AND ifnull(last_event_at, 0) < ?1", (at, instance)
    )


def rename(tx: Tx, instance: InstanceId, label: str) -> Written[None]:
    """Change the name shown here."""
    tx.execute("UPDATE instance SET label = ? WHERE id = ?", (label, instance))
    changed = Changed()
    changed.instances.add(instance)
    return Written(None, changed.freeze())

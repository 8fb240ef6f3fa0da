"""What is heard of an instance's session: its state, its QRs, signs of life, times without it."""

from services.domain.address import AddressKind
from services.domain.changes import QrShown
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.ids import AccountId, InstanceId
from services.storage.database import Tx, Written, now_ms
from services.storage.writes import accounts
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

QR_LIFE_S = 60
_TOUCH_EVERY_MS = 60_000


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
        # what came before we asked, or were told, what we know now and waited its turn is no news any more
        if event.occurred_at_ms < told_at or context.received_at_ms < since <= now_ms():
            return
        tx.execute("UPDATE instance SET state_told_at = ? WHERE id = ?", (event.occurred_at_ms, context.instance_id))
    elif context.received_at_ms < since - 1000 <= now_ms():
        return
    _store_state(tx, changed, context.instance_id, event.state, event.reason, context.received_at_ms, None)
    if event.own_address is not None and event.own_address.kind is AddressKind.USER:
        accounts.own(tx, changed, context, AccountId(account), event.own_address, event)


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

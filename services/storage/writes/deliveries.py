"""The journal: what gateways posted, stored before anything is read into it."""

from collections.abc import Sequence

import msgspec

from services.domain.errors import Conflict, ErrorCode, NotFound
from services.domain.events import AnyEvent, ConnectionSeen, MessageSeen, PresenceSeen, QrSeen
from services.domain.ids import AccountId, DeliveryId, InstanceId
from services.domain.models import DeliveryState
from services.storage.database import Tx, Written
from services.storage.writes import apply, sessions
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

RETENTION_MS = 9 * 86_400_000
_PURGE_AT_ONCE = 500


class NewDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """One request as received; credentials are already taken out of ``body``. Large bodies lie in a file."""

    instance_id: InstanceId | None
    provider: str | None
    state: DeliveryState
    source: str
    received_at_ms: int
    digest: bytes
    path: str
    headers: bytes
    body: bytes | None
    body_file: str | None
    size: int
    error: str | None = None
    check_names: bool = False


class Stored(msgspec.Struct, frozen=True):
    """The journal row, and whether it waits to be processed."""

    delivery_id: DeliveryId
    new: bool


def store_delivery(tx: Tx, new: NewDelivery) -> Written[Stored]:
    """Insert, or count a duplicate. A repeated body whose event may come twice is processed again."""
    row = tx.execute(
        """INSERT INTO delivery (instance_id, provider, state, source, received_at, digest, path, headers, body, body_file,
             size, error, last_received_at, check_names)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?5, ?13)
           ON CONFLICT DO UPDATE SET duplicates = duplicates + 1, last_received_at = excluded.received_at,
             state = CASE WHEN repeatable AND state = 'done' THEN 'new' ELSE state END
           RETURNING id, state, duplicates""",
        (
            new.instance_id or 0,
            new.provider,
            new.state.value,
            new.source,
            new.received_at_ms,
            new.digest,
            new.path,
            new.headers,
            new.body,
            new.body_file,
            new.size,
            new.error,
            new.check_names,
        ),
    ).fetchall()[0]
    changed = Changed()
    changed.deliveries = new.state is not DeliveryState.NEW
    return Written(Stored(DeliveryId(row[0]), row[1] == "new"), changed.freeze())


class Part(msgspec.Struct, frozen=True):
    """What of a delivery belongs to one instance."""

    instance_id: InstanceId
    events: tuple[AnyEvent, ...]


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery after its parser: events, or the error that keeps it.

    ``parked`` says why nobody owns it. ``read_at_ms`` is when it was parsed; None: when it came.
    ``others`` are the parts of further instances, where one batch is for several.
    """

    delivery_id: DeliveryId
    instance_id: InstanceId
    received_at_ms: int
    read_at_ms: int | None = None
    provider: str
    events: tuple[AnyEvent, ...] = ()
    others: tuple[Part, ...] = ()
    error: str | None = None
    parked: str | None = None


class Processed(msgspec.Struct, frozen=True, kw_only=True):
    """What processing a group of deliveries left to say."""

    fleeting: tuple[apply.Fleeting, ...] = ()
    new_messages: int = 0


def apply_deliveries(tx: Tx, group: Sequence[Parsed]) -> Written[Processed]:
    """Apply whole deliveries and mark them, all in one transaction."""
    changed = Changed()
    fleeting: list[apply.Fleeting] = []
    new = 0
    for parsed in group:
        if parsed.parked is not None:
            _mark(tx, changed, parsed, DeliveryState.PARKED, parsed.parked, ())
            continue
        if parsed.error is not None:
            _mark(tx, changed, parsed, DeliveryState.BAD, parsed.error, ())
            continue
        problems: list[str] = []
        parts = (Part(parsed.instance_id, parsed.events), *parsed.others)
        for part in parts:
            applied = _apply_part(tx, changed, parsed, part)
            if applied is None:
                problems.append("the instance is gone")
                continue
            fleeting.extend(applied.fleeting)
            new += applied.new_messages
            problems.extend(applied.problems)
        events = tuple(event for part in parts for event in part.events)
        if problems == ["the instance is gone"]:
            _mark(tx, changed, parsed, DeliveryState.PARKED, problems[0], events)
        elif problems:
            _mark(tx, changed, parsed, DeliveryState.BAD, "; ".join(problems)[:500], events)
        else:
            _mark(tx, changed, parsed, DeliveryState.DONE, None, events)
    return Written(Processed(fleeting=tuple(fleeting), new_messages=new), changed.freeze())


def _apply_part(tx: Tx, changed: Changed, parsed: Parsed, part: Part) -> apply.Applied | None:
    account = _account_of(tx, part.instance_id)
    if account is None:
        return None
    context = Context(
        instance_id=part.instance_id,
        account_id=account,
        received_at_ms=parsed.received_at_ms,
        delivery_id=parsed.delivery_id,
        applied_at_ms=parsed.read_at_ms,
    )
    applied = apply.into(tx, changed, context, part.events)
    sessions.touch(tx, part.instance_id, parsed.received_at_ms)
    if any(isinstance(event, MessageSeen) for event in part.events):
        sessions.seen_alive(tx, changed, part.instance_id, parsed.received_at_ms)
    return applied


def _account_of(tx: Tx, instance: InstanceId) -> AccountId | None:
    row = tx.one("SELECT account_id FROM instance WHERE id = ?", instance)
    return None if row is None else AccountId(row[0])


def _mark(
    tx: Tx, changed: Changed, parsed: Parsed, state: DeliveryState, error: str | None, events: tuple[AnyEvent, ...]
) -> None:
    changed.deliveries = changed.deliveries or state is not DeliveryState.DONE
    repeatable = any(isinstance(e, (ConnectionSeen, QrSeen, PresenceSeen)) and e.occurred_at_ms is None for e in events)
    names = ",".join(dict.fromkeys(e.raw_kind or type(e).__name__ for e in events))[:120] or None
    tx.execute(
        """UPDATE delivery SET state = ?, error = ?, provider = ?, event = coalesce(?, event), repeatable = ?,
             attempts = attempts + 1 WHERE id = ?""",
        (state.value, error, parsed.provider, names, repeatable, parsed.delivery_id),
    )


def fail_delivery(tx: Tx, delivery: DeliveryId, error: str) -> Written[None]:
    """Our own fault while applying: keep it, say so, let it be replayed."""
    tx.execute(
        "UPDATE delivery SET state = 'bad', error = ?, attempts = attempts + 1 WHERE id = ?", (error[:500], delivery)
    )
    changed = Changed()
    changed.deliveries = True
    return Written(None, changed.freeze())


def replay(tx: Tx, delivery: DeliveryId) -> Written[None]:
    """Let it be read again. Raises NotFound, Conflict (NO_OWNER) where a person has to say first whose it is."""
    row = tx.one("SELECT instance_id FROM delivery WHERE id = ?", delivery)
    if row is None:
        raise NotFound(f"delivery {delivery}")
    if not row[0]:
        raise Conflict("nobody's: assign it", code=ErrorCode.NO_OWNER)
    tx.execute("UPDATE delivery SET state = 'new', error = NULL WHERE id = ?", (delivery,))
    changed = Changed()
    changed.deliveries = True
    return Written(None, changed.freeze())


def assign(tx: Tx, delivery: DeliveryId, instance: InstanceId) -> Written[DeliveryId]:
    """A person says whose it is; it is then processed like any other.

    Returns the row that is kept: the same body may be in the instance's journal already. Raises NotFound.
    """
    found = tx.one("SELECT digest FROM delivery WHERE id = ?", delivery)
    owner = tx.one("SELECT provider FROM instance WHERE id = ?", instance)
    if found is None or owner is None:
        raise NotFound(f"delivery {delivery} or instance {instance}")
    twin = tx.one("SELECT id FROM delivery WHERE instance_id = ? AND digest = ?", instance, found[0])
    changed = Changed()
    changed.deliveries = True
    if twin is not None and twin[0] != delivery:
        tx.execute(
            "UPDATE delivery SET state = 'new', check_names = 0, duplicates = duplicates + 1 WHERE id = ?", (twin[0],)
        )
        tx.execute("DELETE FROM delivery WHERE id = ?", (delivery,))
        delivery = DeliveryId(twin[0])
    else:
        tx.execute(
            "UPDATE delivery SET instance_id = ?, state = 'new', error = NULL, check_names = 0 WHERE id = ?",
            (instance, delivery),
        )
    return Written(delivery, changed.freeze())


def purge(tx: Tx, before_ms: int) -> Written[tuple[tuple[str, ...], bool]]:
    """Let processed deliveries go that are older than every sender's retries.

    Returns the body files to delete and whether there is more to do.
    """
    rows = tx.all(
        "SELECT id, body_file FROM delivery WHERE state = 'done' AND last_received_at < ? ORDER BY id LIMIT ?",
        before_ms,
        _PURGE_AT_ONCE,
    )
    tx.executemany("DELETE FROM delivery WHERE id = ?", [(row[0],) for row in rows])
    return Written((tuple(row[1] for row in rows if row[1]), len(rows) == _PURGE_AT_ONCE))

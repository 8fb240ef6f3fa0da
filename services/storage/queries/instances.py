"""Instances and the journal, for the panel, the receiver and the local API."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from services.domain import address as addresses
from services.domain.address import Address
from services.domain.errors import NotFound
from services.domain.events import ConnectionState
from services.domain.ids import AccountId, DeliveryId, GatewayId, InstanceId
from services.domain.models import DeliveryState, DeliveryView, GapView, InstanceView, Page
from services.storage.queries import cursors

MAX_GAPS = 20
_COLUMNS = """i.id, i.gateway_id, i.provider, i.name, i.label, g.base_url, i.state, i.state_reason, i.state_since,
  i.next_retry_at, a.address, a.name, i.last_event_at, i.colour, i.demo, i.paused, a.picture_url"""
_FROM = "FROM instance i JOIN gateway g ON g.id = i.gateway_id JOIN account a ON a.id = i.account_id"


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """What the receiver needs of an instance to know whose a request is."""

    instance_id: InstanceId
    account_id: AccountId
    gateway_id: GatewayId
    provider: str
    name: str
    hook_hash: bytes
    own_address: Address | None


def views(connection: sqlite3.Connection) -> tuple[InstanceView, ...]:
    """Every instance, oldest first."""
    gaps = _gaps(connection)
    rows = connection.execute(f"SELECT {_COLUMNS} {_FROM} ORDER BY i.id").fetchall()
    return tuple(_view(row, gaps.get(row[0], ())) for row in rows)


def view(connection: sqlite3.Connection, instance: InstanceId) -> InstanceView:
    """One instance. Raises NotFound."""
    row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE i.id = ?", (instance,)).fetchone()
    if row is None:
        raise NotFound(f"instance {instance}")
    return _view(row, _gaps(connection).get(row[0], ()))


def webhook_wish(connection: sqlite3.Connection, instance: InstanceId) -> bytes | None:
    """How a person wants this instance's webhook, as it was stored; None for the usual way. Raises NotFound."""
    row = connection.execute("SELECT webhook FROM instance WHERE id = ?", (instance,)).fetchone()
    if row is None:
        raise NotFound(f"instance {instance}")
    return None if row[0] is None else bytes(row[0])


def _gaps(connection: sqlite3.Connection) -> dict[int, tuple[GapView, ...]]:
    found: dict[int, list[GapView]] = {}
    for instance, start, end, reason in connection.execute(
        "SELECT instance_id, from_at, to_at, reason FROM gap ORDER BY from_at DESC LIMIT 200"
    ).fetchall():
        found.setdefault(instance, []).append(GapView(from_ms=start, to_ms=end, reason=reason))
    return {instance: tuple(gaps[:MAX_GAPS]) for instance, gaps in found.items()}


def routes(connection: sqlite3.Connection) -> tuple[Route, ...]:
    """What the receiver keeps in memory of all instances."""
    rows = connection.execute(
        """SELECT i.id, i.account_id, i.gateway_id, i.provider, i.name, i.hook_hash, a.address
           FROM instance i JOIN account a ON a.id = i.account_id"""
    ).fetchall()
    return tuple(
        Route(
            instance_id=InstanceId(row[0]),
            account_id=AccountId(row[1]),
            gateway_id=GatewayId(row[2]),
            provider=row[3],
            name=row[4],
            hook_hash=row[5],
            own_address=addresses.parse(row[6]),
        )
        for row in rows
    )


def _view(row: Any, gaps: tuple[GapView, ...]) -> InstanceView:
    return InstanceView(
        id=InstanceId(row[0]),
        gateway_id=GatewayId(row[1]),
        provider=row[2],
        name=row[3],
        label=row[4] or row[3],
        base_url=row[5],
        state=ConnectionState(row[6]),
        state_reason=row[7],
        state_since_ms=row[8],
        next_retry_at_ms=row[9],
        own_address=addresses.parse(row[10]),
        own_name=row[11],
        last_event_at_ms=row[12],
        colour=row[13],
        demo=bool(row[14]),
        paused=bool(row[15]),
        picture_url=row[16],
        gaps=gaps,
    )


_DELIVERY = "id, instance_id, provider, event, state, received_at, size, path, error, duplicates, attempts, conflicts"


def deliveries(
    connection: sqlite3.Connection,
    state: DeliveryState | None,
    instance: InstanceId | None,
    cursor: str | None,
    limit: int,
) -> Page[DeliveryView]:
    """Newest first."""
    conditions, parameters = ["1"], list[Any]()
    if state is not None:
        # named as a range too, so that the partial index of open deliveries serves the rare states
        conditions.append("state = ?" if state is DeliveryState.DONE else "state = ? AND state <> 'done'")
        parameters.append(state.value)
    if instance is not None:
        conditions.append("instance_id = ?")
        parameters.append(instance)
    if cursor is not None:
        conditions.append("id < ?")
        parameters.append(cursors.decode(cursor, 1)[0] or 0)
    rows = connection.execute(
        f"SELECT {_DELIVERY} FROM delivery WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?",
        (*parameters, limit + 1),
    ).fetchall()
    items = tuple(_delivery(row) for row in rows[:limit])
    return Page(items, cursors.encode(items[-1].id) if len(rows) > limit and items else None)


def delivery(connection: sqlite3.Connection, delivery_id: DeliveryId) -> DeliveryView:
    """One delivery. Raises NotFound."""
    row = connection.execute(f"SELECT {_DELIVERY} FROM delivery WHERE id = ?", (delivery_id,)).fetchone()
    if row is None:
        raise NotFound(f"delivery {delivery_id}")
    return _delivery(row)


def _delivery(row: Any) -> DeliveryView:
    return DeliveryView(
        id=DeliveryId(row[0]),
        instance_id=InstanceId(row[1]) if row[1] else None,
        provider=row[2],
        event=row[3],
        state=DeliveryState(row[4]),
        received_at_ms=row[5],
        size=row[6],
        path=row[7],
        error=row[8],
        duplicates=row[9],
        attempts=row[10],
        conflicts=row[11],
    )


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A stored delivery that waits to be parsed."""

    id: DeliveryId
    instance_id: InstanceId
    provider: str | None
    source: str
    received_at_ms: int
    path: str
    headers: bytes
    body: bytes | None
    body_file: str | None
    check_names: bool = False


def waiting(connection: sqlite3.Connection, limit: int) -> tuple[Waiting, ...]:
    """The oldest deliveries that wait, in the order in which they came."""
    rows = connection.execute(
        """SELECT id, instance_id, provider, source, CASE WHEN repeatable THEN last_received_at ELSE received_at END, path,
             headers, body, body_file, check_names FROM delivery WHERE state = 'new' AND state <> 'done' ORDER BY id LIMIT ?""",
        (limit,),
    ).fetchall()
    return tuple(
        Waiting(
            id=DeliveryId(row[0]),
            instance_id=InstanceId(row[1]),
            provider=row[2],
            source=row[3],
            received_at_ms=row[4],
            path=row[5],
            headers=row[6],
            body=row[7],
            body_file=row[8],
            check_names=bool(row[9]),
        )
        for row in rows
    )


def body(connection: sqlite3.Connection, delivery_id: DeliveryId, spool: Path) -> bytes:
    """The stored body. Raises NotFound."""
    row = connection.execute("SELECT body, body_file FROM delivery WHERE id = ?", (delivery_id,)).fetchone()
    if row is None:
        raise NotFound(f"delivery {delivery_id}")
    if row[1] is None:
        return bytes(row[0] or b"")
    try:
        return (spool / str(row[1])).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"delivery {delivery_id}") from None


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many deliveries are in each state but ``done``."""
    rows = connection.execute("SELECT state, count(*) FROM delivery WHERE state <> 'done' GROUP BY state").fetchall()
    return dict(rows)


def floors(connection: sqlite3.Connection) -> dict[InstanceId, int]:
    """For each instance, the moment (ms) from which on messages may be missing.

    That is when its newest message was sent, or when it was made; earlier where an absence was not yet filled.
    """
    rows = connection.execute(
        """SELECT i.id, min(
             max(i.created_at, ifnull((SELECT max(c.last_at) FROM chat c WHERE c.account_id = i.account_id), 0)),
             ifnull((SELECT CAST(value AS INTEGER) FROM mark WHERE key = 'absence/' || i.id), 1 << 62))
           FROM instance i"""
    ).fetchall()
    return {InstanceId(row[0]): row[1] for row in rows}

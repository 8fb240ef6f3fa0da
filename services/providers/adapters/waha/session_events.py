"""``session.status``: the life of the session, passkeys, and WhatsApp's restrictions (waha dossier §3.1)."""

from collections.abc import Iterator
from typing import Any

from services.domain.address import parse
from services.domain.events import AnyEvent, ConnectionSeen, ConnectionState, NoticeSeen
from services.providers.adapters.waha.context import Context
from services.providers.reading import dict_of, int_or_none, list_of, moment_ms, text_or_none

_STATES = {
    "STARTING": ConnectionState.CONNECTING,
    "SCAN_QR_CODE": ConnectionState.AWAITING_QR,
    "PASSKEY_REQUIRED": ConnectionState.AWAITING_PASSKEY,
    "PASSKEY_CONFIRMATION_REQUIRED": ConnectionState.AWAITING_PASSKEY,
    "WORKING": ConnectionState.CONNECTED,
    "FAILED": ConnectionState.LOGGED_OUT,
    "STOPPED": ConnectionState.PAUSED,
}


def connection_state(status: str, earlier: list[str]) -> ConnectionState:
    """Our word for WAHA's status; unknown ones mean "connecting".

    STARTING after WORKING is a network drop, not a first start. FAILED also covers a QR that nobody
    scanned: in both cases only linking again helps. STOPPED keeps the pairing and waits for a start.
    """
    if status == "STARTING" and "WORKING" in earlier:
        return ConnectionState.RECONNECTING
    return _STATES.get(status, ConnectionState.CONNECTING)


def connection_of(status: Any, statuses: Any, me: dict[str, Any], context: Context) -> ConnectionSeen | None:
    """The state from a ``session.status`` payload or a SessionInfo of the REST API; None without a status."""
    word = text_or_none(status, 60)
    if word is None:
        return None
    points = [dict_of(point) for point in list_of(statuses)]
    return ConnectionSeen(
        state=connection_state(word, [str(point.get("status")) for point in points[:-1]]),
        reason=word,
        own_address=parse(me.get("id")) or parse(me.get("jid")),
        own_lid=parse(me.get("lid")),
        own_name=text_or_none(me.get("pushName"), 300),
        occurred_at_ms=context.moment(points[-1].get("timestamp") if points else None),
        raw_kind=context.event,
    )


def session_status(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """The state, then what WhatsApp restricts just now; raises nothing, yields nothing without a status."""
    seen = connection_of(payload.get("status"), payload.get("statuses"), context.me, context)
    if seen is None:
        return
    yield seen
    data = dict_of(payload.get("data"))
    code = text_or_none(data.get("code"), 40)
    if seen.state is ConnectionState.AWAITING_PASSKEY and code:
        yield NoticeSeen(
            level="info", code="passkey_confirmation", text=code,
            occurred_at_ms=seen.occurred_at_ms, raw_kind=context.event,
        )  # fmt: skip
    yield from restrictions(data, context, seen.occurred_at_ms)


def restrictions(data: dict[str, Any], context: Context, at_ms: int | None) -> Iterator[NoticeSeen]:
    """Timelock (from 2026.7.2: no first messages to new contacts) and message capping (unverified).

    The session stays usable: neither is a reason to restart or log out. A lifted timelock is told
    with ``isActive: false`` in ``data``; the copy in ``me`` only counts while it is active.
    """
    told = dict_of(data.get("reachoutTimelock"))
    lock = told or dict_of(context.me.get("reachoutTimelock"))
    if lock.get("isActive") is True:
        ends = moment_ms(lock.get("timeEnforcementEnds"), 0)
        yield NoticeSeen(
            level="warning", code="reachout_timelock", title=text_or_none(lock.get("enforcementType"), 80),
            text=None if ends is None else str(ends), occurred_at_ms=at_ms, raw_kind=context.event,
        )  # fmt: skip
    elif told.get("isActive") is False:
        yield NoticeSeen(level="info", code="reachout_timelock_lifted", occurred_at_ms=at_ms, raw_kind=context.event)
    capping = dict_of(context.me.get("messageCapping"))
    status = text_or_none(capping.get("cappingStatus"), 40)
    if status and status != "NONE":
        used, total = int_or_none(capping.get("usedQuota")), int_or_none(capping.get("totalQuota"))
        yield NoticeSeen(
            level="warning", code="message_capping", title=status,
            text=None if used is None or total is None or total < 0 else f"{used}/{total}",
            occurred_at_ms=at_ms, raw_kind=context.event,
        )  # fmt: skip

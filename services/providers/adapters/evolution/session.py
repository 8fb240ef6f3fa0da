"""The session's own events: state, QR, log-out (dossier §3.2)."""

from collections.abc import Iterator
from typing import Any

from services.domain.address import parse as parse_address
from services.domain.events import AnyEvent, ConnectionSeen, ConnectionState, QrSeen, Unrecognised
from services.providers import reading
from services.providers.adapters.evolution.envelope import Envelope

QR_LIFE_S = 45
_BY_REASON = {
    401: ConnectionState.LOGGED_OUT,
    402: ConnectionState.BANNED,
    403: ConnectionState.BANNED,
    406: ConnectionState.LOGGED_OUT,
}


def closed_state(reason: Any) -> ConnectionState:
    """What an ended session means; only 401, 402, 403 and 406 end it for good."""
    return _BY_REASON.get(reading.int_or_none(reason) or 0, ConnectionState.RECONNECTING)


def connection(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``connection.update``: connecting, open, close, refused (no more QR codes until asked again)."""
    code = reading.int_or_none(item.get("statusReason"))
    reason = str(code) if code not in (None, 200) else None
    match reading.text_or_none(item.get("state"), 40):
        case "open":
            yield ConnectionSeen(
                state=ConnectionState.CONNECTED,
                own_address=parse_address(item.get("wuid")) or envelope.own,
                own_name=reading.text_or_none(item.get("profileName"), 200),
                own_picture_url=reading.text_or_none(item.get("profilePictureUrl"), 2000),
                raw_kind=envelope.event,
            )
        case "connecting":
            yield ConnectionSeen(state=ConnectionState.CONNECTING, reason=reason, raw_kind=envelope.event)
        case "close":
            yield ConnectionSeen(state=closed_state(code), reason=reason, raw_kind=envelope.event)
        case "refused":
            yield _qr_expired(envelope)
        case other:
            yield Unrecognised(name=envelope.event, reason=f"state {other}", raw_kind=envelope.event)


def qr(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``qrcode.updated``: a QR (and a pairing code, if a number was given), or the end of the codes."""
    code = reading.dict_of(item.get("qrcode")) or item
    seen = qr_of(code, raw_kind=envelope.event)
    if seen is not None:
        yield seen
    elif "statusCode" in item:
        yield _qr_expired(envelope)
    else:
        yield Unrecognised(name=envelope.event, reason="no code", raw_kind=envelope.event)


def qr_of(code: dict[str, Any], *, raw_kind: str | None = None) -> QrSeen | None:
    """A QR object of an event or a REST answer; None where there is nothing to scan (``{"count": 0}``)."""
    text = reading.text_or_none(code.get("code"), 2000)
    image = reading.base64_or_none(code.get("base64"))
    pairing = reading.text_or_none(code.get("pairingCode"), 20)
    if not (text or image or pairing):
        return None
    return QrSeen(
        text=text,
        image_base64=image,
        pairing_code=pairing,
        expires_s=QR_LIFE_S,
        attempt=reading.int_or_none(code.get("count")),
        raw_kind=raw_kind,
    )


def _qr_expired(envelope: Envelope) -> ConnectionSeen:
    return ConnectionSeen(state=ConnectionState.CREATED, reason="qr_expired", raw_kind=envelope.event)


def instance_status(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``status.instance``: why a session ended (≥ 2.3.0), or v1's ``created``."""
    status = reading.text_or_none(item.get("status"), 40)
    code = item.get("disconnectionReasonCode")
    if status == "closed":
        # v1 tells no code, and there it only ever follows a log-out
        state = closed_state(code) if code is not None else ConnectionState.LOGGED_OUT
        yield ConnectionSeen(
            state=state,
            reason=reading.text_or_none(code, 20),
            occurred_at_ms=reading.moment_ms(item.get("disconnectionAt"), envelope.received_at_ms),
            raw_kind=envelope.event,
        )
    elif status != "created":
        yield Unrecognised(name=envelope.event, reason=f"status {status}", raw_kind=envelope.event)


def logged_out(envelope: Envelope) -> Iterator[AnyEvent]:
    """``logout.instance``, ``remove.instance``, ``instance.delete``: nothing is linked any more."""
    reason = "logged_out" if envelope.name == "LOGOUT_INSTANCE" else "removed"
    yield ConnectionSeen(state=ConnectionState.LOGGED_OUT, reason=reason, raw_kind=envelope.event)

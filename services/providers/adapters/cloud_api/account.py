"""Calls, account and template news of the Cloud API: what the admin should read (others dossier §4.3)."""

from typing import Any

import msgspec

from services.domain.errors import ParseError
from services.domain.events import AnyEvent, CallSeen, ContactSeen, HistoryProgress, NoticeSeen, Unrecognised
from services.providers.adapters.cloud_api.people import Scope, peer
from services.providers.reading import dict_of, id_or_none, int_or_none, list_of, moment_ms, text_or_none

_GOOD = frozenset({"APPROVED", "REINSTATE", "REINSTATED", "ACCOUNT_RECONNECTED", "UNPAUSED", "UPGRADE", "UNFLAGGED"})
_BAD = frozenset({"ACCOUNT_DELETED", "DISABLED_UPDATE", "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED", "DISABLE"})
_WARN = frozenset(
    {
        "ACCOUNT_RESTRICTION",
        "ACCOUNT_VIOLATION",
        "REJECTED",
        "PAUSED",
        "DISABLED",
        "FLAGGED",
        "PENDING_DELETION",
        "DOWNGRADE",
        "PARTNER_APP_UNINSTALLED",
        "RED",
        "YELLOW",
    }
)
_DETAILS = (
    "message_template_name",
    "message_template_language",
    "reason",
    "rejection_reason",
    "new_quality_score",
    "new_category",
    "current_limit",
    "decision",
    "country",
)


def call(item: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``calls``; its ``session`` (SDP) is left alone."""
    call_id = id_or_none(item.get("id"))
    if call_id is None:
        raise ParseError("call without id")
    ours = item.get("direction") == "BUSINESS_INITIATED"
    name = text_or_none(item.get("event"), 100)
    duration = int_or_none(item.get("duration"))
    phase = None
    if name == "connect":
        phase = "accepted" if ours else "offer"
    elif name == "terminate":
        phase = "ended" if ours or duration or item.get("status") == "COMPLETED" else "missed"
    if phase is None:
        return (Unrecognised(name=f"call {name}", raw_kind=scope.field),)
    caller = None if ours else peer(scope, item.get("from"), item.get("from_user_id"))
    return (
        CallSeen(
            occurred_at_ms=moment_ms(item.get("timestamp"), scope.received_at_ms),
            raw_kind=scope.field,
            call_id=call_id,
            phase=phase,
            caller=caller,
            duration_s=duration,
        ),
    )


def call_status(item: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``statuses`` under ``calls``: how a call of ours goes."""
    call_id = id_or_none(item.get("id"))
    if call_id is None:
        raise ParseError("call status without id")
    word = (text_or_none(item.get("status"), 100) or "").lower()
    if word not in ("ringing", "accepted", "rejected"):
        return (Unrecognised(name=f"call status {word}", raw_kind=scope.field),)
    return (
        CallSeen(
            occurred_at_ms=moment_ms(item.get("timestamp"), scope.received_at_ms),
            raw_kind=scope.field,
            call_id=call_id,
            phase=word,
        ),
    )


def preference(item: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``user_preferences``: somebody stopped or resumed marketing messages."""
    who = peer(scope, item.get("wa_id"), item.get("user_id"))
    if who is None:
        raise ParseError("preference without a person")
    category = text_or_none(item.get("category"), 100) or "user_preferences"
    return (
        NoticeSeen(
            occurred_at_ms=moment_ms(item.get("timestamp"), scope.received_at_ms),
            raw_kind=scope.field,
            level="info",
            code=f"{category}.{text_or_none(item.get('value'), 100) or 'unknown'}",
            title=who.push_name or who.address.phone or who.address.id,
            text=text_or_none(item.get("detail"), 2000),
        ),
    )


def error(item: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of a change's ``errors``."""
    details = text_or_none(dict_of(item.get("error_data")).get("details"), 2000)
    return (
        NoticeSeen(
            raw_kind=scope.field,
            level="error",
            code=text_or_none(item.get("code"), 40) or "unknown",
            title=text_or_none(item.get("title"), 500) or text_or_none(item.get("message"), 500),
            text=details or text_or_none(item.get("message"), 2000),
        ),
    )


def news(value: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """A change about the account, a template or the number: level, event and the words that explain it."""
    event = text_or_none(value.get("event"), 100) or text_or_none(value.get("new_quality_score"), 100)
    words = [text_or_none(value.get(key), 500) for key in _DETAILS]
    words += [
        text_or_none(dict_of(item).get(key), 200)
        for name in ("restriction_info", "violation_info", "ban_info", "disconnection_info")
        for item in list_of(value.get(name))
        for key in ("restriction_type", "violation_type", "waba_ban_state", "reason")
    ]
    subject = next((w for w in words if w), None)
    upper = {w.upper() for w in [event, *words] if w}
    # a lifted ban comes as DISABLED_UPDATE with REINSTATE inside: the good word wins
    level = "info" if upper & _GOOD else "error" if upper & _BAD else "warning" if upper & _WARN else "info"
    return (
        NoticeSeen(
            raw_kind=scope.field,
            level=level,
            code=f"{scope.field}.{event}" if event else scope.field,
            title=subject,
            text=", ".join(w for w in words if w and w != "NONE") or None,
        ),
    )


def progress(value: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """How far a coexistence history sync is; unverified on live traffic."""
    percent = int_or_none(dict_of(value.get("metadata")).get("progress"))
    return (
        HistoryProgress(raw_kind=scope.field, percent=percent, complete=None if percent is None else percent >= 100),
    )


def synced_contact(item: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``state_sync``: a contact of the phone's address book. Unverified on live traffic."""
    data = dict_of(item.get("contact"))
    who = peer(scope, data.get("phone_number"), data.get("user_id"))
    if who is None:
        raise ParseError("synced contact without a number")
    if item.get("action") == "remove":
        return (Unrecognised(name="contact removed", raw_kind=scope.field),)
    name = text_or_none(data.get("full_name"), 500) or text_or_none(data.get("first_name"), 500)
    stamp = dict_of(item.get("metadata")).get("timestamp")
    return (
        ContactSeen(
            occurred_at_ms=moment_ms(stamp, scope.received_at_ms),
            raw_kind=scope.field,
            contact=msgspec.structs.replace(who, name=name),
        ),
    )

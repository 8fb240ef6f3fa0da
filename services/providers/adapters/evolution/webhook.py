"""Evolution's webhook setting, in v2's and v1's dialect (dossier §4.3)."""

import re
from typing import Any

from services.providers import reading
from services.providers.base import ActualWebhook, WantedWebhook

_ENUM = re.compile(r"enum values:\s*([A-Z_,\s]+)")
EDITS_BY_UPDATE = (2, 3, 7)
"""From here edits come with messages.update; before, messages.edited is the only sign of them (§0.11)."""


def body_for(wanted: WantedWebhook, events: tuple[str, ...], *, v1: bool) -> dict[str, Any]:
    """The setting's body. A switched-off webhook loses its list on the server, so it is sent all the same."""
    if v1:
        return {
            "enabled": wanted.enabled,
            "url": wanted.url,
            "webhook_by_events": wanted.by_events,
            "webhook_base64": wanted.base64,
            "events": list(events),
        }
    setting: dict[str, Any] = {
        "enabled": wanted.enabled,
        "url": wanted.url,
        "byEvents": wanted.by_events,
        "base64": wanted.base64,
        "events": list(events),
    }
    headers = dict(wanted.headers)
    if wanted.hmac_key:
        headers["jwt_key"] = wanted.hmac_key
    if headers:
        setting["headers"] = headers
    return {"webhook": setting}


def actual_of(body: Any, *, unknown_events: tuple[str, ...] = ()) -> ActualWebhook:
    """The setting as read back. Names this server version has no event for count as set.

    Header values are not taken over: they may be secrets.
    """
    row = reading.dict_of(body)
    inner = reading.dict_of(row.get("webhook"))
    row = reading.dict_of(inner.get("webhook")) or inner or row
    if not row.get("url"):
        return ActualWebhook()
    events = row.get("events")
    names = tuple(e for e in events if isinstance(e, str)) if isinstance(events, list) else None
    return ActualWebhook(
        url=reading.text_or_none(row.get("url"), 4000),
        events=None if names is None else names + unknown_events,
        enabled=reading.bool_or_none(row.get("enabled")),
        by_events=_first_bool(row, "webhookByEvents", "webhook_by_events", "byEvents"),
        base64=_first_bool(row, "webhookBase64", "webhook_base64", "base64"),
    )


def known_events(refusal: str) -> frozenset[str]:
    """The event names that a 400 for an unknown one lists, or none."""
    found = _ENUM.search(refusal)
    return frozenset(name.strip() for name in found.group(1).split(",") if name.strip()) if found else frozenset()


def _first_bool(row: dict[str, Any], *names: str) -> bool | None:
    return next((b for b in (reading.bool_or_none(row.get(n)) for n in names) if b is not None), None)

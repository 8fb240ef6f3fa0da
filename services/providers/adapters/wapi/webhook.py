"""W-API's six webhook addresses, one for each event. Source: others.md §3.2."""

from collections.abc import Mapping
from typing import Any

from services.providers import reading
from services.providers.base import ActualWebhook, WantedWebhook

# event → (setter, field of fetch-instance, what follows our address if each event has its own)
SETTERS = {
    "webhookReceived": ("received", "webhookReceivedUrl", "receive-message"),
    "webhookDelivery": ("delivery", "webhookDeliveryUrl", "send-message"),
    "webhookStatus": ("message-status", "webhookStatusUrl", "message-status"),
    "webhookConnected": ("connected", "webhookConnectedUrl", "connect"),
    "webhookDisconnected": ("disconnected", "webhookDisconnectedUrl", "disconnect"),
    "webhookChatPresence": ("chat-presence", "webhookPresenceUrl", "chat-presence"),
}


def wanted_urls(wanted: WantedWebhook) -> dict[str, str]:
    """The address for each wanted event; the others are left as they are. Switched off: empty for all."""
    if not wanted.enabled:
        return dict.fromkeys(SETTERS, "")
    base = wanted.url.rstrip("/")
    events = [event for event in SETTERS if event in wanted.events] or list(SETTERS)
    return {event: f"{base}/{SETTERS[event][2]}" if wanted.by_events else wanted.url for event in events}


def unlike(urls: Mapping[str, str], instance: Mapping[str, Any]) -> tuple[str, ...]:
    """The events whose address on the gateway is another one; an address it does not tell is taken as right."""
    return tuple(
        event
        for event, url in urls.items()
        if SETTERS[event][1] in instance and (_url(instance, event) or "").rstrip("/") != url.rstrip("/")
    )


def actual_of(instance: Mapping[str, Any]) -> ActualWebhook:
    """What fetch-instance tells of the six. The address of received messages counts; others go to ``others``."""
    if not any(field in instance for _, field, _ in SETTERS.values()):
        return ActualWebhook()
    found = {event: url for event in SETTERS if (url := _url(instance, event)) is not None}
    main = found.get("webhookReceived") or next(iter(found.values()), "")
    base = main.rstrip("/")
    by_events = bool(main) and _is_split(found)
    if by_events:
        base = base.rpartition("/")[0]
    ours = tuple(
        event
        for event, url in found.items()
        if url.rstrip("/") == (f"{base}/{SETTERS[event][2]}" if by_events else base)
    )
    others = tuple(dict.fromkeys(url for event, url in found.items() if event not in ours))
    told = tuple((event, _url(instance, event) or "") for event in SETTERS if SETTERS[event][1] in instance)
    return ActualWebhook(
        url=base, events=ours, enabled=bool(found), by_events=by_events, others=others, event_urls=told
    )


def _is_split(found: Mapping[str, str]) -> bool:
    received = found.get("webhookReceived")
    return received is not None and received.rstrip("/").endswith("/receive-message")


def _url(instance: Mapping[str, Any], event: str) -> str | None:
    return reading.text_or_none(instance.get(SETTERS[event][1]), 2000)

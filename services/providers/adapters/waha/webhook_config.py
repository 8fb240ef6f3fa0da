"""Webhooks inside a session's configuration (waha dossier §1.4): ours is changed, nobody else's."""

from typing import Any
from urllib.parse import urlsplit

from services.providers.base import ActualWebhook, EventGroup, WantedWebhook, WebhookEvent
from services.providers.reading import dict_of, int_or_none, list_of, text_or_none

_G = EventGroup
EVENTS = (
    WebhookEvent("session.status", _G.CONNECTION, True),
    WebhookEvent("message.any", _G.MESSAGES, True),
    WebhookEvent("message", _G.MESSAGES),
    WebhookEvent("message.reaction", _G.MESSAGES, True),
    WebhookEvent("message.edited", _G.MESSAGES, True),
    WebhookEvent("message.revoked", _G.MESSAGES, True),
    WebhookEvent("message.waiting", _G.MESSAGES, True),
    WebhookEvent("poll.vote", _G.MESSAGES, True),
    WebhookEvent("poll.vote.failed", _G.MESSAGES, True),
    WebhookEvent("event.response", _G.MESSAGES),
    WebhookEvent("event.response.failed", _G.MESSAGES),
    WebhookEvent("message.ack", _G.STATUS, True),
    WebhookEvent("message.ack.group", _G.STATUS, True),
    WebhookEvent("presence.update", _G.PRESENCE, True),
    WebhookEvent("call.received", _G.CALLS, True),
    WebhookEvent("call.accepted", _G.CALLS, True),
    WebhookEvent("call.rejected", _G.CALLS, True),
    WebhookEvent("chat.archive", _G.CONTACTS, True),
    WebhookEvent("label.upsert", _G.LABELS, True),
    WebhookEvent("label.deleted", _G.LABELS, True),
    WebhookEvent("label.chat.added", _G.LABELS, True),
    WebhookEvent("label.chat.deleted", _G.LABELS, True),
    WebhookEvent("group.v2.join", _G.GROUPS, True),
    WebhookEvent("group.v2.leave", _G.GROUPS, True),
    WebhookEvent("group.v2.update", _G.GROUPS, True),
    WebhookEvent("group.v2.participants", _G.GROUPS, True),
    WebhookEvent("group.join", _G.GROUPS),
    WebhookEvent("group.leave", _G.GROUPS),
    WebhookEvent("state.change", _G.OTHER),
    WebhookEvent("engine.event", _G.OTHER),
)
DEFAULT_EVENTS = tuple(event.name for event in EVENTS if event.default)
# what every release since 2024.10 knows
OLDEST_EVENTS = (
    "session.status", "message.any", "message.reaction", "message.ack", "message.revoked", "presence.update",
    "call.received", "call.accepted", "call.rejected",
)  # fmt: skip
_ATTEMPTS, _DELAY_S = 10, 2
_MASK = "***"


def webhook_of(wanted: WantedWebhook) -> dict[str, Any]:
    """One ``config.webhooks[]`` entry; retries are always written, their default is 30 seconds in all."""
    return {
        "url": wanted.url,
        "events": list(wanted.events or DEFAULT_EVENTS),
        "hmac": {"key": wanted.hmac_key} if wanted.hmac_key else None,
        "retries": {
            "policy": "exponential",
            "delaySeconds": wanted.retry_delay_s if wanted.retry_delay_s is not None else _DELAY_S,
            "attempts": wanted.retries if wanted.retries is not None else _ATTEMPTS,
        },
        "customHeaders": [{"name": name, "value": value} for name, value in wanted.headers.items()] or None,
    }


def with_webhook(config: dict[str, Any], wanted: WantedWebhook) -> dict[str, Any]:
    """The whole configuration with our webhook in it (or, disabled, without); the rest as it was.

    Ours is the one with the same path: the path holds the instance's token, the host changes with
    the tunnel.
    """
    others = [entry for entry in list_of(config.get("webhooks")) if not is_ours(entry, wanted.url)]
    return {**config, "webhooks": [*others, webhook_of(wanted)] if wanted.enabled else others}


def with_events(config: dict[str, Any], url: str, known: frozenset[str]) -> tuple[dict[str, Any], frozenset[str]]:
    """The configuration with our webhook cut to the events the server knows, and those cut off."""
    dropped: set[str] = set()
    webhooks = []
    for entry in list_of(config.get("webhooks")):
        if is_ours(entry, url):
            dropped.update(name for name in entry["events"] if name not in known)
            entry = {**entry, "events": [name for name in entry["events"] if name in known]}
        webhooks.append(entry)
    return {**config, "webhooks": webhooks}, frozenset(dropped)


def is_ours(entry: Any, url: str) -> bool:
    """Whether a webhook entry is the one for ``url``, on this or an earlier host."""
    theirs = text_or_none(dict_of(entry).get("url"), 4000)
    return theirs is not None and (theirs == url or (_path(url) != "" and _path(theirs) == _path(url)))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two configurations mean the same, so that a restart can be spared."""
    return bool(_plain(first) == _plain(second))


def _plain(value: Any) -> Any:
    """The value without what says nothing: None, and the order of events."""
    if isinstance(value, dict):
        return {
            key: sorted(map(str, child)) if key == "events" and isinstance(child, list) else _plain(child)
            for key, child in value.items()
            if child is not None
        }
    return [_plain(child) for child in value] if isinstance(value, list) else value


def actual_of(config: dict[str, Any], url: str | None, elsewhere: str | None) -> ActualWebhook:
    """The webhook as it is; the values of headers may be secrets and are masked.

    ``url`` is what we set before, if we did; without it the only webhook counts, or the first that
    looks like one of ours. ``elsewhere`` is the server-wide webhook, where it could be read.
    """
    entries = [entry for entry in list_of(config.get("webhooks")) if isinstance(entry, dict)]
    ours = next((entry for entry in entries if url and is_ours(entry, url)), None)
    if ours is None and url is None:
        ours = next((e for e in entries if "/hooks/" in str(e.get("url"))), entries[0] if len(entries) == 1 else None)
    urls = [str(entry.get("url")) for entry in entries if entry is not ours]
    others = tuple([*urls, elsewhere] if elsewhere else urls)
    if ours is None:
        return ActualWebhook(enabled=False, others=others)
    headers = {
        name: _MASK
        for entry in list_of(ours.get("customHeaders"))
        if (name := text_or_none(dict_of(entry).get("name"), 200))
    }
    events = (text_or_none(name, 80) for name in list_of(ours.get("events")))
    return ActualWebhook(
        url=text_or_none(ours.get("url"), 4000),
        events=tuple(name for name in events if name),
        enabled=True,
        headers=headers,
        retries=int_or_none(dict_of(ours.get("retries")).get("attempts")),
        others=others,
    )

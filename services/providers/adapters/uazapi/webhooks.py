"""The webhooks of an instance: ours among those of others (others dossier §2.3)."""

from typing import Any
from urllib.parse import urlsplit

from services.providers.base import ActualWebhook, WantedWebhook
from services.providers.reading import bool_or_none, dict_of, id_or_none, list_of, text_or_none


def same_hook(first: str, second: str) -> bool:
    """Whether two addresses are one hook: equal, or the same secret path behind another host (a new tunnel)."""
    one, other = urlsplit(first), urlsplit(second)
    path = one.path.strip("/")
    return first.rstrip("/") == second.rstrip("/") or (bool(path) and path == other.path.strip("/"))


def ours_in(hooks: Any, url: str) -> dict[str, Any] | None:
    """The webhook among ``hooks`` that is ours."""
    return next((h for h in _listed(hooks) if same_hook(text_or_none(h.get("url")) or "", url)), None)


def change(hooks: Any, wanted: WantedWebhook) -> dict[str, Any]:
    """The body of ``POST /webhook`` that makes ours as wanted and leaves those of others alone."""
    body: dict[str, Any] = {
        "enabled": wanted.enabled,
        "url": wanted.url,
        "events": list(wanted.events),
        "excludeMessages": [],
        "addUrlEvents": wanted.by_events,
        "addUrlTypesMessages": False,
    }
    listed = _listed(hooks)
    mine = ours_in(hooks, wanted.url)
    if mine is not None and len(listed) > 1:
        return {**body, "action": "update", "id": id_or_none(mine.get("id"))}
    if mine is None and any(text_or_none(h.get("url")) for h in listed):
        return {**body, "action": "add"}
    # the simple mode makes or renews the one webhook there is, on every version of the server
    return body


def actual(hooks: Any, url: str | None) -> ActualWebhook:
    """Ours as the server has it (the first where ``url`` is not known), and the addresses of the others."""
    listed = _listed(hooks)
    mine = ours_in(hooks, url) if url else None
    if mine is None and url is None and listed:
        mine = listed[0]
    others = tuple(u for h in listed if h is not mine and (u := text_or_none(h.get("url"), 4000)))
    if mine is None:
        return ActualWebhook(enabled=False, others=others)
    events = (text_or_none(e, 100) for e in list_of(mine.get("events")))
    return ActualWebhook(
        url=text_or_none(mine.get("url"), 4000),
        events=tuple(e for e in events if e),
        enabled=bool_or_none(mine.get("enabled")),
        by_events=bool_or_none(mine.get("addUrlEvents")),
        others=others,
    )


def _listed(hooks: Any) -> list[dict[str, Any]]:
    return [dict_of(h) for h in list_of(hooks) if isinstance(h, dict)]

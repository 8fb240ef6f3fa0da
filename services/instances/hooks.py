"""The webhook as wanted against the webhook as it is: write, read back, compare."""

from services.domain.capabilities import Capability
from services.domain.errors import Misconfigured
from services.domain.gateways import WebhookWish
from services.providers.base import ActualWebhook, Client, Descriptor, WantedWebhook

USUAL_RETRIES, USUAL_DELAY_S = 10, 5


def wanted_webhook(
    descriptor: Descriptor, url: str, wish: WebhookWish | None = None, hmac_key: str | None = None
) -> WantedWebhook:
    """The webhook we want on a gateway: our address, a person's wish, else the least list that loses nothing.

    What this gateway's webhook has not is left out: asking for it would end the instance's session.
    """
    wish = wish or WebhookWish()
    retries = Capability.WEBHOOK_RETRIES in descriptor.capabilities
    usual = tuple(event.name for event in descriptor.webhook_events if event.default)
    known = {event.name for event in descriptor.webhook_events}
    return WantedWebhook(
        url=url,
        events=usual if wish.events is None else tuple(name for name in wish.events if name in known),
        by_events=wish.by_events and "by_events" in descriptor.webhook_options,
        base64=wish.base64 and "base64" in descriptor.webhook_options,
        headers=(wish.headers or {}) if Capability.WEBHOOK_HEADERS in descriptor.capabilities else {},
        hmac_key=hmac_key,
        retries=(wish.retries if wish.retries is not None else USUAL_RETRIES) if retries else None,
        retry_delay_s=(wish.retry_delay_s or USUAL_DELAY_S) if retries else None,
    )


def differences(wanted: WantedWebhook, actual: ActualWebhook) -> tuple[str, ...]:
    """The fields in which the gateway differs; what it does not tell is taken as right."""
    found = []
    if actual.url is not None and actual.url.rstrip("/") != wanted.url.rstrip("/"):
        found.append("url")
    if actual.enabled is not None and actual.enabled != wanted.enabled:
        found.append("enabled")
    if actual.events is not None and not set(wanted.events) <= set(actual.events):
        found.append("events")
    if actual.by_events is not None and actual.by_events != wanted.by_events:
        found.append("by_events")
    if actual.base64 is not None and actual.base64 != wanted.base64:
        found.append("base64")
    return tuple(found)


async def ensure(client: Client, wanted: WantedWebhook, *, rewrite: bool = False) -> bool:
    """Make it so, and prove it by reading back; returns whether it was another one.

    ``rewrite`` writes it also where it reads as wanted, for the sake of secrets, which are never read back.

    Raises Misconfigured naming the fields that stayed different.
    """
    actual = await client.get_webhook()
    differs = actual.url is None or bool(differences(wanted, actual))
    if not differs and not rewrite:
        return False
    await client.set_webhook(wanted)
    left = differences(wanted, await client.get_webhook())
    if left:
        raise Misconfigured(f"webhook: {', '.join(left)}")
    return differs

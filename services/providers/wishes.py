"""What may be asked of a gateway's webhook: what it has not is refused by name, never left out in silence."""

from services.domain.errors import NotSupported
from services.providers.base import WantedWebhook


def only(
    wanted: WantedWebhook,
    *,
    by_events: bool = False,
    headers: bool = False,
    hmac: bool = False,
    retries: bool = False,
    base64: bool = False,
) -> None:
    """Raises NotSupported for the first thing wanted that this gateway's webhook has not (the flags say which it has)."""
    asked = (
        ("by_events", wanted.by_events, by_events),
        ("headers", bool(wanted.headers), headers),
        ("hmac_key", wanted.hmac_key is not None, hmac),
        ("retries", wanted.retries is not None, retries),
        ("base64", wanted.base64, base64),
    )
    for name, is_wanted, is_there in asked:
        if is_wanted and not is_there:
            raise NotSupported(f"webhook: {name}")

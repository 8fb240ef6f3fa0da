"""What the window shows of a gateway while a number is connected and cared for: what answers there, its webhook."""

from collections.abc import Mapping

import msgspec

from services.domain.address import Address


class SessionOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A session that lives on the gateway already. ``taken`` says that it is connected here."""

    name: str
    state: str | None = None
    own_address: Address | None = None
    profile_name: str | None = None
    taken: bool = False


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What answers at a base URL, and which credential field the key given turned out to be.

    Without ``sessions_known`` the gateway tells nobody what it holds: the name has to be typed.
    """

    provider: str
    credential: str
    brand: str
    version: str | None = None
    latency_ms: int = 0
    sessions: tuple[SessionOffer, ...] = ()
    sessions_known: bool = True
    notes: tuple[str, ...] = ()


class OwnProfile(msgspec.Struct, frozen=True, kw_only=True):
    """How a number shows itself on WhatsApp; ``picture`` is a stored path, as ``MediaView.path`` is."""

    name: str | None = None
    picture: str | None = None


class EventChoice(msgspec.Struct, frozen=True):
    """An event a gateway can post: its own name, the group it is shown in, and whether Balcão wants it by default."""

    name: str
    group: str
    default: bool = False


class WebhookWish(msgspec.Struct, frozen=True, kw_only=True):
    """How a person wants the webhook; the address is always ours.

    ``events`` None keeps the usual list. ``headers`` are secrets: kept in the keyring, and None leaves those
    that are there. ``signed`` asks the gateway to sign with a key that Balcão makes and keeps.
    """

    events: tuple[str, ...] | None = None
    by_events: bool = False
    base64: bool = False
    headers: Mapping[str, str] | None = None
    signed: bool = False
    retries: int | None = None
    retry_delay_s: int | None = None


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    """The webhook of an instance, wanted against actual; None on the actual side where the gateway does not tell.

    ``address`` carries the secret. ``reaches`` is False where the gateway could not get at that address.
    ``differs`` names the fields that are not as wanted; ``others`` are webhooks somebody else has set there.
    ``event_urls`` is (event, address) where the gateway has an address for each event; "" is none.
    ``problem`` is the error code of the reading, if it failed.
    """

    address: str | None
    reaches: bool
    settable: bool
    readable: bool
    takes: tuple[str, ...] = ()
    choices: tuple[EventChoice, ...] = ()
    wish: WebhookWish = WebhookWish()
    events: tuple[str, ...] = ()
    header_names: tuple[str, ...] = ()
    actual_url: str | None = None
    actual_events: tuple[str, ...] | None = None
    actual_enabled: bool | None = None
    actual_by_events: bool | None = None
    actual_base64: bool | None = None
    is_set: bool | None = None
    differs: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    event_urls: tuple[tuple[str, str], ...] = ()
    problem: str | None = None
    problem_text: str | None = None
    by_hand: str | None = None
    checked_at_ms: int = 0

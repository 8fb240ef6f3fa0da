"""The webhook editor's side of the services: what is wanted, what the gateway has, writing, proving."""

import secrets as random_secrets

import msgspec

from services.core.bus import Bus
from services.core.clock import Clock
from services.domain.capabilities import Capability
from services.domain.errors import AppError, ErrorCode, Invalid, Misconfigured, NotConnected, NotSupported, Unavailable
from services.domain.gateways import EventChoice, WebhookView, WebhookWish
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.instances import hooks
from services.instances.addresses import SIGNING, can_sign
from services.instances.diagnosis import reach
from services.instances.keys import Keys
from services.instances.manager import Manager
from services.providers.base import ActualWebhook, Descriptor, WantedWebhook
from services.providers.network import Unreachable
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.writes import instances as writes

MAX_HEADERS, MAX_HEADER = 20, 2000
MAX_RETRIES, MAX_DELAY_S = 100, 3600


class Webhooks:
    """Reads, sets and tests the webhooks of instances that run."""

    def __init__(
        self,
        *,
        manager: Manager,
        database: Database,
        keys: Keys,
        bus: Bus,
        clock: Clock,
    ) -> None:
        self._manager = manager
        self._database = database
        self._keys = keys
        self._bus = bus
        self._clock = clock

    async def view(self, instance: InstanceId) -> WebhookView:
        """Wanted and actual as they are now, the actual read from the gateway. Raises NotFound."""
        shown = await self._manager.get(instance)
        descriptor = self._descriptor(shown)
        client = self._manager.client_of(instance)
        base = await self._wanted_side(shown, descriptor)
        if client is None or Capability.WEBHOOK_READ_BACK not in descriptor.capabilities:
            return base
        try:
            actual = await client.get_webhook()
        except NotSupported:
            return base
        except AppError as error:
            return msgspec.structs.replace(base, problem=error.code.value, problem_text=error.text[:300])
        return _with_actual(base, self._manager.addresses.wanted_webhook(shown), actual)

    async def set(self, instance: InstanceId, wish: WebhookWish) -> WebhookView:
        """Keep the wish, write it to the gateway and read it back.

        Raises Invalid naming the field, NotSupported, and what the gateway says.
        """
        shown = await self._manager.get(instance)
        descriptor = self._descriptor(shown)
        if Capability.WEBHOOK_CONFIG not in descriptor.capabilities:
            raise NotSupported("webhook_config")
        _check(wish, descriptor)
        _refuse_what_is_not_there(wish, _takes(descriptor.capabilities, descriptor))
        headers = dict(wish.headers) if wish.headers is not None else await self._keys.headers(instance)
        await self._keys.set_headers(instance, headers)
        key = await self._signing(shown, descriptor, wanted=wish.signed)
        kept = msgspec.json.encode(msgspec.structs.replace(wish, headers=None))
        await self._database.write(writes.set_webhook_wish, instance, kept)
        await self._manager.addresses.wish_for(instance, msgspec.structs.replace(wish, headers=headers), key)
        return await self.write(instance)

    async def write(self, instance: InstanceId) -> WebhookView:
        """Write what is wanted, whatever the gateway has. Raises what the gateway says, NotConnected if paused."""
        shown = await self._manager.get(instance)
        client, wanted = self._manager.client_of(instance), self._manager.addresses.wanted_webhook(shown)
        if client is None:
            raise NotConnected("paused")
        if wanted is None:
            raise Misconfigured("no public address", code=ErrorCode.BLOCKED_ADDRESS)
        # secrets are never read back, so that only writing makes sure of them
        await client.set_webhook(wanted)
        left = hooks.differences(wanted, await client.get_webhook())
        if left:
            raise Misconfigured(f"webhook: {', '.join(left)}")
        return await self.view(instance)

    async def rotate(self, instance: InstanceId) -> WebhookView:
        """Another secret in the address; the gateway is told at once where it can be."""
        await self._manager.addresses.renew(instance)
        shown = await self._manager.get(instance)
        if Capability.WEBHOOK_CONFIG in self._descriptor(shown).capabilities:
            try:
                return await self.write(instance)
            except AppError:
                # the session writes it as soon as the gateway can be reached again
                return await self.view(instance)
        return await self.view(instance)

    async def test(self, instance: InstanceId) -> int:
        """Send a probe to the public address and wait for it to come in; returns the milliseconds it took.

        Raises Unavailable, or what stands in the way; Misconfigured where no address is known.
        """
        shown = await self._manager.get(instance)
        address = self._manager.addresses.hook_url(shown)
        if address is None:
            raise Misconfigured("no public address", code=ErrorCode.BLOCKED_ADDRESS)
        try:
            return await reach.ping(address, await self._manager.access.signing_key(shown), self._bus)
        except Unreachable as error:
            raise Unavailable(f"{error.cause}: {error.text}".strip(": ")) from None

    def _descriptor(self, shown: InstanceView) -> Descriptor:
        """With the capabilities of this very instance."""
        descriptor = self._manager.means.descriptor(shown)
        if descriptor is None:
            raise NotSupported(shown.provider)
        return descriptor

    async def _wanted_side(self, shown: InstanceView, descriptor: Descriptor) -> WebhookView:
        capabilities = descriptor.capabilities
        settable = Capability.WEBHOOK_CONFIG in capabilities
        address = self._manager.addresses.hook_url(shown)
        wanted = self._manager.addresses.wanted_webhook(shown)
        kept = await self._database.read(queries.webhook_wish, shown.id)
        signed = await self._keys.one(descriptor, SIGNING, shown.gateway_id, shown.id) is not None
        wish = WebhookWish() if kept is None else msgspec.json.decode(kept, type=WebhookWish)
        by_hand = descriptor.by_hand
        return WebhookView(
            address=address,
            reaches=wanted is not None,
            settable=settable,
            readable=Capability.WEBHOOK_READ_BACK in capabilities,
            takes=_takes(capabilities, descriptor) if settable else (),
            choices=tuple(EventChoice(e.name, e.group.value, e.default) for e in descriptor.webhook_events),
            wish=msgspec.structs.replace(wish, signed=signed),
            events=hooks.wanted_webhook(descriptor, address or "", wish).events,
            header_names=tuple(sorted(await self._keys.headers(shown.id))),
            by_hand=by_hand(shown.name, address) if by_hand is not None and address and not settable else None,
            checked_at_ms=self._clock.now_ms(),
        )

    async def _signing(self, shown: InstanceView, descriptor: Descriptor, *, wanted: bool) -> str | None:
        """The key the gateway is to sign with: made when first wanted, forgotten when not."""
        if not can_sign(descriptor):
            return None
        key = await self._keys.one(descriptor, SIGNING, shown.gateway_id, shown.id)
        if wanted and key is None:
            key = random_secrets.token_hex(32)
            await self._keys.keep(descriptor, shown, {SIGNING: key})
        elif not wanted and key is not None:
            await self._keys.drop(descriptor, shown, SIGNING)
            # the client remembers the key it was made with
            await self._manager.reopen(shown.id)
            key = None
        return key


def _takes(capabilities: frozenset[Capability], descriptor: Descriptor) -> tuple[str, ...]:
    """The options the gateway has, by their names in ``WebhookWish``."""
    found = []
    if len(descriptor.webhook_events) > 1 and Capability.WEBHOOK_READ_BACK in capabilities:
        found.append("events")
    if descriptor.webhook_options:
        found.extend(descriptor.webhook_options)
    if Capability.WEBHOOK_HEADERS in capabilities:
        found.append("headers")
    if Capability.WEBHOOK_RETRIES in capabilities:
        found.append("retries")
    if can_sign(descriptor):
        found.append("signed")
    return tuple(found)


def _check(wish: WebhookWish, descriptor: Descriptor) -> None:
    known = {event.name for event in descriptor.webhook_events}
    if wish.events is not None and (not wish.events or not set(wish.events) <= known):
        raise Invalid("events")
    headers = wish.headers or {}
    if len(headers) > MAX_HEADERS:
        raise Invalid("headers")
    for name, value in headers.items():
        plain = name.replace("-", "").replace("_", "").isalnum() and name.isascii()
        if not plain or not value or len(value) > MAX_HEADER or any(ord(c) < 32 for c in value):
            raise Invalid("headers")
    if wish.retries is not None and not 0 <= wish.retries <= MAX_RETRIES:
        raise Invalid("retries")
    if wish.retry_delay_s is not None and not 1 <= wish.retry_delay_s <= MAX_DELAY_S:
        raise Invalid("retry_delay_s")


def _refuse_what_is_not_there(wish: WebhookWish, takes: tuple[str, ...]) -> None:
    """A wish that this gateway's webhook cannot have is told at once, not kept and left out."""
    asked = {
        "by_events": wish.by_events,
        "base64": wish.base64,
        "headers": bool(wish.headers),
        "retries": wish.retries is not None or wish.retry_delay_s is not None,
        "signed": wish.signed,
    }
    for name, is_asked in asked.items():
        if is_asked and name not in takes:
            raise NotSupported(f"webhook: {name}")


def _with_actual(base: WebhookView, wanted: WantedWebhook | None, actual: ActualWebhook) -> WebhookView:
    is_set = actual.url is not None
    differs: tuple[str, ...] = ()
    if wanted is not None:
        differs = hooks.differences(wanted, actual) if is_set else ("url",)
    return msgspec.structs.replace(
        base,
        is_set=is_set,
        actual_url=actual.url,
        actual_events=actual.events,
        actual_enabled=actual.enabled,
        actual_by_events=actual.by_events,
        actual_base64=actual.base64,
        differs=differs,
        others=actual.others,
        event_urls=actual.event_urls,
    )

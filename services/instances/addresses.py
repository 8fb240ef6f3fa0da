"""The webhook of each instance from our side: its secret path, what a person wants of it, the receiver's table."""

import secrets as random_secrets
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from services.domain.capabilities import Capability
from services.domain.errors import Unavailable
from services.domain.gateways import WebhookWish
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.instances import hooks
from services.instances.keys import Keys
from services.instances.means import Means
from services.providers.base import Descriptor, WantedWebhook
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.queries.instances import Route
from services.storage.writes import instances as writes

SIGNING = "webhook_secret"
VERIFY_TOKEN = "verify_token"


class Routing(Protocol):
    """The receiver's table, as far as it has to be kept up to date."""

    def load(
        self, routes: tuple[Route, ...], keys: Mapping[InstanceId, tuple[str | None, str | None, str | None] | None]
    ) -> None:
        """Take over all instances; ``keys`` are (hook token, signing key, verify token), None where the keyring is shut."""
        ...


class Addresses:
    """Of all instances. ``hook_base`` is the address we are reached at now, without a path."""

    def __init__(
        self,
        *,
        database: Database,
        keys: Keys,
        descriptors: Mapping[str, Descriptor],
        means: Means,
        routing: Routing,
        hash_token: Callable[[str], bytes],
        hook_base: Callable[[], str | None],
    ) -> None:
        self._database = database
        self._keys = keys
        self._descriptors = descriptors
        self._means = means
        self._routing = routing
        self._hash_token = hash_token
        self._hook_base = hook_base
        self._tokens: dict[InstanceId, str] = {}
        self._wishes: dict[InstanceId, tuple[WebhookWish | None, str | None]] = {}

    async def refresh(self) -> None:
        """Bring the receiver's table up to date with the database and the keyring, as far as that one is open."""
        routes = await self._database.read(queries.routes)
        keys: dict[InstanceId, tuple[str | None, str | None, str | None] | None] = {}
        for route in routes:
            try:
                keys[route.instance_id] = await self._keys_of(route)
            except Unavailable:
                keys[route.instance_id] = None
        self._routing.load(routes, keys)

    async def _keys_of(self, route: Route) -> tuple[str | None, str | None, str | None]:
        token = await self._keys.hook_token(route.instance_id)
        if token is not None:
            self._tokens[route.instance_id] = token
        descriptor = self._descriptors.get(route.provider)
        signing = verify = None
        if descriptor is not None:
            owner = (route.gateway_id, route.instance_id)
            signing = await self._keys.one(descriptor, descriptor.signing_secret, *owner)
            if descriptor.challenge is not None:
                verify = await self._keys.one(descriptor, VERIFY_TOKEN, *owner)
        return token, signing, verify

    def new_token(self) -> tuple[str, bytes]:
        """A path secret nobody knows yet, and its hash, which is all that the database keeps."""
        token = random_secrets.token_urlsafe(32)
        return token, self._hash_token(token)

    async def renew(self, instance: InstanceId) -> None:
        """Another path secret; the one before it opens nothing any more. Raises NotFound."""
        token, hashed = self.new_token()
        await self._database.write(writes.set_hook_hash, instance, hashed)
        await self._keys.set_hook_token(instance, token)
        await self.refresh()

    async def wish_for(self, instance: InstanceId, wish: WebhookWish | None, hmac_key: str | None) -> None:
        """How the webhook is wanted from now on, and what it is signed with; the route learns the key, too."""
        self._wishes[instance] = (wish, hmac_key)
        await self.refresh()

    async def load_wish(self, view: InstanceView, descriptor: Descriptor) -> None:
        """Take up what is stored of how a person wants the webhook. Raises Unavailable (KEYRING_LOCKED)."""
        kept = await self._database.read(queries.webhook_wish, view.id)
        key = await self._keys.one(descriptor, SIGNING, view.gateway_id, view.id)
        wish = None
        if kept is not None:
            wish = msgspec.json.decode(kept, type=WebhookWish)
            wish = msgspec.structs.replace(wish, headers=await self._keys.headers(view.id))
        self._wishes[view.id] = (wish, key)

    def forget(self, instance: InstanceId) -> None:
        """It is gone."""
        self._tokens.pop(instance, None)
        self._wishes.pop(instance, None)

    def token(self, instance: InstanceId) -> str:
        """The secret of its path; "" where none is known."""
        return self._tokens.get(instance, "")

    def tokens(self) -> tuple[str, ...]:
        """Every path secret in use."""
        return tuple(self._tokens.values())

    def hook_url(self, view: InstanceView) -> str | None:
        """The address with the secret path, or None while nothing listens."""
        base, token = self._hook_base(), view.hook_token or self._tokens.get(view.id)
        return f"{base}/hooks/{token}" if base and token else None

    def wanted_webhook(self, view: InstanceView) -> WantedWebhook | None:
        """The webhook to set, or None where the gateway could not reach us by it."""
        descriptor = self._means.descriptor(view)
        base, token = self._hook_base(), self._tokens.get(view.id)
        if descriptor is None or not base or not token or (is_loopback(base) and not is_loopback(view.base_url)):
            return None
        wish, hmac_key = self._wishes.get(view.id, (None, None))
        return hooks.wanted_webhook(descriptor, f"{base}/hooks/{token}", wish, hmac_key)

    def reached(self, view: InstanceView, descriptor: Descriptor) -> bool:
        """Whether what the gateway posts finds us; one pasted by a person is not relied upon where there is a socket."""
        if by_hand(descriptor) and descriptor.frames is not None:
            return False
        return self.wanted_webhook(view) is not None


def by_hand(descriptor: Descriptor) -> bool:
    """Whether no call sets the webhook: a person pastes it."""
    return Capability.WEBHOOK_CONFIG not in descriptor.capabilities


def can_sign(descriptor: Descriptor) -> bool:
    """Whether the gateway signs what it posts, with a secret of ours."""
    return any(field.name == SIGNING for field in descriptor.credentials)


def is_loopback(url: str) -> bool:
    """Whether an address names this very machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")

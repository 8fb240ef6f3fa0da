"""The façade's numbers: what was typed is checked here, the rest is handed to the manager and its helpers."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from services.api.numbers import NewInstance, ProviderView
from services.domain import networks
from services.domain.changes import QrShown
from services.domain.errors import Invalid
from services.domain.gateways import Found, OwnProfile, WebhookView, WebhookWish
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.instances import discovery
from services.instances import manager as managers
from services.instances.control import Control
from services.instances.manager import Manager
from services.instances.portraits import Portraits
from services.instances.webhooks import Webhooks
from services.providers.base import Descriptor

MAX_NAME = 200
MAX_KEY = 5000
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Instances:
    """Implements ``services.api.numbers.Instances``."""

    def __init__(
        self,
        manager: Manager,
        control: Control,
        webhooks: Webhooks,
        descriptors: Mapping[str, Descriptor],
        portraits: Portraits,
    ) -> None:
        self._portraits = portraits
        self._manager = manager
        self._control = control
        self._webhooks = webhooks
        self._descriptors = descriptors

    async def providers(self) -> tuple[ProviderView, ...]:
        """Every provider there is."""
        return tuple(
            ProviderView(
                kind=each.kind,
                display_name=each.display_name,
                capabilities=tuple(sorted(each.capabilities)),
                credentials=tuple((field.name, field.secret, field.required) for field in each.credentials),
                default_base_url=each.default_base_url,
                connectable=each.client is not None,
                by_hand=each.by_hand is not None,
            )
            for each in self._descriptors.values()
        )

    async def all(self) -> tuple[InstanceView, ...]:
        """Every instance."""
        return await self._manager.all()

    async def get(self, instance_id: InstanceId) -> InstanceView:
        """One instance. Raises NotFound."""
        return await self._manager.get(instance_id)

    async def create(self, new: NewInstance) -> InstanceView:
        """Check, store, start. Raises Invalid naming the field, Conflict."""
        return await self._manager.create(self._checked(new))

    async def discover(
        self,
        base_url: str,
        key: str,
        *,
        provider: str | None = None,
        name: str = "",
        secrets: dict[str, str] | None = None,
    ) -> Found:
        """Which gateway answers there. Raises Invalid (base_url, api_key, provider) and the gateway's failures."""
        if len(key) > MAX_KEY or any(ord(c) < 32 for c in key) or not key.isascii():
            raise Invalid("api_key")
        if provider is not None and provider not in self._descriptors:
            raise Invalid("provider")
        among = self._descriptors.values() if provider is None else (self._descriptors[provider],)
        found = await discovery.discover(among, checked_url(base_url), key.strip(), name=name.strip(), secrets=secrets)
        taken = {v.name for v in await self._manager.all() if _same(v, found.provider, checked_url(base_url))}
        offers = tuple(msgspec.structs.replace(s, taken=s.name in taken) for s in found.sessions)
        return msgspec.structs.replace(found, sessions=offers)

    def capabilities(self, instance: InstanceView) -> tuple[str, ...]:
        """What this very instance can do."""
        return tuple(sorted(self._control.capabilities(instance)))

    def dashboard_url(self, instance: InstanceView) -> str | None:
        """The gateway's own pages."""
        return self._control.dashboard_url(instance)

    async def catch_up(self, instance_id: InstanceId) -> None:
        """Look for what did not reach us. Raises NotFound, NotSupported."""
        await self._manager.catch_up(instance_id)

    async def cancel_catch_up(self, instance_id: InstanceId) -> None:
        """Stop looking."""
        self._manager.stop_catch_up(instance_id)

    async def profile(self, instance_id: InstanceId) -> OwnProfile:
        """How it shows itself on WhatsApp. Raises NotFound."""
        return await self._portraits.profile(instance_id)

    async def rename(self, instance_id: InstanceId, label: str) -> None:
        """What people call it. Raises NotFound, Invalid."""
        await self._control.rename(instance_id, _plain(label, "label", may_be_empty=True))

    async def recolour(self, instance_id: InstanceId, colour: str | None) -> None:
        """Its colour. Raises NotFound, Invalid."""
        if colour is not None and not _COLOUR.fullmatch(colour.lower()):
            raise Invalid("colour")
        await self._control.recolour(instance_id, colour)

    async def pause(self, instance_id: InstanceId) -> InstanceView:
        """Leave it alone. Raises NotFound."""
        return await self._control.pause(instance_id, paused=True)

    async def resume(self, instance_id: InstanceId) -> InstanceView:
        """Go on. Raises NotFound."""
        return await self._control.pause(instance_id, paused=False)

    async def restart(self, instance_id: InstanceId) -> None:
        """Restart the session. Raises what the gateway says."""
        await self._control.restart(instance_id)

    async def logout(self, instance_id: InstanceId) -> None:
        """Unlink the phone. Raises what the gateway says."""
        await self._control.logout(instance_id)

    async def delete(self, instance_id: InstanceId, *, keep_history: bool = True) -> None:
        """Remove it there and here. Raises what the gateway says."""
        await self._control.delete(instance_id, keep_history=keep_history)
        await self._portraits.forget(instance_id)

    async def pairing_code(self, instance_id: InstanceId, phone: str) -> QrShown:
        """A code to type on the phone. Raises Invalid, what the gateway says."""
        return await self._control.pairing_code(instance_id, phone)

    async def set_credentials(self, instance_id: InstanceId, secrets: dict[str, str]) -> InstanceView:
        """Other keys. Raises NotFound, Invalid."""
        return await self._control.set_credentials(instance_id, {k: v.strip() for k, v in secrets.items()})

    async def move(self, instance_id: InstanceId, new: NewInstance) -> InstanceView:
        """Another gateway, the same conversations. Raises Conflict, Invalid, NotFound."""
        return await self._control.move(instance_id, self._checked(new))

    async def webhook(self, instance_id: InstanceId) -> WebhookView:
        """Wanted against actual. Raises NotFound."""
        return await self._webhooks.view(instance_id)

    async def set_webhook(self, instance_id: InstanceId, wish: WebhookWish) -> WebhookView:
        """Write it and read it back. Raises Invalid, what the gateway says."""
        return await self._webhooks.set(instance_id, wish)

    async def rotate_hook_token(self, instance_id: InstanceId) -> WebhookView:
        """Another secret in the address. Raises NotFound."""
        return await self._webhooks.rotate(instance_id)

    async def test_webhook(self, instance_id: InstanceId) -> int:
        """Milliseconds through the public address. Raises Unavailable, Misconfigured."""
        return await self._webhooks.test(instance_id)

    async def connect(self, instance_id: InstanceId) -> None:
        """Ask the gateway for a QR now. Raises NotFound."""
        await self._manager.link(instance_id)

    async def qr(self, instance_id: InstanceId) -> QrShown | None:
        """The present QR, if any."""
        return self._manager.qr(instance_id)

    async def remove(self, instance_id: InstanceId, *, keep_history: bool = True) -> None:
        """Forget the instance here."""
        await self._manager.remove(instance_id, keep_history=keep_history)
        await self._portraits.forget(instance_id)

    def hook_url(self, instance: InstanceView) -> str | None:
        """Where the gateway must post to."""
        return self._manager.addresses.hook_url(instance)

    def _checked(self, new: NewInstance) -> managers.NewInstance:
        descriptor = self._descriptors.get(new.provider)
        if descriptor is None:
            raise Invalid("provider")
        base_url = (new.base_url or descriptor.default_base_url or "").strip()
        if base_url or descriptor.client is not None:
            base_url = checked_url(base_url)
        return managers.NewInstance(
            descriptor=descriptor,
            name=_plain(new.name, "name"),
            base_url=base_url,
            secrets={name: value.strip() for name, value in new.secrets.items()},
            label=new.label.strip()[:MAX_NAME],
            demo=new.demo,
        )


def checked_url(text: str) -> str:
    """A gateway's address: http or https, a host, no credentials in it. Raises Invalid.

    Without either it is https, but http on this computer and in its own network, where nobody has a certificate.
    """
    text = text.strip()
    try:
        if "://" not in text:
            near = networks.is_near(urlsplit(f"//{text}").hostname or "")
            text = f"{'http' if near else 'https'}://{text}"
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Invalid("base_url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise Invalid("base_url")
    if any(c.isspace() for c in text) or len(text) > 500 or port == 0:
        raise Invalid("base_url")
    return text.split("?")[0].split("#")[0].rstrip("/")


def _plain(text: str, field: str, *, may_be_empty: bool = False) -> str:
    text = text.strip()
    if (not text and not may_be_empty) or len(text) > MAX_NAME or any(ord(c) < 32 for c in text):
        raise Invalid(field)
    return text


def _same(view: InstanceView, provider: str, base_url: str) -> bool:
    return view.provider == provider and view.base_url.rstrip("/") == base_url.rstrip("/")

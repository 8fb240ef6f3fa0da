"""What the façade promises about numbers on gateways, what these posted, and the simulated one."""

from typing import Protocol

import msgspec

from services.domain.changes import QrShown
from services.domain.gateways import Found, OwnProfile, WebhookView, WebhookWish
from services.domain.ids import DeliveryId, InstanceId
from services.domain.models import DeliveryState, DeliveryView, InstanceView, Page


class ProviderView(msgspec.Struct, frozen=True, kw_only=True):
    """A provider as the wizard needs it: credentials as (name, secret, required).

    Without ``connectable`` it only posts to us; ``by_hand`` says that a person pastes our address there.
    """

    kind: str
    display_name: str
    capabilities: tuple[str, ...]
    credentials: tuple[tuple[str, bool, bool], ...]
    default_base_url: str | None = None
    connectable: bool = True
    by_hand: bool = False


class NewInstance(msgspec.Struct, frozen=True, kw_only=True):
    """What the connect form sends; ``secrets`` by credential field name, ``name`` is the gateway's own."""

    provider: str
    name: str
    base_url: str = ""
    secrets: dict[str, str] = {}
    label: str = ""
    demo: bool = False


class Instances(Protocol):
    """Numbers on gateways."""

    async def providers(self) -> tuple[ProviderView, ...]:
        """Every provider that can be connected."""
        ...

    async def all(self) -> tuple[InstanceView, ...]:
        """Every instance."""
        ...

    async def get(self, instance_id: InstanceId) -> InstanceView:
        """One instance. Raises NotFound."""
        ...

    async def create(self, new: NewInstance) -> InstanceView:
        """Store it, start its session (create or adopt on the gateway, webhook, QR). Raises Invalid, Conflict."""
        ...

    async def discover(
        self, base_url: str, key: str, *, provider: str | None = None, name: str = "", secrets: dict[str, str] | None = None
    ) -> Found:
        """Which gateway answers there, and which sessions it holds.

        ``provider`` asks as that one alone. Raises Invalid (base_url), AuthRejected, Unavailable, Misconfigured.
        """
        ...

    def capabilities(self, instance: InstanceView) -> tuple[str, ...]:
        """What this very instance can do, by the names in ``services.domain.capabilities``."""
        ...

    def dashboard_url(self, instance: InstanceView) -> str | None:
        """The gateway's own pages for people."""
        ...

    async def profile(self, instance_id: InstanceId) -> OwnProfile:
        """How the number shows itself on WhatsApp; fetched first where that was long ago. Raises NotFound."""
        ...

    async def rename(self, instance_id: InstanceId, label: str) -> None:
        """What people call it; empty goes back to the gateway's name. Raises NotFound, Invalid."""
        ...

    async def recolour(self, instance_id: InstanceId, colour: str | None) -> None:
        """Its colour in lists, ``#rrggbb``. Raises NotFound, Invalid."""
        ...

    async def pause(self, instance_id: InstanceId) -> InstanceView:
        """Send nothing and leave the gateway alone until ``resume``; what it posts is kept. Raises NotFound."""
        ...

    async def resume(self, instance_id: InstanceId) -> InstanceView:
        """Go on. Raises NotFound."""
        ...

    async def restart(self, instance_id: InstanceId) -> None:
        """Restart the session on the gateway; the phone stays linked. Raises what the gateway says."""
        ...

    async def logout(self, instance_id: InstanceId) -> None:
        """Unlink the phone. Raises what the gateway says."""
        ...

    async def delete(self, instance_id: InstanceId, *, keep_history: bool = True) -> None:
        """Remove the session from the gateway and the instance here. Raises what the gateway says."""
        ...

    async def pairing_code(self, instance_id: InstanceId, phone: str) -> QrShown:
        """A code to type on that phone instead of scanning. Raises Invalid (phone), what the gateway says."""
        ...

    async def set_credentials(self, instance_id: InstanceId, secrets: dict[str, str]) -> InstanceView:
        """Other keys for the same gateway; it is tried at once. Raises NotFound, Invalid."""
        ...

    async def move(self, instance_id: InstanceId, new: NewInstance) -> InstanceView:
        """The number lives on another gateway from now on; its conversations and queue stay.

        Raises Conflict, Invalid naming the field, NotFound.
        """
        ...

    async def webhook(self, instance_id: InstanceId) -> WebhookView:
        """Wanted against actual, read from the gateway just now; a failed reading is told in it. Raises NotFound."""
        ...

    async def set_webhook(self, instance_id: InstanceId, wish: WebhookWish) -> WebhookView:
        """Keep the wish, write it and read it back. Raises Invalid naming the field, what the gateway says."""
        ...

    async def rotate_hook_token(self, instance_id: InstanceId) -> WebhookView:
        """Another secret in the address; the gateway is told where it can be. Raises NotFound."""
        ...

    async def test_webhook(self, instance_id: InstanceId) -> int:
        """Milliseconds a probe took through the public address. Raises Unavailable, Misconfigured."""
        ...

    async def catch_up(self, instance_id: InstanceId) -> None:
        """Look for messages that did not reach us, in the background; ``CatchUpProgress`` and a ``Notice`` tell of it.

        Raises NotFound (also where it is paused), NotSupported (the gateway keeps no history).
        """
        ...

    async def cancel_catch_up(self, instance_id: InstanceId) -> None:
        """Stop it; what it found stays, the next one takes the rest. ``CatchUpProgress`` tells the end (CANCELLED)."""
        ...

    async def connect(self, instance_id: InstanceId) -> None:
        """Ask the gateway for a QR now; it comes as ``QrShown`` on the bus."""
        ...

    async def qr(self, instance_id: InstanceId) -> QrShown | None:
        """The present QR, if any."""
        ...

    async def remove(self, instance_id: InstanceId, *, keep_history: bool = True) -> None:
        """Forget the instance here; the gateway's session stays as it is."""
        ...

    def hook_url(self, instance: InstanceView) -> str | None:
        """Where the gateway must post to, or None while no address is known."""
        ...


class Deliveries(Protocol):
    """The journal."""

    async def page(
        self,
        *,
        state: DeliveryState | None = None,
        instance_id: InstanceId | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[DeliveryView]:
        """Newest first."""
        ...

    async def body(self, delivery_id: DeliveryId) -> bytes:
        """The stored body, credentials removed. Raises NotFound."""
        ...

    async def replay(self, delivery_id: DeliveryId) -> DeliveryView:
        """Parse and apply it again. Raises NotFound, Conflict (NO_OWNER) where it has to be assigned first."""
        ...

    async def assign(self, delivery_id: DeliveryId, instance_id: InstanceId) -> DeliveryView:
        """Say which instance a parked delivery belongs to, and replay it. Raises NotFound."""
        ...


class Demo(Protocol):
    """The built-in simulated gateway."""

    async def start(self) -> InstanceView:
        """Start it and connect an instance to it; the same one if it runs already."""
        ...

    async def stop(self) -> None:
        """Stop it and remove its instance, chats and messages without a trace."""
        ...

    def running(self) -> bool:
        """Whether it runs."""
        ...

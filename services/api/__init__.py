"""The façade: all that the window and the local API may ask of the services.

Every method is a coroutine of the services' loop, takes and returns frozen data, and raises
``services.domain.errors.AppError`` for what a person can be told. Facts come back over the bus as
``services.domain.changes`` objects after they are committed.
"""

from typing import Protocol

import msgspec

from services.api.writing import Replies, Schedule, Sending
from services.domain.changes import QrShown
from services.domain.ids import ChatId, DeliveryId, InstanceId, MessageId
from services.domain.models import (
    ChatView,
    ChildHealth,
    DeliveryState,
    DeliveryView,
    Health,
    InstanceView,
    MessagePage,
    MessageView,
    Page,
)


class ProviderView(msgspec.Struct, frozen=True, kw_only=True):
    """A provider as the connect form needs it."""

    kind: str
    display_name: str
    capabilities: tuple[str, ...]
    credentials: tuple[tuple[str, bool, bool], ...]
    default_base_url: str | None = None


class NewInstance(msgspec.Struct, frozen=True, kw_only=True):
    """What the connect form sends; ``secrets`` by credential field name, ``name`` is the gateway's own."""

    provider: str
    name: str
    base_url: str = ""
    secrets: dict[str, str] = {}
    label: str = ""
    demo: bool = False


class Chats(Protocol):
    """Conversations."""

    async def page(
        self, *, instance_id: InstanceId | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[ChatView]:
        """Latest first."""
        ...

    async def get(self, chat_ids: tuple[ChatId, ...]) -> tuple[ChatView, ...]:
        """These chats as they are now; unknown ids are left out."""
        ...

    async def mark_read(self, chat_id: ChatId) -> None:
        """Set the unread counter to zero (read receipts are a matter of policy, not of this)."""
        ...

    async def save_draft(self, chat_id: ChatId, text: str) -> None:
        """Keep what is typed; empty removes it."""
        ...

    async def totals(self) -> tuple[int, int]:
        """(unread messages, chats with unread messages)."""
        ...


class Messages(Protocol):
    """What is in a conversation."""

    async def latest(self, chat_id: ChatId, limit: int = 50) -> MessagePage:
        """The newest page. Raises NotFound."""
        ...

    async def before(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        """The page just older than this message."""
        ...

    async def after(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        """The page just newer than this message."""
        ...

    async def around(self, message_id: MessageId, limit: int = 50) -> MessagePage:
        """A page with this message in its middle."""
        ...

    async def get(self, message_ids: tuple[MessageId, ...]) -> tuple[MessageView, ...]:
        """These messages as they are now; unknown ids are left out."""
        ...

    async def send_text(
        self, chat_id: ChatId, text: str, *, client_id: str | None = None, quoted: MessageId | None = None
    ) -> MessageView:
        """Store and queue an answer; the same ``client_id`` twice gives the same message. Raises Invalid, NotFound."""
        ...

    async def retry(self, message_id: MessageId) -> MessageView:
        """Send a failed or uncertain message again, as a new attempt a person asked for."""
        ...

    async def settle(self, message_id: MessageId) -> MessageView:
        """A person says that an uncertain message was sent."""
        ...


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
        """Parse and apply it again. Raises NotFound."""
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


class Diagnostics(Protocol):
    """How the program itself is."""

    async def health(self) -> Health:
        """Addresses, counters, problems."""
        ...

    async def children(self) -> tuple[ChildHealth, ...]:
        """The supervised background jobs."""
        ...


class Preferences(Protocol):
    """Settings as plain keys; the schema is in services.settings."""

    def get(self, key: str) -> object:
        """The present value."""
        ...

    async def set(self, key: str, value: object) -> None:
        """Validate, store, and publish ``ChangeSet.settings``. Raises Invalid."""
        ...


class Services(Protocol):
    """Everything, as the composition root hands it out."""

    @property
    def chats(self) -> Chats: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def instances(self) -> Instances: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def demo(self) -> Demo: ...
    @property
    def diagnostics(self) -> Diagnostics: ...
    @property
    def preferences(self) -> Preferences: ...
    @property
    def sending(self) -> Sending: ...
    @property
    def replies(self) -> Replies: ...
    @property
    def schedule(self) -> Schedule: ...

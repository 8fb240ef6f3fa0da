"""The façade: all that the window and the local API may ask of the services.

Every method is a coroutine of the services' loop, takes and returns frozen data, and raises
``services.domain.errors.AppError`` for what a person can be told. Facts come back over the bus as
``services.domain.changes`` objects after they are committed.
"""

from pathlib import Path
from typing import Protocol

import msgspec

from services.api.desk import Agents, Labels, Notes, People, Views, Workflow
from services.api.directory import ContactFiles, Contacts, Exports
from services.api.linking import Passkeys
from services.api.reading import Cards, Shown
from services.api.writing import Replies, Schedule, Sending
from services.domain import search
from services.domain.changes import QrShown
from services.domain.gateways import Found, OwnProfile, WebhookView, WebhookWish
from services.domain.ids import ChatId, DeliveryId, InstanceId, MessageId
from services.domain.models import (
    CauseView,
    ChatFilter,
    ChatView,
    ChildHealth,
    DeliveryState,
    DeliveryView,
    DiagnosisStep,
    EditView,
    Health,
    InstanceView,
    MessagePage,
    MessageView,
    Page,
    TrafficView,
    TunnelView,
)


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


class Chats(Protocol):
    """Conversations."""

    async def page(
        self,
        *,
        instance_id: InstanceId | None = None,
        which: ChatFilter | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[ChatView]:
        """Pinned ones, then latest first; without ``which`` everything there is."""
        ...

    async def get(self, chat_ids: tuple[ChatId, ...]) -> tuple[ChatView, ...]:
        """These chats as they are now; unknown ids are left out."""
        ...

    async def mark_read(self, chat_id: ChatId) -> None:
        """Set the unread counter to zero (read receipts are a matter of policy, not of this)."""
        ...

    async def mark_unread(self, chat_id: ChatId) -> None:
        """Show it as unread until it is read again. Raises NotFound."""
        ...

    async def archive(self, chat_id: ChatId, on: bool) -> None:
        """Into the archive or out of it, here alone; a new message takes it out. Raises NotFound."""
        ...

    async def pin(self, chat_id: ChatId, on: bool) -> None:
        """Keep it at the top, here alone. Raises NotFound."""
        ...

    async def mute(self, chat_id: ChatId, on: bool) -> None:
        """Let it be silent, here alone. Raises NotFound."""
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

    async def fetch_media(self, message_id: MessageId) -> MessageView:
        """Fetch the message's file again after it failed. Raises NotFound, Invalid (nothing to fetch, or refused)."""
        ...

    async def cancel_media(self, message_id: MessageId) -> MessageView:
        """Stop fetching its file, or waiting to; ``fetch_media`` begins anew. Raises NotFound, Invalid (it is over)."""
        ...

    async def history(self, message_id: MessageId) -> tuple[EditView, ...]:
        """The texts an edited message had, the first one first. Raises NotFound."""
        ...

    def file(self, path: str) -> Path:
        """Where a stored file is (``MediaView.path``). Raises Invalid for what would leave the media folder."""
        ...


class Search(Protocol):
    """Finding. Anything typed is legal; ``services.domain.search`` says what it means."""

    async def everything(self, typed: str, *, limit: int = 50) -> search.Found:
        """Conversations by name or number and messages, newest first. Raises Invalid (limit)."""
        ...

    async def chats(self, typed: str, *, limit: int = 50) -> tuple[ChatView, ...]:
        """Conversations by name or number, latest first. Raises Invalid (limit)."""
        ...

    async def in_chat(self, chat_id: ChatId, typed: str) -> tuple[MessageId, ...]:
        """The messages of one conversation, newest first, at most 2000."""
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


class Diagnostics(Protocol):
    """How the program itself is."""

    async def health(self) -> Health:
        """Addresses, counters, problems."""
        ...

    async def children(self) -> tuple[ChildHealth, ...]:
        """The supervised background jobs."""
        ...


class Tunnel(Protocol):
    """The public address; which way is a matter of the settings ``tunnel.*``. Changes come as ``TunnelChanged``."""

    async def state(self) -> TunnelView:
        """How it is now."""
        ...

    async def start(self) -> None:
        """Open it, or try again at once."""
        ...

    async def stop(self) -> None:
        """Close it until it is started again."""
        ...

    async def has_token(self) -> bool:
        """Whether ngrok's authtoken is kept. Raises Unavailable (KEYRING_LOCKED)."""
        ...

    async def set_token(self, token: str) -> None:
        """Keep ngrok's authtoken, an empty one removes it; the tunnel begins anew. Raises Invalid."""
        ...

    async def update_agent(self) -> str:
        """Let ngrok's agent renew itself; returns what it says. Raises Unavailable."""
        ...

    async def traffic(self) -> TrafficView:
        """This month's requests and how they go on; also told as ``TrafficChanged``."""
        ...


class Diagnosis(Protocol):
    """Looking for what is wrong."""

    async def run(self, instance_id: InstanceId | None = None) -> tuple[DiagnosisStep, ...]:
        """Take every step, for an instance or for the program itself; each is told as ``Diagnosed`` when done.

        Raises NotFound.
        """
        ...

    async def mend(self, instance_id: InstanceId) -> None:
        """Compare the webhook now, and write it where it differs. Raises NotFound."""
        ...

    async def causes(self) -> tuple[CauseView, ...]:
        """Every cause there is, in words."""
        ...

    async def bundle(self, path: str) -> str:
        """Write a file for support, without secrets, messages and full numbers; returns its path. Raises Invalid (path)."""
        ...


class Preferences(Protocol):
    """Settings as plain keys; the schema is in services.settings."""

    def get(self, key: str) -> object:
        """The present value."""
        ...

    async def set(self, key: str, value: object) -> None:
        """Validate, store, and publish ``ChangeSet.settings``. Raises Invalid."""
        ...

    def fixed(self, key: str) -> bool:
        """Whether the command line or the environment decides about it in this run."""
        ...

    async def export(self, path: str) -> None:
        """Write what differs from the usual into a file, nothing of this computer alone. Raises OSError."""
        ...

    async def take(self, path: str) -> tuple[str, ...]:
        """Use the settings of such a file; returns the keys that could not be used. Raises Invalid, OSError."""
        ...


class Services(Protocol):
    """Everything, as the composition root hands it out."""

    @property
    def chats(self) -> Chats: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def search(self) -> Search: ...
    @property
    def instances(self) -> Instances: ...
    @property
    def passkeys(self) -> Passkeys: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def demo(self) -> Demo: ...
    @property
    def diagnostics(self) -> Diagnostics: ...
    @property
    def tunnel(self) -> Tunnel: ...
    @property
    def diagnosis(self) -> Diagnosis: ...
    @property
    def preferences(self) -> Preferences: ...
    @property
    def sending(self) -> Sending: ...
    @property
    def replies(self) -> Replies: ...
    @property
    def schedule(self) -> Schedule: ...
    @property
    def shown(self) -> Shown: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def workflow(self) -> Workflow: ...
    @property
    def labels(self) -> Labels: ...
    @property
    def agents(self) -> Agents: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def people(self) -> People: ...
    @property
    def views(self) -> Views: ...
    @property
    def exports(self) -> Exports: ...
    @property
    def contact_files(self) -> ContactFiles: ...

"""What a provider is to the rest of Balcão: a descriptor, a pure parser and an async client.

Adding a provider is one package under ``adapters/`` and one line in ``registry.py``.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.content import Peer
from services.domain.errors import NotSupported
from services.domain.events import AnyEvent, ConnectionSeen, QrSeen
from services.domain.outgoing import MessageRef, Outcome, Outgoing, OutgoingKind, TemplateOffer
from services.domain.passkey import PasskeyAnswer, PasskeyStep
from services.domain.sending import LIMITS
from services.providers.groups import GroupCalls
from services.providers.labels import LabelCalls


class Inbound(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery, or one socket frame, as the parser gets it.

    ``body`` is the decoded JSON; ``headers`` have lower-case names; ``path`` is what followed the
    hook's token or the general path (``/message-status``), for gateways that post by event;
    ``own_address`` is the instance's number where known (some formats tell direction only by it);
    ``instance_name`` is the gateway's own name for it, by which a batch for several numbers is divided.
    """

    body: Any
    headers: Mapping[str, str] = {}
    path: str = ""
    received_at_ms: int = 0
    own_address: Address | None = None
    instance_name: str | None = None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """How surely a body is of this provider (0 not at all … 3 certain) and the instance names in it."""

    confidence: int
    instance_keys: tuple[str, ...] = ()


class CredentialScope(StrEnum):
    """Whether a credential belongs to the whole server or to one instance."""

    GATEWAY = "gateway"
    INSTANCE = "instance"


class CredentialField(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the connect form asks for; ``secret`` values live in the keyring only.

    ``name`` is ``api_key`` for the key everybody needs, so that the local API can stay uniform.
    """

    name: str
    secret: bool = True
    required: bool = True
    scope: CredentialScope = CredentialScope.GATEWAY


class EventGroup(StrEnum):
    """The categories in which the webhook editor shows a provider's events."""

    MESSAGES = "messages"
    STATUS = "status"
    CONNECTION = "connection"
    CONTACTS = "contacts"
    GROUPS = "groups"
    CALLS = "calls"
    LABELS = "labels"
    PRESENCE = "presence"
    OTHER = "other"


class WebhookEvent(msgspec.Struct, frozen=True):
    """A provider's own event name, its category, and whether Balcão wants it by default."""

    name: str
    group: EventGroup
    default: bool = False


class WantedWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """The webhook as it should be on the gateway."""

    url: str
    events: tuple[str, ...] = ()
    enabled: bool = True
    by_events: bool = False
    base64: bool = False
    headers: Mapping[str, str] = {}
    hmac_key: str | None = None
    retries: int | None = None
    retry_delay_s: int | None = None


class ActualWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """The webhook as the gateway says it is; None where it does not tell. Secrets are never read back.

    ``event_urls`` is (event, address) where each event has an address of its own on the gateway; "" is none.
    """

    url: str | None = None
    events: tuple[str, ...] | None = None
    enabled: bool | None = None
    by_events: bool | None = None
    base64: bool | None = None
    headers: Mapping[str, str] | None = None
    retries: int | None = None
    others: tuple[str, ...] = ()
    event_urls: tuple[tuple[str, str], ...] = ()


class SessionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A session that already lives on the gateway and could be adopted."""

    name: str
    state: str | None = None
    own_address: Address | None = None
    profile_name: str | None = None


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What answered at the base URL."""

    brand: str
    version: str | None = None
    sessions: tuple[SessionInfo, ...] = ()
    latency_ms: int = 0
    notes: tuple[str, ...] = ()


class Created(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was made: secrets it handed out (by credential field name), its name where the gateway chose it."""

    secrets: Mapping[str, str] = {}
    name: str | None = None


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Messages as canonical events, newest first; ``next`` is passed back for the older page, None at the end."""

    events: tuple[AnyEvent, ...] = ()
    next: str | None = None


class Download(Protocol):
    """An open download: its type and size as told, and its bytes as they come."""

    mime: str | None
    size: int | None
    file_name: str | None

    def chunks(self) -> AsyncIterator[bytes]:
        """The bytes; raises ``Unavailable`` when the connection breaks."""
        ...


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """Where and as whom: ``name`` is the gateway's own name for the instance, ``secrets`` by field name."""

    base_url: str
    name: str
    secrets: Mapping[str, str] = {}
    options: Mapping[str, str] = {}


class Client:
    """One gateway and instance. Every method may raise the AppErrors of ``services.domain.errors``.

    What a provider lacks stays as it is here: it raises ``NotSupported``, and the matching capability
    is absent from the descriptor, so that nobody is offered it. ``groups`` and ``labels`` are parts of their own.
    """

    groups: GroupCalls = GroupCalls()
    labels: LabelCalls = LabelCalls()

    async def close(self) -> None:
        """Release connections; idempotent."""

    async def probe(self) -> Probe:
        """Brand, version and existing sessions; ``Misconfigured(WRONG_BRAND)`` if another server answers."""
        raise NotSupported("probe")

    async def lacking(self) -> frozenset[Capability]:
        """What this very server cannot do of what its provider can (an older release, another engine)."""
        return frozenset()

    async def create_instance(self, webhook: WantedWebhook | None = None) -> Created:
        """Create the session on the gateway; returns what the gateway chose for it.

        The client goes on with them by itself; the caller keeps them for the next start.
        """
        raise NotSupported("create_instance")

    async def connect(self, phone: str | None = None) -> QrSeen | ConnectionSeen:
        """Ask for a QR (or, with ``phone``, a pairing code); a ``ConnectionSeen`` if there is nothing to scan."""
        raise NotSupported("connect")

    async def passkey(self) -> PasskeyStep:
        """What WhatsApp asks of the account's passkey now; NotConnected while the gateway has no challenge yet."""
        raise NotSupported("passkey")

    async def answer_passkey(self, answer: PasskeyAnswer) -> None:
        """Hand in what the passkey signed."""
        raise NotSupported("passkey")

    async def confirm_passkey(self) -> None:
        """The code here and on the phone are the same."""
        raise NotSupported("passkey")

    async def state(self) -> ConnectionSeen:
        """The session's state now."""
        raise NotSupported("state")

    async def restart(self) -> None:
        """Restart the session without losing the pairing."""
        raise NotSupported("restart")

    async def logout(self) -> None:
        """Unlink the phone."""
        raise NotSupported("logout")

    async def delete_instance(self) -> None:
        """Remove the session from the gateway."""
        raise NotSupported("delete_instance")

    async def set_webhook(self, wanted: WantedWebhook) -> None:
        """Write the webhook; the caller reads it back."""
        raise NotSupported("set_webhook")

    async def get_webhook(self) -> ActualWebhook:
        """The webhook as the gateway has it."""
        raise NotSupported("get_webhook")

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send, react, edit or revoke. Failures of the request are outcomes, not exceptions."""
        raise NotSupported("send")

    async def download(self, ref: Mapping[str, Any]) -> Download:
        """Open the file behind ``Media.ref``."""
        raise NotSupported("download")

    async def history(
        self, chat: Address, *, since_ms: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> HistoryPage:
        """One page of a chat's messages, newest first. Marks nothing read."""
        raise NotSupported("history")

    async def chats(self, *, cursor: str | None = None, limit: int = 100) -> tuple[tuple[Peer, int | None], ...]:
        """Chats with the moment (ms) of their last message, latest first."""
        raise NotSupported("chats")

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        """Send read receipts for these messages."""
        raise NotSupported("mark_read")

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        """Show or end "typing…" on the other side."""
        raise NotSupported("typing")

    async def contact(self, address: Address) -> Peer:
        """Name and picture of a person or group."""
        raise NotSupported("contact")

    async def about(self, address: Address) -> str | None:
        """What a person writes of themself, None where they show nothing."""
        raise NotSupported("about")

    async def check_number(self, phone: str) -> Address | None:
        """The address WhatsApp has for a phone number, or None where there is none."""
        raise NotSupported("check_number")

    async def templates(self) -> tuple[TemplateOffer, ...]:
        """The message templates of the account, for answers outside the service window."""
        raise NotSupported("templates")

    async def block(self, address: Address, *, blocked: bool) -> None:
        """Block or unblock."""
        raise NotSupported("block")


class Frames(Protocol):
    """Opens a gateway's own socket: bodies like the webhooks', until the connection ends.

    It yields nothing but decoded JSON, notices a dead line by itself and raises AppErrors. ``connected`` is
    told when the line stands, and again whenever events may have been missed on a line that stands.
    """

    def __call__(self, credentials: Credentials, *, connected: Callable[[], None] = ...) -> AsyncIterator[Any]:
        """Open it."""
        ...


class Descriptor(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the program knows of a provider without talking to it.

    ``parse`` is pure and raises only ``ParseError``. ``match`` is pure and never raises.
    ``authenticate(headers, raw, secret)`` checks a signature on the raw bytes in constant time and
    returns None where the request carries nothing this provider could be known by.
    ``frames`` opens the gateway's own socket, see ``Frames``.
    ``signing_secret`` names the credential that ``authenticate`` checks with. ``path_suffices`` is True where
    not every body can carry a proof: on the secret path a bare one is taken, a wrong proof is refused all the same.
    ``challenge(query, verify_token)`` answers a gateway's GET at subscribing, None meaning 403.
    ``lacking(instance name)`` are capabilities that this very instance has not (a smaller plan).
    ``by_hand(instance name, our address)`` is what a person pastes at a gateway whose webhook no REST call sets.
    ``webhook_options`` are the switches its webhook has: ``by_events``, ``base64``.
    ``dashboard_path`` is where its own pages for people begin, under the base URL.
    ``hook_check_s`` is how often the webhook is compared: what somebody changed is right again within 10 s. A
    service that counts each request is asked more seldom.
    ``max_text`` is the longest text in characters, ``max_bytes`` the largest file of each kind.
    ``redact_keys`` are JSON keys whose string values are credentials, removed before storing.
    """

    kind: str
    display_name: str
    capabilities: frozenset[Capability]
    credentials: tuple[CredentialField, ...]
    lacking: Callable[[str], frozenset[Capability]] | None = None
    match: Callable[[Inbound], Match]
    parse: Callable[[Inbound], tuple[AnyEvent, ...]]
    client: Callable[[Credentials], Client] | None = None
    frames: Frames | None = None
    authenticate: Callable[[Mapping[str, str], bytes, str], bool | None] | None = None
    signing_secret: str = "webhook_secret"
    path_suffices: bool = False
    challenge: Callable[[Mapping[str, str], str], str | None] | None = None
    webhook_events: tuple[WebhookEvent, ...] = ()
    by_hand: Callable[[str, str], str] | None = None
    webhook_options: tuple[str, ...] = ()
    dashboard_path: str | None = None
    redact_keys: frozenset[str] = frozenset()
    default_base_url: str | None = None
    max_text: int = 4096
    max_bytes: Mapping[OutgoingKind, int] = LIMITS
    send_interval_s: float = 0.0
    hook_check_s: float = 7.0

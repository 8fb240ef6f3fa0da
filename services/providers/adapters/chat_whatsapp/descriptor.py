"""What the chat-whatsapp server is to the program: its webhook alone, for its REST side is not known."""

from services.domain.capabilities import Capability
from services.providers.adapters.chat_whatsapp import parser
from services.providers.base import Descriptor, EventGroup, WebhookEvent


def by_hand(name: str, url: str) -> str:
    """The line of the server's ``.env``; it takes effect when the server is started again."""
    return f"WEBHOOK_URL={url}"


DESCRIPTOR = Descriptor(
    kind="chat_whatsapp",
    display_name="chat-whatsapp",
    capabilities=frozenset({Capability.QR_BY_WEBHOOK}),
    credentials=(),
    match=parser.match,
    parse=parser.parse,
    by_hand=by_hand,
    webhook_events=(
        WebhookEvent("message", EventGroup.MESSAGES, default=True),
        WebhookEvent("status", EventGroup.CONNECTION, default=True),
        WebhookEvent("qr", EventGroup.CONNECTION, default=True),
    ),
)

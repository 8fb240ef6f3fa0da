"""What MultiChat's webhook is to the program: receive-only, one address for each event."""

import json

from services.domain.capabilities import Capability
from services.providers.adapters.multichat import parser
from services.providers.base import Descriptor, EventGroup, WebhookEvent

# the names of the seed's configuration, and what follows our address
_ADDRESSES = {
    "connection": "connect",
    "disconnection": "disconnect",
    "send_message": "send-message",
    "receive_message": "receive-message",
    "chat_presence": "chat-presence",
    "message_status": "message-status",
}


def by_hand(name: str, url: str) -> str:
    """The instance's entry of MultiChat's ``webhookConfig``: an address for each event, and the principal one."""
    base = url.rstrip("/")
    addresses = {event: f"{base}/{path}/" for event, path in _ADDRESSES.items()}
    return json.dumps({name: {**addresses, "fallback": f"{base}/"}}, ensure_ascii=False, indent=2)


DESCRIPTOR = Descriptor(
    kind="multichat",
    display_name="MultiChat",
    capabilities=frozenset({Capability.QR_BY_WEBHOOK, Capability.PRESENCE, Capability.WEBHOOK_PER_EVENT_URL}),
    credentials=(),
    match=parser.match,
    parse=parser.parse,
    by_hand=by_hand,
    webhook_events=(
        WebhookEvent("message", EventGroup.MESSAGES, default=True),
        WebhookEvent("message_status", EventGroup.STATUS, default=True),
        WebhookEvent("connection", EventGroup.CONNECTION, default=True),
        WebhookEvent("disconnection", EventGroup.CONNECTION, default=True),
        WebhookEvent("presence", EventGroup.PRESENCE, default=True),
        WebhookEvent("instanceStatus", EventGroup.CONNECTION),
        WebhookEvent("qrCode", EventGroup.CONNECTION),
    ),
)

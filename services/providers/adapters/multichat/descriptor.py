"""What MultiChat's webhook is to the program: receive-only, one address for each event."""

from services.domain.capabilities import Capability
from services.providers.adapters.multichat import parser
from services.providers.base import Descriptor, EventGroup, WebhookEvent

DESCRIPTOR = Descriptor(
    kind="multichat",
    display_name="MultiChat",
    capabilities=frozenset({Capability.QR_BY_WEBHOOK, Capability.PRESENCE, Capability.WEBHOOK_PER_EVENT_URL}),
    credentials=(),
    match=parser.match,
    parse=parser.parse,
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

"""What the betZap webhook is to the program: receive-only; the files of its messages stay out of reach.

WhatsApp's own addresses in ``msgContent`` are encrypted, and this format names no call to fetch them.
"""

from services.domain.capabilities import Capability
from services.providers.adapters.betzap import parser
from services.providers.base import Descriptor, EventGroup, WebhookEvent

DESCRIPTOR = Descriptor(
    kind="betzap",
    display_name="betZap",
    capabilities=frozenset({Capability.QR_BY_WEBHOOK}),
    credentials=(),
    match=parser.match,
    parse=parser.parse,
    webhook_events=(
        WebhookEvent("message", EventGroup.MESSAGES, default=True),
        WebhookEvent("status", EventGroup.STATUS, default=True),
        WebhookEvent("qrCode", EventGroup.CONNECTION, default=True),
        WebhookEvent("connection", EventGroup.CONNECTION, default=True),
    ),
)

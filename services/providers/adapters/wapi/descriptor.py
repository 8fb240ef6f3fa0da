"""What W-API is to the program. Source: others.md §3, §9.6.

It signs nothing, has no history to read, and its own clients are the only witnesses of much of it.
"""

from services.domain.capabilities import Capability
from services.providers.adapters.wapi import parser
from services.providers.adapters.wapi.client import WapiClient
from services.providers.adapters.wapi.ids import is_lite
from services.providers.base import CredentialField, CredentialScope, Descriptor, EventGroup, WebhookEvent

_PRO_ONLY = frozenset(
    {
        Capability.SEND_STICKER,
        Capability.SEND_POLL,
        Capability.SEND_BUTTONS,
        Capability.SEND_LIST,
        Capability.REACT,
        Capability.EDIT,
        Capability.REVOKE,
        Capability.GROUP_MEMBERS,
        Capability.GROUP_EDIT,
    }
)
_CAPABILITIES = _PRO_ONLY | {
    Capability.CREATE_INSTANCE,
    Capability.DELETE_INSTANCE,
    Capability.RESTART,
    Capability.LOGOUT,
    Capability.QR,
    Capability.PAIRING_CODE,
    Capability.STATE,
    Capability.WEBHOOK_CONFIG,
    Capability.WEBHOOK_READ_BACK,
    Capability.WEBHOOK_PER_EVENT_URL,
    Capability.LIST_CHATS,
    Capability.SEND_TEXT,
    Capability.SEND_IMAGE,
    Capability.SEND_VIDEO,
    Capability.SEND_AUDIO,
    Capability.SEND_VOICE,
    Capability.SEND_DOCUMENT,
    Capability.SEND_LOCATION,
    Capability.SEND_CONTACT,
    Capability.MEDIA_BY_UPLOAD,
    Capability.REPLY,
    Capability.MARK_READ,
    Capability.TYPING,
    Capability.PRESENCE,
    Capability.DOWNLOAD_MEDIA,
    Capability.CONTACT_INFO,
    Capability.NUMBER_CHECK,
    Capability.BLOCK,
    Capability.GROUPS,
    Capability.GROUP_INFO,
}


def lacking(instance_name: str) -> frozenset[Capability]:
    """What the LITE plan cannot do; told by the instance's id alone (others.md §3.1, second-hand)."""
    return _PRO_ONLY if is_lite(instance_name) else frozenset()


DESCRIPTOR = Descriptor(
    kind="wapi",
    display_name="W-API",
    capabilities=_CAPABILITIES,
    lacking=lacking,
    credentials=(
        # one of them is enough: the account's token finds the instance's own
        CredentialField(name="api_key", required=False, scope=CredentialScope.INSTANCE),
        CredentialField(name="admin_token", required=False),
    ),
    match=parser.match,
    parse=parser.parse,
    client=WapiClient,
    webhook_events=(
        WebhookEvent("webhookReceived", EventGroup.MESSAGES, default=True),
        WebhookEvent("webhookDelivery", EventGroup.MESSAGES, default=True),
        WebhookEvent("webhookStatus", EventGroup.STATUS, default=True),
        WebhookEvent("webhookConnected", EventGroup.CONNECTION, default=True),
        WebhookEvent("webhookDisconnected", EventGroup.CONNECTION, default=True),
        WebhookEvent("webhookChatPresence", EventGroup.PRESENCE, default=True),
    ),
    webhook_options=("by_events",),
    default_base_url="https://api.w-api.app/v1",
    # without a delay of its own the gateway refuses bursts
    send_interval_s=1.0,
)

"""Uazapi as Balcão offers it."""

from services.domain.capabilities import Capability
from services.providers.adapters.uazapi import parser
from services.providers.adapters.uazapi.client import UazapiClient
from services.providers.adapters.uazapi.socket import frames
from services.providers.base import CredentialField, CredentialScope, Descriptor, EventGroup, WebhookEvent

DESCRIPTOR = Descriptor(
    kind="uazapi",
    display_name="Uazapi",
    capabilities=frozenset(
        {
            Capability.CREATE_INSTANCE,
            Capability.DELETE_INSTANCE,
            Capability.RESTART,
            Capability.LOGOUT,
            Capability.QR,
            Capability.QR_BY_WEBHOOK,
            Capability.PAIRING_CODE,
            Capability.STATE,
            Capability.WEBHOOK_CONFIG,
            Capability.WEBHOOK_READ_BACK,
            Capability.WEBHOOK_PER_EVENT_URL,
            Capability.SOCKET,
            Capability.HISTORY,
            Capability.LIST_CHATS,
            Capability.CLIENT_MESSAGE_ID,
            Capability.SEND_TEXT,
            Capability.SEND_IMAGE,
            Capability.SEND_VIDEO,
            Capability.SEND_AUDIO,
            Capability.SEND_VOICE,
            Capability.SEND_DOCUMENT,
            Capability.SEND_STICKER,
            Capability.SEND_LOCATION,
            Capability.SEND_CONTACT,
            Capability.SEND_POLL,
            Capability.SEND_BUTTONS,
            Capability.SEND_LIST,
            Capability.MEDIA_BY_UPLOAD,
            Capability.REPLY,
            Capability.MENTION,
            Capability.REACT,
            Capability.EDIT,
            Capability.REVOKE,
            Capability.MARK_READ,
            Capability.TYPING,
            Capability.PRESENCE,
            Capability.DOWNLOAD_MEDIA,
            Capability.CONTACT_INFO,
            Capability.NUMBER_CHECK,
            Capability.BLOCK,
            Capability.GROUPS,
            Capability.LABELS,
        }
    ),
    # one of the two is enough: with the server's token the instance's own is found or made
    credentials=(
        CredentialField(name="api_key", required=False, scope=CredentialScope.INSTANCE),
        CredentialField(name="admin_token", required=False),
    ),
    match=parser.match,
    parse=parser.parse,
    client=UazapiClient,
    frames=frames,
    authenticate=parser.authenticate,
    signing_secret="api_key",
    webhook_events=(
        WebhookEvent("messages", EventGroup.MESSAGES, default=True),
        WebhookEvent("messages_update", EventGroup.STATUS, default=True),
        WebhookEvent("history", EventGroup.MESSAGES),
        WebhookEvent("connection", EventGroup.CONNECTION, default=True),
        WebhookEvent("contacts", EventGroup.CONTACTS, default=True),
        WebhookEvent("blocks", EventGroup.CONTACTS),
        WebhookEvent("groups", EventGroup.GROUPS, default=True),
        WebhookEvent("call", EventGroup.CALLS, default=True),
        WebhookEvent("labels", EventGroup.LABELS, default=True),
        WebhookEvent("chat_labels", EventGroup.LABELS, default=True),
        WebhookEvent("chats", EventGroup.OTHER),
        WebhookEvent("presence", EventGroup.PRESENCE, default=True),
    ),
    redact_keys=frozenset({"token", "admintoken", "mediaKey", "openai_apikey"}),
)

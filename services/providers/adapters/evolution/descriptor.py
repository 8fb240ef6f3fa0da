"""What Evolution API is to the program."""

from services.domain.capabilities import Capability
from services.providers.adapters.evolution import parser
from services.providers.adapters.evolution.client import EvolutionClient
from services.providers.adapters.evolution.signature import authenticate
from services.providers.base import CredentialField, CredentialScope, Descriptor, EventGroup, WebhookEvent

_C = Capability
_G = EventGroup

# the huge (…_SET) and the noisy (CHATS_UPDATE) are off; MESSAGES_EDITED would hold up the server's whole
# queue while we are away (dossier §0.11), the client adds it where nothing else tells of edits
_EVENTS = (
    WebhookEvent("QRCODE_UPDATED", _G.CONNECTION, default=True),
    WebhookEvent("CONNECTION_UPDATE", _G.CONNECTION, default=True),
    WebhookEvent("STATUS_INSTANCE", _G.CONNECTION, default=True),
    WebhookEvent("LOGOUT_INSTANCE", _G.CONNECTION, default=True),
    WebhookEvent("REMOVE_INSTANCE", _G.CONNECTION, default=True),
    WebhookEvent("INSTANCE_CREATE", _G.CONNECTION),
    WebhookEvent("INSTANCE_DELETE", _G.CONNECTION),
    WebhookEvent("MESSAGES_UPSERT", _G.MESSAGES, default=True),
    WebhookEvent("SEND_MESSAGE", _G.MESSAGES, default=True),
    WebhookEvent("MESSAGES_DELETE", _G.MESSAGES, default=True),
    WebhookEvent("MESSAGES_EDITED", _G.MESSAGES),
    WebhookEvent("SEND_MESSAGE_UPDATE", _G.MESSAGES),
    WebhookEvent("MESSAGES_SET", _G.MESSAGES),
    WebhookEvent("MESSAGES_UPDATE", _G.STATUS, default=True),
    WebhookEvent("CONTACTS_UPSERT", _G.CONTACTS, default=True),
    WebhookEvent("CONTACTS_UPDATE", _G.CONTACTS, default=True),
    WebhookEvent("CONTACTS_SET", _G.CONTACTS),
    WebhookEvent("CHATS_UPSERT", _G.CONTACTS, default=True),
    WebhookEvent("CHATS_DELETE", _G.CONTACTS, default=True),
    WebhookEvent("CHATS_UPDATE", _G.CONTACTS),
    WebhookEvent("CHATS_SET", _G.CONTACTS),
    WebhookEvent("GROUPS_UPSERT", _G.GROUPS, default=True),
    WebhookEvent("GROUP_UPDATE", _G.GROUPS),
    WebhookEvent("GROUP_PARTICIPANTS_UPDATE", _G.GROUPS, default=True),
    WebhookEvent("CALL", _G.CALLS, default=True),
    WebhookEvent("LABELS_EDIT", _G.LABELS, default=True),
    WebhookEvent("LABELS_ASSOCIATION", _G.LABELS, default=True),
    WebhookEvent("PRESENCE_UPDATE", _G.PRESENCE, default=True),
    WebhookEvent("TYPEBOT_START", _G.OTHER),
    WebhookEvent("TYPEBOT_CHANGE_STATUS", _G.OTHER),
    WebhookEvent("APPLICATION_STARTUP", _G.OTHER),
)

DESCRIPTOR = Descriptor(
    kind="evolution",
    display_name="Evolution API",
    capabilities=frozenset(
        {
            _C.CREATE_INSTANCE, _C.DELETE_INSTANCE, _C.RESTART, _C.LOGOUT, _C.QR, _C.QR_BY_WEBHOOK,
            _C.PAIRING_CODE, _C.STATE, _C.WEBHOOK_CONFIG, _C.WEBHOOK_READ_BACK, _C.WEBHOOK_HEADERS,
            _C.WEBHOOK_PER_EVENT_URL, _C.HISTORY, _C.LIST_CHATS, _C.SEND_TEXT, _C.SEND_IMAGE,
            _C.SEND_VIDEO, _C.SEND_AUDIO, _C.SEND_VOICE, _C.SEND_DOCUMENT, _C.SEND_STICKER,
            _C.SEND_LOCATION, _C.SEND_CONTACT, _C.SEND_POLL, _C.MEDIA_BY_UPLOAD, _C.REPLY, _C.MENTION,
            _C.REACT, _C.EDIT, _C.REVOKE, _C.FORWARD, _C.MARK_READ, _C.TYPING, _C.PRESENCE,
            _C.DOWNLOAD_MEDIA, _C.CONTACT_INFO, _C.NUMBER_CHECK, _C.BLOCK, _C.GROUPS, _C.LABELS,
        }
    ),
    credentials=(
        CredentialField(name="api_key"),
        CredentialField(name="webhook_secret", required=False, scope=CredentialScope.INSTANCE),
    ),
    match=parser.match,
    parse=parser.parse,
    client=EvolutionClient,
    authenticate=authenticate,
    webhook_events=_EVENTS,
    redact_keys=frozenset({"apikey", "api_key", "jwt", "jwt_key", "token", "accessTokenWaBusiness"}),
)  # fmt: skip

"""What Evolution API is to the program."""

from services.domain.capabilities import Capability
from services.providers.adapters.evolution import parser
from services.providers.adapters.evolution.client import EvolutionClient
from services.providers.adapters.evolution.events import EVENTS
from services.providers.adapters.evolution.signature import authenticate
from services.providers.adapters.evolution.socket import frames
from services.providers.base import CredentialField, CredentialScope, Descriptor

_C = Capability

DESCRIPTOR = Descriptor(
    kind="evolution",
    display_name="Evolution API",
    capabilities=frozenset(
        {
            _C.CREATE_INSTANCE, _C.DELETE_INSTANCE, _C.RESTART, _C.LOGOUT, _C.QR, _C.QR_BY_WEBHOOK,
            _C.PAIRING_CODE, _C.STATE, _C.WEBHOOK_CONFIG, _C.WEBHOOK_READ_BACK, _C.WEBHOOK_HEADERS,
            _C.WEBHOOK_PER_EVENT_URL, _C.SOCKET, _C.HISTORY, _C.LIST_CHATS, _C.SEND_TEXT, _C.SEND_IMAGE,
            _C.SEND_VIDEO, _C.SEND_AUDIO, _C.SEND_VOICE, _C.SEND_DOCUMENT, _C.SEND_STICKER,
            _C.SEND_LOCATION, _C.SEND_CONTACT, _C.SEND_POLL, _C.MEDIA_BY_UPLOAD, _C.REPLY, _C.MENTION,
            _C.REACT, _C.EDIT, _C.REVOKE, _C.FORWARD, _C.MARK_READ, _C.TYPING, _C.PRESENCE,
            _C.DOWNLOAD_MEDIA, _C.CONTACT_INFO, _C.NUMBER_CHECK, _C.BLOCK, _C.ABOUT, _C.GROUPS,
            _C.GROUP_INFO, _C.GROUP_MEMBERS, _C.GROUP_EDIT, _C.GROUP_INVITE, _C.LABELS,
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
    frames=frames,
    webhook_events=EVENTS,
    webhook_options=("by_events", "base64"),
    dashboard_path="/manager",
    # every body names the address it is posted to, which holds our own secret
    redact_keys=frozenset({"apikey", "api_key", "jwt", "jwt_key", "token", "accessTokenWaBusiness", "destination"}),
)  # fmt: skip

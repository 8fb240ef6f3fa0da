"""The Cloud API as Balcão offers it."""

from services.domain.capabilities import Capability
from services.providers.adapters.cloud_api import auth, parser, payloads
from services.providers.adapters.cloud_api.client import DEFAULT_VERSION, CloudApiClient
from services.providers.base import CredentialField, CredentialScope, Descriptor, EventGroup, WebhookEvent

DESCRIPTOR = Descriptor(
    kind="cloud_api",
    display_name="WhatsApp Cloud API (Meta)",
    capabilities=frozenset(
        {
            Capability.STATE,
            Capability.WEBHOOK_CONFIG,
            Capability.WEBHOOK_READ_BACK,
            Capability.WEBHOOK_HMAC,
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
            Capability.SEND_BUTTONS,
            Capability.SEND_LIST,
            Capability.SEND_TEMPLATE,
            Capability.MEDIA_BY_UPLOAD,
            Capability.REPLY,
            Capability.REACT,
            Capability.MARK_READ,
            Capability.TYPING,
            Capability.DOWNLOAD_MEDIA,
            Capability.BLOCK,
            Capability.SERVICE_WINDOW,
        }
    ),
    # every account lives at the same address, so nothing may be shared between those who use it
    credentials=(
        CredentialField(name="api_key", scope=CredentialScope.INSTANCE),
        CredentialField(name="app_secret", scope=CredentialScope.INSTANCE),
        CredentialField(name="verify_token", scope=CredentialScope.INSTANCE),
        CredentialField(name="waba_id", secret=False, required=False, scope=CredentialScope.INSTANCE),
    ),
    # Meta counts calls by the hour, and nobody but the owner changes this one
    hook_check_s=120.0,
    match=parser.match,
    parse=parser.parse,
    client=CloudApiClient,
    authenticate=auth.authenticate,
    signing_secret="app_secret",
    challenge=auth.challenge,
    webhook_events=(
        WebhookEvent("messages", EventGroup.MESSAGES, default=True),
        WebhookEvent("smb_message_echoes", EventGroup.MESSAGES, default=True),
        WebhookEvent("history", EventGroup.MESSAGES),
        WebhookEvent("smb_app_state_sync", EventGroup.CONTACTS),
        WebhookEvent("user_preferences", EventGroup.CONTACTS, default=True),
        WebhookEvent("calls", EventGroup.CALLS),
        WebhookEvent("account_update", EventGroup.CONNECTION, default=True),
        WebhookEvent("phone_number_quality_update", EventGroup.CONNECTION),
        WebhookEvent("message_template_status_update", EventGroup.OTHER, default=True),
        WebhookEvent("message_template_quality_update", EventGroup.OTHER),
        WebhookEvent("template_category_update", EventGroup.OTHER),
    ),
    redact_keys=frozenset({"sdp", "access_token", "verify_token"}),
    default_base_url=f"https://graph.facebook.com/{DEFAULT_VERSION}",
    max_bytes={kind: payloads.MAX_BYTES[name] for kind, name in payloads.MEDIA_TYPES.items()},
)

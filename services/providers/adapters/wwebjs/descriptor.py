"""What a whatsapp-web.js server is to the program. Source: others.md §5, §9.6."""

import hmac
from collections.abc import Mapping

from services.domain.capabilities import Capability
from services.providers.adapters.wwebjs import parser
from services.providers.adapters.wwebjs.client import WwebjsClient
from services.providers.adapters.wwebjs.socket import frames
from services.providers.base import CredentialField, Descriptor, EventGroup, WebhookEvent

_MESSAGES = (
    "message", "message_create", "media", "message_ciphertext", "media_uploaded", "message_reaction",
    "message_edit", "message_revoke_everyone", "message_revoke_me", "vote_update",
)  # fmt: skip
_CONNECTION = (
    "qr", "code", "loading_screen", "authenticated", "ready", "status", "change_state", "disconnected",
)  # fmt: skip
_GROUPS = ("group_join", "group_leave", "group_admin_changed", "group_membership_request", "group_update")
_CHATS = ("contact_changed", "unread_count", "chat_archived", "chat_removed")


def authenticate(headers: Mapping[str, str], raw: bytes, secret: str) -> bool | None:
    """``x-api-key`` is the server's own key; a server without one sends none, and then we cannot tell."""
    given = headers.get("x-api-key")
    if given is None:
        return None
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def by_hand(name: str, url: str) -> str:
    """The line of the server's environment; it takes effect when the server is started again.

    The name is the session's in capitals; one with a hyphen cannot be exported by a shell, only stand in
    a compose or ``.env`` file (others.md §5.2).
    """
    return f"{name.upper()}_WEBHOOK_URL={url}"


_CAPABILITIES = frozenset(
    {
        Capability.CREATE_INSTANCE,
        Capability.DELETE_INSTANCE,
        Capability.RESTART,
        Capability.LOGOUT,
        Capability.QR,
        Capability.QR_BY_WEBHOOK,
        Capability.PAIRING_CODE,
        Capability.STATE,
        Capability.SOCKET,
        Capability.HISTORY,
        Capability.LIST_CHATS,
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
        Capability.MEDIA_BY_UPLOAD,
        Capability.REPLY,
        Capability.MENTION,
        Capability.REACT,
        Capability.EDIT,
        Capability.REVOKE,
        Capability.FORWARD,
        Capability.MARK_READ,
        Capability.TYPING,
        Capability.DOWNLOAD_MEDIA,
        Capability.CONTACT_INFO,
        Capability.NUMBER_CHECK,
        Capability.BLOCK,
        Capability.ABOUT,
        Capability.GROUPS,
        Capability.GROUP_INFO,
        Capability.GROUP_MEMBERS,
        Capability.GROUP_EDIT,
        Capability.GROUP_INVITE,
    }
)

DESCRIPTOR = Descriptor(
    kind="wwebjs",
    display_name="whatsapp-web.js (wwebjs-api)",
    capabilities=_CAPABILITIES,
    credentials=(CredentialField(name="api_key", required=False),),
    match=parser.match,
    parse=parser.parse,
    by_hand=by_hand,
    client=WwebjsClient,
    frames=frames,
    authenticate=authenticate,
    signing_secret="api_key",
    webhook_events=(
        *(WebhookEvent(name, EventGroup.MESSAGES, default=True) for name in _MESSAGES),
        WebhookEvent("message_ack", EventGroup.STATUS, default=True),
        *(WebhookEvent(name, EventGroup.CONNECTION, default=True) for name in _CONNECTION),
        *(WebhookEvent(name, EventGroup.GROUPS, default=True) for name in _GROUPS),
        *(WebhookEvent(name, EventGroup.CONTACTS, default=True) for name in _CHATS),
        WebhookEvent("call", EventGroup.CALLS, default=True),
    ),
)

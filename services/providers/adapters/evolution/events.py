"""Every event name of Evolution's webhook and socket lists, and which of them are wanted (dossier §3.0)."""

from services.providers.base import EventGroup, WebhookEvent

_G = EventGroup

# the huge (…_SET) and the noisy (CHATS_UPDATE) are off; MESSAGES_EDITED would hold up the server's whole
# queue while we are away (dossier §0.11), the client adds it where nothing else tells of edits
EVENTS = (
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

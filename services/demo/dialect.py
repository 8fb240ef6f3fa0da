"""Evolution API v2's own words: envelopes, rows, answers and refusals, as real servers send them."""

import base64
import binascii
import io
import mimetypes
from datetime import UTC, datetime
from typing import Any

from services.demo.state import Instance, Stored

VERSION = "2.3.7"
EVENTS = (
    "APPLICATION_STARTUP", "QRCODE_UPDATED", "MESSAGES_SET", "MESSAGES_UPSERT", "MESSAGES_EDITED",
    "MESSAGES_UPDATE", "MESSAGES_DELETE", "SEND_MESSAGE", "SEND_MESSAGE_UPDATE", "CONTACTS_SET",
    "CONTACTS_UPSERT", "CONTACTS_UPDATE", "PRESENCE_UPDATE", "CHATS_SET", "CHATS_UPSERT", "CHATS_UPDATE",
    "CHATS_DELETE", "GROUPS_UPSERT", "GROUP_UPDATE", "GROUP_PARTICIPANTS_UPDATE", "CONNECTION_UPDATE",
    "LABELS_EDIT", "LABELS_ASSOCIATION", "CALL", "TYPEBOT_START", "TYPEBOT_CHANGE_STATUS",
    "REMOVE_INSTANCE", "LOGOUT_INSTANCE", "INSTANCE_CREATE", "INSTANCE_DELETE", "STATUS_INSTANCE",
)  # fmt: skip
"""The names that this version knows."""


def welcome(base_url: str) -> dict[str, Any]:
    """``GET /``."""
    return {
        "status": 200,
        "message": "Welcome to the Evolution API, it is working!",
        "version": VERSION,
        "clientName": "evolution_exchange",
        "manager": f"{base_url}/manager",
        "documentation": "https://doc.evolution-api.com",
        "whatsappWebVersion": "2.3000.1029984722",
    }


def refusal(status: int, message: Any) -> dict[str, Any]:
    """An error body."""
    names = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
    return {
        "status": status,
        "error": names.get(status, "Internal Server Error"),
        "response": {"message": message},
    }


def envelope(instance: Instance, event: str, data: Any, server_url: str, now: datetime) -> dict[str, Any]:
    """A webhook's body; ``now`` is the server's wall clock, written with Evolution's false Z."""
    body: dict[str, Any] = {"event": event, "instance": instance.name, "data": data}
    body["destination"] = (instance.webhook or {}).get("url", "")
    body["date_time"] = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
    if instance.linked_before:
        body["sender"] = instance.own_jid
    body["server_url"] = server_url
    body["apikey"] = instance.token
    return body


def qr_object(instance: Instance) -> dict[str, Any]:
    """The QR as connect answers it."""
    import segno  # for the demo alone

    image = io.BytesIO()
    segno.make_qr(instance.qr_code, error="l").save(image, kind="png", scale=5, border=2)
    return {
        "pairingCode": instance.pairing_code,
        "code": instance.qr_code,
        "base64": "data:image/png;base64," + base64.b64encode(image.getvalue()).decode("ascii"),
        "count": instance.qr_count,
    }


def state_of(instance: Instance) -> dict[str, Any]:
    """``connectionState``."""
    return {"instance": {"instanceName": instance.name, "state": instance.state}}


def instance_row(instance: Instance) -> dict[str, Any]:
    """A row of ``fetchInstances``."""
    linked = instance.state == "open"
    return {
        "id": instance.id,
        "name": instance.name,
        "connectionStatus": instance.state,
        "ownerJid": instance.own_jid if instance.linked_before else None,
        "profileName": instance.profile_name if linked else None,
        "profilePicUrl": None,
        "integration": "WHATSAPP-BAILEYS",
        "number": None,
        "businessId": None,
        "token": instance.token,
        "clientName": "evolution_exchange",
        "disconnectionReasonCode": instance.reason_code,
        "disconnectionObject": None,
        "disconnectionAt": None,
        "_count": {"Message": len(instance.messages), "Contact": len(instance.names), "Chat": 0},
    }


def webhook_row(instance: Instance) -> dict[str, Any] | None:
    """``webhook/find``."""
    if instance.webhook is None:
        return None
    told = instance.webhook
    return {
        "id": "cmio7wh0000006v7d3pitwt4y",
        "url": told.get("url", ""),
        "headers": told.get("headers"),
        "enabled": bool(told.get("enabled")),
        "events": list(told.get("events", [])),
        "webhookByEvents": bool(told.get("byEvents")),
        "webhookBase64": bool(told.get("base64")),
        "instanceId": instance.id,
    }


def upsert(
    instance: Instance,
    *,
    jid: str,
    message_id: str,
    message: dict[str, Any],
    at: int,
    from_me: bool,
    name: str | None,
    source: str,
    status: str | None,
    context: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The ``data`` of messages.upsert and send.message; ``at`` in seconds."""
    kind = next((k for k in message if k == "conversation" or "Message" in k), "unknown")
    key: dict[str, Any] = {"remoteJid": jid, "fromMe": from_me, "id": message_id}
    if not (from_me and source == "web"):
        key |= {"participant": "", "addressingMode": "pn"}
    data: dict[str, Any] = {"key": key, "pushName": "Você" if from_me else name, "status": status}
    if status is None:
        del data["status"]
    data["message"] = message
    if context is not None:
        data["contextInfo"] = {"mentionedJid": [], "groupMentions": [], **context}
    return data | {
        "messageType": kind,
        "messageTimestamp": at,
        "instanceId": instance.id,
        "source": source,
    }


def update(stored: Stored, status: str, instance: Instance) -> dict[str, Any]:
    """The ``data`` of messages.update."""
    return {
        "keyId": stored.id,
        "remoteJid": stored.jid,
        "fromMe": bool(stored.data["key"]["fromMe"]),
        "status": status,
        "instanceId": instance.id,
        "messageId": stored.row_id,
    }


def database_row(stored: Stored) -> dict[str, Any]:
    """A record of ``findMessages``: no status of its own, its ticks as rows."""
    kept = {k: v for k, v in stored.data.items() if k not in ("status", "base64")}
    return {
        "id": stored.row_id,
        **kept,
        "contextInfo": stored.data.get("contextInfo"),
        "MessageUpdate": [{"status": status} for status in stored.statuses],
    }


def chat_row(instance: Instance, jid: str, last: Stored) -> dict[str, Any]:
    """A row of ``findChats``."""
    at = datetime.fromtimestamp(int(last.data["messageTimestamp"]), UTC)
    return {
        "id": "cm" + jid.partition("@")[0],
        "remoteJid": jid,
        "pushName": instance.names.get(jid),
        "profilePicUrl": None,
        "updatedAt": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lastMessage": database_row(last),
        "unreadCount": None,
        "isSaved": True,
    }


def media_answer(stored: Stored) -> dict[str, Any]:
    """``getBase64FromMediaMessage``."""
    kind = str(stored.data["messageType"])
    inner = stored.data["message"].get(kind, {})
    mime = str(inner.get("mimetype", "application/octet-stream"))
    extension = mimetypes.guess_extension(mime.partition(";")[0]) or ""
    data = stored.file or b""
    return {
        "mediaType": kind,
        "fileName": inner.get("fileName") or f"{stored.id}{extension}",
        "caption": inner.get("caption"),
        "size": {"fileLength": long(len(data))},
        "mimetype": mime,
        "base64": base64.b64encode(data).decode("ascii"),
        "buffer": None,
    }


def long(value: int) -> dict[str, Any]:
    """A 64-bit number as this version writes it."""
    return {"low": value & 0xFFFFFFFF, "high": value >> 32, "unsigned": True}


def seconds(text: str) -> int:
    """A moment of a query."""
    return int(datetime.fromisoformat(text).timestamp())


def decoded(value: Any) -> bytes | None:
    """Raw base64 without ``data:`` prefix, as the server wants it; None for anything else."""
    if not isinstance(value, str) or value.startswith("data:"):
        return None
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        return None

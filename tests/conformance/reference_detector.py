"""The detector of the others dossier (§7.3), as an oracle for ours."""

from typing import Any

WPP = {
    "onmessage", "onselfmessage", "onanymessage", "onack", "qrcode", "phoneCode", "status-find", "onpresencechanged",
    "onreactionmessage", "onrevokedmessage", "onpollresponse", "onupdatelabel", "incomingcall", "location",
    "onparticipantschanged", "unreadmessages", "closesession", "logoutsession",
}  # fmt: skip
MC = {"connection", "disconnection", "message", "presence", "message_status", "instanceStatus", "qrCode"}
NIO = {"reaction", "message_deleted", "delivery_status", "read_status"}
WUZ = {"Message", "ReadReceipt", "Presence", "HistorySync", "ChatPresence"}


def detect(body: Any, headers: Any = None) -> tuple[str, int]:
    """(provider, confidence 0..3); ``headers`` have lower-case names."""
    h = headers or {}
    if not isinstance(body, dict):
        return "unknown", 0
    ev, data, inst = body.get("event"), body.get("data"), body.get("instance")
    s = isinstance(ev, str)
    d = data if isinstance(data, dict) else {}
    if body.get("object") == "whatsapp_business_account" and isinstance(body.get("entry"), list):
        return "meta", 3
    if isinstance(body.get("EventType"), str):
        return "uazapi", 3
    if isinstance(body.get("type"), str) and body["type"] in WUZ and isinstance(ev, dict):
        return "wuzapi", 2
    if isinstance(body.get("dataType"), str) and "sessionId" in body:
        return "wwebjs", 3
    if str(body.get("type", "")).endswith("Callback") and "instanceId" in body:
        return "zapi", 3
    if s and ev.startswith("webhook") and "instanceId" in body:
        return "wapi", 3
    tokened = "instanceToken" in body or "instanceName" in body
    if s and ev[:1].isupper() and not ev.isupper() and tokened and isinstance(data, dict):
        return "evolution_go", 3
    if s and isinstance(inst, dict) and isinstance(data, (dict, list)):
        return "codechat", 3
    if s and isinstance(inst, str) and data is not None:
        if {"server_url", "apikey", "date_time", "destination"} & body.keys():
            return "evolution", 3
        if "messageid" in d or "chatid" in d:
            return "uazapi", 2
        if "key" in d or "." in ev or (ev.isupper() and "_" in ev):
            return "evolution", 2
    if s and isinstance(body.get("payload"), dict):
        if "device_id" in body:
            return "gowa", 3
        if "session" in body:
            return "waha", 3
    lists = isinstance(body.get("messages"), list) or isinstance(body.get("statuses"), list)
    if "channel_id" in body and (lists or isinstance(ev, dict)):
        return "whapi", 2
    if s and "session" in body and ev in WPP:
        return "wppconnect", 3
    key = body.get("key") if isinstance(body.get("key"), dict) else d.get("key")
    if isinstance(key, dict) and "remoteJid" in key and ({"instanceId", "cliente_id", "msgContent"} & body.keys()):
        return "betzap", 2
    if "instanceId" in body:
        if s and ev in MC:
            return "multichat", 3
        if "connectionStatus" in body:
            return "multichat", 2
        if not s and "moment" in body and ("msgContent" in body or "status" in body):
            return "wapi", 2
        if not s and ({"qrCode", "connection"} & body.keys()):
            return "betzap", 1
        if "msgContent" in body and ("sender" in body or "chat" in body):
            return "wapi", 1
    if s and ev in NIO and "message_id" in d:
        return "niochat", 3
    if ev == "message" and isinstance(d.get("message"), dict):
        m = d["message"]
        if "direction" in m:
            return "chatwhatsapp", 3
        if "message_type" in m:
            return "niochat", 3
        if str(m.get("from", "")).startswith("+"):
            return "niochat", 1
        if "timestamp" in body:
            return "chatwhatsapp", 1
    if ev == "status" and ({"connected", "authenticated", "error", "qrAvailable"} & d.keys()):
        return "chatwhatsapp", 2
    if ev == "qr" and "qr" in d:
        return "chatwhatsapp", 2
    if "x-quepasa-wid" in h or ("fromme" in body and isinstance(body.get("chat"), dict)):
        return "quepasa", 2
    return "unknown", 0

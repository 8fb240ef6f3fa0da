"""The sends of the simulated server: text, files, places, contacts, polls, reactions, edits, deletions."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from services.demo import dialect
from services.demo.state import Instance, server_message_id

if TYPE_CHECKING:
    from services.demo.gateway import Server

Content = tuple[dict[str, Any], bytes | None]
_MEDIA = {
    "image": ("imageMessage", "image/jpeg"),
    "video": ("videoMessage", "video/mp4"),
    "audio": ("audioMessage", "audio/mpeg"),
    "document": ("documentMessage", "application/octet-stream"),
}


def exists(jid: str) -> bool:
    """Numbers with eight zeros at their end are the ones that WhatsApp does not know."""
    return not jid.partition("@")[0].endswith("00000000")


class Refused(Exception):
    """A bad body, in the server's words."""


def _text(body: dict[str, Any]) -> Content:
    if not body.get("text"):
        raise Refused('instance requires property "text"')
    return {"conversation": body["text"]}, None


def _media(body: dict[str, Any]) -> Content:
    kind, mime = _MEDIA.get(str(body.get("mediatype")), ("", ""))
    data = dialect.decoded(body.get("media"))
    if not kind or data is None:
        raise Refused("Owned media must be a url or base64")
    inner: dict[str, Any] = {"mimetype": body.get("mimetype") or mime, "fileLength": dialect.long(len(data))}
    if body.get("caption"):
        inner["caption"] = body["caption"]
    if kind == "documentMessage":
        inner["fileName"] = body.get("fileName")
    return {kind: inner}, data


def _voice(body: dict[str, Any]) -> Content:
    data = dialect.decoded(body.get("audio"))
    if data is None:
        raise Refused("Owned media must be a url or base64")
    inner = {"mimetype": "audio/ogg; codecs=opus", "ptt": True, "fileLength": dialect.long(len(data))}
    return {"audioMessage": inner}, data


def _sticker(body: dict[str, Any]) -> Content:
    data = dialect.decoded(body.get("sticker"))
    if data is None:
        raise Refused("Owned media must be a url or base64")
    return {"stickerMessage": {"mimetype": "image/webp", "fileLength": dialect.long(len(data))}}, data


def _location(body: dict[str, Any]) -> Content:
    if not all(body.get(name) for name in ("latitude", "longitude", "name", "address")):
        raise Refused('instance requires property "name"')
    return {
        "locationMessage": {
            "degreesLatitude": body["latitude"],
            "degreesLongitude": body["longitude"],
            "name": body["name"],
            "address": body["address"],
        }
    }, None


def _contact(body: dict[str, Any]) -> Content:
    cards = [
        {
            "displayName": card.get("fullName"),
            "vcard": "BEGIN:VCARD\nVERSION:3.0\n"
            f"FN:{card.get('fullName')}\nTEL;waid={card.get('wuid', '')}:{card.get('phoneNumber')}\nEND:VCARD",
        }
        for card in body.get("contact") or []
    ]
    if not cards:
        raise Refused('instance requires property "contact"')
    if len(cards) == 1:
        return {"contactMessage": cards[0]}, None
    return {"contactsArrayMessage": {"displayName": f"{len(cards)} contatos", "contacts": cards}}, None


def _poll(body: dict[str, Any]) -> Content:
    values = body.get("values") or []
    if not body.get("name") or not 2 <= len(values) <= 10:
        raise Refused('instance requires property "values"')
    return {
        "pollCreationMessage": {
            "name": body["name"],
            "options": [{"optionName": value} for value in values],
            "selectableOptionsCount": body.get("selectableCount", 0),
        }
    }, None


def _send(content: Callable[[dict[str, Any]], Content]) -> Callable[..., Awaitable[web.Response]]:
    async def call(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
        number = str(body.get("number") or "")
        jid = number if "@" in number else f"{number}@s.whatsapp.net"
        try:
            if not number:
                raise Refused('instance requires property "number"')
            message, file = content(body)
        except Refused as error:
            return _refuse(400, [[str(error)]])
        if instance.state != "open":
            return _refuse(500, "Connection Closed")
        if not exists(jid):
            return _refuse(400, [{"jid": jid, "exists": False, "number": number.partition("@")[0]}])
        stored, aftermath = server.take(instance, jid, message, file=file, context=_quoted(instance, body))
        if server.behaviour.acks_first:
            await aftermath()
        else:
            server.spawn(aftermath())
        return web.json_response(stored.data, status=201)

    return call


def _quoted(instance: Instance, body: dict[str, Any]) -> dict[str, Any] | None:
    quoted = body.get("quoted") or {}
    wanted = str((quoted.get("key") or {}).get("id") or "")
    if not wanted:
        return None
    known = instance.messages.get(wanted)
    message = known.data["message"] if known else quoted.get("message") or {}
    return {"stanzaId": wanted, "participant": "", "quotedMessage": message}


async def react(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    """``sendReaction``."""
    key = body.get("key") or {}
    if not key.get("id") or "reaction" not in body:
        return _refuse(400, [['instance requires property "key"']])
    if instance.state != "open":
        return _refuse(500, "Connection Closed")
    message = {"reactionMessage": {"key": key, "text": body["reaction"]}}
    data = dialect.upsert(
        instance,
        jid=str(key.get("remoteJid")),
        message_id=server_message_id(),
        message=message,
        at=server.now_s(),
        from_me=True,
        name=None,
        source="web",
        status="PENDING",
    )
    server.post(instance, "send.message", data)
    return web.json_response(data, status=201)


async def edit(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    """``updateMessage``: own messages only."""
    key = body.get("key") or {}
    stored = instance.messages.get(str(key.get("id")))
    if stored is None or not stored.data["key"]["fromMe"]:
        return _refuse(400, ["Message not compatible"])
    stored.data["message"] = {"conversation": body.get("text") or ""}
    told = {
        "key": stored.data["key"],
        "editedMessage": {"extendedTextMessage": {"text": body.get("text")}},
        "timestampMs": server.now_s() * 1000,
        "type": 14,
    }
    server.post(instance, "send.message.update", told)
    return web.json_response(_protocol(server, stored.jid, {**told, "type": "MESSAGE_EDIT"}))


async def revoke(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    """``deleteMessageForEveryone``."""
    stored = instance.messages.pop(str(body.get("id")), None)
    if stored is None:
        return _refuse(400, ["Message not found"])
    server.post(instance, "messages.delete", {**dialect.database_row(stored), "status": "DELETED"})
    answer = _protocol(server, stored.jid, {"key": stored.data["key"], "type": "REVOKE"})
    return web.json_response(answer, status=201)


def _protocol(server: "Server", jid: str, protocol: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": {"remoteJid": jid, "fromMe": True, "id": server_message_id()},
        "message": {"protocolMessage": protocol},
        "messageTimestamp": str(server.now_s()),
        "status": "PENDING",
    }


def _refuse(status: int, message: Any) -> web.Response:
    return web.json_response(dialect.refusal(status, message), status=status)


SENDS: dict[str, Callable[..., Awaitable[web.Response]]] = {
    "sendText": _send(_text),
    "sendMedia": _send(_media),
    "sendWhatsAppAudio": _send(_voice),
    "sendSticker": _send(_sticker),
    "sendLocation": _send(_location),
    "sendContact": _send(_contact),
    "sendPoll": _send(_poll),
    "sendReaction": react,
}
"""By the action in the path."""

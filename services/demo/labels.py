"""The labels of the simulated account: listed, and put on chats as Evolution does it."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from services.demo.state import Instance

if TYPE_CHECKING:
    from services.demo.gateway import Server


async def find(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    """``GET /label/findLabels``."""
    rows = [
        {"color": str(colour), "name": name, "id": label, "predefinedId": label}
        for label, (name, colour) in instance.labels.items()
    ]
    return web.json_response(rows)


async def handle(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    """``POST /label/handleLabel``; the webhook tells of it, too."""
    number, label, action = str(body.get("number")), body.get("labelId"), body.get("action")
    if label not in instance.labels or action not in ("add", "remove"):
        told = {"status": 400, "error": "Bad Request", "response": {"message": ["labelId"]}}
        return web.json_response(told, status=400)
    jid = number if "@" in number else f"{number}@s.whatsapp.net"
    data = {"instance": instance.name, "type": action, "chatId": jid, "labelId": label}
    server.post(instance, "labels.association", data)
    return web.json_response({"numberJid": jid, "labelId": label, action: True})

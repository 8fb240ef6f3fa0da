"""W-API as others.md §3 describes it, over real HTTP on loopback.

It checks what it is sent: the bearer, ``instanceId`` in every query, the form of every body. What it took
is in ``calls`` as (method, path, query without instanceId, body). ``fail`` makes one path answer otherwise.
"""

import base64
import itertools
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "token-inventado"
ACCOUNT = "token-da-conta-inventado"
PRO = "ABC123-DEF456-GHI789"
LITE = "LITE-ABC123-DEF456"
PICTURE = b"\x89PNG\r\n\x1a\n-invented-"
_SENDS: dict[str, tuple[set[str], set[str]]] = {
    "send-text": ({"message"}, {"messageId"}),
    "send-image": ({"image"}, {"caption", "messageId"}),
    "send-video": ({"video"}, {"caption", "messageId"}),
    "send-audio": ({"audio"}, {"messageId"}),
    "send-document": ({"document", "fileName"}, {"extension", "caption", "messageId"}),
    "send-sticker": ({"sticker"}, {"messageId"}),
    "send-location": ({"name", "address", "latitude", "longitude"}, {"messageId"}),
    "send-contact": ({"contactName", "contactPhone"}, {"contactBusinessDescription", "messageId"}),
    "send-contacts": ({"contacts"}, {"messageId"}),
    "send-poll": ({"message", "poll", "pollMaxOptions"}, {"messageId"}),
    "send-button-list": ({"message", "buttons"}, {"messageId"}),
    "send-button-actions": ({"message", "buttonActions"}, {"messageId"}),
    "send-list": ({"title", "description", "buttonText", "footerText", "sections"}, {"messageId"}),
    "send-reaction": ({"reaction", "messageId"}, set()),
    "remove-reaction": ({"messageId"}, set()),
    "edit-message": ({"text", "messageId"}, set()),
    "read-message": ({"messageId"}, set()),
}
_NOT_ON_LITE = {
    "send-sticker", "send-poll", "send-button-list", "send-button-actions", "send-list", "send-reaction",
    "remove-reaction", "edit-message",
}  # fmt: skip
_FILES = {"send-image": "image", "send-video": "video", "send-audio": "audio", "send-document": "document"}
_WEBHOOKS = {
    "connected": "webhookConnectedUrl",
    "disconnected": "webhookDisconnectedUrl",
    "delivery": "webhookDeliveryUrl",
    "received": "webhookReceivedUrl",
    "message-status": "webhookStatusUrl",
    "chat-presence": "webhookPresenceUrl",
}


class BadRequest(Exception):
    """The request is not what the gateway takes."""


@dataclass
class WapiServer:
    """``await start()`` gives the base URL. ``body_name`` is the key it takes a webhook by."""

    instance: str = PRO
    connected: bool = True
    body_name: str = "value"
    picture_by_bytes: bool = False
    chats: list[dict[str, Any]] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_WEBHOOKS.values(), ""))
    files: dict[str, bytes] = field(default_factory=dict)
    fail: dict[str, tuple[int, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    outer: tuple[Any, ...] = ()
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    deleted: bool = False

    def __post_init__(self) -> None:
        self._ids = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application(client_max_size=200 * 1024 * 1024, middlewares=self.outer)
        app.router.add_route("*", "/v1/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}/v1"
        return self.base

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def last(self, path: str) -> Any:
        """The body of the latest call of a path."""
        return next(body for _, name, _, body in reversed(self.calls) if name == path)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/v1")
        if path.startswith("/integrator/"):
            return await self._integrator(request, path.removeprefix("/integrator/"))
        made = self.made.get(request.query.get("instanceId", ""))
        if made is not None and request.headers.get("Authorization") == f"Bearer {made['token']}":
            assert path in ("/instance/status-instance", "/instance/fetch-instance")
            return web.json_response({"error": False, **made})
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": True, "message": "Invalid token"}, status=401)
        if path.startswith("/files/"):
            return web.Response(body=self.files[path.removeprefix("/files/")], content_type="application/pdf")
        query = dict(request.query)
        if query.pop("instanceId", None) != self.instance or self.deleted:
            return web.json_response({"error": True, "message": "Instance not found"}, status=404)
        body = await request.json() if await request.read() else None
        self.calls.append((request.method, path, query, body))
        if path in self.fail:
            status, answer = self.fail[path]
            return web.json_response(answer, status=status)
        try:
            return self._answer(request.method, path, query, body)
        except BadRequest as error:
            self.wrong.append(f"{path}: {error}")
            return web.json_response({"error": True, "message": str(error)}, status=400)

    async def _integrator(self, request: web.Request, verb: str) -> web.Response:
        """The account's calls (others.md §3.2)."""
        if request.headers.get("Authorization") != f"Bearer {ACCOUNT}":
            return web.json_response({"error": True, "message": "Invalid token"}, status=401)
        self.calls.append((request.method, request.path.removeprefix("/v1"), dict(request.query), None))
        match request.method, verb:
            case "GET", "instances":
                own = {"instanceId": self.instance, "instanceName": "Padaria Sol", "token": TOKEN, "connected": True}
                rows = [*([] if self.deleted else [own]), *self.made.values()]
                start = (int(request.query["page"]) - 1) * int(request.query["pageSize"])
                page = rows[start : start + int(request.query["pageSize"])]
                return web.json_response({"error": False, "instances": page, "total": len(rows)})
            case "POST", "create-instance":
                body = await request.json()
                if not {"instanceName", "rejectCalls", "callMessage"} <= body.keys():
                    self.wrong.append(f"create-instance: {sorted(body)}")
                name = f"NEW{next(self._ids):03d}-DEF456-GHI789"
                urls = {field: body.get(field, "") for field in _WEBHOOKS.values()}
                self.made[name] = {
                    "instanceId": name, "instanceName": body["instanceName"], "token": f"tok-{name}",
                    "connected": False, **urls,
                }  # fmt: skip
                told = {"error": False, "message": "ok", "instanceId": name, "token": f"tok-{name}"}
                return web.json_response(told, status=201)
            case "DELETE", "delete-instance":
                gone = request.query["instanceId"]
                self.deleted = self.deleted or gone == self.instance
                self.made.pop(gone, None)
                return web.json_response({"error": False})
        return web.json_response({"error": True, "message": "not here"}, status=404)

    def _answer(self, method: str, path: str, query: dict[str, str], body: Any) -> web.StreamResponse:
        group, _, verb = path.strip("/").partition("/")
        if method == "GET":
            return self._get(path, query)
        if method == "PUT" and verb.startswith("update-webhook-"):
            name = _WEBHOOKS[verb.removeprefix("update-webhook-")]
            if not set(body) <= {"value", "urlWebhook"}:
                raise BadRequest(f"keys {sorted(body)}")
            if self.body_name in body:
                self.urls[name] = body[self.body_name]
            return web.json_response({"error": False, "message": "ok"})
        if method == "DELETE" and path == "/message/delete-message":
            if query.keys() != {"phone", "messageId"} or self._lite():
                raise BadRequest(f"query {sorted(query)}")
            return web.json_response({"error": False})
        if method == "POST" and group == "message" and verb == "download-media":
            return self._download(body)
        if method == "POST" and group == "message":
            return self._send(verb, body)
        if method == "POST" and path == "/chats/send-presence":
            if body.keys() != {"phone", "presence", "delay"} or body["presence"] not in ("composing", "recording"):
                raise BadRequest(str(body))
            return web.json_response({"error": False})
        if method == "POST" and path == "/contacts/modify-blocked":
            if body.keys() != {"phoneNumber", "blockStatus"} or body["blockStatus"] not in ("block", "unblock"):
                raise BadRequest(str(body))
            return web.json_response({"error": False})
        raise BadRequest(f"no {method} here")

    def _lite(self) -> bool:
        return self.instance.startswith("LITE-")

    def _get(self, path: str, query: dict[str, str]) -> web.StreamResponse:
        match path:
            case "/instance/status-instance":
                return web.json_response({"instanceId": self.instance, "connected": self.connected})
            case "/instance/fetch-instance":
                return web.json_response(
                    {"error": False, "instanceId": self.instance, "instanceName": "Padaria Sol",
                     "connected": self.connected, "connectedPhone": "5511940028922", **self.urls}
                )  # fmt: skip
            case "/instance/device":
                return web.json_response(
                    {"connectedPhone": "5511940028922", "lid": "200300400500601@lid", "name": "Padaria Sol",
                     "profilePictureUrl": "https://pps.example.invalid/own.jpg", "isBusiness": True}
                )  # fmt: skip
            case "/instance/qr-code":
                if query.get("image") != "disable":
                    raise BadRequest(f"image {query.get('image')}")
                if self.picture_by_bytes:
                    return web.Response(body=PICTURE, content_type="image/png")
                encoded = base64.b64encode(PICTURE).decode()
                return web.json_response(
                    {"error": False, "instanceId": self.instance, "qrcode": f"data:image/png;base64,{encoded}"}
                )
            case "/instance/pairing-code":
                return web.json_response({"error": False, "pairingCode": f"CODE-{query['phoneNumber'][-4:]}"})
            case "/instance/restart" | "/instance/disconnect":
                self.connected = self.connected and path.endswith("restart")
                return web.json_response({"error": False})
            case "/chats/fetch-chats":
                start, size = (int(query["page"]) - 1) * int(query["perPage"]), int(query["perPage"])
                return web.json_response({"error": False, "chats": self.chats[start : start + size]})
            case "/chats/chat":
                return web.json_response({"error": False, "id": query["phoneNumber"], "name": "Marina"})
            case "/contacts/profile-picture":
                return web.json_response({"error": False, "link": "https://pps.example.invalid/m.jpg"})
            case "/contacts/phone-exists":
                known = query["phoneNumber"].endswith("87650002")
                return web.json_response({"error": False, "exists": known, "outputPhone": "551187650002"})
        raise BadRequest("no GET here")

    def _send(self, verb: str, body: dict[str, Any]) -> web.Response:
        if verb not in _SENDS or (self._lite() and verb in _NOT_ON_LITE):
            raise BadRequest(f"no {verb} here")
        required, optional = _SENDS[verb]
        if not required | {"phone"} <= body.keys() or not body.keys() <= required | optional | {"phone"}:
            raise BadRequest(f"keys {sorted(body)}")
        if not (body["phone"].isdigit() or body["phone"].endswith(("@g.us", "@lid"))):
            raise BadRequest(f"phone {body['phone']}")
        file = _FILES.get(verb)
        if file is not None:
            head, _, data = body[file].partition(";base64,")
            if not head.startswith("data:"):
                raise BadRequest("no data URI")
            base64.b64decode(data, validate=True)
        if verb == "send-location" and not isinstance(body["latitude"], str):
            raise BadRequest("latitude is no string")
        if verb == "read-message":
            return web.json_response({"error": False})
        return web.json_response({"messageId": f"3EB0F{next(self._ids):07d}", "insertedId": "q1"})

    def _download(self, body: dict[str, Any]) -> web.Response:
        if not {"mediaKey", "directPath", "type", "mimetype"} <= body.keys():
            raise BadRequest(f"keys {sorted(body)}")
        name = body["messageId"]
        if name not in self.files:
            return web.json_response({"error": True, "message": "Media expired"}, status=400)
        return web.json_response({"error": False, "fileLink": f"{self.base}/files/{name}"})

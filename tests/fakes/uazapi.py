"""An uazapiGO server on loopback: checks what we send against its documented shapes, and makes its events.

``fault`` makes the next requests fail in a way: ``(status, body[, headers])``, ``html``, ``slow``,
``cut`` (after the request was read).
"""

import asyncio
import base64
import json
from itertools import count

from aiohttp import web

ADMIN = "admin-inventado"
TOKEN = "00000000-1111-2222-3333-444444444444"
OWNER = "5511900000001"
CUSTOMER_JID = "5511900000002@s.whatsapp.net"
QR = "data:image/png;base64,iVBORw0KGgo="
JSON = web.RequestKey("json", dict)

_COMMON = {
    "replyid", "mentions", "readchat", "readmessages", "delay", "forward", "track_source", "track_id", "async"
}  # fmt: skip
_FIELDS = {
    "/send/text": ({"number", "text"}, {"linkPreview"}),
    "/send/media": ({"number", "type", "file"}, {"text", "docName", "mimetype", "thumbnail"}),
    "/send/contact": ({"number", "fullName", "phoneNumber"}, {"organization", "email", "url"}),
    "/send/location": ({"number", "latitude", "longitude"}, {"name", "address"}),
    "/send/menu": ({"number", "type", "text", "choices"}, {"footerText", "listButton", "selectableCount", "imageButton"}),
    "/message/react": ({"number", "text", "id"}, set()),
    "/message/edit": ({"id", "text"}, set()),
    "/message/delete": ({"id"}, set()),
    "/message/markread": ({"id"}, set()),
    "/message/presence": ({"number", "presence"}, {"delay"}),
    "/message/download": (
        {"id"},
        {"return_base64", "return_link", "generate_mp3", "transcribe", "download_quoted"},
    ),
    "/message/find": (set(), {"id", "chatid", "track_source", "track_id", "limit", "offset"}),
    "/chat/find": (set(), {"operator", "sort", "limit", "offset", "wa_isGroup"}),
    "/chat/details": ({"number"}, {"preview"}),
    "/chat/check": ({"numbers"}, set()),
    "/chat/block": ({"number", "block"}, set()),
}  # fmt: skip
_MEDIA = {"image", "video", "document", "audio", "myaudio", "ptt", "ptv", "sticker"}


class FakeUazapi:
    """Start with ``async with``; ``sent`` holds (path, body) of what was accepted, ``problems`` what was wrong."""

    def __init__(self, *, old=False, outer=()):
        self._outer = outer
        self.old = old
        self.instances = {}
        self.hooks = []
        self.sent = []
        self.calls = []
        self.problems = []
        self.faults = []
        self.messages = []
        self.chats = []
        self.files = {}
        self.blocked = set()
        self.on_whatsapp = {"5511900000002": (CUSTOMER_JID, "100200300400501@lid")}
        self.streams = []
        self._ids = count(1)

    async def __aenter__(self):
        app = web.Application(client_max_size=200_000_000, middlewares=[*self._outer, self._gate])
        add = app.router.add_route
        add("POST", "/instance/init" if self.old else "/instance/create", self._create)
        add("GET", "/instance/all", self._all)
        add("POST", "/instance/connect", self._connect)
        add("GET", "/instance/status", self._status)
        add("POST", "/instance/disconnect", self._disconnect)
        add("POST", "/instance/reset", self._reset)
        add("DELETE", "/instance", self._delete)
        add("GET", "/webhook", self._get_hooks)
        add("POST", "/webhook", self._set_hook)
        add("GET", "/sse", self._sse)
        add("GET", "/files/{name}", self._file)
        for path in _FIELDS:
            add("POST", path, self._action)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_):
        await self._runner.cleanup()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    def add_instance(self, name="padaria", token=TOKEN, status="connected"):
        """An instance that lives there already."""
        self.instances[token] = {
            "id": "r0a1b2c3d4e5f60",
            "token": token,
            "status": status,
            "paircode": "",
            "qrcode": "",
            "name": name,
            "profileName": "Padaria Sol Nascente" if status == "connected" else "",
            "profilePicUrl": "",
            "isBusiness": False,
            "plataform": "",
            "systemName": "uazapiGO",
            "owner": OWNER if status == "connected" else "",
            "lastDisconnect": "",
            "lastDisconnectReason": "",
        }
        return self.instances[token]

    def fault(self, *kinds):
        """Let the next requests fail, one kind each (None lets one pass)."""
        self.faults.extend(kinds)

    @web.middleware
    async def _gate(self, request, handler):
        self.calls.append((request.method, request.path))
        body = await request.read()
        if request.path == "/sse" or request.path.startswith("/files/"):
            return await handler(request)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            return await self._fail(request, fault)
        if "Authorization" in request.headers:
            self.problems.append("Authorization is no header of this server")
        admin = request.path in ("/instance/create", "/instance/init", "/instance/all")
        if admin and request.headers.get("admintoken") != ADMIN:
            return web.json_response({"error": "Invalid AdminToken Header"}, status=403)
        if not admin:
            token = request.headers.get("token")
            if not token:
                return web.json_response({"error": "missing token"}, status=401)
            if token not in self.instances:
                return web.json_response({"error": "instance info not found"}, status=401)
        if body:
            request[JSON] = json.loads(body)
        return await handler(request)

    async def _fail(self, request, fault):
        match fault:
            case "html":
                return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
            case "slow":
                await asyncio.sleep(30)
                return web.json_response({})
            case "cut":
                request.transport.close()
                return web.Response()
            case (status, body, *headers):
                return web.json_response(body, status=status, headers=headers[0] if headers else {})
            case _:
                raise AssertionError(fault)

    def _mine(self, request):
        return self.instances[request.headers["token"]]

    async def _create(self, request):
        name = request[JSON]["name"]
        token = f"tok-{next(self._ids)}"
        instance = self.add_instance(name, token, status="disconnected")
        return web.json_response(
            {
                "response": "Instance created successfully",
                "instance": instance,
                "connected": False,
                "loggedIn": False,
                "name": name,
                "token": token,
                "info": "",
            }
        )

    async def _all(self, _):
        return web.json_response(list(self.instances.values()))

    async def _connect(self, request):
        instance = self._mine(request)
        if instance["status"] != "connected":
            phone = request.get(JSON, {}).get("phone")
            instance.update(status="connecting", qrcode="" if phone else QR, paircode="ABCD-1234" if phone else "")
        return web.json_response({**self._told(instance), "instance": instance})

    def _told(self, instance):
        connected = instance["status"] == "connected"
        jid = {"user": OWNER, "agent": 0, "device": 3, "server": "s.whatsapp.net"} if connected else None
        return {"connected": connected, "loggedIn": connected, "jid": jid}

    async def _status(self, request):
        instance = self._mine(request)
        return web.json_response({"instance": instance, "status": self._told(instance)})

    def scanned(self, token=TOKEN):
        """The phone has scanned the QR."""
        self.instances[token].update(
            status="connected", qrcode="", paircode="", owner=OWNER, profileName="Padaria Sol Nascente"
        )

    async def _disconnect(self, request):
        instance = self._mine(request)
        instance.update(status="disconnected", lastDisconnectReason="401: logged out", qrcode="", paircode="")
        return web.json_response({"instance": instance, "response": "Disconnected"})

    async def _reset(self, request):
        return web.json_response({"response": "Instance reset started", "resetting": True})

    async def _delete(self, request):
        self.instances.pop(request.headers["token"])
        return web.json_response({"response": "Instance Deleted"})

    async def _get_hooks(self, _):
        return web.json_response(self.hooks)

    async def _set_hook(self, request):
        body = dict(request[JSON])
        action, hook_id = body.pop("action", None), body.pop("id", None)
        known = {"enabled", "url", "events", "excludeMessages", "addUrlEvents", "addUrlTypesMessages"}
        if body.keys() - known or not isinstance(body.get("events"), list):
            return self._wrong("webhook fields")
        match action:
            case None:
                self.hooks = [{"id": self.hooks[0]["id"] if self.hooks else "h1", **body}]
            case "add":
                self.hooks.append({"id": f"h{next(self._ids) + 100}", **body})
            case "update":
                if hook_id not in [h["id"] for h in self.hooks]:
                    return web.json_response({"error": "Invalid action"}, status=400)
                self.hooks = [{"id": hook_id, **body} if h["id"] == hook_id else h for h in self.hooks]
        return web.json_response(self.hooks)

    def _wrong(self, text):
        self.problems.append(text)
        return web.json_response({"error": "Invalid payload"}, status=400)

    async def _action(self, request):
        path, body = request.path, request[JSON]
        needed, allowed = _FIELDS[path]
        if needed - body.keys():
            return self._wrong(f"{path} without {sorted(needed - body.keys())}")
        extra = body.keys() - needed - allowed - (_COMMON if path.startswith("/send/") else set())
        if extra:
            return self._wrong(f"{path} with {sorted(extra)}")
        number = body.get("number", "")
        if "number" in body and not (number.isdigit() or number.endswith(("@g.us", "@lid"))):
            return self._wrong(f"{path} number")
        if "{{" in str(body.get("text", "")):
            return self._wrong("a placeholder would be filled in")
        if self._mine(request)["status"] != "connected":
            return web.json_response({"error": "No session"}, status=500)
        return getattr(self, "_" + path.strip("/").replace("/", "_"), self._take)(path, body)

    def _take(self, path, body):
        self.sent.append((path, body))
        message_id = f"3EB0FAKE{next(self._ids):08d}"
        return web.json_response(
            {
                "id": f"{OWNER}:{message_id}",
                "messageid": message_id,
                "chatid": f"{body.get('number')}@s.whatsapp.net",
                "fromMe": True,
                "messageTimestamp": 1772447760000,
                "status": "Pending",
                "track_id": body.get("track_id", ""),
                "error": "",
                "response": {"status": "success", "message": "sent"},
            }
        )

    def _send_media(self, path, body):
        if body["type"] not in _MEDIA:
            return self._wrong("media type")
        base64.b64decode(body["file"], validate=True)
        return self._take(path, body)

    def _send_menu(self, path, body):
        if body["type"] not in ("button", "list", "poll") or not body["choices"]:
            return self._wrong("menu")
        parts = 1 if body["type"] == "poll" else 3
        if any(choice.count("|") >= parts for choice in body["choices"]):
            return self._wrong("a bar inside a label")
        return self._take(path, body)

    def _message_markread(self, path, body):
        self.sent.append((path, body))
        results = [{"message_id": i, "status": "success"} for i in body["id"]]
        return web.json_response({"results": results})

    def _message_presence(self, path, body):
        self.sent.append((path, body))
        return web.json_response({"response": "Chat presence sent successfully"})

    def _message_download(self, _path, body):
        if body["id"] not in self.files:
            return web.json_response({"error": "Message not found"}, status=404)
        data, mime = self.files[body["id"]]
        if data is None:
            return web.json_response({"base64Data": base64.b64encode(b"dentro").decode(), "mimetype": mime})
        return web.json_response({"fileURL": f"{self.base_url}/files/{body['id']}", "mimetype": mime})

    async def _file(self, request):
        found = self.files.get(request.match_info["name"])
        if found is None:
            return web.Response(status=404, text="gone")
        if "token" in request.headers:
            self.problems.append("the token went to a public file")
        return web.Response(body=found[0], content_type=found[1])

    def _message_find(self, _path, body):
        chosen = [m for m in self.messages if m["chatid"] == body.get("chatid")]
        chosen.sort(key=lambda m: -m["messageTimestamp"])
        offset, limit = body.get("offset", 0), body.get("limit", 100)
        page = chosen[offset : offset + limit]
        more = offset + limit < len(chosen)
        return web.json_response(
            {
                "returnedMessages": len(page),
                "messages": page,
                "limit": limit,
                "offset": offset,
                "nextOffset": offset + len(page),
                "hasMore": more,
            }
        )

    def _chat_find(self, _path, body):
        if body.get("sort") != "-wa_lastMsgTimestamp":
            return self._wrong("sort")
        chats = sorted(self.chats, key=lambda c: -c["wa_lastMsgTimestamp"])
        return web.json_response({"chats": chats[body["offset"] : body["offset"] + body["limit"]]})

    def _chat_details(self, _path, body):
        found = next((c for c in self.chats if c["wa_chatid"].startswith(body["number"])), {})
        return web.json_response(found)

    def _chat_check(self, _path, body):
        told = []
        for number in body["numbers"]:
            jid, lid = self.on_whatsapp.get(number, ("", ""))
            told.append({"query": number, "jid": jid, "lid": lid, "isInWhatsapp": bool(jid), "verifiedName": ""})
        return web.json_response(told)

    def _chat_block(self, _path, body):
        (self.blocked.add if body["block"] else self.blocked.discard)(body["number"])
        return web.json_response({"response": "ok", "blockList": sorted(self.blocked)})

    async def _sse(self, request):
        if request.query.get("token") not in self.instances:
            return web.json_response({"error": "Invalid token"}, status=401)
        self.calls.append(("SSE", request.query["events"]))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for piece in self.streams.pop(0) if self.streams else ():
            await response.write(piece)
        return response


def event(kind, **payload):
    """A webhook body as the server posts it."""
    return {
        "BaseUrl": "https://padaria.uazapi.com",
        "EventType": kind,
        "instanceName": "padaria",
        "owner": OWNER,
        "token": TOKEN,
        **payload,
    }


def message(message_id, text, *, at=1_772_447_700_000, from_me=False, **more):
    """A text message object, as in events and in ``/message/find``."""
    return {
        "id": f"{OWNER}:{message_id}",
        "messageid": message_id,
        "chatid": CUSTOMER_JID,
        "sender": "100200300400501@lid",
        "sender_pn": CUSTOMER_JID,
        "senderName": "Marina Prado",
        "fromMe": from_me,
        "isGroup": False,
        "messageTimestamp": at,
        "messageType": "Conversation",
        "type": "text",
        "text": text,
        "content": text,
        **more,
    }

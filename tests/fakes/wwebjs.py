"""A whatsapp-web.js server (wwebjs-api) as others.md §5 describes it: REST and WebSocket over real HTTP.

It checks what it is sent: the key, the session's name, the form of every body. What it took is in
``calls``. ``fail`` makes one path answer with a status and a body; ``older`` leaves out what whatsapp-api lacks.
"""

import asyncio
import base64
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

KEY = "chave-inventada"
OWN = "5511940028922@c.us"
_FORMS: dict[str, tuple[set[str], set[str]]] = {
    "/client/sendMessage": ({"chatId", "contentType", "content"}, {"options"}),
    "/client/sendSeen": ({"chatId"}, set()),
    "/client/getContactById": ({"contactId"}, set()),
    "/client/getChatById": ({"chatId"}, set()),
    "/client/getProfilePicUrl": ({"contactId"}, set()),
    "/client/getNumberId": ({"number"}, set()),
    "/client/getContactLidAndPhone": ({"userIds"}, set()),
    "/contact/block": ({"contactId"}, set()),
    "/contact/unblock": ({"contactId"}, set()),
    "/chat/sendStateTyping": ({"chatId"}, set()),
    "/chat/sendStateRecording": ({"chatId"}, set()),
    "/chat/clearState": ({"chatId"}, set()),
    "/chat/fetchMessages": ({"chatId", "searchOptions"}, set()),
    "/message/react": ({"chatId", "messageId", "reaction"}, set()),
    "/message/edit": ({"chatId", "messageId", "content"}, {"options"}),
    "/message/delete": ({"chatId", "messageId", "everyone"}, {"clearMedia"}),
    "/message/forward": ({"chatId", "messageId", "destinationChatId"}, set()),
    "/message/downloadMedia": ({"chatId", "messageId"}, set()),
    "/message/downloadMediaAsData": ({"chatId", "messageId"}, set()),
    "/session/requestPairingCode": ({"phoneNumber"}, {"showNotification"}),
}
_OPTIONS = {
    "quotedMessageId", "ignoreQuoteErrors", "caption", "sendAudioAsVoice", "sendMediaAsDocument",
    "sendMediaAsSticker", "mentions", "sendSeen",
}  # fmt: skip
_CONTENTS: dict[str, set[str]] = {
    "MessageMedia": {"mimetype", "data", "filename", "filesize"},
    "Location": {"latitude", "longitude", "description"},
    "Poll": {"pollName", "pollOptions", "options"},
}
_CHAT = re.compile(r"^[\d-]+@(c\.us|g\.us|lid)$")
_BARE_ID = re.compile(r"^[0-9A-Za-z]+$")


class BadRequest(Exception):
    """The request is not what the server's code takes."""


@dataclass
class WwebjsServer:
    """``await start()`` gives the base URL. ``sessions`` maps a name to WhatsApp Web's state word."""

    key: str | None = KEY
    older: bool = False
    socket: bool = True
    sessions: dict[str, str] = field(default_factory=dict)
    qr: str | None = None
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    chats: list[dict[str, Any]] = field(default_factory=list)
    fail: dict[str, tuple[int, Any]] = field(default_factory=dict)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    outer: tuple[Any, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = itertools.count(1)
        self._listeners: list[web.WebSocketResponse] = []
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        app = web.Application(client_max_size=200 * 1024 * 1024, middlewares=self.outer)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        for listener in self._listeners:
            await listener.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def last(self, path: str) -> Any:
        """The body of the latest call of a path."""
        return next(body for name, body in reversed(self.calls) if name == path)

    async def push(self, data_type: str, data: Any = None) -> None:
        """An event to all who listen."""
        body = {"dataType": data_type, "sessionId": "padaria"}
        for listener in self._listeners:
            await listener.send_json(body if data is None else {**body, "data": data})

    async def listening(self) -> None:
        """Return when somebody listens."""
        async with asyncio.timeout(5):
            while not self._listeners:
                await asyncio.sleep(0.01)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._upgrade(request)
        if request.path == "/ping":
            return web.json_response({"success": True, "message": "pong"})
        if self.key is not None and request.headers.get("x-api-key") != self.key:
            return web.json_response({"success": False, "error": "Invalid API key"}, status=403)
        if request.path == "/session/getSessions" and not self.older:
            return web.json_response({"success": True, "result": list(self.sessions)})
        path, _, session = request.path.rpartition("/")
        if not re.match(r"^[\w-]+$", session):
            error = "Session should be alphanumerical or -"
            return web.json_response({"success": False, "error": error}, status=422)
        body = await request.json() if request.method == "POST" else None
        self.calls.append((path, body))
        if path in self.fail:
            status, answer = self.fail[path]
            return web.json_response(answer, status=status)
        try:
            return await self._answer(request.method, path, session, body)
        except BadRequest as error:
            self.wrong.append(f"{path}: {error}")
            return web.json_response({"success": False, "error": str(error)}, status=400)

    async def _upgrade(self, request: web.Request) -> web.StreamResponse:
        # without a base path the maintained server listens at //ws/ only; others hang up
        if not self.socket or not request.raw_path.startswith("//ws/"):
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._listeners.append(socket)
        async for frame in socket:
            if frame.type is WSMsgType.ERROR:
                break
        self._listeners.remove(socket)
        return socket

    async def _answer(self, method: str, path: str, session: str, body: Any) -> web.StreamResponse:
        if path.startswith("/session/") and method == "GET":
            return self._session(path.rpartition("/")[2], session)
        if path in ("/client/getChats", "/client/getClassInfo") and method == "GET":
            self._need_connected(session)
            info = {"wid": {"_serialized": OWN, "user": OWN[:-5]}, "pushname": "Padaria Sol"}
            answer = {"chats": self.chats} if path.endswith("Chats") else {"sessionInfo": info}
            return web.json_response({"success": True, **answer})
        if method != "POST" or path not in _FORMS or (self.older and path.endswith("AsData")):
            return web.Response(status=404, text=f"<pre>Cannot {method} {path}</pre>", content_type="text/html")
        required, optional = _FORMS[path]
        if not required <= body.keys() or not body.keys() <= required | optional:
            raise BadRequest(f"keys {sorted(body)}")
        if path == "/session/requestPairingCode":
            if session not in self.sessions:
                return web.json_response({"success": False, "message": "session_not_found"})
            return web.json_response({"success": True, "result": "ABCD1234"})
        missing = self._need_connected(session)
        if missing is not None:
            return missing
        for name in ("chatId", "contactId", "destinationChatId"):
            if name in body and not _CHAT.match(body[name]):
                raise BadRequest(f"{name} {body[name]}")
        if path.startswith("/message/") and not _BARE_ID.match(body["messageId"]):
            raise BadRequest(f"messageId {body['messageId']}")
        return self._call(path, body)

    def _need_connected(self, session: str) -> web.Response | None:
        state = self.sessions.get(session)
        if state == "CONNECTED":
            return None
        error = "session_not_found" if state is None else "session_not_connected"
        return web.json_response({"success": False, "error": error}, status=404)

    def _session(self, verb: str, session: str) -> web.Response:
        state = self.sessions.get(session)
        if verb == "start":
            if state is not None:
                error = f"Session already exists for: {session}"
                return web.json_response({"success": False, "error": error}, status=422)
            self.sessions[session] = "UNPAIRED"
            return web.json_response({"success": True, "message": "Session initiated successfully"})
        if state is None:
            return web.json_response({"success": False, "state": None, "message": "session_not_found"})
        if verb == "status":
            connected = state == "CONNECTED"
            message = "session_connected" if connected else "session_not_connected"
            return web.json_response({"success": connected, "state": state, "message": message})
        if verb == "qr":
            if self.qr is None:
                return web.json_response(
                    {"success": False, "message": "qr code not ready or already scanned"}
                )
            return web.json_response({"success": True, "qr": self.qr})
        if verb == "terminate":
            del self.sessions[session]
            return web.json_response({"success": True, "message": "Logged out successfully"})
        if verb == "restart":
            return web.json_response({"success": True, "message": "Restarted successfully"})
        return web.Response(status=404, text="<pre>Cannot GET</pre>", content_type="text/html")

    def _call(self, path: str, body: dict[str, Any]) -> web.StreamResponse:
        answer: dict[str, Any] = {"success": True}
        match path:
            case "/client/sendMessage":
                answer["message"] = self._sent(body)
            case "/message/edit":
                answer["message"] = {"id": {"id": body["messageId"]}, "body": body["content"]}
            case "/chat/fetchMessages":
                rows = sorted(self.messages.get(body["chatId"], []), key=lambda row: row["timestamp"])
                answer["messages"] = rows[-body["searchOptions"]["limit"] :]
            case "/client/getContactById":
                answer["contact"] = {
                    "id": {"_serialized": body["contactId"]}, "name": "Marina", "pushname": "Marina Prado",
                }  # fmt: skip
            case "/client/getChatById":
                answer["chat"] = {"id": {"_serialized": body["chatId"]}, "name": "Fornecedores"}
            case "/client/getProfilePicUrl":
                answer["result"] = "https://pps.example.invalid/m.jpg"
            case "/client/getContactLidAndPhone":
                answer["data"] = [{"lid": "100200300400501@lid", "pn": body["userIds"][0]}]
            case "/client/getNumberId":
                found = {"server": "c.us", "user": "551187650002", "_serialized": "551187650002@c.us"}
                answer["result"] = found if body["number"].endswith("87650002") else None
            case "/message/downloadMediaAsData" | "/message/downloadMedia":
                return self._file(path, body)
            case _:
                answer["result"] = True
        return web.json_response(answer)

    def _file(self, path: str, body: dict[str, Any]) -> web.Response:
        data = self.files.get(body["messageId"])
        if data is None:
            return web.json_response({"success": False, "error": "Message media not found"}, status=500)
        if path.endswith("AsData"):
            headers = {"Content-Disposition": "attachment; filename=pedido.pdf"}
            return web.Response(body=data, content_type="application/pdf", headers=headers)
        encoded = base64.b64encode(data).decode()
        media = {"mimetype": "application/pdf", "data": encoded, "filename": "pedido.pdf", "filesize": len(data)}
        return web.json_response({"success": True, "messageMedia": media})

    def _sent(self, body: dict[str, Any]) -> dict[str, Any]:
        kind, content, options = body["contentType"], body["content"], body.get("options", {})
        if not options.keys() <= _OPTIONS:
            raise BadRequest(f"options {sorted(options)}")
        if kind == "string":
            if not isinstance(content, str) or not content:
                raise BadRequest("content is no text")
        elif kind not in _CONTENTS or not content.keys() <= _CONTENTS[kind]:
            raise BadRequest(f"content of {kind}")
        if kind == "MessageMedia":
            base64.b64decode(content["data"], validate=True)
        quoted = options.get("quotedMessageId")
        if quoted is not None and not re.match(r"^(true|false)_[^_]+@[^_]+_[0-9A-Za-z]+(_\S+)?$", quoted):
            raise BadRequest(f"quotedMessageId {quoted}")
        stanza_id = f"3EB0F{next(self._ids):07d}"
        key = {
            "fromMe": True, "remote": body["chatId"], "id": stanza_id,
            "_serialized": f"true_{body['chatId']}_{stanza_id}",
        }  # fmt: skip
        return {"id": key, "ack": 1, "body": str(content)[:50], "fromMe": True, "timestamp": 1772447700}

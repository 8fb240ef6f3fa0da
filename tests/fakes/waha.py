"""A WAHA server as the waha dossier describes it: REST, webhooks, ``/ws``, files; over real HTTP on loopback.

It checks what it is sent (the key, the session's status, the form of each body) and answers as the four
engines do. ``fail_next`` makes one request go wrong. Bodies it took are in ``requests``.
"""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import aiohttp
from aiohttp import web

ME = {"id": "5511940028922@c.us", "pushName": "Padaria Sol", "lid": "201954873016642@lid"}
QR_PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n-invented-").decode()
EVENTS = (
    "session.status", "message", "message.any", "message.reaction", "message.ack", "message.ack.group",
    "message.waiting", "message.edited", "message.revoked", "state.change", "group.join", "group.leave",
    "group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants", "presence.update",
    "poll.vote", "poll.vote.failed", "chat.archive", "call.received", "call.accepted", "call.rejected",
    "label.upsert", "label.deleted", "label.chat.added", "label.chat.deleted", "event.response",
    "event.response.failed", "engine.event",
)  # fmt: skip
PASSKEY = {
    "challenge": "p3mXk0-inventado_41", "timeout": 60000, "rpId": "web.whatsapp.com",
    "allowCredentials": [{"id": "Qk9hLWNoYXZl", "type": "public-key", "transports": ["internal", "hybrid"]}],
    "userVerification": "required",
}  # fmt: skip
PASSKEY_CODE = "7391"
_BODY = web.RequestKey("body", object)
_FILE_CALLS = ("/api/sendImage", "/api/sendFile", "/api/sendVoice", "/api/sendVideo")
# what each sending call must have, and may have, beside session and chatId
_FORMS: dict[str, tuple[set[str], set[str]]] = {
    "/api/sendText": ({"text"}, {"linkPreview", "linkPreviewHighQuality", "reply_to", "mentions", "id"}),
    "/api/sendImage": ({"file"}, {"caption", "reply_to", "mentions"}),
    "/api/sendFile": ({"file"}, {"caption", "reply_to", "mentions"}),
    "/api/sendVoice": ({"file", "convert"}, {"reply_to"}),
    "/api/sendVideo": ({"file", "caption", "convert"}, {"asNote", "reply_to", "mentions"}),
    "/api/sendLocation": ({"latitude", "longitude", "title"}, {"reply_to", "id"}),
    "/api/sendContactVcard": ({"contacts"}, {"reply_to", "id"}),
    "/api/sendPoll": ({"poll"}, {"reply_to", "id"}),
    "/api/sendList": ({"message"}, {"reply_to"}),
    "/api/sendButtons": ({"header", "body", "footer", "buttons"}, {"headerImage"}),
    "/api/forwardMessage": ({"messageId"}, {"id"}),
    "/api/sendSeen": (set(), {"messageId", "messageIds", "participant"}),
    "/api/startTyping": (set(), set()),
    "/api/stopTyping": (set(), set()),
}


@dataclass
class Session:
    """One session on the server."""

    name: str
    config: dict[str, Any]
    status: str = "STOPPED"
    me: dict[str, Any] | None = None
    statuses: list[dict[str, Any]] = field(default_factory=list)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    qr: str = "2@inventado-1"
    passkey: bool = False
    restarts: int = 0


@dataclass
class Fault:
    """What goes wrong with the next request whose path starts so."""

    path: str
    status: int = 500
    body: Any = None
    html: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    cut: bool = False


class FakeWaha:
    """``async with FakeWaha(engine="NOWEB") as server``; ``server.url`` is its base URL."""

    def __init__(
        self,
        *,
        engine: str = "GOWS",
        version: str = "2026.7.1",
        tier: str = "CORE",
        api_key: str | None = "chave-inventada",
        known_events: tuple[str, ...] = EVENTS,
        clock_ms: int = 1_784_726_400_000,
        outer: tuple[Any, ...] = (),
    ) -> None:
        self._outer = outer
        self.engine, self.version, self.tier, self.api_key = engine, version, tier, api_key
        self.known_events = known_events
        self.sessions: dict[str, Session] = {}
        self.requests: list[tuple[str, str, Any]] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.contacts: dict[str, dict[str, Any]] = {}
        self.lids: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.environment: dict[str, str] = {}
        self.delivered: list[tuple[str, int]] = []
        self.url = ""
        self._faults: list[Fault] = []
        self._sockets: list[tuple[web.WebSocketResponse, str, set[str]]] = []
        self._numbers = itertools.count(1)
        self._clock = itertools.count(clock_ms, 1000)
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "FakeWaha":
        app = web.Application(client_max_size=60 * 1024 * 1024, middlewares=[*self._outer, self._middleware])
        self._routes(app)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession(headers={"User-Agent": f"WAHA/{self.version}"})
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket, _session, _events in self._sockets:
            await socket.close()
        if self._http:
            await self._http.close()
        if self._runner:
            await self._runner.cleanup()

    # --- what a test does to the server

    def fail_next(self, path: str, **how: Any) -> None:
        """The next request to a path that starts so goes wrong (see ``Fault``)."""
        self._faults.append(Fault(path=path, **how))

    def session(self, name: str, *, working: bool = True, **config: Any) -> Session:
        """A session that is there from the start."""
        made = Session(name=name, config=config)
        self.sessions[name] = made
        if working:
            made.status, made.me = "WORKING", dict(ME)
        return made

    async def scan(self, name: str) -> None:
        """The phone scans the QR (or takes the pairing code); an account with a passkey is asked for that first."""
        if self.sessions[name].passkey:
            await self._status(self.sessions[name], "PASSKEY_REQUIRED", PASSKEY)
            return
        self.sessions[name].me = dict(ME)
        await self._status(self.sessions[name], "WORKING")

    async def incoming(self, name: str, chat: str, text: str, **fields: Any) -> dict[str, Any]:
        """A customer writes; returns the payload that went out in ``message`` and ``message.any``."""
        payload = self.message(chat, text, **fields)
        self.sessions[name].messages.setdefault(chat, []).append(payload)
        for event in ("message", "message.any") if not payload["fromMe"] else ("message.any",):
            await self.emit(name, event, payload)
        return payload

    def message(self, chat: str, text: str, *, from_me: bool = False, **fields: Any) -> dict[str, Any]:
        """A message object as the engine makes it; ``fields`` override."""
        raw = fields.pop("raw_id", None) or f"{'3EB0' if from_me else 'AC'}{next(self._numbers):016X}"
        group = chat.endswith("@g.us")
        author = fields.pop("participant", "77420951386214@lid") if group else None
        at = next(self._clock) // 1000
        known_as = "true" if from_me else "false"
        base = {
            "id": f"{known_as}_{chat}_{raw}" + (f"_{author}" if author else ""),
            "timestamp": at, "from": chat, "fromMe": from_me, "source": "app", "body": text,
            "hasMedia": False, "media": None, "ack": 1 if from_me else 2,
            "ackName": "SERVER" if from_me else "DEVICE", "location": None, "vCards": None, "replyTo": None,
        }  # fmt: skip
        if author:
            base["participant"] = author
        jid = chat.replace("@c.us", "@s.whatsapp.net")
        if self.engine in ("WEBJS", "WPP"):
            base["from"], base["to"] = (ME["id"], chat) if from_me else (chat, ME["id"])
            key = {"fromMe": from_me, "remote": chat, "id": raw, "_serialized": base["id"]}
            base["_data"] = {"id": key, "type": "chat", "notifyName": "Marta Reis", "t": at}
        elif self.engine == "NOWEB":
            key = {"remoteJid": jid, "fromMe": from_me, "id": raw}
            base["_data"] = {"key": key, "pushName": "Marta Reis", "message": {"conversation": text}}
        else:
            info = {"Chat": jid, "Sender": jid, "IsFromMe": from_me, "ID": raw, "PushName": "Marta Reis"}
            base |= {"to": None, "_data": {"Info": info, "Message": {"conversation": text}}}
        return base | fields

    async def ack(self, name: str, message_id: str, ack: int) -> None:
        """The customer's phone receives (2), reads (3) or plays (4) a message of ours."""
        words = {-1: "ERROR", 0: "PENDING", 1: "SERVER", 2: "DEVICE", 3: "READ", 4: "PLAYED"}
        chat = message_id.split("_")[1]
        payload = {"id": message_id, "from": chat, "fromMe": True, "ack": ack, "ackName": words[ack]}
        await self.emit(name, "message.ack.group" if chat.endswith("@g.us") else "message.ack", payload)

    async def emit(self, name: str, event: str, payload: Any) -> None:
        """One envelope to every webhook and socket that wants it; webhooks are tried up to three times."""
        session = self.sessions[name]
        envelope = {
            "id": f"evt_{next(self._numbers):026d}", "timestamp": next(self._clock), "event": event,
            "session": name, "metadata": session.config.get("metadata"), "me": session.me, "payload": payload,
            "engine": self.engine,
            "environment": {"version": self.version, "engine": self.engine, "tier": self.tier, "browser": None},
        }  # fmt: skip
        raw = json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode()
        for hook in session.config.get("webhooks") or []:
            if event in hook["events"] or ("*" in hook["events"] and event not in ("state.change", "engine.event")):
                await self._post(hook, envelope, raw)
        for socket, wanted, events in list(self._sockets):
            if wanted in ("*", name) and ("*" in events or event in events) and not socket.closed:
                await socket.send_str(raw.decode())

    async def push(self, raw: bytes) -> None:
        """The same frame to every WebSocket."""
        for socket, _session, _events in list(self._sockets):
            await socket.send_str(raw.decode())

    async def drop_sockets(self) -> None:
        """Every WebSocket ends, as when the container restarts."""
        sockets, self._sockets = self._sockets, []
        for socket, _session, _events in sockets:
            await socket.close(code=1001)

    def sent(self, path: str) -> list[Any]:
        """Bodies of the requests to a path, in order."""
        return [body for _method, where, body in self.requests if where == path]

    # --- the server's own life

    async def _post(self, hook: dict[str, Any], envelope: dict[str, Any], raw: bytes) -> None:
        headers = {h["name"]: h["value"] for h in hook.get("customHeaders") or []} | {
            "Content-Type": "application/json",
            "X-Webhook-Request-Id": envelope["id"],
            "X-Webhook-Timestamp": str(envelope["timestamp"]),
        }
        key = (hook.get("hmac") or {}).get("key")
        if key:
            headers["X-Webhook-Hmac"] = hmac.new(key.encode(), raw, hashlib.sha512).hexdigest()
            headers["X-Webhook-Hmac-Algorithm"] = "sha512"
        assert self._http is not None
        for _ in range(3):
            try:
                async with self._http.post(hook["url"], data=raw, headers=headers) as answer:
                    self.delivered.append((envelope["event"], answer.status))
                    if answer.status < 300:
                        return
            except aiohttp.ClientError:
                self.delivered.append((envelope["event"], 0))

    async def _status(self, session: Session, status: str, data: Any = None) -> None:
        session.status = status
        session.statuses = [*session.statuses, {"status": status, "timestamp": next(self._clock)}][-3:]
        payload = {"name": session.name, "status": status, "statuses": session.statuses, "data": data}
        await self.emit(session.name, "session.status", payload)

    async def _start(self, session: Session) -> None:
        await self._status(session, "STARTING")
        await self._status(session, "WORKING" if session.me else "SCAN_QR_CODE")

    # --- HTTP

    def _routes(self, app: web.Application) -> None:
        def add(method: str, path: str, handler: Any) -> None:
            async def answer(request: web.Request) -> web.StreamResponse:
                return await _awaited(handler(request))

            app.router.add_route(method, path, answer)

        add("GET", "/ping", lambda _: _json({"message": "pong"}))
        add("GET", "/-json", self._openapi)
        add("GET", "/ws", self._socket)
        modern = self.version >= "2025"
        add("GET", "/api/server/version" if modern else "/api/version", self._version)
        add("GET", "/api/server/environment", lambda _: _json(self.environment))
        add("GET", "/api/sessions", self._list)
        add("POST", "/api/sessions", self._create)
        add("GET", "/api/sessions/{s}", self._with(lambda s, _: _json(self._info(s))))
        add("PUT", "/api/sessions/{s}", self._with(self._update))
        add("DELETE", "/api/sessions/{s}", self._delete)
        add("POST", "/api/sessions/{s}/{action:start|stop|restart|logout}", self._with(self._act))
        add("GET", "/api/{s}/auth/qr", self._with(self._qr))
        add("POST", "/api/{s}/auth/request-code", self._with(self._code))
        add("GET", "/api/{s}/auth/passkey/challenge", self._with(self._challenge))
        add("POST", "/api/{s}/auth/passkey", self._with(self._passkey))
        add("GET", "/api/{s}/auth/passkey/confirmation", self._with(self._confirmation))
        add("POST", "/api/{s}/auth/passkey/confirm", self._with(self._confirm))
        add("GET", "/api/{s}/new-message-id", self._with(self._new_id))
        for path in _FORMS:
            add("POST", path, self._send)
        add("PUT", "/api/reaction", self._react)
        add("POST", "/api/{s}/presence", self._with(lambda s, _: web.Response(status=201)))
        if modern:
            add("GET", "/api/{s}/chats/overview", self._with(self._overview))
        add("GET", "/api/{s}/chats", self._with(self._chats))
        add("GET", "/api/{s}/chats/{c}/picture", self._with(lambda s, _: _json({"url": None})))
        add("GET", "/api/{s}/chats/{c}/messages", self._with(self._messages))
        add("*", "/api/{s}/chats/{c}/messages/{m}", self._with(self._message))
        add("GET", "/api/contacts", lambda r: _json(self.contacts.get(r.query["contactId"], {})))
        add("GET", "/api/contacts/profile-picture", lambda r: _json({"profilePictureURL": self.pictures.get(r.query["contactId"])}))
        add("GET", "/api/contacts/about", self._about)
        add("GET", "/api/contacts/check-exists", self._exists)
        add("POST", "/api/contacts/{b:block|unblock}", self._block)
        add("GET", "/api/{s}/lids/pn/{pn}", self._with(self._lid))
        add("GET", "/api/{s}/lids/{lid}", self._with(self._pn))
        add(
            "GET",
            "/api/{s}/groups/{g}",
            self._with(lambda s, r: _json({"id": r.match_info["g"], "subject": "Encomendas"})),
        )
        add("GET", "/api/files/{tail:.*}", self._file)

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path == "/ws":
            return await handler(request)
        raw = await request.read()
        body = json.loads(raw) if raw else None
        self.requests.append((request.method, request.path, body))
        fault = next((f for f in self._faults if request.path.startswith(f.path)), None)
        if fault:
            self._faults.remove(fault)
            return await self._go_wrong(fault, request)
        locked = request.path.startswith("/api") and self.api_key is not None
        if locked and request.headers.get("X-Api-Key") != self.api_key:
            return _json({"message": "Unauthorized", "statusCode": 401}, 401)
        request[_BODY] = body
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return _nest(404, f"Cannot {request.method} {request.path}", "Not Found")
        except _Refusal as refusal:
            return refusal.response

    async def _go_wrong(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.slow_s:
            await asyncio.sleep(fault.slow_s)
        if fault.cut:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.html is not None:
            return web.Response(status=fault.status, text=fault.html, content_type="text/html", headers=fault.headers)
        return _json(fault.body if fault.body is not None else {}, fault.status, fault.headers)

    def _with(self, act: Any) -> Any:
        async def handler(request: web.Request) -> web.StreamResponse:
            name = request.match_info["s"]
            session = self.sessions.get(name)
            if session is None:
                if request.path.startswith("/api/sessions/"):
                    return _nest(404, "Session not found", "Not Found")
                raise _Refusal(_json({"error": f'Session "{name}" does not exist', "session": name}, 422))
            return await _awaited(act(session, request))

        return handler

    def _needs(self, session: Session, *statuses: str) -> None:
        if session.status not in statuses:
            told = "Session status is not as expected. Try again later or restart the session"
            body = {"error": told, "session": session.name, "status": session.status, "expected": list(statuses)}
            raise _Refusal(_json(body, 422))

    def _version(self, request: web.Request) -> web.Response:
        told = {"version": self.version, "engine": self.engine, "tier": self.tier, "browser": None}
        return _json(told)

    def _openapi(self, request: web.Request) -> web.Response:
        event = {"enum": list(self.known_events)}
        return _json({"components": {"schemas": {"WAHAWebhookMessage": {"properties": {"event": event}}}}})

    def _info(self, session: Session) -> dict[str, Any]:
        told = {"name": session.name, "status": session.status, "config": session.config, "me": session.me}
        return told | {"statuses": session.statuses, "engine": {"engine": self.engine}}

    def _list(self, request: web.Request) -> web.Response:
        shown = self.sessions.values()
        everything = request.query.get("all") == "true"
        return _json([self._info(s) for s in shown if everything or s.status != "STOPPED"])

    def _check_config(self, config: dict[str, Any]) -> None:
        for at, hook in enumerate(config.get("webhooks") or []):
            if not str(hook.get("url", "")).startswith(("http://", "https://")):
                raise _Refusal(_nest(400, [f"webhooks.{at}.url must be a URL address"], "Bad Request"))
            if any(name not in (*self.known_events, "*") for name in hook["events"]):
                text = f"config.webhooks.{at}.each value in events must be one of the following values"
                raise _Refusal(_nest(400, [text], "Bad Request"))

    async def _create(self, request: web.Request) -> web.Response:
        body = request[_BODY]
        name = body.get("name") or "session_01k"
        old = self.tier == "CORE" and self.version < "2026.6.1"
        if old and name != "default":
            return _nest(422, "WAHA Core support only 'default' session. Get Plus", "Unprocessable Entity")
        if name in self.sessions:
            return _nest(422, f"Session '{name}' already exists. Use PUT to update it.", "Unprocessable Entity")
        config = body.get("config") or {}
        self._check_config(config)
        session = self.sessions[name] = Session(name=name, config=config)
        if body.get("start"):
            await self._start(session)
        return _json(self._info(session), 201)

    async def _update(self, session: Session, request: web.Request) -> web.Response:
        config = request[_BODY].get("config") or {}
        self._check_config(config)
        running = session.status != "STOPPED"
        session.config = config
        session.restarts += 1
        if running:
            await self._status(session, "STOPPED")
            await self._start(session)
        return _json(self._info(session))

    async def _delete(self, request: web.Request) -> web.Response:
        self.sessions.pop(request.match_info["s"], None)
        return web.Response(status=200)

    async def _act(self, session: Session, request: web.Request) -> web.Response:
        action = request.match_info["action"]
        if action == "start" and session.status not in ("STOPPED", "FAILED"):
            return _nest(422, f"Session '{session.name}' is already started.", "Unprocessable Entity")
        if action == "logout":
            session.me = None
        if action in ("stop", "restart", "logout"):
            await self._status(session, "STOPPED")
        if action != "stop":
            await self._start(session)
        return _json(self._info(session), 201)

    def _qr(self, session: Session, request: web.Request) -> web.Response:
        self._needs(session, "SCAN_QR_CODE")
        if request.query.get("format") == "raw":
            return _json({"value": session.qr})
        if request.headers.get("Accept") == "application/json":
            return _json({"mimetype": "image/png", "data": QR_PNG})
        return web.Response(body=base64.b64decode(QR_PNG), content_type="image/png")

    def _code(self, session: Session, request: web.Request) -> web.Response:
        self._needs(session, "SCAN_QR_CODE")
        if set(request[_BODY]) != {"phoneNumber"} or not request[_BODY]["phoneNumber"].isdigit():
            return _nest(422, "method is not supported", "Unprocessable Entity")
        return _json({"code": "ABCD-EFGH"}, 201)

    def _challenge(self, session: Session, request: web.Request) -> web.Response:
        self._needs(session, "PASSKEY_REQUIRED")
        return _json(PASSKEY)

    async def _passkey(self, session: Session, request: web.Request) -> web.Response:
        self._needs(session, "PASSKEY_REQUIRED")
        body = request[_BODY]
        response = body.get("response") or {}
        signed = {"clientDataJSON", "authenticatorData", "signature"} <= {k for k, v in response.items() if v}
        if not signed or body.get("type") != "public-key" or not body.get("id") or not body.get("rawId"):
            return _nest(400, ["response.signature should not be empty"], "Bad Request")
        if response["signature"] == "bmVpbg":
            return _nest(422, "passkey assertion was refused", "Unprocessable Entity")
        await self._status(session, "PASSKEY_CONFIRMATION_REQUIRED", {"code": PASSKEY_CODE})
        return web.Response(status=201)

    def _confirmation(self, session: Session, request: web.Request) -> web.Response:
        self._needs(session, "PASSKEY_CONFIRMATION_REQUIRED")
        return _json({"code": PASSKEY_CODE})

    async def _confirm(self, session: Session, request: web.Request) -> web.Response:
        self._needs(session, "PASSKEY_CONFIRMATION_REQUIRED")
        session.me = dict(ME)
        await self._status(session, "WORKING")
        return web.Response(status=201)

    def _new_id(self, session: Session, request: web.Request) -> web.Response:
        if self.engine not in ("NOWEB", "GOWS"):
            return _nest(501, f"The method is not implemented by '{self.engine}' engine.", "Not Implemented")
        if self.version < "2026.4.3":
            raise web.HTTPNotFound
        return _json({"id": f"3EB0{next(self._numbers):016X}"})

    async def _send(self, request: web.Request) -> web.Response:
        body, path = request[_BODY], request.path
        session = self.sessions.get(body.get("session", "default"))
        if session is None:
            raise _Refusal(_json({"error": f'Session "{body.get("session")}" does not exist'}, 422))
        must, may = _FORMS[path]
        wrong = [f"{name} should not be empty" for name in (must | {"chatId"}) - body.keys()]
        wrong += [f"property {name} should not exist" for name in body.keys() - must - may - {"session", "chatId"}]
        wrong += _wrong_file(body["file"]) if "file" in body else []
        if wrong:
            return _nest(400, wrong, "Bad Request")
        if path in _FILE_CALLS and self.tier == "CORE" and self.version < "2026.6.1":
            text = f"The feature is available only in Plus version for '{self.engine}' engine. Check this out"
            return _nest(422, text, "Unprocessable Entity")
        if path == "/api/forwardMessage" and self.engine == "GOWS":
            return _nest(501, "The method is not implemented by 'GOWS' engine.", "Not Implemented")
        self._needs(session, "WORKING")
        if path in ("/api/sendSeen", "/api/startTyping", "/api/stopTyping"):
            return _json({"result": True}, 201) if "Typing" in path else web.Response(status=201)
        payload = self.message(body["chatId"], body.get("text", ""), from_me=True, raw_id=body.get("id"), source="api")
        session.messages.setdefault(body["chatId"], []).append(payload)
        await self.emit(session.name, "message.any", payload)
        return _json(self._sent_answer(payload), 201)

    def _sent_answer(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The four forms of an answer to a send (dossier §4.4)."""
        _, chat, raw = payload["id"].split("_")[:3]
        jid = chat.replace("@c.us", "@s.whatsapp.net")
        if self.engine == "NOWEB":
            key = {"remoteJid": jid, "fromMe": True, "id": raw}
            return {"key": key, "message": {}, "messageTimestamp": str(payload["timestamp"]), "status": "PENDING"}
        if self.engine == "GOWS":
            return {"id": payload["id"], "_data": {"Info": {"Chat": jid, "ID": raw, "IsFromMe": True}}}
        if self.engine == "WEBJS":
            key = {"fromMe": True, "remote": chat, "id": raw, "_serialized": payload["id"]}
            return {"_data": {"id": key}, "id": key, "ack": 0, "body": payload["body"], "type": "chat"}
        return payload

    def _react(self, request: web.Request) -> web.Response:
        if set(request[_BODY]) != {"session", "messageId", "reaction"}:
            return _nest(400, ["messageId should not be empty"], "Bad Request")
        self._needs(self.sessions[request[_BODY]["session"]], "WORKING")
        return _json({}, 200)

    def _overview(self, session: Session, request: web.Request) -> web.Response:
        rows = [
            {
                "id": chat, "name": "Marta Reis", "picture": "https://pps.example.com/x.jpg",
                "lastMessage": messages[-1], "_chat": {"id": chat},
            }
            for chat, messages in session.messages.items()
        ]  # fmt: skip
        rows.sort(key=lambda row: -row["lastMessage"]["timestamp"])
        return _json(_page(rows, request))

    def _chats(self, session: Session, request: web.Request) -> web.Response:
        rows = [
            {"id": chat, "name": "Marta Reis", "conversationTimestamp": messages[-1]["timestamp"]}
            for chat, messages in session.messages.items()
        ]
        return _json(_page(sorted(rows, key=lambda row: -row["conversationTimestamp"]), request))

    def _messages(self, session: Session, request: web.Request) -> web.Response:
        rows = list(session.messages.get(request.match_info["c"], []))
        if request.query.get("downloadMedia", "true") != "false":
            return _exception("downloads everything", request.path, None)
        since = int(request.query.get("filter.timestamp.gte", "0"))
        rows = [row for row in rows if row["timestamp"] >= since]
        rows.sort(key=lambda row: row["timestamp"], reverse=request.query.get("sortOrder", "desc") == "desc")
        return _json(_page(rows, request, default=10))

    def _message(self, session: Session, request: web.Request) -> web.Response:
        wanted = unquote(request.match_info["m"])
        found = next((m for m in session.messages.get(request.match_info["c"], []) if m["id"] == wanted), None)
        if request.method in ("PUT", "DELETE"):
            return _json({}) if "_" in wanted else _nest(404, "Message not found", "Not Found")
        if found is None:
            return _nest(404, "Message not found", "Not Found")
        if found["hasMedia"] and request.query.get("downloadMedia", "true") == "true":
            name = f"{wanted}.jpeg"
            self.files[name] = ("image/jpeg", b"de novo")
            found = found | {"media": {"url": f"http://localhost:3000/api/files/{session.name}/{name}"}}
        return _json(found)

    def _exists(self, request: web.Request) -> web.Response:
        found = self.numbers.get(request.query["phone"])
        return _json({"numberExists": found is not None, "chatId": found})

    def _about(self, request: web.Request) -> web.Response:
        if self.engine in ("NOWEB", "GOWS"):
            return _nest(501, f"The method is not implemented by '{self.engine}' engine.", "Not Implemented")
        return _json({"about": "Só encomendas"})

    def _block(self, request: web.Request) -> web.Response:
        if self.engine in ("NOWEB", "GOWS"):
            return _nest(501, f"The method is not implemented by '{self.engine}' engine.", "Not Implemented")
        return _json({}, 201)

    def _lid(self, session: Session, request: web.Request) -> web.Response:
        pn = f"{request.match_info['pn']}@c.us"
        return _json({"pn": pn, "lid": next((lid for lid, known in self.lids.items() if known == pn), None)})

    def _pn(self, session: Session, request: web.Request) -> web.Response:
        lid = unquote(request.match_info["lid"])
        return _json({"lid": lid, "pn": self.lids.get(lid)})

    def _file(self, request: web.Request) -> web.Response:
        found = self.files.get(unquote(request.path).rsplit("/", 1)[1])
        if found is None:
            error = {"code": 404, "key": "FILE_NOT_FOUND", "message": "File not found", "details": "gone"}
            return _json({"error": error}, 404)
        return web.Response(body=found[1], headers={"Content-Type": found[0]})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if self.api_key is not None and request.query.get("x-api-key") != self.api_key:
            await socket.close(code=1008, message=b"Unauthorized")
            return socket
        events = {name for value in request.query.getall("events", ["*"]) for name in value.split(",")}
        self._sockets.append((socket, request.query.get("session", "*"), events))
        async for _ in socket:
            pass
        return socket

    @property
    def listeners(self) -> int:
        """How many WebSockets are open."""
        return sum(not socket.closed for socket, _session, _events in self._sockets)


class _Refusal(Exception):
    def __init__(self, response: web.Response) -> None:
        super().__init__()
        self.response = response


async def _awaited(value: Any) -> Any:
    return await value if asyncio.iscoroutine(value) else value


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(body, status=status, headers=headers)


def _nest(status: int, message: Any, error: str) -> web.Response:
    return _json({"message": message, "error": error, "statusCode": status}, status)


def _exception(message: str, path: str, body: Any) -> web.Response:
    exception = {"message": message, "code": 2, "details": message, "name": "Error", "stack": "at x"}
    return _json({"statusCode": 500, "exception": exception, "request": {"path": path, "body": body}}, 500)


def _page(rows: list[Any], request: web.Request, default: int = 20) -> list[Any]:
    offset, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", default))
    return rows[offset : offset + limit]


def _wrong_file(file: dict[str, Any]) -> list[str]:
    if not file.get("mimetype") or ("data" in file) == ("url" in file):
        return ["file must have mimetype and either data or url"]
    if "data" in file and file["data"].startswith("data:"):
        return ["file.data must be base64 without prefix"]
    return []

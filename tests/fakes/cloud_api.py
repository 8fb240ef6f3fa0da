"""A Graph API on loopback: checks what we send against Meta's shapes, and posts signed webhooks.

``fault`` makes the next requests fail in a way: an HTTP status with Meta's error, ``html``, ``slow``,
``cut`` (after the request was read), ``inside`` (an error with 200).
"""

import asyncio
import hashlib
import hmac
import json
from itertools import count

import aiohttp
from aiohttp import web

NUMBER = "100000000000001"
ACCOUNT = "200000000000001"
TOKEN = "EAAinventado"
APP_SECRET = "segredo-do-app"
VERIFY_TOKEN = "palavra-combinada"
VERSION = "v23.0"
JSON = web.RequestKey("json", dict)

_TYPES = {
    "text": {"body"},
    "image": {"id"},
    "video": {"id"},
    "audio": {"id"},
    "document": {"id"},
    "sticker": {"id"},
    "location": {"latitude", "longitude"},
    "reaction": {"message_id", "emoji"},
    "interactive": {"type", "action"},
    "template": {"name", "language"},
}
_ALLOWED = {
    "text": {"body", "preview_url"},
    "image": {"id", "link", "caption"},
    "video": {"id", "link", "caption"},
    "audio": {"id", "link", "voice"},
    "document": {"id", "link", "caption", "filename"},
    "sticker": {"id", "link"},
    "location": {"latitude", "longitude", "name", "address"},
    "reaction": {"message_id", "emoji"},
    "interactive": {"type", "header", "body", "footer", "action"},
    "template": {"name", "language", "components"},
}


def error(code, text="", *, details="", subcode=None):
    """Meta's error body."""
    told = {"message": f"(#{code}) {text}", "type": "OAuthException", "code": code, "fbtrace_id": "Ainventado"}
    if details:
        told["error_data"] = {"messaging_product": "whatsapp", "details": details}
    if subcode:
        told["error_subcode"] = subcode
    return {"error": told}


class FakeCloudApi:
    """Start with ``async with``; ``sent`` holds the accepted message bodies, ``problems`` what was wrong."""

    def __init__(self, *, outer=()):
        self._outer = outer
        self.sent = []
        self.read = []
        self.requests = []
        self.problems = []
        self.media = {}
        self.downloads = []
        self.expired_urls = 0
        self.media_host = None
        self.override = {}
        self.subscribed = []
        self.templates = []
        self.blocked = set()
        self.status = "CONNECTED"
        self.faults = []
        self.number_known_as = {}
        self._ids = count(1)

    async def __aenter__(self):
        app = web.Application(client_max_size=200_000_000, middlewares=[*self._outer, self._gate])
        app.router.add_get(f"/{VERSION}/me", self._me)
        app.router.add_get(f"/{VERSION}/{ACCOUNT}/phone_numbers", self._numbers)
        app.router.add_get(f"/{VERSION}/{ACCOUNT}/message_templates", self._templates)
        app.router.add_get(f"/{VERSION}/{ACCOUNT}/subscribed_apps", self._apps)
        app.router.add_post(f"/{VERSION}/{ACCOUNT}/subscribed_apps", self._subscribe)
        app.router.add_post(f"/{VERSION}/{NUMBER}/messages", self._messages)
        app.router.add_post(f"/{VERSION}/{NUMBER}/media", self._upload)
        app.router.add_route("*", f"/{VERSION}/{NUMBER}/block_users", self._block)
        app.router.add_post(f"/{VERSION}/{NUMBER}", self._configure)
        app.router.add_get(f"/{VERSION}/{NUMBER}", self._number)
        app.router.add_get(f"/{VERSION}/{{media}}", self._where)
        app.router.add_get("/attachments/", self._file)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_):
        await self._runner.cleanup()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}/{VERSION}"

    def fault(self, *kinds):
        """Let the next requests fail, one kind each (None lets one pass)."""
        self.faults.extend(kinds)

    @web.middleware
    async def _gate(self, request, handler):
        self.requests.append((request.method, request.path, dict(request.query)))
        fault = self.faults.pop(0) if self.faults else None
        multipart = request.content_type.startswith("multipart/") and fault is None
        body = b"" if multipart else await request.read()
        if fault is not None:
            return await self._fail(request, fault)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response(error(190, "Invalid OAuth access token."), status=401)
        if body and request.content_type == "application/json":
            request[JSON] = json.loads(body)
        try:
            return await handler(request)
        except _Wrong as wrong:
            self.problems.append(str(wrong))
            return web.json_response(error(100, "Invalid parameter", details=str(wrong)), status=400)

    async def _fail(self, request, fault):
        match fault:
            case "html":
                return web.Response(status=502, text="<html><h1>Bad gateway</h1></html>", content_type="text/html")
            case "slow":
                await asyncio.sleep(30)
                return web.json_response({})
            case "cut":
                request.transport.close()
                return web.Response()
            case "inside":
                return web.json_response(error(131009, "Parameter value is not valid", details="recusado"))
            case (status, code, *headers):
                more = headers[0] if headers else {}
                return web.json_response(error(code, "told", details=f"detail {code}"), status=status, headers=more)
            case _:
                raise AssertionError(fault)

    async def _me(self, _):
        return web.json_response({"id": "700000000000001", "name": "Padaria"})

    def _number_body(self):
        return {
            "id": NUMBER,
            "verified_name": "Padaria Sol Nascente",
            "display_phone_number": "+55 11 90000-0001",
            "quality_rating": "GREEN",
            "status": self.status,
            "platform_type": "CLOUD_API",
        }

    async def _numbers(self, _):
        return web.json_response({"data": [self._number_body()], "paging": {"cursors": {"after": "x"}}})

    async def _number(self, request):
        fields = request.query.get("fields", "").split(",")
        told = self._number_body() if "verified_name" in fields else {"id": NUMBER}
        if "webhook_configuration" in fields:
            told["webhook_configuration"] = dict(self.override)
        return web.json_response(told)

    async def _configure(self, request):
        told = _known(request[JSON], {"webhook_configuration"})["webhook_configuration"]
        _known(told, {"override_callback_uri", "verify_token"})
        url = told["override_callback_uri"]
        if not url:
            self.override.pop("phone_number", None)
            return web.json_response({"success": True})
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": told["verify_token"]}
        async with aiohttp.ClientSession() as session, session.get(url, params=query) as answer:
            if answer.status != 200 or await answer.text() != "1158201444":
                return web.json_response(error(2200, "Callback verification failed"), status=400)
        self.override["phone_number"] = url
        return web.json_response({"success": True})

    async def _apps(self, _):
        apps = [{"whatsapp_business_api_data": {"id": a, "name": a, "link": ""}} for a in self.subscribed]
        return web.json_response({"data": apps})

    async def _subscribe(self, request):
        if JSON in request:
            raise _Wrong("a body would set an address for the whole account")
        self.subscribed.append("Balcao")
        return web.json_response({"success": True})

    async def _templates(self, request):
        size, start = 2, int(request.query.get("after", 0))
        page = self.templates[start : start + size]
        paging = {"cursors": {"after": str(start + size)}}
        if start + size < len(self.templates):
            paging["next"] = "https://graph.facebook.com/next"
        return web.json_response({"data": page, "paging": paging})

    async def _messages(self, request):
        body = request[JSON]
        if body.get("messaging_product") != "whatsapp":
            raise _Wrong("messaging_product")
        if "status" in body:
            _known(body, {"messaging_product", "status", "message_id", "typing_indicator"})
            if body["status"] != "read" or not body["message_id"].startswith("wamid."):
                raise _Wrong("read receipt")
            self.read.append(body)
            return web.json_response({"success": True})
        self._check(body)
        self.sent.append(body)
        to = body.get("to") or body.get("recipient")
        return web.json_response(
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": to, "wa_id": self.number_known_as.get(to, to)}],
                "messages": [{"id": f"wamid.FAKE{next(self._ids)}", "message_status": "accepted"}],
            }
        )

    def _check(self, body):
        name = body.get("type")
        around = {
            "messaging_product", "recipient_type", "to", "recipient", "type", "context", "biz_opaque_callback_data"
        }  # fmt: skip
        _known(body, {*around, name})
        if ("to" in body) == ("recipient" in body):
            raise _Wrong("exactly one of to and recipient")
        if body.get("recipient_type") not in ("individual", "group"):
            raise _Wrong("recipient_type")
        if "to" in body and body["recipient_type"] == "individual" and not body["to"].isdigit():
            raise _Wrong("to must be digits")
        if len(body.get("biz_opaque_callback_data", "")) > 512:
            raise _Wrong("biz_opaque_callback_data")
        if "context" in body:
            _known(body["context"], {"message_id"})
        content = body.get(name)
        if name == "contacts":
            for card in content:
                if not card["name"]["formatted_name"] or len(card["name"]) < 2:
                    raise _Wrong("contact name")
            return
        if name not in _TYPES:
            raise _Wrong(f"type {name}")
        if missing := _TYPES[name] - content.keys():
            raise _Wrong(f"{name} without {missing}")
        _known(content, _ALLOWED[name])
        if name == "text" and not 1 <= len(content["body"]) <= 4096:
            raise _Wrong("text length")
        if "id" in content and content["id"] not in self.media:
            raise _Wrong("unknown media")
        if name == "interactive":
            self._check_interactive(content)

    def _check_interactive(self, content):
        action = content["action"]
        match content["type"]:
            case "button":
                buttons = action["buttons"]
                if not 1 <= len(buttons) <= 3 or any(b["type"] != "reply" for b in buttons):
                    raise _Wrong("buttons")
                if any(len(b["reply"]["title"]) > 20 or not b["reply"]["id"] for b in buttons):
                    raise _Wrong("button title")
            case "list":
                rows = [row for section in action["sections"] for row in section["rows"]]
                if not 1 <= len(rows) <= 10 or not action["button"] or any(not r["id"] for r in rows):
                    raise _Wrong("list")
                if len(action["sections"]) > 1 and any(not s.get("title") for s in action["sections"]):
                    raise _Wrong("section title")
            case "cta_url":
                _known(action["parameters"], {"display_text", "url"})
            case kind:
                raise _Wrong(f"interactive {kind}")

    async def _upload(self, request):
        form = await request.post()
        if form.get("messaging_product") != "whatsapp" or not form.get("type"):
            raise _Wrong("upload fields")
        file = form["file"]
        if file.content_type != form["type"]:
            raise _Wrong("upload type")
        media_id = f"9000000000{next(self._ids):05d}"
        self.media[media_id] = (file.file.read(), form["type"], file.filename)
        return web.json_response({"id": media_id})

    def hold(self, data, mime="image/jpeg"):
        """Put a customer's file there; returns its id."""
        media_id = f"9000000001{next(self._ids):05d}"
        self.media[media_id] = (data, mime, "")
        return media_id

    async def _where(self, request):
        media_id = request.match_info["media"]
        if media_id not in self.media:
            return web.json_response(error(100, "Object does not exist", subcode=33), status=400)
        data, mime, _ = self.media[media_id]
        host = self.media_host or f"http://127.0.0.1:{self.port}"
        return web.json_response(
            {
                "url": f"{host}/attachments/?mid={media_id}&hash=a%2Bb",
                "mime_type": mime,
                "sha256": hashlib.sha256(data).hexdigest(),
                "file_size": len(data),
                "id": media_id,
                "messaging_product": "whatsapp",
            }
        )

    async def _file(self, request):
        if self.expired_urls:
            self.expired_urls -= 1
            return web.Response(status=404, text="expired")
        if request.query["hash"] != "a+b":
            raise _Wrong("the address was changed")
        data, mime, _ = self.media[request.query["mid"]]
        self.downloads.append(request.query["mid"])
        return web.Response(body=data, content_type=mime)

    async def _block(self, request):
        users = {u.get("user") or u.get("user_id") for u in request[JSON]["block_users"]}
        if request.method == "POST":
            self.blocked |= users
            return web.json_response({"block_users": {"added_users": [{"input": u, "wa_id": u} for u in users]}})
        self.blocked -= users
        return web.json_response({"block_users": {"removed_users": [{"input": u, "wa_id": u} for u in users]}})


class _Wrong(Exception):
    pass


def _known(told, allowed):
    if extra := told.keys() - allowed:
        raise _Wrong(f"unknown fields {sorted(extra)}")
    return told


def signed(body):
    """A delivery as Meta makes it: raw bytes with non-ASCII as ``\\uXXXX``, and its headers."""
    raw = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
    digest = hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
    return raw, {"content-type": "application/json", "x-hub-signature-256": f"sha256={digest}"}


def delivery(field="messages", **value):
    """One webhook body with our number's metadata and the customer's contact."""
    contact = {"profile": {"name": "Marina Prado"}, "wa_id": "5511900000002", "user_id": "BR.900000000000001"}
    return {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": ACCOUNT,
                "changes": [
                    {
                        "field": field,
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {"display_phone_number": "5511900000001", "phone_number_id": NUMBER},
                            "contacts": [contact],
                            **value,
                        },
                    }
                ],
            }
        ],
    }


def incoming(kind, content, *, message_id="wamid.IN01", at=1_772_447_760, **more):
    """A message of the customer."""
    told = {"from": "5511900000002", "from_user_id": "BR.900000000000001", "id": message_id, "timestamp": str(at)}
    return delivery(messages=[{**told, "type": kind, kind: content, **more}])


def tick(status, message_id, *, client_ref=None, at=1_772_447_800, failure=None):
    """A status of one of our messages."""
    told = {"id": message_id, "status": status, "timestamp": str(at), "recipient_id": "5511900000002"}
    if client_ref:
        told["biz_opaque_callback_data"] = client_ref
    if failure:
        told["errors"] = [
            {"code": failure, "title": "t", "message": "m", "error_data": {"details": "d"}, "href": "https://x.invalid"}
        ]
    return delivery(statuses=[told])

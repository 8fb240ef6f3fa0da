"""The REST of the simulated server: guards in Evolution's order, then one function for each call."""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from services.demo import dialect, labels, sending
from services.demo.state import Instance

if TYPE_CHECKING:
    from services.demo.gateway import Server

Call = Callable[["Server", Instance, dict[str, Any], web.Request], Awaitable[web.Response]]


def add(app: web.Application, server: "Server") -> None:
    """Put every call into ``app``."""

    def guarded(call: Call) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            name = request.match_info["instance"]
            instance = server.instances.get(name)
            if instance is None:
                return refuse(404, [f'The "{name}" instance does not exist'])
            if request.headers.get("apikey") not in (server.api_key, instance.token):
                return refuse(401, "Unauthorized")
            body = await body_of(request)
            if body is None:
                return refuse(400, ["Bad JSON"])
            return await call(server, instance, body, request)

        return handle

    async def root(request: web.Request) -> web.Response:
        return web.json_response(dialect.welcome(server.base_url))

    async def create(request: web.Request) -> web.Response:
        return await _create(server, request)

    async def fetch(request: web.Request) -> web.Response:
        return _fetch(server, request)

    async def unknown(request: web.Request) -> web.Response:
        return refuse(404, [f"Cannot {request.method} {request.path}"])

    app.router.add_get("/", root)
    app.router.add_post("/instance/create", create)
    app.router.add_get("/instance/fetchInstances", fetch)
    for method, path, call in _CALLS:
        app.router.add_route(method, f"{path}/{{instance}}", guarded(call))
    for action, send in sending.SENDS.items():
        app.router.add_post(f"/message/{action}/{{instance}}", guarded(send))
    app.router.add_route("*", "/{tail:.*}", unknown)


def refuse(status: int, message: Any) -> web.Response:
    """An error answer."""
    return web.json_response(dialect.refusal(status, message), status=status)


async def body_of(request: web.Request) -> dict[str, Any] | None:
    """The JSON object of a request, {} where there is none, None where it is no object."""
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


async def _create(server: "Server", request: web.Request) -> web.Response:
    body = await body_of(request) or {}
    name = str(body.get("instanceName") or "undefined")
    if name in server.instances:
        return refuse(403, [f'This name "{name}" is already in use.'])
    if request.headers.get("apikey") != server.api_key:
        return refuse(401, "Unauthorized")
    if body.get("integration") != "WHATSAPP-BAILEYS":
        return refuse(400, ["Invalid integration"])
    instance = server.new_instance(name, body.get("token"))
    hook = body.get("webhook")
    if isinstance(hook, dict):
        instance.webhook = hook
    server.post(instance, "instance.create", {"instanceName": name, "instanceId": instance.id})
    if body.get("qrcode"):
        server.begin_linking(instance, body.get("number"))
    answer: dict[str, Any] = {
        "instance": {
            "instanceName": name,
            "instanceId": instance.id,
            "integration": "WHATSAPP-BAILEYS",
            "status": instance.state,
        },
        "hash": instance.token,
    }
    if body.get("qrcode"):
        answer["qrcode"] = dialect.qr_object(instance)
    return web.json_response(answer, status=201)


def _fetch(server: "Server", request: web.Request) -> web.Response:
    key = request.headers.get("apikey")
    rows = [i for i in server.instances.values() if key in (server.api_key, i.token)]
    if key != server.api_key and not rows:
        return refuse(401, "Unauthorized")
    name = request.query.get("instanceName")
    if name is not None:
        rows = [i for i in rows if i.name == name]
        if not rows:
            return refuse(404, [f'Instance "{name}" not found'])
    return web.json_response([dialect.instance_row(i) for i in rows])


async def _connect(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    if instance.state == "open":
        return web.json_response(dialect.state_of(instance))
    server.begin_linking(instance, request.query.get("number"))
    return web.json_response(dialect.qr_object(instance))


async def _state(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    return web.json_response(dialect.state_of(instance))


async def _restart(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    if instance.state == "close":
        return web.json_response({"error": True, "message": "[object Object]"})
    return web.json_response(dialect.state_of(instance))


async def _logout(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    if instance.state == "close":
        return refuse(400, [f'The "{instance.name}" instance is not connected'])
    server.unlink(instance, by_phone=False)
    done = {"status": "SUCCESS", "error": False, "response": {"message": "Instance logged out"}}
    return web.json_response(done)


async def _delete(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    del server.instances[instance.name]
    server.post(instance, "instance.delete", {"instanceName": instance.name, "instanceId": instance.id})
    server.post(instance, "remove.instance", None)
    done = {"status": "SUCCESS", "error": False, "response": {"message": "Instance deleted"}}
    return web.json_response(done)


async def _set_webhook(
    server: "Server", instance: Instance, body: dict[str, Any], request: web.Request
) -> web.Response:
    hook = body.get("webhook")
    if not isinstance(hook, dict):
        return refuse(400, [['instance requires property "webhook"']])
    events = hook.get("events")
    if not isinstance(events, list):
        return refuse(500, "Cannot read properties of undefined (reading 'length')")
    wrong = next((i for i, name in enumerate(events) if name not in dialect.EVENTS), None)
    if wrong is not None:
        names = ",".join(dialect.EVENTS)
        return refuse(400, [[f"webhook.events[{wrong}] is not one of enum values: {names}"]])
    kept = [] if not hook.get("enabled") else events or list(dialect.EVENTS)
    instance.webhook = {**hook, "events": kept}
    return web.json_response(dialect.webhook_row(instance), status=201)


async def _find_webhook(
    server: "Server", instance: Instance, body: dict[str, Any], request: web.Request
) -> web.Response:
    return web.json_response(dialect.webhook_row(instance))


async def _find_messages(
    server: "Server", instance: Instance, body: dict[str, Any], request: web.Request
) -> web.Response:
    where = body.get("where") or {}
    key = where.get("key") or {}
    rows = instance.of_chat(key.get("remoteJid"))
    if key.get("id"):
        rows = [row for row in rows if row.id == key["id"]]
    span = where.get("messageTimestamp") or {}
    if span.get("gte") and span.get("lte"):
        low, high = dialect.seconds(span["gte"]), dialect.seconds(span["lte"])
        rows = [row for row in rows if low <= int(row.data["messageTimestamp"]) <= high]
    size, page = int(body.get("offset") or 50), max(int(body.get("page") or 1), 1)
    shown = rows[(page - 1) * size : page * size]
    told = {
        "total": len(rows),
        "pages": -(-len(rows) // size),
        "currentPage": page,
        "records": [dialect.database_row(row) for row in shown],
    }
    return web.json_response({"messages": told})


async def _find_chats(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    latest = {row.jid: row for row in reversed(instance.of_chat(None))}
    rows = [dialect.chat_row(instance, jid, row) for jid, row in latest.items()]
    rows.sort(key=lambda row: str(row["updatedAt"]), reverse=True)
    skip, take = int(body.get("skip") or 0), int(body.get("take") or 1000)
    return web.json_response(rows[skip : skip + take])


async def _media(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    wanted = ((body.get("message") or {}).get("key") or {}).get("id")
    stored = instance.messages.get(str(wanted))
    if stored is None or stored.file is None:
        return refuse(400, ["Message not found"])
    return web.json_response(dialect.media_answer(stored), status=201)


async def _numbers(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    rows = []
    for number in body.get("numbers") or []:
        jid = number if "@" in number else f"{number}@s.whatsapp.net"
        exists = sending.exists(jid)
        rows.append({"jid": jid, "exists": exists, "number": number.partition("@")[0]})
    return web.json_response(rows)


async def _read(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    return web.json_response({"message": "Read messages", "read": "success"}, status=201)


async def _presence(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    if not {"number", "presence", "delay"} <= body.keys():
        return refuse(400, [['instance requires property "delay"']])
    return web.json_response({"presence": body["presence"]}, status=201)


async def _profile(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    jid = str(body.get("number"))
    told = {"wuid": jid, "name": instance.names.get(jid), "numberExists": True}
    return web.json_response({**told, "picture": instance.pictures.get(jid), "status": instance.abouts.get(jid)})


async def _block(server: "Server", instance: Instance, body: dict[str, Any], request: web.Request) -> web.Response:
    (instance.blocked.add if body.get("status") == "block" else instance.blocked.discard)(str(body.get("number")))
    return web.json_response({"block": "success"})


_CALLS: tuple[tuple[str, str, Call], ...] = (
    ("GET", "/instance/connect", _connect),
    ("GET", "/instance/connectionState", _state),
    ("POST", "/instance/restart", _restart),
    ("DELETE", "/instance/logout", _logout),
    ("DELETE", "/instance/delete", _delete),
    ("POST", "/webhook/set", _set_webhook),
    ("GET", "/webhook/find", _find_webhook),
    ("POST", "/chat/findMessages", _find_messages),
    ("POST", "/chat/findChats", _find_chats),
    ("POST", "/chat/getBase64FromMediaMessage", _media),
    ("POST", "/chat/whatsappNumbers", _numbers),
    ("POST", "/chat/markMessageAsRead", _read),
    ("POST", "/chat/sendPresence", _presence),
    ("POST", "/chat/fetchProfile", _profile),
    ("POST", "/chat/updateBlockStatus", _block),
    ("GET", "/label/findLabels", labels.find),
    ("POST", "/label/handleLabel", labels.handle),
    ("POST", "/chat/updateMessage", sending.edit),
    ("DELETE", "/chat/deleteMessageForEveryone", sending.revoke),
)

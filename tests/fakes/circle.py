"""A group and the labels of an account behind a fake gateway, and how each dialect asks for them.

``middleware`` answers the calls about them before the fake does; a body of another form than documented is
refused and noted in ``wrong``.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from services.domain.gateway_labels import PALETTE

CODE = "AbC123"
LINK = f"https://chat.whatsapp.com/{CODE}"
OWNER, ADMIN, MEMBER = "5511955550101", "5511966660303", "5511944440202"
PICTURE = "https://pps.example.invalid/grupo.jpg"

Request = tuple[str, str, dict[str, str], Any]
Answer = tuple[int, Any] | None


@dataclass
class Circle:
    """One group (members by their digits, with their role) and the labels (name and colour index by id)."""

    group: str = "120363298765432101@g.us"
    subject: str = "Fornecedores"
    description: str = "Pedidos até 18h"
    members: dict[str, str | None] = field(
        default_factory=lambda: {OWNER: "superadmin", ADMIN: "admin", MEMBER: None}
    )
    locked: set[str] = field(default_factory=set)
    left: bool = False
    labels: dict[str, tuple[str, int]] = field(default_factory=lambda: {"5": ("Pago", 3), "8": ("Fiado", 13)})
    put: dict[str, set[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def change(self, action: str, people: list[str]) -> list[dict[str, str]]:
        """Do it with each; the rows say with whom it went well, as Baileys' do."""
        rows = []
        for each in people:
            digits = each.partition("@")[0]
            done = digits not in self.locked
            if done and action == "remove":
                self.members.pop(digits)
            elif done:
                self.members[digits] = "admin" if action == "promote" else None
            rows.append({"status": "200" if done else "403", "jid": f"{digits}@s.whatsapp.net"})
        return rows

    def middleware(self, dialect: Callable[["Circle", Request], Answer], *, key: tuple[str, str]) -> Any:
        """To be given to a fake; ``key`` is the header that every call must carry."""

        @web.middleware
        async def handle(request: web.Request, handler: Any) -> web.StreamResponse:
            multipart = request.content_type.startswith("multipart/")
            raw = b"" if multipart else await request.read()
            body = json.loads(raw) if raw else None
            try:
                answer = dialect(self, (request.method, unquote(request.path), dict(request.query), body))
            except (AssertionError, KeyError) as error:
                self.wrong.append(f"{request.method} {request.path_qs} {body}: {error!r}")
                return web.json_response({"message": "bad request"}, status=400)
            if answer is None:
                return await handler(request)
            if request.headers.get(key[0]) != key[1]:
                return web.json_response({"message": "Unauthorized"}, status=401)
            return web.json_response(answer[1], status=answer[0])

        return handle


def evolution(circle: Circle, request: Request) -> Answer:
    """Evolution dossier §4.6."""
    method, path, query, body = request
    area, _, rest = path.strip("/").partition("/")
    verb, _, instance = rest.partition("/")
    if area not in ("group", "label"):
        return None
    assert instance == "padaria-sol"
    if area == "label" and verb == "findLabels":
        rows = [{"color": str(c), "name": n, "id": i, "predefinedId": i} for i, (n, c) in circle.labels.items()]
        return 200, rows
    if area == "label":
        assert (method, verb) == ("POST", "handleLabel") and body.keys() == {"number", "labelId", "action"}
        _put(circle, body["number"], body["labelId"], on={"add": True, "remove": False}[body["action"]])
        return 200, {"numberJid": body["number"], "labelId": body["labelId"], body["action"]: True}
    assert query == {"groupJid": circle.group}
    match method, verb:
        case "GET", "findGroupInfos":
            rows = [{"id": _lid(m), "phoneNumber": f"{m}@s.whatsapp.net", "admin": r} for m, r in circle.members.items()]
            told = {"id": circle.group, "subject": circle.subject, "desc": circle.description, "pictureUrl": PICTURE}
            return 200, {**told, "size": len(rows), "participants": rows}
        case "GET", "participants":
            return 200, {
                "participants": [{"id": _lid(m), "admin": r, "name": f"Nome {m[-2:]}"} for m, r in circle.members.items()]
            }
        case "GET", "inviteCode":
            return 200, {"inviteUrl": LINK, "inviteCode": CODE}
        case "POST", "updateParticipant":
            assert body.keys() == {"action", "participants"}
            assert body["action"] in ("add", "remove", "promote", "demote")
            return 201, {"updateParticipants": circle.change(body["action"], body["participants"])}
        case "POST", "updateGroupSubject":
            circle.subject = body["subject"]
        case "POST", "updateGroupDescription":
            circle.description = body["description"]
        case "DELETE", "leaveGroup":
            circle.left = True
        case _:
            raise AssertionError(verb)
    return 201, {"update": "success"}


def waha(circle: Circle, request: Request) -> Answer:
    """WAHA dossier §4.9 and §4.10."""
    method, path, _, body = request
    parts = path.strip("/").split("/")
    if len(parts) < 3 or parts[2] not in ("groups", "labels") or parts[0] != "api":
        return None
    if parts[2] == "labels":
        return _waha_labels(circle, method, parts[3:], body)
    assert parts[3] == circle.group
    match method, "/".join(parts[4:]):
        case "GET", "":
            return 200, {"id": circle.group, "subject": circle.subject, "desc": circle.description}
        case "GET", "picture":
            return 200, {"url": PICTURE}
        case "GET", "participants/v2":
            rows = [{"id": _lid(m), "pn": f"{m}@c.us", "role": r or "participant"} for m, r in circle.members.items()]
            return 200, [*rows, {"id": "111@lid", "pn": None, "role": "left"}]
        case "GET", "invite-code":
            return 200, CODE
        case "PUT", "subject":
            circle.subject = body["subject"]
        case "PUT", "description":
            circle.description = body["description"]
        case "POST", "leave":
            circle.left = True
        case "POST", "participants/add" | "participants/remove" | "admin/promote" | "admin/demote":
            assert body.keys() == {"participants"} and all(each.keys() == {"id"} for each in body["participants"])
            return 200, circle.change(parts[-1], [each["id"] for each in body["participants"]])
        case _:
            raise AssertionError(path)
    return 200, True


def _waha_labels(circle: Circle, method: str, rest: list[str], body: Any) -> Answer:
    def row(label: str) -> dict[str, Any]:
        name, colour = circle.labels[label]
        return {"id": label, "name": name, "color": colour, "colorHex": PALETTE[colour]}

    match method, rest:
        case "GET", []:
            return 200, [row(each) for each in circle.labels]
        case "POST", []:
            assert body.keys() == {"name", "color"} and 0 <= body["color"] < 20
            circle.labels["9"] = (body["name"], body["color"])
            return 201, row("9")
        case "GET", ["chats", chat]:
            return 200, [row(each) for each in sorted(circle.put.get(chat.partition("@")[0], set()))]
        case "PUT", ["chats", chat]:
            assert body.keys() == {"labels"} and all(each["id"] in circle.labels for each in body["labels"])
            circle.put[chat.partition("@")[0]] = {each["id"] for each in body["labels"]}
            return 200, {"success": True}
        case "PUT", [label]:
            assert label in circle.labels and body.keys() == {"name", "color"}
            circle.labels[label] = (body["name"], body["color"])
            return 200, row(label)
        case "DELETE", [label]:
            del circle.labels[label]
            return 200, {"success": True}
    raise AssertionError(rest)


def uazapi(circle: Circle, request: Request) -> Answer:
    """Others dossier §2.5 (labels); the group calls as independent clients make them."""
    method, path, _, body = request
    if path == "/labels":
        rows = [
            {"id": f"r{i}", "labelid": i, "name": n, "color": c, "owner": OWNER} for i, (n, c) in circle.labels.items()
        ]
        return 200, rows
    if path == "/chat/labels":
        assert method == "POST" and body.keys() in ({"number", "add_labelid"}, {"number", "remove_labelid"})
        on = "add_labelid" in body
        _put(circle, body["number"], body["add_labelid" if on else "remove_labelid"], on=on)
        return 200, {"response": "Labels updated"}
    if path == "/chat/details" and body.get("preview") is True:
        return 200, {"wa_chatid": body["number"], "wa_label": sorted(circle.put.get(body["number"], set()))}
    if path == "/label/edit":
        assert body["labelid"] in circle.labels and body.keys() <= {"labelid", "name", "color", "delete"}
        if body["delete"]:
            del circle.labels[body["labelid"]]
        else:
            circle.labels[body["labelid"]] = (body["name"], body["color"])
        return 200, {"response": "GatewayLabel edited"}
    if not path.startswith("/group/"):
        return None
    if path == f"/group/invitelink/{circle.group}":
        assert method == "GET"
        return 200, {"inviteLink": LINK}
    assert method == "POST" and body["groupjid"] == circle.group
    match path, body.keys() - {"groupjid"}:
        case "/group/info", fields if not fields:
            rows = [
                {
                    "JID": _lid(m), "PhoneNumber": f"{m}@s.whatsapp.net", "LID": _lid(m), "IsAdmin": r is not None,
                    "IsSuperAdmin": r == "superadmin", "DisplayName": "",
                }
                for m, r in circle.members.items()
            ]  # fmt: skip
            return 200, {"JID": circle.group, "Name": circle.subject, "Topic": circle.description, "Participants": rows}
        case "/group/updateParticipants", _:
            assert body.keys() == {"groupjid", "action", "participants"}
            rows = circle.change(body["action"], body["participants"])
            return 200, {"groupUpdated": [{"JID": r["jid"], "Error": 0 if r["status"] == "200" else 403} for r in rows]}
        case "/group/updateName", _:
            circle.subject = body["name"]
        case "/group/updateDescription", _:
            circle.description = body["description"]
        case "/group/leave", _:
            circle.left = True
        case _:
            raise AssertionError(path)
    return 200, {"response": "ok"}


def wapi(circle: Circle, request: Request) -> Answer:
    """Others.md §3.4."""
    method, path, query, body = request
    verb = path.removeprefix("/v1/group/")
    if verb == path:
        return None
    assert query["instanceId"]
    group = query.get("groupId") or body["groupId"]
    assert group == circle.group
    match method, verb:
        case "GET", "group-metadata":
            rows = [{"id": f"{m}@s.whatsapp.net", "admin": r} for m, r in circle.members.items()]
            told = {"id": circle.group, "subject": circle.subject, "desc": circle.description, "participants": rows}
            return 200, {"error": False, **told}
        case "POST", "add-participant" | "add-admin" | "remove-admin":
            assert body.keys() == {"groupId", "phones"}
            words = {"add-participant": "add", "add-admin": "promote", "remove-admin": "demote"}
            circle.change(words[verb], body["phones"])
        case "DELETE", "remove-participant":
            assert body.keys() == {"groupId", "phone"}
            circle.change("remove", [body["phone"]])
        case "POST", "update-group-name":
            circle.subject = body["groupName"]
        case "POST", "update-group-description":
            circle.description = body["description"]
        case "DELETE", "leave-group":
            circle.left = True
        case _:
            raise AssertionError(verb)
    return 200, {"error": False}


def wwebjs(circle: Circle, request: Request) -> Answer:
    """The ``groupChat`` routes of whatsapp-web.js servers, and a person's own words."""
    method, path, _, body = request
    parts = path.strip("/").split("/")
    if parts[0] == "contact" and parts[1] == "getAbout":
        assert body.keys() == {"contactId"}
        return 200, {"success": True, "result": "Só encomendas"}
    if parts[0] != "groupChat":
        return None
    assert method == "POST" and body["chatId"] == circle.group and parts[2] == "padaria"
    match parts[1]:
        case "getClassInfo":
            rows = [
                {"id": {"_serialized": f"{m}@c.us"}, "isAdmin": r is not None, "isSuperAdmin": r == "superadmin"}
                for m, r in circle.members.items()
            ]
            metadata = {"subject": circle.subject, "desc": circle.description, "participants": rows}
            return 200, {"success": True, "chat": {"name": circle.subject, "isGroup": True, "groupMetadata": metadata}}
        case "addParticipants" | "removeParticipants" | "promoteParticipants" | "demoteParticipants":
            assert body["participantIds"] == body["contactIds"]
            rows = circle.change(parts[1].removesuffix("Participants"), body["contactIds"])
            result = {f"{r['jid'].partition('@')[0]}@c.us": {"code": int(r["status"])} for r in rows}
            return 200, {"success": True, "result": result}
        case "setSubject":
            circle.subject = body["subject"]
        case "setDescription":
            circle.description = body["description"]
        case "leave":
            circle.left = True
        case "getInviteCode":
            return 200, {"success": True, "inviteCode": CODE}
        case _:
            raise AssertionError(path)
    return 200, {"success": True, "result": True}


def _put(circle: Circle, number: str, label: str, *, on: bool) -> None:
    assert label in circle.labels
    has = circle.put.setdefault(number.partition("@")[0], set())
    (has.add if on else has.discard)(label)


def _lid(digits: str) -> str:
    return f"9{digits}@lid"

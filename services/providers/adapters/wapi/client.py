"""The client of one W-API instance. Source: others.md §3.1, §3.2, §3.4 (mostly from working clients, not run)."""

import asyncio
import base64
import time
from collections.abc import Mapping
from typing import Any

from services.domain import address as addresses
from services.domain.address import Address
from services.domain.capabilities import Capability
from services.domain.content import Peer
from services.domain.errors import (
    AppError,
    ErrorCode,
    Misconfigured,
    NotFound,
    NotSupported,
    Rejected,
)
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.outgoing import Accepted, MessageRef, Outcome, Outgoing, Refused
from services.providers import downloads, reading, shapes
from services.providers.adapters.wapi import sending, webhook
from services.providers.adapters.wapi.account import Account, Held
from services.providers.adapters.wapi.failures import judge
from services.providers.adapters.wapi.groups import WapiGroups
from services.providers.adapters.wapi.ids import is_lite, wire_phone
from services.providers.answers import Answer, Progress, outcome_of
from services.providers.base import (
    ActualWebhook,
    Client,
    Created,
    Credentials,
    Download,
    Probe,
    SessionInfo,
    WantedWebhook,
)
from services.providers.http import HttpClient
from services.providers.wishes import only

# the gateway fetches and decrypts a file before it answers
_FILE_S = 60.0
_MEDIA_S = 120.0
_TYPING_S = 5


class WapiClient(Client):
    """Every call carries the instance's token as bearer and ``instanceId`` in the query.

    With the account's token (``admin_token``) the instance's own is found by its id or name; making and deleting
    instances need it.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._base_url = credentials.base_url
        admin, token = credentials.secrets.get("admin_token"), credentials.secrets.get("api_key")
        self._account = Account(credentials.base_url, admin, judge) if admin else None
        self._http = self._opened(token) if token or not admin else None
        self._id = credentials.name
        self._own: ConnectionSeen | None = None
        self.groups = WapiGroups(self._ask)

    async def close(self) -> None:
        for http in (self._http, self._account.http if self._account else None):
            if http is not None:
                await http.close()

    def _opened(self, token: str | None) -> HttpClient:
        return HttpClient(self._base_url, headers={"Authorization": f"Bearer {token or ''}"}, judge=judge)

    async def _api(self) -> HttpClient:
        """The instance's own way in. Raises NotFound where the account has no such instance."""
        if self._http is None:
            held = await self._account.find(self._id) if self._account else None
            if held is None:
                raise NotFound(f"instance {self._id}")
            await self._take(held)
        assert self._http is not None
        return self._http

    async def _take(self, held: Held) -> None:
        if self._http is not None:
            await self._http.close()
        self._id = held.id
        self._http = self._opened(held.token)

    async def lacking(self) -> frozenset[Capability]:
        """Only the account's token makes and deletes instances."""
        if self._account is not None:
            return frozenset()
        return frozenset({Capability.CREATE_INSTANCE, Capability.DELETE_INSTANCE})

    async def create_instance(self, webhook: WantedWebhook | None = None) -> Created:
        """An instance of the same name is taken up, not made twice; the gateway's own id is its name from now on."""
        if self._account is None:
            raise NotFound(f"instance {self._id}")
        if webhook is not None:
            only(webhook, by_events=True)
        found = await self._account.find(self._id)
        held = found or await self._account.create(self._id, webhook)
        await self._take(held)
        if found is not None and webhook is not None:
            await self.set_webhook(webhook)
        return Created(secrets={"api_key": held.token}, name=held.id)

    async def delete_instance(self) -> None:
        if self._account is None:
            raise NotSupported("delete_instance")
        held = await self._account.find(self._id)
        if held is not None:
            await self._account.delete(held.id)

    async def probe(self) -> Probe:
        started = time.monotonic()
        rows = await self._account.instances() if self._account else (await self._instance(),)
        latency_ms = int((time.monotonic() - started) * 1000)
        if any("instanceId" not in row for row in rows):
            raise Misconfigured("this is no W-API", code=ErrorCode.WRONG_BRAND)
        notes = ("lite_plan",) if is_lite(self._id) else ()
        sessions = tuple(_session(row, self._id) for row in rows)
        return Probe(brand="W-API", sessions=sessions, latency_ms=latency_ms, notes=notes)

    async def connect(self, phone: str | None = None) -> QrSeen | ConnectionSeen:
        if phone is not None:
            body = await self._get("/instance/pairing-code", phoneNumber=phone)
            names = ("pairingCode", "pairing_code", "code")  # unverified: the answer is documented nowhere
            told = (reading.text_or_none(body.get(name), 20) for name in names)
            code = next((code for code in told if code), None)
            return QrSeen(pairing_code=code) if code else await self.state()
        answer = await (await self._api()).request(
            "GET",
            "/instance/qr-code",
            params=self._query(image="disable", syncContacts="disable"),
            json=False,
        )
        return self._qr(answer) or await self.state()

    def _qr(self, answer: Answer) -> QrSeen | None:
        """JSON with a data URI or base64; or, whatever was asked for, the picture itself."""
        if answer.headers.get("content-type", "").startswith("image/"):
            return QrSeen(image_base64=base64.b64encode(answer.raw).decode("ascii"))
        body = reading.dict_of(reading.decode(answer.raw))
        problem = judge(Answer(status=answer.status, headers=answer.headers, body=body))
        if problem is not None:
            raise problem
        return shapes.qr_seen(body.get("qrcode"))

    async def state(self) -> ConnectionSeen:
        body = await self._get("/instance/status-instance")
        if reading.bool_or_none(body.get("connected")) is True:
            if self._own is None:
                self._own = await self._device()
            return self._own
        lost, self._own = self._own is not None, None
        return ConnectionSeen(state=ConnectionState.LOGGED_OUT if lost else ConnectionState.CREATED)

    async def _device(self) -> ConnectionSeen:
        """Who we are, asked once for each connection."""
        try:
            body = await self._get("/instance/device")
        except AppError:
            body = {}
        return ConnectionSeen(
            state=ConnectionState.CONNECTED,
            own_address=shapes.known(body.get("connectedPhone")),
            own_lid=shapes.known(body.get("lid")),
            own_name=reading.text_or_none(body.get("name"), 200),
            own_picture_url=reading.text_or_none(body.get("profilePictureUrl"), 2000),
        )

    async def restart(self) -> None:
        await self._get("/instance/restart")

    async def logout(self) -> None:
        await self._get("/instance/disconnect")
        self._own = None

    async def set_webhook(self, wanted: WantedWebhook) -> None:
        """Six calls with ``value``; where the read-back shows that it was not taken, once more by the other name."""
        only(wanted, by_events=True)
        urls = webhook.wanted_urls(wanted)
        for event, url in urls.items():
            await self._put_webhook(event, {"value": url})
        for event in webhook.unlike(urls, await self._instance()):
            await self._put_webhook(event, {"value": urls[event], "urlWebhook": urls[event]})

    async def _put_webhook(self, event: str, body: dict[str, str]) -> None:
        path = f"/webhook/update-webhook-{webhook.SETTERS[event][0]}"
        await (await self._api()).request("PUT", path, body=body, params=self._query())

    async def get_webhook(self) -> ActualWebhook:
        return webhook.actual_of(await self._instance())

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Accepted means queued on the gateway; whether it left is told by ``webhookDelivery``."""
        try:
            request = await asyncio.to_thread(sending.request_for, outgoing, lite=is_lite(self._id))
        except AppError as error:
            return Refused(code=error.code, text=error.text)
        try:
            http = await self._api()
        except AppError as error:
            return outcome_of(error, Progress())

        def read(answer: Answer) -> Accepted:
            return _accepted(answer) if request.new else Accepted()

        return await http.send(
            request.method,
            request.path,
            read,
            body=request.body,
            params=self._query(**request.query),
            timeout_s=_MEDIA_S if outgoing.media else 60.0,
        )

    async def download(self, ref: Mapping[str, Any]) -> Download:
        """Asks the gateway to decrypt the file; its link lives for a short time and is opened at once."""
        names = ("mediaKey", "directPath", "type", "mimetype", "messageId", "url", "phone")
        body = {name: ref[name] for name in names if ref.get(name)}
        try:
            answer = await (await self._api()).request(
                "POST", "/message/download-media", body=body, params=self._query(), timeout_s=_FILE_S
            )
        except Rejected as error:
            raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from None
        link = reading.text_or_none(reading.dict_of(answer.body).get("fileLink"), 4000)
        if link is None:
            raise Rejected("no link in the answer", code=ErrorCode.MEDIA_GONE)
        return await downloads.open_url(await self._api(), link)

    async def chats(self, *, cursor: str | None = None, limit: int = 100) -> tuple[tuple[Peer, int | None], ...]:
        page = max(reading.int_or_none(cursor) or 1, 1)
        body = await self._get("/chats/fetch-chats", perPage=str(limit), page=str(page))
        found: list[tuple[Peer, int | None]] = []
        for row in map(reading.dict_of, reading.list_of(body.get("chats"))):
            address = shapes.known(row.get("id"))
            if address is not None:
                name = reading.text_or_none(row.get("name"), 200)
                found.append((Peer(address=address, name=name), reading.moment_ms(row.get("lastMessageTime"), 0)))
        return tuple(sorted(found, key=lambda each: each[1] or 0, reverse=True))

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        for ref in messages:
            await self._post("/message/read-message", {"phone": wire_phone(chat), "messageId": ref.stanza_id})

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        """Ends by itself after a few seconds: the gateway has no call to end it."""
        if on:
            presence = "recording" if recording else "composing"
            await self._post(
                "/chats/send-presence",
                {"phone": wire_phone(chat), "presence": presence, "delay": _TYPING_S},
            )

    async def contact(self, address: Address) -> Peer:
        """Name by the chat, picture by its own call; the answers' keys are unverified and read tolerantly."""
        chat = await self._get("/chats/chat", phoneNumber=wire_phone(address))
        inner = reading.dict_of(chat.get("chat")) or chat
        return Peer(
            address=address,
            name=reading.text_or_none(inner.get("name"), 200),
            picture_url=await self._picture(address),
        )

    async def _picture(self, address: Address) -> str | None:
        try:
            body = await self._get("/contacts/profile-picture", phoneNumber=wire_phone(address))
        except AppError:
            return None
        names = ("profilePictureUrl", "profilePicture", "link", "url")
        told = (reading.text_or_none(body.get(name), 2000) for name in names)
        return next((url for url in told if url), None)

    async def check_number(self, phone: str) -> Address | None:
        body = await self._get("/contacts/phone-exists", phoneNumber=phone)
        if reading.bool_or_none(body.get("exists")) is not True:
            return None
        told = (shapes.known(body.get(name)) for name in ("outputPhone", "jid", "phone"))
        return next((found for found in told if found), None) or addresses.user(phone)

    async def block(self, address: Address, *, blocked: bool) -> None:
        status = "block" if blocked else "unblock"
        await self._post("/contacts/modify-blocked", {"phoneNumber": wire_phone(address), "blockStatus": status})

    async def _instance(self) -> dict[str, Any]:
        return await self._get("/instance/fetch-instance")

    async def _get(self, path: str, **query: str) -> dict[str, Any]:
        return await self._ask("GET", path, **query)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        await self._ask("POST", path, body=body)

    async def _ask(self, method: str, path: str, *, body: Any = None, **query: str) -> dict[str, Any]:
        answer = await (await self._api()).request(method, path, body=body, params=self._query(**query), timeout_s=30)
        return reading.dict_of(answer.body)

    def _query(self, **more: str) -> dict[str, str]:
        return {"instanceId": self._id, **more}


def _session(row: Mapping[str, Any], name: str) -> SessionInfo:
    connected = reading.bool_or_none(row.get("connected"))
    return SessionInfo(
        name=reading.text_or_none(row.get("instanceId"), 200) or name,
        state=None if connected is None else "connected" if connected else "disconnected",
        own_address=shapes.known(row.get("connectedPhone")),
        profile_name=reading.text_or_none(row.get("instanceName"), 200),
    )


def _accepted(answer: Answer) -> Accepted:
    stanza_id = reading.id_or_none(reading.dict_of(answer.body).get("messageId"))
    return Accepted(provider_message_id=stanza_id, stanza_id=stanza_id)

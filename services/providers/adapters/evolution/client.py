"""The client of one Evolution server and instance (dossier §4)."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.address import parse as parse_address
from services.domain.capabilities import Capability
from services.domain.content import Peer
from services.domain.errors import AppError, ErrorCode, Misconfigured, NotConnected, NotFound, Rejected
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.outgoing import Accepted, MessageRef, Outcome, Outgoing, Refused
from services.domain.status import Status
from services.providers import baileys, downloads, reading
from services.providers.adapters.evolution import failures, history, sending, session, webhook
from services.providers.adapters.evolution.groups import EvolutionGroups
from services.providers.adapters.evolution.labels import EvolutionLabels
from services.providers.adapters.evolution.rows import iso, name_in, session_info, state_in, version_of
from services.providers.adapters.evolution.versions import Versioned
from services.providers.answers import Answer, Progress, outcome_of
from services.providers.base import (
    ActualWebhook,
    Client,
    Created,
    Credentials,
    Download,
    HistoryPage,
    Probe,
    WantedWebhook,
)
from services.providers.http import HttpClient
from services.providers.wishes import only

_MEDIA_JSON = 170 * 1024 * 1024
_MEDIA_TIMEOUT_S = 120.0
_TYPING_MS = 1200
_DEFAULT_KEY = "BQYHJGJHJ"


class EvolutionClient(Client):
    """Every call carries the header ``apikey``: the server's global key, or the instance's token."""

    def __init__(self, credentials: Credentials) -> None:
        self._key = credentials.secrets.get("api_key", "")
        self._http = HttpClient(credentials.base_url, headers={"apikey": self._key}, judge=failures.judge)
        self._name = credentials.name
        self._server = Versioned(self._http, credentials.name)
        self._instance = self._server.instance
        self.groups = EvolutionGroups(self._server)
        self.labels = EvolutionLabels(self._server)
        self._unknown_events: tuple[str, ...] = ()
        self._own: ConnectionSeen | None = None

    async def close(self) -> None:
        await self._http.close()

    async def probe(self) -> Probe:
        started = time.monotonic()
        answer = await self._http.request("GET", "/")
        latency_ms = int((time.monotonic() - started) * 1000)
        body = reading.dict_of(answer.body)
        version = reading.text_or_none(body.get("version"), 40)
        if "evolution api" not in str(body.get("message", "")).lower():
            raise Misconfigured("this is no Evolution API", code=ErrorCode.WRONG_BRAND)
        self._server.learn(version_of(version))
        rows = await self._fetch_instances()
        notes = ("default_key",) if self._key == _DEFAULT_KEY else ()
        return Probe(
            brand="Evolution API",
            version=version,
            sessions=tuple(info for info in map(session_info, rows) if info is not None),
            latency_ms=latency_ms,
            notes=notes,
        )

    async def lacking(self) -> frozenset[Capability]:
        """The first dialect's webhook has no headers."""
        return frozenset({Capability.WEBHOOK_HEADERS}) if await self._server.v1() else frozenset()

    async def create_instance(self, webhook: WantedWebhook | None = None) -> Created:
        body: dict[str, Any] = {
            "instanceName": self._name,
            "integration": "WHATSAPP-BAILEYS",
            "qrcode": False,
            "groupsIgnore": False,
            "readMessages": False,
            "alwaysOnline": False,
            "syncFullHistory": False,
        }
        if await self._server.v1():
            body = {"instanceName": self._name, "integration": "WHATSAPP-BAILEYS", "qrcode": False}
        answer = await self._http.request("POST", "/instance/create", body=body, timeout_s=60)
        if webhook is not None:
            await self.set_webhook(webhook)
        token = reading.dict_of(answer.body).get("hash")
        token = reading.dict_of(token).get("apikey") if isinstance(token, dict) else token
        return Created(secrets={"instance_token": token} if isinstance(token, str) and token else {})

    async def connect(self, phone: str | None = None) -> QrSeen | ConnectionSeen:
        shown = await self._connect(phone)
        if phone and isinstance(shown, QrSeen) and shown.pairing_code is None:
            # a number given to a session that starts already is ignored: start it again
            await self.logout()
            shown = await self._connect(phone)
        return shown

    async def _connect(self, phone: str | None) -> QrSeen | ConnectionSeen:
        params = {"number": phone} if phone else None
        answer = await self._http.request("GET", f"/instance/connect/{self._instance}", params=params, timeout_s=30)
        body = reading.dict_of(answer.body)
        shown = session.qr_of(body) or session.qr_of(reading.dict_of(body.get("qrcode")))
        if shown is not None:
            return shown
        if state_in(body) == "open":
            return await self.state()
        return ConnectionSeen(state=ConnectionState.CONNECTING)

    async def state(self) -> ConnectionSeen:
        answer = await self._http.request("GET", f"/instance/connectionState/{self._instance}")
        match state_in(reading.dict_of(answer.body)):
            case "open":
                if self._own is None or self._own.own_address is None:
                    self._own = await self._own_account()
                return self._own
            case "connecting":
                return ConnectionSeen(state=ConnectionState.CONNECTING)
            case _:
                self._own = None
                return await self._closed()

    async def _own_account(self) -> ConnectionSeen:
        row = await self._row()
        return ConnectionSeen(
            state=ConnectionState.CONNECTED,
            own_address=parse_address(row.get("ownerJid") or row.get("owner")),
            own_name=reading.text_or_none(row.get("profileName"), 200),
            own_picture_url=reading.text_or_none(row.get("profilePicUrl") or row.get("profilePictureUrl"), 2000),
        )

    async def _closed(self) -> ConnectionSeen:
        """Why it is closed: linked before and ended, or never linked."""
        code = reading.int_or_none((await self._row()).get("disconnectionReasonCode"))
        if code is None:
            return ConnectionSeen(state=ConnectionState.CREATED)
        return ConnectionSeen(state=session.closed_state(code), reason=str(code))

    async def restart(self) -> None:
        method = await self._server.method("POST", v1="PUT")
        try:
            await self._http.request(method, f"/instance/restart/{self._instance}", timeout_s=30)
        except AppError as error:
            if error.code is not ErrorCode.UNAVAILABLE:
                raise
            # a closed session cannot be restarted, only connected
            await self._connect(None)

    async def logout(self) -> None:
        try:
            await self._http.request("DELETE", f"/instance/logout/{self._instance}", timeout_s=30)
        except (Rejected, NotConnected) as error:
            if isinstance(error, Rejected) and "not connected" not in error.text.lower():
                raise
        self._own = None

    async def delete_instance(self) -> None:
        try:
            await self.logout()
            await self._http.request("DELETE", f"/instance/delete/{self._instance}", timeout_s=30)
        except NotFound:
            return

    async def set_webhook(self, wanted: WantedWebhook) -> None:
        # the key signs a token in a header; v1 knows no headers
        v1 = await self._server.v1()
        only(wanted, by_events=True, base64=True, headers=not v1, hmac=not v1)
        events = wanted.events
        if (await self._server.version()) < webhook.EDITS_BY_UPDATE and not v1:
            events = (*events, *({"MESSAGES_EDITED"} - set(events)))
        path = f"/webhook/set/{self._instance}"
        try:
            await self._http.request("POST", path, body=webhook.body_for(wanted, events, v1=v1))
        except Rejected as error:
            known = webhook.known_events(error.text)
            if not known:
                raise
            self._unknown_events = tuple(e for e in events if e not in known)
            usable = tuple(e for e in events if e in known)
            await self._http.request("POST", path, body=webhook.body_for(wanted, usable, v1=v1))

    async def get_webhook(self) -> ActualWebhook:
        answer = await self._http.request("GET", f"/webhook/find/{self._instance}")
        return webhook.actual_of(answer.body, unknown_events=self._unknown_events)

    async def send(self, outgoing: Outgoing) -> Outcome:
        try:
            v1 = await self._server.v1()
        except AppError as error:
            return outcome_of(error, Progress())
        try:
            request = await asyncio.to_thread(sending.request_for, outgoing, v1=v1)
        except AppError as error:
            return Refused(code=error.code, text=error.text)

        def read(answer: Answer) -> Accepted:
            return _accepted(answer) if request.own_id else Accepted()

        return await self._http.send(
            request.method,
            f"{request.path}/{self._instance}",
            read,
            body=request.body,
            timeout_s=_MEDIA_TIMEOUT_S if outgoing.media else 60.0,
        )

    async def download(self, ref: Mapping[str, Any]) -> Download:
        key = reading.dict_of(ref.get("key"))
        url = reading.text_or_none(ref.get("url"), 4000)
        try:
            return await self._base64({"key": {"id": key.get("id")}})
        except Rejected as error:
            if error.code is not ErrorCode.MEDIA_GONE:
                raise
            if isinstance(ref.get("message"), dict):
                # its database does not have the message: hand it the whole of it
                return await self._base64({"key": key, "message": ref["message"]})
            if url is None:
                raise
            return await downloads.open_url(self._http, url)

    async def _base64(self, message: dict[str, Any]) -> Download:
        path = f"/chat/getBase64FromMediaMessage/{self._instance}"
        answer = await self._http.request(
            "POST",
            path,
            body={"message": message, "convertToMp4": False},
            max_bytes=_MEDIA_JSON,
            timeout_s=_MEDIA_TIMEOUT_S,
            judge=_media_judge,
        )
        body = reading.dict_of(answer.body)
        encoded = reading.text_or_none(body.get("base64"), _MEDIA_JSON)
        if encoded is None:
            raise Rejected("no bytes in the answer", code=ErrorCode.MEDIA_GONE)
        mime = reading.text_or_none(body.get("mimetype"), 200)
        file_name = reading.text_or_none(body.get("fileName"), 500)
        return await asyncio.to_thread(downloads.from_base64, encoded, mime=mime, file_name=file_name)

    async def history(
        self, chat: Address, *, since_ms: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> HistoryPage:
        page = max(reading.int_or_none(cursor) or 1, 1)
        where: dict[str, Any] = {"key": {"remoteJid": str(chat)}}
        if since_ms is not None:
            # both ends are needed
            where["messageTimestamp"] = {"gte": iso(since_ms), "lte": iso(int(time.time() * 1000) + 86_400_000)}
        body: dict[str, Any] = {"where": where, "page": page, "offset": limit}
        if await self._server.v1():
            body = {"where": {"key": {"remoteJid": str(chat)}}, "limit": limit}
        answer = await self._http.request("POST", f"/chat/findMessages/{self._instance}", body=body, timeout_s=60)
        return history.page_of(answer.body, page)

    async def chats(self, *, cursor: str | None = None, limit: int = 100) -> tuple[tuple[Peer, int | None], ...]:
        """``cursor`` is the number of chats to leave out; v1 gives all at once, and no moments."""
        path, skip = f"/chat/findChats/{self._instance}", reading.int_or_none(cursor) or 0
        if await self._server.v1():
            answer = await self._http.request("GET", path, timeout_s=60)
            return history.chats_of(answer.body)[skip : skip + limit]
        answer = await self._http.request("POST", path, body={"take": limit, "skip": skip}, timeout_s=60)
        return history.chats_of(answer.body)[:limit]

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        rows = [{"id": ref.provider_message_id, "fromMe": False, "remoteJid": str(chat)} for ref in messages]
        method = await self._server.method("POST", v1="PUT")
        await self._http.request(method, f"/chat/markMessageAsRead/{self._instance}", body={"readMessages": rows})

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        presence = ("recording" if recording else "composing") if on else "paused"
        body: dict[str, Any] = {"number": str(chat), "presence": presence, "delay": _TYPING_MS}
        if await self._server.v1():
            body = {"number": str(chat), "options": {"presence": presence, "delay": _TYPING_MS}}
        await self._http.request("POST", f"/chat/sendPresence/{self._instance}", body=body)

    async def contact(self, address: Address) -> Peer:
        if address.kind is AddressKind.GROUP:
            answer = await self._http.request(
                "GET",
                f"/group/findGroupInfos/{self._instance}",
                params={"groupJid": str(address)},
                timeout_s=60,
            )
            body = reading.dict_of(answer.body)
            name, picture = body.get("subject"), body.get("pictureUrl")
        else:
            body = await self._profile(address)
            name, picture = body.get("name"), body.get("picture")
        return Peer(
            address=address,
            name=reading.text_or_none(name, 300),
            picture_url=reading.text_or_none(picture, 2000),
        )

    async def about(self, address: Address) -> str | None:
        return reading.text_or_none((await self._profile(address)).get("status"), 1000)

    async def _profile(self, address: Address) -> dict[str, Any]:
        path = f"/chat/fetchProfile/{self._instance}"
        answer = await self._http.request("POST", path, body={"number": str(address)}, timeout_s=30)
        return reading.dict_of(answer.body)

    async def check_number(self, phone: str) -> Address | None:
        answer = await self._http.request(
            "POST", f"/chat/whatsappNumbers/{self._instance}", body={"numbers": [phone]}, timeout_s=30
        )
        row = reading.dict_of(next(iter(reading.list_of(answer.body)), None))
        return parse_address(row.get("jid")) if row.get("exists") is True else None

    async def block(self, address: Address, *, blocked: bool) -> None:
        status = "block" if blocked else "unblock"
        await self._http.request(
            "POST",
            f"/chat/updateBlockStatus/{self._instance}",
            body={"number": str(address), "status": status},
        )

    async def _fetch_instances(self, name: str | None = None) -> list[dict[str, Any]]:
        params = {"instanceName": name} if name else None
        answer = await self._http.request("GET", "/instance/fetchInstances", params=params, timeout_s=30)
        rows = [reading.dict_of(row) for row in reading.list_of(answer.body)]
        return [reading.dict_of(row.get("instance")) or row for row in rows if row]

    async def _row(self) -> dict[str, Any]:
        rows = await self._fetch_instances(self._name)
        return next((row for row in rows if name_in(row) == self._name), {})


def _accepted(answer: Answer) -> Accepted:
    """The id WhatsApp gave it. PENDING only says that the server took it, which is what SENT means here."""
    body = reading.dict_of(answer.body)
    key = baileys.read_key(body.get("key"))
    status = baileys.status_of(body.get("status"))
    told = status if status is not None and status >= Status.SENT else Status.SENT
    return Accepted(provider_message_id=key.id, stanza_id=key.id, status=told)


def _media_judge(answer: Answer) -> AppError | None:
    found = failures.judge(answer)
    if found is None and answer.status in (400, 404, 500):
        return Rejected(failures.told_by(answer) or f"HTTP {answer.status}", code=ErrorCode.MEDIA_GONE)
    return found

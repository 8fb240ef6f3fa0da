"""The client of one whatsapp-web.js server and session. Source: others.md §5.2 and the servers' code."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import AppError, ErrorCode, Misconfigured, NotFound, Rejected, Unavailable
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.outgoing import Accepted, MessageRef, Outcome, Outgoing, Refused
from services.domain.status import Status
from services.providers import downloads, reading
from services.providers.adapters.wwebjs import sending
from services.providers.adapters.wwebjs.content import sent_media
from services.providers.adapters.wwebjs.failures import judge
from services.providers.adapters.wwebjs.groups import WwebjsGroups
from services.providers.adapters.wwebjs.ids import address_of, read_key, wire_id
from services.providers.adapters.wwebjs.messages import ack_of, read_message
from services.providers.adapters.wwebjs.states import state_of
from services.providers.answers import Answer
from services.providers.base import (
    Client,
    Created,
    Credentials,
    Download,
    HistoryPage,
    Probe,
    SessionInfo,
    WantedWebhook,
)
from services.providers.http import HttpClient, segment

# a session starts a browser, and answers when that is up
_START_S = 120.0
_SLOW_S = 60.0
_MEDIA_S = 120.0
_MEDIA_JSON = 170 * 1024 * 1024
_STATES_PROBED = 20
_LINKING = (ConnectionState.LOGGED_OUT, ConnectionState.CONNECTED)


class WwebjsClient(Client):
    """Every call carries ``x-api-key`` where there is a key; a server without one is open to everybody."""

    def __init__(self, credentials: Credentials) -> None:
        self._key = credentials.secrets.get("api_key", "")
        headers = {"x-api-key": self._key} if self._key else {}
        self._http = HttpClient(credentials.base_url, headers=headers, judge=judge)
        self._session = segment(credentials.name)
        self._own: ConnectionSeen | None = None
        self.groups = WwebjsGroups(self._http, self._session)

    async def close(self) -> None:
        await self._http.close()

    async def probe(self) -> Probe:
        started = time.monotonic()
        answer = await self._http.request("GET", "/ping")
        latency_ms = int((time.monotonic() - started) * 1000)
        if reading.dict_of(answer.body).get("message") != "pong":
            raise Misconfigured("this is no whatsapp-web.js server", code=ErrorCode.WRONG_BRAND)
        notes = () if self._key else ("open_server",)
        try:
            answer = await self._http.request("GET", "/session/getSessions")
        except (NotFound, Misconfigured):
            # the older server has no list: its sessions are known by name only
            return Probe(brand="whatsapp-api", latency_ms=latency_ms, notes=notes)
        names = (reading.text_or_none(n, 200) for n in reading.list_of(_result(answer, "result")))
        sessions = [await self._session_info(name) for name in [n for n in names if n][:_STATES_PROBED]]
        return Probe(brand="wwebjs-api", sessions=tuple(sessions), latency_ms=latency_ms, notes=notes)

    async def _session_info(self, name: str) -> SessionInfo:
        try:
            answer = await self._http.request("GET", f"/session/status/{segment(name)}", timeout_s=_SLOW_S)
        except AppError:
            return SessionInfo(name=name)
        return SessionInfo(name=name, state=reading.text_or_none(_result(answer, "state"), 40))

    async def create_instance(self, webhook: WantedWebhook | None = None) -> Created:
        try:
            await self._http.request("GET", f"/session/start/{self._session}", timeout_s=_START_S)
        except Rejected as error:
            if "already exists" not in error.text.lower():
                raise
        return Created()

    async def connect(self, phone: str | None = None) -> QrSeen | ConnectionSeen:
        if phone is not None:
            body = {"phoneNumber": phone, "showNotification": True}
            path = f"/session/requestPairingCode/{self._session}"
            answer = await self._http.request("POST", path, body=body, timeout_s=_SLOW_S)
            code = reading.text_or_none(_result(answer, "result"), 20)
            return QrSeen(pairing_code=code) if code else await self._start_or_state(answer)
        answer = await self._http.request("GET", f"/session/qr/{self._session}")
        text = reading.text_or_none(_result(answer, "qr"), 10_000)
        return QrSeen(text=text) if text else await self._start_or_state(answer)

    async def _start_or_state(self, answer: Answer) -> ConnectionSeen:
        if _result(answer, "message") == "session_not_found":
            await self.create_instance()
            return ConnectionSeen(state=ConnectionState.CONNECTING)
        return await self.state()

    async def state(self) -> ConnectionSeen:
        answer = await self._http.request("GET", f"/session/status/{self._session}", timeout_s=_SLOW_S)
        message = reading.text_or_none(_result(answer, "message"), 200)
        word = reading.text_or_none(_result(answer, "state"), 40)
        if message == "session_not_found":
            raise NotFound(message)
        if _result(answer, "success") is True:
            return await self._connected()
        self._own = None
        if word is None and message not in ("session_not_connected", ""):
            # the browser behind the session is gone or not up yet
            return ConnectionSeen(state=ConnectionState.RECONNECTING, reason=message)
        # a page that waits for its QR to be scanned calls itself UNPAIRED
        told = state_of(word)
        state = ConnectionState.CONNECTING if told is None or told in _LINKING else told
        return ConnectionSeen(state=state, reason=word)

    async def _connected(self) -> ConnectionSeen:
        """Who we are is asked once for each connection."""
        if self._own is None:
            try:
                answer = await self._http.request("GET", f"/client/getClassInfo/{self._session}")
            except AppError:
                return ConnectionSeen(state=ConnectionState.CONNECTED)
            info = reading.dict_of(_result(answer, "sessionInfo"))
            self._own = ConnectionSeen(
                state=ConnectionState.CONNECTED,
                own_address=address_of(info.get("wid")),
                own_name=reading.text_or_none(info.get("pushname"), 200),
            )
        return self._own

    async def restart(self) -> None:
        await self._http.request("GET", f"/session/restart/{self._session}", timeout_s=_START_S)

    async def logout(self) -> None:
        await self.delete_instance()

    async def delete_instance(self) -> None:
        """Logs out and forgets the session: this server knows no difference."""
        await self._http.request("GET", f"/session/terminate/{self._session}", timeout_s=_SLOW_S)
        self._own = None

    async def send(self, outgoing: Outgoing) -> Outcome:
        try:
            request = await asyncio.to_thread(sending.request_for, outgoing)
        except AppError as error:
            return Refused(code=error.code, text=error.text)

        def read(answer: Answer) -> Accepted:
            return _accepted(answer, request)

        return await self._http.send(
            "POST",
            f"{request.path}/{self._session}",
            read,
            body=request.body,
            timeout_s=_MEDIA_S if outgoing.media else _SLOW_S,
        )

    async def download(self, ref: Mapping[str, Any]) -> Download:
        body = {"chatId": ref.get("chatId"), "messageId": ref.get("messageId")}
        try:
            path = f"/message/downloadMediaAsData/{self._session}"
            return await downloads.open_on_gateway(self._http, path, method="POST", body=body)
        except Misconfigured:
            # the older server has only the way through base64
            return await self._download_in_json(body)
        except Rejected as error:
            raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from None

    async def _download_in_json(self, body: dict[str, Any]) -> Download:
        path = f"/message/downloadMedia/{self._session}"
        try:
            answer = await self._http.request("POST", path, body=body, timeout_s=_MEDIA_S, max_bytes=_MEDIA_JSON)
        except Rejected as error:
            raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from None
        media = sent_media(_result(answer, "messageMedia"))
        if media is None or media.inline_base64 is None:
            raise Rejected("no bytes in the answer", code=ErrorCode.MEDIA_GONE)
        return await asyncio.to_thread(
            downloads.from_base64, media.inline_base64, mime=media.mime, file_name=media.file_name
        )

    async def history(
        self, chat: Address, *, since_ms: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> HistoryPage:
        """``cursor`` is how many are known: the server only gives the newest N, so each page asks for twice as many.

        Its own ``since`` is not used: it would make the browser load the whole chat.
        """
        known = max(reading.int_or_none(cursor) or 0, 0)
        wanted = known + max(limit, known)
        body = {"chatId": wire_id(chat), "searchOptions": {"limit": wanted}}
        path = f"/chat/fetchMessages/{self._session}"
        answer = await self._http.request("POST", path, body=body, timeout_s=_MEDIA_S)
        rows = reading.list_of(_result(answer, "messages"))
        older = list(reversed(rows))[known:]
        received_at_ms = int(time.time() * 1000)
        events = (
            event
            for row in older
            for event in read_message("fetchMessages", {"message": row}, received_at_ms, history=True)
        )
        return HistoryPage(events=tuple(events), next=str(len(rows)) if len(rows) >= wanted else None)

    async def chats(self, *, cursor: str | None = None, limit: int = 100) -> tuple[tuple[Peer, int | None], ...]:
        answer = await self._http.request("GET", f"/client/getChats/{self._session}", timeout_s=_MEDIA_S)
        found: list[tuple[Peer, int | None]] = []
        for row in map(reading.dict_of, reading.list_of(_result(answer, "chats"))):
            address = address_of(row.get("id"))
            if address is not None:
                name = reading.text_or_none(row.get("name"), 200)
                found.append((Peer(address=address, name=name), reading.moment_ms(row.get("timestamp"), 0)))
        return tuple(sorted(found, key=lambda each: each[1] or 0, reverse=True)[:limit])

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        """The whole chat: this server knows no receipt for one message."""
        await self._http.request("POST", f"/client/sendSeen/{self._session}", body={"chatId": wire_id(chat)})

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        verb = ("sendStateRecording" if recording else "sendStateTyping") if on else "clearState"
        await self._http.request("POST", f"/chat/{verb}/{self._session}", body={"chatId": wire_id(chat)})

    async def contact(self, address: Address) -> Peer:
        wire = wire_id(address)
        aliases: tuple[Address, ...] = ()
        if address.kind is AddressKind.GROUP:
            answer = await self._call("/client/getChatById", {"chatId": wire})
            row = reading.dict_of(_result(answer, "chat"))
        else:
            answer = await self._call("/client/getContactById", {"contactId": wire})
            row = reading.dict_of(_result(answer, "contact"))
            aliases = await self._aliases(address)
        return Peer(
            address=address,
            aliases=aliases,
            name=reading.text_or_none(row.get("name"), 200),
            push_name=reading.text_or_none(row.get("pushname"), 200),
            business_name=reading.text_or_none(row.get("verifiedName"), 200),
            picture_url=await self._picture(wire),
        )

    async def _aliases(self, address: Address) -> tuple[Address, ...]:
        """The person's other address, number or LID, where the server can tell it."""
        try:
            answer = await self._call("/client/getContactLidAndPhone", {"userIds": [wire_id(address)]})
        except AppError:
            return ()
        row = reading.dict_of(next(iter(reading.list_of(_result(answer, "data"))), None))
        found = (address_of(row.get(name)) for name in ("pn", "lid"))
        return tuple(each for each in found if each is not None and each != address)

    async def _picture(self, wire: str) -> str | None:
        try:
            answer = await self._call("/client/getProfilePicUrl", {"contactId": wire})
        except AppError:
            return None
        return reading.text_or_none(_result(answer, "result"), 2000)

    async def about(self, address: Address) -> str | None:
        """The route is the servers' own; no dossier names it."""
        answer = await self._call("/contact/getAbout", {"contactId": wire_id(address)})
        return reading.text_or_none(_result(answer, "result"), 1000)

    async def check_number(self, phone: str) -> Address | None:
        return address_of(_result(await self._call("/client/getNumberId", {"number": phone}), "result"))

    async def block(self, address: Address, *, blocked: bool) -> None:
        verb = "block" if blocked else "unblock"
        await self._call(f"/contact/{verb}", {"contactId": wire_id(address)})

    async def _call(self, path: str, body: dict[str, Any]) -> Answer:
        return await self._http.request("POST", f"{path}/{self._session}", body=body, timeout_s=_SLOW_S)


def _result(answer: Answer, name: str) -> Any:
    return reading.dict_of(answer.body).get(name)


def _accepted(answer: Answer, request: sending.Request) -> Accepted:
    if _result(answer, "success") is not True:
        raise Rejected(reading.text_or_none(_result(answer, "error"), 300) or "success is not true")
    if request.answers is None:
        return Accepted()
    message = reading.dict_of(_result(answer, request.answers))
    if request.path == "/message/edit":
        if not message:
            raise Rejected("it can no longer be edited")
        return Accepted()
    key = read_key(message.get("id"))
    if key is None:
        raise Unavailable("the server answered without the message")
    status = ack_of(message.get("ack"))
    told = status if status is not None and status >= Status.SENT else Status.SENT
    return Accepted(provider_message_id=key.serialized or key.stanza_id, stanza_id=key.stanza_id, status=told)

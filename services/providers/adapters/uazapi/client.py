"""Uazapi's REST: one instance, its connection, its messages and its chats (others dossier §2.2 to §2.5)."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.errors import AppError, ErrorCode, Misconfigured, NotFound, Rejected
from services.domain.events import AnyEvent, ConnectionSeen, ConnectionState, QrSeen, Unrecognised
from services.domain.outgoing import (
    Accepted,
    MessageRef,
    NotSent,
    Outcome,
    Outgoing,
    OutgoingKind,
    Refused,
)
from services.domain.status import Status, from_word
from services.providers.adapters.uazapi import payloads, webhooks
from services.providers.adapters.uazapi.access import Access
from services.providers.adapters.uazapi.fields import address_of, name_of, person, stanza_of
from services.providers.adapters.uazapi.groups import UazapiGroups
from services.providers.adapters.uazapi.labels import UazapiLabels
from services.providers.adapters.uazapi.messages import message_events
from services.providers.adapters.uazapi.updates import connection_of
from services.providers.answers import Answer
from services.providers.base import (
    ActualWebhook,
    Client,
    Created,
    Credentials,
    Download,
    HistoryPage,
    Probe,
    SessionInfo,
    WantedWebhook,
)
from services.providers.downloads import from_base64, open_url
from services.providers.reading import (
    base64_or_none,
    bool_or_none,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    moment_ms,
    text_or_none,
)
from services.providers.wishes import only

_STATUSES = ("connected", "connecting", "disconnected", "hibernated")
_MARKS = (OutgoingKind.REACTION, OutgoingKind.EDIT, OutgoingKind.REVOKE)
_DOWNLOAD_S = 90.0
_TYPING_MS = 15_000


class UazapiClient(Client):
    """``credentials.name`` is the instance's name; secrets: ``api_key`` (its token), ``admin_token``."""

    def __init__(self, credentials: Credentials) -> None:
        self._access = Access(credentials)
        self._hook_url: str | None = None
        self.groups = UazapiGroups(self._access)
        self.labels = UazapiLabels(self._access)

    async def close(self) -> None:
        await self._access.http.close()

    async def probe(self) -> Probe:
        notes: tuple[str, ...] = ()
        if (urlsplit(self._access.http.base_url).hostname or "").startswith("free."):
            notes = ("instances of the free server are deleted after one hour",)
        if self._access.is_admin:
            found = await self._access.instances()
        else:
            found = (await self._instance(),)
        sessions = tuple(s for s in map(_session, found) if s is not None)
        if found and not sessions:
            raise Misconfigured("no Uazapi instance", code=ErrorCode.WRONG_BRAND)
        return Probe(brand="uazapi", sessions=sessions, notes=notes)

    async def create_instance(self, webhook: WantedWebhook | None = None) -> Created:
        token = await self._access.create()
        if webhook is not None:
            await self.set_webhook(webhook)
        return Created(secrets={"api_key": token})

    async def connect(self, phone: str | None = None) -> QrSeen | ConnectionSeen:
        answer = await self._access.call("POST", "/instance/connect", {"phone": phone} if phone else {})
        data = dict_of(answer.body)
        shown = connection_of(dict_of(data.get("instance")), None, 0)
        if isinstance(shown, QrSeen):
            return shown
        return _state(data, dict_of(data.get("instance")))

    async def state(self) -> ConnectionSeen:
        data = dict_of((await self._access.call("GET", "/instance/status")).body)
        return _state(dict_of(data.get("status")), dict_of(data.get("instance")))

    async def restart(self) -> None:
        await self._access.call("POST", "/instance/reset", {})

    async def logout(self) -> None:
        await self._access.call("POST", "/instance/disconnect", {})

    async def delete_instance(self) -> None:
        await self._access.call("DELETE", "/instance")

    async def set_webhook(self, wanted: WantedWebhook) -> None:
        """Add or renew ours; the webhooks of other systems stay as they are."""
        only(wanted, by_events=True)
        hooks = (await self._access.call("GET", "/webhook")).body
        self._hook_url = wanted.url
        await self._access.call("POST", "/webhook", webhooks.change(hooks, wanted))

    async def get_webhook(self) -> ActualWebhook:
        return webhooks.actual((await self._access.call("GET", "/webhook")).body, self._hook_url)

    async def send(self, outgoing: Outgoing) -> Outcome:
        try:
            path, body = await asyncio.to_thread(payloads.request, outgoing)
            headers = await self._access.instance_headers()
        except AppError as error:
            return _before_sending(error)

        def read(answer: Answer) -> Accepted:
            return Accepted() if outgoing.kind in _MARKS else _accepted(answer)

        return await self._access.http.send("POST", path, read, body=body, headers=headers, timeout_s=120.0)

    async def download(self, ref: Mapping[str, Any]) -> Download:
        """The server fetches and decrypts the file, keeps it two days and names a public address for it."""
        message_id = id_or_none(ref.get("id"))
        if message_id is None:
            raise Rejected("no message id", code=ErrorCode.MEDIA_GONE)
        wish = {
            "id": message_id,
            "return_base64": False,
            "return_link": True,
            "generate_mp3": False,
            "transcribe": False,
            "download_quoted": False,
        }
        try:
            answer = await self._access.call("POST", "/message/download", wish, timeout_s=_DOWNLOAD_S)
        except NotFound as error:
            raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from error
        data = dict_of(answer.body)
        mime = text_or_none(data.get("mimetype"), 200)
        url = text_or_none(data.get("fileURL"), 8000)
        if url is not None:
            return await open_url(self._access.http, url)
        inline = base64_or_none(data.get("base64Data"))
        if inline is None:
            raise Rejected("no file in the answer", code=ErrorCode.MEDIA_GONE)
        return from_base64(inline, mime=mime)

    async def history(
        self, chat: Address, *, since_ms: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> HistoryPage:
        """The server keeps seven days before the pairing and everything after it."""
        offset = int_or_none(cursor) or 0
        wish = {"chatid": str(chat), "limit": limit, "offset": offset}
        try:
            body = dict_of((await self._access.call("POST", "/message/find", wish)).body)
        except NotFound:
            return HistoryPage()
        events: list[AnyEvent] = []
        oldest: int | None = None
        messages = list_of(body.get("messages"))
        for message in messages:
            data = dict_of(message)
            try:
                events.extend(message_events(data, {}, 0, history=True))
            except AppError as error:
                events.append(Unrecognised(name="messages", reason=error.text, problem=True))
            at = moment_ms(data.get("messageTimestamp"), 0)
            oldest = at if oldest is None or (at is not None and at < oldest) else oldest
        more = bool_or_none(body.get("hasMore"))
        past_since = since_ms is not None and oldest is not None and oldest < since_ms
        if not messages or past_since or more is False or (more is None and len(messages) < limit):
            return HistoryPage(events=tuple(events))
        following = int_or_none(body.get("nextOffset"))
        return HistoryPage(events=tuple(events), next=str(following if following else offset + len(messages)))

    async def chats(self, *, cursor: str | None = None, limit: int = 100) -> tuple[tuple[Peer, int | None], ...]:
        """``cursor`` is the number of chats to leave out."""
        wish = {"sort": "-wa_lastMsgTimestamp", "limit": limit, "offset": int_or_none(cursor) or 0}
        body = dict_of((await self._access.call("POST", "/chat/find", wish)).body)
        chats = (dict_of(c) for c in list_of(body.get("chats")))
        return tuple((who, moment_ms(c.get("wa_lastMsgTimestamp"), 0)) for c in chats if (who := _peer(c)) is not None)

    async def mark_read(self, chat: Address, messages: tuple[MessageRef, ...]) -> None:
        ids = [ref.stanza_id for ref in messages if not ref.from_me]
        if ids:
            await self._access.call("POST", "/message/markread", {"id": ids})

    async def typing(self, chat: Address, *, recording: bool = False, on: bool = True) -> None:
        word = ("recording" if recording else "composing") if on else "paused"
        body: dict[str, Any] = {"number": payloads.number(chat), "presence": word}
        if on:
            body["delay"] = _TYPING_MS
        await self._access.call("POST", "/message/presence", body)

    async def contact(self, address: Address) -> Peer:
        wish = {"number": payloads.number(address), "preview": False}
        data = dict_of((await self._access.call("POST", "/chat/details", wish)).body)
        return _peer(data) or Peer(address=address)

    async def check_number(self, phone: str) -> Address | None:
        digits = "".join(c for c in phone if c.isdigit())
        answer = await self._access.call("POST", "/chat/check", {"numbers": [digits]})
        for item in map(dict_of, list_of(answer.body)):
            if bool_or_none(item.get("isInWhatsapp")):
                return address_of(item.get("jid")) or address_of(item.get("lid"))
        return None

    async def block(self, address: Address, *, blocked: bool) -> None:
        await self._access.call("POST", "/chat/block", {"number": payloads.number(address), "block": blocked})

    async def _instance(self) -> dict[str, Any]:
        data = dict_of((await self._access.call("GET", "/instance/status")).body)
        return dict_of(data.get("instance"))


def _session(instance: dict[str, Any]) -> SessionInfo | None:
    name, state = text_or_none(instance.get("name"), 300), text_or_none(instance.get("status"), 40)
    if name is None or (state or "").lower() not in _STATUSES:
        return None
    owner = address_of(instance.get("owner"))
    return SessionInfo(name=name, state=state, own_address=owner, profile_name=name_of(instance.get("profileName")))


def _state(status: dict[str, Any], instance: dict[str, Any]) -> ConnectionSeen:
    """The state by ``{connected, loggedIn, jid}`` and the Instance object beside it."""
    word = (text_or_none(instance.get("status"), 40) or "").lower()
    if not word and "connected" not in status:
        raise Misconfigured("no Uazapi instance", code=ErrorCode.WRONG_BRAND)
    connected, logged_in = bool_or_none(status.get("connected")), bool_or_none(status.get("loggedIn"))
    reason = text_or_none(instance.get("lastDisconnectReason"), 500)
    own = address_of(instance.get("owner")) or address_of(status.get("jid"))
    seen = connection_of({**instance, "qrcode": None, "paircode": None}, None, 0)
    state = seen.state if isinstance(seen, ConnectionSeen) else ConnectionState.CONNECTING
    if (connected and logged_in is not False) or (word == "connected" and connected is None):
        state, reason = ConnectionState.CONNECTED, None
    elif word == "connecting":
        reason = None
        if text_or_none(instance.get("paircode"), 40):
            state = ConnectionState.AWAITING_CODE
        elif base64_or_none(instance.get("qrcode")):
            state = ConnectionState.AWAITING_QR
    elif state is not ConnectionState.LOGGED_OUT:
        if logged_in:
            state = ConnectionState.RECONNECTING
        else:
            # never linked, or unlinked: both need a new QR
            state = ConnectionState.LOGGED_OUT if own or reason else ConnectionState.CREATED
    return ConnectionSeen(
        state=state,
        reason=reason,
        own_address=own,
        own_name=name_of(instance.get("profileName")),
        own_picture_url=text_or_none(instance.get("profilePicUrl"), 4000),
    )


def _peer(chat: dict[str, Any]) -> Peer | None:
    found = person(chat.get("wa_chatid"), chat.get("wa_chatlid"))
    if found is None:
        return None
    group = found.address.kind is AddressKind.GROUP
    saved = name_of(chat.get("wa_contactName"))
    told = name_of(chat.get("wa_name")) or name_of(chat.get("name"))
    return Peer(
        address=found.address,
        aliases=found.aliases,
        name=saved or (told if group else None),
        push_name=None if group else told,
        picture_url=text_or_none(chat.get("image"), 4000) or text_or_none(chat.get("imagePreview"), 4000),
    )


def _accepted(answer: Answer) -> Accepted:
    body = dict_of(answer.body)
    data = body if "messageid" in body else dict_of(body.get("message"))
    stanza_id = stanza_of(data.get("messageid"))
    return Accepted(
        provider_message_id=id_or_none(data.get("id")) or stanza_id,
        stanza_id=stanza_id,
        status=max(from_word(data.get("status")) or Status.SENT, Status.SENDING),
    )


def _before_sending(error: AppError) -> Outcome:
    lasting = isinstance(error, Rejected) or error.code in (ErrorCode.NOT_SUPPORTED, ErrorCode.NOT_FOUND)
    if lasting:
        return Refused(code=error.code, text=error.text)
    return NotSent(code=error.code, text=error.text, retry_after_s=error.retry_after_s)

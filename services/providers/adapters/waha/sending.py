"""What is sent to a chat, as WAHA's requests (waha dossier §4.4, 4.6), and what its four answers mean."""

import asyncio
import base64
from typing import Any

import msgspec

from services.domain.content import ContactCard
from services.domain.errors import AppError, ErrorCode, NotFound, NotSupported
from services.domain.outgoing import (
    Accepted,
    MessageRef,
    Outcome,
    Outgoing,
    OutgoingKind,
    OutgoingMedia,
    Refused,
)
from services.providers.adapters.waha.api import MEDIA_TIMEOUT_S, Api
from services.providers.adapters.waha.ids import read_id, serialize, wire_id
from services.providers.answers import Answer
from services.providers.reading import dict_of, id_or_none

# WAHA takes JSON bodies of 50 MB, base64 makes 4 bytes of 3
MAX_FILE = 36 * 1024 * 1024
_REMEMBERED_IDS = 500
_WITH_OWN_ID = frozenset(
    {OutgoingKind.TEXT, OutgoingKind.LOCATION, OutgoingKind.CONTACTS, OutgoingKind.POLL, OutgoingKind.FORWARD}
)
_FILE_CALLS = {
    OutgoingKind.IMAGE: "/api/sendImage",
    OutgoingKind.VIDEO: "/api/sendVideo",
    OutgoingKind.VOICE: "/api/sendVoice",
    # there is no call for plain sound: it goes as a file
    OutgoingKind.AUDIO: "/api/sendFile",
    OutgoingKind.DOCUMENT: "/api/sendFile",
}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTP request that reaches the customer."""

    method: str
    path: str
    body: dict[str, Any] | None = None


class Sender:
    """Sends for one session. Remembers the message ids it asked for, so that a repeat is the same message."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._makes_ids = True
        self._ids: dict[str, str] = {}

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send, react, edit, delete or forward; every failure is an outcome."""
        if outgoing.kind in _FILE_CALLS:
            return await self._send_file(outgoing)
        request = request_for(self._api, outgoing)
        if request is None:
            return Refused(code=ErrorCode.NOT_SUPPORTED, text=f"WAHA cannot send: {outgoing.kind}")
        own_id = await self._own_id(outgoing) if outgoing.kind in _WITH_OWN_ID else None
        body = {**request.body, "id": own_id} if own_id and request.body is not None else request.body
        return await self._api.send(request.method, request.path, lambda answer: accepted(answer, own_id), body=body)

    async def _send_file(self, outgoing: Outgoing) -> Outcome:
        media = outgoing.media
        if media is None:
            return Refused(code=ErrorCode.INVALID, text="no file")
        if media.size > MAX_FILE:
            return Refused(code=ErrorCode.TOO_LARGE, text=f"over {MAX_FILE // 1_048_576} MB")
        try:
            file = await asyncio.to_thread(_encoded, media)
        except OSError as error:
            return Refused(code=ErrorCode.MEDIA_GONE, text=str(error))
        return await self._api.send(
            "POST",
            _FILE_CALLS[outgoing.kind],
            accepted,
            body=self._api.body(**_common(outgoing), file=file, **_file_fields(outgoing, media)),
            timeout_s=MEDIA_TIMEOUT_S,
        )

    async def _own_id(self, outgoing: Outgoing) -> str | None:
        """An id made by the engine before sending (2026.4.3, NOWEB and GOWS), or None where it makes none."""
        known = self._ids.get(outgoing.client_id)
        if known or not self._makes_ids:
            return known
        try:
            told = dict_of(await self._api.call("GET", self._api.path("new-message-id")))
        except (NotSupported, NotFound):
            self._makes_ids = False
            return None
        except AppError:
            return None
        made = id_or_none(told.get("id"))
        if made:
            self._ids[outgoing.client_id] = made
            while len(self._ids) > _REMEMBERED_IDS:
                del self._ids[next(iter(self._ids))]
        return made


def request_for(api: Api, outgoing: Outgoing) -> Request | None:
    """The request for everything that is not a file; None for what WAHA cannot send."""
    common = _common(outgoing)
    match outgoing.kind:
        case OutgoingKind.TEXT:
            return _post("/api/sendText", api.body(**common, text=outgoing.text or ""))
        case OutgoingKind.LOCATION if outgoing.location:
            place = outgoing.location
            title = place.name or place.address or outgoing.text or ""
            body = api.body(**common, latitude=place.latitude, longitude=place.longitude, title=title)
            return _post("/api/sendLocation", body)
        case OutgoingKind.CONTACTS if outgoing.contacts:
            cards = [{"vcard": card.vcard or vcard_of(card)} for card in outgoing.contacts]
            return _post("/api/sendContactVcard", api.body(**common, contacts=cards))
        case OutgoingKind.POLL if outgoing.poll:
            poll = {
                "name": outgoing.poll.question,
                "options": list(outgoing.poll.options),
                "multipleAnswers": outgoing.poll.selectable != 1,
            }
            return _post("/api/sendPoll", api.body(**common, poll=poll))
        case OutgoingKind.LIST if outgoing.menu:
            return _post("/api/sendList", api.body(**common, message=_list(outgoing)))
        case _:
            return _on_a_message(api, outgoing)


def _on_a_message(api: Api, outgoing: Outgoing) -> Request | None:
    target = outgoing.target
    if target is None:
        return None
    message_id = message_id_of(target)
    match outgoing.kind:
        case OutgoingKind.FORWARD:
            return _post("/api/forwardMessage", api.body(chatId=wire_id(outgoing.chat), messageId=message_id))
        case OutgoingKind.REACTION:
            body = api.body(messageId=message_id, reaction=outgoing.emoji or "")
            return Request(method="PUT", path="/api/reaction", body=body)
        case OutgoingKind.EDIT:
            path = api.path("chats", chat_of(target), "messages", message_id)
            edit: dict[str, Any] = {"text": outgoing.text or ""}
            if outgoing.mentions:
                edit["mentions"] = [wire_id(a) for a in outgoing.mentions]
            return Request(method="PUT", path=path, body=edit)
        case OutgoingKind.REVOKE:
            return Request(method="DELETE", path=api.path("chats", chat_of(target), "messages", message_id))
        case _:
            return None


def _post(path: str, body: dict[str, Any]) -> Request:
    return Request(method="POST", path=path, body=body)


def _common(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "chatId": wire_id(outgoing.chat),
        "reply_to": message_id_of(outgoing.quoted) if outgoing.quoted else None,
        "mentions": [wire_id(address) for address in outgoing.mentions] or None,
    }


def message_id_of(ref: MessageRef) -> str:
    """The serialized id WAHA wants; made up from its parts where the message came through another gateway."""
    found = read_id(ref.provider_message_id)
    if found is not None and found.chat is not None and found.stanza_id == ref.stanza_id:
        return ref.provider_message_id
    return serialize(ref.stanza_id, ref.chat, from_me=ref.from_me, author=ref.author)


def chat_of(ref: MessageRef) -> str:
    """The chat as the message's own id spells it (by LID or by number), else the chat's address."""
    found = read_id(ref.provider_message_id)
    return wire_id(found.chat if found is not None and found.chat is not None else ref.chat)


def _encoded(media: OutgoingMedia) -> dict[str, str]:
    data = base64.b64encode(media.path.read_bytes()).decode("ascii")
    return {"mimetype": media.mime, "filename": media.file_name, "data": data}


def _file_fields(outgoing: Outgoing, media: OutgoingMedia) -> dict[str, Any]:
    match outgoing.kind:
        case OutgoingKind.VOICE:
            return {"convert": not media.mime.startswith("audio/ogg")}
        case OutgoingKind.VIDEO:
            # without a caption old releases send a demonstration text
            return {"caption": outgoing.text or "", "asNote": False, "convert": media.mime != "video/mp4"}
        case _:
            return {"caption": outgoing.text}


def _list(outgoing: Outgoing) -> dict[str, Any]:
    menu = outgoing.menu
    sections: dict[str, list[dict[str, str]]] = {}
    for number, choice in enumerate(menu.choices if menu else (), start=1):
        row = {"title": choice.title, "rowId": choice.id or str(number)}
        if choice.description:
            row["description"] = choice.description
        sections.setdefault(choice.section or "", []).append(row)
    return {
        "title": (menu.title if menu else None) or "",
        "description": outgoing.text or "",
        "footer": (menu.footer if menu else None) or "",
        "button": (menu.button if menu else None) or "",
        "sections": [{"title": title, "rows": rows} for title, rows in sections.items()],
    }


def vcard_of(card: ContactCard) -> str:
    """A vCard 3.0 that WhatsApp shows with a button to write to each number."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(card.name)}"]
    if card.organisation:
        lines.append(f"ORG:{_escaped(card.organisation)};")
    for phone in card.phones:
        digits = "".join(c for c in phone if c.isdigit())
        lines.append(f"TEL;type=CELL;type=VOICE;waid={digits}:+{digits}")
    lines.extend(f"EMAIL:{_escaped(email)}" for email in card.emails)
    return "\n".join([*lines, "END:VCARD"])


def _escaped(text: str) -> str:
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def accepted(answer: Answer, own_id: str | None = None) -> Accepted:
    """The message's id from any of the four engines' answers (dossier §4.4), else the one we asked for.

    An empty answer, or one of a form nobody knows, was still taken: the echo will name the id.
    """
    body = dict_of(answer.body)
    data = dict_of(body.get("_data"))
    candidates = (
        body.get("id"), body.get("key"), data.get("id"), data.get("key"), dict_of(data.get("Info")).get("ID"), own_id,
    )  # fmt: skip
    for candidate in candidates:
        found = read_id(candidate)
        if found is not None:
            return Accepted(provider_message_id=found.whole, stanza_id=found.stanza_id)
    return Accepted()

"""Reading what the server has: history, chats, contacts, files; and telling it what we saw (dossier §4.4-4.8)."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from services.domain.address import Address, AddressKind, parse, user
from services.domain.content import Peer
from services.domain.errors import ErrorCode, NotFound, NotSupported, ParseError, Rejected
from services.domain.events import AnyEvent, Unrecognised
from services.domain.outgoing import MessageRef
from services.providers.adapters.waha.api import SLOW_TIMEOUT_S, Api, is_missing_route
from services.providers.adapters.waha.context import Context, person
from services.providers.adapters.waha.groups import names_of
from services.providers.adapters.waha.ids import address_of, wire_id
from services.providers.adapters.waha.messages import message
from services.providers.adapters.waha.sending import message_id_of
from services.providers.base import Download, HistoryPage
from services.providers.downloads import open_on_gateway, open_url
from services.providers.reading import dict_of, list_of, moment_ms, text_or_none

_CHATS_AT_ONCE = 50
_FILE_PATHS = ("/api/files/", "/api/s3/")


async def history(
    api: Api, chat: Address, own: Address | None, *, since_ms: int | None, cursor: str | None, limit: int
) -> HistoryPage:
    """One page, newest first. The cursor is the offset and the first message of the page before.

    The next offset counts what was asked for, not what came: WAHA leaves service messages out after
    counting. A server that ignores the offset repeats itself, which ends the reading.
    """
    offset, _, before = (cursor or "0").partition(":")
    params = {
        "limit": str(limit), "offset": offset, "downloadMedia": "false",
        "sortBy": "timestamp", "sortOrder": "desc",
    }  # fmt: skip
    if since_ms is not None:
        params["filter.timestamp.gte"] = str(since_ms // 1000)
    try:
        told = await api.call(
            "GET", api.path("chats", wire_id(chat), "messages"), params=params, timeout_s=SLOW_TIMEOUT_S
        )
    except NotFound as error:
        if is_missing_route(error):
            raise NotSupported(error.text) from error
        return HistoryPage()
    items = [dict_of(item) for item in list_of(told)]
    first = str(items[0].get("id")) if items else ""
    if not items or (before and first == before):
        return HistoryPage()
    context = Context(event="history", history=True, own=own)
    events = [event for item in items for event in _read(item, context)]
    events.sort(key=lambda event: -(event.occurred_at_ms or 0))
    return HistoryPage(events=tuple(events), next=f"{int(offset) + limit}:{first}")


def _read(item: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    try:
        yield from message(item, context)
    except ParseError as error:
        yield Unrecognised(name=context.event, reason=error.text, problem=True)


async def chats(api: Api, *, cursor: str | None, limit: int) -> tuple[tuple[Peer, int | None], ...]:
    """Up to ``limit`` chats by their last activity; the cursor is an offset.

    Asked for in small pages: on big accounts the overview takes seconds for each twenty chats.
    """
    offset, end = int(cursor or "0"), int(cursor or "0") + limit
    found: list[tuple[Peer, int | None]] = []
    while offset < end:
        asked = min(_CHATS_AT_ONCE, end - offset)
        rows = await _chat_rows(api, offset, asked)
        found.extend(chat for row in rows if (chat := _chat(dict_of(row))) is not None)
        offset += asked
        if len(rows) < asked:
            break
    return tuple(found)


async def _chat_rows(api: Api, offset: int, limit: int) -> list[Any]:
    """One page of the overview; releases without it give the engine's raw rows."""
    params = {"limit": str(limit), "offset": str(offset)}
    try:
        told = await api.call("GET", api.path("chats", "overview"), params=params, timeout_s=SLOW_TIMEOUT_S)
    except NotFound as error:
        if not is_missing_route(error):
            raise
        params |= {"sortBy": "conversationTimestamp", "sortOrder": "desc"}
        told = await api.call("GET", api.path("chats"), params=params, timeout_s=SLOW_TIMEOUT_S)
    return list_of(told)


def _chat(row: dict[str, Any]) -> tuple[Peer, int | None] | None:
    address = address_of(row.get("id"))
    if address is None or not address.is_customer:
        return None
    last = dict_of(row.get("lastMessage")).get("timestamp")
    told = dict_of(row.get("_chat"))
    moments = (last, told.get("conversationTimestamp"), row.get("conversationTimestamp"), row.get("timestamp"))
    peer = Peer(
        address=address,
        name=text_or_none(row.get("name"), 300),
        picture_url=text_or_none(row.get("picture"), 4000),
    )
    return peer, next((moment for value in moments if (moment := moment_ms(value, 0))), None)


async def contact(api: Api, address: Address) -> Peer:
    """Name, picture and the other address (LID beside number) of a person or a group; parts may be missing."""
    if address.kind is AddressKind.GROUP:
        told = await _maybe(api, api.path("groups", wire_id(address)))
        return Peer(
            address=address,
            name=names_of(told)[0],
            picture_url=text_or_none((await _maybe(api, api.path("chats", wire_id(address), "picture"))).get("url")),
        )
    who = {"session": api.session, "contactId": wire_id(address)}
    told = await _maybe(api, "/api/contacts", who)
    picture = await _maybe(api, "/api/contacts/profile-picture", who)
    return Peer(
        address=address,
        aliases=await aliases(api, address),
        name=text_or_none(told.get("name"), 300) or text_or_none(told.get("shortName"), 300),
        push_name=text_or_none(told.get("pushname"), 300) or text_or_none(told.get("pushName"), 300),
        picture_url=text_or_none(picture.get("profilePictureURL"), 4000),
    )


async def about(api: Api, address: Address) -> str | None:
    """What the person writes of themself (the browser engines only; NotSupported elsewhere)."""
    who = {"session": api.session, "contactId": wire_id(address)}
    return text_or_none(dict_of(await api.call("GET", "/api/contacts/about", params=who)).get("about"), 1000)


async def aliases(api: Api, address: Address) -> tuple[Address, ...]:
    """The number behind a LID, or the LID of a number; nothing where the server does not know it."""
    if address.kind is AddressKind.LID:
        told = await _maybe(api, api.path("lids", str(address)))
        other = parse(told.get("pn"))
    elif address.kind is AddressKind.USER:
        told = await _maybe(api, api.path("lids", "pn", address.id))
        other = parse(told.get("lid"))
    else:
        other = None
    found = person(other)
    return (found.address,) if found and found.address != address else ()


async def _maybe(api: Api, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An object, or an empty one where this engine or release has no answer."""
    try:
        return dict_of(await api.call("GET", path, params=params))
    except (NotFound, NotSupported, Rejected):
        return {}


async def check_number(api: Api, phone: str) -> Address | None:
    """WhatsApp's own address for a number: old Brazilian lines are registered without the ninth digit."""
    digits = user(phone).id
    params = {"session": api.session, "phone": digits}
    told = dict_of(await api.call("GET", "/api/contacts/check-exists", params=params))
    if told.get("numberExists") is not True:
        return None
    return parse(told.get("pn")) or parse(told.get("chatId")) or user(digits)


async def block(api: Api, address: Address, *, blocked: bool) -> None:
    """Block or unblock (the browser engines only)."""
    path = "/api/contacts/block" if blocked else "/api/contacts/unblock"
    await api.call("POST", path, body=api.body(contactId=wire_id(address)))


async def mark_read(api: Api, chat: Address, messages: tuple[MessageRef, ...]) -> None:
    """Read receipts for incoming messages; NOWEB wants a group's ones author by author."""
    by_author: dict[Address | None, list[str]] = {}
    for ref in messages:
        if not ref.from_me:
            author = ref.author if chat.kind is AddressKind.GROUP else None
            by_author.setdefault(author, []).append(message_id_of(ref))
    for author, ids in by_author.items():
        body = api.body(
            chatId=wire_id(chat),
            messageIds=ids,
            # all that releases before 2025 read
            messageId=ids[-1],
            participant=wire_id(author) if author else None,
        )
        await api.call("POST", "/api/sendSeen", body=body)


async def typing(api: Api, chat: Address, *, recording: bool, on: bool) -> None:
    """Typing lasts until it is stopped; recording goes through the presence call."""
    if recording:
        body = {"chatId": wire_id(chat), "presence": "recording" if on else "paused"}
        await api.call("POST", api.path("presence"), body=body)
        return
    await api.call("POST", "/api/startTyping" if on else "/api/stopTyping", body=api.body(chatId=wire_id(chat)))


async def download(api: Api, ref: Mapping[str, Any]) -> Download:
    """The file of a message: from the address it came with, else by asking for the message again.

    Files live 180 s on the server; asking for the message makes WAHA fetch it once more. Raises
    ``Rejected(MEDIA_GONE)`` where WhatsApp has it no longer.
    """
    url = text_or_none(ref.get("url"), 4000)
    if url:
        try:
            return await _open(api, url)
        except Rejected as error:
            if error.code is not ErrorCode.MEDIA_GONE or not ref.get("message"):
                raise
    return await _open(api, await _fetched_again(api, ref))


async def _fetched_again(api: Api, ref: Mapping[str, Any]) -> str:
    message_id, chat = text_or_none(ref.get("message"), 300), text_or_none(ref.get("chat"), 300)
    if message_id is None or chat is None:
        raise Rejected("the message is not known", code=ErrorCode.MEDIA_GONE)
    path = api.path("chats", chat, "messages", message_id)
    try:
        told = dict_of(await api.call("GET", path, params={"downloadMedia": "true"}, timeout_s=SLOW_TIMEOUT_S))
    except NotFound as error:
        raise Rejected(error.text, code=ErrorCode.MEDIA_GONE) from error
    media = dict_of(told.get("media"))
    url = text_or_none(media.get("url"), 4000)
    if url is None:
        reason = text_or_none(dict_of(media.get("error")).get("details"), 300) or "the server has no file"
        raise Rejected(reason.splitlines()[0], code=ErrorCode.MEDIA_GONE)
    return url


async def _open(api: Api, url: str) -> Download:
    """Open a file. The server's own files are asked of the configured base URL: it often calls itself localhost."""
    parts = urlsplit(url)
    start = next((at for prefix in _FILE_PATHS if (at := parts.path.find(prefix)) >= 0), -1)
    if start < 0:
        return await open_url(api.http, url)
    if ".." in unquote(parts.path).split("/"):
        raise Rejected("a path out of the files", code=ErrorCode.BLOCKED_ADDRESS)
    return await open_on_gateway(api.http, parts.path[start:])

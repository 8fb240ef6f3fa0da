"""Receipts, deletions, the connection and groups of Uazapi (others dossier §2.4, seen in captures)."""

from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Media, Peer
from services.domain.errors import ParseError
from services.domain.events import (
    AckSeen,
    AnyEvent,
    ChatReadSeen,
    ConnectionSeen,
    ConnectionState,
    GroupSeen,
    MediaSeen,
    MessageRevoked,
    QrSeen,
    Unrecognised,
)
from services.domain.status import Status, from_word
from services.providers.adapters.uazapi.fields import address_of, folded, name_of, person, stanza_of
from services.providers.reading import (
    base64_or_none,
    bool_or_none,
    dict_of,
    list_of,
    moment_ms,
    text_or_none,
)

_QR_LIFE_S = 120
_CODE_LIFE_S = 300
# whatsmeow's and Baileys' numbers agree from 2 on; 0 never shows a failure that may be none (unverified)
_NUMBERS = {
    0: Status.SENDING,
    1: Status.SENDING,
    2: Status.SENT,
    3: Status.DELIVERED,
    4: Status.READ,
    5: Status.PLAYED,
}


def messages_update(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    """Receipts and deletions: one event for many ids, or the older flat forms ``{id, status}``."""
    told = body.get("event")
    if isinstance(told, list):
        items = [folded(i) for i in told]
    elif isinstance(told, dict):
        items = [folded(told)]
    else:
        items = [folded(dict_of(body.get("data")) or body)]
    word = text_or_none(body.get("state"), 40)
    found: list[AnyEvent] = []
    for item in items:
        try:
            found.extend(_update(dict_of(item), word, body, received_at_ms))
        except ParseError as error:
            found.append(
                Unrecognised(name="messages_update", raw_kind="messages_update", reason=error.text, problem=True)
            )
    return tuple(found)


def _update(item: dict[str, Any], word: str | None, body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    raw_kind = "messages_update"
    ids = [stanza_of(i) for i in list_of(item.get("messageids"))]
    ids += [stanza_of(item.get("messageid")) or stanza_of(item.get("id"))] if not ids else []
    stanza_ids = tuple(i for i in ids if i)
    if not stanza_ids:
        raise ParseError("update without ids")
    at = moment_ms(item.get("timestamp"), received_at_ms)
    chat = person(item.get("chat"), item.get("chatid"))
    address = chat.address if chat else None
    sender = person(item.get("sender_pn"), item.get("sender_lid"), item.get("sender"))
    state = (
        word
        or text_or_none(item.get("type"), 40)
        or text_or_none(item.get("state"), 40)
        or text_or_none(item.get("status"), 40)
    )
    if (state is None and body.get("type") == "FileDownloaded") or item.get("fileurl"):
        return _file(stanza_ids[0], item)
    lower = (state or "").lower()
    if lower == "deleted":
        return (
            MessageRevoked(
                occurred_at_ms=at,
                raw_kind=raw_kind,
                stanza_ids=stanza_ids,
                by=sender.address if sender else None,
                chat=address,
            ),
        )
    from_me = bool_or_none(item.get("isfromme"))
    status = _NUMBERS.get(int(lower)) if lower.isdigit() and len(lower) == 1 else from_word(lower)
    if lower in ("readself", "read-self") or (from_me and status in (Status.READ, Status.PLAYED)):
        return (ChatReadSeen(occurred_at_ms=at, raw_kind=raw_kind, chat=address, stanza_ids=stanza_ids),)
    if status is None or (from_me and status is Status.DELIVERED):
        return (Unrecognised(name=f"messages_update {state}", raw_kind=raw_kind),)
    return (
        AckSeen(
            occurred_at_ms=at,
            raw_kind=raw_kind,
            stanza_ids=stanza_ids,
            status=status,
            chat=address,
            participant=sender.address if sender and _is_group(address, item) else None,
        ),
    )


def _is_group(chat: Address | None, item: dict[str, Any]) -> bool:
    return bool(bool_or_none(item.get("isgroup"))) or bool(chat and chat.kind is AddressKind.GROUP)


def _file(stanza_id: str, item: dict[str, Any]) -> tuple[AnyEvent, ...]:
    url = text_or_none(item.get("fileurl"), 4000)
    if url is None:
        return (Unrecognised(name="messages_update FileDownloaded", raw_kind="messages_update"),)
    media = Media(url=url, mime=text_or_none(item.get("mimetype"), 200), ref={"id": stanza_id})
    return (MediaSeen(raw_kind="messages_update", stanza_id=stanza_id, media=media),)


def connection(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    """``connection``: a QR or pairing code to show, else the state. Older flat bodies are read too."""
    instance = dict_of(body.get("instance"))
    return (connection_of({**body, **instance}, text_or_none(body.get("type"), 100), received_at_ms),)


def connection_of(
    data: dict[str, Any], kind: str | None, received_at_ms: int
) -> QrSeen | ConnectionSeen | Unrecognised:
    """The reading of an Instance object, from an event or from REST (``kind`` is the event's ``type``)."""
    status = data.get("status", data.get("state"))
    if isinstance(status, dict):
        connected = bool_or_none(status.get("connected"))
        word = "connected" if connected else (None if connected is None else "disconnected")
    else:
        word = (text_or_none(status, 40) or "").lower() or None
    image, code = base64_or_none(data.get("qrcode")), text_or_none(data.get("paircode"), 40)
    if word != "connected" and (image or code):
        return QrSeen(
            raw_kind="connection",
            image_base64=None if code else image,
            pairing_code=code,
            expires_s=_CODE_LIFE_S if code else _QR_LIFE_S,
        )
    reason = text_or_none(data.get("lastDisconnectReason"), 500)
    state = _state(word, kind or "", reason or "")
    if state is None:
        return Unrecognised(name=f"connection {word}", raw_kind="connection")
    lost = state not in (ConnectionState.CONNECTED, ConnectionState.CONNECTING)
    return ConnectionSeen(
        occurred_at_ms=moment_ms(data.get("lastDisconnect"), received_at_ms) if lost else None,
        raw_kind="connection",
        state=state,
        reason=(reason or kind) if lost else None,
        own_address=address_of(data.get("owner")),
        own_name=name_of(data.get("profileName")),
        own_picture_url=text_or_none(data.get("profilePicUrl"), 4000),
    )


def _state(word: str | None, kind: str, reason: str) -> ConnectionState | None:
    if kind == "TemporaryBan":
        return ConnectionState.BANNED
    if kind == "LoggedOut" or (word == "disconnected" and _says_logged_out(reason)):
        return ConnectionState.LOGGED_OUT
    if word in ("connected", "open"):
        return ConnectionState.CONNECTED
    if word == "connecting":
        return ConnectionState.CONNECTING
    if word in ("disconnected", "close", "hibernated") or kind == "Disconnected":
        return ConnectionState.RECONNECTING
    return None


def _says_logged_out(reason: str) -> bool:
    lower = reason.lower()
    return lower.startswith("401") or "logged out" in lower


def groups(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    """``groups``: a delta (one event for each thing that changed) or the group we were put into."""
    event = folded(dict_of(body.get("event")) or dict_of(body.get("data")))
    address = address_of(event.get("jid")) or address_of(event.get("chatid"))
    if address is None:
        raise ParseError("group event without JID")
    at = moment_ms(event.get("timestamp"), received_at_ms)
    actor = person(
        event.get("senderpn") or event.get("sender_pn"),
        event.get("sender_lid"),
        event.get("sender"),
        push_name=name_of(event.get("notify")) if body.get("type") == "Group" else None,
    )
    if body.get("type") == "JoinedGroup" or "participants" in event:
        return (_joined(event, address, at),)

    def seen(action: str, **more: Any) -> GroupSeen:
        group = Peer(address=address, name=more.get("subject"))
        return GroupSeen(occurred_at_ms=at, raw_kind="groups", group=group, action=action, actor=actor, **more)

    found: list[AnyEvent] = []
    for key, action in (("join", "add"), ("leave", "remove"), ("promote", "promote"), ("demote", "demote")):
        members = _members(event, key)
        if members:
            itself = key == "leave" and len(members) == 1 and actor and members[0].address == actor.address
            found.append(seen("leave" if itself else action, members=members))
    subject = _inner_text(event.get("name"), "name")
    if subject:
        found.append(seen("subject", subject=subject))
    topic = event.get("topic")
    if topic is not None:
        found.append(seen("description", description=_inner_text(topic, "topic")))
    if event.get("newinvitelink"):
        found.append(seen("invite"))
    if any(event.get(key) is not None for key in ("locked", "announce", "ephemeral", "delete")):
        found.append(seen("settings"))
    return tuple(found) or (Unrecognised(name="groups", raw_kind="groups", reason="nothing changed"),)


def _joined(event: dict[str, Any], address: Address, at: int | None) -> GroupSeen:
    people = (dict_of(p) for p in list_of(event.get("participants")))
    members = (
        person(p.get("phonenumber"), p.get("jid"), p.get("lid"), name=name_of(p.get("displayname"))) for p in people
    )
    subject = _inner_text(event.get("name"), "name")
    return GroupSeen(
        occurred_at_ms=at,
        raw_kind="groups",
        group=Peer(address=address, name=subject),
        action="joined",
        actor=person(event.get("senderpn"), event.get("sender")),
        members=tuple(m for m in members if m),
        subject=subject,
        description=_inner_text(event.get("topic"), "topic"),
    )


def _members(event: dict[str, Any], key: str) -> tuple[Peer, ...]:
    """The people of one list; its ``…Lid`` twin names the same people in the same order."""
    told, twins = list_of(event.get(key)), list_of(event.get(f"{key}lid"))
    pairs = zip(told, twins, strict=True) if len(told) == len(twins) else ((t, None) for t in told)
    return tuple(p for first, second in pairs if (p := person(first, second)))


def _inner_text(value: Any, key: str) -> str | None:
    return text_or_none(dict_of(value).get(key) if isinstance(value, dict) else value, 2000)

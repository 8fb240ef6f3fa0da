"""Tolerant readers of Uazapi events whose bodies nobody has shown yet (others dossier §2.4, unverified).

They expect whatsmeow's JSON under ``event`` and accept the flat spellings that other clients handle.
"""

from typing import Any

import msgspec

from services.domain.errors import ParseError
from services.domain.events import (
    AnyEvent,
    CallSeen,
    ChatLabelsSeen,
    ChatSeen,
    ContactSeen,
    LabelSeen,
    PresenceSeen,
    PresenceState,
    Unrecognised,
)
from services.providers.adapters.uazapi.fields import address_of, folded, name_of, person
from services.providers.labels import colours
from services.providers.reading import (
    bool_or_none,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    moment_ms,
    text_or_none,
)

_PRESENCES = {
    "composing": PresenceState.TYPING,
    "typing": PresenceState.TYPING,
    "recording": PresenceState.RECORDING,
    "paused": PresenceState.PAUSED,
    "available": PresenceState.ONLINE,
    "online": PresenceState.ONLINE,
    "unavailable": PresenceState.OFFLINE,
    "offline": PresenceState.OFFLINE,
}
_CALL_WORDS = (
    ("offer", "offer"),
    ("ring", "ringing"),
    ("reject", "rejected"),
    ("decline", "rejected"),
    ("accept", "accepted"),
    ("miss", "missed"),
    ("timeout", "missed"),
    ("terminat", "ended"),
    ("end", "ended"),
)


def _first(*values: Any) -> str | None:
    return next((t for v in values if (t := text_or_none(v, 300))), None)


def presence(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    """Typing, recording, online; Baileys' ``presences{jid}`` too."""
    flat, event = folded(body), folded(dict_of(body.get("event")) or dict_of(body.get("data")))
    chat = person(event.get("chat"), event.get("chatid"), event.get("from"), flat.get("chatid"), flat.get("from"))
    if chat is None:
        chat = person(event.get("id"))
    if chat is None:
        raise ParseError("presence without chat")
    found: list[AnyEvent] = []
    told = {k: dict_of(v).get("lastknownpresence") for k, v in dict_of(event.get("presences")).items()}
    if not told:
        word = _first(event.get("state"), flat.get("presence"), flat.get("state"))
        away = bool_or_none(event.get("unavailable"))
        if away is not None and event.get("state") is None:
            word = "unavailable" if away else "available"
        sender = person(event.get("sender_pn"), event.get("sender"))
        told = {str(sender.address) if sender else "": word}
    for who, word in told.items():
        state = _PRESENCES.get((text_or_none(word, 40) or "").lower())
        if state is PresenceState.TYPING and event.get("media") == "audio":
            state = PresenceState.RECORDING
        if state is None:
            found.append(Unrecognised(name=f"presence {word}", raw_kind="presence"))
            continue
        found.append(
            PresenceSeen(
                raw_kind="presence",
                chat=chat.address,
                state=state,
                who=address_of(who),
                last_seen_at_ms=moment_ms(event.get("lastseen"), received_at_ms),
            )
        )
    return tuple(found)


def call(body: dict[str, Any], received_at_ms: int) -> tuple[AnyEvent, ...]:
    """A call's phase."""
    flat = folded(body)
    event, inner = dict_of(flat.get("event")), dict_of(flat.get("call"))
    call_id = id_or_none(
        event.get("callid") or event.get("id") or inner.get("id") or flat.get("callid") or flat.get("id")
    )
    if call_id is None:
        raise ParseError("call without id")
    told = (flat.get("type"), event.get("type"), flat.get("action"), flat.get("tag"), flat.get("calltype"))
    words = [w.lower() for v in told if (w := text_or_none(v, 100))]
    phase = next((to for word in words for part, to in _CALL_WORDS if part in word), None)
    if phase is None and words:
        return (Unrecognised(name=f"call {words[0]}", raw_kind="call"),)
    caller = person(
        event.get("callcreatoralt"),
        event.get("from"),
        event.get("callcreator"),
        inner.get("chatid"),
        flat.get("from"),
        flat.get("caller"),
    )
    return (
        CallSeen(
            occurred_at_ms=moment_ms(event.get("timestamp"), received_at_ms),
            raw_kind="call",
            call_id=call_id,
            phase=phase or "offer",
            caller=caller,
            video=bool_or_none(event.get("isvideo")),
            group=bool(event.get("groupjid")),
        ),
    )


def contacts(body: dict[str, Any], _: int) -> tuple[AnyEvent, ...]:
    """Names and pictures of people."""
    flat = folded(body)
    several = list_of(flat.get("contacts")) or list_of(flat.get("contact")) or list_of(flat.get("event"))
    return tuple(_contact(dict_of(c)) for c in several or [flat])


def _contact(data: dict[str, Any]) -> AnyEvent:
    who = person(
        data.get("jid") or data.get("id"),
        data.get("lid"),
        name=name_of(data.get("contactname")) or name_of(data.get("name")) or name_of(data.get("fullname")),
        push_name=name_of(data.get("notify")) or name_of(data.get("pushname")),
    )
    if who is None:
        return Unrecognised(name="contacts", raw_kind="contacts", reason="without JID", problem=True)
    who = msgspec.structs.replace(
        who,
        business_name=name_of(data.get("verifiedname")),
        picture_url=text_or_none(data.get("imgurl"), 4000),
    )
    return ContactSeen(raw_kind="contacts", contact=who)


def blocks(body: dict[str, Any], _: int) -> tuple[AnyEvent, ...]:
    """People blocked or unblocked."""
    flat = folded(body)
    event = dict_of(flat.get("event"))
    told = [(dict_of(c).get("jid"), dict_of(c).get("action")) for c in list_of(event.get("changes"))]
    told += [(jid, "block") for jid in list_of(flat.get("blocklist"))]
    if flat.get("jid"):
        told.append((flat.get("jid"), flat.get("action")))
    found: list[AnyEvent] = []
    for jid, action in told:
        who = person(jid)
        if who is None or action not in ("block", "unblock"):
            found.append(Unrecognised(name="blocks", raw_kind="blocks", problem=True))
            continue
        found.append(ContactSeen(raw_kind="blocks", contact=who, blocked=action == "block"))
    return tuple(found) or (Unrecognised(name="blocks", raw_kind="blocks"),)


def labels(body: dict[str, Any], _: int) -> tuple[AnyEvent, ...]:
    """Labels made, renamed, removed."""
    flat = folded(body)
    several = list_of(flat.get("labels")) or list_of(flat.get("label")) or list_of(flat.get("event"))
    found: list[AnyEvent] = []
    for item in map(dict_of, several):
        data = {**item, **dict_of(item.get("action"))}
        label_id = id_or_none(data.get("labelid")) or id_or_none(data.get("id"))
        index, colour = colours(data.get("color"), data.get("colorhex") or data.get("color"))
        if label_id is None:
            found.append(Unrecognised(name="labels", raw_kind="labels", reason="without id", problem=True))
            continue
        found.append(
            LabelSeen(
                raw_kind="labels",
                label_id=label_id,
                name=name_of(data.get("name")),
                colour=colour,
                colour_index=index,
                deleted=bool_or_none(data.get("deleted")) or False,
            )
        )
    return tuple(found) or (Unrecognised(name="labels", raw_kind="labels"),)


def chat_labels(body: dict[str, Any], _: int) -> tuple[AnyEvent, ...]:
    """Labels put on a chat or taken off it; the chat itself names all that it has."""
    flat = folded(body)
    chat, event = dict_of(flat.get("chat")), dict_of(flat.get("event"))
    who = person(chat.get("wa_chatid"), event.get("jid"), event.get("chatid"))
    if who is None:
        raise ParseError("chat labels without chat")
    if "wa_label" in chat:
        ids = (id_or_none(each) for each in list_of(chat["wa_label"]))
        return (ChatLabelsSeen(raw_kind="chat_labels", chat=who.address, label_ids=tuple(i for i in ids if i)),)
    told: list[tuple[Any, bool | None]]
    if event.get("labelid") is not None:
        told = [(event["labelid"], bool_or_none(dict_of(event.get("action")).get("labeled")))]
    else:
        told = [(i, event.get("action") == "add") for i in list_of(event.get("labelids"))]
    found = tuple(
        LabelSeen(raw_kind="chat_labels", label_id=label, chat=who.address, assigned=assigned)
        for value, assigned in told
        if (label := id_or_none(value))
    )
    return found or (Unrecognised(name="chat_labels", raw_kind="chat_labels", reason="no label"),)


def chats(body: dict[str, Any], _: int) -> tuple[AnyEvent, ...]:
    """Chats as a whole: archived, pinned, muted, unread."""
    several = list_of(body.get("chats")) or list_of(body.get("chat"))
    return tuple(chat_seen(dict_of(c)) for c in several) or (
        Unrecognised(name="chats", raw_kind="chats", problem=True),
    )


def chat_seen(data: dict[str, Any]) -> AnyEvent:
    """One Chat object of an event or of ``/chat/find``."""
    who = person(
        data.get("wa_chatid"),
        data.get("wa_chatlid"),
        name=name_of(data.get("wa_contactName")),
        push_name=name_of(data.get("wa_name")) or name_of(data.get("name")),
    )
    if who is None:
        return Unrecognised(name="chats", raw_kind="chats", reason="without wa_chatid", problem=True)
    mute = int_or_none(data.get("wa_muteEndTime"))
    return ChatSeen(
        raw_kind="chats",
        chat=who,
        archived=bool_or_none(data.get("wa_archived")),
        pinned=bool_or_none(data.get("wa_isPinned")),
        muted=None if mute is None else mute != 0,
        unread=int_or_none(data.get("wa_unreadCount")),
    )

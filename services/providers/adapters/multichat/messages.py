"""MultiChat's ``message`` event: who, where, which direction, and what is in ``msgContent``.

The seed shows ``{type: "text", text}``; the other types take the fields listed in others.md §1.2
(unverified), and the message objects of Baileys, which the project behind the seed reads, are taken too.
"""

from typing import Any

from services.domain.address import AddressKind
from services.domain.content import ContactCard, Content, Direction, Location, Media, MessageKind, Peer
from services.domain.events import AnyEvent, MessageSeen, Unrecognised
from services.providers import reading, shapes
from services.providers.baileys_events import Frame, events_of
from services.providers.base import Inbound

_KINDS = {
    "text": MessageKind.TEXT,
    "image": MessageKind.IMAGE,
    "video": MessageKind.VIDEO,
    "audio": MessageKind.AUDIO,
    "ptt": MessageKind.VOICE,
    "voice": MessageKind.VOICE,
    "document": MessageKind.DOCUMENT,
    "sticker": MessageKind.STICKER,
    "location": MessageKind.LOCATION,
    "contact": MessageKind.CONTACTS,
}
_SEED_KEYS = frozenset({"type", "text", "caption", "url"})
_PLAIN_KINDS = frozenset({MessageKind.TEXT, MessageKind.LOCATION, MessageKind.CONTACTS, MessageKind.UNSUPPORTED})


def read_message(
    event: str, body: dict[str, Any], inbound: Inbound, by_address: Direction | None
) -> tuple[AnyEvent, ...]:
    """The message; ``by_address`` is what the address posted to says where ``fromMe`` is missing."""
    stanza_id = reading.id_or_none(body.get("messageId"))
    if stanza_id is None:
        return (Unrecognised(name=event, reason="message without messageId", problem=True),)
    from_me = reading.bool_or_none(body.get("fromMe"))
    if from_me is not None:
        direction = Direction.OUT if from_me else Direction.IN
    else:
        direction = by_address or Direction.IN
    chat, author = _people(body, direction)
    content = reading.dict_of(body.get("msgContent"))
    moment = reading.moment_ms(body.get("timestamp"), inbound.received_at_ms)
    inferred = from_me is None and by_address is None
    if content and not _SEED_KEYS & content.keys():
        frame = Frame(
            stanza_id=stanza_id,
            chat=chat,
            author=author,
            direction=direction,
            direction_inferred=inferred,
            occurred_at_ms=moment,
            received_at_ms=inbound.received_at_ms,
            raw_kind=event,
            own=inbound.own_address,
        )
        return events_of(content, frame)
    raw_kind = reading.text_or_none(content.get("type"), 100) or "text"
    kind = _KINDS.get(raw_kind.lower(), MessageKind.UNSUPPORTED)
    seen = MessageSeen(
        stanza_id=stanza_id,
        chat=chat,
        author=author,
        direction=direction,
        direction_inferred=inferred,
        kind=kind,
        text=reading.text_or_none(content.get("text")) or reading.text_or_none(content.get("caption")),
        media=None if kind in _PLAIN_KINDS else _media(content),
        content=_content(content, kind, raw_kind),
        occurred_at_ms=moment,
        raw_kind=event,
    )
    return (seen,)


def _people(body: dict[str, Any], direction: Direction) -> tuple[Peer | None, Peer | None]:
    """Chat and author. An outgoing message without ``chat`` has none: its target is not told."""
    chat = reading.dict_of(body.get("chat"))
    sender = reading.dict_of(body.get("sender"))
    where, who = shapes.known(chat.get("id")), shapes.known(sender.get("id"))
    chat_name = reading.text_or_none(chat.get("name"), 200)
    if direction is Direction.OUT:
        return (Peer(address=where, name=chat_name) if where else None), None
    name = reading.text_or_none(sender.get("name"), 200)
    if where is None:
        return (Peer(address=who, push_name=name) if who else None), None
    if where.kind not in (AddressKind.USER, AddressKind.LID):
        return Peer(address=where, name=chat_name), Peer(address=who, push_name=name) if who else None
    # in a direct chat sender and chat are one person: a LID beside a number is an alias
    alias = (who,) if who is not None and who.kind is not where.kind else ()
    return Peer(address=where, aliases=alias, name=chat_name, push_name=name), None


def _media(content: dict[str, Any]) -> Media:
    return Media(
        url=reading.text_or_none(content.get("url"), 4096),
        mime=reading.text_or_none(content.get("mimetype"), 200),
        file_name=reading.text_or_none(content.get("fileName"), 300),
    )


def _content(content: dict[str, Any], kind: MessageKind, raw_kind: str) -> Content | None:
    if kind is MessageKind.UNSUPPORTED:
        return Content(raw_kind=raw_kind)
    if kind is MessageKind.CONTACTS:
        name = reading.text_or_none(content.get("name"), 200) or ""
        phone = reading.text_or_none(content.get("phone"), 40)
        vcard = reading.text_or_none(content.get("vcard"), 20_000)
        return Content(contacts=(ContactCard(name=name, phones=(phone,) if phone else (), vcard=vcard),))
    latitude = reading.number_or_none(content.get("latitude"))
    longitude = reading.number_or_none(content.get("longitude"))
    if kind is MessageKind.LOCATION and latitude is not None and longitude is not None:
        return Content(
            location=Location(
                latitude=latitude,
                longitude=longitude,
                name=reading.text_or_none(content.get("name"), 200),
                address=reading.text_or_none(content.get("address"), 500),
            )
        )
    return None

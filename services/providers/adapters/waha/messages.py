"""A WAHA message object (waha dossier §2.7) as a canonical event, from any engine, pushed or fetched."""

from collections.abc import Iterator
from typing import Any

import msgspec

from services.domain.address import Address, AddressKind, parse
from services.domain.content import MEDIA_KINDS, Content, Direction, Location, Media, MessageKind, Peer, Quoted
from services.domain.errors import ParseError
from services.domain.events import AnyEvent, MessageEdited, MessageRevoked, MessageSeen, ReactionSeen
from services.providers.adapters.waha.activity_events import ack_status
from services.providers.adapters.waha.context import Context, person
from services.providers.adapters.waha.engine_data import Names, names_of, nothing_but, reading_of
from services.providers.adapters.waha.ids import MessageId, address_of, read_id, wire_id
from services.providers.adapters.waha.raw_reading import Reading
from services.providers.reading import (
    bool_or_none,
    dict_of,
    list_of,
    number_or_none,
    text_or_none,
)
from services.providers.vcard import read_vcard

_WHATSAPP_ITSELF = Address(AddressKind.USER, "0")
_MENUS = (MessageKind.LIST, MessageKind.BUTTONS, MessageKind.TEMPLATE, MessageKind.PAYMENT)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Which message it is, where it belongs and who wrote it."""

    id: MessageId
    chat: Address | None
    from_me: bool
    participant: Address | None
    direct: bool


def head_of(payload: dict[str, Any], context: Context) -> Head:
    """Id, chat, direction and author; raises ParseError where id or direction is not told.

    The chat comes from the id: ``from`` and ``to`` mean other things on each engine (dossier §2.3).
    """
    data = dict_of(payload.get("_data"))
    found = read_id(payload.get("id"))
    if found is None:
        raise ParseError("message without an id")
    from_me = bool_or_none(payload.get("fromMe"))
    if from_me is None:
        from_me = found.from_me
    if from_me is None:
        raise ParseError("message without a direction")
    chat = found.chat or address_of(dict_of(data.get("id")).get("remote"))
    if chat is None:
        chat = parse(payload.get("from"))
        if from_me and context.is_own(chat):
            chat = parse(payload.get("to"))
    direct = chat is not None and chat.kind in (AddressKind.USER, AddressKind.LID)
    participant = parse(payload.get("participant")) or parse(payload.get("author")) or found.participant
    return Head(id=found, chat=chat, from_me=from_me, participant=None if direct else participant, direct=direct)


def message(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``message`` and ``message.any``, and each item of the messages the REST API lists.

    Frames that are no message to anybody yield nothing; an old release's edits, deletions and
    reactions, which came as messages, yield what they are.
    """
    head = head_of(payload, context)
    if head.chat == _WHATSAPP_ITSELF:
        return
    data = dict_of(payload.get("_data"))
    reading = reading_of(data)
    names = names_of(data, direct=head.direct, from_me=head.from_me)
    action = _action(reading, head, names, context, payload)
    if action is not None:
        yield action
        return
    kind = _kind(reading, payload)
    if reading.service and kind is MessageKind.UNSUPPORTED:
        return
    yield _seen(payload, context, head, names, reading, kind)


def waiting(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``message.waiting`` (WEBJS): a place holder; the message itself follows with the same stanza id."""
    head = head_of(payload, context)
    data = dict_of(payload.get("_data"))
    names = names_of(data, direct=head.direct, from_me=head.from_me)
    yield _seen(payload, context, head, names, Reading(), MessageKind.UNDECRYPTED)


def _seen(
    payload: dict[str, Any], context: Context, head: Head, names: Names, reading: Reading, kind: MessageKind
) -> MessageSeen:
    return MessageSeen(
        stanza_id=head.id.stanza_id,
        provider_message_id=head.id.whole,
        chat=chat_of(head, names),
        author=author_of(head, names),
        direction=Direction.OUT if head.from_me else Direction.IN,
        origin=context.origin(payload, head.from_me),
        kind=kind,
        text=_text(payload, reading, kind),
        media=_media(payload, reading, head) if kind in MEDIA_KINDS else None,
        quoted=_quoted(payload, reading, context),
        content=_content(payload, reading, kind),
        status=ack_status(payload) if head.from_me else None,
        edited=reading.edited or bool(dict_of(payload.get("_data")).get("latestEditSenderTimestampMs")),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def _action(reading: Reading, head: Head, names: Names, context: Context, payload: dict[str, Any]) -> AnyEvent | None:
    at_ms = context.moment(payload.get("timestamp"))
    if reading.revokes:
        return MessageRevoked(
            stanza_ids=(reading.revokes,), by=actor_address(head, context), chat=head.chat,
            occurred_at_ms=at_ms, raw_kind=context.event,
        )  # fmt: skip
    if reading.edits:
        return MessageEdited(
            stanza_id=reading.edits,
            text=reading.text,
            chat=head.chat,
            occurred_at_ms=at_ms,
            raw_kind=context.event,
        )
    if reading.reacts_to:
        return ReactionSeen(
            stanza_id=reading.reacts_to, emoji=reading.text, from_me=head.from_me, chat=head.chat,
            actor=None if head.from_me else author_of(head, names) or chat_of(head, names),
            occurred_at_ms=at_ms, raw_kind=context.event,
        )  # fmt: skip
    return None


def actor_address(head: Head, context: Context) -> Address | None:
    """Who did it: ourselves, the participant, or the other side of a direct chat."""
    if head.from_me:
        return context.own
    return head.chat if head.direct else head.participant


def chat_of(head: Head, names: Names) -> Peer | None:
    """The chat with all that is known of the other side, None where it is not told."""
    if head.chat is None:
        return None
    return _named(head.chat, names.chat_alias, names) if head.direct else Peer(address=head.chat)


def author_of(head: Head, names: Names) -> Peer | None:
    """The member who wrote in a group (or a story); None in direct chats and for ourselves."""
    if head.direct or head.from_me or head.participant is None:
        return None
    return _named(head.participant, names.sender_alias, names)


def _named(address: Address, alias: Address | None, names: Names) -> Peer | None:
    peer = person(address, alias, push_name=names.push_name)
    return msgspec.structs.replace(peer, business_name=names.business_name) if peer else None


def _kind(reading: Reading, payload: dict[str, Any]) -> MessageKind:
    """The engine's word for it; where that is missing or unknown, what WAHA's own fields show."""
    if reading.kind is not None and reading.kind is not MessageKind.UNSUPPORTED:
        return reading.kind
    location = dict_of(payload.get("location"))
    if location:
        return MessageKind.LIVE_LOCATION if bool_or_none(location.get("live")) else MessageKind.LOCATION
    if list_of(payload.get("vCards")):
        return MessageKind.CONTACTS
    media = dict_of(payload.get("media"))
    if bool_or_none(payload.get("hasMedia")) or media.get("url") or media.get("mimetype"):
        return kind_by_mime(text_or_none(media.get("mimetype"), 120))
    return MessageKind.TEXT if text_or_none(payload.get("body")) else MessageKind.UNSUPPORTED


def kind_by_mime(mime: str | None) -> MessageKind:
    """The kind of a file of which only the type is told; a voice note cannot be told from other sound."""
    base = (mime or "").partition(";")[0].strip().lower()
    if base in ("image/webp", "application/was"):
        return MessageKind.STICKER
    family = base.partition("/")[0]
    if family == "audio":
        return MessageKind.VOICE if "opus" in (mime or "").lower() else MessageKind.AUDIO
    return {"image": MessageKind.IMAGE, "video": MessageKind.VIDEO}.get(family, MessageKind.DOCUMENT)


def _text(payload: dict[str, Any], reading: Reading, kind: MessageKind) -> str | None:
    body = text_or_none(payload.get("body"))
    if kind in _MENUS and reading.text:
        # WAHA glues title, description and footer together there
        return reading.text
    if kind in (
        MessageKind.LOCATION,
        MessageKind.LIVE_LOCATION,
        MessageKind.CONTACTS,
        MessageKind.UNDECRYPTED,
    ):
        return reading.text
    if not reading.body_is_text:
        return reading.text
    if kind is MessageKind.DOCUMENT and body and body == (reading.media.file_name if reading.media else None):
        # the browser engines repeat the file's name where there is no caption
        return None
    return body or reading.text


def _media(payload: dict[str, Any], reading: Reading, head: Head) -> Media:
    """The file as WAHA and the engine tell; ``ref`` is what ``Client.download`` takes.

    ``url`` stays inside ``ref``: it often says localhost and always needs our key, so nobody but the
    client may follow it. Without one the message itself is asked for again (dossier §2.4).
    """
    told = dict_of(payload.get("media"))
    ref = {"message": head.id.whole}
    if head.chat is not None:
        ref["chat"] = wire_id(head.chat)
    url = text_or_none(told.get("url"), 4000) or text_or_none(payload.get("mediaUrl"), 4000)
    if url:
        ref["url"] = url
    base = reading.media or Media()
    return msgspec.structs.replace(
        base,
        mime=text_or_none(told.get("mimetype"), 120) or base.mime,
        file_name=text_or_none(told.get("filename"), 300) or base.file_name,
        ref=ref,
    )


def _quoted(payload: dict[str, Any], reading: Reading, context: Context) -> Quoted | None:
    told = dict_of(payload.get("replyTo"))
    found = read_id(told.get("id"))
    if found is None:
        original = reading.quoted
        if original is None:
            return None
        return msgspec.structs.replace(original, from_me=_is_ours(original.author, None, context))
    author = parse(told.get("participant")) or found.participant
    inner = reading.quoted if reading.quoted and reading.quoted.stanza_id == found.stanza_id else None
    return Quoted(
        stanza_id=found.stanza_id,
        author=author or (inner.author if inner else None),
        from_me=_is_ours(author, found.from_me, context),
        kind=inner.kind if inner else None,
        text=text_or_none(told.get("body")) or (inner.text if inner else None),
    )


def _is_ours(author: Address | None, told: bool | None, context: Context) -> bool | None:
    if told is not None:
        return told
    if author is None or context.own is None:
        return None
    if author.kind is AddressKind.LID and context.own_lid is None:
        return None
    return context.is_own(author)


def _content(payload: dict[str, Any], reading: Reading, kind: MessageKind) -> Content | None:
    content = reading.content
    if kind in (MessageKind.LOCATION, MessageKind.LIVE_LOCATION):
        place = _location(dict_of(payload.get("location")))
        content = msgspec.structs.replace(content, location=place or content.location)
    if kind is MessageKind.CONTACTS:
        cards = tuple(read_vcard(card) for card in list_of(payload.get("vCards")) if isinstance(card, str))
        content = msgspec.structs.replace(content, contacts=cards or content.contacts)
    return nothing_but(content)


def _location(told: dict[str, Any]) -> Location | None:
    latitude, longitude = number_or_none(told.get("latitude")), number_or_none(told.get("longitude"))
    if latitude is None or longitude is None:
        return None
    return Location(
        latitude=latitude,
        longitude=longitude,
        name=text_or_none(told.get("name"), 300) or text_or_none(told.get("description"), 300),
        address=text_or_none(told.get("address"), 500),
        url=text_or_none(told.get("url"), 2000),
    )

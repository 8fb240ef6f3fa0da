"""Messages of Evolution: received, typed on the phone, sent by REST, from history (dossier §3.3, §3.4)."""

from collections.abc import Iterator
from typing import Any

import msgspec

from services.domain.content import Direction, Media, MessageKind, Origin, Peer
from services.domain.errors import ParseError
from services.domain.events import (
    AnyEvent,
    MessageEdited,
    MessageRevoked,
    MessageSeen,
    PollVoteSeen,
    ReactionSeen,
    Unrecognised,
)
from services.domain.status import Status, merge
from services.providers import baileys, reading
from services.providers.adapters.evolution.envelope import Envelope
from services.providers.baileys import Body, Edit, Key, Reaction, Reading, Revoke, Vote
from services.providers.baileys_part import plain

_REF_FIELDS = (
    "url", "mimetype", "mediaKey", "directPath", "fileEncSha256", "fileSha256", "fileLength", "mediaKeyTimestamp",
)  # fmt: skip
_BYTES = ("mediaKey", "fileEncSha256", "fileSha256")
_EMPTY_HISTORY = frozenset({MessageKind.UNDECRYPTED})


def received(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``messages.upsert``: what customers write, and what was typed on the linked phone."""
    return message_events(item, envelope, Origin.PHONE)


def sent(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``send.message``: what went out by REST."""
    return message_events(item, envelope, Origin.API)


def from_history(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``messages.set`` and rows of findMessages; rows without content are left out."""
    for event in message_events(item, envelope, Origin.HISTORY):
        if not (isinstance(event, MessageSeen) and event.kind in _EMPTY_HISTORY):
            yield event


def message_events(item: dict[str, Any], envelope: Envelope, origin: Origin) -> Iterator[AnyEvent]:
    """The events of one message object. Raises ParseError where id or direction are missing."""
    key = baileys.read_key(item.get("key"))
    if key.id is None:
        raise ParseError("a message without key.id")
    if key.from_me is None:
        raise ParseError("a message without direction")
    at = reading.moment_ms(item.get("messageTimestamp"), envelope.received_at_ms)
    message = item.get("message")
    if isinstance(message, dict) and message:
        read = baileys.read(message, context=item.get("contextInfo"))
    else:
        read = baileys.read_stub(item.get("messageStubType"), item.get("messageStubParameters")) or Body(
            kind=MessageKind.UNDECRYPTED, raw_kind="empty"
        )
    if isinstance(read, Body):
        yield _seen(item, key, read, envelope, origin, at)
    else:
        yield from _special(read, key, item, envelope, at)


def _seen(
    item: dict[str, Any], key: Key, body: Body, envelope: Envelope, origin: Origin, at: int | None
) -> MessageSeen:
    assert key.id is not None
    out = bool(key.from_me)
    chat, author = _named(key, item)
    return MessageSeen(
        stanza_id=key.id,
        chat=chat,
        direction=Direction.OUT if out else Direction.IN,
        kind=body.kind,
        author=author,
        origin=origin if out or origin is Origin.HISTORY else None,
        text=body.text or _spoken(item, body),
        media=_fetchable(body.media, item),
        quoted=body.quoted,
        content=body.content,
        status=_status(item) if out else None,
        edited=body.edited,
        occurred_at_ms=at,
        raw_kind=envelope.event,
    )


def _named(key: Key, item: dict[str, Any]) -> tuple[Peer | None, Peer | None]:
    """Chat and author, with the sender's public name on whoever wrote; our own name says nothing."""
    name = reading.text_or_none(item.get("pushName"), 200)
    if key.from_me or name is None:
        return key.chat, key.author
    business = reading.text_or_none(item.get("verifiedBizName"), 200)
    if key.author is not None:
        return key.chat, msgspec.structs.replace(key.author, push_name=name, business_name=business)
    if key.chat is None:
        return None, None
    return msgspec.structs.replace(key.chat, push_name=name, business_name=business), None


def _status(item: dict[str, Any]) -> Status | None:
    """The best tick told: of the object itself, or of its MessageUpdate rows (findMessages)."""
    found = baileys.status_of(item.get("status"))
    for row in reading.list_of(item.get("MessageUpdate")):
        found = merge(found, baileys.status_of(reading.dict_of(row).get("status")))
    return found


def _spoken(item: dict[str, Any], body: Body) -> str | None:
    """Evolution's own transcription of a voice note (dossier §2.7)."""
    if body.kind not in (MessageKind.VOICE, MessageKind.AUDIO):
        return None
    return reading.text_or_none(reading.dict_of(item.get("message")).get("speechToText"), 20_000)


def _fetchable(media: Media | None, item: dict[str, Any]) -> Media | None:
    """The file with what ``getBase64FromMediaMessage`` needs, also where Evolution's database is off."""
    if media is None:
        return None
    message, _ = baileys.unwrapped(reading.dict_of(item.get("message")))
    kept: dict[str, Any] = {}
    for name, value in message.items():
        if isinstance(value, dict) and ("directPath" in value or "mediaKey" in value):
            kept[name] = {
                field: (reading.base64_or_none(value[field]) if field in _BYTES else value[field])
                for field in _REF_FIELDS
                if field in value
            }
    key = reading.dict_of(item.get("key"))
    told = {k: key[k] for k in ("id", "remoteJid", "fromMe", "participant") if key.get(k) not in (None, "")}
    ref: dict[str, Any] = {"key": told}
    if kept:
        ref["message"] = kept
    if media.url:
        ref["url"] = media.url
    return msgspec.structs.replace(media, ref=plain(ref))


def _special(read: Reading, key: Key, item: dict[str, Any], envelope: Envelope, at: int | None) -> Iterator[AnyEvent]:
    chat = key.chat.address if key.chat else None
    named_chat, named_author = _named(key, item)
    actor = None if key.from_me else named_author or named_chat
    match read:
        case Reaction():
            yield ReactionSeen(
                stanza_id=read.target_id,
                emoji=read.emoji,
                actor=actor,
                from_me=bool(key.from_me),
                chat=chat,
                occurred_at_ms=reading.moment_ms(read.at, envelope.received_at_ms) or at,
                raw_kind=envelope.event,
            )
        case Edit():
            yield edited(read, envelope, chat=key.chat, at=at)
        case Revoke():
            yield MessageRevoked(
                stanza_ids=(read.target_id,),
                by=actor.address if actor else envelope.own,
                chat=chat,
                occurred_at_ms=at,
                raw_kind=envelope.event,
            )
        case Vote():
            voter = Peer(address=envelope.own) if key.from_me and envelope.own else actor
            if voter is None:
                raise ParseError("a vote without voter")
            yield PollVoteSeen(
                stanza_id=read.target_id,
                voter=voter,
                options=read.options,
                undecrypted=read.undecrypted,
                chat=chat,
                occurred_at_ms=at,
                raw_kind=envelope.event,
            )


def edited(
    edit: Edit, envelope: Envelope, *, chat: Peer | None = None, at: int | None = None
) -> MessageEdited | Unrecognised:
    """The new text of a message, or a note where the edit brings none (a media's new bytes)."""
    if edit.text is None:
        return Unrecognised(name=envelope.event, raw_kind=envelope.event, reason="an edit without text")
    return MessageEdited(
        stanza_id=edit.target_id,
        text=edit.text,
        chat=chat.address if chat else None,
        occurred_at_ms=reading.moment_ms(edit.at, envelope.received_at_ms) or at,
        raw_kind=envelope.event,
    )

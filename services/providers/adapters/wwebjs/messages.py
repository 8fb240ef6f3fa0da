"""whatsapp-web.js message objects as canonical events, from the webhook and from the history alike."""

from typing import Any

from services.domain.content import Direction, Origin, Peer
from services.domain.events import (
    AckSeen,
    AnyEvent,
    ChatReadSeen,
    MediaSeen,
    MessageEdited,
    MessageRevoked,
    MessageSeen,
    PollVoteSeen,
    ReactionSeen,
    Unrecognised,
)
from services.domain.status import Status
from services.providers import reading
from services.providers.adapters.wwebjs import content
from services.providers.adapters.wwebjs.ids import Key, address_of, read_key, wire_id
from services.providers.adapters.wwebjs.people import chat_and_author
from services.providers.base import Inbound

_ACKS = {
    -1: Status.FAILED,
    0: Status.SENDING,
    1: Status.SENT,
    2: Status.DELIVERED,
    3: Status.READ,
    4: Status.PLAYED,
}


def read_message(
    event: str, data: dict[str, Any], received_at_ms: int, *, history: bool = False
) -> tuple[AnyEvent, ...]:
    """``data.message``. WhatsApp Web's bookkeeping is nothing; a message that is gone is its revoke."""
    message = reading.dict_of(data.get("message"))
    key = read_key(message.get("id"))
    if key is None:
        return (Unrecognised(name=event, reason="message without id", problem=True),)
    kind, word = content.kind_of(message)
    if word in content.HIDDEN:
        return ()
    if word == "revoked":
        return (_revoked(event, message, key, received_at_ms),)
    from_me = _from_me(message, key)
    if from_me is None:
        return (Unrecognised(name=event, reason="message without fromMe", problem=True),)
    chat, author = chat_and_author(message, key)
    edited = reading.number_or_none(message.get("latestEditSenderTimestampMs"))
    return (
        MessageSeen(
            stanza_id=key.stanza_id,
            provider_message_id=key.serialized,
            chat=chat,
            author=author,
            direction=Direction.OUT if from_me else Direction.IN,
            origin=Origin.HISTORY if history else None,
            kind=kind,
            text=content.text_of(message, kind),
            media=content.media_of(message, kind, _ref(key, chat)),
            quoted=content.quoted_of(message),
            content=content.content_of(message, kind, word),
            status=ack_of(message.get("ack")) if from_me else None,
            edited=bool(edited),
            occurred_at_ms=_moment(message, received_at_ms),
            raw_kind=event,
        ),
    )


def ack_of(value: Any) -> Status | None:
    """whatsapp-web.js's ack: -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played."""
    number = reading.int_or_none(value)
    return _ACKS.get(number) if number is not None else None


def read_ack(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{message, ack}``: a tick for ours; for the customer's, "we read it on another device"."""
    message = reading.dict_of(data.get("message"))
    key = read_key(message.get("id"))
    seen = ack_of(data.get("ack", message.get("ack")))
    from_me = _from_me(message, key) if key else None
    if key is None or seen is None or from_me is None:
        return (Unrecognised(name=event, reason="no id, ack or fromMe", problem=True),)
    chat, _ = chat_and_author(message, key)
    address = chat.address if chat else None
    if from_me:
        return (AckSeen(stanza_ids=(key.stanza_id,), status=seen, chat=address, raw_kind=event),)
    if seen < Status.READ:
        return ()
    return (ChatReadSeen(chat=address, stanza_ids=(key.stanza_id,), raw_kind=event),)


def read_media(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{messageMedia, message}``: the file of a message that comes in an event of its own."""
    key = read_key(reading.dict_of(data.get("message")).get("id"))
    media = content.sent_media(data.get("messageMedia"))
    if key is None or media is None:
        return (Unrecognised(name=event, reason="no message id or no bytes", problem=True),)
    return (MediaSeen(stanza_id=key.stanza_id, media=media, raw_kind=event),)


def read_reaction(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{reaction}``: ``msgId`` is what it is about, ``id.fromMe`` whether it is ours."""
    reaction = reading.dict_of(data.get("reaction"))
    target = read_key(reaction.get("msgId"))
    own = read_key(reaction.get("id"))
    from_me = own.from_me if own else None
    if target is None or from_me is None or "reaction" not in reaction:
        return (Unrecognised(name=event, reason="no target, emoji or fromMe", problem=True),)
    sender = address_of(reaction.get("senderId"))
    return (
        ReactionSeen(
            stanza_id=target.stanza_id,
            emoji=reading.text_or_none(reaction.get("reaction"), 64),
            actor=Peer(address=sender) if sender and not from_me else None,
            from_me=from_me,
            chat=target.chat,
            occurred_at_ms=reading.moment_ms(reaction.get("timestamp"), inbound.received_at_ms),
            raw_kind=event,
        ),
    )


def read_edit(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{message, newBody, prevBody}``; the id is the edited message's own."""
    message = reading.dict_of(data.get("message"))
    key = read_key(message.get("id"))
    if key is None:
        return (Unrecognised(name=event, reason="edit without id", problem=True),)
    return (
        MessageEdited(
            stanza_id=key.stanza_id,
            text=reading.text_or_none(data.get("newBody", message.get("body"))),
            chat=key.chat,
            occurred_at_ms=reading.moment_ms(message.get("latestEditSenderTimestampMs"), inbound.received_at_ms),
            raw_kind=event,
        ),
    )


def read_revoke(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{message}``: deleted for everyone by its author."""
    message = reading.dict_of(data.get("message"))
    key = read_key(message.get("id"))
    if key is None:
        return (Unrecognised(name=event, reason="revoke without id", problem=True),)
    return (_revoked(event, message, key, inbound.received_at_ms),)


def read_revoke_me(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{message}``: deleted on our side alone."""
    key = read_key(reading.dict_of(data.get("message")).get("id"))
    if key is None:
        return (Unrecognised(name=event, reason="revoke without id", problem=True),)
    return (MessageRevoked(stanza_ids=(key.stanza_id,), chat=key.chat, for_everyone=False, raw_kind=event),)


def read_vote(event: str, data: dict[str, Any], inbound: Inbound) -> tuple[AnyEvent, ...]:
    """``{vote}``: the voter's whole present choice (the key ``interractedAtTs`` is spelt so, in ms)."""
    vote = reading.dict_of(data.get("vote"))
    poll = read_key(vote.get("parentMsgKey")) or read_key(reading.dict_of(vote.get("parentMessage")).get("id"))
    voter = address_of(vote.get("voter"))
    if poll is None or voter is None:
        return (Unrecognised(name=event, reason="vote without poll or voter", problem=True),)
    names = (
        reading.text_or_none(option.get("name") if isinstance(option, dict) else option, 300)
        for option in reading.list_of(vote.get("selectedOptions"))[:50]
    )
    return (
        PollVoteSeen(
            stanza_id=poll.stanza_id,
            voter=Peer(address=voter),
            options=tuple(name for name in names if name),
            chat=poll.chat,
            occurred_at_ms=reading.moment_ms(vote.get("interractedAtTs"), inbound.received_at_ms),
            raw_kind=event,
        ),
    )


def _revoked(event: str, message: dict[str, Any], key: Key, received_at_ms: int) -> AnyEvent:
    """The original's id is in ``protocolMessageKey``, else the message stands in the original's place."""
    target = read_key(message.get("protocolMessageKey")) or key
    chat, author = chat_and_author(message, key)
    by = author.address if author else address_of(message.get("from"))
    return MessageRevoked(
        stanza_ids=(target.stanza_id,),
        by=by,
        chat=chat.address if chat else None,
        occurred_at_ms=_moment(message, received_at_ms),
        raw_kind=event,
    )


def _from_me(message: dict[str, Any], key: Key) -> bool | None:
    told = reading.bool_or_none(message.get("fromMe"))
    return key.from_me if told is None else told


def _ref(key: Key, chat: Peer | None) -> dict[str, Any] | None:
    """What ``/message/downloadMedia`` takes: the chat as WhatsApp Web files it, and the message's bare id."""
    where = key.chat or (chat.address if chat else None)
    return {"chatId": wire_id(where), "messageId": key.stanza_id} if where else None


def _moment(message: dict[str, Any], received_at_ms: int) -> int | None:
    told = message.get("timestamp", reading.dict_of(message.get("_data")).get("t"))
    return reading.moment_ms(told, received_at_ms)

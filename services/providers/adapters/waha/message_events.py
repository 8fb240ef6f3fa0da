"""What happens to messages: reactions, edits, deletions, votes, answers (waha dossier §3.3-3.9, 3.14)."""

import contextlib
from collections.abc import Iterator
from typing import Any

from services.domain.address import Address, AddressKind, parse
from services.domain.content import Content, Direction, MessageKind, Peer, Quoted, Reply
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
from services.providers.adapters.waha.context import Context, person
from services.providers.adapters.waha.engine_data import names_of, reading_of
from services.providers.adapters.waha.ids import MessageId, read_id
from services.providers.adapters.waha.messages import author_of, chat_of, head_of
from services.providers.adapters.waha.raw_reading import Reading
from services.providers.reading import bool_or_none, dict_of, int_or_none, list_of, text_or_none

_DIRECT = (AddressKind.USER, AddressKind.LID)


def reaction(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``message.reaction``; an empty text takes it away. Raises ParseError without the target.

    The target's id may be written from the other side's point of view: only its bare part counts.
    """
    told = dict_of(payload.get("reaction"))
    target = read_id(told.get("messageId"))
    if target is None:
        raise ParseError("reaction without a message id")
    own_id = read_id(payload.get("id"))
    from_me = bool_or_none(payload.get("fromMe"))
    if from_me is None:
        from_me = own_id.from_me if own_id else None
    if from_me is None:
        raise ParseError("reaction without an actor")
    chat = (own_id.chat if own_id else None) or target.chat or parse(payload.get("from"))
    direct = chat is not None and chat.kind in _DIRECT
    names = names_of(dict_of(payload.get("_data")), direct=direct, from_me=from_me)
    actor: Peer | None = None
    if not from_me:
        named = parse(payload.get("participant")) or (own_id.participant if own_id else None)
        actor = person(
            named or parse(payload.get("from")),
            names.chat_alias if direct else names.sender_alias,
            push_name=names.push_name,
        )
        if actor is None or (not direct and actor.address == chat):
            raise ParseError("reaction without an actor")
    yield ReactionSeen(
        stanza_id=target.stanza_id,
        emoji=text_or_none(told.get("text"), 40),
        actor=actor,
        from_me=from_me,
        chat=chat,
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def edited(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``message.edited``; the payload's own id is the editing's, the target is named beside it."""
    data = dict_of(payload.get("_data"))
    # what the engine adds is a hint: unreadable, it must not lose an edit that WAHA tells well
    reading = Reading()
    with contextlib.suppress(ParseError):
        reading = reading_of(data)
    own_id = read_id(payload.get("id"))
    named = read_id(payload.get("editedMessageId"))
    target = (named.stanza_id if named else None) or reading.edits or (own_id.stanza_id if own_id else None)
    if target is None:
        raise ParseError("edit without a message id")
    yield MessageEdited(
        stanza_id=target,
        text=text_or_none(payload.get("body")) or text_or_none(data.get("newBody")) or reading.text,
        chat=(own_id.chat if own_id else None) or (named.chat if named else None),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def revoked(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``message.revoked``; ``after`` and ``before`` are messages, on WPP keys, and either may be null."""
    after, before = dict_of(payload.get("after")), dict_of(payload.get("before"))
    after_id, before_id = _id_of(after), _id_of(before)
    named = read_id(payload.get("revokedMessageId")) or before_id or after_id
    if named is None:
        raise ParseError("deletion without a message id")
    frame = after_id or before_id
    chat = (after_id.chat if after_id else None) or (before_id.chat if before_id else None) or named.chat
    at = after.get("timestamp") or before.get("timestamp")
    yield MessageRevoked(
        stanza_ids=(named.stanza_id,),
        by=_revoker(after or before, frame, chat, context),
        chat=chat,
        occurred_at_ms=context.moment(at),
        raw_kind=context.event,
    )


def _id_of(part: dict[str, Any]) -> MessageId | None:
    """The id of a message, or of the bare key object that WPP sends in its place."""
    return read_id(part if "remoteJid" in part else part.get("id"))


def _revoker(part: dict[str, Any], frame: MessageId | None, chat: Address | None, context: Context) -> Address | None:
    from_me = bool_or_none(part.get("fromMe"))
    if from_me is None and frame is not None:
        from_me = frame.from_me
    if from_me is None:
        return None
    if from_me:
        return context.own
    if chat is not None and chat.kind in _DIRECT:
        return chat
    return parse(part.get("participant")) or (frame.participant if frame else None)


def poll_vote(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``poll.vote`` and ``poll.vote.failed``: the voter's whole present choice, or none readable.

    ``from`` and ``to`` may be the word ``me``; our own vote without our number known says nothing.
    """
    vote, poll = dict_of(payload.get("vote")), dict_of(payload.get("poll"))
    target = read_id(poll.get("id"))
    if target is None:
        raise ParseError("vote without a poll id")
    vote_id = read_id(vote.get("id"))
    chat = (vote_id.chat if vote_id else None) or target.chat
    direct = chat is not None and chat.kind in _DIRECT
    names = names_of(dict_of(payload.get("_data")), direct=direct, from_me=False)
    if bool_or_none(vote.get("fromMe")) or vote.get("from") == "me":
        voter = person(context.own, context.own_lid)
    else:
        named = parse(vote.get("participant")) or (vote_id.participant if vote_id else None)
        sender = named or (chat if direct else _not_me(vote.get("from")))
        voter = person(sender, names.chat_alias if direct else names.sender_alias, push_name=names.push_name)
    if voter is None:
        yield Unrecognised(name=context.event, reason="vote of an unknown voter", raw_kind=context.event)
        return
    options = (text_or_none(option, 300) for option in list_of(vote.get("selectedOptions")))
    yield PollVoteSeen(
        stanza_id=target.stanza_id,
        voter=voter,
        options=tuple(option for option in options if option),
        undecrypted=context.event == "poll.vote.failed",
        chat=chat,
        occurred_at_ms=context.moment(vote.get("timestamp")),
        raw_kind=context.event,
    )


def _not_me(value: Any) -> Address | None:
    address = parse(value)
    return address if address and address.kind in _DIRECT else None


def event_response(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``event.response`` and ``.failed`` (GOWS): the answer to a calendar event, as a reply to it."""
    head = head_of(payload, context)
    names = names_of(dict_of(payload.get("_data")), direct=head.direct, from_me=head.from_me)
    target = read_id(dict_of(payload.get("eventCreationKey")).get("id"))
    told = dict_of(payload.get("eventResponse"))
    answer = text_or_none(told.get("response"), 40)
    guests = int_or_none(told.get("extraGuestCount"))
    chat = chat_of(head, names)
    reply = Reply(source="event", id=answer, title=answer, payload={"guests": guests} if guests else None)
    yield MessageSeen(
        stanza_id=head.id.stanza_id,
        provider_message_id=head.id.whole,
        chat=chat,
        author=author_of(head, names),
        direction=Direction.OUT if head.from_me else Direction.IN,
        origin=context.origin(payload, head.from_me),
        kind=MessageKind.INTERACTIVE_REPLY if answer else MessageKind.UNDECRYPTED,
        text=answer,
        quoted=Quoted(stanza_id=target.stanza_id, kind=MessageKind.EVENT) if target else None,
        content=Content(reply=reply) if answer else None,
        occurred_at_ms=context.moment(told.get("timestampMs") or payload.get("timestamp")),
        raw_kind=context.event,
    )

"""What WhatsApp's message object becomes as a canonical event, for gateways that tell the rest beside it."""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.content import Direction, Media, Origin, Peer
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
from services.domain.status import Status
from services.providers import baileys, reading


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway tells beside the object. ``media_ref`` goes to a file's ``Media.ref``, ``own`` is us."""

    stanza_id: str
    chat: Peer | None
    direction: Direction
    raw_kind: str
    author: Peer | None = None
    direction_inferred: bool = False
    origin: Origin | None = None
    status: Status | None = None
    occurred_at_ms: int | None = None
    received_at_ms: int = 0
    media_ref: dict[str, Any] | None = None
    own: Address | None = None


def events_of(message: Any, frame: Frame) -> tuple[AnyEvent, ...]:
    """The events of one message object: one, or none for keys, settings and second copies.

    Never raises: an object that cannot be read is one ``Unrecognised`` with ``problem``.
    """
    try:
        found = baileys.read(message)
    except ParseError as error:
        return (Unrecognised(name=frame.raw_kind, reason=error.text, problem=True),)
    chat = frame.chat.address if frame.chat else None
    out = frame.direction is Direction.OUT
    # in a direct chat the other side is the chat itself
    actor = None if out else frame.author or _person(frame.chat)
    match found:
        case baileys.Body():
            return (_message(found, frame),)
        case baileys.Reaction():
            return (
                ReactionSeen(
                    stanza_id=found.target_id,
                    emoji=found.emoji,
                    actor=actor,
                    from_me=out,
                    chat=chat,
                    occurred_at_ms=_moment(found.at, frame),
                    raw_kind=frame.raw_kind,
                ),
            )
        case baileys.Edit():
            return (
                MessageEdited(
                    stanza_id=found.target_id,
                    text=found.text,
                    chat=chat,
                    occurred_at_ms=_moment(found.at, frame),
                    raw_kind=frame.raw_kind,
                ),
            )
        case baileys.Revoke():
            return (
                MessageRevoked(
                    stanza_ids=(found.target_id,),
                    by=frame.own if out else (actor.address if actor else None),
                    chat=chat,
                    occurred_at_ms=frame.occurred_at_ms,
                    raw_kind=frame.raw_kind,
                ),
            )
        case baileys.Vote():
            return (_vote(found, frame, actor),)
        case baileys.Nothing():
            return ()


def _person(chat: Peer | None) -> Peer | None:
    return chat if chat and chat.address.kind in (AddressKind.USER, AddressKind.LID) else None


def _message(body: baileys.Body, frame: Frame) -> MessageSeen:
    return MessageSeen(
        stanza_id=frame.stanza_id,
        chat=frame.chat,
        author=frame.author,
        direction=frame.direction,
        direction_inferred=frame.direction_inferred,
        origin=frame.origin,
        kind=body.kind,
        text=body.text,
        media=_media(body.media, frame),
        quoted=body.quoted,
        content=body.content,
        status=frame.status,
        edited=body.edited,
        occurred_at_ms=frame.occurred_at_ms,
        raw_kind=frame.raw_kind,
    )


def _media(media: Media | None, frame: Frame) -> Media | None:
    if media is None or frame.media_ref is None:
        return media
    return msgspec.structs.replace(media, ref=frame.media_ref)


def _vote(vote: baileys.Vote, frame: Frame, actor: Peer | None) -> AnyEvent:
    if frame.direction is Direction.OUT:
        actor = Peer(address=frame.own) if frame.own else None
    if actor is None:
        return Unrecognised(name=frame.raw_kind, reason="a vote without voter")
    return PollVoteSeen(
        stanza_id=vote.target_id,
        voter=actor,
        options=vote.options,
        undecrypted=vote.undecrypted,
        chat=frame.chat.address if frame.chat else None,
        occurred_at_ms=frame.occurred_at_ms,
        raw_kind=frame.raw_kind,
    )


def _moment(at: Any, frame: Frame) -> int | None:
    return reading.moment_ms(at, frame.received_at_ms) or frame.occurred_at_ms

"""One Uazapi message, live or from a reply of its REST, as canonical events (others dossier §2.4).

An edit, a reaction and a poll vote are messages of their own here, with the target's id in ``edited``,
``reaction`` and ``quoted``.
"""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.content import Content as MessageContent
from services.domain.content import Direction, MessageKind, Origin, Peer, ProviderProblem, Quoted, SystemNotice
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
from services.domain.status import Status, from_word
from services.providers.adapters.uazapi.body import Body
from services.providers.adapters.uazapi.content import body_of, context_of, payload_of, surroundings
from services.providers.adapters.uazapi.fields import address_of, name_of, person, stanza_of
from services.providers.reading import bool_or_none, dict_of, id_or_none, moment_ms, text_or_none


class _Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message stands: ids, moment, chat, who made it, which way it went."""

    stanza_id: str
    at: int | None
    chat: Peer | None
    actor: Peer | None
    group: bool
    from_me: bool

    @property
    def address(self) -> Address | None:
        return self.chat.address if self.chat else None


def message_events(
    message: dict[str, Any], chat: dict[str, Any], received_at_ms: int, *, history: bool = False
) -> tuple[AnyEvent, ...]:
    """Events of one ``message`` with the ``chat`` object beside it (``{}`` where there is none).

    Raises ParseError without an id or without ``fromMe``: neither is guessed.
    """
    frame = _frame(message, chat, received_at_ms)
    type_name = (text_or_none(message.get("messageType"), 100) or "").lower()
    if type_name == "reactionmessage" or message.get("type") == "reaction":
        return (_reaction(message, frame),)
    if type_name == "pollupdatemessage":
        return (_vote(message, frame),)
    if type_name == "protocolmessage":
        told = _protocol(message, frame)
        if told is not None:
            return (told,)
    target = stanza_of(message.get("edited"))
    if target and target != frame.stanza_id:
        body = body_of(message, target)
        return (
            MessageEdited(
                occurred_at_ms=frame.at,
                raw_kind="messages",
                stanza_id=target,
                text=body.text,
                chat=frame.address,
            ),
        )
    seen = _seen(message, frame, edited=target is not None, history=history)
    if (text_or_none(message.get("status"), 40) or "").lower() == "deleted":
        return (seen, MessageRevoked(raw_kind="messages", stanza_ids=(frame.stanza_id,), chat=frame.address))
    return (seen,)


def _frame(message: dict[str, Any], chat: dict[str, Any], received_at_ms: int) -> _Frame:
    stanza_id = stanza_of(message.get("messageid")) or _prefixed(message.get("id"))
    if stanza_id is None:
        raise ParseError("message without messageid")
    from_me = bool_or_none(message.get("fromMe"))
    if from_me is None:
        raise ParseError("message without fromMe")
    told = address_of(message.get("chatid")) or address_of(chat.get("wa_chatid"))
    # a group, but also a story or a list: there the chat is nobody's own
    group = bool(bool_or_none(message.get("isGroup"))) or bool(
        told and told.kind not in (AddressKind.USER, AddressKind.LID)
    )
    sender = person(
        message.get("sender_pn"),
        message.get("sender_lid"),
        message.get("sender"),
        push_name=None if from_me else name_of(message.get("senderName")),
    )
    where = _group(told, message, chat) if group else _direct(message, chat, sender, from_me=from_me)
    return _Frame(
        stanza_id=stanza_id,
        at=moment_ms(message.get("messageTimestamp"), received_at_ms),
        chat=where,
        actor=sender if group else where,
        group=group,
        from_me=from_me,
    )


def _prefixed(value: Any) -> str | None:
    """The id behind ``owner:``; the bare ``r…`` record id of some bodies is no message id."""
    text = id_or_none(value)
    return stanza_of(text) if text and ":" in text else None


def _group(told: Address | None, message: dict[str, Any], chat: dict[str, Any]) -> Peer | None:
    if told is None:
        return None
    name = name_of(message.get("groupName")) or name_of(chat.get("wa_name")) or name_of(chat.get("name"))
    return Peer(address=told, name=name, picture_url=_picture(chat))


def _direct(message: dict[str, Any], chat: dict[str, Any], sender: Peer | None, *, from_me: bool) -> Peer | None:
    if address_of(message.get("chatid")) is None and address_of(chat.get("wa_chatid")) is None:
        return None
    incoming = () if from_me or sender is None else (str(sender.address), *map(str, sender.aliases))
    found = person(
        message.get("chatid"),
        message.get("chatlid"),
        chat.get("wa_chatid"),
        chat.get("wa_chatlid"),
        *incoming,
        name=name_of(chat.get("wa_contactName")),
        push_name=(sender.push_name if sender else None) or name_of(chat.get("wa_name")),
    )
    return msgspec.structs.replace(found, picture_url=_picture(chat)) if found else None


def _picture(chat: dict[str, Any]) -> str | None:
    return text_or_none(chat.get("image"), 4000) or text_or_none(chat.get("imagePreview"), 4000)


def _seen(message: dict[str, Any], frame: _Frame, *, edited: bool, history: bool) -> MessageSeen:
    body = body_of(message, frame.stanza_id)
    own_id = id_or_none(message.get("id"))
    status = from_word(message.get("status")) if frame.from_me else None
    error = text_or_none(message.get("error"), 2000) if frame.from_me else None
    if error:
        status = Status.FAILED
    return MessageSeen(
        occurred_at_ms=frame.at,
        raw_kind="messages",
        stanza_id=frame.stanza_id,
        provider_message_id=own_id if own_id != frame.stanza_id else None,
        chat=frame.chat,
        author=frame.actor if frame.group and not frame.from_me else None,
        direction=Direction.OUT if frame.from_me else Direction.IN,
        origin=_origin(message, from_me=frame.from_me, history=history),
        kind=MessageKind.SYSTEM if body.type_name == "protocolmessage" else body.kind,
        text=body.text,
        media=body.media,
        quoted=_quoted(message, body),
        content=_content(body),
        status=status,
        problem=ProviderProblem(code="send", text=error) if error else None,
        client_ref=text_or_none(message.get("track_id"), 300) if frame.from_me else None,
        edited=edited,
    )


def _content(body: Body) -> MessageContent | None:
    if body.type_name == "protocolmessage":
        seconds = text_or_none(body.inner.get("ephemeralexpiration"), 20)
        return MessageContent(system=SystemNotice(code="ephemeral_changed", value=seconds))
    return surroundings(body.content, body)


def _origin(message: dict[str, Any], *, from_me: bool, history: bool) -> Origin | None:
    if history:
        return Origin.HISTORY
    by_api = bool_or_none(message.get("wasSentByApi"))
    if not from_me or by_api is None:
        return None
    return Origin.API if by_api else Origin.PHONE


def _quoted(message: dict[str, Any], body: Body) -> Quoted | None:
    context = context_of(body.inner)
    stanza_id = stanza_of(message.get("quoted")) or stanza_of(context.get("stanzaid"))
    if stanza_id is None:
        return None
    inner = dict_of(context.get("quotedmessage"))
    texts = [inner.get("conversation")] + [dict_of(v).get(key) for v in inner.values() for key in ("text", "caption")]
    return Quoted(
        stanza_id=stanza_id,
        author=address_of(context.get("participant")),
        text=next((t for t in map(text_or_none, texts) if t), None),
    )


def _reaction(message: dict[str, Any], frame: _Frame) -> ReactionSeen:
    inner = payload_of(message)
    target = stanza_of(message.get("reaction")) or stanza_of(dict_of(inner.get("key")).get("id"))
    if target is None:
        raise ParseError("reaction without a target")
    return ReactionSeen(
        occurred_at_ms=frame.at,
        raw_kind="messages",
        stanza_id=target,
        emoji=text_or_none(message.get("text"), 100) or text_or_none(inner.get("text"), 100),
        actor=None if frame.from_me else frame.actor,
        from_me=frame.from_me,
        chat=frame.address,
    )


def _vote(message: dict[str, Any], frame: _Frame) -> PollVoteSeen:
    inner = payload_of(message)
    target = stanza_of(message.get("quoted")) or stanza_of(dict_of(inner.get("pollcreationmessagekey")).get("id"))
    if target is None:
        raise ParseError("poll vote without a poll")
    voter = person(message.get("sender_pn"), message.get("sender_lid"), message.get("sender")) or (
        None if frame.from_me else frame.actor
    )
    if voter is None:
        raise ParseError("poll vote without a voter")
    return PollVoteSeen(
        occurred_at_ms=frame.at,
        raw_kind="messages",
        stanza_id=target,
        voter=msgspec.structs.replace(voter, push_name=frame.actor.push_name)
        if frame.actor and not frame.from_me
        else voter,
        options=_choices(message),
        chat=frame.address,
    )


def _choices(message: dict[str, Any]) -> tuple[str, ...]:
    """The options voted for; they come joined by ", ", which an option itself may hold.

    Where the poll's options are told beside them, the longest that fits is taken; else every comma parts.
    Nothing at all is a vote withdrawn (unverified).
    """
    rest = text_or_none(message.get("vote"), 20_000) or ""
    told = text_or_none(message.get("convertOptions"), 20_000) or ""
    options = sorted({o.strip() for o in told.split("|") if o.strip()}, key=len, reverse=True)
    found: list[str] = []
    while rest:
        fit = next((o for o in options if rest == o or rest.startswith(f"{o}, ")), None)
        chosen = fit or rest.partition(", ")[0]
        found.append(chosen)
        rest = rest[len(chosen) :].removeprefix(", ")
        if not chosen:
            break
    return tuple(c.strip() for c in found if c.strip())


def _protocol(message: dict[str, Any], frame: _Frame) -> AnyEvent | None:
    """A deletion or another protocol message; None where it changes the chat's own settings. Unverified."""
    inner = payload_of(message)
    inner = dict_of(inner.get("protocolmessage")) or inner
    kind = inner.get("type")
    target = stanza_of(dict_of(inner.get("key")).get("id"))
    if kind in (0, "REVOKE") and target is not None:
        return MessageRevoked(
            occurred_at_ms=frame.at,
            raw_kind="messages",
            stanza_ids=(target,),
            by=frame.actor.address if frame.actor and (frame.group or not frame.from_me) else None,
            chat=frame.address,
        )
    if kind in (3, "EPHEMERAL_SETTING"):
        return None
    return Unrecognised(name=f"ProtocolMessage {text_or_none(kind, 60)}", raw_kind="messages")

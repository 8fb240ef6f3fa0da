"""Messages, echoes, history and statuses of a Cloud API change (others dossier §4.3).

The format has no ``fromMe``: ``messages`` came from the customer, ``message_echoes`` were written on the
business' phone, what we sent comes back as ``statuses`` only.
"""

from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.content import Direction, Origin, Peer, ProviderProblem, Quoted
from services.domain.errors import ParseError
from services.domain.events import (
    AckSeen,
    AnyEvent,
    ContactSeen,
    MessageEdited,
    MessageRevoked,
    MessageSeen,
    ReactionSeen,
    Unrecognised,
)
from services.domain.status import Status, from_word
from services.providers.adapters.cloud_api.codes import code_of
from services.providers.adapters.cloud_api.content import body_of, with_context
from services.providers.adapters.cloud_api.people import (
    Scope,
    bsuid_of,
    group_of,
    old_number,
    own_peer,
    peer,
    phone_of,
)
from services.providers.reading import dict_of, id_or_none, int_or_none, list_of, moment_ms, text_or_none


class _Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message stands: its chat, who made it, which way it went."""

    scope: Scope
    chat: Peer | None
    actor: Peer | None
    group: bool
    direction: Direction
    origin: Origin | None = None
    status: Status | None = None

    @property
    def from_me(self) -> bool:
        return self.direction is Direction.OUT

    @property
    def address(self) -> Address | None:
        return self.chat.address if self.chat else None


def incoming(message: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``messages``."""
    sender = peer(scope, message.get("from"), message.get("from_user_id"), message.get("from_parent_user_id"))
    group = group_of(message.get("group_id"))
    frame = _Frame(
        scope=scope,
        chat=Peer(address=group) if group else sender,
        actor=sender,
        group=group is not None,
        direction=Direction.IN,
    )
    return _read(message, frame)


def echo(message: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``message_echoes``: sent from the WhatsApp Business app of the same number."""
    frame = _Frame(
        scope=scope,
        chat=_receiver(message, scope),
        actor=own_peer(scope),
        group=bool(group_of(message.get("group_id"))),
        direction=Direction.OUT,
        origin=Origin.PHONE,
        status=Status.SENT,
    )
    return _read(message, frame)


def past(message: dict[str, Any], scope: Scope, *, thread: Any) -> tuple[AnyEvent, ...]:
    """One message of a coexistence history ``thread`` (the customer's phone). Unverified on live traffic."""
    context = dict_of(message.get("history_context"))
    sender = phone_of(message.get("from"))
    customer = phone_of(thread)
    if context.get("from_me") is True or (scope.own and sender and sender.match_key == scope.own.match_key):
        direction = Direction.OUT
    elif sender and customer and sender.match_key == customer.match_key:
        direction = Direction.IN
    else:
        raise ParseError("history message of neither side")
    chat = peer(scope, thread, None)
    frame = _Frame(
        scope=scope,
        chat=chat,
        actor=chat if direction is Direction.IN else own_peer(scope),
        group=False,
        direction=direction,
        origin=Origin.HISTORY,
        status=from_word(context.get("status")) if direction is Direction.OUT else None,
    )
    return _read(message, frame)


def _receiver(message: dict[str, Any], scope: Scope) -> Peer | None:
    group = group_of(message.get("group_id"))
    if group:
        return Peer(address=group)
    return peer(scope, message.get("to"), message.get("to_user_id"), message.get("to_parent_user_id"))


def _read(message: dict[str, Any], frame: _Frame) -> tuple[AnyEvent, ...]:
    stanza_id = id_or_none(message.get("id"))
    if stanza_id is None:
        raise ParseError("message without id")
    name = text_or_none(message.get("type"), 100) or "unknown"
    at = moment_ms(message.get("timestamp"), frame.scope.received_at_ms)
    if name == "reaction":
        return (_reaction(dict_of(message.get("reaction")), frame, at),)
    if name == "edit":
        return (_edit(dict_of(message.get("edit")), frame, at),)
    if name == "revoke":
        return (_revoke(dict_of(message.get("revoke")), frame, at),)
    body = body_of(message)
    seen = MessageSeen(
        occurred_at_ms=at,
        raw_kind=name,
        stanza_id=stanza_id,
        chat=frame.chat,
        author=frame.actor if frame.group and not frame.from_me else None,
        direction=frame.direction,
        origin=frame.origin,
        kind=body.kind,
        text=body.text,
        media=body.media,
        content=with_context(body.content, message),
        quoted=_quoted(dict_of(message.get("context")), frame),
        status=frame.status,
        problem=problem_of(message.get("errors")),
    )
    if name == "system":
        return _system_change(seen, message, frame)
    return (seen,)


def _quoted(context: dict[str, Any], frame: _Frame) -> Quoted | None:
    stanza_id = id_or_none(context.get("id"))
    if stanza_id is None or stanza_id == "M0":
        return None
    author = phone_of(context.get("from")) or bsuid_of(context.get("from_user_id"))
    own = frame.scope.own
    return Quoted(
        stanza_id=stanza_id,
        author=author,
        from_me=author.match_key == own.match_key if author and own else None,
    )


def _reaction(data: dict[str, Any], frame: _Frame, at: int | None) -> ReactionSeen:
    target = id_or_none(data.get("message_id"))
    if target is None:
        raise ParseError("reaction without message_id")
    return ReactionSeen(
        occurred_at_ms=at,
        raw_kind="reaction",
        stanza_id=target,
        emoji=text_or_none(data.get("emoji"), 100),
        actor=None if frame.from_me else frame.actor,
        from_me=frame.from_me,
        chat=frame.address,
    )


def _edit(data: dict[str, Any], frame: _Frame, at: int | None) -> MessageEdited:
    target = id_or_none(data.get("original_message_id"))
    if target is None:
        raise ParseError("edit without original_message_id")
    body = body_of(dict_of(data.get("message")))
    return MessageEdited(occurred_at_ms=at, raw_kind="edit", stanza_id=target, text=body.text, chat=frame.address)


def _revoke(data: dict[str, Any], frame: _Frame, at: int | None) -> MessageRevoked:
    target = id_or_none(data.get("original_message_id"))
    if target is None:
        raise ParseError("revoke without original_message_id")
    return MessageRevoked(
        occurred_at_ms=at,
        raw_kind="revoke",
        stanza_ids=(target,),
        by=frame.actor.address if frame.actor else None,
        chat=frame.address,
    )


def _system_change(seen: MessageSeen, message: dict[str, Any], frame: _Frame) -> tuple[AnyEvent, ...]:
    """A changed number or user id ties the new address to the old one; the line stays in the chat."""
    data = dict_of(message.get("system"))
    before = frame.actor
    new = phone_of(data.get("wa_id")) or phone_of(data.get("new_wa_id")) or bsuid_of(data.get("user_id"))
    if before is None:
        return (seen,)
    if new is None or new == before.address:
        contact = ContactSeen(occurred_at_ms=seen.occurred_at_ms, raw_kind="system", contact=before)
        return (contact, seen)
    moved = msgspec.structs.replace(
        before, address=new, aliases=tuple(a for a in before.aliases if a != new and a.phone is None)
    )
    contact = ContactSeen(
        occurred_at_ms=seen.occurred_at_ms,
        raw_kind="system",
        contact=moved,
        old=old_number(message.get("from")) or before.address,
    )
    return (contact, msgspec.structs.replace(seen, chat=seen.chat if frame.group else moved))


def status(item: dict[str, Any], scope: Scope) -> tuple[AnyEvent, ...]:
    """One item of ``statuses``: a tick, with its reason where it failed."""
    stanza_id = id_or_none(item.get("id"))
    if stanza_id is None:
        raise ParseError("status without id")
    word = text_or_none(item.get("status"), 100)
    at = moment_ms(item.get("timestamp"), scope.received_at_ms)
    group = item.get("recipient_type") == "group"
    recipient = phone_of(item.get("recipient_id")) or bsuid_of(
        item.get("recipient_user_id") or item.get("recipient_id")
    )
    chat = group_of(item.get("recipient_id")) if group else recipient
    participant = phone_of(item.get("recipient_participant_id")) or bsuid_of(item.get("recipient_participant_user_id"))
    if word == "deleted":
        return (MessageRevoked(occurred_at_ms=at, raw_kind="status", stanza_ids=(stanza_id,), chat=chat),)
    reached = from_word(word)
    if reached is None:
        return (Unrecognised(name=f"status {word}", raw_kind="status"),)
    return (
        AckSeen(
            occurred_at_ms=at,
            raw_kind="status",
            stanza_ids=(stanza_id,),
            status=reached,
            chat=chat,
            participant=participant if group else None,
            client_ref=text_or_none(item.get("biz_opaque_callback_data"), 512),
            problem=failure_of(item.get("errors")),
        ),
    )


def problem_of(errors: Any) -> ProviderProblem | None:
    """The first of Meta's errors: its number, and the details before the title."""
    for error in list_of(errors):
        data = dict_of(error)
        code = text_or_none(data.get("code"), 40)
        text = (
            text_or_none(dict_of(data.get("error_data")).get("details"), 2000)
            or text_or_none(data.get("message"), 2000)
            or text_or_none(data.get("title"), 2000)
        )
        if code or text:
            return ProviderProblem(code=code or "unknown", text=text)
    return None


def failure_of(errors: Any) -> ProviderProblem | None:
    """Why a message of ours failed: our own code, so that the reader is told in words, and Meta's number and words."""
    told = problem_of(errors)
    if told is None:
        return None
    text = f"{told.code}: {told.text}" if told.text else told.code
    return ProviderProblem(code=code_of(int_or_none(told.code)).value, text=text)

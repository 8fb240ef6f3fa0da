"""Events into rows: the one place that knows which event touches which table."""

from collections.abc import Iterable

import msgspec

from services.domain.address import Address
from services.domain.changes import Notice, Presence, QrShown
from services.domain.content import CallNotice, Content, Direction, MessageKind, Peer, SystemNotice
from services.domain.events import (
    AckSeen,
    AnyEvent,
    CallSeen,
    ChatLabelsSeen,
    ChatReadSeen,
    ChatSeen,
    ConnectionSeen,
    ContactSeen,
    GroupSeen,
    LabelSeen,
    MediaSeen,
    MessageEdited,
    MessageRevoked,
    MessageSeen,
    NoticeSeen,
    PingSeen,
    PollVoteSeen,
    PresenceSeen,
    QrSeen,
    ReactionSeen,
    Unrecognised,
)
from services.storage.database import Tx, Written
from services.storage.writes import files, gateway_labels, marks, messages, people, sessions
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

Fleeting = Presence | QrShown | Notice | PingSeen


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What applying left to say: facts for the bus, how many messages newly came in, what could not be read."""

    fleeting: tuple[Fleeting, ...] = ()
    new_messages: int = 0
    problems: tuple[str, ...] = ()


def apply_events(tx: Tx, context: Context, events: Iterable[AnyEvent]) -> Written[Applied]:
    """Apply events that did not come in a delivery (history pages, responses)."""
    changed = Changed()
    applied = into(tx, changed, context, events)
    return Written(applied, changed.freeze())


def into(tx: Tx, changed: Changed, context: Context, events: Iterable[AnyEvent]) -> Applied:
    """Apply events inside a running transaction. Idempotent, and in any order with the same end."""
    fleeting: list[Fleeting] = []
    problems: list[str] = []
    before = changed.arrived
    for event in events:
        match event:
            case MessageSeen():
                if event.chat is None:
                    problems.append("chat_missing")
                else:
                    messages.see(tx, changed, context, event)
            case AckSeen():
                marks.acknowledge(tx, changed, context, event)
            case ReactionSeen():
                marks.react(tx, changed, context, event)
            case MessageEdited():
                marks.edit(tx, changed, context, event)
            case MessageRevoked():
                marks.revoke(tx, changed, context, event)
            case PollVoteSeen():
                marks.vote(tx, changed, context, event)
            case MediaSeen():
                files.see(tx, changed, context, event)
            case ChatReadSeen():
                marks.read_elsewhere(tx, changed, context, event)
            case ContactSeen():
                people.learn_contact(tx, changed, event, context.received_at_ms, context.moment(event.occurred_at_ms))
            case ChatSeen():
                _see_chat(tx, changed, context, event)
            case GroupSeen():
                _see_group(tx, changed, context, event)
            case CallSeen():
                _see_call(tx, changed, context, event)
            case ConnectionSeen():
                sessions.see_connection(tx, changed, context, event)
            case QrSeen():
                qr = sessions.see_qr(tx, changed, context, event)
                if qr is not None:
                    fleeting.append(qr)
            case PresenceSeen():
                chat = people.chat_by_address(tx, context.account_id, event.chat)
                if chat is not None:
                    fleeting.append(Presence(chat, event.state, _name_of(tx, event.who)))
            case LabelSeen():
                labelled = None if event.chat is None else people.chat_by_address(tx, context.account_id, event.chat)
                gateway_labels.see(tx, changed, context.account_id, event, labelled, context.received_at_ms)
            case ChatLabelsSeen():
                labelled = people.chat_by_address(tx, context.account_id, event.chat)
                gateway_labels.see_all(tx, changed, context.account_id, event, labelled, context.received_at_ms)
            case NoticeSeen():
                fleeting.append(_notice(context, event))
            case PingSeen():
                fleeting.append(event)
            case Unrecognised():
                if event.problem:
                    problems.append(event.reason or event.name)
            case _:
                pass
    return Applied(fleeting=tuple(fleeting), new_messages=changed.arrived - before, problems=tuple(problems))


def _name_of(tx: Tx, address: Address | None) -> str | None:
    contact = people.find(tx, address) if address is not None else None
    if contact is None:
        return None
    row = tx.one("SELECT coalesce(own_name, name, business_name, push_name) FROM contact WHERE id = ?", contact)
    return None if row is None else row[0]


def _see_chat(tx: Tx, changed: Changed, context: Context, event: ChatSeen) -> None:
    """Names, aliases and flags of a chat that exists; a chat without messages is not made here."""
    if not event.chat.address.is_customer:
        return
    if not event.chat.aliases and people.find(tx, event.chat.address) is None:
        return
    people.contact_of(tx, changed, event.chat, context.received_at_ms, context.moment(event.occurred_at_ms))
    chat = people.chat_by_address(tx, context.account_id, event.chat.address)
    if chat is None:
        return
    for column, value in (("archived", event.archived), ("pinned", event.pinned), ("muted", event.muted)):
        if value is not None:
            tx.execute(f"UPDATE chat SET {column} = ?, revision = revision + 1 WHERE id = ?", (value, chat))
            changed.chats.add(chat)


def _see_group(tx: Tx, changed: Changed, context: Context, event: GroupSeen) -> None:
    """A group's name, and what happened in it as a line in its chat (snapshots leave no line)."""
    group = event.group if event.subject is None else msgspec.structs.replace(event.group, name=event.subject)
    told_at = context.moment(event.occurred_at_ms)
    people.contact_of(tx, changed, group, context.received_at_ms, told_at)
    for member in (*event.members, event.actor):
        if member is not None and member.aliases:
            people.contact_of(tx, changed, member, context.received_at_ms, told_at)
    if event.action == "snapshot":
        return
    actor = str(event.actor.address) if event.actor else ""
    subjects = ",".join(str(member.address) for member in event.members)
    _write_line(
        tx,
        changed,
        context,
        chat=group,
        line_id=f"group:{group.address.id}:{event.action}:{actor}:{subjects}:{event.subject or ''}",
        at=event.occurred_at_ms,
        direction=Direction.IN,
        kind=MessageKind.SYSTEM,
        content=Content(
            system=SystemNotice(
                code=f"group_{event.action}",
                actor=_shown(event.actor) if event.actor is not None else None,
                subjects=tuple(_shown(member) for member in event.members),
                value=event.subject or event.description,
            )
        ),
    )


def _shown(peer: Peer) -> str:
    return peer.name or peer.push_name or peer.address.id


def _see_call(tx: Tx, changed: Changed, context: Context, event: CallSeen) -> None:
    """A call as one line of the chat; its later phases renew that line, in whatever order they come."""
    if event.caller is None:
        return
    line_id = f"call:{event.call_id}"
    content = Content(
        call=CallNotice(phase=event.phase, video=event.video, group=event.group, duration_s=event.duration_s)
    )
    known = tx.one(
        "SELECT id, chat_id, content FROM message WHERE account_id = ? AND stanza_id = ?", context.account_id, line_id
    )
    if known is None:
        _write_line(
            tx,
            changed,
            context,
            chat=event.caller,
            line_id=line_id,
            at=event.occurred_at_ms,
            direction=Direction.IN,
            kind=MessageKind.CALL,
            content=content,
        )
    elif _phase_rank(event.phase) > _phase_rank(_known_phase(known[2])):
        messages.renew_content(tx, changed, known[0], known[1], content)


_PHASES = ("offer", "ringing", "accepted", "rejected", "missed", "ended")


def _phase_rank(phase: str) -> int:
    return _PHASES.index(phase) if phase in _PHASES else -1


def _known_phase(raw: bytes | None) -> str:
    call = msgspec.json.decode(raw, type=Content).call if raw else None
    return call.phase if call is not None else ""


def _write_line(
    tx: Tx,
    changed: Changed,
    context: Context,
    *,
    chat: Peer,
    line_id: str,
    at: int | None,
    direction: Direction,
    kind: MessageKind,
    content: Content,
) -> None:
    moment = at or context.received_at_ms
    messages.see(
        tx,
        changed,
        context,
        MessageSeen(
            stanza_id=line_id if at is None or kind is MessageKind.CALL else f"{line_id}:{moment // 1000}",
            chat=chat,
            direction=direction,
            kind=kind,
            content=content,
            occurred_at_ms=at,
        ),
    )


def _notice(context: Context, event: NoticeSeen) -> Notice:
    words = ": ".join(part for part in (event.title, event.text) if part)
    return Notice(
        level=event.level,
        code=event.code,
        text=words or None,
        instance_id=context.instance_id,
        replaces=f"{event.code}_{context.instance_id}",
    )

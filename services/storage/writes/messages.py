"""Messages as gateways show them: one row for one WhatsApp message, whatever came first."""

from typing import Any

import msgspec

from services.domain.changes import ChangeKind
from services.domain.content import MEDIA_KINDS, Content, Direction, Media, MessageKind, Origin
from services.domain.errors import ErrorCode
from services.domain.events import MessageSeen
from services.domain.ids import ChatId, MessageId
from services.domain.status import Status
from services.storage.database import Tx
from services.storage.writes import early, files, linking, people, threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

_encode = msgspec.json.encode
_NOTIFY_WITHIN_MS = 600_000
_UNREADABLE = (MessageKind.UNDECRYPTED.value, MessageKind.UNSUPPORTED.value)


def see(tx: Tx, changed: Changed, context: Context, event: MessageSeen) -> None:
    """Insert or complete one message; nothing is done where it is no conversation of a customer."""
    chat_peer = event.chat
    if chat_peer is None or not chat_peer.address.is_customer:
        return
    told_at = context.moment(event.occurred_at_ms)
    found = tx.one(
        """SELECT id, chat_id, direction, kind, text, client_id, provider_message_id, time_inferred, sent_at, author_id,
             author_name, origin, edited, quoted IS NULL, content IS NULL FROM message
           WHERE account_id = ? AND stanza_id = ?""",
        context.account_id,
        event.stanza_id,
    )
    if found is not None:
        people.contact_of(tx, changed, chat_peer, context.received_at_ms, told_at)
        _complete(tx, changed, context, event, found)
        return
    chat = people.chat_of(tx, changed, context, chat_peer, told_at)
    if event.direction is Direction.OUT:
        ours = linking.own_row(tx, context, event, chat)
        if ours is not None:
            status = _status_of(event) or Status.SENT
            linking.adopt(tx, changed, ours, event.stanza_id, event.provider_message_id, status, event.problem)
            return
    _insert(tx, changed, context, event, chat)


def _status_of(event: MessageSeen) -> Status | None:
    if event.direction is Direction.IN:
        return None
    if event.status is Status.FAILED:
        return Status.FAILED
    # whatever a gateway calls pending has left us: an echo is proof that the gateway took it
    return max(event.status or Status.SENT, Status.SENT)


def _insert(tx: Tx, changed: Changed, context: Context, event: MessageSeen, chat: ChatId) -> None:
    now = context.received_at_ms
    sent_at = event.occurred_at_ms or now
    origin = Origin.HISTORY if context.backfill else event.origin
    outgoing = event.direction is Direction.OUT
    author_id, author_name = _author(tx, changed, context, event)
    status = _status_of(event)
    error_code = error_text = None
    if status is Status.FAILED:
        error_code = event.problem.code if event.problem else ErrorCode.REJECTED.value
        error_text = event.problem.text if event.problem else None
    cursor = tx.execute(
        """INSERT INTO message (account_id, chat_id, instance_id, stanza_id, provider_message_id, direction, kind,
             sent_at, received_at, time_inferred, author_id, author_name, text, status, error_code, error_text, origin,
             edited, quoted_id, quoted, content, delivery_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            context.account_id,
            chat,
            context.instance_id,
            event.stanza_id,
            event.provider_message_id,
            event.direction.value,
            event.kind.value,
            sent_at,
            now,
            event.occurred_at_ms is None or event.direction_inferred,
            author_id,
            author_name,
            event.text,
            status,
            error_code,
            error_text,
            origin.value if origin else None,
            event.edited,
            event.quoted.stanza_id if event.quoted else None,
            _encode(event.quoted) if event.quoted else None,
            _encode(event.content) if event.content else None,
            context.delivery_id,
        ),
    )
    message = MessageId(cursor.lastrowid or 0)
    if event.media is not None or event.kind in MEDIA_KINDS:
        files.put_with_early(tx, context, event.stanza_id, message, event.media)
    if event.edited:
        early.keep_edit(tx, context.account_id, event.stanza_id, now, event.text)
    early.apply(tx, context.account_id, event.stanza_id, message, outgoing=outgoing)
    if outgoing:
        threads.add_outgoing(tx, chat, message, sent_at, read_up_to=sent_at)
        changed.message(ChangeKind.ADDED, chat, message)
    else:
        fresh = event.kind is not MessageKind.SYSTEM
        threads.add_incoming(tx, chat, message, sent_at, counts=fresh and origin is not Origin.HISTORY, asks=fresh)
        heard = _is_news(context, event, sent_at) and not tx.one("SELECT ignored FROM chat WHERE id = ?", chat)[0]
        changed.message(ChangeKind.ADDED, chat, message, notify=fresh and heard)
        changed.arrived += fresh


def _is_news(context: Context, event: MessageSeen, sent_at: int) -> bool:
    """Whether a person should be told at once.

    What a gateway posts is news when it comes in, by our own clock: the gateway's may be hours off. History has no
    such moment but its own.
    """
    if context.backfill:
        return False
    now = context.applied_at_ms or context.received_at_ms
    posted = context.delivery_id is not None and event.origin is not Origin.HISTORY
    return (context.received_at_ms if posted else sent_at) > now - _NOTIFY_WITHIN_MS


def _author(tx: Tx, changed: Changed, context: Context, event: MessageSeen) -> tuple[int | None, str | None]:
    if event.direction is Direction.OUT:
        return None, None
    if event.author is not None:
        told_at = context.moment(event.occurred_at_ms)
        contact = people.contact_of(tx, changed, event.author, context.received_at_ms, told_at)
        return contact, event.author.name or event.author.push_name
    return None, (event.chat.push_name or event.chat.name) if event.chat is not None else None


def _complete(tx: Tx, changed: Changed, context: Context, event: MessageSeen, found: Any) -> None:
    """The message is known: take what this view of it adds, keep what it lacks, never add a row."""
    message, chat, direction, kind, text, client_id, provider_id = found[:7]
    inferred, sent_at, author_id, author_name, origin, edited, no_quote, no_content = found[7:]
    if direction != event.direction.value:
        _note_conflict(tx, context)
        return
    updates: dict[str, Any] = {}
    recount = False
    if kind in _UNREADABLE and event.kind.value not in _UNREADABLE:
        updates["kind"] = event.kind.value
        updates["content"] = _encode(event.content) if event.content else None
        recount = True
    elif no_content and event.content is not None and client_id is None:
        updates["content"] = _encode(event.content)
    if no_quote and event.quoted is not None and client_id is None:
        updates["quoted_id"], updates["quoted"] = event.quoted.stanza_id, _encode(event.quoted)
    if provider_id is None and event.provider_message_id is not None:
        updates["provider_message_id"] = event.provider_message_id
    if author_id is None or author_name is None:
        told_id, told_name = _author(tx, changed, context, event)
        if author_id is None and told_id is not None:
            updates["author_id"] = told_id
        if author_name is None and told_name is not None:
            updates["author_name"] = told_name
    if origin == Origin.HISTORY and not context.backfill and event.origin is not Origin.HISTORY:
        # history was faster than the webhook: it is news all the same
        updates["origin"] = event.origin.value if event.origin else None
        recount = True
    moment = event.occurred_at_ms
    if inferred and client_id is None and moment is not None and moment != sent_at:
        updates["sent_at"] = moment
        updates["time_inferred"] = event.direction_inferred
        recount = True
    _apply(tx, changed, ChatId(chat), MessageId(message), updates, recount=recount)
    _complete_text(tx, changed, context, event, MessageId(message), ChatId(chat), text, bool(edited))
    status = _status_of(event)
    if status is not None:
        problem = event.problem
        if early.lift(tx, message, status, problem.code if problem else None, problem.text if problem else None):
            threads.renewed(tx, changed, chat, message)
    if event.media is not None or ("kind" in updates and event.kind in MEDIA_KINDS):
        files.complete(tx, changed, ChatId(chat), MessageId(message), event.media or Media())


def _complete_text(
    tx: Tx,
    changed: Changed,
    context: Context,
    event: MessageSeen,
    message: MessageId,
    chat: ChatId,
    text: str | None,
    edited: bool,
) -> None:
    if event.edited:
        early.keep_edit(tx, context.account_id, event.stanza_id, context.received_at_ms, event.text)
        if early.show_latest_edit(tx, context.account_id, event.stanza_id, message):
            threads.renewed(tx, changed, chat, message)
    elif event.text is not None and not edited:
        if text is None:
            early.set_text(tx, message, event.text)
            threads.renewed(tx, changed, chat, message)
        elif text != event.text:
            _note_conflict(tx, context)


def _apply(
    tx: Tx, changed: Changed, chat: ChatId, message: MessageId, updates: dict[str, Any], *, recount: bool
) -> None:
    if not updates:
        return
    names = ", ".join(f"{name} = ?" for name in updates)
    tx.execute(f"UPDATE message SET {names}, revision = revision + 1 WHERE id = ?", (*updates.values(), message))
    if updates.keys() == {"provider_message_id"}:
        return  # nobody sees it
    if recount:
        threads.recount(tx, chat)
        threads.rewait(tx, chat)
        threads.refresh_preview(tx, chat)
    threads.renewed(tx, changed, chat, message)


def _note_conflict(tx: Tx, context: Context) -> None:
    if context.delivery_id is not None:
        tx.execute("UPDATE delivery SET conflicts = conflicts + 1 WHERE id = ?", (context.delivery_id,))


def renew_content(tx: Tx, changed: Changed, message: int, chat: int, content: Content) -> None:
    """Replace what a message holds beyond its text (a call's later phase)."""
    tx.execute("UPDATE message SET content = ?, revision = revision + 1 WHERE id = ?", (_encode(content), message))
    changed.message(ChangeKind.CHANGED, ChatId(chat), MessageId(message))

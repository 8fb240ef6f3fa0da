"""What happens to messages after they were sent: ticks, reactions, edits, deletions, votes.

Every mark is stored by the WhatsApp id first and applied to the message if it is there, so that the
order of arrival does not matter.
"""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind
from services.domain.changes import ChangeKind
from services.domain.content import Peer
from services.domain.events import AckSeen, ChatReadSeen, MessageEdited, MessageRevoked, PollVoteSeen, ReactionSeen
from services.domain.ids import ChatId, MessageId
from services.domain.status import Status
from services.storage.database import Tx
from services.storage.writes import early, linking, people, threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context


def _message(tx: Tx, context: Context, stanza_id: str) -> Any:
    return tx.one(
        """SELECT m.id, m.chat_id, m.direction, c.is_group FROM message m JOIN chat c ON c.id = m.chat_id
           WHERE m.account_id = ? AND m.stanza_id = ?""",
        context.account_id,
        stanza_id,
    )


def acknowledge(tx: Tx, changed: Changed, context: Context, event: AckSeen) -> None:
    """Store the tick; raise the message, if it is there and lower."""
    at = event.occurred_at_ms or context.received_at_ms
    participant = str(event.participant) if event.participant is not None else ""
    code, text = (event.problem.code, event.problem.text) if event.problem else (None, None)
    for stanza_id in event.stanza_ids:
        tx.execute(
            """INSERT INTO ack (account_id, stanza_id, participant, status, at, code, text) VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET at = min(at, excluded.at)""",
            (context.account_id, stanza_id, participant, int(event.status), at, code, text),
        )
        row = _message(tx, context, stanza_id)
        if row is None:
            ours = linking.by_client_id(tx, context, event.client_ref) if event.client_ref else None
            if ours is not None:
                linking.adopt(tx, changed, ours, stanza_id, None, Status.SENT)
            continue
        status = early.lifted(event.status, participant, bool(row[3]))
        if status is not None and early.lift(tx, row[0], status, code, text):
            threads.renewed(tx, changed, row[1], row[0])


def react(tx: Tx, changed: Changed, context: Context, event: ReactionSeen) -> None:
    """The actor's latest reaction wins; a removed one stays as a tombstone so that late news loses to it."""
    at = event.occurred_at_ms or context.received_at_ms
    row = _message(tx, context, event.stanza_id)
    actor_id = None
    actor = "me"
    if not event.from_me:
        peer = event.actor or _other_side(event.chat)
        actor = "them"
        if peer is not None:
            actor_id = people.contact_of(tx, changed, peer, context.received_at_ms, context.moment(at))
            actor = f"contact{actor_id}"
    tx.execute(
        f"""INSERT INTO reaction (account_id, stanza_id, actor, emoji, from_me, actor_id, at)
            VALUES (?, ?, ?, ?, ?, ?, ?) {early.LATER_REACTION}""",
        (context.account_id, event.stanza_id, actor, event.emoji or None, event.from_me, actor_id, at),
    )
    if row is not None:
        _touch(tx, changed, row)


def _other_side(chat: Address | None) -> Peer | None:
    """In a direct chat whoever is not us is the chat itself."""
    return Peer(address=chat) if chat is not None and chat.kind in (AddressKind.USER, AddressKind.LID) else None


def _touch(tx: Tx, changed: Changed, row: Any) -> None:
    tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (row[0],))
    changed.message(ChangeKind.CHANGED, ChatId(row[1]), MessageId(row[0]))


def edit(tx: Tx, changed: Changed, context: Context, event: MessageEdited) -> None:
    """Keep every text; the message shows the latest one."""
    at = event.occurred_at_ms
    if at is None:
        # without a moment of its own the same text told again is a repetition, not a later edit
        known = tx.one(
            "SELECT 1 FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 0 AND text IS ?",
            context.account_id,
            event.stanza_id,
            event.text,
        )
        at = None if known is not None else context.received_at_ms
    if at is not None:
        early.keep_edit(tx, context.account_id, event.stanza_id, at, event.text)
    row = _message(tx, context, event.stanza_id)
    if row is not None and early.show_latest_edit(tx, context.account_id, event.stanza_id, row[0]):
        threads.renewed(tx, changed, row[1], row[0])


def revoke(tx: Tx, changed: Changed, context: Context, event: MessageRevoked) -> None:
    """Mark as deleted; what was written stays stored."""
    at = event.occurred_at_ms or context.received_at_ms
    for stanza_id in event.stanza_ids:
        tx.execute(
            "INSERT OR IGNORE INTO revoke (account_id, stanza_id, at, by, for_everyone) VALUES (?, ?, ?, ?, ?)",
            (context.account_id, stanza_id, at, str(event.by) if event.by else None, event.for_everyone),
        )
        row = _message(tx, context, stanza_id)
        if row is not None and early.mark_deleted(tx, row[0]):
            threads.renewed(tx, changed, row[1], row[0])


def vote(tx: Tx, changed: Changed, context: Context, event: PollVoteSeen) -> None:
    """The voter's whole present choice replaces the one before, by time."""
    if event.undecrypted:
        return
    at = event.occurred_at_ms or context.received_at_ms
    contact = people.contact_of(tx, changed, event.voter, context.received_at_ms, context.moment(at))
    voter = f"contact{contact}"
    tx.execute(
        f"""INSERT INTO poll_vote (account_id, stanza_id, voter, options, at) VALUES (?, ?, ?, ?, ?)
            {early.LATER_VOTE}""",
        (context.account_id, event.stanza_id, voter, msgspec.json.encode(event.options), at),
    )
    row = _message(tx, context, event.stanza_id)
    if row is not None:
        _touch(tx, changed, row)


def read_elsewhere(tx: Tx, changed: Changed, context: Context, event: ChatReadSeen) -> None:
    """We read it on the phone: the counter falls up to the newest message named, else up to that moment."""
    chat, up_to = None, 0
    for stanza_id in event.stanza_ids:
        row = tx.one(
            "SELECT chat_id, sent_at FROM message WHERE account_id = ? AND stanza_id = ?", context.account_id, stanza_id
        )
        if row is not None:
            chat, up_to = row[0], max(row[1], up_to)
    if chat is None and event.chat is not None and (not event.stanza_ids or event.occurred_at_ms is not None):
        chat = people.chat_by_address(tx, context.account_id, event.chat)
        up_to = event.occurred_at_ms or 0
    if chat is None:
        return
    if not up_to:
        # not our own clock's now: it may be ahead, and what comes next would never count as unread
        up_to = tx.one("SELECT ifnull(last_at, 0) FROM chat WHERE id = ?", chat)[0]
    count = tx.execute(
        "UPDATE chat SET read_at = ?1, revision = revision + 1 WHERE id = ?2 AND read_at < ?1", (up_to, chat)
    ).rowcount
    if count:
        threads.recount(tx, ChatId(chat))
        changed.chats.add(ChatId(chat))

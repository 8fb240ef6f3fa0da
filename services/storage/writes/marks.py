"""What happens to messages after they were sent: ticks, reactions, edits, deletions, votes.

Every mark is stored by the WhatsApp id first and applied to the message if it is there, so that the
order of arrival does not matter.
"""

from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.changes import ChangeKind
from services.domain.events import (
    AckSeen,
    ChatReadSeen,
    MessageEdited,
    MessageRevoked,
    PollVoteSeen,
    ReactionSeen,
)
from services.domain.ids import ChatId, MessageId
from services.domain.status import Status
from services.storage.database import Tx
from services.storage.writes import messages, people
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context


def _message(tx: Tx, context: Context, stanza_id: str) -> Any:
    return tx.one(
        "SELECT id, chat_id, status, direction FROM message WHERE account_id = ? AND stanza_id = ?",
        context.account_id,
        stanza_id,
    )


def acknowledge(tx: Tx, changed: Changed, context: Context, event: AckSeen) -> None:
    """Store the tick; raise the message. A reader in a group lifts the bubble to *delivered* at most."""
    at = event.occurred_at_ms or context.received_at_ms
    participant = str(event.participant) if event.participant is not None and _is_group(event.chat) else ""
    for stanza_id in event.stanza_ids:
        tx.execute(
            """INSERT INTO ack (account_id, stanza_id, participant, status, at, code, text) VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET at = min(at, excluded.at)""",
            (
                context.account_id,
                stanza_id,
                participant,
                int(event.status),
                at,
                event.problem.code if event.problem else None,
                event.problem.text if event.problem else None,
            ),
        )
        lifted = min(event.status, Status.DELIVERED) if participant else event.status
        row = _message(tx, context, stanza_id)
        if row is None and event.client_ref:
            ours = tx.one("SELECT id FROM message WHERE client_id = ? AND stanza_id IS NULL", event.client_ref)
            if ours is not None:
                messages.adopt(tx, changed, MessageId(ours[0]), stanza_id, None, lifted)
                continue
        if row is None or row[3] != "out" or (row[2] or 0) >= lifted:
            continue
        failed = event.status is Status.FAILED
        tx.execute(
            """UPDATE message SET status = ?, revision = revision + 1, error_code = ?, error_text = ? WHERE id = ?""",
            (
                int(lifted),
                event.problem.code if failed and event.problem else "rejected" if failed else None,
                event.problem.text if failed and event.problem else None,
                row[0],
            ),
        )
        _changed(tx, changed, row)


def _is_group(chat: Address | None) -> bool:
    return chat is not None and chat.kind.value == "group"


def _changed(tx: Tx, changed: Changed, row: Any) -> None:
    messages.refresh_if_last(tx, ChatId(row[1]), MessageId(row[0]))
    changed.message(ChangeKind.CHANGED, ChatId(row[1]), MessageId(row[0]))


def react(tx: Tx, changed: Changed, context: Context, event: ReactionSeen) -> None:
    """The actor's latest reaction wins; a removed one stays as a tombstone so that late news loses to it."""
    at = event.occurred_at_ms or context.received_at_ms
    actor_id = None
    actor = "me"
    if not event.from_me:
        peer = event.actor
        if peer is None:
            actor = "them"
        else:
            actor_id = people.contact_of(tx, changed, peer, context.received_at_ms)
            actor = f"contact{actor_id}"
    tx.execute(
        """INSERT INTO reaction (account_id, stanza_id, actor, emoji, from_me, actor_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = excluded.at WHERE excluded.at >= at""",
        (context.account_id, event.stanza_id, actor, event.emoji or None, event.from_me, actor_id, at),
    )
    row = _message(tx, context, event.stanza_id)
    if row is not None:
        tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (row[0],))
        changed.message(ChangeKind.CHANGED, ChatId(row[1]), MessageId(row[0]))


def edit(tx: Tx, changed: Changed, context: Context, event: MessageEdited) -> None:
    """Keep every text; the message shows the latest one."""
    at = event.occurred_at_ms or context.received_at_ms
    known = tx.one(
        "SELECT max(at) FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 0 AND text IS ?",
        context.account_id,
        event.stanza_id,
        event.text,
    )
    if known[0] is None:
        tx.execute(
            "INSERT OR REPLACE INTO edit (account_id, stanza_id, at, text, original) VALUES (?, ?, ?, ?, 0)",
            (context.account_id, event.stanza_id, at, event.text),
        )
    row = _message(tx, context, event.stanza_id)
    if row is None:
        return
    latest = tx.one(
        "SELECT text FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 0 ORDER BY at DESC, text LIMIT 1",
        context.account_id,
        event.stanza_id,
    )
    if messages.replace_text(tx, context.account_id, event.stanza_id, MessageId(row[0]), latest[0]):
        _changed(tx, changed, row)


def revoke(tx: Tx, changed: Changed, context: Context, event: MessageRevoked) -> None:
    """Mark as deleted; what was written stays stored."""
    at = event.occurred_at_ms or context.received_at_ms
    for stanza_id in event.stanza_ids:
        tx.execute(
            "INSERT OR IGNORE INTO revoke (account_id, stanza_id, at, by, for_everyone) VALUES (?, ?, ?, ?, ?)",
            (context.account_id, stanza_id, at, str(event.by) if event.by else None, event.for_everyone),
        )
        row = _message(tx, context, stanza_id)
        if row is not None:
            count = tx.execute(
                "UPDATE message SET deleted = 1, revision = revision + 1 WHERE id = ? AND deleted = 0", (row[0],)
            ).rowcount
            if count:
                _changed(tx, changed, row)


def vote(tx: Tx, changed: Changed, context: Context, event: PollVoteSeen) -> None:
    """The voter's whole present choice replaces the one before, by time."""
    if event.undecrypted:
        return
    at = event.occurred_at_ms or context.received_at_ms
    voter = f"contact{people.contact_of(tx, changed, event.voter, context.received_at_ms)}"
    tx.execute(
        """INSERT INTO poll_vote (account_id, stanza_id, voter, options, at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET options = excluded.options, at = excluded.at WHERE excluded.at >= at""",
        (context.account_id, event.stanza_id, voter, msgspec.json.encode(event.options), at),
    )
    row = _message(tx, context, event.stanza_id)
    if row is not None:
        tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (row[0],))
        changed.message(ChangeKind.CHANGED, ChatId(row[1]), MessageId(row[0]))


def read_elsewhere(tx: Tx, changed: Changed, context: Context, event: ChatReadSeen) -> None:
    """We read it on the phone: the counter falls up to the newest message named."""
    chat, up_to = None, event.occurred_at_ms or context.received_at_ms
    for stanza_id in event.stanza_ids:
        row = tx.one(
            "SELECT chat_id, sent_at FROM message WHERE account_id = ? AND stanza_id = ?", context.account_id, stanza_id
        )
        if row is not None:
            chat, up_to = row[0], max(row[1], up_to if chat is not None else 0)
    if chat is None and event.chat is not None and not event.stanza_ids:
        contact = people.find(tx, event.chat)
        found = tx.one("SELECT id FROM chat WHERE account_id = ? AND contact_id = ?", context.account_id, contact or 0)
        chat = found[0] if found is not None else None
    if chat is None:
        return
    count = tx.execute("UPDATE chat SET read_at = ?1 WHERE id = ?2 AND read_at < ?1", (up_to, chat)).rowcount
    if count:
        people.recount(tx, ChatId(chat))
        tx.execute("UPDATE chat SET revision = revision + 1 WHERE id = ?", (chat,))
        changed.chats.add(ChatId(chat))

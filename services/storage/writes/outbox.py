"""Answers on their way: stored before they are sent, claimed before the request leaves, linked after."""

from typing import Any

import msgspec

from services.domain import address as addresses
from services.domain.changes import ChangeKind
from services.domain.errors import ErrorCode, Invalid, NotFound
from services.domain.events import Quoted
from services.domain.ids import AccountId, ChatId, InstanceId, MessageId
from services.domain.outgoing import Accepted, MessageRef, NotSent, Outcome, Outgoing, OutgoingKind, Refused, Uncertain
from services.domain.status import Status
from services.storage.database import Tx, Written
from services.storage.writes import linking, threads
from services.storage.writes.changed import Changed

_encode = msgspec.json.encode
_CLOCK_BEHIND_MS = 600_000


def compose_text(
    tx: Tx, chat: ChatId, text: str, client_id: str, quoted: MessageId | None, now: int
) -> Written[tuple[MessageId, InstanceId]]:
    """Store an answer as queued, with its first attempt; the draft goes, the chat moves up.

    The same ``client_id`` again gives the message that is already there. Raises NotFound, Invalid.
    """
    row = tx.one("SELECT account_id, instance_id, address, ifnull(last_at, 0) FROM chat WHERE id = ?", chat)
    if row is None:
        raise NotFound(f"chat {chat}")
    known = tx.one("SELECT id, chat_id, instance_id FROM message WHERE client_id = ?", client_id)
    if known is not None:
        if known[1] != chat:
            raise Invalid("client_id")
        return Written((MessageId(known[0]), InstanceId(known[2])))
    account, last_instance, address, last_at = row
    instance = _sending_instance(tx, AccountId(account), InstanceId(last_instance))
    if instance is None:
        raise Invalid("instance")
    quote = _reference(tx, quoted, chat) if quoted is not None else None
    quoted_part = None
    if quote is not None:
        quoted_part = Quoted(stanza_id=quote.stanza_id, author=quote.author, from_me=quote.from_me, text=quote.text)
    # a clock that is behind WhatsApp's must not put the answer above what it answers
    sent_at = last_at + 1 if now <= last_at <= now + _CLOCK_BEHIND_MS else now
    target = addresses.parse(address)
    assert target is not None
    outgoing = Outgoing(client_id=client_id, chat=target, kind=OutgoingKind.TEXT, text=text, quoted=quote)
    message = MessageId(
        tx.execute(
            """INSERT INTO message (account_id, chat_id, instance_id, client_id, direction, kind, sent_at, received_at, text,
                 status, origin, quoted_id, quoted) VALUES (?, ?, ?, ?, 'out', 'text', ?, ?, ?, ?, NULL, ?, ?)""",
            (
                account,
                chat,
                instance,
                client_id,
                sent_at,
                now,
                text,
                int(Status.QUEUED),
                quote.stanza_id if quote else None,
                _encode(quoted_part) if quoted_part else None,
            ),
        ).lastrowid
        or 0
    )
    tx.execute("INSERT INTO message_fts (rowid, text, chat) VALUES (?, ?, ?)", (message, text, f"chat{chat}"))
    tx.execute("DELETE FROM draft WHERE chat_id = ?", (chat,))
    _queue(tx, message, chat, instance, 1, outgoing)
    # read up to what is there, not up to our clock's now: it may be ahead of the customer's next message
    threads.add_outgoing(tx, chat, message, sent_at, read_up_to=last_at)
    changed = Changed()
    changed.message(ChangeKind.ADDED, chat, message)
    return Written((message, instance), changed.freeze())


def _sending_instance(tx: Tx, account: AccountId, last: InstanceId) -> InstanceId | None:
    """The instance the chat was last heard through if it still is that number, else any other of the same number."""
    row = tx.one(
        "SELECT id FROM instance WHERE account_id = ? ORDER BY id = ? DESC, state = 'connected' DESC, id LIMIT 1",
        account,
        last,
    )
    return None if row is None else InstanceId(row[0])


def _reference(tx: Tx, message: MessageId, chat: ChatId) -> MessageRef:
    row = tx.one(
        """SELECT m.stanza_id, coalesce(m.provider_message_id, m.stanza_id), c.address, m.direction, m.text,
             (SELECT address FROM alias WHERE contact_id = m.author_id ORDER BY address LIKE '%@lid', address LIMIT 1)
           FROM message m JOIN chat c ON c.id = m.chat_id WHERE m.id = ? AND m.chat_id = ?""",
        message,
        chat,
    )
    if row is None or row[0] is None:
        raise Invalid("quoted")
    where = addresses.parse(row[2])
    assert where is not None
    return MessageRef(
        stanza_id=row[0],
        provider_message_id=row[1],
        chat=where,
        from_me=row[3] == "out",
        author=addresses.parse(row[5]),
        text=row[4],
    )


def _queue(tx: Tx, message: MessageId, chat: ChatId, instance: InstanceId, n: int, outgoing: Outgoing) -> None:
    tx.execute(
        "INSERT INTO attempt (message_id, chat_id, instance_id, n, state, outgoing) VALUES (?, ?, ?, ?, 'queued', ?)",
        (message, chat, instance, n, _encode_outgoing(outgoing)),
    )


def _encode_outgoing(outgoing: Outgoing) -> bytes:
    return msgspec.json.encode(outgoing, enc_hook=str)


def _decode_outgoing(raw: bytes) -> Outgoing:
    return msgspec.json.decode(raw, type=Outgoing, dec_hook=lambda kind, value: kind(value))


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that is now ours to send."""

    attempt_id: int
    message_id: MessageId
    n: int
    outgoing: Outgoing


# the first queued answer of its chat on this instance, and nothing of that chat is under way anywhere
_MAY_GO = """a.instance_id = ?1 AND a.state = 'queued' AND NOT EXISTS (
    SELECT 1 FROM attempt b WHERE b.chat_id = a.chat_id AND b.instance_id = ?1 AND b.state = 'queued' AND b.id < a.id)
  AND NOT EXISTS (SELECT 1 FROM attempt b WHERE b.chat_id = a.chat_id AND b.state = 'sending')"""


def claim_attempt(tx: Tx, instance: InstanceId, boot_id: str, now: int) -> Written[tuple[Claimed | None, int | None]]:
    """Take the next attempt that may go, marked ``sending`` before any request leaves.

    Per chat strictly in order: what stands behind a waiting answer of the same chat waits; an uncertain
    one holds nobody up. Returns the attempt, or the moment (ms) when the next one is due.
    """
    row = tx.one(
        f"""SELECT a.id, a.message_id, a.n, a.outgoing, a.chat_id FROM attempt a
            WHERE {_MAY_GO} AND a.next_at <= ?2 ORDER BY a.id LIMIT 1""",
        instance,
        now,
    )
    if row is None:
        due = tx.one(f"SELECT min(a.next_at) FROM attempt a WHERE {_MAY_GO}", instance)
        return Written((None, due[0]))
    attempt, message, n, raw, chat = row
    tx.execute(
        "UPDATE attempt SET state = 'sending', boot_id = ?, started_at = ? WHERE id = ?", (boot_id, now, attempt)
    )
    tx.execute(
        "UPDATE message SET status = ?, error_code = NULL, error_text = NULL, revision = revision + 1 WHERE id = ?",
        (int(Status.SENDING), message),
    )
    changed = Changed()
    threads.renewed(tx, changed, chat, message)
    claimed = Claimed(attempt_id=attempt, message_id=MessageId(message), n=n, outgoing=_decode_outgoing(raw))
    return Written((claimed, None), changed.freeze())


def finish_attempt(tx: Tx, claimed: Claimed, outcome: Outcome, now: int, retry_at: int | None) -> Written[None]:
    """What became of it. An echo may have come first: then the row knows its id already."""
    changed = Changed()
    row = tx.one("SELECT status, chat_id, stanza_id FROM message WHERE id = ?", claimed.message_id)
    state = tx.one("SELECT state FROM attempt WHERE id = ?", claimed.attempt_id)
    if row is None or state is None:
        return Written(None)
    status, chat, stanza_id = row
    match outcome:
        case Accepted():
            found = outcome.stanza_id or outcome.provider_message_id
            if found is not None:
                linking.adopt(
                    tx,
                    changed,
                    claimed.message_id,
                    found,
                    outcome.provider_message_id,
                    max(outcome.status, Status.SENT),
                )
            else:
                _set(tx, changed, claimed.message_id, chat, max(Status(status), Status.SENT), None, None)
            _end(tx, claimed, "done", now, None, None)
        case _ if stanza_id is not None:
            # its echo or tick has proved that it went out, whatever the answer looked like
            _end(tx, claimed, "done", now, None, None)
        case NotSent():
            tx.execute(
                """UPDATE attempt SET state = 'queued', started_at = NULL, next_at = ?, error_code = ?, error_text = ?,
                     n = n + 1 WHERE id = ?""",
                (retry_at or now, outcome.code.value, outcome.text[:500], claimed.attempt_id),
            )
            _set(tx, changed, claimed.message_id, chat, Status.QUEUED, outcome.code.value, outcome.text)
        case Refused():
            _end(tx, claimed, "done", now, outcome.code.value, outcome.text)
            _set(tx, changed, claimed.message_id, chat, Status.FAILED, outcome.code.value, outcome.text)
        case Uncertain():
            _end(tx, claimed, "unknown", now, ErrorCode.UNCERTAIN.value, outcome.text)
            _set(tx, changed, claimed.message_id, chat, Status.UNKNOWN, ErrorCode.UNCERTAIN.value, outcome.text)
    return Written(None, changed.freeze())


def _end(tx: Tx, claimed: Claimed, state: str, now: int, code: str | None, text: str | None) -> None:
    tx.execute(
        "UPDATE attempt SET state = ?, finished_at = ?, error_code = ?, error_text = ? WHERE id = ?",
        (state, now, code, text[:500] if text else None, claimed.attempt_id),
    )


def _set(
    tx: Tx, changed: Changed, message: MessageId, chat: int, status: Status, code: str | None, text: str | None
) -> None:
    tx.execute(
        "UPDATE message SET status = ?, error_code = ?, error_text = ?, revision = revision + 1 WHERE id = ?",
        (int(status), code, text[:500] if text else None, message),
    )
    threads.renewed(tx, changed, chat, message)


def release(tx: Tx, changed: Changed, instance: InstanceId) -> None:
    """Queued answers that this instance can no longer send (it is gone, or another number now).

    They go out through another instance of their number, else they fail visibly; none is sent from a
    number that is not its own.
    """
    rows = tx.all(
        """SELECT a.id, a.message_id, a.chat_id, m.account_id FROM attempt a JOIN message m ON m.id = a.message_id
           WHERE a.instance_id = ?1 AND a.state = 'queued'
             AND m.account_id IS NOT (SELECT account_id FROM instance WHERE id = ?1)""",
        instance,
    )
    for attempt, message, chat, account in rows:
        other = _sending_instance(tx, AccountId(account), instance)
        if other is not None:
            tx.execute("UPDATE attempt SET instance_id = ? WHERE id = ?", (other, attempt))
        else:
            tx.execute("UPDATE attempt SET state = 'done' WHERE id = ?", (attempt,))
            _set(tx, changed, MessageId(message), chat, Status.FAILED, ErrorCode.NOT_CONNECTED.value, None)


def recover(tx: Tx, boot_id: str, now: int, instance: InstanceId | None = None) -> Written[int]:
    """What another boot was sending, or this instance's sender that starts anew, is uncertain now.

    It is never sent again by itself. Returns how many there were.
    """
    changed = Changed()
    rows = tx.all(
        """SELECT a.id, a.message_id, m.chat_id, m.stanza_id FROM attempt a JOIN message m ON m.id = a.message_id
           WHERE a.state = 'sending' AND (a.boot_id IS NOT ? OR a.instance_id = ?)""",
        boot_id,
        instance,
    )
    for attempt, message, chat, stanza_id in rows:
        state = "done" if stanza_id is not None else "unknown"
        tx.execute("UPDATE attempt SET state = ?, finished_at = ? WHERE id = ?", (state, now, attempt))
        if stanza_id is None:
            _set(tx, changed, MessageId(message), chat, Status.UNKNOWN, ErrorCode.UNCERTAIN.value, None)
    return Written(len(rows), changed.freeze())


def retry(tx: Tx, message: MessageId, now: int) -> Written[InstanceId]:
    """A person asks to send a failed or uncertain answer again: a new attempt, a new status. Raises NotFound, Invalid."""
    row = _own(tx, message)
    status, chat, account, instance = row
    if status not in (int(Status.FAILED), int(Status.UNKNOWN)):
        raise Invalid("status")
    last = tx.one("SELECT n, outgoing FROM attempt WHERE message_id = ? ORDER BY n DESC LIMIT 1", message)
    if last is None:
        raise Invalid("status")
    target = _sending_instance(tx, AccountId(account), InstanceId(instance))
    if target is None:
        raise Invalid("instance")
    _forget_failure(tx, message)
    _queue(tx, message, ChatId(chat), target, last[0] + 1, _decode_outgoing(last[1]))
    changed = Changed()
    _set(tx, changed, message, chat, Status.QUEUED, None, None)
    return Written(target, changed.freeze())


def _forget_failure(tx: Tx, message: MessageId) -> None:
    """A failed attempt had its own WhatsApp id; the new attempt gets a new one."""
    tx.execute("UPDATE message SET stanza_id = NULL, provider_message_id = NULL WHERE id = ?", (message,))


def settle(tx: Tx, message: MessageId, now: int) -> Written[None]:
    """A person says that an uncertain answer was sent. Raises NotFound, Invalid."""
    status, chat, _, _ = _own(tx, message)
    if status != int(Status.UNKNOWN):
        raise Invalid("status")
    tx.execute(
        "UPDATE attempt SET state = 'done', finished_at = ? WHERE message_id = ? AND state = 'unknown'", (now, message)
    )
    changed = Changed()
    _set(tx, changed, message, chat, Status.SENT, None, None)
    return Written(None, changed.freeze())


def _own(tx: Tx, message: MessageId) -> Any:
    row = tx.one(
        "SELECT status, chat_id, account_id, instance_id FROM message WHERE id = ? AND direction = 'out'", message
    )
    if row is None:
        raise NotFound(f"message {message}")
    return row

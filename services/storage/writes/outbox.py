"""Answers on their way: stored before they are sent, claimed before the request leaves, linked after."""

import logging
from typing import Any

import msgspec

from services.domain.agents import Deed
from services.domain.errors import ErrorCode, Invalid, NotFound
from services.domain.ids import AccountId, AgentId, ChatId, InstanceId, MessageId
from services.domain.outgoing import Accepted, NotSent, Outcome, Outgoing, Refused, Uncertain
from services.domain.status import Status
from services.storage.database import Tx, Written
from services.storage.writes import audit, linking, threads, undoing
from services.storage.writes.changed import Changed

_log = logging.getLogger(__name__)

MAX_DOUBTS = 5
_DOUBT_MS = 15_000


def sending_instance(tx: Tx, account: AccountId, last: InstanceId) -> InstanceId | None:
    """The instance the chat was last heard through if it still is that number, else any other of the same number."""
    row = tx.one(
        "SELECT id FROM instance WHERE account_id = ? ORDER BY id = ? DESC, state = 'connected' DESC, id LIMIT 1",
        account,
        last,
    )
    return None if row is None else InstanceId(row[0])


def queue(
    tx: Tx,
    message: MessageId,
    chat: ChatId,
    instance: InstanceId,
    n: int,
    outgoing: Outgoing,
    *,
    not_before: int = 0,
    undo: bytes | None = None,
) -> int:
    """Put it into the outbox; ``undo`` marks an act on a message that is there. Returns the attempt's id."""
    return (
        tx.execute(
            """INSERT INTO attempt (message_id, chat_id, instance_id, n, state, outgoing, next_at, undo)
               VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)""",
            (message, chat, instance, n, _encode_outgoing(outgoing), not_before, undo),
        ).lastrowid
        or 0
    )


# what msgspec and our own words' types raise on bytes that are no answer of this version
_UNREADABLE = (msgspec.DecodeError, ValueError, TypeError)


def _encode_outgoing(outgoing: Outgoing) -> bytes:
    return msgspec.json.encode(outgoing, enc_hook=str)


def _decode_outgoing(raw: bytes) -> Outgoing:
    return msgspec.json.decode(raw, type=Outgoing, dec_hook=lambda kind, value: kind(value))


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that is now ours to send."""

    attempt_id: int
    message_id: MessageId
    chat_id: ChatId
    n: int
    outgoing: Outgoing
    undo: bytes | None = None


# the first queued answer of its chat on this instance, and nothing of that chat is under way anywhere;
# acts on messages that are there (``undo``) keep their order for each message and hold no answer up
_MAY_GO = """a.instance_id = ?1 AND a.state = 'queued' AND NOT EXISTS (
    SELECT 1 FROM attempt b WHERE b.chat_id = a.chat_id AND b.instance_id = ?1 AND b.state = 'queued' AND b.id < a.id
      AND (b.message_id = a.message_id OR (a.undo IS NULL AND b.undo IS NULL)))
  AND NOT EXISTS (SELECT 1 FROM attempt b WHERE b.chat_id = a.chat_id AND b.state = 'sending')"""


def claim_attempt(tx: Tx, instance: InstanceId, boot_id: str, now: int) -> Written[tuple[Claimed | None, int | None]]:
    """Take the next attempt that may go, marked ``sending`` before any request leaves.

    Per chat strictly in order: what stands behind a waiting answer of the same chat waits; an uncertain
    one holds nobody up, and one that cannot be read fails. Returns the attempt, or the moment (ms) when the next one is due.
    """
    changed = Changed()
    while True:
        row = tx.one(
            f"""SELECT a.id, a.message_id, a.n, a.outgoing, a.chat_id, a.undo FROM attempt a
                WHERE {_MAY_GO} AND a.next_at <= ?2 ORDER BY a.id LIMIT 1""",
            instance,
            now,
        )
        if row is None:
            due = tx.one(f"SELECT min(a.next_at) FROM attempt a WHERE {_MAY_GO}", instance)
            return Written((None, due[0]), changed.freeze())
        attempt, message, n, raw, chat, undo = row
        try:
            outgoing = _decode_outgoing(raw)
        except _UNREADABLE:
            _give_up(tx, changed, attempt, MessageId(message), chat, undo, now)
            continue
        break
    tx.execute(
        "UPDATE attempt SET state = 'sending', boot_id = ?, started_at = ? WHERE id = ?", (boot_id, now, attempt)
    )
    if undo is None:
        tx.execute(
            "UPDATE message SET status = ?, error_code = NULL, error_text = NULL, revision = revision + 1 WHERE id = ?",
            (int(Status.SENDING), message),
        )
        threads.renewed(tx, changed, chat, message)
    claimed = Claimed(
        attempt_id=attempt, message_id=MessageId(message), chat_id=ChatId(chat), n=n, outgoing=outgoing, undo=undo
    )
    return Written((claimed, None), changed.freeze())


def _give_up(
    tx: Tx, changed: Changed, attempt: int, message: MessageId, chat: int, undo: bytes | None, now: int
) -> None:
    """What stands in the outbox cannot be read: it fails by itself, and what is behind it goes."""
    _log.error("attempt %d cannot be read: it is not sent", attempt)
    code = ErrorCode.UNREADABLE.value
    tx.execute("UPDATE attempt SET state = 'done', finished_at = ?, error_code = ? WHERE id = ?", (now, code, attempt))
    if undo is not None:
        undoing.take_back(tx, changed, message, undo)
    else:
        _set(tx, changed, message, chat, Status.FAILED, code, None)


def finish_attempt(tx: Tx, claimed: Claimed, outcome: Outcome, now: int, retry_at: int | None) -> Written[None]:
    """What became of it. An echo may have come first: then the row knows its id already."""
    changed = Changed()
    row = tx.one("SELECT status, chat_id, stanza_id FROM message WHERE id = ?", claimed.message_id)
    state = tx.one("SELECT state FROM attempt WHERE id = ?", claimed.attempt_id)
    if row is None or state is None:
        return Written(None)
    status, chat, stanza_id = row
    if claimed.undo is not None:
        _finish_act(tx, changed, claimed, outcome, now, retry_at)
        return Written(None, changed.freeze())
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
            _again(tx, claimed, outcome.code, outcome.text, retry_at or now)
            _set(tx, changed, claimed.message_id, chat, Status.QUEUED, outcome.code.value, outcome.text)
        case Refused():
            _end(tx, claimed, "done", now, outcome.code.value, outcome.text)
            _set(tx, changed, claimed.message_id, chat, Status.FAILED, outcome.code.value, outcome.text)
        case Uncertain():
            _end(tx, claimed, "unknown", now, ErrorCode.UNCERTAIN.value, outcome.text)
            _set(tx, changed, claimed.message_id, chat, Status.UNKNOWN, ErrorCode.UNCERTAIN.value, outcome.text)
    return Written(None, changed.freeze())


def _again(tx: Tx, claimed: Claimed, code: ErrorCode, text: str, at: int) -> None:
    tx.execute(
        """UPDATE attempt SET state = 'queued', started_at = NULL, next_at = ?, error_code = ?, error_text = ?,
             n = n + 1 WHERE id = ?""",
        (at, code.value, text[:500], claimed.attempt_id),
    )


def _finish_act(tx: Tx, changed: Changed, claimed: Claimed, outcome: Outcome, now: int, retry_at: int | None) -> None:
    """A reaction, an edit or a deletion shows already; doing it twice changes nothing, so doubt means again."""
    match outcome:
        case Accepted():
            _end(tx, claimed, "done", now, None, None)
        case NotSent():
            _again(tx, claimed, outcome.code, outcome.text, retry_at or now)
        case Uncertain() if claimed.n < MAX_DOUBTS:
            _again(tx, claimed, ErrorCode.UNCERTAIN, outcome.text, now + _DOUBT_MS)
        case Refused() | Uncertain():
            code = outcome.code if isinstance(outcome, Refused) else ErrorCode.UNCERTAIN
            _end(tx, claimed, "done", now, code.value, outcome.text)
            undoing.take_back(tx, changed, claimed.message_id, claimed.undo or b"")


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
        """SELECT a.id, a.message_id, a.chat_id, m.account_id, a.undo FROM attempt a JOIN message m ON m.id = a.message_id
           WHERE a.instance_id = ?1 AND a.state = 'queued'
             AND m.account_id IS NOT (SELECT account_id FROM instance WHERE id = ?1)""",
        instance,
    )
    for attempt, message, chat, account, undo in rows:
        other = sending_instance(tx, AccountId(account), instance)
        if other is not None:
            tx.execute("UPDATE attempt SET instance_id = ? WHERE id = ?", (other, attempt))
        else:
            tx.execute("UPDATE attempt SET state = 'done' WHERE id = ?", (attempt,))
            if undo is not None:
                undoing.take_back(tx, changed, MessageId(message), undo)
                continue
            _set(tx, changed, MessageId(message), chat, Status.FAILED, ErrorCode.NOT_CONNECTED.value, None)


def recover(tx: Tx, boot_id: str, now: int, instance: InstanceId | None = None) -> Written[int]:
    """What another boot was sending, or this instance's sender that starts anew, is uncertain now.

    It is never sent again by itself. Returns how many there were.
    """
    changed = Changed()
    rows = tx.all(
        """SELECT a.id, a.message_id, m.chat_id, m.stanza_id, a.undo FROM attempt a JOIN message m ON m.id = a.message_id
           WHERE a.state = 'sending' AND (a.boot_id IS NOT ? OR a.instance_id = ?)""",
        boot_id,
        instance,
    )
    for attempt, message, chat, stanza_id, undo in rows:
        if undo is not None:
            # doing it once more changes nothing for the customer
            tx.execute("UPDATE attempt SET state = 'queued', started_at = NULL WHERE id = ?", (attempt,))
            continue
        state = "done" if stanza_id is not None else "unknown"
        tx.execute("UPDATE attempt SET state = ?, finished_at = ? WHERE id = ?", (state, now, attempt))
        if stanza_id is None:
            _set(tx, changed, MessageId(message), chat, Status.UNKNOWN, ErrorCode.UNCERTAIN.value, None)
    return Written(len(rows), changed.freeze())


def retry(
    tx: Tx, message: MessageId, now: int, agent: AgentId | None = audit.ACTIVE
) -> Written[InstanceId]:
    """A person asks to send a failed or uncertain answer again: a new attempt, a new status. Raises NotFound, Invalid."""
    row = _own(tx, message)
    status, chat, account, instance = row
    if status not in (int(Status.FAILED), int(Status.UNKNOWN)):
        raise Invalid("status")
    last = tx.one(
        "SELECT n, outgoing FROM attempt WHERE message_id = ? AND undo IS NULL ORDER BY id DESC LIMIT 1", message
    )
    if last is None:
        raise Invalid("status")
    target = sending_instance(tx, AccountId(account), InstanceId(instance))
    if target is None:
        raise Invalid("instance")
    try:
        outgoing = _decode_outgoing(last[1])
    except _UNREADABLE:
        raise Invalid("outgoing") from None
    _forget_failure(tx, message)
    queue(tx, message, ChatId(chat), target, last[0] + 1, outgoing)
    audit.note_deed(tx, Deed.RETRIED, now, agent=agent, chat=ChatId(chat), message=message)
    changed = Changed()
    _set(tx, changed, message, chat, Status.QUEUED, None, None)
    return Written(target, changed.freeze())


def _forget_failure(tx: Tx, message: MessageId) -> None:
    """A failed attempt had its own WhatsApp id; the new attempt gets a new one."""
    tx.execute("UPDATE message SET stanza_id = NULL, provider_message_id = NULL WHERE id = ?", (message,))


def cancel(tx: Tx, message: MessageId) -> Written[None]:
    """An answer that nothing has been sent of goes away. Raises NotFound, Invalid where it is too late."""
    status, chat, _, _ = _own(tx, message)
    waits = tx.one("SELECT id FROM attempt WHERE message_id = ? AND state = 'queued' AND undo IS NULL", message)
    if status != int(Status.QUEUED) or waits is None:
        raise Invalid("status")
    changed = Changed()
    linking.remove_row(tx, changed, ChatId(chat), message)
    threads.unanswer(tx, ChatId(chat))
    threads.refresh_preview(tx, ChatId(chat))
    return Written(None, changed.freeze())


def withdraw(tx: Tx, message: MessageId, now: int) -> Written[InstanceId | None]:
    """A waiting answer is not to be sent: it stays, as not sent, and ``retry`` sends it after all.

    Returns None when that is done; the instance where it is under way, whose sender can stop it. Raises NotFound,
    Invalid where it is over.
    """
    _, chat, _, _ = _own(tx, message)
    row = tx.one(
        """SELECT id, state, instance_id FROM attempt
           WHERE message_id = ? AND undo IS NULL AND state IN ('queued', 'sending')""",
        message,
    )
    if row is None:
        raise Invalid("status")
    attempt, state, instance = row
    if state == "sending":
        return Written(InstanceId(instance))
    tx.execute(
        "UPDATE attempt SET state = 'done', finished_at = ?, error_code = ? WHERE id = ?",
        (now, ErrorCode.CANCELLED.value, attempt),
    )
    changed = Changed()
    _set(tx, changed, message, chat, Status.FAILED, ErrorCode.CANCELLED.value, None)
    return Written(None, changed.freeze())


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

"""Which message is ours: an echo, a tick or the gateway's answer gives our own row its WhatsApp id."""

from services.domain.changes import ChangeKind
from services.domain.content import ProviderProblem
from services.domain.errors import ErrorCode
from services.domain.events import MessageSeen
from services.domain.ids import ChatId, MessageId
from services.domain.status import Status
from services.storage import indexing
from services.storage.database import Tx
from services.storage.writes import early, threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

_ECHO_WINDOW_MS = 120_000


def own_row(tx: Tx, context: Context, event: MessageSeen, chat: ChatId) -> MessageId | None:
    """Our own row that this echo shows: by client id, else the first one sent of this chat with the same text.

    Only what may have left counts: requests under way, uncertain ones (also where a person has queued
    another try since), and accepted ones whose answer named no id. The moment is compared on the
    gateway's clock and on ours, which need not agree.
    """
    if event.client_ref:
        found = by_client_id(tx, context, event.client_ref)
        if found is not None:
            return found
    received = context.received_at_ms
    at = event.occurred_at_ms or received
    if context.backfill:
        received = at
    row = tx.one(
        """SELECT m.id FROM message m JOIN attempt a ON a.message_id = m.id
           WHERE m.chat_id = ? AND m.direction = 'out' AND m.stanza_id IS NULL AND m.kind = ? AND m.text IS ?
             AND (a.state IN ('sending', 'unknown') OR m.status = ?)
             AND (a.started_at BETWEEN ? AND ? OR a.started_at BETWEEN ? AND ?)
           ORDER BY a.started_at, m.id LIMIT 1""",
        chat,
        event.kind.value,
        event.text,
        int(Status.SENT),
        at - _ECHO_WINDOW_MS,
        at + _ECHO_WINDOW_MS,
        received - _ECHO_WINDOW_MS,
        received,
    )
    return None if row is None else MessageId(row[0])


def by_client_id(tx: Tx, context: Context, client_id: str) -> MessageId | None:
    """Our row with this client id on this account, as long as it has no WhatsApp id."""
    row = tx.one(
        "SELECT id FROM message WHERE client_id = ? AND account_id = ? AND stanza_id IS NULL",
        client_id,
        context.account_id,
    )
    return None if row is None else MessageId(row[0])


def adopt(
    tx: Tx,
    changed: Changed,
    message: MessageId,
    stanza_id: str,
    provider_message_id: str | None,
    status: Status,
    problem: ProviderProblem | None = None,
) -> None:
    """Give our own row its WhatsApp id, pull in marks that were early, and end its attempt."""
    account, chat, before = tx.one("SELECT account_id, chat_id, stanza_id FROM message WHERE id = ?", message)
    other = tx.one(
        """SELECT id, client_id, status, error_code, error_text, chat_id FROM message
           WHERE account_id = ? AND stanza_id = ? AND id <> ?""",
        account,
        stanza_id,
        message,
    )
    if other is not None:
        if other[1] is None:
            # the echo came before we could know it as ours and got a row of its own
            remove_row(tx, changed, ChatId(other[5]), MessageId(other[0]))
            threads.rewait(tx, ChatId(other[5]))
            threads.refresh_preview(tx, ChatId(other[5]))
        else:
            _unlink(tx, changed, ChatId(other[5]), MessageId(other[0]))
    # the ticks that came for another id were another message's
    relinked = before is not None and before != stanza_id
    tx.execute(
        f"""UPDATE message SET stanza_id = ?1, provider_message_id = coalesce(?2, provider_message_id),
             error_code = CASE WHEN {"1" if relinked else "status <= ?3"} THEN NULL ELSE error_code END,
             error_text = CASE WHEN {"1" if relinked else "status <= ?3"} THEN NULL ELSE error_text END,
             status = {"?3" if relinked else "max(status, ?3)"}, revision = revision + 1 WHERE id = ?4""",
        (stanza_id, provider_message_id, int(Status.SENT), message),
    )
    early.lift(tx, message, status, problem.code if problem else None, problem.text if problem else None)
    if other is not None and other[1] is None and other[2] is not None:
        early.lift(tx, message, Status(other[2]), other[3], other[4])
    tx.execute(
        """UPDATE attempt SET state = 'done', finished_at = ifnull(finished_at, started_at)
           WHERE message_id = ? AND undo IS NULL AND state IN ('queued', 'sending', 'unknown')""",
        (message,),
    )
    early.apply(tx, account, stanza_id, message, outgoing=True)
    threads.renewed(tx, changed, chat, message)


def remove_row(tx: Tx, changed: Changed, chat: ChatId, message: MessageId) -> None:
    """Take away a second row of one message, out of the search index too; the chat's row is the caller's."""
    indexing.forget(tx.connection, "id = ?", (message,))
    tx.execute("DELETE FROM message WHERE id = ?", (message,))
    changed.message(ChangeKind.REMOVED, chat, message)


def _unlink(tx: Tx, changed: Changed, chat: ChatId, message: MessageId) -> None:
    """Two of ours with one text: the echo was filed under the wrong one, the gateway's answer decides."""
    tx.execute(
        """UPDATE message SET stanza_id = NULL, provider_message_id = NULL, status = ?, error_code = ?, error_text = NULL,
             deleted = 0, revision = revision + 1 WHERE id = ?""",
        (int(Status.UNKNOWN), ErrorCode.UNCERTAIN.value, message),
    )
    tx.execute(
        """UPDATE attempt SET state = 'unknown' WHERE state = 'done' AND message_id = ?1
             AND id = (SELECT max(id) FROM attempt WHERE message_id = ?1 AND undo IS NULL)""",
        (message,),
    )
    threads.renewed(tx, changed, chat, message)

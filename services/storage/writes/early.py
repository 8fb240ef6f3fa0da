"""Marks that may come before their message: kept by the WhatsApp id, applied when the message is there."""

from services.domain.ids import MessageId
from services.domain.status import Status
from services.storage import indexing
from services.storage.database import Tx

# how two tellings of one mark become one row, wherever they meet; the order of arrival never counts:
# a removal beats another reaction of the same moment, then the greater one wins
LATER_REACTION = """ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = excluded.at
  WHERE (excluded.at, excluded.emoji IS NULL, ifnull(excluded.emoji, '')) > (at, emoji IS NULL, ifnull(emoji, ''))"""
LATER_VOTE = """ON CONFLICT DO UPDATE SET options = excluded.options, at = excluded.at
  WHERE (excluded.at, excluded.options) > (at, options)"""


def lifted(status: Status, participant: str, is_group: bool) -> Status | None:
    """What one tick means for the bubble: a reader in a group lifts it to *delivered* at most and never fails it."""
    if not participant or not is_group:
        return status
    return None if status is Status.FAILED else min(status, Status.DELIVERED)


def lift(tx: Tx, message: MessageId, status: Status, code: str | None, text: str | None) -> bool:
    """Raise the status of a message of ours, never lower it; the reason stands only beside a failure."""
    failed = status is Status.FAILED
    count = tx.execute(
        """UPDATE message SET status = ?1, error_code = ?2, error_text = ?3, revision = revision + 1
           WHERE id = ?4 AND direction = 'out' AND ifnull(status, 0) < ?1""",
        (int(status), (code or "rejected") if failed else None, text if failed else None, message),
    ).rowcount
    return count > 0


def apply(tx: Tx, account: int, stanza_id: str, message: MessageId, *, outgoing: bool) -> bool:
    """Ticks, edits and deletions that are known of a message. Returns whether one changed it."""
    any_changed = False
    if outgoing:
        for status, participant, code, text, is_group in tx.all(
            """SELECT k.status, k.participant, k.code, k.text,
                 (SELECT c.is_group FROM message m JOIN chat c ON c.id = m.chat_id WHERE m.id = ?3)
               FROM ack k WHERE k.account_id = ?1 AND k.stanza_id = ?2 ORDER BY k.status""",
            account,
            stanza_id,
            message,
        ):
            rise = lifted(Status(status), participant, bool(is_group))
            any_changed |= rise is not None and lift(tx, message, rise, code, text)
    edited, deleted = tx.one(
        """SELECT EXISTS (SELECT 1 FROM edit WHERE account_id = ?1 AND stanza_id = ?2 AND original = 0),
             EXISTS (SELECT 1 FROM revoke WHERE account_id = ?1 AND stanza_id = ?2)""",
        account,
        stanza_id,
    )
    if edited:
        any_changed |= show_latest_edit(tx, account, stanza_id, message)
    if deleted:
        any_changed |= mark_deleted(tx, message)
    return any_changed


def mark_deleted(tx: Tx, message: MessageId) -> bool:
    """What was written stays stored. False where it was marked before."""
    count = tx.execute(
        "UPDATE message SET deleted = 1, revision = revision + 1 WHERE id = ? AND deleted = 0", (message,)
    ).rowcount
    return count > 0


def keep_edit(tx: Tx, account: int, stanza_id: str, at: int, text: str | None) -> None:
    """Every text of a message by its moment; of two in the same moment the greater, whichever came first."""
    tx.execute(
        """INSERT INTO edit (account_id, stanza_id, at, text, original) VALUES (?, ?, ?, ?, 0)
           ON CONFLICT DO UPDATE SET text = excluded.text WHERE ifnull(excluded.text, '') > ifnull(text, '')""",
        (account, stanza_id, at, text),
    )


def show_latest_edit(tx: Tx, account: int, stanza_id: str, message: MessageId) -> bool:
    """Set the latest text, keep the first one as history, renew the search index. False where nothing changes."""
    (text,) = tx.one(
        "SELECT text FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 0 ORDER BY at DESC LIMIT 1",
        account,
        stanza_id,
    )
    old, sent_at, edited = tx.one("SELECT text, sent_at, edited FROM message WHERE id = ?", message)
    if old == text and edited:
        return False
    if not edited:
        tx.execute(
            "INSERT OR IGNORE INTO edit (account_id, stanza_id, at, text, original) VALUES (?, ?, ?, ?, 1)",
            (account, stanza_id, sent_at, old),
        )
    set_text(tx, message, text)
    tx.execute("UPDATE message SET edited = 1, revision = revision + 1 WHERE id = ?", (message,))
    return True


def set_text(tx: Tx, message: MessageId, text: str | None) -> None:
    """Change a text and its entry in the search index."""
    indexing.forget(tx.connection, "id = ?", (message,))
    tx.execute("UPDATE message SET text = ? WHERE id = ?", (text, message))
    indexing.restore(tx.connection, "id = ?", (message,))

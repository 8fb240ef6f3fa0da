"""Acts of ours on messages that are there: shown at once, and taken back where the gateway refuses them."""

import msgspec

from services.domain.ids import MessageId
from services.domain.outgoing import OutgoingKind
from services.storage.database import Tx
from services.storage.writes import early, threads
from services.storage.writes.changed import Changed


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    """How to take an act back: its moment (ms), and for a reaction what stood there before."""

    kind: OutgoingKind
    at: int
    emoji: str | None = None
    emoji_before: str | None = None
    at_before: int | None = None


_decoder = msgspec.json.Decoder(Undo)


def show_reaction(tx: Tx, changed: Changed, message: MessageId, emoji: str | None, now: int) -> Undo:
    """Our reaction as it will be; None takes it away."""
    account, stanza, chat = _message(tx, message)
    before = tx.one("SELECT emoji, at FROM reaction WHERE account_id = ? AND stanza_id = ? AND actor = 'me'", account, stanza)
    at = max(now, before[1] + 1) if before is not None else now
    tx.execute(
        f"""INSERT INTO reaction (account_id, stanza_id, actor, emoji, from_me, actor_id, at)
            VALUES (?, ?, 'me', ?, 1, NULL, ?) {early.LATER_REACTION}""",
        (account, stanza, emoji, at),
    )
    _renew(tx, changed, chat, message)
    return Undo(
        kind=OutgoingKind.REACTION,
        at=at,
        emoji=emoji,
        emoji_before=before[0] if before is not None else None,
        at_before=before[1] if before is not None else None,
    )


def show_edit(tx: Tx, changed: Changed, message: MessageId, text: str, now: int) -> Undo:
    """The new text; the old one is kept as history."""
    account, stanza, chat = _message(tx, message)
    (latest,) = tx.one("SELECT ifnull(max(at), 0) FROM edit WHERE account_id = ? AND stanza_id = ?", account, stanza)
    at = max(now, latest + 1)
    early.keep_edit(tx, account, stanza, at, text)
    early.show_latest_edit(tx, account, stanza, message)
    threads.renewed(tx, changed, chat, message)
    return Undo(kind=OutgoingKind.EDIT, at=at)


def show_deletion(tx: Tx, changed: Changed, message: MessageId, now: int) -> Undo:
    """Marked as deleted for everyone; what was written stays stored."""
    account, stanza, chat = _message(tx, message)
    tx.execute(
        "INSERT OR IGNORE INTO revoke (account_id, stanza_id, at, by, for_everyone) VALUES (?, ?, ?, NULL, 1)",
        (account, stanza, now),
    )
    early.mark_deleted(tx, message)
    threads.renewed(tx, changed, chat, message)
    return Undo(kind=OutgoingKind.REVOKE, at=now)


def take_back(tx: Tx, changed: Changed, message: MessageId, raw: bytes) -> None:
    """As it was before the act, unless something later has been shown since."""
    undo = _decoder.decode(raw)
    account, stanza, chat = _message(tx, message)
    key = (account, stanza, undo.at)
    match undo.kind:
        case OutgoingKind.REACTION if undo.at_before is None:
            tx.execute("DELETE FROM reaction WHERE account_id = ? AND stanza_id = ? AND at = ? AND actor = 'me'", key)
        case OutgoingKind.REACTION:
            tx.execute(
                "UPDATE reaction SET emoji = ?, at = ? WHERE account_id = ? AND stanza_id = ? AND at = ? AND actor = 'me'",
                (undo.emoji_before, undo.at_before, *key),
            )
        case OutgoingKind.EDIT:
            tx.execute("DELETE FROM edit WHERE account_id = ? AND stanza_id = ? AND at = ? AND original = 0", key)
            _show_text(tx, account, stanza, message)
        case _:
            tx.execute("DELETE FROM revoke WHERE account_id = ? AND stanza_id = ? AND at = ? AND by IS NULL", key)
            if tx.one("SELECT 1 FROM revoke WHERE account_id = ? AND stanza_id = ?", account, stanza) is None:
                tx.execute("UPDATE message SET deleted = 0 WHERE id = ?", (message,))
    tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (message,))
    threads.renewed(tx, changed, chat, message)


def _show_text(tx: Tx, account: int, stanza: str, message: MessageId) -> None:
    """The latest text that is left: an earlier edit, else what was written first."""
    left = tx.one("SELECT 1 FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 0 LIMIT 1", account, stanza)
    if left is not None:
        early.show_latest_edit(tx, account, stanza, message)
        return
    first = tx.one("SELECT text FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 1 LIMIT 1", account, stanza)
    if first is None:
        return
    early.set_text(tx, message, first[0])
    tx.execute("UPDATE message SET edited = 0 WHERE id = ?", (message,))
    tx.execute("DELETE FROM edit WHERE account_id = ? AND stanza_id = ?", (account, stanza))


def _message(tx: Tx, message: MessageId) -> tuple[int, str, int]:
    account, stanza, chat = tx.one("SELECT account_id, stanza_id, chat_id FROM message WHERE id = ?", message)
    return account, stanza, chat


def _renew(tx: Tx, changed: Changed, chat: int, message: MessageId) -> None:
    tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (message,))
    threads.renewed(tx, changed, chat, message)

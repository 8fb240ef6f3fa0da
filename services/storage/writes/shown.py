"""What a person decides about messages here alone: a star, and to see some of them no more."""

from services.domain.changes import ChangeKind
from services.domain.content import Direction
from services.domain.errors import Invalid, NotFound
from services.domain.ids import ChatId, MessageId
from services.domain.status import Status
from services.storage.database import Tx, Written
from services.storage.writes import threads
from services.storage.writes.changed import Changed


def star(tx: Tx, messages: tuple[MessageId, ...], on: bool) -> Written[None]:
    """Put a star on them, or take it away. Raises NotFound for an unknown one."""
    changed = Changed()
    for message in messages:
        chat = _row(tx, message)[0]
        count = tx.execute(
            "UPDATE message SET starred = ?1, revision = revision + 1 WHERE id = ?2 AND starred <> ?1", (on, message)
        ).rowcount
        if count:
            changed.message(ChangeKind.CHANGED, chat, message)
    return Written(None, changed.freeze())


def hide(tx: Tx, messages: tuple[MessageId, ...]) -> Written[None]:
    """Show them no more. The rows stay, so that nothing brings them back but ``unhide``.

    Raises NotFound, Invalid (one of them still waits to be sent); then none is hidden.
    """
    changed = Changed()
    for message in messages:
        chat, direction, status = _row(tx, message)
        if direction == Direction.OUT and status is not None and status <= Status.SENDING:
            raise Invalid("status")
        _set(tx, message, 1)
        changed.message(ChangeKind.REMOVED, chat, message)
    _renew(tx, changed)
    return Written(None, changed.freeze())


def unhide(tx: Tx, messages: tuple[MessageId, ...]) -> Written[None]:
    """Show them again where they were. Raises NotFound."""
    changed = Changed()
    for message in messages:
        chat = _row(tx, message)[0]
        _set(tx, message, 0)
        changed.message(ChangeKind.ADDED, chat, message)
    _renew(tx, changed)
    return Written(None, changed.freeze())


def _row(tx: Tx, message: MessageId) -> tuple[ChatId, str, int | None]:
    row = tx.one("SELECT chat_id, direction, status FROM message WHERE id = ?", message)
    if row is None:
        raise NotFound(f"message {message}")
    return ChatId(row[0]), row[1], row[2]


def _set(tx: Tx, message: MessageId, hidden: int) -> None:
    tx.execute("UPDATE message SET hidden = ?, revision = revision + 1 WHERE id = ?", (hidden, message))


def _renew(tx: Tx, changed: Changed) -> None:
    for chat in changed.chats:
        (last_at,) = tx.one("SELECT last_at FROM chat WHERE id = ?", chat)
        threads.recount(tx, chat)
        threads.rewait(tx, chat)
        threads.refresh_preview(tx, chat)
        # a conversation of which all is hidden stays where it stood
        tx.execute("UPDATE chat SET last_at = ? WHERE id = ? AND last_at IS NULL", (last_at, chat))

"""Where a message's file is on its way to the disk."""

import msgspec

from services.domain.changes import ChangeKind
from services.domain.errors import ErrorCode, Invalid, NotFound
from services.domain.ids import ChatId, MessageId
from services.domain.models import MediaState
from services.storage.database import Tx, Written
from services.storage.writes import threads
from services.storage.writes.changed import Changed


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was fetched; ``path`` is relative to the media folder, ``mime`` what the bytes are, whatever was told."""

    path: str
    size: int
    mime: str | None = None
    file_name: str | None = None


def restart_downloads(tx: Tx) -> Written[None]:
    """What was under way when the program ended starts again."""
    tx.execute("UPDATE media SET state = 'pending' WHERE state = 'downloading'")
    return Written(None)


def set_media_state(
    tx: Tx, message: MessageId, state: MediaState, error: str | None, next_at: int | None
) -> Written[None]:
    """Progress or failure; a failed try counts."""
    tx.execute(
        """UPDATE media SET state = ?1, error = ?2, next_at = ?3,
             attempts = attempts + (?1 <> 'downloading') WHERE message_id = ?4""",
        (state.value, error, next_at, message),
    )
    return _changed(tx, message)


def postpone_media(tx: Tx, message: MessageId, next_at: int) -> Written[None]:
    """Nobody could try yet; it does not count as a try, and nothing that is shown changes."""
    tx.execute("UPDATE media SET next_at = ? WHERE message_id = ? AND state = 'pending'", (next_at, message))
    return Written(None)


def finish_media(tx: Tx, message: MessageId, stored: StoredFile) -> Written[None]:
    """The bytes are on disk."""
    tx.execute(
        """UPDATE media SET state = 'ready', path = ?, size = ?, mime = coalesce(?, mime), file_name = coalesce(file_name, ?),
             error = NULL, next_at = NULL WHERE message_id = ?""",
        (stored.path, stored.size, stored.mime, stored.file_name, message),
    )
    chat = tx.one("SELECT chat_id FROM message WHERE id = ?", message)
    if chat is not None and stored.file_name:
        # the list names a document by its file
        threads.refresh_if_last(tx, ChatId(chat[0]), message)
    return _changed(tx, message)


def retry_media(tx: Tx, message: MessageId) -> Written[None]:
    """A person asks again. Raises NotFound, Invalid."""
    row = tx.one("SELECT state FROM media WHERE message_id = ?", message)
    if row is None:
        raise NotFound(f"message {message}")
    if row[0] not in (MediaState.FAILED.value, MediaState.PENDING.value):
        raise Invalid("state")
    tx.execute(
        "UPDATE media SET state = 'pending', attempts = 0, next_at = NULL, error = NULL WHERE message_id = ?", (message,)
    )
    return _changed(tx, message)


def cancel_media(tx: Tx, message: MessageId) -> Written[None]:
    """A person does not want it now; ``retry_media`` fetches it after all. Raises NotFound, Invalid."""
    row = tx.one("SELECT state FROM media WHERE message_id = ?", message)
    if row is None:
        raise NotFound(f"message {message}")
    if row[0] not in (MediaState.PENDING.value, MediaState.DOWNLOADING.value):
        raise Invalid("state")
    tx.execute(
        "UPDATE media SET state = 'failed', error = ?, next_at = NULL WHERE message_id = ?",
        (ErrorCode.CANCELLED.value, message),
    )
    return _changed(tx, message)


def _changed(tx: Tx, message: MessageId) -> Written[None]:
    changed = Changed()
    row = tx.one("SELECT chat_id FROM message WHERE id = ?", message)
    if row is not None:
        tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (message,))
        changed.message(ChangeKind.CHANGED, ChatId(row[0]), message)
    return Written(None, changed.freeze())

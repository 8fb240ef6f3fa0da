"""What an agent does to a chat itself."""

from services.domain.errors import NotFound
from services.domain.ids import ChatId
from services.storage.database import Tx, Written
from services.storage.writes.changed import Changed


def mark_chat_read(tx: Tx, chat: ChatId) -> Written[None]:
    """All that is stored of the chat has been seen."""
    changed = Changed()
    count = tx.execute(
        """UPDATE chat SET unread = 0, marked = 0, read_at = max(read_at, ifnull(last_at, 0)), revision = revision + 1
           WHERE id = ? AND (unread > 0 OR marked OR read_at < ifnull(last_at, 0))""",
        (chat,),
    ).rowcount
    if count:
        changed.chats.add(chat)
    return Written(None, changed.freeze())


def save_draft(tx: Tx, chat: ChatId, text: str, now: int) -> Written[None]:
    """Keep or remove what is typed in a chat. Raises NotFound."""
    if tx.one("SELECT 1 FROM chat WHERE id = ?", chat) is None:
        raise NotFound(f"chat {chat}")
    if text:
        tx.execute("INSERT OR REPLACE INTO draft (chat_id, text, at) VALUES (?, ?, ?)", (chat, text, now))
    else:
        tx.execute("DELETE FROM draft WHERE chat_id = ?", (chat,))
    changed = Changed()
    changed.chats.add(chat)
    return Written(None, changed.freeze())


def note_receipt(tx: Tx, chat: ChatId, up_to_ms: int) -> Written[None]:
    """The customer was told that everything up to a moment has been read."""
    tx.execute("UPDATE chat SET receipt_at = max(receipt_at, ?) WHERE id = ?", (up_to_ms, chat))
    return Written(None)

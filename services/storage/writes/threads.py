"""A chat's row in step with its messages: unread counter, preview, and two chats that become one."""

from services.domain.changes import ChangeKind
from services.domain.ids import ChatId, MessageId
from services.storage import indexing
from services.storage.database import Tx
from services.storage.writes.changed import Changed

PREVIEW_CHARACTERS = 200
# what a message says in the list: its text, else the name of the document that it is
_SAID = f"""CASE WHEN kind = 'document' AND ifnull(text, '') = ''
  THEN (SELECT substr(file_name, 1, {PREVIEW_CHARACTERS}) FROM media WHERE message_id = message.id)
  ELSE substr(text, 1, {PREVIEW_CHARACTERS}) END"""


def recount(tx: Tx, chat: ChatId) -> None:
    """Unread from scratch: incoming messages newer than the moment up to which we have read."""
    tx.execute(
        """UPDATE chat SET unread = (SELECT count(*) FROM message m WHERE m.chat_id = chat.id
             AND m.sent_at > chat.read_at AND m.direction = 'in' AND m.kind <> 'system'
             AND m.origin IS NOT 'history' AND m.hidden = 0)
           WHERE id = ?""",
        (chat,),
    )


def refresh_preview(tx: Tx, chat: ChatId) -> None:
    """The list's row from the newest message."""
    row = tx.one(
        f"""SELECT id, sent_at, {_SAID}, kind, direction, status, author_name, deleted
            FROM message WHERE chat_id = ? AND hidden = 0 ORDER BY sent_at DESC, id DESC LIMIT 1""",
        chat,
    )
    tx.execute(
        """UPDATE chat SET last_message_id = ?, last_at = ?, preview = ?, preview_kind = ?, preview_direction = ?,
             preview_status = ?, preview_author = ?, preview_deleted = ?, revision = revision + 1 WHERE id = ?""",
        (*(row or (None, None, None, None, None, None, None, 0)), chat),
    )


def refresh_if_last(tx: Tx, chat: ChatId, message: MessageId) -> None:
    """Renew the chat's preview where it shows this message."""
    if tx.one("SELECT 1 FROM chat WHERE id = ? AND last_message_id = ?", chat, message) is not None:
        refresh_preview(tx, chat)


def renewed(tx: Tx, changed: Changed, chat: int, message: int) -> None:
    """Something in a message changed: its row is published, and the preview if it shows there."""
    refresh_if_last(tx, ChatId(chat), MessageId(message))
    changed.message(ChangeKind.CHANGED, ChatId(chat), MessageId(message))


def add_incoming(tx: Tx, chat: ChatId, message: MessageId, sent_at: int, *, counts: bool, asks: bool) -> None:
    """Unread counter and preview after a new message of the customer; ``counts`` False for history and notices.

    What counts also brings the chat back: out of the archive, out of its snooze, open. ``asks`` is False for notices.
    """
    _show(tx, chat, message, sent_at, counts=counts, asks=asks)


def add_outgoing(tx: Tx, chat: ChatId, message: MessageId, sent_at: int, *, read_up_to: int) -> None:
    """Preview after a message of ours; whoever writes it has read what stands above it."""
    read = tx.execute("UPDATE chat SET read_at = ?1 WHERE id = ?2 AND read_at < ?1", (read_up_to, chat)).rowcount
    if read and tx.one("SELECT unread FROM chat WHERE id = ?", chat)[0]:
        recount(tx, chat)
    _show(tx, chat, message, sent_at, counts=False, asks=False)
    answered = tx.execute(
        "UPDATE chat SET answered_at = ?1 WHERE id = ?2 AND answered_at < ?1 AND is_group = 0", (read_up_to, chat)
    ).rowcount
    if answered:
        rewait(tx, chat)


def rewait(tx: Tx, chat: ChatId) -> None:
    """Since when the customer waits, from scratch: their first message after what we have answered."""
    tx.execute(
        """UPDATE chat SET waiting_since = (SELECT m.sent_at FROM message m WHERE m.chat_id = chat.id
             AND m.sent_at > chat.answered_at AND m.direction = 'in' AND m.kind <> 'system'
             AND m.hidden = 0 ORDER BY m.sent_at, m.id LIMIT 1) WHERE id = ? AND is_group = 0""",
        (chat,),
    )


def unanswer(tx: Tx, chat: ChatId) -> None:
    """An answer of ours is gone before it left: we have answered up to the one before it."""
    tx.execute(
        """UPDATE chat SET answered_at = ifnull((SELECT m.sent_at FROM message m WHERE m.chat_id = chat.id
             AND m.direction = 'out' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1), 0) WHERE id = ? AND is_group = 0""",
        (chat,),
    )
    rewait(tx, chat)


_COUNT = """unread = unread + (?4 AND read_at < ?3), archived = archived AND NOT (?4 AND read_at < ?3),
  state = CASE WHEN ?4 AND read_at < ?3 THEN 'open' ELSE state END,
  snoozed_until = CASE WHEN ?4 AND read_at < ?3 THEN NULL ELSE snoozed_until END,
  waiting_since = CASE WHEN ?5 AND is_group = 0 AND answered_at < ?3 THEN min(ifnull(waiting_since, ?3), ?3)
    ELSE waiting_since END,
  revision = revision + 1"""


def _show(tx: Tx, chat: ChatId, message: MessageId, sent_at: int, *, counts: bool, asks: bool) -> None:
    parameters = (message, chat, sent_at, counts, asks)
    newest = tx.execute(
        f"""UPDATE chat SET (last_message_id, last_at, preview, preview_kind, preview_direction, preview_status,
              preview_author, preview_deleted) = (SELECT id, sent_at, {_SAID}, kind,
              direction, status, author_name, deleted FROM message WHERE id = ?1), {_COUNT}
            WHERE id = ?2 AND (last_at IS NULL OR (last_at, last_message_id) <= (?3, ?1))""",
        parameters,
    ).rowcount
    if not newest:
        tx.execute(f"UPDATE chat SET {_COUNT} WHERE id = ?2", parameters)


def prefer_phone(tx: Tx, chat: ChatId) -> None:
    """A chat known by LID is written to by its number once that is known, the same one whatever came first."""
    tx.execute(
        """UPDATE chat SET address = coalesce((SELECT min(address) FROM alias a WHERE a.contact_id = chat.contact_id
             AND a.address LIKE '%@s.whatsapp.net'), address) WHERE id = ? AND address LIKE '%@lid'""",
        (chat,),
    )


def merge_chats(tx: Tx, changed: Changed, *, into: ChatId, gone: ChatId) -> None:
    """Move all messages of ``gone`` to ``into`` (same account) and let it go; the search index follows."""
    indexing.move(tx.connection, "chat_id = ?", (gone,), into)
    tx.execute("UPDATE message SET chat_id = ? WHERE chat_id = ?", (into, gone))
    # one statement for each state, as each has its own index
    for state in ("queued", "sending"):
        tx.execute(f"UPDATE attempt SET chat_id = ? WHERE chat_id = ? AND state = '{state}'", (into, gone))
    tx.execute("UPDATE scheduled SET chat_id = ? WHERE chat_id = ?", (into, gone))
    tx.execute("UPDATE OR IGNORE draft SET chat_id = ? WHERE chat_id = ?", (into, gone))
    tx.execute("UPDATE OR IGNORE chat_label SET chat_id = ? WHERE chat_id = ?", (into, gone))
    if tx.execute("UPDATE note SET chat_id = ? WHERE chat_id = ?", (into, gone)).rowcount:
        changed.notes.add(into)
    tx.execute("UPDATE audit SET chat_id = ? WHERE chat_id = ?", (into, gone))
    tx.execute(
        """UPDATE chat SET read_at = max(chat.read_at, g.read_at), archived = min(chat.archived, g.archived),
             pinned = max(chat.pinned, g.pinned), muted = max(chat.muted, g.muted),
             ignored = min(chat.ignored, g.ignored), agent_id = coalesce(chat.agent_id, g.agent_id),
             state = CASE WHEN chat.state = g.state THEN g.state ELSE 'open' END,
             snoozed_until = CASE WHEN chat.snoozed_until IS NOT NULL AND g.snoozed_until IS NOT NULL
               THEN min(chat.snoozed_until, g.snoozed_until) END,
             answered_at = max(chat.answered_at, g.answered_at),
             instance_id = CASE WHEN ifnull(g.last_at, 0) > ifnull(chat.last_at, 0) THEN g.instance_id
               ELSE chat.instance_id END
           FROM (SELECT * FROM chat WHERE id = ?1) AS g WHERE chat.id = ?2""",
        (gone, into),
    )
    tx.execute("DELETE FROM chat WHERE id = ?", (gone,))
    tx.cache.clear()
    recount(tx, into)
    rewait(tx, into)
    refresh_preview(tx, into)
    changed.chat_merged(gone, into)

"""Messages as gateways show them: one row for one WhatsApp message, whatever came first."""

from typing import Any

import msgspec

from services.domain import status as statuses
from services.domain.changes import ChangeKind
from services.domain.events import (
    MEDIA_KINDS,
    Content,
    Direction,
    Media,
    MediaSeen,
    MessageKind,
    MessageSeen,
    Origin,
)
from services.domain.ids import ChatId, MessageId
from services.domain.models import MediaState
from services.domain.status import Status
from services.storage.database import Tx
from services.storage.writes import people
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

_encode = msgspec.json.encode
_NOTIFY_WITHIN_MS = 600_000
_ECHO_WINDOW_MS = 120_000
_MAX_AHEAD_MS = 86_400_000


def see(tx: Tx, changed: Changed, context: Context, event: MessageSeen) -> MessageId | None:
    """Insert or complete one message. Returns its id, or None where it is no conversation of a customer."""
    chat_peer = event.chat
    if chat_peer is None or not chat_peer.address.is_customer:
        return None
    chat = people.chat_of(tx, changed, context.account_id, context.instance_id, chat_peer, context.received_at_ms)
    found = tx.one(
        "SELECT id, chat_id, kind, text, status, direction FROM message WHERE account_id = ? AND stanza_id = ?",
        context.account_id,
        event.stanza_id,
    )
    if found is not None:
        return _complete(tx, changed, context, event, found)
    if event.direction is Direction.OUT:
        ours = _own_row(tx, context, event, chat)
        if ours is not None:
            adopt(tx, changed, ours, event.stanza_id, event.provider_message_id, _status_of(event) or Status.SENT)
            return ours
    return _insert(tx, changed, context, event, chat)


def _status_of(event: MessageSeen) -> Status | None:
    if event.direction is Direction.IN:
        return None
    if event.status is Status.FAILED:
        return Status.FAILED
    # whatever a gateway calls pending has left us: an echo is proof that the gateway took it
    return max(event.status or Status.SENT, Status.SENT)


def _insert(tx: Tx, changed: Changed, context: Context, event: MessageSeen, chat: ChatId) -> MessageId:
    now = context.received_at_ms
    sent_at = event.occurred_at_ms or now
    origin = Origin.HISTORY if context.backfill else event.origin
    author_id = author_name = None
    if event.author is not None and event.direction is Direction.IN:
        author_id = people.contact_of(tx, changed, event.author, now)
        author_name = event.author.name or event.author.push_name
    elif event.chat is not None and event.direction is Direction.IN:
        author_name = event.chat.push_name or event.chat.name
    text = event.text
    cursor = tx.execute(
        """INSERT INTO message (account_id, chat_id, instance_id, stanza_id, provider_message_id, direction, kind,
             sent_at, received_at, time_inferred, author_id, author_name, text, status, error_code, error_text, origin,
             edited, quoted_id, quoted, content, delivery_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            context.account_id,
            chat,
            context.instance_id,
            event.stanza_id,
            event.provider_message_id,
            event.direction.value,
            event.kind.value,
            sent_at,
            now,
            event.occurred_at_ms is None or event.direction_inferred,
            author_id,
            author_name,
            text,
            _status_of(event),
            event.problem.code if event.problem else None,
            event.problem.text if event.problem else None,
            origin.value if origin else None,
            event.edited,
            event.quoted.stanza_id if event.quoted else None,
            _encode(event.quoted) if event.quoted else None,
            _encode(event.content) if event.content else None,
            context.delivery_id,
        ),
    )
    message = MessageId(cursor.lastrowid or 0)
    if text is not None:
        tx.execute("INSERT INTO message_fts (rowid, text, chat) VALUES (?, ?, ?)", (message, text, f"chat{chat}"))
    media = event.media
    if media is not None or event.kind in MEDIA_KINDS:
        early = tx.one(
            "SELECT media FROM early_media WHERE account_id = ? AND stanza_id = ?", context.account_id, event.stanza_id
        )
        if early is not None:
            media = _join(media or Media(), msgspec.json.decode(early[0], type=Media))
            tx.execute(
                "DELETE FROM early_media WHERE account_id = ? AND stanza_id = ?", (context.account_id, event.stanza_id)
            )
        put_media(tx, message, media or Media())
    apply_early_marks(tx, context.account_id, event.stanza_id, message)
    live = not context.backfill and sent_at > now - _NOTIFY_WITHIN_MS
    incoming = event.direction is Direction.IN and event.kind is not MessageKind.SYSTEM
    outgoing = event.direction is Direction.OUT
    bump_chat(tx, chat, message, sent_at, incoming=incoming and origin is not Origin.HISTORY, outgoing=outgoing)
    changed.message(ChangeKind.ADDED, chat, message, notify=incoming and live)
    changed.arrived += incoming
    return message


def bump_chat(tx: Tx, chat: ChatId, message: MessageId, sent_at: int, *, incoming: bool, outgoing: bool) -> None:
    """Unread, read moment and preview of a chat after one new message, in the same transaction."""
    last_at, last_id, read_at, unread = tx.one(
        "SELECT last_at, last_message_id, read_at, unread FROM chat WHERE id = ?", chat
    )
    if incoming and sent_at > read_at:
        tx.execute("UPDATE chat SET unread = unread + 1, archived = 0 WHERE id = ?", (chat,))
    elif outgoing and sent_at > read_at:
        # whoever answers has read what stands above the answer
        tx.execute("UPDATE chat SET read_at = ? WHERE id = ?", (sent_at, chat))
        if unread:
            people.recount(tx, chat)
    if last_at is None or (sent_at, message) >= (last_at, last_id or 0):
        people.refresh_preview(tx, chat)
    else:
        tx.execute("UPDATE chat SET revision = revision + 1 WHERE id = ?", (chat,))


def _complete(tx: Tx, changed: Changed, context: Context, event: MessageSeen, found: Any) -> MessageId:
    """The message is known: take what this view of it adds, keep what it lacks, never add a row."""
    message, chat, kind, text, status, direction = found
    if direction != event.direction.value:
        _note_conflict(tx, context)
        return MessageId(message)
    updates: dict[str, Any] = {}
    merged = statuses.merge(Status(status) if status is not None else None, _status_of(event))
    if merged is not None and merged != status:
        updates["status"] = int(merged)
    if kind in ("undecrypted", "unsupported") and event.kind.value not in ("undecrypted", "unsupported"):
        updates["kind"] = event.kind.value
        updates["content"] = _encode(event.content) if event.content else None
    if text is None and event.text is not None:
        updates["text"] = event.text
    elif text is not None and event.text is not None and text != event.text:
        edited = tx.one("SELECT edited FROM message WHERE id = ?", message)[0]
        if not edited:
            _note_conflict(tx, context)
    if event.provider_message_id is not None:
        updates["provider_message_id"] = event.provider_message_id
    _apply(tx, changed, ChatId(chat), MessageId(message), updates)
    if event.media is not None:
        _complete_media(tx, changed, ChatId(chat), MessageId(message), event.media)
    return MessageId(message)


def _apply(tx: Tx, changed: Changed, chat: ChatId, message: MessageId, updates: dict[str, Any]) -> None:
    if updates.keys() == {"provider_message_id"}:
        tx.execute(
            "UPDATE message SET provider_message_id = ? WHERE id = ? AND provider_message_id IS NULL",
            (updates["provider_message_id"], message),
        )
        return
    if not updates:
        return
    names = ", ".join(f"{name} = ?" for name in updates)
    tx.execute(f"UPDATE message SET {names}, revision = revision + 1 WHERE id = ?", (*updates.values(), message))
    if "text" in updates:
        tx.execute(
            "INSERT INTO message_fts (rowid, text, chat) VALUES (?, ?, ?)", (message, updates["text"], f"chat{chat}")
        )
    refresh_if_last(tx, chat, message)
    changed.message(ChangeKind.CHANGED, chat, message)


def refresh_if_last(tx: Tx, chat: ChatId, message: MessageId) -> None:
    """Renew the chat's preview where it shows this message."""
    if tx.one("SELECT 1 FROM chat WHERE id = ? AND last_message_id = ?", chat, message) is not None:
        people.refresh_preview(tx, chat)


def _note_conflict(tx: Tx, context: Context) -> None:
    if context.delivery_id is not None:
        tx.execute("UPDATE delivery SET conflicts = conflicts + 1 WHERE id = ?", (context.delivery_id,))


def _own_row(tx: Tx, context: Context, event: MessageSeen, chat: ChatId) -> MessageId | None:
    """Our own row that this echo shows: by client id, else the oldest one of this chat under way with the same text."""
    if event.client_ref:
        row = tx.one("SELECT id FROM message WHERE client_id = ? AND stanza_id IS NULL", event.client_ref)
        if row is not None:
            return MessageId(row[0])
    at = event.occurred_at_ms or context.received_at_ms
    row = tx.one(
        """SELECT id FROM message WHERE chat_id = ? AND direction = 'out' AND status IN (?, ?) AND stanza_id IS NULL
             AND client_id IS NOT NULL AND kind = ? AND text IS ? AND sent_at BETWEEN ? AND ?
           ORDER BY status, id LIMIT 1""",
        chat,
        int(Status.SENDING),
        int(Status.UNKNOWN),
        event.kind.value,
        event.text,
        at - _MAX_AHEAD_MS if context.backfill else at - _ECHO_WINDOW_MS,
        at + _ECHO_WINDOW_MS,
    )
    return None if row is None else MessageId(row[0])


def adopt(
    tx: Tx, changed: Changed, message: MessageId, stanza_id: str, provider_message_id: str | None, status: Status
) -> None:
    """Give our own row its WhatsApp id, pull in marks that were early, and end its attempt."""
    account, chat, current = tx.one("SELECT account_id, chat_id, status FROM message WHERE id = ?", message)
    other = tx.one(
        "SELECT id, client_id FROM message WHERE account_id = ? AND stanza_id = ? AND id <> ?",
        account,
        stanza_id,
        message,
    )
    if other is not None and other[1] is None:
        _absorb_echo(tx, changed, ChatId(chat), MessageId(other[0]))
    elif other is not None:
        # two of ours with one text: the echo was filed under the wrong one, the gateway's answer decides
        tx.execute(
            "UPDATE message SET stanza_id = NULL, provider_message_id = NULL, status = ?, revision = revision + 1 WHERE id = ?",
            (int(Status.UNKNOWN), other[0]),
        )
        changed.message(ChangeKind.CHANGED, ChatId(chat), MessageId(other[0]))
    merged = statuses.merge(Status(current) if current is not None else None, status)
    tx.execute(
        """UPDATE message SET stanza_id = ?, provider_message_id = coalesce(?, provider_message_id), status = ?,
             error_code = NULL, error_text = NULL, revision = revision + 1 WHERE id = ?""",
        (stanza_id, provider_message_id, merged, message),
    )
    tx.execute(
        """UPDATE attempt SET state = 'done', finished_at = started_at
           WHERE message_id = ? AND state IN ('queued', 'sending', 'unknown')""",
        (message,),
    )
    apply_early_marks(tx, account, stanza_id, message)
    refresh_if_last(tx, ChatId(chat), message)
    changed.message(ChangeKind.CHANGED, ChatId(chat), message)


def _absorb_echo(tx: Tx, changed: Changed, chat: ChatId, echo: MessageId) -> None:
    """The echo came before we could know it as ours and got a row of its own: let that row go."""
    text = tx.one("SELECT text, chat_id FROM message WHERE id = ?", echo)
    if text[0] is not None:
        tx.execute(
            "INSERT INTO message_fts (message_fts, rowid, text, chat) VALUES ('delete', ?, ?, ?)",
            (echo, text[0], f"chat{text[1]}"),
        )
    tx.execute("DELETE FROM message WHERE id = ?", (echo,))
    changed.message(ChangeKind.REMOVED, ChatId(text[1]), echo)
    people.refresh_preview(tx, ChatId(text[1]))


def apply_early_marks(tx: Tx, account: int, stanza_id: str, message: MessageId) -> None:
    """Acks, edits and revokes that came before their message."""
    ack = tx.one(
        "SELECT max(status) FROM ack WHERE account_id = ? AND stanza_id = ? AND participant = ''", account, stanza_id
    )
    if ack[0] is not None:
        tx.execute(
            "UPDATE message SET status = max(coalesce(status, 0), ?) WHERE id = ? AND direction = 'out'",
            (ack[0], message),
        )
    edit = tx.one(
        "SELECT text FROM edit WHERE account_id = ? AND stanza_id = ? AND original = 0 ORDER BY at DESC LIMIT 1",
        account,
        stanza_id,
    )
    if edit is not None:
        replace_text(tx, account, stanza_id, message, edit[0])
    if tx.one("SELECT 1 FROM revoke WHERE account_id = ? AND stanza_id = ?", account, stanza_id) is not None:
        tx.execute("UPDATE message SET deleted = 1 WHERE id = ?", (message,))


def replace_text(tx: Tx, account: int, stanza_id: str, message: MessageId, text: str | None) -> bool:
    """Set an edited text, keep the first one as history, renew the search index. False where nothing changes."""
    old, chat, sent_at, edited = tx.one("SELECT text, chat_id, sent_at, edited FROM message WHERE id = ?", message)
    if old == text and edited:
        return False
    if not edited:
        tx.execute(
            "INSERT OR IGNORE INTO edit (account_id, stanza_id, at, text, original) VALUES (?, ?, ?, ?, 1)",
            (account, stanza_id, sent_at, old),
        )
    if old is not None:
        tx.execute(
            "INSERT INTO message_fts (message_fts, rowid, text, chat) VALUES ('delete', ?, ?, ?)",
            (message, old, f"chat{chat}"),
        )
    tx.execute("UPDATE message SET text = ?, edited = 1, revision = revision + 1 WHERE id = ?", (text, message))
    if text is not None:
        tx.execute("INSERT INTO message_fts (rowid, text, chat) VALUES (?, ?, ?)", (message, text, f"chat{chat}"))
    return True


def put_media(tx: Tx, message: MessageId, media: Media) -> None:
    """The file's row of a message; a ``stored_path`` means that the bytes are already on disk."""
    stored = media.stored_path
    can_fetch = media.url is not None or media.ref is not None
    state = MediaState.READY if stored else MediaState.PENDING if can_fetch else MediaState.NONE
    tx.execute(
        """INSERT OR REPLACE INTO media (message_id, mime, size, file_name, sha256, url, ref, duration_s, width, height,
             pages, waveform, thumbnail, animated, state, path) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            message,
            media.mime,
            media.size,
            media.file_name,
            media.sha256,
            media.url,
            _encode(media.ref) if media.ref is not None else None,
            media.duration_s,
            media.width,
            media.height,
            media.pages,
            media.waveform_base64,
            media.thumbnail_base64,
            media.animated,
            state.value,
            stored,
        ),
    )


def _join(first: Media, second: Media) -> Media:
    told = {
        name: value
        for name, value in msgspec.structs.asdict(second).items()
        if value is not None and value is not False
    }
    return msgspec.structs.replace(first, **told)


def _media_of(tx: Tx, message: MessageId) -> tuple[Media, str] | None:
    row = tx.one(
        """SELECT mime, size, file_name, sha256, url, ref, duration_s, width, height, pages, waveform, thumbnail, animated,
             state, path FROM media WHERE message_id = ?""",
        message,
    )
    if row is None:
        return None
    ref = msgspec.json.decode(row[5]) if row[5] else None
    media = Media(
        mime=row[0],
        size=row[1],
        file_name=row[2],
        sha256=row[3],
        url=row[4],
        ref=ref,
        stored_path=row[14],
        duration_s=row[6],
        width=row[7],
        height=row[8],
        pages=row[9],
        waveform_base64=row[10],
        thumbnail_base64=row[11],
        animated=bool(row[12]),
    )
    return media, row[13]


def _complete_media(tx: Tx, changed: Changed, chat: ChatId, message: MessageId, media: Media) -> None:
    known = _media_of(tx, message)
    if known is not None and known[1] in (MediaState.READY.value, MediaState.DOWNLOADING.value):
        return
    joined = _join(known[0], media) if known else media
    if known is None or joined != known[0]:
        put_media(tx, message, joined)
        tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (message,))
        changed.message(ChangeKind.CHANGED, chat, message)


def see_media(tx: Tx, changed: Changed, context: Context, event: MediaSeen) -> None:
    """A file that came apart from its message, before or after it."""
    row = tx.one(
        "SELECT id, chat_id FROM message WHERE account_id = ? AND stanza_id = ?", context.account_id, event.stanza_id
    )
    if row is not None:
        _complete_media(tx, changed, ChatId(row[1]), MessageId(row[0]), event.media)
        return
    early = tx.one(
        "SELECT media FROM early_media WHERE account_id = ? AND stanza_id = ?", context.account_id, event.stanza_id
    )
    media = _join(msgspec.json.decode(early[0], type=Media), event.media) if early else event.media
    tx.execute(
        "INSERT OR REPLACE INTO early_media (account_id, stanza_id, media) VALUES (?, ?, ?)",
        (context.account_id, event.stanza_id, _encode(media)),
    )


def renew_content(tx: Tx, changed: Changed, message: int, chat: int, content: Content) -> None:
    """Replace what a message holds beyond its text (a call's later phase)."""
    tx.execute("UPDATE message SET content = ?, revision = revision + 1 WHERE id = ?", (_encode(content), message))
    changed.message(ChangeKind.CHANGED, ChatId(chat), MessageId(message))

"""The file that belongs to a message: told with it, before it or after it."""

import binascii

import msgspec

from services.core.sniff import sniff
from services.domain.content import Media
from services.domain.events import MediaSeen
from services.domain.ids import ChatId, MessageId
from services.domain.models import MediaState
from services.storage.database import Tx
from services.storage.writes import threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

_COLUMNS = (
    "mime",
    "size",
    "file_name",
    "sha256",
    "url",
    "ref",
    "duration_s",
    "width",
    "height",
    "pages",
    "waveform",
    "thumbnail",
    "animated",
    "path",
)
# enough for every kind of picture to show itself
_THUMBNAIL_HEAD = 128
_SET = ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS, "state"))


def put(tx: Tx, message: MessageId, media: Media, state: MediaState | None = None) -> None:
    """The file's row of a message; a ``stored_path`` means that the bytes are already on disk."""
    if state is None:
        can_fetch = media.url is not None or media.ref is not None
        state = MediaState.READY if media.stored_path else MediaState.PENDING if can_fetch else MediaState.NONE
    tx.execute(
        f"""INSERT INTO media (message_id, {", ".join(_COLUMNS)}, state)
            VALUES (?, {", ".join("?" * len(_COLUMNS))}, ?) ON CONFLICT DO UPDATE SET {_SET}""",
        (
            message,
            media.mime,
            media.size,
            media.file_name,
            media.sha256,
            media.url,
            msgspec.json.encode(media.ref) if media.ref is not None else None,
            media.duration_s,
            media.width,
            media.height,
            media.pages,
            media.waveform_base64,
            _small_picture(media.thumbnail_base64),
            media.animated,
            media.stored_path,
            state.value,
        ),
    )


def _small_picture(encoded: str | None) -> str | None:
    """The small picture that came with a message, unless its bytes are no picture."""
    if encoded is None:
        return None
    begin = encoded.rpartition(",")[2][:_THUMBNAIL_HEAD]
    try:
        found = sniff(binascii.a2b_base64(begin[: len(begin) // 4 * 4]))
    except ValueError:
        return None
    return encoded if found is not None and found.startswith("image/") and found != "image/svg+xml" else None


def put_with_early(tx: Tx, context: Context, stanza_id: str, message: MessageId, media: Media | None) -> None:
    """The file's row of a new message, joined with what came before it."""
    told = take_early(tx, context.account_id, stanza_id)
    if told is not None:
        media = _join(media or Media(), told)
    put(tx, message, media or Media())


def see(tx: Tx, changed: Changed, context: Context, event: MediaSeen) -> None:
    """A file that came apart from its message, before or after it."""
    row = tx.one(
        "SELECT id, chat_id FROM message WHERE account_id = ? AND stanza_id = ?", context.account_id, event.stanza_id
    )
    if row is not None:
        complete(tx, changed, ChatId(row[1]), MessageId(row[0]), event.media)
        return
    told = take_early(tx, context.account_id, event.stanza_id)
    tx.execute(
        "INSERT INTO early_media (account_id, stanza_id, media) VALUES (?, ?, ?)",
        (context.account_id, event.stanza_id, msgspec.json.encode(_join(told or Media(), event.media))),
    )


def complete(tx: Tx, changed: Changed, chat: ChatId, message: MessageId, media: Media) -> None:
    """Add what this view of the file tells; a download under way or done stays as it is."""
    known = _stored(tx, message)
    if known is None:
        put(tx, message, media)
    else:
        before, state = known
        joined = _join(before, media)
        if joined == before:
            return
        keep = state in (MediaState.READY, MediaState.DOWNLOADING) and joined.stored_path is None
        put(tx, message, joined, state if keep else None)
    tx.execute("UPDATE message SET revision = revision + 1 WHERE id = ?", (message,))
    # the list names a document by its file
    threads.renewed(tx, changed, chat, message)


def take_early(tx: Tx, account: int, stanza_id: str) -> Media | None:
    """What came of a file before its message, handed out once."""
    key = (account, stanza_id)
    row = tx.one("SELECT media FROM early_media WHERE account_id = ? AND stanza_id = ?", *key)
    if row is None:
        return None
    tx.execute("DELETE FROM early_media WHERE account_id = ? AND stanza_id = ?", key)
    return msgspec.json.decode(row[0], type=Media)


def _join(first: Media, second: Media) -> Media:
    """What the first view lacks comes from the second; of two places to fetch from the later one, as they expire."""
    known = {k: v for k, v in msgspec.structs.asdict(first).items() if v is not None and v is not False}
    if second.url is not None or second.ref is not None:
        known.pop("url", None)
        known.pop("ref", None)
    return msgspec.structs.replace(second, **{**known, "inline_base64": None})


def _stored(tx: Tx, message: MessageId) -> tuple[Media, MediaState] | None:
    row = tx.one(f"SELECT {', '.join(_COLUMNS)}, state FROM media WHERE message_id = ?", message)
    if row is None:
        return None
    media = Media(
        mime=row[0],
        size=row[1],
        file_name=row[2],
        sha256=row[3],
        url=row[4],
        ref=msgspec.json.decode(row[5]) if row[5] else None,
        duration_s=row[6],
        width=row[7],
        height=row[8],
        pages=row[9],
        waveform_base64=row[10],
        thumbnail_base64=row[11],
        animated=bool(row[12]),
        stored_path=row[13],
    )
    return media, MediaState(row[14])

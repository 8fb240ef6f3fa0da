"""Pages of one conversation, by keyset on (sent_at, id)."""

import sqlite3
from typing import Any

import msgspec

from services.domain import address as addresses
from services.domain.content import Content, Direction, MessageKind, Origin, Quoted
from services.domain.errors import NotFound
from services.domain.ids import ChatId, DeliveryId, MessageId
from services.domain.models import (
    AuthorView,
    EditView,
    MediaState,
    MediaView,
    MessagePage,
    MessageView,
    QuotedView,
    ReactionView,
    VoteView,
)
from services.domain.status import Status

_AUTHOR_ADDRESS = """CASE WHEN m.author_id IS NOT NULL THEN (SELECT min(a.address) FROM alias a
    WHERE a.contact_id = m.author_id AND a.address LIKE '%@s.whatsapp.net') END"""
_COLUMNS = f"""m.id, m.chat_id, m.account_id, m.stanza_id, m.provider_message_id, m.client_id, m.direction, m.kind,
  m.sent_at, m.time_inferred, m.author_name, m.text, m.status, m.error_code, m.error_text, m.origin, m.edited, m.deleted,
  m.quoted_id, m.quoted, m.content, m.revision,
  coalesce(p.own_name, p.name), p.business_name, p.push_name, m.author_id, c.contact_id, c.address, c.is_group,
  f.mime, f.size, f.file_name, f.duration_s, f.width, f.height, f.pages, f.waveform, f.thumbnail, f.animated, f.state,
  f.path, f.error, m.delivery_id,
  {_AUTHOR_ADDRESS}, m.starred, m.agent_id"""
_FROM = """FROM message m JOIN chat c ON c.id = m.chat_id LEFT JOIN contact p ON p.id = coalesce(m.author_id, c.contact_id)
  LEFT JOIN media f ON f.message_id = m.id"""
_content_decoder = msgspec.json.Decoder(Content)
_quoted_decoder = msgspec.json.Decoder(Quoted)
_options_decoder = msgspec.json.Decoder(tuple[str, ...])


def latest(connection: sqlite3.Connection, chat: ChatId, limit: int) -> MessagePage:
    """The newest page. Raises NotFound."""
    if connection.execute("SELECT 1 FROM chat WHERE id = ?", (chat,)).fetchone() is None:
        raise NotFound(f"chat {chat}")
    rows = _rows(connection, "m.chat_id = ?", (chat,), "DESC", limit + 1)
    return MessagePage(items=_views(connection, rows[:limit][::-1]), has_older=len(rows) > limit)


def before(connection: sqlite3.Connection, chat: ChatId, message: MessageId, limit: int) -> MessagePage:
    """The page just older than a message. Raises NotFound."""
    at = _place(connection, chat, message)
    rows = _rows(connection, "m.chat_id = ? AND (m.sent_at, m.id) < (?, ?)", (chat, *at), "DESC", limit + 1)
    return MessagePage(items=_views(connection, rows[:limit][::-1]), has_older=len(rows) > limit, has_newer=True)


def after(connection: sqlite3.Connection, chat: ChatId, message: MessageId, limit: int) -> MessagePage:
    """The page just newer than a message. Raises NotFound."""
    at = _place(connection, chat, message)
    rows = _rows(connection, "m.chat_id = ? AND (m.sent_at, m.id) > (?, ?)", (chat, *at), "ASC", limit + 1)
    return MessagePage(items=_views(connection, rows[:limit]), has_older=True, has_newer=len(rows) > limit)


def around(connection: sqlite3.Connection, message: MessageId, limit: int) -> MessagePage:
    """A page with the message in its middle. Raises NotFound."""
    row = connection.execute("SELECT chat_id, sent_at FROM message WHERE id = ?", (message,)).fetchone()
    if row is None:
        raise NotFound(f"message {message}")
    half = max(1, limit // 2)
    key = (row[0], row[1], message)
    older = _rows(connection, "m.chat_id = ? AND (m.sent_at, m.id) < (?, ?)", key, "DESC", half + 1)
    newer = _rows(connection, "m.chat_id = ? AND (m.sent_at, m.id) >= (?, ?)", key, "ASC", half + 1)
    return MessagePage(
        items=_views(connection, older[:half][::-1] + newer[:half]),
        has_older=len(older) > half,
        has_newer=len(newer) > half,
    )


def get(connection: sqlite3.Connection, ids: tuple[MessageId, ...]) -> tuple[MessageView, ...]:
    """These messages, oldest first."""
    if not ids:
        return ()
    marks = ",".join("?" * len(ids))
    return _views(connection, _rows(connection, f"m.id IN ({marks})", ids, "ASC", len(ids)))


def starred(connection: sqlite3.Connection, chat: ChatId, limit: int) -> tuple[MessageView, ...]:
    """The starred messages of a chat, newest first."""
    return _views(connection, _rows(connection, "m.chat_id = ? AND m.starred = 1", (chat,), "DESC", limit))


def onward(
    connection: sqlite3.Connection, chat: ChatId, place: tuple[int, int], limit: int
) -> tuple[MessageView, ...]:
    """The messages after a place (sent at, id), oldest first; (-1, 0) begins with the first."""
    return _views(connection, _rows(connection, "m.chat_id = ? AND (m.sent_at, m.id) > (?, ?)", (chat, *place), "ASC", limit))


def count(connection: sqlite3.Connection, chat: ChatId) -> int:
    """How many messages a chat has."""
    return int(connection.execute("SELECT count(*) FROM message WHERE chat_id = ?", (chat,)).fetchone()[0])


def matching(
    connection: sqlite3.Connection, condition: str, parameters: tuple[Any, ...], limit: int
) -> tuple[MessageView, ...]:
    """The newest messages (``m``) that meet a condition of this program's own, newest first."""
    return _views(connection, _rows(connection, condition, parameters, "DESC", limit))


def history(connection: sqlite3.Connection, message: MessageId) -> tuple[EditView, ...]:
    """The texts a message had, oldest first, the one it was sent with at the head. Raises NotFound."""
    row = connection.execute("SELECT account_id, stanza_id FROM message WHERE id = ?", (message,)).fetchone()
    if row is None:
        raise NotFound(f"message {message}")
    told = [
        EditView(at_ms=at, text=text, original=bool(original))
        for at, text, original in connection.execute(
            "SELECT at, text, original FROM edit WHERE account_id = ? AND stanza_id = ? ORDER BY original DESC, at", row
        ).fetchall()
    ]
    # a gateway tells of one edit more than once, each time with another moment
    return tuple(each for at, each in enumerate(told) if not at or each.text != told[at - 1].text)


def _place(connection: sqlite3.Connection, chat: ChatId, message: MessageId) -> tuple[int, int]:
    row = connection.execute("SELECT sent_at FROM message WHERE id = ? AND chat_id = ?", (message, chat)).fetchone()
    if row is None:
        raise NotFound(f"message {message}")
    return row[0], message


def _rows(connection: sqlite3.Connection, where: str, parameters: tuple[Any, ...], order: str, limit: int) -> list[Any]:
    return connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE {where} AND m.hidden = 0 ORDER BY m.sent_at {order}, m.id {order} LIMIT ?",
        (*parameters, limit),
    ).fetchall()


def _views(connection: sqlite3.Connection, rows: list[Any]) -> tuple[MessageView, ...]:
    reactions = _reactions(connection, rows)
    votes = _votes(connection, rows)
    quoted = _quoted_messages(connection, rows)
    return tuple(
        _view(row, reactions.get((row[2], row[3]), ()), votes.get((row[2], row[3]), ()), quoted) for row in rows
    )


def _by_account(rows: list[Any], column: int) -> dict[int, set[str]]:
    accounts: dict[int, set[str]] = {}
    for row in rows:
        if row[column] is not None:
            accounts.setdefault(row[2], set()).add(row[column])
    return accounts


def _reactions(connection: sqlite3.Connection, rows: list[Any]) -> dict[tuple[int, str], tuple[ReactionView, ...]]:
    found: dict[tuple[int, str], list[ReactionView]] = {}
    for account, ids in _by_account(rows, 3).items():
        marks = ",".join("?" * len(ids))
        for stanza, emoji, from_me, name in connection.execute(
            f"""SELECT r.stanza_id, r.emoji, r.from_me, coalesce(p.own_name, p.name, p.business_name, p.push_name) FROM reaction r
                LEFT JOIN contact p ON p.id = r.actor_id
                WHERE r.account_id = ? AND r.stanza_id IN ({marks}) AND r.emoji IS NOT NULL ORDER BY r.at, r.actor""",
            (account, *ids),
        ).fetchall():
            view = ReactionView(emoji=emoji, from_me=bool(from_me), actor=name)
            found.setdefault((account, stanza), []).append(view)
    return {key: tuple(views) for key, views in found.items()}


def _votes(connection: sqlite3.Connection, rows: list[Any]) -> dict[tuple[int, str], tuple[VoteView, ...]]:
    found: dict[tuple[int, str], list[VoteView]] = {}
    for account, ids in _by_account([row for row in rows if row[7] == MessageKind.POLL.value], 3).items():
        marks = ",".join("?" * len(ids))
        for stanza, options, name in connection.execute(
            f"""SELECT v.stanza_id, v.options, coalesce(p.own_name, p.name, p.business_name, p.push_name) FROM poll_vote v
                LEFT JOIN contact p ON v.voter = 'contact' || p.id
                WHERE v.account_id = ? AND v.stanza_id IN ({marks}) ORDER BY v.at, v.voter""",
            (account, *ids),
        ).fetchall():
            view = VoteView(options=_options_decoder.decode(options), voter=name)
            found.setdefault((account, stanza), []).append(view)
    return {key: tuple(views) for key, views in found.items()}


_Original = tuple[int, str, str | None, str | None]


def _quoted_messages(connection: sqlite3.Connection, rows: list[Any]) -> dict[tuple[int, str], _Original]:
    """Id, direction, author's name and address of the messages these ones answer to, where they are stored."""
    found: dict[tuple[int, str], _Original] = {}
    for account, ids in _by_account(rows, 18).items():
        marks = ",".join("?" * len(ids))
        for stanza, message, direction, name, address in connection.execute(
            f"""SELECT m.stanza_id, m.id, m.direction, coalesce(p.own_name, p.name, p.business_name, p.push_name, m.author_name),
                {_AUTHOR_ADDRESS}
                FROM message m JOIN chat c ON c.id = m.chat_id
                LEFT JOIN contact p ON p.id = coalesce(m.author_id, c.contact_id)
                WHERE m.account_id = ? AND m.stanza_id IN ({marks}) AND m.hidden = 0""",
            (account, *ids),
        ).fetchall():
            found[account, stanza] = (message, direction, name, address)
    return found


def _view(
    row: Any,
    reactions: tuple[ReactionView, ...],
    votes: tuple[VoteView, ...],
    quoted: dict[tuple[int, str], _Original],
) -> MessageView:
    direction = Direction(row[6])
    media = _media(row)
    kind = MessageKind(row[7])
    if media is not None and not _is_what_it_says(kind, media):
        # kept, shown and opened as any file; nothing of it is given to who draws or plays
        kind, media = MessageKind.DOCUMENT, msgspec.structs.replace(media, thumbnail_base64=None, waveform_base64=None)
    return MessageView(
        id=MessageId(row[0]),
        chat_id=ChatId(row[1]),
        direction=direction,
        kind=kind,
        sent_at_ms=row[8],
        stanza_id=row[3],
        provider_message_id=row[4] or row[3],
        client_id=row[5],
        text=row[11],
        author=_author(row) if direction is Direction.IN else AuthorView(),
        status=Status(row[12]) if row[12] is not None and direction is Direction.OUT else None,
        error_code=row[13],
        error_text=row[14],
        origin=Origin(row[15]) if row[15] else None,
        edited=bool(row[16]),
        deleted=bool(row[17]),
        time_inferred=bool(row[9]),
        quoted=_quoted(row, quoted),
        reactions=reactions,
        votes=votes,
        media=media,
        content=_content_decoder.decode(row[20]) if row[20] else None,
        delivery_id=DeliveryId(row[42]) if row[42] is not None else None,
        agent_id=row[45],
        revision=row[21],
        starred=bool(row[44]),
    )


def _author(row: Any) -> AuthorView:
    # in a group the chat's address is the group's, the author has one of their own
    address = addresses.parse(row[43] if row[25] is not None else None if row[28] else row[27])
    name = row[22] or row[23] or row[24] or row[10]
    return AuthorView(name=name, phone=address.phone if address else None)


def _quoted(row: Any, originals: dict[tuple[int, str], _Original]) -> QuotedView | None:
    if row[19] is None:
        return None
    quoted = _quoted_decoder.decode(row[19])
    message, direction, name, known = originals.get((row[2], quoted.stanza_id), (None, None, None, None))
    address = addresses.parse(known) or quoted.author
    from_me = direction == "out" if direction is not None else bool(quoted.from_me)
    return QuotedView(
        stanza_id=quoted.stanza_id,
        message_id=MessageId(message) if message is not None else None,
        author=name or (quoted.author.id if quoted.author else None),
        phone=address.phone if address else None,
        from_me=from_me,
        kind=quoted.kind,
        text=quoted.text,
    )


# by the first bytes of the file; a sound may lie in a film's container
_TYPES = {
    MessageKind.IMAGE: ("image/",),
    MessageKind.STICKER: ("image/", "video/"),
    MessageKind.GIF: ("image/", "video/"),
    MessageKind.VIDEO: ("video/",),
    MessageKind.VIDEO_NOTE: ("video/",),
    MessageKind.AUDIO: ("audio/", "video/", "application/ogg"),
    MessageKind.VOICE: ("audio/", "video/", "application/ogg"),
}


def _is_what_it_says(kind: MessageKind, media: MediaView) -> bool:
    types = _TYPES.get(kind)
    return types is None or media.path is None or media.mime is None or media.mime.startswith(types)


def _media(row: Any) -> MediaView | None:
    if row[39] is None:
        return None
    return MediaView(
        mime=row[29],
        size=row[30],
        file_name=row[31],
        duration_s=row[32],
        width=row[33],
        height=row[34],
        pages=row[35],
        waveform_base64=row[36],
        thumbnail_base64=row[37],
        animated=bool(row[38]),
        state=MediaState(row[39]),
        path=row[40],
        error=row[41],
    )

"""What a conversation holds as pictures, documents and links, newest first; each by an index of its own."""

import sqlite3

from services.domain.contacts import SharedKind
from services.domain.ids import ChatId
from services.domain.models import MessageView, Page
from services.storage.queries import cursors, messages

# word for word the conditions of the indexes
_WHICH = {
    SharedKind.PICTURES: "m.kind IN ('image', 'video', 'gif', 'video_note')",
    SharedKind.DOCUMENTS: "m.kind = 'document'",
    SharedKind.LINKS: "instr(m.text, '://') + instr(m.text, 'www.') + instr(m.text, '.com') > 0",
}


def page(
    connection: sqlite3.Connection, chat: ChatId, which: SharedKind, cursor: str | None, limit: int
) -> Page[MessageView]:
    """Messages of one kind that nobody deleted. Raises Invalid (cursor)."""
    condition, parameters = f"m.chat_id = ? AND {_WHICH[which]} AND NOT m.deleted", [int(chat)]
    if cursor is not None:
        condition += " AND (m.sent_at, m.id) < (?, ?)"
        parameters += [value or 0 for value in cursors.decode(cursor, 2)]
    items = messages.matching(connection, condition, tuple(parameters), limit + 1)
    last = items[limit - 1] if len(items) > limit else None
    return Page(items[:limit], cursors.encode(last.sent_at_ms, last.id) if last is not None else None)

"""A row as one sentence: for screen readers, and for what is copied."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from services.domain.content import Direction, MessageKind
from services.domain.models import MediaState, MediaView, MessageView
from services.domain.status import Status
from ui import formats
from ui.messages import author_words, caption, error_words, gap_words, status_words, title
from ui.timeline import chips
from ui.timeline.parts.picture import state_words
from ui.timeline.rows import CHIP_KINDS, Row, RowKind

translate = QCoreApplication.translate
SPOKEN = 1000


def describe(row: Row, today: date) -> str:
    """Author, time, what it says, status."""
    if row.kind is RowKind.DATE:
        return formats.day_name(row.day, today)
    if row.gap is not None:
        return gap_words(row.gap)
    if row.kind is RowKind.UNREAD or row.message is None:
        return translate("Timeline", "Unread messages")
    return describe_message(row.message)


def _file_words(media: MediaView) -> list[str]:
    """How long it plays, and why it cannot be seen or heard yet."""
    words = [formats.duration(media.duration_s)] if media.duration_s else []
    shown_in_part = media.state is MediaState.NONE and bool(media.thumbnail_base64 or media.file_name)
    return words if shown_in_part or not (said := state_words(media)) else [*words, said]


def describe_message(message: MessageView) -> str:
    """The same for a message on its own."""
    if message.kind in CHIP_KINDS:
        return f"{chips.notice_words(message)}. {formats.time_of_day(message.sent_at_ms)}"
    parts = [author_words(message), formats.time_of_day(message.sent_at_ms)]
    if message.quoted is not None:
        parts.append(
            translate("Timeline", "Answer to: {text}").format(text=formats.unmarked_line(message.quoted.text or ""))
        )
    if message.deleted:
        parts.append(translate("Timeline", "Message deleted"))
    if message.kind is not MessageKind.TEXT:
        parts.append(title(message))
    if message.media is not None and not message.deleted:
        parts += _file_words(message.media)
    words = caption(message)
    if words:
        parts.append(words[:SPOKEN])
    if message.content is not None and message.content.forwarded:
        parts.append(translate("Timeline", "Forwarded"))
    if message.edited:
        parts.append(translate("Timeline", "edited"))
    if message.starred:
        parts.append(translate("Timeline", "starred"))
    if message.reactions:
        parts.append(
            translate("Timeline", "Reactions: {emoji}").format(emoji=" ".join(r.emoji for r in message.reactions))
        )
    if message.direction is Direction.OUT and message.status is not None:
        parts.append(status_words(message.status))
        if message.status is Status.FAILED and message.error_code:
            parts.append(error_words(message.error_code))
    return formats.spoken(parts)

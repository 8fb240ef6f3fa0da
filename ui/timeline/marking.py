"""Selecting a part of a message's text, and what several messages are as text."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.domain.ids import MessageId
from services.domain.models import MessageView
from ui import formats
from ui.messages import author_words, caption, title
from ui.timeline.parts.text import Laid


@dataclass(frozen=True, slots=True)
class Marked:
    """Text selected in one message: from where the mouse went down to where it is (UTF-16 positions)."""

    message: MessageId
    laid: Laid
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """First and last position."""
        return min(self.start, self.end), max(self.start, self.end)

    @property
    def text(self) -> str:
        """What is selected."""
        return self.laid.text(*self.span)


def as_text(messages: Iterable[MessageView]) -> str:
    """Several messages to be pasted somewhere: ``[12/03/2026 15:30] Name: words``, one below the other."""
    lines: list[str] = []
    for message in messages:
        day = formats.full_date(formats.local_day(message.sent_at_ms))
        words = caption(message) or title(message)
        lines.append(f"[{day} {formats.time_of_day(message.sent_at_ms)}] {author_words(message)}: {words}")
    return "\n".join(lines)

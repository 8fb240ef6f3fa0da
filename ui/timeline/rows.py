"""From messages to rows: date chips, the unread line, and which bubbles belong together. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from services.domain.content import Direction, MessageKind
from services.domain.ids import MessageId
from services.domain.models import GapView, MessageView
from ui.formats import local_day

GROUP_MS = 15 * 60 * 1000
CHIP_KINDS = frozenset({MessageKind.SYSTEM, MessageKind.CALL})


class RowKind(IntEnum):
    """What a row is."""

    MESSAGE = 0
    DATE = 1
    UNREAD = 2
    GAP = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``first`` and ``last`` are within a group of bubbles by one author."""

    kind: RowKind
    key: tuple[int, int]
    day: date
    message: MessageView | None = None
    first: bool = True
    last: bool = True
    gap: GapView | None = None


def order(message: MessageView) -> tuple[int, int]:
    """Where a message stands in its chat."""
    return message.sent_at_ms, message.id


def first_unread(messages: Sequence[MessageView], unread: int) -> MessageId | None:
    """The message above which the unread line goes: the ``unread``-th incoming one from the end."""
    found: MessageId | None = None
    for message in reversed(messages):
        if unread <= 0:
            break
        # as they are counted: what WhatsApp tells of the group is nobody's message
        if message.direction is Direction.IN and message.kind is not MessageKind.SYSTEM:
            found = message.id
            unread -= 1
    return found


def build(
    messages: Iterable[MessageView],
    unread_from: MessageId | None,
    known: dict[tuple[int, int], Row],
    gaps: Sequence[GapView] = (),
    *,
    to_end: bool = True,
) -> list[Row]:
    """All rows, in order; a row of ``known`` that would come out the same is used again.

    ``gaps`` are times of which messages may be missing, in order; those before the first message are
    left out, those after the last one shown only where nothing newer is left to load (``to_end``).
    """
    waiting = list(reversed(gaps))
    rows: list[Row] = []
    previous: MessageView | None = None
    previous_day: date | None = None
    bubbles: list[tuple[MessageView, date, bool]] = []

    def flush() -> None:
        last = len(bubbles) - 1
        for at, (message, day, first) in enumerate(bubbles):
            rows.append(_row(message, day, first, at == last, known))
        bubbles.clear()

    for message in messages:
        while waiting and waiting[-1].from_ms <= message.sent_at_ms:
            gap = waiting.pop()
            if rows or bubbles:
                flush()
                rows.append(_gap(gap, known))
                previous = None
        old = known.get((RowKind.MESSAGE, message.id))
        day = old.day if old is not None and _same_time(old, message) else local_day(message.sent_at_ms)
        apart = not (previous is not None and day == previous_day and _together(previous, message))
        if day != previous_day:
            flush()
            rows.append(_separator(RowKind.DATE, day.toordinal(), day, known))
        if message.id == unread_from:
            flush()
            rows.append(_separator(RowKind.UNREAD, 0, day, known))
            apart = True
        if apart:
            flush()
        bubbles.append((message, day, apart or not bubbles))
        previous, previous_day = message, day
    flush()
    if to_end and rows:
        rows.extend(_gap(gap, known) for gap in reversed(waiting))
    return rows


def following(last: Row, messages: Sequence[MessageView], unread_from: MessageId | None) -> tuple[Row, list[Row]]:
    """What ``build`` makes of messages newer than all: the row of the last message as it is then, and the rows behind it.

    Where no time of which messages may be missing lies behind that message.
    """
    assert last.message is not None
    line = unread_from if unread_from != last.message.id else None
    # the first two are its date, which stands already, and itself
    _, joined, *rows = build((last.message, *messages), line, {})
    return (last if joined.last == last.last else replace(last, last=joined.last)), rows


def unneeded(rows: Sequence[Row], first: int) -> list[range]:
    """The rows that go, last ones first, where the message in row ``first`` becomes the oldest one.

    Its date stays, which may stand before others that go.
    """
    own = first
    while own > 0 and rows[own - 1].kind in (RowKind.DATE, RowKind.UNREAD):
        own -= 1
    chip = next(at for at in range(first - 1, -1, -1) if rows[at].kind is RowKind.DATE)
    parts = (range(own), range(0)) if chip >= own else (range(chip + 1, own), range(chip))
    return [part for part in parts if part]


def _row(message: MessageView, day: date, first: bool, last: bool, known: dict[tuple[int, int], Row]) -> Row:
    key = (int(RowKind.MESSAGE), message.id)
    old = known.get(key)
    if old is not None and old.message is message and old.first == first and old.last == last and old.day == day:
        return old
    return Row(RowKind.MESSAGE, key, day, message, first, last)


def _separator(kind: RowKind, number: int, day: date, known: dict[tuple[int, int], Row]) -> Row:
    key = (int(kind), number)
    old = known.get(key)
    return old if old is not None and old.day == day else Row(kind, key, day)


def _gap(gap: GapView, known: dict[tuple[int, int], Row]) -> Row:
    key = (int(RowKind.GAP), gap.from_ms)
    old = known.get(key)
    return old if old is not None and old.gap == gap else Row(RowKind.GAP, key, local_day(gap.from_ms), gap=gap)


def _same_time(row: Row, message: MessageView) -> bool:
    return row.message is not None and row.message.sent_at_ms == message.sent_at_ms


def _together(one: MessageView, other: MessageView) -> bool:
    return (
        one.direction is other.direction
        and one.author == other.author
        and abs(other.sent_at_ms - one.sent_at_ms) < GROUP_MS
        and one.kind not in CHIP_KINDS
        and other.kind not in CHIP_KINDS
    )

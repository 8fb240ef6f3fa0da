"""A window of at most 300 rows on one conversation, moved by pages and changed message by message."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum
from itertools import pairwise

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from services.domain.ids import ChatId, MessageId
from services.domain.models import GapView, MessagePage, MessageView
from ui import formats
from ui.timeline.describe import describe
from ui.timeline.rows import Row, RowKind, build, following, order, unneeded

MAX_ROWS = 300
# leaves room for dates, so that one page is one change of the rows
MAX_MESSAGES = 270
# where messages pour in, the oldest ones are let go by so many
_LET_GO = 20
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Role(IntEnum):
    """The whole Row, for the view."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1


class TimelineModel(QAbstractListModel):
    """Rows of one chat between ``has_older`` and ``has_newer``; both False means it is all there.

    Several insertions and removals that belong together come between ``changing`` and ``changed``.
    """

    changing = Signal()
    changed = Signal()

    def __init__(self, clock: formats.Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._messages: list[MessageView] = []
        self._rows: list[Row] = []
        self.chat_id: ChatId | None = None
        self.is_group = False
        self.has_older = False
        self.has_newer = False
        self.unread_from: MessageId | None = None
        self._gaps: tuple[GapView, ...] = ()

    @property
    def messages(self) -> Sequence[MessageView]:
        """What is loaded, oldest first."""
        return self._messages

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, oldest first."""
        return self._rows

    def today(self) -> date:
        """The day it is."""
        return formats.local_day(int(self._clock() * 1000))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows the window has."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The Row, or its sentence for a screen reader."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return describe(row, self.today())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Messages can be selected, separators only be read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if index.row() < len(self._rows) and self._rows[index.row()].kind is RowKind.MESSAGE:
            flags |= Qt.ItemFlag.ItemIsSelectable
        return flags

    def reset(
        self,
        chat_id: ChatId | None,
        page: MessagePage,
        *,
        unread_from: MessageId | None = None,
        is_group: bool = False,
    ) -> None:
        """Show another conversation, or another place of this one."""
        self.beginResetModel()
        self.chat_id = chat_id
        self.is_group = is_group
        self.unread_from = unread_from
        self._messages = list(page.items)
        self.has_older, self.has_newer = page.has_older, page.has_newer
        self._rows = self._build(self._messages)
        self.endResetModel()

    def prepend(self, page: MessagePage) -> None:
        """The page before the oldest loaded message; the newest end is let go where it is too much."""
        oldest = order(self._messages[0]) if self._messages else None
        fresh = [m for m in page.items if oldest is None or order(m) < oldest]
        self.has_older = page.has_older
        self._show_oldest([*fresh, *self._messages])

    def append(self, page: MessagePage) -> None:
        """The page after the newest loaded message; the oldest end is let go where it is too much."""
        newest = order(self._messages[-1]) if self._messages else None
        fresh = [m for m in page.items if newest is None or order(m) > newest]
        self.has_newer = page.has_newer
        self._show_newest([*self._messages, *fresh])

    def upsert(self, messages: Iterable[MessageView]) -> list[MessageView]:
        """Put these in, or in place of their older selves; returns those that are new at the end.

        What lies beyond a loaded end is not put in: its page brings it. It is returned all the same
        where it is newer than everything loaded.
        """
        places = {m.id: at for at, m in enumerate(self._messages)}
        arrived: list[MessageView] = []
        calm, renewed = True, False
        changed = list(self._messages)
        late: list[MessageView] = []
        for message in messages:
            at = places.get(message.id)
            if at is not None and message.revision < changed[at].revision:
                # an answer that was under way while a newer state came
                continue
            if at is not None and order(changed[at]) == order(message):
                calm = calm and _same_group(changed[at], message)
                changed[at] = message
                renewed = True
            else:
                late.append(message)
        if calm and not late:
            self._replace(changed)
            return []
        if calm and self._is_news(late, places):
            if renewed:
                self._replace(changed)
            self._show_news(late)
            return late
        late_ids = {m.id for m in late}
        if not late_ids.isdisjoint(places):
            changed = [m for m in changed if m.id not in late_ids]
        for message in late:
            newest = not changed or order(message) > order(changed[-1])
            oldest = not changed or order(message) < order(changed[0])
            if newest and message.id not in places:
                arrived.append(message)
            if (newest and self.has_newer) or (oldest and self.has_older):
                continue
            changed.insert(bisect_left(changed, order(message), key=order), message)
        self._show_newest(changed)
        return arrived

    def weave(self, newest: MessagePage) -> bool:
        """Put in what became part of this conversation; ``newest`` is its end. False where that leaves a hole."""
        hole = newest.has_older and self._messages and order(newest.items[0]) > order(self._messages[0])
        if self.has_newer or hole:
            return False
        self.upsert(newest.items)
        self.has_older = self.has_older or newest.has_older
        return True

    def remove(self, ids: Iterable[MessageId]) -> None:
        """Take these out."""
        gone = set(ids)
        if any(m.id in gone for m in self._messages):
            self._show([m for m in self._messages if m.id not in gone])

    def drop_unread_line(self) -> None:
        """The person left the place where the unread messages began."""
        if self.unread_from is not None:
            self.unread_from = None
            self._show(self._messages)

    def set_gaps(self, gaps: Sequence[GapView]) -> None:
        """The times of which messages may be missing."""
        ordered = tuple(sorted(gaps, key=lambda gap: gap.from_ms))
        if ordered != self._gaps:
            self._gaps = ordered
            self._show(self._messages)

    def row_of(self, message_id: MessageId) -> int | None:
        """Where a message is, or None if it is not loaded."""
        key = (int(RowKind.MESSAGE), message_id)
        return next((at for at, row in enumerate(self._rows) if row.key == key), None)

    def unread_row(self) -> int | None:
        """Where the unread line is."""
        return next((at for at, row in enumerate(self._rows) if row.kind is RowKind.UNREAD), None)

    def _is_news(self, late: list[MessageView], places: Mapping[MessageId, int]) -> bool:
        """Whether these are new, in order and behind all that is loaded: nothing else has to be looked at then."""
        if self.has_newer or not self._rows or self._rows[-1].kind is not RowKind.MESSAGE:
            return False
        newest = order(self._messages[-1])
        if any(gap.from_ms > newest[0] for gap in self._gaps):
            return False
        rising = [newest, *map(order, late)]
        return all(a < b for a, b in pairwise(rising)) and not any(m.id in places for m in late)

    def _show_news(self, late: list[MessageView]) -> None:
        last, rows = following(self._rows[-1], late, self.unread_from)
        kept = [*self._messages, *late]
        if len(kept) > MAX_MESSAGES:
            kept = kept[_LET_GO - MAX_MESSAGES :]
        dropped = len(self._messages) + len(late) - len(kept)
        if dropped >= len(self._messages) or len(self._rows) + len(rows) - dropped > MAX_ROWS:
            self._show_newest([*self._messages, *late])
            return
        self.changing.emit()
        self._messages = kept
        self._put(len(self._rows) - 1, last)
        self.beginInsertRows(_ROOT, len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()
        if dropped:
            self.has_older = True
            self._drop_before(kept[0].id)
        self.changed.emit()

    def _drop_before(self, oldest: MessageId) -> None:
        at = self.row_of(oldest)
        assert at is not None
        for part in unneeded(self._rows, at):
            self.beginRemoveRows(_ROOT, part.start, part.stop - 1)
            del self._rows[part.start : part.stop]
            self.endRemoveRows()
            at -= len(part)
        if not self._rows[at].first:
            self._put(at, replace(self._rows[at], first=True))

    def _put(self, at: int, row: Row) -> None:
        if row is not self._rows[at]:
            self._rows[at] = row
            index = self.index(at)
            self.dataChanged.emit(index, index)

    def _show_newest(self, messages: list[MessageView]) -> None:
        """Show these, letting go of the oldest where it is too much."""
        kept = messages[-MAX_MESSAGES:]
        self._show(kept)
        while len(self._rows) > MAX_ROWS:  # many days with few messages each
            kept = kept[len(self._rows) - MAX_ROWS :]
            self._show(kept)
        self.has_older = self.has_older or len(kept) < len(messages)

    def _show_oldest(self, messages: list[MessageView]) -> None:
        """Show these, letting go of the newest where it is too much."""
        kept = messages[:MAX_MESSAGES]
        self._show(kept)
        while len(self._rows) > MAX_ROWS:
            kept = kept[: MAX_ROWS - len(self._rows)]
            self._show(kept)
        self.has_newer = self.has_newer or len(kept) < len(messages)

    def _replace(self, messages: list[MessageView]) -> None:
        # same messages, same groups: only rows whose message changed are touched
        self._messages = messages
        by_key: dict[tuple[int, int], MessageView] = {(int(RowKind.MESSAGE), m.id): m for m in messages}
        for at, row in enumerate(self._rows):
            message = by_key.get(row.key)
            if message is not None and message is not row.message:
                self._put(at, Row(row.kind, row.key, row.day, message, row.first, row.last))

    def _show(self, messages: list[MessageView]) -> None:
        """Go from the present rows to those of ``messages`` by the fewest removals and insertions."""
        self.changing.emit()
        self._messages = messages
        wanted = self._build(messages)
        keep = {row.key for row in wanted}
        self._remove_where(lambda row: row.key not in keep)
        places = {row.key: at for at, row in enumerate(wanted)}
        rising = [places[row.key] for row in self._rows]
        if any(a > b for a, b in pairwise(rising)):
            # some message moved in time: take the movers out and put them in again
            high, moved = -1, set()
            for row, place in zip(self._rows, rising, strict=True):
                if place < high:
                    moved.add(row.key)
                else:
                    high = place
            self._remove_where(lambda row: row.key in moved)
        self._insert_missing(wanted)
        for at, row in enumerate(wanted):
            self._put(at, row)
        self.changed.emit()

    def _build(self, messages: list[MessageView]) -> list[Row]:
        known = {row.key: row for row in self._rows}
        return build(messages, self.unread_from, known, self._gaps, to_end=not self.has_newer)

    def _remove_where(self, unwanted: Callable[[Row], bool]) -> None:
        at = len(self._rows) - 1
        while at >= 0:
            if not unwanted(self._rows[at]):
                at -= 1
                continue
            end = at
            while at > 0 and unwanted(self._rows[at - 1]):
                at -= 1
            self.beginRemoveRows(_ROOT, at, end)
            del self._rows[at : end + 1]
            self.endRemoveRows()
            at -= 1

    def _insert_missing(self, wanted: list[Row]) -> None:
        at = 0
        while at < len(wanted):
            if at < len(self._rows) and self._rows[at].key == wanted[at].key:
                at += 1
                continue
            stop = self._rows[at].key if at < len(self._rows) else None
            end = at
            while end < len(wanted) and wanted[end].key != stop:
                end += 1
            self.beginInsertRows(_ROOT, at, end - 1)
            self._rows[at:at] = wanted[at:end]
            self.endInsertRows()
            at = end


def _same_group(old: MessageView, new: MessageView) -> bool:
    return old.direction is new.direction and old.author == new.author and old.kind is new.kind

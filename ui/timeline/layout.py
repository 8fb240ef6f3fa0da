"""Where the rows are: exact heights, running sums, and what keeps a reader's place. Knows nothing of Qt."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from ui.timeline.rows import RowKind

Key = tuple[int, int]
Held = tuple[tuple[Key, float], ...]
TOP_PAD, BOTTOM_PAD = 6, 12


class RowLayout:
    """Rows one below the other. Positions are pixels from the top of the whole."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.heights: list[float] = []
        self._tops: list[float] = [TOP_PAD]
        self._room = 0

    def __len__(self) -> int:
        return len(self.heights)

    @property
    def total(self) -> int:
        """The height of everything."""
        return int(self._tops[-1] + BOTTOM_PAD)

    def reset(self, keys: Sequence[Key], heights: Sequence[float], room: int) -> None:
        """Other rows; ``room`` is the height of the view: few rows stand at its bottom."""
        self.keys, self.heights, self._room = list(keys), list(heights), room
        self._sum()

    def insert(self, at: int, keys: Sequence[Key], heights: Sequence[float]) -> None:
        """Rows come in before row ``at``."""
        self.keys[at:at] = keys
        self.heights[at:at] = heights
        self._sum()

    def remove(self, first: int, last: int) -> None:
        """Rows go, ``last`` included."""
        del self.keys[first : last + 1]
        del self.heights[first : last + 1]
        self._sum()

    def resize(self, row: int, height: float) -> bool:
        """A row has this height; returns whether that is news."""
        if self.heights[row] == height:
            return False
        self.heights[row] = height
        self._sum()
        return True

    def top(self, row: int) -> float:
        """Where a row begins (the number of rows gives the end of the last one)."""
        return self._tops[row]

    def row_at(self, position: float) -> int:
        """The row at a position; -1 above the first, the number of rows below the last."""
        return bisect_right(self._tops, position) - 1

    def hold(self, scroll: float, height: int) -> Held:
        """The messages in sight with their bottoms' distances from the upper edge of the view.

        Messages, as a date may stay while a page comes in below it; bottoms, as the distance above a
        bubble changes when it joins a group.
        """
        held: list[tuple[Key, float]] = []
        row = max(0, self.row_at(scroll))
        while row < len(self.heights) and self._tops[row] < scroll + height:
            if self.keys[row][0] == RowKind.MESSAGE:
                held.append((self.keys[row], self._tops[row + 1] - scroll))
            row += 1
        return tuple(held)

    def scroll_for(self, held: Held) -> float | None:
        """Where to scroll so that the first one of ``held`` that is left is where it was."""
        places = {key: row for row, key in enumerate(self.keys)}
        for key, bottom in held:
            row = places.get(key)
            if row is not None:
                return self._tops[row + 1] - bottom
        return None

    def _sum(self) -> None:
        spare = max(0.0, self._room - TOP_PAD - BOTTOM_PAD - sum(self.heights))
        self._tops = list(accumulate(self.heights, initial=TOP_PAD + spare))

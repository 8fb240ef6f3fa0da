"""The list with 50 thousand conversations: a message arrives, another filter is chosen, somebody is looked for.

The order is changed in this process, all conversations loaded, beside a plain QListView (with rows told to be alike,
its best case) with the same model and drawing; filters and finding are tried in the real program.
"""

import os
import random
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtWidgets import QApplication, QListView

from services.domain.models import ChatView, Page
from tests.bench.desk import desk
from tests.bench.filled import MANY, MANY_QUICK, folder
from tests.bench.frame import Row, percentile
from tests.ui.fake_services import NOW_MS, chat
from ui.chats.chat_delegate import ChatDelegate
from ui.chats.chat_list_model import ChatListModel
from ui.theme import Look, Mode
from ui.widgets.rows_view import RowsView

_MOST_MS = 8.0
_TOGETHER = 8  # what 50 events a second bring in the 150 ms for which the list rests
_WORDS = ("bruno", "carla", "4999")
Times = dict[str, list[float]]


def run(quick: bool) -> list[Row]:
    """The rows; in milliseconds, of the GUI thread's own time where the order changes."""
    chats = (MANY_QUICK if quick else MANY)[2]
    rows = _resorts(2_000 if quick else 5_000, chats, 20)
    rounds = 10 if quick else 60
    beside = None if quick else _asked(MANY_QUICK, rounds)
    for figure, times in _asked(MANY_QUICK if quick else MANY, rounds).items():
        small = beside[figure] if beside else None
        against = f"{MANY_QUICK[2]:,} chats" if beside else None
        rows += _compared(f"{figure}, {chats:,} chats", times, small, against, None)
    return rows


def _resorts(small: int, large: int, rounds: int) -> list[Row]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look = Look(app, Mode.LIGHT)
    few, many = _List(app, look, RowsView(), small), _List(app, look, RowsView(), large)
    stock = QListView()
    stock.setUniformItemSizes(True)
    stock.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    plain = _List(app, look, stock, large)
    figures = {"a message moves its chat up": 1, f"{_TOGETHER} chats move up at once": _TOGETHER}
    rows = []
    for figure, count in figures.items():
        taken: dict[_List, list[float]] = {few: [], many: [], plain: []}
        for _ in range(rounds):
            for each, times in taken.items():
                times.append(each.arrive(count))
        rows += _compared(f"{figure}, {large:,} loaded", taken[many], taken[plain], "plain QListView", _MOST_MS)
        rows += _compared(f"{figure}, {large:,} loaded", taken[many], taken[few], f"{small:,} loaded", None)[:1]
    for each in (few, many, plain):
        each.view.close()
    return rows


class _List:
    """A shown list of so many conversations, all of them loaded."""

    def __init__(self, app: QApplication, look: Look, view: QListView, count: int) -> None:
        self._app, self.view = app, view
        self._rng, self._now = random.Random(1), NOW_MS
        self._model = ChatListModel(lambda: NOW_MS / 1000, None, view)
        self._model.reset(Page(tuple(chat(n) for n in range(1, count + 1))))
        view.setModel(self._model)
        view.setItemDelegate(ChatDelegate(look, lambda: NOW_MS / 1000, view))
        view.resize(340, 720)
        view.show()
        for _ in range(5):
            app.processEvents()

    def arrive(self, count: int) -> float:
        """So many chats anywhere in the list get a message; the GUI thread's own time in ms until painted."""
        changed: list[ChatView] = []
        for row in self._rng.sample(range(self._model.rowCount()), count):
            old = self._model.chat(row)
            assert old is not None
            self._now += 1000
            changed.append(
                msgspec.structs.replace(old, last_at_ms=self._now, preview="Já saiu para entrega?", unread=old.unread + 1)
            )
        began = time.thread_time()
        self._model.apply(changed, [each.id for each in changed])
        for _ in range(3):
            self._app.processEvents()
        return (time.thread_time() - began) * 1000


def _asked(size: tuple[int, int, int], rounds: int) -> Times:
    """Filters and words in the real program, from the click or the key to what was painted."""
    with desk(folder(*size)) as window:
        window.until("usable")
        window.until("open")
        time.sleep(5)
        times = {"switch of filter": window.ask("switch", "switched", times=rounds)["ms"]}
        places = {"list": "a letter in the list's field (pauses 150 ms)", "finder": "a letter in the search (pauses 120 ms)"}
        for place, figure in places.items():
            times[figure] = [ms for word in _WORDS for ms in window.ask("type", "typed", place=place, word=word)["ms"]]
    return times


def _compared(
    figure: str, ours: list[float], other: list[float] | None, against: str | None, most: float | None
) -> list[Row]:
    note = f"{len(ours)} times, longest {max(ours):.3g} ms" + (f"; beside it {max(other):.3g} ms" if other else "")
    rows = []
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        value, beside = percentile(ours, share), percentile(other, share) if other else None
        rows.append(
            Row(bench="many_chats", figure=f"{figure}, {name}", value=value, unit="ms", against=against, against_value=beside,
                ratio=value / beside if beside else None, target=f"≤ {most:g} ms" if most else None,
                met=value <= most if most else None, note=note)
        )  # fmt: skip
    return rows

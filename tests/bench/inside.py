"""The real program with somebody watching from the inside: `inside.py arguments of the program`.

Says what happens on stdout, one JSON object a line with the moment (``perf_counter``, which all processes of
a machine share); obeys orders from stdin, one JSON object a line. Nothing of the program is replaced, only
looked at: an event filter on the panes sees them painted.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from app import sources

sources.leave_unread()  # as the program does, before it imports its window

# ruff: noqa: E402
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from app import window_app
from app.main import run
from services.domain.models import ChatFilter
from ui.main_window import MainWindow
from ui.search.finder import Task

FRAME_MS = 16
Heard = dict[str, Any]


def say(what: str, **more: object) -> None:
    """One line to whoever started us."""
    print(json.dumps({"said": what, "at": time.perf_counter(), **more}), flush=True)


class Watcher(QObject):
    """Sees when something is painted, measures on request; lives on the GUI thread."""

    ordered = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        crossing, services = window._crossing, window._services
        crossing.spawn(self, services.instances.all(), done=lambda _all: say("open"))
        self._window = window
        self._painted_once = self._usable = False
        self._armed = False
        self._waiting: Callable[[], bool] | None = None
        self._then: Callable[[float], None] = lambda _at: None
        self._frames: list[float] = []
        self._work: list[float] = []
        self._last = self._worked = 0.0
        self._stamps: dict[int, float] | None = None
        self._ticks = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=FRAME_MS)
        self._ticks.timeout.connect(self._on_tick)
        self.ordered.connect(self._on_ordered, Qt.ConnectionType.QueuedConnection)
        for pane in (window.chats.view.viewport(), window.timeline.view.viewport(), window.welcome):
            pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A pane is about to be painted: look again when the loop comes round, which is after it was."""
        if event.type() is QEvent.Type.Paint and not self._armed:
            self._armed = True
            QTimer.singleShot(0, self, self._on_painted)
        return False

    def _on_painted(self) -> None:
        now = time.perf_counter()
        self._armed = False
        window = self._window
        if not self._painted_once:
            self._painted_once = True
            say("painted")
        if not self._usable and (window.chats.model.rowCount() or window.chats.is_empty()):
            self._usable = True
            say("usable", chats=window.chats.model.rowCount())
        if self._stamps is not None:
            for message in reversed(window.timeline.model.messages):
                if message.id in self._stamps:
                    break
                stamp = (message.text or "").partition("⏱")[2]
                self._stamps[message.id] = now - float(stamp) if stamp else -1.0
        if self._waiting is not None and self._waiting():
            self._waiting = None
            self._then(now)

    def _on_tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self._frames.append(now - self._last)
        self._work.append(worked - self._worked)
        self._last, self._worked = now, worked

    def _when(self, painted: Callable[[], bool], then: Callable[[float], None]) -> None:
        self._waiting, self._then = painted, then

    # ------------------------------------------------------------------ orders

    def _on_ordered(self, order: Heard) -> None:
        getattr(self, f"do_{order.pop('do')}")(**order)

    def do_load(self, chats: int) -> None:
        """Scroll the list of chats down until so many are loaded, then back up."""
        view, model = self._window.chats.view, self._window.chats.model

        def more() -> None:
            if model.rowCount() < chats and model.canFetchMore(view.rootIndex()):
                view.scrollToBottom()
                QTimer.singleShot(20, self, more)
            elif model.rowCount() < chats and len(seen) < 200:
                seen.append(1)
                QTimer.singleShot(20, self, more)
            else:
                view.scrollToTop()
                say("loaded", chats=model.rowCount())

        seen: list[int] = []
        more()

    def do_open(self, row: int) -> None:
        """Click a chat in the list; says how long until its messages were painted."""
        self._open_then(row, lambda ms: say("opened", ms=ms, rows=self._window.timeline.model.rowCount()))

    def do_open_many(self, count: int, seed: int) -> None:
        """Click that many chats of the list one after the other."""
        rng = random.Random(seed)
        rows = self._window.chats.model.rowCount()
        taken: list[float] = []
        order = [rng.randrange(rows) for _ in range(count)]

        def one(at: int) -> None:
            if at == len(order):
                say("opened_many", ms=taken, chats=rows)
                return
            chat = self._window.chats.model.chat(order[at])
            if chat is None or chat.id == self._window.chats.chosen:
                one(at + 1)
                return
            self._open_then(order[at], lambda ms: (taken.append(ms), QTimer.singleShot(30, self, lambda: one(at + 1))))

        one(0)

    def _open_then(self, row: int, then: Callable[[float], object]) -> None:
        view, timeline = self._window.chats.view, self._window.timeline
        chat = self._window.chats.model.chat(row)
        assert chat is not None
        view.scrollTo(view.model().index(row, 0), QListView.ScrollHint.EnsureVisible)
        view.repaint()
        place = view.visualRect(view.model().index(row, 0)).center()
        began = time.perf_counter()
        self._when(
            lambda: timeline.model.chat_id == chat.id and bool(timeline.model.messages),
            lambda now: then((now - began) * 1000),
        )
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def do_find(self, phone: str) -> None:
        """In which row of the list a customer's chat is."""
        model = self._window.chats.model
        rows = (row for row in range(model.rowCount()) if (model.chat(row).phone or "").lstrip("+") == phone)  # type: ignore[union-attr]
        say("found", row=next(rows, None))

    def do_watch(self) -> None:
        """Begin to measure frames and how old what is painted is."""
        self._frames, self._work = [], []
        self._stamps = {m.id: -1.0 for m in self._window.timeline.model.messages}
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._ticks.start()

    def do_report(self) -> None:
        """End measuring."""
        self._ticks.stop()
        stamps, self._stamps = self._stamps or {}, None
        say("measured", frames=self._frames, work=self._work, shown=[age for age in stamps.values() if age >= 0])

    def do_stall(self, ms: int, times: int) -> None:
        """Keep the GUI thread busy with Python, that long, once a second."""
        spans: list[tuple[float, float]] = []

        def once() -> None:
            began = time.perf_counter()
            while time.perf_counter() - began < ms / 1000:
                pass
            spans.append((began, time.perf_counter()))
            if len(spans) < times:
                QTimer.singleShot(1000 - ms, self, once)
            else:
                say("stalled", spans=spans)

        once()

    def do_switch(self, times: int) -> None:
        """Choose *Unread* and *All* in turn; says how long until each page was painted."""
        chats, taken = self._window.chats, list[float]()

        def one(at: int) -> None:
            if at == times:
                chats.loaded.disconnect(came)
                say("switched", ms=taken)
                return
            ready.clear()
            began = time.perf_counter()

            def then(now: float) -> None:
                taken.append((now - began) * 1000)
                QTimer.singleShot(30, self, lambda: one(at + 1))

            self._when(lambda: bool(ready), then)
            chats.filters.choose(ChatFilter.ALL if at % 2 else ChatFilter.UNREAD)

        ready: list[None] = []

        def came() -> None:
            ready.append(None)

        chats.loaded.connect(came)
        one(0)

    def do_type(self, place: str, word: str) -> None:
        """Type a word, letter by letter, where names are found or in the search; says when each had its answer painted."""
        chats, finder = self._window.chats, self._window.finder
        in_list, taken = place == "list", list[float]()
        if in_list:
            field, view = chats.filters.field, chats.view
        else:
            finder.open_for(Task.SEARCH)
            field, view = finder.field, finder.list
        field.clear()
        poll = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=1)
        answered: list[str] = []

        def came() -> None:
            answered.append(field.text())

        finder.model.modelReset.connect(came)

        def one(at: int) -> None:
            if at == len(word):
                poll.deleteLater()
                finder.model.modelReset.disconnect(came)
                field.clear()
                if not in_list:
                    finder.close_it()
                QTimer.singleShot(300, self, lambda: say("typed", ms=taken))
                return
            answered.clear()
            began = time.perf_counter()
            QTest.keyClick(field, word[at])
            poll.timeout.connect(lambda: look(at, began))
            poll.start()

        def look(at: int, began: float) -> None:
            if (chats._found_for == field.text()) if in_list else bool(answered):
                poll.stop()
                poll.timeout.disconnect()
                view.viewport().repaint()
                taken.append((time.perf_counter() - began) * 1000)
                QTimer.singleShot(30, self, lambda: one(at + 1))

        # what emptying the field asked for is over by then
        QTimer.singleShot(500, self, lambda: one(0))

    def do_quit(self) -> None:
        """As by the menu."""
        self._window.quit_requested.emit()


def obey(watcher: Watcher) -> None:
    """Read orders until the other side is gone."""
    for line in sys.stdin:
        watcher.ordered.emit(json.loads(line))


if __name__ == "__main__":
    show = window_app.MainWindow.show

    def show_and_watch(self: MainWindow) -> None:
        """The window, with its watcher."""
        watcher = Watcher(self)
        show(self)
        threading.Thread(target=obey, args=(watcher,), daemon=True).start()

    window_app.MainWindow.show = show_and_watch  # type: ignore[method-assign]
    sys.exit(run(sys.argv[1:]))

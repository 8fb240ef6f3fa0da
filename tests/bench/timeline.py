"""`python -m tests.bench.timeline [--json FILE]`: our timeline beside Qt's own list layout, same rows, same bubbles.

Both show the same windowed model with the same drawing code; only the layout differs. Times are
milliseconds of the GUI thread until painted (its own CPU time, as other programs may be busy): medians,
95th percentiles and the longest. What begins with "long:" is one stored chat of 100,000 mixed messages.
"""

import argparse
import json
import math
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QListView, QStyledItemDelegate

from services.domain.content import MessageKind
from services.domain.ids import ChatId, MessageId
from services.domain.models import MessagePage
from services.domain.status import Status
from services.storage.queries import messages
from tests.bench import dataset
from tests.bench.frame import percentile
from tests.look import kinds
from tests.ui.fake_services import NOW_MS, message
from ui.media.desk import Desk
from ui.theme import Look, Mode
from ui.timeline.model import Role, TimelineModel
from ui.timeline.view import TimelineView

TARGETS = {
    "append": 6.0, "tick": 1.0, "prepend 50": 8.0, "prepare slice": 8.0, "scroll frame": 16.0, "pictures 1st": 16.0,
    "pictures 2nd": 16.0,
}  # fmt: skip
WORDS = """
bom dia vocês entregam no Tatuapé ainda hoje preciso de quarenta salgados e um bolo pequeno para
as dezoito horas obrigado pelo atendimento 🎂 qual o valor do frete aceita pix cartão ou dinheiro
""".split()


def row(number: int) -> object:
    rng = random.Random(number)
    text = " ".join(rng.choices(WORDS, k=rng.choice((2, 4, 8, 15, 30, 60))))
    sent = NOW_MS - 500_000_000 + number * 60_000
    return message(number, text, out=number % 3 == 0, sent_at_ms=sent)


def page(first: int, count: int = 50, **facts: bool) -> MessagePage:
    return MessagePage(items=tuple(row(n) for n in range(first, first + count)), **facts)


class StockView(QListView):
    """Qt's own layout: a delegate with the same bubbles, cached; anchored by hand on insertions above."""

    def __init__(self, model: TimelineModel, look: Look) -> None:
        super().__init__()
        self.measured = TimelineView(model, look)
        self.setModel(model)
        self.setItemDelegate(StockDelegate(self, look))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def to_bottom(self) -> None:
        self.scrollToBottom()


class StockDelegate(QStyledItemDelegate):
    def __init__(self, view: StockView, look: Look) -> None:
        super().__init__(view)
        self._view, self._look = view, look

    def sizeHint(self, option, index: QModelIndex) -> QSize:
        return QSize(100, int(self._view.measured._height(index.data(Role.ROW))))

    def paint(self, painter: QPainter, option, index: QModelIndex) -> None:
        view = self._view.measured
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        from ui.timeline import bubble

        found = index.data(Role.ROW)
        if found.message is not None:
            bubble.paint(painter, view._bubble(found), QRectF(option.rect), self._look, view.room.desk)
        painter.restore()


class Stored:
    """One chat of 100,000 mixed messages in a database of the real schema, read as the window does."""

    def __init__(self, folder: Path, count: int = 100_000) -> None:
        dataset.generate(folder / "long.db", count, chats=1)
        self._file = sqlite3.connect(folder / "long.db")
        self.count = count
        self.took: list[float] = []

    def read(self, ask, *asked) -> MessagePage:
        """One page; what it took is kept in ``took`` (ms)."""
        started = time.perf_counter()
        found = ask(self._file, *asked)
        self.took.append((time.perf_counter() - started) * 1000)
        return found


def on_screen(app: QApplication, look: Look, kind: type, model: TimelineModel) -> QListView:
    """A view of this kind, shown."""
    view = kind(model, look)
    view.resize(800, 700)
    if kind is StockView:
        view.measured.resize(800, 700)
        view.measured.show()
        view.measured.hide()
    view.show()
    app.processEvents()
    return view


def long_chat(app: QApplication, look: Look, kind: type, stored: Stored) -> dict[str, tuple[float, ...]]:
    """Going about in that chat: text, pictures and voice notes; p50, p95 and longest of the GUI thread's time."""
    rng = random.Random(7)
    model = TimelineModel(lambda: NOW_MS / 1000)
    view = on_screen(app, look, kind, model)
    times: dict[str, list[float]] = {}

    def note(name: str, act) -> None:
        times.setdefault(name, []).append(timed(app, view, act))

    bar = view.verticalScrollBar()
    for _ in range(30):
        newest = stored.read(messages.latest, ChatId(1), 50)
        note("open", lambda newest=newest: (model.reset(ChatId(1), newest), view.to_bottom()))
    for _ in range(60):
        place = MessageId(rng.randrange(stored.count // 4, stored.count * 3 // 4))
        found = stored.read(messages.around, place, 50)

        def jump(found=found, place=place) -> None:
            model.reset(ChatId(1), found)
            view.scrollTo(model.index(model.row_of(place)), QListView.ScrollHint.PositionAtCenter)

        note("jump to the middle", jump)
    for _ in range(20):
        older = stored.read(messages.before, ChatId(1), model.messages[0].id, 50)
        if kind is TimelineView:
            prepare(view, older, {})
        note("prepend 50", lambda older=older: model.prepend(older))
        bar.setValue(min(bar.maximum(), 40))
        while bar.value() < min(bar.maximum(), 3000):
            note("scroll frame", lambda: bar.setValue(bar.value() + 40))
    newest = stored.read(messages.latest, ChatId(1), 50)
    model.reset(ChatId(1), newest)
    view.to_bottom()
    last = newest.items[-1].sent_at_ms
    for number in range(1, 101):
        new = msgspec.structs.replace(row(number), id=MessageId(stored.count + number), sent_at_ms=last + number * 1000)
        note("append", lambda new=new: (model.upsert([new]), view.to_bottom()))
    for step in range(100):
        target = next(m for m in reversed(model.messages) if m.status is not None)
        status = Status.READ if step % 2 else Status.DELIVERED
        note("tick", lambda t=target, s=status: model.upsert([msgspec.structs.replace(t, status=s)]))
    view.hide()
    return {f"long: {name}": (percentile(v, 0.5), percentile(v, 0.95), max(v)) for name, v in times.items()}


def timed(app: QApplication, view: QListView, act) -> float:
    started = time.thread_time()
    act()
    app.processEvents()
    return (time.thread_time() - started) * 1000


def prepare(view: TimelineView, older: MessagePage, times: dict[str, list[float]]) -> None:
    """Measure the page as the panel does before it puts it in: a slice for each turn of the event loop."""
    ready: list[None] = []
    view.prepare(older, lambda: ready.append(None))
    view._preparing._timer.stop()
    while not ready:
        started = time.thread_time()
        view._preparing._go_on()
        view._preparing._timer.stop()
        times.setdefault("prepare slice", []).append((time.thread_time() - started) * 1000)


def place_of(view: QListView, model: TimelineModel, number: int) -> int:
    return view.visualRect(model.index(model.row_of(number))).bottom()


def measure(app: QApplication, look: Look, kind: type) -> dict[str, tuple[float, ...]]:
    model = TimelineModel(lambda: NOW_MS / 1000)
    view = on_screen(app, look, kind, model)
    times: dict[str, list[float]] = {}

    def note(name: str, act) -> None:
        times.setdefault(name, []).append(timed(app, view, act))

    for start in range(100_000, 130_000, 1000):
        newest = page(start)
        note("open", lambda newest=newest: (model.reset(ChatId(1), newest), view.to_bottom()))
    model.reset(ChatId(1), page(50_000, 280, has_older=True))
    view.to_bottom()
    for number in range(50_280, 50_380):
        new = row(number)
        note("append", lambda new=new: (model.upsert([new]), view.to_bottom()))
    for step in range(100):
        target = next(m for m in reversed(model.messages) if m.status is not None)
        status = Status.READ if step % 2 else Status.DELIVERED
        note("tick", lambda t=target, s=status: model.upsert([msgspec.structs.replace(t, status=s)]))
    drifts = []
    for start in range(49_950, 48_950, -50):
        bar = view.verticalScrollBar()
        bar.setValue(40)
        seen = next(r for r in model.rows if r.message is not None and view.visualRect(
            model.index(model.row_of(r.message.id))).top() > 20).message.id
        before, older = place_of(view, model, seen), page(start, has_older=True)

        def prepend(older=older, before=before, seen=seen, bar=bar):
            model.prepend(older)
            if kind is StockView:
                view.doItemsLayout()
                bar.setValue(bar.value() + place_of(view, model, seen) - before)

        if kind is TimelineView:
            prepare(view, older, times)
        note("prepend 50", prepend)
        drifts.append(abs(place_of(view, model, seen) - before))
    bar = view.verticalScrollBar()
    for _round in range(3):
        bar.setValue(0)
        while bar.value() < bar.maximum():
            note("scroll frame", lambda: bar.setValue(bar.value() + 40))
    if kind is TimelineView:
        for width in range(800, 560, -8):
            note("resize", lambda width=width: view.resize(width, 700))
    view.hide()
    result = {name: (statistics.median(v), percentile(v, 0.95), max(v)) for name, v in times.items()}
    result["drift px"] = (statistics.median(drifts), percentile(drifts, 0.95), max(drifts))
    return result


def with_pictures(app: QApplication, look: Look) -> dict[str, tuple[float, ...]]:
    """Scrolling through a chat in which every third message is a picture, first and second time."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(12):
            kinds.picture(Path(folder) / f"p{number}", 1600, 1200, number * 30, "JPEG")
        desk = Desk(lambda path: Path(folder) / path)
        model = TimelineModel(lambda: NOW_MS / 1000)
        view = TimelineView(model, look, desk)
        view.resize(800, 700)
        view.show()
        rows = [row(n) for n in range(200_000, 200_240)]
        rows = [
            msgspec.structs.replace(m, kind=MessageKind.IMAGE, media=kinds.ready(f"p{m.id // 3 % 12}", width=1600, height=1200))
            if m.id % 3 == 0 else m for m in rows
        ]  # fmt: skip
        model.reset(ChatId(1), MessagePage(items=tuple(rows)))
        result = {}
        bar = view.verticalScrollBar()
        for name in ("pictures 1st", "pictures 2nd"):
            bar.setValue(0)
            times = []
            while bar.value() < bar.maximum():
                times.append(timed(app, view, lambda: bar.setValue(bar.value() + 40)))
            result[name] = (statistics.median(times), percentile(times, 0.95), max(times))
        view.hide()
        desk.close()
        return result


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--json", type=Path)
    arguments = options.parse_args()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    look = Look(app, Mode.LIGHT)
    results = {"ours": measure(app, look, TimelineView) | with_pictures(app, look), "Qt's layout": measure(app, look, StockView)}
    with tempfile.TemporaryDirectory() as folder:
        stored = Stored(Path(folder))
        results["ours"] |= long_chat(app, look, TimelineView, stored)
        results["Qt's layout"] |= long_chat(app, look, StockView, stored)
    print(f"{'':26}{'ours p50':>10}{'p95':>8}{'max':>8}{'Qt p50':>10}{'p95':>8}{'max':>8}{'target':>9}")
    for name in results["ours"]:
        ours = results["ours"][name]
        stock = results["Qt's layout"].get(name, (math.nan,) * 3)
        target = TARGETS.get(name.removeprefix("long: "))
        figures = "".join(f"{p50:10.2f}{p95:8.2f}{most:8.2f}" for p50, p95, most in (ours, stock))
        print(f"{name:26}{figures}{target or '':>9}")
    print(f"pages of the long chat from the database: p50 {percentile(stored.took, 0.5):.2f}, "
          f"p95 {percentile(stored.took, 0.95):.2f} ms")  # fmt: skip
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

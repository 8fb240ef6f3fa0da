"""What is moved instead of painted anew is the same picture, and little is painted where little is new."""

import random

import msgspec
import pytest
from PySide6.QtGui import QImage

from services.domain.models import MessagePage
from services.domain.status import Status
from tests.ui.fake_services import message
from ui.timeline import floating_date
from ui.timeline.model import TimelineModel
from ui.timeline.view import TimelineView

WORDS = "Bom dia! Vocês entregam no Tatuapé ainda hoje? Preciso de 40 salgados e um bolo pequeno. "


def _row(number):
    return message(number, WORDS[: 20 + number * 37 % 70] * (1 + number % 3), out=number % 3 == 0)


def _page(numbers, **facts):
    return MessagePage(items=tuple(_row(n) for n in numbers), **facts)


class Watched(TimelineView):
    """Knows which share of itself was painted last."""

    painted = 0.0

    def paintEvent(self, event):
        area = sum(rect.width() * rect.height() for rect in event.region())
        self.painted += area / (self.viewport().width() * self.viewport().height())
        super().paintEvent(event)


@pytest.fixture
def view(stage, qtbot, monkeypatch):
    # the date that floats goes after a second: on a slow machine just between the two pictures
    monkeypatch.setattr(floating_date, "HIDE_MS", 3_600_000)
    model = TimelineModel(stage.clock)
    made = Watched(model, stage.look)
    qtbot.addWidget(made)
    made.resize(640, 560)
    made.show()
    qtbot.waitExposed(made)
    model.reset(1, _page(range(1000, 1150), has_older=True))
    made.to_bottom()
    return made


def _on_screen(view) -> QImage:
    image = view.screen().grabWindow(view.winId()).toImage()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _anew(view) -> QImage:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_after_any_change_the_screen_shows_what_a_new_painting_would(view, qtbot, qapp):
    draw = random.Random(5)
    model, bar = view.shown, view.verticalScrollBar()
    newest, oldest = 1150, 1000
    for step in range(60):
        what = draw.randrange(6)
        if what == 0:
            bar.setValue(bar.value() + draw.randrange(-500, 500))
        elif what == 1:
            model.upsert([_row(newest)])
            newest += 1
        elif what == 2:
            oldest -= 10
            model.prepend(_page(range(oldest, oldest + 10), has_older=True))
        elif what == 3:
            target = draw.choice([m for m in model.messages if m.status is not None])
            model.upsert([msgspec.structs.replace(target, status=draw.choice(list(Status)), revision=target.revision + 1)])
        elif what == 4:
            view.to_bottom()
        else:
            model.remove([draw.choice(model.messages).id])
        qapp.processEvents()
        assert _on_screen(view) == _anew(view), f"step {step}: {what}"


def test_only_what_comes_into_sight_is_painted(view, qapp):
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.floating.hide()
    qapp.processEvents()

    def painted(act):
        qapp.processEvents()
        view.painted = 0.0
        act()
        qapp.processEvents()
        return view.painted

    assert painted(lambda: bar.setValue(bar.value() + 40)) < 0.4
    assert painted(lambda: bar.setValue(bar.value() - 40)) < 0.4
    assert painted(lambda: view.shown.prepend(_page(range(950, 1000), has_older=True))) < 0.1
    view.to_bottom()
    tick = next(m for m in reversed(view.shown.messages) if m.status is not None)
    assert painted(lambda: view.shown.upsert([msgspec.structs.replace(tick, status=Status.DELIVERED)])) < 0.35
    assert painted(lambda: view.shown.upsert([_row(1150)])) < 0.6


def test_a_page_is_measured_before_it_is_put_in(view, qtbot):
    page = _page(range(900, 1000), has_older=True)
    ready = []
    view.prepare(page, lambda: ready.append(len(view._bubbles)))
    assert not ready
    qtbot.waitUntil(lambda: bool(ready))
    before = view._bubbles.copy()
    view.shown.prepend(page)
    kept = [key for key, found in view._bubbles.items() if key in before and before[key][2] is found[2]]
    assert len(kept) >= 98

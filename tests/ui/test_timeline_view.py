"""What is on screen stays where it is, whatever comes or goes around it."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest

from services.domain.models import MessagePage, QuotedView, ReactionView
from services.domain.status import Status
from tests.ui.fake_services import NOW_MS, message
from ui.timeline import bubble
from ui.timeline.model import TimelineModel
from ui.timeline.parts.base import Wish
from ui.timeline.parts.text import FOLD_CHARS, folded
from ui.timeline.rows import RowKind
from ui.timeline.view import TimelineView

replace = msgspec.structs.replace
WORDS = "Bom dia! Vocês entregam no Tatuapé ainda hoje? Preciso de 40 salgados e um bolo pequeno. "


def _row(number, **facts):
    return message(number, facts.pop("text", WORDS[: 20 + number * 37 % 70] * (1 + number % 3)), **facts)


def _page(numbers, **facts):
    return MessagePage(items=tuple(_row(n, out=n % 3 == 0) for n in numbers), **facts)


@pytest.fixture
def view(stage, qtbot):
    model = TimelineModel(stage.clock)
    made = TimelineView(model, stage.look)
    made.model_ = model
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def _positions(view):
    """Where each message that can be seen ends (the distance above a bubble belongs to its row)."""
    found = {}
    for at, row in enumerate(view.model_.rows):
        rect = view.visualRect(view.model_.index(at))
        if row.kind is RowKind.MESSAGE and rect.bottom() > 0 and rect.top() < view.viewport().height():
            found[row.key] = rect.bottom()
    return found


def _drift(before, after):
    common = before.keys() & after.keys()
    assert common
    return {after[key] - before[key] for key in common}


def test_a_scroll_bar_is_there_for_what_can_be_scrolled(view):
    view.model_.upsert([message(1)])
    assert not view.verticalScrollBar().isEnabled()
    width = view.viewport().width()
    view.model_.upsert([message(n) for n in range(2, 60)])
    assert view.verticalScrollBar().isEnabled() and view.viewport().width() == width


def test_it_opens_at_the_newest_message(view):
    view.model_.reset(1, _page(range(1, 51)))
    assert view.at_bottom()
    last = view.visualRect(view.model_.index(view.model_.rowCount() - 1))
    assert last.bottom() <= view.viewport().height()


def test_older_pages_move_nothing(view):
    view.model_.reset(1, _page(range(600, 650), has_older=True))
    for start in (550, 500, 450, 400, 350, 300, 250, 200, 150, 100):
        view.verticalScrollBar().setValue(start % 100 * 2)
        before = _positions(view)
        view.model_.prepend(_page(range(start, start + 50), has_older=True))
        assert _drift(before, _positions(view)) == {0}


def test_newer_pages_and_trimmed_ends_move_nothing(view):
    view.model_.reset(1, _page(range(1, 51), has_newer=True))
    view.to_bottom()
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 300)
    for start in range(51, 500, 50):
        before = _positions(view)
        view.model_.append(_page(range(start, start + 50), has_newer=True))
        assert _drift(before, _positions(view)) == {0}
        view.to_bottom()
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 300)


def test_a_new_message_leaves_a_reader_alone_and_carries_one_at_the_bottom_along(view):
    view.model_.reset(1, _page(range(1, 51)))
    view.verticalScrollBar().setValue(200)
    before = _positions(view)
    view.model_.upsert([_row(60)])
    assert _drift(before, _positions(view)) == {0} and not view.at_bottom()
    view.to_bottom()
    view.model_.upsert([_row(61)])
    assert view.at_bottom()


def test_a_change_above_moves_nothing_below(view):
    view.model_.reset(1, _page(range(1, 51)))
    view.verticalScrollBar().setValue(1500)
    before = _positions(view)
    first = view.model_.messages[2]
    view.model_.upsert([replace(first, text=WORDS * 12, revision=1)])
    assert _drift(before, _positions(view)) == {0}
    view.model_.remove([first.id])
    assert _drift(before, _positions(view)) == {0}


def test_a_tick_repaints_one_row_and_moves_nothing(view):
    view.model_.reset(1, _page(range(1, 51)))
    before = _positions(view)
    target = next(m for m in reversed(view.model_.messages) if m.status is not None)
    view.model_.upsert([replace(target, status=Status.PLAYED, revision=1)])
    assert _drift(before, _positions(view)) == {0}


def test_a_short_conversation_stands_at_the_bottom(view):
    view.model_.reset(1, _page(range(1, 3)))
    last = view.visualRect(view.model_.index(view.model_.rowCount() - 1))
    assert view.viewport().height() - last.bottom() < 30


def test_another_width_keeps_the_reader_in_place(view):
    view.model_.reset(1, _page(range(1, 80)))
    view.verticalScrollBar().setValue(900)
    first = view.indexAt(QPoint(10, 0)).row()
    view.resize(460, 600)
    assert view.indexAt(QPoint(10, 0)).row() == first
    view.to_bottom()
    view.resize(700, 500)
    assert view.at_bottom()


def test_pages_are_asked_for_before_the_end_is_reached(view, qtbot):
    asked = []
    view.older_requested.connect(lambda: asked.append("older"))
    view.newer_requested.connect(lambda: asked.append("newer"))
    view.model_.reset(1, _page(range(1, 120), has_older=True, has_newer=True))
    view.verticalScrollBar().setValue(view.viewport().height())
    qtbot.waitUntil(lambda: asked == ["older"])
    asked.clear()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 100)
    qtbot.waitUntil(lambda: asked == ["newer"])


def test_every_row_is_there_for_a_screen_reader(view):
    view.model_.reset(1, _page(range(1, 60)))
    table = QAccessible.queryAccessibleInterface(view)
    names = [table.child(i).text(QAccessible.Text.Name) for i in range(table.childCount())]
    words = [view.model_.index(i).data() for i in range(view.model_.rowCount())]
    assert names == words


def test_arrows_walk_over_messages_and_ctrl_c_copies(view, qtbot):
    view.model_.reset(1, MessagePage(items=(_row(1), _row(2, text="segunda"), _row(3, text="terceira"))))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 3
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "segunda"
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1  # the date above is read, not gone to


def _click_everywhere(view, wish):
    """Click on the first place that offers ``wish``."""
    for y in range(0, view.viewport().height(), 4):
        for x in range(0, view.viewport().width(), 6):
            found = view.bubble_at(QPointF(x, y))
            click = bubble.hit(found[0], found[1], QPointF(x, y)) if found is not None else None
            if click is not None and click.wish is wish:
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
                return True
    return False


def test_an_uncertain_message_offers_both_ways_out(view):
    made = []
    view.wish_made.connect(lambda click, m: made.append((click.wish, m.id)))
    view.model_.reset(1, MessagePage(items=(message(1, "oi", out=True, status=Status.UNKNOWN),)))
    assert _click_everywhere(view, Wish.RESEND)
    assert _click_everywhere(view, Wish.SETTLE)
    assert made == [(Wish.RESEND, 1), (Wish.SETTLE, 1)]


def test_a_quotation_leads_to_what_is_quoted(view):
    quoted = QuotedView(stanza_id="a", message_id=5, author="Rui", text="oi")
    view.model_.reset(1, MessagePage(items=(message(1, quoted=quoted),)))
    assert _click_everywhere(view, Wish.GO_TO_QUOTED)
    view.model_.reset(1, MessagePage(items=(message(1, quoted=replace(quoted, message_id=None)),)))
    assert not _click_everywhere(view, Wish.GO_TO_QUOTED)


def test_long_texts_fold_and_unfold(view):
    assert folded("a" * FOLD_CHARS) == ("a" * FOLD_CHARS, False)
    assert folded("a" * (FOLD_CHARS + 1)) == ("a" * FOLD_CHARS + "…", True)
    assert folded("a\n" * 41)[0].count("\n") == 39
    view.model_.reset(1, MessagePage(items=(message(1, WORDS * 60),)))
    height = view.visualRect(view.model_.index(1)).height()
    view.show_row(1, 0)
    view.to_bottom()
    assert _click_everywhere(view, Wish.UNFOLD)
    view.unfold(1)
    assert view.visualRect(view.model_.index(1)).height() > height * 2


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "\n" * 65_536,
        "e" + "\u0301" * 10_000,
        "👨‍👩‍👧" * 5_000,
        "\u202e" * 5_000 + "abc",
        "\u2067" * 3_000,
        "a\ud800b",
        "<b>x</b>" * 300,
    ],
    ids=["1MB", "lines", "marks", "zwj", "overrides", "isolates", "surrogate", "html"],
)
def test_no_text_stalls_the_view(view, text):
    from time import thread_time

    hostile = message(1, text, reactions=(ReactionView(emoji=text[:400], from_me=False),))
    hostile = replace(hostile, quoted=QuotedView(stanza_id="q", author=text, text=text))
    view.model_.is_group = True
    started = thread_time()
    view.model_.reset(1, MessagePage(items=(hostile,)), is_group=True)
    view.grab()
    # the bound is 100 ms; a shared machine is given room, a text laid out whole takes seconds
    assert thread_time() - started < 0.5


def test_the_texts_laid_out_are_bounded(view):
    view.model_.reset(1, _page(range(1, 40)))
    for start in range(40, 2000, 50):
        view.model_.append(_page(range(start, start + 50), has_newer=True))
    assert len(view.room.texts) <= 600 and len(view._bubbles) <= 900


def test_a_new_theme_paints_other_colours(view, stage):
    from ui.theme import Mode

    view.model_.reset(1, _page(range(1, 10)))
    light = view.grab().toImage().pixelColor(3, 300)
    stage.look.set_mode(Mode.DARK)
    dark = view.grab().toImage().pixelColor(3, 300)
    assert light.lightness() > 200 > 60 > dark.lightness()
    assert view.model_.today().isoformat() == "2026-03-12" and NOW_MS

"""The window on a conversation against a plain list."""

import random
from datetime import date

import msgspec
import pytest
from PySide6.QtCore import Qt

from services.domain.content import MessageKind
from services.domain.models import AuthorView, GapView, MediaState, MediaView, MessagePage
from services.domain.status import Status
from tests.ui.fake_services import DAY, HOUR, MINUTE, NOW_MS, message
from ui.timeline.model import MAX_ROWS, TimelineModel
from ui.timeline.rows import RowKind, build, first_unread, order

replace = msgspec.structs.replace


def _page(numbers, **facts):
    return MessagePage(items=tuple(message(n) for n in numbers), **facts)


def _model(page, **facts):
    model = TimelineModel(lambda: NOW_MS / 1000)
    model.reset(1, page, **facts)
    return model


def _shown(model):
    return [row.message.id for row in model.rows if row.kind is RowKind.MESSAGE]


def test_dates_and_the_unread_line_stand_between_messages(english, qtmodeltester):
    messages = (
        message(1, sent_at_ms=NOW_MS - 2 * DAY),
        message(2, sent_at_ms=NOW_MS - DAY),
        message(3, sent_at_ms=NOW_MS - HOUR),
        message(4, sent_at_ms=NOW_MS),
    )
    model = _model(MessagePage(items=messages), unread_from=4)
    kinds = [row.kind for row in model.rows]
    assert kinds == [1, 0, 1, 0, 1, 0, 2, 0]
    words = [model.index(at).data() for at in range(len(kinds))]
    assert words[0] == "Tuesday" and words[2] == "Yesterday" and words[4] == "Today"
    assert words[6] == "Unread messages"
    qtmodeltester.check(model)


def test_bubbles_of_one_author_within_a_quarter_of_an_hour_belong_together(english):
    def sent(number, minutes, **facts):
        return message(number, sent_at_ms=NOW_MS - HOUR + minutes * MINUTE, **facts)

    other = AuthorView(name="Rui")
    model = _model(
        MessagePage(
            items=(sent(1, 0), sent(2, 1), sent(3, 2, author=other), sent(4, 3, out=True), sent(5, 20, out=True))
        )
    )
    rows = [(row.first, row.last) for row in model.rows if row.message]
    assert rows == [(True, False), (False, True), (True, True), (True, True), (True, True)]


def test_first_unread_counts_incoming_messages_only():
    messages = [message(1), message(2, out=True), message(3), message(4, out=True)]
    assert first_unread(messages, 1) == 3
    assert first_unread(messages, 2) == 1
    assert first_unread(messages, 0) is None
    assert first_unread([*messages, message(9, "", kind=MessageKind.SYSTEM)], 1) == 3, "a notice is nobody's message"


def test_a_tick_touches_one_row(english):
    model = _model(_page(range(1, 40)))
    touched = []
    model.dataChanged.connect(lambda first, last: touched.append((first.row(), last.row())))
    model.modelReset.connect(lambda: touched.append("reset"))
    old = model.messages[10]
    model.upsert([replace(old, status=Status.READ, revision=1)])
    assert touched == [(model.row_of(old.id), model.row_of(old.id))]


def test_new_messages_are_appended_and_told(english):
    model = _model(_page(range(1, 5)))
    assert [m.id for m in model.upsert([message(6), message(5)])] == [5, 6] or _shown(model)[-2:] == [5, 6]
    assert _shown(model) == [1, 2, 3, 4, 5, 6]
    # one that is older than the newest is put where it belongs and is no arrival
    late = message(9, sent_at_ms=message(3).sent_at_ms + 1)
    assert model.upsert([late]) == []
    assert _shown(model) == [1, 2, 3, 9, 4, 5, 6]


def test_beyond_a_loaded_end_nothing_is_put_in(english):
    model = _model(_page(range(10, 20), has_older=True, has_newer=True))
    assert [m.id for m in model.upsert([message(50)])] == [50]
    model.upsert([message(2)])
    assert _shown(model) == list(range(10, 20))


def test_the_window_never_grows_beyond_its_bound(english):
    model = _model(_page(range(1000, 1050), has_older=True))
    for start in range(950, 500, -50):
        model.prepend(_page(range(start, start + 50), has_older=True))
        assert len(model.rows) <= MAX_ROWS
    assert model.has_newer and _shown(model)[0] == 550
    while model.has_newer:
        newest = _shown(model)[-1]
        until = min(newest + 51, 1050)
        model.append(_page(range(newest + 1, until), has_newer=until < 1050))
        assert len(model.rows) <= MAX_ROWS
    assert _shown(model)[-1] == 1049 and model.has_older


def test_what_arrives_at_the_end_gives_the_rows_of_a_fresh_look(english):
    """Days, authors, gaps and the unread line; also while the oldest ones are let go."""
    rng = random.Random(5)
    moment = NOW_MS - 60 * DAY
    model, number = _model(MessagePage(items=(message(1, sent_at_ms=moment),)), unread_from=4), 1
    model.set_gaps([GapView(from_ms=moment + HOUR, to_ms=moment + 2 * HOUR, reason="off")])
    removed, inserted = [], []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append(last - first + 1))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append(last - first + 1))
    for _ in range(160):
        fresh = []
        for _ in range(rng.randint(1, 4)):
            number += 1
            moment += rng.choice((MINUTE, MINUTE, HOUR, DAY if rng.random() < 0.1 else 20 * MINUTE))
            author = AuthorView(name=rng.choice(("Rui", "Ana")))
            fresh.append(message(number, sent_at_ms=moment, author=author, out=rng.random() < 0.3))
        if rng.random() < 0.3:
            fresh.append(replace(model.messages[-1], status=Status.READ, revision=9))
        count = len(model.rows)
        removed.clear()
        inserted.clear()
        assert model.upsert(fresh) == [m for m in fresh if m.id > number - len(fresh) and m.revision < 9]
        whole = build(model.messages, 4, {}, model._gaps)
        assert [(r.key, r.day, r.message, r.first, r.last) for r in model.rows] == [
            (r.key, r.day, r.message, r.first, r.last) for r in whole
        ]
        assert len(model.rows) == count + sum(inserted) - sum(removed) <= MAX_ROWS
    assert model.has_older and len(model.messages) < number


def test_a_moved_message_changes_its_place(english, qtmodeltester):
    model = _model(_page(range(1, 10)))
    model.upsert([replace(model.messages[1], sent_at_ms=message(7).sent_at_ms + 5)])
    assert _shown(model) == [1, 3, 4, 5, 6, 7, 2, 8, 9]
    qtmodeltester.check(model)


@pytest.mark.parametrize("seed", range(12))
def test_against_a_plain_list(english, qtmodeltester, seed):
    rng = random.Random(seed)
    truth = {n: message(n, sent_at_ms=NOW_MS - 3 * DAY + n * 20 * MINUTE) for n in range(1, 30)}
    model = _model(MessagePage(items=tuple(truth.values())), unread_from=20)
    qtmodeltester.check(model)
    for step in range(60):
        action = rng.choice(("add", "change", "move", "remove", "line"))
        number = rng.choice(list(truth)) if truth else 1
        if action == "add":
            row = message(1000 + step, sent_at_ms=NOW_MS - rng.randrange(3 * DAY))
            truth[row.id] = row
            model.upsert([row])
        elif action == "change":
            kind = rng.choice((MessageKind.TEXT, MessageKind.SYSTEM, MessageKind.IMAGE))
            truth[number] = replace(truth[number], text=f"novo {step}", kind=kind)
            model.upsert([truth[number]])
        elif action == "move":
            truth[number] = replace(truth[number], sent_at_ms=NOW_MS - rng.randrange(3 * DAY))
            model.upsert([truth[number]])
        elif action == "remove" and len(truth) > 1:
            del truth[number]
            model.remove([number])
        elif action == "line":
            model.drop_unread_line()
        wanted = sorted(truth.values(), key=order)
        assert list(model.messages) == wanted
        fresh = _model(MessagePage(items=tuple(wanted)), unread_from=model.unread_from)
        assert [(r.key, r.first, r.last, r.message) for r in model.rows] == [
            (r.key, r.first, r.last, r.message) for r in fresh.rows
        ]
    qtmodeltester.check(model)


def test_a_row_says_author_time_text_and_status(english):
    model = _model(MessagePage(items=(message(1, "Tudo certo", out=True, sent_at_ms=NOW_MS, status=Status.DELIVERED),)))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(1).data(role) == "You. 3:30\u202fPM. Tudo certo. Delivered"
    assert model.rows[0].day == date(2026, 3, 12)
    file = MediaView(state=MediaState.FAILED, duration_s=17)
    voice = message(1, "", kind=MessageKind.VOICE, sent_at_ms=NOW_MS, media=file, author=AuthorView(name="Rui"))
    model = _model(MessagePage(items=(voice,)))
    assert model.index(1).data(role) == "Rui. 3:30\u202fPM. Voice message. 0:17. Not downloaded. Try again"


def test_an_older_state_never_takes_the_place_of_a_newer_one(english):
    model = _model(MessagePage(items=(message(1, out=True, status=Status.SENT, revision=2),)))
    model.upsert([message(1, out=True, status=Status.QUEUED, revision=1)])
    assert [m.status for m in model.messages] == [Status.SENT]

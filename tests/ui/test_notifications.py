"""Who is told of what, when, and in which words; what a click and an answer do."""

from datetime import datetime

import pytest
from PySide6.QtCore import QObject, Signal

from services.domain.changes import ChangeKind, ChangeSet, MessageChange, Notice
from services.domain.errors import Unavailable
from services.settings.desktop import Notifications, QuietDays, TellOf
from tests.ui.fake_services import chat, group, message
from ui.desktop import rules
from ui.desktop.notifier import Notifier


class Wall(QObject):
    """What is shown, by key."""

    opened = Signal(str)
    answered = Signal(str, str)

    def __init__(self):
        super().__init__()
        self.shown, self.gone = {}, []

    def show(self, bubble):
        self.shown[bubble.key] = bubble

    def withdraw(self, key):
        self.shown.pop(key, None)
        self.gone.append(key)


class Place:
    """The windows, as far as they matter."""

    def __init__(self):
        self.viewed, self.locked, self.quiet, self.focused = frozenset(), False, False, False

    def in_view(self):
        return self.viewed

    def looked_at(self):
        return self.focused

    def secret(self):
        return self.locked

    def paused(self):
        return self.quiet


class Told:
    """The notifier with what is around it."""

    def __init__(self, stage, qtbot):
        self.stage, self.qtbot = stage, qtbot
        self.settings, self.place, self.wall = Notifications(), Place(), Wall()
        self.notifier = Notifier(
            stage.services, stage.bridge, stage.crossing, self.place, lambda: self.settings, stage.clock, gather_ms=1
        )
        self.notifier.show_on(self.wall)
        self.rang, self.wanted, self.failed = [], [], []
        self.notifier.rang.connect(self.rang.append)
        self.notifier.chat_wanted.connect(self.wanted.append)
        self.notifier.failed.connect(self.failed.append)

    def arrive(self, *messages, chats=()):
        """Fresh messages, and until they were judged."""
        services = self.stage.services
        services.put(*messages, *chats)
        before = len(services.named("agents.active"))
        services.publish(
            ChangeSet(
                chats=frozenset(m.chat_id for m in messages),
                messages=tuple(MessageChange(ChangeKind.ADDED, m.chat_id, m.id, True) for m in messages),
            )
        )
        self.qtbot.waitUntil(lambda: len(services.named("agents.active")) > before and self.stage.crossing.pending == 0)

    def settle(self):
        self.qtbot.waitUntil(lambda: self.stage.crossing.pending == 0)


@pytest.fixture
def told(stage, qtbot):
    return Told(stage, qtbot)


def test_one_for_each_conversation_with_its_last_lines(told):
    told.arrive(
        message(1, "Bom dia"), message(2, "Tem bolo?"), message(3, "Oi", chat_id=2),
        chats=(chat(1, "Marina", unread=2), chat(2, "Rafael", unread=1)),
    )  # fmt: skip
    shown = told.wall.shown
    assert {key: (b.title, b.body) for key, b in shown.items()} == {
        "chat:1": ("Marina (2)", "Bom dia\nTem bolo?"), "chat:2": ("Rafael", "Oi"),
    }  # fmt: skip
    assert told.rang == [False]
    told.arrive(message(4, "De fubá"), chats=(chat(1, "Marina", unread=3),))
    assert (shown["chat:1"].title, shown["chat:1"].body) == ("Marina (3)", "Bom dia\nTem bolo?\nDe fubá")


def test_in_a_group_it_says_who(told):
    told.arrive(message(1, "Chegou!"), chats=(group(1, "Equipe", unread=1),))
    assert told.wall.shown["chat:1"].body == "Marina Duarte: Chegou!"


@pytest.mark.parametrize("facts", [{"muted": True}, {"ignored": True}, {"unread": 0}])
def test_the_muted_the_ignored_and_the_read_tell_nothing(told, facts):
    told.arrive(message(1), chats=(chat(1, **{"unread": 1, **facts}),))
    assert told.wall.shown == {} and told.rang == []


def test_the_one_in_view_only_rings(told):
    told.place.viewed = frozenset({1})
    told.arrive(message(1), chats=(chat(1, unread=1),))
    assert told.wall.shown == {} and told.rang == [True]


def test_only_mine(told, stage):
    told.settings = Notifications(tell_of=TellOf.MINE)
    told.arrive(message(1), chats=(chat(1, unread=1),))
    assert told.wall.shown == {}
    stage.services.agents.rows[7] = type("Agent", (), {"id": 7})()
    stage.services.agents._shown = lambda row: row
    stage.services.agents.me = 7
    told.arrive(message(2, chat_id=2), chats=(chat(2, unread=1, agent_id=7),))
    assert list(told.wall.shown) == ["chat:2"]


@pytest.mark.parametrize("how", ["hidden", "locked"])
def test_hidden_content_says_nothing_of_customers(told, how):
    if how == "hidden":
        told.settings = Notifications(hide_content=True)
    else:
        told.place.locked = True
    told.arrive(message(1, "segredo"), message(2, "segredo"), chats=(chat(1, "Marina", unread=2),))
    bubble = told.wall.shown["chat:1"]
    assert (bubble.title, bubble.body, bubble.answerable) == ("Balcão", "2 new messages", False)


def test_a_flood_is_one_line(told):
    chats = tuple(chat(n, unread=1) for n in range(1, 31))
    told.arrive(*(message(n, chat_id=n) for n in range(1, 31)), chats=chats)
    assert {key: b.body for key, b in told.wall.shown.items()} == {"many": "30 new messages in 30 conversations"}
    assert told.stage.services.named("messages.get") == []


def test_what_came_while_away_is_one_line_unless_somebody_looks(told, stage, qtbot):
    caught_up = Notice(level="info", code="caught_up", text="14")
    told.place.focused = True
    with qtbot.waitSignal(stage.bridge.notice):
        stage.services.publish(caught_up)
    assert told.wall.shown == {}
    told.place.focused = False
    stage.services.publish(caught_up)
    qtbot.waitUntil(lambda: bool(told.wall.shown))
    assert told.wall.shown["caught_up"].body == "14 messages arrived while you were away."


def test_read_elsewhere_it_goes(told, stage, qtbot):
    told.arrive(message(1), chats=(chat(1, unread=1),))
    stage.services.put(chat(1, unread=0))
    stage.services.publish(ChangeSet(chats=frozenset({1})))
    qtbot.waitUntil(lambda: "chat:1" in told.wall.gone)


@pytest.mark.parametrize("name", ["<b>Ana</b>", "a\nb\u202eetc", "&lt;x&gt;", "x" * 5000, "\x00\x1b[31m"])
def test_hostile_names_are_one_plain_line(told, name):
    told.arrive(message(1, name), chats=(chat(1, name, unread=1),))
    bubble = told.wall.shown["chat:1"]
    assert "\n" not in bubble.title and len(bubble.title) <= 61
    assert "\n" not in bubble.body and len(bubble.body) <= 201


def test_a_click_goes_there(told):
    told.wall.opened.emit("chat:5")
    told.wall.opened.emit("many")
    assert told.wanted == [5, None]


def test_an_answer_is_queued_and_the_conversation_read(told, stage):
    told.arrive(message(1), chats=(chat(1, unread=1),))
    told.wall.answered.emit("chat:1", "Já saiu!")
    told.settle()
    assert [args[:2] for args in stage.services.named("messages.send_text")] == [[1, "Já saiu!"]]
    assert stage.services.named("chats.mark_read") == [[1]]
    assert "chat:1" in told.wall.gone


def test_an_answer_that_cannot_go_is_kept_as_a_draft(told, stage):
    told.arrive(message(1), chats=(chat(1, unread=1),))
    stage.services.fail_next("messages.send_text", Unavailable("down"))
    told.wall.answered.emit("chat:1", "Já saiu!")
    told.settle()
    assert stage.services.named("chats.save_draft") == [[1, "Já saiu!"]]
    assert len(told.failed) == 1


def test_nothing_is_sent_while_locked(told, stage):
    told.place.locked = True
    told.wall.answered.emit("chat:1", "Já saiu!")
    told.settle()
    assert stage.services.named("messages.send_text") == [] and told.wanted == [1]


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute)  # the 13th is a Friday


NIGHT = Notifications(quiet=True, quiet_from="20:00", quiet_to="8:00")


@pytest.mark.parametrize(
    ("settings", "now", "silent"),
    [
        (Notifications(), at(13, 23), False),
        (NIGHT, at(13, 19, 59), False),
        (NIGHT, at(13, 20), True),
        (NIGHT, at(14, 7, 59), True),
        (NIGHT, at(14, 8), False),
        (Notifications(quiet=True, quiet_from="12:00", quiet_to="13:00"), at(13, 12, 30), True),
        (Notifications(quiet=True, quiet_from="12:00", quiet_to="13:00"), at(13, 13), False),
        (Notifications(quiet=True, quiet_from="20:00", quiet_to="08:00", quiet_days=QuietDays.WORKDAYS), at(14, 3), True),
        (Notifications(quiet=True, quiet_from="20:00", quiet_to="08:00", quiet_days=QuietDays.WORKDAYS), at(14, 22), False),
        (Notifications(quiet=True, quiet_from="20:00", quiet_to="08:00", quiet_days=QuietDays.WEEKEND), at(16, 3), True),
        (Notifications(quiet=True, quiet_from="09:00", quiet_to="09:00"), at(13, 4), True),
    ],
)
def test_quiet_hours(settings, now, silent):
    assert rules.quiet(settings, now) is silent


def test_in_quiet_hours_and_while_paused_nothing_pops_up_or_rings(told):
    told.settings = Notifications(quiet=True, quiet_from="00:00", quiet_to="00:00")
    told.arrive(message(1), chats=(chat(1, unread=1),))
    told.settings, told.place.quiet = Notifications(), True
    told.arrive(message(2), chats=(chat(1, unread=2),))
    assert told.wall.shown == {} and told.rang == []

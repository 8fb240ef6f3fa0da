"""Everybody hears every fact once, in the same order, whatever another subscriber does."""

import logging

import pytest

from services.core.bus import Bus


class Fact:
    def __init__(self, n: int) -> None:
        self.n = n


class Special(Fact):
    pass


def test_subscribers_hear_exactly_their_topic() -> None:
    bus, heard = Bus(), list[int]()
    bus.subscribe(Fact, lambda f: heard.append(f.n))
    bus.publish(Fact(1))
    bus.publish(Special(2))
    bus.publish("other")
    assert heard == [1]


def test_a_broken_subscriber_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = Bus(), list[int]()

    def broken(_: Fact) -> None:
        raise RuntimeError("no")

    bus.subscribe(Fact, broken)
    bus.subscribe(Fact, lambda f: heard.append(f.n))
    with caplog.at_level(logging.ERROR):
        bus.publish(Fact(1))
        bus.publish(Fact(2))
    assert heard == [1, 2]
    assert "a subscriber of Fact failed" in caplog.text


def test_what_is_published_meanwhile_waits_its_turn() -> None:
    bus, first, second = Bus(), list[int](), list[int]()

    def reply(fact: Fact) -> None:
        first.append(fact.n)
        if fact.n < 3:
            bus.publish(Fact(fact.n + 1))

    bus.subscribe(Fact, reply)
    bus.subscribe(Fact, lambda f: second.append(f.n))
    bus.publish(Fact(1))
    assert first == second == [1, 2, 3]


def test_who_has_left_hears_nothing_more_even_in_the_middle() -> None:
    bus, heard = Bus(), list[str]()
    leave = []

    def first(_: Fact) -> None:
        heard.append("first")
        leave[0]()

    bus.subscribe(Fact, first)
    leave.append(bus.subscribe(Fact, lambda _: heard.append("second")))
    bus.publish(Fact(1))
    leave[0]()
    bus.publish(Fact(2))
    assert heard == ["first", "first"]

"""Ticks merge to the same status in every order."""

import itertools
from functools import reduce

import pytest

from services.domain import status
from services.domain.status import Status


def test_merging_is_the_same_in_every_order_and_grouping() -> None:
    every = [None, *Status]
    for a, b, c in itertools.product(every, repeat=3):
        assert status.merge(a, b) == status.merge(b, a)
        assert status.merge(status.merge(a, b), c) == status.merge(a, status.merge(b, c))
        assert status.merge(a, a) == a


def test_a_failure_shows_after_sent_and_not_after_delivered() -> None:
    assert status.merge(Status.SENT, Status.FAILED) is Status.FAILED
    assert status.merge(Status.DELIVERED, Status.FAILED) is Status.DELIVERED
    assert status.merge(Status.FAILED, Status.READ) is Status.READ
    assert status.merge(Status.UNKNOWN, Status.SENT) is Status.SENT


def test_all_orders_of_a_life_end_played() -> None:
    for order in itertools.permutations([Status.SENDING, Status.SENT, Status.DELIVERED, Status.READ, Status.PLAYED]):
        assert reduce(status.merge, order, None) is Status.PLAYED


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("DELIVERY_ACK", Status.DELIVERED),
        (" Read ", Status.READ),
        ("lida", Status.READ),
        ("PLAYED", Status.PLAYED),
        ("ERROR", Status.FAILED),
        ("pending", Status.SENDING),
        ("deleted", None),
        ("", None),
        (3, None),
        (None, None),
    ],
)
def test_gateways_words(word: object, expected: Status | None) -> None:
    assert status.from_word(word) is expected

"""Waiting after failures, and how much each source may post."""

from hypothesis import given
from hypothesis import strategies as st

from services.core.limits import Backoff, RateLimiter


@given(st.integers(min_value=-5, max_value=10**9), st.floats(min_value=0, max_value=1))
def test_a_wait_is_never_longer_than_the_longest_nor_negative(failures, draw):
    assert 0 <= Backoff().delay_s(failures, lambda: draw) <= 60


def test_waits_double_round_their_value():
    middle = [Backoff(jitter=0.2).delay_s(n, lambda: 0.5) for n in range(1, 10)]
    assert middle == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    assert Backoff(jitter=0.2).delay_s(2, lambda: 0) == 0.8
    assert Backoff(jitter=0.2).delay_s(2, lambda: 1) == 1.2


def test_a_source_may_post_its_minute_at_once_then_has_to_wait():
    limiter = RateLimiter(60)
    assert [limiter.allow("a", 0) for _ in range(60)] == [None] * 60
    wait = limiter.allow("a", 0)
    assert wait == 1
    assert limiter.allow("a", wait - 0.01) is not None
    assert limiter.allow("a", wait) is None
    assert limiter.allow("b", 0) is None


def test_what_is_not_used_does_not_pile_up_beyond_the_burst():
    limiter = RateLimiter(60, burst=3)
    assert [limiter.allow("a", 1000) for _ in range(4)][:3] == [None] * 3
    assert [limiter.allow("a", 9999) is None for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_goes_back_gives_nothing_away():
    limiter = RateLimiter(60, burst=1)
    assert limiter.allow("a", 100) is None
    assert limiter.allow("a", 50) == 1


def test_a_limit_of_zero_lets_nothing_through():
    assert RateLimiter(0).allow("a", 0) == 60


def test_memory_is_bounded_and_the_busy_source_stays_known():
    limiter = RateLimiter(6000, burst=5, max_keys=100)
    for _ in range(5):
        limiter.allow("flood", 0)
    for n in range(1000):
        limiter.allow(f"10.0.{n // 256}.{n % 256}", 0)
        assert limiter.allow("flood", 0) is not None
    assert len(limiter) == 100

"""How long the month's allowance lasts: pure arithmetic over requests by day."""

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec

from services.domain.models import TrafficLevel

# ngrok's free plan; that its month is the calendar's, in UTC, is unverified
FREE_LIMIT = 20_000
_SOON_DAYS = 3.0
_NEARLY = 0.8
# less of a day says too little about the whole of it
_LEAST_SHARE = 0.2


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """Moments in ms since 1970 UTC; ``exhausted_at_ms`` None where the allowance lasts the month."""

    used: int
    limit: int
    per_day: float
    resets_at_ms: int
    exhausted_at_ms: int | None
    level: TrafficLevel


def forecast(days: Mapping[date, int], now_ms: int, *, limit: int = FREE_LIMIT) -> Forecast:
    """Requests by UTC day, today's so far among them, carried on to the end of the month.

    The rate is the greater of the last week's and the last three days' mean, so that a Sunday calms nobody
    and a busier week is noticed within days.
    """
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    today = now.date()
    used = sum(count for day, count in days.items() if (day.year, day.month) == (today.year, today.month))
    last = calendar.monthrange(today.year, today.month)[1]
    resets = datetime(today.year, today.month, last, tzinfo=UTC) + timedelta(days=1)
    per_day = _rate(days, now)
    left = limit - used
    exhausted: datetime | None = now if left <= 0 else None
    if left > 0 and per_day > 0 and left / per_day < (resets - now).total_seconds() / 86_400:
        exhausted = now + timedelta(days=left / per_day)
    return Forecast(
        used=used,
        limit=limit,
        per_day=per_day,
        resets_at_ms=int(resets.timestamp() * 1000),
        exhausted_at_ms=None if exhausted is None else int(exhausted.timestamp() * 1000),
        level=_level(used, limit, exhausted, now, resets),
    )


def _rate(days: Mapping[date, int], now: datetime) -> float:
    today = now.date()
    share = (now - datetime(today.year, today.month, today.day, tzinfo=UTC)).total_seconds() / 86_400
    so_far = float(days.get(today, 0))
    known = [day for day in days if day < today and days[day]]
    if not known:
        return so_far / max(share, _LEAST_SHARE)
    # days before the first request were before the tunnel
    age = (today - min(known)).days
    means = []
    for span in (7, 3):
        counted = min(span, age)
        means.append(sum(days.get(today - timedelta(days=back), 0) for back in range(1, counted + 1)) / counted)
    return max(*means, so_far)


def _level(used: int, limit: int, exhausted: datetime | None, now: datetime, resets: datetime) -> TrafficLevel:
    if used >= limit:
        return TrafficLevel.OVER
    if exhausted is not None:
        return TrafficLevel.SOON if (exhausted - now).total_seconds() <= _SOON_DAYS * 86_400 else TrafficLevel.WATCH
    nearly = used >= limit * _NEARLY and (resets - now).total_seconds() > _SOON_DAYS * 86_400
    return TrafficLevel.WATCH if nearly else TrafficLevel.OK

"""The meter's roll-up: webhook requests by day and event, in one small row, so that nobody counts millions."""

import msgspec

from services.domain.errors import StorageProblem
from services.storage.database import Tx, Written

KEY = "traffic"
# a gateway repeats what failed for up to twenty minutes, and a repetition counts on its first row
SETTLED_MS = 3_600_000
ROWS_AT_ONCE = 20_000
_KEPT_DAYS = 62
_KEPT_EVENTS = 100
COUNT = """SELECT strftime('%Y-%m-%d', received_at / 1000, 'unixepoch'), ifnull(event, ''), sum(1 + duplicates)
  FROM delivery WHERE id > ? AND id <= ? AND source = 'webhook' GROUP BY 1, 2"""


class RollUp(msgspec.Struct, kw_only=True):
    """Requests by UTC day (2026-03-07), by month and event, of all deliveries up to the id ``after``."""

    after: int = 0
    days: dict[str, int] = {}
    events: dict[str, dict[str, int]] = {}

    def add(self, day: str, event: str, count: int) -> None:
        """Count requests of one day and event."""
        self.days[day] = self.days.get(day, 0) + count
        of_month = self.events.setdefault(day[:7], {})
        # a hostile body may name any event
        name = event.partition(",")[0][:60]
        if name in of_month or len(of_month) < _KEPT_EVENTS:
            of_month[name] = of_month.get(name, 0) + count


def decoded(value: str | None) -> RollUp:
    """The stored roll-up, an empty one where there is none."""
    try:
        return msgspec.json.decode(value, type=RollUp) if value else RollUp()
    except msgspec.DecodeError as error:
        raise StorageProblem(f"the traffic roll-up: {error}") from error


def roll_up(tx: Tx, now_ms: int) -> Written[bool]:
    """Take over the next deliveries that are old enough; returns whether there is more to take."""
    row = tx.one("SELECT value FROM mark WHERE key = ?", KEY)
    kept = decoded(row[0] if row is not None else None)
    fresh = tx.one(
        "SELECT min(id) FROM delivery WHERE id > ? AND received_at > ? AND received_at <= ?",
        kept.after,
        now_ms - SETTLED_MS,
        now_ms,
    )[0]
    newest = tx.one("SELECT max(id) FROM delivery")[0] or 0
    end = min(newest if fresh is None else fresh - 1, kept.after + ROWS_AT_ONCE)
    if end <= kept.after:
        return Written(False)
    for day, event, count in tx.all(COUNT, kept.after, end):
        kept.add(day, event, count)
    kept.after = end
    kept.days = dict(sorted(kept.days.items())[-_KEPT_DAYS:])
    kept.events = dict(sorted(kept.events.items())[-2:])
    tx.execute(
        "INSERT INTO mark (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        (KEY, msgspec.json.encode(kept).decode()),
    )
    return Written(end < (newest if fresh is None else fresh - 1))

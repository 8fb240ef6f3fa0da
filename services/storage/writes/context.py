"""Where an event came from: what the applier knows beyond the event itself."""

import msgspec

from services.domain.ids import AccountId, DeliveryId, InstanceId


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """``backfill`` marks old history: no unread, no notification; ``received_at_ms`` is the receipt.

    ``applied_at_ms`` is now where that may be later: a delivery may have waited in the journal.
    """

    instance_id: InstanceId
    account_id: AccountId
    received_at_ms: int
    delivery_id: DeliveryId | None = None
    backfill: bool = False
    applied_at_ms: int | None = None

    def moment(self, occurred_at_ms: int | None) -> int:
        """When it was (ms): as the gateway says, but never later than it came in."""
        return self.received_at_ms if occurred_at_ms is None else min(occurred_at_ms, self.received_at_ms)

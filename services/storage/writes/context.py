"""Where an event came from: what the applier knows beyond the event itself."""

import msgspec

from services.domain.ids import AccountId, DeliveryId, InstanceId


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """``backfill`` marks old history: no unread, no notification; ``received_at_ms`` is the receipt."""

    instance_id: InstanceId
    account_id: AccountId
    received_at_ms: int
    delivery_id: DeliveryId | None = None
    backfill: bool = False

"""From the request to rows: routes, the hooks' server, the journal's processor."""

from collections.abc import Callable, Mapping

import msgspec

from app.wiring.base import Base
from services.domain.changes import Notice
from services.domain.ids import InstanceId
from services.inbound.processor import Opened, Processor, opener
from services.inbound.receiver import Receiver
from services.inbound.redact import Redactor
from services.inbound.routes import BAD_SIGNATURE, Decision, RouteTable
from services.inbound.server import HooksServer, Limits
from services.providers import detect
from services.providers.base import Inbound
from services.providers.registry import DESCRIPTORS
from services.storage.writes.retention import Retention


class InboundSide(msgspec.Struct, frozen=True, kw_only=True):
    """What takes deliveries, not yet listening."""

    routes: RouteTable
    processor: Processor
    receiver: Receiver
    hooks: HooksServer


def inbound_for(base: Base, *, resign: Callable[[InstanceId], None]) -> InboundSide:
    """``resign`` is told of an instance whose deliveries are signed with another key than ours."""
    database, bus, clock, paths, settings = base.database, base.bus, base.clock, base.paths, base.settings
    routes = RouteTable(base.descriptors)
    redact = Redactor.by_provider({each.kind: each.redact_keys for each in DESCRIPTORS})
    processor = Processor(
        database=database,
        routes=routes,
        opener=opener(detect.decode_delivery, _detect),
        media=base.media,
        bus=bus,
        clock=clock,
        spool=paths.spool,
        retention=lambda: Retention(
            days=int(settings.get("deliveries.keep_days")), megabytes=int(settings.get("deliveries.keep_mb"))
        ),
    )

    def refused(decision: Decision) -> None:
        instance = decision.route.instance_id if decision.route is not None else None
        bus.publish(
            Notice(
                level="error", code="hook_refused", text=decision.reason, instance_id=instance, replaces="hook_refused"
            )
        )

        if instance is not None and decision.reason == BAD_SIGNATURE:
            resign(instance)

    receiver = Receiver(
        database=database,
        routes=routes,
        redact=redact,
        names_in=_names_in,
        spool=paths.spool,
        clock=clock,
        stored=processor.wake,
        refused=refused,
    )
    hooks = HooksServer(
        receiver,
        clock,
        Limits(
            body_bytes=int(settings.get("server.body_limit_mb")) * 1024 * 1024,
            per_minute=int(settings.get("server.rate_per_minute")),
            per_minute_unauthenticated=int(settings.get("server.rate_per_minute_unauthenticated")),
        ),
        challenge=routes.challenge,
    )
    return InboundSide(routes=routes, processor=processor, receiver=receiver, hooks=hooks)


def _detect(inbound: Inbound, configured: str) -> Opened:
    found = detect.detect(inbound, DESCRIPTORS, configured=configured)
    return Opened(provider=found.kind, keys=found.instance_keys, events=found.parse)


def _names_in(raw: bytes, headers: Mapping[str, str], path: str) -> tuple[str, ...]:
    body = detect.decode_delivery(raw, headers)
    return detect.detect(Inbound(body=body, headers=headers, path=path), DESCRIPTORS).instance_keys

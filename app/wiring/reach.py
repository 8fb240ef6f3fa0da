"""The way from outside to here: the tunnel, its meter, the address in use, and what follows when they change."""

from urllib.parse import urlsplit

import msgspec

from app.wiring.base import Base
from services.domain import networks
from services.domain.changes import ChangeSet, TunnelChanged
from services.inbound.server import HooksServer
from services.instances.rehooking import Rehooking
from services.instances.tunnel import choice
from services.instances.tunnel import runner as tunnels
from services.instances.tunnel.follow import Follower
from services.instances.tunnel.meter import Meter
from services.settings.schema import TunnelKind


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How gateways reach us."""

    base: Base
    hooks: HooksServer
    runner: tunnels.Tunnel
    meter: Meter

    def public_url(self) -> str | None:
        """The address that leads here from the internet, the tunnel's or the one a person gave."""
        return self.runner.public_url or str(self.base.settings.get("server.public_url")).rstrip("/") or None

    def hook_base(self) -> str | None:
        """Where gateways are told to post to; None while nothing listens."""
        return self.public_url() or self.hooks.url

    def metered(self) -> bool:
        """Whether every request from outside counts against a monthly bound."""
        return _metered(self.base)


def reach_for(base: Base, hooks: HooksServer) -> Reach:
    """Not yet running: ``runner.run`` and ``meter.run`` are jobs for the supervisor."""
    settings, secrets = base.settings, base.secrets
    runner = tunnels.Tunnel(
        kind=lambda: str(settings.get("tunnel.kind")),
        line=lambda: choice.line_for(
            settings.get, folder=base.paths.tunnel, token=lambda: secrets.get(choice.TOKEN_KEY)
        ),
        port=lambda: urlsplit(hooks.url).port if hooks.url else None,
        publish=base.bus.publish,
        clock=base.clock,
    )
    meter = Meter(
        database=base.database,
        descriptors=base.descriptors,
        metered=lambda: _metered(base),
        bus=base.bus,
        clock=base.clock,
    )
    return Reach(base=base, hooks=hooks, runner=runner, meter=meter)


def follow(reach: Reach, rehooking: Rehooking) -> None:
    """From now on a new address, of the tunnel or in the settings, is told to the gateways at once."""
    base = reach.base
    base.bus.subscribe(TunnelChanged, Follower(rehooking).follow)

    def look_at_settings(changes: ChangeSet) -> None:
        if any(key.startswith("tunnel.") for key in changes.settings):
            reach.runner.renew()
        if "server.allowed_sources" in changes.settings:
            reach.hooks.allow(networks.parse(base.settings.get("server.allowed_sources")))
        if "server.public_url" in changes.settings:
            reach.runner.renew()
            rehooking.rehook()

    base.bus.subscribe(ChangeSet, look_at_settings)


def _metered(base: Base) -> bool:
    return TunnelKind(base.settings.get("tunnel.kind")) is TunnelKind.NGROK

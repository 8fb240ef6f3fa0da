"""The numbers: their manager, what a person does with them, and the demo's."""

from functools import partial

from app.cli import portuguese
from app.wiring.base import Base
from app.wiring.inbound import InboundSide
from app.wiring.outbound import sender_factory
from app.wiring.reach import Reach
from services.api.demo import Demo
from services.api.instances import Instances
from services.core.paths import Paths
from services.demo.demo import DemoGateway
from services.inbound.routes import hook_hash
from services.instances import portraits
from services.instances.control import Control
from services.instances.keys import Keys
from services.instances.manager import Manager
from services.instances.portraits import Portraits
from services.instances.webhooks import Webhooks
from services.providers.downloads import open_public_url
from services.providers.registry import DEMO
from services.settings.store import Store
from services.storage.writes.instances import Leftovers


def manager_for(base: Base, inbound: InboundSide, reach: Reach) -> Manager:
    """Of all instances; it runs none until it is started."""
    return Manager(
        database=base.database,
        secrets=base.secrets,
        descriptors=base.descriptors,
        routing=inbound.routes,
        hash_token=hook_hash,
        bus=base.bus,
        clock=base.clock,
        supervisor=base.supervisor,
        sender=sender_factory(base),
        hook_base=reach.hook_base,
        discard=partial(_discard, base.paths),
        take_frame=inbound.receiver.take_frame,
    )


def control_for(base: Base, manager: Manager) -> Control:
    """What a person does to a number beyond starting and stopping it."""
    return Control(
        manager=manager,
        database=base.database,
        keys=Keys(base.secrets),
        descriptors=base.descriptors,
        clock=base.clock,
    )


def instances_for(base: Base, manager: Manager, control: Control) -> Instances:
    """The façade's numbers."""
    return Instances(
        manager,
        control,
        Webhooks(
            manager=manager, database=base.database, keys=Keys(base.secrets), bus=base.bus, clock=base.clock
        ),
        base.descriptors,
        Portraits(
            media=base.paths.media,
            instance=manager.get,
            client_of=manager.client_of,
            open_url=partial(open_public_url, max_bytes=portraits.MAX_BYTES),
        ),
    )


def demo_for(base: Base, inbound: InboundSide, instances: Instances) -> Demo:
    """The demonstration, not begun; it speaks the window's language."""
    return Demo(
        instances,
        provider=DEMO,
        make_gateway=lambda key: DemoGateway(key, language=_demo_language(base.settings)),
        settled=inbound.processor.settled,
    )


def _discard(paths: Paths, leftovers: Leftovers) -> None:
    """Delete files that nothing names any more."""
    for name in leftovers.bodies:
        (paths.spool / name).unlink(missing_ok=True)
    for name in leftovers.media:
        (paths.media / name).unlink(missing_ok=True)


def _demo_language(settings: Store) -> str:
    chosen = str(settings.get("appearance.language"))
    return ("pt_BR" if portuguese() else "en") if chosen == "system" else chosen

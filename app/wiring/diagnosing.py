"""How the program and its gateways are: the counters, the steps of the diagnosis, the file for support."""

from collections.abc import Callable, Mapping

from app import __version__
from app.wiring.base import Base
from app.wiring.reach import Reach
from services.api import parts
from services.api.diagnosis import Diagnosis
from services.domain.ids import InstanceId
from services.domain.models import DiagnosisStep
from services.instances.diagnosis.bundle import DELIVERIES, Material
from services.instances.diagnosis.doctor import Doctor
from services.instances.diagnosis.program import Program
from services.instances.manager import Manager
from services.instances.tunnel import choice
from services.settings.schema import FIELDS


def diagnostics_for(
    reach: Reach, *, api_url: Callable[[], str | None], problems: Mapping[str, str]
) -> parts.Diagnostics:
    """``problems`` are those of the start, by what they are about; it is read whenever somebody asks."""
    hooks = reach.hooks
    return parts.Diagnostics(
        reach.base.database,
        reach.base.supervisor,
        version=__version__,
        addresses=lambda: (hooks.url, api_url()),
        problems=lambda: tuple(problems.values()),
        turned_away=lambda: (hooks.turned_away, hooks.last_turned_away),
    )


def diagnosis_for(
    reach: Reach,
    manager: Manager,
    diagnostics: parts.Diagnostics,
    deliveries: parts.Deliveries,
    problems: Mapping[str, str],
) -> Diagnosis:
    """What is asked of the program is asked when its step's turn comes."""
    base: Base = reach.base
    program = Program(
        health=diagnostics.health,
        children=diagnostics.children,
        keyring=base.secrets,
        data=base.paths.data,
        tunnel=lambda: reach.runner.view,
        public_url=reach.public_url,
        port_taken=lambda: problems.get("port"),
        host_missing=lambda: problems.get("host"),
        traffic=reach.meter.read,
        metered=reach.metered,
    )
    doctor = Doctor(
        instances=manager, database=base.database, bus=base.bus, clock=base.clock, program=program.steps
    )

    async def support_material(steps: tuple[DiagnosisStep, ...]) -> Material:
        return Material(
            version=__version__,
            settings={key: base.settings.get(key) for key in FIELDS},
            instances=await manager.all(),
            deliveries=(await deliveries.page(limit=DELIVERIES)).items,
            steps=steps,
            health=await diagnostics.health(),
            jobs=await diagnostics.children(),
            tunnel=reach.runner.view,
            logs=base.paths.logs,
            secrets=(
                *manager.addresses.tokens(),
                *await manager.access.secrets(),
                await base.secrets.get(choice.TOKEN_KEY) or "",
            ),
        )

    async def instance_ids() -> tuple[InstanceId, ...]:
        return tuple(each.id for each in await manager.all())

    return Diagnosis(doctor, publish=base.bus.publish, instances=instance_ids, material=support_material)

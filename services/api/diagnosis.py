"""The façade's diagnosis: runs told on the bus, causes in words, a file for support."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path

from services.domain.changes import Diagnosed
from services.domain.errors import Invalid
from services.domain.ids import InstanceId
from services.domain.models import CauseView, DiagnosisStep
from services.instances.diagnosis import bundle
from services.instances.diagnosis.causes import CAUSES
from services.instances.diagnosis.doctor import Doctor


class Diagnosis:
    """Implements ``services.api.operating.Diagnosis``. ``material`` gathers what a support file holds, given all steps."""

    def __init__(
        self,
        doctor: Doctor,
        *,
        publish: Callable[[Diagnosed], None],
        instances: Callable[[], Awaitable[tuple[InstanceId, ...]]],
        material: Callable[[tuple[DiagnosisStep, ...]], Awaitable[bundle.Material]],
    ) -> None:
        self._doctor = doctor
        self._publish = publish
        self._instances = instances
        self._material = material
        self._runs = itertools.count(1)

    async def run(self, instance_id: InstanceId | None = None) -> tuple[DiagnosisStep, ...]:
        """Take every step. Raises NotFound."""
        run = next(self._runs)
        steps = []
        async for step in self._doctor.diagnose(instance_id):
            steps.append(step)
            self._publish(Diagnosed(run, step))
        return tuple(steps)

    async def causes(self) -> tuple[CauseView, ...]:
        """Every cause in words."""
        return tuple(CAUSES.values())

    async def bundle(self, path: str) -> str:
        """Diagnose everything and write the file. Raises Invalid (path) where that cannot be written."""
        steps = await self.run()
        for instance in await self._instances():
            steps += await self.run(instance)
        try:
            return str(await asyncio.to_thread(bundle.write, Path(path), await self._material(steps)))
        except OSError:
            raise Invalid("path") from None

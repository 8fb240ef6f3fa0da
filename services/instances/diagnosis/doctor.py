"""The diagnosis: steps in their order, each timed; what stands on a failed one is left out."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Protocol

from services.core.bus import Bus
from services.core.clock import Clock
from services.core.redaction import Redactor
from services.domain.errors import AppError
from services.domain.ids import InstanceId
from services.domain.models import DiagnosisStep, InstanceView, StepStatus
from services.instances.access import Access
from services.instances.addresses import Addresses, is_loopback
from services.instances.diagnosis import reach
from services.instances.diagnosis.finding import Finding, fail, of_error, ok, skipped, warn
from services.instances.diagnosis.gateway import SLOW_MS, GatewayCheck, Patient, Resolve, has_history
from services.instances.means import Means
from services.providers import network
from services.providers.base import Client, Descriptor
from services.providers.network import Unreachable
from services.storage.database import Database
from services.storage.queries import diagnosis as queries

_log = logging.getLogger(__name__)
STEP_S = 30.0
# what gateways and libraries say may repeat an address with its secret path
_redact = Redactor()

Step = Callable[[], Awaitable[Finding]]

# each step, and what must not have failed before it
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "credentials": (),
    "dns": (),
    "tcp": ("dns",),
    "tls": ("tcp",),
    "clock": ("tls",),
    "auth": ("credentials", "clock"),
    "brand": ("auth",),
    "session": ("auth", "brand"),
    "webhook": ("auth", "brand"),
    "public": (),
    "probe": ("public",),
    "history": ("session",),
}


class Instances(Protocol):
    """The manager, as far as the doctor needs it."""

    @property
    def means(self) -> Means:
        """What each can do."""
        ...

    @property
    def access(self) -> Access:
        """What opens its gateway."""
        ...

    @property
    def addresses(self) -> Addresses:
        """Its webhook from our side."""
        ...

    async def get(self, instance: InstanceId) -> InstanceView:
        """One of them. Raises NotFound."""
        ...

    def client_of(self, instance: InstanceId) -> Client | None:
        """Its client, while it runs."""
        ...


class Doctor:
    """Looks without touching: nothing on a gateway is changed, nothing is sent to a customer.

    ``program`` gives the steps about the program itself, by name.
    """

    def __init__(
        self,
        *,
        instances: Instances,
        database: Database,
        bus: Bus,
        clock: Clock,
        program: Callable[[], Mapping[str, Step]],
        resolve: Resolve = network.addresses,
        slow_ms: int = SLOW_MS,
        arrival_s: float = reach.ARRIVAL_S,
    ) -> None:
        self._instances = instances
        self._database = database
        self._bus = bus
        self._clock = clock
        self._program = program
        self._resolve = resolve
        self._slow_ms = slow_ms
        self._arrival_s = arrival_s

    async def diagnose(self, instance: InstanceId | None = None) -> AsyncIterator[DiagnosisStep]:
        """Step by step, for an instance or, with None, for the program itself. Raises NotFound."""
        if instance is None:
            for name, step in self._program().items():
                yield await _timed(name, step, None)
            return
        view = await self._instances.get(instance)
        descriptor = self._instances.means.descriptor(view)
        if descriptor is None:
            yield DiagnosisStep(
                step="brand", status=StepStatus.FAIL, cause="wrong_brand", text=view.provider, instance_id=instance
            )
            return
        own = self._instances.client_of(instance)
        client, credentials = await self._client(view, descriptor, own)
        try:
            # a step that failed, and every one that was left out because of it
            blocked: set[str] = set()
            for name, step in self._steps(view, descriptor, client, credentials).items():
                known_without = name == "history" and not has_history(descriptor)
                if not known_without and blocked.intersection(_NEEDS[name]):
                    blocked.add(name)
                    yield DiagnosisStep(step=name, status=StepStatus.SKIPPED, instance_id=instance)
                    continue
                done = await _timed(name, step, instance)
                if done.status is StepStatus.FAIL:
                    blocked.add(name)
                yield done
        finally:
            if client is not None and client is not own:
                await client.close()

    async def _client(
        self, view: InstanceView, descriptor: Descriptor, own: Client | None
    ) -> tuple[Client | None, Finding]:
        if descriptor.client is None:
            return None, skipped()
        try:
            missing = await self._instances.access.missing_credential(view)
            if missing is not None:
                return None, fail("key_missing", missing)
            return own or await self._instances.access.new_client(view), ok()
        except AppError as error:
            return None, of_error(error)

    def _steps(
        self, view: InstanceView, descriptor: Descriptor, client: Client | None, credentials: Finding
    ) -> dict[str, Step]:
        async def failures(codes: tuple[str, ...], since_ms: int) -> tuple[str, str | None, int] | None:
            return await self._database.read(queries.latest_failure, view.id, codes, since_ms)

        check = GatewayCheck(
            Patient(
                view=view,
                descriptor=descriptor,
                client=client,
                credentials=credentials,
                wanted=self._instances.addresses.wanted_webhook(view),
                failures=failures,
                clock=self._clock,
                resolve=self._resolve,
                slow_ms=self._slow_ms,
            )
        )
        steps: dict[str, Step] = {}
        if descriptor.client is not None and view.base_url:
            steps |= {
                name: getattr(check, name)
                for name in ("credentials", "dns", "tcp", "tls", "clock", "auth", "brand", "session", "webhook")
            }
        steps["public"] = lambda: self._public(view, descriptor)
        steps["probe"] = lambda: self._probe(view, descriptor)
        steps["history"] = check.history
        return steps

    async def _public(self, view: InstanceView, descriptor: Descriptor) -> Finding:
        url = self._instances.addresses.hook_url(view)
        if url is None:
            return fail("hooks_not_listening")
        if is_loopback(url) and not view.base_url:
            # nobody knows where this sender is: on this computer it would do
            return warn("no_public_address")
        if is_loopback(url) and not is_loopback(view.base_url):
            return skipped("WebSocket") if descriptor.frames is not None else fail("no_public_address")
        return await reach.public(url)

    async def _probe(self, view: InstanceView, descriptor: Descriptor) -> Finding:
        url = self._instances.addresses.hook_url(view)
        if url is None or (is_loopback(url) and view.base_url and not is_loopback(view.base_url)):
            return skipped()
        try:
            key = await self._instances.access.signing_key(view)
        except AppError as error:
            return of_error(error)
        return await reach.probe(url, key, self._bus, arrival_s=self._arrival_s)


async def _timed(name: str, step: Step, instance: InstanceId | None) -> DiagnosisStep:
    began = time.monotonic()
    try:
        async with asyncio.timeout(STEP_S):
            found = await step()
    except Unreachable as error:
        found = fail(error.cause, error.text)
    except TimeoutError:
        found = fail("timeout", f"{STEP_S:.0f} s")
    except AppError as error:
        found = of_error(error)
    except Exception as error:  # noqa: BLE001 - a step's own bug must not hide what the others find
        _log.exception("the step %s failed", name)
        found = fail("failed_inside", f"{type(error).__name__}: {error}"[:200])
    return DiagnosisStep(
        step=name,
        status=found.status,
        duration_ms=int((time.monotonic() - began) * 1000),
        cause=found.cause,
        text=None if found.text is None else _redact(found.text),
        instance_id=instance,
    )

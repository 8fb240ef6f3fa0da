"""The demo: a simulated gateway beside the real ones, connected like any other instance."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Protocol

from services.api.numbers import NewInstance
from services.domain.ids import InstanceId
from services.domain.models import InstanceView

NAME = "demo"


class Gateway(Protocol):
    """A simulated gateway on loopback."""

    async def start(self, port: int = 0) -> str:
        """Listen; returns the base URL."""
        ...

    async def stop(self) -> None:
        """End it and its customers."""
        ...


class Instances(Protocol):
    """What the demo needs of ``services.api.numbers.Instances``."""

    async def all(self) -> tuple[InstanceView, ...]:
        """Every number."""
        ...

    async def create(self, new: NewInstance) -> InstanceView:
        """Connect one."""
        ...

    async def remove(self, instance_id: InstanceId, *, keep_history: bool = True) -> None:
        """Forget one. Raises NotFound."""
        ...


class Demo:
    """Implements ``services.api.numbers.Demo``. ``make_gateway(api_key, provider's story goes on)`` builds the server."""

    def __init__(
        self,
        instances: Instances,
        *,
        provider: str,
        make_gateway: Callable[[str], Gateway],
        settled: Callable[[], Awaitable[None]],
    ) -> None:
        self._instances = instances
        self._provider = provider
        self._make_gateway = make_gateway
        self._settled = settled
        self._gateway: Gateway | None = None

    async def start(self) -> InstanceView:
        """Start it and connect an instance to it; the same one if it runs already."""
        if self._gateway is not None:
            found = next((view for view in await self._instances.all() if view.demo), None)
            if found is not None:
                return found
            await self.close()
        key = secrets.token_hex(16)
        gateway = self._make_gateway(key)
        base_url = await gateway.start()
        self._gateway = gateway
        return await self._instances.create(
            NewInstance(
                provider=self._provider, name=NAME, base_url=base_url, secrets={"api_key": key}, label="Demo", demo=True
            )
        )

    async def stop(self) -> None:
        """Stop it and remove its instance, chats and messages without a trace."""
        await self.close()
        await self.clean_up()

    async def clean_up(self) -> None:
        """Remove what a demo left behind: its server cannot outlive the program that was it."""
        await self._settled()
        for view in await self._instances.all():
            if view.demo:
                await self._instances.remove(view.id, keep_history=False)

    async def close(self) -> None:
        """End the server only."""
        if self._gateway is not None:
            gateway, self._gateway = self._gateway, None
            await gateway.stop()

    def running(self) -> bool:
        """Whether it runs."""
        return self._gateway is not None

"""What the façade promises about the program itself: how it is, how it is reached, and its settings."""

from typing import Protocol

from services.domain.ids import InstanceId
from services.domain.models import CauseView, ChildHealth, DiagnosisStep, Health, TrafficView, TunnelView


class Diagnostics(Protocol):
    """How the program itself is."""

    async def health(self) -> Health:
        """Addresses, counters, problems."""
        ...

    async def children(self) -> tuple[ChildHealth, ...]:
        """The supervised background jobs."""
        ...


class Tunnel(Protocol):
    """The public address; which way is a matter of the settings ``tunnel.*``. Changes come as ``TunnelChanged``."""

    async def state(self) -> TunnelView:
        """How it is now."""
        ...

    async def start(self) -> None:
        """Open it, or try again at once."""
        ...

    async def stop(self) -> None:
        """Close it until it is started again."""
        ...

    async def has_token(self) -> bool:
        """Whether ngrok's authtoken is kept. Raises Unavailable (KEYRING_LOCKED)."""
        ...

    async def set_token(self, token: str) -> None:
        """Keep ngrok's authtoken, an empty one removes it; the tunnel begins anew. Raises Invalid."""
        ...

    async def update_agent(self) -> str:
        """Let ngrok's agent renew itself; returns what it says. Raises Unavailable."""
        ...

    async def traffic(self) -> TrafficView:
        """This month's requests and how they go on; also told as ``TrafficChanged``."""
        ...


class Diagnosis(Protocol):
    """Looking for what is wrong."""

    async def run(self, instance_id: InstanceId | None = None) -> tuple[DiagnosisStep, ...]:
        """Take every step, for an instance or for the program itself; each is told as ``Diagnosed`` when done.

        Raises NotFound.
        """
        ...

    async def causes(self) -> tuple[CauseView, ...]:
        """Every cause there is, in words."""
        ...

    async def bundle(self, path: str) -> str:
        """Write a file for support, without secrets, messages and full numbers; returns its path. Raises Invalid (path)."""
        ...


class Preferences(Protocol):
    """Settings as plain keys; the schema is in services.settings."""

    def get(self, key: str) -> object:
        """The present value."""
        ...

    async def set(self, key: str, value: object) -> None:
        """Validate, store, and publish ``ChangeSet.settings``. Raises Invalid."""
        ...

    def fixed(self, key: str) -> bool:
        """Whether the command line or the environment decides about it in this run."""
        ...

    async def export(self, path: str) -> None:
        """Write what differs from the usual into a file, nothing of this computer alone. Raises OSError."""
        ...

    async def take(self, path: str) -> tuple[str, ...]:
        """Use the settings of such a file; returns the keys that could not be used. Raises Invalid, OSError."""
        ...

"""Linking with a passkey, as the window asks for it."""

from typing import Protocol

from services.domain.ids import InstanceId
from services.domain.passkey import PasskeyView


class Passkeys(Protocol):
    """WhatsApp asks some accounts for their passkey while a phone is linked (capability ``passkey``)."""

    async def step(self, instance_id: InstanceId) -> PasskeyView:
        """What is to be done now, asked of the gateway. Raises NotFound, NotSupported, NotConnected (not there yet)."""
        ...

    async def answer(self, instance_id: InstanceId, pasted: str) -> PasskeyView:
        """Hand in what the browser signed; the next step. Raises Invalid (passkey), what the gateway says."""
        ...

    async def confirm(self, instance_id: InstanceId) -> PasskeyView:
        """The code here and on the phone are the same; the next step. Raises what the gateway says."""
        ...

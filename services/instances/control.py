"""What an admin does to a number: rename, pause, restart, pair by code, log out, delete, give it another key or home."""

import contextlib
from collections.abc import Mapping

from services.core.clock import Clock
from services.domain.capabilities import Capability
from services.domain.changes import QrShown
from services.domain.errors import AppError, ErrorCode, Invalid, NotConnected, NotFound, NotSupported
from services.domain.events import ConnectionSeen, ConnectionState, QrSeen
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.instances.addresses import SIGNING
from services.instances.keys import Keys
from services.instances.manager import Manager, NewInstance
from services.providers.base import Client, Descriptor
from services.storage.database import Database
from services.storage.queries import instances as queries
from services.storage.writes import instances as writes
from services.storage.writes import sessions

PHONE_DIGITS = (8, 15)


class Control:
    """Runs on the services' loop; everything a person waits for an answer to."""

    def __init__(
        self, *, manager: Manager, database: Database, keys: Keys, descriptors: Mapping[str, Descriptor], clock: Clock
    ) -> None:
        self._manager = manager
        self._database = database
        self._keys = keys
        self._descriptors = descriptors
        self._clock = clock

    def capabilities(self, view: InstanceView) -> frozenset[Capability]:
        """What this very instance can do."""
        return self._manager.means.of(view)

    def dashboard_url(self, view: InstanceView) -> str | None:
        """The gateway's own pages for people, if it has some."""
        descriptor = self._descriptors.get(view.provider)
        path = descriptor.dashboard_path if descriptor is not None else None
        return f"{view.base_url}{path}" if path and view.base_url and not view.demo else None

    async def rename(self, instance: InstanceId, label: str) -> None:
        """What people call it. Raises NotFound."""
        await self._database.write(writes.rename_instance, instance, label)

    async def recolour(self, instance: InstanceId, colour: str | None) -> None:
        """Its colour. Raises NotFound."""
        await self._database.write(writes.colour_instance, instance, colour)

    async def pause(self, instance: InstanceId, *, paused: bool) -> InstanceView:
        """Paused, nothing is sent and the gateway is left alone; what it posts is kept all the same. Raises NotFound."""
        await self._database.write(writes.pause_instance, instance, paused)
        state = ConnectionState.PAUSED if paused else ConnectionState.CONNECTING
        await self._database.write(sessions.set_state, instance, state, None, self._clock.now_ms(), None)
        return await self._manager.reopen(instance)

    async def restart(self, instance: InstanceId) -> None:
        """Restart the session on the gateway; the phone stays linked. Raises what the gateway says."""
        await self._client(instance, await self._able(instance, Capability.RESTART)).restart()
        await self._manager.link(instance)

    async def logout(self, instance: InstanceId) -> None:
        """Unlink the phone; nothing asks for a QR before somebody wants one. Raises what the gateway says."""
        client = self._client(instance, await self._able(instance, Capability.LOGOUT))
        self._manager.rest(instance)
        try:
            await client.logout()
        except AppError as error:
            if error.code is not ErrorCode.NOT_CONNECTED:
                raise
        seen = ConnectionSeen(state=ConnectionState.LOGGED_OUT, reason="logged_out")
        await self._manager.take(instance, (seen,))

    async def delete(self, instance: InstanceId, *, keep_history: bool) -> None:
        """Remove the session from the gateway, then forget it here. Raises what the gateway says."""
        client = self._client(instance, await self._able(instance, Capability.DELETE_INSTANCE))
        with contextlib.suppress(NotFound):
            await client.delete_instance()
        await self._manager.remove(instance, keep_history=keep_history)

    async def pairing_code(self, instance: InstanceId, phone: str) -> QrShown:
        """A code to type on that phone instead of scanning. Raises Invalid, and what the gateway says."""
        digits = "".join(c for c in phone if c.isdigit())
        if not PHONE_DIGITS[0] <= len(digits) <= PHONE_DIGITS[1]:
            raise Invalid("phone")
        client = self._client(instance, await self._able(instance, Capability.PAIRING_CODE))
        seen = await client.connect(digits)
        await self._manager.take(instance, (seen,))
        if not isinstance(seen, QrSeen) or seen.pairing_code is None:
            raise NotConnected("no pairing code")
        self._manager.pair(instance, digits)
        shown = self._manager.qr(instance)
        if shown is None:
            raise NotConnected("no pairing code")
        return shown

    async def set_credentials(self, instance: InstanceId, secrets: Mapping[str, str]) -> InstanceView:
        """Other keys for the same gateway; empty ones leave what is there. Raises NotFound, Invalid."""
        view = await self._manager.get(instance)
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None:
            raise NotSupported(view.provider)
        if not set(secrets) <= {field.name for field in descriptor.credentials}:
            raise Invalid("secrets")
        await self._keys.keep(descriptor, view, secrets)
        await self._manager.addresses.refresh()
        others = [v for v in await self._manager.all() if v.gateway_id == view.gateway_id and v.id != instance]
        shown = await self._manager.reopen(instance)
        for other in others:
            await self._manager.reopen(other.id)
        if secrets.get(SIGNING):
            for each in (view, *others):
                self._manager.rehooking.resign(each.id)
        return shown

    async def move(self, instance: InstanceId, new: NewInstance) -> InstanceView:
        """The number lives on another gateway from now on; conversations and queue stay. Raises Conflict, Invalid."""
        view = await self._manager.get(instance)
        if new.descriptor.client is None:
            raise NotSupported("move")
        missing = [f.name for f in new.descriptor.credentials if f.required and not new.secrets.get(f.name)]
        if missing:
            raise Invalid(missing[0])
        old = self._descriptors.get(view.provider)
        left = await self._database.write(
            writes.move_instance,
            instance,
            new.descriptor.kind,
            new.base_url.rstrip("/"),
            new.name,
            self._clock.now_ms(),
        )
        moved = await self._database.read(queries.view, instance)
        if moved.gateway_id != view.gateway_id:
            await self._keys.forget_credentials(old, view, gateway_stays=left is None)
        await self._keys.keep(new.descriptor, moved, new.secrets)
        await self._manager.addresses.refresh()
        return await self._manager.reopen(instance)

    async def _able(self, instance: InstanceId, capability: Capability) -> Client | None:
        view = await self._manager.get(instance)
        if capability not in self.capabilities(view):
            raise NotSupported(capability.value)
        return self._manager.client_of(instance)

    def _client(self, instance: InstanceId, client: Client | None) -> Client:
        if client is None:
            raise NotConnected(f"instance {instance} is paused")
        return client

"""What opens the gateways: credentials for clients, what of them is missing, and all that no file may show."""

from collections.abc import Mapping

from services.domain.models import InstanceView
from services.instances.keys import Keys
from services.providers.base import Client, Credentials, Descriptor
from services.storage.database import Database
from services.storage.queries import instances as queries


class Access:
    """Of all instances. Everything raises Unavailable (KEYRING_LOCKED) where the keyring is shut."""

    def __init__(self, *, database: Database, keys: Keys, descriptors: Mapping[str, Descriptor]) -> None:
        self._database = database
        self._keys = keys
        self._descriptors = descriptors

    async def credentials(self, view: InstanceView, descriptor: Descriptor) -> Credentials:
        """What a client of this instance needs."""
        secrets = await self._keys.all(descriptor, view)
        return Credentials(base_url=view.base_url, name=view.name, secrets=secrets)

    async def new_client(self, view: InstanceView) -> Client | None:
        """A client of its own for a look from outside; the caller closes it. None where there is no REST API."""
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None or descriptor.client is None:
            return None
        return descriptor.client(await self.credentials(view, descriptor))

    async def missing_credential(self, view: InstanceView) -> str | None:
        """The first required credential that is not kept."""
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None:
            return None
        kept = await self._keys.all(descriptor, view)
        return next((field.name for field in descriptor.credentials if field.required and not kept.get(field.name)), None)

    async def signing_key(self, view: InstanceView) -> str | None:
        """What deliveries of this instance are signed with, if they are."""
        descriptor = self._descriptors.get(view.provider)
        if descriptor is None:
            return None
        return await self._keys.one(descriptor, descriptor.signing_secret, view.gateway_id, view.id)

    async def secrets(self) -> tuple[str, ...]:
        """Every credential in use, so that it can be taken out of what leaves the computer."""
        found: list[str] = []
        for view in await self._database.read(queries.views):
            descriptor = self._descriptors.get(view.provider)
            found += (await self._keys.all(descriptor, view)).values() if descriptor is not None else ()
            found += (await self._keys.headers(view.id)).values()
        return tuple(found)

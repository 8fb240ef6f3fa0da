"""Credentials of instances in the keyring: under which key each lives, and all that must go with an instance."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from services.domain.ids import GatewayId, InstanceId
from services.domain.models import InstanceView
from services.providers.base import CredentialScope, Descriptor


class SecretStore(Protocol):
    """Where credentials live; never the database."""

    async def get(self, key: str) -> str | None:
        """The value, or None."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Store it."""
        ...

    async def delete(self, key: str) -> None:
        """Remove it."""
        ...


class Keys:
    """The secrets of gateways and instances by their meaning."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store

    async def hook_token(self, instance: InstanceId) -> str | None:
        """The secret of the instance's hook path."""
        return await self._store.get(_token_key(instance))

    async def set_hook_token(self, instance: InstanceId, token: str) -> None:
        """Keep it."""
        await self._store.set(_token_key(instance), token)

    async def headers(self, instance: InstanceId) -> dict[str, str]:
        """The headers a person wants on this instance's webhook."""
        kept = await self._store.get(_headers_key(instance))
        return {} if kept is None else msgspec.json.decode(kept, type=dict[str, str])

    async def set_headers(self, instance: InstanceId, headers: Mapping[str, str]) -> None:
        """Keep them, or forget them where there are none."""
        if headers:
            await self._store.set(_headers_key(instance), msgspec.json.encode(dict(headers)).decode())
        else:
            await self._store.delete(_headers_key(instance))

    async def drop(self, descriptor: Descriptor, view: InstanceView, name: str) -> None:
        """Remove one credential."""
        await self._store.delete(_key(descriptor, name, view.gateway_id, view.id))

    async def one(self, descriptor: Descriptor, name: str, gateway: GatewayId, instance: InstanceId) -> str | None:
        """One credential, or None where it was not given."""
        return await self._store.get(_key(descriptor, name, gateway, instance))

    async def all(self, descriptor: Descriptor, view: InstanceView) -> dict[str, str]:
        """Every credential of an instance by field name."""
        found = {}
        for field in descriptor.credentials:
            value = await self.one(descriptor, field.name, view.gateway_id, view.id)
            if value is not None:
                found[field.name] = value
        return found

    async def keep(self, descriptor: Descriptor, view: InstanceView, secrets: Mapping[str, str]) -> None:
        """Store what is not empty; what the provider has no credential for is nobody's and is left out."""
        known = {field.name for field in descriptor.credentials}
        for name, value in secrets.items():
            if value and name in known:
                await self._store.set(_key(descriptor, name, view.gateway_id, view.id), value)

    async def forget(self, descriptor: Descriptor | None, view: InstanceView, *, gateway_stays: bool) -> None:
        """Remove an instance's secrets, and its gateway's unless another instance lives there."""
        await self._store.delete(_token_key(view.id))
        await self._store.delete(_headers_key(view.id))
        await self.forget_credentials(descriptor, view, gateway_stays=gateway_stays)

    async def forget_credentials(
        self, descriptor: Descriptor | None, view: InstanceView, *, gateway_stays: bool
    ) -> None:
        """Remove what the instance showed its gateway, and what all showed it unless another lives there."""
        for field in descriptor.credentials if descriptor is not None else ():
            if descriptor is not None and not (gateway_stays and field.scope is CredentialScope.GATEWAY):
                await self._store.delete(_key(descriptor, field.name, view.gateway_id, view.id))


def _token_key(instance: InstanceId) -> str:
    return f"instance/{instance}/hook_token"


def _headers_key(instance: InstanceId) -> str:
    return f"instance/{instance}/webhook_headers"


def _key(descriptor: Descriptor, name: str, gateway: GatewayId, instance: InstanceId) -> str:
    """Where a credential is kept: with the server it belongs to, or with the one instance."""
    field = next((f for f in descriptor.credentials if f.name == name), None)
    if field is not None and field.scope is CredentialScope.GATEWAY:
        return f"gateway/{gateway}/{name}"
    return f"instance/{instance}/{name}"

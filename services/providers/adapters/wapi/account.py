"""W-API's account calls: which instances there are, making and deleting them. Source: others.md §3.2 (not run)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.domain.errors import AuthRejected, NotFound, Rejected
from services.providers import reading
from services.providers.adapters.wapi import webhook as webhooks
from services.providers.answers import Judge
from services.providers.base import WantedWebhook
from services.providers.http import HttpClient

_PAGE, _MAX_PAGES = 100, 20


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An instance of the account: the id that the gateway gave it, and its own token."""

    id: str
    token: str
    row: Mapping[str, Any] = {}


class Account:
    """The account's token opens these calls and no instance."""

    def __init__(self, base_url: str, token: str, judge: Judge) -> None:
        self.http = HttpClient(base_url, headers={"Authorization": f"Bearer {token}"}, judge=judge)

    async def instances(self) -> tuple[dict[str, Any], ...]:
        """Every instance's row. Raises AuthRejected for a token that is no account's."""
        found: list[dict[str, Any]] = []
        for page in range(1, _MAX_PAGES + 1):
            params = {"pageSize": str(_PAGE), "page": str(page)}
            try:
                answer = await self.http.request("GET", "/integrator/instances", params=params, timeout_s=30)
            except (NotFound, Rejected) as error:
                raise AuthRejected(error.text) from error
            rows = reading.list_of(reading.dict_of(answer.body).get("instances"))
            found += [row for row in map(reading.dict_of, rows) if row]
            if len(rows) < _PAGE:
                break
        return tuple(found)

    async def find(self, name: str) -> Held | None:
        """The instance of this id, or of this name where no id is so; None where there is none.

        That the list tells tokens is unverified: without one the instance has to be connected by its own.
        """
        rows = await self.instances()
        for key in ("instanceId", "instanceName"):
            row = next((each for each in rows if each.get(key) == name), None)
            if row is not None:
                held = _held(row)
                if held is None:
                    raise AuthRejected(f"the account does not tell the token of {name}")
                return held
        return None

    async def create(self, name: str, wanted: WantedWebhook | None) -> Held:
        """Make an instance; the gateway gives it an id and a token of its own."""
        body: dict[str, Any] = {"instanceName": name, "rejectCalls": False, "callMessage": ""}
        if wanted is not None:
            urls = webhooks.wanted_urls(wanted)
            body |= {webhooks.SETTERS[event][1]: url for event, url in urls.items()}
        answer = await self.http.request("POST", "/integrator/create-instance", body=body, timeout_s=60)
        held = _held(reading.dict_of(answer.body))
        if held is None:
            raise Rejected("the new instance has no id or no token")
        return held

    async def delete(self, instance_id: str) -> None:
        """Remove it from the account."""
        params = {"instanceId": instance_id}
        await self.http.request("DELETE", "/integrator/delete-instance", params=params, timeout_s=60)


def _held(row: Mapping[str, Any]) -> Held | None:
    instance_id = reading.text_or_none(row.get("instanceId"), 200)
    token = reading.text_or_none(row.get("token"), 500)
    return Held(id=instance_id, token=token, row=row) if instance_id and token else None

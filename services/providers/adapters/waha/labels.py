"""Labels over WAHA's REST (waha dossier §4.9)."""

from typing import Any

from services.domain.address import Address
from services.domain.errors import Rejected
from services.domain.gateway_labels import GatewayLabel
from services.providers.adapters.waha.api import Api
from services.providers.adapters.waha.ids import wire_id
from services.providers.labels import LabelCalls, label_of
from services.providers.reading import dict_of, id_or_none, list_of


class WahaLabels(LabelCalls):
    """A chat's labels are only ever written whole, so putting one on reads them first."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def all(self) -> tuple[GatewayLabel, ...]:
        rows = list_of(await self._api.call("GET", self._api.path("labels")))
        return tuple(label for row in rows if (label := _label(row)) is not None)

    async def of_chat(self, chat: Address) -> tuple[str, ...]:
        rows = list_of(await self._api.call("GET", self._api.path("labels", "chats", wire_id(chat))))
        return tuple(found for row in rows if (found := id_or_none(dict_of(row).get("id"))))

    async def put(self, chat: Address, label_id: str, *, on: bool) -> None:
        has = await self.of_chat(chat)
        if (label_id in has) is on:
            return
        wanted = (*has, label_id) if on else tuple(each for each in has if each != label_id)
        body = {"labels": [{"id": each} for each in wanted]}
        await self._api.call("PUT", self._api.path("labels", "chats", wire_id(chat)), body=body)

    async def create(self, name: str, colour_index: int) -> GatewayLabel:
        """At most twenty labels, each name once: the server refuses the rest (422)."""
        told = await self._api.call("POST", self._api.path("labels"), body={"name": name, "color": colour_index})
        made = _label(told)
        if made is None:
            raise Rejected("the new label has no id")
        return made

    async def edit(self, label: GatewayLabel) -> None:
        """Some releases refuse another colour under the same name (2026.4.1)."""
        body: dict[str, Any] = {"name": label.name, "color": label.colour_index or 0}
        await self._api.call("PUT", self._api.path("labels", label.id), body=body)

    async def delete(self, label_id: str) -> None:
        await self._api.call("DELETE", self._api.path("labels", label_id))


def _label(told: Any) -> GatewayLabel | None:
    row = dict_of(told)
    return label_of(row.get("id"), row.get("name"), row.get("color"), row.get("colorHex"))

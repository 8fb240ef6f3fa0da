"""Labels over Uazapi's REST (others dossier §2.5). Nothing tells how a new one would be made."""

from services.domain.address import Address
from services.domain.gateway_labels import GatewayLabel
from services.providers.adapters.uazapi.access import Access
from services.providers.adapters.uazapi.payloads import number
from services.providers.labels import LabelCalls, label_of
from services.providers.reading import dict_of, id_or_none, list_of


class UazapiLabels(LabelCalls):
    """A label's own id is ``labelid``; ``id`` beside it is a row of the server's database."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def all(self) -> tuple[GatewayLabel, ...]:
        body = (await self._access.call("GET", "/labels")).body
        rows = map(dict_of, list_of(body) or list_of(dict_of(body).get("labels")))
        found = (
            label_of(row.get("labelid") or row.get("id"), row.get("name"), row.get("color"), row.get("colorHex"))
            for row in rows
        )
        return tuple(label for label in found if label is not None)

    async def put(self, chat: Address, label_id: str, *, on: bool) -> None:
        field = "add_labelid" if on else "remove_labelid"
        await self._access.call("POST", "/chat/labels", {"number": number(chat), field: label_id})

    async def of_chat(self, chat: Address) -> tuple[str, ...]:
        answer = await self._access.call("POST", "/chat/details", {"number": number(chat), "preview": True})
        ids = map(id_or_none, list_of(dict_of(answer.body).get("wa_label")))
        return tuple(each for each in ids if each)

    async def edit(self, label: GatewayLabel) -> None:
        wish = {"labelid": label.id, "name": label.name, "color": label.colour_index or 0, "delete": False}
        await self._access.call("POST", "/label/edit", wish)

    async def delete(self, label_id: str) -> None:
        await self._access.call("POST", "/label/edit", {"labelid": label_id, "delete": True})

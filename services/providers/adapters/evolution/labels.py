"""Labels over Evolution's REST (evolution dossier §4.6): it lists them and puts them on chats, no more."""

from services.domain.address import Address, AddressKind
from services.domain.gateway_labels import GatewayLabel
from services.providers import reading
from services.providers.adapters.evolution.versions import Versioned
from services.providers.labels import LabelCalls, label_of


class EvolutionLabels(LabelCalls):
    """Business accounts only: others are refused by the server in its own words."""

    def __init__(self, server: Versioned) -> None:
        self._server = server

    async def all(self) -> tuple[GatewayLabel, ...]:
        answer = await self._server.http.request("GET", f"/label/findLabels/{self._server.instance}", timeout_s=30)
        rows = map(reading.dict_of, reading.list_of(answer.body))
        found = (label_of(row.get("id"), row.get("name"), row.get("color")) for row in rows)
        return tuple(label for label in found if label is not None)

    async def put(self, chat: Address, label_id: str, *, on: bool) -> None:
        number = chat.id if chat.kind is AddressKind.USER else str(chat)
        await self._server.http.request(
            await self._server.method("POST", v1="PUT"),
            f"/label/handleLabel/{self._server.instance}",
            body={"number": number, "labelId": label_id, "action": "add" if on else "remove"},
            timeout_s=30,
        )

"""Meta's Cloud API."""

import hashlib
import hmac
from typing import Any

from services.domain.address import parse, user
from services.providers.base import Credentials
from tests.conformance.gateways.base import Gateway
from tests.fakes.cloud_api import ACCOUNT, APP_SECRET, NUMBER, TOKEN, VERIFY_TOKEN, FakeCloudApi, error, signed


class CloudApi(Gateway):
    kind = "cloud_api"
    name = NUMBER
    own = user("5511900000001")
    customer = user("5511900000002")
    group = parse("120363000000000001@g.us")
    text_path = "/messages"
    signing_key = APP_SECRET
    verify_token = VERIFY_TOKEN
    id_form = "wamid.{:014X}"
    told = {
        "text": ("text", {"wamid.EXEMPLO01": "{id}", "Oi, tem bolo?": "{text}"}),
        "picture": ("image", {"wamid.EXEMPLO02": "{id}", "900000000000101": "{file}"}),
        "sent": ("status_delivered", {"wamid.SAIDA02": "{id}", "delivered": "sent"}),
        "delivered": ("status_delivered", {"wamid.SAIDA02": "{id}"}),
        "read": ("status_delivered", {"wamid.SAIDA02": "{id}", "delivered": "read"}),
        "reaction": ("reaction", {"wamid.SAIDA01": "{target}", "👍": "{text}"}),
        "edit": ("edit", {"wamid.EXEMPLO01": "{target}", "Oi, tem bolo hoje?": "{text}"}),
        "revoke": ("revoke", {"wamid.EXEMPLO02": "{target}"}),
    }
    refusals = {
        401: error(190, "Invalid OAuth access token."),
        404: error(100, "Object does not exist", subcode=33),
        422: error(100, "Invalid parameter"),
        429: error(130429, "Rate limit hit"),
        500: error(1, "An unknown error occurred"),
    }
    inside = error(131009, "Parameter value is not valid")

    async def start(self) -> None:
        self.server = FakeCloudApi(outer=(self.wire.middleware,))
        await self.server.__aenter__()

    async def stop(self) -> None:
        await self.server.__aexit__()

    def credentials(self) -> Credentials:
        return Credentials(
            base_url=self.server.base_url,
            name=self.name,
            secrets={"api_key": TOKEN, "verify_token": VERIFY_TOKEN, "app_secret": APP_SECRET, "waba_id": ACCOUNT},
        )

    def unlink(self) -> None:
        self.server.status = "DISCONNECTED"

    def scan(self) -> None:
        self.server.status = "CONNECTED"

    def wrong(self) -> list[str]:
        return self.server.problems

    def point_at(self, url: str) -> None:
        self.server.override["phone_number"] = url

    def targets(self, body: Any) -> list[tuple[str, dict[str, str]]]:
        url = self.server.override.get("phone_number")
        return [(url, {})] if url else []

    def encode(self, body: Any) -> bytes:
        return signed(body)[0]

    def sign(self, raw: bytes) -> dict[str, str]:
        return {"x-hub-signature-256": "sha256=" + hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()}

    def hold(self, data: bytes, message_id: str) -> dict[str, str]:
        return {"file": self.server.hold(data)}

    def took_file(self, data: bytes) -> int:
        return sum(kept[0] == data for kept in self.server.media.values())

    def own_ids(self) -> list[str]:
        return [each["biz_opaque_callback_data"] for each in self.server.sent]

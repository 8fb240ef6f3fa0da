"""The seeds' formats, of which only the webhooks are known."""

import hashlib
import hmac

from services.domain.address import user
from tests.conformance.gateways.base import Dialect


class Niochat(Dialect):
    kind = "niochat"
    name = "loja"
    own = user("5511900000001")
    customer = user("5511900000002")
    signing_key = "segredo-inventado"
    told = {
        "text": ("message.text", {"NC-0001": "{id}", "Oi, tem pão de queijo hoje?": "{text}"}),
        "delivered": ("delivery_status", {"OUT-77": "{id}"}),
    }

    def sign(self, raw: bytes) -> dict[str, str]:
        return {"X-Signature": hmac.new(self.signing_key.encode(), raw, hashlib.sha256).hexdigest()}


class Multichat(Dialect):
    kind = "multichat"
    name = "inst_padaria"
    own = user("5511900000001")
    customer = user("5511900000002")
    told = {
        "text": ("message.received", {"mc_1003": "{id}", "Dois, por favor": "{text}"}),
        "typing": ("presence", {}),
        "qr": ("qrCode_legacy", {}),
    }


class Betzap(Dialect):
    kind = "betzap"
    name = "inst_padaria"
    own = user("5511900000001")
    customer = user("5511900000002")
    told = {
        "text": ("message.text", {"3EB0A1B2C3D4E5F60718": "{id}", "Bom dia!": "{text}"}),
        "qr": ("qrCode", {}),
    }


class ChatWhatsapp(Dialect):
    kind = "chat_whatsapp"
    name = "bot"
    own = user("5511900000001")
    customer = user("5511900000002")
    told = {
        "text": ("message.incoming", {"3EB0A1B2C3D4E5F60721": "{id}", "Oi": "{text}"}),
        "qr": ("qr", {}),
    }

"""An Evolution server with a history that takes texts and files, too, and keeps what it was given to send."""

import base64
from typing import Any

from aiohttp import web

from tests.fakes.evolution_history import Past, Server


class SendingServer(Server):
    """``sends`` are (number, what): a text, or the name and the bytes of a file with its caption."""

    def __init__(self, past: Past) -> None:
        super().__init__(past)
        self.sends: list[tuple[str, Any]] = []

    def _told(self, path: str, body: dict[str, Any]) -> web.Response:
        match path:
            case "message/sendText":
                self.sends.append((body["number"], body["text"]))
            case "message/sendMedia":
                data = base64.b64decode(body["media"])
                self.sends.append((body["number"], (body["fileName"], data, body.get("caption"))))
            case _:
                return super()._told(path, body)
        key = {"remoteJid": f"{body['number']}@s.whatsapp.net", "fromMe": True, "id": f"3EB0{len(self.sends):028X}"}
        told = {"key": key, "status": "PENDING", "message": {}, "messageTimestamp": self.past.now_s, "instanceId": "x"}
        return web.json_response(told, status=201)

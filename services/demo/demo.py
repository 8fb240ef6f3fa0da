"""The demo as one thing to start and stop: server, phone and customers."""

import asyncio
import random

from services.demo.gateway import Behaviour, Server
from services.demo.hooks import Sleep
from services.demo.state import Instance
from services.demo.story import Story

SCAN_AFTER_S = 2.0


class DemoGateway:
    """A simulated gateway whose phone scans the QR by itself after ``scan_after_s`` (None: only ``scan_qr``)."""

    def __init__(
        self,
        api_key: str,
        *,
        language: str = "pt_BR",
        scan_after_s: float | None = SCAN_AFTER_S,
        behaviour: Behaviour | None = None,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
    ) -> None:
        self.api_key = api_key
        self.server = Server(api_key, behaviour=behaviour, sleep=sleep)
        self._story = Story(self.server, language=language, rng=rng)
        self._scan_after_s = scan_after_s
        self._scanning: set[str] = set()
        self.server.asked_to_connect.append(self._phone)

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; returns the base URL. Raises OSError."""
        return await self.server.start(port)

    async def stop(self) -> None:
        """End the server and its customers."""
        await self.server.stop()

    def scan_qr(self, name: str | None = None) -> None:
        """Link the phone now: the named instance, or every one that shows a QR."""
        for instance in tuple(self.server.instances.values()):
            if instance.state == "connecting" and name in (None, instance.name):
                self.server.scan_qr(instance.name)

    def _phone(self, instance: Instance) -> None:
        if self._scan_after_s is not None and instance.name not in self._scanning:
            self._scanning.add(instance.name)
            self.server.spawn(self._scan_later(instance, self._scan_after_s))

    async def _scan_later(self, instance: Instance, after_s: float) -> None:
        await self.server.sleep(after_s)
        self._scanning.discard(instance.name)
        self.scan_qr(instance.name)

"""No tunnel at all: an own domain, a reverse proxy, or a gateway in the same network."""

import asyncio

from services.instances.tunnel.line import Tell, TunnelProblem, online


class FixedAddress:
    """The address that was typed in. It is taken as it is; the diagnosis tells whether it leads here."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def run(self, port: int, tell: Tell) -> None:
        """Say it. Raises TunnelProblem where none was typed."""
        if not self._url:
            raise TunnelProblem("tunnel_address_missing", retry=False)
        tell(online(self._url))
        await asyncio.Event().wait()

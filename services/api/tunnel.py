"""The façade's tunnel: states, the token, the meter."""

from collections.abc import Callable
from typing import Any

from services.domain.errors import Invalid, Unavailable
from services.domain.models import TrafficView, TunnelView
from services.instances.keys import SecretStore
from services.instances.tunnel import choice
from services.instances.tunnel.line import TunnelProblem
from services.instances.tunnel.meter import Meter
from services.instances.tunnel.runner import Tunnel as Runner

MAX_TOKEN = 500


class Tunnel:
    """Implements ``services.api.operating.Tunnel``. ``setting`` reads a setting by its key."""

    def __init__(self, runner: Runner, meter: Meter, secrets: SecretStore, setting: Callable[[str], Any]) -> None:
        self._runner = runner
        self._meter = meter
        self._secrets = secrets
        self._setting = setting

    async def state(self) -> TunnelView:
        """How it is now."""
        return self._runner.view

    async def start(self) -> None:
        """Open it, or try again at once."""
        self._runner.start()

    async def stop(self) -> None:
        """Close it until it is started again."""
        self._runner.stop()

    async def has_token(self) -> bool:
        """Whether a token is kept. Raises Unavailable (KEYRING_LOCKED)."""
        return bool(await self._secrets.get(choice.TOKEN_KEY))

    async def set_token(self, token: str) -> None:
        """Keep it, an empty one removes it; the tunnel begins anew with it. Raises Invalid."""
        # people paste the whole command that the dashboard shows
        word = token.split()[-1] if token.split() else ""
        if len(word) > MAX_TOKEN or not word.isascii() or any(c in "\"'\\" for c in word):
            raise Invalid("token")
        if word:
            await self._secrets.set(choice.TOKEN_KEY, word)
        else:
            await self._secrets.delete(choice.TOKEN_KEY)
        self._runner.renew()

    async def update_agent(self) -> str:
        """Let ngrok's agent renew itself; returns what it says. Raises Unavailable."""
        from services.instances.tunnel import ngrok  # with pyngrok, and all that brings along

        try:
            said = await ngrok.update(str(self._setting("tunnel.binary")))
        except TunnelProblem as problem:
            raise Unavailable(problem.text) from None
        self._runner.renew()
        return said

    async def traffic(self) -> TrafficView:
        """This month's requests and how they go on."""
        return await self._meter.read()

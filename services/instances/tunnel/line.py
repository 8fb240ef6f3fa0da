"""What every way to be reached is, and why it may fail."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from services.domain.models import TunnelState


class TunnelProblem(Exception):
    """Why there is no public address: a cause's code and the other side's own words.

    ``retry`` False means that only a person can mend it; ``retry_after_s`` asks for more patience than usual.
    """

    def __init__(self, code: str, text: str = "", *, retry: bool = True, retry_after_s: float | None = None) -> None:
        super().__init__(f"{code}: {text}" if text else code)
        self.code = code
        self.text = text
        self.retry = retry
        self.retry_after_s = retry_after_s


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says while it works. ``public_url`` is the address that leads here, if any does."""

    state: TunnelState
    public_url: str | None = None
    code: str | None = None
    text: str | None = None


Tell = Callable[[Told], None]


class Line(Protocol):
    """One way to be reached."""

    def run(self, port: int, tell: Tell) -> Awaitable[None]:
        """Lead the public address to this port of 127.0.0.1 until cancelled. Raises TunnelProblem."""
        ...


def online(url: str) -> Told:
    """The address is there."""
    return Told(state=TunnelState.ONLINE, public_url=url.rstrip("/"))

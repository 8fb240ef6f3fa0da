"""What a change of the public address asks of the instances."""

from typing import Protocol

from services.domain.changes import TunnelChanged
from services.domain.models import TunnelState


class Reached(Protocol):
    """What runs for the instances, as far as this needs it."""

    def cut_off(self) -> None:
        """Our address leads nowhere just now."""
        ...

    def rehook(self) -> None:
        """It leads here, perhaps from somewhere else than before."""
        ...


class Follower:
    """Subscribe ``follow`` to TunnelChanged: every instance gets its webhook anew, and what was missed."""

    def __init__(self, reached: Reached) -> None:
        self._reached = reached
        self._url: str | None = None
        self._cut = False

    def follow(self, change: TunnelChanged) -> None:
        """The tunnel is somewhere else, back, or gone."""
        url = change.view.public_url
        if change.view.state is TunnelState.ONLINE and url is not None:
            if url != self._url or self._cut:
                self._url, self._cut = url, False
                self._reached.rehook()
        elif self._url is not None and (not self._cut or url is None):
            # a gateway is now told "no such endpoint", and may forget what it had for us
            self._cut = True
            if url is None:
                self._url = None
            self._reached.cut_off()

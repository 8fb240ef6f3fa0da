"""How long things are waited for; tests are in more of a hurry."""

import msgspec

from services.core.limits import Backoff


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """``settled_s``: a connection has to hold so long before the history is asked; ``again``: between tries of a
    catch-up; ``poll_s``: between looks where the history is the only way; ``reconnect``: between tries of a
    socket; ``refresh_s``: our copy of the states is renewed no more often than this.
    """

    settled_s: float = 2.0
    again: Backoff = Backoff(first_s=15.0, longest_s=300.0)
    poll_s: float = 30.0
    reconnect: Backoff = Backoff(first_s=1.0, longest_s=60.0)
    refresh_s: float = 0.25

"""What follows when our address, a webhook or its secret is another: look at it now, let sockets step in, catch up."""

from collections.abc import Mapping

from services.core.bus import Bus
from services.core.clock import Clock
from services.domain.changes import Notice
from services.domain.ids import InstanceId
from services.instances.absence import Absences
from services.instances.addresses import by_hand, can_sign
from services.instances.starting import Running
from services.instances.states import States

RESIGN_S = 60.0


class Rehooking:
    """Of all instances; ``running`` is what runs now."""

    def __init__(
        self, *, running: Mapping[InstanceId, Running], states: States, absences: Absences, bus: Bus, clock: Clock
    ) -> None:
        self._running = running
        self._states = states
        self._absences = absences
        self._bus = bus
        self._clock = clock

    def cut_off(self) -> None:
        """Our address leads nowhere just now: what comes meanwhile is fetched later, sockets step in."""
        for each, running in self._running.items():
            if self._states.connected(each):
                self._absences.left(each)
            running.channel.reconsider()

    def rehook(self) -> None:
        """Our address is another one, or back, or a webhook was touched: look at the webhooks now."""
        for each, running in self._running.items():
            running.session.rehook()
            if by_hand(running.descriptor):
                running.channel.hooked()
            else:
                running.channel.reconsider()
            if self._states.connected(each):
                self._absences.returned(each)

    def resign(self, instance: InstanceId) -> None:
        """What this number's webhook is signed with is another secret now, here or there: write it there again.

        At most once a minute: whoever knows the address could ask for it with every request.
        """
        running, now = self._running.get(instance), self._clock.monotonic()
        if running is None or not can_sign(running.descriptor):
            return
        if now - running.resigned_at >= RESIGN_S:
            running.resigned_at = now
            running.session.rehook(rewrite=True)

    def hooked(self, instance: InstanceId, written: bool) -> None:
        """The webhook is as wanted now: the socket is not needed, and a repair is told."""
        running = self._running.get(instance)
        if running is None:
            return
        running.channel.hooked()
        if written:
            # what came while it was another was posted elsewhere
            self._absences.missed(instance, self._clock.now_ms())
        if written and running.hooked:
            self._bus.publish(
                Notice(
                    level="info", code="webhook_renewed", instance_id=instance, replaces=f"webhook_renewed_{instance}"
                )
            )
        running.hooked = True

"""Our copy of what the instances are in: renewed from what was committed, told on; and the QRs shown now."""

import asyncio
from collections.abc import Awaitable, Callable

from services.core.bus import Bus
from services.core.clock import Clock
from services.domain.changes import ChangeSet, QrShown
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.storage.database import Database
from services.storage.queries import instances as queries


class States:
    """Of all instances.

    ``turned`` is told of each that is in another state, with the one before it; ``moved`` once, after all of them.
    The copy is renewed at most every ``refresh_s`` seconds.
    """

    def __init__(
        self,
        *,
        database: Database,
        bus: Bus,
        clock: Clock,
        refresh_s: float,
        turned: Callable[[InstanceView, ConnectionState | None], None],
        moved: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._refresh_s = refresh_s
        self._turned = turned
        self._moved = moved
        self._states: dict[InstanceId, ConnectionState] = {}
        self._qrs: dict[InstanceId, QrShown] = {}
        self._refreshing: asyncio.Task[None] | None = None
        self._refreshed_at = float("-inf")
        self._closed = False
        bus.subscribe(ChangeSet, self._on_changes)
        bus.subscribe(QrShown, self._on_qr)

    def of(self, instance: InstanceId) -> ConnectionState | None:
        """The state as last heard of; None where nothing is known."""
        return self._states.get(instance)

    def connected(self, instance: InstanceId) -> bool:
        """Whether it was connected when last heard of."""
        return self._states.get(instance) is ConnectionState.CONNECTED

    def put(self, view: InstanceView) -> None:
        """What was just read, told to nobody."""
        self._states[view.id] = view.state

    def qr(self, instance: InstanceId) -> QrShown | None:
        """The present QR, unless it has expired or the phone is linked."""
        shown = self._qrs.get(instance)
        if shown is None or self.connected(instance):
            return None
        return shown if (shown.expires_at_ms or 0) > self._clock.now_ms() else None

    def forget_qr(self, instance: InstanceId) -> None:
        """What was shown leads nowhere any more."""
        self._qrs.pop(instance, None)

    def forget(self, instance: InstanceId) -> None:
        """It is gone."""
        self._states.pop(instance, None)
        self._qrs.pop(instance, None)

    def close(self) -> None:
        """Renew nothing any more."""
        self._closed = True
        if self._refreshing is not None:
            self._refreshing.cancel()

    def _on_qr(self, shown: QrShown) -> None:
        self._qrs[shown.instance_id] = shown

    def _on_changes(self, changes: ChangeSet) -> None:
        if changes.instances and self._refreshing is None and not self._closed:
            self._refreshing = asyncio.get_running_loop().create_task(self._refresh())

    async def _refresh(self) -> None:
        # a session may flap twenty times a second
        await self._clock.sleep(self._refresh_s - (self._clock.monotonic() - self._refreshed_at))
        self._refreshed_at = self._clock.monotonic()
        self._refreshing = None
        views = await self._database.read(queries.views)
        if self._closed:
            return
        moved = False
        for view in views:
            before = self._states.get(view.id)
            if before is not view.state:
                self._states[view.id] = view.state
                self._turned(view, before)
                moved = True
        if moved:
            await self._moved()

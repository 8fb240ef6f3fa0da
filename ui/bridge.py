"""Bus to Qt: what the services publish becomes signals of the GUI thread, at most 40 times a second."""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from services.domain.changes import (
    CatchUpProgress,
    ChangeSet,
    Diagnosed,
    FileProgress,
    Notice,
    Presence,
    QrShown,
    SnoozeEnded,
    TrafficChanged,
    TunnelChanged,
    merge,
)

# what comes in is applied less often than that: this is for all the rest
INTERVAL_S = 0.025


class BusLike(Protocol):
    """What the bridge needs of the services' bus."""

    def subscribe(self, topic: type[Any], function: Callable[[Any], None]) -> Callable[[], None]:
        """Call ``function`` with every object of this class; returns the undo."""
        ...


class Bridge(QObject):
    """The window's only subscriber. ``changed`` carries one merged ChangeSet per round."""

    changed = Signal(object)
    presence = Signal(object)
    qr = Signal(object)
    notice = Signal(object)
    catch_up = Signal(object)
    progress = Signal(object)
    tunnel = Signal(object)
    traffic = Signal(object)
    diagnosed = Signal(object)
    snooze_ended = Signal(object)
    _woken = Signal()

    def __init__(self, bus: BusLike, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facts: deque[object] = deque()
        self._awake = False
        self._drained_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._drain)
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)
        topics = (
            ChangeSet, Presence, QrShown, Notice, CatchUpProgress, FileProgress, TunnelChanged, TrafficChanged,
            Diagnosed, SnoozeEnded,
        )  # fmt: skip
        self._undo = [bus.subscribe(topic, self._take) for topic in topics]

    def close(self) -> None:
        """Hear nothing more."""
        for undo in self._undo:
            undo()
        self._undo.clear()
        self._facts.clear()
        self._timer.stop()

    def _take(self, fact: object) -> None:
        # in the services' thread: append, and wake the GUI once for the whole batch
        self._facts.append(fact)
        if not self._awake:
            self._awake = True
            self._woken.emit()

    @Slot()
    def _on_woken(self) -> None:
        if self._timer.isActive():
            return
        left_s = self._drained_at + INTERVAL_S - monotonic()
        if left_s > 0:
            self._timer.start(int(left_s * 1000) + 1)
        else:
            self._drain()

    @Slot()
    def _drain(self) -> None:
        self._awake = False
        self._drained_at = monotonic()
        sets: list[ChangeSet] = []
        others: dict[object, object] = {}
        while self._facts:
            fact = self._facts.popleft()
            if isinstance(fact, ChangeSet):
                sets.append(fact)
            else:
                # of several facts about one thing only the last is worth showing
                others.pop(_subject(fact), None)
                others[_subject(fact)] = fact
        if sets:
            self.changed.emit(merge(sets))
        for fact in others.values():
            self._emit(fact)

    def _emit(self, fact: object) -> None:
        if isinstance(fact, Presence):
            self.presence.emit(fact)
        elif isinstance(fact, QrShown):
            self.qr.emit(fact)
        elif isinstance(fact, Notice):
            self.notice.emit(fact)
        elif isinstance(fact, CatchUpProgress):
            self.catch_up.emit(fact)
        elif isinstance(fact, FileProgress):
            self.progress.emit(fact)
        elif isinstance(fact, TunnelChanged):
            self.tunnel.emit(fact.view)
        elif isinstance(fact, TrafficChanged):
            self.traffic.emit(fact.view)
        elif isinstance(fact, Diagnosed):
            self.diagnosed.emit(fact)
        elif isinstance(fact, SnoozeEnded):
            self.snooze_ended.emit(fact)


def _subject(fact: object) -> object:
    if isinstance(fact, Presence):
        return Presence, fact.chat_id, fact.who
    if isinstance(fact, QrShown | CatchUpProgress):
        return type(fact), fact.instance_id
    if isinstance(fact, FileProgress):
        return FileProgress, fact.message_id, fact.incoming
    if isinstance(fact, TunnelChanged | TrafficChanged):
        return type(fact)
    if isinstance(fact, Notice):
        return Notice, fact.replaces or fact.code, fact.instance_id
    return id(fact)

"""The demo from the window's side: it begins with its QR code, and ends without a trace."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from services.api import Services
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui.tasks import Crossing


class DemoShow(QObject):
    """``scanning`` carries the number whose QR is shown, ``linked`` says that it went through, ``left`` that it is over."""

    scanning = Signal(object)
    linked = Signal()
    left = Signal()

    def __init__(self, services: Services, crossing: Crossing, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing
        self._shown: InstanceId | None = None

    def runs(self) -> bool:
        """Whether it runs; it may have been started elsewhere."""
        return self._services.demo.running()

    def start(self, busy: QWidget) -> None:
        """Begin; ``busy`` cannot be pressed meanwhile."""
        self._crossing.spawn(self, self._services.demo.start(), done=self._on_started, busy=busy)

    def leave(self) -> None:
        """End it and remove what came with it."""
        self._crossing.spawn(self, self._services.demo.stop(), done=lambda _none: self.left.emit(), keep=True)

    def watch(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """The numbers as they are now."""
        shown = instances.get(self._shown) if self._shown is not None else None
        if shown is not None and shown.state is ConnectionState.CONNECTED:
            self._shown = None
            self.linked.emit()

    def _on_started(self, instance: InstanceView) -> None:
        if instance.state is not ConnectionState.CONNECTED:
            # its QR is part of the show; the conversations come by themselves when it is linked
            self._shown = instance.id
            self.scanning.emit(instance.id)

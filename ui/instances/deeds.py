"""What an admin does to a number: at once, or after a dialog has asked."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.models import InstanceView
from ui import formats
from ui.dialogs import confirm
from ui.instances.asking import ask_line, ask_removal
from ui.links import open_link
from ui.tasks import Crossing
from ui.theme import Look


class InstanceDeeds(QObject):
    """``failed`` carries an AppError, ``gone`` says that a number was removed. ``over`` is what dialogs open over."""

    failed = Signal(object)
    gone = Signal()

    def __init__(self, services: Services, crossing: Crossing, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._services, self._crossing, self._look, self._over = services, crossing, look, over
        self.providers: Mapping[str, ProviderView] = {}

    def do(self, action: str, instance: InstanceView, busy: QWidget) -> bool:
        """Do it; False for an action of somebody else. ``busy`` is disabled meanwhile."""
        instances, number = self._services.instances, instance.id
        at_once: dict[str, Callable[[], Coroutine[Any, Any, object]]] = {
            "connect": lambda: instances.connect(number),
            "resume": lambda: instances.resume(number),
            "pause": lambda: instances.pause(number),
            "restart": lambda: instances.restart(number),
            "catch_up": lambda: instances.catch_up(number),
        }
        asking = {"rename": self._rename, "key": self._change_key, "logout": self._log_out, "remove": self._remove}
        if action in at_once:
            self._crossing.spawn(self, at_once[action](), failed=self.failed.emit, busy=busy)
        elif action in asking:
            self._crossing.start(self, asking[action](instance))
        elif action.startswith("colour:"):
            colour = action.partition(":")[2] or None
            self._crossing.spawn(self, instances.recolour(number, colour), failed=self.failed.emit)
        elif action == "dashboard":
            open_link(instances.dashboard_url(instance) or "")
        else:
            return False
        return True

    async def _rename(self, instance: InstanceView) -> None:
        name = await ask_line(
            self._over,
            self._look,
            self.tr("Rename"),
            self.tr("What you and your colleagues call this number. Nothing changes on the gateway."),
            instance.label or instance.name,
            self.tr("Rename"),
        )
        if name is not None:
            await self._crossing.call(self._services.instances.rename(instance.id, name))

    async def _change_key(self, instance: InstanceView) -> None:
        provider = self.providers.get(instance.provider)
        fields = [name for name, secret, _ in provider.credentials if secret] if provider is not None else []
        if not fields:
            return
        key = await ask_line(
            self._over,
            self._look,
            self.tr("Enter another key"),
            self.tr("The key of {gateway} at {address}. It is kept in the system's password store.").format(
                gateway=provider.display_name if provider is not None else "",
                address=formats.one_line(instance.base_url, 80),
            ),
            "",
            self.tr("Save and try"),
            secret=True,
        )
        if key:
            field = "api_key" if "api_key" in fields else fields[0]
            await self._crossing.call(self._services.instances.set_credentials(instance.id, {field: key}))

    async def _log_out(self, instance: InstanceView) -> None:
        name = formats.one_line(instance.label or instance.name, 60)
        sure = await confirm(
            self._over,
            self._look,
            self.tr("Unlink {number}?").format(number=name),
            self.tr(
                "Messages stop until a code is scanned again. The conversations stay here, and on the gateway the "
                "instance stays, too."
            ),
            self.tr("Unlink the phone"),
            danger=True,
        )
        if sure:
            await self._crossing.call(self._services.instances.logout(instance.id))

    async def _remove(self, instance: InstanceView) -> None:
        name = formats.one_line(instance.label or instance.name, 60)
        able = self._services.instances.capabilities(instance)
        can_delete = "delete_instance" in able and not instance.paused
        answer = await ask_removal(self._over, self._look, name, can_delete=can_delete)
        if answer is None:
            return
        there, keep = answer
        instances = self._services.instances
        call = instances.delete if there else instances.remove
        await self._crossing.call(call(instance.id, keep_history=keep))
        self.gone.emit()

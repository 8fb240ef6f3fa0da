"""The numbers page: every number with its state in words, connecting another, and what an admin does to one."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.changes import QrShown
from services.domain.errors import AppError
from services.domain.events import ConnectionState
from services.domain.gateways import OwnProfile
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import formats
from ui.bridge import Bridge
from ui.formats import Clock
from ui.instances import words
from ui.instances.deeds import InstanceDeeds
from ui.instances.detail import WAITING, InstanceDetail
from ui.instances.instance_delegate import COLOUR_ROLE, STATE_ROLE, InstanceDelegate
from ui.instances.wizard import ConnectWizard
from ui.media.pictures import Pictures
from ui.messages import failure_words, state_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.catch_up_line import CatchUpLine
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import plain_label
from ui.widgets.page_head import page_head
from ui.widgets.pair import Pair

_EMPTY, _DETAIL, _WIZARD, _WAITING = 0, 1, 2, 3
# when a number was last heard of changes with every message, which tells nobody
_AGAIN_MS = 30_000


class InstancesPanel(QWidget):
    """List on the left; on the right the chosen number, the wizard, or a page somebody else put there.

    ``webhook_requested``, ``diagnosis_requested`` and ``deliveries_requested`` carry an instance whose page
    another part shows; ``chat_requested`` carries a conversation.
    """

    instances_loaded = Signal(object, object)
    webhook_requested = Signal(object)
    diagnosis_requested = Signal(object)
    deliveries_requested = Signal(object)
    chat_requested = Signal(object)
    address_requested = Signal()
    failed = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services, self._bridge, self._crossing, self._look = services, bridge, crossing, look
        self._instances: dict[InstanceId, InstanceView] = {}
        self._known = False
        self._providers: dict[str, ProviderView] = {}
        self._title = plain_label(look=look, role=Type.TITLE)
        self.add_button = IconButton(look, "plus", colour="accent")
        self.add_button.clicked.connect(self.show_form)
        self.list = QListWidget()
        self.list.setItemDelegate(InstanceDelegate(look, self.list))
        self.list.setMouseTracking(True)
        look.changed.connect(self.list.viewport().update)
        self.list.currentRowChanged.connect(self._on_list_current_row_changed)
        self.list.clicked.connect(lambda _index: self._go())
        # Enter does what a click does, also on the row that is current already
        self.list.activated.connect(lambda _index: self._go())
        self._pictures = Pictures(self._file, self)
        self.detail = InstanceDetail(look, CatchUpLine(services, bridge, crossing, look), self._pictures, clock)
        self.wizard = ConnectWizard(services, bridge, crossing, look, clock)
        self._first = button(kind="primary")
        self._first.clicked.connect(self.show_form)
        self._empty = EmptyState(look, "numbers", (self._first,))
        self.deeds = InstanceDeeds(services, crossing, look, self)
        self.deeds.failed.connect(self.failed)
        self.deeds.gone.connect(self.reload)
        self._foot = QWidget()
        self._foot.hide()
        self._build()
        self.wizard.closed.connect(self._on_wizard_closed)
        self.wizard.chat_requested.connect(self.chat_requested)
        self.wizard.webhook_requested.connect(self.webhook_requested)
        self.wizard.address_requested.connect(self.address_requested)
        self.wizard.passkey_requested.connect(self._ask_passkey)
        self.detail.action_requested.connect(self._on_detail_action_requested)
        self.detail.pairing_requested.connect(self._on_detail_pairing_requested)
        bridge.changed.connect(lambda changes: self.reload() if changes.instances else None)
        bridge.qr.connect(self._on_bridge_qr)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self.reload)
        self._retranslate()
        crossing.spawn(self, services.instances.providers(), done=self._on_providers)
        self.reload()

    def _build(self) -> None:
        head = page_head(self._title, self.add_button)
        side = QFrame()
        side.setObjectName("side")
        side.setMinimumWidth(240)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        side_foot = QVBoxLayout(self._foot)
        side_foot.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        column.addWidget(self._foot)
        right = QWidget()
        self._stack = QStackedLayout(right)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(centred(self.detail))
        self._stack.addWidget(centred(self.wizard))
        # whether there is a number is not known before the services are there
        self._stack.addWidget(QWidget())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.pair = Pair(self._look, side, right, self.list, 300)
        layout.addWidget(self.pair)

    def reload(self) -> None:
        """Fetch all instances anew."""
        self._crossing.spawn(self, self._services.instances.all(), done=self._on_instances)

    def show_form(self) -> None:
        """Connect another number."""
        self.wizard.begin()
        self._to_wizard()

    def add_page(self, page: QWidget) -> None:
        """A page of another part, shown on the right by ``show_page``."""
        self._stack.addWidget(centred(page, 860))

    def add_entry(self, entry: QPushButton) -> None:
        """A way to such a page, under the list."""
        layout = self._foot.layout()
        if layout is not None:
            layout.addWidget(entry)
        self._foot.show()

    def show_page(self, page: QWidget) -> None:
        """Show what ``add_page`` was given."""
        for at in range(self._stack.count()):
            holder = self._stack.widget(at)
            if holder is not None and holder.isAncestorOf(page):
                self._stack.setCurrentIndex(at)
                self.pair.turn(True)

    def show_current(self) -> None:
        """Back to the chosen number."""
        self._show_current()
        self.pair.first().setFocus()

    def show_instance(self, instance_id: InstanceId) -> None:
        """Go to one of them."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == instance_id:
                self.list.setCurrentRow(row)
                self._go()

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen is fresh, and stays so."""
        super().showEvent(event)
        self.reload()
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._again.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Numbers"))
        self.pair.name_back(self.tr("Numbers"))
        self.list.setAccessibleName(self.tr("Numbers"))
        self.add_button.name_it(self.tr("Connect a number"))
        self._first.setText(self.tr("Connect a number"))
        self._empty.say(
            self.tr("No number is connected"),
            self.tr("Connect the gateway that holds your WhatsApp number; messages then arrive here."),
        )
        self.detail.retranslate()
        self._refill()

    def _current(self) -> InstanceView | None:
        item = self.list.currentItem()
        return self._instances.get(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _on_providers(self, providers: tuple[ProviderView, ...]) -> None:
        self._providers = {p.kind: p for p in providers}
        self.deeds.providers = self._providers
        self.wizard.set_providers(providers)
        self.instances_loaded.emit(self._instances, self._providers)
        self._refill()

    def _on_instances(self, instances: tuple[InstanceView, ...]) -> None:
        self._instances, self._known = {i.id: i for i in instances}, True
        self.wizard.set_instances(self._instances)
        self._refill()
        if not instances:
            # what there is to be done stands there
            self.pair.turn(True)
        self.instances_loaded.emit(self._instances, self._providers)

    def _refill(self) -> None:
        current = self._current()
        self.list.blockSignals(True)
        self.list.clear()
        for instance in self._instances.values():
            name = formats.one_line(instance.label or instance.name, 60)
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, instance.id)
            state = words.state_of(instance)
            item.setData(STATE_ROLE, state)
            item.setData(COLOUR_ROLE, instance.colour)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}. {state_words(state)}")
            self.list.addItem(item)
            if current is not None and instance.id == current.id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        if self._stack.currentIndex() in (_EMPTY, _DETAIL, _WAITING):
            self._show_current()

    def _on_list_current_row_changed(self, _row: int) -> None:
        self._show_current()

    def _to_wizard(self) -> None:
        self._stack.setCurrentIndex(_WIZARD)
        self.pair.turn(True)
        self.wizard.focus_first()

    def _go(self) -> None:
        self._show_current()
        self.pair.turn(True)

    def _show_current(self) -> None:
        instance = self._current()
        self._stack.setCurrentIndex(_DETAIL if instance is not None else _EMPTY if self._known else _WAITING)
        if instance is None:
            return
        provider = self._providers.get(instance.provider)
        name = provider.display_name if provider is not None else instance.provider
        instances = self._services.instances
        self.detail.show_instance(
            instance,
            name,
            instances.hook_url(instance),
            able=instances.capabilities(instance),
            dashboard=instances.dashboard_url(instance),
        )
        if words.state_of(instance) is ConnectionState.CONNECTED:
            number = instance.id
            self._crossing.spawn(
                self, instances.profile(number), done=lambda profile: self._on_profile(number, profile), failed=_nothing
            )
        if words.state_of(instance) in WAITING:
            self._crossing.spawn(self, instances.qr(instance.id), done=self._on_qr)

    def _on_profile(self, number: InstanceId, profile: OwnProfile) -> None:
        current = self._current()
        if current is not None and current.id == number:
            self.detail.show_profile(profile)

    def _file(self, path: str) -> Path | None:
        try:
            return self._services.messages.file(path)
        except AppError:
            return None

    def _on_qr(self, qr: QrShown | None) -> None:
        if qr is not None:
            self._on_bridge_qr(qr)

    def _on_bridge_qr(self, qr: QrShown) -> None:
        current = self._current()
        if current is not None and qr.instance_id == current.id:
            self.detail.qr.show_qr(qr)

    def _on_wizard_closed(self, instance_id: InstanceId | None) -> None:
        self._stack.setCurrentIndex(_DETAIL)
        if instance_id is not None:
            self.show_instance(instance_id)
        self._show_current()

    def _on_detail_action_requested(self, action: str, instance: InstanceView) -> None:
        pages = {
            "webhook": self.webhook_requested,
            "diagnose": self.diagnosis_requested,
            "deliveries": self.deliveries_requested,
        }
        if action in pages:
            pages[action].emit(instance)
        elif action == "move":
            self.wizard.begin(moving=instance)
            self._to_wizard()
        elif action == "passkey":
            self._ask_passkey(instance)
        else:
            self.deeds.do(action, instance, self.detail.connect_button)

    def _ask_passkey(self, instance: InstanceView) -> None:
        from ui.instances.passkey_dialog import PasskeyDialog  # not needed at the start

        dialog = PasskeyDialog(self, self._services, self._bridge, self._crossing, self._look, instance)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_detail_pairing_requested(self, instance: InstanceView, phone: str) -> None:
        self._crossing.spawn(
            self,
            self._services.instances.pairing_code(instance.id, phone),
            done=self._on_bridge_qr,
            failed=self._on_pairing_failed,
            busy=self.detail.qr.code_button,
        )

    def _on_pairing_failed(self, error: AppError) -> None:
        self.detail.qr.say_error(failure_words(error))


def _nothing(_error: AppError) -> None:
    """A number without a picture shows its initials."""


def centred(widget: QWidget, width: int = 660) -> QScrollArea:
    """A card in the middle of what can be scrolled."""
    inner = QWidget()
    inner.setObjectName("scrolled")
    widget.setMaximumWidth(width)
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(widget, 12)
    row.addStretch()
    layout.addLayout(row)
    layout.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    return area

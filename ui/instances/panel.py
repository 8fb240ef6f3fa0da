"""The numbers page: every instance with its state in words, its QR while it waits for one, and its hook URL."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from services.api import NewInstance, ProviderView, Services
from services.domain.changes import QrShown
from services.domain.errors import AppError
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import formats
from ui.bridge import Bridge
from ui.dialogs import confirm
from ui.formats import Clock
from ui.instances.connect_form import ConnectForm
from ui.instances.instance_delegate import STATE_ROLE, InstanceDelegate, tone
from ui.instances.qr_view import QrView
from ui.messages import state_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.page_head import page_head

_WAITING = (
    ConnectionState.AWAITING_QR,
    ConnectionState.AWAITING_CODE,
    ConnectionState.CONNECTING,
    ConnectionState.CREATED,
)


class Dot(QWidget):
    """The state as a coloured dot; the words stand beside it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tone = "text_soft"
        self.setFixedSize(10, 10)
        look.changed.connect(self.update)

    def show_tone(self, tone: str) -> None:
        """A colour role."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(str(getattr(self._look.colours, self._tone))))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class InstanceDetail(QFrame):
    """One instance: state, since when, own number, QR, hook URL, and what can be done."""

    connect_requested = Signal(object)
    remove_requested = Signal(object)
    copied = Signal()

    def __init__(self, look: Look, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("card")
        self._clock = clock
        self._instance: InstanceView | None = None
        self._provider = ""
        self._url: str | None = None
        self._title = plain_label(look=look, role=Type.DISPLAY, wrap=True)
        self._dot = Dot(look)
        self._state = plain_label(look=look, role=Type.STRONG)
        self._since = plain_label(look=look, role=Type.SMALL, tone="soft")
        self._facts = plain_label(look=look, tone="soft", wrap=True)
        self.qr = QrView(look)
        self._url_title = plain_label(look=look, role=Type.SMALL_STRONG)
        self.url = plain_label(look=look, role=Type.MONO, tone="mono", wrap=True)
        self.url.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._url_help = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.copy_button = IconButton(look, "copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.connect_button = button(kind="primary")
        self.connect_button.clicked.connect(lambda: self.connect_requested.emit(self._instance))
        self.remove_button = button(kind="danger")
        self.remove_button.clicked.connect(lambda: self.remove_requested.emit(self._instance))
        state = QHBoxLayout()
        state.setSpacing(Space.S)
        for widget in (self._dot, self._state, self._since):
            state.addWidget(widget)
        state.addStretch()
        url = QHBoxLayout()
        url.addWidget(self.url, 1)
        url.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addWidget(self.connect_button)
        row.addStretch()
        row.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.S)
        layout.addWidget(self._title)
        layout.addLayout(state)
        layout.addWidget(self._facts)
        layout.addSpacing(Space.S)
        layout.addWidget(self.qr)
        layout.addSpacing(Space.M)
        layout.addWidget(self._url_title)
        layout.addLayout(url)
        layout.addWidget(self._url_help)
        layout.addSpacing(Space.L)
        layout.addLayout(row)

    def show_instance(self, instance: InstanceView, provider: str, url: str | None) -> None:
        """Whose facts to show; ``url`` is where its gateway must post to."""
        if self._instance is None or self._instance.id != instance.id:
            self.qr.show_qr(None)
        self._instance, self._provider, self._url = instance, provider, url
        self.retranslate()

    def retranslate(self) -> None:
        """Everything in words."""
        instance = self._instance
        if instance is None:
            return
        self._title.setText(formats.one_line(instance.label or instance.name, 120))
        self._state.setText(state_words(instance.state))
        set_tone(self._state, tone(instance.state))
        self._dot.show_tone(tone(instance.state))
        since = formats.since(instance.state_since_ms, self._clock()) if instance.state_since_ms else ""
        self._since.setText(self.tr("since {moment}").format(moment=since) if since else "")
        facts = [self._provider, formats.one_line(instance.base_url, 120)]
        if instance.own_address is not None and instance.own_address.phone:
            facts.insert(0, formats.phone(instance.own_address.phone))
        if instance.own_name:
            facts.insert(0, formats.one_line(instance.own_name, 80))
        if instance.state_reason:
            facts.append(formats.one_line(instance.state_reason, 200))
        self._facts.setText(" · ".join(f for f in facts if f))
        self.qr.setVisible(instance.state in _WAITING)
        self._url_title.setText(self.tr("Webhook address"))
        self.url.setText(self._url or self.tr("Not known yet"))
        self._url_help.setText(
            self.tr("Balcão sets it on the gateway where it can; elsewhere, paste it there. It is a secret.")
        )
        self.copy_button.setEnabled(self._url is not None)
        self.copy_button.name_it(self.tr("Copy the webhook address"))
        waiting = instance.state in _WAITING
        self.connect_button.setText(self.tr("New QR code") if waiting else self.tr("Reconnect"))
        self.connect_button.setVisible(instance.state is not ConnectionState.CONNECTED)
        self.remove_button.setText(self.tr("Remove"))

    def _on_copy_clicked(self) -> None:
        if self._url is not None:
            QGuiApplication.clipboard().setText(self._url)
            self.copied.emit()


class InstancesPanel(QWidget):
    """List on the left, the chosen instance or the connect form on the right."""

    instances_loaded = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services, self._crossing, self._look = services, crossing, look
        self._instances: dict[InstanceId, InstanceView] = {}
        self._providers: dict[str, ProviderView] = {}
        self._title = plain_label(look=look, role=Type.TITLE)
        self.add_button = IconButton(look, "plus", colour="accent")
        self.add_button.clicked.connect(self.show_form)
        self.list = QListWidget()
        self.list.setItemDelegate(InstanceDelegate(look, self.list))
        self.list.setMouseTracking(True)
        look.changed.connect(self.list.viewport().update)
        self.list.currentRowChanged.connect(self._on_list_current_row_changed)
        self.detail = InstanceDetail(look, clock)
        self.form = ConnectForm(look)
        self._first = button(kind="primary")
        self._first.clicked.connect(self.show_form)
        self._empty = EmptyState(look, "numbers", (self._first,))
        self._build()
        self.form.submitted.connect(self._on_form_submitted)
        self.form.cancelled.connect(self._show_current)
        self.detail.connect_requested.connect(self._on_detail_connect_requested)
        self.detail.remove_requested.connect(self._on_detail_remove_requested)
        bridge.changed.connect(lambda changes: self.reload() if changes.instances else None)
        bridge.qr.connect(self._on_bridge_qr)
        self._retranslate()
        crossing.spawn(self, services.instances.providers(), done=self._on_providers)
        self.reload()

    def _build(self) -> None:
        head = page_head(self._title, self.add_button)
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(300)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        form_card = QFrame()
        form_card.setObjectName("card")
        inner = QVBoxLayout(form_card)
        inner.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        inner.addWidget(self.form)
        right = QWidget()
        self._stack = QStackedLayout(right)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(_centred(self.detail))
        self._stack.addWidget(_centred(form_card))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(right, 1)

    def reload(self) -> None:
        """Fetch all instances anew."""
        self._crossing.spawn(self, self._services.instances.all(), done=self._on_instances)

    def show_form(self) -> None:
        """Connect another number."""
        self._stack.setCurrentIndex(2)
        self.form.provider.setFocus()

    def show_instance(self, instance_id: InstanceId) -> None:
        """Go to one of them."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == instance_id:
                self.list.setCurrentRow(row)
                self._show_current()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Numbers"))
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
        self.form.set_providers(providers)
        self.instances_loaded.emit(self._instances, self._providers)
        self._refill()

    def _on_instances(self, instances: tuple[InstanceView, ...]) -> None:
        self._instances = {i.id: i for i in instances}
        self._refill()
        self.instances_loaded.emit(self._instances, self._providers)

    def _refill(self) -> None:
        current = self._current()
        self.list.blockSignals(True)
        self.list.clear()
        for instance in self._instances.values():
            name = formats.one_line(instance.label or instance.name, 60)
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, instance.id)
            item.setData(STATE_ROLE, instance.state)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}. {state_words(instance.state)}")
            self.list.addItem(item)
            if current is not None and instance.id == current.id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        if self._stack.currentIndex() != 2:
            self._show_current()

    def _on_list_current_row_changed(self, _row: int) -> None:
        self._show_current()

    def _show_current(self) -> None:
        instance = self._current()
        self._stack.setCurrentIndex(1 if instance is not None else 0)
        if instance is None:
            return
        provider = self._providers.get(instance.provider)
        name = provider.display_name if provider is not None else instance.provider
        self.detail.show_instance(instance, name, self._services.instances.hook_url(instance))
        if instance.state in _WAITING:
            self._crossing.spawn(self, self._services.instances.qr(instance.id), done=self._on_qr)

    def _on_qr(self, qr: QrShown | None) -> None:
        if qr is not None:
            self._on_bridge_qr(qr)

    def _on_bridge_qr(self, qr: QrShown) -> None:
        current = self._current()
        if current is not None and qr.instance_id == current.id:
            self.detail.qr.show_qr(qr)

    def _on_form_submitted(self, new: NewInstance) -> None:
        self._crossing.spawn(
            self,
            self._services.instances.create(new),
            done=self._on_created,
            failed=self.form.show_failure,
            busy=self.form.connect_button,
        )

    def _on_created(self, instance: InstanceView) -> None:
        self.form.clear()
        self._instances[instance.id] = instance
        self._refill()
        self.show_instance(instance.id)
        self.instances_loaded.emit(self._instances, self._providers)

    def _on_detail_connect_requested(self, instance: InstanceView) -> None:
        self._crossing.spawn(
            self,
            self._services.instances.connect(instance.id),
            failed=self._on_connect_failed,
            busy=self.detail.connect_button,
        )

    def _on_connect_failed(self, error: AppError) -> None:
        self.failed.emit(error)

    def _on_detail_remove_requested(self, instance: InstanceView) -> None:
        self._crossing.start(self, self._remove(instance))

    async def _remove(self, instance: InstanceView) -> None:
        name = formats.one_line(instance.label or instance.name, 60)
        sure = await confirm(
            self,
            self._look,
            self.tr("Remove {number}?").format(number=name),
            self.tr("Its conversations stay here. On the gateway nothing is changed."),
            self.tr("Remove"),
            danger=True,
        )
        if sure:
            await self._crossing.call(self._services.instances.remove(instance.id))
            self.reload()


def _centred(widget: QWidget) -> QScrollArea:
    """A card in the middle of what can be scrolled."""
    inner = QWidget()
    inner.setObjectName("scrolled")
    widget.setMaximumWidth(620)
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 8)
    row.addStretch(1)
    layout.addLayout(row)
    layout.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    return area



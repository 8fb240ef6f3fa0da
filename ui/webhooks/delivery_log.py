"""The deliveries page: what arrived, whether it could be applied, its body, and trying it again."""

import contextlib
from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QSplitter,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.changes import ChangeSet
from services.domain.errors import AppError
from services.domain.ids import DeliveryId, InstanceId
from services.domain.models import DeliveryState, DeliveryView, InstanceView, Page
from ui import formats
from ui.bridge import Bridge
from ui.formats import Clock
from ui.messages import delivery_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.webhooks.delivery_model import Column, DeliveryModel
from ui.widgets.buttons import IconButton, button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import no_mnemonic, plain_label
from ui.widgets.page_head import page_head

PAGE = 100
SHOWN_BYTES = 200_000
_REFRESH_MS = 1000
_WIDTHS = {
    Column.STATE: 150, Column.TIME: 150, Column.NUMBER: 140, Column.PROVIDER: 130, Column.EVENT: 180, Column.SIZE: 90,
}  # fmt: skip
_STATES = (None, DeliveryState.NEW, DeliveryState.DONE, DeliveryState.BAD, DeliveryState.PARKED)


class DeliveryLog(QWidget):
    """Table above, the chosen delivery's body below."""

    failed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services, self._crossing, self._look = services, crossing, look
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._stale = True
        self._asking = False
        self._shown: DeliveryId | None = None
        self.model = DeliveryModel(look, clock, self)
        self._title = plain_label(look=look, role=Type.TITLE)
        self.filter = QComboBox()
        for state in _STATES:
            self.filter.addItem("", state)
        self.number = QComboBox()
        self.number.addItem("", None)
        for box in (self.filter, self.number):
            # what is chosen may be cut where it is tight, and only there; the list shows it whole
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumContentsLength(8)
        self.filter.currentIndexChanged.connect(lambda _at: self.reload())
        self.number.currentIndexChanged.connect(lambda _at: self.reload())
        self._refresh = IconButton(look, "refresh")
        self._refresh.clicked.connect(self.reload)
        self.table = self._table()
        self._fitted = 0
        self._fit_rows()
        look.changed.connect(self._fit_rows)
        self._empty = EmptyState(look, "deliveries")
        self.body = QPlainTextEdit()
        self.body.setReadOnly(True)
        look.write(self.body, Type.MONO)
        self.body.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._about = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.copy_button = button()
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.body.toPlainText()))
        self.replay_button = button()
        self.replay_button.clicked.connect(self._on_replay_clicked)
        self.assign_button = button()
        self.assign_menu = QMenu(self)
        self.assign_button.setMenu(self.assign_menu)
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.reload)
        self.model.page_requested.connect(self._on_model_page_requested)
        for signal in (self.model.modelReset, self.model.rowsInserted):
            signal.connect(self._on_rows_changed)
        bridge.changed.connect(self._on_bridge_changed)
        self._retranslate()
        self._choose(None)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        table.selectionModel().currentRowChanged.connect(self._on_table_current_row_changed)
        return table

    def _fit_rows(self) -> None:
        if self._fitted == self._look.zoom:
            # the widths may be a person's own by now
            return
        self._fitted = self._look.zoom
        self.table.verticalHeader().setDefaultSectionSize(self._look.px(38))
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, self._look.px(width))

    def _build(self) -> None:
        actions = QHBoxLayout()
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(Space.S)
        actions.addWidget(self._about, 1)
        actions.addWidget(self.assign_button)
        actions.addWidget(self.copy_button)
        actions.addWidget(self.replay_button)
        self.detail = QFrame()
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(actions)
        column.addWidget(self.body, 1)
        upper = QWidget()
        self._stack = QStackedLayout(upper)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(self.detail)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([420, 300])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(page_head(self._title, self.number, self.filter, self._refresh))
        layout.addWidget(self._splitter, 1)

    def reload(self) -> None:
        """Fetch the first page anew."""
        self._timer.stop()
        if self._asking:
            self._stale = True
            return
        self._stale, self._asking = False, True
        asked = self._asked()
        self._crossing.spawn(
            self,
            self._services.deliveries.page(state=asked[0], instance_id=asked[1], limit=PAGE),
            done=lambda page: self._on_first_page(page, asked),
            failed=self._on_page_failed,
        )

    def _asked(self) -> tuple[DeliveryState | None, InstanceId | None]:
        """What the filters leave."""
        state = self.filter.currentData()
        return (DeliveryState(state) if state else None, self.number.currentData())

    def show_number(self, instance_id: InstanceId) -> None:
        """Leave only this number's."""
        at = self.number.findData(instance_id)
        if at >= 0:
            self.number.setCurrentIndex(at)

    def set_instances(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        """What the numbers are called, and which a parked delivery can be given to."""
        self._instances = instances
        self.model.names(
            {i.id: formats.one_line(i.label or i.name, 60) for i in instances.values()},
            {kind: p.display_name for kind, p in providers.items()},
        )
        chosen = self.number.currentData()
        self.number.blockSignals(True)
        while self.number.count() > 1:
            self.number.removeItem(1)
        for instance in instances.values():
            self.number.addItem(formats.one_line(instance.label or instance.name, 60), instance.id)
        self.number.setCurrentIndex(max(0, self.number.findData(chosen)))
        self.number.blockSignals(False)
        self.number.setVisible(bool(instances))
        if self.number.currentData() != chosen:
            self.reload()
        self.assign_menu.clear()
        for instance in instances.values():
            action = self.assign_menu.addAction(no_mnemonic(formats.one_line(instance.label or instance.name, 60)))
            action.triggered.connect(lambda _checked=False, chosen=instance.id: self._assign(chosen))

    def showEvent(self, event: QShowEvent) -> None:
        """Being looked at, it is fetched; hidden, it only remembers that it is stale."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Deliveries"))
        self.table.setAccessibleName(self.tr("Deliveries"))
        self.filter.setAccessibleName(self.tr("State"))
        self.number.setAccessibleName(self.tr("Number"))
        self.number.setItemText(0, self.tr("All numbers"))
        self._refresh.name_it(self.tr("Refresh"))
        for at, state in enumerate(_STATES):
            self.filter.setItemText(at, self.tr("All states") if state is None else delivery_words(state))
        self.body.setAccessibleName(self.tr("Body"))
        self.body.setPlaceholderText(self.tr("Choose a delivery to see what the gateway sent."))
        self.copy_button.setText(self.tr("Copy"))
        self.replay_button.setText(self.tr("Apply again"))
        self.assign_button.setText(self.tr("Belongs to"))
        self._empty.say(
            self.tr("Nothing was delivered yet"), self.tr("Every request of a gateway is kept here before it is read.")
        )
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _on_first_page(
        self, page: Page[DeliveryView], asked: tuple[DeliveryState | None, InstanceId | None]
    ) -> None:
        self._asking = False
        if asked == self._asked():
            self.model.reset(page)
        self._on_rows_changed()
        if self._stale:
            self.reload()

    def _on_page_failed(self, error: AppError) -> None:
        self._asking = False
        self.failed.emit(error)

    def _on_model_page_requested(self, cursor: str) -> None:
        state, number = self._asked()
        self._crossing.spawn(
            self,
            self._services.deliveries.page(state=state, instance_id=number, cursor=cursor, limit=PAGE),
            done=self.model.append,
        )

    def _on_rows_changed(self) -> None:
        any_row = self.model.rowCount() > 0
        self._stack.setCurrentIndex(0 if any_row else 1)
        self.detail.setVisible(any_row)
        current = self.model.delivery(self.table.currentIndex().row())
        if current is None:
            self._choose(None)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.deliveries:
            return
        self._stale = True
        # a log that is rewritten twenty times a second can be read by nobody
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _on_table_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._choose(self.model.delivery(current.row()))

    def _choose(self, item: DeliveryView | None) -> None:
        # what is nobody's is read again once it is somebody's
        self.replay_button.setEnabled(item is not None and item.instance_id is not None)
        self.copy_button.setEnabled(item is not None)
        self.assign_button.setVisible(item is not None and item.state is DeliveryState.PARKED)
        if item is None:
            self._shown = None
            self.body.clear()
            self._about.setText("")
            return
        words = [item.path, self.tr("%n attempt(s)", "", item.attempts)]
        if item.duplicates:
            words.append(self.tr("came %n more time(s)", "", item.duplicates))
        if item.conflicts:
            words.append(self.tr("%n message(s) known with another text", "", item.conflicts))
        if item.error:
            words.append(item.error)
        self._about.setText(formats.one_line(" · ".join(w for w in words if w), 400))
        if self._shown == item.id:
            return
        self._shown = item.id
        self._crossing.spawn(
            self, self._services.deliveries.body(item.id), done=lambda raw: self._on_body(item.id, raw)
        )

    def _on_body(self, delivery_id: DeliveryId, raw: bytes) -> None:
        if delivery_id != self._shown:
            return
        text = raw[:SHOWN_BYTES].decode("utf-8", "replace").replace("\x00", "\ufffd")
        if len(raw) <= SHOWN_BYTES:
            with contextlib.suppress(msgspec.DecodeError):
                # one line of thousands of characters is read by nobody; nothing but the spaces is changed
                text = msgspec.json.format(text, indent=2)
        else:
            text += "\n" + self.tr("… and {size} more").format(size=formats.size(len(raw) - SHOWN_BYTES))
        self.body.setPlainText(text)

    def _on_replay_clicked(self) -> None:
        if self._shown is not None:
            self._crossing.spawn(
                self, self._services.deliveries.replay(self._shown), done=self._on_replayed, busy=self.replay_button
            )

    def _assign(self, instance_id: InstanceId) -> None:
        if self._shown is not None:
            self._crossing.spawn(
                self, self._services.deliveries.assign(self._shown, instance_id), done=self._on_replayed
            )

    def _on_replayed(self, item: DeliveryView) -> None:
        self.model.replace(item)
        if item.id == self._shown:
            self._choose(item)

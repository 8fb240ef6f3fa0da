"""Start a conversation with a number: typed as anybody writes it, checked where the gateway can say."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from services.api import Services
from services.domain import phone
from services.domain.contacts import Started
from services.domain.errors import AppError, ErrorCode
from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import formats
from ui.dialogs import Dialog
from ui.messages import failure_words, state_words
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import no_mnemonic, plain_label, set_tone

_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.NOT_CONNECTED, ErrorCode.NOT_FOUND)


class StartDialog(Dialog):
    """``started`` carries the Started whose conversation is to be opened."""

    started = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        instances: Mapping[InstanceId, InstanceView],
        *,
        number: str = "",
        instance_id: InstanceId | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._instances = services, crossing, instances
        self._call: Call | None = None
        self.setWindowTitle(self.tr("Start a conversation"))
        self.setMinimumWidth(440)
        self.number = QLineEdit(number)
        self.number.setAccessibleName(self.tr("Number of the customer"))
        self.number.setPlaceholderText("(11) 98888-7777")
        self.number.setMaxLength(200)
        self.number.textChanged.connect(lambda _text: self._on_changed())
        self.over = QComboBox()
        self.over.setAccessibleName(self.tr("Speak from"))
        self.over.currentIndexChanged.connect(lambda _index: self._on_changed())
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.told.setMinimumHeight(40)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.go = button(self.tr("Start"), kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(lambda: self._start(check=True))
        self.anyway = button(self.tr("Start without checking"))
        self.anyway.clicked.connect(lambda: self._start(check=False))
        self.anyway.hide()
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        self._fill(instance_id)
        form = QFormLayout()
        form.setSpacing(Space.M)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Number of the customer"), self.number)
        form.addRow(self.tr("Speak from"), self.over)
        foot = QHBoxLayout()
        foot.addWidget(self.anyway)
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addLayout(foot)
        self._on_changed()
        self.number.setFocus()

    def done(self, code: int) -> None:
        """Closed: an answer that comes later opens nothing."""
        if self._call is not None:
            self._call.cancel()
        super().done(code)

    def _fill(self, wanted: InstanceId | None) -> None:
        able = [view for view in self._instances.values() if "send_text" in self._services.instances.capabilities(view)]
        # those that work first
        able.sort(key=lambda view: (view.state is not ConnectionState.CONNECTED, view.id))
        for view in able:
            name = formats.one_line(view.label or view.name, 60)
            if view.own_address is not None and view.own_address.phone:
                name = f"{name} · {formats.phone(view.own_address.phone)}"
            if view.state is not ConnectionState.CONNECTED:
                name = f"{name} ({state_words(view.state)})"
            self.over.addItem(no_mnemonic(name), view.id)
        at = self.over.findData(wanted) if wanted is not None else -1
        self.over.setCurrentIndex(at if at >= 0 else 0)

    def _view(self) -> InstanceView | None:
        return self._instances.get(self.over.currentData()) if self.over.count() else None

    def _on_changed(self) -> None:
        self.anyway.hide()
        view = self._view()
        if view is None:
            self._say(self.tr("No number here can send messages yet. Connect one first."), "warning")
        else:
            own = view.own_address.phone if view.own_address is not None else None
            read = phone.glance(self.number.text(), area=phone.area_of(own))
            hint = self.tr("With area code; country code and ninth digit as you like.")
            self._say(formats.phone(read) if read else hint, "soft")
        self.go.setEnabled(view is not None and any(c.isdigit() for c in self.number.text()))

    def _start(self, *, check: bool) -> None:
        view = self._view()
        if view is None:
            return
        self._say(self.tr("Looking whether the number is on WhatsApp…") if check else "", "soft")
        for each in (self.number, self.over, self.go, self.anyway):
            each.setEnabled(False)
        self._call = self._crossing.spawn(
            self,
            self._services.contacts.start_chat(view.id, self.number.text(), check=check),
            done=self._on_started,
            failed=self._on_failed,
        )

    def _on_started(self, started: Started) -> None:
        self._call = None
        self.accept()
        self.started.emit(started)

    def _on_failed(self, error: AppError) -> None:
        self._call = None
        for each in (self.number, self.over, self.go, self.anyway):
            each.setEnabled(True)
        if error.code is ErrorCode.INVALID and error.text == "phone_area":
            words = self.tr("The area code is missing: write 11 98888-7777, say.")
        elif error.code is ErrorCode.INVALID and error.text == "phone":
            words = self.tr("This is no telephone number.")
        elif error.code is ErrorCode.INVALID and error.text == "instance":
            words = self.tr("Nothing can be sent over this number.")
        else:
            words = failure_words(error)
        self._say(words, "danger")
        self.anyway.setVisible(error.code in _PASSING)
        self.number.setFocus()
        self.number.selectAll()

    def _say(self, words: str, tone: str) -> None:
        self.told.setText(words)
        self.told.setAccessibleName(words)
        set_tone(self.told, tone)

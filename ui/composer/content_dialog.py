"""What the small dialogs for places, contacts, polls and menus have in common: a form, a word on what is wrong, Send."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from services.domain.errors import AppError, ErrorCode, Invalid
from services.domain.new_content import NewContent, checked
from ui.composer.here import Here
from ui.dialogs import Dialog
from ui.messages import failure_words
from ui.theme import Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


class ContentDialog(Dialog):
    """``send_requested`` carries the NewContent; who sends it accepts the dialog, or tells it what went wrong."""

    send_requested = Signal(object)

    def __init__(self, here: Here) -> None:
        super().__init__(here.host)
        self._here = here
        self.setMinimumWidth(460)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(Space.L)
        self.form.setVerticalSpacing(Space.S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.told = plain_label(look=here.look, role=Type.SMALL, tone="danger", wrap=True)
        self.told.hide()
        self.send = button(self.tr("Send"), kind="primary")
        self.send.setDefault(True)
        self.send.clicked.connect(self._on_send_clicked)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stop)
        foot.addWidget(self.send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(self.form)
        layout.addWidget(self.told)
        layout.addStretch()
        layout.addLayout(foot)

    def row(self, name: str, widget: QWidget) -> None:
        """One more field with its name."""
        widget.setAccessibleName(name)
        self.form.addRow(name, widget)

    def note(self, words: str) -> None:
        """A quiet word under the last field."""
        self.form.addRow("", plain_label(words, look=self._here.look, role=Type.CAPTION, tone="soft", wrap=True))

    def content(self) -> NewContent:
        """What is to be sent. Raises Invalid naming the part."""
        raise NotImplementedError

    def problem(self, part: str) -> str:
        """What is wrong with a part, in words."""
        raise NotImplementedError

    def tell(self, error: AppError) -> None:
        """Why it could not be sent."""
        words = self.problem(error.text) if error.code is ErrorCode.INVALID else failure_words(error)
        self.told.setText(words)
        self.told.show()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as what is in it."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # wrapped words say how high they are only for a width
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _on_send_clicked(self) -> None:
        try:
            content = checked(self.content())
        except Invalid as error:
            self.tell(error)
            return
        self.told.hide()
        self.send_requested.emit(content)

"""The way of a message: its ticks with their times, its earlier texts, its ids."""

from collections.abc import Iterator

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from services.domain.models import MessageView
from services.domain.sending import MessageInfo
from ui import formats
from ui.dialogs import Dialog
from ui.messages import caption, error_words, status_words, title
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label


def moment(at_ms: int) -> str:
    """Day and time to the second."""
    when = QDateTime.fromMSecsSinceEpoch(at_ms)
    return f"{QLocale().toString(when.date(), QLocale.FormatType.ShortFormat)} {when.toString('HH:mm:ss')}"


class InfoDialog(Dialog):
    """Shows a MessageInfo; ``raw_requested`` wants the delivery it came in, offered with ``raw`` alone."""

    raw_requested = Signal()

    def __init__(self, parent: QWidget, look: Look, message: MessageView, info: MessageInfo, *, raw: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Message information"))
        self.setMinimumWidth(460)
        words = formats.one_line(caption(message) or title(message), 200)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(plain_label(words, look=look, role=Type.SMALL_STRONG, wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(Space.XL)
        for name, value in self._lines(info):
            told = plain_label(value, look=look, role=Type.BODY, wrap=True)
            told.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            told.setAccessibleName(f"{name}: {value}")
            form.addRow(plain_label(name, look=look, role=Type.SMALL, tone="soft"), told)
        layout.addLayout(form)
        layout.addStretch()
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        if raw and message.delivery_id is not None:
            self.raw_button = button(self.tr("Show what came"), kind="ghost")
            self.raw_button.clicked.connect(self.raw_requested)
            foot.addWidget(self.raw_button)
        foot.addStretch()
        foot.addWidget(close)
        layout.addLayout(foot)
        close.setFocus()

    def _lines(self, info: MessageInfo) -> Iterator[tuple[str, str]]:
        yield self.tr("Written"), moment(info.sent_at_ms)
        yield self.tr("Stored here"), moment(info.received_at_ms)
        for step in info.steps:
            who = f" · {formats.one_line(step.who, 60)}" if step.who else ""
            yield status_words(step.status), moment(step.at_ms) + who
        for at_ms, text in info.texts:
            yield self.tr("Text of {time}").format(time=moment(at_ms)), formats.one_line(text, 300)
        if info.error_code:
            yield self.tr("Failed"), error_words(info.error_code)
        if info.error_text:
            yield self.tr("The gateway's words"), formats.one_line(info.error_text, 300)
        if info.tries > 1:
            yield self.tr("Tries"), str(info.tries)
        if info.instance:
            yield self.tr("Number"), formats.one_line(info.instance, 60)
        if info.stanza_id:
            yield self.tr("WhatsApp's id"), info.stanza_id
        if info.provider_message_id and info.provider_message_id != info.stanza_id:
            yield self.tr("The gateway's id"), info.provider_message_id

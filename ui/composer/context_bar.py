"""The strip above the field: which message is answered to, or which one is being edited."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from services.domain.content import MessageKind
from services.domain.models import MessageView
from ui import formats
from ui.messages import caption, title
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton
from ui.widgets.icons import pixmap
from ui.widgets.labels import ElidedLabel, plain_label


class ContextBar(QFrame):
    """``message`` is the quoted or edited one, None while hidden; ``editing`` tells which."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("contextBar")
        self._look = look
        self.message: MessageView | None = None
        self.editing = False
        self._author = ""
        self._icon = plain_label()
        self.title = ElidedLabel(look, Type.SMALL_STRONG, "accent")
        self.words = ElidedLabel(look, Type.SMALL, "text_soft")
        self.close_button = IconButton(look, "close", side=16)
        self.close_button.clicked.connect(self.closed)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.title)
        lines.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        row.setSpacing(Space.M)
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        row.addWidget(self.close_button)
        look.changed.connect(self._refresh)
        self.hide()

    def show_message(self, message: MessageView | None, author: str = "", *, editing: bool = False) -> None:
        """Answer to this one, edit it, or None for nothing."""
        self.message, self.editing, self._author = message, editing, author
        self.setVisible(message is not None)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)

    def _refresh(self) -> None:
        self.close_button.name_it(self.tr("Cancel"), "Esc")
        if self.message is None:
            return
        icon = "edit" if self.editing else "reply"
        self._icon.setPixmap(pixmap(icon, self._look.colours.accent, 18, self.devicePixelRatioF()))
        answering = self.tr("Answer to {name}").format(name=formats.one_line(self._author, 60))
        self.title.set_text(self.tr("Edit message") if self.editing else answering)
        named = self.message.kind is MessageKind.DOCUMENT or self.message.media is None
        words = self.message.text or (caption(self.message) if named else "") or title(self.message)
        self.words.set_text(formats.one_line(words))
        self.setAccessibleName(f"{self.title.text()}: {self.words.text()}")

"""The starred messages of a conversation, to go back to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from services.domain.models import MessageView
from ui import formats
from ui.dialogs import Dialog
from ui.messages import author_words, caption, title
from ui.theme import Look, Space, Type
from ui.widgets.labels import plain_label
from ui.widgets.whole_rows import RowList


class StarredDialog(Dialog):
    """``chosen`` carries the id of the message to go to."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, look: Look, messages: Sequence[MessageView]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Starred messages"))
        self.resize(480, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        self.told = plain_label(look=look, role=Type.BODY, tone="soft", wrap=True)
        self.told.setText(
            self.tr("Nothing here has a star yet. Put one on a message through its menu.")
        )
        self.told.setVisible(not messages)
        layout.addWidget(self.told)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.windowTitle())
        self.list.setVisible(bool(messages))
        for message in messages:
            day = formats.full_date(formats.local_day(message.sent_at_ms))
            words = formats.isolated(caption(message) or title(message))
            who = formats.isolated(author_words(message), 60)
            item = QListWidgetItem(f"{words}\n{who} · {day} {formats.time_of_day(message.sent_at_ms)}")
            item.setData(Qt.ItemDataRole.UserRole, message.id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        layout.addWidget(self.list, 1)
        if not messages:
            layout.addStretch()

    def _go(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
        self.accept()

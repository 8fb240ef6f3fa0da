"""To whom a message is forwarded: several conversations, found by name or number."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from services.api import Services
from services.domain.ids import ChatId
from services.domain.models import ChatView, Page
from ui import formats
from ui.composer.emoji import plain
from ui.dialogs import Dialog
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.clear_field import ClearField
from ui.widgets.labels import plain_label
from ui.widgets.whole_rows import RowList

MAX_CHATS = 20
_PAGE = 200
_PAGES = 10


class ForwardDialog(Dialog):
    """``chats()`` after it was accepted."""

    def __init__(self, parent: QWidget, look: Look, services: Services, crossing: Crossing) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing
        self._pages = 0
        self.setWindowTitle(self.tr("Forward to"))
        self.resize(440, 540)
        self.search = ClearField(look)
        self.search.setPlaceholderText(self.tr("Search by name or number"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.installEventFilter(self)
        self.list = RowList()
        self.list.setObjectName("rows")
        self.list.setAccessibleName(self.tr("Conversations"))
        self.list.itemChanged.connect(lambda _item: self._refresh())
        self.list.itemActivated.connect(self._toggle)
        self.told = plain_label(look=look, role=Type.SMALL, tone="soft")
        self.send = button(self.tr("Forward"), kind="primary")
        self.send.clicked.connect(self.accept)
        stop = button(self.tr("Cancel"))
        stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(stop)
        foot.addWidget(self.send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self._refresh()
        self._ask(None)

    def chats(self) -> tuple[ChatId, ...]:
        """The chosen ones."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return tuple(i.data(Qt.ItemDataRole.UserRole)[0] for i in items if i.checkState() is Qt.CheckState.Checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the list; Enter ticks the only one found, and forwards once that is ticked."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            found = [item for at in range(self.list.count()) if not (item := self.list.item(at)).isHidden()]
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and len(found) == 1:
                if found[0].checkState() is not Qt.CheckState.Checked:
                    found[0].setCheckState(Qt.CheckState.Checked)
                    self.search.selectAll()
                elif self.send.isEnabled():
                    self.accept()
                return True
            if found and (enter or event.key() == Qt.Key.Key_Down):
                self.list.setCurrentItem(found[0])
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _ask(self, cursor: str | None) -> None:
        self._pages += 1
        self._crossing.spawn(self, self._services.chats.page(cursor=cursor, limit=_PAGE), done=self._took)

    def _took(self, page: Page[ChatView]) -> None:
        for chat in page.items:
            phone = formats.phone(chat.phone) if chat.phone else ""
            title = formats.one_line(chat.title, 60)
            item = QListWidgetItem(title if phone == title or not phone else f"{title}  {phone}")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, (chat.id, f"{plain(title)} {chat.phone or ''}"))
            self.list.addItem(item)
        self._filter()
        if page.next is not None and self._pages < _PAGES:
            self._ask(page.next)

    def _toggle(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _filter(self) -> None:
        wanted = plain(self.search.text()).split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            keys = item.data(Qt.ItemDataRole.UserRole)[1]
            item.setHidden(not all(word in keys for word in wanted))

    def _refresh(self) -> None:
        count = len(self.chats())
        self.told.setText(self.tr("%n conversation(s)", "", count) if count else "")
        self.send.setEnabled(0 < count <= MAX_CHATS)

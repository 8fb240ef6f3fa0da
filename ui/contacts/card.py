"""One contact: who it is, and the conversations with them over each of our numbers."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from services.domain.contacts import ContactView
from services.domain.ids import InstanceId
from services.domain.models import ChatView, InstanceView
from ui import formats
from ui.theme import Look, Space, Type
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import button
from ui.widgets.chat_lines import fill_chats
from ui.widgets.labels import ElidedLabel, plain_label
from ui.widgets.whole_rows import RowList

_WIDTH = 520


class ContactCard(QWidget):
    """``chat_requested`` carries a ChatId, ``start_requested`` the ContactView to begin a conversation with,
    ``merge_requested`` the one that somebody else is too.
    """

    chat_requested = Signal(object)
    start_requested = Signal(object)
    merge_requested = Signal(object)

    def __init__(self, look: Look, clock: formats.Clock) -> None:
        super().__init__()
        self._look, self._clock = look, clock
        self._contact: ContactView | None = None
        self._chats: tuple[ChatView, ...] = ()
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._avatar = Avatar(look, 72)
        self.name = ElidedLabel(look, Type.DISPLAY)
        self.phone = plain_label(look=look, role=Type.BODY, tone="soft")
        self.phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.others = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._heading = plain_label(look=look, role=Type.SMALL_STRONG, tone="soft")
        self.chats = RowList()
        self.chats.setObjectName("rows")
        self.chats.itemActivated.connect(self._on_chat_activated)
        self.chats.itemClicked.connect(self._on_chat_activated)
        self.start = button(kind="primary")
        self.start.clicked.connect(self._on_start)
        self.merge = button()
        self.merge.clicked.connect(lambda: self.merge_requested.emit(self._contact))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.phone)
        words.addWidget(self.others)
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(Space.S)
        acts.addWidget(self.start)
        acts.addWidget(self.merge)
        acts.addStretch()
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(_WIDTH + 120)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        inner.setSpacing(Space.M)
        inner.addLayout(head)
        inner.addLayout(acts)
        inner.addSpacing(Space.S)
        inner.addWidget(self._heading)
        inner.addWidget(self.chats)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 20)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        self._retranslate()

    @property
    def contact(self) -> ContactView | None:
        """Who is shown."""
        return self._contact

    def show_contact(self, contact: ContactView) -> None:
        """Who it is; their conversations come by ``show_chats``."""
        if self._contact is None or self._contact.id != contact.id:
            self.show_chats(())
        self._contact = contact
        self._name_start()
        self._avatar.show_person(contact.title, str(contact.address))
        self.name.set_text(formats.one_line(contact.title))
        self.phone.setText(formats.phone(contact.phone) if contact.phone else self.tr("Number not known"))
        self._say_others(contact)

    def show_chats(self, chats: tuple[ChatView, ...]) -> None:
        """The conversations with them, latest first."""
        self._chats = chats
        fill_chats(self.chats, chats, self._instances, self._clock, self._look, most=6)
        self.chats.setVisible(bool(chats))
        self._heading.setVisible(bool(chats))

    def set_instances(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """What our numbers are called."""
        self._instances = instances
        self.show_chats(self._chats)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _say_others(self, contact: ContactView) -> None:
        parts = [
            words.format(name=formats.one_line(name, 80))
            for words, name in (
                (self.tr("Business: {name}"), contact.business_name), (self.tr("On WhatsApp: {name}"), contact.push_name),
            )
            if name and name.strip() and name != contact.title
        ]  # fmt: skip
        if contact.blocked:
            parts.append(self.tr("Blocked"))
        self.others.setText("\n".join(parts))
        self.others.setVisible(bool(parts))

    def _retranslate(self) -> None:
        self._name_start()
        self.merge.setText(self.tr("Merge…"))
        self._heading.setText(self.tr("Conversations"))
        self.chats.setAccessibleName(self.tr("Conversations"))
        if self._contact is not None:
            self.show_contact(self._contact)
            self.show_chats(self._chats)

    def _name_start(self) -> None:
        there = self._contact is not None and self._contact.chat_id is not None
        self.start.setText(self.tr("Open the conversation") if there else self.tr("Start a conversation"))

    def _on_start(self) -> None:
        if self._contact is not None and self._contact.chat_id is not None:
            self.chat_requested.emit(self._contact.chat_id)
        else:
            self.start_requested.emit(self._contact)

    def _on_chat_activated(self, item: QListWidgetItem) -> None:
        self.chat_requested.emit(item.data(Qt.ItemDataRole.UserRole))

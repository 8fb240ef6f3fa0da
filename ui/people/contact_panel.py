"""Beside a conversation: everything about who it is with, what is agreed on, and what only the team knows."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.changes import ChangeSet, Listed
from services.domain.errors import AppError
from services.domain.ids import ContactId, InstanceId
from services.domain.models import ChatView, InstanceView
from services.domain.people import MAX_NOTE, ContactDetails, FieldDefinition
from services.domain.sending import Abilities
from ui import formats
from ui.bridge import Bridge
from ui.desk.lists import DeskLists
from ui.formats import Clock
from ui.keymap import Keymap
from ui.media.desk import Desk
from ui.messages import failure_words
from ui.people.fields_box import FieldsBox
from ui.people.fields_dialog import FieldsDialog
from ui.people.group_box import GroupBox
from ui.people.notes_box import NotesBox
from ui.people.person_box import PersonBox
from ui.people.shared_media import SharedMedia
from ui.people.work_box import WorkBox
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.chat_lines import fill_chats
from ui.widgets.labels import plain_label
from ui.widgets.page_head import page_head
from ui.widgets.section import Section
from ui.widgets.whole_rows import RowList

WIDTH = 330
_PAUSE_MS = 1000


class ContactPanel(QFrame):
    """``show_chat`` fills it; nothing is asked while it is hidden.

    ``deed_requested`` carries the id of a deed of the keymap, the ChatViews and a place; ``chat_requested`` a ChatId,
    ``message_requested`` the id of a message, ``merge_requested`` a ContactId, ``export_requested`` and
    ``audit_requested`` the ChatView; ``told`` words and a way back or None; ``closed`` wants it away.
    """

    deed_requested = Signal(str, object, QPoint)
    chat_requested = Signal(object)
    message_requested = Signal(object)
    merge_requested = Signal(object)
    export_requested = Signal(object)
    audit_requested = Signal(object)
    told = Signal(str, object)
    failed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        look: Look,
        clock: Clock,
        lists: DeskLists,
        keymap: Keymap,
        desk: Desk,
    ) -> None:
        super().__init__()
        self.setObjectName("contactPanel")
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH)
        self._services, self._crossing, self._look, self._clock = services, crossing, look, clock
        self._chat: ChatView | None = None
        self._details: ContactDetails | None = None
        self._fields: tuple[FieldDefinition, ...] = ()
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._title = plain_label(look=look, role=Type.TITLE)
        self.close_button = IconButton(look, "close", side=18)
        self.close_button.clicked.connect(self.closed)
        self.person = PersonBox(look, desk)
        self.work = WorkBox(look, lists, keymap)
        self.notes = NotesBox(services, bridge, crossing, look, lists, clock)
        self.about = QPlainTextEdit()
        self.about.setTabChangesFocus(True)
        self.about.setFixedHeight(84)
        self._typing = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._typing.timeout.connect(self._keep_about)
        self._about_of: ContactId | None = None
        self.about.textChanged.connect(self._typing.start)
        self.fields = FieldsBox(services, crossing, look)
        self.edit_fields = button(kind="ghost")
        self.group = GroupBox(services, crossing, look)
        self.shared = SharedMedia(services, crossing, look, desk, clock)
        self.shared.setMinimumHeight(300)
        self.chats = RowList()
        self.chats.setObjectName("rows")
        self.sections = {
            "group": Section(look, self.group, open_at_first=False),
            "work": Section(look, self.work),
            "notes": Section(look, self.notes),
            "about": Section(look, self.about),
            "fields": Section(look, self.fields, act=self.edit_fields),
            "shared": Section(look, self.shared, open_at_first=False),
            "chats": Section(look, self.chats),
        }
        self.export, self.audit, self.merge, self.block = (button() for _ in range(4))
        self.block.setProperty("kind", "danger")
        self.no_block = plain_label(look=look, role=Type.CAPTION, tone="soft", wrap=True)
        self._build()
        self._connect(bridge, lists)
        self._retranslate()
        self.hide()

    # ------------------------------------------------------------------ for the window

    def show_chat(self, chat: ChatView | None) -> None:
        """The conversation that is open now, or the same with other facts."""
        before, self._chat = self._chat, chat
        if chat is None:
            self._details = None
            return
        if not self.isVisible():
            return
        self.work.show_chat(chat)
        if before is None or before.id != chat.id or self._details is None:
            self._load()

    def set_instances(self, instances: Mapping[InstanceId, InstanceView]) -> None:
        """What our numbers are called."""
        self._instances = instances

    def reveal(self) -> None:
        """It is seen from now on: ask for what it shows."""
        self.show()
        if self._chat is not None:
            self.work.show_chat(self._chat)
            self._load()

    def write_note(self) -> None:
        """Let the person write a private note."""
        self.sections["notes"].head.setChecked(True)
        self.area.ensureWidgetVisible(self.notes.field)
        self.notes.write()

    def keep(self) -> None:
        """What is typed and not yet kept."""
        if self._typing.isActive():
            self._keep_about()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed here are not for the composer."""
        event.accept() if event.text() and event.text().isprintable() else super().keyPressEvent(event)

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(self.person)
        for section in self.sections.values():
            column.addWidget(section)
        # the notes are too low for a list beside what is being written
        self.notes.completion.stand_on(inside)
        acts = QVBoxLayout()
        acts.setSpacing(Space.S)
        for widget in (self.export, self.audit, self.merge, self.block, self.no_block):
            acts.addWidget(widget)
        column.addLayout(acts)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(page_head(self._title, self.close_button))
        layout.addWidget(self.area, 1)

    def _connect(self, bridge: Bridge, lists: DeskLists) -> None:
        self.person.renamed.connect(self._on_renamed)
        self.person.refresh_requested.connect(self._on_refresh)
        self.work.wanted.connect(self._on_wanted)
        self.notes.told.connect(self.told)
        self.fields.failed.connect(lambda words: self.told.emit(words, None))
        self.edit_fields.clicked.connect(self._on_edit_fields)
        self.shared.message_requested.connect(self.message_requested)
        self.group.told.connect(self.told)
        self.group.chat_requested.connect(self.chat_requested)
        self.sections["group"].opened.connect(self._on_group_opened)
        self.sections["shared"].opened.connect(self._on_shared_opened)
        self.chats.itemActivated.connect(lambda item: self.chat_requested.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.chats.itemClicked.connect(lambda item: self.chat_requested.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.export.clicked.connect(lambda: self.export_requested.emit(self._chat))
        self.audit.clicked.connect(lambda: self.audit_requested.emit(self._chat))
        self.merge.clicked.connect(lambda: self.merge_requested.emit(self._chat.contact_id if self._chat else None))
        self.block.clicked.connect(self._on_block)
        bridge.changed.connect(self._on_bridge_changed)

    # ------------------------------------------------------------------ what comes

    def _load(self) -> None:
        chat = self._chat
        if chat is None:
            return
        self.notes.show_chat(chat.id)
        self._load_group(chat)
        if self.sections["shared"].is_open:
            self.shared.show_chat(chat)
        self._crossing.spawn(self, self._services.people.fields(), done=self._on_fields)
        self._load_details(chat.contact_id)

    def _load_group(self, chat: ChatView) -> None:
        if not self.group.is_about(chat):
            # nothing of the group before can be done by mistake meanwhile
            self._show_group(None, Abilities())
        if not chat.is_group:
            return

        def done(able: Abilities) -> None:
            if self._chat is not None and self._chat.id == chat.id:
                self._show_group(chat, able)

        self._crossing.spawn(self, self._services.sending.abilities(chat.id), done=done, failed=lambda _error: None)

    def _show_group(self, chat: ChatView | None, able: Abilities) -> None:
        self.group.show_chat(chat, able)
        self.sections["group"].setVisible(chat is not None and self.group.offers)
        if self.sections["group"].is_open:
            self._on_group_opened()

    def _load_details(self, contact: ContactId) -> None:
        def done(details: ContactDetails) -> None:
            if self._chat is not None and self._chat.contact_id == details.contact.id:
                self._show(details)

        self._crossing.spawn(self, self._services.people.details(contact), done=done, failed=lambda _error: None)

    def _on_fields(self, fields: tuple[FieldDefinition, ...]) -> None:
        self._fields = fields
        if self._details is not None:
            self._show(self._details)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        chat = self._chat
        if chat is None or not self.isVisible():
            return
        if Listed.FIELDS in changes.lists:
            self._crossing.spawn(self, self._services.people.fields(), done=self._on_fields)
        if chat.contact_id in changes.contacts or changes.chats_merged:
            self._load_details(chat.contact_id)

    def _show(self, details: ContactDetails) -> None:
        self._details = details
        contact = details.contact
        self.person.show_details(details)
        if self._about_of != contact.id:
            self.keep()
        if not self.about.hasFocus() or self._about_of != contact.id:
            self._about_of = contact.id
            self.about.blockSignals(True)
            self.about.setPlainText(details.note)
            self.about.blockSignals(False)
        self.fields.show_values(contact.id, self._fields, dict(details.values))
        self._show_chats(details)
        self.merge.setVisible(not contact.is_group)
        self.block.setVisible(details.can_block)
        self.block.setText(self.tr("Unblock") if contact.blocked else self.tr("Block"))
        self.no_block.setVisible(not details.can_block and not contact.is_group)
        self._title.setText(self.tr("Group") if contact.is_group else self.tr("Contact"))

    def _show_chats(self, details: ContactDetails) -> None:
        others = [chat for chat in details.chats if self._chat is None or chat.id != self._chat.id]
        self.sections["chats"].setVisible(bool(others))
        fill_chats(self.chats, others, self._instances, self._clock, self._look, most=5)

    # ------------------------------------------------------------------ wishes

    def _on_wanted(self, name: str) -> None:
        made = self.work.button(name)
        if self._chat is not None:
            self.deed_requested.emit(name, (self._chat,), made.mapToGlobal(made.rect().bottomLeft()))

    def _on_renamed(self, name: str) -> None:
        if self._chat is not None:
            contact = self._chat.contact_id
            self._crossing.spawn(
                self, self._services.people.rename(contact, name), done=lambda _contact: self._load_details(contact),
                failed=self.failed.emit, keep=True,
            )  # fmt: skip

    def _on_refresh(self) -> None:
        if self._chat is not None:
            self._crossing.spawn(
                self, self._services.people.refresh(self._chat.contact_id), done=self._show, failed=self.failed.emit,
                busy=self.person.refresh,
            )  # fmt: skip

    def _keep_about(self) -> None:
        self._typing.stop()
        if self._about_of is not None:
            text = self.about.toPlainText()[:MAX_NOTE]
            self._crossing.spawn(self, self._services.people.set_note(self._about_of, text), keep=True)

    def _on_edit_fields(self) -> None:
        dialog = FieldsDialog(self.window(), self._look, self._services, self._crossing)
        dialog.open()

    def _on_group_opened(self) -> None:
        if self._chat is not None and not self.group.is_fresh(self._chat):
            self.group.load()

    def _on_shared_opened(self) -> None:
        if self._chat is not None:
            self.shared.show_chat(self._chat)

    def _on_block(self) -> None:
        details = self._details
        if details is None:
            return
        contact, on = details.contact, not details.contact.blocked
        name = formats.one_line(contact.title, 60)
        words = self.tr("{contact} is blocked.") if on else self.tr("{contact} is no longer blocked.")

        def back() -> None:
            self._crossing.spawn(self, self._services.people.block(contact.id, not on), failed=self.failed.emit, keep=True)

        def done(_none: None) -> None:
            self.told.emit(words.replace("{contact}", name), back)
            self._load_details(contact.id)

        def failed(error: AppError) -> None:
            refused = self.tr("The gateway did not do it: {reason}")
            self.told.emit(refused.replace("{reason}", failure_words(error)), None)

        self._crossing.spawn(
            self, self._services.people.block(contact.id, on), done=done, failed=failed, busy=self.block, keep=True
        )

    def _retranslate(self) -> None:
        words = {
            "group": self.tr("Members and invitation"),
            "work": self.tr("Service"),
            "notes": self.tr("Private notes"),
            "about": self.tr("About this contact"),
            "fields": self.tr("More data"),
            "shared": self.tr("Media, documents and links"),
            "chats": self.tr("Other conversations"),
        }
        for name, said in words.items():
            self.sections[name].name_it(said)
        self._title.setText(self.tr("Contact"))
        self.close_button.name_it(self.tr("Close the panel"))
        self.about.setPlaceholderText(self.tr("What the team should know about them"))
        self.about.setAccessibleName(self.tr("About this contact"))
        self.chats.setAccessibleName(self.tr("Other conversations"))
        self.edit_fields.setText(self.tr("Fields…"))
        self.export.setText(self.tr("Export this conversation…"))
        self.audit.setText(self.tr("Who did what…"))
        self.merge.setText(self.tr("Merge with another…"))
        self.no_block.setText(self.tr("Blocking is not offered: this number's gateway cannot do it."))
        if self._details is not None:
            self._show(self._details)

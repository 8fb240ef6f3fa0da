"""Who did what, newest first: of a conversation, of an agent, or of everybody."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from services.api import Services
from services.domain.agents import Agent, AuditEntry, Deed
from services.domain.ids import AgentId, ChatId
from services.domain.models import ChatState, ChatView, Page
from ui import formats
from ui.desk.lists import DeskLists
from ui.dialogs import Dialog
from ui.formats import Clock
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tip

translate = QCoreApplication.translate
PAGE = 100
_WHEN, _WHO, _WHAT, _WHERE = range(4)


def deed_words(entry: AuditEntry, lists: DeskLists) -> str:
    """What somebody did, in words."""
    detail = formats.one_line(entry.detail, 80)
    plain = {
        Deed.SENT: translate("Audit", "sent a message"),
        Deed.FORWARDED: translate("Audit", "forwarded a message"),
        Deed.REACTED: translate("Audit", "reacted to a message"),
        Deed.EDITED: translate("Audit", "edited a message"),
        Deed.DELETED: translate("Audit", "deleted a message for everyone"),
        Deed.RETRIED: translate("Audit", "sent a message again"),
        Deed.UNDONE: translate("Audit", "took a step back"),
        Deed.NOTED: translate("Audit", "wrote a private note"),
        Deed.RENAMED: translate("Audit", "changed the contact's name"),
        Deed.SWITCHED: translate("Audit", "came to the counter"),
    }
    if entry.deed in plain:
        return plain[entry.deed]
    on = detail != "off"
    match entry.deed:
        case Deed.ASSIGNED:
            name = lists.agent_name(AgentId(int(detail))) if detail.isdecimal() and len(detail) < 15 else ""
            if not name:
                return translate("Audit", "assigned it to nobody")
            return translate("Audit", "assigned it to {agent}").replace("{agent}", name)
        case Deed.STATE:
            resolved = detail == ChatState.RESOLVED
            return translate("Audit", "resolved it") if resolved else translate("Audit", "opened it again")
        case Deed.SNOOZED:
            return translate("Audit", "snoozed it") if detail else translate("Audit", "brought it back")
        case Deed.ARCHIVED:
            return translate("Audit", "archived it") if on else translate("Audit", "took it out of the archive")
        case Deed.LABELLED:
            words = translate("Audit", "took the label {label} off")
            if detail.startswith("+"):
                words = translate("Audit", "put the label {label} on")
            return words.replace("{label}", detail[1:])
        case Deed.IGNORED:
            return translate("Audit", "ignored it") if on else translate("Audit", "ignored it no longer")
        case Deed.BLOCKED:
            return translate("Audit", "blocked the contact") if on else translate("Audit", "unblocked the contact")
        case _:
            return detail


def _cell(words: str) -> QTableWidgetItem:
    """Words that may be longer than their column is wide."""
    item = QTableWidgetItem(words)
    set_tip(item, words)
    return item


class AuditDialog(Dialog):
    """Of a chat, an agent or everything; ``chat_requested`` carries a ChatId and the id of a message or None."""

    chat_requested = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        lists: DeskLists,
        clock: Clock,
        *,
        chat: ChatView | None = None,
        agent: Agent | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._crossing, self._lists, self._clock = services, crossing, lists, clock
        self._chat, self._agent, self._next = chat, agent, ""
        self._entries: list[AuditEntry] = []
        self._names: dict[ChatId, str] = {chat.id: chat.title} if chat is not None else {}
        self.setWindowTitle(self.tr("Who did what"))
        self.resize(840, 520)
        whose = chat.title if chat is not None else agent.name if agent is not None else self.tr("Everybody")
        heading = plain_label(formats.one_line(whose, 80), look=look, role=Type.TITLE, wrap=True)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("Conversation")])
        self.table.setAccessibleName(self.tr("Who did what"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(look.px(36))
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, wide in ((_WHEN, 160), (_WHO, 150)):
            self.table.setColumnWidth(column, look.px(wide))
        head.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_WHERE, look.px(170))
        self.table.setColumnHidden(_WHERE, chat is not None)
        self.table.itemActivated.connect(lambda item: self._on_activated(item.row()))
        self.nothing = plain_label(self.tr("Nothing yet."), look=look, role=Type.BODY, tone="soft")
        self.nothing.hide()
        self.more = button(self.tr("Show more"))
        self.more.clicked.connect(self._load)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(heading)
        layout.addWidget(self.nothing)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self._load()
        self.table.setFocus()

    def _load(self) -> None:
        audit = self._services.agents.audit(
            chat_id=self._chat.id if self._chat is not None else None,
            agent_id=self._agent.id if self._agent is not None else None,
            cursor=self._next or None, limit=PAGE,
        )  # fmt: skip
        self._crossing.spawn(self, audit, done=self._on_page, busy=self.more)

    def _on_page(self, page: Page[AuditEntry]) -> None:
        self._next = page.next or ""
        self.more.setVisible(page.next is not None)
        first = len(self._entries)
        self._entries += page.items
        self.table.setRowCount(len(self._entries))
        today = formats.local_day(int(self._clock() * 1000))
        for row, entry in enumerate(page.items, first):
            who = self._lists.agent_name(entry.agent_id) or self.tr("Nobody chosen")
            for column, words in (
                (_WHEN, formats.moment(entry.at_ms, today)), (_WHO, who), (_WHAT, deed_words(entry, self._lists)),
            ):  # fmt: skip
                self.table.setItem(row, column, _cell(words))
        self.nothing.setVisible(not self._entries)
        self._name_chats()
        if first == 0 and self._entries:
            self.table.setCurrentCell(0, 0)
        missing = {e.chat_id for e in page.items if e.chat_id is not None and e.chat_id not in self._names}
        if missing:
            self._crossing.spawn(self, self._services.chats.get(tuple(missing)), done=self._on_chats)

    def _on_chats(self, chats: tuple[ChatView, ...]) -> None:
        self._names.update({chat.id: chat.title for chat in chats})
        self._name_chats()

    def _name_chats(self) -> None:
        for row, entry in enumerate(self._entries):
            if entry.chat_id is not None and entry.chat_id in self._names:
                self.table.setItem(row, _WHERE, _cell(formats.one_line(self._names[entry.chat_id], 80)))

    def _on_activated(self, row: int) -> None:
        entry = self._entries[row]
        if entry.chat_id is not None:
            self.accept()
            self.chat_requested.emit(entry.chat_id, entry.message_id)

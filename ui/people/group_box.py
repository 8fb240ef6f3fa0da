"""Who is in a group and what may be done there; asked from the gateway only when somebody looks."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from services.api import Services
from services.domain.capabilities import Capability
from services.domain.errors import AppError, ErrorCode
from services.domain.groups import GroupMember, GroupView, MemberChange
from services.domain.models import ChatView
from services.domain.sending import Abilities
from ui import formats
from ui.dialogs import confirm
from ui.instances.asking import ask_line
from ui.messages import failure_words
from ui.tasks import Call, Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import button
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.whole_rows import RowList

_SEEN = 6
_ROW = 48
_OFFERED = (Capability.GROUP_INFO, Capability.GROUP_MEMBERS, Capability.GROUP_EDIT, Capability.GROUP_INVITE)


class GroupBox(QWidget):
    """``show_chat`` says which group, ``load`` asks.

    ``told`` carries what was done and a way back or None, ``chat_requested`` the id of a member's own conversation.
    """

    told = Signal(str, object)
    chat_requested = Signal(object)

    def __init__(self, services: Services, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self._services, self._crossing, self._look = services, crossing, look
        self._chat: ChatView | None = None
        self._able = Abilities()
        self._view: GroupView | None = None
        self._asked: Call | None = None
        self.about = plain_label(look=look, role=Type.SMALL, wrap=True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self.members = RowList()
        self.members.setObjectName("rows")
        self.members.setUniformItemSizes(True)
        self.members.setWordWrap(False)
        self.members.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.members.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.members.customContextMenuRequested.connect(self._on_menu_wanted)
        self.members.itemClicked.connect(self._open_menu)
        self.members.installEventFilter(self)
        self.again, self.link, self.add, self.name, self.leave = (button() for _ in range(5))
        self.leave.setProperty("kind", "danger")
        self.again.clicked.connect(self.load)
        self.link.clicked.connect(self._on_link)
        self.add.clicked.connect(lambda: self._crossing.start(self, self._ask_number()))
        self.name.clicked.connect(self._on_name)
        self.leave.clicked.connect(lambda: self._crossing.start(self, self._ask_leave()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.about, self.state, self.members, self.again, self.link, self.add, self.name, self.leave):
            column.addWidget(widget)
        look.changed.connect(self._fit)
        self._retranslate()
        self._lay_out()

    @property
    def offers(self) -> bool:
        """Whether the group's number can do anything of this."""
        return any(self._able.can(each) for each in _OFFERED)

    def show_chat(self, chat: ChatView | None, able: Abilities) -> None:
        """Which group, and what its number can do; another group begins empty."""
        if chat is None or self._chat is None or chat.id != self._chat.id:
            self._forget()
        self._chat, self._able = chat, able
        self._lay_out()

    def load(self) -> None:
        """Ask the gateway who is in it."""
        chat = self._chat
        if chat is None or not self._able.can(Capability.GROUP_INFO):
            return
        self._stop()
        set_tone(self.state, "soft")
        self.state.setText(self.tr("Asking the gateway who is in the group…"))
        self.state.show()
        self.again.hide()

        def done(view: GroupView) -> None:
            self._asked, self._view = None, view
            self._fill()

        def failed(error: AppError) -> None:
            self._asked = None
            set_tone(self.state, "danger")
            self.state.setText(self.tr("The members could not be fetched: {reason}").format(reason=failure_words(error)))
            self.again.show()

        self._asked = self._crossing.spawn(self, self._services.groups.info(chat.id), done=done, failed=failed)

    def is_fresh(self, chat: ChatView) -> bool:
        """Whether the members of this group are here already, or asked for."""
        return self.is_about(chat) and (self._view is not None or self._asked is not None)

    def is_about(self, chat: ChatView) -> bool:
        """Whether it shows this group."""
        return self._chat is not None and self._chat.id == chat.id

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens what can be done with a member."""
        if (
            watched is self.members
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            item = self.members.currentItem()
            if item is not None:
                self._open_menu(item)
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ showing

    def _stop(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _forget(self) -> None:
        self._stop()
        self._view = None
        self.about.clear()
        self.state.clear()
        self.members.clear()
        self.again.hide()

    def _lay_out(self) -> None:
        able = self._able
        self.about.setVisible(bool(self.about.text()))
        self.state.setVisible(bool(self.state.text()))
        self.members.setVisible(self.members.count() > 0)
        self.link.setVisible(able.can(Capability.GROUP_INVITE))
        self.add.setVisible(self._may_change)
        self.name.setVisible(able.can(Capability.GROUP_EDIT))
        self.leave.setVisible(able.can(Capability.GROUP_EDIT))

    @property
    def _may_change(self) -> bool:
        """Only admins change who is in it; where we are not found among them, the gateway decides."""
        own = self._view.own if self._view is not None else None
        return self._able.can(Capability.GROUP_MEMBERS) and (own is None or own.admin)

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        self.about.setText((view.info.description or "").strip()[:2048])
        found = view.info.members
        set_tone(self.state, "soft")
        self.state.setText(
            self.tr("%n member(s)", "", len(found)) if found else self.tr("The gateway did not tell who is in the group.")
        )
        ranked = sorted(
            found, key=lambda each: (each != view.own, not each.admin, _name(each) == _number(each), _name(each).casefold())
        )
        place = self.members.verticalScrollBar().value()
        self.members.clear()
        for each in ranked:
            first = self.tr("{name} (this number)").format(name=_name(each)) if each == view.own else _name(each)
            rank = self.tr("Creator") if each.owner else self.tr("Admin") if each.admin else ""
            number = _number(each)
            known = number if number != _name(each) else self.tr("No name known")
            second = " · ".join(part for part in (known or self.tr("Number not shown"), rank) if part)
            item = QListWidgetItem(f"{first}\n{second}")
            item.setData(Qt.ItemDataRole.UserRole, each)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first}, {second}")
            self.members.addItem(item)
        self._fit()
        self._lay_out()
        self.members.verticalScrollBar().setValue(place)

    def _fit(self) -> None:
        self.members.setFixedHeight(self._look.px(min(_SEEN, max(1, self.members.count())) * _ROW + 14))

    # ------------------------------------------------------------------ one member

    def _on_menu_wanted(self, at: QPoint) -> None:
        item = self.members.itemAt(at) or self.members.currentItem()
        if item is not None:
            self._open_menu(item)

    def _open_menu(self, item: QListWidgetItem) -> None:
        member: GroupMember = item.data(Qt.ItemDataRole.UserRole)
        menu = self.menu_of(member)
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.popup(self.members.viewport().mapToGlobal(self.members.visualItemRect(item).bottomLeft()))

    def menu_of(self, member: GroupMember) -> QMenu:
        """What can be done with a member here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = _number(member)
        own = self._view is not None and member == self._view.own
        if number:
            if not own and self._able.can(Capability.SEND_TEXT):
                menu.addAction(self.tr("Open their conversation")).triggered.connect(lambda: self._open_chat(member))
            menu.addAction(self.tr("Copy the number")).triggered.connect(lambda: QGuiApplication.clipboard().setText(number))
        if not self._may_change or member.owner or own:
            return menu
        change = MemberChange.DEMOTE if member.admin else MemberChange.PROMOTE
        words = self.tr("No longer an admin") if member.admin else self.tr("Make an admin")
        menu.addAction(words).triggered.connect(lambda: self._change(change, member))
        remove = menu.addAction(self.tr("Remove from the group…"))
        remove.triggered.connect(lambda: self._crossing.start(self, self._ask_remove(member)))
        return menu

    def _open_chat(self, member: GroupMember) -> None:
        chat, digits = self._chat, _digits(member)
        if chat is not None and digits is not None:
            # WhatsApp told the number itself: nothing is to be checked
            self._crossing.spawn(
                self, self._services.contacts.start_chat(chat.instance_id, f"+{digits}", check=False),
                done=lambda started: self.chat_requested.emit(started.chat.id), failed=self._refused,
            )  # fmt: skip

    def _change(self, change: MemberChange, member: GroupMember) -> None:
        chat = self._chat
        if chat is None:
            return
        name = _name(member)
        words = {
            MemberChange.PROMOTE: self.tr("{name} is an admin of the group now."),
            MemberChange.DEMOTE: self.tr("{name} is no longer an admin of the group."),
            MemberChange.REMOVE: self.tr("{name} was removed from the group."),
        }[change]
        back = {MemberChange.PROMOTE: MemberChange.DEMOTE, MemberChange.DEMOTE: MemberChange.PROMOTE}.get(change)

        def undo() -> None:
            if back is not None:
                self._crossing.spawn(
                    self, self._services.groups.change(chat.id, back, member.person.address),
                    done=lambda _done: self._again(chat), failed=self._refused, keep=True,
                )  # fmt: skip

        def done(it_is: bool) -> None:
            if it_is:
                self.told.emit(words.replace("{name}", name), undo if back is not None else None)
            else:
                self.told.emit(self.tr("The gateway did not do it with {name}.").replace("{name}", name), None)
            self._again(chat)

        self._crossing.spawn(
            self, self._services.groups.change(chat.id, change, member.person.address), done=done, failed=self._refused,
            busy=self.members, keep=True,
        )  # fmt: skip

    async def _ask_remove(self, member: GroupMember) -> None:
        name = _name(member)
        title = self.tr("Remove {name} from the group?").replace("{name}", name)
        text = self.tr("They no longer see what is written in the group. Everybody in it is told.")
        if await confirm(self.window(), self._look, title, text, self.tr("Remove"), danger=True):
            self._change(MemberChange.REMOVE, member)

    # ------------------------------------------------------------------ the group

    def _on_link(self) -> None:
        chat = self._chat
        if chat is None:
            return

        def done(link: str) -> None:
            QGuiApplication.clipboard().setText(link)
            self.told.emit(self.tr("The invitation link was copied. Whoever has it can join the group."), None)

        self._crossing.spawn(
            self, self._services.groups.invite_link(chat.id), done=done, failed=self._refused, busy=self.link
        )

    async def _ask_number(self) -> None:
        chat = self._chat
        if chat is None:
            return
        text = self.tr("The number with area code. Only who agreed to it should be put in a group.")
        typed = await ask_line(self.window(), self._look, self.tr("Add somebody"), text, "", self.tr("Add"))
        if not typed:
            return

        def done(it_is: bool) -> None:
            words = self.tr("{number} is in the group now.") if it_is else self.tr(
                "{number} could not be added: they may let only their contacts do that. Send them the invitation link."
            )
            self.told.emit(words.replace("{number}", formats.one_line(typed, 40)), None)
            self._again(chat)

        def failed(error: AppError) -> None:
            if error.code is ErrorCode.INVALID:
                self.told.emit(self.tr("This is no phone number with area code. Nobody was added."), None)
            else:
                self._refused(error)

        self._crossing.spawn(
            self, self._services.groups.add(chat.id, typed), done=done, failed=failed, busy=self.add, keep=True
        )

    def _on_name(self) -> None:
        chat = self._chat
        if chat is None:
            return
        from ui.people.group_dialog import GroupDialog  # not needed at the start

        info = self._view.info if self._view is not None else None
        subject = (info.group.name if info is not None else None) or chat.title
        # a group without a description tells none, one that was not asked tells nothing
        dialog = GroupDialog(self.window(), self._look, subject, (info.description or "") if info is not None else None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._name(chat, dialog.subject(), dialog.description()))
        dialog.open()

    def _name(self, chat: ChatView, subject: str | None, description: str | None) -> None:
        async def run() -> None:
            if subject is not None:
                await self._services.groups.rename(chat.id, subject)
            if description is not None:
                await self._services.groups.describe(chat.id, description)

        def done(_none: None) -> None:
            if subject is not None:
                words = self.tr("The group is called {name} now.").replace("{name}", formats.one_line(subject, 60))
            else:
                words = self.tr("The group has another description now.")
            self.told.emit(words, None)
            self._again(chat)

        def failed(error: AppError) -> None:
            self._refused(error)
            # the first of the two may be done
            self._again(chat)

        self._crossing.spawn(self, run(), done=done, failed=failed, busy=self.name, keep=True)

    async def _ask_leave(self) -> None:
        chat = self._chat
        if chat is None:
            return
        title = self.tr("Leave {group}?").replace("{group}", formats.one_line(chat.title, 60))
        text = self.tr(
            "This number no longer receives what is written there, and only somebody in the group can bring it back. "
            "The conversation stays here."
        )
        if not await confirm(self.window(), self._look, title, text, self.tr("Leave"), danger=True):
            return

        def done(_none: None) -> None:
            self.told.emit(self.tr("This number left the group."), None)
            if self.is_about(chat):
                self._forget()
                self._lay_out()

        self._crossing.spawn(
            self, self._services.groups.leave(chat.id), done=done, failed=self._refused, busy=self.leave, keep=True
        )

    def _again(self, chat: ChatView) -> None:
        if self.is_about(chat):
            self.load()

    def _refused(self, error: AppError) -> None:
        refused = self.tr("The gateway did not do it: {reason}")
        self.told.emit(refused.replace("{reason}", failure_words(error)), None)

    def _retranslate(self) -> None:
        self.members.setAccessibleName(self.tr("Members of the group"))
        self.again.setText(self.tr("Ask again"))
        self.link.setText(self.tr("Copy the invitation link"))
        self.add.setText(self.tr("Add somebody…"))
        self.name.setText(self.tr("Name and description…"))
        self.leave.setText(self.tr("Leave the group…"))
        self._fill()


def _digits(member: GroupMember) -> str | None:
    each = (member.person.address, *member.person.aliases)
    return next((address.phone for address in each if address.phone is not None), None)


def _number(member: GroupMember) -> str:
    digits = _digits(member)
    return formats.phone(digits) if digits else ""


def _name(member: GroupMember) -> str:
    peer = member.person
    told = peer.name or peer.business_name or peer.push_name
    return formats.one_line(told, 60) if told and told.strip() else _number(member) or peer.address.id

"""What can be done with one or many conversations as a whole: each at once, said with one way back."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from services.api import Services
from services.domain import desk
from services.domain.desk import MAX_BULK, Action, Undo
from services.domain.ids import AgentId
from services.domain.labels import Label
from services.domain.models import ChatState, ChatView
from ui import formats
from ui.desk.assign_dialog import AssignDialog
from ui.desk.labels_dialog import LabelsDialog
from ui.desk.lists import DeskLists
from ui.desk.snooze import fill_snooze_menu
from ui.formats import Clock
from ui.keymap import Keymap
from ui.notices import Action as Offer
from ui.notices import NoticeBoard, Shown
from ui.tasks import Crossing
from ui.theme import Look

_CAUSE = "chat-deed"
Chats = Sequence[ChatView]


class Deeds(QObject):
    """Archive, resolve, put off, label, assign and so on; each does the opposite where it is so for all already.

    ``window_requested`` carries a conversation that is to have a window of its own, offered unless it is in its
    ``own_window``.
    """

    window_requested = Signal(object)

    agents_wanted = Signal()

    def __init__(
        self,
        services: Services,
        crossing: Crossing,
        board: NoticeBoard,
        parent: QWidget,
        look: Look,
        lists: DeskLists,
        keymap: Keymap,
        clock: Clock,
        *,
        own_window: bool = False,
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._board, self._window = services, crossing, board, parent
        self._own_window = own_window
        self._look, self._lists, self._keymap, self._clock = look, lists, keymap, clock

    # ------------------------------------------------------------------ deeds

    def archive(self, chats: Chats) -> None:
        """Into the archive, or out of it."""
        on = not all(chat.archived for chat in chats)
        if on:
            many = self.tr("%n conversation(s) archived.", "", len(chats))
            self._do(chats, desk.Archive(True), self.tr("{chat} is archived."), many)
        else:
            self._do(
                chats, desk.Archive(False), self.tr("{chat} is no longer archived."),
                self.tr("%n conversation(s) taken out of the archive.", "", len(chats)),
            )  # fmt: skip

    def resolve(self, chats: Chats) -> None:
        """The work is done, or it is not after all."""
        if all(chat.state is ChatState.RESOLVED for chat in chats):
            self._do(
                chats, desk.Resolve(ChatState.OPEN), self.tr("{chat} is open again."),
                self.tr("%n conversation(s) opened again.", "", len(chats)),
            )  # fmt: skip
        else:
            self._do(chats, desk.Resolve(), self.tr("{chat} is resolved."), self.tr("%n conversation(s) resolved.", "", len(chats)))

    def pin(self, chats: Chats) -> None:
        """To the top, or no longer."""
        on = not all(chat.pinned for chat in chats)
        if on:
            self._do(chats, desk.Pin(True), self.tr("{chat} is pinned."), self.tr("%n conversation(s) pinned.", "", len(chats)))
        else:
            self._do(
                chats, desk.Pin(False), self.tr("{chat} is no longer pinned."),
                self.tr("%n conversation(s) no longer pinned.", "", len(chats)),
            )  # fmt: skip

    def mute(self, chats: Chats) -> None:
        """Silent, or no longer."""
        on = not all(chat.muted for chat in chats)
        if on:
            self._do(chats, desk.Mute(True), self.tr("{chat} is muted."), self.tr("%n conversation(s) muted.", "", len(chats)))
        else:
            self._do(
                chats, desk.Mute(False), self.tr("{chat} is no longer muted."),
                self.tr("%n conversation(s) no longer muted.", "", len(chats)),
            )  # fmt: skip

    def ignore(self, chats: Chats) -> None:
        """Keep what comes in without showing or announcing it, or no longer."""
        on = not all(chat.ignored for chat in chats)
        if on:
            many = self.tr("%n conversation(s) ignored.", "", len(chats))
            self._do(chats, desk.Ignore(True), self.tr("{chat} is ignored."), many)
        else:
            self._do(
                chats, desk.Ignore(False), self.tr("{chat} is no longer ignored."),
                self.tr("%n conversation(s) no longer ignored.", "", len(chats)),
            )  # fmt: skip

    def mark(self, chats: Chats) -> None:
        """Unread, to come back to it; or read."""
        if any(chat.unread or chat.marked_unread for chat in chats):
            self._do(
                chats, desk.MarkRead(True), self.tr("{chat} is marked as read."),
                self.tr("%n conversation(s) marked as read.", "", len(chats)),
            )  # fmt: skip
        else:
            self._do(
                chats, desk.MarkRead(False), self.tr("{chat} is marked as unread."),
                self.tr("%n conversation(s) marked as unread.", "", len(chats)),
            )  # fmt: skip

    def snooze_until(self, chats: Chats, until_ms: int | None) -> None:
        """Out of sight until then; None brings it back now."""
        if until_ms is None:
            self._do(
                chats, desk.Snooze(None), self.tr("{chat} is back."), self.tr("%n conversation(s) brought back.", "", len(chats))
            )
            return
        today = formats.local_day(int(self._clock() * 1000))
        when = formats.time_of_day(until_ms)
        if formats.local_day(until_ms) != today:
            when = f"{formats.full_date(formats.local_day(until_ms))}, {when}"
        self._do(
            chats, desk.Snooze(until_ms), self.tr("{chat} is snoozed until {when}.").replace("{when}", when),
            self.tr("%n conversation(s) snoozed until {when}.", "", len(chats)).replace("{when}", when),
        )  # fmt: skip

    def label(self, chats: Chats) -> LabelsDialog:
        """Which labels they carry."""
        dialog = LabelsDialog(self._window, self._look, self._services, self._crossing, self._lists, chats)
        dialog.put.connect(lambda label, on: self._put_label(dialog.chats, label, on))
        dialog.open()
        return dialog

    def assign(self, chats: Chats) -> AssignDialog:
        """Whose they are."""
        dialog = AssignDialog(self._window, self._look, self._lists, chats)
        dialog.assigned.connect(lambda agent, note: self._assign(chats, agent, note))
        dialog.agents_wanted.connect(self.agents_wanted)
        dialog.open()
        return dialog

    def show_snooze_menu(self, chats: Chats, at: QPoint) -> QMenu:
        """Until when, as a menu at a place of the screen."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_snooze(menu, chats)
        menu.popup(at)
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
        return menu

    def fill_snooze(self, menu: QMenu, chats: Chats) -> None:
        """Until when, into a menu."""
        fill_snooze_menu(
            menu, self._window, self._look, self._clock, any(chat.snoozed_until_ms is not None for chat in chats),
            lambda until: self.snooze_until(chats, until),
        )  # fmt: skip

    def do(self, name: str, chats: tuple[ChatView, ...], at: QPoint) -> None:
        """A deed of the keymap with these; one that has to ask first does it at ``at`` on the screen."""
        if not chats:
            return
        if name == "chat.snooze":
            self.show_snooze_menu(chats, at)
            return
        run: Callable[[tuple[ChatView, ...]], object] = {
            "chat.archive": self.archive, "chat.resolve": self.resolve, "chat.mark": self.mark, "chat.pin": self.pin,
            "chat.mute": self.mute, "chat.labels": self.label, "chat.assign": self.assign,
        }[name]  # fmt: skip
        run(chats)

    def show_menu(self, chats: Chats, at: QPoint) -> QMenu:
        """All of them as a menu at a place of the screen."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_menu(menu, chats)
        menu.popup(at)
        return menu

    def fill_menu(self, menu: QMenu, chats: Chats) -> None:
        """All of them into a menu."""
        unread = any(chat.unread or chat.marked_unread for chat in chats)
        resolved = all(chat.state is ChatState.RESOLVED for chat in chats)
        self._entry(menu, self.tr("Open again") if resolved else self.tr("Resolve"), "chat.resolve", lambda: self.resolve(chats))
        until = menu.addMenu(self._with_key(self.tr("Snooze"), "chat.snooze"))
        self.fill_snooze(until, chats)
        self._entry(menu, self.tr("Labels…"), "chat.labels", lambda: self.label(chats))
        self._entry(menu, self.tr("Assign…"), "chat.assign", lambda: self.assign(chats))
        menu.addSeparator()
        rows: tuple[tuple[str, str, Callable[[Chats], None]], ...] = (
            (self.tr("Mark as read") if unread else self.tr("Mark as unread"), "chat.mark", self.mark),
            (self.tr("Unpin") if all(c.pinned for c in chats) else self.tr("Pin"), "chat.pin", self.pin),
            (self.tr("Unmute") if all(c.muted for c in chats) else self.tr("Mute"), "chat.mute", self.mute),
            (
                self.tr("Take out of the archive") if all(c.archived for c in chats) else self.tr("Archive"),
                "chat.archive", self.archive,
            ),
        )  # fmt: skip
        for words, name, run in rows:
            self._entry(menu, words, name, partial(run, chats))
        if len(chats) == 1 and not self._own_window:
            self._entry(
                menu, self.tr("Open in a window of its own"), "chat.window", lambda: self.window_requested.emit(chats[0])
            )
        if all(chat.is_group or chat.ignored for chat in chats):
            words = self.tr("Ignore no longer") if all(c.ignored for c in chats) else self.tr("Ignore this group")
            self._entry(menu, words, "", lambda: self.ignore(chats))

    # ------------------------------------------------------------------ inside

    def _entry(self, menu: QMenu, words: str, name: str, run: Callable[[], object]) -> None:
        menu.addAction(self._with_key(words, name)).triggered.connect(lambda _on=False: run())

    def _with_key(self, words: str, name: str) -> str:
        # after the tab only words: the shortcuts themselves are the window's
        hint = self._keymap.hint(name) if name else ""
        return f"{words}\t{hint}" if hint else words

    def _put_label(self, chats: Chats, label: Label, on: bool) -> None:
        name = formats.one_line(label.name, 60)
        one = self.tr("{chat} has the label {label}.") if on else self.tr("{chat} no longer has the label {label}.")
        many = (
            self.tr("Label {label} put on %n conversation(s).", "", len(chats))
            if on
            else self.tr("Label {label} taken off %n conversation(s).", "", len(chats))
        )
        self._do(chats, desk.PutLabel(label.id, on), one.replace("{label}", name), many.replace("{label}", name))

    def _assign(self, chats: Chats, agent_id: AgentId | None, note: str) -> None:
        agent = self._lists.agents.get(agent_id) if agent_id is not None else None
        if agent is None:
            self._do(
                chats, desk.Assign(None), self.tr("{chat} is nobody's now."),
                self.tr("%n conversation(s) are nobody's now.", "", len(chats)),
            )  # fmt: skip
            return
        name = formats.one_line(agent.name, 60)
        self._do(
            chats, desk.Assign(agent.id, note), self.tr("{chat} is with {agent} now.").replace("{agent}", name),
            self.tr("%n conversation(s) are with {agent} now.", "", len(chats)).replace("{agent}", name),
        )  # fmt: skip

    def _do(self, chats: Chats, action: Action, one: str, many: str) -> None:
        ids = tuple(chat.id for chat in chats)[:MAX_BULK]
        if not ids:
            return
        # by replacement, not by format: a name may hold braces
        said = one.replace("{chat}", formats.one_line(chats[0].title, 60)) if len(ids) == 1 else many
        self._crossing.spawn(
            self, self._services.workflow.apply(ids, action), done=lambda undo: self._say(said, undo), keep=True
        )

    def _say(self, said: str, undo: Undo) -> None:
        def back() -> None:
            self._board.clear(_CAUSE)
            self._crossing.spawn(self, self._services.workflow.undo(undo), keep=True)

        undoing = self.tr("Undo")
        self._board.put(Shown(_CAUSE, "info", lambda: said, (Offer(lambda: undoing, back),), passing=True))

"""Notes in which somebody calls the agent at the counter: said above everything until they are seen."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from services.api import Services
from services.domain.agents import Note
from services.domain.changes import ChangeSet, Listed
from services.domain.ids import ChatId
from services.domain.models import ChatView
from ui import formats
from ui.bridge import Bridge
from ui.desk.lists import DeskLists
from ui.notices import Action, NoticeBoard, Shown
from ui.tasks import Crossing

_CAUSE = "note-call:"
_MOST = 20


class NoteCalls(QObject):
    """``open_notes`` goes to a conversation and shows its notes."""

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        board: NoticeBoard,
        lists: DeskLists,
        open_notes: Callable[[ChatId], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._board = services, crossing, board
        self._lists, self._open_notes = lists, open_notes
        bridge.changed.connect(self._on_bridge_changed)
        self.load()

    def load(self) -> None:
        """Ask which are open."""
        self._crossing.spawn(self, self._services.notes.calls(), done=self._took)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.notes or Listed.AGENTS in changes.lists:
            self.load()

    def _took(self, notes: tuple[Note, ...]) -> None:
        newest = {note.chat_id: note for note in reversed(notes[:_MOST])}
        for cause in self._board.causes(_CAUSE):
            if cause not in {f"{_CAUSE}{note.id}" for note in newest.values()}:
                self._board.clear(cause)
        if newest:
            self._crossing.spawn(
                self, self._services.chats.get(tuple(newest)), done=lambda chats: self._show(newest, chats)
            )

    def _show(self, notes: dict[ChatId, Note], chats: tuple[ChatView, ...]) -> None:
        for chat in chats:
            note = notes[chat.id]
            cause = f"{_CAUSE}{note.id}"
            if cause not in self._board.causes(_CAUSE):
                self._board.put(Shown(cause, "info", self._words(note, chat), (self._open(note, cause),)))

    def _words(self, note: Note, chat: ChatView) -> Callable[[], str]:
        def words() -> str:
            who = self._lists.agent_name(note.agent_id) or self.tr("A colleague")
            said = self.tr("{agent} calls you in a note on {chat}: {text}")
            parts = {"{agent}": who, "{chat}": formats.one_line(chat.title, 40), "{text}": formats.one_line(note.text, 80)}
            for mark, text in parts.items():
                said = said.replace(mark, text)
            return said

        return words

    def _open(self, note: Note, cause: str) -> Action:
        def go() -> None:
            self._board.clear(cause)
            self._open_notes(note.chat_id)

        return Action(lambda: self.tr("Open"), go)

"""What is due and waits for a person: shown above everything until somebody decides."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from services.api import Services
from services.domain.changes import ChangeSet
from services.domain.ids import ChatId
from services.domain.sending import Scheduled, ScheduledKind, ScheduledState
from ui import formats
from ui.bridge import Bridge
from ui.notices import Action, NoticeBoard, Shown
from ui.tasks import Crossing


class Reminders(QObject):
    """Puts due reminders and late messages on the board; ``open_chat`` goes to a conversation."""

    def __init__(
        self,
        services: Services,
        bridge: Bridge,
        crossing: Crossing,
        board: NoticeBoard,
        open_chat: Callable[[ChatId], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._crossing, self._board, self._open_chat = services, crossing, board, open_chat
        bridge.changed.connect(self._on_bridge_changed)
        self.load()

    def load(self) -> None:
        """Ask what is open."""
        self._crossing.spawn(self, self._services.schedule.open(), done=self._show)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.scheduled:
            self.load()

    def _show(self, items: tuple[Scheduled, ...]) -> None:
        asking = [i for i in items if i.state in (ScheduledState.ASKING, ScheduledState.FAILED, ScheduledState.SKIPPED)]
        wanted = {f"scheduled:{item.id}:{item.state}" for item in asking}
        for cause in self._board.causes("scheduled:"):
            if cause not in wanted:
                self._board.clear(cause)
        for item in asking:
            cause = f"scheduled:{item.id}:{item.state}"
            if cause not in self._board.causes("scheduled:"):
                level = "info" if item.kind is ScheduledKind.REMINDER else "warning"
                self._board.put(Shown(cause, level, partial(self._words, item), self._actions(item)))

    def _words(self, item: Scheduled) -> str:
        name, text = formats.one_line(item.title, 40), formats.one_line(item.text, 80)
        if item.kind is ScheduledKind.REMINDER:
            return self.tr("Reminder, {name}: {text}").format(name=name, text=text)
        if item.state is ScheduledState.FAILED:
            return self.tr("The scheduled message to {name} could not be sent: {text}").format(name=name, text=text)
        if item.state is ScheduledState.SKIPPED:
            return self.tr("It was too late for the message to {name}, so it was not sent: {text}").format(
                name=name, text=text
            )
        return self.tr("The time of the message to {name} has passed: {text}").format(name=name, text=text)

    def _actions(self, item: Scheduled) -> tuple[Action, ...]:
        show = Action(lambda: self.tr("Open"), lambda: self._open_chat(item.chat_id))
        done = Action(lambda: self.tr("Done"), lambda: self._run(self._services.schedule.remove(item.id)))
        if item.kind is ScheduledKind.REMINDER:
            return show, done
        now = Action(lambda: self.tr("Send now"), lambda: self._run(self._services.schedule.send_now(item.id)))
        drop = Action(lambda: self.tr("Do not send"), lambda: self._run(self._services.schedule.remove(item.id)))
        return now, drop

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._crossing.spawn(self, work, done=lambda _none: self.load(), keep=True)

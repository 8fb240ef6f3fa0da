"""The dialogs about agents: who is at the counter, who there is, who did what."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from services.api import Services
from services.domain.agents import Agent
from services.domain.models import ChatView
from ui.desk.agents_dialog import AgentsDialog
from ui.desk.audit_dialog import AuditDialog
from ui.desk.lists import DeskLists
from ui.desk.switch_dialog import SwitchDialog
from ui.formats import Clock
from ui.tasks import Crossing
from ui.theme import Look


class Team(QObject):
    """Opens them. ``chat_requested`` carries a ChatId and the id of a message or None."""

    chat_requested = Signal(object, object)

    def __init__(
        self, window: QWidget, look: Look, services: Services, crossing: Crossing, lists: DeskLists, clock: Clock
    ) -> None:
        super().__init__(window)
        self._window, self._look, self._services = window, look, services
        self._crossing, self._lists, self._clock = crossing, lists, clock

    def agents(self) -> AgentsDialog:
        """All agents, to add, change and let go."""
        dialog = AgentsDialog(self._window, self._look, self._services, self._crossing, self._lists)
        dialog.audit_requested.connect(lambda agent: self._audit(agent=agent))
        dialog.open()
        return dialog

    def switch(self) -> SwitchDialog | AgentsDialog:
        """Somebody else is at the counter; where there are no agents, they are made first."""
        if not self._lists.here():
            return self.agents()
        dialog = SwitchDialog(self._window, self._look, self._services, self._crossing, self._lists)
        dialog.agents_wanted.connect(self.agents)
        dialog.open()
        return dialog

    def audit(self) -> AuditDialog:
        """What everybody did."""
        return self._audit()

    def audit_of(self, chat: ChatView) -> AuditDialog:
        """What was done in a conversation."""
        return self._audit(chat=chat)

    def _audit(self, *, chat: ChatView | None = None, agent: Agent | None = None) -> AuditDialog:
        dialog = AuditDialog(
            self._window, self._look, self._services, self._crossing, self._lists, self._clock, chat=chat, agent=agent
        )
        dialog.chat_requested.connect(self.chat_requested)
        dialog.open()
        return dialog

"""The desk's own lists as the window knows them: labels, agents, saved views, read anew when they change."""

from PySide6.QtCore import QObject, Signal

from services.api import Services
from services.domain import agents
from services.domain.agents import Agent
from services.domain.changes import ChangeSet, Listed
from services.domain.desk import SavedView
from services.domain.ids import AgentId, LabelId
from services.domain.labels import Label
from ui import formats
from ui.bridge import Bridge
from ui.tasks import Crossing


class DeskLists(QObject):
    """One for the window. ``changed`` tells that labels, agents (or who is active) or views are others now."""

    changed = Signal()
    active_changed = Signal(object)

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._crossing = services, crossing
        self.labels: dict[LabelId, Label] = {}
        self.agents: dict[AgentId, Agent] = {}
        self.views: tuple[SavedView, ...] = ()
        bridge.changed.connect(self._on_bridge_changed)
        self.load()

    @property
    def me(self) -> AgentId | None:
        """Who is at the counter."""
        active = self.active
        return active.id if active is not None else None

    @property
    def active(self) -> Agent | None:
        """Who is at the counter, with name and colour."""
        return next((agent for agent in self.agents.values() if agent.active), None)

    @property
    def sees_details(self) -> bool:
        """Whether who is at the counter may see what gateways sent."""
        return agents.sees_details(self.agents.values())

    def here(self) -> tuple[Agent, ...]:
        """The agents that can be chosen, by name."""
        return tuple(agent for agent in self.agents.values() if not agent.removed)

    def agent_name(self, agent_id: AgentId | None) -> str:
        """An agent's name, "" for nobody and for one that is not known."""
        agent = self.agents.get(agent_id) if agent_id is not None else None
        return formats.one_line(agent.name, 60) if agent is not None else ""

    def labels_of(self, ids: tuple[LabelId, ...]) -> tuple[Label, ...]:
        """These labels by name, those that are gone left out."""
        found = [self.labels[each] for each in ids if each in self.labels]
        return tuple(sorted(found, key=lambda label: label.name.casefold()))

    def label_names(self) -> tuple[str, ...]:
        """What the labels are called."""
        return tuple(label.name for label in self.labels.values())

    def load(self, which: frozenset[Listed] = frozenset(Listed)) -> None:
        """Read these anew."""
        if Listed.LABELS in which:
            self._crossing.spawn(self, self._services.labels.all(), done=self._on_labels)
        if Listed.AGENTS in which:
            self._crossing.spawn(self, self._services.agents.all(removed=True), done=self._on_agents)
        if Listed.VIEWS in which:
            self._crossing.spawn(self, self._services.views.all(), done=self._on_views)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.lists:
            self.load(changes.lists)

    def _on_labels(self, labels: tuple[Label, ...]) -> None:
        found = {label.id: label for label in labels}
        if found != self.labels:
            self.labels = found
            self.changed.emit()

    def _on_agents(self, agents: tuple[Agent, ...]) -> None:
        found, before = {agent.id: agent for agent in agents}, self.active
        if found == self.agents:
            return
        self.agents = found
        self.changed.emit()
        if self.active != before:
            self.active_changed.emit(self.active)

    def _on_views(self, views: tuple[SavedView, ...]) -> None:
        if views != self.views:
            self.views = views
            self.changed.emit()

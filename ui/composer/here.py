"""What the parts of the composer work with: the chat that is written to and what its number can do."""

from dataclasses import dataclass, field
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from services.api import Services
from services.domain.capabilities import Capability
from services.domain.models import ChatView
from services.domain.sending import Abilities
from ui.composer.composer import Composer
from ui.tasks import Crossing
from ui.theme import Look


class Outlet(QObject):
    """``sent`` carries messages that were queued, ``failed`` AppErrors."""

    sent = Signal(object)
    failed = Signal(object)


@dataclass(slots=True)
class Here:
    """``chat`` and ``abilities`` change when another conversation is opened; the rest stays."""

    composer: Composer
    services: Services
    crossing: Crossing
    look: Look
    host: QWidget
    outlet: Outlet
    chat: ChatView | None = None
    abilities: Abilities = field(default_factory=Abilities)

    def can(self, capability: Capability) -> bool:
        """Whether the chat's number can do it and it may be done now."""
        return self.chat is not None and not self.composer.blocked and self.abilities.can(capability)


def new_id() -> str:
    """A client id: the same one twice sends once."""
    return str(uuid4())

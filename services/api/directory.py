"""What the façade promises about people: contacts, conversations that we begin, and what they hold."""

from collections.abc import Callable
from typing import Protocol

from services.domain.contacts import ContactView, SharedKind, Started
from services.domain.exports import Exported, ExportOrder
from services.domain.ids import ChatId, ContactId, InstanceId
from services.domain.models import ChatView, MessageView, Page


class Contacts(Protocol):
    """People, by name."""

    async def page(self, *, typed: str = "", cursor: str | None = None, limit: int = 100) -> Page[ContactView]:
        """By name, those without one last; with ``typed`` those whose names or number match. Raises Invalid."""
        ...

    async def get(self, contact_ids: tuple[ContactId, ...]) -> tuple[ContactView, ...]:
        """These contacts as they are now; unknown ids are left out."""
        ...

    async def count(self) -> int:
        """How many there are."""
        ...

    async def conversations(self, contact_id: ContactId) -> tuple[ChatView, ...]:
        """Every conversation with this person, over whichever number, latest first."""
        ...

    async def start_chat(self, instance_id: InstanceId, typed: str, *, check: bool = True) -> Started:
        """The conversation with a number as somebody typed it, made if new.

        The gateway is asked first where it can say whether the number is on WhatsApp and nobody has talked with
        it yet. Raises Invalid (``phone``, ``phone_area``, ``instance``), Rejected (NO_SUCH_NUMBER), NotFound, and
        what the gateway's client raises; with ``check`` False it is not asked.
        """
        ...

    async def shared(
        self, chat_id: ChatId, which: SharedKind, *, cursor: str | None = None, limit: int = 60
    ) -> Page[MessageView]:
        """What a conversation holds of a kind, newest first. Raises Invalid (cursor, limit)."""
        ...


class Exports(Protocol):
    """What leaves as files."""

    async def conversation(
        self, chat_id: ChatId, order: ExportOrder, progress: Callable[[int, int], None] = ...
    ) -> Exported:
        """Write a conversation, whole or not at all; cancelling the call stops it.

        ``progress`` is called on the services' loop with the messages done and all. Raises NotFound, Invalid
        (``file``: it cannot be written there), StorageProblem (DISK_FULL).
        """
        ...

"""What the façade promises about the desk: labels, workflow, agents, notes, people and saved views."""

from typing import Protocol

from services.domain.agents import Agent, AuditEntry, Note
from services.domain.desk import Action, Listing, SavedView, Undo
from services.domain.ids import AgentId, ChatId, ContactId, FieldId, LabelId, NoteId, ViewId
from services.domain.labels import Label, RemovedLabel
from services.domain.models import ChatView, Page
from services.domain.people import Contact, ContactDetails, FieldDefinition


class Workflow(Protocol):
    """Lists, and what is done to one or many conversations at once."""

    async def list(self, listing: Listing, *, cursor: str | None = None, limit: int = 50) -> Page[ChatView]:
        """A page of a list; MINE is of the active agent. Raises Invalid for a cursor of another listing's sort."""
        ...

    async def apply(self, chat_ids: tuple[ChatId, ...], action: Action) -> Undo:
        """Do it to all of them in one transaction; ids that are gone are left out.

        Raises Invalid (chats: none or more than MAX_BULK; until; agent; note), NotFound (label).
        """
        ...

    async def undo(self, undo: Undo) -> None:
        """Take it back; what happened since (a new message) stays."""
        ...


class Labels(Protocol):
    """Coloured words; changes come as ``ChangeSet.lists``. Putting them on is ``Workflow.apply``."""

    async def all(self) -> tuple[Label, ...]:
        """Every label by name."""
        ...

    async def create(self, name: str, colour: str) -> Label:
        """A new one. Raises Invalid (name, colour), Conflict (name: it exists, whatever its capitals)."""
        ...

    async def change(self, label_id: LabelId, name: str, colour: str) -> Label:
        """Another name and colour. Raises NotFound, Invalid, Conflict."""
        ...

    async def remove(self, label_id: LabelId) -> RemovedLabel:
        """Take it off everywhere and let it go. Raises NotFound."""
        ...

    async def restore(self, removed: RemovedLabel) -> Label:
        """Bring it back with its conversations. Raises Conflict where another took its name."""
        ...


class Agents(Protocol):
    """The people at this computer. A PIN tells them apart, it does not protect what is stored."""

    async def all(self, *, removed: bool = False) -> tuple[Agent, ...]:
        """Every agent by name, with ``removed`` those of before too."""
        ...

    async def active(self) -> Agent | None:
        """Who is at the counter now."""
        ...

    async def create(self, name: str, colour: str, pin: str = "") -> Agent:
        """A new one; the first one is active at once and an admin. Raises Invalid (name, colour, pin), Conflict (name)."""
        ...

    async def change(self, agent_id: AgentId, name: str, colour: str) -> Agent:
        """Another name and colour. Raises NotFound, Invalid, Conflict."""
        ...

    async def set_admin(self, agent_id: AgentId, on: bool) -> Agent:
        """They may see what gateways sent, or no longer.

        Raises NotFound, Invalid (admin) where who is at the counter may not see it.
        """
        ...

    async def set_pin(self, agent_id: AgentId, new: str, current: str = "") -> None:
        """Another PIN, empty for none. Raises NotFound, Invalid (pin: the new one; current), RateLimited."""
        ...

    async def switch(self, agent_id: AgentId | None, pin: str = "") -> Agent | None:
        """Somebody else is at the counter (None: nobody). Raises NotFound, Invalid (pin), RateLimited (retry_after_s)."""
        ...

    async def remove(self, agent_id: AgentId) -> None:
        """They left; what is theirs stays in their name until somebody takes it.

        Raises NotFound, Invalid (admin) for an admin where who is at the counter is none.
        """
        ...

    async def restore(self, agent_id: AgentId) -> Agent:
        """They are back. Raises NotFound, Conflict (name)."""
        ...

    async def audit(
        self,
        *,
        chat_id: ChatId | None = None,
        agent_id: AgentId | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[AuditEntry]:
        """Who did what, newest first, of a conversation or of an agent, or of everything."""
        ...


class Notes(Protocol):
    """Private notes: they never leave the program."""

    async def of(self, chat_id: ChatId) -> tuple[Note, ...]:
        """Of a conversation, oldest first."""
        ...

    async def add(self, chat_id: ChatId, text: str, mentions: tuple[AgentId, ...] = ()) -> Note:
        """A new one by the active agent. Raises Invalid (text), NotFound."""
        ...

    async def edit(self, note_id: NoteId, text: str, mentions: tuple[AgentId, ...] = ()) -> Note:
        """Another text. Raises Invalid (text), NotFound."""
        ...

    async def remove(self, note_id: NoteId) -> None:
        """Take it away. Raises NotFound."""
        ...

    async def restore(self, note_id: NoteId) -> Note:
        """Bring a removed one back. Raises NotFound."""
        ...

    async def calls(self) -> tuple[Note, ...]:
        """Notes that call the active agent and were not seen yet, newest first."""
        ...

    async def seen(self, chat_id: ChatId) -> None:
        """The active agent has read the notes of a conversation."""
        ...


class People(Protocol):
    """What the desk knows of one contact: names, details, its own fields. The page of them is ``Contacts``."""

    async def details(self, contact_id: ContactId) -> ContactDetails:
        """Everything about a person. Raises NotFound."""
        ...

    async def rename(self, contact_id: ContactId, name: str) -> Contact:
        """The desk's own name, empty for none; every title follows. Raises Invalid (name), NotFound."""
        ...

    async def set_note(self, contact_id: ContactId, text: str) -> None:
        """What the desk should know about a person. Raises Invalid (note), NotFound."""
        ...

    async def set_value(self, contact_id: ContactId, field_id: FieldId, value: str) -> None:
        """Fill a custom field, empty clears it. Raises Invalid (value), NotFound."""
        ...

    async def block(self, contact_id: ContactId, on: bool) -> None:
        """Block or unblock at the gateway. Raises NotSupported, NotFound, and what the gateway says."""
        ...

    async def refresh(self, contact_id: ContactId) -> ContactDetails:
        """Ask the gateway for name and picture. Raises NotSupported, NotFound, and what the gateway says."""
        ...

    async def fields(self) -> tuple[FieldDefinition, ...]:
        """The custom fields in their order."""
        ...

    async def save_field(self, field: FieldDefinition) -> FieldDefinition:
        """A new one (id 0), or another name, or more choices. Raises Invalid (name, choices, kind), Conflict, NotFound."""
        ...

    async def remove_field(self, field_id: FieldId) -> None:
        """Hide it; its values are kept for ``restore_field``. Raises NotFound."""
        ...

    async def restore_field(self, field_id: FieldId) -> FieldDefinition:
        """Bring it back with its values. Raises NotFound, Conflict."""
        ...


class Views(Protocol):
    """Saved lists."""

    async def all(self) -> tuple[SavedView, ...]:
        """In their order."""
        ...

    async def save(self, name: str, listing: Listing, view_id: ViewId | None = None) -> SavedView:
        """A new one at the end, or a change. Raises Invalid (name), Conflict (name), NotFound."""
        ...

    async def remove(self, view_id: ViewId) -> None:
        """Let it go. Raises NotFound."""
        ...

    async def order(self, view_ids: tuple[ViewId, ...]) -> None:
        """Put them in this order; those not named come after."""
        ...

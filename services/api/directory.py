"""What the façade promises about people: contacts, conversations that we begin, and what they hold."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from services.domain.contact_files import Imported, ImportPlan, RowError, Sheet
from services.domain.contacts import ContactView, Merged, SharedKind, Started, Twins
from services.domain.exports import Exported, ExportOrder
from services.domain.ids import ChatId, ContactId, InstanceId
from services.domain.models import ChatView, MessageView, Page
from services.domain.people import FieldDefinition


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

    async def twins(self) -> tuple[Twins, ...]:
        """Contacts that are likely one person: the same number in two spellings, or the same full name."""
        ...

    async def merge(self, into: ContactId, gone: ContactId) -> Merged:
        """Two contacts are one: names, conversations of the same number of ours, notes; nothing is lost.

        Raises Invalid (``contact``: the same one, or a group), NotFound.
        """
        ...

    async def undo_merge(self, merge_id: int) -> ContactId:
        """They are two again, with all that each had; what came since stays with the one that was kept.

        Returns who is there again. Raises NotFound (undone already), Conflict (merged again since).
        """
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


class ContactFiles(Protocol):
    """Contacts as tables in files (CSV)."""

    async def fields(self) -> tuple[FieldDefinition, ...]:
        """The desk's own fields, which columns may stand for."""
        ...

    async def look(self, path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Sheet:
        """What a file is; what is given is not guessed. Raises Invalid (file, binary, empty), Rejected (TOO_LARGE)."""
        ...

    async def import_from(self, path: Path, plan: ImportPlan, progress: Callable[[int], None] = ...) -> Imported:
        """Store its rows by number, in batches; rows that cannot be taken are told and left out.

        Cancelled, what was stored stays, and the same file again goes on from there. ``progress`` is called on the
        services' loop with the rows done. Labels are put on all conversations with the person, and made where there is
        none of the name. Raises Invalid (file, columns, labels), StorageProblem.
        """
        ...

    async def new_labels(self, path: Path, plan: ImportPlan) -> tuple[str, ...]:
        """The labels that an import would make, in the file's order; none where no column holds labels.

        Raises Invalid (file; labels: more than MAX_NEW_LABELS, so the column holds something else).
        """
        ...

    async def export_to(self, path: Path, header: tuple[str, str, str, str, str]) -> int:
        """Write everybody who has a number; ``header`` names name, number, note, WhatsApp's name and labels.

        Nothing in it is a formula. Returns how many. Raises Invalid (file), StorageProblem.
        """
        ...

    async def save_errors(self, path: Path, header: tuple[str, str], errors: tuple[tuple[str, RowError], ...]) -> None:
        """Write the rows that an import left out, each with its problem in words. Raises Invalid (file)."""
        ...

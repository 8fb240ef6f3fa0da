"""What the façade promises about sending: answers of every kind, ready answers, and what is sent later."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from services.domain.address import Address
from services.domain.ids import ChatId, MessageId
from services.domain.models import MessageView
from services.domain.new_content import NewContent
from services.domain.outgoing import Template, TemplateOffer
from services.domain.sending import (
    Abilities,
    FileFacts,
    Late,
    Member,
    MessageInfo,
    NewFile,
    QuickReply,
    Scheduled,
    ScheduledKind,
)


class Sending(Protocol):
    """Everything that leaves through the outbox beyond a plain text."""

    async def abilities(self, chat_id: ChatId) -> Abilities:
        """What the chat's number can do. Raises NotFound."""
        ...

    async def look_at(self, chat_id: ChatId, file: NewFile) -> FileFacts:
        """What a file is and whether the chat's number takes it. Raises Invalid where it cannot be read, NotFound."""
        ...

    async def send_text(
        self,
        chat_id: ChatId,
        text: str,
        *,
        client_id: str,
        quoted: MessageId | None = None,
        mentions: tuple[Address, ...] = (),
    ) -> MessageView:
        """Store and queue a text. Raises Invalid, NotFound, Rejected (TOO_LARGE: more than ``Abilities.max_text``)."""
        ...

    async def send_file(
        self, chat_id: ChatId, file: NewFile, *, client_id: str, quoted: MessageId | None = None
    ) -> MessageView:
        """Copy a file and queue it. Raises Invalid, NotFound, NotSupported, Rejected (TOO_LARGE, MEDIA_GONE)."""
        ...

    async def send_content(
        self, chat_id: ChatId, content: NewContent, *, client_id: str, quoted: MessageId | None = None
    ) -> MessageView:
        """Queue a place, a contact, a poll or a menu. Raises Invalid naming the part, NotFound, NotSupported."""
        ...

    async def send_template(
        self, chat_id: ChatId, template: Template, text: str, *, client_id: str, file: NewFile | None = None
    ) -> MessageView:
        """Queue an approved template; ``text`` is what it will look like, ``file`` what its header shows.

        Raises NotSupported, NotFound, and for the file what ``send_file`` raises.
        """
        ...

    async def templates(self, chat_id: ChatId) -> tuple[TemplateOffer, ...]:
        """The templates of the chat's number. Raises NotSupported, and what the gateway's client raises."""
        ...

    async def forward(self, message_ids: tuple[MessageId, ...], chat_ids: tuple[ChatId, ...]) -> int:
        """Send copies to other chats; returns how many were queued. Raises Invalid, NotFound."""
        ...

    async def react(self, message_id: MessageId, emoji: str | None) -> None:
        """Our reaction, or None to take it away. Raises NotSupported, Invalid, NotFound."""
        ...

    async def edit(self, message_id: MessageId, text: str) -> None:
        """Another text for a message of ours. Raises NotSupported, Invalid, NotFound."""
        ...

    async def revoke(self, message_id: MessageId, *, undo_ms: int = 5000) -> None:
        """Delete for everyone; it leaves after ``undo_ms``. Raises NotSupported, Invalid, NotFound."""
        ...

    async def undo_revoke(self, message_id: MessageId) -> bool:
        """Take a deletion back; False where it is too late."""
        ...

    async def cancel(self, message_id: MessageId) -> None:
        """Take a queued answer out. Raises NotFound, Invalid where it has left."""
        ...

    async def cancel_sending(self, message_id: MessageId) -> MessageView:
        """Stop an answer, waiting or under way, before the gateway has it whole.

        It stays in the conversation as not sent (``CANCELLED``), and ``Messages.retry`` sends it after all. While its
        file leaves, ``FileProgress`` tells how far it is. Raises NotFound, Invalid where the gateway may have it.
        """
        ...

    async def info(self, message_id: MessageId) -> MessageInfo:
        """The way of a message. Raises NotFound."""
        ...

    async def members(self, chat_id: ChatId) -> tuple[Member, ...]:
        """Who can be mentioned."""
        ...


class Replies(Protocol):
    """Ready answers."""

    async def all(self) -> tuple[QuickReply, ...]:
        """Every one, the one used last first; their files are where they are stored."""
        ...

    async def save(self, reply: QuickReply) -> QuickReply:
        """Store a new one (id 0) or a change; its files are copied. Raises Invalid naming the field, Conflict."""
        ...

    async def remove(self, reply_id: int) -> None:
        """Let one go."""
        ...

    async def used(self, reply_id: int) -> None:
        """It was put into an answer."""
        ...

    async def fields(self) -> Mapping[str, str]:
        """The shop's own fields."""
        ...

    async def save_fields(self, fields: Mapping[str, str]) -> None:
        """Store them all. Raises Invalid for a name that cannot stand in braces."""
        ...

    async def export_to(self, path: Path) -> int:
        """Write them as JSON, files inside; returns how many. Raises Invalid where it cannot be written."""
        ...

    async def import_from(self, path: Path) -> int:
        """Read such a file; one of the same shortcut is replaced. Returns how many. Raises Invalid."""
        ...


class Schedule(Protocol):
    """Messages and reminders for later. ``ChangeSet.scheduled`` tells that something changed."""

    async def open(self) -> tuple[Scheduled, ...]:
        """All that is not over, soonest first."""
        ...

    async def add(self, chat_id: ChatId, kind: ScheduledKind, text: str, due_at_ms: int, late: Late) -> Scheduled:
        """Store one. Raises Invalid (text, due_at), NotFound."""
        ...

    async def change(self, item_id: int, text: str, due_at_ms: int, late: Late) -> Scheduled:
        """Another text or time. Raises Invalid, NotFound."""
        ...

    async def remove(self, item_id: int) -> None:
        """It is not wanted any more, or is done."""
        ...

    async def send_now(self, item_id: int) -> None:
        """Send it at once. Raises NotFound."""
        ...

"""What the façade promises about conversations, what is in them, and finding both."""

from pathlib import Path
from typing import Protocol

from services.domain import search
from services.domain.ids import ChatId, InstanceId, MessageId
from services.domain.models import ChatFilter, ChatView, EditView, MessagePage, MessageView, Page


class Chats(Protocol):
    """Conversations."""

    async def page(
        self,
        *,
        instance_id: InstanceId | None = None,
        which: ChatFilter | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[ChatView]:
        """Pinned ones, then latest first; without ``which`` everything there is."""
        ...

    async def get(self, chat_ids: tuple[ChatId, ...]) -> tuple[ChatView, ...]:
        """These chats as they are now; unknown ids are left out."""
        ...

    async def mark_read(self, chat_id: ChatId) -> None:
        """Set the unread counter to zero (read receipts are a matter of policy, not of this)."""
        ...

    async def save_draft(self, chat_id: ChatId, text: str) -> None:
        """Keep what is typed; empty removes it."""
        ...

    async def totals(self) -> tuple[int, int]:
        """(unread messages, chats with unread messages)."""
        ...


class Messages(Protocol):
    """What is in a conversation."""

    async def latest(self, chat_id: ChatId, limit: int = 50) -> MessagePage:
        """The newest page. Raises NotFound."""
        ...

    async def before(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        """The page just older than this message."""
        ...

    async def after(self, chat_id: ChatId, message_id: MessageId, limit: int = 50) -> MessagePage:
        """The page just newer than this message."""
        ...

    async def around(self, message_id: MessageId, limit: int = 50) -> MessagePage:
        """A page with this message in its middle."""
        ...

    async def get(self, message_ids: tuple[MessageId, ...]) -> tuple[MessageView, ...]:
        """These messages as they are now; unknown ids are left out."""
        ...

    async def send_text(
        self, chat_id: ChatId, text: str, *, client_id: str | None = None, quoted: MessageId | None = None
    ) -> MessageView:
        """Store and queue an answer; the same ``client_id`` twice gives the same message. Raises Invalid, NotFound."""
        ...

    async def retry(self, message_id: MessageId) -> MessageView:
        """Send a failed or uncertain message again, as a new attempt a person asked for."""
        ...

    async def settle(self, message_id: MessageId) -> MessageView:
        """A person says that an uncertain message was sent."""
        ...

    async def fetch_media(self, message_id: MessageId) -> MessageView:
        """Fetch the message's file again after it failed. Raises NotFound, Invalid (nothing to fetch, or refused)."""
        ...

    async def cancel_media(self, message_id: MessageId) -> MessageView:
        """Stop fetching its file, or waiting to; ``fetch_media`` begins anew. Raises NotFound, Invalid (it is over)."""
        ...

    async def history(self, message_id: MessageId) -> tuple[EditView, ...]:
        """The texts an edited message had, the first one first. Raises NotFound."""
        ...

    def file(self, path: str) -> Path:
        """Where a stored file is (``MediaView.path``). Raises Invalid for what would leave the media folder."""
        ...


class Search(Protocol):
    """Finding. Anything typed is legal; ``services.domain.search`` says what it means."""

    async def everything(self, typed: str, *, limit: int = 50) -> search.Found:
        """Conversations by name or number and messages, newest first. Raises Invalid (limit)."""
        ...

    async def chats(self, typed: str, *, limit: int = 50) -> tuple[ChatView, ...]:
        """Conversations by name or number, latest first. Raises Invalid (limit)."""
        ...

    async def in_chat(self, chat_id: ChatId, typed: str) -> tuple[MessageId, ...]:
        """The messages of one conversation, newest first, at most 2000."""
        ...

"""What the façade promises about single messages here alone, and about contacts that came in one."""

from typing import Protocol

from services.domain.ids import ChatId, MessageId
from services.domain.models import MessageView


class Shown(Protocol):
    """Stars, and messages that are not to be seen here any more; nobody else is told."""

    async def star(self, message_ids: tuple[MessageId, ...], on: bool) -> None:
        """Put a star on them, or take it away. Raises NotFound."""
        ...

    async def starred(self, chat_id: ChatId) -> tuple[MessageView, ...]:
        """The chat's starred messages, newest first, at most 200."""
        ...

    async def hide(self, message_ids: tuple[MessageId, ...]) -> None:
        """Show them here no more; what is stored stays. Raises NotFound, Invalid (one still waits to be sent)."""
        ...

    async def unhide(self, message_ids: tuple[MessageId, ...]) -> None:
        """Show them again. Raises NotFound."""
        ...


class Cards(Protocol):
    """People whom a contact card names."""

    async def save(self, phone: str, name: str) -> None:
        """Give the person of a number this name, here. Raises Invalid naming the field."""
        ...

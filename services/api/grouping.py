"""What the façade promises about the groups that a number is in."""

from typing import Protocol

from services.domain.address import Address
from services.domain.groups import GroupView, MemberChange
from services.domain.ids import ChatId


class Groups(Protocol):
    """Everything is asked from the gateway, nothing of it is stored but the subject.

    Every method raises NotFound, NotSupported (``Sending.abilities`` tells before), NotConnected where the number
    is not running, and what the gateway says.
    """

    async def info(self, chat_id: ChatId) -> GroupView:
        """Subject, description and members, by the names that the desk has for them."""
        ...

    async def add(self, chat_id: ChatId, typed: str) -> bool:
        """Put a number in; False where its owner lets nobody do that. Raises Invalid (phone, phone_area)."""
        ...

    async def change(self, chat_id: ChatId, change: MemberChange, person: Address) -> bool:
        """Remove, promote or demote a member; False where the gateway did not do it."""
        ...

    async def rename(self, chat_id: ChatId, subject: str) -> None:
        """Another subject for everybody. Raises Invalid (name)."""
        ...

    async def describe(self, chat_id: ChatId, text: str) -> None:
        """Another description for everybody, empty for none. Raises Invalid (description)."""
        ...

    async def leave(self, chat_id: ChatId) -> None:
        """Our number leaves; the conversation stays here."""
        ...

    async def invite_link(self, chat_id: ChatId) -> str:
        """The address by which others join."""
        ...

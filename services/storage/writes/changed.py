"""What a transaction has changed so far, collected while it runs."""

from services.domain.changes import ChangeKind, ChangeSet, Listed, MessageChange
from services.domain.ids import ChatId, ContactId, InstanceId, MessageId


class Changed:
    """A mutable ChangeSet; ``freeze`` gives the one that is published. ``arrived`` counts new incoming messages."""

    __slots__ = ("arrived", "chats", "contacts", "deliveries", "instances", "lists", "merged", "messages", "notes")

    def __init__(self) -> None:
        self.chats: set[ChatId] = set()
        self.instances: set[InstanceId] = set()
        self.messages: dict[MessageId, MessageChange] = {}
        self.merged: list[tuple[ChatId, ChatId]] = []
        self.contacts: set[ContactId] = set()
        self.notes: set[ChatId] = set()
        self.lists: set[Listed] = set()
        self.deliveries = False
        self.arrived = 0

    def message(self, kind: ChangeKind, chat: ChatId, message: MessageId, *, notify: bool = False) -> None:
        """Note a message row; an added row that then changes stays added."""
        self.chats.add(chat)
        before = self.messages.get(message)
        if before is not None and before.kind is ChangeKind.ADDED and kind is ChangeKind.CHANGED:
            return
        self.messages[message] = MessageChange(kind, chat, message, notify)

    def chat_merged(self, gone: ChatId, into: ChatId) -> None:
        """A chat is gone; what changed in it changed in the one that took over."""
        self.merged.append((gone, into))
        self.chats.discard(gone)
        self.chats.add(into)
        if gone in self.notes:
            self.notes.discard(gone)
            self.notes.add(into)
        for message, change in self.messages.items():
            if change.chat_id == gone:
                self.messages[message] = MessageChange(change.kind, into, message, change.notify)

    def freeze(self) -> ChangeSet:
        """The frozen form."""
        return ChangeSet(
            instances=frozenset(self.instances),
            chats=frozenset(self.chats),
            messages=tuple(self.messages.values()),
            chats_merged=tuple(self.merged),
            deliveries=self.deliveries,
            contacts=frozenset(self.contacts),
            notes=frozenset(self.notes),
            lists=frozenset(self.lists),
        )

"""The write and query functions on one connection in memory, with a crash at will: fast enough for thousands of runs."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from services.domain import address as addresses
from services.domain.address import AddressKind
from services.domain.changes import ChangeSet
from services.domain.events import AnyEvent
from services.domain.ids import AccountId, ChatId, InstanceId, MessageId
from services.domain.models import ChatView, MessageView
from services.domain.outgoing import Outcome
from services.storage import indexing
from services.storage.database import Tx, Written
from services.storage.migrations import MIGRATIONS
from services.storage.queries import chats, messages
from services.storage.writes import apply, compose, instances, names, outbox
from services.storage.writes.context import Context
from tests.factories import NOON_MS, new_instance

R = TypeVar("R")


@cache
def _empty() -> bytes:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in MIGRATIONS:
        step(connection)
    data = connection.serialize()
    connection.close()
    return data


class Store:
    """One desk with one instance; every ``write`` is one transaction of the real writer's kind."""

    def __init__(self) -> None:
        self.connection = self._open(_empty())
        self.tx = Tx(self.connection)
        self.boot = 1
        self.published: list[ChangeSet] = []
        self.instance = self.add_instance()

    def _open(self, data: bytes) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.deserialize(data)
        connection.execute("PRAGMA foreign_keys=1")
        return connection

    def close(self) -> None:
        """Let it go."""
        self.connection.close()

    def crash(self) -> None:
        """The process dies and starts again: what was committed is there, caches are not."""
        data = self.connection.serialize()
        self.connection.close()
        self.connection = self._open(data)
        self.tx = Tx(self.connection)
        self.boot += 1
        self.write(outbox.recover, self.boot_id, NOON_MS)

    @property
    def boot_id(self) -> str:
        """Who claims."""
        return f"boot{self.boot}"

    def write(self, function: Callable[..., Written[R]], *args: Any) -> R:
        """Run as the writer thread does."""
        self.tx.execute("BEGIN IMMEDIATE")
        try:
            written = function(self.tx, *args)
            self.tx.execute("COMMIT")
        except BaseException:
            self.tx.execute("ROLLBACK")
            self.tx.cache.clear()
            raise
        if written.changes:
            self.published.append(written.changes)
        return written.result

    def read(self, function: Callable[..., R], *args: Any) -> R:
        """Run a query."""
        return function(self.connection, *args)

    def add_instance(self, label: str = "loja") -> InstanceId:
        """One more instance."""
        return self.write(instances.add_instance, new_instance(label))

    def account(self, instance: InstanceId | None = None) -> AccountId:
        """The account behind an instance."""
        return AccountId(self.sql("SELECT account_id FROM instance WHERE id = ?", instance or self.instance)[0][0])

    def see(
        self, *events: AnyEvent, instance: InstanceId | None = None, at_ms: int = NOON_MS, backfill: bool = False
    ) -> apply.Applied:
        """Apply events in one transaction, as received at ``at_ms``."""
        context = Context(
            instance_id=instance or self.instance,
            account_id=self.account(instance),
            received_at_ms=at_ms,
            backfill=backfill,
        )
        return self.write(apply.apply_events, context, events)

    def compose(
        self, chat: ChatId, text: str = "Bom dia! Como posso ajudar?", client_id: str = "c1", at_ms: int = NOON_MS
    ) -> MessageId:
        """An agent answers."""
        message, _ = self.write(compose.compose_text, chat, text, client_id, None, at_ms)
        return message

    def claim(self, at_ms: int = NOON_MS, instance: InstanceId | None = None) -> outbox.Claimed | None:
        """The sender takes the next one."""
        claimed, _ = self.write(outbox.claim_attempt, instance or self.instance, self.boot_id, at_ms)
        return claimed

    def finish(self, claimed: outbox.Claimed, outcome: Outcome, *, retry_at: int | None = None, at_ms: int = NOON_MS) -> None:
        """The sender records what became of it."""
        self.write(outbox.finish_attempt, claimed, outcome, at_ms, retry_at)

    def sql(self, query: str, *parameters: Any) -> list[Any]:
        """Look behind the scenes."""
        return self.connection.execute(query, parameters).fetchall()

    def chats(self) -> tuple[ChatView, ...]:
        """The inbox."""
        return self.read(chats.page, None, None, 500).items

    def messages(self, chat: ChatId | None = None) -> tuple[MessageView, ...]:
        """A conversation, oldest first; the only one where none is named."""
        if chat is None:
            (only,) = self.chats()
            chat = only.id
        return self.read(messages.latest, chat, 500).items

    def conversations(self) -> list[Any]:
        """All that a person can see, in an order that does not depend on row ids."""
        return sorted(
            (
                chat.address.match_key,
                chat.title,
                chat.unread,
                chat.preview,
                chat.preview_status,
                chat.preview_deleted,
                chat.last_at_ms,
                chat.archived,
                sorted((_visible(m) for m in self.messages(chat.id)), key=lambda m: (m[0], str(m[1]))),
            )
            for chat in self.chats()
        )

    def index(self, at_once: int) -> None:
        """The writer lets the search index follow, so many messages further."""
        self.tx.execute("BEGIN IMMEDIATE")
        indexing.catch_up(self.connection, at_once)
        self.tx.execute("COMMIT")

    @contextmanager
    def all_indexed(self) -> Iterator[None]:
        """As if no message waited for the search index any more."""
        self.tx.execute("BEGIN")
        try:
            indexing.catch_up(self.connection, sys.maxsize)
            yield
        finally:
            self.tx.execute("ROLLBACK")

    def check(self) -> None:
        """What must hold between any two transactions."""
        with self.all_indexed():
            # 1: compared with the messages themselves
            self.connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)")
        assert self.sql("PRAGMA foreign_key_check") == []
        for chat, unread, last_id, preview in self.sql("SELECT id, unread, last_message_id, preview FROM chat"):
            counted = self.sql(
                """SELECT count(*) FROM message JOIN chat c ON c.id = chat_id WHERE chat_id = ? AND direction = 'in'
                   AND sent_at > c.read_at AND message.kind <> 'system' AND message.origin IS NOT 'history'
                   AND message.hidden = 0""",
                chat,
            )[0][0]
            assert unread == counted
            newest = self.sql(
                """SELECT m.id, iif(m.kind = 'document' AND ifnull(m.text, '') = '', f.file_name, m.text) FROM message m
                   LEFT JOIN media f ON f.message_id = m.id WHERE m.chat_id = ? AND m.hidden = 0
                   ORDER BY m.sent_at DESC, m.id DESC LIMIT 1""",
                chat,
            )
            assert (last_id, preview) == (newest[0] if newest else (None, None))
        for own, name, business, push, kept in self.sql("SELECT own_name, name, business_name, push_name, folded FROM contact"):
            assert kept == names.folded(own, name, business, push)
        for chat, since, answered in self.sql("SELECT id, waiting_since, answered_at FROM chat WHERE is_group = 0"):
            asked = self.sql(
                """SELECT min(sent_at) FROM message WHERE chat_id = ? AND direction = 'in' AND kind <> 'system'
                   AND sent_at > ? AND hidden = 0""",
                chat,
                answered,
            )
            assert since == asked[0][0]
        in_flight = self.sql("SELECT 1 FROM attempt WHERE state = 'sending' GROUP BY chat_id HAVING count(*) > 1")
        assert in_flight == []
        orphans = self.sql(
            "SELECT 1 FROM attempt WHERE state IN ('queued', 'sending') AND chat_id NOT IN (SELECT id FROM chat)"
        )
        assert orphans == []


def _visible(m: MessageView) -> tuple[Any, ...]:
    media = None if m.media is None else (m.media.mime, m.media.file_name, m.media.state)
    reactions = sorted((r.emoji, r.from_me, r.actor or "") for r in m.reactions)
    return (
        m.sent_at_ms,
        m.stanza_id,
        m.direction,
        m.kind,
        m.text,
        m.status,
        m.error_code,
        m.edited,
        m.deleted,
        reactions,
        media,
        m.quoted.text if m.quoted else None,
        m.provider_message_id,
        m.author.name,
    )


def same_person(address: str) -> str:
    """The key under which spellings of one customer meet."""
    parsed = addresses.parse(address)
    assert parsed is not None and parsed.kind is AddressKind.USER
    return parsed.match_key


@contextmanager
def store() -> Iterator[Store]:
    """A store that is closed at the end."""
    opened = Store()
    try:
        yield opened
    finally:
        opened.close()

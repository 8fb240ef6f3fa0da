"""Which messages a gateway is to be told of as read."""

import sqlite3

import msgspec

from services.domain import address as addresses
from services.domain.address import Address
from services.domain.ids import ChatId, InstanceId
from services.domain.outgoing import MessageRef

MOST = 100


class Unreceipted(msgspec.Struct, frozen=True, kw_only=True):
    """The newest messages of a chat that were read and not receipted, oldest first; ``up_to_ms`` is the last one's."""

    instance_id: InstanceId
    chat: Address
    messages: tuple[MessageRef, ...]
    up_to_ms: int


def unreceipted(connection: sqlite3.Connection, chat: ChatId, not_before_ms: int) -> Unreceipted | None:
    """What was read in a chat since the last receipt and after a moment; None where there is nothing."""
    found = connection.execute(
        "SELECT instance_id, address, receipt_at, read_at FROM chat WHERE id = ?", (chat,)
    ).fetchone()
    if found is None:
        return None
    instance, address, receipt_at, read_at = found
    rows = connection.execute(
        """SELECT m.stanza_id, m.provider_message_id, m.sent_at,
             CASE WHEN c.is_group THEN (SELECT min(a.address) FROM alias a WHERE a.contact_id = m.author_id) END
           FROM message m JOIN chat c ON c.id = m.chat_id
           WHERE m.chat_id = ? AND m.sent_at > ? AND m.sent_at <= ? AND m.direction = 'in'
             AND m.kind NOT IN ('system', 'call') AND m.stanza_id IS NOT NULL
           ORDER BY m.sent_at DESC, m.id DESC LIMIT ?""",
        (chat, max(receipt_at, not_before_ms), read_at, MOST),
    ).fetchall()
    peer = addresses.parse(address)
    if not rows or peer is None:
        return None
    messages = tuple(
        MessageRef(
            stanza_id=stanza, provider_message_id=provider or stanza, chat=peer, from_me=False,
            author=addresses.parse(author),
        )
        for stanza, provider, _at, author in reversed(rows)
    )  # fmt: skip
    return Unreceipted(instance_id=InstanceId(instance), chat=peer, messages=messages, up_to_ms=rows[0][2])

"""What the composer and the message's information ask."""

import sqlite3

from services.domain import address as addresses
from services.domain.errors import NotFound
from services.domain.ids import ChatId, MessageId
from services.domain.sending import Member, MessageInfo, StatusStep
from services.domain.status import Status

_MEMBERS = 400


def last_incoming_ms(connection: sqlite3.Connection, chat: ChatId) -> int | None:
    """When the customer wrote last (ms), or None."""
    row = connection.execute(
        """SELECT sent_at FROM message WHERE chat_id = ? AND direction = 'in' AND kind NOT IN ('system', 'call')
           ORDER BY sent_at DESC, id DESC LIMIT 1""",
        (chat,),
    ).fetchone()
    return None if row is None else row[0]


def info(connection: sqlite3.Connection, message: MessageId) -> MessageInfo:
    """The way of one message. Raises NotFound."""
    row = connection.execute(
        """SELECT m.account_id, m.stanza_id, m.provider_message_id, m.sent_at, m.received_at, m.error_code, m.error_text,
             m.delivery_id, coalesce(nullif(i.label, ''), i.name)
           FROM message m LEFT JOIN instance i ON i.id = m.instance_id WHERE m.id = ?""",
        (message,),
    ).fetchone()
    if row is None:
        raise NotFound(f"message {message}")
    account, stanza = row[0], row[1]
    acks = connection.execute(
        """SELECT k.status, k.at, k.participant, coalesce(p.own_name, p.name, p.business_name, p.push_name) FROM ack k
           LEFT JOIN alias a ON a.address = k.participant LEFT JOIN contact p ON p.id = a.contact_id
           WHERE k.account_id = ? AND k.stanza_id = ? ORDER BY k.at, k.status""",
        (account, stanza),
    ).fetchall()
    texts = connection.execute(
        "SELECT at, ifnull(text, '') FROM edit WHERE account_id = ? AND stanza_id = ? ORDER BY at", (account, stanza)
    ).fetchall()
    (tries, finished) = connection.execute(
        "SELECT ifnull(sum(n), 0), max(finished_at) FROM attempt WHERE message_id = ? AND undo IS NULL", (message,)
    ).fetchone()
    steps = [StatusStep(status=Status(s), at_ms=at, who=name or who or None) for s, at, who, name in acks]
    if finished is not None and not any(step.status is Status.SENT for step in steps) and row[5] is None:
        steps.insert(0, StatusStep(status=Status.SENT, at_ms=finished))
    return MessageInfo(
        message_id=message,
        sent_at_ms=row[3],
        received_at_ms=row[4],
        steps=tuple(steps),
        texts=tuple((at, text) for n, (at, text) in enumerate(texts) if not n or text != texts[n - 1][1]),
        tries=tries,
        stanza_id=stanza,
        provider_message_id=row[2],
        instance=row[8],
        error_code=row[5],
        error_text=row[6],
        delivery_id=row[7],
    )


def members(connection: sqlite3.Connection, chat: ChatId) -> tuple[Member, ...]:
    """Who wrote in a group lately, by name; people are known here only once they have written."""
    rows = connection.execute(
        """SELECT DISTINCT m.author_id FROM (SELECT author_id FROM message WHERE chat_id = ? AND author_id IS NOT NULL
             ORDER BY sent_at DESC, id DESC LIMIT ?) m""",
        (chat, _MEMBERS),
    ).fetchall()
    found: list[Member] = []
    for (contact,) in rows:
        name, address = connection.execute(
            """SELECT coalesce(p.own_name, p.name, p.business_name, p.push_name), (SELECT address FROM alias WHERE contact_id = p.id
                 ORDER BY address LIKE '%@lid', address LIMIT 1) FROM contact p WHERE p.id = ?""",
            (contact,),
        ).fetchone() or (None, None)
        parsed = addresses.parse(address)
        if parsed is not None:
            found.append(Member(name=name or parsed.phone or parsed.id, address=parsed))
    return tuple(sorted(found, key=lambda each: each.name.casefold()))

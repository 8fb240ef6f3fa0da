"""Labels of gateways: linked to the desk's own by name, put on and taken off as the gateway tells, in any order.

Per account and the gateway's id we keep its name, and for each address what was said last. A label is linked when
its name becomes known; what was said before the name, or before the chat exists, is applied then.
"""

from services.domain import search
from services.domain.changes import Listed
from services.domain.errors import Invalid
from services.domain.events import ChatLabelsSeen, LabelSeen
from services.domain.gateway_labels import PALETTE
from services.domain.ids import AccountId, ChatId, LabelId
from services.domain.labels import MAX_NAME, clean_colour, clean_name, same
from services.storage.database import Tx, Written
from services.storage.queries.labels import Untold
from services.storage.writes.changed import Changed

# a business has twenty labels; what sends more than this is no business
_MAX_PER_ACCOUNT = 1_000


def see(tx: Tx, changed: Changed, account: AccountId, event: LabelSeen, chat: ChatId | None, received_at: int) -> None:
    """Apply one event; ``chat`` is the one at the event's address, if there is one. Labels on messages are left out."""
    at = event.occurred_at_ms or received_at
    if event.deleted:
        _forget(tx, changed, account, event.label_id)
        return
    if event.name:
        _learn(tx, changed, account, event.label_id, event.name, _colour(event), at)
    if event.chat is not None and event.stanza_id is None and event.assigned is not None:
        _keep(tx, account, event.label_id, event.chat.match_key, event.assigned, at)
        if chat is not None:
            _apply(tx, changed, account, event.label_id, chat)


def see_all(
    tx: Tx, changed: Changed, account: AccountId, event: ChatLabelsSeen, chat: ChatId | None, received_at: int
) -> None:
    """All labels that a chat has now; what else the account has is not on it."""
    at = event.occurred_at_ms or received_at
    told = event.label_ids[:_MAX_PER_ACCOUNT]
    known = {row[0] for row in tx.all("SELECT remote_id FROM gateway_label WHERE account_id = ?", account)}
    for remote in known.union(told):
        _keep(tx, account, remote, event.chat.match_key, remote in told, at)
        if chat is not None:
            _apply(tx, changed, account, remote, chat)


def put(tx: Tx, chat: ChatId, label: LabelId, on: bool, now: int) -> None:
    """An agent puts a label on or takes it off; what the gateway told before is older than that."""
    _set(tx, chat, label, on)
    account, key = _account_and_key(tx, chat)
    for (remote,) in tx.all("SELECT remote_id FROM gateway_label WHERE account_id = ? AND label_id = ?", account, label):
        _keep(tx, account, remote, key, on, now, told=False)


def mark_told(tx: Tx, item: Untold) -> Written[None]:
    """The gateway knows, or will never; what an agent did since is still to be told."""
    tx.execute(
        "UPDATE gateway_label_chat SET told = 1 WHERE account_id = ? AND remote_id = ? AND match_key = ? AND at = ?",
        (item.account_id, item.remote_id, item.match_key, item.at),
    )
    return Written(None)


def catch_up(tx: Tx, changed: Changed, chat: ChatId) -> None:
    """A chat is new, or its person was found to have another address: what was said of it before counts."""
    account, contact = tx.one("SELECT account_id, contact_id FROM chat WHERE id = ?", chat)
    for (remote,) in tx.all(
        """SELECT DISTINCT g.remote_id FROM alias a JOIN gateway_label_chat g ON g.match_key = a.match_key
             AND g.account_id = ? WHERE a.contact_id = ?""",
        account,
        contact,
    ):
        _apply(tx, changed, AccountId(account), remote, chat)


def relink(tx: Tx, changed: Changed, label: LabelId, name: str) -> None:
    """A label of the desk's own has a name that gateways may use too: theirs are linked to it."""
    for account, remote, theirs in tx.all(
        "SELECT account_id, remote_id, name FROM gateway_label WHERE label_id IS NULL AND name IS NOT NULL"
    ):
        if same(theirs) == same(name):
            tx.execute(
                "UPDATE gateway_label SET label_id = ?, made = 0 WHERE account_id = ? AND remote_id = ?",
                (label, account, remote),
            )
            for chat in _chats_of(tx, account, remote):
                _apply(tx, changed, account, remote, chat)


def join_accounts(tx: Tx, *, into: AccountId, gone: AccountId) -> None:
    """Two rows turn out to be one number: what is known of either counts."""
    for table in ("gateway_label", "gateway_label_chat"):
        tx.execute(f"UPDATE OR IGNORE {table} SET account_id = ? WHERE account_id = ?", (into, gone))
        tx.execute(f"DELETE FROM {table} WHERE account_id = ?", (gone,))


def _learn(
    tx: Tx, changed: Changed, account: AccountId, remote: str, name: str, colour: str, at: int
) -> None:
    try:
        name = clean_name(name[:MAX_NAME])
    except Invalid:
        return
    row = tx.one(
        "SELECT name, label_id, made, at FROM gateway_label WHERE account_id = ? AND remote_id = ?", account, remote
    )
    if row is not None and row[0] is not None and (row[3] > at or row[0] == name):
        return  # older, or nothing new: one that an agent has removed here stays removed
    if row is None:
        known = tx.one("SELECT count(*) FROM gateway_label WHERE account_id = ?", account)[0]
        if known >= _MAX_PER_ACCOUNT:
            return
    linked, made = (row[1], bool(row[2])) if row is not None else (None, False)
    target, fresh = _own(tx, name, colour, rename=linked if made and _is_only_theirs(tx, linked) else None)
    tx.execute(
        """INSERT OR REPLACE INTO gateway_label (account_id, remote_id, name, colour, label_id, made, at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (account, remote, name, colour, target, fresh, at),
    )
    changed.lists.add(Listed.LABELS)
    for chat in _chats_of(tx, account, remote):
        if linked is not None and linked != target:
            _set(tx, chat, LabelId(linked), False)
        _apply(tx, changed, account, remote, chat)


def _own(tx: Tx, name: str, colour: str, *, rename: LabelId | None) -> tuple[LabelId, bool]:
    """The desk's label of that name, made or renamed where there is none; and whether it is there only for them."""
    row = tx.one("SELECT id FROM label WHERE same = ?", same(name))
    if row is not None:
        return LabelId(row[0]), rename is not None and row[0] == rename
    if rename is not None:
        tx.execute(
            "UPDATE label SET name = ?, same = ?, folded = ? WHERE id = ?", (name, same(name), search.fold(name), rename)
        )
        return rename, True
    made = tx.execute(
        "INSERT INTO label (name, same, folded, colour) VALUES (?, ?, ?, ?)",
        (name, same(name), search.fold(name), colour),
    ).lastrowid
    return LabelId(made or 0), True


def _is_only_theirs(tx: Tx, label: int | None) -> bool:
    count: int = tx.one("SELECT count(*) FROM gateway_label WHERE label_id = ?", label)[0]
    return count == 1


def _colour(event: LabelSeen) -> str:
    """The gateway's colour, else one of WhatsApp's by the label's id."""
    try:
        return clean_colour(event.colour or "")
    except Invalid:
        number = event.colour_index if event.colour_index is not None else sum(event.label_id.encode())
        return PALETTE[number % len(PALETTE)]


def _forget(tx: Tx, changed: Changed, account: AccountId, remote: str) -> None:
    row = tx.one("SELECT label_id, made FROM gateway_label WHERE account_id = ? AND remote_id = ?", account, remote)
    if row is not None and row[0] is not None:
        for chat in _chats_of(tx, account, remote):
            if _said(tx, account, remote, chat):
                _set(tx, chat, LabelId(row[0]), False)
                _touch(tx, changed, chat)
    tx.execute("DELETE FROM gateway_label_chat WHERE account_id = ? AND remote_id = ?", (account, remote))
    tx.execute("DELETE FROM gateway_label WHERE account_id = ? AND remote_id = ?", (account, remote))
    if row is not None and row[1]:
        tx.execute(
            """DELETE FROM label WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM chat_label WHERE label_id = ?1)
               AND NOT EXISTS (SELECT 1 FROM gateway_label WHERE label_id = ?1)""",
            (row[0],),
        )
    changed.lists.add(Listed.LABELS)


def _keep(
    tx: Tx, account: AccountId, remote: str, key: str, assigned: bool, at: int, *, told: bool = True
) -> None:
    tx.execute(
        """INSERT INTO gateway_label_chat (account_id, remote_id, match_key, assigned, at, told)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
           SET assigned = excluded.assigned, at = excluded.at, told = excluded.told WHERE excluded.at >= at""",
        (account, remote, key, assigned, at, told),
    )


def _said(tx: Tx, account: AccountId, remote: str, chat: ChatId) -> bool | None:
    """What was said last of a label on a chat, by any of its person's addresses."""
    row = tx.one(
        """SELECT g.assigned FROM chat c JOIN alias a ON a.contact_id = c.contact_id JOIN gateway_label_chat g
             ON g.match_key = a.match_key AND g.account_id = ? AND g.remote_id = ?
           WHERE c.id = ? ORDER BY g.at DESC, g.match_key LIMIT 1""",
        account,
        remote,
        chat,
    )
    return None if row is None else bool(row[0])


def _apply(tx: Tx, changed: Changed, account: AccountId, remote: str, chat: ChatId) -> None:
    row = tx.one("SELECT label_id FROM gateway_label WHERE account_id = ? AND remote_id = ?", account, remote)
    said = _said(tx, account, remote, chat)
    if row is not None and row[0] is not None and said is not None and _set(tx, chat, LabelId(row[0]), said):
        _touch(tx, changed, chat)


def _set(tx: Tx, chat: ChatId, label: LabelId, on: bool) -> bool:
    if on:
        sql = "INSERT OR IGNORE INTO chat_label (chat_id, label_id) VALUES (?, ?)"
    else:
        sql = "DELETE FROM chat_label WHERE chat_id = ? AND label_id = ?"
    count: int = tx.execute(sql, (chat, label)).rowcount
    return count > 0


def _touch(tx: Tx, changed: Changed, chat: ChatId) -> None:
    tx.execute("UPDATE chat SET revision = revision + 1 WHERE id = ?", (chat,))
    changed.chats.add(chat)


def _chats_of(tx: Tx, account: AccountId, remote: str) -> list[ChatId]:
    rows = tx.all(
        """SELECT DISTINCT c.id FROM gateway_label_chat g JOIN alias a ON a.match_key = g.match_key
           JOIN chat c ON c.contact_id = a.contact_id AND c.account_id = g.account_id
           WHERE g.account_id = ? AND g.remote_id = ?""",
        account,
        remote,
    )
    return [ChatId(row[0]) for row in rows]


def _account_and_key(tx: Tx, chat: ChatId) -> tuple[AccountId, str]:
    """The chat's account, and the key of the address it is written to."""
    account, key = tx.one(
        """SELECT c.account_id, coalesce((SELECT match_key FROM alias WHERE address = c.address), c.address)
           FROM chat c WHERE c.id = ?""",
        chat,
    )
    return AccountId(account), key

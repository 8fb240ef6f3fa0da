"""The WhatsApp accounts behind instances: tied to their numbers, made one, forgotten."""

from services.domain import address as addresses
from services.domain.address import Address
from services.domain.events import ConnectionSeen
from services.domain.ids import AccountId, ChatId, MessageId
from services.domain.status import Status
from services.storage import indexing
from services.storage.database import Tx
from services.storage.writes import early, files, gateway_labels, linking, outbox, threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context


def own(
    tx: Tx, changed: Changed, context: Context, account: AccountId, address: Address, event: ConnectionSeen
) -> None:
    """Tie the instance to the account of its number; a number that moved gateways keeps its history."""
    accounts = [(AccountId(a), addresses.parse(told)) for a, told in tx.all("SELECT id, address FROM account")]
    known = next((told for a, told in accounts if a == account), None)
    holder = next((a for a, told in accounts if told is not None and told.match_key == address.match_key), None)
    if holder is None and known is None:
        tx.execute("UPDATE account SET address = ? WHERE id = ?", (str(address), account))
    elif holder is None:
        # another phone was linked: its conversations are another account's
        holder = AccountId(
            tx.execute(
                "INSERT INTO account (address, created_at) VALUES (?, ?)", (str(address), context.received_at_ms)
            ).lastrowid
            or 0
        )
    if holder is not None and holder != account:
        tx.execute("UPDATE instance SET account_id = ? WHERE id = ?", (holder, context.instance_id))
        if known is None:
            merge(tx, changed, into=holder, gone=account)
        else:
            outbox.release(tx, changed, context.instance_id)
        account = holder
    tx.execute(
        "UPDATE account SET name = coalesce(?, name), lid = coalesce(?, lid), picture_url = coalesce(?, picture_url) WHERE id = ?",
        (event.own_name, str(event.own_lid) if event.own_lid else None, event.own_picture_url, account),
    )
    tx.cache.pop("own keys", None)
    changed.instances.add(context.instance_id)


def merge(tx: Tx, changed: Changed, *, into: AccountId, gone: AccountId) -> None:
    """Two rows turn out to be one WhatsApp number: chats join, a message both had stays once with all its marks."""
    twins = tx.all(
        """SELECT g.id, k.id, g.status, g.error_code, g.error_text, g.chat_id FROM message g
           JOIN message k ON k.account_id = ? AND k.stanza_id = g.stanza_id WHERE g.account_id = ?""",
        into,
        gone,
    )
    for twin, kept, status, code, text, chat in twins:
        if status is not None:
            early.lift(tx, MessageId(kept), Status(status), code, text)
        linking.remove_row(tx, changed, ChatId(chat), MessageId(twin))
    tx.execute(
        f"""INSERT INTO reaction (account_id, stanza_id, actor, emoji, from_me, actor_id, at)
            SELECT ?, stanza_id, actor, emoji, from_me, actor_id, at FROM reaction WHERE account_id = ?
            {early.LATER_REACTION}""",
        (into, gone),
    )
    tx.execute(
        f"""INSERT INTO poll_vote (account_id, stanza_id, voter, options, at)
            SELECT ?, stanza_id, voter, options, at FROM poll_vote WHERE account_id = ? {early.LATER_VOTE}""",
        (into, gone),
    )
    marked = {
        stanza_id
        for table in ("ack", "edit", "revoke", "early_media")
        for (stanza_id,) in tx.all(f"SELECT DISTINCT stanza_id FROM {table} WHERE account_id = ?", gone)
    }
    gateway_labels.join_accounts(tx, into=into, gone=gone)
    for table in ("ack", "edit", "revoke", "early_media"):
        tx.execute(f"UPDATE OR IGNORE {table} SET account_id = ? WHERE account_id = ?", (into, gone))
    for table in ("ack", "reaction", "edit", "revoke", "poll_vote", "early_media"):
        tx.execute(f"DELETE FROM {table} WHERE account_id = ?", (gone,))
    marked |= {row[0] for row in tx.all("SELECT stanza_id FROM message WHERE account_id = ?", gone)}
    for table in ("message", "gap"):
        tx.execute(f"UPDATE {table} SET account_id = ? WHERE account_id = ?", (into, gone))
    for stanza_id in marked:
        _apply_marks(tx, changed, into, stanza_id)
    for chat, contact in tx.all("SELECT id, contact_id FROM chat WHERE account_id = ?", gone):
        other = tx.one("SELECT id FROM chat WHERE account_id = ? AND contact_id = ?", into, contact)
        if other is None:
            tx.execute("UPDATE chat SET account_id = ? WHERE id = ?", (into, chat))
            threads.recount(tx, ChatId(chat))
            threads.refresh_preview(tx, ChatId(chat))
            changed.chats.add(ChatId(chat))
        else:
            threads.merge_chats(tx, changed, into=ChatId(other[0]), gone=ChatId(chat))
    tx.execute("DELETE FROM account WHERE id = ?", (gone,))
    tx.cache.clear()


def _apply_marks(tx: Tx, changed: Changed, account: AccountId, stanza_id: str) -> None:
    row = tx.one(
        "SELECT id, chat_id, direction FROM message WHERE account_id = ? AND stanza_id = ?", account, stanza_id
    )
    if row is None:
        return
    message, chat, direction = row
    if early.apply(tx, account, stanza_id, message, outgoing=direction == "out"):
        threads.renewed(tx, changed, chat, message)
    told = files.take_early(tx, account, stanza_id)
    if told is not None:
        files.complete(tx, changed, chat, message, told)


def forget(tx: Tx, changed: Changed, account: AccountId) -> tuple[str, ...]:
    """Its chats, messages and marks, and the people known by nothing else; returns the files that nothing names now."""
    paths = tx.all(
        """SELECT DISTINCT f.path FROM media f JOIN message m ON m.id = f.message_id
           WHERE m.account_id = ? AND f.path IS NOT NULL""",
        account,
    )
    changed.chats.update(ChatId(c) for (c,) in tx.all("SELECT id FROM chat WHERE account_id = ?", account))
    indexing.forget(tx.connection, "account_id = ?", (account,))
    tx.execute("DELETE FROM message WHERE account_id = ?", (account,))
    people = [contact for (contact,) in tx.all("SELECT contact_id FROM chat WHERE account_id = ?", account)]
    tx.execute("DELETE FROM audit WHERE chat_id IN (SELECT id FROM chat WHERE account_id = ?)", (account,))
    tx.execute("DELETE FROM chat WHERE account_id = ?", (account,))
    for table in ("ack", "reaction", "edit", "revoke", "poll_vote", "early_media", "gateway_label", "gateway_label_chat"):
        tx.execute(f"DELETE FROM {table} WHERE account_id = ?", (account,))
    tx.execute("DELETE FROM account WHERE id = ?", (account,))
    # whom the desk has saved without ever writing to them stays
    tx.executemany("UPDATE contact SET own_name = NULL WHERE id = ?", ((each,) for each in people if _has_no_chat(tx, each)))
    orphans = "SELECT id FROM contact WHERE own_name IS NULL AND kept = 0 AND id NOT IN (SELECT contact_id FROM chat)"
    tx.execute(
        f"DELETE FROM alias WHERE contact_id IN ({orphans} AND id NOT IN (SELECT ifnull(author_id, 0) FROM message))"
    )
    tx.execute("DELETE FROM contact WHERE id NOT IN (SELECT contact_id FROM alias)")
    # what a merge remembers of people who are forgotten
    tx.execute("DELETE FROM contact_merge WHERE into_id NOT IN (SELECT id FROM contact)")
    return tuple(path for (path,) in paths if tx.one("SELECT 1 FROM media WHERE path = ?", path) is None)


def _has_no_chat(tx: Tx, contact: int) -> bool:
    return tx.one("SELECT 1 FROM chat WHERE contact_id = ?", contact) is None

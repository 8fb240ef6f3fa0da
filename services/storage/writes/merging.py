"""Two contacts made one by hand, and taken apart again: what stood where is remembered row by row.

What has changed since the merge stays as it is now; what came since (a message, say) stays with who was kept.
"""

from typing import Any

import msgspec

from services.domain.changes import ChangeKind
from services.domain.errors import Conflict, Invalid, NotFound
from services.domain.ids import ChatId, ContactId, MessageId
from services.storage import indexing
from services.storage.database import Tx, Written
from services.storage.writes import names, people, threads
from services.storage.writes.changed import Changed

Row = dict[str, Any]
Rows = dict[str, Row]
# parents before children: each table, its key, and the column by which its rows belong to a contact or a chat
_TABLES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("contact", ("id",), "id", "contact"),
    ("chat", ("id",), "contact_id", "contact"),
    ("alias", ("address",), "contact_id", "contact"),
    ("field_value", ("contact_id", "field_id"), "contact_id", "contact"),
    ("draft", ("chat_id",), "chat_id", "chat"),
    ("chat_label", ("chat_id", "label_id"), "chat_id", "chat"),
    ("note", ("id",), "chat_id", "chat"),
    ("note_call", ("note_id", "agent_id"), "note_id", "note"),
    ("scheduled", ("id",), "chat_id", "chat"),
    ("reaction", ("account_id", "stanza_id", "actor"), "actor_id", "contact"),
    ("poll_vote", ("account_id", "stanza_id", "voter"), "voter", "voter"),
)
# too many to be remembered whole: only where they stood
_PLACED = {"message": ("message", "chat_id"), "author": ("message", "author_id"), "audit": ("audit", "chat_id")}
# worked out anew from the messages
_COMPUTED = frozenset({
    "waiting_since", "last_message_id", "last_at",
    "preview", "preview_kind", "preview_direction", "preview_status", "preview_author",
    "preview_deleted", "unread", "revision",
})  # fmt: skip
# the first that is there is shown
_NAMES = ("own_name", "name", "business_name", "push_name")
_TOLD = 2_000
_REMEMBERED_MS = 30 * 86_400_000


class _Facts(msgspec.Struct):
    """All rows of both before and after the merge, by table and key; which chat went into which."""

    before: dict[str, Rows]
    after: dict[str, Rows]
    chats: dict[int, int]


def merge(tx: Tx, into: ContactId, gone: ContactId, now: int) -> Written[int]:
    """``gone`` becomes ``into``; returns the number by which it is undone. Raises Invalid, NotFound."""
    if into == gone:
        raise Invalid("contact")
    for contact in (into, gone):
        row = tx.one("SELECT kind FROM contact WHERE id = ?", contact)
        if row is None:
            raise NotFound(f"contact {contact}")
        if row[0] != "person":
            raise Invalid("contact")
    before = _snapshot(tx, (into, gone), ())
    chats = tuple(int(row["id"]) for row in before["chat"].values())
    tx.execute("DELETE FROM contact_merge WHERE at < ?", (now - _REMEMBERED_MS,))
    number = tx.execute(
        "INSERT INTO contact_merge (into_id, gone_id, at, facts) VALUES (?, ?, ?, x'')", (into, gone, now)
    ).lastrowid
    for what, (table, column) in _PLACED.items():
        owners = (gone,) if what == "author" else _chats_of(before, gone)
        for owner in owners:
            tx.execute(
                f"""INSERT INTO contact_merge_row (merge_id, what, row, place)
                    SELECT ?, ?, id, {column} FROM {table} WHERE {column} = ?""",
                (number, what, owner),
            )
    changed = Changed()
    people.merge_contacts(tx, changed, into=into, gone=gone)
    _keep_title(tx, before["contact"][str(into)])
    names.follow(tx, changed, into)
    changed.contacts |= {into, gone}
    facts = _Facts(before=before, after=_snapshot(tx, (into, gone), chats), chats=dict(changed.merged))
    tx.execute("UPDATE contact_merge SET facts = ? WHERE id = ?", (msgspec.msgpack.encode(facts), number))
    return Written(int(number or 0), changed.freeze())


def undo(tx: Tx, number: int) -> Written[ContactId]:
    """Take a merge back; returns who is there again. Raises NotFound, Conflict (too much has changed since)."""
    row = tx.one("SELECT into_id, gone_id, undone, facts FROM contact_merge WHERE id = ?", number)
    if row is None or row[2]:
        raise NotFound(f"merge {number}")
    into, gone = ContactId(row[0]), ContactId(row[1])
    facts = msgspec.msgpack.decode(row[3], type=_Facts)
    kept = (*facts.chats.values(),)
    if tx.one("SELECT 1 FROM contact WHERE id = ?", into) is None or any(
        tx.one("SELECT 1 FROM chat WHERE id = ? AND contact_id = ?", chat, into) is None for chat in kept
    ):
        raise Conflict("merged again since")
    tx.cache.clear()
    changed = Changed()
    for table, key, _column, _owner in _TABLES:
        _restore(tx, table, key, facts.before[table], facts.after[table])
    for source, target in facts.chats.items():
        _move_back(tx, changed, number, ChatId(source), ChatId(target))
    tx.execute(
        """UPDATE message SET author_id = ? WHERE author_id = ? AND id IN
             (SELECT row FROM contact_merge_row WHERE merge_id = ? AND what = 'author')""",
        (gone, into, number),
    )
    for chat in {int(each["id"]) for each in facts.before["chat"].values()}:
        threads.recount(tx, ChatId(chat))
        threads.rewait(tx, ChatId(chat))
        threads.refresh_preview(tx, ChatId(chat))
        changed.chats.add(ChatId(chat))
    for contact in (into, gone):
        names.follow(tx, changed, contact)
    tx.execute("DELETE FROM contact_merge_row WHERE merge_id = ?", (number,))
    tx.execute("UPDATE contact_merge SET undone = 1, facts = x'' WHERE id = ?", (number,))
    tx.cache.clear()
    changed.contacts |= {into, gone}
    return Written(gone, changed.freeze())


def _keep_title(tx: Tx, kept: Row) -> None:
    """Who is kept is called as before, also where the other one had a name of more weight."""
    for number, column in enumerate(_NAMES):
        if kept[column]:
            for each in kept:
                # each name with the moment from which it is known
                if each.removesuffix("_at") in _NAMES[: number + 1]:
                    tx.execute(f"UPDATE contact SET {each} = ? WHERE id = ?", (kept[each], kept["id"]))
            return


def _move_back(tx: Tx, changed: Changed, number: int, source: ChatId, target: ChatId) -> None:
    """The messages that were in ``source`` and are in ``target`` go back; the search index follows."""
    moved = """id IN (SELECT row FROM contact_merge_row WHERE merge_id = ?1 AND what = 'message' AND place = ?2)
      AND chat_id = ?3"""
    parameters = (number, source, target)
    indexing.move(tx.connection, moved, parameters, source)
    newest = tx.all(f"SELECT id FROM message WHERE {moved} ORDER BY id DESC LIMIT {_TOLD}", *parameters)
    for table, key, what in (("attempt", "message_id", "message"), ("message", "id", "message"), ("audit", "id", "audit")):
        tx.execute(
            f"""UPDATE {table} SET chat_id = ?2 WHERE {key} IN (SELECT row FROM contact_merge_row
                WHERE merge_id = ?1 AND what = '{what}' AND place = ?2) AND chat_id = ?3""",
            parameters,
        )
    for (message,) in newest:
        changed.message(ChangeKind.REMOVED, target, MessageId(message))


def _restore(tx: Tx, table: str, key: tuple[str, ...], before: Rows, after: Rows) -> None:
    """Rows that are as the merge left them become what they were; a column changed since stays."""
    where = " AND ".join(f"{column} = ?" for column in key)
    for name in sorted(set(after) - set(before)):
        now = _row(tx, table, where, [after[name][column] for column in key])
        if now == after[name]:
            tx.execute(f"DELETE FROM {table} WHERE {where}", [now[column] for column in key])
    for name, old in before.items():
        values = [old[column] for column in key]
        now = _row(tx, table, where, values)
        if now is None:
            if name not in after:
                marks = ", ".join("?" * len(old))
                tx.execute(f"INSERT INTO {table} ({', '.join(old)}) VALUES ({marks})", list(old.values()))
        elif name in after:
            different = {
                column: value
                for column, value in old.items()
                if now[column] != value and now[column] == after[name][column] and column not in _COMPUTED
            }
            if different:
                sets = ", ".join(f"{column} = ?" for column in different)
                tx.execute(f"UPDATE {table} SET {sets} WHERE {where}", [*different.values(), *values])


def _snapshot(tx: Tx, contacts: tuple[ContactId, ...], chats: tuple[int, ...]) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    owners: dict[str, list[Any]] = {
        "contact": list(contacts), "voter": [f"contact{each}" for each in contacts], "chat": list(chats), "note": [],
    }  # fmt: skip
    for table, key, column, owner in _TABLES:
        columns = _columns(tx, table)
        marks = ",".join("?" * len(owners[owner]))
        rows = tx.all(f"SELECT {', '.join(columns)} FROM {table} WHERE {column} IN ({marks})", *owners[owner])
        found[table] = {}
        for row in rows:
            facts = dict(zip(columns, row, strict=True))
            found[table]["\x1f".join(str(facts[each]) for each in key)] = facts
        if table == "chat":
            owners["chat"] = sorted({*chats, *(int(row["id"]) for row in found["chat"].values())})
        elif table == "note":
            owners["note"] = [row["id"] for row in found["note"].values()]
    return found


def _row(tx: Tx, table: str, where: str, values: list[Any]) -> Row | None:
    columns = _columns(tx, table)
    row = tx.one(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", *values)
    return None if row is None else dict(zip(columns, row, strict=True))


def _columns(tx: Tx, table: str) -> tuple[str, ...]:
    # those that SQLite works out by itself are not to be written
    return tuple(row[1] for row in tx.all(f"PRAGMA table_xinfo({table})") if row[6] == 0)


def _chats_of(before: dict[str, Rows], contact: ContactId) -> tuple[int, ...]:
    return tuple(int(row["id"]) for row in before["chat"].values() if row["contact_id"] == contact)

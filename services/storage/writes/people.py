"""Contacts and their addresses: who is who, and what happens when two turn out to be one."""

import msgspec

from services.domain import address as addresses
from services.domain.address import Address, AddressKind
from services.domain.events import ContactSeen, Peer
from services.domain.ids import AccountId, ChatId, ContactId, InstanceId
from services.storage.database import Tx
from services.storage.writes.changed import Changed

_MAX_CACHED = 200_000


def contact_of(tx: Tx, changed: Changed, peer: Peer, now: int) -> ContactId:
    """The contact behind a peer, made if new. All the peer's addresses end on it, merging as needed."""
    if not peer.aliases:
        cached: ContactId | None = tx.cache.get(peer.address)
        if cached is not None:
            _learn_names(tx, changed, cached, peer)
            return cached
    all_addresses = (peer.address, *peer.aliases)
    found: list[ContactId] = []
    missing: list[Address] = []
    for each in all_addresses:
        contact = find(tx, each)
        if contact is None:
            missing.append(each)
        elif contact not in found:
            found.append(contact)
    if found:
        keep = min(found)
        for other in found:
            if other != keep:
                merge_contacts(tx, changed, into=keep, gone=other, now=now)
    else:
        kind = "group" if peer.address.kind is AddressKind.GROUP else "person"
        keep = ContactId(tx.execute("INSERT INTO contact (kind, created_at) VALUES (?, ?)", (kind, now)).lastrowid or 0)
    for each in missing:
        tx.execute(
            "INSERT OR IGNORE INTO alias (address, match_key, contact_id) VALUES (?, ?, ?)",
            (str(each), each.match_key, keep),
        )
    if len(tx.cache) > _MAX_CACHED:
        tx.cache.clear()
    for each in all_addresses:
        tx.cache[each] = keep
    _learn_names(tx, changed, keep, peer)
    return keep


def find(tx: Tx, address: Address) -> ContactId | None:
    """The contact of an address: exactly, or as the other spelling of a Brazilian mobile number."""
    cached: ContactId | None = tx.cache.get(address)
    if cached is not None:
        return cached
    row = tx.one("SELECT contact_id FROM alias WHERE address = ?", str(address))
    if row is None and address.kind is AddressKind.USER:
        row = tx.one("SELECT contact_id FROM alias WHERE match_key = ? LIMIT 1", address.match_key)
        if row is not None:
            tx.execute(
                "INSERT OR IGNORE INTO alias (address, match_key, contact_id) VALUES (?, ?, ?)",
                (str(address), address.match_key, row[0]),
            )
    return None if row is None else ContactId(row[0])


def _learn_names(tx: Tx, changed: Changed, contact: ContactId, peer: Peer) -> None:
    """Keep what is newly told; nothing told never erases a name."""
    told = (peer.name, peer.business_name, peer.push_name, peer.picture_url)
    if told == (None, None, None, None):
        return
    key = ("names", contact)
    if tx.cache.get(key) == told:
        return
    count = tx.execute(
        """UPDATE contact SET name = coalesce(?1, name), business_name = coalesce(?2, business_name),
             push_name = coalesce(?3, push_name), picture_url = coalesce(?4, picture_url)
           WHERE id = ?5 AND (coalesce(?1, name) IS NOT name OR coalesce(?2, business_name) IS NOT business_name
             OR coalesce(?3, push_name) IS NOT push_name OR coalesce(?4, picture_url) IS NOT picture_url)""",
        (*told, contact),
    ).rowcount
    tx.cache[key] = told
    if count:
        for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", contact):
            changed.chats.add(ChatId(chat))


def learn_contact(tx: Tx, changed: Changed, event: ContactSeen, now: int) -> None:
    """Apply what a gateway tells about a person outside of messages."""
    peer = event.contact
    if event.old is not None and event.old not in peer.aliases:
        peer = msgspec.structs.replace(peer, aliases=(*peer.aliases, event.old))
    if not peer.aliases and find(tx, peer.address) is None and peer.address.kind is not AddressKind.USER:
        return  # an address book of strangers by LID is no conversation
    contact = contact_of(tx, changed, peer, now)
    if event.blocked is not None:
        tx.execute("UPDATE contact SET blocked = ? WHERE id = ?", (event.blocked, contact))
    if event.about is not None:
        tx.execute("UPDATE contact SET about = ? WHERE id = ?", (event.about, contact))


def merge_contacts(tx: Tx, changed: Changed, *, into: ContactId, gone: ContactId, now: int) -> None:
    """Two contacts are one person: addresses, names, chats and authorship move, nothing is lost."""
    tx.cache.clear()
    tx.execute("UPDATE alias SET contact_id = ? WHERE contact_id = ?", (into, gone))
    tx.execute(
        """UPDATE contact SET name = coalesce(name, (SELECT name FROM contact WHERE id = ?1)),
             business_name = coalesce(business_name, (SELECT business_name FROM contact WHERE id = ?1)),
             push_name = coalesce(push_name, (SELECT push_name FROM contact WHERE id = ?1)),
             picture_url = coalesce(picture_url, (SELECT picture_url FROM contact WHERE id = ?1)),
             about = coalesce(about, (SELECT about FROM contact WHERE id = ?1)) WHERE id = ?2""",
        (gone, into),
    )
    tx.execute("UPDATE message SET author_id = ? WHERE author_id = ?", (into, gone))
    for chat, account in tx.all("SELECT id, account_id FROM chat WHERE contact_id = ?", gone):
        other = tx.one("SELECT id FROM chat WHERE contact_id = ? AND account_id = ?", into, account)
        if other is None:
            tx.execute("UPDATE chat SET contact_id = ? WHERE id = ?", (into, chat))
            changed.chats.add(ChatId(chat))
        else:
            merge_chats(tx, changed, into=ChatId(other[0]), gone=ChatId(chat))
    tx.execute("DELETE FROM contact WHERE id = ?", (gone,))
    for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", into):
        _prefer_phone_address(tx, ChatId(chat))


def _prefer_phone_address(tx: Tx, chat: ChatId) -> None:
    current = addresses.parse(tx.one("SELECT address FROM chat WHERE id = ?", chat)[0])
    if current is not None and current.kind is AddressKind.LID:
        phone = tx.one(
            """SELECT address FROM alias WHERE contact_id = (SELECT contact_id FROM chat WHERE id = ?)
               AND address LIKE '%@s.whatsapp.net' LIMIT 1""",
            chat,
        )
        if phone is not None:
            tx.execute("UPDATE chat SET address = ? WHERE id = ?", (phone[0], chat))


def merge_chats(tx: Tx, changed: Changed, *, into: ChatId, gone: ChatId) -> None:
    """Move all messages of ``gone`` to ``into`` (same account) and let it go; the search index follows."""
    for message, text in tx.all("SELECT id, text FROM message WHERE chat_id = ? AND text IS NOT NULL", gone):
        tx.execute(
            "INSERT INTO message_fts (message_fts, rowid, text, chat) VALUES ('delete', ?, ?, ?)",
            (message, text, f"chat{gone}"),
        )
        tx.execute("INSERT INTO message_fts (rowid, text, chat) VALUES (?, ?, ?)", (message, text, f"chat{into}"))
    tx.execute("UPDATE message SET chat_id = ? WHERE chat_id = ?", (into, gone))
    tx.execute("UPDATE OR IGNORE draft SET chat_id = ? WHERE chat_id = ?", (into, gone))
    tx.execute(
        """UPDATE chat SET read_at = max(read_at, (SELECT read_at FROM chat WHERE id = ?1)),
             archived = min(archived, (SELECT archived FROM chat WHERE id = ?1)),
             pinned = max(pinned, (SELECT pinned FROM chat WHERE id = ?1)) WHERE id = ?2""",
        (gone, into),
    )
    tx.execute("DELETE FROM chat WHERE id = ?", (gone,))
    tx.cache.clear()
    recount(tx, into)
    refresh_preview(tx, into)
    changed.merged.append((gone, into))
    changed.chats.discard(gone)
    changed.chats.add(into)


def recount(tx: Tx, chat: ChatId) -> None:
    """Unread from scratch: incoming messages newer than the moment up to which we have read."""
    tx.execute(
        """UPDATE chat SET unread = (SELECT count(*) FROM message m WHERE m.chat_id = chat.id
             AND m.sent_at > chat.read_at AND m.direction = 'in' AND m.kind <> 'system'
             AND m.origin IS NOT 'history')
           WHERE id = ?""",
        (chat,),
    )


def refresh_preview(tx: Tx, chat: ChatId) -> None:
    """The list's row from the newest message."""
    row = tx.one(
        """SELECT id, sent_at, substr(text, 1, 200), kind, direction, status, author_name, deleted FROM message
           WHERE chat_id = ? ORDER BY sent_at DESC, id DESC LIMIT 1""",
        chat,
    )
    tx.execute(
        """UPDATE chat SET last_message_id = ?, last_at = ?, preview = ?, preview_kind = ?, preview_direction = ?,
             preview_status = ?, preview_author = ?, preview_deleted = ?, revision = revision + 1 WHERE id = ?""",
        (*(row or (None, None, None, None, None, None, None, 0)), chat),
    )


def chat_of(tx: Tx, changed: Changed, account: AccountId, instance: InstanceId, peer: Peer, now: int) -> ChatId:
    """The chat with a peer on one of our numbers, made if new."""
    contact = contact_of(tx, changed, peer, now)
    key = ("chat", account, contact)
    cached: tuple[ChatId, InstanceId] | None = tx.cache.get(key)
    if cached is not None and cached[1] == instance:
        return cached[0]
    row = tx.one("SELECT id, instance_id, address FROM chat WHERE account_id = ? AND contact_id = ?", account, contact)
    if row is None:
        chat = ChatId(
            tx.execute(
                """INSERT INTO chat (account_id, contact_id, instance_id, address, is_group, created_at)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                (account, contact, instance, str(peer.address), peer.address.kind is AddressKind.GROUP, now),
            ).lastrowid
            or 0
        )
        changed.chats.add(chat)
    else:
        chat = ChatId(row[0])
        known = addresses.parse(row[2])
        better = peer.address.kind is AddressKind.USER and (known is None or known.kind is AddressKind.LID)
        if row[1] != instance or better:
            tx.execute(
                "UPDATE chat SET instance_id = ?, address = ? WHERE id = ?",
                (instance, str(peer.address) if better else row[2], chat),
            )
            changed.chats.add(chat)
    tx.cache[key] = (chat, instance)
    return chat

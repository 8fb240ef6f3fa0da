"""Contacts and their addresses: who is who, and what happens when two turn out to be one."""

from services.domain import address as addresses
from services.domain.address import Address, AddressKind
from services.domain.content import Peer
from services.domain.events import ContactSeen
from services.domain.ids import AccountId, ChatId, ContactId, InstanceId
from services.storage.database import Tx
from services.storage.writes import early, gateway_labels, names, threads
from services.storage.writes.changed import Changed
from services.storage.writes.context import Context

_MAX_CACHED = 100_000
_ONE_PERSON = frozenset({AddressKind.USER, AddressKind.LID, AddressKind.BSUID, AddressKind.USERNAME})


def contact_of(tx: Tx, changed: Changed, peer: Peer, now: int, told_at: int | None = None) -> ContactId:
    """The contact behind a peer, made if new. All the peer's addresses end on it, merging as needed.

    Its names were told at ``told_at`` (ms), which is ``now`` where nobody knows.
    """
    at = now if told_at is None else told_at
    if not peer.aliases:
        cached: ContactId | None = tx.cache.get(peer.address)
        if cached is not None:
            names.learn(tx, changed, cached, peer, at)
            return cached
    return _join(tx, changed, peer, (peer.address, *_credible_aliases(tx, peer)), now, at)


def _credible_aliases(tx: Tx, peer: Peer) -> list[Address]:
    """Aliases that may be the same person: a group has none, nobody has two numbers, a customer never has ours."""
    if peer.address.kind not in _ONE_PERSON:
        return []
    phones = {peer.address.match_key} if peer.address.kind is AddressKind.USER else set[str]()
    credible = []
    for alias in peer.aliases:
        if alias.kind not in _ONE_PERSON or alias == peer.address:
            continue
        if alias.kind is AddressKind.USER:
            phones.add(alias.match_key)
            if len(phones) > 1:
                phones.discard(alias.match_key)
                continue
        credible.append(alias)
    if credible:
        own = _own_keys(tx)
        is_own = peer.address.match_key in own
        return [alias for alias in credible if (alias.match_key in own) == is_own]
    return credible


def _own_keys(tx: Tx) -> frozenset[str]:
    known: frozenset[str] | None = tx.cache.get("own keys")
    if known is None:
        told = (addresses.parse(each) for row in tx.all("SELECT address, lid FROM account") for each in row)
        known = tx.cache["own keys"] = frozenset(each.match_key for each in told if each is not None)
    return known


def _join(tx: Tx, changed: Changed, peer: Peer, all_addresses: tuple[Address, ...], now: int, told_at: int) -> ContactId:
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
                merge_contacts(tx, changed, into=keep, gone=other)
    else:
        kind = "group" if peer.address.kind is AddressKind.GROUP else "person"
        keep = ContactId(tx.execute("INSERT INTO contact (kind, created_at) VALUES (?, ?)", (kind, now)).lastrowid or 0)
    for each in missing:
        tx.execute(
            "INSERT OR IGNORE INTO alias (address, match_key, contact_id) VALUES (?, ?, ?)",
            (str(each), each.match_key, keep),
        )
    if found and missing:
        if any(each.kind is AddressKind.USER for each in missing):
            _prefer_phone(tx, changed, keep)
        for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", keep):
            gateway_labels.catch_up(tx, changed, ChatId(chat))
    if len(tx.cache) > _MAX_CACHED:
        tx.cache.clear()
    for each in all_addresses:
        tx.cache[each] = keep
    names.learn(tx, changed, keep, peer, told_at)
    return keep


def _prefer_phone(tx: Tx, changed: Changed, contact: ContactId) -> None:
    for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ? AND address LIKE '%@lid'", contact):
        threads.prefer_phone(tx, ChatId(chat))
        changed.chats.add(ChatId(chat))


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


def chat_by_address(tx: Tx, account: AccountId, address: Address) -> ChatId | None:
    """The chat with an address on one of our numbers, if there is one."""
    contact = find(tx, address)
    if contact is None:
        return None
    row = tx.one("SELECT id FROM chat WHERE account_id = ? AND contact_id = ?", account, contact)
    return None if row is None else ChatId(row[0])


def learn_contact(tx: Tx, changed: Changed, event: ContactSeen, now: int, told_at: int) -> None:
    """Apply what a gateway tells about a person outside of messages, at ``told_at`` (ms)."""
    peer = event.contact
    linked = peer.aliases or event.old is not None or peer.address.kind is AddressKind.USER
    if not linked and find(tx, peer.address) is None:
        return  # an address book of strangers by LID is no conversation
    contact = contact_of(tx, changed, peer, now, told_at)
    if event.old is not None and {event.old.kind, peer.address.kind} <= _ONE_PERSON:
        contact = _join(tx, changed, peer, (peer.address, event.old), now, told_at)
        tx.execute(
            "UPDATE chat SET address = ? WHERE contact_id = ? AND address = ?",
            (str(peer.address), contact, str(event.old)),
        )
    if event.blocked is not None:
        tx.execute("UPDATE contact SET blocked = ? WHERE id = ?", (event.blocked, contact))
    if event.about is not None:
        tx.execute("UPDATE contact SET about = ? WHERE id = ?", (event.about, contact))
    if event.blocked is not None or event.about is not None:
        changed.contacts.add(contact)


def merge_contacts(tx: Tx, changed: Changed, *, into: ContactId, gone: ContactId) -> None:
    """Two contacts are one person: addresses, names, chats, authorship and reactions move, nothing is lost."""
    tx.cache.clear()
    tx.execute("UPDATE alias SET contact_id = ? WHERE contact_id = ?", (into, gone))
    names.inherit(tx, changed, into, gone)
    tx.execute(
        """UPDATE contact SET about = coalesce(contact.about, g.about),
             own_name = coalesce(contact.own_name, g.own_name),
             picture_path = coalesce(contact.picture_path, g.picture_path),
             note = trim(contact.note || char(10) || g.note, char(10)),
             blocked = max(contact.blocked, g.blocked), kept = max(contact.kept, g.kept)
           FROM (SELECT * FROM contact WHERE id = ?1) AS g WHERE contact.id = ?2""",
        (gone, into),
    )
    tx.execute("UPDATE OR IGNORE field_value SET contact_id = ? WHERE contact_id = ?", (into, gone))
    tx.execute("UPDATE message SET author_id = ? WHERE author_id = ?", (into, gone))
    _move_opinions(tx, into, gone)
    for chat, account in tx.all("SELECT id, account_id FROM chat WHERE contact_id = ?", gone):
        other = tx.one("SELECT id FROM chat WHERE contact_id = ? AND account_id = ?", into, account)
        if other is None:
            tx.execute("UPDATE chat SET contact_id = ? WHERE id = ?", (into, chat))
            changed.chats.add(ChatId(chat))
        else:
            threads.merge_chats(tx, changed, into=ChatId(other[0]), gone=ChatId(chat))
    tx.execute("DELETE FROM contact WHERE id = ?", (gone,))
    _prefer_phone(tx, changed, into)
    names.follow(tx, changed, into)
    for (chat,) in tx.all("SELECT id FROM chat WHERE contact_id = ?", into):
        gateway_labels.catch_up(tx, changed, ChatId(chat))


def _move_opinions(tx: Tx, into: ContactId, gone: ContactId) -> None:
    """Reactions and votes of two contacts that are one: of two on the same message the later stays."""
    tx.execute(
        f"""INSERT INTO reaction (account_id, stanza_id, actor, emoji, from_me, actor_id, at)
            SELECT account_id, stanza_id, 'contact' || ?1, emoji, from_me, ?1, at FROM reaction WHERE actor_id = ?2
            {early.LATER_REACTION}""",
        (into, gone),
    )
    tx.execute("DELETE FROM reaction WHERE actor_id = ?", (gone,))
    tx.execute(
        f"""INSERT INTO poll_vote (account_id, stanza_id, voter, options, at)
            SELECT account_id, stanza_id, 'contact' || ?1, options, at FROM poll_vote WHERE voter = 'contact' || ?2
            {early.LATER_VOTE}""",
        (into, gone),
    )
    tx.execute("DELETE FROM poll_vote WHERE voter = ?", (f"contact{gone}",))


def chat_of(tx: Tx, changed: Changed, context: Context, peer: Peer, told_at: int) -> ChatId:
    """The chat with a peer on one of our numbers, made if new; its names were told at ``told_at`` (ms)."""
    account, instance, now = context.account_id, context.instance_id, context.received_at_ms
    contact = contact_of(tx, changed, peer, now, told_at)
    key = ("chat", account, contact)
    cached: tuple[ChatId, InstanceId] | None = tx.cache.get(key)
    if cached is not None and cached[1] == instance:
        return cached[0]
    row = tx.one("SELECT id, instance_id FROM chat WHERE account_id = ? AND contact_id = ?", account, contact)
    if row is None:
        chat = ChatId(
            tx.execute(
                """INSERT INTO chat (account_id, contact_id, instance_id, address, is_group, created_at)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                (account, contact, instance, str(peer.address), peer.address.kind is AddressKind.GROUP, now),
            ).lastrowid
            or 0
        )
        threads.prefer_phone(tx, chat)
        gateway_labels.catch_up(tx, changed, chat)
        changed.chats.add(chat)
    else:
        chat = ChatId(row[0])
        if row[1] != instance:
            tx.execute("UPDATE chat SET instance_id = ? WHERE id = ?", (instance, chat))
            changed.chats.add(chat)
    tx.cache[key] = (chat, instance)
    return chat

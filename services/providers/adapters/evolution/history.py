"""Evolution's stored messages and chats as canonical data (dossier §4.5)."""

from typing import Any

from services.domain.content import Peer
from services.domain.events import AnyEvent
from services.providers import reading
from services.providers.adapters.evolution.envelope import Envelope, each
from services.providers.adapters.evolution.messages import from_history
from services.providers.baileys import peer_of
from services.providers.base import HistoryPage


def page_of(body: Any, page: int) -> HistoryPage:
    """One answer of findMessages, newest first: v2's page, or v1's plain list (which has one page)."""
    told = reading.dict_of(body).get("messages", body)
    rows = reading.dict_of(told).get("records") if isinstance(told, dict) else told
    envelope = Envelope(name="MESSAGES_SET", event="findMessages", data=rows, body={}, received_at_ms=0)
    events: list[AnyEvent] = list(each(envelope, from_history))
    events.sort(key=lambda event: event.occurred_at_ms or 0, reverse=True)
    pages = reading.int_or_none(reading.dict_of(told).get("pages")) or 1
    return HistoryPage(events=tuple(events), next=str(page + 1) if page < pages else None)


def chats_of(body: Any) -> tuple[tuple[Peer, int | None], ...]:
    """The rows of findChats with the moment (ms) of their last message, latest first; one row a person."""
    found: dict[Any, tuple[Peer, int | None]] = {}
    for row in map(reading.dict_of, reading.list_of(body)):
        last = reading.dict_of(row.get("lastMessage"))
        key = reading.dict_of(last.get("key"))
        jid = row.get("remoteJid") or (row.get("id") if "@" in str(row.get("id")) else None)
        peer = peer_of(jid, key.get("remoteJidAlt") if key.get("remoteJid") == jid else None)
        if peer is None:
            continue
        at = reading.moment_ms(last.get("messageTimestamp"), 0) or reading.moment_ms(row.get("updatedAt"), 0)
        name = reading.text_or_none(row.get("pushName") or row.get("name"), 200)
        known = found.get(peer.address)
        if known is None or (at or 0) > (known[1] or 0):
            told = Peer(
                address=peer.address,
                aliases=peer.aliases,
                push_name=name,
                picture_url=reading.text_or_none(row.get("profilePicUrl"), 2000),
            )
            found[peer.address] = (told, at)
    return tuple(sorted(found.values(), key=lambda pair: pair[1] or 0, reverse=True))

"""What happens to messages after they were sent: ticks, edits, deletions, votes (dossier §3.5)."""

from collections.abc import Iterator
from typing import Any

from services.domain.address import AddressKind
from services.domain.address import parse as parse_address
from services.domain.content import Peer
from services.domain.errors import ParseError
from services.domain.events import AckSeen, AnyEvent, ChatReadSeen, MessageRevoked, PollVoteSeen, Unrecognised
from services.domain.status import Status
from services.providers import baileys, reading
from services.providers.adapters.evolution.envelope import Envelope
from services.providers.adapters.evolution.messages import edited
from services.providers.baileys import Body, Edit, Revoke


def updated(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``messages.update``. ``messageId`` alone is Evolution's database id and says nothing to us."""
    stanza_id = (
        reading.id_or_none(item.get("keyId"))
        or reading.id_or_none(item.get("id"))
        or reading.id_or_none(reading.dict_of(item.get("key")).get("id"))
    )
    if stanza_id is None:
        # a known bug of the server: there is nothing to apply, and replaying would not help
        yield Unrecognised(name=envelope.event, raw_kind=envelope.event, reason="an update without id")
        return
    key = baileys.read_key(item if "remoteJid" in item else item.get("key"))
    votes = item.get("pollUpdates")
    if isinstance(votes, list):
        yield from _votes(stanza_id, votes, key.chat, envelope)
        return
    message = item.get("message")
    if isinstance(message, dict):
        yield from _new_content(stanza_id, message, key.chat, envelope)
        return  # its status is a default of the server, by version even DELETED or a step back
    status = baileys.status_of(item.get("status"))
    if status is None:
        return
    at = reading.moment_ms(item.get("datetime"), envelope.received_at_ms)
    chat = key.chat.address if key.chat else None
    if key.from_me is False:
        if status >= Status.READ:
            yield ChatReadSeen(chat=chat, stanza_ids=(stanza_id,), occurred_at_ms=at, raw_kind=envelope.event)
        return
    in_group = chat is not None and chat.kind is AddressKind.GROUP
    yield AckSeen(
        stanza_ids=(stanza_id,),
        status=status,
        chat=chat,
        participant=parse_address(item.get("participant")) if in_group else None,
        occurred_at_ms=at,
        raw_kind=envelope.event,
    )


def _new_content(stanza_id: str, message: dict[str, Any], chat: Peer | None, envelope: Envelope) -> Iterator[AnyEvent]:
    if "editedMessage" not in message and "protocolMessage" not in message:
        return  # starred, or the file's link renewed
    read = baileys.read(message)
    if isinstance(read, Body):
        yield edited(Edit(target_id=stanza_id, text=read.text), envelope, chat=chat)
    elif isinstance(read, Edit):
        yield edited(read, envelope, chat=chat)
    elif isinstance(read, Revoke):
        yield _revoked(read.target_id, envelope)


def _votes(stanza_id: str, rows: list[Any], chat: Peer | None, envelope: Envelope) -> Iterator[AnyEvent]:
    """Counted votes by option (up to 2.3.6), turned into each voter's choice."""
    choices: dict[str, list[str]] = {}
    for row in map(reading.dict_of, rows):
        name = reading.text_or_none(row.get("name"), 300)
        for voter in reading.list_of(row.get("voters")):
            if name and isinstance(voter, str):
                choices.setdefault(voter, []).append(name)
    for voter, options in choices.items():
        peer = baileys.peer_of(voter)
        if peer is not None:
            yield PollVoteSeen(
                stanza_id=stanza_id,
                voter=peer,
                options=tuple(options),
                chat=chat.address if chat else None,
                raw_kind=envelope.event,
            )


def protocol(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``messages.edited``, ``send.message.update``: a bare protocolMessage.

    Its key is seen from the author's side: only ``key.id`` can be trusted.
    """
    read = baileys.read_protocol(item.get("protocolMessage", item))
    if isinstance(read, Edit):
        yield edited(read, envelope)
    elif isinstance(read, Revoke):
        yield _revoked(read.target_id, envelope)


def _revoked(stanza_id: str, envelope: Envelope) -> MessageRevoked:
    return MessageRevoked(stanza_ids=(stanza_id,), raw_kind=envelope.event)


def deleted(item: dict[str, Any], envelope: Envelope) -> Iterator[AnyEvent]:
    """``messages.delete``: a bare key (theirs), or a database row with a key inside (ours, by REST)."""
    key = baileys.read_key(item.get("key") if isinstance(item.get("key"), dict) else item)
    stanza_id = key.id or reading.id_or_none(item.get("keyId"))
    if stanza_id is None:
        raise ParseError("a deletion without id")
    by = key.author or (key.chat if key.from_me is False else None)
    yield MessageRevoked(
        stanza_ids=(stanza_id,),
        by=by.address if by else envelope.own if key.from_me else None,
        chat=key.chat.address if key.chat else None,
        raw_kind=envelope.event,
    )

"""Around messages: receipts, presence, calls, labels, archive (waha dossier §3.4, 3.8, 3.10-3.12)."""

from collections.abc import Iterator
from typing import Any

from services.domain.address import Address, AddressKind, parse
from services.domain.content import Peer, ProviderProblem
from services.domain.errors import ParseError
from services.domain.events import (
    AckSeen,
    AnyEvent,
    CallSeen,
    ChatReadSeen,
    ChatSeen,
    LabelSeen,
    PresenceSeen,
    Unrecognised,
)
from services.domain.status import Status
from services.providers.adapters.waha.context import Context, person
from services.providers.adapters.waha.ids import address_of, read_id
from services.providers.labels import colours
from services.providers.reading import (
    bool_or_none,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    moment_ms,
    text_or_none,
)
from services.providers.shapes import presence_state

_ACKS = {
    -1: Status.FAILED,
    0: Status.SENDING,
    1: Status.SENT,
    2: Status.DELIVERED,
    3: Status.READ,
    4: Status.PLAYED,
}
_ACK_NAMES = {
    "ERROR": -1,
    "PENDING": 0,
    "SERVER": 1,
    "DEVICE": 2,
    "READ": 3,
    "PLAYED": 4,
}
_CALL_PHASES = {"call.received": "offer", "call.accepted": "accepted", "call.rejected": "rejected"}


def ack_status(payload: dict[str, Any]) -> Status | None:
    """The tick of a message or a receipt; null and ``UNKNOWN`` say nothing (waha dossier §2.5)."""
    number = int_or_none(payload.get("ack"))
    if number is None:
        number = _ACK_NAMES.get(str(payload.get("ackName")))
    return None if number is None else _ACKS.get(number)


def ack(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``message.ack`` and ``message.ack.group``; raises ParseError without an id.

    Receipts of incoming messages are ours: we read them on another device. The reader of a group
    message is named only where it is somebody other than ourselves.
    """
    found = read_id(payload.get("id"))
    if found is None:
        raise ParseError("ack without a message id")
    status = ack_status(payload)
    from_me = bool_or_none(payload.get("fromMe"))
    if from_me is None:
        from_me = found.from_me
    chat = found.chat or parse(payload.get("from"))
    if status is None:
        return
    at_ms = context.at_ms
    if from_me is False:
        if status >= Status.READ:
            yield ChatReadSeen(chat=chat, stanza_ids=(found.stanza_id,), occurred_at_ms=at_ms, raw_kind=context.event)
        return
    reader = parse(payload.get("participant")) if chat and chat.kind is not AddressKind.USER else None
    if reader is not None and (reader == chat or context.is_own(reader) or reader == found.participant):
        reader = None
    yield AckSeen(
        stanza_ids=(found.stanza_id,),
        status=status,
        chat=chat,
        participant=reader,
        problem=_problem(dict_of(payload.get("error"))) if status is Status.FAILED else None,
        occurred_at_ms=at_ms,
        raw_kind=context.event,
    )


def _problem(error: dict[str, Any]) -> ProviderProblem | None:
    code = text_or_none(error.get("code"), 60)
    return ProviderProblem(code=code, text=text_or_none(error.get("reason"), 500)) if code else None


def presence(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``presence.update``: one event per participant; unknown words are told, never dropped."""
    chat = parse(payload.get("id"))
    if chat is None:
        raise ParseError("presence without a chat")
    for entry in list_of(payload.get("presences")):
        item = dict_of(entry)
        word = str(item.get("lastKnownPresence"))
        state = presence_state(word)
        if state is None:
            yield Unrecognised(name=context.event, reason=f"presence {word[:40]}", raw_kind=context.event)
            continue
        who = parse(item.get("participant"))
        yield PresenceSeen(
            chat=chat,
            state=state,
            who=None if who == chat else who,
            last_seen_at_ms=moment_ms(item.get("lastSeen"), context.received_at_ms),
            occurred_at_ms=context.at_ms,
            raw_kind=context.event,
        )


def call(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``call.received``, ``.accepted``, ``.rejected``; a missed call is a rejected one nobody accepted."""
    call_id = id_or_none(payload.get("id"))
    if call_id is None:
        raise ParseError("call without an id")
    data = dict_of(payload.get("_data"))
    named, creator = parse(payload.get("from")), parse(data.get("CallCreator"))
    if named is None or named.kind not in (AddressKind.USER, AddressKind.LID):
        named, creator = creator or named, None
    # on GOWS the creator of a direct call is the caller again, at times by his other address
    same_person = creator is not None and named is not None and creator.kind is not named.kind
    yield CallSeen(
        call_id=call_id,
        phase=_CALL_PHASES[context.event],
        caller=person(named, creator if same_person else None),
        video=bool_or_none(payload.get("isVideo")),
        group=bool_or_none(payload.get("isGroup")) or False,
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def archive(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``chat.archive`` (WEBJS)."""
    chat = address_of(payload.get("id"))
    if chat is None:
        raise ParseError("archive without a chat")
    yield ChatSeen(
        chat=Peer(address=chat),
        archived=bool_or_none(payload.get("archived")),
        occurred_at_ms=context.moment(payload.get("timestamp")),
        raw_kind=context.event,
    )


def label(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``label.upsert`` and ``label.deleted``."""
    label_id = id_or_none(payload.get("id"))
    if label_id is None:
        raise ParseError("label without an id")
    index, colour = colours(payload.get("color"), payload.get("colorHex"))
    yield LabelSeen(
        label_id=label_id,
        name=text_or_none(payload.get("name"), 200),
        colour=colour,
        colour_index=index,
        deleted=context.event == "label.deleted",
        occurred_at_ms=context.at_ms,
        raw_kind=context.event,
    )


def label_on_chat(payload: dict[str, Any], context: Context) -> Iterator[AnyEvent]:
    """``label.chat.added`` and ``label.chat.deleted``; the label's own data is often null there."""
    told = dict_of(payload.get("label"))
    label_id = id_or_none(payload.get("labelId")) or id_or_none(told.get("id"))
    chat = _chat_of(payload)
    if label_id is None or chat is None:
        raise ParseError("label association without label or chat")
    index, colour = colours(told.get("color"), told.get("colorHex"))
    yield LabelSeen(
        label_id=label_id,
        name=text_or_none(told.get("name"), 200),
        colour=colour,
        colour_index=index,
        chat=chat,
        assigned=context.event == "label.chat.added",
        occurred_at_ms=context.at_ms,
        raw_kind=context.event,
    )


def _chat_of(payload: dict[str, Any]) -> Address | None:
    return address_of(payload.get("chatId"))

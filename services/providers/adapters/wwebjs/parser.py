"""``{dataType, data, sessionId}`` bodies of wwebjs-api and whatsapp-api. Source: others.md §5, the captures."""

from collections.abc import Callable
from typing import Any

from services.domain.content import Peer
from services.domain.errors import ParseError
from services.domain.events import (
    AnyEvent,
    CallSeen,
    ChatSeen,
    ConnectionSeen,
    ConnectionState,
    ContactSeen,
    GroupSeen,
    QrSeen,
    Unrecognised,
)
from services.providers import reading
from services.providers.adapters.wwebjs import messages
from services.providers.adapters.wwebjs.ids import address_of
from services.providers.adapters.wwebjs.states import state_of
from services.providers.base import Inbound, Match

Events = tuple[AnyEvent, ...]

_GROUP_ACTIONS = {
    "add": "add",
    "invite": "joined",
    "linked_group_join": "joined",
    "create": "joined",
    "remove": "remove",
    "leave": "leave",
    "promote": "promote",
    "demote": "demote",
    "subject": "subject",
    "description": "description",
    "picture": "picture",
    "announce": "settings",
    "restrict": "settings",
    "membership_approval_request": "request",
    "created_membership_requests": "request",
}
# what the event itself says where the notification's own type is unknown
_ACTION_OF_EVENT = {
    "group_join": "add",
    "group_leave": "leave",
    "group_membership_request": "request",
    "group_update": "settings",
}


def match(inbound: Inbound) -> Match:
    """Row 4 of others.md §7.2: ``dataType`` with ``sessionId`` is unlike all others."""
    body = inbound.body
    if not isinstance(body, dict) or not isinstance(body.get("dataType"), str) or "sessionId" not in body:
        return Match(confidence=0)
    session = reading.text_or_none(body["sessionId"], 200)
    return Match(confidence=3, instance_keys=(session,) if session else ())


def parse(inbound: Inbound) -> Events:
    """The events of one body. ``ready`` and ``authenticated`` have no ``data``. Raises ParseError."""
    body = inbound.body
    if not isinstance(body, dict) or not isinstance(body.get("dataType"), str):
        raise ParseError("wwebjs: no dataType")
    event = reading.text_or_none(body["dataType"], 100) or "?"
    data = body.get("data")
    if data is not None and not isinstance(data, dict):
        raise ParseError(f"wwebjs: {event} with odd data")
    read = _READERS.get(event)
    return read(event, data or {}, inbound) if read else (Unrecognised(name=event),)


def _message(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    return messages.read_message(event, data, inbound.received_at_ms)


def _qr(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    text = reading.text_or_none(data.get("qr"), 10_000)
    if text is None:
        return (Unrecognised(name=event, reason="no QR in it", problem=True),)
    return (QrSeen(text=text, raw_kind=event),)


def _code(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    code = reading.text_or_none(data.get("code"), 20)
    if code is None:
        return (Unrecognised(name=event, reason="no code in it", problem=True),)
    return (QrSeen(pairing_code=code, raw_kind=event),)


def _loading(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    percent = reading.int_or_none(data.get("percent"))
    reason = None if percent is None else f"{percent}%"
    return (ConnectionSeen(state=ConnectionState.CONNECTING, reason=reason, raw_kind=event),)


def _authenticated(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    return (ConnectionSeen(state=ConnectionState.CONNECTING, reason="authenticated", raw_kind=event),)


def _ready(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    return (ConnectionSeen(state=ConnectionState.CONNECTED, raw_kind=event),)


def _auth_failure(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    """``status`` is nothing but a failed restoring of the pairing here."""
    reason = reading.text_or_none(data.get("msg"), 300) or "auth_failure"
    return (ConnectionSeen(state=ConnectionState.LOGGED_OUT, reason=reason, raw_kind=event),)


def _change_state(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    word = reading.text_or_none(data.get("state"), 100)
    state = state_of(word)
    if state is None:
        return (Unrecognised(name=event, reason=f"state {word!r}"),)
    reason = None if state is ConnectionState.CONNECTED else word
    return (ConnectionSeen(state=state, reason=reason, raw_kind=event),)


def _disconnected(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    word = reading.text_or_none(data.get("reason"), 300)
    state = state_of(word)
    if state is None or state is ConnectionState.CONNECTED:
        state = ConnectionState.RECONNECTING
    return (ConnectionSeen(state=state, reason=word, raw_kind=event),)


def _call(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    """The only phase that is told is the ringing."""
    call = reading.dict_of(data.get("call"))
    call_id = reading.id_or_none(call.get("id"))
    if call_id is None:
        return (Unrecognised(name=event, reason="call without id", problem=True),)
    caller = address_of(call.get("from"))
    from_me = reading.bool_or_none(call.get("fromMe"))
    return (
        CallSeen(
            call_id=call_id,
            phase="offer",
            caller=Peer(address=caller) if caller and not from_me else None,
            video=reading.bool_or_none(call.get("isVideo")),
            group=reading.bool_or_none(call.get("isGroup")) is True,
            occurred_at_ms=reading.moment_ms(call.get("timestamp"), inbound.received_at_ms),
            raw_kind=event,
        ),
    )


def _group(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    notice = reading.dict_of(data.get("notification"))
    group = address_of(notice.get("chatId")) or address_of(reading.dict_of(notice.get("id")).get("remote"))
    action = _GROUP_ACTIONS.get(str(notice.get("type"))) or _ACTION_OF_EVENT.get(event)
    if group is None or action is None:
        return (Unrecognised(name=event, reason="no group or no known action", problem=group is None),)
    actor = address_of(notice.get("author"))
    members = (address_of(each) for each in reading.list_of(notice.get("recipientIds"))[:2000])
    body = reading.text_or_none(notice.get("body"), 5000)
    return (
        GroupSeen(
            group=Peer(address=group),
            action=action,
            actor=Peer(address=actor) if actor else None,
            members=tuple(Peer(address=member) for member in members if member),
            subject=body if action == "subject" else None,
            description=body if action == "description" else None,
            occurred_at_ms=reading.moment_ms(notice.get("timestamp"), inbound.received_at_ms),
            raw_kind=event,
        ),
    )


def _contact_changed(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    new, old = address_of(data.get("newId")), address_of(data.get("oldId"))
    if new is None or old is None:
        return (Unrecognised(name=event, reason="no old or new id", problem=True),)
    return (ContactSeen(contact=Peer(address=new), old=old, raw_kind=event),)


def _chat(event: str, data: dict[str, Any], inbound: Inbound) -> Events:
    chat = reading.dict_of(data.get("chat"))
    address = address_of(chat.get("id"))
    if address is None:
        return (Unrecognised(name=event, reason="chat without id", problem=True),)
    archived = data.get("currState") if event == "chat_archived" else chat.get("archived")
    return (
        ChatSeen(
            chat=Peer(address=address, name=reading.text_or_none(chat.get("name"), 200)),
            archived=reading.bool_or_none(archived),
            pinned=reading.bool_or_none(chat.get("pinned")),
            muted=reading.bool_or_none(chat.get("isMuted")),
            unread=reading.int_or_none(chat.get("unreadCount")),
            deleted=True if event == "chat_removed" else None,
            raw_kind=event,
        ),
    )


_READERS: dict[str, Callable[[str, dict[str, Any], Inbound], Events]] = {
    "message": _message,
    "message_create": _message,
    "message_ciphertext": _message,
    "media_uploaded": _message,
    "media": messages.read_media,
    "message_ack": messages.read_ack,
    "message_reaction": messages.read_reaction,
    "message_edit": messages.read_edit,
    "message_revoke_everyone": messages.read_revoke,
    "message_revoke_me": messages.read_revoke_me,
    "vote_update": messages.read_vote,
    "qr": _qr,
    "code": _code,
    "loading_screen": _loading,
    "authenticated": _authenticated,
    "ready": _ready,
    "status": _auth_failure,
    "change_state": _change_state,
    "disconnected": _disconnected,
    "call": _call,
    "group_join": _group,
    "group_leave": _group,
    "group_admin_changed": _group,
    "group_membership_request": _group,
    "group_update": _group,
    "contact_changed": _contact_changed,
    "unread_count": _chat,
    "chat_archived": _chat,
    "chat_removed": _chat,
}

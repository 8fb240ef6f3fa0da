"""Bodies of the sending calls. Source: others.md §5.2."""

import base64
from typing import Any

import msgspec

from services.domain.content import ContactCard
from services.domain.errors import ErrorCode, NotSupported, Rejected
from services.domain.outgoing import MessageRef, Outgoing, OutgoingKind, OutgoingMedia
from services.providers.adapters.wwebjs.ids import serialize, wire_id
from services.providers.shapes import serialized_id

_MEDIA = (
    OutgoingKind.IMAGE,
    OutgoingKind.VIDEO,
    OutgoingKind.AUDIO,
    OutgoingKind.VOICE,
    OutgoingKind.DOCUMENT,
    OutgoingKind.STICKER,
)
_MEDIA_OPTION = {
    OutgoingKind.VOICE: "sendAudioAsVoice",
    OutgoingKind.DOCUMENT: "sendMediaAsDocument",
    OutgoingKind.STICKER: "sendMediaAsSticker",
}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One REST call; ``path`` lacks the session. ``answers`` is the key of the message in the answer, if any."""

    path: str
    body: dict[str, Any]
    answers: str | None = None


def request_for(outgoing: Outgoing) -> Request:
    """The call for one outgoing thing. Reads the file, so run it in a thread. Raises NotSupported, Rejected."""
    match outgoing.kind:
        case OutgoingKind.REACTION:
            return _act("react", outgoing, {"reaction": outgoing.emoji or ""})
        case OutgoingKind.EDIT:
            return _act("edit", outgoing, {"content": outgoing.text or ""}, answers="message")
        case OutgoingKind.REVOKE:
            return _act("delete", outgoing, {"everyone": True})
        case OutgoingKind.FORWARD:
            return _act("forward", outgoing, {"destinationChatId": wire_id(outgoing.chat)})
    content_type, content, options = _content(outgoing)
    body: dict[str, Any] = {
        "chatId": wire_id(outgoing.chat),
        "contentType": content_type,
        "content": content,
        # reading the chat is a matter of its own
        "options": {**options, **_options(outgoing), "sendSeen": False},
    }
    return Request(path="/client/sendMessage", body=body, answers="message")


def _act(verb: str, outgoing: Outgoing, more: dict[str, Any], answers: str | None = None) -> Request:
    """``/message`` calls look a message up by its bare id within its chat."""
    target = outgoing.target
    if target is None:
        raise Rejected("no message to act on", code=ErrorCode.INVALID)
    body = {"chatId": wire_id(target.chat), "messageId": target.stanza_id, **more}
    return Request(path=f"/message/{verb}", body=body, answers=answers)


def _content(outgoing: Outgoing) -> tuple[str, Any, dict[str, Any]]:
    """``contentType``, ``content`` and the options that belong to the kind."""
    kind = outgoing.kind
    if kind in _MEDIA:
        options: dict[str, Any] = {_MEDIA_OPTION[kind]: True} if kind in _MEDIA_OPTION else {}
        if outgoing.text:
            options["caption"] = outgoing.text
        return "MessageMedia", _file(outgoing.media), options
    match kind:
        case OutgoingKind.TEXT:
            return "string", outgoing.text or "", {}
        case OutgoingKind.LOCATION:
            return "Location", _location(outgoing), {}
        case OutgoingKind.CONTACTS:
            # whatsapp-web.js makes a contact of a text that is a vCard; its own kind knows WhatsApp users only
            return "string", _vcard(outgoing.contacts), {}
        case OutgoingKind.POLL:
            return "Poll", _poll(outgoing), {}
        case _:
            raise NotSupported(kind.value)


def _options(outgoing: Outgoing) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if outgoing.quoted is not None:
        # without the second option a quote that is not found is left out in silence
        options = {"quotedMessageId": _whole_id(outgoing.quoted), "ignoreQuoteErrors": False}
    if outgoing.mentions:
        options["mentions"] = [wire_id(address) for address in outgoing.mentions]
    return options


def _whole_id(ref: MessageRef) -> str:
    if serialized_id(ref.provider_message_id) is not None:
        return ref.provider_message_id
    return serialize(ref.stanza_id, ref.chat, from_me=ref.from_me, author=ref.author)


def _file(media: OutgoingMedia | None) -> dict[str, Any]:
    if media is None:
        raise Rejected("no file", code=ErrorCode.INVALID)
    try:
        data = media.path.read_bytes()
    except OSError as error:
        raise Rejected(f"the file cannot be read: {error.strerror}", code=ErrorCode.MEDIA_GONE) from None
    return {
        "mimetype": media.mime,
        "data": base64.b64encode(data).decode("ascii"),
        "filename": media.file_name,
        "filesize": len(data),
    }


def _location(outgoing: Outgoing) -> dict[str, Any]:
    place = outgoing.location
    if place is None:
        raise Rejected("no place", code=ErrorCode.INVALID)
    shown = "\n".join(line for line in (place.name, place.address) if line)
    location: dict[str, Any] = {"latitude": place.latitude, "longitude": place.longitude}
    return {**location, "description": shown} if shown else location


def _poll(outgoing: Outgoing) -> dict[str, Any]:
    poll = outgoing.poll
    if poll is None or len(poll.options) < 2:
        raise Rejected("a poll needs two options", code=ErrorCode.INVALID)
    return {
        "pollName": poll.question,
        "pollOptions": list(poll.options),
        "options": {"allowMultipleAnswers": poll.selectable != 1},
    }


def _vcard(cards: tuple[ContactCard, ...]) -> str:
    if len(cards) != 1:
        raise Rejected("one contact at a time", code=ErrorCode.NOT_SUPPORTED)
    card = cards[0]
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:;{_escaped(card.name)};;;", f"FN:{_escaped(card.name)}"]
    if card.organisation:
        lines.append(f"ORG:{_escaped(card.organisation)}")
    for phone in card.phones:
        digits = "".join(c for c in phone if c.isdigit())
        lines.append(f"TEL;type=CELL;waid={digits}:+{digits}")
    lines += [f"EMAIL:{_escaped(email)}" for email in card.emails]
    return "\n".join([*lines, "END:VCARD"])


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())

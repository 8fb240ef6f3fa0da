"""Bodies of Evolution's sends, in v2's and v1's dialect (dossier §4.4, v1 from its source, not run)."""

import base64
import re
from typing import Any

import msgspec

from services.domain.address import Address
from services.domain.content import ContactCard
from services.domain.errors import ErrorCode, NotSupported, Rejected
from services.domain.outgoing import MessageRef, Outgoing, OutgoingKind, OutgoingMedia

_MEDIA_TYPES = {
    OutgoingKind.IMAGE: "image",
    OutgoingKind.VIDEO: "video",
    OutgoingKind.AUDIO: "audio",
    OutgoingKind.DOCUMENT: "document",
}
_NOT_DIGITS = re.compile(r"\D+")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One REST call; ``path`` lacks the instance. ``own_id`` False: the answer's id is not a message's."""

    method: str = "POST"
    path: str
    body: dict[str, Any]
    own_id: bool = True


def request_for(outgoing: Outgoing, *, v1: bool) -> Request:
    """The call for one outgoing message. Reads the file, so run it in a thread. Raises NotSupported, Rejected."""
    number = str(outgoing.chat)
    match outgoing.kind:
        case OutgoingKind.REACTION:
            reaction = {"key": _key(_target(outgoing)), "reaction": outgoing.emoji or ""}
            body = {"reactionMessage": reaction} if v1 else reaction
            return Request(path="/message/sendReaction", body=body, own_id=False)
        case OutgoingKind.EDIT:
            body = {"number": number, "key": _key(_target(outgoing)), "text": outgoing.text or ""}
            return Request(method="PUT" if v1 else "POST", path="/chat/updateMessage", body=body, own_id=False)
        case OutgoingKind.REVOKE:
            return Request(
                method="DELETE",
                path="/chat/deleteMessageForEveryone",
                body=_key(_target(outgoing)),
                own_id=False,
            )
    kind = forwarded_kind(outgoing) if outgoing.kind is OutgoingKind.FORWARD else outgoing.kind
    action, field, content = _content(outgoing, kind)
    extras = _extras(outgoing)
    if not v1:
        return Request(path=f"/message/{action}", body={"number": number, **content, **extras})
    inner: Any = content["contact"] if field == "contactMessage" else content
    if field == "mediaMessage" or not isinstance(inner, dict):
        v1_content = inner
    else:
        v1_content = {_V1_NAMES.get((field, k), k): v for k, v in inner.items()}
    return Request(path=f"/message/{action}", body={"number": number, "options": extras, field: v1_content})


_V1_NAMES = {("stickerMessage", "sticker"): "image"}


def forwarded_kind(outgoing: Outgoing) -> OutgoingKind:
    """Evolution has no forward: what is forwarded goes out as a copy of the same kind."""
    if outgoing.media is None:
        return OutgoingKind.TEXT
    kind = outgoing.media.mime.partition("/")[0]
    return {
        "image": OutgoingKind.IMAGE,
        "video": OutgoingKind.VIDEO,
        "audio": OutgoingKind.AUDIO,
    }.get(kind, OutgoingKind.DOCUMENT)


def _content(outgoing: Outgoing, kind: OutgoingKind) -> tuple[str, str, dict[str, Any]]:
    """Action, v1's name of the content, and the content in v2's words."""
    match kind:
        case OutgoingKind.TEXT:
            return "sendText", "textMessage", {"text": outgoing.text or ""}
        case OutgoingKind.IMAGE | OutgoingKind.VIDEO | OutgoingKind.AUDIO | OutgoingKind.DOCUMENT:
            media = _media(outgoing)
            content: dict[str, Any] = {
                "mediatype": _MEDIA_TYPES[kind],
                "mimetype": media.mime,
                "fileName": media.file_name,
                "media": _encoded(media),
            }
            if outgoing.text:
                content["caption"] = outgoing.text
            return "sendMedia", "mediaMessage", content
        case OutgoingKind.VOICE:
            return "sendWhatsAppAudio", "audioMessage", {"audio": _encoded(_media(outgoing))}
        case OutgoingKind.STICKER:
            return "sendSticker", "stickerMessage", {"sticker": _encoded(_media(outgoing))}
        case OutgoingKind.LOCATION:
            return "sendLocation", "locationMessage", _location(outgoing)
        case OutgoingKind.CONTACTS:
            return "sendContact", "contactMessage", {"contact": [_card(c) for c in outgoing.contacts]}
        case OutgoingKind.POLL:
            return "sendPoll", "pollMessage", _poll(outgoing)
        case _:
            raise NotSupported(outgoing.kind.value)


def _media(outgoing: Outgoing) -> OutgoingMedia:
    if outgoing.media is None:
        raise Rejected("no file", code=ErrorCode.INVALID)
    return outgoing.media


def _encoded(media: OutgoingMedia) -> str:
    try:
        return base64.b64encode(media.path.read_bytes()).decode("ascii")
    except OSError as error:
        raise Rejected(f"the file cannot be read: {error.strerror}", code=ErrorCode.MEDIA_GONE) from None


def _location(outgoing: Outgoing) -> dict[str, Any]:
    place = outgoing.location
    if place is None:
        raise Rejected("no place", code=ErrorCode.INVALID)
    # name and address are required, and may not be empty
    shown = f"{place.latitude:.6f}, {place.longitude:.6f}"
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "name": place.name or place.address or shown,
        "address": place.address or place.name or shown,
    }


def _card(card: ContactCard) -> dict[str, Any]:
    phone = card.phones[0] if card.phones else ""
    told = {
        "fullName": card.name,
        "wuid": _NOT_DIGITS.sub("", phone),
        "phoneNumber": phone,
        "organization": card.organisation or "",
        "email": card.emails[0] if card.emails else "",
    }
    return {name: value for name, value in told.items() if value or name in ("fullName", "phoneNumber")}


def _poll(outgoing: Outgoing) -> dict[str, Any]:
    poll = outgoing.poll
    if poll is None or len(poll.options) < 2:
        raise Rejected("a poll needs two options", code=ErrorCode.INVALID)
    return {"name": poll.question, "selectableCount": poll.selectable, "values": list(poll.options)}


def _extras(outgoing: Outgoing) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if outgoing.quoted is not None:
        extras["quoted"] = {
            "key": _key(outgoing.quoted),
            "message": {"conversation": outgoing.quoted.text or ""},
        }
    phones = [address.phone for address in outgoing.mentions if address.phone]
    if phones:  # an empty list is refused
        extras["mentioned"] = phones
    return extras


def _target(outgoing: Outgoing) -> MessageRef:
    if outgoing.target is None:
        raise Rejected("no message to act on", code=ErrorCode.INVALID)
    return outgoing.target


def _key(ref: MessageRef) -> dict[str, Any]:
    key: dict[str, Any] = {
        "id": ref.provider_message_id,
        "remoteJid": str(ref.chat),
        "fromMe": ref.from_me,
    }
    if ref.author is not None and _in_group(ref.chat):
        key["participant"] = str(ref.author)
    return key


def _in_group(chat: Address) -> bool:
    return str(chat).endswith("@g.us")

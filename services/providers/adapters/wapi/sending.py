"""Bodies of W-API's sending calls. Source: others.md §3.4; what the LITE plan lacks, §3.1."""

import base64
from pathlib import PurePath
from typing import Any

import msgspec

from services.domain.content import Choice, ContactCard
from services.domain.errors import ErrorCode, NotSupported, Rejected
from services.domain.outgoing import MessageRef, Outgoing, OutgoingKind, OutgoingMedia, OutgoingMenu
from services.providers.adapters.wapi.ids import wire_phone

PRO_ONLY = frozenset(
    {
        OutgoingKind.STICKER,
        OutgoingKind.POLL,
        OutgoingKind.BUTTONS,
        OutgoingKind.LIST,
        OutgoingKind.REACTION,
        OutgoingKind.EDIT,
        OutgoingKind.REVOKE,
    }
)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One REST call. ``new`` False: the answer's id is not a new message's. ``query`` beside instanceId."""

    path: str
    body: dict[str, Any] | None = None
    method: str = "POST"
    query: dict[str, str] = {}
    new: bool = True


def request_for(outgoing: Outgoing, *, lite: bool) -> Request:
    """The call for one outgoing thing. Reads the file, so run it in a thread. Raises NotSupported, Rejected."""
    if lite and outgoing.kind in PRO_ONLY:
        raise NotSupported(f"{outgoing.kind.value} needs W-API PRO")
    if outgoing.mentions:
        raise NotSupported("mentions")
    phone = wire_phone(outgoing.chat)
    match outgoing.kind:
        case OutgoingKind.REACTION:
            verb = "send-reaction" if outgoing.emoji else "remove-reaction"
            reaction = {"reaction": outgoing.emoji} if outgoing.emoji else {}
            target = _id(_target(outgoing))
            return _act(verb, {"phone": phone, "messageId": target, **reaction})
        case OutgoingKind.EDIT:
            body = {"phone": phone, "messageId": _id(_target(outgoing)), "text": outgoing.text or ""}
            return _act("edit-message", body)
        case OutgoingKind.REVOKE:
            query = {"phone": phone, "messageId": _id(_target(outgoing))}
            return Request(path="/message/delete-message", method="DELETE", query=query, new=False)
    verb, content = _content(outgoing)
    body = {"phone": phone, **content}
    if outgoing.quoted is not None:
        body["messageId"] = _id(outgoing.quoted)
    return Request(path=f"/message/{verb}", body=body)


def _act(verb: str, body: dict[str, Any]) -> Request:
    return Request(path=f"/message/{verb}", body=body, new=False)


def _content(outgoing: Outgoing) -> tuple[str, dict[str, Any]]:
    caption = {"caption": outgoing.text} if outgoing.text else {}
    match outgoing.kind:
        case OutgoingKind.TEXT:
            return "send-text", {"message": outgoing.text or ""}
        case OutgoingKind.IMAGE:
            return "send-image", {"image": _data_uri(outgoing.media), **caption}
        case OutgoingKind.VIDEO:
            return "send-video", {"video": _data_uri(outgoing.media), **caption}
        case OutgoingKind.AUDIO | OutgoingKind.VOICE:
            return "send-audio", {"audio": _data_uri(outgoing.media)}
        case OutgoingKind.DOCUMENT:
            return "send-document", {**_document(outgoing.media), **caption}
        case OutgoingKind.STICKER:
            return "send-sticker", {"sticker": _data_uri(outgoing.media)}
        case OutgoingKind.LOCATION:
            return "send-location", _location(outgoing)
        case OutgoingKind.CONTACTS:
            return _contacts(outgoing.contacts)
        case OutgoingKind.POLL:
            return "send-poll", _poll(outgoing)
        case OutgoingKind.BUTTONS:
            return _buttons(outgoing, _menu(outgoing))
        case OutgoingKind.LIST:
            return "send-list", _list(outgoing, _menu(outgoing))
        case _:
            raise NotSupported(outgoing.kind.value)


def _data_uri(media: OutgoingMedia | None) -> str:
    if media is None:
        raise Rejected("no file", code=ErrorCode.INVALID)
    try:
        data = media.path.read_bytes()
    except OSError as error:
        raise Rejected(f"the file cannot be read: {error.strerror}", code=ErrorCode.MEDIA_GONE) from None
    # no parameters: a data URL with "; codecs=opus" in it is read wrongly by many
    mime = media.mime.partition(";")[0]
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


def _document(media: OutgoingMedia | None) -> dict[str, Any]:
    """The name has to end in the extension; one working client sends it by itself as well."""
    encoded = _data_uri(media)
    name = media.file_name if media else ""
    extension = PurePath(name).suffix.removeprefix(".")
    return {"document": encoded, "fileName": name, **({"extension": extension} if extension else {})}


def _location(outgoing: Outgoing) -> dict[str, Any]:
    place = outgoing.location
    if place is None:
        raise Rejected("no place", code=ErrorCode.INVALID)
    shown = f"{place.latitude:.6f}, {place.longitude:.6f}"
    return {
        "name": place.name or place.address or shown,
        "address": place.address or place.name or shown,
        "latitude": str(place.latitude),
        "longitude": str(place.longitude),
    }


def _contacts(cards: tuple[ContactCard, ...]) -> tuple[str, dict[str, Any]]:
    """One contact by its own call; the form of several is unverified and taken to be the same."""
    told = [_contact(card) for card in cards]
    if not told:
        raise Rejected("no contact", code=ErrorCode.INVALID)
    return ("send-contact", told[0]) if len(told) == 1 else ("send-contacts", {"contacts": told})


def _contact(card: ContactCard) -> dict[str, Any]:
    if not card.phones:
        raise Rejected("a contact without phone", code=ErrorCode.INVALID)
    phone = "".join(sign for sign in card.phones[0] if sign.isdigit())
    business = {"contactBusinessDescription": card.organisation} if card.organisation else {}
    return {"contactName": card.name, "contactPhone": phone, **business}


def _poll(outgoing: Outgoing) -> dict[str, Any]:
    poll = outgoing.poll
    if poll is None or len(poll.options) < 2:
        raise Rejected("a poll needs two options", code=ErrorCode.INVALID)
    most = poll.selectable or len(poll.options)
    return {"message": poll.question, "poll": list(poll.options), "pollMaxOptions": most}


def _menu(outgoing: Outgoing) -> OutgoingMenu:
    if outgoing.menu is None or not outgoing.menu.choices:
        raise Rejected("nothing to choose from", code=ErrorCode.INVALID)
    return outgoing.menu


def _buttons(outgoing: Outgoing, menu: OutgoingMenu) -> tuple[str, dict[str, Any]]:
    """Plain answers by one call; links and calls, and what stands beside them, by another."""
    text = _text(outgoing, menu)
    if any(choice.url or choice.phone for choice in menu.choices):
        return "send-button-actions", {"message": text, "buttonActions": [_action(c) for c in menu.choices]}
    buttons = [
        {"buttonId": choice.id or str(number), "label": choice.title} for number, choice in enumerate(menu.choices, 1)
    ]
    return "send-button-list", {"message": text, "buttons": buttons}


def _action(choice: Choice) -> dict[str, Any]:
    if choice.url:
        return {"type": "URL", "buttonText": choice.title, "url": choice.url}
    if choice.phone:
        return {"type": "CALL", "buttonText": choice.title, "phone": choice.phone}
    return {"type": "REPLAY", "buttonText": choice.title}  # their spelling


def _list(outgoing: Outgoing, menu: OutgoingMenu) -> dict[str, Any]:
    sections: dict[str, list[dict[str, Any]]] = {}
    for number, choice in enumerate(menu.choices, 1):
        row = {"title": choice.title, "description": choice.description or "", "rowId": choice.id or str(number)}
        sections.setdefault(choice.section or menu.title or "", []).append(row)
    return {
        "title": menu.title or "",
        "description": outgoing.text or "",
        "buttonText": menu.button or menu.title or "",
        "footerText": menu.footer or "",
        "sections": [{"title": title, "rows": rows} for title, rows in sections.items()],
    }


def _text(outgoing: Outgoing, menu: OutgoingMenu) -> str:
    """These calls know one text only: title, body and footer stand in lines of their own."""
    return "\n".join(line for line in (menu.title, outgoing.text, menu.footer) if line)


def _target(outgoing: Outgoing) -> MessageRef:
    if outgoing.target is None:
        raise Rejected("no message to act on", code=ErrorCode.INVALID)
    return outgoing.target


def _id(ref: MessageRef) -> str:
    return ref.stanza_id

"""What we send as Uazapi wants it (others dossier §2.5)."""

import base64
from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Choice
from services.domain.errors import ErrorCode, NotSupported, Rejected
from services.domain.outgoing import Outgoing, OutgoingKind, OutgoingMenu

TRACK_SOURCE = "balcao"
MAX_FILE = 100_000_000
_MEDIA = {
    OutgoingKind.IMAGE: "image",
    OutgoingKind.VIDEO: "video",
    OutgoingKind.AUDIO: "audio",
    OutgoingKind.VOICE: "ptt",
    OutgoingKind.DOCUMENT: "document",
    OutgoingKind.STICKER: "sticker",
}


def number(chat: Address) -> str:
    """The ``number`` field: digits for people, the JID for groups and LIDs."""
    if chat.kind is AddressKind.USER:
        return chat.id
    if chat.kind in (AddressKind.GROUP, AddressKind.LID):
        return str(chat)
    raise Rejected(f"no way to {chat.kind.value}", code=ErrorCode.NO_SUCH_NUMBER)


def request(outgoing: Outgoing) -> tuple[str, dict[str, Any]]:
    """Path and body of a send. Raises NotSupported, Rejected. Reads the file, so call it off the loop."""
    match outgoing.kind:
        case OutgoingKind.REACTION if outgoing.target is not None:
            return "/message/react", {
                "number": number(outgoing.chat),
                "text": outgoing.emoji or "",
                "id": outgoing.target.stanza_id,
            }
        case OutgoingKind.EDIT if outgoing.target is not None:
            return "/message/edit", {"id": outgoing.target.stanza_id, "text": plain(outgoing.text or "")}
        case OutgoingKind.REVOKE if outgoing.target is not None:
            return "/message/delete", {"id": outgoing.target.stanza_id}
    path, content = _content(outgoing)
    body = {
        "number": number(outgoing.chat),
        **content,
        "track_source": TRACK_SOURCE,
        "track_id": outgoing.client_id,
    }
    if outgoing.quoted is not None:
        body["replyid"] = outgoing.quoted.stanza_id
    if outgoing.mentions:
        body["mentions"] = ",".join(number(who) for who in outgoing.mentions)
    return path, body


def _content(outgoing: Outgoing) -> tuple[str, dict[str, Any]]:
    text = plain(outgoing.text or "")
    match outgoing.kind:
        case OutgoingKind.TEXT:
            linked = "http://" in text or "https://" in text
            return "/send/text", {"text": text, "linkPreview": linked}
        case kind if kind in _MEDIA:
            return "/send/media", _media(outgoing, _MEDIA[kind], text)
        case OutgoingKind.LOCATION if outgoing.location is not None:
            place = outgoing.location
            return "/send/location", {
                "latitude": place.latitude,
                "longitude": place.longitude,
                "name": place.name or "",
                "address": place.address or "",
            }
        case OutgoingKind.CONTACTS if outgoing.contacts:
            return "/send/contact", _contact(outgoing)
        case OutgoingKind.POLL if outgoing.poll is not None:
            poll = outgoing.poll
            return "/send/menu", {
                "type": "poll",
                "text": plain(poll.question),
                "selectableCount": poll.selectable,
                "choices": [label(option) for option in poll.options],
            }
        case OutgoingKind.BUTTONS if outgoing.menu is not None:
            choices = [_button(choice) for choice in outgoing.menu.choices]
            return "/send/menu", {**_menu("button", outgoing.menu, text), "choices": choices}
        case OutgoingKind.LIST if outgoing.menu is not None:
            menu = outgoing.menu
            told = {**_menu("list", menu, text), "listButton": menu.button or menu.title or "…"}
            return "/send/menu", {**told, "choices": _rows(menu.choices)}
        case kind:
            raise NotSupported(kind.value)


def plain(text: str) -> str:
    """The text with ``{{`` kept from being a placeholder: the server would put the customer's data there."""
    return text.replace("{{", "{\u2060{")


def label(text: str) -> str:
    """A choice's words: a bar or an opening bracket would be read as part of the notation."""
    shown = plain(text).replace("|", "｜")
    return f"［{shown[1:]}" if shown.startswith("[") else shown


def _media(outgoing: Outgoing, name: str, text: str) -> dict[str, Any]:
    media = outgoing.media
    if media is None:
        raise Rejected("no file", code=ErrorCode.INVALID)
    if media.size > MAX_FILE:
        raise Rejected(f"over {MAX_FILE} bytes", code=ErrorCode.TOO_LARGE)
    try:
        data = media.path.read_bytes()
    except OSError as error:
        raise Rejected(str(error), code=ErrorCode.MEDIA_GONE) from error
    body: dict[str, Any] = {"type": name, "file": base64.b64encode(data).decode(), "mimetype": media.mime}
    if text and name in ("image", "video", "document"):
        body["text"] = text
    if name == "document":
        body["docName"] = media.file_name
    return body


def _contact(outgoing: Outgoing) -> dict[str, Any]:
    if len(outgoing.contacts) != 1:
        raise Rejected("one contact at a time", code=ErrorCode.INVALID)
    card = outgoing.contacts[0]
    told = {
        "organization": card.organisation,
        "email": card.emails[0] if card.emails else None,
    }
    phones = ("".join(c for c in phone if c.isdigit()) for phone in card.phones)
    return {
        "fullName": card.name,
        "phoneNumber": ",".join(p for p in phones if p),
        **{k: v for k, v in told.items() if v},
    }


def _menu(name: str, menu: OutgoingMenu, text: str) -> dict[str, Any]:
    body = f"*{menu.title}*\n{text}" if menu.title else text
    return {"type": name, "text": body, **({"footerText": menu.footer} if menu.footer else {})}


def _button(choice: Choice) -> str:
    if choice.url:
        return f"{label(choice.title)}|{choice.url}"
    if choice.phone:
        return f"{label(choice.title)}|call:{choice.phone}"
    return f"{label(choice.title)}|{label(choice.id or choice.title)}"


def _rows(choices: tuple[Choice, ...]) -> list[str]:
    rows: list[str] = []
    section: str | None = None
    for choice in choices:
        if choice.section and choice.section != section:
            rows.append(f"[{label(choice.section)}]")
            section = choice.section
        row = f"{label(choice.title)}|{label(choice.id or choice.title)}"
        rows.append(f"{row}|{label(choice.description)}" if choice.description else row)
    return rows

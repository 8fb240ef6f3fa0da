"""What we send as the Cloud API wants it: ``POST /{phone_number_id}/messages`` (others dossier §4.4)."""

import re
from typing import Any

from services.domain.address import Address, AddressKind
from services.domain.content import Choice, ContactCard
from services.domain.errors import ErrorCode, NotSupported, Rejected
from services.domain.outgoing import Outgoing, OutgoingKind, OutgoingMenu

MEDIA_TYPES = {
    OutgoingKind.IMAGE: "image",
    OutgoingKind.VIDEO: "video",
    OutgoingKind.AUDIO: "audio",
    OutgoingKind.VOICE: "audio",
    OutgoingKind.DOCUMENT: "document",
    OutgoingKind.STICKER: "sticker",
}
# bytes, by Meta's media reference; a static sticker has 100 KB, an animated one 500
MAX_BYTES = {
    "image": 5_000_000,
    "video": 16_000_000,
    "audio": 16_000_000,
    "document": 100_000_000,
    "sticker": 500_000,
}
MAX_BUTTONS = 3
MAX_ROWS = 10
MAX_OPAQUE = 512
_LINK = re.compile(r"https?://", re.IGNORECASE)
_CAPTIONED = ("image", "video", "document")


def recipient(chat: Address) -> dict[str, str]:
    """The fields that say who gets it. Raises Rejected for addresses that this API cannot reach."""
    match chat.kind:
        case AddressKind.USER:
            return {"recipient_type": "individual", "to": chat.id}
        case AddressKind.BSUID:
            return {"recipient_type": "individual", "recipient": chat.id}
        case AddressKind.GROUP:
            return {"recipient_type": "group", "to": chat.id}
        case _:
            raise Rejected(f"no way to {chat.kind.value}", code=ErrorCode.NO_SUCH_NUMBER)


def message(outgoing: Outgoing, media_id: str | None = None) -> dict[str, Any]:
    """The whole request body; ``media_id`` is what the upload gave. Raises NotSupported, Rejected."""
    if outgoing.mentions:
        raise NotSupported("mentions")
    name, content = _content(outgoing, media_id)
    body: dict[str, Any] = {"messaging_product": "whatsapp", **recipient(outgoing.chat), "type": name}
    body[name] = content
    if outgoing.quoted is not None:
        body["context"] = {"message_id": outgoing.quoted.provider_message_id or outgoing.quoted.stanza_id}
    body["biz_opaque_callback_data"] = outgoing.client_id[:MAX_OPAQUE]
    return body


def _content(outgoing: Outgoing, media_id: str | None) -> tuple[str, Any]:
    match outgoing.kind:
        case OutgoingKind.TEXT:
            text = outgoing.text or ""
            return "text", {"body": text, "preview_url": bool(_LINK.search(text))}
        case kind if kind in MEDIA_TYPES:
            return MEDIA_TYPES[kind], _media(outgoing, MEDIA_TYPES[kind], media_id)
        case OutgoingKind.LOCATION if outgoing.location is not None:
            place = outgoing.location
            told = {"name": place.name, "address": place.address}
            return "location", {
                "latitude": place.latitude,
                "longitude": place.longitude,
                **{k: v for k, v in told.items() if v},
            }
        case OutgoingKind.CONTACTS if outgoing.contacts:
            return "contacts", [_card(card) for card in outgoing.contacts]
        case OutgoingKind.BUTTONS if outgoing.menu is not None:
            return "interactive", _buttons(outgoing.menu, outgoing.text or "")
        case OutgoingKind.LIST if outgoing.menu is not None:
            return "interactive", _list(outgoing.menu, outgoing.text or "")
        case OutgoingKind.TEMPLATE if outgoing.template is not None:
            template = outgoing.template
            return "template", {
                "name": template.name,
                "language": {"code": template.language},
                "components": _components(outgoing, media_id),
            }
        case OutgoingKind.REACTION if outgoing.target is not None:
            target = outgoing.target.provider_message_id or outgoing.target.stanza_id
            return "reaction", {"message_id": target, "emoji": outgoing.emoji or ""}
        case kind:
            raise NotSupported(kind.value)


def _media(outgoing: Outgoing, name: str, media_id: str | None) -> dict[str, Any]:
    if media_id is None or outgoing.media is None:
        raise Rejected("no file", code=ErrorCode.INVALID)
    content: dict[str, Any] = {"id": media_id}
    if name in _CAPTIONED and outgoing.text:
        content["caption"] = outgoing.text
    if name == "document":
        content["filename"] = outgoing.media.file_name
    # Meta makes a voice message of Ogg with Opus alone; any other sound arrives as a sound (others dossier §4.4)
    if outgoing.kind is OutgoingKind.VOICE and outgoing.media.mime.startswith("audio/ogg"):
        content["voice"] = True
    return content


def media_type(outgoing: Outgoing) -> str | None:
    """As what its file is uploaded; a template's header takes a picture, a film or a document."""
    if outgoing.kind is not OutgoingKind.TEMPLATE or outgoing.media is None:
        return MEDIA_TYPES.get(outgoing.kind)
    kind = outgoing.media.mime.partition("/")[0]
    return kind if kind in ("image", "video") else "document"


def _components(outgoing: Outgoing, media_id: str | None) -> list[dict[str, object]]:
    components = list(outgoing.template.components) if outgoing.template is not None else []
    name = media_type(outgoing)
    if outgoing.media is None or media_id is None or name is None:
        return components
    file = {"id": media_id, **({"filename": outgoing.media.file_name} if name == "document" else {})}
    return [{"type": "header", "parameters": [{"type": name, name: file}]}, *components]


def _card(card: ContactCard) -> dict[str, Any]:
    first, _, last = card.name.partition(" ")
    name = {"formatted_name": card.name, "first_name": first or card.name}
    if last:
        name["last_name"] = last
    content: dict[str, Any] = {
        "name": name,
        "phones": [{"phone": phone, "type": "CELL"} for phone in card.phones],
    }
    if card.emails:
        content["emails"] = [{"email": email, "type": "WORK"} for email in card.emails]
    if card.organisation:
        content["org"] = {"company": card.organisation}
    return content


def _around(menu: OutgoingMenu, text: str) -> dict[str, Any]:
    around: dict[str, Any] = {"body": {"text": text}}
    if menu.title:
        around["header"] = {"type": "text", "text": menu.title}
    if menu.footer:
        around["footer"] = {"text": menu.footer}
    return around


def _buttons(menu: OutgoingMenu, text: str) -> dict[str, Any]:
    linked = [choice for choice in menu.choices if choice.url]
    if linked:
        if len(menu.choices) > 1:
            raise Rejected("a link button stands alone", code=ErrorCode.INVALID)
        parameters = {"display_text": linked[0].title, "url": linked[0].url}
        return {
            "type": "cta_url",
            **_around(menu, text),
            "action": {"name": "cta_url", "parameters": parameters},
        }
    if not 1 <= len(menu.choices) <= MAX_BUTTONS:
        raise Rejected(f"1 to {MAX_BUTTONS} buttons", code=ErrorCode.INVALID)
    buttons = [
        {"type": "reply", "reply": {"id": choice.id or choice.title, "title": choice.title}} for choice in menu.choices
    ]
    return {"type": "button", **_around(menu, text), "action": {"buttons": buttons}}


def _list(menu: OutgoingMenu, text: str) -> dict[str, Any]:
    if not 1 <= len(menu.choices) <= MAX_ROWS:
        raise Rejected(f"1 to {MAX_ROWS} rows", code=ErrorCode.INVALID)
    sections: dict[str, list[dict[str, str]]] = {}
    for choice in menu.choices:
        sections.setdefault(choice.section or "", []).append(_row(choice))
    told = [{**({"title": title} if title else {}), "rows": rows} for title, rows in sections.items()]
    action = {"button": menu.button or menu.title or "…", "sections": told}
    return {"type": "list", **_around(menu, text), "action": action}


def _row(choice: Choice) -> dict[str, str]:
    row = {"id": choice.id or choice.title, "title": choice.title}
    if choice.description:
        row["description"] = choice.description
    return row

"""``_data``: what the four engines tell beside WAHA's own fields (waha dossier §2.6). Hints, never needed."""

from typing import Any

import msgspec

from services.domain.address import Address, AddressKind, parse
from services.domain.content import Content, MessageKind
from services.providers import baileys
from services.providers.adapters.waha.pix import pix_text
from services.providers.adapters.waha.raw_reading import Reading
from services.providers.adapters.waha.raw_webjs import read_webjs
from services.providers.reading import bool_or_none, dict_of, text_or_none

_CIPHERTEXT_STUBS = (2, "2", "CIPHERTEXT")
_NOT_WRITTEN = (MessageKind.LOCATION, MessageKind.LIVE_LOCATION, MessageKind.CONTACTS)
_PEOPLE = (AddressKind.USER, AddressKind.LID)


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """The sender's names, and the other addresses of chat and sender."""

    push_name: str | None = None
    business_name: str | None = None
    chat_alias: Address | None = None
    sender_alias: Address | None = None


def reading_of(data: dict[str, Any]) -> Reading:
    """What the engine's own object says of the message; the engine is known by its shape.

    Raises ParseError for a reaction, an edit or a deletion that names no message.
    """
    if isinstance(data.get("message"), dict):
        reading = _read_proto(data["message"])
        return _view_once(reading) if _is_view_once(data) else reading
    if isinstance(data.get("Message"), dict):
        reading = _read_proto(data["Message"])
        return _view_once(reading) if bool_or_none(data.get("IsViewOnce")) else reading
    if isinstance(data.get("type"), str):
        return read_webjs(data)
    if data.get("messageStubType") in _CIPHERTEXT_STUBS:
        return Reading(kind=MessageKind.UNDECRYPTED)
    if _is_view_once(data):
        return _view_once(Reading())
    return Reading()


def _read_proto(message: dict[str, Any]) -> Reading:
    """WhatsApp's own object, as NOWEB (Baileys) and GOWS (whatsmeow) pass it on."""
    match baileys.read(message):
        case baileys.Revoke(target_id=target):
            return Reading(revokes=target)
        case baileys.Edit(target_id=target, text=text):
            return Reading(edits=target, text=text)
        case baileys.Reaction(target_id=target, emoji=emoji):
            return Reading(reacts_to=target, text=emoji)
        case baileys.Body() as body:
            pix = pix_text(baileys.unwrapped(message)[0]) if body.kind is MessageKind.PAYMENT else None
            content = body.content or Content()
            return Reading(
                kind=body.kind,
                text=pix or body.text,
                media=body.media,
                content=msgspec.structs.replace(content, menu=None) if pix else content,
                quoted=body.quoted,
                edited=body.edited,
                body_is_text=body.kind not in _NOT_WRITTEN,
            )
        case _:
            # votes have an event of their own; an object without anything is no service frame
            return Reading(service=bool(message))


def _is_view_once(data: dict[str, Any]) -> bool:
    return bool_or_none(dict_of(data.get("key")).get("isViewOnce")) or False


def _view_once(reading: Reading) -> Reading:
    """Marked as such; without content it can be opened on the phone only."""
    content = msgspec.structs.replace(reading.content, view_once=True)
    return msgspec.structs.replace(reading, kind=reading.kind or MessageKind.UNSUPPORTED, content=content)


def names_of(data: dict[str, Any], *, direct: bool, from_me: bool) -> Names:
    """Names and second addresses; of our own messages the push name is ours and says nothing."""
    key, info = dict_of(data.get("key")), dict_of(data.get("Info"))
    sender = _person(key.get("participantAlt"), key.get("participantPn"), info.get("SenderAlt"))
    if direct:
        chat = _person(
            key.get("remoteJidAlt"),
            None if from_me else key.get("senderPn"),
            None if from_me else key.get("senderLid"),
            info.get("RecipientAlt") if from_me else info.get("SenderAlt"),
        )
        return _with_names(data, info, from_me, chat, None)
    return _with_names(data, info, from_me, None, None if from_me else sender)


def _with_names(
    data: dict[str, Any], info: dict[str, Any], from_me: bool, chat: Address | None, sender: Address | None
) -> Names:
    if from_me:
        return Names(chat_alias=chat, sender_alias=sender)
    verified = dict_of(dict_of(info.get("VerifiedName")).get("Details"))
    return Names(
        push_name=text_or_none(data.get("pushName"), 300)
        or text_or_none(info.get("PushName"), 300)
        or text_or_none(data.get("notifyName"), 300),
        business_name=text_or_none(data.get("verifiedBizName"), 300) or text_or_none(verified.get("verifiedName"), 300),
        chat_alias=chat,
        sender_alias=sender,
    )


def _person(*texts: Any) -> Address | None:
    found = (parse(text) for text in texts)
    return next((address for address in found if address and address.kind in _PEOPLE), None)


def nothing_but(content: Content) -> Content | None:
    """The content, or None where it holds nothing."""
    return content if content != Content() else None

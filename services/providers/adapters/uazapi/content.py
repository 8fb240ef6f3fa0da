"""What a Uazapi message holds, by ``messageType`` and ``mediaType`` (others dossier §2.4, §9.5).

``type`` is not looked at: it says ``media`` for list replies too. Shapes beyond the dossier's examples
(buttons, templates, invitations, view-once wrappers) follow WhatsApp's own field names and are unverified.
"""

import re
from typing import Any

import msgspec

from services.domain.address import parse
from services.domain.content import ContactCard, Content, LinkPreview, Location, Media, MessageKind, Poll, Referral
from services.domain.errors import ParseError
from services.providers.adapters.uazapi import menus
from services.providers.adapters.uazapi.body import Body, Reader
from services.providers.adapters.uazapi.fields import folded
from services.providers.reading import (
    base64_or_none,
    bool_or_none,
    decode,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    number_or_none,
    text_or_none,
)

_VERSION = re.compile(r"v\d+(?:extension)?$")
_TEL = re.compile(r"^(?:item\d+\.)?TEL[^:]*:(.+)$", re.MULTILINE | re.IGNORECASE)
_WRAPPERS = ("viewoncemessage", "ephemeralmessage", "documentwithcaptionmessage", "editedmessage")


def body_of(message: dict[str, Any], stanza_id: str) -> Body:
    """Read a message's body; a type nobody knows becomes UNSUPPORTED with its name kept.

    ``message`` is as it came; ``content`` in it may be text, an object, or JSON inside a string.
    """
    told = text_or_none(message.get("messageType"), 100) or text_or_none(message.get("messagetype"), 100)
    name, inner, view_once = _unwrapped(_bare_type(told), payload_of(message))
    media_type = (text_or_none(message.get("mediaType"), 40) or "").lower()
    read = _READERS.get(name)
    text = text_or_none(message.get("text"))
    if read is None and media_type in _BY_MEDIA_TYPE:
        read = _READERS[_BY_MEDIA_TYPE[media_type]]
    if read is None and not told and text:
        read = _text
    if read is None:
        body = Body(kind=MessageKind.UNSUPPORTED, content=Content(raw_kind=told or "unknown"))
    else:
        body = read(inner, {**message, "mediatype": media_type, "stanza": stanza_id})
    return msgspec.structs.replace(body, text=text or body.text, inner=inner, type_name=name, view_once=view_once)


def payload_of(message: dict[str, Any]) -> dict[str, Any]:
    """``content`` as an object with lower-case keys; plain text becomes ``{"text": …}``."""
    value = message.get("content")
    if isinstance(value, str):
        if value.lstrip()[:1] == "{":
            try:
                value = decode(value.encode("utf-8", "replace"))
            except ParseError:
                return {"text": value}
            return dict_of(folded(value))
        return {"text": value}
    return dict_of(folded(value))


def _bare_type(name: str | None) -> str:
    return _VERSION.sub("", name.lower()) if name else ""


def _unwrapped(name: str, inner: dict[str, Any]) -> tuple[str, dict[str, Any], bool]:
    """Take off wrappers (view once, ephemeral) and the protobuf name that some payloads repeat."""
    view_once = False
    for _ in range(4):
        if name in _WRAPPERS:
            view_once = view_once or name == "viewoncemessage"
            inner = dict_of(inner.get("message")) or inner
        names = [k for k in inner if k.endswith("message") or _VERSION.search(k)]
        keyed = [k for k in names if isinstance(inner[k], dict) and _bare_type(k) in (*_READERS, *_WRAPPERS)]
        if not keyed or (name in _READERS and _bare_type(keyed[0]) != name):
            break
        name, inner = _bare_type(keyed[0]), inner[keyed[0]]
    return name, inner, view_once or bool(bool_or_none(inner.get("viewonce")))


def surroundings(content: Content | None, body: Body) -> Content | None:
    """Add what ``contextInfo`` says of any type: mentions, forwarding, disappearing, advertisement."""
    context = context_of(body.inner)
    changes: dict[str, Any] = {}
    mentions = tuple(str(a) for m in list_of(context.get("mentionedjid")) if (a := parse(m)))
    if mentions:
        changes["mentions"] = mentions
    if bool_or_none(context.get("isforwarded")):
        changes["forwarded"] = max(1, int_or_none(context.get("forwardingscore")) or 1)
    expiration = int_or_none(context.get("expiration"))
    if expiration and expiration > 0:
        changes["ephemeral_s"] = expiration
    if body.view_once:
        changes["view_once"] = True
    ad = dict_of(context.get("externaladreply"))
    if text_or_none(ad.get("sourceurl")) or text_or_none(ad.get("sourceid")):
        changes["referral"] = Referral(
            url=text_or_none(ad.get("sourceurl"), 4000),
            title=text_or_none(ad.get("title"), 1000),
            body=text_or_none(ad.get("body"), 4000),
            source_id=id_or_none(ad.get("sourceid")),
            source_type=text_or_none(ad.get("sourcetype"), 100),
            click_id=text_or_none(ad.get("ctwaclid"), 1000),
        )
    return msgspec.structs.replace(content or Content(), **changes) if changes else content


def context_of(inner: dict[str, Any]) -> dict[str, Any]:
    """The payload's ``contextInfo``."""
    return dict_of(inner.get("contextinfo"))


def _text(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    url = text_or_none(inner.get("matchedtext"), 4000) or text_or_none(inner.get("canonicalurl"), 4000)
    title = text_or_none(inner.get("title"), 1000)
    preview = None
    if url and title:
        preview = LinkPreview(
            url=url,
            title=title,
            description=text_or_none(inner.get("description"), 4000),
            thumbnail_base64=base64_or_none(inner.get("jpegthumbnail")),
        )
    return Body(
        kind=MessageKind.TEXT,
        text=text_or_none(inner.get("text")) or text_or_none(inner.get("conversation")),
        content=Content(link_preview=preview) if preview else None,
    )


def _media(kind: MessageKind) -> Reader:
    def read(inner: dict[str, Any], message: dict[str, Any]) -> Body:
        found, media_type = kind, message.get("mediatype")
        if kind is MessageKind.VIDEO and (media_type == "gif" or bool_or_none(inner.get("gifplayback"))):
            found = MessageKind.GIF
        elif kind is MessageKind.VIDEO and media_type == "ptv":
            found = MessageKind.VIDEO_NOTE
        elif kind is MessageKind.AUDIO and (media_type == "ptt" or bool_or_none(inner.get("ptt"))):
            found = MessageKind.VOICE
        media = Media(
            mime=text_or_none(inner.get("mimetype"), 200),
            size=int_or_none(inner.get("filelength")),
            file_name=text_or_none(inner.get("filename"), 500)
            or (text_or_none(inner.get("title"), 500) if kind is MessageKind.DOCUMENT else None),
            sha256=base64_or_none(inner.get("filesha256")),
            # the url inside the payload is encrypted; fileURL is the server's own readable copy
            url=text_or_none(message.get("fileURL"), 4000),
            ref={"id": message["stanza"]},
            thumbnail_base64=base64_or_none(inner.get("jpegthumbnail")),
            duration_s=number_or_none(inner.get("seconds")),
            width=int_or_none(inner.get("width")),
            height=int_or_none(inner.get("height")),
            pages=int_or_none(inner.get("pagecount")),
            waveform_base64=base64_or_none(inner.get("waveform")),
            animated=bool_or_none(inner.get("isanimated")) or False,
        )
        return Body(kind=found, text=text_or_none(inner.get("caption")), media=media)

    return read


def _location(kind: MessageKind) -> Reader:
    def read(inner: dict[str, Any], _: dict[str, Any]) -> Body:
        latitude = number_or_none(inner.get("degreeslatitude"))
        longitude = number_or_none(inner.get("degreeslongitude"))
        if latitude is None or longitude is None:
            raise ParseError("location without coordinates")
        location = Location(
            latitude=latitude,
            longitude=longitude,
            name=text_or_none(inner.get("name"), 1000),
            address=text_or_none(inner.get("address"), 1000),
            url=text_or_none(inner.get("url"), 4000),
        )
        return Body(kind=kind, text=text_or_none(inner.get("caption")), content=Content(location=location))

    return read


def _contact(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    several = list_of(inner.get("contacts"))
    cards = tuple(_card(dict_of(c)) for c in (several or [inner]))
    return Body(kind=MessageKind.CONTACTS, content=Content(contacts=cards))


def _card(data: dict[str, Any]) -> ContactCard:
    vcard = text_or_none(data.get("vcard"), 100_000)
    phones = tuple(p.strip()[:100] for p in _TEL.findall(vcard or "") if p.strip())
    name = text_or_none(data.get("displayname"), 500)
    return ContactCard(name=name or (phones[0] if phones else "?"), phones=phones, vcard=vcard)


def _poll(inner: dict[str, Any], message: dict[str, Any]) -> Body:
    options = (text_or_none(dict_of(o).get("optionname"), 1000) for o in list_of(inner.get("options")))
    found = tuple(o for o in options if o)
    if not found:
        converted = text_or_none(message.get("convertOptions")) or ""
        found = tuple(o.strip() for o in converted.split("|") if o.strip())
    question = text_or_none(inner.get("name"), 4000) or text_or_none(message.get("text"), 4000)
    poll = Poll(
        question=question or "?",
        options=found,
        selectable=int_or_none(inner.get("selectableoptionscount")) or 0,
    )
    return Body(kind=MessageKind.POLL, text=question, content=Content(poll=poll))


_READERS: dict[str, Reader] = {
    "conversation": _text,
    "extendedtextmessage": _text,
    "imagemessage": _media(MessageKind.IMAGE),
    "videomessage": _media(MessageKind.VIDEO),
    "ptvmessage": _media(MessageKind.VIDEO_NOTE),
    "audiomessage": _media(MessageKind.AUDIO),
    "documentmessage": _media(MessageKind.DOCUMENT),
    "stickermessage": _media(MessageKind.STICKER),
    "lottiestickermessage": _media(MessageKind.STICKER),
    "locationmessage": _location(MessageKind.LOCATION),
    "livelocationmessage": _location(MessageKind.LIVE_LOCATION),
    "contactmessage": _contact,
    "contactsarraymessage": _contact,
    "pollcreationmessage": _poll,
    "listresponsemessage": menus.reply("list"),
    "buttonsresponsemessage": menus.reply("button"),
    "templatebuttonreplymessage": menus.reply("template"),
    "interactiveresponsemessage": menus.reply("interactive"),
    "buttonsmessage": menus.buttons,
    "listmessage": menus.list_menu,
    "templatemessage": menus.template,
    "interactivemessage": menus.interactive,
    "ordermessage": menus.order,
    "productmessage": menus.product,
    "groupinvitemessage": menus.invite,
    "eventmessage": menus.event,
}
_BY_MEDIA_TYPE = {
    "image": "imagemessage",
    "video": "videomessage",
    "gif": "videomessage",
    "ptv": "videomessage",
    "ptt": "audiomessage",
    "audio": "audiomessage",
    "document": "documentmessage",
    "sticker": "stickermessage",
    "1p_sticker": "stickermessage",
    "user_created_sticker": "stickermessage",
    "vcard": "contactmessage",
    "location": "locationmessage",
    "list_response": "listresponsemessage",
}

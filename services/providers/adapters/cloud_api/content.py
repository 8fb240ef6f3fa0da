"""What a Cloud API message holds, by its ``type`` (others dossier §4.3)."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.domain.content import (
    ContactCard,
    Content,
    Location,
    Media,
    MessageKind,
    Order,
    OrderItem,
    Referral,
    Reply,
    SystemNotice,
)
from services.domain.errors import ParseError
from services.providers.reading import (
    bool_or_none,
    decode,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    number_or_none,
    text_or_none,
)


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The reading of one message's body."""

    kind: MessageKind
    text: str | None = None
    media: Media | None = None
    content: Content | None = None


def body_of(message: dict[str, Any]) -> Body:
    """Read a message's body; a type nobody knows becomes UNSUPPORTED with its name kept."""
    name = text_or_none(message.get("type"), 100) or ""
    read = _READERS.get(name)
    if read is None:
        told = text_or_none(dict_of(message.get(name)).get("type"), 100) if name == "unsupported" else None
        return Body(kind=MessageKind.UNSUPPORTED, content=Content(raw_kind=told or name or "unknown"))
    return read(dict_of(message.get(name)), message)


def with_context(content: Content | None, message: dict[str, Any]) -> Content | None:
    """Add what surrounds any type: forwarded mark, product asked about, advertisement."""
    context = dict_of(message.get("context"))
    changes: dict[str, Any] = {}
    if bool_or_none(context.get("frequently_forwarded")):
        changes["forwarded"] = 5  # WhatsApp shows the double arrow from five hops on
    elif bool_or_none(context.get("forwarded")):
        changes["forwarded"] = 1
    product = text_or_none(dict_of(context.get("referred_product")).get("product_retailer_id"), 300)
    if product and not (content and content.order):
        changes["order"] = Order(items=(OrderItem(name=product, product_id=product),))
    referral = _referral(dict_of(message.get("referral")))
    if referral:
        changes["referral"] = referral
    return msgspec.structs.replace(content or Content(), **changes) if changes else content


def _referral(data: dict[str, Any]) -> Referral | None:
    return (
        Referral(
            url=text_or_none(data.get("source_url"), 4000),
            title=text_or_none(data.get("headline"), 1000),
            body=text_or_none(data.get("body"), 4000),
            source_id=id_or_none(data.get("source_id")),
            source_type=text_or_none(data.get("source_type"), 100),
            click_id=text_or_none(data.get("ctwa_clid"), 1000),
        )
        if data
        else None
    )


def _text(data: dict[str, Any], _: dict[str, Any]) -> Body:
    return Body(kind=MessageKind.TEXT, text=text_or_none(data.get("body")))


def _media(kind: MessageKind) -> Callable[[dict[str, Any], dict[str, Any]], Body]:
    def read(data: dict[str, Any], _: dict[str, Any]) -> Body:
        media_id = id_or_none(data.get("id"))
        # the url beside the id needs our bearer and dies in minutes: it is asked for anew when needed
        media = Media(
            mime=text_or_none(data.get("mime_type"), 200),
            file_name=text_or_none(data.get("filename"), 500),
            sha256=text_or_none(data.get("sha256"), 200),
            ref={"id": media_id} if media_id else None,
            animated=bool_or_none(data.get("animated")) or False,
        )
        voice = kind is MessageKind.AUDIO and bool_or_none(data.get("voice"))
        return Body(kind=MessageKind.VOICE if voice else kind, text=text_or_none(data.get("caption")), media=media)

    return read


def _location(data: dict[str, Any], _: dict[str, Any]) -> Body:
    latitude, longitude = number_or_none(data.get("latitude")), number_or_none(data.get("longitude"))
    if latitude is None or longitude is None:
        raise ParseError("location without coordinates")
    location = Location(
        latitude=latitude,
        longitude=longitude,
        name=text_or_none(data.get("name"), 1000),
        address=text_or_none(data.get("address"), 1000),
        url=text_or_none(data.get("url"), 4000),
    )
    return Body(kind=MessageKind.LOCATION, content=Content(location=location))


def _contacts(_: dict[str, Any], message: dict[str, Any]) -> Body:
    cards = tuple(_card(c) for c in list_of(message.get("contacts")) if isinstance(c, dict))
    return Body(kind=MessageKind.CONTACTS, content=Content(contacts=cards))


def _card(data: dict[str, Any]) -> ContactCard:
    name = dict_of(data.get("name"))
    phones = (dict_of(p) for p in list_of(data.get("phones")))
    numbers = (text_or_none(p.get("phone"), 100) or text_or_none(p.get("wa_id"), 100) for p in phones)
    emails = (text_or_none(dict_of(e).get("email"), 500) for e in list_of(data.get("emails")))
    parts = (text_or_none(name.get(key), 300) for key in ("first_name", "last_name"))
    kept = tuple(n for n in numbers if n)
    spelled = text_or_none(name.get("formatted_name"), 500) or " ".join(p for p in parts if p)
    return ContactCard(
        name=spelled or (kept[0] if kept else "?"),
        phones=kept,
        emails=tuple(e for e in emails if e),
        organisation=text_or_none(dict_of(data.get("org")).get("company"), 500),
    )


def _button(data: dict[str, Any], _: dict[str, Any]) -> Body:
    title = text_or_none(data.get("text"), 1000)
    reply = Reply(source="template", id=text_or_none(data.get("payload"), 1000), title=title)
    return Body(kind=MessageKind.INTERACTIVE_REPLY, text=title, content=Content(reply=reply))


def _interactive(data: dict[str, Any], _: dict[str, Any]) -> Body:
    source = text_or_none(data.get("type"), 100) or "unknown"
    inner = dict_of(data.get(source))
    title = text_or_none(inner.get("title"), 1000)
    payload: dict[str, Any] | None = None
    text = title
    if source == "nfm_reply":
        payload, text = _flow_answers(inner.get("response_json")), text_or_none(inner.get("body"))
    elif source == "call_permission_reply":
        payload = inner
    reply = Reply(
        source=_REPLY_SOURCES.get(source, source),
        id=text_or_none(inner.get("id"), 1000) or text_or_none(inner.get("response"), 100),
        title=title or text_or_none(inner.get("name"), 1000),
        description=text_or_none(inner.get("description"), 1000),
        payload=payload or None,
    )
    return Body(kind=MessageKind.INTERACTIVE_REPLY, text=text, content=Content(reply=reply))


_REPLY_SOURCES = {
    "button_reply": "button",
    "list_reply": "list",
    "nfm_reply": "flow",
    "call_permission_reply": "call_permission",
}


def _flow_answers(value: Any) -> dict[str, Any] | None:
    """The customer's answers; they come as JSON inside a string, with a token that is not for people."""
    if isinstance(value, str):
        try:
            value = decode(value.encode("utf-8", "replace"))
        except ParseError:
            return {"response_json": value}
    return {k: v for k, v in dict_of(value).items() if k != "flow_token"} or None


def _order(data: dict[str, Any], _: dict[str, Any]) -> Body:
    lines = [dict_of(i) for i in list_of(data.get("product_items"))]
    items = tuple(_item(line) for line in lines)
    currencies = {c for line in lines if (c := text_or_none(line.get("currency"), 10))}
    prices = [None if i.price is None else i.price * i.quantity for i in items]
    known = [p for p in prices if p is not None]
    note = text_or_none(data.get("text"))
    order = Order(
        currency=currencies.pop() if len(currencies) == 1 else None,
        total=sum(known) if prices and len(known) == len(prices) else None,
        items=items,
        note=note,
    )
    return Body(kind=MessageKind.ORDER, text=note, content=Content(order=order))


def _item(line: dict[str, Any]) -> OrderItem:
    product = text_or_none(line.get("product_retailer_id"), 300)
    quantity = int_or_none(line.get("quantity"))
    return OrderItem(
        name=product or "?",
        quantity=1 if quantity is None else quantity,
        price=number_or_none(line.get("item_price")),
        product_id=product,
    )


def _system(data: dict[str, Any], _: dict[str, Any]) -> Body:
    code = text_or_none(data.get("type"), 100) or "system"
    notice = SystemNotice(
        code=_SYSTEM_CODES.get(code, code),
        value=text_or_none(data.get("wa_id"), 40) or text_or_none(data.get("new_wa_id"), 40),
    )
    return Body(kind=MessageKind.SYSTEM, text=text_or_none(data.get("body")), content=Content(system=notice))


_SYSTEM_CODES = {
    "user_changed_number": "number_changed",
    "customer_changed_number": "number_changed",
    "user_changed_user_id": "user_id_changed",
    "customer_identity_changed": "identity_changed",
}


def _welcome(_: dict[str, Any], __: dict[str, Any]) -> Body:
    return Body(kind=MessageKind.SYSTEM, content=Content(system=SystemNotice(code="chat_opened")))


_READERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], Body]] = {
    "text": _text,
    "image": _media(MessageKind.IMAGE),
    "video": _media(MessageKind.VIDEO),
    "audio": _media(MessageKind.AUDIO),
    "voice": _media(MessageKind.VOICE),
    "document": _media(MessageKind.DOCUMENT),
    "sticker": _media(MessageKind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "system": _system,
    "request_welcome": _welcome,
}

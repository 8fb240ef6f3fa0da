"""The structured part of each whatsapp-web.js message kind: place, contacts, poll, menu, reply, order, call."""

from collections.abc import Callable
from typing import Any

from services.domain.content import (
    CallNotice,
    Choice,
    ContactCard,
    Content,
    GroupInvite,
    Location,
    Menu,
    MessageKind,
    Order,
    OrderItem,
    Poll,
    Reply,
)
from services.providers import reading
from services.providers.adapters.wwebjs.ids import address_of
from services.providers.vcard import read_vcard

_CALL_PHASES = {
    "connected": "accepted",
    "accepted_elsewhere": "accepted",
    "missed": "missed",
    "failed": "missed",
    "rejected": "rejected",
    "ongoing": "offer",
}


def _location(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    place = reading.dict_of(message.get("location"))
    latitude = reading.number_or_none(place.get("latitude", inner.get("lat")))
    longitude = reading.number_or_none(place.get("longitude", inner.get("lng")))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return Content()
    name = reading.text_or_none(place.get("name") or place.get("description"), 500)
    return Content(
        location=Location(
            latitude=latitude,
            longitude=longitude,
            name=name,
            address=reading.text_or_none(place.get("address"), 1000),
            url=reading.text_or_none(place.get("url"), 2000),
            live_s=reading.int_or_none(inner.get("shareDuration")),
        )
    )


def _contacts(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    cards = reading.list_of(message.get("vCards"))[:250] or [message.get("body")]
    read: tuple[ContactCard, ...] = tuple(read_vcard(card) for card in cards if isinstance(card, str) and card)
    return Content(contacts=read)


def _poll(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    names = (
        reading.text_or_none(option.get("name") if isinstance(option, dict) else option, 300)
        for option in reading.list_of(message.get("pollOptions"))[:50]
    )
    several = reading.bool_or_none(message.get("allowMultipleAnswers"))
    poll = Poll(
        question=reading.text_or_none(message.get("pollName"), 1000) or "",
        options=tuple(name for name in names if name),
        selectable=1 if several is False else 0,
    )
    return Content(poll=poll)


def _list(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    told = reading.dict_of(inner.get("list"))
    choices = []
    for section in map(reading.dict_of, reading.list_of(told.get("sections"))[:50]):
        for row in map(reading.dict_of, reading.list_of(section.get("rows"))[:50]):
            title = reading.text_or_none(row.get("title"), 300)
            if title:
                choices.append(
                    Choice(
                        title=title,
                        id=reading.id_or_none(row.get("rowId")),
                        description=reading.text_or_none(row.get("description"), 1000),
                        section=reading.text_or_none(section.get("title"), 300),
                    )
                )
    menu = Menu(
        title=reading.text_or_none(told.get("title"), 300),
        button=reading.text_or_none(told.get("buttonText"), 100),
        choices=tuple(choices),
    )
    return Content(menu=menu)


def _reply(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    word = message.get("type")
    source = "list" if word == "list_response" else "template" if word == "template_button_reply" else "button"
    chosen = message.get("selectedRowId") if source == "list" else message.get("selectedButtonId")
    return Content(
        reply=Reply(source=source, id=reading.id_or_none(chosen), title=reading.text_or_none(message.get("body"), 1000))
    )


def _order(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    return Content(
        order=Order(
            id=reading.id_or_none(message.get("orderId")),
            title=reading.text_or_none(inner.get("orderTitle"), 500),
            note=reading.text_or_none(message.get("body")),
        )
    )


def _product(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    title = reading.text_or_none(message.get("title"), 500)
    item = OrderItem(name=title or "?", product_id=reading.id_or_none(message.get("productId")))
    note = reading.text_or_none(message.get("description"))
    return Content(order=Order(title=title, items=(item,), note=note))


def _invite(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    invite = reading.dict_of(message.get("inviteV4"))
    return Content(
        group_invite=GroupInvite(
            group_name=reading.text_or_none(invite.get("groupName"), 300),
            code=reading.text_or_none(invite.get("inviteCode"), 100),
            group=address_of(invite.get("groupId")),
            expires_at_ms=reading.moment_ms(invite.get("inviteCodeExp"), 0),
        )
    )


def _call(message: dict[str, Any], inner: dict[str, Any]) -> Content:
    phase = _CALL_PHASES.get(str(inner.get("callOutcome")).lower(), "ended")
    return Content(
        call=CallNotice(
            phase=phase,
            video=reading.bool_or_none(inner.get("isVideoCall")),
            duration_s=reading.int_or_none(inner.get("callDuration")) or None,
        )
    )


PARTS: dict[MessageKind, Callable[[dict[str, Any], dict[str, Any]], Content]] = {
    MessageKind.LOCATION: _location,
    MessageKind.LIVE_LOCATION: _location,
    MessageKind.CONTACTS: _contacts,
    MessageKind.POLL: _poll,
    MessageKind.LIST: _list,
    MessageKind.INTERACTIVE_REPLY: _reply,
    MessageKind.ORDER: _order,
    MessageKind.PRODUCT: _product,
    MessageKind.GROUP_INVITE: _invite,
    MessageKind.CALL: _call,
}
"""By kind; each takes the message and its ``_data``."""

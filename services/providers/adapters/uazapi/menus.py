"""Menus, replies to them, orders, products and invitations (others dossier §2.4, §9.5).

Only the list reply is seen in captures; the rest follows WhatsApp's own field names and is unverified.
"""

from typing import Any

from services.domain.address import parse
from services.domain.content import Choice, Content, GroupInvite, Menu, MessageKind, Order, OrderItem, Reply
from services.providers.adapters.uazapi.body import Body, Reader
from services.providers.reading import dict_of, id_or_none, list_of, moment_ms, number_or_none, text_or_none


def reply(source: str) -> Reader:
    """What somebody chose; ``source`` names the kind of menu."""

    def read(inner: dict[str, Any], message: dict[str, Any]) -> Body:
        row = dict_of(inner.get("singleselectreply"))
        title = (
            text_or_none(message.get("vote"), 1000)
            or text_or_none(inner.get("title"), 1000)
            or text_or_none(inner.get("selecteddisplaytext"), 1000)
            or text_or_none(dict_of(inner.get("body")).get("text"), 1000)
        )
        chosen = (
            text_or_none(message.get("buttonOrListid"), 1000)
            or text_or_none(row.get("selectedrowid"), 1000)
            or text_or_none(inner.get("selectedbuttonid"), 1000)
            or text_or_none(inner.get("selectedid"), 1000)
        )
        found = Reply(source=source, id=chosen, title=title, description=text_or_none(inner.get("description"), 1000))
        return Body(kind=MessageKind.INTERACTIVE_REPLY, text=title, content=Content(reply=found))

    return read


def buttons(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """A message with buttons."""
    found = (dict_of(b) for b in list_of(inner.get("buttons")))
    choices = tuple(
        Choice(title=title, id=text_or_none(b.get("buttonid"), 1000))
        for b in found
        if (title := text_or_none(dict_of(b.get("buttontext")).get("displaytext"), 1000))
    )
    menu = Menu(footer=text_or_none(inner.get("footertext"), 1000), choices=choices)
    return Body(kind=MessageKind.BUTTONS, text=text_or_none(inner.get("contenttext")), content=Content(menu=menu))


def list_menu(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """A message with a list of rows."""
    choices = tuple(
        Choice(
            title=title,
            id=text_or_none(row.get("rowid"), 1000),
            description=text_or_none(row.get("description"), 1000),
            section=text_or_none(section.get("title"), 1000),
        )
        for section in map(dict_of, list_of(inner.get("sections")))
        for row in map(dict_of, list_of(section.get("rows")))
        if (title := text_or_none(row.get("title"), 1000))
    )
    menu = Menu(
        title=text_or_none(inner.get("title"), 1000),
        footer=text_or_none(inner.get("footertext"), 1000),
        button=text_or_none(inner.get("buttontext"), 1000),
        choices=choices,
    )
    return Body(kind=MessageKind.LIST, text=text_or_none(inner.get("description")), content=Content(menu=menu))


def template(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """A template as it was shown."""
    filled = dict_of(inner.get("hydratedtemplate")) or dict_of(inner.get("hydratedfourrowtemplate")) or inner
    body = text_or_none(filled.get("hydratedcontenttext")) or text_or_none(dict_of(inner.get("body")).get("text"))
    menu = Menu(
        title=text_or_none(filled.get("hydratedtitletext"), 1000),
        footer=text_or_none(filled.get("hydratedfootertext"), 1000),
    )
    return Body(kind=MessageKind.TEMPLATE, text=body, content=Content(menu=menu))


def interactive(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """A message of the newer interactive kind."""
    menu = Menu(
        title=text_or_none(dict_of(inner.get("header")).get("title"), 1000),
        footer=text_or_none(dict_of(inner.get("footer")).get("text"), 1000),
    )
    return Body(
        kind=MessageKind.BUTTONS,
        text=text_or_none(dict_of(inner.get("body")).get("text")),
        content=Content(menu=menu),
    )


def order(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """A catalogue order; amounts come in thousandths."""
    note = text_or_none(inner.get("message"), 4000)
    total = number_or_none(inner.get("totalamount1000"))
    found = Order(
        id=id_or_none(inner.get("orderid")),
        title=text_or_none(inner.get("ordertitle"), 1000),
        currency=text_or_none(inner.get("totalcurrencycode"), 10),
        total=None if total is None else total / 1000,
        note=note,
    )
    return Body(kind=MessageKind.ORDER, text=note, content=Content(order=found))


def product(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """One product of a catalogue."""
    data = dict_of(inner.get("product"))
    name = text_or_none(data.get("title"), 1000)
    price = number_or_none(data.get("priceamount1000"))
    product_id = id_or_none(data.get("productid"))
    item = OrderItem(
        name=name or product_id or "?", price=None if price is None else price / 1000, product_id=product_id
    )
    found = Order(title=name, currency=text_or_none(data.get("currencycode"), 10), items=(item,))
    return Body(kind=MessageKind.PRODUCT, text=text_or_none(inner.get("body")), content=Content(order=found))


def invite(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """An invitation to a group."""
    found = GroupInvite(
        group_name=text_or_none(inner.get("groupname"), 500),
        code=text_or_none(inner.get("invitecode"), 200),
        group=parse(inner.get("groupjid")),
        expires_at_ms=moment_ms(inner.get("inviteexpiration"), 0),
    )
    return Body(
        kind=MessageKind.GROUP_INVITE,
        text=text_or_none(inner.get("caption")),
        content=Content(group_invite=found),
    )


def event(inner: dict[str, Any], _: dict[str, Any]) -> Body:
    """A calendar event."""
    return Body(kind=MessageKind.EVENT, text=text_or_none(inner.get("name")))

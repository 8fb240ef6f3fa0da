"""Buttons, lists, templates and what a customer chose from them, in WhatsApp's message object."""

from typing import Any

from services.domain.content import Choice, Content, Media, Menu, MessageKind, Reply
from services.domain.errors import ParseError
from services.providers import reading
from services.providers.baileys_part import Part, Reader, folded, plain, text

_PAYMENTS = frozenset({"payment_info", "review_and_pay", "review_order", "payment_method", "payment_status"})
_TEMPLATES = ("interactiveMessageTemplate", "hydratedTemplate", "hydratedFourRowTemplate", "fourRowTemplate")
_HEADERS = (("imageMessage", "image/jpeg"), ("videoMessage", "video/mp4"), ("documentMessage", None))
_MAX_CHOICES = 100


def _buttons(body: dict[str, Any], raw: Any) -> Part:
    choices = []
    for item in reading.list_of(body.get("buttons"))[:_MAX_CHOICES]:
        button = folded(item)
        title = text(folded(button.get("buttonText")).get("displayText"), 300)
        if title:
            choices.append(Choice(title=title, id=reading.id_or_none(button.get("buttonId"))))
    menu = Menu(title=text(body.get("text"), 300), footer=text(body.get("footerText"), 300), choices=tuple(choices))
    return Part(
        kind=MessageKind.BUTTONS,
        text=text(body.get("contentText")),
        media=_header_media(body),
        content=Content(menu=menu),
    )


def _list(body: dict[str, Any], raw: Any) -> Part:
    choices = []
    for item in reading.list_of(body.get("sections"))[:_MAX_CHOICES]:
        section = folded(item)
        for row in map(folded, reading.list_of(section.get("rows"))[:_MAX_CHOICES]):
            title = text(row.get("title"), 300)
            if title:
                choices.append(
                    Choice(
                        title=title,
                        id=reading.id_or_none(row.get("rowId")),
                        description=text(row.get("description"), 1000),
                        section=text(section.get("title"), 300),
                    )
                )
    menu = Menu(
        title=text(body.get("title"), 300),
        footer=text(body.get("footerText"), 300),
        button=text(body.get("buttonText"), 100),
        choices=tuple(choices[:_MAX_CHOICES]),
    )
    return Part(kind=MessageKind.LIST, text=text(body.get("description")), content=Content(menu=menu))


def _template(body: dict[str, Any], raw: Any) -> Part:
    for name in _TEMPLATES:
        inner = folded(body.get(name))
        if inner and name == "interactiveMessageTemplate":
            part = _interactive(inner, inner)
            return Part(kind=MessageKind.TEMPLATE, text=part.text, media=part.media, content=part.content)
        if inner:
            return _hydrated(inner)
    return Part(kind=MessageKind.TEMPLATE)


def _structured(body: dict[str, Any], raw: Any) -> Part:
    return _template(folded(body.get("hydratedHsm")), raw)


def _hydrated(inner: dict[str, Any]) -> Part:
    choices = []
    for item in map(folded, reading.list_of(inner.get("hydratedButtons"))[:_MAX_CHOICES]):
        for kind in ("quickReplyButton", "urlButton", "callButton"):
            button = folded(item.get(kind))
            title = text(button.get("displayText"), 300)
            if title:
                choices.append(
                    Choice(
                        title=title,
                        id=reading.id_or_none(button.get("id")),
                        url=text(button.get("url"), 2000),
                        phone=text(button.get("phoneNumber"), 40),
                    )
                )
    menu = Menu(
        title=text(inner.get("hydratedTitleText"), 300),
        footer=text(inner.get("hydratedFooterText"), 300),
        choices=tuple(choices),
        template=text(inner.get("templateId"), 200),
    )
    return Part(
        kind=MessageKind.TEMPLATE,
        text=text(inner.get("hydratedContentText")),
        media=_header_media(inner),
        content=Content(menu=menu),
    )


def _interactive(body: dict[str, Any], raw: Any) -> Part:
    header, flow = folded(body.get("header")), folded(body.get("nativeFlowMessage"))
    choices: list[Choice] = []
    payment = False
    for item in map(folded, reading.list_of(flow.get("buttons"))[:_MAX_CHOICES]):
        name = text(item.get("name"), 60) or ""
        payment = payment or name in _PAYMENTS
        choices += _flow_choices(name, _params(item.get("buttonParamsJson")))
    cards = reading.list_of(folded(body.get("carouselMessage")).get("cards"))[:20]
    lines = [text(folded(body.get("body")).get("text"))]
    for card in map(folded, cards):
        part = _interactive({k: v for k, v in card.items() if k != "carouselMessage"}, card)
        lines.append(part.text)
        choices += part.content.menu.choices if part.content.menu else ()
    menu = Menu(
        title=text(header.get("title"), 300),
        footer=text(folded(body.get("footer")).get("text"), 300),
        choices=tuple(choices[:_MAX_CHOICES]),
    )
    return Part(
        kind=MessageKind.PAYMENT if payment else MessageKind.BUTTONS,
        text="\n\n".join(line for line in lines if line) or None,
        media=_header_media(header),
        content=Content(menu=menu),
    )


def _flow_choices(name: str, params: dict[str, Any]) -> list[Choice]:
    if name == "single_select":
        part = _list({"sections": params.get("sections")}, None)
        return list(part.content.menu.choices) if part.content.menu else []
    title = text(params.get("display_text") or params.get("title"), 300)
    if not title:
        return []
    return [
        Choice(
            title=title,
            id=reading.id_or_none(params.get("id") or params.get("copy_code")),
            url=text(params.get("url"), 2000),
            phone=text(params.get("phone_number"), 40),
        )
    ]


def _buttons_response(body: dict[str, Any], raw: Any) -> Part:
    return _chosen("buttons", body.get("selectedDisplayText"), body.get("selectedButtonId"))


def _template_reply(body: dict[str, Any], raw: Any) -> Part:
    return _chosen("template", body.get("selectedDisplayText"), body.get("selectedId"))


def _list_response(body: dict[str, Any], raw: Any) -> Part:
    row = folded(body.get("singleSelectReply")).get("selectedRowId")
    return _chosen("list", body.get("title"), row, description=text(body.get("description"), 1000))


def _interactive_response(body: dict[str, Any], raw: Any) -> Part:
    flow = folded(body.get("nativeFlowResponseMessage"))
    params = _params(flow.get("paramsJson"))
    title = folded(body.get("body")).get("text") or params.get("display_text")
    source = text(flow.get("name"), 60) or "interactive"
    return _chosen(source, title, params.get("id"), payload=plain(params) or None)


def _chosen(
    source: str,
    title: Any,
    id: Any,
    *,
    description: str | None = None,
    payload: dict[str, Any] | None = None,
) -> Part:
    shown = text(title, 1000) or text(id, 300)
    reply = Reply(source=source, id=reading.id_or_none(id), title=shown, description=description, payload=payload)
    return Part(kind=MessageKind.INTERACTIVE_REPLY, text=shown, content=Content(reply=reply))


def _payment(body: dict[str, Any], raw: Any) -> Part:
    note = folded(body.get("noteMessage"))
    shown = folded(note.get("extendedTextMessage")).get("text") or note.get("conversation")
    return Part(kind=MessageKind.PAYMENT, text=text(shown))


def _header_media(body: dict[str, Any]) -> Media | None:
    for name, mime in _HEADERS:
        inner = folded(body.get(name))
        if inner:
            return Media(
                mime=text(inner.get("mimetype"), 200) or mime,
                size=reading.int_or_none(inner.get("fileLength")),
                file_name=text(inner.get("fileName"), 500),
            )
    return None


def _params(value: Any) -> dict[str, Any]:
    """The JSON text inside a native flow; {} where it is none."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, str) or len(value) > 100_000:
        return {}
    try:
        return reading.dict_of(reading.decode(value.encode("utf-8", "replace")))
    except ParseError:
        return {}


MENUS: dict[str, Reader] = {
    "buttonsMessage": _buttons,
    "listMessage": _list,
    "templateMessage": _template,
    "highlyStructuredMessage": _structured,
    "interactiveMessage": _interactive,
    "buttonsResponseMessage": _buttons_response,
    "listResponseMessage": _list_response,
    "templateButtonReplyMessage": _template_reply,
    "interactiveResponseMessage": _interactive_response,
    "sendPaymentMessage": _payment,
    "requestPaymentMessage": _payment,
    "declinePaymentRequestMessage": _payment,
    "cancelPaymentRequestMessage": _payment,
    "paymentInviteMessage": _payment,
}
"""By the protobuf's field name, merged into ``baileys_kinds.READERS``."""

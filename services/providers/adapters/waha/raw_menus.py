"""Buttons, lists, templates, what was chosen from them, and Brazilian payment cards, in Baileys' spelling."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from services.domain.events import Choice, Content, Menu, MessageKind, Reply
from services.providers.adapters.waha.raw_reading import Reading
from services.providers.reading import dict_of, id_or_none, list_of, text_or_none


def _text_of(value: Any, *keys: str) -> str | None:
    """A text that is either plain or inside an object under one of ``keys``."""
    if isinstance(value, dict):
        return next((text for key in keys if (text := text_or_none(value.get(key)))), None)
    return text_or_none(value)


def _parameters(button: dict[str, Any]) -> dict[str, Any]:
    """The JSON text that native-flow buttons carry; anything unreadable is an empty object."""
    text = button.get("buttonParamsJson")
    if not isinstance(text, str) or len(text) > 100_000:
        return {}
    try:
        return dict_of(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def _choice(title: str | None, **more: str | None) -> Iterator[Choice]:
    if title:
        yield Choice(title=title[:300], **more)


def _menu(
    kind: MessageKind, part: dict[str, Any], text: str | None, choices: list[Choice], **more: str | None
) -> Reading:
    return Reading(kind=kind, text=text, content=Content(menu=Menu(choices=tuple(choices), **more)))


def _buttons(part: dict[str, Any]) -> Reading:
    choices = [
        choice
        for entry in list_of(part.get("buttons"))
        for choice in _choice(
            _text_of(dict_of(entry).get("buttonText"), "displayText"),
            id=id_or_none(dict_of(entry).get("buttonId")),
        )
    ]
    return _menu(
        MessageKind.BUTTONS, part, text_or_none(part.get("contentText")), choices,
        title=text_or_none(part.get("text")) or text_or_none(part.get("headerText")),
        footer=text_or_none(part.get("footerText")),
    )  # fmt: skip


def _list(part: dict[str, Any]) -> Reading:
    choices = [
        choice
        for section in list_of(part.get("sections"))
        for row in list_of(dict_of(section).get("rows"))
        for choice in _choice(
            text_or_none(dict_of(row).get("title")),
            id=id_or_none(dict_of(row).get("rowId")),
            description=text_or_none(dict_of(row).get("description"), 1000),
            section=text_or_none(dict_of(section).get("title"), 300),
        )
    ]
    return _menu(
        MessageKind.LIST, part, text_or_none(part.get("description")), choices,
        title=text_or_none(part.get("title")), footer=text_or_none(part.get("footerText")),
        button=text_or_none(part.get("buttonText"), 100),
    )  # fmt: skip


def _template(part: dict[str, Any]) -> Reading:
    body = next(
        (
            found
            for key in ("hydratedTemplate", "hydratedFourRowTemplate")
            if (found := dict_of(part.get(key)))
        ),
        part,
    )
    choices = [
        choice for entry in list_of(body.get("hydratedButtons")) for choice in _hydrated(dict_of(entry))
    ]
    return _menu(
        MessageKind.TEMPLATE, part, text_or_none(body.get("hydratedContentText")), choices,
        title=text_or_none(body.get("hydratedTitleText")), footer=text_or_none(body.get("hydratedFooterText")),
        template=id_or_none(body.get("templateId")),
    )  # fmt: skip


def _hydrated(entry: dict[str, Any]) -> Iterator[Choice]:
    quick, link, phone = (dict_of(entry.get(key)) for key in ("quickReplyButton", "urlButton", "callButton"))
    yield from _choice(text_or_none(quick.get("displayText")), id=id_or_none(quick.get("id")))
    yield from _choice(text_or_none(link.get("displayText")), url=text_or_none(link.get("url"), 2000))
    yield from _choice(
        text_or_none(phone.get("displayText")), phone=text_or_none(phone.get("phoneNumber"), 40)
    )


def _interactive(part: dict[str, Any]) -> Reading:
    choices = [
        choice
        for entry in list_of(dict_of(part.get("nativeFlowMessage")).get("buttons"))
        for choice in _native(dict_of(entry))
    ]
    return _menu(
        MessageKind.BUTTONS, part, _text_of(part.get("body"), "text"), choices,
        title=_text_of(part.get("header"), "title"), footer=_text_of(part.get("footer"), "text"),
    )  # fmt: skip


def _native(button: dict[str, Any]) -> Iterator[Choice]:
    told = _parameters(button)
    if button.get("name") == "single_select":
        for section in list_of(told.get("sections")):
            for row in list_of(dict_of(section).get("rows")):
                yield from _choice(
                    text_or_none(dict_of(row).get("title")),
                    id=id_or_none(dict_of(row).get("id")),
                    description=text_or_none(dict_of(row).get("description"), 1000),
                    section=text_or_none(dict_of(section).get("title"), 300),
                )
        return
    yield from _choice(
        text_or_none(told.get("display_text")),
        id=id_or_none(told.get("id")),
        url=text_or_none(told.get("url"), 2000),
        phone=text_or_none(told.get("phone_number"), 40),
    )


def payment_text(part: dict[str, Any]) -> str | None:
    """Merchant and Pix key of a payment card, one a line; None where the message is no payment card."""
    for entry in list_of(dict_of(part.get("nativeFlowMessage")).get("buttons")):
        button = dict_of(entry)
        if button.get("name") != "payment_info":
            continue
        for setting in list_of(_parameters(button).get("payment_settings")):
            pix = dict_of(dict_of(setting).get("pix_static_code"))
            lines = [text for key in ("merchant_name", "key") if (text := text_or_none(pix.get(key), 300))]
            if lines:
                return "\n".join(lines)
        return _text_of(part.get("body"), "text") or "Pix"
    return None


def _reply(source: str, title: str | None, **more: Any) -> Reading:
    return Reading(
        kind=MessageKind.INTERACTIVE_REPLY,
        text=title,
        content=Content(reply=Reply(source=source, title=title, **more)),
    )


def _button_reply(part: dict[str, Any]) -> Reading:
    return _reply(
        "button", text_or_none(part.get("selectedDisplayText")), id=id_or_none(part.get("selectedButtonId"))
    )


def _list_reply(part: dict[str, Any]) -> Reading:
    return _reply(
        "list", text_or_none(part.get("title")),
        id=id_or_none(dict_of(part.get("singleSelectReply")).get("selectedRowId")),
        description=text_or_none(part.get("description"), 1000),
    )  # fmt: skip


def _template_reply(part: dict[str, Any]) -> Reading:
    return _reply(
        "template", text_or_none(part.get("selectedDisplayText")), id=id_or_none(part.get("selectedId"))
    )


def _flow_reply(part: dict[str, Any]) -> Reading:
    flow = dict_of(part.get("nativeFlowResponseMessage"))
    told = _parameters({"buttonParamsJson": flow.get("paramsJson")})
    return _reply(
        "flow", _text_of(part.get("body"), "text"), id=id_or_none(told.get("id")), payload=told or None
    )


MENU_READERS: dict[str, Callable[[dict[str, Any]], Reading]] = {
    "buttonsMessage": _buttons,
    "listMessage": _list,
    "templateMessage": _template,
    "interactiveMessage": _interactive,
}
REPLY_READERS: dict[str, Callable[[dict[str, Any]], Reading]] = {
    "buttonsResponseMessage": _button_reply,
    "listResponseMessage": _list_reply,
    "templateButtonReplyMessage": _template_reply,
    "interactiveResponseMessage": _flow_reply,
}

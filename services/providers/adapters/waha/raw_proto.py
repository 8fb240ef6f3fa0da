"""WhatsApp's own message object as NOWEB (Baileys) and GOWS (whatsmeow) pass it on in ``_data``.

The two spell keys differently (``jpegThumbnail``/``JPEGThumbnail``, ``stanzaId``/``stanzaID``) and
binary values in three ways (waha dossier §2.6); one reading serves both. Nothing in it is promised by
WAHA, so every field is a hint.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from services.domain.address import parse
from services.domain.events import (
    ContactCard,
    Content,
    GroupInvite,
    LinkPreview,
    Location,
    Media,
    MessageKind,
    Order,
    OrderItem,
    Poll,
    Quoted,
    Referral,
)
from services.providers.adapters.waha.raw_menus import MENU_READERS, REPLY_READERS, payment_text
from services.providers.adapters.waha.raw_reading import Reading, binary, sha256_hex
from services.providers.adapters.waha.vcard import read_vcard
from services.providers.reading import (
    bool_or_none,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    moment_ms,
    number_or_none,
    text_or_none,
)

_CAPITALS = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z]|[^A-Za-z]|$)")
_WRAPPERS = (
    "ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension",
    "documentWithCaptionMessage", "deviceSentMessage", "groupMentionedMessage", "lottieStickerMessage",
    "editedMessage", "associatedChildMessage", "botInvokeMessage",
)  # fmt: skip
_BESIDE = frozenset(
    {"messageContextInfo", "senderKeyDistributionMessage", "fastRatchetKeySenderKeyDistributionMessage"}
)
_SERVICE = frozenset(
    {"pollUpdateMessage", "keepInChatMessage", "pinInChatMessage", "encReactionMessage", "albumMessage",
     "deviceSyncMessage", "stickerSyncRmrMessage", "encEventResponseMessage"}
)  # fmt: skip
_REVOKE, _EDIT = ("REVOKE", 0, "0"), ("MESSAGE_EDIT", 14, "14")
_MAX_WRAPPERS = 8


def plain_keys(value: Any) -> Any:
    """The same object with whatsmeow's capital runs in Baileys' spelling: ``fileSHA256`` → ``fileSha256``."""
    if isinstance(value, dict):
        return {_plain(key): plain_keys(child) for key, child in value.items() if isinstance(key, str)}
    if isinstance(value, list):
        return [plain_keys(child) for child in value]
    return value


def _plain(key: str) -> str:
    return _CAPITALS.sub(lambda run: run[0].lower() if run.start() == 0 else run[0].capitalize(), key)


def read_proto(message: dict[str, Any]) -> Reading:
    """The reading of one message object in Baileys' spelling; empty objects tell nothing."""
    view_once = False
    for _ in range(_MAX_WRAPPERS):
        wrapper = next((name for name in _WRAPPERS if dict_of(message.get(name)).get("message")), None)
        if wrapper is None:
            break
        view_once = view_once or wrapper.startswith("viewOnce")
        message = dict_of(message[wrapper]["message"])
    name = next((key for key in message if key not in _BESIDE and message[key] is not None), None)
    if name is None:
        # nothing but keys for later messages: no message to anybody
        return Reading(service=bool(message))
    if name == "conversation":
        return Reading(kind=MessageKind.TEXT, text=text_or_none(message[name]))
    return _read(name, dict_of(message[name]), view_once)


def _read(name: str, part: dict[str, Any], view_once: bool) -> Reading:
    if name in _SERVICE:
        return Reading(service=True)
    if name == "protocolMessage":
        return _protocol(part)
    if name == "reactionMessage":
        return Reading(
            reacts_to=id_or_none(dict_of(part.get("key")).get("id")), text=text_or_none(part.get("text"), 40)
        )
    reader = _READERS.get(name)
    reading = (
        reader(part) if reader else Reading(kind=MessageKind.UNSUPPORTED, content=Content(raw_kind=name[:60]))
    )
    info = dict_of(part.get("contextInfo"))
    content = reading.content
    return Reading(
        kind=reading.kind,
        text=reading.text,
        media=reading.media,
        quoted=_quoted(info),
        body_is_text=reading.body_is_text,
        content=Content(
            location=content.location, contacts=content.contacts, poll=content.poll, menu=content.menu,
            reply=content.reply, order=content.order, link_preview=content.link_preview,
            group_invite=content.group_invite, raw_kind=content.raw_kind,
            referral=_referral(dict_of(info.get("externalAdReply"))),
            mentions=tuple(str(a) for entry in list_of(info.get("mentionedJid")) if (a := parse(entry))),
            forwarded=_forwarded(info),
            view_once=view_once or bool_or_none(part.get("viewOnce")) or False,
            ephemeral_s=int_or_none(info.get("expiration")) or None,
        ),
    )  # fmt: skip


def _protocol(part: dict[str, Any]) -> Reading:
    target = id_or_none(dict_of(part.get("key")).get("id"))
    kind = part.get("type")
    # protobuf leaves a zero out: no type at all is a deletion, if it names a message
    if target and (kind is None or kind in _REVOKE):
        return Reading(revokes=target)
    if target and kind in _EDIT:
        return Reading(edits=target, text=read_proto(dict_of(part.get("editedMessage"))).text)
    return Reading(service=True)


def _quoted(info: dict[str, Any]) -> Quoted | None:
    stanza_id = id_or_none(info.get("stanzaId"))
    if stanza_id is None:
        return None
    original = read_proto(dict_of(info.get("quotedMessage")))
    return Quoted(
        stanza_id=stanza_id, author=parse(info.get("participant")), kind=original.kind, text=original.text
    )


def _forwarded(info: dict[str, Any]) -> int:
    if not bool_or_none(info.get("isForwarded")):
        return 0
    return max(int_or_none(info.get("forwardingScore")) or 1, 1)


def _referral(told: dict[str, Any]) -> Referral | None:
    if not told:
        return None
    return Referral(
        url=text_or_none(told.get("sourceUrl"), 2000),
        title=text_or_none(told.get("title"), 500),
        body=text_or_none(told.get("body"), 2000),
        source_id=id_or_none(told.get("sourceId")),
        source_type=text_or_none(told.get("sourceType"), 40),
        click_id=id_or_none(told.get("ctwaClid")),
    )


def _file(part: dict[str, Any]) -> Media:
    return Media(
        mime=text_or_none(part.get("mimetype"), 120),
        size=int_or_none(part.get("fileLength")),
        file_name=text_or_none(part.get("fileName"), 300) or text_or_none(part.get("title"), 300),
        sha256=sha256_hex(part.get("fileSha256")),
        thumbnail_base64=binary(part.get("jpegThumbnail")) or binary(part.get("pngThumbnail")),
        duration_s=number_or_none(part.get("seconds")),
        width=int_or_none(part.get("width")),
        height=int_or_none(part.get("height")),
        pages=int_or_none(part.get("pageCount")),
        waveform_base64=binary(part.get("waveform")),
        animated=bool_or_none(part.get("isAnimated")) or bool_or_none(part.get("isLottie")) or False,
    )


def _media(kind: MessageKind) -> Callable[[dict[str, Any]], Reading]:
    return lambda part: Reading(kind=kind, text=text_or_none(part.get("caption")), media=_file(part))


def _video(part: dict[str, Any]) -> Reading:
    kind = MessageKind.GIF if bool_or_none(part.get("gifPlayback")) else MessageKind.VIDEO
    return Reading(kind=kind, text=text_or_none(part.get("caption")), media=_file(part))


def _audio(part: dict[str, Any]) -> Reading:
    return Reading(
        kind=MessageKind.VOICE if bool_or_none(part.get("ptt")) else MessageKind.AUDIO, media=_file(part)
    )


def _text(part: dict[str, Any]) -> Reading:
    url = text_or_none(part.get("matchedText"), 2000) or text_or_none(part.get("canonicalUrl"), 2000)
    preview = None
    if url:
        preview = LinkPreview(
            url=url,
            title=text_or_none(part.get("title"), 500),
            description=text_or_none(part.get("description"), 1000),
            thumbnail_base64=binary(part.get("jpegThumbnail")),
        )
    return Reading(
        kind=MessageKind.TEXT, text=text_or_none(part.get("text")), content=Content(link_preview=preview)
    )


def _location(part: dict[str, Any], live: bool = False) -> Reading:
    latitude, longitude = (
        number_or_none(part.get("degreesLatitude")),
        number_or_none(part.get("degreesLongitude")),
    )
    place = None
    # protobuf leaves a zero out, but both missing is no place
    if latitude is not None or longitude is not None:
        place = Location(
            latitude=latitude or 0.0,
            longitude=longitude or 0.0,
            name=text_or_none(part.get("name"), 300),
            address=text_or_none(part.get("address"), 500),
            url=text_or_none(part.get("url"), 2000),
        )
    live = live or bool_or_none(part.get("isLive")) or False
    return Reading(
        kind=MessageKind.LIVE_LOCATION if live else MessageKind.LOCATION,
        text=text_or_none(part.get("comment")) or text_or_none(part.get("caption")),
        content=Content(location=place),
        body_is_text=False,
    )


def _card(part: dict[str, Any]) -> ContactCard | None:
    name, card = text_or_none(part.get("displayName"), 300), text_or_none(part.get("vcard"))
    if card:
        return read_vcard(card, name)
    return ContactCard(name=name) if name else None


def _contacts(entries: list[Any]) -> Reading:
    cards = (_card(dict_of(entry)) for entry in entries)
    return Reading(
        kind=MessageKind.CONTACTS,
        content=Content(contacts=tuple(card for card in cards if card)),
        body_is_text=False,
    )


def _poll(part: dict[str, Any]) -> Reading:
    options = (text_or_none(dict_of(entry).get("optionName"), 300) for entry in list_of(part.get("options")))
    question = text_or_none(part.get("name"), 1000) or ""
    return Reading(
        kind=MessageKind.POLL,
        text=question or None,
        content=Content(
            poll=Poll(
                question=question,
                options=tuple(option for option in options if option),
                selectable=int_or_none(part.get("selectableOptionsCount")) or 0,
            )
        ),
    )


def _order(part: dict[str, Any]) -> Reading:
    thousandths = number_or_none(part.get("totalAmount1000"))
    order = Order(
        id=id_or_none(part.get("orderId")),
        title=text_or_none(part.get("orderTitle"), 300),
        currency=text_or_none(part.get("totalCurrencyCode"), 3),
        total=None if thousandths is None else thousandths / 1000,
        note=text_or_none(part.get("message"), 2000),
    )
    return Reading(kind=MessageKind.ORDER, text=order.note, content=Content(order=order))


def _product(part: dict[str, Any]) -> Reading:
    told = dict_of(part.get("product"))
    thousandths = number_or_none(told.get("priceAmount1000"))
    price = None if thousandths is None else thousandths / 1000
    title = text_or_none(told.get("title"), 300)
    order = Order(
        id=id_or_none(told.get("productId")),
        title=title,
        currency=text_or_none(told.get("currencyCode"), 3),
        total=price,
        items=(OrderItem(name=title, price=price, product_id=id_or_none(told.get("productId"))),)
        if title
        else (),
    )
    text = text_or_none(part.get("body")) or text_or_none(told.get("description"))
    return Reading(kind=MessageKind.PRODUCT, text=text, content=Content(order=order))


def _invite(part: dict[str, Any]) -> Reading:
    invite = GroupInvite(
        group_name=text_or_none(part.get("groupName"), 300),
        code=id_or_none(part.get("inviteCode")),
        group=parse(part.get("groupJid")),
        expires_at_ms=moment_ms(part.get("inviteExpiration"), 0),
    )
    return Reading(
        kind=MessageKind.GROUP_INVITE,
        text=text_or_none(part.get("caption")),
        content=Content(group_invite=invite),
    )


def _event(part: dict[str, Any]) -> Reading:
    lines: Iterator[str | None] = (text_or_none(part.get(key), 2000) for key in ("name", "description"))
    return Reading(kind=MessageKind.EVENT, text="\n".join(line for line in lines if line) or None)


def _payment(part: dict[str, Any]) -> Reading:
    return Reading(
        kind=MessageKind.PAYMENT, text=read_proto(dict_of(part.get("noteMessage"))).text, content=Content()
    )


def _interactive(part: dict[str, Any]) -> Reading:
    pix = payment_text(part)
    if pix is not None:
        return Reading(kind=MessageKind.PAYMENT, text=pix, content=Content(raw_kind="payment_info"))
    return MENU_READERS["interactiveMessage"](part)


_READERS: dict[str, Callable[[dict[str, Any]], Reading]] = {
    "extendedTextMessage": _text,
    "imageMessage": _media(MessageKind.IMAGE),
    "videoMessage": _video,
    "ptvMessage": _media(MessageKind.VIDEO_NOTE),
    "audioMessage": _audio,
    "documentMessage": _media(MessageKind.DOCUMENT),
    "stickerMessage": _media(MessageKind.STICKER),
    "locationMessage": _location,
    "liveLocationMessage": lambda part: _location(part, live=True),
    "contactMessage": lambda part: _contacts([part]),
    "contactsArrayMessage": lambda part: _contacts(list_of(part.get("contacts"))),
    "pollCreationMessage": _poll,
    "pollCreationMessageV2": _poll,
    "pollCreationMessageV3": _poll,
    "pollCreationMessageV5": _poll,
    "orderMessage": _order,
    "productMessage": _product,
    "groupInviteMessage": _invite,
    "eventMessage": _event,
    "requestPaymentMessage": _payment,
    "sendPaymentMessage": _payment,
    **MENU_READERS,
    **REPLY_READERS,
    "interactiveMessage": _interactive,
    "callLogMesssage": lambda part: Reading(kind=MessageKind.CALL),
    "placeholderMessage": lambda part: Reading(kind=MessageKind.UNDECRYPTED),
}

"""One reader for each kind inside WhatsApp's message object; used through ``baileys.read``."""

import base64
from typing import Any

import msgspec

from services.domain.address import parse as parse_address
from services.domain.content import (
    CallNotice,
    Content,
    GroupInvite,
    LinkPreview,
    Location,
    Media,
    MessageKind,
    Order,
    OrderItem,
    Poll,
    SystemNotice,
)
from services.providers import reading
from services.providers.baileys_menus import MENUS
from services.providers.baileys_part import Part, Reader, folded, text, thousandths
from services.providers.vcard import read_vcard

_THUMBNAIL_LIMIT = 300_000
# what begins later than the year 2100 was not meant so
_LATEST_MS = 4_102_444_800_000
_CALL_OUTCOMES = (
    "accepted", "missed", "missed", "rejected", "accepted", "offer", "missed", "missed",
)  # fmt: skip
_CALL_NAMES = {
    "CONNECTED": 0, "MISSED": 1, "FAILED": 2, "REJECTED": 3, "ACCEPTED_ELSEWHERE": 4, "ONGOING": 5,
    "SILENCED_BY_DND": 6, "SILENCED_UNKNOWN_CALLER": 7,
}  # fmt: skip


def media_of(body: dict[str, Any], *, mime: str | None = None) -> Media:
    """The file's description; how to fetch it is the adapter's matter. ``sha256`` is lower-case hex."""
    thumbnail = reading.base64_or_none(body.get("jpegThumbnail") or body.get("pngThumbnail"))
    return Media(
        mime=reading.text_or_none(body.get("mimetype"), 200) or mime,
        size=_natural(body.get("fileLength")),
        file_name=reading.text_or_none(body.get("fileName"), 500),
        sha256=_hex(body.get("fileSha256")),
        thumbnail_base64=thumbnail if thumbnail and len(thumbnail) <= _THUMBNAIL_LIMIT else None,
        duration_s=reading.number_or_none(body.get("seconds")),
        width=_natural(body.get("width")),
        height=_natural(body.get("height")),
    )


def _hex(value: Any) -> str | None:
    encoded = reading.base64_or_none(value)
    digest = base64.b64decode(encoded) if encoded and len(encoded) == 44 else b""
    return digest.hex() if len(digest) == 32 else None


def _natural(value: Any) -> int | None:
    number = reading.int_or_none(value)
    return number if number is not None and number > 0 else None


def _conversation(body: dict[str, Any], raw: Any) -> Part:
    return Part(kind=MessageKind.TEXT, text=text(body.get("conversation") if isinstance(raw, dict) else raw))


def _extended_text(body: dict[str, Any], raw: Any) -> Part:
    url = reading.text_or_none(body.get("matchedText") or body.get("canonicalUrl"), 2000)
    title = reading.text_or_none(body.get("title"), 500)
    preview = None
    if url and title:
        preview = LinkPreview(
            url=url,
            title=title,
            description=reading.text_or_none(body.get("description"), 1000),
            thumbnail_base64=media_of(body).thumbnail_base64,
        )
    return Part(kind=MessageKind.TEXT, text=text(body.get("text")), content=Content(link_preview=preview))


def _media(kind: MessageKind, mime: str | None = None) -> Reader:
    def read(body: dict[str, Any], raw: Any) -> Part:
        return Part(kind=kind, text=text(body.get("caption")), media=media_of(body, mime=mime))

    return read


def _video(body: dict[str, Any], raw: Any) -> Part:
    kind = MessageKind.GIF if reading.bool_or_none(body.get("gifPlayback")) else MessageKind.VIDEO
    return _media(kind, "video/mp4")(body, raw)


def _audio(body: dict[str, Any], raw: Any) -> Part:
    voice = reading.bool_or_none(body.get("ptt")) is True
    media = msgspec.structs.replace(media_of(body, mime="audio/ogg"), waveform_base64=_waveform(body.get("waveform")))
    return Part(kind=MessageKind.VOICE if voice else MessageKind.AUDIO, media=media)


def _waveform(value: Any) -> str | None:
    encoded = reading.base64_or_none(value)
    return encoded if encoded and len(encoded) <= 1000 else None


def _document(body: dict[str, Any], raw: Any) -> Part:
    name = reading.text_or_none(body.get("fileName") or body.get("title"), 500)
    media = msgspec.structs.replace(media_of(body), file_name=name, pages=_natural(body.get("pageCount")))
    return Part(kind=MessageKind.DOCUMENT, text=text(body.get("caption")), media=media)


def _sticker(body: dict[str, Any], raw: Any) -> Part:
    moving = any(reading.bool_or_none(body.get(name)) for name in ("isAnimated", "isLottie"))
    media = msgspec.structs.replace(media_of(body, mime="image/webp"), animated=moving)
    return Part(kind=MessageKind.STICKER, media=media)


def _location(body: dict[str, Any], raw: Any) -> Part:
    live = reading.bool_or_none(body.get("isLive")) is True or "sequenceNumber" in body
    caption = text(body.get("caption") or body.get("comment"))
    kind = MessageKind.LIVE_LOCATION if live else MessageKind.LOCATION
    return Part(kind=kind, text=caption, content=Content(location=_place(body)))


def _live_location(body: dict[str, Any], raw: Any) -> Part:
    return Part(kind=MessageKind.LIVE_LOCATION, text=text(body.get("caption")), content=Content(location=_place(body)))


def _place(body: dict[str, Any]) -> Location | None:
    latitude = reading.number_or_none(body.get("degreesLatitude"))
    longitude = reading.number_or_none(body.get("degreesLongitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Location(
        latitude=latitude,
        longitude=longitude,
        name=reading.text_or_none(body.get("name"), 500),
        address=reading.text_or_none(body.get("address"), 1000),
        url=reading.text_or_none(body.get("url"), 2000),
    )


def _contact(body: dict[str, Any], raw: Any) -> Part:
    return Part(
        kind=MessageKind.CONTACTS,
        content=Content(contacts=(read_vcard(body.get("vcard"), body.get("displayName")),)),
    )


def _contacts(body: dict[str, Any], raw: Any) -> Part:
    items = [reading.dict_of(item) for item in reading.list_of(body.get("contacts"))[:250]]
    cards = tuple(read_vcard(item.get("vcard"), item.get("displayName")) for item in items if item)
    return Part(kind=MessageKind.CONTACTS, content=Content(contacts=cards))


def _poll(body: dict[str, Any], raw: Any) -> Part:
    options = reading.list_of(body.get("options") or body.get("pollVotes"))[:20]
    names = [text(o.get("optionName") if isinstance(o, dict) else o, 300) for o in options]
    question = text(body.get("name"), 1000) or ""
    selectable = reading.int_or_none(body.get("selectableOptionsCount") or body.get("selectableCount")) or 0
    poll = Poll(question=question, options=tuple(n for n in names if n), selectable=selectable)
    return Part(kind=MessageKind.POLL, text=question or None, content=Content(poll=poll))


def _order(body: dict[str, Any], raw: Any) -> Part:
    note = text(body.get("message"))
    order = Order(
        id=reading.id_or_none(body.get("orderId")),
        title=reading.text_or_none(body.get("orderTitle"), 500),
        currency=reading.text_or_none(body.get("totalCurrencyCode"), 10),
        total=thousandths(body.get("totalAmount1000")),
        note=note,
    )
    return Part(kind=MessageKind.ORDER, text=note, content=Content(order=order))


def _product(body: dict[str, Any], raw: Any) -> Part:
    product = folded(body.get("product"))
    title = reading.text_or_none(product.get("title"), 500)
    price = thousandths(product.get("priceAmount1000"))
    item = OrderItem(name=title or "?", price=price, product_id=reading.id_or_none(product.get("productId")))
    order = Order(
        title=title,
        currency=reading.text_or_none(product.get("currencyCode"), 10),
        total=price,
        items=(item,),
        note=text(product.get("description")),
    )
    return Part(kind=MessageKind.PRODUCT, text=text(body.get("body")) or title, content=Content(order=order))


def _group_invite(body: dict[str, Any], raw: Any) -> Part:
    invite = GroupInvite(
        group_name=reading.text_or_none(body.get("groupName"), 300),
        code=reading.text_or_none(body.get("inviteCode"), 100),
        group=parse_address(body.get("groupJid")),
        expires_at_ms=reading.moment_ms(body.get("inviteExpiration"), 0),
    )
    return Part(kind=MessageKind.GROUP_INVITE, text=text(body.get("caption")), content=Content(group_invite=invite))


def _event(body: dict[str, Any], raw: Any) -> Part:
    lines = (text(body.get("name"), 1000), text(body.get("description")))
    shown = "\n".join(line for line in lines if line) or None
    place = _place(folded(body.get("location")))
    starts = reading.moment_ms(body.get("startTime"), _LATEST_MS)
    return Part(kind=MessageKind.EVENT, text=shown, content=Content(location=place, starts_at_ms=starts))


def _scheduled_call(body: dict[str, Any], raw: Any) -> Part:
    starts = reading.moment_ms(body.get("scheduledTimestampMs"), _LATEST_MS)
    return Part(kind=MessageKind.EVENT, text=text(body.get("title"), 1000), content=Content(starts_at_ms=starts))


def _call_log(body: dict[str, Any], raw: Any) -> Part:
    outcome = body.get("callOutcome")
    code = _CALL_NAMES.get(outcome) if isinstance(outcome, str) else reading.int_or_none(outcome)
    phase = _CALL_OUTCOMES[code] if code is not None and 0 <= code < len(_CALL_OUTCOMES) else "ended"
    call = CallNotice(
        phase=phase,
        video=reading.bool_or_none(body.get("isVideo")),
        group=len(reading.list_of(body.get("participants"))) > 1,
        duration_s=_natural(body.get("durationSecs")),
    )
    return Part(kind=MessageKind.CALL, content=Content(call=call))


def _hidden(body: dict[str, Any], raw: Any) -> Part:
    return Part(kind=MessageKind.UNDECRYPTED)


def _phone_requested(body: dict[str, Any], raw: Any) -> Part:
    return Part(kind=MessageKind.SYSTEM, content=Content(system=SystemNotice(code="phone_requested")))


READERS: dict[str, Reader] = {
    "conversation": _conversation,
    "conversationMessage": _conversation,
    "extendedTextMessage": _extended_text,
    "imageMessage": _media(MessageKind.IMAGE, "image/jpeg"),
    "videoMessage": _video,
    "ptvMessage": _media(MessageKind.VIDEO_NOTE, "video/mp4"),
    "audioMessage": _audio,
    "documentMessage": _document,
    "stickerMessage": _sticker,
    "lottieStickerMessage": _sticker,
    "locationMessage": _location,
    "liveLocationMessage": _live_location,
    "contactMessage": _contact,
    "contactsArrayMessage": _contacts,
    "pollCreationMessage": _poll,
    "pollCreationMessageV2": _poll,
    "pollCreationMessageV3": _poll,
    "pollCreationMessageV5": _poll,
    "pollResultSnapshotMessage": _poll,
    "orderMessage": _order,
    "productMessage": _product,
    "groupInviteMessage": _group_invite,
    "eventMessage": _event,
    "scheduledCallCreationMessage": _scheduled_call,
    "callLogMesssage": _call_log,  # WhatsApp itself writes it with three s
    "callLogMessage": _call_log,
    "placeholderMessage": _hidden,
    "requestPhoneNumberMessage": _phone_requested,
    **MENUS,
}
"""By the protobuf's field name; the first one present decides the kind."""

"""What a whatsapp-web.js message holds beyond its text. Source: others.md §5.3 and whatsapp-web.js 1.34's models.

``_data`` is WhatsApp Web's own object; its names are unverified but for those in the captures.
"""

from typing import Any

import msgspec

from services.domain.content import Content, Media, MessageKind, Quoted, Referral
from services.providers import reading
from services.providers.adapters.wwebjs.ids import address_of
from services.providers.adapters.wwebjs.parts import PARTS

KINDS = {
    "chat": MessageKind.TEXT,
    "ptt": MessageKind.VOICE,
    "audio": MessageKind.AUDIO,
    "image": MessageKind.IMAGE,
    "video": MessageKind.VIDEO,
    "ptv": MessageKind.VIDEO_NOTE,
    "document": MessageKind.DOCUMENT,
    "sticker": MessageKind.STICKER,
    "location": MessageKind.LOCATION,
    "vcard": MessageKind.CONTACTS,
    "multi_vcard": MessageKind.CONTACTS,
    "order": MessageKind.ORDER,
    "product": MessageKind.PRODUCT,
    "list": MessageKind.LIST,
    "list_response": MessageKind.INTERACTIVE_REPLY,
    "buttons_response": MessageKind.INTERACTIVE_REPLY,
    "template_button_reply": MessageKind.INTERACTIVE_REPLY,
    "poll_creation": MessageKind.POLL,
    "scheduled_event_creation": MessageKind.EVENT,
    "event_creation": MessageKind.EVENT,
    "groups_v4_invite": MessageKind.GROUP_INVITE,
    "interactive": MessageKind.TEMPLATE,
    "native_flow": MessageKind.TEMPLATE,
    "payment": MessageKind.PAYMENT,
    "call_log": MessageKind.CALL,
    "ciphertext": MessageKind.UNDECRYPTED,
}
# WhatsApp Web's bookkeeping, and the frame of an album whose pictures come one by one
HIDDEN = frozenset(
    {
        "e2e_notification", "notification", "notification_template", "gp2", "group_notification", "protocol",
        "broadcast_notification", "debug", "album",
    }
)  # fmt: skip
_THUMBNAIL_LIMIT = 300_000


def kind_of(message: dict[str, Any]) -> tuple[MessageKind, str]:
    """The kind and WhatsApp Web's own word for it."""
    word = reading.text_or_none(message.get("type"), 100) or "chat"
    kind = KINDS.get(word, MessageKind.UNSUPPORTED)
    inner = reading.dict_of(message.get("_data"))
    if kind is MessageKind.VIDEO and reading.bool_or_none(message.get("isGif") or inner.get("isGif")):
        return MessageKind.GIF, word
    if kind is MessageKind.LOCATION and reading.bool_or_none(inner.get("isLive")):
        return MessageKind.LIVE_LOCATION, word
    return kind, word


def text_of(message: dict[str, Any], kind: MessageKind) -> str | None:
    """Text or caption: ``body``, except where that is a thumbnail, a vCard or a poll's leftovers."""
    if kind in (MessageKind.LOCATION, MessageKind.LIVE_LOCATION, MessageKind.CONTACTS, MessageKind.STICKER):
        return None
    if kind is MessageKind.POLL:
        return reading.text_or_none(message.get("pollName"), 1000)
    if kind is MessageKind.EVENT:
        lines = (reading.text_or_none(message.get(k), 2000) for k in ("eventName", "eventDescription"))
        shown = "\n".join(line for line in lines if line)
        return shown or reading.text_or_none(message.get("body"))
    return reading.text_or_none(message.get("body"))


def media_of(message: dict[str, Any], kind: MessageKind, ref: dict[str, Any] | None) -> Media | None:
    """The file as told beside the message; its bytes come by a ``media`` event or a download with ``ref``."""
    if reading.bool_or_none(message.get("hasMedia")) is not True:
        return None
    inner = reading.dict_of(message.get("_data"))
    thumbnail = reading.base64_or_none(inner.get("body")) if kind is not MessageKind.DOCUMENT else None
    waveform = reading.base64_or_none(inner.get("waveform"))
    return Media(
        mime=reading.text_or_none(inner.get("mimetype"), 200),
        size=reading.int_or_none(inner.get("size")),
        file_name=reading.text_or_none(inner.get("filename"), 500),
        duration_s=reading.number_or_none(message.get("duration") or inner.get("duration")),
        width=reading.int_or_none(inner.get("width")),
        height=reading.int_or_none(inner.get("height")),
        pages=reading.int_or_none(inner.get("pageCount")),
        waveform_base64=waveform if waveform and len(waveform) <= 1000 else None,
        thumbnail_base64=thumbnail if thumbnail and 100 < len(thumbnail) <= _THUMBNAIL_LIMIT else None,
        animated=reading.bool_or_none(inner.get("isAnimated")) is True,
        ref=ref,
    )


def sent_media(value: Any) -> Media | None:
    """``messageMedia`` of a ``media`` event or a download: the bytes as base64."""
    media = reading.dict_of(value)
    data = reading.base64_or_none(media.get("data"))
    if data is None:
        return None
    return Media(
        mime=reading.text_or_none(media.get("mimetype"), 200),
        size=reading.int_or_none(media.get("filesize")),
        file_name=reading.text_or_none(media.get("filename"), 500),
        inline_base64=data,
    )


def quoted_of(message: dict[str, Any]) -> Quoted | None:
    """``_data.quotedStanzaID`` with its author and, where WhatsApp Web kept it, what was quoted."""
    inner = reading.dict_of(message.get("_data"))
    stanza_id = reading.id_or_none(inner.get("quotedStanzaID"))
    if stanza_id is None:
        return None
    quoted = reading.dict_of(inner.get("quotedMsg"))
    kind = kind_of(quoted)[0] if quoted else None
    text = None
    if kind is not None:
        told = quoted.get("body") if kind is MessageKind.TEXT else quoted.get("caption")
        text = reading.text_or_none(told)
    return Quoted(stanza_id=stanza_id, author=address_of(inner.get("quotedParticipant")), kind=kind, text=text)


def content_of(message: dict[str, Any], kind: MessageKind, word: str) -> Content | None:
    """Everything beyond text and file, or None where there is nothing of it."""
    inner = reading.dict_of(message.get("_data"))
    read = PARTS.get(kind)
    content = read(message, inner) if read else Content()
    if kind is MessageKind.UNSUPPORTED:
        content = Content(raw_kind=word)
    mentions = (address_of(each) for each in reading.list_of(message.get("mentionedIds"))[:1000])
    content = msgspec.structs.replace(
        content,
        mentions=tuple(str(address) for address in mentions if address),
        forwarded=_forwarded(message),
        view_once=reading.bool_or_none(inner.get("isViewOnce")) is True,
        ephemeral_s=reading.int_or_none(inner.get("ephemeralDuration")) or None,
        referral=_referral(inner),
    )
    return content if content != Content() else None


def _forwarded(message: dict[str, Any]) -> int:
    score = reading.int_or_none(message.get("forwardingScore")) or 0
    return max(score, 1) if reading.bool_or_none(message.get("isForwarded")) else 0


def _referral(inner: dict[str, Any]) -> Referral | None:
    advert = reading.dict_of(inner.get("ctwaContext"))
    url = reading.text_or_none(advert.get("sourceUrl"), 2000)
    if url is None:
        return None
    return Referral(
        url=url,
        title=reading.text_or_none(advert.get("title"), 500),
        body=reading.text_or_none(advert.get("description"), 2000),
        source_type="ad",
    )

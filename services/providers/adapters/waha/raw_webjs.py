"""The raw message of WEBJS and WPP (whatsapp-web.js and wa-js): what kind it is and what it holds.

Field names are WhatsApp Web's own, not WAHA's (waha dossier §2.6; others dossier §5.3); all of them are
read as hints and none is required. Unverified where those texts do not list them.
"""

from typing import Any

from services.domain.content import (
    Choice,
    Content,
    GroupInvite,
    LinkPreview,
    Media,
    Menu,
    MessageKind,
    Order,
    Poll,
    Quoted,
    Referral,
    Reply,
)
from services.providers.adapters.waha.ids import address_of, read_id
from services.providers.adapters.waha.raw_reading import Reading, sha256_hex
from services.providers.reading import (
    base64_or_none,
    bool_or_none,
    dict_of,
    id_or_none,
    int_or_none,
    list_of,
    moment_ms,
    number_or_none,
    text_or_none,
)

_KINDS = {
    "chat": MessageKind.TEXT,
    "image": MessageKind.IMAGE,
    "video": MessageKind.VIDEO,
    "ptv": MessageKind.VIDEO_NOTE,
    "ptt": MessageKind.VOICE,
    "audio": MessageKind.AUDIO,
    "document": MessageKind.DOCUMENT,
    "sticker": MessageKind.STICKER,
    "location": MessageKind.LOCATION,
    "vcard": MessageKind.CONTACTS,
    "multi_vcard": MessageKind.CONTACTS,
    "poll_creation": MessageKind.POLL,
    "list": MessageKind.LIST,
    "interactive": MessageKind.BUTTONS,
    "native_flow": MessageKind.BUTTONS,
    "list_response": MessageKind.INTERACTIVE_REPLY,
    "buttons_response": MessageKind.INTERACTIVE_REPLY,
    "template_button_reply": MessageKind.INTERACTIVE_REPLY,
    "order": MessageKind.ORDER,
    "product": MessageKind.PRODUCT,
    "payment": MessageKind.PAYMENT,
    "groups_v4_invite": MessageKind.GROUP_INVITE,
    "scheduled_event_creation": MessageKind.EVENT,
    "call_log": MessageKind.CALL,
    "ciphertext": MessageKind.UNDECRYPTED,
}
_SERVICE = frozenset(
    {
        "e2e_notification", "notification", "notification_template", "gp2", "group_notification",
        "broadcast_notification", "newsletter_notification", "protocol", "debug", "album",
    }
)  # fmt: skip
# their body is a thumbnail, the vCard, or nothing a person wrote
_BODY_IS_NO_TEXT = frozenset({"location", "vcard", "multi_vcard", "ciphertext", "call_log"})
_MEDIA = frozenset({"image", "video", "ptv", "ptt", "audio", "document", "sticker"})
_REPLY_SOURCES = {"list_response": "list", "buttons_response": "buttons", "template_button_reply": "template"}


def read_webjs(data: dict[str, Any]) -> Reading:
    """The reading of one raw object; an object without ``type`` tells nothing of its kind."""
    word = text_or_none(data.get("type"), 60)
    kind = None if word is None else _KINDS.get(word, MessageKind.UNSUPPORTED)
    if kind is MessageKind.VIDEO and bool_or_none(data.get("isGif")):
        kind = MessageKind.GIF
    if kind is MessageKind.LOCATION and bool_or_none(data.get("isLive")):
        kind = MessageKind.LIVE_LOCATION
    return Reading(
        kind=kind,
        text=text_or_none(data.get("caption")),
        media=_media(data) if word in _MEDIA else None,
        content=_content(data, word),
        quoted=_quoted(data),
        service=word in _SERVICE,
        revokes=_revoked(data) if word == "revoked" else None,
        body_is_text=word not in _BODY_IS_NO_TEXT,
    )


def _revoked(data: dict[str, Any]) -> str | None:
    """The id of the deleted message: named beside, or the frame's own, which took its place."""
    found = read_id(data.get("protocolMessageKey")) or read_id(data.get("id"))
    return found.stanza_id if found else None


def _media(data: dict[str, Any]) -> Media:
    return Media(
        mime=text_or_none(data.get("mimetype"), 120),
        size=int_or_none(data.get("size")),
        file_name=text_or_none(data.get("filename"), 300),
        sha256=sha256_hex(data.get("filehash")),
        thumbnail_base64=base64_or_none(data.get("body")) if data.get("type") in ("image", "video") else None,
        duration_s=number_or_none(data.get("duration")),
        width=int_or_none(data.get("width")),
        height=int_or_none(data.get("height")),
        pages=int_or_none(data.get("pageCount")),
        waveform_base64=base64_or_none(data.get("waveform")),
        animated=bool_or_none(data.get("isAnimated")) or False,
    )


def _content(data: dict[str, Any], word: str | None) -> Content:
    return Content(
        poll=_poll(data) if word == "poll_creation" else None,
        menu=_menu(data) if word in ("list", "interactive", "native_flow") else None,
        reply=_reply(data, word) if word in _REPLY_SOURCES else None,
        order=_order(data) if word in ("order", "product") else None,
        link_preview=_preview(data) if word == "chat" else None,
        referral=_referral(dict_of(data.get("ctwaContext"))),
        group_invite=_invite(data) if word == "groups_v4_invite" else None,
        mentions=tuple(
            str(address) for entry in list_of(data.get("mentionedJidList")) if (address := address_of(entry))
        ),
        forwarded=_forwarded(data),
        view_once=bool_or_none(data.get("isViewOnce")) or False,
        ephemeral_s=int_or_none(data.get("ephemeralDuration")) or None,
        raw_kind=word if word and word not in _KINDS else None,
    )


def _forwarded(data: dict[str, Any]) -> int:
    if not bool_or_none(data.get("isForwarded")):
        return 0
    return max(int_or_none(data.get("forwardingScore")) or 1, 1)


def _quoted(data: dict[str, Any]) -> Quoted | None:
    stanza_id = id_or_none(data.get("quotedStanzaID"))
    if stanza_id is None:
        return None
    original = dict_of(data.get("quotedMsg"))
    word = text_or_none(original.get("type"), 60)
    return Quoted(
        stanza_id=stanza_id,
        author=address_of(data.get("quotedParticipant")),
        kind=_KINDS.get(word) if word else None,
        text=text_or_none(original.get("caption")) or (text_or_none(original.get("body")) if word == "chat" else None),
    )


def _poll(data: dict[str, Any]) -> Poll:
    options = (text_or_none(dict_of(entry).get("name"), 300) for entry in list_of(data.get("pollOptions")))
    return Poll(
        question=text_or_none(data.get("pollName"), 1000) or text_or_none(data.get("body"), 1000) or "",
        options=tuple(option for option in options if option),
        selectable=int_or_none(data.get("pollSelectableOptionsCount")) or 0,
    )


def _menu(data: dict[str, Any]) -> Menu:
    told = dict_of(data.get("list"))
    choices = [
        Choice(
            title=title,
            id=id_or_none(dict_of(row).get("rowId")),
            description=text_or_none(dict_of(row).get("description"), 1000),
            section=text_or_none(dict_of(section).get("title"), 300),
        )
        for section in list_of(told.get("sections"))
        for row in list_of(dict_of(section).get("rows"))
        if (title := text_or_none(dict_of(row).get("title"), 300))
    ]
    return Menu(
        title=text_or_none(told.get("title"), 300),
        footer=text_or_none(told.get("footerText"), 300) or text_or_none(data.get("footer"), 300),
        button=text_or_none(told.get("buttonText"), 100),
        choices=tuple(choices),
    )


def _reply(data: dict[str, Any], word: str | None) -> Reply:
    told = dict_of(data.get("listResponse"))
    return Reply(
        source=_REPLY_SOURCES[word or ""],
        id=id_or_none(data.get("selectedButtonId"))
        or id_or_none(data.get("selectedRowId"))
        or id_or_none(data.get("selectedId"))
        or id_or_none(dict_of(told.get("singleSelectReply")).get("selectedRowId")),
        title=text_or_none(told.get("title"), 1000) or text_or_none(data.get("body"), 1000),
        description=text_or_none(told.get("description"), 1000),
    )


def _order(data: dict[str, Any]) -> Order:
    thousandths = number_or_none(data.get("totalAmount1000"))
    return Order(
        id=id_or_none(data.get("orderId")) or id_or_none(data.get("productId")),
        title=text_or_none(data.get("orderTitle"), 300) or text_or_none(data.get("title"), 300),
        currency=text_or_none(data.get("totalCurrencyCode"), 3) or text_or_none(data.get("currencyCode"), 3),
        total=None if thousandths is None else thousandths / 1000,
    )


def _preview(data: dict[str, Any]) -> LinkPreview | None:
    url = text_or_none(data.get("matchedText"), 2000)
    if url is None:
        return None
    return LinkPreview(
        url=url,
        title=text_or_none(data.get("title"), 500),
        description=text_or_none(data.get("description"), 1000),
        thumbnail_base64=base64_or_none(data.get("thumbnail")),
    )


def _referral(told: dict[str, Any]) -> Referral | None:
    if not told:
        return None
    return Referral(
        url=text_or_none(told.get("sourceUrl"), 2000),
        title=text_or_none(told.get("title"), 500),
        body=text_or_none(told.get("description"), 2000),
        source_id=id_or_none(told.get("sourceId")),
    )


def _invite(data: dict[str, Any]) -> GroupInvite:
    return GroupInvite(
        group_name=text_or_none(data.get("inviteGrpName"), 300),
        code=id_or_none(data.get("inviteCode")),
        group=address_of(data.get("inviteGrp")),
        expires_at_ms=moment_ms(data.get("inviteCodeExp"), 0),
    )

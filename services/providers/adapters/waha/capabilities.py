"""What WAHA can do, all in all and on one server: it depends on engine, release and tier (dossier §6.1)."""

import re

from services.domain.capabilities import Capability as C

ALL = frozenset(
    {
        C.CREATE_INSTANCE, C.DELETE_INSTANCE, C.RESTART, C.LOGOUT, C.QR, C.PAIRING_CODE, C.PASSKEY, C.STATE,
        C.WEBHOOK_CONFIG, C.WEBHOOK_READ_BACK, C.WEBHOOK_HEADERS, C.WEBHOOK_HMAC, C.WEBHOOK_RETRIES,
        C.SOCKET, C.HISTORY, C.LIST_CHATS, C.CLIENT_MESSAGE_ID, C.SEND_TEXT, C.SEND_IMAGE, C.SEND_VIDEO,
        C.SEND_AUDIO, C.SEND_VOICE, C.SEND_DOCUMENT, C.SEND_LOCATION, C.SEND_CONTACT, C.SEND_POLL, C.SEND_LIST,
        C.MEDIA_BY_UPLOAD, C.REPLY, C.MENTION, C.REACT, C.EDIT, C.REVOKE, C.FORWARD, C.MARK_READ, C.TYPING,
        C.DOWNLOAD_MEDIA, C.CONTACT_INFO, C.NUMBER_CHECK, C.BLOCK, C.ABOUT, C.GROUPS, C.GROUP_INFO,
        C.GROUP_MEMBERS, C.GROUP_EDIT, C.GROUP_INVITE, C.LABELS, C.LABELS_OF_CHAT, C.LABEL_CREATE, C.LABEL_EDIT,
    }
)  # fmt: skip

_FREE_SINCE = (2026, 6, 1)
_IDS_SINCE = (2026, 4, 3)
_PASSKEY_SINCE = (2026, 7, 1)
_ONLY_PLUS = frozenset(
    {C.SEND_IMAGE, C.SEND_VIDEO, C.SEND_AUDIO, C.SEND_VOICE, C.SEND_DOCUMENT, C.SEND_LIST, C.MEDIA_BY_UPLOAD}
)
_LABELS = frozenset({C.LABELS, C.LABELS_OF_CHAT, C.LABEL_CREATE, C.LABEL_EDIT})
_LACKING = {
    "WEBJS": _LABELS | {C.SEND_LIST, C.CLIENT_MESSAGE_ID},
    "WPP": frozenset({C.SEND_LIST, C.CLIENT_MESSAGE_ID}),
    "NOWEB": frozenset({C.BLOCK, C.ABOUT}),
    "GOWS": frozenset({C.BLOCK, C.ABOUT, C.FORWARD}),
}
_VERSION = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,3})")


def version_of(text: str | None) -> tuple[int, int, int] | None:
    """``2026.7.1`` as numbers; None for anything else."""
    found = _VERSION.match(text or "")
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def is_limited(version: str | None, tier: str | None) -> bool:
    """Whether it is the old free image: one session called ``default``, no files to send, forgets webhooks.

    Since 2026.6.1 everything is free, although the tier still says CORE.
    """
    known = version_of(version)
    return tier == "CORE" and known is not None and known < _FREE_SINCE


def capabilities_of(engine: str | None, version: str | None, tier: str | None) -> frozenset[C]:
    """What one server can do; an unknown engine or version is given the benefit of the doubt."""
    known = version_of(version)
    lacking = set(_LACKING.get(engine or "", frozenset()))
    if is_limited(version, tier):
        lacking |= _ONLY_PLUS
    if known is not None and known < _IDS_SINCE:
        lacking.add(C.CLIENT_MESSAGE_ID)
    if known is not None and known < _PASSKEY_SINCE:
        lacking.add(C.PASSKEY)
    return ALL - lacking

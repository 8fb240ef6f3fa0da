"""What the readers of the engines' raw objects hand to the reader of messages."""

import base64
import binascii
from typing import Any

import msgspec

from services.domain.content import Content, Media, MessageKind, Quoted
from services.providers.reading import base64_or_none


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a raw engine object tells; None where it does not.

    ``service`` marks frames that are no message to anybody. ``body_is_text`` False keeps WAHA's own
    ``body`` from being taken for what a person wrote. ``revokes``, ``edits`` and ``reacts_to`` are
    stanza ids: the frame then is that action, and ``text`` its new text or emoji.
    """

    kind: MessageKind | None = None
    text: str | None = None
    media: Media | None = None
    content: Content = Content()
    quoted: Quoted | None = None
    service: bool = False
    body_is_text: bool = True
    edited: bool = False
    revokes: str | None = None
    edits: str | None = None
    reacts_to: str | None = None


def sha256_hex(value: Any) -> str | None:
    """A file's SHA-256 as 64 hex digits, from base64 or a Buffer."""
    text = base64_or_none(value)
    if text is None:
        return None
    try:
        digest = base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return digest.hex() if len(digest) == 32 else None

"""What a file is by its own bytes, and what it would go out as."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from services.core.sniff import HEAD, UNKNOWN, shown_as, sniff
from services.domain.outgoing import OutgoingKind
from services.domain.sending import LIMITS, FileFacts

# what everybody's WhatsApp shows as a picture, a film or a sound; anything else goes as a document
_KINDS = {
    "image/jpeg": OutgoingKind.IMAGE,
    "image/png": OutgoingKind.IMAGE,
    "image/webp": OutgoingKind.IMAGE,
    "video/mp4": OutgoingKind.VIDEO,
    "video/3gpp": OutgoingKind.VIDEO,
    "audio/ogg": OutgoingKind.AUDIO,
    "audio/mpeg": OutgoingKind.AUDIO,
    "audio/aac": OutgoingKind.AUDIO,
    "audio/amr": OutgoingKind.AUDIO,
    "audio/mp4": OutgoingKind.AUDIO,
}

VOICE_MIME = "audio/ogg; codecs=opus"
_OPUS = b"OpusHead"


def mime_of(head: bytes, name: str) -> str:
    """The type of a file from its first bytes; the name decides only among types that bytes do not tell."""
    found = sniff(head)
    shown = shown_as(mimetypes.guess_type(name)[0], head) or UNKNOWN
    # one form has many names: the one goes out that everybody's WhatsApp knows
    return found if found in _KINDS and shown not in _KINDS else shown


def facts(
    path: Path, *, as_document: bool = False, voice: bool = False, limits: Mapping[OutgoingKind, int] = LIMITS
) -> FileFacts:
    """Type, kind, size and limit (bytes, by kind) of a file on disk. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    mime = mime_of(head, path.name)
    kind = _KINDS.get(mime, OutgoingKind.DOCUMENT)
    if voice and mime.startswith("audio/"):
        kind = OutgoingKind.VOICE
        if mime == "audio/ogg" and _OPUS in head:
            # gateways know WhatsApp's own voice messages by this very type
            mime = VOICE_MIME
    elif as_document:
        kind = OutgoingKind.DOCUMENT
    return FileFacts(mime=mime, kind=kind, size=path.stat().st_size, limit=limits[kind])

"""What a file is by its own bytes, and what it would go out as."""

import mimetypes
from pathlib import Path

from services.domain.outgoing import OutgoingKind
from services.domain.sending import LIMITS, FileFacts

_HEAD = 64
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
)
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


def sniff(head: bytes, name: str) -> str:
    """The type of a file from its first bytes; the name decides only among types that bytes do not tell."""
    for at, sign, mime in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return mime
    told = mimetypes.guess_type(name)[0] or "application/octet-stream"
    # a name that promises a picture, a film or a sound which the bytes are not is not believed
    return "application/octet-stream" if told.partition("/")[0] in ("image", "video", "audio") else told


def facts(path: Path, *, as_document: bool = False, voice: bool = False) -> FileFacts:
    """Type, kind, size and limit of a file on disk. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    mime = sniff(head, path.name)
    kind = _KINDS.get(mime, OutgoingKind.DOCUMENT)
    if voice and mime.startswith("audio/"):
        kind = OutgoingKind.VOICE
    elif as_document:
        kind = OutgoingKind.DOCUMENT
    return FileFacts(mime=mime, kind=kind, size=path.stat().st_size, limit=LIMITS[kind])

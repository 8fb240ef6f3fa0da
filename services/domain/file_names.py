"""Names of files from outside: what they may be saved as, and which kinds are never opened. Pure.

The lists join those of Telegram Desktop and Signal. What is not known to be harmless is only saved.
"""

import re
import unicodedata

MAX_BYTES = 200
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)

# what the program opens, by extension: the first bytes the file must begin with ("" for plain text)
_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0",)
_OPENED: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP, "odt": _ZIP, "ods": _ZIP, "odp": _ZIP, "zip": _ZIP,
    "doc": _OLE, "xls": _OLE, "ppt": _OLE,
    "rtf": (b"{\\rtf",),
    "png": (b"\x89PNG\r\n\x1a\n",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"), "webp": (b"RIFF",),
    "txt": (), "csv": (),
}  # fmt: skip
_EXTENSIONS = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif",
    "video/mp4": "mp4", "video/3gpp": "3gp", "video/webm": "webm", "audio/ogg": "ogg", "audio/mpeg": "mp3",
    "audio/mp4": "m4a", "audio/aac": "aac", "audio/amr": "amr", "text/plain": "txt", "text/csv": "csv",
    "application/zip": "zip", "application/msword": "doc", "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}  # fmt: skip


def extension(name: str) -> str:
    """The extension as Windows takes it: of the cleaned name, lower case, without the dot."""
    return _cleaned(name).rpartition(".")[2].lower() if "." in _cleaned(name) else ""


def extension_of_mime(mime: str | None) -> str:
    """The usual extension for a type; empty where it is unknown."""
    return _EXTENSIONS.get((mime or "").split(";")[0].strip().lower(), "")


def save_name(name: str | None, mime: str | None, fallback: str) -> str:
    """A name that can be saved on any system: no path, no control, no reserved word, at most 200 bytes.

    ``fallback`` is used, with the usual extension of ``mime``, where nothing is left of ``name``.
    """
    clean = _cleaned(name or "")
    if not clean:
        ending = extension_of_mime(mime)
        clean = f"{fallback}.{ending}" if ending else fallback
    if _RESERVED.fullmatch(clean.split(".")[0].rstrip()):
        clean = f"_{clean}"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 12:
        stem, dot, ending = clean, "", ""
    room = MAX_BYTES - len((dot + ending).encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return f"{stem}{dot}{ending}"


def _cleaned(name: str) -> str:
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode()[:1000])
    name = _CONTROLS.sub("", name).replace("\\", "/").rpartition("/")[2]
    return _FORBIDDEN.sub("_", name).strip(" .").replace("\u2028", "").replace("\u2029", "")


def shown_name(name: str) -> str:
    """A name for the eyes: controls that turn the text round are made visible."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", name[:300])


def may_open(name: str, head: bytes) -> bool:
    """Whether the file may be handed to its program: its real extension is harmless and its first bytes agree."""
    magics = _OPENED.get(extension(name))
    if magics is None:
        return False
    if not magics:
        return b"\x00" not in head and not head.startswith((b"MZ", b"#!", b"%PDF", b"PK"))
    return head.startswith(magics)

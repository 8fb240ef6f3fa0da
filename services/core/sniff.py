"""What a file is by its first bytes: what somebody says of it is a claim, and pictures are decoded by it."""

HEAD = 1024
UNKNOWN = "application/octet-stream"

_AT_START = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xca\xfe\xba\xbe", "application/x-executable"),
    (b"\xfe\xed\xfa\xce", "application/x-executable"),
    (b"\xfe\xed\xfa\xcf", "application/x-executable"),
    (b"\xce\xfa\xed\xfe", "application/x-executable"),
    (b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"#!", "text/x-shellscript"),
    (b"{\\rtf", "application/rtf"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime", b"3gp": "video/3gpp", b"3g2": "video/3gpp2",
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif",
}  # fmt: skip
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<img", b"<a ", b"<!--")
# one container, many contents: which of them it is stands in the claim
_CONTAINERS = {
    "audio/ogg": ("audio/ogg", "audio/opus", "video/ogg", "application/ogg"),
    "video/webm": ("video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"),
    "video/mp4": ("video/mp4", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac", "video/3gpp", "video/quicktime"),
    "audio/mp4": ("audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac"),
    "audio/mpeg": ("audio/mpeg", "audio/mp3", "audio/mpeg3"),
    "audio/aac": ("audio/aac", "audio/aacp", "audio/x-aac"),
    "audio/wav": ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
    "image/jpeg": ("image/jpeg", "image/jpg", "image/pjpeg"),
}
_SEEN_OR_HEARD = ("image/", "video/", "audio/")


def sniff(head: bytes) -> str | None:
    """The type that the first bytes (``HEAD`` of them) show, or None where they show none."""
    for magic, mime in _AT_START:
        if head.startswith(magic):
            return mime
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12]) or _BRANDS.get(head[8:11]) or "video/mp4"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # ADTS has no layer, MPEG audio has one
        return "audio/aac" if head[1] & 0x06 == 0 else "audio/mpeg"
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    return _markup(head)


def _markup(head: bytes) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text.startswith(b"<"):
        return "application/pdf" if b"%PDF-" in head else None
    if b"<svg" in text:
        return "image/svg+xml"
    if text.startswith(_MARKUP):
        return "text/html"
    return "text/xml" if text.startswith(b"<?xml") else None


def shown_as(claimed: str | None, head: bytes) -> str | None:
    """The type a file is shown and opened as: the claim where the bytes bear it out, else what the bytes are.

    Nothing is shown as picture, sound or film unless its bytes are one, and no SVG ever is: it is a program.
    None where neither says anything.
    """
    found = sniff(head)
    claim = (claimed or "").strip().lower()[:100]
    base = claim.partition(";")[0].strip()
    if found == "image/svg+xml" or base == "image/svg+xml":
        return UNKNOWN
    if found is None:
        return UNKNOWN if base.startswith(_SEEN_OR_HEARD) or base == "application/pdf" else claim or None
    if base == found or base in _CONTAINERS.get(found, ()):
        return claim
    if found == "application/zip" and base.startswith("application/") and base != "application/pdf":
        # documents of all offices are archives
        return claim
    if found == "application/x-ole-storage" and base.startswith("application/") and base != "application/pdf":
        return claim
    if found.startswith("text/") and base.startswith("text/"):
        return claim if found != "text/html" else found
    return found

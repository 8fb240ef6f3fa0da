"""Links of our own, ``balcao://chat/5511988887777?text=…``: they come from anywhere and only ever open something."""

import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

MAX_LINK = 8_000
MAX_TEXT = 4_000
_DIGITS = (8, 15)


class DeepLink(msgspec.Struct, frozen=True):
    """What a link asks for: the conversation with ``phone`` (digits), and ``text`` to be offered as a draft."""

    phone: str
    text: str = ""


def read(link: str) -> DeepLink | None:
    """What it asks for; None for everything that is not exactly such a link."""
    if len(link) > MAX_LINK or any(unicodedata.category(c) in ("Cc", "Cs") for c in link):
        return None
    try:
        parts = urlsplit(link)
        port = parts.port
        path = unquote(parts.path, errors="strict")
        fields = parse_qs(parts.query, errors="strict", max_num_fields=20)
    except ValueError:
        return None
    if parts.scheme != "balcao" or parts.netloc.lower() != "chat" or port is not None:
        return None
    phone = path.removeprefix("/").removesuffix("/").removeprefix("+")
    if not (phone.isascii() and phone.isdigit() and _DIGITS[0] <= len(phone) <= _DIGITS[1]):
        return None
    return DeepLink(phone, _clean(fields.get("text", [""])[0]))


def _clean(text: str) -> str:
    """Lines of visible text: no control characters, nothing that turns the direction of what stands beside it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c == "\n" or not (unicodedata.category(c) in ("Cc", "Cs") or _turns(c)))
    return "".join(kept)[:MAX_TEXT].strip()


def _turns(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"

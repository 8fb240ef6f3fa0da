"""What a clipboard may offer to the wizard: a gateway's address, a key, or both as they are often noted down together."""

import re

import msgspec

_URL = re.compile(r"https?://[^\s\"'<>|,;]+", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-.=+/]{7,511}")
_LABEL = re.compile(r"^\W*(api[\s_-]?key|key|chave|token|admin[\s_-]?token|senha)\W*[:=]\s*", re.IGNORECASE)
MAX_TEXT = 2000


class Offer(msgspec.Struct, frozen=True):
    """What was recognised; "" where there is none."""

    url: str = ""
    key: str = ""


def read(text: str) -> Offer:
    """The address and the key in a text, or nothing where the text looks like something else."""
    if len(text) > MAX_TEXT:
        return Offer()
    found = _URL.search(text)
    url = found.group().rstrip(".)") if found else ""
    rest = [word for line in text.replace(url, "\n", 1).splitlines() for word in _LABEL.sub("", line.strip()).split()]
    keys = [word for word in rest if _is_key(word)]
    # a page of prose has words enough that look like keys
    return Offer(url=url, key=keys[0] if len(keys) == 1 and len(rest) <= 6 else "")


def _is_key(word: str) -> bool:
    mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    return bool(_KEY.fullmatch(word)) and mixed and "@" not in word


def hint(key: str) -> str:
    """Enough of a key to be recognised by who copied it."""
    return f"••••{key[-4:]}" if len(key) > 8 else "••••"

"""Links in texts from outside: where they are, and whether they may be opened as they are. Pure.

The rules are those of Signal (``isLinkSneaky``) and of Telegram Desktop (say where a link really leads).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

MAX_LENGTH = 4096
_ENDINGS = "com|net|org|br|app|io|shop|store|info|me|dev|pt|ai|link|site|online|gov|edu|biz|tv|co|us|club|blog|delivery"
_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
_REST = r"[^\s<>\"«»“”\u2028\u2029]"
_FOUND = re.compile(
    rf"(?P<mail>(?<![\w.+/-])[\w.+-]{{1,64}}@{_NAME}[a-z]{{2,24}}(?![\w-]))"
    rf"|(?P<full>(?<![\w@])https?://{_REST}+)"
    rf"|(?P<bare>(?<![\w@./:-]){_NAME}(?:{_ENDINGS})(?![\w@-]|\.\w)(?::\d{{1,5}})?(?:[/?#]{_REST}*)?)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[.@]")
_DISGUISED = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u2500-\u257f]")
_OUTSIDE_URI = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_PHONE = re.compile(r"\+?[0-9][0-9().-]{1,30}")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}")
_TRAILING = ".,;:!?'\"*_~`…"
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: ``start`` to ``end`` (code points) leads to ``url``."""

    start: int
    end: int
    url: str


class Safety(StrEnum):
    """``plain`` may be opened on a click, ``sneaky`` after a warning with the real host, ``refused`` never."""

    PLAIN = "plain"
    SNEAKY = "sneaky"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be done with an address; ``host`` is where it really leads, in the ASCII form."""

    safety: Safety
    url: str
    host: str = ""


def find(text: str) -> tuple[Link, ...]:
    """The links of a text, in order. None where direction controls or drawn boxes could disguise them."""
    if not _HINT.search(text) or _DISGUISED.search(text):
        return ()
    found: list[Link] = []
    for match in _FOUND.finditer(text):
        words = _trimmed(match.group())
        if match.lastgroup == "mail":
            url = f"mailto:{words}"
        else:
            url = words if match.lastgroup == "full" else f"https://{words}"
        if match.lastgroup != "full" or len(words) > len("https://"):
            found.append(Link(match.start(), match.start() + len(words), url))
    return tuple(found)


def _trimmed(words: str) -> str:
    end = len(words)
    closing = {")": words.count(")") - words.count("("), "]": words.count("]") - words.count("[")}
    while end:
        last = words[end - 1]
        if last in _TRAILING:
            end -= 1
        elif closing.get(last, 0) > 0:
            closing[last] -= 1
            end -= 1
        else:
            break
    return words[:end]


def judge(url: str) -> Verdict:
    """Whether an address may be opened: http, https, mailto and tel alone, and nothing that hides its target."""
    if len(url) > MAX_LENGTH or any(ord(c) < 32 or c.isspace() for c in url):
        return Verdict(Safety.REFUSED, url[:MAX_LENGTH])
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Verdict(Safety.REFUSED, url)
    if parts.scheme == "tel":
        return Verdict(Safety.PLAIN if _PHONE.fullmatch(parts.path) and not parts.query else Safety.REFUSED, url)
    if parts.scheme == "mailto":
        fields = {name.lower() for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
        good = _ADDRESS.fullmatch(parts.path) and fields <= {"subject", "body"}
        return Verdict(Safety.PLAIN if good else Safety.REFUSED, url)
    if parts.scheme not in ("http", "https") or not host or "\\" in url or port == 0:
        return Verdict(Safety.REFUSED, url)
    return Verdict(Safety.SNEAKY if _sneaky(url, host, parts.netloc) else Safety.PLAIN, url, _ascii(host))


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def _sneaky(url: str, host: str, netloc: str) -> bool:
    # letters of other scripts are warned of even where no Latin ones stand beside them: they look alike
    labels = host.split(".")
    return (
        "@" in netloc
        or "%" in netloc
        or len(labels) < 2
        or not all(labels)
        or ":" in host
        or all(_NUMBER.fullmatch(label) for label in labels)
        or not host.isascii()
        or any(label.startswith("xn--") for label in labels)
        or _DISGUISED.search(url) is not None
        or _OUTSIDE_URI.search(url.split("//", 1)[-1].partition("/")[2]) is not None
    )


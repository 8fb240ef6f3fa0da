"""Takes secrets and phone numbers out of text that is going to be kept or shown."""

import re
import threading

MASK = "•••"
# shorter ones would tear holes into ordinary words
_SHORTEST_SECRET = 6

_NAMES = (
    r"api[-_ ]?key|apitoken|admintoken|auth[-_]?token|token|secret|password|senha"
    r"|x-signature|x-hub-signature-256"
)
# every repetition is bounded: a hostile text must not cost more than its length
_IS = r"\\{0,8}[\"']?\s{0,8}[:=]\s{0,8}"
# a value in quotes goes up to the same quotes (those of JSON inside JSON are escaped) or the end of the text
_QUOTED = r"b?(?P<q>\\{0,8}[\"']).{0,4096}?(?:(?P=q)|\Z)"
_AUTHORIZATION = re.compile(
    rf"(?i)(authorization{_IS})(?:{_QUOTED}|(?:(?:bearer|basic|token)\s{{1,8}})?[^\s\"',;)}}\]\\]+)"
)
_NAMED = re.compile(rf"(?i)((?:{_NAMES}){_IS})(?:{_QUOTED}|[^\s\"',;&)}}\]\\]+)")
_BEARER = re.compile(r"(?i)\b(bearer\s{1,8})(?!•)[a-z0-9._~+/=-]{8,}")
_HOOK = re.compile(r"(/hooks/)(?!•)[A-Za-z0-9_-]{8,}")
_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,19}://)[^\s/@:]{1,200}:[^\s/@]{1,200}@")
# 13 digits that begin with 1 are a time in milliseconds: numbers under +1 have 11
_DIGITS = re.compile(r"(?<![\d.])(?!1\d{12}(?!\d))\d{10,15}(?!\d)")
_WRITTEN = re.compile(
    r"(?<![\w.])(?:(?:\+\d{1,3}[ .-]?)?\(?\d{2}\)?[ .-]?\d{4,5}[ -]\d{4}|\d{5}[ -]\d{4}|\+\d{10,15})(?!\w)"
)


def mask_phones(text: str) -> str:
    """Leave the country and area code and the last two digits of everything that looks like a number."""
    text = _WRITTEN.sub(lambda found: _shorten(re.sub(r"\D", "", found[0])), text)
    return _DIGITS.sub(lambda found: _shorten(found[0]), text)


def _shorten(digits: str) -> str:
    head = digits[:4] if len(digits) >= 12 else digits[:2] if len(digits) >= 10 else ""
    return f"{head}{'*' * (len(digits) - len(head) - 2)}{digits[-2:]}"


def _hide_value(found: re.Match[str]) -> str:
    quotes = found["q"] or ""
    return f"{found[1]}{quotes}{MASK}{quotes}"


class Redactor:
    """Knows the secrets in use. Used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}
        self._pattern: re.Pattern[str] | None = None

    def register(self, secret: str) -> None:
        """From now on this value is masked wherever it stands; counted, so several owners may share one."""
        if len(secret) < _SHORTEST_SECRET:
            return
        with self._lock:
            self._counts[secret] = self._counts.get(secret, 0) + 1
            self._compile()

    def unregister(self, secret: str) -> None:
        """Forget a value that is no longer in use; unknown ones are ignored."""
        with self._lock:
            count = self._counts.pop(secret, 0)
            if count > 1:
                self._counts[secret] = count - 1
            self._compile()

    def _compile(self) -> None:
        # the longest first: one secret may begin with another
        known = sorted(self._counts, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str, *, phones: bool = True) -> str:
        """``text`` without secrets and, unless told otherwise, without full phone numbers."""
        pattern = self._pattern
        if pattern is not None:
            text = pattern.sub(MASK, text)
        text = _AUTHORIZATION.sub(_hide_value, text)
        text = _BEARER.sub(rf"\g<1>{MASK}", text)
        text = _NAMED.sub(_hide_value, text)
        text = _HOOK.sub(rf"\g<1>{MASK}", text)
        text = _USERINFO.sub(rf"\g<1>{MASK}@", text)
        return mask_phones(text) if phones else text

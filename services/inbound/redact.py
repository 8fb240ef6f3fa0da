"""Credentials out of raw bodies before anything is stored or logged."""

import re
from collections.abc import Callable, Iterable, Mapping

REDACTED = b"[redacted]"


class Redactor:
    """Replaces the string values of credential keys in JSON bytes, without parsing them.

    A regular expression keeps this off the hot path's cost and works on bodies that are no valid JSON too.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        names = sorted({key.encode() for key in keys})
        self._quick = tuple(b'"' + name + b'"' for name in names)
        joined = b"|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rb'("(?:' + joined + rb')"\s*:\s*")((?:[^"\\]|\\.)*)(")') if names else None

    @classmethod
    def by_provider(cls, keys: Mapping[str, Iterable[str]]) -> "Callable[[bytes, str | None], bytes]":
        """``redact(raw, provider)``: a known provider's own keys, everybody's where it is not known."""
        known = {provider: cls(names) for provider, names in keys.items() if names}
        every = cls(name for names in keys.values() for name in names)
        return lambda raw, provider: known.get(provider or "", every)(raw)

    def __call__(self, raw: bytes) -> bytes:
        """The body with credentials replaced; the same object where there is nothing to hide."""
        if self._pattern is None or not any(name in raw for name in self._quick):
            return raw
        return self._pattern.sub(rb"\g<1>" + REDACTED + rb"\g<3>", raw)

"""Careful reading of foreign JSON: decode with limits, typed getters, one rule for every time unit."""

import base64
import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from services.domain.errors import ParseError

MAX_DEPTH = 64
_SURROGATES = re.compile("[\ud800-\udfff]")
_EARLIEST_MS = 1_230_768_000_000  # 2009-01-01: WhatsApp did not exist before
_AHEAD_MS = 86_400_000
_ESCAPED_EVIL = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_DIGITS = re.compile(r"[0-9]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_URL_ALPHABET = str.maketrans("-_", "+/")
_decoder = msgspec.json.Decoder()


def decode(raw: bytes) -> Any:
    """JSON from untrusted bytes: UTF-8 (a BOM is dropped, bad bytes become U+FFFD), UTF-16 with a BOM.

    Every string comes out without NUL and lone surrogates, so that parsers, SQLite and Qt take it as it is.
    Raises ParseError for anything that is not JSON, is nested deeper than 64, or holds NaN/Infinity.
    """
    if raw[:3] == b"\xef\xbb\xbf":
        raw = raw[3:]
    try:
        value, suspect = _decoder.decode(raw), _ESCAPED_EVIL.search(raw) is not None
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        # the slow way also takes UTF-16, where the search above sees nothing
        value, suspect = _decode_slowly(raw), True
    # counting brackets is quicker than walking, and settles all but a few bodies
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and too_deep(value):
        raise ParseError(f"nested deeper than {MAX_DEPTH}")
    return _clean_all(value) if suspect else value


def _clean_all(value: Any) -> Any:
    """Every string of a decoded value cleaned; the depth is bounded by the caller."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean_all(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): _clean_all(each) for key, each in value.items()}
    return value


def _decode_slowly(raw: bytes) -> Any:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return json.loads(raw.decode(encoding, "replace"), parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise ParseError(f"nested deeper than {MAX_DEPTH}") from None
    except ValueError as error:
        raise ParseError(f"not JSON: {error}") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} is out of range")
    return number


def too_deep(value: Any, limit: int = MAX_DEPTH) -> bool:
    """Whether lists and objects nest deeper than ``limit``; walks level by level, never recursing."""
    level = [value]
    for _ in range(limit):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def clean(text: str) -> str:
    """Text that SQLite, FTS and Qt all take: no NUL, lone surrogates become U+FFFD."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def text_or_none(value: Any, limit: int = 1_000_000) -> str | None:
    """A cleaned non-empty string; numbers become their digits; anything else is None."""
    if isinstance(value, str):
        return clean(value[:limit]) or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return str(value)
    return None


def id_or_none(value: Any) -> str | None:
    """A message id: a cleaned string without surrounding blanks, at most 300 characters."""
    text = text_or_none(value, 300)
    return text.strip() or None if text else None


def dict_of(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty list, a single value as a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def bool_or_none(value: Any) -> bool | None:
    """True or False, also as the words "true"/"false" and the numbers 1/0; else None."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value != 0
    if isinstance(value, str) and value.strip().lower() in ("true", "false", "1", "0"):
        return value.strip().lower() in ("true", "1")
    return None


def number_or_none(value: Any) -> float | None:
    """A finite number, also as digits in a string or as a Long object ``{low, high}``."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, dict):
        low, high = value.get("low"), value.get("high", 0)
        if isinstance(low, int) and isinstance(high, int):
            return float((high << 32) + (low & 0xFFFFFFFF)) if abs(high) < 2**31 else None
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 2**63 else None  # neither NaN nor infinity passes


def int_or_none(value: Any) -> int | None:
    """A whole number that fits SQLite, read like ``number_or_none``."""
    if isinstance(value, str) and len(value) < 20 and _DIGITS.fullmatch(value):
        value = int(value)  # not by way of a float, which is exact to 16 digits only
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 2**63 else None
    number = number_or_none(value)
    return None if number is None else int(number)


def moment_ms(value: Any, received_at_ms: int) -> int | None:
    """One rule for every gateway's time: s, ms, µs or ns by magnitude, digits, Long objects, ISO 8601.

    None for missing, zero, or outside 2009 … received + 1 day (the caller falls back to the receipt);
    ISO text without an offset is UTC. Source: others.md §7.4.
    """
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if not text.lstrip("-").replace(".", "", 1).isdigit():
            return _sane(_iso_ms(text), received_at_ms)
        value = text
    number = number_or_none(value)
    if not number or number < 0:
        return None
    if number >= 1e17:
        number /= 1e6
    elif number >= 1e14:
        number /= 1e3
    elif number < 1e11:
        number *= 1e3
    return _sane(int(number), received_at_ms)


def _iso_ms(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return round(moment.timestamp() * 1000)
    except (OverflowError, ValueError):
        return None


def _sane(moment: int | None, received_at_ms: int) -> int | None:
    if moment is None or moment < _EARLIEST_MS:
        return None
    return moment if not received_at_ms or moment <= received_at_ms + _AHEAD_MS else None


def base64_or_none(value: Any) -> str | None:
    """Plain padded base64 without ``data:`` prefix and line breaks, also from its URL alphabet; a
    ``{type: Buffer, data}`` (bytes or base64) or byte map is encoded.

    None where it is no base64.
    """
    if isinstance(value, str) and value:
        body = value.partition(",")[2] if value[:5] == "data:" else value
        body = "".join(body.split()) if any(c in body for c in "\r\n \t") else body
        if not _BASE64.fullmatch(body):
            return None
        body = body.rstrip("=").translate(_URL_ALPHABET)
        if len(body) % 4 == 1:
            return None
        return body + "=" * (-len(body) % 4) or None
    if isinstance(value, dict):
        data = value.get("data") if value.get("type") == "Buffer" else [value[k] for k in _ordered_keys(value)]
        if isinstance(data, str):
            return base64_or_none(data)
        value = data
    if isinstance(value, list) and value and all(isinstance(b, int) and 0 <= b < 256 for b in value):
        return base64.b64encode(bytes(value)).decode("ascii")
    return None


def _ordered_keys(value: Mapping[str, Any]) -> Iterator[str]:
    keys = [k for k in value if _DIGITS.fullmatch(k) and len(k) < 10]
    return iter(sorted(keys, key=int)) if len(keys) == len(value) else iter(())

"""Foreign JSON: hostile bytes end in a value or a ParseError, times and files are read by one rule."""

import base64
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.domain.errors import ParseError
from services.providers import reading
from tests.factories import NOON_MS

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff\xfe{\x00")
@example(b"\xff\xfe\x00")
@example(b'{"a":"\xed\xa0\x80"}')
@example(b'"\\ud800"')
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"1" * 5000)
@example(b"-")
def test_any_bytes_end_in_a_value_or_a_parse_error(raw: bytes) -> None:
    try:
        value = reading.decode(raw)
    except ParseError:
        return
    json.dumps(value, allow_nan=False).encode("utf-8")


@given(json_values.map(json.dumps))
def test_what_comes_out_can_be_stored(text: str) -> None:
    try:
        value = reading.decode(text.encode("utf-8", "surrogatepass"))
    except ParseError:
        assert "NaN" in text or "Infinity" in text
        return
    for string in _strings(value):
        assert "\x00" not in string
        string.encode("utf-8")


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for pair in value.items() for part in pair for s in _strings(part)]
    return [s for each in value for s in _strings(each)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"text":"a\\u0000b"}', {"text": "ab"}),
        (b'{"text":"\\ud83d"}', {"text": "\ufffd"}),
        (b'{"text":"\\ud83d\\ude00"}', {"text": "😀"}),
        (b'{"text":"ol\xe1"}', {"text": "ol\ufffd"}),
        (b'\xef\xbb\xbf{"text":"ol\xc3\xa1"}', {"text": "olá"}),
        ('{"text":"olá"}'.encode("utf-16"), {"text": "olá"}),
        ('{"text":"\\ud800"}'.encode("utf-16"), {"text": "\ufffd"}),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b"[]", []),
        (b'"ping"', "ping"),
        (b"12345678901234567890123", 12345678901234567890123),
    ],
)
def test_odd_encodings(raw: bytes, value: Any) -> None:
    assert reading.decode(raw) == value


@pytest.mark.parametrize(
    "raw", [b"1e999", b'{"a":-1e999}', b"NaN", b'[Infinity]', b"{", b"nothing", b"", b'{"a":1}}', b"9" * 5000]
)
def test_what_is_no_json(raw: bytes) -> None:
    with pytest.raises(ParseError):
        reading.decode(raw)


@pytest.mark.parametrize("depth", [65, 10_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_too_deep_is_refused_without_recursion(depth: int, opening: str, closing: str) -> None:
    with pytest.raises(ParseError, match="deeper than 64"):
        reading.decode((opening * depth + "1" + closing * depth).encode())


def test_64_levels_are_read() -> None:
    assert reading.decode(b"[" * 64 + b"]" * 64)


def test_a_million_keys() -> None:
    raw = b"{" + b",".join(b'"k%d":%d' % (n, n) for n in range(1_000_000)) + b"}"
    assert len(reading.decode(raw)) == 1_000_000


SECONDS = NOON_MS // 1000


@pytest.mark.parametrize(
    "value",
    [
        SECONDS,
        str(SECONDS),
        f" {SECONDS} ",
        float(SECONDS),
        f"{SECONDS}.0",
        NOON_MS,
        str(NOON_MS),
        NOON_MS * 1000,
        NOON_MS * 1_000_000,
        str(NOON_MS * 1_000_000),
        {"low": SECONDS, "high": 0, "unsigned": True},
        {"low": SECONDS - 2**32, "high": 0},
        {"low": NOON_MS & 0xFFFFFFFF, "high": NOON_MS >> 32},
        "2026-09-23T12:00:00Z",
        "2026-09-23T12:00:00.000Z",
        "2026-09-23 12:00:00.000Z",
        "2026-09-23 12:00:00",
        "2026-09-23T09:00:00-03:00",
        "2026-09-23T12:00:00.000000000Z",
    ],
)
def test_every_spelling_of_one_moment(value: Any) -> None:
    assert reading.moment_ms(value, NOON_MS) == NOON_MS


@pytest.mark.parametrize(
    "value",
    [
        None, 0, "0", "", " ", -5, "-5", "0001-01-01T00:00:00Z", "soon", "2100-01-01T00:00:00Z", 4_102_444_800, 1_000_000,
        NOON_MS + 86_400_001, True, [], {}, {"low": 1}, {"low": "1"}, {"low": 1, "high": 2**40}, float("nan"), float("inf"),
        "1e999", "²", "١٢", 10**40, 2**63, "9" * 400, "--5", "1.2.3", "0000-00-00",
    ],
)  # fmt: skip
def test_moments_that_cannot_be(value: Any) -> None:
    assert reading.moment_ms(value, NOON_MS) is None


def test_a_clock_up_to_a_day_ahead_is_believed() -> None:
    assert reading.moment_ms(NOON_MS + 86_399_000, NOON_MS) == NOON_MS + 86_399_000


def test_milliseconds_survive() -> None:
    for n in range(1000):
        assert reading.moment_ms(f"2026-09-23T12:00:00.{n:03}Z", NOON_MS) == NOON_MS + n
        assert reading.moment_ms(NOON_MS + n, NOON_MS) == NOON_MS + n


@given(json_values)
def test_no_getter_ever_raises(value: Any) -> None:
    reading.moment_ms(value, NOON_MS)
    reading.number_or_none(value)
    whole = reading.int_or_none(value)
    assert whole is None or abs(whole) <= 2**63
    reading.text_or_none(value)
    reading.id_or_none(value)
    reading.bool_or_none(value)
    found = reading.base64_or_none(value)
    assert found is None or base64.b64decode(found, validate=True) is not None
    for each in reading.list_of(value):
        reading.dict_of(each)


@given(st.binary(min_size=1, max_size=200))
def test_base64_in_all_its_clothes(data: bytes) -> None:
    plain = base64.b64encode(data).decode()
    for dressed in (
        plain,
        f"data:image/png;base64,{plain}",
        base64.encodebytes(data).decode(),
        plain.rstrip("="),
        base64.urlsafe_b64encode(data).decode(),
        {"type": "Buffer", "data": list(data)},
        {"type": "Buffer", "data": plain},
        {str(i): byte for i, byte in enumerate(data)},
    ):
        assert reading.base64_or_none(dressed) == plain


@pytest.mark.parametrize(
    "value", ["", "data:image/png;base64,", "a", "olá", "@@@@", "<svg/>", "abcd=ef", {"²": 1}, {"0": 256}, {"0": "1"}, [], 5, None]
)
def test_what_is_no_base64(value: Any) -> None:
    assert reading.base64_or_none(value) is None


def test_ids_keep_every_digit() -> None:
    assert reading.int_or_none("9007199254740993") == 9007199254740993
    assert reading.int_or_none(2**63) is None
    assert reading.id_or_none("  3EB0 \x00") == "3EB0"
    assert reading.id_or_none(123456789012345678) == "123456789012345678"

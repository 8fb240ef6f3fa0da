"""Opaque keyset cursors: the ordering columns of the last row, so that a page costs the same anywhere."""

import base64

import msgspec

from services.domain.errors import Invalid


def encode(*values: int | None) -> str:
    """A cursor from the ordering columns."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode("ascii").rstrip("=")


def decode(cursor: str, length: int) -> tuple[int | None, ...]:
    """The ordering columns back. Raises Invalid for anything that ``encode`` did not make."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = msgspec.json.decode(raw, type=list[int | None])
    except (ValueError, msgspec.MsgspecError, UnicodeEncodeError):
        raise Invalid("cursor") from None
    if len(values) != length or any(v is not None and abs(v) >= 2**63 for v in values):
        raise Invalid("cursor")
    return tuple(values)


def encode_text(text: str, number: int) -> str:
    """A cursor from a text and an id."""
    return base64.urlsafe_b64encode(msgspec.json.encode((text, number))).decode("ascii").rstrip("=")


def decode_text(cursor: str) -> tuple[str, int]:
    """Text and id back. Raises Invalid for anything that ``encode_text`` did not make."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        text, number = msgspec.json.decode(raw, type=tuple[str, int])
    except (ValueError, msgspec.MsgspecError, UnicodeEncodeError):
        raise Invalid("cursor") from None
    if abs(number) >= 2**63:
        raise Invalid("cursor")
    return text, number

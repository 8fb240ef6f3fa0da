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

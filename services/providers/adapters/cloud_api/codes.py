"""Meta's error numbers and what they mean to us (others dossier §4.7)."""

from services.domain.errors import ErrorCode

CREDENTIALS = frozenset({0, 3, 10, 190, *range(200, 300), 131005, 131045})
THROTTLED = frozenset({4, 80007, 130429, 131048, 131056, 131064, 133016})
RESTRICTED = frozenset({368, 131031, 130497})
PASSING = frozenset({1, 2, 131000, 131016, 131057, 135000})
_CODES = {
    **dict.fromkeys(CREDENTIALS, ErrorCode.AUTH_REJECTED),
    **dict.fromkeys(THROTTLED, ErrorCode.RATE_LIMITED),
    **dict.fromkeys(RESTRICTED, ErrorCode.BANNED),
    **dict.fromkeys(PASSING, ErrorCode.UNAVAILABLE),
    131047: ErrorCode.WINDOW_CLOSED,
    131026: ErrorCode.NO_SUCH_NUMBER,
    131052: ErrorCode.MEDIA_GONE,
}


def code_of(number: int | None) -> ErrorCode:
    """Our code for one of Meta's; REJECTED where it is simply a no."""
    return _CODES.get(number, ErrorCode.REJECTED) if number is not None else ErrorCode.REJECTED

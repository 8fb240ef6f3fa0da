"""Every failure a person can be told about, by code. Words for the codes live in ui/messages.py."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable codes: stored in the database, shown through translations, never reworded."""

    UNAVAILABLE = "unavailable"
    AUTH_REJECTED = "auth_rejected"
    MISCONFIGURED = "misconfigured"
    RATE_LIMITED = "rate_limited"
    NOT_CONNECTED = "not_connected"
    REJECTED = "rejected"
    NOT_SUPPORTED = "not_supported"
    NO_SUCH_NUMBER = "no_such_number"
    WINDOW_CLOSED = "window_closed"
    MEDIA_GONE = "media_gone"
    TOO_LARGE = "too_large"
    TLS = "tls"
    WRONG_BRAND = "wrong_brand"
    TIMELOCK = "timelock"
    BANNED = "banned"
    UNCERTAIN = "uncertain"
    PARSE = "parse"
    STORAGE = "storage"
    DISK_FULL = "disk_full"
    NEWER_DATABASE = "newer_database"
    NOT_FOUND = "not_found"
    INVALID = "invalid"
    CONFLICT = "conflict"
    BLOCKED_ADDRESS = "blocked_address"
    KEYRING_LOCKED = "keyring_locked"
    CANCELLED = "cancelled"
    NO_OWNER = "no_owner"
    UNREADABLE = "unreadable"


class AppError(Exception):
    """Base of all expected failures. ``text`` holds the other side's own words, for the admin only."""

    code: ErrorCode = ErrorCode.REJECTED

    def __init__(self, text: str = "", *, code: ErrorCode | None = None, retry_after_s: float | None = None):
        super().__init__(text)
        self.text = text
        self.retry_after_s = retry_after_s
        if code is not None:
            self.code = code


class Unavailable(AppError):
    """The gateway could not be reached or answered 5xx; trying again may help."""

    code = ErrorCode.UNAVAILABLE


class AuthRejected(AppError):
    """The gateway refused our key."""

    code = ErrorCode.AUTH_REJECTED


class Misconfigured(AppError):
    """The address, the brand or a setting is wrong; only a person can mend it."""

    code = ErrorCode.MISCONFIGURED


class RateLimited(AppError):
    """Too fast; ``retry_after_s`` says when to come back, if the gateway said so."""

    code = ErrorCode.RATE_LIMITED


class NotConnected(AppError):
    """The gateway is there, the WhatsApp session is not."""

    code = ErrorCode.NOT_CONNECTED


class Rejected(AppError):
    """A permanent no to this very request."""

    code = ErrorCode.REJECTED


class NotSupported(AppError):
    """The provider cannot do it; the capability should have been looked at first."""

    code = ErrorCode.NOT_SUPPORTED


class ParseError(AppError):
    """A body that is not what its provider sends; it is kept and can be replayed."""

    code = ErrorCode.PARSE


class StorageProblem(AppError):
    """The database could not take or give what was asked (disk full, locked, corrupt, newer)."""

    code = ErrorCode.STORAGE


class NotFound(AppError):
    """No such chat, message, instance or delivery."""

    code = ErrorCode.NOT_FOUND


class Invalid(AppError):
    """What was typed or posted cannot be used; ``text`` names the field."""

    code = ErrorCode.INVALID


class Conflict(AppError):
    """It exists already, with other content."""

    code = ErrorCode.CONFLICT
